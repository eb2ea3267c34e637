"""What a row is called when only its table and number are known: 项目“城关小学教学楼”."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Any

from facilitydesk.domain.messages import sentence
from facilitydesk.domain.words import log_terms
from facilitydesk.domain.words.row_terms import TABLES
from facilitydesk.store.base import metadata
from facilitydesk.store.rowcheck import Difference

_TITLES = ("title", "name", "label", "number", "file_name", "alias", "key", "step")
_OWNERS = ("project_id", "work_id", "school_id", "contract_id", "document_id", "programme_id")
_LONGEST = 40


def told(difference: Difference, reading: sqlite3.Connection) -> str:
    """The sentence for a row that is not as the journal has it."""
    return sentence(
        difference.code,
        {
            "what": name_of(difference.entity, difference.row_id, difference.content, reading),
            "term": log_terms.term(difference.entity, difference.field or ""),
            "journal": _short(difference.journal),
            "file": _short(difference.file),
        },
    )


def name_of(
    entity: str, row_id: int, content: Mapping[str, Any], reading: sqlite3.Connection
) -> str:
    """The noun of a table and what names the row, or the row it belongs to."""
    noun = TABLES.get(entity, "记录")
    title = _title(content) or _owner(entity, content, reading)
    day = content.get("week_start") or ""
    return f"{noun}“{title}{day}”" if title else f"{noun}（编号{row_id}）"


def _title(content: Mapping[str, Any]) -> str:
    for key in _TITLES:
        value = content.get(key)
        if isinstance(value, str) and value:
            return value[:_LONGEST]
    return ""


def _owner(
    entity: str, content: Mapping[str, Any], reading: sqlite3.Connection, depth: int = 3
) -> str:
    """The name of the project, school or contract a row belongs to; read as far as it can be."""
    for key in _OWNERS:
        owner_id = content.get(key)
        if not isinstance(owner_id, int) or key not in metadata.tables[entity].columns:
            continue
        target = next(iter(metadata.tables[entity].c[key].foreign_keys), None)
        if target is None:
            continue
        owner = target.column.table.name
        try:
            cursor = reading.execute(f"SELECT * FROM {owner} WHERE id = ?", (owner_id,))  # noqa: S608 - our own table
            row = cursor.fetchone()
        except sqlite3.Error:
            continue
        if row is None:
            continue
        found = dict(zip((column[0] for column in cursor.description), row, strict=True))
        name = _title(found) or (_owner(owner, found, reading, depth - 1) if depth else "")
        if name:
            return name
    return ""


def _short(value: Any) -> str:
    text = "空" if value is None or value == "" else str(value)
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
