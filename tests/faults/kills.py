"""Many kills: the child of killer.py dies at random moments; each acknowledged step must be there.

The judge guesses nothing: an acknowledged step is there when its operation is in the journal with
the hash that was acknowledged; beyond these there may be the one step that was announced and not
answered, as a whole; and the week's cells must be exactly what one of the two leaves.
"""

from __future__ import annotations

import os
import re
import select
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from facilitydesk.domain.problems import Trouble
from facilitydesk.services.datafile import files
from facilitydesk.services.desk import Desk
from facilitydesk.services.journal import auditing
from tests.faults.killer import progress
from tests.store_fixtures import add_work, clock

Cells = dict[int, int]
WHOLE = 10  # after every so many kills the file is checked whole


@dataclass
class Killed:
    """What came of so many kills."""

    kills: int = 0
    acknowledged: int = 0
    lost: list[str] = field(default_factory=list)
    gaps: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Step:
    """Cells that were announced, and the operation that was acknowledged for them, if any."""

    cells: dict[int, int | None]
    head: tuple[int, str] | None


@dataclass(frozen=True)
class Heard:
    """What a child said before it died."""

    steps: tuple[Step, ...]

    @staticmethod
    def of(lines: list[str]) -> Heard:
        steps: list[Step] = []
        for line in lines:
            word, *rest = line.split()
            if word == "will":
                pairs = (pair.split("=") for pair in rest)
                cells = {int(work): int(raw) if raw else None for work, raw in pairs}
                steps.append(Step(cells, None))
            elif word == "did":
                steps[-1] = Step(steps[-1].cells, (int(rest[0]), rest[1]))
        return Heard(tuple(steps))

    @property
    def heads(self) -> list[tuple[int, str]]:
        """The operations that were acknowledged."""
        return [step.head for step in self.steps if step.head]

    def states(self, before: Cells) -> list[Cells]:
        """What the file may hold: after all acknowledged steps, or after the one under way too."""
        now = dict(before)
        for step in self.steps:
            last = dict(now)
            for work, raw in step.cells.items():
                now.pop(work, None)
                if raw is not None:
                    now[work] = raw
            if step.head is None:
                return [last, now]
        return [now]


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

    def type_and_die(self, path: Path, seed: int, wanted: int, moment: float) -> Heard:
        """Killed a moment after so many steps were acknowledged; what was said until then."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{seed}\t{path}\n".encode())
        told = self._read(lambda said: "pid " in said and said.count("did ") >= wanted)
        while (pid := re.search(r"^pid (\d+)$", told, re.MULTILINE)) is None:
            told += self._read(bool)
        time.sleep(moment)
        os.kill(int(pid.group(1)), signal.SIGKILL)
        told += self._read(lambda said: said.endswith("gone\n"))
        return Heard.of(told.splitlines())

    def _read(self, enough: Callable[[str], bool]) -> str:
        """What comes, in whole lines, until it is enough; within half a minute."""
        assert self._process.stdout is not None
        pipe, told, stop = self._process.stdout.fileno(), b"", time.monotonic() + 30
        while not (told.endswith(b"\n") and enough(told.decode())):
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
    """So many kills on one file, one after the other."""
    score, rng = Killed(), Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "临溪县.fdk"
        with closing(
            files.create(path, home="临溪县", home_code="510999", officer="王敏", clock=clock)
        ) as desk:
            for number in range(30):
                add_work(desk, project=f"第{number}号楼项目")
            end = auditing.current(desk).seq
        known: Cells = {}
        with closing(Typist()) as typist:
            for number in range(kills):
                wanted = rng.choice((0, 1, 1, 2, 3, 5, 8, 12, 25))
                heard = typist.type_and_die(path, seed + number, wanted, rng.random() / 40)
                score.kills += 1
                score.acknowledged += len(heard.heads)
                whole = number % WHOLE == WHOLE - 1 or number == kills - 1
                known, end = judge(path, known, end, heard, score, f"kill {number}", whole=whole)
    return score


def judge(
    path: Path, before: Cells, end: int, heard: Heard, score: Killed, what: str, *, whole: bool
) -> tuple[Cells, int]:
    """Compare after one kill; the cells and the journal's end that the file has now."""
    try:
        with closing(files.open_desk(path, clock=clock)) as desk:
            missing = [seq for seq, mark in heard.heads if _hash(desk, seq) != mark]
            if whole:
                score.gaps += [f"{what}: {fault}" for fault in files.verify(desk).faults]
            found, now = progress(desk), auditing.current(desk).seq
    except Trouble as trouble:
        score.lost.append(f"{what}: does not open: {trouble}")
        return before, end
    if missing:
        score.lost.append(f"{what}: acknowledged operations {missing} are not in the journal")
    under_way = len(heard.steps) - len(heard.heads)
    more = now - max([end, *(seq for seq, _ in heard.heads)])
    if more not in (0, under_way):
        score.gaps.append(
            f"{what}: {more} operations more than acknowledged, {under_way} under way"
        )
    states = heard.states(before)
    if not missing and found != states[-1 if more else 0]:
        score.lost.append(f"{what}: cells {_differing(states[-1 if more else 0], found)}")
    return found, now


def _hash(desk: Desk, seq: int) -> str:
    with desk.read() as connection:
        return auditing.head(connection, seq).hash


def _differing(expected: Cells, found: Cells) -> dict[int, tuple[int | None, int | None]]:
    both = {work: (expected.get(work), found.get(work)) for work in {*expected, *found}}
    return {work: pair for work, pair in both.items() if pair[0] != pair[1]}
