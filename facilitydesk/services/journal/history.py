"""The history of one cell out of the journal: who, when, from what to what."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Select, select

from facilitydesk.domain.quantities import Quantity
from facilitydesk.domain.stages import Stage
from facilitydesk.services.desk import Desk
from facilitydesk.services.week import CELLS
from facilitydesk.store.tables import change, officer, operation, week_entry


@dataclass(frozen=True, slots=True)
class Past:
    """One change of a cell; before and after are domain values (None: blank or no row)."""

    seq: int
    at: datetime
    officer: str
    label: str
    before: Any
    after: Any


def week_cell_history(desk: Desk, work_id: int, week: date, field: str) -> tuple[Past, ...]:
    """The changes of one cell of the week grid, also of entries that were cleared since."""
    kind = CELLS[field]

    def typed(value: Any) -> Any:
        if value is None or value == "":
            return None
        if kind is Stage:
            return Stage.of_key(value)
        if kind is date:
            return date.fromisoformat(value)
        return kind(value) if issubclass(kind, Quantity) else value

    with desk.read() as connection:
        ids = _entry_ids(connection, work_id, week)
        return _history(connection, ids, field, typed)


def _entry_ids(connection: Connection, work_id: int, week: date) -> tuple[int, ...]:
    """All rows that ever were this week's entry of the work (cleared ones had another id)."""
    made = connection.execute(
        select(change.c.row_id, change.c.after).where(
            change.c.entity == week_entry.name,
            change.c.field.is_(None),
            change.c.after.contains(f'"work_id":{work_id},'),
        )
    )
    ids = {row.row_id for row in made if json.loads(row.after)["week_start"] == week.isoformat()}
    return tuple(sorted(ids))


def _history(
    connection: Connection,
    row_ids: tuple[int, ...],
    field: str,
    typed: Callable[[Any], Any],
) -> tuple[Past, ...]:
    query: Select[Any] = (
        select(
            change.c.seq,
            change.c.field,
            change.c.before,
            change.c.after,
            operation.c.at,
            operation.c.label,
            officer.c.name,
        )
        .join_from(change, operation, change.c.seq == operation.c.seq)
        .join(officer, officer.c.id == operation.c.officer_id)
        .where(
            change.c.row_id.in_(row_ids),
            change.c.entity == week_entry.name,
            change.c.field.is_(None) | (change.c.field == field),
        )
        .order_by(change.c.seq.desc(), change.c.position.desc())
    )
    found: list[Past] = []
    for row in connection.execute(query):
        before, after = (
            typed(_value(text, field, whole=row.field is None)) for text in (row.before, row.after)
        )
        if row.field is not None or before is not None or after is not None:
            found.append(Past(row.seq, row.at, row.name, row.label, before, after))
    return tuple(found)


def _value(text: str | None, field: str, *, whole: bool) -> Any:
    content = json.loads(text) if text else None
    return (content or {}).get(field) if whole else content
