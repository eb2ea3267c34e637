"""Entering a week, on both engines: what is stored, what is refused and why."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from facilitydesk.domain.quantities import Area, Percent
from facilitydesk.domain.stages import Stage
from facilitydesk.services import undoing, week, figures
from facilitydesk.services.desk import Desk
from facilitydesk.services.week import Cell

WEEK = date(2026, 3, 9)


def test_a_typed_cell_is_there_on_the_sheet(desk: Desk, make_work: Callable[..., int]) -> None:
    work = make_work()
    week.enter(desk, WEEK, [Cell(work, "progress", Percent.of(65))])
    undoing.undo_last(desk)
    undoing.redo_last(desk)
    (row,) = week.sheet(desk, WEEK).rows
    assert row.now is not None
    assert row.now.progress == Percent.of(65)
    figures.ask(desk, figures.Scope(WEEK))
    figures.ask(desk, figures.Scope(WEEK, with_pooled=False), by=figures.By.TOWNSHIP)
