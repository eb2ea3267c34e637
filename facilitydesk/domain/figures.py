"""The figures of a group of works as of a date: counts, areas, money, and the rates they make.

This is where a start or completion rate is computed. Rules (domain practice, see the messages of
each note): "started" includes completed; area rates count 校舍 only; a blank area of a started
or completed work counts its planned area and the basis says how many; 调整/取消 leaves numerator
and denominator; projects of nature 设备购置 are procurement, not construction.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from facilitydesk.domain.quantities import Area, Money
from facilitydesk.domain.rates import WORKS_PLAN, Basis, Figure, Rate
from facilitydesk.domain.stages import Stage, StageGroup
from facilitydesk.domain.words.terms import EQUIPMENT_NATURE, AreaCategory


@dataclass(frozen=True, slots=True)
class WorkState:
    """One work on day D: its register facts and the last entry with as_of ≤ D (raw integers)."""

    work_id: int
    project_id: int
    school_id: int
    township_id: int | None
    programme_id: int
    year: int | None
    nature: str
    pooled: bool
    category: AreaCategory
    planned_area: int | None
    planned_investment: int | None
    stage: Stage | None = None
    progress: int | None = None
    started_area: int | None = None
    completed_area: int | None = None
    invested: int | None = None
    as_of: date | None = None  # of that last entry; None where nothing was reported
    started_by_date: bool = False  # actual start ≤ D
    finished_by_date: bool = False  # actual finish ≤ D
    once_under_way: bool = False  # an earlier entry was in the group 在建
    draft: bool = False  # the entry's week is not submitted

    @property
    def is_equipment(self) -> bool:
        return self.nature == EQUIPMENT_NATURE

    @property
    def group(self) -> StageGroup:
        """How the work is counted. Where a stage was reported it wins over areas and dates."""
        if self.stage is not None:
            return self.stage.group
        planned = self.planned_area
        if self.completed_area and planned and self.completed_area >= planned:
            return StageGroup.COMPLETED
        if self.finished_by_date:
            return StageGroup.COMPLETED
        if self.started_area or self.completed_area or self.started_by_date:
            return StageGroup.UNDER_WAY
        return StageGroup.NOT_STARTED

    @property
    def started(self) -> bool:
        """Started on D, completed works included (开工 = 在建 + 停工 after a start + 完工)."""
        group = self.group
        if group is StageGroup.STOPPED:
            begun = self.started_area or self.completed_area
            return bool(begun) or self.started_by_date or self.once_under_way
        return group in (StageGroup.UNDER_WAY, StageGroup.COMPLETED)

    @property
    def completed(self) -> bool:
        return self.group is StageGroup.COMPLETED

    @property
    def dropped(self) -> bool:
        return self.group is StageGroup.DROPPED


@dataclass(frozen=True, slots=True)
class PlanFigures:
    """A plan line (or the sum of works where there is none); None where nothing is planned."""

    label: str | None
    area: Area | None = None
    money: Money | None = None
    equipment: Money | None = None
    projects: int | None = None

    @property
    def construction(self) -> Money | None:
        """The money without the equipment money: what works can be started with."""
        if self.money is None or self.equipment is None:
            return self.money
        return self.money - self.equipment


@dataclass(frozen=True, slots=True)
class Procured:
    """What batches bought for a group, in place of what its works reported."""

    bought: Money
    planned: Money | None  # the equipment plan's sum; None: there is no such plan
    label: str  # what that plan is called beside the rate
    notes: tuple[str, ...]  # how it was counted


@dataclass(frozen=True, slots=True)
class Figures:
    """What a bulletin says of one group."""

    projects: int
    started: int
    completed: int
    groups: dict[StageGroup, int]
    equipment_projects: int
    started_area: Area
    completed_area: Area
    invested: Money
    procured: Money
    start_rate: Rate
    completion_rate: Rate
    procurement_rate: Rate
    investment_rate: Rate
    assumed_started: int = 0  # works whose started area is their planned area
    assumed_completed: int = 0
    drafts: int = 0
    reported: int = 0  # works with any entry up to D
    planned: PlanFigures = PlanFigures(None)  # the denominators, whatever the basis


def project_group(works: Sequence[WorkState]) -> StageGroup:
    """The one group a project is counted in: all works done = 完工, any started = 在建 or 停工."""
    return _group_of([work.group for work in works])


def _group_of(groups: Sequence[StageGroup]) -> StageGroup:
    if len(groups) == 1:
        return groups[0]
    live = {group for group in groups if group is not StageGroup.DROPPED}
    if not live:
        return StageGroup.DROPPED
    if live == {StageGroup.COMPLETED}:
        return StageGroup.COMPLETED
    for group in (StageGroup.UNDER_WAY, StageGroup.STOPPED):
        if group in live:
            return group
    return StageGroup.UNDER_WAY if StageGroup.COMPLETED in live else StageGroup.NOT_STARTED


@dataclass(slots=True)
class Sums:
    """What a group of works adds up to (raw integers), before anything is divided."""

    groups: dict[StageGroup, int] = field(default_factory=lambda: dict.fromkeys(StageGroup, 0))
    projects: int = 0  # construction projects, dropped ones too
    started_projects: int = 0
    planned_projects: int = 0  # with a work that is not dropped
    equipment_projects: int = 0
    planned_area: int = 0
    begun_area: int = 0
    done_area: int = 0
    assumed_begun: int = 0
    assumed_done: int = 0
    planned_money: int = 0
    planned_equipment: int = 0
    begun_money: int = 0  # planned investment of started works
    done_money: int = 0
    invested: int = 0
    procured: int = 0
    drafts: int = 0
    reported: int = 0

    @classmethod
    def of(cls, states: Iterable[WorkState]) -> Sums:
        """One walk over the works; all bases and denominators come from it."""
        sums = cls()
        projects: dict[int, list[StageGroup]] = {}
        begun: set[int] = set()
        equipment: set[int] = set()
        for work in states:
            group, money = work.group, work.planned_investment or 0
            live = group is not StageGroup.DROPPED
            if live:
                sums.planned_money += money
                sums.invested += work.invested or 0
                sums.drafts += work.draft
                sums.reported += work.as_of is not None
            if work.is_equipment:
                if live:
                    equipment.add(work.project_id)
                    sums.planned_equipment += money
                    sums.procured += work.invested or 0
                continue
            projects.setdefault(work.project_id, []).append(group)
            if live and work.category is AreaCategory.BUILDING:
                sums.planned_area += work.planned_area or 0
            if work.started:
                begun.add(work.project_id)
                sums.begun_money += money
                sums.done_money += money if group is StageGroup.COMPLETED else 0
                if work.category is AreaCategory.BUILDING:
                    sums._add_areas(work, group)
        for groups in projects.values():
            group = _group_of(groups)
            sums.groups[group] += 1
            sums.planned_projects += group is not StageGroup.DROPPED
        sums.projects, sums.started_projects = len(projects), len(begun)
        sums.equipment_projects = len(equipment)
        return sums

    def _add_areas(self, work: WorkState, group: StageGroup) -> None:
        """The 校舍 areas of a started work; a blank one counts by its planned area."""
        planned, finished, started = work.planned_area, work.completed_area, work.started_area
        if finished is None and group is StageGroup.COMPLETED:
            finished = planned
            self.assumed_done += 1
        if started is None:
            started = planned
            self.assumed_begun += 1
        # A part may be finished while the work goes on: what was reported counts. Whatever is
        # finished was started, so that 竣工 never exceeds 开工.
        self.done_area += finished or 0
        self.begun_area += max(started or 0, finished or 0)

    @property
    def plan(self) -> PlanFigures:
        """The works' own planned figures, for a group without a line in the plan."""
        return PlanFigures(
            WORKS_PLAN,
            Area(self.planned_area),
            Money(self.planned_money),
            Money(self.planned_equipment),
            self.planned_projects,
        )


