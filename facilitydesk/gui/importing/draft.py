"""What an officer has decided about a workbook that is being taken in; plain values, no Qt.

The cells as read never change. Corrections and refused interpretations are laid over them, and
the whole book is recognised again: the preview and the import see one and the same book.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from facilitydesk.interchange.book import Book, Table
from facilitydesk.interchange.columns import IGNORE
from facilitydesk.interchange.drafts import IDENTITY
from facilitydesk.interchange.grid import RawBook, Sheet, column_number
from facilitydesk.interchange.recognise import recognise

Place = tuple[str, int, int]  # sheet, row and column from 0
_MORE = {"projects": ("progress", "funding"), "plans": ("progress",), "funding": ("fund_moves",)}
"""Kinds that hold what another one holds: a list of progress is one of projects too."""
Layouts = Mapping[str, Mapping[str, str]]  # signature → column letter → field key or "ignore"


@dataclass
class Draft:
    """A workbook between choosing and importing."""

    paths: tuple[Path, ...]
    raw: RawBook
    sha256: str
    remembered: Layouts = field(default_factory=dict)
    corrections: dict[Place, str] = field(default_factory=dict)
    refused: set[Place] = field(default_factory=set)  # interpretations that are not wanted
    kinds: dict[str, str] = field(default_factory=dict)  # per sheet
    layouts: dict[str, dict[str, str]] = field(default_factory=dict)  # mapped by hand
    left_out: set[tuple[str, int]] = field(default_factory=set)  # tables: sheet, first head row
    dates: dict[tuple[str, int], date | None] = field(default_factory=dict)
    programme: str | None = None
    update: set[Any] = field(default_factory=set)  # differences where the table counts
    same_school: dict[str, int] = field(default_factory=dict)  # name of the table → school
    guesses: dict[str, Any] = field(default_factory=dict)  # confirmed lines of near schools
    hidden: bool = False

    def copy(self) -> Draft:
        """The draft as it is now, for a job; later decisions do not reach it."""
        return dataclasses.replace(
            self,
            corrections=dict(self.corrections),
            refused=set(self.refused),
            kinds=dict(self.kinds),
            layouts={key: dict(layout) for key, layout in self.layouts.items()},
            left_out=set(self.left_out),
            dates=dict(self.dates),
            update=set(self.update),
            same_school=dict(self.same_school),
            guesses=dict(self.guesses),
        )

    def recognise(self) -> Book:
        """The book as it is read now. Raises Trouble when no table is left in it."""
        raw = overlaid(self.raw, self.corrections, self.refused)
        mapping = {**self.remembered, **self.layouts}
        book = recognise(raw, self.sha256, mapping=mapping, hidden_sheets=self.hidden)
        for name, kind in self.kinds.items():
            book = _with_kind(book, raw, self.sha256, mapping, name, kind)
        return dataclasses.replace(book, tables=tuple(map(self._dated, book.tables)))

    def chosen(self, book: Book) -> Book:
        """The book without the tables that are not to be taken in."""
        tables = tuple(table for table in book.tables if table_id(table) not in self.left_out)
        return dataclasses.replace(book, tables=tables)

    def prefer(self, kind: str, book: Book) -> bool:
        """Read a book as a kind when none of its tables is seen to be of it, or more.

        Only where the columns can tell its rows apart: a list of projects never becomes
        equipment. Answers whether that changes anything.
        """
        fits = {kind, *_MORE.get(kind, ())}
        if any(table.kind in fits for table in book.tables):
            return False
        told = {
            table.sheet: kind
            for table in book.tables
            if all({column.key for column in table.columns} & set(g) for g in IDENTITY[kind])
        }
        self.kinds.update(told)
        return bool(told)

    def map_column(self, table: Table, letter: str, key: str | None) -> None:
        """Read a column as a field (None: ignore it); the field leaves the column it had."""
        layout = layout_of(table)
        if key is not None:
            for other, held in layout.items():
                if held == key:
                    layout[other] = IGNORE
        layout[letter] = key or IGNORE
        self.layouts[table.signature] = layout

    def forget_columns(self, table: Table) -> None:
        """Go back to what the program recognises by itself, without what it remembers."""
        self.layouts[table.signature] = {}

    def correct(self, place: Place, text: str) -> None:
        """Type over a cell; the text that stands in the file takes the correction away."""
        self.refused.discard(place)
        if text == original(self.raw, place):
            self.corrections.pop(place, None)
        else:
            self.corrections[place] = text

    def _dated(self, table: Table) -> Table:
        """The table with the day that was typed; of several files one day serves all without."""
        if table_id(table) in self.dates:
            return dataclasses.replace(table, as_of=self.dates[table_id(table)])
        if len(self.paths) > 1 and table.as_of is None and self.dates:
            return dataclasses.replace(table, as_of=list(self.dates.values())[-1])
        return table


def table_id(table: Table) -> tuple[str, int]:
    """What names a table while its columns and cells are corrected."""
    return table.sheet, table.header_rows[0]


def layout_of(table: Table) -> dict[str, str]:
    """Column letter → field key or "ignore", as the table is read now."""
    return {column.letter: column.key or IGNORE for column in table.columns}


def original(raw: RawBook, place: Place) -> str:
    """What stands in the file at a place, as text."""
    name, row, column = place
    sheet = next(sheet for sheet in raw.sheets if sheet.name == name)
    cell = sheet.cell(row, column)
    return "" if cell is None else str(cell)


def place_of(sheet: str, cell: str) -> Place | None:
    """F7 → its place; None for a problem without a cell."""
    letters = cell.rstrip("0123456789")
    digits = cell[len(letters) :]
    return (sheet, int(digits) - 1, column_number(letters)) if letters and digits else None


def overlaid(raw: RawBook, corrections: Mapping[Place, str], refused: set[Place]) -> RawBook:
    """The book with corrected cells and without the refused ones; the original stays as it is."""
    typed: dict[str, dict[tuple[int, int], str]] = {}
    for name, row, column in refused:
        typed.setdefault(name, {})[row, column] = ""
    for (name, row, column), text in corrections.items():
        typed.setdefault(name, {})[row, column] = text
    if not typed:
        return raw
    sheets = [
        _typed_over(sheet, typed[sheet.name]) if sheet.name in typed else sheet
        for sheet in raw.sheets
    ]
    return dataclasses.replace(raw, sheets=sheets)


def _typed_over(sheet: Sheet, cells: Mapping[tuple[int, int], str]) -> Sheet:
    rows = list(sheet.rows)
    for row, column in cells:
        if row < len(rows):
            rows[row] = rows[row] + [None] * (column + 1 - len(rows[row]))
    for (row, column), text in cells.items():
        if row < len(rows):
            rows[row][column] = text or None
    places = frozenset(cells)
    return dataclasses.replace(
        sheet,
        rows=rows,
        uncomputed=sheet.uncomputed - places,
        errors=sheet.errors - places,
        percents=sheet.percents - places,
    )


def _with_kind(
    book: Book, raw: RawBook, sha256: str, mapping: Layouts, name: str, kind: str
) -> Book:
    """The book with one sheet's tables read as another kind."""
    sheets = [sheet for sheet in raw.sheets if sheet.name == name]
    wanted = {table_id(table) for table in book.tables if table.sheet == name}
    if not wanted:
        return book
    alone = dataclasses.replace(raw, sheets=sheets)
    again = recognise(alone, sha256, kind=kind, mapping=mapping, hidden_sheets=True)
    found = {table_id(table): table for table in again.tables}
    tables = tuple(found.get(table_id(table), table) for table in book.tables)
    return dataclasses.replace(book, tables=tables)
