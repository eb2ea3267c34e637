"""Search over everything: schools and projects by part of the name, pinyin initials or code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select

from facilitydesk.services.desk import Desk
from facilitydesk.store.tables import project, region, school, school_alias, work


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found: what it is, its name, where it lies, and the page that shows it."""

    kind: str
    title: str
    place: str
    page: str
    where: dict[str, Any]


def find(desk: Desk, words: str, *, limit: int = 20) -> tuple[Hit, ...]:
    """The schools and projects that fit all words, those that begin with the first word first."""
    parts = [part for part in words.lower().split() if part]
    if not parts:
        return ()
    with desk.read() as connection:
        schools = connection.execute(_schools(parts, limit)).all()
        projects = connection.execute(_projects(parts, limit)).all()
    hits = [
        Hit("学校", row.name, row.township or "", "schools", {"schools": (row.id,)})
        for row in schools
    ]
    seen: set[int] = set()
    for row in projects:
        if row.id in seen:
            continue
        seen.add(row.id)
        where = {"projects": (row.id,), "title": row.name}
        hits.append(Hit("项目", row.name, row.school or "", "projects", where))
    first = parts[0]
    hits.sort(key=lambda hit: not hit.title.lower().startswith(first))
    return tuple(hits[:limit])


def _fits(parts: list[str], *columns: Any) -> list[ColumnElement[bool]]:
    return [
        or_(*(func.lower(column).contains(part, autoescape=True) for column in columns))
        for part in parts
    ]


def _schools(parts: list[str], limit: int) -> Select[Any]:
    columns = [school.c.name, school.c.initials, func.coalesce(school.c.code, "")]
    named = and_(*_fits(parts, *columns))
    called = exists().where(
        school_alias.c.school_id == school.c.id, *_fits(parts, school_alias.c.alias)
    )
    return (
        select(school.c.id, school.c.name, region.c.name.label("township"))
        .outerjoin(region, region.c.id == school.c.township_id)
        .where(named | called)
        .order_by(school.c.name)
        .limit(limit)
    )


def _projects(parts: list[str], limit: int) -> Select[Any]:
    columns = [
        project.c.name,
        project.c.initials,
        func.coalesce(project.c.code, ""),
        func.coalesce(school.c.name, ""),
        func.coalesce(school.c.initials, ""),
    ]
    return (
        select(project.c.id, project.c.name, school.c.name.label("school"))
        .select_from(project)
        .outerjoin(work, work.c.project_id == project.c.id)
        .outerjoin(school, school.c.id == work.c.school_id)
        .where(*_fits(parts, *columns))
        .order_by(project.c.name)
        .limit(limit * 3)
    )