def figures(
    states: Iterable[WorkState],
    *,
    as_of: date,
    basis: Basis = Basis.AREA,
    plan: PlanFigures | None = None,
    procured: Procured | None = None,
) -> Figures:
    """The figures of a group; a plan figure that is None is replaced by the sum of the works."""
    return figures_of(Sums.of(states), as_of=as_of, basis=basis, plan=plan, procured=procured)


def figures_of(
    sums: Sums,
    *,
    as_of: date,
    basis: Basis = Basis.AREA,
    plan: PlanFigures | None = None,
    procured: Procured | None = None,
) -> Figures:
    """The same from sums already made: this is where the rates are computed.

    `procured`: equipment as batches have it; without it what the works reported counts.
    """
    begun_area, done_area = Area(sums.begun_area), Area(sums.done_area)
    completed = sums.groups[StageGroup.COMPLETED]
    invested, works = Money(sums.invested), sums.plan
    if procured is None:
        bought = Money(sums.procured)
        notes: tuple[str, ...] = ("以设备购置项目累计完成投资计",)
    else:
        bought, notes = procured.bought, procured.notes
        if procured.planned is not None:
            works = replace(works, equipment=procured.planned)
    below = _Denominators(plan, works, as_of)
    procurement = below.rate(bought, "equipment", Basis.MONEY, notes)
    if procured is not None and procured.planned is not None and procurement.plan == WORKS_PLAN:
        procurement = replace(procurement, plan=procured.label)
    match basis:
        case Basis.AREA:
            start = below.rate(begun_area, "area", basis, _assumed(sums.assumed_begun))
            finish = below.rate(done_area, "area", basis, _assumed(sums.assumed_done))
        case Basis.COUNT:
            start = below.rate(sums.started_projects, "projects", basis)
            finish = below.rate(completed, "projects", basis)
        case Basis.MONEY:
            start = below.rate(Money(sums.begun_money), "construction", basis)
            finish = below.rate(Money(sums.done_money), "construction", basis)
    return Figures(
        projects=sums.projects - sums.groups[StageGroup.DROPPED],
        started=sums.started_projects,
        completed=completed,
        groups=sums.groups,
        equipment_projects=sums.equipment_projects,
        started_area=begun_area,
        completed_area=done_area,
        invested=invested,
        procured=bought,
        start_rate=start,
        completion_rate=finish,
        procurement_rate=procurement,
        investment_rate=below.rate(invested, "money", Basis.MONEY),
        assumed_started=sums.assumed_begun,
        assumed_completed=sums.assumed_done,
        drafts=sums.drafts,
        reported=sums.reported,
        planned=below.planned,
    )


