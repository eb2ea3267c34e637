"""The rows of a table told apart and read: data, totals, notes, blanks, repeated heads.

One pass: each row is classified, the cells of data rows become values, whatever could not be
read becomes a problem with its place. Nothing is stored and nothing corrected here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from facilitydesk.domain.cells import BLANK_MARKS, Reading, folded
from facilitydesk.domain.fields import FIELDS, Kind
from facilitydesk.domain.problems import Problem
from facilitydesk.interchange.blocks import Block, is_code_row, is_unit_row
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
from facilitydesk.interchange.grid import Cell, Number, Sheet, cell_name
from facilitydesk.interchange.labels import is_group, is_han_serial, is_note, total_label
from facilitydesk.interchange.parse import Parser, Quick, parser, quick_parser

_FIGURES = frozenset({Kind.MONEY, Kind.AREA, Kind.COUNT, Kind.PERCENT, Kind.DATE})
# What each kind of list must name so that a row can be told from others: any of each group.
_IDENTITY: dict[str, tuple[tuple[str, ...], ...]] = {
    "projects": (("project", "project_code"), ("school",)),
    "progress": (("project", "project_code"), ("school",)),
    "funding": (("project", "project_code", "fund_document", "programme"), ("school",)),
    "equipment": (("item", "equipment_class"), ("school",)),
    "statement": (("amount",), ("payee", "voucher", "summary", "project")),
    "buildings": (("building", "building_no"), ("school",)),
    "schools": (("school", "school_code"),),
    "plans": (("township", "programme", "school"),),
}


@dataclass(slots=True)
class Draft:
    """A data row while its neighbours are still being compared."""

    index: int  # from 0
    values: dict[str, Value | None]
    hidden: bool
    refused: Problem | None = None


@dataclass(slots=True)
class TotalRow:
    """A total row as printed."""

    index: int
    label: str
    kind: str
    level: int
    values: dict[str, Value]


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
    _figures: set[int] = field(init=False)
    _serial: int | None = field(init=False)
    _identity: list[tuple[str, ...]] = field(init=False)
    _merged: dict[tuple[int, int], int] = field(init=False)
    _heads: list[set[str]] = field(init=False)

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
        figures = {c.index for c in self._mapped if FIELDS[c.key or ""].kind in _FIGURES}
        self._figures = figures
        self._serial = next((c.index for c in self.columns if c.serial and c.key is None), None)
        keys = {c.key for c in self._mapped}
        self._identity = [
            tuple(key for key in group if key in keys)
            for group in _IDENTITY[self.kind]
            if any(key in keys for key in group)
        ]
        self._merged = self._merged_cells()
        self._heads = self._head_rows()

    def read(self) -> None:
        """Reads all rows of the block."""
        rows = self.sheet.rows
        blanks: list[int] = []
        for index in range(self.block.first, min(self.block.last + 1, len(rows))):
            why = self._why_not(index)
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

    # --- which rows are data

    def _why_not(self, index: int) -> str | None:
        """Why a row is no data, or None."""
        row = self.sheet.rows[index]
        texts: list[int] = []
        figures = 0
        labelled = False
        for i, cell in enumerate(row):
            if cell is None or cell == "":
                continue
            if type(cell) is not str:
                figures += i != self._serial
            elif not cell.isspace():
                texts.append(i)
                labelled = labelled or "计" in cell or "其中" in cell or "总和" in cell
        if not figures and (not texts or (texts == [self._serial] and _is_number(row[texts[0]]))):
            return "blank"
        if labelled and (kind := self._labelled(index, row, texts)):
            return kind
        if not texts:
            return None
        if not figures and (told := self._words_only(index, row, texts)):
            return told
        if self._han_group(row, texts, figures):
            self._total(index, " ".join(str(row[i]) for i in texts[:2]), "subtotal", 0)
            return "subtotal"
        return None

    def _labelled(self, index: int, row: list[Cell], texts: list[int]) -> str | None:
        for i in texts:
            cell = str(row[i])
            if "计" in cell or "其中" in cell or "总和" in cell:
                found = total_label(cell)
                label = i not in self._figures or not any(map(str.isdigit, cell))
                if found and label and not self._is_named(row):
                    self._total(index, cell, *found)
                    return found[0]
        return None

    def _is_named(self, row: list[Cell]) -> bool:
        """Whether a thing is named in the row: 合计 beside a project's name is no label."""
        for column in self._mapped:
            if column.key in ("project", "item", "building", "payee"):
                cell = row[column.index] if column.index < len(row) else None
                if type(cell) is str and folded(cell) not in BLANK_MARKS:
                    plain = folded(cell)
                    if not total_label(cell) and not plain[:1].isdigit():
                        return True
        return False

    def _words_only(self, index: int, row: list[Cell], texts: list[int]) -> str | None:
        """Notes, headings and repeated heads: rows without a single figure."""
        first = str(row[texts[0]]).strip()
        words = [str(row[i]).strip() for i in texts]
        if self._repeats_head(words) or is_unit_row(row) or is_code_row(row):
            return "header"
        if is_note(first):
            return "note"
        if len(texts) > 1:
            return None
        if texts[0] == self._serial or is_group(first):
            return "header" if is_group(first) or len(first) <= 12 else "note"
        merged = self._merged.get((index, texts[0]))
        wide = merged is None and any(
            m.top <= index <= m.bottom and m.left <= texts[0] <= m.right and m.right - m.left >= 2
            for m in self.sheet.merges
        )
        if wide or len(self._mapped) > 3 or texts[0] not in {c.index for c in self._mapped}:
            return (
                "note" if len(first) > 12 and not wide else "header" if len(first) <= 20 else "note"
            )
        return None

    def _repeats_head(self, words: list[str]) -> bool:
        for head in self._heads:
            same = sum(word in head for word in words)
            if same == len(words) or (len(words) > 2 and same * 5 >= len(words) * 4):
                return True
        return False

    def _head_rows(self) -> list[set[str]]:
        """The texts of the title and head rows, each of which may be printed again."""
        found = []
        for index in range(self.block.above, self.block.first):
            words = {str(cell).strip() for cell in self.sheet.rows[index] if cell not in (None, "")}
            if words:
                found.append(words)
        return found

    def _han_group(self, row: list[Cell], texts: list[int], figures: int) -> bool:
        """一 | 城关镇 | 16178.31: a group's line of sums among rows numbered 1, 2, 3."""
        if self._serial is None or self._serial not in texts or len(texts) + figures < 2:
            return False
        cell = row[self._serial]
        if not is_han_serial(str(cell)):
            return False
        project = next((c.index for c in self._mapped if c.key == "project"), None)
        return project is None or project >= len(row) or row[project] in (None, "")

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
        if any(type(cell) is str and cell.strip() for cell in row) or not self.drafts:
            return False
        sums = {k: v for k, v in draft.values.items() if v is not None and is_summed(k)}
        if not sums or any(_raw(v) != self._sum(key) for key, v in sums.items()):
            return False
        self.skipped.append(Skipped(draft.index + 1, "total"))
        self.totals.append(TotalRow(draft.index, "", "total", 3, sums))
        return True

    def _sum(self, key: str) -> int:
        return sum(_raw(v) for d in self.drafts if (v := d.values.get(key)) is not None)

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


def is_summed(key: str) -> bool:
    """Whether a printed total adds this field up."""
    kind = FIELDS[key].kind
    if kind is Kind.COUNT:
        return key not in ("year", "floors")
    return kind in (Kind.MONEY, Kind.AREA) and key != "unit_price"


def _raw(value: Any) -> int:
    return value if isinstance(value, int) else int(value.raw)


def _is_number(cell: Cell) -> bool:
    """Whether a serial number stands alone in a row that was never filled in."""
    return folded(str(cell)).isdigit()
