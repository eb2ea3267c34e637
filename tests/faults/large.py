"""A very large data file: what opening, checking and backing it up cost, and who has to wait."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from threading import Event, Thread
from typing import Any

from facilitydesk.domain.periods import week_start
from facilitydesk.domain.problems import Trouble
from facilitydesk.domain.quantities import Percent
from facilitydesk.services import week
from facilitydesk.services.datafile import backups, files, inspection
from facilitydesk.services.datafile.backups import Reason
from facilitydesk.services.desk import Desk
from facilitydesk.services.week import Cell
from facilitydesk.store import tables
from tests.faults import feeding
from tests.store_fixtures import add_work


@dataclass
class Large:
    """What a very large data file asks of the PC: seconds, and MB by which this process grew."""

    mb: float = 0
    opened: float = 0
    checked: float = 0  # looked through in the background
    backed_up: float = 0  # copied, opened again and compared
    typed: int = 0  # cells during the backup
    waited: float = 0  # the longest that one of them took
    busy: int = 0  # those that the officer was told to try again
    grown_mb: float = 0

    def __str__(self) -> str:
        return (
            f"{self.mb:,.0f} MB: opened in {self.opened:.2f} s, checked in {self.checked:.1f} s,"
            f" backed up in {self.backed_up:.1f} s; of {self.typed} cells typed meanwhile"
            f" {self.busy} had to be tried again, the slowest took {self.waited:.2f} s;"
            f" +{self.grown_mb:.0f} MB"
        )


def large_file(mb: int) -> Large:
    """A data file of that many MB is opened, checked, and backed up while somebody types."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "临溪县.fdk"
        with closing(files.create(path, home="临溪县", officer="王敏")) as desk:
            works = [add_work(desk, project=f"第{number}号楼项目") for number in range(3)]
            part = 0
            while path.stat().st_size < mb << 20:
                part += 1
                with desk.operation("test", "很多") as unit:
                    rows = [
                        {"list": "x", "name": f"{part}-{n}" + "名称" * 400} for n in range(5_000)
                    ]
                    unit.insert_many(tables.code_item, rows)
        told = Large(path.stat().st_size / (1 << 20))
        before = feeding.now_mb()
        told.opened, desk = _timed(lambda: files.open_desk(path, officer="王敏"))
        with closing(desk):
            told.checked, found = _timed(lambda: inspection.inspect(desk, deep=True))
            assert found.complete
            assert found.faults == ()
            with _typing(desk, works, told):
                told.backed_up, copy = _timed(lambda: backups.back_up(desk, Reason.HAND))
            assert copy.verified
            told.grown_mb = feeding.now_mb() - before
        return told


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    begin = time.monotonic()
    found = work()
    return time.monotonic() - begin, found


def _enter(desk: Desk, monday: date, cell: Cell) -> bool:
    """Whether the cell was stored; else the officer was told to try again."""
    try:
        week.enter(desk, monday, [cell])
    except Trouble as trouble:
        if trouble.code != "db.busy":
            raise
        return False
    return True


@contextmanager
def _typing(desk: Desk, works: list[int], told: Large) -> Iterator[None]:
    """Within, somebody types a cell every now and then."""
    stop, monday = Event(), week_start(desk.today)

    def go_on() -> None:
        number = 0
        while not stop.wait(0.1):
            number += 1
            cell = Cell(works[number % 3], "progress", Percent(number % 9_999 + 1))
            waited, stored = _timed(partial(_enter, desk, monday, cell))
            told.waited = max(told.waited, waited)
            told.typed += 1
            told.busy += not stored

    typist = Thread(target=go_on)
    typist.start()
    try:
        yield
    finally:
        stop.set()
        typist.join()
