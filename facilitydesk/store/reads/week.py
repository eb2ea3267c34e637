"""The entries of works around a week: this week's, the one before it, the one after it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Connection, Row, RowMapping, Select, bindparam, func, select

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
    query = _sheet_query() if work_ids is None else _works_query()
    values: dict[str, Any] = {"b_week": week}
    if work_ids is not None:
        values["b_works"] = list(work_ids)
    if programme_id is not None:
        query = query.where(project.c.programme_id == programme_id)
    return [_sheet_row(row) for row in connection.execute(query, values)]


@cache
def _works_query() -> Select[Any]:
    """The sheet of some works; kept ready, because every typed cell asks it."""
    return _sheet_query().where(work.c.id.in_(bindparam("b_works", expanding=True)))


@cache
def _sheet_query() -> Select[Any]:
    inner = _E.alias("earlier")
    last_id = (
        select(inner.c.id)
        .where(inner.c.work_id == work.c.id, inner.c.week_start < bindparam("b_week"))
        .order_by(inner.c.week_start.desc())
        .limit(1)
        .scalar_subquery()
    )
    last, now = _E.alias("last"), _E.alias("now")
    return (
        select(  # in the order of SheetRow
            work.c.id,
            project.c.id,
            work.c.school_id,
            project.c.programme_id,
            school.c.name,
            func.coalesce(region.c.name, ""),
            project.c.name,
            work.c.name,
            project.c.nature,
            work.c.category,
            work.c.planned_area,
            work.c.planned_investment,
            project.c.year,
            project.c.pooled,
            project.c.initials,
            *_prefixed(last, "last_"),
            *_prefixed(now, "now_"),
        )
        .select_from(work)
        .join(project, project.c.id == work.c.project_id)
        .join(school, school.c.id == work.c.school_id)
        .outerjoin(region, region.c.id == school.c.township_id)
        .outerjoin(last, last.c.id == last_id)
        .outerjoin(now, (now.c.work_id == work.c.id) & (now.c.week_start == bindparam("b_week")))
        .order_by(region.c.ordinal, region.c.id, school.c.id, project.c.id, work.c.ordinal)
    )


_FIELDS = (
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
)
_REGISTER = 15  # columns before those of the two entries


def _prefixed(table: Any, prefix: str) -> list[Any]:
    return [table.c[name].label(prefix + name) for name in _FIELDS]


def _sheet_row(row: Row[Any]) -> SheetRow:
    """By position, because by name a thousand rows take three times as long."""
    facts, last, now = (
        row[:_REGISTER],
        row[_REGISTER : _REGISTER + len(_FIELDS)],
        row[_REGISTER + len(_FIELDS) :],
    )
    whole: tuple[Any, ...] = (*facts, now[1] or 0, _entry(last), _entry(now))
    return SheetRow(*whole)


def _entry(values: Sequence[Any]) -> Entry | None:
    if values[0] is None:
        return None
    week, as_of, stage, progress, started, completed, invested, *texts = values[2:]
    problem, measure, unchanged, reason = texts
    return Entry(
        week,
        as_of,
        None if stage is None else Stage.of_key(stage),
        None if progress is None else Percent(progress),
        None if started is None else Area(started),
        None if completed is None else Area(completed),
        None if invested is None else Money(invested),
        problem,
        measure,
        unchanged,
        reason,
    )
