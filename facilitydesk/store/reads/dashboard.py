"""What the dashboard reads beside the states of the works: names, schedules, targets, the S-curve."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Connection, and_, case, func, literal, or_, select

from facilitydesk.domain.milestones import Step
from facilitydesk.domain.periods import week_start
from facilitydesk.domain.stages import Stage, StageGroup
from facilitydesk.store.reads.asof import last_entry_id, scoped, step_of_project
from facilitydesk.store.tables import (
    milestone,
    programme,
    project,
    region,
    school,
    setting,
    target,
    week_entry,
    work,
)
from facilitydesk.store.types import Day

_E = week_entry
_NEVER = literal(date.min, Day())  # before every week
_DROPPED = [stage.key for stage in Stage if stage.group is StageGroup.DROPPED]
_COMPLETED = [stage.key for stage in Stage if stage.group is StageGroup.COMPLETED]


@dataclass(frozen=True, slots=True)
class WorkFacts:
    """A work's names, its planned days as written, and the last entry in which anything moved."""

    work_id: int
    school: str
    township: str
    project: str
    work: str
    planned_start: str | None
    planned_finish: str | None
    last_progress: date | None  # None for completed and dropped works: nobody asks


def work_facts(
    connection: Connection,
    as_of: date,
    *,
    programme_id: int | None = None,
    year: int | None = None,
    with_pooled: bool = True,
) -> dict[int, WorkFacts]:
    """The facts of all works in scope by id, in the order of townships and schools.

    The last visible progress is found from the end: behind the latest entry that differs from
    the last one comes the entry that brought it. A work that moves is found in a step or two.
    """
    last, other, after = (_E.alias(name) for name in ("last", "other", "after"))
    last_id = last_entry_id(as_of)
    different = or_(
        other.c.stage.is_distinct_from(last.c.stage),
        other.c.progress.is_distinct_from(last.c.progress),
        other.c.started_area.is_distinct_from(last.c.started_area),
        other.c.completed_area.is_distinct_from(last.c.completed_area),
        other.c.invested.is_distinct_from(last.c.invested),
    )
    still_other = (
        select(other.c.week_start)
        .where(other.c.work_id == work.c.id, other.c.week_start < last.c.week_start, different)
        .order_by(other.c.week_start.desc())
        .limit(1)
        .correlate(work, last)
        .scalar_subquery()
    )
    moved = (
        select(after.c.as_of)
        .where(
            after.c.work_id == work.c.id, after.c.week_start > func.coalesce(still_other, _NEVER)
        )
        .order_by(after.c.week_start)
        .limit(1)
        .correlate(work, last)
        .scalar_subquery()
    )
    asked = and_(
        last.c.id.is_not(None),
        or_(last.c.stage.is_(None), last.c.stage.not_in([*_COMPLETED, *_DROPPED])),
    )
    begin, end = milestone.alias("begin_"), milestone.alias("end_")
    query = (
        select(
            work.c.id,
            school.c.name.label("school"),
            region.c.name.label("township"),
            project.c.name.label("project"),
            work.c.name.label("work"),
            begin.c.planned.label("planned_start"),
            end.c.planned.label("planned_finish"),
            case((asked, moved)).label("last_progress"),
        )
        .select_from(work)
        .join(project, project.c.id == work.c.project_id)
        .join(school, school.c.id == work.c.school_id)
        .outerjoin(region, region.c.id == school.c.township_id)
        .outerjoin(begin, step_of_project(begin, Step.START))
        .outerjoin(end, step_of_project(end, Step.FINISH))
        .outerjoin(last, last.c.id == last_id)
        .order_by(region.c.ordinal, region.c.id, school.c.id, project.c.id, work.c.ordinal)
    )
    query = scoped(query, programme_id=programme_id, year=year, with_pooled=with_pooled)
    return {
        row.id: WorkFacts(
            row.id,
            row.school,
            row.township or "",
            row.project,
            row.work,
            row.planned_start,
            row.planned_finish,
            row.last_progress,
        )
        for row in connection.execute(query)
    }


def investment_steps(
    connection: Connection,
    as_of: date,
    *,
    programme_id: int | None = None,
    year: int | None = None,
    with_pooled: bool = True,
) -> dict[date, int]:
    """By how many 分 the works' cumulative investment changed in each week, in one statement.

    The change of an entry is its figure less that of the work's entry before, so a week without
    an entry carries the figure forward; a blank counts 0 and a dropped work leaves the sum, just
    as in the figures of that day. Weeks without a change are left out.
    """
    value = case((_E.c.stage.in_(_DROPPED), 0), else_=func.coalesce(_E.c.invested, 0))
    entries = select(_E.c.work_id, _E.c.week_start, value.label("value")).where(
        _E.c.week_start <= week_start(as_of), _E.c.as_of <= as_of
    )
    if programme_id is not None or year is not None or not with_pooled:
        works = select(work.c.id).join(project, project.c.id == work.c.project_id)
        works = scoped(works, programme_id=programme_id, year=year, with_pooled=with_pooled)
        entries = entries.where(_E.c.work_id.in_(works))
    # The figure is made in a query of its own: made twice beside the window it costs a tenth more.
    figures = entries.subquery("figures")
    before = func.lag(figures.c.value, 1, 0).over(
        partition_by=figures.c.work_id, order_by=figures.c.week_start
    )
    steps = select(figures.c.week_start, (figures.c.value - before).label("step")).cte("steps")
    total = func.sum(steps.c.step)
    query = select(steps.c.week_start, total).group_by(steps.c.week_start).having(total != 0)
    return {row[0]: int(row[1]) for row in connection.execute(query)}


@dataclass(frozen=True, slots=True)
class TargetRow:
    """A 目标线 as it was set."""

    rate: str
    day: date
    percent: int
    document: str
    own: bool  # set for the programme asked for, not for all


def targets(connection: Connection, programme_id: int | None) -> list[TargetRow]:
    """The targets that hold for a programme (its own and those for all), by day."""
    mine: ColumnElement[bool] = target.c.programme_id.is_(None)
    if programme_id is not None:
        mine = or_(mine, target.c.programme_id == programme_id)
    found = connection.execute(select(target).where(mine).order_by(target.c.day, target.c.id))
    return [
        TargetRow(row.rate, row.day, row.percent, row.document, row.programme_id is not None)
        for row in found
    ]


def any_work(connection: Connection) -> bool:
    """Whether there is a work at all."""
    return connection.execute(select(work.c.id).limit(1)).first() is not None


def programme_basis(connection: Connection, programme_id: int) -> str:
    """The basis written with a programme; empty where none is."""
    found = select(programme.c.basis).where(programme.c.id == programme_id)
    return connection.execute(found).scalar() or ""


def setting_value(connection: Connection, key: str) -> str | None:
    """The JSON text of a setting of the data file; None where it was never set."""
    found = connection.execute(select(setting.c.value).where(setting.c.key == key)).scalar()
    return None if found is None else str(found)
