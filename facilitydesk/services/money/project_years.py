"""A project over several fiscal years: planned, allocated, received and paid, year by year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from facilitydesk.domain.problems import Refused
from facilitydesk.domain.quantities import Money
from facilitydesk.services import rules
from facilitydesk.services.desk import Desk
from facilitydesk.store import tables
from facilitydesk.store.reads import money as reads
from facilitydesk.store.unit import Changes

_T = tables.project_year


@dataclass(frozen=True, slots=True)
class YearColumn:
    """One fiscal year of a project; `planned` is None where no plan was entered."""

    year: int
    planned: Money | None
    allocated: Money
    received: Money
    paid: Money
    note: str = ""


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


def rows(
    desk: Desk, *, projects: Iterable[int] | None = None, as_of: date | None = None
) -> tuple[ProjectYears, ...]:
    """Every project with money or a year plan, its years in order."""
    project, work = tables.project, tables.work
    wanted = None if projects is None else list(projects)
    with desk.read() as connection:
        cells: dict[int, dict[int, YearColumn]] = {}
        for row in connection.execute(select(_T)):
            planned = None if row.planned_investment is None else Money(row.planned_investment)
            zero = Money(0)
            cells.setdefault(row.project_id, {})[row.year] = YearColumn(
                row.year, planned, zero, zero, zero, row.note
            )
        for project_id, year, allocated, received, paid in reads.moved_by_year(
            connection, last=as_of, projects=wanted
        ):
            if project_id is None:
                continue
            mine = cells.setdefault(project_id, {})
            known = mine.get(year)
            mine[year] = YearColumn(
                year,
                known.planned if known else None,
                Money(allocated),
                Money(received),
                Money(paid),
                known.note if known else "",
            )
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


def set_plan(
    desk: Desk, project_id: int, plans: Mapping[int, Money | None], *, note: str = ""
) -> Changes:
    """Set a project's planned investment of years; None removes a year's plan."""
    with desk.operation("project_year.set", "") as unit:
        name = unit.row(tables.project, project_id)["name"]
        unit.head.label = f"设置“{name}”的年度计划"
        query = select(_T.c.id, _T.c.year).where(_T.c.project_id == project_id)
        known = {row.year: row.id for row in unit.connection.execute(query)}
        for year, amount in plans.items():
            rules.whole("年度", 1990, 2100)(unit, None, year)
            if amount is None:
                if year in known:
                    unit.delete(_T, known[year])
                continue
            if amount.raw < 0:
                raise Refused("negative", term="年度计划", value=str(amount))
            values = {"planned_investment": amount.raw, "note": note}
            if year in known:
                unit.update(_T, known[year], values)
            else:
                unit.insert(_T, {"project_id": project_id, "year": year, **values})
    return unit.result
