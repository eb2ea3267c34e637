"""Closing months, quarters and years, opening them by reason, and proving nothing has changed.

What a closed month added up to is kept with a check sum over its rows. Rows that other means
altered (a database tool, a damaged disk) are named by month and amount at the next start.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from facilitydesk.domain.periods import Period, PeriodKind, month_end, period_of
from facilitydesk.domain.problems import Problem, Refused, Severity
from facilitydesk.domain.quantities import Money
from facilitydesk.services.desk import Desk
from facilitydesk.services.money import periods
from facilitydesk.services.money.periods import GUARDED, MONEY, Closed
from facilitydesk.services.people import second as confirming
from facilitydesk.services.people.second import Second
from facilitydesk.store import tables
from facilitydesk.store.base import metadata
from facilitydesk.store.types import plain
from facilitydesk.store.unit import Changes, Unit

_L, _C = tables.period_lock, tables.closing

_WHAT = {
    "fund_document": "下达",
    "allocation": "分配",
    "receipt": "到位",
    "payment": "支付",
    "contract_change": "合同变更",
}


@dataclass(frozen=True, slots=True)
class Balance:
    """What one table added up to in one month."""

    month: date
    entity: str
    rows: int
    amount: int
    hash: str


def closed(desk: Desk) -> tuple[Closed, ...]:
    """The closed months, quarters and years."""
    with desk.read() as connection:
        return periods.closed(connection)


def close(desk: Desk, kind: PeriodKind, day: date) -> Changes:
    """Close the month, quarter or year a day lies in.

    Raises Refused when it is closed already or has not ended.
    """
    period = _period(kind, day)
    if period.last > desk.today:
        raise Refused("money.lock_future", period=period.label)
    label = f"资金结账：{period.label}"
    with desk.operation("money.close", label, undoable=False) as unit:
        row_id = _lock_row(unit, desk.home_id, period)
        if any(each.period == period for each in periods.closed(unit.connection)):
            raise Refused("money.lock_twice", period=period.label)
        values = {"state": "locked", "officer_id": desk.officer_id, "at": unit.at, "reason": ""}
        if row_id is None:
            place = {"scope": MONEY, "region_id": desk.home_id}
            days = {"first": period.first, "last": period.last}
            row_id = unit.insert(_L, {**place, **days, **values})
        else:
            unit.update(_L, row_id, values)
        unit.insert_many(
            _C,
            (
                {
                    "lock_id": row_id,
                    "month": each.month,
                    "entity": each.entity,
                    "rows": each.rows,
                    "amount": each.amount,
                    "hash": each.hash,
                }
                for each in balances(unit.connection, periods.months_of(period))
            ),
        )
    return unit.result


def reopen(
    desk: Desk, kind: PeriodKind, day: date, reason: str, second: Second | None = None
) -> Changes:
    """Open a closed period again. Raises Refused without a reason, or inside a longer closed one.

    A quarter or year opened leaves the months that were closed by themselves closed.
    """
    period = _period(kind, day)
    full = confirming.reason(desk, reason, second)
    label = f"资金解锁{period.label}：{full}"
    with desk.operation("money.reopen", label, undoable=False) as unit:
        shut = periods.closed(unit.connection)
        mine = next((each for each in shut if each.period == period), None)
        if mine is None:
            raise Refused("money.lock_not", period=period.label)
        for outer in shut:
            if outer.period != period and period.first in outer.period:
                if outer.period.last < period.last:
                    continue
                raise Refused("money.lock_inside", period=period.label, outer=outer.period.label)
        values = {
            "state": "open",
            "officer_id": desk.officer_id,
            "at": unit.at,
            "reason": full,
        }
        kept = select(_C.c.id).where(_C.c.lock_id == mine.id)
        for row_id in unit.connection.execute(kept).scalars().all():
            unit.delete(_C, row_id)
        unit.update(_L, mine.id, values)
    return unit.result


def _period(kind: PeriodKind, day: date) -> Period:
    if kind not in periods.KINDS:
        raise ValueError(f"money is not closed by {kind}")
    return period_of(kind, day)


def _lock_row(unit: Unit, region_id: int, period: Period) -> int | None:
    return unit.connection.execute(
        select(_L.c.id).where(
            _L.c.scope == MONEY,
            _L.c.region_id == region_id,
            _L.c.first == period.first,
            _L.c.last == period.last,
        )
    ).scalar()


def balances(connection: Connection, months: Iterable[date]) -> tuple[Balance, ...]:
    """What every table of money adds up to in each of the months, from its rows."""
    found = []
    wanted = list(months)
    for entity in _WHAT:
        table = metadata.tables[entity]
        columns = ("id", *GUARDED[entity])
        for month in wanted:
            last = month_end(month.year, month.month)
            rows = (
                connection.execute(
                    select(*(table.c[name] for name in columns))
                    .where(table.c.day >= month, table.c.day <= last)
                    .order_by(table.c.id)
                )
                .mappings()
                .all()
            )
            found.append(
                Balance(
                    month,
                    entity,
                    len(rows),
                    sum(row["amount"] or 0 for row in rows),
                    _hash(rows, columns),
                )
            )
    return tuple(found)


def _hash(rows: Iterable[Any], columns: Iterable[str]) -> str:
    names = list(columns)
    content = [[plain(row[name]) for name in names] for row in rows]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()


def recheck(desk: Desk, *, until: date | None = None) -> tuple[Problem, ...]:
    """Computes every closed balance again; one red finding per month and table that differs.

    To be called at start and before any print of money; `until` leaves out the months that begin
    after a day, which a paper of that day does not show.
    """
    with desk.read() as connection:
        return check(connection, until=until)


def check(connection: Connection, *, until: date | None = None) -> tuple[Problem, ...]:
    """The same inside a read."""
    shut = {each.id for each in periods.closed(connection)}
    kept = [
        row
        for row in connection.execute(select(_C).order_by(_C.c.month, _C.c.id))
        if row.lock_id in shut and (until is None or row.month <= until)
    ]
    now = {
        (each.month, each.entity): each
        for each in balances(connection, sorted({row.month for row in kept}))
    }
    told: dict[tuple[date, str], Problem] = {}
    for row in kept:
        here = now[row.month, row.entity]
        if (here.rows, here.amount, here.hash) == (row.rows, row.amount, row.hash):
            continue
        args = {
            "month": period_of(PeriodKind.MONTH, row.month).label,
            "what": _WHAT[row.entity],
            "difference": Money(here.amount - row.amount),
            "before": Money(row.amount),
            "after": Money(here.amount),
        }
        code = "money.closing_content"
        if here.rows != row.rows:
            code = "money.closing_rows"
            args |= {"before": row.rows, "after": here.rows}
        elif here.amount != row.amount:
            code = "money.closing_differs"
        told.setdefault((row.month, row.entity), Problem(code, Severity.RED, row.entity, args))
    return tuple(told.values())
