"""A project over several fiscal years: planned, allocated, received, paid and invested by year.

The columns of the years add up to the project's totals. What was invested in a year is the figure
reported at its end less that of the year before.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from facilitydesk.domain.cells import clean_text
from facilitydesk.domain.problems import Problem, Refused, Severity
from facilitydesk.domain.quantities import Money
from facilitydesk.services import rules
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Edit, Edited, Rejected
from facilitydesk.store import tables
from facilitydesk.store.reads import money_years
from facilitydesk.store.unit import Changes, Unit

_T = tables.project_year


_NOTHING = Money(0)


@dataclass(frozen=True, slots=True)
class YearColumn:
    """One fiscal year of a project; `planned` is None where no plan was entered."""

    year: int
    planned: Money | None
    allocated: Money
    received: Money
    paid: Money
    note: str = ""
    invested: Money = _NOTHING
    revision: int = 0  # of the year's plan; 0 where there is none

    @property
    def id(self) -> int:
        """The year: a project has one line for each."""
        return self.year

    @property
    def moved(self) -> bool:
        """Whether anything happened in the year beside its plan."""
        return any((self.allocated, self.received, self.paid, self.invested))


@dataclass(frozen=True, slots=True)
class ProjectYears:
    """One project as one row: its year columns and their sums."""

    project_id: int
    project: str
    planned_investment: Money | None  # of its works, to compare with the years
    years: tuple[YearColumn, ...]

    @property
    def planned(self) -> Money | None:
        """The sum of the years' plans; None where no year has one."""
        known = [each.planned.raw for each in self.years if each.planned is not None]
        return Money(sum(known)) if known else None

    @property
    def allocated(self) -> Money:
        return Money(sum(each.allocated.raw for each in self.years))

    @property
    def received(self) -> Money:
        return Money(sum(each.received.raw for each in self.years))

    @property
    def paid(self) -> Money:
        return Money(sum(each.paid.raw for each in self.years))

    @property
    def invested(self) -> Money:
        return Money(sum(each.invested.raw for each in self.years))

    @property
    def gap(self) -> Money | None:
        """The project's planned investment less the years' plans; None where one is missing."""
        planned, whole = self.planned, self.planned_investment
        return None if planned is None or whole is None else whole - planned


def rows(
    desk: Desk, *, projects: Iterable[int] | None = None, as_of: date | None = None
) -> tuple[ProjectYears, ...]:
    """Every project with money or a year plan, its years in order."""
    project, work = tables.project, tables.work
    wanted = None if projects is None else list(projects)
    with desk.read() as connection:
        cells = _cells(connection, wanted, as_of or desk.today)
        query = select(project.c.id, project.c.name).order_by(project.c.id)
        if wanted is not None:
            query = query.where(project.c.id.in_(wanted))
        plans: dict[int, int | None] = {}
        for work_row in connection.execute(select(work.c.project_id, work.c.planned_investment)):
            if work_row.planned_investment is not None:
                before = plans.get(work_row.project_id) or 0
                plans[work_row.project_id] = before + work_row.planned_investment
        return tuple(
            ProjectYears(
                row.id,
                row.name,
                None if (plan := plans.get(row.id)) is None else Money(plan),
                tuple(cells[row.id][year] for year in sorted(cells[row.id])),
            )
            for row in connection.execute(query)
            if row.id in cells
        )


def _cells(
    connection: Connection, wanted: list[int] | None, day: date
) -> dict[int, dict[int, YearColumn]]:
    """Project → year → column."""
    zero = Money(0)
    cells: dict[int, dict[int, YearColumn]] = {}

    def at(project_id: int, year: int) -> YearColumn:
        known = cells.setdefault(project_id, {}).get(year)
        return known or YearColumn(year, None, zero, zero, zero)

    plans = select(_T) if wanted is None else select(_T).where(_T.c.project_id.in_(wanted))
    for row in connection.execute(plans):
        planned = None if row.planned_investment is None else Money(row.planned_investment)
        cells.setdefault(row.project_id, {})[row.year] = YearColumn(
            row.year, planned, zero, zero, zero, row.note, revision=row.revision
        )
    for project_id, year, *sums in money_years.moved_by_year(connection, last=day, projects=wanted):
        if project_id is not None:
            allocated, received, paid = map(Money, sums)
            cells.setdefault(project_id, {})[year] = replace(
                at(project_id, year), allocated=allocated, received=received, paid=paid
            )
    for project_id, year, invested in money_years.invested_by_year(
        connection, day, projects=wanted
    ):
        cells.setdefault(project_id, {})[year] = replace(
            at(project_id, year), invested=Money(invested)
        )
    return cells


