"""What the ledger of funds adds up to, in 分: by document, project, school and year.

下达 of a project or school is what was allocated to it; what is not yet allocated stands in the
row of nobody (None), so that the rows of every view add up to the documents.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple
from typing import cast as cast_to

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    case,
    cast,
    func,
    literal,
    select,
    union_all,
)
from sqlalchemy.sql.selectable import CompoundSelect

from facilitydesk.store import tables
from facilitydesk.store.types import Whole

_D, _A, _R, _P = tables.fund_document, tables.allocation, tables.receipt, tables.payment


class Moved(NamedTuple):
    """Sums of one cell. `row` is a project, a school or None; `source` is a document."""

    row: int | None
    source: int
    allocated: int
    received: int
    paid: int


class DocumentSums(NamedTuple):
    """What happened to one document; `returned` went back to the treasury."""

    issued: int
    allocated: int
    received: int
    returned: int
    paid: int

    @property
    def remaining(self) -> int:
        """What can still be allocated."""
        return self.issued - self.allocated - self.returned


class PairSums(NamedTuple):
    """A document's share at one project."""

    allocated: int
    received: int
    paid: int

    @property
    def free(self) -> int:
        return self.allocated - self.paid


def total(amount: Any) -> ColumnElement[int]:
    """A sum as a whole number, 0 of nothing: PostgreSQL would answer with a numeric."""
    return func.coalesce(cast(func.sum(amount), Whole), 0)


def document_sums(
    connection: Connection, document_id: int, *, skip: tuple[str, int] | None = None
) -> DocumentSums:
    """The sums of one document, if asked without one row (table name, id) of them."""
    issued = connection.execute(select(_D.c.amount).where(_D.c.id == document_id)).scalar()
    back = case((_R.c.kind == "缴回", -_R.c.amount), else_=0)
    allocated, received, returned, paid = (
        int(
            connection.execute(
                select(total(what)).where(
                    table.c.document_id == document_id, *_without(table, skip)
                )
            ).scalar_one()
        )
        for table, what in ((_A, _A.c.amount), (_R, _R.c.amount), (_R, back), (_P, _P.c.amount))
    )
    return DocumentSums(issued or 0, allocated, received, returned, paid)


def pair_sums(
    connection: Connection,
    document_id: int,
    project_id: int,
    *,
    skip: tuple[str, int] | None = None,
) -> PairSums:
    """What a project has of a document."""
    found = (
        int(
            connection.execute(
                select(total(table.c.amount)).where(
                    table.c.document_id == document_id,
                    table.c.project_id == project_id,
                    *_without(table, skip),
                )
            ).scalar_one()
        )
        for table in (_A, _R, _P)
    )
    return PairSums(*found)


def _without(table: Any, skip: tuple[str, int] | None) -> Iterable[Any]:
    if skip is not None and skip[0] == table.name:
        yield table.c.id != skip[1]


def moved(
    connection: Connection,
    *,
    by_school: bool,
    first: date | None = None,
    last: date | None = None,
    projects: Iterable[int] | None = None,
) -> list[Moved]:
    """The matrix: row × document, for movements of a period (both ends count).

    A row without a school of its own counts for the only school of its project.
    """
    rows = movements(by_school=by_school, first=first, last=last, projects=projects).subquery()
    query = select(
        rows.c.place.label("row"),
        rows.c.source,
        *(
            cast(func.sum(rows.c[name]), Whole).label(name)
            for name in ("allocated", "received", "paid")
        ),
    ).group_by(rows.c.place, rows.c.source)
    # The rows themselves have these names; making thousands of tuples anew would take a tenth.
    return cast_to(list[Moved], connection.execute(query).all())


