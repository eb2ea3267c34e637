"""A reconciliation with the finance bureau: which payments and lines it is about, and its state.

An open run is about everything up to its last day that no other run holds, back to the first day
ever reconciled; so what stayed open in March is in April's run by itself. A finished run is about
what it matched and explained, whatever happens later.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Row, Select, func, select

from facilitydesk.domain.periods import Period, PeriodKind, period_of
from facilitydesk.domain.problems import Refused
from facilitydesk.services.desk import Desk
from facilitydesk.services.money import periods
from facilitydesk.services.people import second as confirming
from facilitydesk.services.people.second import Second
from facilitydesk.store import tables
from facilitydesk.store.journal import Change
from facilitydesk.store.unit import Changes, Unit

RUN, MATCH, ITEM, LEFT = tables.reconciliation, tables.match, tables.match_item, tables.open_item
PAYMENT, LINE = tables.payment, tables.statement_line
OPEN, FINISHED = "open", "finished"


@dataclass(frozen=True, slots=True)
class Run:
    """A reconciliation: its period, state, who began or finished it and when."""

    id: int
    revision: int
    period: Period
    finished: bool
    officer: str
    at: datetime
    note: str

    @property
    def label(self) -> str:
        return f"{self.period.label}对账"


@dataclass(frozen=True, slots=True)
class Scope:
    """The ids a run is about."""

    payments: frozenset[int]
    lines: frozenset[int]


def runs(desk: Desk) -> tuple[Run, ...]:
    """All reconciliations of the home region, the newest month first."""
    with desk.read() as connection:
        rows = connection.execute(_query().order_by(RUN.c.first.desc(), RUN.c.id.desc()))
        return tuple(_run(row) for row in rows)


def find(connection: Connection, run_id: int) -> Run:
    """One reconciliation. Raises Refused("gone")."""
    row = connection.execute(_query().where(RUN.c.id == run_id)).first()
    if row is None:
        raise Refused("gone")
    return _run(row)


def _query() -> Select[Any]:
    officer = tables.officer
    return select(RUN, officer.c.name.label("officer")).join(
        officer, officer.c.id == RUN.c.officer_id
    )


def _run(row: Row[Any]) -> Run:
    period = period_of(PeriodKind.MONTH, row.first)
    return Run(row.id, row.revision, period, row.state == FINISHED, row.officer, row.at, row.note)


def start(desk: Desk, day: date) -> tuple[int, Changes]:
    """Begin the reconciliation of the month a day lies in, or find the one begun before.

    Raises Refused when the month is not over in the calendar or an earlier one is still open.
    """
    period = period_of(PeriodKind.MONTH, day)
    with desk.operation("reconcile.start", f"开始{period.label}对账") as unit:
        held = unit.connection.execute(
            select(RUN.c.id).where(RUN.c.region_id == desk.home_id, RUN.c.first == period.first)
        ).scalar()
        run_id = held
        if run_id is None:
            if period.first > desk.today:
                raise Refused("reconcile.future", period=period.label)
            earlier = unit.connection.execute(
                select(RUN.c.first)
                .where(
                    RUN.c.region_id == desk.home_id, RUN.c.first < period.first, RUN.c.state == OPEN
                )
                .order_by(RUN.c.first)
            ).scalar()
            if earlier is not None:
                told = period_of(PeriodKind.MONTH, earlier).label
                raise Refused("reconcile.earlier_open", period=period.label, earlier=told)
            refuse_later(unit, period)
            run_id = unit.insert(
                RUN,
                {
                    "region_id": desk.home_id,
                    "first": period.first,
                    "last": period.last,
                    "officer_id": desk.officer_id,
                    "at": unit.at,
                },
            )
    return int(run_id), unit.result


def open_run(unit: Unit, run_id: int) -> Run:
    """The run to work on. Raises Refused when it is finished."""
    run = find(unit.connection, run_id)
    if run.finished:
        raise Refused("reconcile.finished", period=run.period.label, officer=run.officer)
    return run


def scope(connection: Connection, run: Run) -> Scope:
    """The payments and lines a run is about; both ends of its period are included."""
    mine = select(MATCH.c.id).where(MATCH.c.reconciliation_id == run.id)
    if run.finished:
        return Scope(
            frozenset(_held(connection, ITEM.c.payment_id, ITEM.c.match_id.in_(mine)))
            | frozenset(_held(connection, LEFT.c.payment_id, LEFT.c.reconciliation_id == run.id)),
            frozenset(_held(connection, ITEM.c.line_id, ITEM.c.match_id.in_(mine)))
            | frozenset(_held(connection, LEFT.c.line_id, LEFT.c.reconciliation_id == run.id)),
        )
    since = connection.execute(
        select(func.min(RUN.c.first)).where(RUN.c.region_id == periods.home_of(connection))
    ).scalar_one()
    others = ITEM.c.match_id.not_in(mine)
    found = []
    for table, column in ((PAYMENT, ITEM.c.payment_id), (LINE, ITEM.c.line_id)):
        taken = frozenset(_held(connection, column, others))
        query = select(table.c.id).where(table.c.day >= since, table.c.day <= run.period.last)
        found.append(frozenset(connection.execute(query).scalars()) - taken)
    return Scope(*found)


def _held(connection: Connection, column: Column[Any], term: ColumnElement[bool]) -> list[int]:
    query = select(column).where(column.is_not(None), term)
    return list(connection.execute(query).scalars())


def refuse_later(unit: Unit, period: Period) -> None:
    """Raises Refused when a later month is finished: it was built on this one."""
    later = unit.connection.execute(
        select(RUN.c.first)
        .where(
            RUN.c.region_id == periods.home_of(unit.connection),
            RUN.c.first > period.first,
            RUN.c.state == FINISHED,
        )
        .order_by(RUN.c.first.desc())
    ).scalar()
    if later is not None:
        told = period_of(PeriodKind.MONTH, later).label
        raise Refused("reconcile.later_finished", period=period.label, later=told)


def refuse_finished_changes(connection: Connection, changes: Iterable[Change]) -> None:
    """Raises Refused when a step to be undone or redone touches a finished run's ticks."""
    found: set[int] = set()
    for change in changes:
        table = {"match": MATCH, "open_item": LEFT, "match_item": ITEM}.get(change.entity)
        if table is None:
            continue
        content = change.after or change.before
        if change.field is None and content:
            values = json.loads(content)
            found.add(values.get("reconciliation_id") or _run_of(connection, values["match_id"]))
        elif table is not ITEM:
            query = select(table.c.reconciliation_id).where(table.c.id == change.row_id)
            found.add(connection.execute(query).scalar() or 0)
    for run_id in sorted(found - {0}):
        row = connection.execute(_query().where(RUN.c.id == run_id)).first()
        if row is not None and row.state == FINISHED:
            run = _run(row)
            raise Refused("reconcile.finished", period=run.period.label, officer=run.officer)


