"""The state of every work on a day: its register facts and its last entry with as_of ≤ D."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, and_, case, func, literal, or_, select

from facilitydesk.domain.figures import WorkState
from facilitydesk.domain.milestones import Step
from facilitydesk.domain.stages import Stage, StageGroup
from facilitydesk.domain.words.terms import AreaCategory
from facilitydesk.store.reads.asof import last_entry_id, scoped, step_of_project
from facilitydesk.store.tables import milestone, period_lock, project, school, week_entry, work

_E = week_entry


def states(
    connection: Connection,
    as_of: date,
    *,
    home_id: int,
    programme_id: int | None = None,
    year: int | None = None,
    with_pooled: bool = True,
    project_ids: Sequence[int] | None = None,
) -> list[WorkState]:
    """All works in scope as they were on a day, in the order of their ids.

    `project_ids` narrows it to a few projects, for showing what an edit has changed.
    """
    last_id = last_entry_id(as_of)
    begun, done = milestone.alias("begun"), milestone.alias("done")
    locked = period_lock.alias("locked")
    query: Select[Any] = (
        select(
            work.c.id,
            work.c.project_id,
            work.c.school_id,
            school.c.township_id,
            project.c.programme_id,
            project.c.year,
            project.c.nature,
            project.c.pooled,
            work.c.category,
            work.c.planned_area,
            work.c.planned_investment,
            _E.c.stage,
            _E.c.progress,
            _E.c.started_area,
            _E.c.completed_area,
            _E.c.invested,
            _E.c.as_of,
            _reached(begun, as_of).label("begun"),
            _reached(done, as_of).label("done"),
            and_(_E.c.id.is_not(None), locked.c.id.is_(None)).label("draft"),
        )
        .select_from(work)
        .join(project, project.c.id == work.c.project_id)
        .join(school, school.c.id == work.c.school_id)
        .outerjoin(_E, _E.c.id == last_id)
        .outerjoin(begun, step_of_project(begun, Step.START))
        .outerjoin(done, step_of_project(done, Step.FINISH))
        .outerjoin(
            locked,
            and_(
                locked.c.first == _E.c.week_start,
                locked.c.region_id == home_id,
                locked.c.scope == "progress",
                locked.c.state == "locked",
            ),
        )
        .order_by(work.c.id)
    )
    query = scoped(query, programme_id=programme_id, year=year, with_pooled=with_pooled)
    if project_ids is not None:
        query = query.where(project.c.id.in_(project_ids))
    rows = connection.execute(query).all()
    stopped = {row.id for row in rows if row.stage == Stage.STOPPED.key}
    resumed = _once_under_way(connection, stopped, as_of) if stopped else frozenset()
    # Unpacked by place: a thousand works are read three times for one dashboard.
    return [
        WorkState(
            work_id,
            project_id,
            school_id,
            township_id,
            programme,
            its_year,
            nature,
            pooled,
            _CATEGORIES[category],
            planned_area,
            planned_investment,
            _STAGES[stage],
            progress,
            started_area,
            completed_area,
            invested,
            reported,
            begun_by == 1,
            done_by == 1,
            work_id in resumed,
            bool(draft),
        )
        for (
            work_id,
            project_id,
            school_id,
            township_id,
            programme,
            its_year,
            nature,
            pooled,
            category,
            planned_area,
            planned_investment,
            stage,
            progress,
            started_area,
            completed_area,
            invested,
            reported,
            begun_by,
            done_by,
            draft,
        ) in rows
    ]


_CATEGORIES = {category.value: category for category in AreaCategory}
_STAGES: dict[str | None, Stage | None] = {None: None} | {stage.key: stage for stage in Stage}


def _reached(table: Any, as_of: date) -> Any:
    """Whether a milestone's actual date is not after the day; a month counts from its first day."""
    day = as_of.isoformat()
    month = and_(func.length(table.c.actual) == 7, table.c.actual <= day[:7])
    exact = and_(func.length(table.c.actual) == 10, table.c.actual <= day)
    return case((or_(month, exact), literal(1)), else_=literal(0))


def _once_under_way(connection: Connection, works: Iterable[int], as_of: date) -> frozenset[int]:
    under_way = [stage.key for stage in Stage if stage.group is StageGroup.UNDER_WAY]
    found = connection.execute(
        select(_E.c.work_id)
        .where(_E.c.work_id.in_(list(works)), _E.c.as_of <= as_of, _E.c.stage.in_(under_way))
        .distinct()
    )
    return frozenset(found.scalars())
