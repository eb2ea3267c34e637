"""What going back to a backup would do: the backup checked whole, and both files compared."""

from __future__ import annotations

import contextlib
import sqlite3
from dataclasses import dataclass, replace
from pathlib import Path

from facilitydesk.domain.problems import Trouble
from facilitydesk.services.datafile.progress import Step
from facilitydesk.store import backup, backup_folder, migrate
from facilitydesk.store.backup import Facts
from facilitydesk.store.differences import Differences, compare
from facilitydesk.store.engine import APPLICATION_ID

Stamp = tuple[int, int, int, int] | None


@dataclass(frozen=True)
class Preview:
    """What a restore would do."""

    source: Path
    facts: Facts  # of the backup, read through just now
    rows: dict[str, int]  # of the present file; empty when it cannot be read
    differences: Differences | None  # None: the present file cannot be read
    stamps: tuple[Stamp, Stamp] = (None, None)  # of the present file and the backup as compared


def preview(data_file: Path, source: Path, step: Step | None = None) -> Preview:
    """Check a backup whole and compare it with the present file; both are only read.

    Raises Trouble: restore.unsound, restore.other_file, restore.itself.
    """
    stamps = stamp(data_file), stamp(source)
    return replace(_compared(data_file, source, step), stamps=stamps)


def _compared(data_file: Path, source: Path, step: Step | None) -> Preview:
    facts = _checked(data_file, source, step)
    try:
        with contextlib.closing(backup.open_readonly(data_file)) as reading:
            ours = reading.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
            if not ours or reading.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
                return Preview(source, facts, {}, None)
            rows = {
                name: int(reading.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0])  # noqa: S608 - names of the file itself
                for name in facts.content.rows
                if _there(reading, name)
            }
        differences = compare(data_file, source)
    except OSError:
        return Preview(source, facts, {}, None)
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorname", "SQLITE_ERROR") == "SQLITE_ERROR":
            raise  # a bug of ours; damage has other names
        return Preview(source, facts, {}, None)
    if not differences.common:
        raise Trouble("restore.other_file", name=source.name, path=data_file.name)
    return Preview(source, facts, rows, differences)


def stamp(path: Path) -> Stamp:
    """What changes when a file is written or exchanged; never opened for it."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns


def refuse_itself(data_file: Path, source: Path) -> None:
    """Raises Trouble("restore.itself"): a file does not go back to itself."""
    with contextlib.suppress(OSError):
        if data_file.exists() and source.samefile(data_file):
            raise Trouble("restore.itself", name=source.name)


def _checked(data_file: Path, source: Path, step: Step | None) -> Facts:
    refuse_itself(data_file, source)
    try:
        worded = None if step is None else lambda _what, done, total: step(done, total, "核对备份")
        facts = backup.check(source, worded)
    except backup.UnsoundError as error:
        raise Trouble("restore.unsound", name=source.name, what=error) from error
    except FileNotFoundError as error:
        raise Trouble("file.missing", path=source) from error
    except OSError as error:
        raise Trouble("restore.unsound", name=source.name, what=error.strerror) from error
    if facts.schema > migrate.SCHEMA:
        known, found = f"{migrate.SCHEMA / 100:.2f}", f"{facts.schema / 100:.2f}"
        raise Trouble("file.too_new", path=source.name, found=found, known=known)
    copy = backup_folder.find(source)
    if copy is not None and copy.verified and copy.content != facts.content.digest:
        what = Trouble("backup.not_the_same")
        raise Trouble("restore.unsound", name=source.name, what=what)
    return facts


def _there(reading: sqlite3.Connection, table: str) -> bool:
    sql = "SELECT count(*) FROM sqlite_master WHERE type='table' AND name=?"
    return bool(reading.execute(sql, (table,)).fetchone()[0])
