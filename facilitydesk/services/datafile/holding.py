"""Taking hold of a data file for writing: only on this PC's own disk, only one at a time."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

from facilitydesk import places
from facilitydesk.domain.problems import Trouble
from facilitydesk.services.datafile import media
from facilitydesk.services.datafile.guard import writable
from facilitydesk.services.desk import Desk
from facilitydesk.store import journal
from facilitydesk.store.lock import FileLock, LockUnsupportedError


def take_lock(place: Path, officer: str, now: datetime) -> FileLock:
    """The writing lock of a data file. Raises Trouble where nothing may be written.

    medium.not_here (a share, a stick, a synchronised folder), file.read_only, lock.unsupported, or
    file.held naming officer, PC and time; `here` tells whether it is this PC and account.
    """
    if not place.is_file():
        raise Trouble("file.missing", path=place)
    refuse_medium(place)
    if not writable(place):
        raise Trouble("file.read_only", path=place)
    return hold(place, officer, now)


def hold(place: Path, officer: str, now: datetime) -> FileLock:
    """The lock of a name, where a data file lies or is to lie. Raises Trouble as above."""
    lock = FileLock(place)
    try:
        holder = lock.acquire(officer, now)
    except LockUnsupportedError as error:
        raise Trouble("lock.unsupported", path=place) from error
    except OSError as error:
        raise Trouble("file.read_only", path=place) from error
    if holder is not None:
        raise Trouble(
            "file.held",
            officer=holder.officer,
            host=holder.host,
            since=holder.since,
            here=holder.here,
        )
    return lock


def refuse_medium(place: Path, code: str = "medium.not_here") -> None:
    """Raises Trouble(code) for what should be copied to this PC before writing."""
    medium = media.medium_of(place)
    if medium.kind is media.Kind.REMOVABLE and places.belongs(place):
        return  # a portable program with its data, carried about together
    if not medium.safe and not media.may_write_anywhere():
        raise Trouble(code, path=place, medium=medium.where)


def check_name(place: Path) -> None:
    """Raises Trouble when the files beside a data file could not be named (255 bytes a name)."""
    if len(os.fsencode(place.name)) > _LONGEST_NAME:
        raise Trouble("file.name_long", path=place.name)


_LONGEST_NAME = 255 - len("-journal.part")


def chain_end(desk: Desk) -> tuple[int, str]:
    """Number and hash of the last operation of a data file."""
    with desk.read() as connection:
        return journal.end(connection)


def ask_to_raise(place: Path, seconds: float | None = None) -> bool:
    """Ask the window of this PC that holds the file to come forward; whether it answered.

    One that took hold of it only now (the icon was clicked twice) is still being built: it gets
    more time.
    """
    lock = FileLock(place)
    return lock.ask_to_raise(seconds or (_STARTING if lock.age() < _YOUNG else _ANSWER))


_ANSWER, _STARTING = 1.5, 12.0  # seconds to come forward
_YOUNG = 20.0


def asked_to_raise(desk: Desk) -> bool:
    """Whether another start asked our window to come forward; answers it."""
    return desk.lock is not None and desk.lock.asked_to_raise()
