"""What several queries share: a work's last entry on a day, milestones, the projects of a scope."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, select

from facilitydesk.domain.milestones import Step
from facilitydesk.domain.periods import week_start
from facilitydesk.store.tables import project, week_entry, work


def last_entry_id(as_of: date) -> ScalarSelect[Any]:
    """The id of a work's last entry with as_of ≤ the day, for joining to `work`.

    Found by one step in the index of (work, week), however many weeks there are.
    """
    inner = week_entry.alias("inner")
    return (
        select(inner.c.id)
        .where(
            inner.c.work_id == work.c.id,
            inner.c.week_start <= week_start(as_of),
            inner.c.as_of <= as_of,
        )
        .order_by(inner.c.week_start.desc())
        .limit(1)
        .scalar_subquery()
    )


def step_of_project(table: Any, step: Step) -> ColumnElement[bool]:
    """The condition that joins a milestone (or an alias of it) of one step to `project`."""
    return and_(table.c.project_id == project.c.id, table.c.step == step.value)


def scoped(
    query: Select[Any],
    *,
    programme_id: int | None = None,
    year: int | None = None,
    with_pooled: bool = True,
) -> Select[Any]:
    """Only the projects of a programme (None: all), of a year (None: all), with 统筹 or without."""
    if programme_id is not None:
        query = query.where(project.c.programme_id == programme_id)
    if year is not None:
        query = query.where(project.c.year == year)
    if not with_pooled:
        query = query.where(project.c.pooled.is_(False))
    return query
