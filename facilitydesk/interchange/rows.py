"""The rows of a table read: the cells of data rows become values, total rows are kept apart.

One pass. Whatever could not be read becomes a problem with its place. Nothing is stored and nothing corrected here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from facilitydesk.domain.cells import Reading
from facilitydesk.domain.fields import FIELDS, Kind
from facilitydesk.domain.problems import Problem
from facilitydesk.interchange.blocks import Block
from facilitydesk.interchange.book import (
    CellProblem,
    Change,
    Skipped,
    Value,
    blue,
    red,
    text_of,
    yellow,
)
from facilitydesk.interchange.columns import Column
from facilitydesk.interchange.drafts import IDENTITY, Draft, TotalRow
from facilitydesk.interchange.grid import Cell, Number, Sheet, cell_name
from facilitydesk.interchange.groupsums import group_rows, is_summed, sums_up
from facilitydesk.interchange.parse import Parser, Quick, parser, quick_parser
from facilitydesk.interchange.sorting import Sorter


@dataclass(slots=True)
class Reader:
    """The state of reading one table."""

    sheet: Sheet
    block: Block
    kind: str
    columns: list[Column]
    base_1904: bool
    drafts: list[Draft] = field(default_factory=list)
    totals: list[TotalRow] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    problems: list[CellProblem] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    filled: set[tuple[int, str]] = field(default_factory=set)
    _mapped: list[Column] = field(init=False)
    _parsers: list[tuple[Column, str, Parser, Quick | None]] = field(init=False)
    _identity: list[tuple[str, ...]] = field(init=False)
    _merged: dict[tuple[int, int], int] = field(init=False)
    _sorter: Sorter = field(init=False)

    def __post_init__(self) -> None:
        block = self.block
        self._mapped = [column for column in self.columns if column.key]
        first, last = block.first, block.last
        self._parsers = [
            (
                column,
                column.key or "",
                parser(self.sheet, column, first, last, base_1904=self.base_1904),
                quick_parser(column),
            )
            for column in self._mapped
        ]
        keys = {c.key for c in self._mapped}
        self._identity = [
            tuple(key for key in group if key in keys)
            for group in IDENTITY[self.kind]
            if any(key in keys for key in group)
        ]
        self._merged = self._merged_cells()
        self._sorter = Sorter(self.sheet, block, self.columns)

    def read(self) -> None:
        """Reads all rows of the block."""
        rows = self.sheet.rows
        blanks: list[int] = []
        for index in range(self.block.first, min(self.block.last + 1, len(rows))):
            why, total = self._sorter.sort(index)
            if total is not None:
                self._total(index, *total)
            if why == "blank":
                blanks.append(index)
                continue
            if blanks:  # blank rows count only between others
                self.skipped += [Skipped(number + 1, "blank") for number in blanks]
                blanks.clear()
            if why is not None:
                self.skipped.append(Skipped(index + 1, why))
                if why == "note":
                    self.notes += [cell for cell in rows[index] if type(cell) is str and cell]
            else:
                self._data(index)
        self._take_out_sums()

    # --- totals

    def _total(self, index: int, label: str, kind: str, level: int) -> None:
        values: dict[str, Value] = {}
        for column, key, parse, _ in self._parsers:
            if not is_summed(key):
                continue
            cell = self.sheet.cell(index, column.index)
            if self._unreadable(index, column, key) or cell is None or cell == "":
                continue
            found = parse(cell, index)
            if found.problem and found.value is None and type(cell) is not str:
                self._problem(index, column, key, cell, found.problem)
            if found.value is not None:
                values[key] = found.value
        self.totals.append(TotalRow(index, label.strip(), kind, level, values))

    # --- data

    def _data(self, index: int) -> None:
        row = self.sheet.rows[index]
        width = len(row)
        values: dict[str, Value | None] = {}
        marked = bool(self.sheet.uncomputed or self.sheet.errors)
        for column, key, parse, quick in self._parsers:
            place = column.index
            cell = row[place] if place < width else None
            if cell is None or cell == "":
                cell = self._from_merge(index, place, key) if self._merged else None
            if marked and self._unreadable(index, column, key):
                values[key] = None
                continue
            if cell is None or cell == "":
                values[key] = None
                continue
            if (
                quick is not None
                and isinstance(cell, Number)
                and (figure := quick(cell)) is not None
            ):
                values[key] = figure
                continue
            found: Reading[Any] = parse(cell, index)
            value = found.value
            values[key] = value if value != "" else None
            if found.problem is not None:
                self._problem(index, column, key, cell, found.problem)
            if found.changed:
                shown = "" if value is None else text_of(value)
                self.changes.append(
                    Change(index + 1, cell_name(index, place), key, str(cell), shown)
                )
        draft = Draft(index, values, index in self.sheet.hidden_rows)
        if not self._unlabelled_total(draft, row):
            self._identify(draft, row)
            self.drafts.append(draft)

    def _identify(self, draft: Draft, row: list[Cell]) -> None:
        del row
        for group in self._identity:
            if all(draft.values.get(key) is None for key in group):
                key = group[0]
                args = {"term": FIELDS[key].term, "row": draft.index + 1}
                draft.refused = red("unidentified", key, **args)
                return

    def _unlabelled_total(self, draft: Draft, row: list[Cell]) -> bool:
        """Sums under the last row without the word 合计."""
        if not self.drafts or any(type(cell) is str and cell.strip() for cell in row):
            return False
        if not sums_up(draft.values, (other.values for other in self.drafts)):
            return False
        sums = {k: v for k, v in draft.values.items() if v is not None and is_summed(k)}
        self.skipped.append(Skipped(draft.index + 1, "total"))
        self.totals.append(TotalRow(draft.index, "", "total", 3, sums))
        return True

    def _take_out_sums(self) -> None:
        """城关镇 with the sums of its schools over them, without the word 小计."""
        found = set(group_rows([draft.values for draft in self.drafts], self._numbered))
        for position in sorted(found):
            draft = self.drafts[position]
            sums = {k: v for k, v in draft.values.items() if v is not None and is_summed(k)}
            label = str(draft.values.get("township") or draft.values.get("school") or "")
            self.skipped.append(Skipped(draft.index + 1, "subtotal"))
            self.totals.append(TotalRow(draft.index, label, "subtotal", 1, sums))
        if found:
            self.drafts = [d for i, d in enumerate(self.drafts) if i not in found]
            self.totals.sort(key=lambda total: total.index)

    def _numbered(self, position: int) -> bool:
        """Whether a data row has a serial number."""
        serial = next((c.index for c in self.columns if c.serial and c.key is None), None)
        if serial is None:
            return False
        cell = self.sheet.cell(self.drafts[position].index, serial)
        return str(cell or "").strip().isdigit()

    def _unreadable(self, index: int, column: Column, key: str) -> bool:
        place = (index, column.index)
        if place in self.sheet.uncomputed:
            problem = yellow("formula_without_value", key)
        elif place in self.sheet.errors:
            problem = yellow("cell_error", key)
        else:
            return False
        self._problem(index, column, key, "", problem)
        return True

    def _from_merge(self, index: int, column: int, key: str) -> Cell:
        top = self._merged.get((index, column))
        if top is None or FIELDS[key].kind in (Kind.MONEY, Kind.AREA, Kind.COUNT):
            return None
        self.filled.add((index + 1, key))
        return self.sheet.cell(top, column)

    def _merged_cells(self) -> dict[tuple[int, int], int]:
        """For each cell covered by a merge over several rows: the row that holds its value."""
        found = {}
        money = {
            c.index: c
            for c in self._mapped
            if FIELDS[c.key or ""].kind in (Kind.MONEY, Kind.AREA, Kind.COUNT)
        }
        for merge in self.sheet.merges:
            if merge.bottom == merge.top or merge.top < self.block.first:
                continue
            if merge.bottom - merge.top > 5000:
                continue
            for row in range(merge.top + 1, min(merge.bottom, self.block.last) + 1):
                found[(row, merge.left)] = merge.top
            column = money.get(merge.left)
            cell = self.sheet.cell(merge.top, merge.left)
            if column and merge.bottom <= self.block.last and cell not in (None, ""):
                args = {"first": merge.top + 1, "last": merge.bottom + 1}
                problem = blue("merged_figure", column.key, **args)
                self._problem(merge.top, column, column.key or "", cell, problem)
        return found

    def _problem(self, index: int, column: Column, key: str, cell: Cell, problem: Problem) -> None:
        place = cell_name(index, column.index)
        text = "" if cell is None else str(cell)
        self.problems.append(CellProblem(self.sheet.name, index + 1, place, key, text, problem))
