"""No guessing: after five wrong passwords one waits, and starting the program again is no help.

The count stands in the data file, outside the journal. A try is counted before the password is
looked at and taken back when it was right, so that many tries at once are counted too. Where the
file cannot be written, the count lives as long as the program.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, select

from facilitydesk.domain.problems import Refused
from facilitydesk.services.desk import Desk, known_trouble
from facilitydesk.store import tables

FREE = 5  # tries without waiting
_FIRST, _MOST = 60, 15 * 60  # seconds of waiting: one minute, doubled each time, at most this
_FORGET = timedelta(hours=1)
_S = tables.officer_secret


@dataclass(frozen=True, slots=True)
class Tries:
    """What was tried before: wrong tries since the last log-in, and how many are left at once."""

    failures: int
    left: int
    last_login: datetime | None


_unwritten: dict[tuple[str, int], dict[str, Any]] = {}


def count(desk: Desk, officer_id: int) -> Tries:
    """Count a try. Raises Refused("login.wait") while the officer has to wait."""
    if desk.file_readonly:
        with desk.read() as connection:
            row = _row(connection, officer_id)
        row |= _unwritten.get((str(desk.place), officer_id), {})
        values, tries = _counted(row, desk.clock())
        _unwritten[str(desk.place), officer_id] = values
        return tries
    with known_trouble(desk.place), desk.engine.connect() as connection, connection.begin():
        values, tries = _counted(_row(connection, officer_id), desk.clock())
        _write(connection, officer_id, values)
        return tries


def clear(desk: Desk, officer_id: int) -> None:
    """The last try was right."""
    values = {"failures": 0, "failed_at": None, "next_try": None}
    if desk.file_readonly:
        _unwritten[str(desk.place), officer_id] = values
        return
    with known_trouble(desk.place), desk.engine.connect() as connection, connection.begin():
        _write(connection, officer_id, {**values, "last_login": desk.clock()})


def _row(connection: Connection, officer_id: int) -> dict[str, Any]:
    found = connection.execute(select(_S).where(_S.c.officer_id == officer_id)).mappings().first()
    return dict(found) if found else {"failures": 0, "failed_at": None, "next_try": None}


def _counted(row: dict[str, Any], now: datetime) -> tuple[dict[str, Any], Tries]:
    failures = row["failures"]
    if row["failed_at"] is None or now - row["failed_at"] > _FORGET:
        failures = 0
    # A clock that was set back must not make anybody wait for years.
    if row["next_try"] is not None:
        left = min(row["next_try"] - now, timedelta(seconds=_MOST))
        if left > timedelta(0):
            raise Refused("login.wait", count=failures, seconds=int(left.total_seconds()) + 1)
    before, failures = row["failures"], failures + 1
    wait = 0 if failures < FREE else min(_FIRST * 2 ** min(failures - FREE, 10), _MOST)
    values = {
        "failures": failures,
        "failed_at": now,
        "next_try": now + timedelta(seconds=wait) if wait else None,
    }
    return values, Tries(before, max(0, FREE - failures), row.get("last_login"))


def _write(connection: Connection, officer_id: int, values: dict[str, Any]) -> None:
    done = connection.execute(_S.update().where(_S.c.officer_id == officer_id).values(values))
    if not done.rowcount:
        connection.execute(_S.insert().values(officer_id=officer_id, **values))