def of_project(desk: Desk, project_id: int, *, as_of: date | None = None) -> ProjectYears | None:
    """The years of one project; one without money or a plan has none. None: no such project."""
    found = rows(desk, projects=[project_id], as_of=as_of)
    if found:
        return found[0]
    project, work = tables.project, tables.work
    with desk.read() as connection:
        name = connection.execute(select(project.c.name).where(project.c.id == project_id)).scalar()
        if name is None:
            return None
        query = select(work.c.planned_investment).where(work.c.project_id == project_id)
        plans = [each for each in connection.execute(query).scalars() if each is not None]
    return ProjectYears(project_id, name, Money(sum(plans)) if plans else None, ())


def enter(
    desk: Desk,
    project_id: int,
    cells: Sequence[Edit] = (),
    new: Sequence[Mapping[str, object]] = (),
) -> Edited:
    """Store plans and notes typed beside years (`row_id` is the year), and add years.

    One operation; an emptied plan without a note takes the year's plan away.
    """
    rejected: list[Rejected] = []
    added: list[int | None] = []
    with desk.operation("project_year.enter", "") as unit:
        name = unit.row(tables.project, project_id)["name"]
        unit.head.label = f"修改“{name}”的年度计划"
        for cell in cells:
            try:
                _store(unit, project_id, cell.row_id, {_COLUMNS[cell.field]: cell.value})
            except Refused as refusal:
                found = Problem(refusal.code, Severity.RED, cell.field, refusal.args_)
                rejected.append(Rejected(found, cell.field, cell.row_id))
        for place, row in enumerate(new):
            try:
                year = _new_year(unit, project_id, row.get("year"))
                values = {_COLUMNS[key]: row.get(key) for key in ("planned", "note")}
                _store(unit, project_id, year, values)
                added.append(year)
            except Refused as refusal:
                found = Problem(refusal.code, Severity.RED, "year", refusal.args_)
                rejected.append(Rejected(found, "year", position=place))
                added.append(None)
    return Edited(unit.result, tuple(rejected), tuple(added))


def delete(desk: Desk, project_id: int, years: Sequence[int]) -> Changes:
    """Take the plans of years away. Raises Refused for a year in which something happened."""
    mine = of_project(desk, project_id)
    moved = {each.year for each in mine.years if each.moved} if mine is not None else set()
    with desk.operation("project_year.delete", f"删除年度计划（{len(years)}年）") as unit:
        for year in years:
            if year in moved:
                raise Refused("year.moved", year=year)
            row = _row(unit, project_id, year)
            if row is not None:
                unit.delete(_T, row.id)
    return unit.result


_COLUMNS = {"planned": "planned_investment", "note": "note"}


def _new_year(unit: Unit, project_id: int, year: object) -> int:
    rules.whole("年度", 1990, 2100)(unit, None, year)
    if not isinstance(year, int):
        raise Refused("required", term="年度")
    if _row(unit, project_id, year) is not None:
        raise Refused("year.twice", year=year)
    return year


def _row(unit: Unit, project_id: int, year: int) -> Any:
    query = select(_T).where(_T.c.project_id == project_id, _T.c.year == year)
    return unit.connection.execute(query).first()


def _store(unit: Unit, project_id: int, year: int, values: Mapping[str, object]) -> None:
    stored: dict[str, Any] = {}
    for name, value in values.items():
        if name == "note":
            stored[name] = clean_text(str(value or ""))
        else:
            stored[name] = rules.quantity(Money, "年度计划")(unit, None, value)
    row = _row(unit, project_id, year)
    if row is None:
        unit.insert(_T, {"project_id": project_id, "year": year, **stored})
        return
    unit.update(_T, row.id, stored)
    now = unit.row(_T, row.id)
    if now["planned_investment"] is None and not now["note"]:
        unit.delete(_T, row.id)
