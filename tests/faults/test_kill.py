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

from facilitydesk.domain.quantities import Percent
from facilitydesk.services import week
from facilitydesk.services.desk import Desk
from facilitydesk.services.journal import auditing
from facilitydesk.services.week import Cell
from tests.faults import audit_attacks, kills
from tests.faults.killer import WEEK
from tests.faults.kills import Heard, Killed
from tests.store_fixtures import add_work

KILLS = 40


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the child forks for every round")
def test_every_acknowledged_cell_survives_forty_kills(file_desk: Desk, tmp_path: Path) -> None:
    for number in range(30):
        add_work(file_desk, project=f"第{number}号楼项目")
    path, rng, score = Path(file_desk.place), Random(11), Killed()
    known, end = dict[int, int](), auditing.current(file_desk).seq
    file_desk.close()
    with closing(kills.Typist()) as typist:
        for number in range(KILLS):
            wanted = rng.choice((0, 1, 2, 3, 5, 8, 12))
            heard = typist.type_and_die(path, 7 + number, wanted, rng.randrange(25) / 1000)
            score.acknowledged += len(heard.heads)
            # A copy is looked at, so that the next round finds the hot journal itself.
            copy = tmp_path / f"copy-{number}"
            copy.mkdir()
            for each in path.parent.glob(path.name + "*"):
                if not each.name.endswith(".lock"):
                    shutil.copyfile(each, copy / each.name)
            place, what = copy / path.name, f"kill {number}"
            known, end = kills.judge(place, known, end, heard, score, what, whole=True)
    assert (score.lost, score.gaps) == ([], [])
    assert score.acknowledged > KILLS


@pytest.fixture
def typed(file_desk: Desk) -> tuple[Path, Heard]:
    """A file in which 0 % was typed into one cell and 40 % over it into another; what was said."""
    works = [add_work(file_desk, project=f"第{number}号楼项目") for number in range(2)]
    said = []
    for work, raw in zip((0, 1, 1), (0, 3000, 4000), strict=True):
        said.append(f"will {works[work]}={raw}")
        week.enter(file_desk, WEEK, [Cell(works[work], "progress", Percent(raw))])
        head = auditing.current(file_desk)
        said.append(f"did {head.seq} {head.hash}")
    file_desk.close()
    return Path(file_desk.place), Heard.of(said)


def verdict(path: Path, heard: Heard) -> Killed:
    score = Killed()
    kills.judge(path, {}, heard.heads[0][0] - 1, heard, score, "kill", whole=False)
    return score


def test_the_judge_calls_nothing_lost_that_is_there(typed: tuple[Path, Heard]) -> None:
    """Nor when the last answer did not come: 0 % and a value typed over another are there."""
    path, heard = typed
    assert verdict(path, heard) == Killed()
    *others, last = heard.steps
    unanswered = Heard((*others, kills.Step(last.cells, None)))
    assert verdict(path, unanswered) == Killed()


@pytest.mark.parametrize("gone", ["the last step", "a cell", "a step and its rows"])
def test_the_judge_sees_what_is_lost(typed: tuple[Path, Heard], gone: str) -> None:
    path, heard = typed
    last = heard.heads[-1][0]
    if gone != "a cell":
        for table in ("change", "operation"):
            audit_attacks.run(path, f"DELETE FROM {table} WHERE seq = {last}")
    if gone != "the last step":
        audit_attacks.run(path, "UPDATE week_entry SET progress = 3000 WHERE progress = 4000")
    (told,) = verdict(path, heard).lost
    assert ("not in the journal" in told) == (gone != "a cell")


def test_the_judge_sees_a_step_too_many(typed: tuple[Path, Heard]) -> None:
    path, heard = typed
    told = verdict(path, Heard(heard.steps[:2]))
    assert "1 operations more than acknowledged, 0 under way" in told.gaps[0]
