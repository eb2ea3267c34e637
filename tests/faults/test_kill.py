"""kill -9 at any moment: what was acknowledged is there, what is there is whole.

This proves our own code (acknowledge after commit, journal in the same transaction, restart with
a hot journal), not the disk: SQLite's settings are proved elsewhere.
"""

from __future__ import annotations

import os
import select
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from facilitydesk.services import files, week
from facilitydesk.services.desk import Desk
from tests.faults.killer import WEEK
from tests.store_fixtures import add_work, clock

KILLS = 40
pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the child forks for every round")


@pytest.fixture
def typist(file_desk: Desk) -> Iterator[tuple[subprocess.Popen[bytes], Path]]:
    for number in range(30):
        add_work(file_desk, project=f"第{number}号楼项目")
    path = Path(file_desk.place)
    file_desk.close()
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.killer", str(path), "7"],
        cwd=Path(__file__).parents[2],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        bufsize=0,
    )
    yield child, path
    with child:
        child.terminate()


class Lines:
    """The child's lines, as they come."""

    def __init__(self, child: subprocess.Popen[bytes]) -> None:
        assert child.stdout is not None
        self._pipe = child.stdout.fileno()
        self._rest = b""

    def next(self, seconds: float = 30) -> str:
        stop = time.monotonic() + seconds
        while b"\n" not in self._rest:
            left = stop - time.monotonic()
            assert left > 0, "nothing more came from the child"
            if select.select([self._pipe], [], [], left)[0]:
                more = os.read(self._pipe, 65536)
                assert more, "the child ended"
                self._rest += more
        line, self._rest = self._rest.split(b"\n", 1)
        return line.decode()

    def until(self, end: str) -> list[str]:
        """Lines up to the one that begins with `end` (which is the last of them)."""
        found = [self.next()]
        while not found[-1].startswith(end):
            found.append(self.next())
        return found


def test_every_acknowledged_cell_survives_forty_kills(
    typist: tuple[subprocess.Popen[bytes], Path], tmp_path: Path
) -> None:
    child, path = typist
    lines, rng = Lines(child), Random(11)
    assert child.stdin is not None
    acknowledged = 0
    known: dict[int, int] = {}
    for number in range(KILLS):
        child.stdin.write(f"{number}\n".encode())
        pid = int(lines.until("pid ")[-1].split()[1])
        said = [lines.next() for _ in range(rng.choice((0, 1, 2, 3, 5, 8, 12)))]
        time.sleep(rng.randrange(25) / 1000)
        os.kill(pid, signal.SIGKILL)
        said += [line for line in lines.until("gone") if "=" in line or line == "undo"]
        acknowledged += len(said)
        before = dict(known)
        possible = states(before, said)
        # A copy is looked at, so that the next round finds the hot journal itself.
        copy = tmp_path / f"copy-{number}"
        copy.mkdir()
        for each in path.parent.glob(path.name + "*"):
            if not each.name.endswith(".lock"):
                shutil.copyfile(each, copy / each.name)
        with closing(files.open_desk(copy / path.name, clock=clock)) as desk:
            assert files.verify(desk).faults == ()
            rows = week.sheet(desk, WEEK).rows
            known = {r.work_id: r.now.progress.raw for r in rows if r.now and r.now.progress}
        assert fits(possible, known), f"kill {number}: an acknowledged cell is missing"
    assert acknowledged > KILLS


def states(known: dict[int, int], said: list[str]) -> dict[int, int]:
    """What the table must hold after the acknowledged steps."""
    history = [dict(known)]
    for line in said:
        if line == "undo":
            # The step before the undo was saved and taken back within one round of the child.
            history.append(dict(history[-1]))
            continue
        now = dict(history[-1])
        now.update({int(work): int(raw) for work, raw in (p.split("=") for p in line.split())})
        history.append(now)
    return history[-1]


def fits(expected: dict[int, int], found: dict[int, int]) -> bool:
    """All as acknowledged; the one step that was under way may be there too, as a whole."""
    differing = {work for work in found if found.get(work) != expected.get(work)}
    missing = set(expected) - set(found)
    if missing:
        return False
    values = {found[work] for work in differing}
    return len(values) <= 1 and len(differing) in (0, 1, 12)
