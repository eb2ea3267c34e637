"""The unit of each column: its head, the unit row, the 单位 line, the other columns, the figures.

A unit that nothing names is taken from the size of the figures only where no other can be meant,
and is listed; else the column stays unread and is a question.
"""

from __future__ import annotations

from statistics import median_low

from facilitydesk.domain.cells import read_area, read_money
from facilitydesk.domain.fields import FIELDS, Kind, term
from facilitydesk.interchange.book import CellProblem, blue, yellow
from facilitydesk.interchange.columns import Column, values
from facilitydesk.interchange.grid import Sheet, cell_name
from facilitydesk.interchange.preamble import Preamble

# A project of less than 3,000 元 or more than 30,000 万元 is not on a county's list.
_SURELY_YUAN = 30_000
_SURELY_WAN = 3_000
# Building costs in 元 a square metre, from a fence to a laboratory.
_COST_PER_M2 = (50, 30_000)


def settle_units(
    sheet: Sheet, columns: list[Column], preamble: Preamble, head_row: int, first: int, last: int
) -> list[CellProblem]:
    """Gives every money and area column its unit; tells what had to be assumed."""
    money = [c for c in columns if c.key and FIELDS[c.key].kind is Kind.MONEY]
    for column in columns:
        if column.key and FIELDS[column.key].kind is Kind.AREA and not column.unit:
            column.unit = preamble.area_unit or "㎡"
    missing = [column for column in money if not column.unit]
    if preamble.money_unit:
        for column in missing:
            column.unit = preamble.money_unit
        return []
    named = {c.unit for c in money if c.unit and c.key != "unit_price"}
    equipment = any(column.key in ("item", "unit_price", "voucher") for column in columns)
    problems = []
    for column in missing:
        unit = next(iter(named)) if len(named) == 1 else ""
        if not unit:
            unit = "元" if equipment else _by_size(sheet, columns, column, first, last)
        place = cell_name(head_row, column.index)
        key = column.key or ""
        if not values(sheet, column, first, last):
            column.unit = unit or next(iter(named), "元")
            continue
        if unit:
            column.unit, column.assumed_unit = unit, True
            problem = blue("unit_assumed", key, term=term(key), unit=unit)
        else:
            column.key = None
            problem = yellow("unit_unknown", key, term=term(key))
        problems.append(
            CellProblem(sheet.name, head_row + 1, place, key, column.heads[-1], problem)
        )
    return problems


def _by_size(sheet: Sheet, columns: list[Column], column: Column, first: int, last: int) -> str:
    figures = _figures(sheet, column, first, last)
    if not figures:
        return ""
    middle = median_low(figures)
    if middle >= _SURELY_YUAN * 100:
        return "元"
    if middle <= _SURELY_WAN * 100 and any(figure % 100 for figure in figures):
        return "万元"  # 元 with places, yet so small
    area = next((c for c in columns if c.key == "planned_area"), None)
    if area is None:
        return "万元" if middle <= _SURELY_WAN * 100 else ""
    areas = [
        value.raw
        for text in values(sheet, area, first, last)
        if (value := read_area(text, area.scale).value)
    ]
    if not areas:
        return ""
    area_, (low, high) = median_low(areas), _COST_PER_M2
    fits = [
        unit
        for unit, factor in (("元", 1), ("万元", 10_000))
        if low * area_ <= middle * factor <= high * area_
    ]
    return fits[0] if len(fits) == 1 else ""


def _figures(sheet: Sheet, column: Column, first: int, last: int) -> list[int]:
    found = (read_money(text).value for text in values(sheet, column, first, last))
    return sorted(abs(value.raw) for value in found if value)
