"""What papers list beside the figures: names of works, corrections, milestones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, select

from facilitydesk.domain.milestones import Step
from facilitydesk.store.reads.asof import last_entry_id, scoped, step_of_project
from facilitydesk.store.tables import (
    milestone,
    project,
    region,
    school,
    week_entry,
    work,
)

_E = week_entry


@dataclass(frozen=True, slots=True)
class WorkNames:
    """A work's register facts and the words of its last entry."""

    work_id: int
    project_id: int
    school_id: int
    township_id: int | None
    township: str
    school: str
    contact: str
    phone: str
    project: str
    work: str
    contractor: str
    start: str | None  # actual, as written
    finish: str | None
    planned_start: str | None
    planned_finish: str | None
    problem: str
    measure: str


def work_names(connection: Connection, as_of: date, scope: dict[str, Any]) -> list[WorkNames]:
    """All works of a scope in the order of townships and schools."""
    last_id = last_entry_id(as_of)
    begin, end = milestone.alias("begin_"), milestone.alias("end_")
    query = (
        select(
            work.c.id,
            project.c.id,
            school.c.id,
            school.c.township_id,
            func.coalesce(region.c.name, ""),
            school.c.name,
            school.c.contact,
            school.c.phone,
            project.c.name,
            work.c.name,
            project.c.contractor_unit,
            begin.c.actual,
            end.c.actual,
            begin.c.planned,
            end.c.planned,
            func.coalesce(_E.c.problem, ""),
            func.coalesce(_E.c.measure, ""),
        )
        .select_from(work)
        .join(project, project.c.id == work.c.project_id)
        .join(school, school.c.id == work.c.school_id)
        .outerjoin(region, region.c.id == school.c.township_id)
        .outerjoin(begin, step_of_project(begin, Step.START))
        .outerjoin(end, step_of_project(end, Step.FINISH))
        .outerjoin(_E, _E.c.id == last_id)
        .order_by(*_ORDER, work.c.ordinal, work.c.id)
    )
    return [WorkNames(*row) for row in connection.execute(scoped(query, **scope))]


@dataclass(frozen=True, slots=True)
class Correction:
    """A cumulative figure that an entry made smaller, with the reason given (raw integers)."""

    township: str
    school: str
    project: str
    field: str
    week: date
    before: int
    after: int
    reason: str


_CUMULATIVE = ("progress", "started_area", "completed_area", "invested")


def corrections(
    connection: Connection, since: date, as_of: date, scope: dict[str, Any]
) -> list[Correction]:
    """The corrections of the entries after one day up to another, in the order of the register.

    An entry is compared with the work's last entry before it that has the figure.
    """
    works = scoped(select(work.c.id).join(project, project.c.id == work.c.project_id), **scope)
    query = (
        select(
            _E.c.work_id,
            _E.c.week_start,
            _E.c.as_of,
            _E.c.reason,
            *(_E.c[name] for name in _CUMULATIVE),
            region.c.name.label("township"),
            school.c.name.label("school"),
            project.c.name.label("project"),
        )
        .select_from(_E)
        .join(work, work.c.id == _E.c.work_id)
        .join(project, project.c.id == work.c.project_id)
        .join(school, school.c.id == work.c.school_id)
        .outerjoin(region, region.c.id == school.c.township_id)
        .where(_E.c.as_of <= as_of, _E.c.work_id.in_(works), _E.c.work_id.in_(_explained(since)))
        .order_by(*_ORDER, work.c.ordinal, work.c.id, _E.c.week_start)
    )
    found: list[Correction] = []
    last: dict[str, int] = {}
    current = None
    for row in connection.execute(query):
        if row.work_id != current:
            current, last = row.work_id, {}
        for name in _CUMULATIVE:
            value = getattr(row, name)
            if value is None:
                continue
            before = last.get(name)
            if before is not None and value < before and row.as_of > since:
                found.append(
                    Correction(
                        row.township or "",
                        row.school,
                        row.project,
                        name,
                        row.week_start,
                        before,
                        value,
                        row.reason,
                    )
                )
            last[name] = value
    return found


def _explained(since: date) -> Any:
    """Works with an entry that gives a reason: no cumulative figure may fall without one."""
    return select(_E.c.work_id).where(_E.c.as_of > since, _E.c.reason != "").distinct()


@dataclass(frozen=True, slots=True)
class StepLine:
    """One milestone of a project as it is written in the register."""

    project_id: int
    step: str
    planned: str | None
    frozen: str | None
    actual: str | None


def milestones(connection: Connection, scope: dict[str, Any]) -> list[StepLine]:
    """The milestones of the scope's projects."""
    query = select(
        milestone.c.project_id,
        milestone.c.step,
        milestone.c.planned,
        milestone.c.frozen,
        milestone.c.actual,
    ).join(project, project.c.id == milestone.c.project_id)
    return [StepLine(*row) for row in connection.execute(scoped(query, **scope))]


_ORDER = (region.c.ordinal, region.c.id, school.c.id, project.c.id)
