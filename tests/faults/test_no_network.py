"""With a data file the program opens no socket at all, whatever an officer does in a day."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from facilitydesk.services.datafile import files
from tests.store_fixtures import add_work, clock

ROOT = Path(__file__).parents[2]
BOOK = ROOT / "tests" / "workbooks" / "01_项目进度表_总计在末.xlsx"


def run(*words: object, module: str = "tests.faults.day") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", module, *map(str, words)],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        timeout=240,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )


def test_a_day_of_work_opens_no_socket(template: Path, tmp_path: Path) -> None:
    path = tmp_path / "临溪县.fdk"
    path.write_bytes(template.read_bytes())
    with closing(files.open_desk(path, officer="王敏", clock=clock)) as desk:
        add_work(desk)
    folder = tmp_path / "文件"
    folder.mkdir()
    told = run(path, BOOK, folder)
    assert "network:" not in told.stderr
    assert (told.returncode, told.stdout.split()[-1:]) == (0, ["done"]), told.stderr[-3000:]


def test_the_watch_sees_a_socket() -> None:
    """The proof is worth nothing when the hook is blind."""
    code = "import tests.faults.day, socket; socket.socket()"
    told = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert told.returncode == 9
    assert "socket.__new__" in told.stderr
