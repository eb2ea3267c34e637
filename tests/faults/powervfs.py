"""A disk that loses its power: SQLite's file system in memory, and a driver that reads and writes it.

Until a file is synced, each sector of 512 bytes that was written to it may be kept or dropped on
its own (so writes tear and overtake one another), its new length may be lost, a new file may be
missing and a deleted one may be back. What was synced stays, unless the disk lies about it.
`Driver` is handed to SQLAlchemy in place of sqlite3, so that our own engine, its PRAGMAs and
events run as they are.
"""

from __future__ import annotations

import contextlib
import itertools
import sqlite3
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import unquote, urlsplit

import apsw

SECTOR = 512
_names = itertools.count()


@dataclass
class Held:
    """One file: what survives a cut, and what was done since (offset and data; None: cut there)."""

    durable: bytes = b""
    there: bool = False  # whether its name survives a cut
    now: bytearray = field(default_factory=bytearray)
    done: list[tuple[int, bytes | None]] = field(default_factory=list)
    locks: dict[int, int] = field(default_factory=dict)

    def sync(self) -> None:
        self.durable, self.there = bytes(self.now), True
        self.done.clear()

    def after_cut(self, rng: Random) -> bytes:
        """What a disk may hold after a cut: each sector stops at a moment of its own."""
        if not self.done:
            return self.durable
        until: dict[int, int] = {}
        length, last = len(self.durable), rng.randrange(len(self.done) + 1)
        found = bytearray(self.durable)
        for number, (at, data) in enumerate(self.done):
            if data is None:
                length = at if number < last else length
                continue
            if number < last:
                length = max(length, at + len(data))
            for start in range(at, at + len(data)):
                if start == at or start % SECTOR == 0:
                    stop = until.setdefault(start // SECTOR, rng.randrange(len(self.done) + 1))
                    if number < stop:
                        end = min((start // SECTOR + 1) * SECTOR, at + len(data))
                        found.extend(bytes(max(0, end - len(found))))
                        found[start:end] = data[start - at : end - at]
        return bytes(found[:length].ljust(length, b"\0"))


class Disk(apsw.VFS):
    """Files in memory; after `cut_at` changes of the disk every further call fails."""

    def __init__(self, seed: int, *, cut_at: int | None = None, lies: bool = False) -> None:
        self.name = f"power-{next(_names)}"
        self.rng, self.cut_at, self.lies = Random(seed), cut_at, lies
        self.files: dict[str, Held] = {}
        self.gone: dict[str, bytes] = {}  # deleted, but the folder was not synced yet
        self.steps = 0
        self.image: dict[str, bytes] | None = None
        super().__init__(self.name, base="")

    def put(self, path: str, data: bytes) -> None:
        """A file that lies on the disk from the beginning."""
        self.files[path] = Held(data, there=True, now=bytearray(data))

    def step(self) -> None:
        """Before every change of the disk: here the power may go."""
        if self.image is None:
            self.steps += 1
            if self.cut_at is not None and self.steps >= self.cut_at:
                self.cut()
        if self.image is not None:
            raise apsw.IOError

    def cut(self) -> None:
        self.image = {p: f.after_cut(self.rng) for p, f in self.files.items() if f.there}
        for path, held in self.files.items():
            if not held.there and self.rng.random() < 0.5:
                self.image[path] = held.after_cut(self.rng)
        for path, data in self.gone.items():
            if path not in self.files and self.rng.random() < 0.5:
                self.image[path] = data

    def xOpen(self, name: Any, flags: list[int]) -> Any:
        path = name.filename() if isinstance(name, apsw.URIFilename) else name or f"?{next(_names)}"
        if path not in self.files:
            if not flags[0] & apsw.SQLITE_OPEN_CREATE:
                raise apsw.CantOpenError
            self.step()
            self.files[path] = Held()
        flags[1] = flags[0]
        return Opened(self, self.files[path])

    def xAccess(self, path: str, flags: int) -> bool:
        return path in self.files

    def xFullPathname(self, name: str) -> str:
        return name

    def xDelete(self, path: str, sync: bool) -> None:
        self.step()
        held = self.files.pop(path, None)
        if held is not None and held.there and not (sync and not self.lies):
            self.gone[path] = held.after_cut(self.rng)
        elif sync:
            self.gone.pop(path, None)


class Opened:
    """An open file of the disk, with the locks of a file system that has them."""

    def __init__(self, disk: Disk, held: Held) -> None:
        self.disk, self.held = disk, held

    def xRead(self, amount: int, offset: int) -> bytes:
        return bytes(self.held.now[offset : offset + amount])

    def xWrite(self, data: bytes, offset: int) -> None:
        self.disk.step()
        now, data = self.held.now, bytes(data)
        now.extend(bytes(max(0, offset - len(now))))
        now[offset : offset + len(data)] = data
        self.held.done.append((offset, data))

    def xTruncate(self, size: int) -> None:
        self.disk.step()
        del self.held.now[size:]
        self.held.done.append((size, None))

    def xSync(self, flags: int) -> None:
        self.disk.step()
        if not self.disk.lies:
            self.held.sync()

    def xFileSize(self) -> int:
        return len(self.held.now)

    def xLock(self, level: int) -> None:
        others = [held for who, held in self.held.locks.items() if who != id(self)]
        least = {1: 3, 2: 2, 3: 2, 4: 1}[level]
        if any(held >= least for held in others):
            raise apsw.BusyError
        self.held.locks[id(self)] = level

    def xUnlock(self, level: int) -> None:
        self.held.locks[id(self)] = level

    def xCheckReservedLock(self) -> bool:
        return any(held >= apsw.SQLITE_LOCK_RESERVED for held in self.held.locks.values())

    def xClose(self) -> None:
        self.held.locks.pop(id(self), None)

    def xSectorSize(self) -> int:
        return SECTOR

    def xDeviceCharacteristics(self) -> int:
        return int(apsw.SQLITE_IOCAP_POWERSAFE_OVERWRITE)

    def xFileControl(self, op: int, pointer: int) -> bool:
        return False


class Driver:
    """What SQLAlchemy asks of a driver, over apsw on one disk; PRAGMAs may be replaced."""

    paramstyle, threadsafety, apilevel = "qmark", 1, "2.0"
    Error, OperationalError, IntegrityError = (
        sqlite3.Error,
        sqlite3.OperationalError,
        sqlite3.IntegrityError,
    )
    DatabaseError, ProgrammingError = sqlite3.DatabaseError, sqlite3.ProgrammingError
    InterfaceError, NotSupportedError = sqlite3.InterfaceError, sqlite3.NotSupportedError
    Binary = memoryview
    sqlite_version = apsw.sqlite_lib_version()
    sqlite_version_info = tuple(int(part) for part in sqlite_version.split("."))
    PARSE_COLNAMES = PARSE_DECLTYPES = 0

    def __init__(self, disk: Disk, instead: dict[str, str] | None = None) -> None:
        self.disk, self.instead = disk, instead or {}

    def connect(self, name: str, **_more: Any) -> Link:
        path = unquote(urlsplit(name).path) if name.startswith("file:") else name
        return Link(self, str(Path(path)))


class Link:
    """A connection, of the part of sqlite3 that SQLAlchemy and our engine use."""

    isolation_level: None = None

    def __init__(self, driver: Driver, path: str) -> None:
        self._driver = driver
        self._link = apsw.Connection(path, flags=apsw.SQLITE_OPEN_READWRITE, vfs=driver.disk.name)

    @property
    def in_transaction(self) -> bool:
        return bool(self._link.in_transaction)

    def cursor(self, *_factory: Any) -> Cursor:
        return Cursor(self._driver, self._link)

    def execute(self, sql: str, values: Any = ()) -> Cursor:
        return self.cursor().execute(sql, values)

    def commit(self) -> None:
        if self.in_transaction:
            self.execute("COMMIT")

    def rollback(self) -> None:
        if self.in_transaction:
            self.execute("ROLLBACK")

    def create_function(self, *_what: Any, **_more: Any) -> None:
        """Ours are not asked for in SQL."""

    def close(self) -> None:
        with contextlib.suppress(apsw.Error):
            self._link.close()


class Cursor:
    """Rows of one statement, all fetched at once."""

    arraysize = 1

    def __init__(self, driver: Driver, link: apsw.Connection) -> None:
        self._driver, self._link, self._cursor = driver, link, link.cursor()
        self._cursor.exec_trace = self._seen
        self.description: Any = None
        self.rowcount, self.lastrowid = -1, 0
        self._rows: list[Any] = []

    def _seen(self, cursor: Any, _sql: str, _values: Any) -> bool:
        heads = cursor.get_description()
        self.description = tuple((name, *(None,) * 6) for name, _ in heads) or None
        return True

    def execute(self, sql: str, values: Any = ()) -> Cursor:
        return self._run(self._cursor.execute, sql, values)

    def executemany(self, sql: str, values: Any) -> Cursor:
        return self._run(self._cursor.executemany, sql, list(values))

    def _run(self, call: Any, sql: str, values: Any) -> Cursor:
        before = self._link.total_changes()
        try:
            self._rows = list(call(self._driver.instead.get(sql, sql), values))
        except apsw.Error as error:
            raise _as_sqlite3(error) from error
        if sql in self._driver.instead and self._rows and "journal_mode" in sql:
            self._rows = [("truncate",)]  # what our engine insists on
        self.rowcount = self._link.total_changes() - before if self.description is None else -1
        self.lastrowid = self._link.last_insert_rowid()
        return self

    def fetchone(self) -> Any:
        return self._rows.pop(0) if self._rows else None

    def fetchall(self) -> list[Any]:
        rows, self._rows = self._rows, []
        return rows

    def fetchmany(self, size: int | None = None) -> list[Any]:
        size = size or self.arraysize
        rows, self._rows = self._rows[:size], self._rows[size:]
        return rows

    def close(self) -> None:
        self._rows = []


def _as_sqlite3(error: apsw.Error) -> sqlite3.Error:
    kind = sqlite3.IntegrityError if isinstance(error, apsw.ConstraintError) else None
    told = (kind or sqlite3.OperationalError)(str(error))
    told.sqlite_errorname = _ERRORS.get(type(error), "SQLITE_ERROR")
    return told


_ERRORS: dict[type[apsw.Error], str] = {
    apsw.IOError: "SQLITE_IOERR",
    apsw.BusyError: "SQLITE_BUSY",
    apsw.CantOpenError: "SQLITE_CANTOPEN",
    apsw.CorruptError: "SQLITE_CORRUPT",
    apsw.NotADBError: "SQLITE_NOTADB",
    apsw.FullError: "SQLITE_FULL",
    apsw.ReadOnlyError: "SQLITE_READONLY",
    apsw.ConstraintError: "SQLITE_CONSTRAINT",
}
