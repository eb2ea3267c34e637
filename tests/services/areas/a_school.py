"""Short words for stories of floor areas: schools, buildings, openings, completed works."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from facilitydesk.domain.quantities import Area
from facilitydesk.domain.stages import Stage
from facilitydesk.services import schools
from facilitydesk.services.areas import balance, buildings, openings
from facilitydesk.services.areas.balance import BalanceRow
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Edit
from facilitydesk.store import tables
from tests.entering import added
from tests.services.dashboard.dashboard_story import report
from tests.store_fixtures import add_work

NEW_YEAR = date(2025, 12, 31)
TODAY = date(2026, 3, 11)


def school(desk: Desk, name: str = "城关镇中心小学") -> int:
    """A school's id; made in 城关镇 when it is not there."""
    with desk.read() as connection:
        query = select(tables.school.c.id).where(tables.school.c.name == name)
        found = connection.execute(query).scalar()
        town = connection.execute(
            select(tables.region.c.id).where(tables.region.c.name == "城关镇")
        ).scalar()
    if found is not None:
        return int(found)
    if town is None:
        facts = {"name": "城关镇", "level": "township", "parent_id": desk.home_id}
        with desk.operation("test.town", "乡镇") as unit:
            unit.insert(tables.region, facts)
    return added(schools.enter, desk, {"name": name, "township": "城关镇"}).row_id


def building(
    desk: Desk, name: str, area: str, where: str = "城关镇中心小学", **more: object
) -> int:
    values = {"school": school(desk, where), "name": name, "area": Area.of(area), **more}
    return added(buildings.enter, desk, values).row_id


def opening(desk: Desk, area: str, where: str = "城关镇中心小学", day: date = NEW_YEAR) -> None:
    cells = [
        Edit(school(desk, where), "area", Area.of(area)),
        Edit(school(desk, where), "day", day),
    ]
    assert openings.enter(desk, cells).rejected == ()


def done_work(desk: Desk, area: str, day: date = TODAY, **facts: object) -> int:
    """A work that was completed on a day with this area."""
    work = add_work(desk, planned_area=Area.of(area).raw, **facts)  # type: ignore[arg-type]  # facts of several kinds
    raw = Area.of(area).raw
    report(desk, work, day, stage=Stage.COMPLETED.key, started_area=raw, completed_area=raw)
    return work


def line(
    desk: Desk, where: str = "城关镇中心小学", as_of: date = TODAY, since: date | None = None
) -> BalanceRow:
    """The balance of one school."""
    found = balance.ask(desk, as_of, since=since, school_id=school(desk, where))
    (row,) = found.rows
    return row


def closing(desk: Desk, where: str = "城关镇中心小学", as_of: date = TODAY) -> str:
    """期末 of a school as text."""
    return str(Area(line(desk, where, as_of).balance.closing))
