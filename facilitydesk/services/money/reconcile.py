"""Reconciling with the finance bureau, month by month: the sheet to work on, and finishing it.

    run_id, _ = start(desk, date(2026, 3, 1))
    sheet = look(desk, run_id)              # both lists, ticks, proposals, what is still open
    take_proposals(desk, run_id, sheet.green)
    tick(...), untick(...), explain(...)    # payments may be added and corrected at any time
    finish(desk, run_id)                    # at 0.00, or with every open item explained

Everything is in the data file at once: closing the program anywhere and going on another day
needs nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Column, Connection, select

from facilitydesk.domain.matching import Entry, Grade, Match, Matching, copies, propose
from facilitydesk.domain.problems import Problem, Refused
from facilitydesk.domain.quantities import Money
from facilitydesk.services.desk import Desk
from facilitydesk.services.money.balances import Balances, balances
from facilitydesk.services.money.cells import name_of
from facilitydesk.services.money.runs import (
    FINISHED,
    ITEM,
    LEFT,
    LINE,
    MATCH,
    PAYMENT,
    RUN,
    Run,
    Scope,
    find,
    open_run,
    reopen,
    runs,
    scope,
    start,
    undo_run,
)
from facilitydesk.services.money.ticking import (
    Tick,
    explain,
    take_proposals,
    tick,
    tick_all,
    untick,
)
from facilitydesk.store import tables
from facilitydesk.store.unit import Changes

__all__ = [
    "Item", "Match", "Run", "Sheet", "Tick", "Ticked", "explain", "finish", "look", "reopen",
    "runs", "start", "take_proposals", "tick", "tick_all", "undo_run", "untick",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Item:
    """A payment of the ledger or a line of the treasury's list within a run.

    `carried` says that it stayed open in an earlier month; `reason` and `expected` explain why it
    is open in this one.
    """

    id: int
    day: date
    amount: Money
    payee: str
    voucher: str
    text: str
    document: str
    carried: bool
    reason: str = ""
    expected: date | None = None
    reverses: int | None = None
    project: str = ""
    row: int = 0  # of the treasury's list as it came

    @property
    def explained(self) -> bool:
        return bool(self.reason)


@dataclass(frozen=True, slots=True)
class Ticked:
    """A tick as it is kept; `difference` is payments minus lines, 0.00 when it is whole."""

    id: int
    payments: tuple[int, ...]
    lines: tuple[int, ...]
    grade: str
    reason: str
    by_hand: bool
    difference: Money


@dataclass(frozen=True, slots=True)
class Sheet:
    """A run with everything on it. Proposals are about what is not ticked, the best first."""

    run: Run
    payments: tuple[Item, ...]
    lines: tuple[Item, ...]
    ticks: tuple[Ticked, ...]
    proposals: tuple[Match, ...]
    balances: Balances

    @property
    def green(self) -> tuple[Match, ...]:
        """The proposals that can be taken as they are."""
        return tuple(match for match in self.proposals if match.grade is Grade.GREEN)

    @property
    def open_payments(self) -> tuple[Item, ...]:
        """Payments without a tick."""
        held = {i for each in self.ticks for i in each.payments}
        return tuple(item for item in self.payments if item.id not in held)

    @property
    def open_lines(self) -> tuple[Item, ...]:
        """Lines without a tick."""
        held = {i for each in self.ticks for i in each.lines}
        return tuple(item for item in self.lines if item.id not in held)

    @property
    def difference(self) -> Money:
        """Ledger minus list over everything in the run, ticked or not."""
        return Money(
            sum(item.amount.raw for item in self.payments)
            - sum(item.amount.raw for item in self.lines)
        )

    @property
    def unexplained(self) -> Money:
        """What stands between here and finishing: the difference without explained open items."""
        explained = sum(i.amount.raw for i in self.open_payments if i.explained) - sum(
            i.amount.raw for i in self.open_lines if i.explained
        )
        return Money(self.difference.raw - explained)

    @property
    def obstacles(self) -> tuple[Problem, ...]:
        """Why it cannot be finished yet; empty when it can."""
        found = [
            Problem(
                "reconcile.tick_unequal",
                args={"reason": each.reason, "difference": each.difference},
            )
            for each in self.ticks
            if each.difference
        ]
        for name, items in (("台账", self.open_payments), ("清单", self.open_lines)):
            found += [
                Problem(
                    "reconcile.unexplained",
                    args={"side": name, "day": i.day, "payee": i.payee, "amount": i.amount},
                )
                for i in items
                if not i.explained
            ]
        return tuple(found)

    @property
    def can_finish(self) -> bool:
        return not self.run.finished and not self.obstacles


def look(desk: Desk, run_id: int) -> Sheet:
    """The sheet of a run as it stands. Raises Refused("gone")."""
    with desk.read() as connection:
        return _sheet(connection, run_id)


def _sheet(connection: Connection, run_id: int) -> Sheet:
    run = find(connection, run_id)
    about = scope(connection, run)
    payments, lines = _payments(connection, run, about), _lines(connection, run, about)
    ticks = _ticks(connection, run, payments, lines)
    found: tuple[Match, ...] = ()
    if not run.finished:
        held_p = {i for each in ticks for i in each.payments}
        held_x = {i for each in ticks for i in each.lines}
        matching = propose(
            [_entry(item) for item in payments if item.id not in held_p],
            [_entry(item) for item in lines if item.id not in held_x],
        )
        order = list(Grade)
        doubled = (*matching.matches, *_doubled(matching, payments, lines))
        found = tuple(sorted(doubled, key=lambda m: (order.index(m.grade), -m.score)))
    return Sheet(
        run, payments, lines, ticks, found, balances(connection, run.period, payments, lines)
    )


def _doubled(
    matching: Matching, payments: tuple[Item, ...], lines: tuple[Item, ...]
) -> Iterator[Match]:
    """Copies that stay open after their double was ticked."""
    told = {key for each in matching.matches for key in (*each.payments, *each.lines)}
    for items, left, ledger in (
        (payments, matching.payments_left, True),
        (lines, matching.lines_left, False),
    ):
        entries = [_entry(item) for item in items]
        mine = set(left) - told
        yield from copies([e for e in entries if e.key in mine], entries, ledger=ledger)


def _entry(item: Item) -> Entry:
    words = item.text or item.project
    return Entry(
        item.id, item.day, item.amount.raw, item.payee, item.voucher, words, item.document,
        item.reverses, item.row,
    )  # fmt: skip


def _payments(connection: Connection, run: Run, about: Scope) -> tuple[Item, ...]:
    document, project = tables.fund_document, tables.project
    told = _explained(connection, run, LEFT.c.payment_id)
    query = (
        select(
            PAYMENT.c.id, PAYMENT.c.day, PAYMENT.c.amount, PAYMENT.c.payee, PAYMENT.c.voucher, PAYMENT.c.summary, PAYMENT.c.reverses_id,
            document.c.level, document.c.fund_name, document.c.year, document.c.number,
            project.c.name.label("project"),
        )
        .join(document, document.c.id == PAYMENT.c.document_id)
        .join(project, project.c.id == PAYMENT.c.project_id)
        .where(PAYMENT.c.day <= run.period.last if not run.finished else PAYMENT.c.id.is_not(None))
        .order_by(PAYMENT.c.day, PAYMENT.c.id)
    )  # fmt: skip
    return tuple(
        Item(
            r.id, r.day, Money(r.amount), r.payee, r.voucher, r.summary,
            r.number or name_of(r.level, r.fund_name, r.year, r.number),
            r.day < run.period.first, *told.get(r.id, ("", None)), r.reverses_id, r.project,
        )
        for r in connection.execute(query)
        if r.id in about.payments
    )  # fmt: skip


def _lines(connection: Connection, run: Run, about: Scope) -> tuple[Item, ...]:
    told = _explained(connection, run, LEFT.c.line_id)
    query = select(LINE).order_by(LINE.c.day, LINE.c.statement_id, LINE.c.position)
    return tuple(
        Item(
            r.id, r.day, Money(r.amount), r.payee, r.voucher, r.summary, r.document,
            r.day < run.period.first, *told.get(r.id, ("", None)), row=r.position,
        )
        for r in connection.execute(query)
        if r.id in about.lines
    )  # fmt: skip


def _explained(
    connection: Connection, run: Run, column: Column[Any]
) -> dict[int, tuple[str, date | None]]:
    query = select(column, LEFT.c.reason, LEFT.c.expected_day).where(
        LEFT.c.reconciliation_id == run.id
    )
    return {row[0]: (row[1], row[2]) for row in connection.execute(query) if row[0] is not None}


def _ticks(
    connection: Connection, run: Run, payments: tuple[Item, ...], lines: tuple[Item, ...]
) -> tuple[Ticked, ...]:
    worth_p = {item.id: item.amount.raw for item in payments}
    worth_x = {item.id: item.amount.raw for item in lines}
    rows = connection.execute(
        select(
            MATCH.c.id,
            MATCH.c.grade,
            MATCH.c.reason,
            MATCH.c.by_hand,
            ITEM.c.payment_id,
            ITEM.c.line_id,
        )
        .join(ITEM, ITEM.c.match_id == MATCH.c.id)
        .where(MATCH.c.reconciliation_id == run.id)
        .order_by(MATCH.c.id, ITEM.c.id)
    )
    gathered: dict[int, tuple[list[int], list[int], str, str, bool]] = {}
    for row in rows:
        mine = gathered.setdefault(row.id, ([], [], row.grade, row.reason, bool(row.by_hand)))
        if row.payment_id is not None:
            mine[0].append(row.payment_id)
        else:
            mine[1].append(row.line_id)
    return tuple(
        Ticked(
            match_id, tuple(p), tuple(x), grade, reason, by_hand,
            Money(sum(worth_p[i] for i in p) - sum(worth_x[i] for i in x)),
        )
        for match_id, (p, x, grade, reason, by_hand) in gathered.items()
    )  # fmt: skip


def finish(desk: Desk, run_id: int) -> Changes:
    """Finish a run: its payments are locked from now on (amounts and days; notes stay free).

    Raises Refused with every obstacle while the difference is neither 0.00 nor explained.
    """
    with desk.operation("reconcile.finish", "", undoable=False) as unit:
        run = open_run(unit, run_id)
        unit.head.label = f"完成{run.label}"
        sheet = _sheet(unit.connection, run_id)
        if sheet.obstacles:
            raise Refused(
                "reconcile.not_done",
                sheet.obstacles,
                period=run.period.label,
                difference=sheet.unexplained,
                count=len(sheet.obstacles),
            )
        held = sheet.balances
        unit.update(
            RUN,
            run_id,
            {
                "state": FINISHED,
                "opening_ledger": held.opening_ledger.raw,
                "opening_statement": held.opening_statement.raw,
                "closing_ledger": held.closing_ledger.raw,
                "closing_statement": held.closing_statement.raw,
                "officer_id": desk.officer_id,
                "at": unit.at,
            },
        )
    return unit.result
