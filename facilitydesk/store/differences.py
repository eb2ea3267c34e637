"""What a backup and the present file hold differently: rows per table, and the operations after
the last one they have in common. Both are only read.
"""  # noqa: D205 - one thought

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from facilitydesk.store.backup import open_readonly
from facilitydesk.store.content import columns_of, tables_of

_NOT_COMPARED = {"operation", "change", "alembic_version"}  # told as operations
MOST = 500  # operations told one by one


@dataclass(frozen=True)
class TableDifference:
    """Rows of one table: only in the other file, only in the present one, or not the same."""

    table: str
    added: int
    removed: int
    changed: int


@dataclass(frozen=True)
class Told:
    """An operation as the journal tells it."""

    seq: int
    at: str  # UTC
    officer: str
    label: str


@dataclass(frozen=True)
class Differences:
    """What would change if the other file took the place of the present one."""

    tables: tuple[TableDifference, ...]
    common: int  # number of the last operation in common; 0: the files have nothing in common
    lost: tuple[Told, ...]  # newest first, no more than MOST
    lost_count: int
    gained: tuple[Told, ...]
    gained_count: int


def compare(present: Path, other: Path) -> Differences:
    """The differences. Raises sqlite3.Error when one of the files cannot be read."""
    with closing(open_readonly(present)) as reading:
        reading.execute("ATTACH ? AS other", (f"{other.absolute().as_uri()}?mode=ro",))
        common = int(
            reading.execute(
                "SELECT coalesce(max(a.seq), 0) FROM main.operation a"
                " JOIN other.operation b ON a.seq = b.seq AND a.hash = b.hash"
            ).fetchone()[0]
        )
        lost, lost_count = _after(reading, "main", common)
        gained, gained_count = _after(reading, "other", common)
        tables = tuple(_tables(reading))
    return Differences(tables, common, lost, lost_count, gained, gained_count)


def _after(reading: sqlite3.Connection, schema: str, seq: int) -> tuple[tuple[Told, ...], int]:
    rows = reading.execute(
        f"SELECT o.seq, o.at, p.name, o.label FROM {schema}.operation o"  # noqa: S608 - our own word
        f" LEFT JOIN {schema}.officer p ON p.id = o.officer_id"
        " WHERE o.seq > ? ORDER BY o.seq DESC LIMIT ?",
        (seq, MOST),
    ).fetchall()
    count = reading.execute(
        f"SELECT count(*) FROM {schema}.operation WHERE seq > ?",  # noqa: S608 - the same
        (seq,),
    ).fetchone()[0]
    return tuple(Told(row[0], row[1], row[2] or "", row[3]) for row in rows), int(count)


def _tables(reading: sqlite3.Connection) -> list[TableDifference]:
    mine, theirs = set(tables_of(reading)), set(tables_of(reading, "other"))
    found = []
    for table in sorted((mine | theirs) - _NOT_COMPARED):
        if table not in theirs:
            difference = TableDifference(table, 0, _count(reading, "main", table), 0)
        elif table not in mine:
            difference = TableDifference(table, _count(reading, "other", table), 0, 0)
        else:
            difference = _rows(reading, table)
        if difference.added or difference.removed or difference.changed:
            found.append(difference)
    return found


def _rows(reading: sqlite3.Connection, table: str) -> TableDifference:
    mine, theirs = columns_of(reading, table), columns_of(reading, table, "other")
    keys = [name for name, _type, place in mine if place]
    columns = {name for name, _type, _key in mine} & {name for name, _type, _key in theirs}
    same = " AND ".join(f'a."{key}" = b."{key}"' for key in keys) or "a.rowid = b.rowid"
    differs = " OR ".join(
        f'a."{name}" IS NOT b."{name}"' for name in sorted(columns - {*keys, "revision"})
    )

    def missing(one: str, other: str) -> int:
        sql = (
            f'SELECT count(*) FROM {one}."{table}" a WHERE NOT EXISTS'  # noqa: S608 - names of the files themselves
            f' (SELECT 1 FROM {other}."{table}" b WHERE {same})'
        )
        return int(reading.execute(sql).fetchone()[0])

    changed = reading.execute(
        f'SELECT count(*) FROM main."{table}" a JOIN other."{table}" b ON {same}'  # noqa: S608 - the same
        f" WHERE {differs or '0'}"
    ).fetchone()[0]
    return TableDifference(table, missing("other", "main"), missing("main", "other"), changed)


def _count(reading: sqlite3.Connection, schema: str, table: str) -> int:
    sql = f'SELECT count(*) FROM {schema}."{table}"'  # noqa: S608 - the same
    return int(reading.execute(sql).fetchone()[0])
