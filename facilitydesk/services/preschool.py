"""学前教育项目 by county as the province's form counts them: gardens, areas, money, what is done.

A garden is new where one of its works is, else rebuilt, else it only buys equipment, so that the
three add up; it has started with its first work and is completed with its last.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from facilitydesk.domain.stages import StageGroup
from facilitydesk.services import papers
from facilitydesk.services.desk import Desk
from facilitydesk.services.figures import Scope
from facilitydesk.services.papers import WorkLine
from facilitydesk.store import tables

_GARDEN = "幼儿园"
_NEW = ("新建", "迁建")
_LOCAL = ("市", "县")
_REWARD = "奖补"


@dataclass(frozen=True, slots=True)
class Counties:
    """One line of the form; money in 分, areas in 0.01 ㎡; None: not kept by the program."""

    gardens: int = 0
    new: int = 0
    rebuilt: int = 0
    equipped: int = 0
    classes: int | None = None
    children: int | None = None
    area: int = 0
    places: int | None = None
    estate: int | None = None
    built: int = 0
    public: int = 0
    public_new: int = 0
    public_rebuilt: int = 0
    invest: int = 0
    central: int | None = None
    local: int | None = None
    started: int = 0
    public_started: int = 0
    started_area: int = 0
    completed: int = 0
    public_completed: int = 0
    completed_area: int = 0
    invested: int = 0
    invested_equipment: int = 0
    public_invest: int = 0
    public_invested: int = 0
    reward: int | None = None

    def __add__(self, other: Counties) -> Counties:
        """Both together; what neither knows stays unknown."""
        sums: dict[str, Any] = {}
        for each in fields(self):
            known = [
                v for v in (getattr(self, each.name), getattr(other, each.name)) if v is not None
            ]
            sums[each.name] = sum(known) if known else None
        return Counties(**sums)


def rows(desk: Desk, scope: Scope) -> tuple[tuple[str, Counties], ...]:
    """The line of the home county, or of each county of a prefecture that has gardens."""
    found = papers.works(desk, scope)
    with desk.read() as connection:
        gardens, places = _gardens(connection), _Places(connection, desk.home_id)
        public = set(
            connection.execute(
                select(tables.project.c.id).where(tables.project.c.livelihood.is_(True))
            ).scalars()
        )
        groups: dict[int, dict[int, list[WorkLine]]] = defaultdict(lambda: defaultdict(list))
        for line in found:
            if line.names.school_id in gardens:
                county = places.of(line.names.township_id)
                groups[county][line.names.school_id].append(line)
        answer = []
        for county, name in places.names.items():
            mine = groups.get(county)
            if mine or county == desk.home_id:
                told = _line(mine or {}, public)
                answer.append((name, _with_facts(connection, told, mine or {}, scope.as_of)))
    if len(answer) > 1 and not groups.get(desk.home_id):
        answer = answer[1:]
    return tuple(answer)


class _Places:
    """Which county a township belongs to: one below the home region, else the home itself."""

    def __init__(self, connection: Connection, home_id: int) -> None:
        region = tables.region
        found = connection.execute(
            select(region).order_by(region.c.ordinal, region.c.id)
        ).mappings()
        self._parents = {row["id"]: (row["parent_id"], row["level"], row["name"]) for row in found}
        self._home = home_id
        self.names = {home_id: self._parents[home_id][2]}
        for key, (parent, level, name) in self._parents.items():
            if parent == home_id and level == "county":
                self.names[key] = name

    def of(self, place: int | None) -> int:
        while place is not None and place in self._parents:
            if place in self.names:
                return place
            place = self._parents[place][0]
        return self._home


def _gardens(connection: Connection) -> set[int]:
    school = tables.school
    query = select(school.c.id, school.c.name, school.c.kind)
    return {row.id for row in connection.execute(query) if _GARDEN in row.kind + row.name}


def _line(schools: dict[int, list[WorkLine]], public: set[int]) -> Counties:
    return sum((_garden(lines, public) for lines in schools.values()), Counties())


def _garden(lines: list[WorkLine], public: set[int]) -> Counties:
    new = any(line.state.nature.startswith(_NEW) for line in lines)
    built = [line for line in lines if not line.state.is_equipment]
    own = [line for line in lines if line.names.project_id in public]
    rebuilt = not new and bool(built)
    return Counties(
        gardens=1,
        new=int(new),
        rebuilt=int(rebuilt),
        equipped=int(not new and not rebuilt),
        area=_sum(line.state.planned_area for line in lines if line.is_building),
        built=int(bool(built)),
        public=int(bool(own)),
        public_new=int(bool(own) and new),
        public_rebuilt=int(bool(own) and rebuilt),
        invest=_sum(line.state.planned_investment for line in lines),
        started=int(_started(lines)),
        public_started=int(bool(own) and _started(own)),
        started_area=_sum(line.counted.started_area.raw for line in lines if line.is_building),
        completed=int(_completed(lines)),
        public_completed=int(bool(own) and _completed(own)),
        completed_area=_sum(line.counted.completed_area.raw for line in lines if line.is_building),
        invested=_sum(line.state.invested for line in lines),
        invested_equipment=_sum(line.state.invested for line in lines if line.state.is_equipment),
        public_invest=_sum(line.state.planned_investment for line in own),
        public_invested=_sum(line.state.invested for line in own),
    )


def _started(lines: list[WorkLine]) -> bool:
    return any(line.state.started for line in lines)


def _completed(lines: list[WorkLine]) -> bool:
    return all(line.state.group is StageGroup.COMPLETED for line in lines)


def _sum(values: Iterable[int | None]) -> int:
    return sum(value or 0 for value in values)


def _with_facts(
    connection: Connection, told: Counties, schools: dict[int, list[WorkLine]], day: date
) -> Counties:
    """With classes and children of the last year known, and the money by level."""
    year, given, paper = tables.school_year, tables.allocation, tables.fund_document
    last: dict[int, tuple[int | None, int | None]] = {}
    query = select(year).where(year.c.year <= day.year).order_by(year.c.year)
    for row in connection.execute(query):
        if row.school_id in schools:
            last[row.school_id] = (row.classes, row.students)
    projects = {line.names.project_id for lines in schools.values() for line in lines}
    sums: dict[str, int] = defaultdict(int)
    query_money = (
        select(given.c.project_id, given.c.amount, paper.c.level, paper.c.fund_name)
        .join(paper, paper.c.id == given.c.document_id)
        .where(given.c.day <= day)
    )
    for project_id, amount, level, fund in connection.execute(query_money):
        if project_id in projects:
            place = "local" if level.startswith(_LOCAL) else "central" if level == "中央" else ""
            sums[place] += amount
            sums["reward" if _REWARD in fund else ""] += amount
    known = bool(sums)
    facts = Counties(
        classes=_known(classes for classes, _ in last.values()),
        children=_known(children for _, children in last.values()),
        central=sums["central"] if known else None,
        local=sums["local"] if known else None,
        reward=sums["reward"] if known else None,
    )
    return told + facts


def _known(values: Iterable[int | None]) -> int | None:
    found = [value for value in values if value is not None]
    return sum(found) if found else None