def _run_of(connection: Connection, match_id: int) -> int:
    query = select(MATCH.c.reconciliation_id).where(MATCH.c.id == match_id)
    return int(connection.execute(query).scalar() or 0)


def reopen(desk: Desk, run_id: int, reason: str, second: Second | None = None) -> Changes:
    """Unlock a finished reconciliation; ticks and explanations stay. Raises Refused."""
    reason = confirming.reason(desk, reason, second)
    with desk.operation("reconcile.reopen", "", undoable=False) as unit:
        run = find(unit.connection, run_id)
        unit.head.label = f"解锁{run.label}：{reason}"
        if not run.finished:
            raise Refused("reconcile.not_finished", period=run.period.label)
        refuse_later(unit, run.period)
        unit.update(RUN, run_id, {"state": OPEN, "note": reason})
    return unit.result


def undo_run(desk: Desk, run_id: int, reason: str, second: Second | None = None) -> Changes:
    """Take a reconciliation back whole: its ticks, explanations and locks are gone.

    What was done stays in the journal. Raises Refused without a reason, or when a later month
    is finished.
    """
    reason = confirming.reason(desk, reason, second)
    with desk.operation("reconcile.undo", "", undoable=False) as unit:
        run = find(unit.connection, run_id)
        unit.head.label = f"撤销{run.label}：{reason}"
        refuse_later(unit, run.period)
        read = unit.connection.execute
        mine = list(read(select(MATCH.c.id).where(MATCH.c.reconciliation_id == run_id)).scalars())
        items = read(
            select(ITEM.c.id)
            .join(MATCH, MATCH.c.id == ITEM.c.match_id)
            .where(MATCH.c.reconciliation_id == run_id)
        )
        for item_id in items.scalars().all():
            unit.delete(ITEM, item_id)
        for match_id in mine:
            unit.delete(MATCH, match_id)
        told = read(select(LEFT.c.id).where(LEFT.c.reconciliation_id == run_id))
        for open_id in told.scalars().all():
            unit.delete(LEFT, open_id)
        unit.delete(RUN, run_id)
    return unit.result
