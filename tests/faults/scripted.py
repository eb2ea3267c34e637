"""A short run through our services that says what was saved, for failing system calls.

`python -m tests.faults.scripted FILE`: types, pastes, takes back, imports, makes a backup, locks
and unlocks; each step prints `saved SEQ HASH` after its commit or `refused CODE`, and the run goes
on. Nothing else may come out of it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from facilitydesk.domain.problems import Refused, Trouble
from facilitydesk.domain.quantities import Percent
from facilitydesk.interchange.importing import run_import
from facilitydesk.services import auditing, backups, files, locks, notes, settings, undoing, week
from facilitydesk.services.backups import Reason
from facilitydesk.services.desk import Desk
from facilitydesk.services.week import Cell
from tests.faults.killer import WEEK
from tests.store_fixtures import clock

BOOK = Path(__file__).parents[1] / "workbooks" / "14_导出_GBK.csv"


def steps(desk: Desk, seed: int) -> list[Callable[[], Any]]:
    works = [row.work_id for row in week.sheet(desk, WEEK).rows]
    project = week.sheet(desk, WEEK).rows[0].project_id

    def typed(chosen: list[int], percent: int) -> Callable[[], Any]:
        cells = [Cell(work, "progress", Percent(percent)) for work in chosen]
        return lambda: week.enter(desk, WEEK, cells)

    return [
        typed(works[:1], 1000 + seed),
        typed(works, 2000 + seed),
        lambda: notes.add(desk, project, {"text": "停工三周，已约谈。" * 40}),
        lambda: undoing.undo_last(desk),
        typed(works[1:2], 3000 + seed),
        lambda: backups.back_up(desk, Reason.HAND),
        lambda: settings.change(desk, "bureau", f"临溪县教育和体育局{seed}"),
        lambda: locks.submit_week(desk, WEEK),
        lambda: locks.unlock_week(desk, WEEK, "更正"),
        typed(works[2:], 4000 + seed),
    ]


def main() -> None:
    os.write(1, b"ready\n")
    try:
        desk = files.open_desk(sys.argv[1], officer="王敏", clock=clock)
    except Trouble as trouble:
        os.write(1, f"refused {trouble.code}\n".encode())
        return
    with closing(desk):
        try:
            todo = steps(desk, int(sys.argv[2]))
        except Trouble as trouble:
            os.write(1, f"refused {trouble.code}\n".encode())
            return
        if len(sys.argv) > 3:
            todo.insert(4, lambda: run_import(desk, BOOK))
        for step in todo:
            try:
                step()
                head = auditing.current(desk)
                os.write(1, f"saved {head.seq} {head.hash}\n".encode())
            except (Trouble, Refused) as trouble:
                os.write(1, f"refused {trouble.code}\n".encode())


if __name__ == "__main__":
    main()
