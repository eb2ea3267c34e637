"""Short words for stories of norms: schools with pupils, figures, checks."""

from __future__ import annotations

from datetime import date

from facilitydesk.domain.measures import Fact
from facilitydesk.services import schools
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Edit
from facilitydesk.services.norms import checks, facts, gaps, items
from facilitydesk.services.norms.gaps import GapRow
from tests.services.areas.a_school import school

TODAY = date(2026, 3, 11)


def pupils(desk: Desk, name: str, students: int | None, kind: str = "小学", **more: object) -> int:
    """A school with its pupils of this year."""
    key = school(desk, name)
    cells = [Edit(key, "kind", kind)]
    given = {"students": students, **more}
    cells += [Edit(key, field, value) for field, value in given.items() if value is not None]
    assert schools.enter(desk, cells).rejected == ()
    return key


def typed(desk: Desk, key: int, year: int = 2026, **values: object) -> None:
    """Figures a school reported."""
    cells = [Edit(key, Fact(name).value, value) for name, value in values.items()]
    assert facts.enter(desk, year, cells).rejected == ()


def gap(desk: Desk, key: int, measure: str, as_of: date = TODAY) -> GapRow:
    rows = gaps.ask(desk, as_of).rows
    (row,) = [row for row in rows if row.school_id == key and row.measure.value == measure]
    return row


def found(desk: Desk, key: int, states: dict[int, str | None], day: date = TODAY) -> None:
    """What was found about items by number."""
    ids = {item.number: item.id for item in items.rows(desk)}
    cells = [Edit(key, str(ids[number]), state) for number, state in states.items()]
    assert checks.enter(desk, day, cells).rejected == ()


def all_met(desk: Desk, key: int, day: date = TODAY) -> None:
    found(desk, key, dict.fromkeys(range(1, 21), "达标"), day)
