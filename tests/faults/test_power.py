"""A few simulated power cuts, with the controls that show the simulation is worth something."""

from __future__ import annotations

from tests.faults import power


def test_nothing_acknowledged_is_lost_when_the_power_goes() -> None:
    score = power.run(12, seed=1)
    assert score.acknowledged > 40
    assert (score.lost, score.partial, score.corrupt, score.silent) == (0, 0, 0, 0)


def test_the_controls_hold() -> None:
    """Without synchronising most cuts must lose something, or the disk is no disk."""
    bad = power.run(8, seed=2, mode="DELETE/OFF")
    assert bad.runs_with_loss > bad.cuts // 2
    good = power.run(4, seed=2, mode="DELETE/EXTRA")
    assert (good.lost, good.partial, good.corrupt) == (0, 0, 0)


def test_a_disk_that_lies_is_found_out() -> None:
    """What such a disk loses is lost; but never is a damaged file opened without a word."""
    told = power.run(6, seed=4, lies=True)
    assert told.runs_with_loss > 0
    assert told.silent == 0
