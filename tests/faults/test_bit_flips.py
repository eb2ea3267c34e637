"""Bits that flip on a bad disk: every one that changes what an officer would read is found.

SQLite's own check misses those inside a value; rows beside their journal, and the journal's chain,
do not. The long run is `python -m tests.faults.test_bit_flips COUNT SEED`.
"""

from __future__ import annotations

import sqlite3
import sys
import tempfile
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from random import Random

from facilitydesk.domain.problems import Trouble
from facilitydesk.services.datafile import files
from facilitydesk.services.demo.make import create_demo
from tests.store_fixtures import NOW, add_work, clock

FLIPS = 80


@dataclass
class Score:
    """Of so many flips: found, without effect on any row, and silent (must be none)."""

    found: int = 0
    without_effect: int = 0
    silent: int = 0


def content(path: Path) -> object:
    """All rows of all tables as they lie in the file; None when they cannot be read."""
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as file:
            file.text_factory = bytes
            names = [
                row[0].decode()
                for row in file.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
            ]
            return [
                (name, sorted(map(repr, file.execute(f"SELECT * FROM {name}")))) for name in names
            ]
    except (sqlite3.Error, UnicodeError):
        return None


def found(path: Path) -> bool:
    """Whether opening the file or checking it names the damage."""
    try:
        with closing(files.open_desk(path, readonly=True, clock=clock)) as desk:
            return bool(files.verify(desk).faults)
    except Trouble:
        return True


def flip(good: bytes, before: object, path: Path, count: int, seed: int) -> Score:
    rng, score = Random(seed), Score()
    for _ in range(count):
        bad = bytearray(good)
        bad[rng.randrange(len(bad))] ^= 1 << rng.randrange(8)
        path.write_bytes(bytes(bad))
        if found(path):
            score.found += 1
        elif content(path) == before:
            score.without_effect += 1
        else:
            score.silent += 1
    return score


def test_no_flipped_bit_changes_a_figure_silently(template: Path, tmp_path: Path) -> None:
    path = tmp_path / "临溪县.fdk"
    path.write_bytes(template.read_bytes())
    with closing(files.open_desk(path, officer="王敏", clock=clock)) as desk:
        for number in range(40):
            add_work(desk, project=f"第{number}号楼项目", note="说明" * 20)
    good = path.read_bytes()
    score = flip(good, content(path), path, FLIPS, 16)
    assert score.silent == 0
    assert score.found > 4  # most of a small file is room to grow


def main() -> None:
    count, seed = int(sys.argv[1]), int(sys.argv[2])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "临溪县.fdk"
        create_demo(path, today=NOW.date()).close()
        print(flip(path.read_bytes(), content(path), path, count, seed))


if __name__ == "__main__":
    main()
