"""Many kills: the child of killer.py dies at random moments; each acknowledged cell must be there."""

from __future__ import annotations

import os
import re
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

from facilitydesk.services import week
from facilitydesk.services.datafile import files
from tests.faults.killer import WEEK
from tests.store_fixtures import add_work, clock


@dataclass
class Killed:
    """What came of so many kills."""

    kills: int = 0
    acknowledged: int = 0
    lost: list[str] = field(default_factory=list)
    gaps: list[str] = field(default_factory=list)


class Typist:
    """The process of killer.py: types into a file until it is killed, and says what was saved."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.killer"],
            cwd=Path(__file__).parents[2],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
        )

    def type_and_die(self, path: Path, seed: int, wanted: int, moment: float) -> list[str]:
        """What was acknowledged: so many steps, and those of a moment more before the kill."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{seed}\t{path}\n".encode())
        told = self._read(lines=wanted + 1)  # the number of the process is one of them
        while (pid := re.search(r"^pid (\d+)$", told, re.MULTILINE)) is None:
            told += self._read(lines=1)
        time.sleep(moment)
        os.kill(int(pid.group(1)), signal.SIGKILL)
        told += self._read(end="gone\n")
        return [line for line in told.splitlines() if "=" in line or line == "undo"]

    def _read(self, lines: int = 0, end: str = "\0") -> str:
        """What comes: so many lines, or up to a word; within half a minute."""
        assert self._process.stdout is not None
        pipe, told, stop = self._process.stdout.fileno(), b"", time.monotonic() + 30
        while end.encode() not in told and not (lines and told.count(b"\n") >= lines):
            assert time.monotonic() < stop, "nothing more came from the child"
            if select.select([pipe], [], [], 1)[0]:
                told += os.read(pipe, 65536)
        return told.decode()

    def close(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.terminate()
        self._process.wait()
        self._process.stdout.close()


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
        known: dict[int, int] = {}
        with closing(Typist()) as typist:
            for number in range(kills):
                wanted = rng.choice((0, 1, 1, 2, 3, 5, 8, 12, 25))
                said = typist.type_and_die(path, seed + number, wanted, rng.random() / 40)
                score.kills += 1
                score.acknowledged += len(said)
                known = one(path, known, said, score, f"kill {number}", whole=number % 10 == 9)
    return score


def after(known: dict[int, int], said: list[str]) -> dict[int, int]:
    """What must be there when so many steps were acknowledged."""
    now = dict(known)
    for line in said:
        if line != "undo":  # that step was saved and taken back in one round
            now |= {int(work): int(raw) for work, raw in (p.split("=") for p in line.split())}
    return now


def fits(expected: dict[int, int], found: dict[int, int]) -> bool:
    """All as acknowledged; the one step that was under way may be there too, as a whole."""
    differing = {work for work in found if found[work] != expected.get(work)}
    values = {found[work] for work in differing}
    whole = (0, 1, min(12, len(found)))
    return not set(expected) - set(found) and len(values) <= 1 and len(differing) in whole


def one(
    path: Path, known: dict[int, int], said: list[str], score: Killed, what: str, *, whole: bool
) -> dict[int, int]:
    """Compare after one kill; what the file holds now."""
    expected = after(known, said)
    with closing(files.open_desk(path, clock=clock)) as desk:
        if whole:
            score.gaps += [f"{what}: {fault}" for fault in files.verify(desk).faults]
        rows = week.sheet(desk, WEEK).rows
        found = {r.work_id: r.now.progress.raw for r in rows if r.now and r.now.progress}
    if not fits(expected, found):
        there = {work: (expected.get(work), found.get(work)) for work in {*expected, *found}}
        wrong = {work: pair for work, pair in there.items() if pair[0] != pair[1]}
        score.lost.append(f"{what}: expected and found {wrong} after {len(said)}, {said[-2:]}")
    return found
