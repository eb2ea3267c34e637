"""A child that types cells and says which were saved, to be killed while it types.

`python -m tests.faults.killer FILE SEED`: for each round it waits for a line, then types cells one
after the other for ever, printing `work progress` after each commit. It forks for every round, so
that only the first start pays for the imports.
"""

from __future__ import annotations

import os
import sys
from contextlib import closing
from datetime import date
from random import Random

from facilitydesk.domain.quantities import Percent
from facilitydesk.services import files, undoing, week
from facilitydesk.services.week import Cell
from tests.store_fixtures import clock

WEEK = date(2026, 3, 9)


def type_for_ever(path: str, seed: int) -> None:
    """Types, pastes, takes back; every line is printed after its commit."""
    rng = Random(seed)
    with closing(files.open_desk(path, officer="王敏", clock=clock)) as desk:
        works = [row.work_id for row in week.sheet(desk, WEEK).rows]
        number = 0
        while True:
            number += 1
            percent = Percent(rng.randrange(10_000))
            chosen = rng.sample(works, 12 if number % 7 == 0 else 1)
            week.enter(desk, WEEK, [Cell(work, "progress", percent) for work in chosen])
            told = [f"{work}={percent.raw}" for work in chosen]
            if number % 11 == 0:
                undoing.undo_last(desk)
                told = ["undo"]
            os.write(1, (" ".join(told) + "\n").encode())


def main() -> None:
    path, seed = sys.argv[1], int(sys.argv[2])
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            type_for_ever(path, seed + int(line))
        os.write(1, f"pid {child}\n".encode())
        os.waitpid(child, 0)
        os.write(1, b"gone\n")


if __name__ == "__main__":
    main()
