"""Bottom lines on the dashboard: how many schools comply, and what they lack.

They are the county's, whatever programme the rest of the dashboard is about.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from facilitydesk.services.desk import Desk
from facilitydesk.services.norms import sheets
from facilitydesk.store import tables


@dataclass(frozen=True, slots=True)
class BottomBoard:
    """底线达标率 of a day as it is printed, with the item most schools lack."""

    rate: str
    schools: int
    complies: int
    fails: int
    unchecked: int
    worst: str  # '第8条 12所'; empty where nothing is lacking


def bottom_board(desk: Desk, as_of: date) -> BottomBoard | None:
    """The figures of a day; None while nothing was ever checked."""
    with desk.read() as connection:
        checks = select(tables.bottom_check.c.id).limit(1)
        if connection.execute(checks).first() is None:
            return None
    told = sheets.ask(desk, as_of)
    worst = max(told.items, key=lambda line: line.failed.schools, default=None)
    number = {item.id: item.number for item in told.matrix.items}
    total = told.total
    return BottomBoard(
        total.rate.text(told.style),
        total.total.schools,
        total.complies.schools,
        total.fails.schools,
        total.unchecked.schools,
        f"第{number[worst.item_id]}条 {worst.failed.schools}所"
        if worst is not None and worst.failed.schools
        else "",
    )
