"""The school's side: 应收, 实收, 支出, 差额 and why (as a finance bureau checks one school).

应收 is what was reckoned for the school (pupils × standard), else what was allocated to it. What
was told of the months of a longer period counts in it, where the period has nothing of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from facilitydesk.domain.funds import AllocationKind
from facilitydesk.domain.periods import PeriodKind, month_end, period_of
from facilitydesk.domain.quantities import Money
from facilitydesk.services.desk import Desk
from facilitydesk.services.money.accounts import only_schools
from facilitydesk.store import tables

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
    first: date = date.min
    last: date = date.max
    township: str = ""

    @property
    def difference(self) -> Money:
        """应收 less 实收."""
        return self.due - self.received

    @property
    def left(self) -> Money:
        """结余: 实收 less 支出."""
        return self.received - self.paid

    @property
    def unexplained(self) -> bool:
        return bool(self.difference) and not self.reason

    @property
    def period(self) -> str:
        """2026年3月, 2026年第1季度, 2026年, else both days."""
        return label(self.first, self.last)


def label(first: date, last: date) -> str:
    """What a period is called: a month, quarter or year by name, else by its days."""
    for kind in (PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.YEAR):
        period = period_of(kind, first)
        if (period.first, period.last) == (first, last):
            return period.label
    end = f"{last:%m-%d}" if last.year == first.year else f"{last}"
    return f"{first}至{end}"


def settlements(
    desk: Desk, first: date, last: date, *, school_id: int | None = None
) -> tuple[Settlement, ...]:
    """The schools with money in the period, in the order of the register."""
    with desk.read() as connection:
        return _read(connection, [(first, last)], school_id)


def by_month(desk: Desk, year: int, *, last: date) -> tuple[Settlement, ...]:
    """School × month of a year, up to the month of a day; each school's months in order."""
    until = 12 if last.year > year else last.month if last.year == year else 0
    spans = [(date(year, n, 1), month_end(year, n)) for n in range(1, until + 1)]
    with desk.read() as connection:
        return _read(connection, spans, None)


def _read(
    connection: Connection, spans: Sequence[tuple[date, date]], school_id: int | None
) -> tuple[Settlement, ...]:
    if not spans:
        return ()
    only = only_schools(connection)
    facts: dict[int, list[tuple[date, int, int]]] = defaultdict(list)  # day, place, amount
    low, high = min(first for first, _ in spans), max(last for _, last in spans)
    for place, table in enumerate((tables.allocation, tables.receipt, tables.payment)):
        query = select(table.c.school_id, table.c.project_id, table.c.day, table.c.amount).where(
            table.c.day >= low, table.c.day <= high
        )
        if table is tables.allocation:
            # 结转 moves money between budget years; it makes no school due more or less.
            query = query.where(table.c.kind != AllocationKind.CARRIED.value)
        for row in connection.execute(query):
            where = row.school_id or only.get(row.project_id)
            if where is not None:
                facts[where].append((row.day, place, row.amount))
    told: dict[int, list[Any]] = defaultdict(list)
    for row in connection.execute(select(_S).order_by(_S.c.first, _S.c.last)):
        told[row.school_id].append(row)
    return tuple(
        found
        for key, name, township in _schools(connection)
        if school_id is None or key == school_id
        for first, last in spans
        if (found := _one(key, name, township, (first, last), facts[key], told[key])) is not None
    )


def _one(
    key: int,
    name: str,
    township: str,
    span: tuple[date, date],
    facts: Sequence[tuple[date, int, int]],
    told: Sequence[Any],
) -> Settlement | None:
    first, last = span
    mine = [fact for fact in facts if first <= fact[0] <= last]
    own = next((row for row in told if (row.first, row.last) == span), None)
    parts = [] if own is not None else _parts(told, first, last)
    if not mine and own is None and not parts:
        return None
    sums = [sum(money for _, at, money in mine if at == place) for place in range(3)]
    basis, reason = (own.basis, own.reason) if own is not None else _joined(parts)
    reckoned = own is not None and own.due is not None
    due = own.due if own is not None and reckoned else sums[0]
    known = [part for part in parts if part.due is not None]
    if known:
        # What was reckoned for a part of the period takes the place of its allocations.
        elsewhere = [
            money
            for day, place, money in mine
            if place == 0 and not any(part.first <= day <= part.last for part in known)
        ]
        due, reckoned = sum(part.due for part in known) + sum(elsewhere), True
    return Settlement(
        key, name, Money(due), Money(sums[1]), Money(sums[2]), basis, reason, reckoned,
        first, last, township,
    )  # fmt: skip


def _parts(told: Sequence[Any], first: date, last: date) -> list[Any]:
    """What was told of spans within a longer one, the longest first, none twice."""
    chosen: list[Any] = []
    inside = [row for row in told if first <= row.first and row.last <= last]
    for row in sorted(inside, key=lambda row: (row.first - row.last, row.first)):
        if not any(row.first <= each.last and each.first <= row.last for each in chosen):
            chosen.append(row)
    return sorted(chosen, key=lambda row: row.first)


def _joined(parts: Sequence[Any]) -> tuple[str, str]:
    """The words of the parts, each with its period."""
    said = [
        "；".join(
            f"{label(part.first, part.last)}：{getattr(part, name)}"
            for part in parts
            if getattr(part, name)
        )
        for name in ("basis", "reason")
    ]
    return said[0], said[1]


def _schools(connection: Connection) -> list[tuple[int, str, str]]:
    school, region = tables.school, tables.region
    query = (
        select(school.c.id, school.c.name, region.c.name.label("township"))
        .outerjoin(region, region.c.id == school.c.township_id)
        .order_by(region.c.id.is_(None), region.c.ordinal, region.c.id, school.c.id)
    )
    return [(row.id, row.name, row.township or "") for row in connection.execute(query)]


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
