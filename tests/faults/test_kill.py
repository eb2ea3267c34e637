"""kill -9 at any moment: what was acknowledged is there, what is there is whole.

This proves our own code (acknowledge after commit, journal in the same transaction, restart with
a hot journal), not the disk: SQLite's settings are proved elsewhere.
"""

from __future__ import annotations

import os
import shutil
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from facilitydesk.services import week
from facilitydesk.services.datafile import files
from facilitydesk.services.desk import Desk
from tests.faults import kills
from tests.faults.killer import WEEK
from tests.store_fixtures import add_work, clock

KILLS = 40
pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the child forks for every round")


def test_every_acknowledged_cell_survives_forty_kills(file_desk: Desk, tmp_path: Path) -> None:
    for number in range(30):
        add_work(file_desk, project=f"第{number}号楼项目")
    path, rng = Path(file_desk.place), Random(11)
    file_desk.close()
    acknowledged, known = 0, dict[int, int]()
    with closing(kills.Typist()) as typist:
        for number in range(KILLS):
            wanted = rng.choice((0, 1, 2, 3, 5, 8, 12))
            said = typist.type_and_die(path, 7 + number, wanted, rng.randrange(25) / 1000)
            acknowledged += len(said)
            # A copy is looked at, so that the next round finds the hot journal itself.
            copy = tmp_path / f"copy-{number}"
            copy.mkdir()
            for each in path.parent.glob(path.name + "*"):
                if not each.name.endswith(".lock"):
                    shutil.copyfile(each, copy / each.name)
            expected = kills.after(known, said)
            with closing(files.open_desk(copy / path.name, clock=clock)) as desk:
                assert files.verify(desk).faults == ()
                rows = week.sheet(desk, WEEK).rows
                known = {r.work_id: r.now.progress.raw for r in rows if r.now and r.now.progress}
            assert kills.fits(expected, known), f"kill {number}: an acknowledged cell is missing"
    assert acknowledged > KILLS
