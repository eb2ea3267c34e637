"""The figures of a day, grouped as asked: what `facilitydesk figures`, dashboard and bulletin show."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from sqlalchemy import Connection, select

from facilitydesk.domain.figures import Figures, PlanFigures, WorkState, figures
from facilitydesk.domain.problems import Refused
from facilitydesk.domain.quantities import Area, Money
from facilitydesk.domain.rates import Basis
from facilitydesk.domain.words.terms import CodeList
from facilitydesk.services.desk import Desk
from facilitydesk.services.equipment.scope import Place, ScopeEquipment
from facilitydesk.services.money.totals import GroupMoney, ScopeMoney
from facilitydesk.store import tables
from facilitydesk.store.reads.money import Placed
from facilitydesk.store.reads.states import states


class By(StrEnum):
    """How figures are grouped."""

    TOTAL = "total"
    COUNTY = "county"
    TOWNSHIP = "township"
    SCHOOL = "school"
    YEAR = "year"
    NATURE = "nature"
    SOURCE = "source"


class PeriodScope(StrEnum):
    """规划期 counts all projects of a programme, 年度 those of the year of the date."""

    PLAN = "plan"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Scope:
    """What is counted and how."""

    as_of: date
    programme_id: int | None = None
    period: PeriodScope = PeriodScope.PLAN
    with_pooled: bool = True
    basis: Basis = Basis.AREA


@dataclass(frozen=True, slots=True)
class Group:
    """One group with its figures; `works` are exactly the rows behind them."""

    key: int | str | None
    name: str
    figures: Figures
    works: tuple[int, ...]
    money: GroupMoney | None = None  # None while the file holds no fund document


@dataclass(frozen=True, slots=True)
class Answer:
    """The figures asked for."""

    scope: Scope
    by: By
    programme: str | None
    plan_version: str | None
    groups: tuple[Group, ...]


def programme_named(desk: Desk, name: str) -> int:
    """The id of a programme by its name or short name. Raises Refused("programme.unknown")."""
    table = tables.programme
    with desk.read() as connection:
        found = connection.execute(
            select(table.c.id).where((table.c.name == name) | (table.c.short_name == name))
        ).scalar()
        if found is None:
            known = "、".join(connection.execute(select(table.c.name)).scalars()) or "（无）"
            raise Refused("programme.unknown", name=name, known=known)
    return int(found)


def ask(desk: Desk, scope: Scope, *, by: By = By.TOTAL) -> Answer:
    """The figures of a day for each group, as every rate is defined in domain/figures.py.

    By.SOURCE groups by the level of the money: a project that is paid from two levels stands in
    both. Raises Refused("figures.no_source") while there is no fund document.
    """
    with desk.read() as connection:
        rows = work_states(connection, desk, scope)
        plan = Plan(connection, scope)
        money = scope_money(connection, scope, rows)
        equipment = scope_equipment(connection, scope)
        if by is By.SOURCE:
            groups = _by_source(connection, scope, rows, money, equipment)
        else:
            groups = grouped(connection, desk, scope, by, rows, plan, equipment)
            if money.any:
                groups = _with_money(connection, desk, by, rows, groups, money)
    return Answer(scope, by, plan.programme, plan.label, groups)


def scope_money(
    connection: Connection,
    scope: Scope,
    rows: Sequence[WorkState],
    *,
    day: date | None = None,
    later: ScopeMoney | None = None,
) -> ScopeMoney:
    """The money of a scope whose works were already read, on its day or on one before `later`."""
    whole = scope.programme_id is None and scope.period is PeriodScope.PLAN and scope.with_pooled
    return ScopeMoney(connection, day or scope.as_of, rows, whole=whole, later=later)


def scope_equipment(
    connection: Connection, scope: Scope, *, day: date | None = None
) -> ScopeEquipment:
    """The equipment of a scope, as batches have it, on its day or on another."""
    year = scope.as_of.year if scope.period is PeriodScope.YEAR else None
    return ScopeEquipment(
        connection, day or scope.as_of, programme_id=scope.programme_id, year=year
    )


def _by_source(
    connection: Connection,
    scope: Scope,
    rows: Sequence[WorkState],
    money: ScopeMoney,
    equipment: ScopeEquipment,
) -> tuple[Group, ...]:
    if not money.any:
        raise Refused("figures.no_source")
    items = tables.code_item
    query = select(items.c.name).where(items.c.list == CodeList.FUND_LEVEL.value)
    order = list(connection.execute(query.order_by(items.c.ordinal)).scalars())
    by_level = money.by_level()
    groups = []
    for level in [n for n in order if n in by_level] + sorted(by_level.keys() - set(order)):
        mine = [row for row in rows if row.project_id in by_level[level].projects]
        bought = equipment.by(level, equipment.level_of, mine)
        found = figures(mine, as_of=scope.as_of, basis=scope.basis, procured=bought)
        works = tuple(row.work_id for row in mine)
        groups.append(Group(level, level or "未填级次", found, works, by_level[level]))
    return tuple(groups)


def _with_money(
    connection: Connection,
    desk: Desk,
    by: By,
    rows: Sequence[WorkState],
    groups: Sequence[Group],
    money: ScopeMoney,
) -> tuple[Group, ...]:
    """The groups with their money: that of their schools, else of their projects."""
    if by is By.TOTAL:
        return tuple(replace(group, money=money.total()) for group in groups)
    place = _labels(connection, desk, by, rows).of
    named = by in (By.SCHOOL, By.TOWNSHIP, By.COUNTY)  # by place: a row's own school decides
    where = {(row.school_id if named else row.project_id): place(row) for row in rows}
    none = object()  # groups of the key None exist too (乡镇待补)

    def key_of(row: Placed) -> object | None:
        key = row.school if named else row.project
        return None if key not in where else (where[key] if where[key] is not None else none)

    of = money.by(key_of)
    return tuple(
        replace(group, money=of(none if group.key is None else group.key)) for group in groups
    )


def grouped(
    connection: Connection,
    desk: Desk,
    scope: Scope,
    by: By,
    rows: Sequence[WorkState],
    plan: Plan,
    equipment: ScopeEquipment | None = None,
) -> tuple[Group, ...]:
    """States already read, put into groups with the figures of each.

    `equipment` adds what batches bought, and the groups that have nothing else.
    """
    places = equipment.places if equipment is not None else ()
    labels = _labels(connection, desk, by, [*rows, *places])
    by_key: dict[int | str | None, list[WorkState]] = {key: [] for key in labels.names}
    for row in rows:
        by_key[labels.of(row)].append(row)
    groups = []
    for key, name in labels.names.items():
        mine = by_key[key]
        line = plan.line(by, key, desk.home_id)
        bought = None if equipment is None else equipment.by(key, labels.of, mine)
        answer = figures(mine, as_of=scope.as_of, basis=scope.basis, plan=line, procured=bought)
        groups.append(Group(key, name, answer, tuple(row.work_id for row in mine)))
    return tuple(groups)


def work_states(
    connection: Connection, desk: Desk, scope: Scope, *, day: date | None = None
) -> list[WorkState]:
    """The states of the works in a scope on its day, or of the same works on another `day`."""
    return states(
        connection,
        day or scope.as_of,
        home_id=desk.home_id,
        programme_id=scope.programme_id,
        year=scope.as_of.year if scope.period is PeriodScope.YEAR else None,
        with_pooled=scope.with_pooled,
    )


class Plan:
    """The plan version in force on the day, when exactly one programme is asked for."""

    def __init__(self, connection: Connection, scope: Scope) -> None:
        programme, version, line = tables.programme, tables.plan_version, tables.plan_line
        self.programme: str | None = None
        self.label: str | None = None
        self._lines: dict[tuple[int | None, int | None], PlanFigures] = {}
        if scope.programme_id is None:
            with_plan = connection.execute(select(programme.c.id, programme.c.name)).all()
            if len(with_plan) != 1:
                return
            scope_programme, self.programme = with_plan[0]
        else:
            scope_programme = scope.programme_id
            self.programme = connection.execute(
                select(programme.c.name).where(programme.c.id == scope_programme)
            ).scalar()
        # A plan is for the whole period and for all projects that count toward it.
        if scope.period is PeriodScope.YEAR:
            return
        found = connection.execute(
            select(version.c.id, version.c.label)
            .where(version.c.programme_id == scope_programme, version.c.day <= scope.as_of)
            .order_by(version.c.day.desc(), version.c.id.desc())
            .limit(1)
        ).first()
        if found is None:
            return
        self.label = found.label
        for row in connection.execute(select(line).where(line.c.version_id == found.id)):
            self._lines[(row.region_id, row.school_id)] = PlanFigures(
                found.label,
                None if row.area is None else Area(row.area),
                None if row.money is None else Money(row.money),
                None if row.equipment is None else Money(row.equipment),
                row.projects,
            )

    def line(self, by: By, key: int | str | None, home_id: int) -> PlanFigures | None:
        """The line for exactly a group, or None: then the works' own sums are the denominators."""
        if by is By.TOTAL:
            return self._lines.get((None, None)) or self._lines.get((home_id, None))
        if by is By.SCHOOL and isinstance(key, int):
            return self._lines.get((None, key))
        if by in (By.COUNTY, By.TOWNSHIP) and isinstance(key, int):
            return self._lines.get((key, None))
        return None


