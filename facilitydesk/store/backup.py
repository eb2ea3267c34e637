"""One backup: the copy itself, and the proof that it holds what the data file held.

SQLite's backup call copies into NAME.part in one read transaction, as fast as memory; then the file
is free again, and the copy is written out little by little, opened again, and its pages, references
and every row are compared with the source. The comparison is of one snapshot when the source's
change counter stood still meanwhile. Where officers keep writing, nobody is made to wait for it:
the last try compares the bytes read back from the disk with those that SQLite copied in that one
transaction, and the rows per table and the end of the journal with the source within it.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from facilitydesk import atomic
from facilitydesk.store.content import Content, content_of, tables_of
from facilitydesk.store.engine import APPLICATION_ID, BUSY_MS

PART = ".part"
_PAGES = 4096  # of 4 kB between two words about progress
_TRIES = 2
_DAMAGE = ("SQLITE_CORRUPT", "SQLITE_NOTADB")
_PORTION = 2 << 20  # bytes handed to the disk at a time: a commit beside it waits for no more
_PAUSE = 0.01  # seconds between two portions
Step = Callable[[str, int, int], None]
"""Called with what is done (copy, check), done and total; may raise to stop."""


class UnsoundError(Exception):
    """A file that is no sound data file of ours; the text says what was found."""


class BusyError(Exception):
    """Officers keep writing, so that no copy could be compared."""


@dataclass(frozen=True)
class Last:
    """The last operation in a file: where its journal ends."""

    seq: int = 0
    hash: str = ""
    label: str = ""
    at: str = ""  # UTC, as the journal writes it
    officer: str = ""


@dataclass(frozen=True)
class Facts:
    """What a data file holds, as found by reading all of it."""

    schema: int  # user_version
    content: Content
    last: Last
    size: int


def make(source: Path, target: Path, *, insist: bool = True, step: Step | None = None) -> Facts:
    """Copy a data file to `target`, which appears only when it was compared and is on the disk.

    Raises UnsoundError (the source is damaged: what was copied is no backup), BusyError (only
    without `insist`), OSError or sqlite3.Error of the disk; nothing is left behind then.
    """
    part = target.with_name(target.name + PART)
    try:
        for left in reversed(range(_TRIES)):
            sealed = insist and left == 0
            seal = ""
            with closing(open_readonly(source)) as reading:
                reading.execute("BEGIN")
                reading.execute("SELECT count(*) FROM sqlite_master").fetchone()
                before = reading.execute("PRAGMA data_version").fetchone()[0]
                _copy(reading, part, step)
                if sealed:
                    ends = _rows(reading), last_of(reading)
                reading.execute("COMMIT")
                if sealed:
                    seal = atomic.file_hash(part)  # from memory, before it is forgotten
                else:
                    wanted = content_of(reading, _named(step, "check"))
                still = before == reading.execute("PRAGMA data_version").fetchone()[0]
            if not (sealed or still):
                continue
            _from_disk(part)
            found = check(part, step)
            same = (
                (found.content.rows, found.last) == ends and atomic.file_hash(part) == seal
                if sealed
                else found.content == wanted
            )
            if not same:
                raise OSError("the copy cannot be read as it was written")
            atomic.install(part, target)
            return found
        raise BusyError
    except sqlite3.DatabaseError as error:
        if (getattr(error, "sqlite_errorname", None) or "").startswith(_DAMAGE):
            raise UnsoundError(str(error)) from error
        raise
    finally:
        for litter in (part, part.with_name(part.name + "-journal")):
            with contextlib.suppress(OSError):
                litter.unlink(missing_ok=True)


def _rows(reading: sqlite3.Connection) -> dict[str, int]:
    return {
        name: int(reading.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0])  # noqa: S608 - names of the file itself
        for name in tables_of(reading)
    }


def copy_pages(source: Path, target: Path) -> None:
    """A plain copy for a moment's use, neither compared nor synced. Raises OSError."""
    try:
        with closing(open_readonly(source)) as reading:
            _copy(reading, target, None)
    except sqlite3.Error as error:
        raise OSError(str(error)) from error


def check(path: Path, step: Step | None = None) -> Facts:
    """All of a data file or backup, read without changing it: pages, references, every row.

    Raises UnsoundError with what was found, OSError when it cannot be opened.
    """
    size = path.stat().st_size
    try:
        with closing(open_readonly(path)) as reading:
            application = reading.execute("PRAGMA application_id").fetchone()[0]
            schema = int(reading.execute("PRAGMA user_version").fetchone()[0])
            if application != APPLICATION_ID:
                raise UnsoundError("foreign")
            answer = [row[0] for row in reading.execute("PRAGMA integrity_check(5)")]
            if answer != ["ok"]:
                raise UnsoundError(str(answer[0]))
            broken = reading.execute("PRAGMA foreign_key_check").fetchone()
            if broken is not None:
                raise UnsoundError(f"{broken[0]} → {broken[2]}")
            return Facts(schema, content_of(reading, _named(step, "check")), last_of(reading), size)
    except sqlite3.DatabaseError as error:
        raise UnsoundError(str(error)) from error


def last_of(reading: sqlite3.Connection) -> Last:
    """The last operation of a file's journal."""
    row = reading.execute(
        "SELECT operation.seq, operation.hash, label, at, officer.name FROM operation"
        " JOIN officer ON officer.id = officer_id ORDER BY operation.seq DESC LIMIT 1"
    ).fetchone()
    return Last(*row) if row else Last()


def open_readonly(path: Path) -> sqlite3.Connection:
    """A file for reading only; nothing in it or beside it is changed."""
    reading = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=ro",
        uri=True,
        isolation_level=None,
        timeout=BUSY_MS / 1000,
        check_same_thread=False,
    )
    reading.execute("PRAGMA trusted_schema=OFF")
    reading.execute("PRAGMA query_only=ON")
    return reading


def _copy(reading: sqlite3.Connection, part: Path, step: Step | None) -> None:
    """The pages as they stand in the running transaction; not yet on the disk."""
    part.unlink(missing_ok=True)
    part.touch()

    def progress(_status: int, remaining: int, total: int) -> None:
        if step is not None:
            step("copy", total - remaining, total)

    with closing(sqlite3.connect(part, isolation_level=None)) as writing:
        for pragma in ("synchronous=OFF", "journal_mode=OFF", "cache_size=-4096"):
            writing.execute(f"PRAGMA {pragma}")
        reading.backup(writing, pages=_PAGES, progress=progress, sleep=0.0)
    if not part.stat().st_size:
        raise OSError("the copy is empty")


@contextmanager
def _file(path: Path) -> Iterator[int]:
    handle = os.open(path, os.O_RDWR)
    try:
        yield handle
    finally:
        os.close(handle)


def _from_disk(part: Path) -> None:
    """Write the copy out and forget it, so that it is compared as the disk gives it back."""
    with _file(part) as handle:
        if hasattr(os, "posix_fadvise"):  # starts writing a portion out, without waiting for it
            for start in range(0, part.stat().st_size, _PORTION):
                os.posix_fadvise(handle, start, _PORTION, os.POSIX_FADV_DONTNEED)
                time.sleep(_PAUSE)
        os.fsync(handle)
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)


def _named(step: Step | None, what: str) -> Callable[[int, int], None] | None:
    return None if step is None else lambda done, total: step(what, done, total)
