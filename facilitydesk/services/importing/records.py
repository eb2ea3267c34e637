"""What is remembered of imports: files taken in before, and corrected mappings of layouts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from facilitydesk.services.desk import Desk
from facilitydesk.store import tables
from facilitydesk.store.unit import Changes

_R = tables.import_record
_M = tables.import_mapping


@dataclass(frozen=True, slots=True)
class TakenIn:
    """An earlier import of the same file."""

    file_name: str
    at: datetime
    officer: str
    rows: int


def taken_in_before(desk: Desk, sha256: str) -> TakenIn | None:
    """The last import of a file with this content; None when there was none."""
    officer = tables.officer
    query = (
        select(_R.c.file_name, _R.c.at, officer.c.name, _R.c.rows)
        .join_from(_R, officer, officer.c.id == _R.c.officer_id)
        .where(_R.c.sha256 == sha256)
        .order_by(_R.c.id.desc())
        .limit(1)
    )
    with desk.read() as connection:
        row = connection.execute(query).first()
    return None if row is None else TakenIn(row.file_name, row.at, row.name, row.rows)


def mappings(desk: Desk) -> dict[str, dict[str, str]]:
    """All remembered mappings: signature of the head → column letter → field key or "ignore"."""
    with desk.read() as connection:
        rows = connection.execute(select(_M.c.signature, _M.c.columns)).all()
    return {row.signature: json.loads(row.columns) for row in rows}


def remember_mapping(desk: Desk, signature: str, columns: Mapping[str, str]) -> Changes:
    """Keep a corrected mapping, so that the next workbook of this layout needs no correction."""
    text = json.dumps(dict(columns), ensure_ascii=False, sort_keys=True)
    with desk.operation("import.mapping", "记住表头对应关系", undoable=False) as unit:
        row_id = unit.connection.execute(
            select(_M.c.id).where(_M.c.signature == signature)
        ).scalar()
        if row_id is None:
            unit.insert(_M, {"signature": signature, "columns": text})
        else:
            unit.update(_M, row_id, {"columns": text})
    return unit.result


def forget_mapping(desk: Desk, signature: str) -> Changes:
    """Let a layout be recognised by itself again."""
    with desk.operation("import.mapping", "忘记表头对应关系", undoable=False) as unit:
        row_id = unit.connection.execute(
            select(_M.c.id).where(_M.c.signature == signature)
        ).scalar()
        if row_id is not None:
            unit.delete(_M, row_id)
    return unit.result
