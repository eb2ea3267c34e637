"""The schools norms and bottom lines are asked of, with what their size says, read once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, select

from facilitydesk.domain.measures import Fact
from facilitydesk.domain.norms import Size
from facilitydesk.domain.provinces import province_of
from facilitydesk.domain.words.terms import Origin
from facilitydesk.services import settings
from facilitydesk.services.desk import Desk
from facilitydesk.store import tables

GONE = ("停办", "撤并", "筹建")  # schools that have no pupils (any more, or yet)
HOME = "县直"
NO_TOWN = "乡镇待补"


@dataclass(frozen=True, slots=True)
class Typed:
    """A typed figure with the year it was told for."""

    value: int
    year: int


@dataclass(frozen=True, slots=True)
class Place:
    """A school: its figures of the newest year that is known up to the day."""

    id: int
    name: str
    initials: str
    kind: str
    origin: str
    unit: str  # the county or township below the home region
    township: str
    students: int | None
    classes: int | None
    staff: int | None
    facts: dict[Fact, Typed]

    def size(self, stage: str) -> Size:
        """What decides which norm it has as a school of a stage."""
        place = "" if not self.origin else "城市" if self.origin == Origin.URBAN else "农村"
        return Size(stage, place, self.classes, self.students)


def province(connection: Connection, desk: Desk) -> str:
    """The province whose norms apply, by setting or by the home region's code."""
    chosen = settings.read(connection).province.removesuffix("省")
    if chosen:
        return chosen
    region = tables.region
    code = connection.execute(select(region.c.code).where(region.c.id == desk.home_id)).scalar()
    return province_of(code or "")


def units(connection: Connection, home_id: int) -> dict[int, tuple[int, str]]:
    """Region id → (order, name) of the region below home that it lies in."""
    region = tables.region
    rows = {row.id: row for row in connection.execute(select(region))}
    answer: dict[int, tuple[int, str]] = {}
    order = {
        row.id: place
        for place, row in enumerate(sorted(rows.values(), key=lambda r: (r.ordinal, r.id)), 1)
    }
    for key in rows:
        above = key
        seen = {above}
        while rows[above].parent_id not in (None, home_id):
            above = rows[above].parent_id
            if above in seen or above not in rows:
                break
            seen.add(above)
        answer[key] = (order[above], HOME if above == home_id else rows[above].name)
    return answer


def read(connection: Connection, desk: Desk, as_of: date) -> tuple[Place, ...]:
    """All schools that work on a day, in the order of units and townships."""
    school, region, year = tables.school, tables.region, tables.school_year
    known: dict[int, Any] = {}
    staff: dict[int, int] = {}
    asked = select(year).where(year.c.year <= as_of.year)
    for row in connection.execute(asked.order_by(year.c.year)):
        if row.students is not None:
            known[row.school_id] = row
        if row.staff is not None:
            staff[row.school_id] = row.staff
    fact = tables.school_fact
    facts: dict[int, dict[Fact, Typed]] = {}
    typed = select(fact).where(fact.c.year <= as_of.year).order_by(fact.c.year)
    for row in connection.execute(typed):
        facts.setdefault(row.school_id, {})[Fact(row.fact)] = Typed(row.value, row.year)
    places = units(connection, desk.home_id)
    query = (
        select(school, func.coalesce(region.c.name, "").label("township"), region.c.ordinal)
        .outerjoin(region, region.c.id == school.c.township_id)
        .where(school.c.status.not_in(GONE))
        .order_by(region.c.id.is_(None), region.c.ordinal, region.c.id, school.c.id)
    )
    found = []
    for row in connection.execute(query):
        order, unit = places.get(row.township_id, (10**9, NO_TOWN))
        of_year: Any = known.get(row.id)
        place = Place(
            row.id, row.name, row.initials, row.kind, row.origin, unit, row.township,
            of_year.students if of_year else None, of_year.classes if of_year else None,
            staff.get(row.id),
            facts.get(row.id, {}),
        )  # fmt: skip
        found.append((order, place))
    found.sort(key=lambda pair: pair[0])  # stable: townships keep their order within a unit
    return tuple(place for _, place in found)
