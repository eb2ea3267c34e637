"""Deeds in any order beside a plain dictionary.

Open, edit cells, areas and asset cards, paste, import, undo, redo, back up, restore, and killed
while somebody types.

The long run is `python -m tests.faults --only machine`.
"""

from __future__ import annotations

import shutil
import tempfile
from contextlib import closing
from pathlib import Path
from typing import ClassVar

from hypothesis import HealthCheck, settings
from hypothesis import seed as with_seed
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from facilitydesk.domain.quantities import Area, Percent
from facilitydesk.interchange.importing import run_import
from facilitydesk.services import week
from facilitydesk.services.areas import buildings
from facilitydesk.services.datafile import backups, files, restoring
from facilitydesk.services.datafile.backups import Reason
from facilitydesk.services.edits import Edit, Edited
from facilitydesk.services.equipment import assets
from facilitydesk.services.journal import undoing
from facilitydesk.services.week import Cell
from facilitydesk.store import tables
from tests.entering import added
from tests.faults import kills
from tests.faults.killer import WEEK, progress
from tests.faults.memory_disk import throw_away
from tests.store_fixtures import NOW, add_work, clock

Model = dict[int, int]


class AnyOrder(RuleBasedStateMachine):
    """The file beside what an officer knows was saved."""

    typist: ClassVar[kills.Typist]
    place: ClassVar[Path]

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(dir=self.place))
        self.path = self.folder / "临溪县.fdk"
        self.desk = files.create(self.path, home="临溪县", officer="王敏", clock=clock)
        self.works = [add_work(self.desk, project=f"第{n}号楼项目") for n in range(4)]
        school = self._school()
        house = {"school": school, "name": "教学楼", "area": Area(1_200_00)}
        card = {"school_id": school, "equipment_class": "图书", "item": "图书", "quantity": 500}
        self.house = added(buildings.enter, self.desk, house).row_id
        self.card = assets.enter(self.desk, (), [card]).row_id
        self.model: Model = {self.house: 1_200_00, self.card: 500}
        self.before: list[Model] = []  # what undo goes back to
        self.after: list[Model] = []  # what redo goes on to
        self.kept: list[tuple[Path, Model]] = []

    @rule(work=st.integers(0, 3), percent=st.integers(0, 10_000))
    def edit(self, work: int, percent: int) -> None:
        self._enter({self.works[work]: percent})

    @rule(percent=st.integers(0, 10_000))
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

    @rule(area=st.integers(1, 9_999_99))
    def measure(self, area: int) -> None:
        """A building's area is typed over."""
        if self.model[self.house] != area:
            told = buildings.enter(self.desk, [Edit(self.house, "area", Area(area))])
            self._stored(told, self.house, area)

    @rule(quantity=st.integers(1, 9_999))
    def count(self, quantity: int) -> None:
        """The pieces of an asset card are typed over."""
        if self.model[self.card] != quantity:
            told = assets.enter(self.desk, [Edit(self.card, "quantity", quantity)])
            self._stored(told, self.card, quantity)

    def _stored(self, told: Edited, key: int, value: int) -> None:
        assert told.rejected == ()
        self.before.append(dict(self.model))
        self.after.clear()
        self.model[key] = value

    @rule(percents=st.lists(st.integers(200, 10_000), min_size=1, max_size=4))
    def take_in(self, percents: list[int]) -> None:
        """A table of some of the works; the county says that it counts.

        Below 2 % a share of 1 may be meant, and the reader asks.
        """
        table = self.folder / "进度.csv"
        lines = [f"城关镇中心小学,第{n}号楼项目,{raw / 100:.2f}" for n, raw in enumerate(percents)]
        table.write_text("\n".join(["学校名称,项目名称,工程进度（%）", *lines]), encoding="utf-8")
        told = run_import(self.desk, table, as_of=NOW.date(), update=True)
        # The same table again is no step; one that only brings the project's programme is.
        if any(counts["created"] or counts["updated"] for counts in told.changed.values()):
            self.before.append(dict(self.model))
            self.after.clear()
        self.model |= dict(zip(self.works, percents, strict=False))

    @rule(seed=st.integers(0, 10**6), wanted=st.integers(0, 12), moment=st.integers(0, 20))
    def kill(self, seed: int, wanted: int, moment: int) -> None:
        """Another window types and dies; what it said is there, one step more at most."""
        self.desk.close()
        heard = self.typist.type_and_die(self.path, seed, wanted, moment / 1000)
        self.desk = files.open_desk(self.path, officer="王敏", clock=clock)
        found = self._found()
        assert found in heard.states(self.model), (self.model, heard, found)
        self.model, self.before, self.after = found, [], []  # how many steps it took is not known

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
        assert self._found() == self.model

    def _found(self) -> Model:
        """The week's cells, the building's area and the pieces of the card."""
        found = progress(self.desk)
        with self.desk.read() as connection:
            for column in (tables.building.c.area, tables.asset.c.quantity):
                rows = connection.execute(select(column.table.c.id, column))
                found |= {row[0]: row[1] for row in rows}
        return found

    def _school(self) -> int:
        with self.desk.read() as connection:
            return int(connection.execute(select(tables.school.c.id)).scalar_one())

    def teardown(self) -> None:
        assert files.verify(self.desk).faults == ()
        self.desk.close()
        shutil.rmtree(self.folder)


def run(examples: int, steps: int = 20, seed: int | None = None) -> None:
    """So many runs of so many deeds; without a seed always the same ones."""
    wanted = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        derandomize=seed is None,
        database=None,
    )
    with throw_away() as place, closing(kills.Typist()) as typist:
        AnyOrder.place, AnyOrder.typist = place, typist
        machine = AnyOrder if seed is None else with_seed(seed)(AnyOrder)
        run_state_machine_as_test(machine, settings=wanted)


def test_deeds_in_any_order_leave_what_was_saved() -> None:
    run(6, 12)
