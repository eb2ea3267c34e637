"""A table as CSV that Excel and WPS open in Chinese: one head row, exact numbers, ISO dates.

A text that an office program would take for a formula gets an apostrophe in front, as one types it
there; a row of digits that would lose some as a number gets a tab, which is not seen.
"""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from decimal import Decimal

from facilitydesk.domain.fields import Kind
from facilitydesk.reports.paper.cells import number, printed
from facilitydesk.reports.paper.page import Column, Row, RowKind, Table, Value

_FORMULA = frozenset("=+-@\t\r")
_DIGITS = re.compile(r"0\d+|\d{12,}")  # leading zeros and what lies beyond 11 digits would go
_MEASURED = frozenset({Kind.MONEY, Kind.AREA, Kind.PERCENT})


def render(table: Table) -> bytes:
    """The table as UTF-8 with its mark, lines ended as on Windows; sums and groups stay out."""
    columns = table.columns
    text = io.StringIO(newline="")
    out = csv.writer(text, lineterminator="\r\n")
    out.writerow(_head(column) for column in columns)
    for row in table.rows:
        if row.kind is RowKind.DATA:
            out.writerow(_cells(row, table))
    return text.getvalue().encode("utf-8-sig", "replace")


def _head(column: Column) -> str:
    measured = column.unit and column.kind in _MEASURED and column.unit not in column.head
    return f"{column.head}（{column.unit}）" if measured else column.head


def _cells(row: Row, table: Table) -> list[str]:
    pairs = zip(row.cells, table.columns, strict=True)
    return [_cell(value, column, table) for value, column in pairs]


def _cell(value: Value, column: Column, table: Table) -> str:
    exact = None if isinstance(value, str) else number(value, column, table.style)
    if exact is None:
        return _safe(printed(value, column, table.style))
    if isinstance(exact.value, date):
        return exact.value.isoformat()
    if isinstance(exact.value, Decimal):
        return f"{exact.value.normalize():f}"
    return str(exact.value)


def _safe(text: str) -> str:
    if text[:1] in _FORMULA and text:
        return f"'{text}"
    return f"\t{text}" if _DIGITS.fullmatch(text) else text
