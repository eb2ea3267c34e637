"""What the ledger of funds adds up to by calendar and budget year, in 分."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import (
    Connection,
    and_,
    func,
    literal,
    select,
)

from facilitydesk.store import tables
from facilitydesk.store.reads.money import movements, total

_D, _A, _R, _P = tables.fund_document, tables.allocation, tables.receipt, tables.payment


def moved_by_year(
    connection: Connection, *, last: date | None = None, projects: Iterable[int] | None = None
) -> list[tuple[int | None, int, int, int, int]]:
    """(project, year, allocated, received, paid) for every calendar year with a movement."""
    rows = movements(
        by_school=False, first=None, last=last, projects=projects, with_day=True
    ).subquery()
    year = func.substr(rows.c.day, 1, 4)
    query = select(
        rows.c.place,
        year,
        *(total(rows.c[name]) for name in ("allocated", "received", "paid")),
    ).group_by(rows.c.place, year)
    return [(row[0], int(row[1]), *map(int, row[2:])) for row in connection.execute(query)]


def invested_by_year(
    connection: Connection, last: date, *, projects: Iterable[int] | None = None
) -> list[tuple[int, int, int]]:
    """(project, year, invested in it): the figure at its end less that at the end before it.

    The figure of a work at the end of a year is that of its last entry by then, blank counts 0.
    """
    entry, work = tables.week_entry, tables.work
    year = func.substr(entry.c.as_of, 1, 4)
    ends = (
        select(entry.c.work_id, year.label("year"), func.max(entry.c.week_start).label("week"))
        .join(work, work.c.id == entry.c.work_id)
        .where(entry.c.as_of <= last)
        .group_by(entry.c.work_id, year)
    )
    if projects is not None:
        ends = ends.where(work.c.project_id.in_(list(projects)))
    found = ends.subquery()
    query = (
        select(work.c.project_id, entry.c.work_id, found.c.year, entry.c.invested)
        .join(found, (found.c.work_id == entry.c.work_id) & (found.c.week == entry.c.week_start))
        .join(work, work.c.id == entry.c.work_id)
        .order_by(entry.c.work_id, found.c.year)
    )
    sums: dict[tuple[int, int], int] = {}
    before: dict[int, int] = {}
    for project_id, work_id, text, invested in connection.execute(query):
        step = (invested or 0) - before.get(work_id, 0)
        before[work_id] = invested or 0
        where = (project_id, int(text))
        sums[where] = sums.get(where, 0) + step
    return [(*where, step) for where, step in sorted(sums.items()) if step]


def year_budget(connection: Connection, year: int, last: date) -> dict[int, tuple[int, int]]:
    """Of each document: what a year could spend (allocated in it or carried into it), and paid.

    What is carried out at the end of the year stays in its budget.
    """
    first = date(year, 1, 1)
    last = min(last, date(year, 12, 31))
    out = and_(_A.c.kind == "结转", _A.c.amount < 0)
    budget: dict[int, list[int]] = {}
    for place, table, term in ((0, _A, ~out), (1, _P, literal(1) == 1)):
        query = select(table.c.document_id, total(table.c.amount)).where(
            table.c.day >= first, table.c.day <= last, term
        )
        for document_id, amount in connection.execute(query.group_by(table.c.document_id)):
            budget.setdefault(document_id, [0, 0])[place] = int(amount)
    return {key: (both[0], both[1]) for key, both in budget.items()}


def years_moved(connection: Connection, last: date) -> tuple[int, ...]:
    """The calendar years in which anything was issued, allocated, received or paid."""
    found: set[int] = set()
    for table in (_D, _A, _R, _P):
        year = func.substr(table.c.day, 1, 4)
        query = select(year).where(table.c.day <= last).distinct()
        found |= {int(text) for text in connection.execute(query).scalars()}
    undated = select(_D.c.year).where(_D.c.day.is_(None), _D.c.year <= last.year)
    return tuple(sorted(found | {int(y) for y in connection.execute(undated).scalars()}))
