"""The school's side: 应收, 实收, 支出, 差额 and why (as a finance bureau checks one school).

应收 is what was reckoned for the school (pupils × standard), else what was allocated to it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from facilitydesk.domain.problems import Refused
from facilitydesk.domain.quantities import Money
from facilitydesk.services.desk import Desk
from facilitydesk.services.money.accounts import only_schools
from facilitydesk.store import tables
from facilitydesk.store.unit import Changes

_S = tables.school_settlement


@dataclass(frozen=True, slots=True)
class Settlement:
    """A school's money in a period, both ends included. A difference wants a reason."""

    school_id: int
    school: str
    due: Money
    received: Money
    paid: Money
    basis: str = ""
    reason: str = ""
    reckoned: bool = False  # 应收 was entered, not taken from the allocations

    @property
    def difference(self) -> Money:
        """应收 less 实收."""
        return self.due - self.received

    @property
    def unexplained(self) -> bool:
        return bool(self.difference) and not self.reason


def settlements(
    desk: Desk, first: date, last: date, *, school_id: int | None = None
) -> tuple[Settlement, ...]:
    """The schools with money in the period, in the order of the register."""
    with desk.read() as connection:
        only = only_schools(connection)
        sums: dict[int, list[int]] = defaultdict(lambda: [0, 0, 0])
        for place, table in enumerate((tables.allocation, tables.receipt, tables.payment)):
            query = select(table.c.school_id, table.c.project_id, table.c.amount).where(
                table.c.day >= first, table.c.day <= last
            )
            for row in connection.execute(query):
                where = row.school_id or only.get(row.project_id)
                if where is not None:
                    sums[where][place] += row.amount
        told = {
            row.school_id: row
            for row in connection.execute(select(_S).where(_S.c.first == first, _S.c.last == last))
        }
        school = tables.school
        names = [
            (row.id, row.name)
            for row in connection.execute(select(school.c.id, school.c.name).order_by(school.c.id))
        ]
    found = []
    for key, name in names:
        if (school_id is not None and key != school_id) or not (key in sums or key in told):
            continue
        due, received, paid = sums[key]
        kept = told.get(key)
        reckoned = kept is not None and kept.due is not None
        found.append(
            Settlement(
                key, name, Money(kept.due if kept is not None and reckoned else due),
                Money(received), Money(paid),
                kept.basis if kept is not None else "", kept.reason if kept is not None else "",
                reckoned,
            )
        )  # fmt: skip
    return tuple(found)


def settle(
    desk: Desk,
    school_id: int,
    first: date,
    last: date,
    *,
    due: Money | None = None,
    basis: str = "",
    reason: str = "",
) -> Changes:
    """Keep what a school was due in a period, how that was reckoned, and why it got less or more.

    Raises Refused for an amount below 0 or when the period ends before it begins.
    """
    if last < first:
        raise Refused("settlement.period")
    if due is not None and due.raw < 0:
        raise Refused("negative", term="应收", value=due)
    values = {"due": None if due is None else due.raw, "basis": basis.strip()}
    values["reason"] = reason.strip()
    with desk.operation("settlement.set", "学校应收与差额原因") as unit:
        row_id = unit.connection.execute(
            select(_S.c.id).where(
                _S.c.school_id == school_id, _S.c.first == first, _S.c.last == last
            )
        ).scalar()
        if row_id is None:
            unit.insert(_S, {"school_id": school_id, "first": first, "last": last, **values})
        else:
            unit.update(_S, row_id, values)
    return unit.result


def school_of(desk: Desk) -> dict[int, int]:
    """The school of each project that has exactly one, as money without a school counts for it."""
    with desk.read() as connection:
        return only_schools(connection)


def school_names(desk: Desk) -> dict[int, str]:
    """All schools by id."""
    school = tables.school
    with desk.read() as connection:
        query = select(school.c.id, school.c.name)
        return {row.id: row.name for row in connection.execute(query)}
