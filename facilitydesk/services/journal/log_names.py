"""What a row of the journal is about, in words: 城关镇中心小学 · 教学楼建设项目.

Rows that are gone are named from what the journal kept of them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, select

from facilitydesk.domain.periods import PeriodKind, period_of, week_label
from facilitydesk.domain.words.stored_words import setting_term, stored_word
from facilitydesk.store.base import metadata
from facilitydesk.store.tables import change

# Where a row hangs, the nearest first; a name is made of them and of the row's own words.
UP = (
    "work_id",
    "project_id",
    "contract_id",
    "document_id",
    "payment_id",
    "version_id",
    "programme_id",
    "school_id",
    "region_id",
    "reconciliation_id",
)
_FREE = {"region", "school", "project", "programme", "period_lock", "reconciliation"}
_BOTH = {"work": ("school_id", "project_id"), "match_item": ("payment_id",)}
# The title before the name: that of an issued paper is a key of the catalogue.
_OWN = ("title", "name", "alias", "label", "text", "number", "payee", "file_name", "list")
_DEEP = 4
_AT_ONCE = 500


class Names:
    """Names things by table and id. `fetch` reads what is to be named; the names need no reading."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._rows: dict[tuple[str, int], Mapping[str, Any] | None] = {}
        self._names: dict[tuple[str, int], str] = {}

    def of(self, entity: str, row_id: int, deep: int = 0) -> str:
        """The name of a row; empty when nothing is known of it."""
        key = (entity, row_id)
        if key not in self._names:
            row = self._rows.get(key)
            self._names[key] = self._name(entity, row, deep) if row else ""
        return self._names[key]

    def fetch(self, wanted: Iterable[tuple[str, int]]) -> None:
        """Read many rows at once, and what they hang on."""
        level = set(wanted)
        for _ in range(_DEEP):
            level = {key for key in level if key not in self._rows}
            if not level:
                return
            self._read(level)
            level = {
                up for key in level if (row := self._rows.get(key)) for up in _above(key[0], row)
            }

    def _read(self, keys: set[tuple[str, int]]) -> None:
        by_table: dict[str, list[int]] = {}
        for entity, row_id in keys:
            by_table.setdefault(entity, []).append(row_id)
        for entity, ids in by_table.items():
            for start in range(0, len(ids), _AT_ONCE):
                self._read_some(entity, ids[start : start + _AT_ONCE])

    def _read_some(self, entity: str, ids: list[int]) -> None:
        table = metadata.tables.get(entity)
        found: dict[int, Mapping[str, Any]] = {}
        if table is not None:
            columns = [column for column in table.columns if column.name != "pdf"]
            rows = self._connection.execute(select(*columns).where(table.c.id.in_(ids)))
            found = {row["id"]: dict(row) for row in rows.mappings()}
        gone = [row_id for row_id in ids if row_id not in found]
        if gone:
            kept = self._connection.execute(
                select(change.c.row_id, change.c.before, change.c.after).where(
                    change.c.row_id.in_(gone),
                    change.c.entity == entity,
                    change.c.field.is_(None),
                )
            )
            for row in kept:
                found[row.row_id] = json.loads(row.before or row.after)
        for row_id in ids:
            self._rows[entity, row_id] = found.get(row_id)

    def _name(self, entity: str, row: Mapping[str, Any], deep: int) -> str:
        if entity == "setting":
            return setting_term(str(row["key"]))
        parts: list[str] = []
        if deep < _DEEP:
            for target, row_id in _above(entity, row):
                parts.append(self.of(target, row_id, deep + 1))
        if entity == "week_entry":
            parts.append(week_label(_day(row["week_start"])))
        elif entity == "period_lock":
            parts.append(f"{row['first']}至{row['last']}")
        elif entity == "reconciliation":
            parts.append(period_of(PeriodKind.MONTH, _day(row["first"])).label)
        own = next((str(row[key]) for key in _OWN if row.get(key)), "")
        parts += [stored_word(entity, key, row[key]) for key in _OWN_WORDS.get(entity, ())]
        parts.append(own[:40])
        return " · ".join(dict.fromkeys(part for part in parts if part))


_OWN_WORDS = {
    "milestone": ("step",),
    "norm": ("measure", "stage"),
    "school_fact": ("fact",),
}


def _above(entity: str, row: Mapping[str, Any]) -> list[tuple[str, int]]:
    """What a row hangs on: one thing, for a work its school and its project."""
    table = metadata.tables.get(entity)
    if table is None or entity in _FREE:
        return []
    wanted = _BOTH.get(entity) or [key for key in UP if key in table.c and row.get(key)][:1]
    found = []
    for key in wanted:
        if row.get(key):
            target = next(iter(table.c[key].foreign_keys)).column.table.name
            found.append((target, row[key]))
    return found


def _day(value: Any) -> Any:
    from datetime import date

    return date.fromisoformat(value) if isinstance(value, str) else value
