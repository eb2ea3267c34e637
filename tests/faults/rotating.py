"""Many backups with faults in between, and a restore against the clock."""

from __future__ import annotations

import errno
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from unittest import mock

from facilitydesk.domain.problems import Trouble
from facilitydesk.domain.quantities import Percent
from facilitydesk.services import week
from facilitydesk.services.datafile import backups, files, restoring
from facilitydesk.services.datafile.backups import Reason
from facilitydesk.services.datafile.progress import Step
from facilitydesk.services.week import Cell
from facilitydesk.store import backup
from tests.faults.killer import WEEK
from tests.faults.memory_disk import throw_away
from tests.store_fixtures import NOW, add_work


@dataclass
class Rotated:
    """What came of so many rotations."""

    rotations: int = 0
    faults: int = 0
    refused: int = 0  # backups that a fault prevented, told to the officer
    listed: int = 0
    sound: int = 0


def rotate(count: int, seed: int) -> Rotated:
    """Backups over years: the clock jumps, the disk fails, the list of copies is spoilt."""
    told, rng = Rotated(), Random(seed)
    now = [NOW]

    def clock() -> datetime:
        return now[0]

    with throw_away() as folder:
        path = folder / "临溪县.fdk"
        files.create(path, home="临溪县", officer="王敏", clock=clock).close()
        with closing(files.open_desk(path, officer="王敏", clock=clock)) as desk:
            work = add_work(desk)
            where = backups.places(desk)
            for number in range(count):
                now[0] += timedelta(hours=rng.choice((0.5, 5, 30, 200)))
                if rng.random() < 0.03:
                    now[0] += timedelta(days=rng.choice((-2000, -40, 40, 900)))
                cell = Cell(work, "progress", Percent(number * 7 % 10_000))
                week.enter(desk, WEEK, [cell])
                fault = rng.choice(FAULTS) if rng.random() < 0.2 else nothing
                told.faults += fault is not nothing
                try:
                    with fault(rng, where.folder) as step:
                        backups.back_up(desk, Reason.TIMER, step=step)
                except Trouble:
                    told.refused += 1
                told.rotations += 1
                if number % 25 == 24 or number == count - 1:
                    good = [copy for copy in backups.copies(where) if copy.verified]
                    told.listed += len(good)
                    told.sound += sum(map(as_listed, good))
    return told


def as_listed(copy: backups.Copy) -> bool:
    """Whether a copy is sound and still what was written down about it."""
    try:
        return backup.check(copy.path).content.digest == copy.content
    except (OSError, backup.UnsoundError):
        return False


Fault = Callable[[Random, Path], AbstractContextManager[Step | None]]


@contextmanager
def nothing(_rng: Random, _folder: Path) -> Iterator[Step | None]:
    yield None


@contextmanager
def stopped(rng: Random, _folder: Path) -> Iterator[Step | None]:
    """No room left while the copy is made or compared."""
    left = iter(range(rng.randrange(3), -1, -1))

    def step(_done: int, _total: int, _text: str) -> None:
        if next(left, 1) == 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    yield step


@contextmanager
def unsynced(rng: Random, _folder: Path) -> Iterator[Step | None]:
    """The nth synchronising of the copy, its folder or the list fails."""
    left, error = iter(range(rng.randrange(6), -1, -1)), rng.choice((errno.EIO, errno.ENOSPC))

    def fsync(_handle: int) -> None:
        if next(left, 1) == 0:
            raise OSError(error, os.strerror(error))

    with mock.patch.object(os, "fsync", fsync):
        yield None


@contextmanager
def not_replaced(rng: Random, _folder: Path) -> Iterator[Step | None]:
    """The nth file does not get its name."""
    left, real = iter(range(rng.randrange(3), -1, -1)), Path.replace

    def replace(self: Path, target: Path) -> Path:
        if next(left, 1) == 0:
            raise OSError(errno.EACCES, os.strerror(errno.EACCES))
        return real(self, target)

    with mock.patch.object(Path, "replace", replace):
        yield None


@contextmanager
def list_spoilt(rng: Random, folder: Path) -> Iterator[Step | None]:
    """The list of copies is cut, emptied, nonsense or gone."""
    path = folder / "backups.json"
    if path.exists():
        data = path.read_bytes()
        bad = rng.choice((data[: rng.randrange(len(data))], b"", b"[1, 2]", b'{"copies": 7}', None))
        path.unlink() if bad is None else path.write_bytes(bad)
    yield None


@contextmanager
def copy_spoilt(rng: Random, folder: Path) -> Iterator[Step | None]:
    """A copy is deleted, cut short, or overwritten by another program's file of another length."""
    there = sorted(folder.glob("*.fdk"))
    if there:
        path = rng.choice(there)
        deed = rng.randrange(3)
        if deed == 0:
            path.unlink()
        else:
            path.write_bytes(b"" if deed == 1 else path.read_bytes()[: rng.randrange(60_000)])
    yield None


FAULTS: tuple[Fault, ...] = (stopped, unsynced, not_replaced, list_spoilt, copy_spoilt)


def restore_drill() -> tuple[float, int]:
    """Seconds from a damaged file of a county to working data, and rows lost beyond the backup."""
    from facilitydesk.services.demo.make import create_demo

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "临溪县.fdk"
        with closing(create_demo(path, today=NOW.date())) as desk:
            copy = backups.back_up(desk, Reason.HAND)
            rows = dict(backup.check(copy.path).content.rows)
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
        begin = time.monotonic()
        with suppress(Trouble):
            files.open_desk(path, officer="王敏").close()
        newest = backups.newest(backups.places_of(path))
        assert newest is not None
        restoring.restore(path, newest.path, officer="王敏")
        with closing(files.open_desk(path, officer="王敏")) as desk:
            assert files.verify(desk).faults == ()
            seconds = time.monotonic() - begin
        after = backup.check(path).content.rows
        lost = sum(max(0, count - after.get(name, 0)) for name, count in rows.items())
    return seconds, lost


__all__ = ["restore_drill", "rotate"]
