"""What a cell prints, and which exact number a workbook keeps for it.

Paper and workbook round alike because both come through here: the text is rounded once by
domain.rounding, the number is exact and carries a number format that shows the same digits.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from facilitydesk.domain.fields import Kind
from facilitydesk.domain.periods import LooseDate
from facilitydesk.domain.quantities import Area, Money, Percent, Quantity
from facilitydesk.domain.rates import Rate
from facilitydesk.domain.rounding import Mode, Style, amount, digits, scale_of
from facilitydesk.reports.paper.page import Column, Row, RowKind, Table, Value

PLAIN_STYLE = Style()


def printed(value: Value, column: Column, style: Style, empty: str = "") -> str:
    """The text of a cell. A rate prints without % where the column's unit is %."""
    if value is None:
        return empty
    if isinstance(value, str):
        return value
    if isinstance(value, Quantity):
        return amount(value, column.unit, column.style or style)
    if isinstance(value, int):
        return f"{value:,}" if abs(value) >= 10_000 else str(value)
    if isinstance(value, Rate):
        shown = value.percent(column.style or style)
        if shown is None:
            return value.text()
        return shown if column.unit == "%" else f"{shown}%"
    if isinstance(value, Decimal):
        return digits(value, column.style or style)
    return value.isoformat() if isinstance(value, date) else str(value)


@dataclass(frozen=True, slots=True)
class Number:
    """An exact number for a workbook and the format that shows it as the paper does."""

    value: Decimal | int | date
    format: str


def number(value: Value, column: Column, style: Style) -> Number | None:
    """The number of a cell, or None where the cell is text or empty."""
    style = column.style or style
    places = "0" + ("." + "0" * style.places if style.places else "")
    if isinstance(value, Quantity):
        shown = places if isinstance(value, Percent) else f"#,##{places}"
        return Number(_in_unit(value, column.unit), shown)
    if isinstance(value, Rate):
        printed_digits = value.percent(style)
        if printed_digits is None:
            return None
        quotient = value.fraction
        if quotient is None or style.mode is Mode.TRUNCATE:
            percent = Decimal(printed_digits)  # a workbook would round what paper cuts off
        else:
            percent = Decimal(quotient.numerator * 100) / Decimal(quotient.denominator)
        if column.unit == "%":
            return Number(percent, places)
        return Number(percent.scaleb(-2), f"{places}%")
    if isinstance(value, Decimal):
        return Number(value, places)
    if isinstance(value, int):
        return Number(value, "#,##0" if abs(value) >= 10_000 else "0")
    if isinstance(value, LooseDate):
        return Number(value.first, "yyyy-mm-dd") if value.exact else None
    return Number(value, "yyyy-mm-dd") if isinstance(value, date) else None


def _in_unit(value: Quantity, unit: str) -> Decimal:
    """The exact value in a unit of print: 1 元 in 万元 is 0.0001."""
    zeros = len(str(scale_of(unit or value.unit))) - 1
    return Decimal(value.raw).scaleb(-2 - zeros)


def unit_names(columns: Iterable[Column]) -> str:
    """The unit line of a table: '单位：万元、平方米'; empty where nothing is measured."""
    names = []
    for column in columns:
        if column.kind in (Kind.MONEY, Kind.AREA):
            name = {"㎡": "平方米", "万㎡": "万平方米"}.get(column.unit, column.unit)
            if name and name not in names:
                names.append(name)
    return "单位：" + "、".join(names) if names else ""


def label_span(row: Row, table: Table) -> int:
    """Over how many columns the label of a total or group row runs (1 for other rows)."""
    if row.kind is RowKind.GROUP:
        return len(row.cells)
    if row.kind is RowKind.DATA or not isinstance(row.cells[0], str):
        return 1
    span = 1
    columns = table.columns
    while span < len(row.cells) and row.cells[span] is None and not columns[span].sums:
        if columns[span].kind is not Kind.TEXT:
            break
        span += 1
    return span


def rounding_shows(table: Table) -> bool:
    """Whether a printed total differs from the sum of its printed parts."""
    for place, column in enumerate(table.columns):
        if not column.sums:
            continue
        style = column.style or table.style
        parts, totals = Decimal(0), []
        for row in table.rows:
            value = row.cells[place]
            if not isinstance(value, Quantity):
                continue
            shown = Decimal(amount(value, column.unit, style).replace(",", ""))
            if row.kind is RowKind.DATA:
                parts += shown
            elif row.kind is RowKind.TOTAL:
                totals.append(shown)
        if any(total != parts for total in totals):
            return True
    return False


def total_of(values: Iterable[Value]) -> Value:
    """The exact sum of a column's values of one kind; None where nothing is known."""
    known = [value for value in values if isinstance(value, Quantity | int)]
    if not known:
        return None
    raw = sum(value.raw if isinstance(value, Quantity) else value for value in known)
    first = known[0]
    if isinstance(first, Money):
        return Money(raw)
    return Area(raw) if isinstance(first, Area) else raw
