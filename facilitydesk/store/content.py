"""The content hash of a data file: every row of every table, whatever its pages look like.

SQLite's own check misses bits that flip inside a value; a hash over the values does not. The rows
are put together inside SQLite, some hundred at a time, so that the window's thread is never kept
waiting; between two portions the file is free for a writer.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass

_PORTION = 500  # a commit of the window waits for no more
_WITH_BYTES = 20  # rows of a table that holds whole files
Step = Callable[[int, int], None]
"""Called with rows done and rows in all; may raise to stop."""


@dataclass(frozen=True)
class Content:
    """Rows and hash per table."""

    rows: dict[str, int]
    hashes: dict[str, str]

    @property
    def digest(self) -> str:
        """One hash over all tables."""
        lines = (f"{name} {self.rows[name]} {self.hashes[name]}" for name in sorted(self.rows))
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def content_of(connection: sqlite3.Connection, step: Step | None = None) -> Content:
    """The content of a data file; one snapshot when the connection is inside a transaction.

    Raises sqlite3.Error for a damaged file.
    """
    names = tables_of(connection)
    rows = {name: _count(connection, name) for name in names}
    total, done = sum(rows.values()), 0
    hashes: dict[str, str] = {}
    for name in names:

        def moved(count: int, before: int = done) -> None:
            if step is not None:
                step(before + count, total)

        hashes[name], rows[name] = _hash(connection, name, moved)
        done += rows[name]
    return Content(rows, hashes)


def tables_of(connection: sqlite3.Connection, schema: str = "main") -> list[str]:
    """The names of all tables that are the file's own."""
    found = connection.execute(
        f"SELECT name FROM {schema}.sqlite_master WHERE type='table'"  # noqa: S608 - our own word
        " AND name NOT LIKE 'sqlite!_%' ESCAPE '!' ORDER BY name"
    )
    return [row[0] for row in found]


def columns_of(
    connection: sqlite3.Connection, table: str, schema: str = "main"
) -> list[tuple[str, str, int]]:
    """Name, type and place in the primary key (0: none) of each column."""
    found = connection.execute(f"PRAGMA {schema}.table_info({_quoted(table)})")
    return [(row[1], row[2], row[5]) for row in found]


def _hash(
    connection: sqlite3.Connection, table: str, moved: Callable[[int], None]
) -> tuple[str, int]:
    columns = columns_of(connection, table)
    names = sorted(name for name, _type, _key in columns)
    keys = [name for name, _type, place in sorted(columns, key=lambda c: c[2]) if place]
    key = ",".join(map(_quoted, keys or ["rowid"]))
    line = "||','||".join(f"quote({_quoted(name)})" for name in names)
    sha = hashlib.sha256(",".join(names).encode())
    portion = _WITH_BYTES if any(kind == "BLOB" for _name, kind, _key in columns) else _PORTION
    last: tuple[object, ...] = ()
    rows = 0
    while True:
        after = f"WHERE ({key}) > ({','.join('?' * len(last))})" if last else ""
        some = f"FROM {_quoted(table)} {after} ORDER BY {key} LIMIT {portion}"
        text, count = connection.execute(
            f"SELECT group_concat(line, char(10)), count(*) FROM (SELECT {line} AS line {some})",  # noqa: S608 - the same
            last,
        ).fetchone()
        if not count:
            return sha.hexdigest(), rows
        sha.update(f"\n{text}".encode())
        rows += count
        moved(rows)
        if count < portion:
            return sha.hexdigest(), rows
        last = connection.execute(
            f"SELECT {key} {some.replace(f'LIMIT {portion}', f'LIMIT 1 OFFSET {portion - 1}')}",
            last,
        ).fetchone() or (0,)


def _count(connection: sqlite3.Connection, table: str) -> int:
    sql = f"SELECT count(*) FROM {_quoted(table)}"  # noqa: S608 - a name of the file itself, quoted
    return int(connection.execute(sql).fetchone()[0])


def _quoted(name: str) -> str:
    doubled = name.replace('"', '""')
    return f'"{doubled}"'
