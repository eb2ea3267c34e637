"""倒排工期表: planned, frozen and actual day of each step, and how many days late it is."""

from __future__ import annotations

from datetime import date

from facilitydesk.domain.fields import Kind
from facilitydesk.domain.milestones import Step
from facilitydesk.domain.periods import LooseDate
from facilitydesk.reports.bulletin_tables import SIGNATURES
from facilitydesk.reports.options import Options, resolve
from facilitydesk.reports.paper.page import (
    Align,
    Column,
    Document,
    Head,
    Row,
    Sheet,
    Table,
    Value,
    column,
)
from facilitydesk.services import papers
from facilitydesk.services.desk import Desk
from facilitydesk.services.papers import Milestone, ProjectSteps

# The steps that a county's schedule shows; the others stand in the project's own panel.
_SHOWN = (Step.APPROVAL, Step.AWARD, Step.START, Step.FINISH, Step.ACCEPTANCE)


def build(desk: Desk, as_of: date, options: Options) -> Document:
    """A line for each project; the latest first among those that are late."""
    asked = resolve(desk, as_of, options)
    projects = papers.milestones(desk, asked.scope)
    used = {milestone.step for each in projects for milestone in each.steps}
    shown = [step for step in _SHOWN if step in used]
    heads: tuple[Head | Column, ...] = (
        Column("序号", Kind.COUNT, align=Align.CENTER),
        column("township"),
        column("school"),
        column("project"),
        *(Head(step.term, _columns(step)) for step in shown),
        Column("逾期天数", Kind.COUNT, align=Align.CENTER),
    )
    rows = tuple(
        Row((number, *_cells(each, shown)))
        for number, each in enumerate(sorted(projects, key=_lateness), 1)
    )
    late = sum(bool(worst(each)) for each in projects)
    title = f"{asked.subject}倒排工期表"
    sheet = Sheet(
        title,
        (Table(heads, rows),),
        subtitle=f"（{asked.up_to}，共{len(rows)}个项目，逾期{late}个）",
        office=asked.filler,
        unit="",
        notes=("注：逾期天数按冻结计划计算，无冻结计划的按现行计划计算；未完成的算至截止日。",),
        signatures=SIGNATURES,
        name="倒排工期",
    )
    return Document(title, (sheet,))


def _columns(step: Step) -> tuple[Column, ...]:
    """Only the two dates that matter most show the frozen plan too."""
    frozen = (Column("冻结", Kind.DATE),) if step in (Step.START, Step.FINISH) else ()
    return (Column("计划", Kind.DATE), *frozen, Column("实际", Kind.DATE))


def _cells(each: ProjectSteps, shown: list[Step]) -> tuple[Value, ...]:
    names = each.names
    by_step = {milestone.step: milestone for milestone in each.steps}
    cells: list[Value] = [names.township, names.school, names.project]
    for step in shown:
        cells += _dates(by_step.get(step), frozen=step in (Step.START, Step.FINISH))
    return (*cells, worst(each) or None)


def _dates(milestone: Milestone | None, *, frozen: bool) -> list[LooseDate | None]:
    if milestone is None:
        return [None, None, None] if frozen else [None, None]
    middle = [milestone.frozen] if frozen else []
    return [milestone.planned, *middle, milestone.actual]


def worst(each: ProjectSteps) -> int:
    """By how many days the project's latest unfinished step is late, else its last one; 0 in time."""
    open_steps = [m.late or 0 for m in each.steps if m.actual is None]
    done = [m.late or 0 for m in each.steps if m.actual is not None]
    return max(0, *open_steps, *(done[-1:] if not open_steps else [0]))


def _lateness(each: ProjectSteps) -> int:
    return -worst(each)
