"""Closed periods: submitting a week locks it, unlocking needs a reason. One table for all scopes."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import Connection, select

from facilitydesk.domain.periods import week_end, week_label
from facilitydesk.domain.problems import Refused
from facilitydesk.services.desk import Desk
from facilitydesk.store import tables
from facilitydesk.store.journal import Change
from facilitydesk.store.unit import Changes, Unit

if TYPE_CHECKING:
    from facilitydesk.services.people.second import Second

PROGRESS = "progress"
_T = tables.period_lock


@dataclass(frozen=True)
class Lock:
    """The state of a period: locked by whom and when."""

    week: date
    officer: str
    at: datetime


def week_lock(connection: Connection, region_id: int, week: date) -> Lock | None:
    """The lock of a region's week, or None while it is open."""
    row = connection.execute(
        select(_T.c.at, tables.officer.c.name)
        .join_from(_T, tables.officer, _T.c.officer_id == tables.officer.c.id)
        .where(
            _T.c.scope == PROGRESS,
            _T.c.region_id == region_id,
            _T.c.state == "locked",
            _T.c.first <= week,
            _T.c.last >= week,
        )
    ).first()
    return None if row is None else Lock(week, row.name, row.at)


def refuse_locked(connection: Connection, region_id: int, week: date) -> None:
    """Raises Refused("lock.week") naming who submitted the week."""
    lock = week_lock(connection, region_id, week)
    if lock is not None:
        raise Refused("lock.week", week=week_label(week), officer=lock.officer)


def refuse_locked_changes(connection: Connection, changes: Iterable[Change]) -> None:
    """The same for the changes of a step that is to be undone or redone."""
    entry = tables.week_entry
    home = select(tables.setting.c.value).where(tables.setting.c.key == "home_region")
    weeks: set[date] = set()
    for change in changes:
        if change.entity == entry.name:
            weeks |= _weeks_of(connection, change)
    if weeks:
        region_id = int(connection.execute(home).scalar_one())
        for week in sorted(weeks):
            refuse_locked(connection, region_id, week)


def _weeks_of(connection: Connection, change: Change) -> set[date]:
    entry = tables.week_entry
    content = change.after or change.before
    if change.field is None and content:
        return {date.fromisoformat(json.loads(content)["week_start"])}
    found = connection.execute(select(entry.c.week_start).where(entry.c.id == change.row_id))
    return set(found.scalars())


def submit_week(desk: Desk, week: date) -> Changes:
    """Submit a week: its entries are final and locked from now on."""
    with desk.operation("week.submit", f"提交{week_label(week)}", undoable=False) as unit:
        refuse_locked(unit.connection, desk.home_id, week)
        _set(desk, unit, week, state="locked", reason="")
    return unit.result


def unlock_week(desk: Desk, week: date, reason: str, second: Second | None = None) -> Changes:
    """Open a submitted week again. Raises Refused without a reason, or a second officer if wanted."""
    from facilitydesk.services.people import second as confirming  # the week's grid does without

    full = confirming.reason(desk, reason, second)
    label = f"解锁{week_label(week)}：{full}"
    with desk.operation("week.unlock", label, undoable=False) as unit:
        _set(desk, unit, week, state="open", reason=full)
    return unit.result


def _set(desk: Desk, unit: Unit, week: date, *, state: str, reason: str) -> None:
    values = {
        "state": state,
        "officer_id": desk.officer_id,
        "at": unit.at,
        "reason": reason,
    }
    row_id = unit.connection.execute(
        select(_T.c.id).where(
            _T.c.scope == PROGRESS, _T.c.region_id == desk.home_id, _T.c.first == week
        )
    ).scalar()
    if row_id is not None:
        unit.update(_T, row_id, values)
        return
    unit.insert(
        _T,
        {
            "scope": PROGRESS,
            "region_id": desk.home_id,
            "first": week,
            "last": week_end(week),
            **values,
        },
    )
