"""A child that types cells and says which were saved, to be killed while it types.

`python -m tests.faults.killer`: for each line (seed, tab, file) it opens the file and types cells
one after the other for ever, printing `work=progress` after each commit. It forks for every line,
so that only the first start pays for the imports. No step leaves a cell as it was: every one is an
operation of its own.
"""

from __future__ import annotations

import os
import sys
from contextlib import closing
from datetime import date
from random import Random

from facilitydesk.domain.quantities import Percent
from facilitydesk.services import week
from facilitydesk.services.datafile import files
from facilitydesk.services.journal import undoing
from facilitydesk.services.week import Cell
from tests.store_fixtures import clock

WEEK = date(2026, 3, 9)


def type_for_ever(path: str, seed: int) -> None:
    """Types, pastes, takes back; every line is printed after its commit."""
    rng = Random(seed)
    with closing(files.open_desk(path, officer="王敏", clock=clock)) as desk:
        rows = week.sheet(desk, WEEK).rows
        works = [row.work_id for row in rows]
        now = {row.work_id: row.now.progress.raw for row in rows if row.now and row.now.progress}
        number = 0
        while True:
            number += 1
            chosen = rng.sample(works, min(12, len(works)) if number % 7 == 0 else 1)
            raw = rng.choice([n for n in rng.sample(range(10_001), 31) if n not in now.values()])
            week.enter(desk, WEEK, [Cell(work, "progress", Percent(raw)) for work in chosen])
            told = [f"{work}={raw}" for work in chosen]
            if number % 11 == 0:
                undoing.undo_last(desk)
                told = ["undo"]
            else:
                now |= dict.fromkeys(chosen, raw)
            os.write(1, (" ".join(told) + "\n").encode())


def main() -> None:
    for line in sys.stdin:
        seed, path = line.rstrip("\n").split("\t")
        child = os.fork()
        if child == 0:
            type_for_ever(path, int(seed))
        os.write(1, f"pid {child}\n".encode())
        os.waitpid(child, 0)
        os.write(1, b"gone\n")


if __name__ == "__main__":
    main()
