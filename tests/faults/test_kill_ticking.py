"""Killed in the middle of ticking: every tick that was said to be saved is there, none is half."""

from __future__ import annotations

import subprocess
import sys
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from facilitydesk.services.datafile import files
from facilitydesk.services.money import reconcile
from facilitydesk.store.journal import verify_part
from tests.services.money import a_month
from tests.store_fixtures import clock

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("after", [1, 6, 11])
def test_every_tick_is_there_after_a_kill(tmp_path: Path, after: int) -> None:
    path = tmp_path / "临溪县.fdk"
    new = files.create(path, home="临溪县", home_code="510999", officer="王敏", clock=clock)
    with closing(new) as desk:
        a_month.ledger(desk)
        a_month.statement(desk, tmp_path)
        run_id, _ = reconcile.start(desk, date(2026, 1, 31))
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.ticker", str(path), str(run_id)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=ROOT,
    )
    assert child.stdout is not None
    assert child.stdin is not None
    said = [child.stdout.readline().decode().strip() for _ in range(after)]
    child.kill()
    said += child.stdout.read().decode().split()  # what was saved before the kill came
    child.wait()
    child.stdin.close()
    child.stdout.close()
    with closing(files.open_desk(path, officer="王敏", clock=clock)) as desk:
        ticks = reconcile.look(desk, run_id).ticks
        held = [",".join(str(key) for key in (*each.payments, *each.lines)) for each in ticks]
        assert held[: len(said)] == said
        assert len(held) - len(said) in (0, 1)  # the last one may have been saved unsaid
        assert not any(each.difference for each in ticks)
        with desk.read() as connection:
            assert verify_part(connection, (0, ""))[0] is None
        # Going on needs nothing: the rest is proposed again.
        reconcile.take_proposals(desk, run_id, reconcile.look(desk, run_id).green)
        assert len(reconcile.look(desk, run_id).ticks) == 17
