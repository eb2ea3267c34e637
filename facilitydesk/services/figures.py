"""The figures of a day, grouped as asked: what `facilitydesk figures`, dashboard and bulletin show."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, select

from facilitydesk.domain.figures import Figures, PlanFigures, WorkState, figures
from facilitydesk.domain.problems import Refused
from facilitydesk.domain.quantities import Area, Money
from facilitydesk.domain.rates import Basis, Rate
from facilitydesk.services.desk import Desk
from facilitydesk.store import tables
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


@dataclass(frozen=True, slots=True)
class Answer:
    """The figures asked for."""

    scope: Scope
    by: By
    programme: str | None
    plan_version: str | None
    groups: tuple[Group, ...]

    def to_json(self) -> dict[str, Any]:
        """The answer of `figures --json`: decimals as strings, money in 元, areas in ㎡."""
        return {
            "as_of": self.scope.as_of.isoformat(),
            "programme": self.programme,
            "plan_version": self.plan_version,
            "rows": [_row(group) for group in self.groups],
        }


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

    Raises Refused("figures.no_source") for By.SOURCE: money by source belongs to the ledger.
    """
    if by is By.SOURCE:
        raise Refused("figures.no_source")
    with desk.read() as connection:
        rows = work_states(connection, desk, scope)
        plan = Plan(connection, scope)
        groups = grouped(connection, desk, scope, by, rows, plan)
    return Answer(scope, by, plan.programme, plan.label, groups)


def grouped(
    connection: Connection,
    desk: Desk,
    scope: Scope,
    by: By,
    rows: Sequence[WorkState],
    plan: Plan,
) -> tuple[Group, ...]:
    """States already read, put into groups with the figures of each."""
    labels = _labels(connection, desk, by, rows)
    by_key: dict[int | str | None, list[WorkState]] = {key: [] for key in labels.names}
    for row in rows:
        by_key[labels.of(row)].append(row)
    groups = []
    for key, name in labels.names.items():
        mine = by_key[key]
        line = plan.line(by, key, desk.home_id)
        answer = figures(mine, as_of=scope.as_of, basis=scope.basis, plan=line)
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
    of: Callable[[WorkState], int | str | None]


def _labels(connection: Connection, desk: Desk, by: By, rows: Sequence[WorkState]) -> _Labels:
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

    def place(row: WorkState) -> int | None:
        return child_of_home(row.township_id) if by is By.COUNTY else row.township_id

    used_places = {place(row) for row in rows}
    names_of: dict[int | str | None, str] = {
        row.id: row.name for row in every if row.id in used_places
    }
    if None in used_places:
        names_of[None] = "乡镇待补"
    return _Labels(names_of, place)


def _row(group: Group) -> dict[str, Any]:
    f = group.figures
    unknown = rate_json(Rate(None, None, Basis.MONEY))  # until the ledger of funds exists
    return {
        "group": group.name,
        "projects": f.projects,
        "started": f.started,
        "completed": f.completed,
        "planned_area_m2": _text(f.planned.area),
        "started_area_m2": str(f.started_area),
        "completed_area_m2": str(f.completed_area),
        "start_rate": rate_json(f.start_rate),
        "completion_rate": rate_json(f.completion_rate),
        "planned_equipment_yuan": _text(f.planned.equipment),
        "procured_equipment_yuan": str(f.procured),
        "procurement_rate": rate_json(f.procurement_rate),
        "planned_funds_yuan": None,
        "received_yuan": None,
        "paid_yuan": None,
        "receipt_rate": unknown,
        "payment_rate": unknown,
        "planned_investment_yuan": _text(f.planned.money),
        "invested_yuan": str(f.invested),
        "investment_rate": rate_json(f.investment_rate),
    }


def rate_json(rate: Rate) -> dict[str, Any]:
    """A rate as JSON: percent at two places half-up, both figures, basis, plan and notes."""
    return {
        "percent": rate.percent(),
        "numerator": _text(rate.numerator),
        "denominator": _text(rate.denominator),
        "basis": rate.basis.value,
        "plan": rate.plan,
        "notes": list(rate.notes),
    }


def _text(figure: object) -> str | None:
    return None if figure is None else str(figure)
