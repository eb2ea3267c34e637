"""A child that types cells and says which were saved, to be killed while it types.

`python -m tests.faults.killer`: for each line (seed, tab, file) it opens the file and types cells
one after the other for ever. Before each step it prints `will work=progress …` (nothing behind the
sign: the cell is taken back to blank), after its commit `did SEQ HASH`: the operation's place in
the journal. So nobody has to guess what was under way when the kill came. It forks for every line,
so that only the first start pays for the imports.
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
from facilitydesk.services.desk import Desk
from facilitydesk.services.journal import auditing, undoing
from facilitydesk.services.week import Cell
from tests.store_fixtures import clock

WEEK = date(2026, 3, 9)


def progress(desk: Desk) -> dict[int, int]:
    """What the week's cells hold now, in 0.01 %; 0 is a figure, a blank cell is not among them."""
    rows = week.sheet(desk, WEEK).rows
    return {r.work_id: r.now.progress.raw for r in rows if r.now and r.now.progress is not None}


def type_for_ever(path: str, seed: int) -> None:
    """Types, pastes, takes back; every step is an operation of its own."""
    rng = Random(seed)
    with closing(files.open_desk(path, officer="王敏", clock=clock)) as desk:
        works = [row.work_id for row in week.sheet(desk, WEEK).rows]
        number = 0
        while True:
            number += 1
            now = progress(desk)
            chosen = rng.sample(works, min(12, len(works)) if number % 7 == 0 else 1)
            # No step may leave a cell as it was: there would be nothing to acknowledge.
            raw = rng.choice([n for n in rng.sample(range(10_001), 31) if n not in now.values()])
            if rng.random() < 0.1 and 0 not in now.values():
                raw = 0
            _say("will", *(f"{work}={raw}" for work in chosen))
            week.enter(desk, WEEK, [Cell(work, "progress", Percent(raw)) for work in chosen])
            _did(desk)
            if number % 11 == 0:
                _say("will", *(f"{work}={now.get(work, '')}" for work in chosen))
                undoing.undo_last(desk)
                _did(desk)


def _say(*words: str) -> None:
    os.write(1, (" ".join(words) + "\n").encode())


def _did(desk: Desk) -> None:
    head = auditing.current(desk)
    _say("did", str(head.seq), head.hash)


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
