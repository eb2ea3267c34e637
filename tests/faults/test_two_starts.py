"""Two starts at the same instant: one has the file, every other is told who has it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from facilitydesk.services.desk import Desk

_START = """
import os, sys, time
from facilitydesk.domain.problems import Trouble
from facilitydesk.services.datafile import files
rounds, starters = 6, 4
for number in range(rounds):
    begin, ends = time.monotonic() + 0.15, []
    for each in range(starters):
        reading, writing = os.pipe()
        if os.fork() == 0:
            while time.monotonic() < begin:
                pass
            try:
                desk = files.open_desk(sys.argv[1], officer=f"第{each}人")
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


@pytest.mark.skipif(sys.platform == "win32", reason="the starters are forked")
def test_one_of_four_has_the_file(file_desk: Desk) -> None:
    file_desk.close()
    told = subprocess.run(
        [sys.executable, "-c", _START, str(file_desk.place)],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.splitlines() == ["file.held file.held file.held open"] * 6
