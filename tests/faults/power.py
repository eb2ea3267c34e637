"""Power cuts under our own services: what was acknowledged is there, what is there is whole."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random

from sqlalchemy import create_engine

from facilitydesk.domain.problems import Trouble
from facilitydesk.domain.quantities import Percent
from facilitydesk.services import week
from facilitydesk.services.datafile import files
from facilitydesk.services.desk import Desk
from facilitydesk.services.journal import auditing, undoing
from facilitydesk.services.projects import notes
from facilitydesk.services.week import Cell
from facilitydesk.store import engine
from tests.entering import added
from tests.faults.killer import WEEK
from tests.faults.powervfs import Disk, Driver
from tests.store_fixtures import add_work, clock

LONGEST = 1200  # changes of the disk before the power goes, at most
SHIPPED: dict[str, str] = {}
MODES: dict[str, dict[str, str]] = {
    "TRUNCATE/EXTRA": SHIPPED,
    "DELETE/EXTRA": {"PRAGMA journal_mode=TRUNCATE": "PRAGMA journal_mode=DELETE"},
    "DELETE/OFF": {
        "PRAGMA journal_mode=TRUNCATE": "PRAGMA journal_mode=DELETE",
        "PRAGMA synchronous=EXTRA": "PRAGMA synchronous=OFF",
    },
}


@dataclass
class Power:
    """What came of so many cuts."""

    cuts: int = 0
    acknowledged: int = 0
    lost: int = 0  # acknowledged operations that are not in the file afterwards
    runs_with_loss: int = 0
    corrupt: int = 0  # refused at opening, or found by the check
    partial: int = 0  # rows that are not what the journal says, or a journal with gaps
    silent: int = 0  # a lying disk only: neither refused, found nor whole


def work_of_days(desk: Desk, rng: Random, told: Callable[[], None]) -> None:
    """Cells, pasted blocks, notes and steps taken back; `told` is called after each commit."""
    rows = week.sheet(desk, WEEK).rows
    works = [row.work_id for row in rows]
    number = 0
    while True:
        number += 1
        if number % 9 == 0:
            undoing.undo_last(desk)
        elif number % 5 == 0:
            text = "停工三周，已约谈。" * rng.randrange(1, 60)
            added(notes.enter, desk, {"text": text}, project_id=rows[0].project_id)
        else:
            chosen = rng.sample(works, 12 if number % 4 == 0 else 1)
            percent = Percent(rng.randrange(10_000))
            week.enter(desk, WEEK, [Cell(work, "progress", percent) for work in chosen])
        told()


def a_file(folder: Path) -> bytes:
    """The file before every cut: thirty works of a county."""
    path = folder / "临溪县.fdk"
    with closing(
        files.create(path, home="临溪县", home_code="510999", officer="王敏", clock=clock)
    ) as desk:
        for number in range(30):
            add_work(desk, project=f"第{number}号楼项目")
    return path.read_bytes()


@contextmanager
def on(driver: Driver) -> Iterator[None]:
    """Engines opened within use the driver."""
    before = vars(engine)["create_engine"]
    engine.create_engine = partial(create_engine, module=driver)  # type: ignore[attr-defined]  # imported there
    try:
        yield
    finally:
        engine.create_engine = before  # type: ignore[attr-defined]  # the same


def one_cut(
    good: bytes, folder: Path, seed: int, mode: str, score: Power, *, lies: bool = False
) -> None:
    """Work until the power goes at a random moment, then open what the disk holds."""
    rng = Random(seed)
    path = folder / "临溪县.fdk"
    for stale in folder.glob("临溪县.fdk*"):
        stale.unlink()
    path.write_bytes(good)
    disk = Disk(seed, cut_at=rng.randrange(1, LONGEST), lies=lies)
    disk.put(str(path), good)
    acknowledged: list[tuple[int, str]] = []
    desk: Desk | None = None
    try:
        with on(Driver(disk, MODES[mode])):
            desk = files.open_desk(path, officer="王敏", clock=clock)
            held = desk

            def told() -> None:
                assert held.guard is not None
                acknowledged.extend(held.guard._ends)

            work_of_days(desk, rng, told)
    except Trouble as trouble:
        assert trouble.code in {"db.io", "file.damaged", "file.missing"}, trouble.code  # noqa: PT017
    finally:
        if desk is not None:
            desk.close()
        disk.unregister()
    assert disk.image is not None
    for stale in folder.glob("临溪县.fdk*"):
        stale.unlink()
    for name, data in disk.image.items():
        if name.startswith(str(path)):
            Path(name).write_bytes(data)
    score.cuts += 1
    score.acknowledged += len(acknowledged)
    judge(path, acknowledged, score)


def judge(path: Path, acknowledged: list[tuple[int, str]], score: Power) -> None:
    """Open the file after a cut as the next start does, and compare."""
    try:
        with closing(files.open_desk(path, officer="王敏", clock=clock)) as desk:
            faults = files.verify(desk).faults
            with desk.read() as connection:
                there = {(seq, auditing.head(connection, seq).hash) for seq, _ in acknowledged}
                head = auditing.head(connection)
    except Trouble:
        score.corrupt += 1
        score.lost += len(acknowledged)
        score.runs_with_loss += bool(acknowledged)
        return
    lost = len(set(acknowledged) - there)
    score.lost += lost
    score.runs_with_loss += bool(lost)
    if any("结构检查" in fault for fault in faults):
        score.corrupt += 1
    elif faults:
        score.partial += 1
    elif lost and head.seq == (acknowledged[-1][0] if acknowledged else 0):
        score.silent += 1
    if acknowledged and not lost and head.seq > acknowledged[-1][0] + 1:
        score.partial += 1  # more than the one operation under way


def run(cuts: int, seed: int, mode: str = "TRUNCATE/EXTRA", *, lies: bool = False) -> Power:
    """So many cuts in one mode."""
    score = Power()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        good = a_file(folder)
        for number in range(cuts):
            one_cut(good, folder, seed * 100_003 + number, mode, score, lies=lies)
    return score
