"""Several starts at the same instant: one has the file, every other is told who has it."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest

from facilitydesk.services.datafile import files, holding
from facilitydesk.services.desk import Desk

_START = """
import os, sys, time
from facilitydesk.domain.problems import Trouble
from facilitydesk.services.datafile import files, holding
rounds, starters = 6, 4
for number in range(rounds):
    path = sys.argv[1] if sys.argv[2] == "open" else f"{sys.argv[1]}{number}.fdk"
    begin, ends = time.monotonic() + 0.15, []
    for each in range(starters):
        reading, writing = os.pipe()
        if os.fork() == 0:
            while time.monotonic() < begin:
                pass
            try:
                way = files.open_desk if sys.argv[2] == "open" else files.create
                desk = way(path, officer=f"第{each}人")
                os.write(writing, b"open")
                time.sleep(0.4)
            except Trouble as trouble:
                os.write(writing, trouble.code.encode())
            os._exit(0)
        os.close(writing)
        ends.append(reading)
    print(*sorted(os.read(reading, 99).decode() for reading in ends), flush=True)
    for reading in ends:
        os.wait()
        os.close(reading)
"""


def starts(path: Path, way: str) -> list[str]:
    """What came of each round."""
    told = subprocess.run(
        [sys.executable, "-c", _START, str(path), way],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    return told.stdout.splitlines()


@pytest.mark.skipif(sys.platform == "win32", reason="the starters are forked")
def test_one_of_four_has_the_file(file_desk: Desk) -> None:
    file_desk.close()
    held = ["file.held file.held file.held open"]
    assert starts(Path(file_desk.place), "open") == held * 6


@pytest.mark.skipif(sys.platform == "win32", reason="the starters are forked")
def test_four_that_make_the_same_new_file_make_one(tmp_path: Path) -> None:
    rounds = starts(tmp_path / "新", "new")
    for told in rounds:
        one, *others = sorted(told.split(), key="open".__ne__)
        assert one == "open"
        assert set(others) <= {"file.held", "file.exists"}
    made = sorted(tmp_path.glob("*.fdk"))
    assert len(made) == len(rounds) == 6
    for path in made:
        with closing(files.open_desk(path, readonly=True)) as desk:
            assert files.verify(desk).faults == ()
    assert not [*tmp_path.glob("*.part*")]


@pytest.mark.parametrize("age", [0, 60], ids=["just opening", "open for long"])
def test_a_window_that_is_just_opening_is_waited_for(
    file_desk: Desk, monkeypatch: pytest.MonkeyPatch, age: int
) -> None:
    """The icon was clicked twice: the second start waits for the first one's window."""
    monkeypatch.setattr(holding, "_ANSWER", 0.05)
    path = Path(file_desk.place)
    taken = time.time() - age
    os.utime(path.with_name(path.name + ".lock"), (taken, taken))
    window = threading.Timer(1, holding.asked_to_raise, [file_desk])
    window.start()
    assert holding.ask_to_raise(path) == (age == 0)
    window.join()
