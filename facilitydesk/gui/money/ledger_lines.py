"""What the ledger view asks for, and the answer as heads and lines of a matrix."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from facilitydesk.domain.fields import Kind
from facilitydesk.domain.funds import Flow, FundRateKind, Measure
from facilitydesk.domain.messages import tr
from facilitydesk.gui.money.matrix import Head, Line
from facilitydesk.services.desk import Desk
from facilitydesk.services.money import ledger, ledger_years
from facilitydesk.services.money.ledger import RowBy, SourceBy, View
from facilitydesk.services.pinyin import initials


class Rows(StrEnum):
    """What the lines are."""

    SOURCE = "source"
    PROJECT = "project"
    SCHOOL = "school"


class Across(StrEnum):
    """What the columns are."""

    SUMS = "sums"
    SOURCES = "sources"
    YEARS = "years"


@dataclass(frozen=True)
class Question:
    """Everything chosen in the bar of the ledger."""

    as_of: date
    programme_id: int | None
    rows: Rows
    across: Across
    sources: SourceBy
    measure: Measure
    year: int | None

    @property
    def view(self) -> View:
        """The same for the service."""
        by = RowBy.SCHOOL if self.rows is Rows.SCHOOL else RowBy.PROJECT
        return View(self.as_of, by, self.sources, self.programme_id, self.year)


@dataclass(frozen=True)
class Cell:
    """What a cell is about: its row, its source, the year and figure, for looking behind it."""

    row: Any = ledger.ANY
    source: Any = ledger.ANY
    year: int | None = None
    measure: Measure | None = None


@dataclass(frozen=True)
class Answer:
    """The matrix as it is shown, and the sums of all of it."""

    question: Question
    heads: tuple[Head, ...]
    lines: tuple[Line, ...]
    total: Flow
    totals: Mapping[Any, Flow] = field(
        default_factory=dict
    )  # of each row, where rows are not sources


Names = Callable[[int], str]
_RATES = (FundRateKind.ALLOCATION, FundRateKind.RECEIPT, FundRateKind.PASSED_ON)
_FIRST = {
    Rows.SOURCE: tr("资金来源"),
    Rows.PROJECT: tr("项目"),
    Rows.SCHOOL: tr("学校"),
}


def answer(desk: Desk, question: Question, project_name: Names) -> Answer:
    """Read what was asked; runs on the worker. `project_name` adds the school to a project."""
    matrix = ledger.matrix(desk, question.view)

    def name(row: int | None, known: str) -> str:
        if row is None or question.rows is Rows.SCHOOL:
            return known
        return project_name(row) or known

    first = Head("name", _FIRST[question.rows], Kind.TEXT, 250, frozen=True)
    if question.rows is Rows.SOURCE:
        heads = (first, *_sum_heads())
        lines = [
            _line(key, source.name, _sums(matrix.source_totals[key], question), Cell(source=key))
            for key, source in matrix.sources.items()
        ]
        rates = ledger.execution(
            desk, question.year or question.as_of.year, as_of=question.as_of, by=question.sources
        )
        ages = _ages(desk, question)
        if ages:
            heads = (*heads, _AGE)
        for line in lines:
            mine = matrix.sources[line.opens.source].documents
            years_old = [ages[paper] for paper in mine if paper in ages]
            if years_old:
                line.cells[_AGE.key] = max(years_old)  # type: ignore[index]  # made by _line
        if question.programme_id is None:
            heads = (*heads, _rate_head(FundRateKind.EXECUTION))
            for line in lines:
                rate = rates.get(line.opens.source)
                if rate is not None:
                    line.cells[FundRateKind.EXECUTION.value] = rate  # type: ignore[index]  # made by _line
        return Answer(question, heads, tuple(lines), matrix.total)
    found: list[Line] = []
    if question.across is Across.YEARS:
        years = ledger_years.by_year(desk, question.view)
        whole = Head("total", tr("合计"), width=112, opens=Cell(measure=question.measure))
        heads = (
            first,
            *(
                Head(
                    f"y{year}",
                    tr("{year}年").format(year=year),
                    width=112,
                    opens=Cell(year=year, measure=question.measure),
                )
                for year in years.years
            ),
            whole,
        )
        for row, known in years.rows.items():
            cells = {
                f"y{year}": _blank(question.measure, years.cell(row, year)) for year in years.years
            }
            cells["total"] = question.measure.of(years.totals[row])
            found.append(_line(row, name(row, known), cells, Cell(row=row)))
        total = _all(years.totals.values())
        return Answer(question, heads, tuple(found), total, years.totals)
    if question.across is Across.SOURCES:
        numbered = {key: f"s{n}" for n, key in enumerate(matrix.sources)}
        heads = (
            first,
            Head("total", tr("合计"), width=112, opens=Cell(measure=question.measure)),
            *(
                Head(
                    numbered[key],
                    source.name,
                    width=128,
                    tip=source.name,
                    opens=Cell(source=key, measure=question.measure),
                )
                for key, source in matrix.sources.items()
            ),
        )
        for row, known in matrix.rows.items():
            cells = {
                numbered[key]: _blank(question.measure, matrix.cell(row, key))
                for key in matrix.sources
            }
            cells["total"] = question.measure.of(matrix.row_totals[row])
            found.append(_line(row, name(row, known), cells, Cell(row=row)))
        return Answer(question, heads, tuple(found), matrix.total, matrix.row_totals)
    for row, known in matrix.rows.items():
        sums = _sums(matrix.row_totals[row], question)
        found.append(_line(row, name(row, known), sums, Cell(row=row)))
    sums_of = matrix.row_totals
    return Answer(question, (first, *_sum_heads()), tuple(found), matrix.total, sums_of)


_AGE = Head(
    "age",
    tr("结转年限"),
    Kind.COUNT,
    84,
    tip=tr("未用完的资金已结转几年（同一来源有几份文件的取最早一份）"),
)


def _ages(desk: Desk, question: Question) -> dict[int, int]:
    """The documents with money of earlier years, and for how many years it has lain."""
    found = ledger_years.aged(desk, question.as_of)
    return {each.document.id: each.years for each in found if each.years}


def _sum_heads() -> tuple[Head, ...]:
    sums = tuple(
        Head(measure.value, measure.term, width=108, opens=Cell(measure=measure))
        for measure in Measure
    )
    rates = (*_RATES, FundRateKind.PAYMENT)
    return (*sums, *(_rate_head(kind) for kind in rates))


def _rate_head(kind: FundRateKind) -> Head:
    ends = "÷".join(kind.ends)
    return Head(kind.value, kind.term, Kind.PERCENT, 84, tip=f"{kind.term} = {ends}")


def _sums(flow: Flow, question: Question) -> dict[str, Any]:
    cells: dict[str, Any] = {measure.value: measure.of(flow) for measure in Measure}
    return cells | {rate.kind.value: rate for rate in flow.rates(question.as_of)}


def _blank(measure: Measure, flow: Flow) -> Any:
    """Nothing happened: blank, which is not 0."""
    return measure.of(flow) if any(flow) else None


def _line(key: Any, name: str, cells: dict[str, Any], opens: Cell) -> Line:
    return Line(
        ("nobody",) if key is None else key,
        {"name": name, **cells},
        words=f"{name} {initials(name)}",
        opens=opens,
    )


def _all(flows: Any) -> Flow:
    total = Flow()
    for flow in flows:
        total = total.plus(flow)
    return total
