"""One column's cells into values: by the field's kind, the column's unit and what is marked."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from facilitydesk.domain.bottom_lines import State
from facilitydesk.domain.cell_dates import read_date, read_date_cell, read_date_number
from facilitydesk.domain.cells import (
    BLANK_MARKS,
    NONE_WORDS,
    Reading,
    ask,
    clean_text,
    folded,
    read_area,
    read_count,
    read_money,
    read_percent,
)
from facilitydesk.domain.facility_fields import item_number
from facilitydesk.domain.fields import FIELDS, Kind
from facilitydesk.domain.periods import LooseDate
from facilitydesk.domain.problems import Severity
from facilitydesk.domain.quantities import Area, Money
from facilitydesk.domain.stages import Stage
from facilitydesk.interchange.columns import Column
from facilitydesk.interchange.grid import Cell, Day, Number, Sheet

Parser = Callable[[Cell, int], Reading[Any]]
Quick = Callable[[str], Any]

_NOTHING: Reading[Any] = Reading(None)
_NUMBERED = frozenset(
    {
        *("school_code", "project_code", "contract_no", "building_no"),
        *("fund_document", "voucher", "move_number", "asset_number", "serial_no"),
    }
)
_SCIENTIFIC = re.compile(r"\d(\.\d+)?E\+?\d+", re.IGNORECASE)
_MAY_FALL = frozenset({"amount", "paid", "moved_area"})  # 退票 and 退回 are negative lines


def parser(sheet: Sheet, column: Column, first: int, last: int, *, base_1904: bool) -> Parser:
    """The parser of a column: takes a cell and its row (from 0)."""
    key = column.key or ""
    kind = FIELDS[key].kind
    if kind is Kind.MONEY or kind is Kind.AREA:
        read: Callable[[str, int], Reading[Any]] = read_money if kind is Kind.MONEY else read_area
        scale = column.scale
        return _figures(lambda text: read(text, scale), falls=key in _MAY_FALL)
    if kind is Kind.COUNT:
        unit = column.unit if column.unit.startswith("万") else ""
        return _figures(lambda text: _count(text, unit), falls=False)
    if kind is Kind.PERCENT:
        return _percents(sheet, column, first, last)
    if kind is Kind.DATE:
        return _dates(key, base_1904=base_1904)
    if kind is Kind.STAGE:
        return _texts(_stage)
    if key in _NUMBERED:
        return _texts(_code)
    if key == "bottom_state" or item_number(key) is not None:
        return _state
    return _texts(Reading)


def quick_parser(column: Column) -> Quick | None:
    """A shorter way for the plain numbers of a money or area column; None: take the long one.

    Most cells of a long list are such numbers, and nothing is to be said about them.
    """
    kind = FIELDS[column.key or ""].kind
    if kind is not Kind.MONEY and kind is not Kind.AREA:
        return None
    places = {1: 2, 1000: 5, 10_000: 6}.get(column.scale)
    if places is None:
        return None
    quantity = Money if kind is Kind.MONEY else Area

    def read(text: str) -> Money | Area | None:
        whole, _, fraction = text.partition(".")
        if len(fraction) > places or len(whole) > 9 or not whole.isdigit():
            return None
        return quantity(int(whole + fraction.ljust(places, "0")))

    return read


def _figures(read: Callable[[str], Reading[Any]], *, falls: bool) -> Parser:
    known: dict[str, Reading[Any]] = {}

    def parse(cell: Cell, row: int) -> Reading[Any]:
        del row
        if isinstance(cell, Day):
            return Reading(None, problem=ask("date_in_number", cell[:10]))
        if not isinstance(cell, str):
            return Reading(None, problem=ask("not_a_number", str(cell)))
        found = known.get(cell)
        if found is None:
            found = read(cell)
            problem = found.problem
            if problem and problem.code == "rounded" and type(cell) is Number:
                found = found._replace(problem=None)  # the tail of a computed cell
            value = found.value
            if value is not None and not falls and (value if type(value) is int else value.raw) < 0:
                found = Reading(None, problem=ask("negative_cell", cell))
            known[cell] = found
        return found

    return parse


def _percents(sheet: Sheet, column: Column, first: int, last: int) -> Parser:
    """65 % may stand as 65, 65% or 0.65; what the column's other cells are decides."""
    plain = []
    for row in range(first, last + 1):
        cell = sheet.cell(row, column.index)
        if (
            isinstance(cell, str)
            and not isinstance(cell, Day)
            and (row, column.index) not in sheet.percents
        ):
            text = folded(cell)
            if "%" not in text and (value := read_percent(text).value) is not None:
                plain.append(value.raw)
    shares = any(0 < value < 100 for value in plain)
    all_shares = shares and max(plain) <= 100
    only_ones = bool(plain) and not shares and max(plain) == 100 and column.unit != "%"

    def parse(cell: Cell, row: int) -> Reading[Any]:
        if not isinstance(cell, str) or isinstance(cell, Day):
            return Reading(None, problem=ask("not_a_number", str(cell)))
        if (row, column.index) in sheet.percents and type(cell) is Number:
            return read_percent(cell, 100)
        found = read_percent(cell)
        value = found.value
        if value is None or "%" in folded(cell):
            return _in_range(found, cell)
        if 0 < value.raw < 100 or (all_shares and value.raw == 100):
            whole = read_percent(folded(cell), 100)._replace(changed=True)
            if all_shares and column.unit != "%":
                return whole
            listed = ask("share_as_percent", cell, Severity.BLUE, read=str(whole.value))
            return whole._replace(problem=listed)
        if value.raw == 100 and (shares or only_ones):
            return Reading(None, problem=ask("one_percent", cell))
        return _in_range(found, cell)

    return parse


