"""Projects and schools as pick lists of money offer them: by township, school and name."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, select

from facilitydesk.services.desk import Desk
from facilitydesk.store import tables


@dataclass(frozen=True, slots=True)
class Pick:
    """A project with its first school. `label` is school and name, which pinyin finds too."""

    id: int
    name: str
    school: str
    schools: int

    @property
    def label(self) -> str:
        """城关小学 · 教学楼, or 城关小学等3所 · 食堂."""
        several = f"等{self.schools}所" if self.schools > 1 else ""
        return f"{self.school}{several} · {self.name}" if self.school else self.name


def projects(desk: Desk) -> tuple[Pick, ...]:
    """All projects by township, school and name."""
    with desk.read() as connection:
        return ordered(connection)


def ordered(connection: Connection) -> tuple[Pick, ...]:
    """The same inside a read."""
    project, work, school, region = tables.project, tables.work, tables.school, tables.region
    query = (
        select(project.c.id, project.c.name, school.c.id.label("school_id"), school.c.name)
        .outerjoin(work, work.c.project_id == project.c.id)
        .outerjoin(school, school.c.id == work.c.school_id)
        .outerjoin(region, region.c.id == school.c.township_id)
        .order_by(region.c.id.is_(None), region.c.ordinal, region.c.id, school.c.id)
        .order_by(project.c.name, project.c.id)
    )
    names: dict[int, tuple[str, str]] = {}
    found: dict[int, set[int]] = {}
    for project_id, name, school_id, of_school in connection.execute(query):
        names.setdefault(project_id, (name, of_school or ""))
        if school_id is not None:
            found.setdefault(project_id, set()).add(school_id)
    return tuple(
        Pick(key, name, of_school, len(found.get(key, ())))
        for key, (name, of_school) in names.items()
    )