@dataclass(frozen=True, slots=True)
class _Denominators:
    """Each denominator from the plan line where it has one, else from the works."""

    plan: PlanFigures | None
    works: PlanFigures
    as_of: date

    @property
    def planned(self) -> PlanFigures:
        """Each figure of the plan line, else that of the works."""
        if self.plan is None:
            return self.works
        names = ("area", "money", "equipment", "projects")
        merged = {
            name: getattr(self.works, name) if value is None else value
            for name in names
            for value in (getattr(self.plan, name),)
        }
        return PlanFigures(self.plan.label, **merged)

    def rate(self, above: Figure, name: str, basis: Basis, notes: tuple[str, ...] = ()) -> Rate:
        planned = getattr(self.plan, name) if self.plan else None
        if planned is not None and self.plan:
            return Rate(above, planned, basis, self.plan.label, self.as_of, notes)
        return Rate(above, getattr(self.works, name), basis, WORKS_PLAN, self.as_of, notes)


def _assumed(works: int) -> tuple[str, ...]:
    return (f"按规划面积推定{works}项",) if works else ()


def elapsed_days(start: date, finish: date, day: date) -> tuple[int, int]:
    """How many days of a period have passed, and how many it has; the last day counts whole."""
    if day >= finish:
        return 1, 1
    return max((day - start).days + 1, 0), (finish - start).days + 1