@dataclass(frozen=True, slots=True)
class _Labels:
    names: dict[int | str | None, str]
    of: Callable[[WorkState | Place], int | str | None]


def _labels(
    connection: Connection, desk: Desk, by: By, rows: Sequence[WorkState | Place]
) -> _Labels:
    """The groups that occur, in their official order, and which one a work belongs to."""
    region, school = tables.region, tables.school
    if by is By.TOTAL:
        return _Labels({None: "合计"}, lambda _row: None)
    if by is By.NATURE:
        items = tables.code_item
        order = list(
            connection.execute(
                select(items.c.name).where(items.c.list == "nature").order_by(items.c.ordinal)
            ).scalars()
        )
        seen = {row.nature for row in rows}
        names = [n for n in order if n in seen] + sorted(seen - set(order))
        return _Labels({n: n or "未填建设性质" for n in names}, lambda row: row.nature)
    if by is By.YEAR:
        years = sorted({row.year for row in rows}, key=lambda year: (year is None, year or 0))
        return _Labels(
            {y: "未填年度" if y is None else f"{y}年" for y in years}, lambda row: row.year
        )
    if by is By.SCHOOL:
        used = {row.school_id for row in rows}
        found = connection.execute(
            select(school.c.id, school.c.name)
            .outerjoin(region, region.c.id == school.c.township_id)
            .order_by(region.c.ordinal, region.c.id, school.c.id)
        )
        return _Labels(
            {row.id: row.name for row in found if row.id in used}, lambda row: row.school_id
        )
    every = connection.execute(
        select(region.c.id, region.c.name, region.c.parent_id).order_by(
            region.c.ordinal, region.c.code, region.c.id
        )
    ).all()
    parents = {row.id: row.parent_id for row in every}
    home = desk.home_id

    def child_of_home(region_id: int | None) -> int | None:
        while region_id is not None and parents.get(region_id) not in (home, None):
            region_id = parents[region_id]
        return region_id

    def place(row: WorkState | Place) -> int | None:
        return child_of_home(row.township_id) if by is By.COUNTY else row.township_id

    used_places = {place(row) for row in rows}
    names_of: dict[int | str | None, str] = {
        row.id: row.name for row in every if row.id in used_places
    }
    if None in used_places:
        names_of[None] = "乡镇待补"
    return _Labels(names_of, place)
