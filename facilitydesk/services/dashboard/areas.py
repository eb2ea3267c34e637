"""Floor areas on the dashboard: what the schools have, by how much it grew, what is dangerous.

They are the county's, whatever programme the rest of the dashboard is about.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from facilitydesk.domain.area_balance import Balance
from facilitydesk.domain.quantities import Area
from facilitydesk.services.areas import balance, danger, unentered
from facilitydesk.services.desk import Desk
from facilitydesk.store import tables


@dataclass(frozen=True, slots=True)
class AreaBoard:
    """The figures of 校舍 on a day; `year` is the balance since the end of last year."""

    as_of: date
    year: Balance
    schools: int  # with an opening
    missing: int  # with buildings or works, but without one
    danger: dict[str, Area]  # by grade, B to D
    dangerous: int  # buildings
    waiting: int  # completed works not entered
    waiting_area: Area


def area_board(desk: Desk, as_of: date) -> AreaBoard | None:
    """The figures of a day; None while there is no register of areas."""
    with desk.read() as connection:
        kept = (tables.area_opening, tables.building)
        if not any(connection.execute(select(each.c.id).limit(1)).first() for each in kept):
            return None
    found = balance.ask(desk, as_of, since=date(as_of.year - 1, 12, 31))
    buildings = danger.rows(desk, as_of)
    sums = {grade: Area(0) for grade in ("D", "C", "B")}
    for row in buildings:
        sums[row.danger_grade] += row.area or Area(0)
    todo = unentered.rows(desk, as_of)
    return AreaBoard(
        as_of,
        found.total,
        found.total.schools,
        len(found.not_begun),
        sums,
        len(buildings),
        len(todo),
        Area(sum(row.open.raw for row in todo)),
    )
