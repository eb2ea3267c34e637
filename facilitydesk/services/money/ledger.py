"""The ledger seen as a matrix: project or school × source, each cell from 下达 to 结余.

What belongs to no project or school (documents not yet allocated, receipts for a document as a
whole) stands in a row of its own, so that rows, sources and total always agree.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, select

from facilitydesk.domain.funds import Flow, FundRate, FundRateKind, fund_rate
from facilitydesk.domain.quantities import Money
from facilitydesk.services.desk import Desk
from facilitydesk.services.money import picks
from facilitydesk.services.money.cells import name_of
from facilitydesk.store import tables
from facilitydesk.store.reads import money as reads
from facilitydesk.store.reads import money_years


class RowBy(StrEnum):
    """What the rows of the matrix are."""

    PROJECT = "project"
    SCHOOL = "school"


class SourceBy(StrEnum):
    """How documents are put together into sources."""

    DOCUMENT = "document"
    FUND = "fund"  # level, fund name and year
    LEVEL = "level"


Key = Hashable


@dataclass(frozen=True, slots=True)
class View:
    """What the ledger is asked for; `year` shows the movements of one calendar year."""

    as_of: date
    rows: RowBy = RowBy.PROJECT
    sources: SourceBy = SourceBy.DOCUMENT
    programme_id: int | None = None
    year: int | None = None

    @property
    def first(self) -> date | None:
        return None if self.year is None else date(self.year, 1, 1)

    @property
    def last(self) -> date:
        return self.as_of if self.year is None else min(self.as_of, date(self.year, 12, 31))


@dataclass(frozen=True, slots=True)
class Source:
    """A column: one document, one fund of a year, or a level, with its documents."""

    key: Key
    name: str
    level: str
    documents: tuple[int, ...]


@dataclass(frozen=True)
class Matrix:
    """The cells that are not empty, and what rows, sources and all of them add up to."""

    view: View
    rows: Mapping[int | None, str]  # in official order; None comes last
    sources: Mapping[Key, Source]
    cells: Mapping[tuple[int | None, Key], Flow]

    def cell(self, row: int | None, source: Key) -> Flow:
        """One cell; all zeros where nothing happened."""
        return self.cells.get((row, source), _NOTHING)

    @cached_property
    def row_totals(self) -> Mapping[int | None, Flow]:
        return self._sums(0, self.rows)

    @cached_property
    def source_totals(self) -> Mapping[Key, Flow]:
        return self._sums(1, self.sources)

    @cached_property
    def total(self) -> Flow:
        return _add(tuple(self.source_totals.values()))

    def _sums(self, place: int, keys: Iterable[Key]) -> dict[Any, Flow]:
        parts: dict[Any, list[Flow]] = {key: [] for key in keys}
        for where, flow in self.cells.items():
            parts[where[place]].append(flow)
        return {key: _add(flows) for key, flows in parts.items()}


_NOTHING = Flow()


def _add(flows: Sequence[Flow]) -> Flow:
    # Column by column: the built-in sum is several times faster than adding chains.
    return Flow._make(map(sum, zip(*flows, strict=True))) if flows else _NOTHING


def matrix(desk: Desk, view: View) -> Matrix:
    """The matrix of a day."""
    with desk.read() as connection:
        return read(connection, view)


def read(connection: Connection, view: View) -> Matrix:
    """The same inside a read."""
    by_school = view.rows is RowBy.SCHOOL
    projects = _projects(connection, view)
    found = reads.moved(
        connection, by_school=by_school, first=view.first, last=view.last, projects=projects
    )
    sources, source_of = _sources(connection, view.sources)
    sums: dict[tuple[int | None, Key], Flow]
    if view.sources is SourceBy.DOCUMENT:
        chain = Flow._make
        sums = {(row, source): chain((a, a, r, p)) for row, source, a, r, p in found}
    else:
        sums = {}
        for row, source, allocated, received, paid in found:
            where = (row, source_of[source])
            flow = Flow(allocated, allocated, received, paid)
            known = sums.get(where)
            sums[where] = flow if known is None else known.plus(flow)
    if projects is None:
        given: dict[int, int] = {}
        for _, source, allocated, _, _ in found:
            given[source] = given.get(source, 0) + allocated
        brought = reads.issued(connection, first=view.first, last=view.last)
        for document_id in given.keys() | brought.keys():
            free = brought.get(document_id, 0) - given.get(document_id, 0)
            if free:
                where = (None, source_of[document_id])
                sums[where] = sums.get(where, _NOTHING).plus(Flow(issued=free))
    rows = _rows(connection, view.rows, {row for row, _ in sums})
    used = {source for _, source in sums}
    shown = {key: source for key, source in sources.items() if key in used}
    return Matrix(view, rows, shown, sums)


def _projects(connection: Connection, view: View) -> list[int] | None:
    if view.programme_id is None:
        return None
    table = tables.project
    query = select(table.c.id).where(table.c.programme_id == view.programme_id)
    return list(connection.execute(query).scalars())


def _sources(connection: Connection, by: SourceBy) -> tuple[dict[Key, Source], dict[int, Key]]:
    """The sources in the order of levels, years and days, and the one of each document."""
    document, item = tables.fund_document, tables.code_item
    query = (
        select(document)
        .outerjoin(item, (item.c.list == "fund_level") & (item.c.name == document.c.level))
        .order_by(item.c.ordinal.is_(None), item.c.ordinal, document.c.year, document.c.day)
        .order_by(document.c.id)
    )
    sources: dict[Key, Source] = {}
    source_of: dict[int, Key] = {}
    for row in connection.execute(query):
        key: Key = row.id
        name = name_of(row.level, row.fund_name, row.year, row.number)
        if by is SourceBy.FUND:
            key = (row.level, row.fund_name, row.year)
            name = name_of(row.level, row.fund_name, row.year, "")
        elif by is SourceBy.LEVEL:
            key, name = row.level, row.level or "未填级次"
        known = sources.get(key)
        mine = (*(known.documents if known else ()), row.id)
        sources[key] = Source(key, name, row.level, mine)
        source_of[row.id] = key
    return sources, source_of


def _rows(connection: Connection, by: RowBy, used: set[int | None]) -> dict[int | None, str]:
    """The rows that occur, by township, school and name; None last."""
    names: dict[int | None, str]
    if by is RowBy.SCHOOL:
        school, region = tables.school, tables.region
        query = (
            select(school.c.id, school.c.name)
            .outerjoin(region, region.c.id == school.c.township_id)
            .order_by(region.c.id.is_(None), region.c.ordinal, region.c.id, school.c.id)
        )
    else:
        return {
            **{pick.id: pick.name for pick in picks.ordered(connection) if pick.id in used},
            **({None: "未落实到项目"} if None in used else {}),
        }
    names = {key: name for key, name in connection.execute(query) if key in used}
    if None in used:
        names[None] = "未落实到学校"
    return names


@dataclass(frozen=True, slots=True)
class Behind:
    """The ids of the rows a figure is made of."""

    documents: tuple[int, ...]
    allocations: tuple[int, ...]
    receipts: tuple[int, ...]
    payments: tuple[int, ...]


class _Any:
    """Stands for "whatever row" or "whatever source" when a total is asked for."""


ANY = _Any()


def behind(
    desk: Desk, view: View, *, row: int | _Any | None = ANY, source: Key | _Any = ANY
) -> Behind:
    """The rows behind a cell, or with ANY behind a total; documents where 下达 comes from them."""
    with desk.read() as connection:
        sources, _ = _sources(connection, view.sources)
        documents: tuple[int, ...] | None = None
        if not isinstance(source, _Any):
            documents = sources[source].documents
        found = reads.behind(
            connection,
            by_school=view.rows is RowBy.SCHOOL,
            row=None if isinstance(row, _Any) else row,
            any_row=isinstance(row, _Any),
            sources=documents,
            first=view.first,
            last=view.last,
            projects=_projects(connection, view),
        )
        papers: tuple[int, ...] = ()
        if view.programme_id is None and (row is None or isinstance(row, _Any)):
            brought = reads.issued(connection, first=view.first, last=view.last)
            papers = tuple(key for key in brought if documents is None or key in documents)
    return Behind(papers, found["allocation"], found["receipt"], found["payment"])


def execution(desk: Desk, year: int, *, as_of: date, by: SourceBy) -> Mapping[Key, FundRate]:
    """执行率 of each source: paid in a year of what the year could spend, carried-over included."""
    with desk.read() as connection:
        sources, source_of = _sources(connection, by)
        sums: dict[Key, list[int]] = {}
        for document_id, both in money_years.year_budget(connection, year, as_of).items():
            mine = sums.setdefault(source_of[document_id], [0, 0])
            mine[0] += both[0]
            mine[1] += both[1]
    return {
        key: fund_rate(FundRateKind.EXECUTION, Money(sums[key][1]), Money(sums[key][0]), as_of)
        for key in sources
        if key in sums
    }
