"""The figures of a group of works as of a date: counts, areas, money, and the rates they make.

This is where a start or completion rate is computed. Rules (domain practice, see the messages of
each note): "started" includes completed; area rates count 校舍 only; a blank area of a started
or completed work counts its planned area and the basis says how many; 调整/取消 leaves numerator
and denominator; projects of nature 设备购置 are procurement, not construction.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from facilitydesk.domain.quantities import Area, Money
from facilitydesk.domain.rates import WORKS_PLAN, Basis, Figure, Rate
from facilitydesk.domain.stages import Stage, StageGroup
from facilitydesk.domain.terms import EQUIPMENT_NATURE, AreaCategory


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
    live = [work.group for work in works if not work.dropped]
    if not live:
        return StageGroup.DROPPED
    if all(group is StageGroup.COMPLETED for group in live):
        return StageGroup.COMPLETED
    if StageGroup.UNDER_WAY in live:
        return StageGroup.UNDER_WAY
    if StageGroup.STOPPED in live:
        return StageGroup.STOPPED
    if StageGroup.COMPLETED in live:
        return StageGroup.UNDER_WAY
    return StageGroup.NOT_STARTED


def plan_of_works(states: Iterable[WorkState]) -> PlanFigures:
    """The denominators where no plan line fits: the sums of the works' own planned figures."""
    area = money = equipment = 0
    projects: set[int] = set()
    for work in states:
        if work.dropped:
            continue
        money += work.planned_investment or 0
        if work.is_equipment:
            equipment += work.planned_investment or 0
            continue
        projects.add(work.project_id)
        if work.category is AreaCategory.BUILDING:
            area += work.planned_area or 0
    return PlanFigures(WORKS_PLAN, Area(area), Money(money), Money(equipment), len(projects))


def figures(
    states: Sequence[WorkState],
    *,
    as_of: date,
    basis: Basis = Basis.AREA,
    plan: PlanFigures | None = None,
) -> Figures:
    """The figures of a group; a plan figure that is None is replaced by the sum of the works."""
    live = [work for work in states if not work.dropped]
    building = [work for work in live if not work.is_equipment]
    by_project: dict[int, list[WorkState]] = {}
    for work in states:
        if not work.is_equipment:
            by_project.setdefault(work.project_id, []).append(work)
    groups = dict.fromkeys(StageGroup, 0)
    begun = 0
    for works in by_project.values():
        groups[project_group(works)] += 1
        begun += any(work.started for work in works)
    done = groups[StageGroup.COMPLETED]

    areas = _areas(building)
    below = _Denominators(plan, plan_of_works(states), as_of)
    match basis:
        case Basis.AREA:
            start = below.rate(areas.begun, "area", basis, _assumed(areas.assumed_begun))
            finish = below.rate(areas.done, "area", basis, _assumed(areas.assumed_done))
        case Basis.COUNT:
            start = below.rate(begun, "projects", basis)
            finish = below.rate(done, "projects", basis)
        case Basis.MONEY:
            planned = [(w, w.planned_investment or 0) for w in building]
            start = below.rate(
                Money(sum(m for w, m in planned if w.started)), "construction", basis
            )
            done_money = Money(sum(m for w, m in planned if w.completed))
            finish = below.rate(done_money, "construction", basis)
    procured = Money(sum(work.invested or 0 for work in live if work.is_equipment))
    invested = Money(sum(work.invested or 0 for work in live))
    return Figures(
        projects=len(by_project) - groups[StageGroup.DROPPED],
        started=begun,
        completed=done,
        groups=groups,
        equipment_projects=len({work.project_id for work in live if work.is_equipment}),
        started_area=areas.begun,
        completed_area=areas.done,
        invested=invested,
        procured=procured,
        start_rate=start,
        completion_rate=finish,
        procurement_rate=below.rate(
            procured, "equipment", Basis.MONEY, ("以设备购置项目累计完成投资计",)
        ),
        investment_rate=below.rate(invested, "money", Basis.MONEY),
        assumed_started=areas.assumed_begun,
        assumed_completed=areas.assumed_done,
        drafts=sum(work.draft for work in live),
        reported=sum(work.as_of is not None for work in live),
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


@dataclass(frozen=True, slots=True)
class _Areas:
    """校舍 areas of a group and how many works count by their planned area."""

    begun: Area
    done: Area
    assumed_begun: int
    assumed_done: int


def _areas(works: Iterable[WorkState]) -> _Areas:
    begun = done = assumed_begun = assumed_done = 0
    for work in works:
        if work.category is not AreaCategory.BUILDING or not work.started:
            continue
        planned, finished, started = work.planned_area, work.completed_area, work.started_area
        if finished is None and work.completed:
            finished = planned
            assumed_done += 1
        if started is None:
            started = planned
            assumed_begun += 1
        # A part may be finished while the work goes on: what was reported counts. Whatever is
        # finished was started, so that 竣工 never exceeds 开工.
        done += finished or 0
        begun += max(started or 0, finished or 0)
    return _Areas(Area(begun), Area(done), assumed_begun, assumed_done)


def elapsed_share(start: date, finish: date, day: date) -> Fraction:
    """序时进度: the share of the contract period that has passed on a day, 0 to 1."""
    if day < start:
        return Fraction(0)
    if day >= finish:
        return Fraction(1)
    return Fraction((day - start).days + 1, (finish - start).days + 1)
