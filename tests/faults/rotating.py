"""Many backups with faults in between, a restore against the clock, and a very large file."""

from __future__ import annotations

import os
import tempfile
import time
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from facilitydesk.domain.problems import Trouble
from facilitydesk.domain.quantities import Percent
from facilitydesk.services import backups, files, restoring, week
from facilitydesk.services.backups import Reason
from facilitydesk.services.week import Cell
from facilitydesk.store import backup, tables
from tests.faults import feeding
from tests.faults.killer import WEEK
from tests.store_fixtures import NOW, add_work


@dataclass
class Rotated:
    """What came of so many rotations."""

    rotations: int = 0
    faults: int = 0
    listed: int = 0
    sound: int = 0


def rotate(count: int, seed: int) -> Rotated:
    """Backups over months, the clock jumping, copies stopped half way or their folder gone."""
    told, rng = Rotated(), Random(seed)
    now = [NOW]

    def clock() -> datetime:
        return now[0]

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "临溪县.fdk"
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
                fault = rng.random() < 0.2
                at, deed = rng.randrange(1, 4), [0]

                def stop(
                    _done: int, _total: int, _text: str, at: int = at, deed: list[int] = deed
                ) -> None:
                    deed[0] += 1
                    if deed[0] == at:
                        raise OSError(28, os.strerror(28))

                with suppress(Trouble):
                    backups.back_up(desk, Reason.TIMER, step=stop if fault else None)
                told.rotations += 1
                told.faults += fault
                if number % 25 == 24 or number == count - 1:
                    good = [copy for copy in backups.copies(where) if copy.verified]
                    told.listed += len(good)
                    told.sound += sum(
                        backup.check(copy.path).content.digest == copy.content for copy in good
                    )
    return told


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


def large_file(mb: int) -> tuple[float, float, float]:
    """A data file of that many MB: its size, how long opening takes, by how much memory grows."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "临溪县.fdk"
        with closing(files.create(path, home="临溪县", officer="王敏")) as desk:
            while path.stat().st_size < mb << 20:
                with desk.operation("test", "很多") as unit:
                    rows = [{"list": "x", "name": f"{n}" + "名称" * 400} for n in range(20_000)]
                    unit.insert_many(tables.code_item, rows)
        before, begin = feeding.now_mb(), time.monotonic()
        with closing(files.open_desk(path, officer="王敏")):
            seconds = time.monotonic() - begin
            grown = feeding.now_mb() - before
        return path.stat().st_size / (1 << 20), seconds, grown


__all__ = ["large_file", "restore_drill", "rotate"]
