"""Many kills: the child of killer.py dies at random moments; each acknowledged cell must be there."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from facilitydesk.services import files, week
from tests.faults.killer import WEEK
from tests.store_fixtures import add_work, clock


@dataclass
class Killed:
    """What came of so many kills."""

    kills: int = 0
    acknowledged: int = 0
    lost: list[str] = field(default_factory=list)
    gaps: list[str] = field(default_factory=list)


def lines(pipe: int, count: int = 0, end: bytes = b"\0") -> bytes:
    """What the child says: so many lines, or up to a word; within half a minute."""
    told, stop = b"", time.monotonic() + 30
    while end not in told and not (count and told.count(b"\n") >= count):
        assert time.monotonic() < stop, "nothing more came from the child"
        if select.select([pipe], [], [], 1)[0]:
            told += os.read(pipe, 65536)
    return told


def run(kills: int, seed: int) -> Killed:
    """So many kills on one file, one after the other; the file is checked whole each tenth time."""
    score, rng = Killed(), Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "临溪县.fdk"
        with closing(
            files.create(path, home="临溪县", home_code="510999", officer="王敏", clock=clock)
        ) as desk:
            for number in range(30):
                add_work(desk, project=f"第{number}号楼项目")
        child = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.killer", str(path), str(seed)],
            cwd=Path(__file__).parents[2],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
        )
        assert child.stdin is not None
        assert child.stdout is not None
        known: dict[int, int] = {}
        try:
            for number in range(kills):
                child.stdin.write(f"{number}\n".encode())
                wanted = rng.choice((0, 1, 1, 2, 3, 5, 8, 12, 25))  # acknowledged, then a moment
                told = lines(child.stdout.fileno(), wanted + 1)
                pid = next(
                    int(w[1]) for w in map(str.split, told.decode().splitlines()) if w[0] == "pid"
                )
                time.sleep(rng.random() / 40)
                os.kill(pid, signal.SIGKILL)
                told += lines(child.stdout.fileno(), end=b"gone\n")
                said = [t for t in told.decode().splitlines() if "=" in t or t == "undo"]
                score.kills += 1
                score.acknowledged += len(said)
                known = one(path, known, said, score, f"kill {number}", whole=number % 10 == 9)
        finally:
            child.stdin.close()
            child.terminate()
            child.wait()
            child.stdout.close()
    return score


def one(
    path: Path, known: dict[int, int], said: list[str], score: Killed, what: str, *, whole: bool
) -> dict[int, int]:
    """Compare after one kill; what the file holds now."""
    states = [dict(known)]
    for line in said:
        if line == "undo":  # the step before it was saved and taken back in one round
            states.append(dict(states[-1]))
        else:
            pairs = (pair.split("=") for pair in line.split())
            states.append(states[-1] | {int(work): int(raw) for work, raw in pairs})
    with closing(files.open_desk(path, clock=clock)) as desk:
        if whole:
            score.gaps += [f"{what}: {fault}" for fault in files.verify(desk).faults]
        rows = week.sheet(desk, WEEK).rows
        found = {r.work_id: r.now.progress.raw for r in rows if r.now and r.now.progress}
    expected = states[-1]
    differing = [work for work in found if found[work] != expected.get(work)]
    # One step more may have been under way, as a whole: one cell or a block of one value.
    one_more = len({found[w] for w in differing}) <= 1 and len(differing) in (0, 1, 12)
    if set(expected) - set(found) or not one_more:
        score.lost.append(what)
    return found
