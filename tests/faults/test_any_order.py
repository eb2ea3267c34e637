"""Deeds in any order beside a plain dictionary: open, edit, paste, undo, redo, back up, restore.

The long run is `python -m tests.faults --only machine`.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from facilitydesk.domain.quantities import Percent
from facilitydesk.services import backups, files, restoring, undoing, week
from facilitydesk.services.backups import Reason
from facilitydesk.services.week import Cell
from tests.faults.killer import WEEK
from tests.store_fixtures import add_work, clock

Model = dict[int, int]


class AnyOrder(RuleBasedStateMachine):
    """The file beside what an officer knows was saved."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.path = self.folder / "临溪县.fdk"
        self.desk = files.create(self.path, home="临溪县", officer="王敏", clock=clock)
        self.works = [add_work(self.desk, project=f"第{n}号楼项目") for n in range(4)]
        self.model: Model = {}
        self.before: list[Model] = []  # what undo goes back to
        self.after: list[Model] = []  # what redo goes on to
        self.kept: list[tuple[Path, Model]] = []

    @rule(work=st.integers(0, 3), percent=st.integers(1, 10_000))
    def edit(self, work: int, percent: int) -> None:
        self._enter({self.works[work]: percent})

    @rule(percent=st.integers(1, 10_000))
    def paste(self, percent: int) -> None:
        self._enter(dict.fromkeys(self.works, percent))

    def _enter(self, wanted: Model) -> None:
        if {**self.model, **wanted} == self.model:
            return
        cells = [Cell(work, "progress", Percent(raw)) for work, raw in wanted.items()]
        assert week.enter(self.desk, WEEK, cells).rejected == ()
        self.before.append(dict(self.model))
        self.after.clear()
        self.model |= wanted

    @precondition(lambda self: self.before)
    @rule()
    def undo(self) -> None:
        undoing.undo_last(self.desk)
        self.after.append(self.model)
        self.model = self.before.pop()

    @precondition(lambda self: self.after)
    @rule()
    def redo(self) -> None:
        undoing.redo_last(self.desk)
        self.before.append(self.model)
        self.model = self.after.pop()

    @rule()
    def back_up(self) -> None:
        copy = backups.back_up(self.desk, Reason.HAND)
        self.kept.append((copy.path, dict(self.model)))

    @precondition(lambda self: self.kept)
    @rule(which=st.integers(0, 9))
    def restore(self, which: int) -> None:
        source, then = self.kept[which % len(self.kept)]
        self.desk.close()
        restoring.restore(self.path, source, officer="王敏", clock=clock)
        self.desk = files.open_desk(self.path, officer="王敏", clock=clock)
        self.model = dict(then)
        self.before, self.after = [], []  # a restore is taken back with the file set aside
        self._forget_steps()

    def _forget_steps(self) -> None:
        """Steps from before the restore are not counted here: the next edits are."""
        cells = [
            Cell(self.works[0], "progress", Percent(self.model.get(self.works[0], 0) % 9_999 + 1))
        ]
        week.enter(self.desk, WEEK, cells)
        self.model[self.works[0]] = cells[0].value.raw  # type: ignore[union-attr]  # a Percent

    @rule()
    def reopen(self) -> None:
        self.desk.close()
        self.desk = files.open_desk(self.path, officer="王敏", clock=clock)

    @invariant()
    def the_file_is_what_was_saved(self) -> None:
        rows = week.sheet(self.desk, WEEK).rows
        found = {r.work_id: r.now.progress.raw for r in rows if r.now and r.now.progress}
        assert found == self.model

    def teardown(self) -> None:
        assert files.verify(self.desk).faults == ()
        self.desk.close()
        shutil.rmtree(self.folder)


def run(examples: int, steps: int = 20) -> None:
    run_state_machine_as_test(
        AnyOrder,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_deeds_in_any_order_leave_what_was_saved() -> None:
    run(6, 12)
