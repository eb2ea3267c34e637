"""The lists that papers print as of a day: works, corrections, milestones.

The figures come from figures.py and dashboard/; here are the rows that stand below them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from facilitydesk.domain.figures import Figures, WorkState, figures
from facilitydesk.domain.milestones import Step
from facilitydesk.domain.periods import LooseDate
from facilitydesk.domain.quantities import Area, Money, Percent, Quantity
from facilitydesk.domain.rates import Basis
from facilitydesk.domain.words.terms import AreaCategory, Level
from facilitydesk.services.desk import Desk
from facilitydesk.services.figures import PeriodScope, Scope, work_states
from facilitydesk.services.projects import milestones as milestone_rows
from facilitydesk.store.reads import papers as reads
from facilitydesk.store.reads.papers import WorkNames
from facilitydesk.store.tables import programme, region


@dataclass(frozen=True, slots=True)
class WorkLine:
    """A work on the day: its names and its state."""

    names: WorkNames
    state: WorkState

    @property
    def label(self) -> str:
        """The project's name, with that of the work where it has one of its own."""
        names = self.names
        same = not names.work or names.work == names.project
        return names.project if same else f"{names.project}（{names.work}）"

    @property
    def counted(self) -> Figures:
        """What this work adds to the figures of a day."""
        return figures([self.state], as_of=date.min, basis=Basis.AREA)

    @property
    def is_building(self) -> bool:
        """Whether the work's area is 校舍 and enters area rates."""
        state = self.state
        return state.category is AreaCategory.BUILDING and not state.is_equipment


def works(desk: Desk, scope: Scope) -> tuple[WorkLine, ...]:
    """The works of a scope as they were on its day, dropped ones left out, in register order."""
    with desk.read() as connection:
        states = {state.work_id: state for state in work_states(connection, desk, scope)}
        names = reads.work_names(connection, scope.as_of, _asked(scope))
    lines = (WorkLine(each, states[each.work_id]) for each in names if each.work_id in states)
    return tuple(line for line in lines if not line.state.dropped)


@dataclass(frozen=True, slots=True)
class Corrected:
    """A cumulative figure that was corrected downward, with its reason."""

    township: str
    school: str
    project: str
    field: str  # key in domain.fields
    week: date
    before: Quantity
    after: Quantity
    reason: str


_KINDS: dict[str, type[Quantity]] = {
    "progress": Percent,
    "started_area": Area,
    "completed_area": Area,
    "invested": Money,
}


def corrections(desk: Desk, scope: Scope, since: date) -> tuple[Corrected, ...]:
    """The corrections after `since` up to the scope's day."""
    with desk.read() as connection:
        found = reads.corrections(connection, since, scope.as_of, _asked(scope))
    return tuple(
        Corrected(
            row.township,
            row.school,
            row.project,
            row.field,
            row.week,
            _KINDS[row.field](row.before),
            _KINDS[row.field](row.after),
            row.reason,
        )
        for row in found
    )


@dataclass(frozen=True, slots=True)
class Milestone:
    """A step of a project: planned, frozen and actual day, and how many days late it is."""

    step: Step
    planned: LooseDate | None
    frozen: LooseDate | None
    actual: LooseDate | None
    late: int | None


@dataclass(frozen=True, slots=True)
class ProjectSteps:
    """A project with its milestones in the order of a work's life."""

    names: WorkNames
    steps: tuple[Milestone, ...]


def milestones(desk: Desk, scope: Scope) -> tuple[ProjectSteps, ...]:
    """The projects of a scope that have milestones, with how late each step is on the day.

    A step is measured against its frozen date, else against its planned one. What was reached
    after the day counts as not reached yet.
    """
    with desk.read() as connection:
        names = reads.work_names(connection, scope.as_of, _asked(scope))
        rows = reads.milestones(connection, _asked(scope))
    by_project: dict[int, list[Milestone]] = {}
    for row in rows:
        planned, frozen, actual = (_loose(row.planned), _loose(row.frozen), _loose(row.actual))
        if actual is not None and actual.first > scope.as_of:
            actual = None
        late = milestone_rows.late(frozen or planned, planned, actual, scope.as_of)
        step = Milestone(Step(row.step), planned, frozen, actual, late)
        by_project.setdefault(row.project_id, []).append(step)
    order = {step: place for place, step in enumerate(Step)}
    seen: dict[int, WorkNames] = {}
    for each in names:
        seen.setdefault(each.project_id, each)
    return tuple(
        ProjectSteps(name, tuple(sorted(by_project[key], key=lambda m: order[m.step])))
        for key, name in seen.items()
        if key in by_project
    )


@dataclass(frozen=True, slots=True)
class Home:
    """The region of the data file and what its parts are called."""

    name: str
    level: Level

    @property
    def parts(self) -> str:
        """The word for the units below: 乡镇 of a county, 县（市、区） of a prefecture."""
        return "乡镇" if self.level is Level.COUNTY else "县（市、区）"

    @property
    def whole(self) -> str:
        """全县 or 全市."""
        return "全县" if self.level is Level.COUNTY else "全市"


def home(desk: Desk) -> Home:
    """The home region of the data file."""
    with desk.read() as connection:
        query = select(region.c.name, region.c.level).where(region.c.id == desk.home_id)
        name, level = connection.execute(query).one()
    return Home(name, Level(level))


def programme_basis(desk: Desk, programme_id: int | None) -> Basis | None:
    """The basis by which a programme's rates are counted, where it has one of its own."""
    if programme_id is None:
        return None
    with desk.read() as connection:
        query = select(programme.c.basis).where(programme.c.id == programme_id)
        basis = connection.execute(query).scalar()
    return Basis(basis) if basis else None


def _loose(text: str | None) -> LooseDate | None:
    return LooseDate(text) if text else None


def _asked(scope: Scope) -> dict[str, Any]:
    return {
        "programme_id": scope.programme_id,
        "year": scope.as_of.year if scope.period is PeriodScope.YEAR else None,
        "with_pooled": scope.with_pooled,
    }
