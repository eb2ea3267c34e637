"""Every row compared with what the journal says it holds.

SQLite's own check misses a bit that flips inside a value. The journal holds the whole content of
each row a second time, chained by hashes, so nothing more needs to be written: a row that differs
from its journal was changed by a disk or by another program. Rows are read as they lie in the file,
some hundred at a time, so that a writer never waits long.
"""

# ruff: noqa: S608 - the names are those of our own tables, the numbers our own ids

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from random import Random
from typing import Any, NamedTuple

from sqlalchemy import Table

from facilitydesk.store import tables
from facilitydesk.store.base import metadata
from facilitydesk.store.types import plain

PORTION = 200
_SEQS = 2000
GiveWay = Callable[[], None]
"""Called between two portions; may wait, or raise to stop."""


class Difference(NamedTuple):
    """A row (field None) or a field that is not as the journal has it; `content` is the journal's."""

    code: str  # row.differs, row.lost, row.foreign or row.unreadable
    entity: str
    row_id: int
    field: str | None
    journal: Any
    file: Any
    content: dict[str, Any]


def journalled() -> list[Table]:
    """The tables whose rows the journal holds."""
    return [
        table
        for name, table in sorted(metadata.tables.items())
        if name not in tables.NOT_JOURNALLED and "id" in table.columns
    ]


def check_all(reading: sqlite3.Connection, give_way: GiveWay) -> Iterator[Difference]:
    """Every row of every table, and those that are in the journal alone."""
    known = _living(reading, give_way)
    for table in journalled():
        living = known.get(table.name, set())
        for ids in _portions(reading, table):
            give_way()
            living.difference_update(ids)
            yield from check_rows(reading, table, ids)
        lost = sorted(living)
        for start in range(0, len(lost), PORTION):
            give_way()
            yield from check_rows(reading, table, lost[start : start + PORTION])


def check_sample(
    reading: sqlite3.Connection, rows: int, rng: Random, give_way: GiveWay
) -> Iterator[Difference]:
    """The newest rows of each table and some chosen by chance, about so many in all."""
    share = max(2, rows // (2 * max(1, len(journalled()))))
    for table in journalled():
        give_way()
        found = _ids(reading, f"SELECT id FROM {table.name} ORDER BY id DESC LIMIT {share}")
        low, high = reading.execute(f"SELECT min(id), max(id) FROM {table.name}").fetchone()
        if low is None:
            continue
        for _ in range(share):
            guess = rng.randint(low, high)
            sql = f"SELECT id FROM {table.name} WHERE id >= {guess} ORDER BY id LIMIT 1"
            found += _ids(reading, sql)
        yield from check_rows(reading, table, sorted(set(found)))


def check_rows(reading: sqlite3.Connection, table: Table, ids: Sequence[int]) -> list[Difference]:
    """These rows of a table (there or not) beside the journal, in one short transaction."""
    if not ids:
        return []
    reading.execute("BEGIN")
    try:
        wanted = _from_journal(reading, table.name, ids)
        found = _from_file(reading, table, ids)
    finally:
        reading.execute("ROLLBACK")
    told: list[Difference] = []
    for row_id in ids:
        told += _compare(table, row_id, wanted.get(row_id), found.get(row_id))
    return told


def _compare(
    table: Table, row_id: int, wanted: dict[str, Any] | None, found: dict[str, Any] | str | None
) -> list[Difference]:
    name = table.name
    if isinstance(found, str):
        return [Difference("row.unreadable", name, row_id, None, None, found, wanted or {})]
    if wanted is None:
        if found is None:
            return []  # deleted in both
        return [Difference("row.foreign", name, row_id, None, None, None, found)]
    if found is None:
        return [Difference("row.lost", name, row_id, None, None, None, wanted)]
    return [
        Difference("row.differs", name, row_id, key, wanted[key], found[key], wanted)
        for key in found
        if key in wanted and found[key] != wanted[key]
    ]


def _from_journal(
    reading: sqlite3.Connection, entity: str, ids: Sequence[int]
) -> dict[int, dict[str, Any]]:
    """What the rows must hold: their making, and each change after it."""
    sql = (
        "SELECT row_id, field, after, revision FROM change"
        f" WHERE row_id IN ({','.join(map(str, ids))}) AND entity = ? ORDER BY seq, position"
    )
    rows: dict[int, dict[str, Any]] = {}
    for row_id, field, after, revision in reading.execute(sql, (entity,)):
        value = _read(after)
        if field is None and value is None:
            rows.pop(row_id, None)
        elif field is None:
            content = value if isinstance(value, dict) else {}
            rows[row_id] = {**_defaults(entity), **content, "revision": revision}
        elif row_id in rows:
            rows[row_id][field] = value
            rows[row_id]["revision"] = revision
    return rows


def _from_file(
    reading: sqlite3.Connection, table: Table, ids: Sequence[int]
) -> dict[int, dict[str, Any] | str]:
    """The rows as they lie in the file; a text instead of one that cannot be read."""
    names = [column.name for column in table.columns]
    sql = f"SELECT {', '.join(names)} FROM {table.name} WHERE id IN "
    try:
        rows = reading.execute(f"{sql}({','.join(map(str, ids))})").fetchall()
    except (sqlite3.OperationalError, UnicodeError) as error:
        if len(ids) == 1:
            return {ids[0]: str(error)}
        if "UTF-8" not in str(error):
            raise
        one: dict[int, dict[str, Any] | str] = {}
        for row_id in ids:  # one of them holds broken text
            one |= _from_file(reading, table, (row_id,))
        return one
    found = (dict(zip(names, row, strict=True)) for row in rows)
    return {row["id"]: {key: plain(value) for key, value in row.items()} for row in found}


def _living(reading: sqlite3.Connection, give_way: GiveWay) -> dict[str, set[int]]:
    """The rows that were made and not deleted, by table."""
    known: dict[str, set[int]] = {}
    (last,) = reading.execute("SELECT coalesce(max(seq), 0) FROM operation").fetchone()
    for start in range(0, last + 1, _SEQS):
        give_way()
        for entity, row_id, made in reading.execute(
            "SELECT entity, row_id, after IS NOT NULL FROM change"
            " WHERE seq >= ? AND seq < ? AND field IS NULL ORDER BY seq, position",
            (start, start + _SEQS),
        ):
            rows = known.setdefault(entity, set())
            if made:
                rows.add(row_id)
            else:
                rows.discard(row_id)
    return known


def _portions(reading: sqlite3.Connection, table: Table) -> Iterator[list[int]]:
    after = -(1 << 63)
    while True:
        sql = f"SELECT id FROM {table.name} WHERE id > {after} ORDER BY id LIMIT {PORTION}"
        ids = _ids(reading, sql)
        if not ids or ids[-1] <= after:  # the end, or pages out of order
            return
        yield ids
        after = ids[-1]


def _ids(reading: sqlite3.Connection, sql: str) -> list[int]:
    return [row[0] for row in reading.execute(sql)]


def _read(text: str | None) -> Any:
    """JSON of the journal; its own damage is found by the chain of hashes."""
    try:
        return None if text is None else json.loads(text)
    except ValueError:
        return {}


_DEFAULTS: dict[str, dict[str, Any]] = {}


def _defaults(entity: str) -> dict[str, Any]:
    """What a column of a later version holds in rows that were made before it."""
    if entity not in _DEFAULTS:
        _DEFAULTS[entity] = {
            column.name: plain(getattr(column.default, "arg", None))
            for column in metadata.tables[entity].columns
            if column.name not in {"id", "revision"}
        }
    return _DEFAULTS[entity]
