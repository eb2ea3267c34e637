"""Months, quarters and years that are closed: who closed them, and what they may not change."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, select

from facilitydesk.domain.periods import Period, PeriodKind, period_of
from facilitydesk.domain.problems import Problem, Refused
from facilitydesk.services.money.cells import problem
from facilitydesk.store import tables
from facilitydesk.store.journal import Change
from facilitydesk.store.unit import Unit

MONEY = "money"
_L = tables.period_lock

# What a closed period keeps: everything but words.
GUARDED: Mapping[str, tuple[str, ...]] = {
    "fund_document": ("amount", "day"),
    "allocation": (
        "document_id", "project_id", "school_id", "amount", "day", "kind", "source_year",
        "transfer_id",
    ),
    "receipt": ("document_id", "project_id", "school_id", "amount", "day", "kind"),
    "payment": (
        "document_id", "contract_id", "project_id", "school_id", "amount", "day", "kind",
        "payee", "voucher", "reverses_id", "reversal",
    ),
    "contract_change": ("contract_id", "amount", "day"),
    "contract_allocation": ("document_id", "contract_id", "amount", "day"),
    "payment_application": ("document_id", "project_id", "school_id", "amount", "day"),
    "payment_confirmation": ("payment_id", "amount", "day"),
}  # fmt: skip


KINDS = (PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.YEAR)
"""What can be closed."""


def months_of(period: Period) -> tuple[date, ...]:
    """The first days of a period's months."""
    numbers = range(period.first.month, period.last.month + 1)
    return tuple(date(period.first.year, number, 1) for number in numbers)


def _period(first: date, last: date) -> Period:
    for kind in KINDS:
        period = period_of(kind, first)
        if period.last == last:
            return period
    raise ValueError(f"no month, quarter or year: {first} to {last}")


@dataclass(frozen=True, slots=True)
class Closed:
    """A closed period with who closed it and when."""

    id: int
    period: Period
    officer: str
    at: datetime


def home_of(connection: Connection) -> int:
    """The region whose periods are closed: the file's home."""
    setting = tables.setting
    query = select(setting.c.value).where(setting.c.key == "home_region")
    return int(connection.execute(query).scalar_one())


def closed(connection: Connection) -> tuple[Closed, ...]:
    """All closed periods, the shortest first."""
    officer = tables.officer
    rows = connection.execute(
        select(_L.c.id, _L.c.first, _L.c.last, officer.c.name, _L.c.at)
        .join(officer, officer.c.id == _L.c.officer_id)
        .where(
            _L.c.scope == MONEY,
            _L.c.state == "locked",
            _L.c.region_id == home_of(connection),
        )
    )
    found = [Closed(row.id, _period(row.first, row.last), row.name, row.at) for row in rows]
    return tuple(sorted(found, key=lambda c: (c.period.last - c.period.first, c.period.first)))


def closed_on(connection: Connection, day: date | None) -> Closed | None:
    """The closed period a day lies in; its last day belongs to it."""
    if day is None:
        return None
    for each in closed(connection):
        if day in each.period:
            return each
    return None


def refuse_closed(connection: Connection, *days: date | None) -> None:
    """Raises Refused("money.locked") when one of the days lies in a closed period."""
    for day in days:
        found = closed_on(connection, day)
        if found is not None:
            raise Refused("money.locked", **_args(found, day))


def _args(found: Closed, day: date | None) -> dict[str, Any]:
    return {"period": found.period.label, "officer": found.officer, "day": day}


def guard(unit: Unit, table: str, row: Mapping[str, Any]) -> Iterator[Problem]:
    """Red findings for the cells of a row that a closed period or a finished match holds.

    A new row may not be dated into a closed period; of a row that is in one, only words change.
    """
    before = unit.find(_TABLES[table], row["id"]) if row.get("id") else None
    if before is None:
        found = closed_on(unit.connection, row["day"])
        if found is not None:
            yield problem("money.locked", "day", **_args(found, row["day"]))
        return
    changed = [name for name in GUARDED[table] if row[name] != before[name]]
    if not changed:
        return
    for day in dict.fromkeys((before["day"], row["day"])):
        found = closed_on(unit.connection, day)
        if found is not None:
            for name in changed:
                yield problem("money.locked", name, **_args(found, day))
            return
    match = reconciled(unit.connection, before["id"]) if table == "payment" else None
    if match is not None:
        for name in changed:
            yield problem("money.reconciled", name, first=match[0], last=match[1])


def reconciled(connection: Connection, payment_id: int) -> tuple[date, date] | None:
    """The period of the finished reconciliation a payment is matched in, if any."""
    item, match, run = tables.match_item, tables.match, tables.reconciliation
    row = connection.execute(
        select(run.c.first, run.c.last)
        .join(match, match.c.reconciliation_id == run.c.id)
        .join(item, item.c.match_id == match.c.id)
        .where(item.c.payment_id == payment_id, run.c.state == "finished")
        .limit(1)
    ).first()
    return None if row is None else (row.first, row.last)


_TABLES = {name: getattr(tables, name) for name in GUARDED}


def refuse_closed_changes(connection: Connection, changes: Iterable[Change]) -> None:
    """For a step that is to be undone or redone: none of its changes may touch a closed period.

    Raises Refused: money.locked, or money.reconciled for a payment of a finished reconciliation.
    """
    days: set[date] = set()
    for change in changes:
        guarded = GUARDED.get(change.entity)
        if guarded is None or (change.field is not None and change.field not in guarded):
            continue
        if change.entity == "payment":
            found = reconciled(connection, change.row_id)
            if found is not None:
                raise Refused("money.reconciled", first=found[0], last=found[1])
        contents = [json.loads(text) for text in (change.before, change.after) if text]
        if change.field is None:
            days |= {date.fromisoformat(c["day"]) for c in contents if c.get("day")}
            continue
        if change.field == "day":
            days |= {date.fromisoformat(content) for content in contents if content}
        table = _TABLES[change.entity]
        day = connection.execute(select(table.c.day).where(table.c.id == change.row_id)).scalar()
        if day is not None:
            days.add(day)
    if days:
        refuse_closed(connection, *sorted(days))
