"""A short run through our services that says what was saved, for failing system calls.

`python -m tests.faults.scripted`: a process that has imported and used all of it once, and forks
for every line it reads (file, seed, where to write what is said). The child stops itself until
somebody lets it go on, so that a tracer can be attached first. The run types, pastes, takes back,
makes a backup, locks and unlocks; each step says `saved SEQ HASH` after its commit or
`refused CODE`, and the run goes on. Nothing else may come out of it.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from facilitydesk.domain.problems import Refused, Trouble
from facilitydesk.domain.quantities import Percent
from facilitydesk.services import locks, settings, week
from facilitydesk.services.datafile import backups, files
from facilitydesk.services.datafile.backups import Reason
from facilitydesk.services.desk import Desk
from facilitydesk.services.journal import auditing, undoing
from facilitydesk.services.projects import notes
from facilitydesk.services.week import Cell
from tests.entering import added
from tests.faults.killer import WEEK
from tests.faults.memory_disk import throw_away
from tests.store_fixtures import add_work, clock


def a_file(folder: Path) -> Path:
    """The file before every run: six works of a county, one backup."""
    folder.mkdir()
    path = folder / "临溪县.fdk"
    with closing(
        files.create(path, home="临溪县", home_code="510999", officer="王敏", clock=clock)
    ) as desk:
        for number in range(6):
            add_work(desk, project=f"第{number}号楼项目")
        backups.back_up(desk, Reason.HAND)
    return path


def steps(desk: Desk, seed: int) -> list[Callable[[], Any]]:
    works = [row.work_id for row in week.sheet(desk, WEEK).rows]
    project = week.sheet(desk, WEEK).rows[0].project_id

    def typed(chosen: list[int], percent: int) -> Callable[[], Any]:
        cells = [Cell(work, "progress", Percent(percent)) for work in chosen]
        return lambda: week.enter(desk, WEEK, cells)

    return [
        typed(works[:1], 1000 + seed % 1000),
        typed(works, 2000 + seed % 1000),
        lambda: added(notes.enter, desk, {"text": "停工三周，已约谈。" * 40}, project_id=project),
        lambda: undoing.undo_last(desk),
        typed(works[1:2], 3000 + seed % 1000),
        lambda: backups.back_up(desk, Reason.HAND),
        lambda: settings.change(desk, "bureau", f"临溪县教育和体育局{seed}"),
        lambda: locks.submit_week(desk, WEEK),
        lambda: locks.unlock_week(desk, WEEK, "更正"),
        typed(works[2:], 4000 + seed % 1000),
    ]


def work(path: Path, seed: int, out: int) -> None:
    """The run itself; what is said goes to a file descriptor."""
    try:
        desk = files.open_desk(path, officer="王敏", clock=clock)
    except Trouble as trouble:
        os.write(out, f"refused {trouble.code}\n".encode())
        return
    with closing(desk):
        try:
            todo = steps(desk, seed)
        except Trouble as trouble:
            os.write(out, f"refused {trouble.code}\n".encode())
            return
        for step in todo:
            try:
                step()
                head = auditing.current(desk)
                os.write(out, f"saved {head.seq} {head.hash}\n".encode())
            except (Trouble, Refused) as trouble:
                os.write(out, f"refused {trouble.code}\n".encode())


def warm_up() -> None:
    """Import and use everything once, so that a forked child needs nothing more."""
    with throw_away() as place, open(os.devnull, "wb") as nowhere:  # noqa: PTH123 - no file of a disk
        work(a_file(place / "warm"), 0, nowhere.fileno())
    gc.collect()
    gc.freeze()
    assert threading.active_count() == 1, "a fork would lose a thread"


def main() -> None:
    warm_up()
    os.write(1, b"ready\n")
    for line in sys.stdin:
        path, seed, said = line.rstrip("\n").split("\t")
        child = os.fork()
        if child == 0:
            for number, name in ((1, said), (2, f"{said}.err")):
                handle = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
                os.dup2(handle, number)
            os.kill(os.getpid(), signal.SIGSTOP)
            work(Path(path), int(seed), 1)
            break  # as any program ends
        os.waitpid(child, os.WUNTRACED)
        os.write(1, f"{child}\n".encode())
        _, status = os.waitpid(child, 0)
        os.write(1, f"gone {os.waitstatus_to_exitcode(status)}\n".encode())


if __name__ == "__main__":
    main()
