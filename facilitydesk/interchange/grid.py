"""A workbook as the reader hands it over: sheets of plain cells, before anybody understood them.

Row and column numbers here count from 0; officers see `cell_name(row, column)` (F7). A cell is
None or "" (empty), a text, a `Number` (digits as text, never a float), a `Day` or a truth value.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Context, Decimal
from enum import StrEnum
from typing import Any


class Format(StrEnum):
    """What a file is by its content, whatever its name says."""

    XLSX = "xlsx"
    XLSB = "xlsb"
    ODS = "ods"
    XLS = "xls"
    CSV = "csv"


class Number(str):
    """The digits of a number cell: 645.42."""

    __slots__ = ()


class Day(str):
    """The ISO text of a date cell: 2024-04-28."""

    __slots__ = ()


Cell = str | bool | None
Row = list[Cell]

# Excel keeps 15 digits; what stands behind them is noise of its binary arithmetic.
_FIFTEEN = Context(prec=15)


def number(text: str) -> Number:
    """The number cell of what JSON writes: '1e+16' and '0.30000000000000004' become digits."""
    if len(text) > 16 or "e" in text or "E" in text:
        exact = _FIFTEEN.create_decimal(Decimal(text))
        text = format(exact, "f")
        if "." in text:
            text = text.rstrip("0").rstrip(".")
    elif text.endswith(".0"):
        text = text[:-2]
    return Number(text)


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged block, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True)
class Sheet:
    """One sheet. `trouble` is the code of why it could not be read, with arguments."""

    name: str
    rows: list[Row] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    uncomputed: frozenset[tuple[int, int]] = frozenset()  # formulas without a stored result
    errors: frozenset[tuple[int, int]] = frozenset()  # #REF!, #DIV/0!
    percents: frozenset[tuple[int, int]] = frozenset()  # shown as 65 %, stored as 0.65
    trouble: tuple[str, dict[str, Any]] | None = None
    file: str = ""  # the name of its file, where several are taken in as one book
    base_1904: bool = False  # as the whole book's, of that file

    def cell(self, row: int, column: int) -> Cell:
        """The cell, None outside of what is filled."""
        if row < len(self.rows) and column < len(self.rows[row]):
            return self.rows[row][column]
        return None


@dataclass(slots=True)
class RawBook:
    """A workbook before recognition."""

    name: str
    format: Format
    sheets: list[Sheet]
    base_1904: bool = False
    macros: bool = False
    encoding: str | None = None  # of a CSV


def column_name(column: int) -> str:
    """0 → A, 26 → AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def column_number(name: str) -> int:
    """A → 0, XFD → 16383."""
    number_ = 0
    for char in name:
        number_ = number_ * 26 + ord(char) - 64
    return number_ - 1


def cell_name(row: int, column: int) -> str:
    """(6, 5) → F7."""
    return f"{column_name(column)}{row + 1}"