def _in_range(found: Reading[Any], cell: str) -> Reading[Any]:
    if found.value is not None and not 0 <= found.value.raw <= 100_00:
        return found._replace(value=None, problem=ask("percent_range", cell))
    return found


def _dates(key: str, *, base_1904: bool) -> Parser:
    known: dict[tuple[type, str], Reading[Any]] = {}

    def parse(cell: Cell, row: int) -> Reading[Any]:
        del row
        if not isinstance(cell, str):
            return Reading(None, problem=ask("not_a_date", str(cell)))
        found = known.get((type(cell), cell))
        if found is None:
            found = known[(type(cell), cell)] = read(cell)
        return found

    def read(cell: str) -> Reading[Any]:
        if type(cell) is Day:
            return read_date_cell(cell)
        found: Reading[LooseDate] = (
            read_date_number(cell, base_1904=base_1904) if type(cell) is Number else read_date(cell)
        )
        if key == "built" and found.problem and found.problem.code == "year_only":
            return Reading(folded(cell)[:4])  # old buildings are known by the year only
        return found

    return parse


def _texts(read: Callable[[str], Reading[Any]]) -> Parser:
    known: dict[str, Reading[Any]] = {}

    def parse(cell: Cell, row: int) -> Reading[Any]:
        del row
        if isinstance(cell, Day):
            return read(cell[:10])
        if not isinstance(cell, str):
            return read("是" if cell else "否")
        found = known.get(cell)
        if found is None:
            text = clean_text(cell)
            if folded(text) in BLANK_MARKS:
                found = _NOTHING
            elif type(cell) is Number and len(cell) > 15 and cell.isdigit():
                found = Reading(None, problem=ask("lost_digits", cell))
            else:
                found = read(text)
            known[cell] = found
        return found

    return parse


def _code(text: str) -> Reading[str]:
    """A code as printed, full-width digits made plain; 3.65E+09 has lost its digits."""
    plain = folded(text)
    if plain in NONE_WORDS:
        return _NOTHING
    if _SCIENTIFIC.fullmatch(plain):
        mantissa, _, exponent = plain.upper().partition("E")
        if len(mantissa.replace(".", "")) <= int(exponent):
            return Reading(None, problem=ask("lost_digits", text))
        return Reading(f"{Decimal(plain):f}", changed=True)
    if plain.isascii() and plain.isdigit() and plain != text:
        return Reading(plain, changed=True)
    return Reading(text)


def _count(text: str, unit: str) -> Reading[int]:
    """A count; under a head in 万册 a bare figure is in that unit."""
    plain = folded(text)
    return read_count(plain + unit if unit and plain[-1:].isdigit() else text)


def _state(cell: Cell, row: int) -> Reading[Any]:
    """达标, 未达标, 不适用 by word or mark; ／ is 不适用 and no blank. A digit's meaning is listed."""
    del row
    if isinstance(cell, bool):
        return Reading((State.MET if cell else State.FAILED).value, changed=True)
    text = clean_text(str(cell))
    if text not in ("/", "／") and folded(text) in BLANK_MARKS:
        return _NOTHING
    found = State.of_text(text)
    if found is None:
        return Reading(None, problem=ask("bottom.state", text))
    return Reading(found.value, changed=text.isascii() and text != "/")


def _stage(text: str) -> Reading[str]:
    """The text as printed; what is no stage is asked, for it cannot be stored as one."""
    if Stage.read(text) is None and not read_percent(text).value:
        return Reading(text, problem=ask("stage_unknown", text))
    return Reading(text)