def movements(
    *,
    by_school: bool,
    first: date | None,
    last: date | None,
    projects: Iterable[int] | None,
    with_day: bool = False,  # carried along only where it is asked for: it costs a tenth
) -> CompoundSelect[Any]:
    one = _only_school() if by_school else None
    wanted = None if projects is None else list(projects)
    parts: list[Select[Any]] = []
    for table, name in ((_A, "allocated"), (_R, "received"), (_P, "paid")):
        place: Any = table.c.project_id
        joined: Any = table
        if one is not None:
            place = func.coalesce(table.c.school_id, one.c.school_id)
            joined = table.outerjoin(one, one.c.project_id == table.c.project_id)
        part = select(
            place.label("place"),
            table.c.document_id.label("source"),
            *((table.c.day.label("day"),) if with_day else ()),
            *(
                (table.c.amount if each == name else literal(0)).label(each)
                for each in ("allocated", "received", "paid")
            ),
        ).select_from(joined)
        if first is not None:
            part = part.where(table.c.day >= first)
        if last is not None:
            # Nearly all rows are from before the day: going by the index of days, from one end of
            # the file to the other for each, takes twice as long as reading the table through.
            day = func.coalesce(table.c.day, table.c.day) if first is None else table.c.day
            part = part.where(day <= last)
        if wanted is not None:
            part = part.where(table.c.project_id.in_(wanted))
        parts.append(part)
    return union_all(*parts)


def _only_school() -> Any:
    """The school of each project that has exactly one."""
    work = tables.work
    return (
        select(work.c.project_id, func.min(work.c.school_id).label("school_id"))
        .group_by(work.c.project_id)
        .having(func.min(work.c.school_id) == func.max(work.c.school_id))
        .subquery()
    )


def behind(
    connection: Connection,
    *,
    by_school: bool,
    row: int | None,
    sources: Iterable[int] | None,
    first: date | None = None,
    last: date | None = None,
    any_row: bool = False,
    projects: Iterable[int] | None = None,
) -> dict[str, tuple[int, ...]]:
    """The ids of the rows behind a cell, by table name. `any_row` asks for a whole column."""
    one = _only_school()
    wanted = None if sources is None else list(sources)
    within = None if projects is None else list(projects)
    found: dict[str, tuple[int, ...]] = {}
    for table in (_A, _R, _P):
        place: Any = table.c.project_id
        joined: Any = table
        if by_school:
            place = func.coalesce(table.c.school_id, one.c.school_id)
            joined = table.outerjoin(one, one.c.project_id == table.c.project_id)
        query = select(table.c.id).select_from(joined).order_by(table.c.day, table.c.id)
        terms = [] if any_row else [place.is_(None) if row is None else place == row]
        if wanted is not None:
            terms.append(table.c.document_id.in_(wanted))
        if within is not None:
            terms.append(table.c.project_id.in_(within))
        if first is not None:
            terms.append(table.c.day >= first)
        if last is not None:
            terms.append(table.c.day <= last)
        found[table.name] = tuple(connection.execute(query.where(and_(True, *terms))).scalars())
    return found


def issued(
    connection: Connection, *, first: date | None = None, last: date | None = None
) -> dict[int, int]:
    """What each document of a period brought; an undated one counts in its budget year."""
    found = {}
    for document_id, amount, day, year in connection.execute(
        select(_D.c.id, _D.c.amount, _D.c.day, _D.c.year)
    ):
        when = day or (date(year, 1, 1) if year else None)
        if when is not None and ((first and when < first) or (last and when > last)):
            continue
        if when is None and first:
            continue
        found[document_id] = amount or 0
    return found


class Placed(NamedTuple):
    """Sums of a document at a project and school (None: of the project or document as a whole)."""

    project: int | None
    school: int | None
    source: int
    allocated: int
    received: int
    paid: int


def placed(connection: Connection, last: date, *, after: date | None = None) -> list[Placed]:
    """Everything up to a day (and after another) by project, school and document."""
    one = _only_school()
    parts = []
    for table, name in ((_A, "allocated"), (_R, "received"), (_P, "paid")):
        parts.append(
            select(
                table.c.project_id.label("project"),
                func.coalesce(table.c.school_id, one.c.school_id).label("school"),
                table.c.document_id.label("source"),
                *(
                    (table.c.amount if each == name else literal(0)).label(each)
                    for each in ("allocated", "received", "paid")
                ),
            )
            .select_from(table.outerjoin(one, one.c.project_id == table.c.project_id))
            .where(table.c.day <= last, *(() if after is None else (table.c.day > after,)))
        )
    rows = union_all(*parts).subquery()
    keys = (rows.c.project, rows.c.school, rows.c.source)
    query = select(
        *keys, *(total(rows.c[name]) for name in ("allocated", "received", "paid"))
    ).group_by(*keys)
    return [Placed(*row) for row in connection.execute(query)]
