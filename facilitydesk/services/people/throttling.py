"""No guessing: after five wrong passwords one waits, and starting the program again is no help.

The count stands in the data file, outside the journal. A try is counted before the password is
looked at and taken back when it was right, so that many tries at once are counted too. A file that
is only read (a backup, a medium that cannot be written, the reading words of the command line) is
counted in a small file of this PC: by officer and first operation, so that a data file and all its
backups are one. Where even that cannot be written, the count lives as long as the program.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from facilitydesk import places
from facilitydesk.domain.problems import Refused
from facilitydesk.services.desk import Desk, known_trouble
from facilitydesk.store import tables

FREE = 5  # tries without waiting
_FIRST, _MOST = 60, 15 * 60  # seconds of waiting: one minute, doubled each time, at most this
_LONGEST = timedelta(seconds=_MOST)
_FORGET = timedelta(hours=1)
_COUNTED = ("failures", "failed_at", "next_try")
_S = tables.officer_secret


@dataclass(frozen=True, slots=True)
class Tries:
    """What was tried before: wrong tries since the last log-in, and how many are left at once."""

    failures: int
    left: int
    last_login: datetime | None


_unwritten: dict[str, dict[str, Any]] = {}
_HERE = "tries.db"


def count(desk: Desk, officer_id: int) -> Tries:
    """Count a try. Raises Refused("login.wait") while the officer has to wait."""
    now = desk.clock()
    if desk.file_readonly:
        with desk.read() as connection:
            row, key = _row(connection, officer_id), _key(connection, officer_id)
        with _here() as kept:
            own = row["next_try"]  # the waiting that the file itself remembers
            row |= kept.get(key, {})
            if own is not None and now < own <= now + _LONGEST:
                row["next_try"] = max(own, row["next_try"] or own)
            row, kept[key], tries = _counted(row, now)
    else:
        with known_trouble(desk.place), desk.engine.connect() as connection, connection.begin():
            row, values, tries = _counted(_row(connection, officer_id), now)
            _write(connection, officer_id, values)
    if tries is None:
        seconds = (row["next_try"] - now).total_seconds()
        raise Refused("login.wait", count=row["failures"], seconds=int(seconds) + 1)
    return tries


def clear(desk: Desk, officer_id: int) -> None:
    """The last try was right."""
    values = {"failures": 0, "failed_at": None, "next_try": None}
    if desk.file_readonly:
        with desk.read() as connection:
            key = _key(connection, officer_id)
        with _here() as kept:
            kept[key] = values
        return
    with known_trouble(desk.place), desk.engine.connect() as connection, connection.begin():
        _write(connection, officer_id, {**values, "last_login": desk.clock()})


def _key(connection: Connection, officer_id: int) -> str:
    """The officer of a data file and of all its backups."""
    operation = tables.operation
    query = select(operation.c.hash).order_by(operation.c.seq).limit(1)
    first = connection.execute(query).scalar() or ""
    return hashlib.sha256(f"{first} {officer_id}".encode()).hexdigest()


@contextmanager
def _here() -> Iterator[dict[str, dict[str, Any]]]:
    """What this PC counts itself; no other start of the program reads or writes meanwhile.

    What a block raises before it has counted leaves all as it was.
    """
    try:
        folder = places.settings_folder()
        folder.mkdir(parents=True, exist_ok=True)
        opened = _opened(folder / _HERE)
    except (OSError, sqlite3.Error):
        yield _unwritten
        return
    with closing(opened):
        kept = {key: _read(text) for key, text in opened.execute("SELECT key, value FROM tries")}
        yield kept
        rows = [(key, _written(values)) for key, values in kept.items() if values["failures"]]
        opened.execute("DELETE FROM tries")
        opened.executemany("INSERT INTO tries VALUES (?, ?)", rows[-_MOST_KEPT:])
        opened.execute("COMMIT")


def _opened(path: Path) -> sqlite3.Connection:
    """The small file in a writing transaction. Raises sqlite3.Error."""
    opened = sqlite3.connect(path, isolation_level=None, timeout=8)
    try:
        opened.execute("BEGIN IMMEDIATE")
        opened.execute("CREATE TABLE IF NOT EXISTS tries (key TEXT PRIMARY KEY, value TEXT)")
    except sqlite3.Error:
        opened.close()
        raise
    return opened


_MOST_KEPT = 1000
_TIMES = ("failed_at", "next_try")


def _written(values: dict[str, Any]) -> str:
    times = {name: values[name].isoformat() for name in _TIMES if values[name] is not None}
    return json.dumps({"failures": values["failures"], **times})


def _read(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
        times = {n: datetime.fromisoformat(found[n]) if n in found else None for n in _TIMES}
        return {"failures": int(found["failures"]), **times}
    except (ValueError, TypeError, KeyError):
        return {"failures": FREE, "failed_at": None, "next_try": None}


def _row(connection: Connection, officer_id: int) -> dict[str, Any]:
    found = connection.execute(select(_S).where(_S.c.officer_id == officer_id)).mappings().first()
    return dict(found) if found else {"failures": 0, "failed_at": None, "next_try": None}


def _counted(
    row: dict[str, Any], now: datetime
) -> tuple[dict[str, Any], dict[str, Any], Tries | None]:
    """The row, its new values and what was tried; no Tries: he has to wait, nothing is counted."""
    failures = row["failures"]
    if row["failed_at"] is None or now - row["failed_at"] > _FORGET:
        failures = 0
    if row["next_try"] is not None and row["next_try"] - now > _LONGEST:
        # The clock was set back: he waits by the clock as it goes now, and not for years.
        row = {**row, "next_try": now + _LONGEST}
    if row["next_try"] is not None and row["next_try"] > now:
        return row, {name: row[name] for name in _COUNTED}, None
    before, failures = row["failures"], failures + 1
    wait = 0 if failures < FREE else min(_FIRST * 2 ** min(failures - FREE, 10), _MOST)
    values = {
        "failures": failures,
        "failed_at": now,
        "next_try": now + timedelta(seconds=wait) if wait else None,
    }
    return row, values, Tries(before, max(0, FREE - failures), row.get("last_login"))


def _write(connection: Connection, officer_id: int, values: dict[str, Any]) -> None:
    done = connection.execute(_S.update().where(_S.c.officer_id == officer_id).values(values))
    if not done.rowcount:
        connection.execute(_S.insert().values(officer_id=officer_id, **values))
