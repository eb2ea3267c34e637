"""What was read from a workbook: tables, rows in canonical fields, problems, totals; and its JSON.

Rows and columns are named as on screen: row 7, cell F7. Money in 元 and areas in ㎡ as decimal
strings in JSON, the domain's value types in `Row.values`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from facilitydesk.domain.fields import FIELDS
from facilitydesk.domain.periods import LooseDate
from facilitydesk.domain.problems import Problem, Severity
from facilitydesk.domain.quantities import Area, Money, Percent
from facilitydesk.interchange.columns import Column
from facilitydesk.interchange.grid import Format, Sheet

Value = Money | Area | Percent | LooseDate | int | str

# Fields that JSON names in every row of a table that has their column, empty or not.
_ALWAYS = frozenset(
    "school school_code township project programme nature area_category planned_area started_area completed_area planned_investment invested fund_central fund_province fund_city fund_county fund_other stage progress start_date finish_date planned_start_date planned_finish_date contractor contract_no contract paid fund_document amount pay_date voucher payee summary equipment_class item unit quantity unit_price contract_qty delivered_qty accepted_qty acceptance_date building building_no structure floors built building_area danger_level classes students boarders".split()  # noqa: SIM905 - words read better than a column of quotes
)


@dataclass(frozen=True, slots=True)
class CellProblem:
    """A finding with its place. `row` counts from 1; `cell` is "" for a whole row."""

    sheet: str
    row: int
    cell: str
    key: str | None
    value: str
    problem: Problem

    def to_json(self) -> dict[str, Any]:
        return {
            "sheet": self.sheet or None,
            "row": self.row,
            "cell": self.cell or None,
            "field": json_name(self.key) if self.key else None,
            "value": self.value,
            "code": self.problem.code,
            "message": self.problem.message,
        }


@dataclass(frozen=True, slots=True)
class Change:
    """原值 → 读入值: a cell whose text and meaning differ in more than form."""

    row: int
    cell: str
    key: str
    value: str
    read: str

    def to_json(self) -> dict[str, Any]:
        return {
            "row": self.row,
            "cell": self.cell,
            "field": json_name(self.key),
            "value": self.value,
            "read": self.read,
        }


@dataclass(frozen=True, slots=True)
class Row:
    """One row of data. `refused` says why it stays out; None values are blank or not understood."""

    number: int
    values: Mapping[str, Value | None]
    hidden: bool = False
    refused: Problem | None = None

    def to_json(self) -> dict[str, Any]:
        told: dict[str, Any] = {"row": self.number}
        for key, value in self.values.items():
            if value is not None or key in _ALWAYS:
                told[json_name(key)] = None if value is None else text_of(value)
        if self.hidden:
            told["hidden"] = True
        return told


@dataclass(frozen=True, slots=True)
class Skipped:
    """A row that is no data: total, subtotal, note, blank or header."""

    number: int
    why: str


@dataclass(frozen=True, slots=True)
class Total:
    """One figure of a printed total beside the sum of its rows."""

    number: int
    label: str
    key: str
    declared: Value
    computed: Value

    @property
    def foots(self) -> bool:
        return self.declared == self.computed

    def to_json(self) -> dict[str, Any]:
        return {
            "row": self.number,
            "field": json_name(self.key),
            "declared": text_of(self.declared),
            "computed": text_of(self.computed),
            "foots": self.foots,
        }


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a sheet, read."""

    sheet: str
    kind: str
    title: str
    as_of: date | None
    header_rows: tuple[int, int]
    unit: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    skipped: tuple[Skipped, ...]
    problems: tuple[CellProblem, ...]
    totals: tuple[Total, ...]
    changes: tuple[Change, ...]
    filled: frozenset[tuple[int, str]]  # (row, field) taken from a merged cell or from above
    source: Sheet
    signature: str  # of the head, to find a remembered mapping
    first: int  # the row where title and unit line begin, from 1
    year: int | None = None  # of a line of its own above the head

    @property
    def accepted(self) -> tuple[Row, ...]:
        """The rows that would go in (hidden ones among them)."""
        return tuple(row for row in self.rows if row.refused is None)

    @property
    def refused(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.refused is not None)

    def to_json(self) -> dict[str, Any]:
        hidden = sum(row.hidden for row in self.accepted)
        return {
            "sheet": self.sheet or None,
            "kind": self.kind,
            "header_rows": list(self.header_rows),
            "unit": self.unit or None,
            "read": len(self.rows),
            "accepted": len(self.accepted) - hidden,
            "refused": len(self.refused),
            "skipped": [{"row": row.number, "why": row.why} for row in self.skipped],
            "problems": [problem.to_json() for problem in self.problems],
            "totals": [total.to_json() for total in self.totals],
            "rows": [row.to_json() for row in self.rows],
            "changes": [change.to_json() for change in self.changes],
        }


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook, read and recognised."""

    name: str
    sha256: str
    format: Format
    encoding: str | None
    tables: tuple[Table, ...]
    notices: tuple[CellProblem, ...] = ()  # about sheets and the file as a whole

    def to_json(self) -> dict[str, Any]:
        """The design's answer of `import --json`, without "changed"."""
        tables = [table.to_json() for table in self.tables]
        if tables:
            tables[0]["problems"] = [n.to_json() for n in self.notices] + tables[0]["problems"]
        return {"book": self.name, "tables": tables}


def json_name(key: str) -> str:
    """The canonical name of a field: planned_area → planned_area_m2."""
    return FIELDS[key].json_name


def text_of(value: Value) -> str:
    """A value as JSON writes it: 2179.00, 2024-03, 266."""
    return str(value)


def yellow(code: str, key: str | None = None, **args: Any) -> Problem:
    """A question that leaves its cell empty or names figures that do not agree."""
    return Problem(code, Severity.YELLOW, key, args)


def blue(code: str, key: str | None = None, **args: Any) -> Problem:
    """An interpretation or a hint."""
    return Problem(code, Severity.BLUE, key, args)


def red(code: str, key: str | None = None, **args: Any) -> Problem:
    """What keeps a row out."""
    return Problem(code, Severity.RED, key, args)
