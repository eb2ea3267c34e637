"""The money of a scope as figures and dashboard show it: planned, received, paid, and two rates.

A group has what was allocated to its projects (by school where a row names one). The total and
each source also have what their documents brought and is not allocated yet, when all that a
document gave so far stayed inside the scope.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from facilitydesk.domain.figures import WorkState
from facilitydesk.domain.quantities import Money
from facilitydesk.domain.rates import Basis, Rate
from facilitydesk.store import tables
from facilitydesk.store.reads import money as reads
from facilitydesk.store.reads.money import Placed

NOT_PLACED = "未落实到具体项目或学校的资金未计入"


@dataclass(frozen=True, slots=True)
class GroupMoney:
    """The money of one group."""

    planned: Money  # 下达 (for a group inside the county: 分配)
    received: Money
    paid: Money
    as_of: date
    projects: frozenset[int] = frozenset()  # that have a share
    notes: tuple[str, ...] = ()

    @property
    def receipt_rate(self) -> Rate:
        """到位率 = 到位 ÷ 下达."""
        return self._rate(self.received, "到位÷下达")

    @property
    def payment_rate(self) -> Rate:
        """支付率 = 支付 ÷ 下达."""
        return self._rate(self.paid, "支付÷下达")

    def _rate(self, above: Money, ends: str) -> Rate:
        return Rate(above, self.planned, Basis.MONEY, "下达数", self.as_of, (ends, *self.notes))


class ScopeMoney:
    """The money of a scope, read once; then asked for any grouping."""

    def __init__(
        self,
        connection: Connection,
        day: date,
        states: Sequence[WorkState],
        *,
        whole: bool,
        later: ScopeMoney | None = None,
    ) -> None:
        """`whole`: the scope is everything the file holds, not a programme or year of it.

        `later` is the same scope on a later day, from which only what moved since is taken off.
        """
        self.day = day
        paper = tables.fund_document
        self.any = connection.execute(select(paper.c.id).limit(1)).first() is not None
        if not self.any:
            return
        inside = {state.project_id for state in states}
        if later is None:
            everything = reads.placed(connection, day)
        else:
            since = reads.placed(connection, later.day, after=day)
            everything = _without(later.everything, since)
        self.everything: Sequence[Placed] = everything
        given: dict[int, set[int | None]] = {}
        for row in everything:
            if row.project is not None:
                given.setdefault(row.source, set()).add(row.project)
        issued = reads.issued(connection, last=day)
        mine = {
            source for source in issued if whole or (source in given and given[source] <= inside)
        }
        self._rows = [
            row
            for row in everything
            if whole or row.project in inside or (row.project is None and row.source in mine)
        ]
        allocated: dict[int, int] = {}
        for row in self._rows:
            allocated[row.source] = allocated.get(row.source, 0) + row.allocated
        self._free = {source: issued[source] - allocated.get(source, 0) for source in sorted(mine)}
        self._levels = {
            row.id: row.level for row in connection.execute(select(paper.c.id, paper.c.level))
        }

    def total(self) -> GroupMoney:
        """The money of the whole scope."""
        return self._group(self._rows, sum(self._free.values()), ())

    def by_level(self) -> dict[str, GroupMoney]:
        """The money by level, in no order."""
        found: dict[str, GroupMoney] = {}
        for level in {self._levels[row.source] for row in self._rows} | {
            self._levels[source] for source in self._free
        }:
            rows = [row for row in self._rows if self._levels[row.source] == level]
            free = sum(n for key, n in self._free.items() if self._levels[key] == level)
            found[level] = self._group(rows, free, ())
        return found

    def by(self, key_of: Callable[[Placed], Hashable | None]) -> Callable[[Hashable], GroupMoney]:
        """Groups by project or school; rows whose key is None are in no group."""
        groups: dict[Hashable, list[Placed]] = {}
        left = bool(self._free and any(self._free.values()))
        for row in self._rows:
            key = key_of(row)
            if key is None:
                left = True
            else:
                groups.setdefault(key, []).append(row)
        notes = (NOT_PLACED,) if left else ()
        return lambda key: self._group(groups.get(key, ()), 0, notes)

    def _group(self, rows: Iterable[Placed], free: int, notes: tuple[str, ...]) -> GroupMoney:
        rows = list(rows)
        return GroupMoney(
            Money(sum(row.allocated for row in rows) + free),
            Money(sum(row.received for row in rows)),
            Money(sum(row.paid for row in rows)),
            self.day,
            frozenset(row.project for row in rows if row.project is not None and row.allocated),
            notes,
        )


def _without(rows: Sequence[Placed], since: Sequence[Placed]) -> list[Placed]:
    """Rows as they were before some movements."""
    moved = {(row.project, row.school, row.source): row for row in since}
    before = []
    for row in rows:
        gone = moved.get((row.project, row.school, row.source))
        if gone is None:
            before.append(row)
        else:
            figures = [a - b for a, b in zip(row[3:], gone[3:], strict=True)]
            if any(figures):
                before.append(Placed(row.project, row.school, row.source, *figures))
    return before
