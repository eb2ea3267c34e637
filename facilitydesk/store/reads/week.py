"""The entries of works around a week: this week's, the one before it, the one after it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, bindparam, select

from facilitydesk.domain.quantities import Area, Money, Percent
from facilitydesk.domain.stages import Stage
from facilitydesk.domain.week_rules import Entry
from facilitydesk.store.tables import project, region, school, week_entry, work

_E = week_entry
_UP_TO = (
    select(_E)
    .where(_E.c.work_id == bindparam("b_work"), _E.c.week_start <= bindparam("b_week"))
    .order_by(_E.c.week_start.desc())
    .limit(2)
)
_AFTER = (
    select(_E)
    .where(_E.c.work_id == bindparam("b_work"), _E.c.week_start > bindparam("b_week"))
    .order_by(_E.c.week_start)
    .limit(1)
)
_WORK = (
    select(work.c.planned_area, work.c.planned_investment, project.c.name)
    .join_from(work, project)
    .where(work.c.id == bindparam("b_work"))
)


@dataclass(frozen=True, slots=True)
class Around:
    """A work's entries around a week; `row_id` and `revision` belong to this week's."""

    before: Entry | None
    now: Entry | None
    after: Entry | None
    row_id: int | None
    revision: int
    project: str
    planned_area: int | None
    planned_investment: int | None


def around(connection: Connection, work_id: int, week: date) -> Around | None:
    """The entries around a week of one work; None when the work is gone."""
    key = {"b_work": work_id, "b_week": week}
    found = connection.execute(_WORK, {"b_work": work_id}).first()
    if found is None:
        return None
    rows = connection.execute(_UP_TO, key).mappings().all()
    now = rows[0] if rows and rows[0]["week_start"] == week else None
    earlier = [row for row in rows if row is not now][:1]
    later = connection.execute(_AFTER, key).mappings().first()
    return Around(
        before=entry_of(earlier[0]) if earlier else None,
        now=entry_of(now) if now else None,
        after=entry_of(later) if later else None,
        row_id=now["id"] if now else None,
        revision=now["revision"] if now else 0,
        project=found.name,
        planned_area=found.planned_area,
        planned_investment=found.planned_investment,
    )


def entry_of(row: RowMapping | Mapping[str, Any]) -> Entry:
    """The domain's entry of a stored row."""
    return Entry(
        week=row["week_start"],
        as_of=row["as_of"],
        stage=None if row["stage"] is None else Stage.of_key(row["stage"]),
        progress=None if row["progress"] is None else Percent(row["progress"]),
        started_area=None if row["started_area"] is None else Area(row["started_area"]),
        completed_area=None if row["completed_area"] is None else Area(row["completed_area"]),
        invested=None if row["invested"] is None else Money(row["invested"]),
        problem=row["problem"],
        measure=row["measure"],
        unchanged=row["unchanged"],
        reason=row["reason"],
    )


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One line of the week grid."""

    work_id: int
    project_id: int
    school_id: int
    programme_id: int
    school: str
    township: str
    project: str
    work: str
    nature: str
    category: str
    planned_area: int | None
    planned_investment: int | None
    year: int | None
    pooled: bool
    initials: str
    revision: int  # of this week's entry, 0 where there is none
    last: Entry | None
    now: Entry | None


def sheet(
    connection: Connection,
    week: date,
    programme_id: int | None = None,
    work_ids: Collection[int] | None = None,
) -> list[SheetRow]:
    """Works in the order of townships and schools, with the last entry before the week."""
    inner = _E.alias("earlier")
    last_id = (
        select(inner.c.id)
        .where(inner.c.work_id == work.c.id, inner.c.week_start < week)
        .order_by(inner.c.week_start.desc())
        .limit(1)
        .scalar_subquery()
    )
    last, now = _E.alias("last"), _E.alias("now")
    query: Select[Any] = (
        select(
            work.c.id.label("work_id"),
            work.c.name.label("work"),
            work.c.category,
            work.c.planned_area,
            work.c.planned_investment,
            work.c.school_id,
            project.c.id.label("project_id"),
            project.c.programme_id,
            project.c.name.label("project"),
            project.c.nature,
            project.c.year,
            project.c.pooled,
            project.c.initials,
            school.c.name.label("school"),
            region.c.name.label("township"),
            *_prefixed(last, "last_"),
            *_prefixed(now, "now_"),
        )
        .select_from(work)
        .join(project, project.c.id == work.c.project_id)
        .join(school, school.c.id == work.c.school_id)
        .outerjoin(region, region.c.id == school.c.township_id)
        .outerjoin(last, last.c.id == last_id)
        .outerjoin(now, (now.c.work_id == work.c.id) & (now.c.week_start == week))
        .order_by(region.c.ordinal, region.c.id, school.c.id, project.c.id, work.c.ordinal)
    )
    if programme_id is not None:
        query = query.where(project.c.programme_id == programme_id)
    if work_ids is not None:
        query = query.where(work.c.id.in_(work_ids))
    return [_sheet_row(row) for row in connection.execute(query).mappings()]


_FIELDS = [
    "id",
    "revision",
    "week_start",
    "as_of",
    "stage",
    "progress",
    "started_area",
    "completed_area",
    "invested",
    "problem",
    "measure",
    "unchanged",
    "reason",
]


def _prefixed(table: Any, prefix: str) -> list[Any]:
    return [table.c[name].label(prefix + name) for name in _FIELDS]


def _sheet_row(row: RowMapping) -> SheetRow:
    def part(prefix: str) -> Entry | None:
        if row[prefix + "id"] is None:
            return None
        return entry_of({name: row[prefix + name] for name in _FIELDS})

    return SheetRow(
        work_id=row["work_id"],
        project_id=row["project_id"],
        school_id=row["school_id"],
        programme_id=row["programme_id"],
        school=row["school"],
        township=row["township"] or "",
        project=row["project"],
        work=row["work"],
        nature=row["nature"],
        category=row["category"],
        planned_area=row["planned_area"],
        planned_investment=row["planned_investment"],
        year=row["year"],
        pooled=row["pooled"],
        initials=row["initials"],
        revision=row["now_revision"] or 0,
        last=part("last_"),
        now=part("now_"),
    )
