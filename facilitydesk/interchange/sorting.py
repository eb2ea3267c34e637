"""Which rows of a table are data: totals, notes, blanks and repeated heads told apart from them."""

from __future__ import annotations

import re

from facilitydesk.domain.cells import BLANK_MARKS, folded
from facilitydesk.domain.fields import FIELDS, Kind
from facilitydesk.interchange.blocks import Block, is_code_row, is_unit_row
from facilitydesk.interchange.columns import Column
from facilitydesk.interchange.grid import Row as Cells
from facilitydesk.interchange.grid import Sheet
from facilitydesk.interchange.labels import (
    is_group,
    is_han_serial,
    is_note,
    is_sender,
    total_label,
)

Label = tuple[str, str, int]  # text, total or subtotal, level
Sorted = tuple[str | None, Label | None]

_FIGURES = frozenset({Kind.MONEY, Kind.AREA, Kind.COUNT, Kind.PERCENT, Kind.DATE})
_NAMES = ("project", "item", "building", "payee")
_NUMBERED = re.compile(r"\d{1,2}\s*[、.．)）]")


class Sorter:
    """Tells why a row of a table is no data."""

    def __init__(self, sheet: Sheet, block: Block, columns: list[Column]) -> None:
        self._sheet = sheet
        self._mapped = [column for column in columns if column.key]
        self._places = {column.index for column in self._mapped}
        self._figures = {c.index for c in self._mapped if FIELDS[c.key or ""].kind in _FIGURES}
        self._names = [column.index for column in self._mapped if column.key in _NAMES]
        self._serial = next((c.index for c in columns if c.serial and c.key is None), None)
        self._school = next((c.index for c in self._mapped if c.key == "school"), None)
        self._after_note = False
        # The title and the head may be printed again on every page.
        self._heads = [
            words
            for index in range(block.above, block.first)
            if (words := {str(c).strip() for c in sheet.rows[index] if c not in (None, "")})
        ]

    def sort(self, index: int) -> Sorted:
        """Why a row is no data (None: it is), and its label when it is a total."""
        why, label = self._sorted(index)
        if why != "blank":
            self._after_note = why == "note"
        return why, label

    def _sorted(self, index: int) -> Sorted:
        row = self._sheet.rows[index]
        texts: list[int] = []
        figures = 0
        labelled = False
        for i, cell in enumerate(row):
            if cell is None or cell == "":
                continue
            if type(cell) is not str or (cell[0].isdigit() and cell.isascii()):  # or of a CSV
                figures += i != self._serial
            elif not cell.isspace():
                texts.append(i)
                labelled = labelled or "计" in cell or "其中" in cell or "总和" in cell
        if not texts:
            return (None if figures else "blank"), None
        if labelled and not figures and self._repeats_head([str(row[i]).strip() for i in texts]):
            return "header", None
        if labelled and (label := self._labelled(row, texts)):
            return label[1], label
        if not figures:
            return self._words_only(index, row, texts), None
        if self._is_group(row, texts):
            return "subtotal", (" ".join(str(row[i]) for i in texts[:2]), "subtotal", 0)
        return None, None

    def _labelled(self, row: Cells, texts: list[int]) -> Label | None:
        for i in texts:
            cell = str(row[i])
            if "计" in cell or "其中" in cell or "总和" in cell:
                found = total_label(cell)
                label = i not in self._figures or not any(map(str.isdigit, cell))
                if found and label and not self._names_something(row):
                    return cell, *found
        return None

    def _names_something(self, row: Cells) -> bool:
        """合计 beside a project's name is no label."""
        for place in self._names:
            cell = row[place] if place < len(row) else None
            if type(cell) is str and folded(cell) not in BLANK_MARKS:
                plain = folded(cell)
                if not total_label(cell) and not plain[:1].isdigit():
                    return True
        return False

    def _words_only(self, index: int, row: Cells, texts: list[int]) -> str | None:
        """Notes, headings and repeated heads: rows without a single figure."""
        first = str(row[texts[0]]).strip()
        words = [str(row[i]).strip() for i in texts]
        if self._repeats_head(words) or is_unit_row(row) or is_code_row(row):
            return "header"
        if is_note(first) or (len(texts) <= 3 and all(map(is_sender, words))):
            return "note"
        if len(texts) > 1:
            return "header" if self._is_group(row, texts) else None
        if self._is_numbered_school(index, texts[0]):
            return None
        if _NUMBERED.match(first) or self._after_note:
            return "note"
        if is_group(first):
            return "header"
        wide = any(
            m.top <= index <= m.bottom and m.left <= texts[0] <= m.right and m.right - m.left >= 2
            for m in self._sheet.merges
        )
        alone = wide or len(self._mapped) > 3 or texts[0] not in self._places
        if not alone:
            return None
        return "header" if len(first) <= (20 if wide else 12) else "note"

    def _is_numbered_school(self, index: int, place: int) -> bool:
        """A row with a number and a school's name, and nothing else, is a row someone left open."""
        if self._serial is None or place != self._school:
            return False
        number = self._sheet.cell(index, self._serial)
        if number is None or not str(number).strip().isdigit():
            return False
        below = self._sheet.cell(index + 1, place)
        return below not in (None, "")  # else it heads the rows below

    def _repeats_head(self, words: list[str]) -> bool:
        for head in self._heads:
            same = sum(word in head for word in words)
            if same == len(words) or (len(words) > 2 and same * 5 >= len(words) * 4):
                return True
        return False

    def _is_group(self, row: Cells, texts: list[int]) -> bool:
        """一 | 城关镇: a group's line among rows numbered 1, 2, 3; with figures, its sums."""
        if self._serial is None or self._serial not in texts or len(texts) > 2:
            return False
        if not is_han_serial(str(row[self._serial])):
            return False
        return not any(place < len(row) and row[place] not in (None, "") for place in self._names)
