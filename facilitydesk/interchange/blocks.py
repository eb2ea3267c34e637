"""Where the tables of a sheet are: head rows, unit row, code row, first and last row of each.

One pass over the rows. Head rows are known by their words, not by their place: titles, unit lines
and blank rows may stand anywhere above, and a second head starts a second table.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass

from facilitydesk.domain.cells import folded
from facilitydesk.interchange.columns import head_texts
from facilitydesk.interchange.grid import Day, Number, Row, Sheet
from facilitydesk.interchange.headwords import is_head_word, unit_of
from facilitydesk.interchange.itemheads import heads_items, items_in
from facilitydesk.interchange.preamble import FILLED_IN, UNIT_LINE

_MAX_LEVELS = 5
_CODE = re.compile(
    r"[甲乙丙丁戊己]|\(?\d{1,2}\)?|[A-Z]|栏次|代码|序号|\d{1,2}=[\d+\-*/×÷()%]+|[—/-]"
)


@dataclass(frozen=True, slots=True)
class Block:
    """One table: rows from `above` to `head` are its preamble, data stand in `first`..`last`."""

    above: int
    head: int
    head_last: int  # last row of the head words
    unit_row: int | None
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class _Tally:
    texts: int
    figures: int
    known: int


def _tally(row: Row) -> _Tally:
    texts = figures = known = 0
    for cell in row:
        if cell is None or cell == "":
            continue
        if not isinstance(cell, str) or isinstance(cell, Number | Day):
            figures += 1
            continue
        text = cell.strip()
        if not text:
            continue
        if text[0].isdigit() and not re.search(r"[\u4e00-\u9fff]", text):
            figures += 1
            continue
        texts += 1
        plain = folded(text)
        if not (UNIT_LINE.match(plain) or FILLED_IN.match(plain)):
            known += is_head_word(text)
    return _Tally(texts, figures, known)


def find_blocks(sheet: Sheet) -> list[Block]:
    """The tables of a sheet in order. Whether their columns mean anything is asked later."""
    blocks: list[Block] = []
    row, above = 0, 0
    total = len(sheet.rows)
    head_cells: list[list[str]] = []
    while row < total:
        if not _starts_head(sheet, row) or _repeats(sheet.rows[row], head_cells):
            row += 1
            continue
        head = row
        while head > above and row - head < _MAX_LEVELS and _stands_over(sheet, head - 1, head):
            head -= 1
        last = _head_end(sheet, head, row)
        unit_row, first = _after_head(sheet, last)
        if blocks:
            above = _preamble_start(sheet, head, blocks[-1].first)
            blocks[-1] = _ended(blocks[-1], above - 1)
        blocks.append(Block(above, head, last, unit_row, first, total - 1))
        head_cells = [
            [str(cell).strip() for cell in sheet.rows[level] if cell not in (None, "")]
            for level in range(head, last + 1)
        ]
        row = first
    return blocks


def _ended(block: Block, last: int) -> Block:
    return Block(block.above, block.head, block.head_last, block.unit_row, block.first, last)


def _starts_head(sheet: Sheet, row: int) -> bool:
    cells = sheet.rows[row]
    if heads_items(cells):
        return True
    for cell in cells:
        if type(cell) is Number or type(cell) is Day:
            return False
        if type(cell) is str and cell[:1].isdigit() and cell.isascii():  # figures of a CSV
            return False
    tally = _tally(cells)
    return tally.known >= 2 and tally.figures == 0 and tally.known * 2 >= tally.texts


def _repeats(row: Row, heads: list[list[str]]) -> bool:
    """Whether the row prints a head again (page by page)."""
    filled = [str(cell).strip() for cell in row if cell not in (None, "")]
    return any(
        filled == head
        or (len(filled) > 2 and sum(cell in head for cell in filled) * 5 >= len(filled) * 4)
        for head in heads
    )


def _stands_over(sheet: Sheet, upper: int, row: int) -> bool:
    """Whether a row is an upper level of the head below it."""
    if any(m.top <= upper and m.bottom >= row for m in sheet.merges):
        return not _is_side(sheet.rows[upper])
    tally = _tally(sheet.rows[upper])
    return tally.texts >= 2 and tally.figures == 0 and not _is_side(sheet.rows[upper])


def _is_side(row: Row) -> bool:
    for cell in row:
        if isinstance(cell, str) and cell.strip():
            plain = folded(cell)
            if (
                UNIT_LINE.match(plain)
                or FILLED_IN.match(plain)
                or "截至" in plain
                or "截止" in plain
            ):
                return True
    return False


def _head_end(sheet: Sheet, head: int, known: int) -> int:
    """The last row of the head's words."""
    last = known
    while last + 1 < len(sheet.rows) and last + 1 - head < _MAX_LEVELS:
        following = last + 1
        merged = any(
            m.top <= last
            and m.top >= head
            and m.bottom >= following
            and m.bottom - m.top < _MAX_LEVELS
            for m in sheet.merges
        )
        if not merged and not _is_lower_level(sheet, head, last, following):
            break
        if is_unit_row(sheet.rows[following]) or is_code_row(sheet.rows[following]):
            break
        last = following
    return last


def _is_lower_level(sheet: Sheet, head: int, last: int, row: int) -> bool:
    """Sub-heads of an unmerged head: known words under a head that spans, blank elsewhere."""
    tally = _tally(sheet.rows[row])
    known = tally.known + len(items_in(sheet.rows[row]))
    if tally.figures or not known or known * 2 < tally.texts:
        return False
    above = head_texts(sheet, head, last)[-1]
    filled = [i for i, cell in enumerate(sheet.rows[row]) if cell not in (None, "")]
    bare = [i for i, text in enumerate(above) if not text]
    if not bare:
        return False
    under = sum(i in bare or i + 1 in bare or i >= len(above) for i in filled)
    return under == len(filled) and (len(filled) >= 2 or filled[0] != 0)


def _after_head(sheet: Sheet, last: int) -> tuple[int | None, int]:
    """The unit row, if any, and the first row of data."""
    unit_row, first = None, last + 1
    while first < len(sheet.rows) and first <= last + 2:
        row = sheet.rows[first]
        if unit_row is None and is_unit_row(row):
            unit_row = first
        elif not is_code_row(row):
            break
        first += 1
    return unit_row, first


def is_unit_row(row: Row) -> bool:
    """A row of nothing but units: %, 平方米, 万元."""
    cells = [str(cell).strip() for cell in row if cell not in (None, "") and str(cell).strip()]
    cells = [cell for cell in cells if cell not in ("—", "-", "/", "单位", "计量单位")]
    return bool(cells) and all(unit_of(cell) is not None for cell in cells)


def is_code_row(row: Row) -> bool:
    """A row of column codes: 01 02 03, or 甲 乙 1 2 3."""
    cells = [folded(str(cell)) for cell in row if cell not in (None, "") and str(cell).strip()]
    if len(cells) < 3 or not all(_CODE.fullmatch(cell) for cell in cells):
        return False
    numbers = [int(m[0]) for cell in cells if (m := re.match(r"\d+", cell.strip("()")))]
    letters = [cell for cell in cells if re.fullmatch(r"[A-Z]", cell)]
    steps = all(b - a == 1 for a, b in itertools.pairwise(numbers))
    return (len(numbers) >= 2 and steps and numbers[0] in (0, 1, 2)) or len(letters) == len(cells)


def _preamble_start(sheet: Sheet, head: int, least: int) -> int:
    """The first row over a later head that belongs to it: titles and unit lines, not data."""
    start = head
    while start - 1 >= least and head - start < 6:
        filled = [cell for cell in sheet.rows[start - 1] if cell not in (None, "")]
        if len(filled) > 2 or any(isinstance(cell, Number | Day) for cell in filled):
            break
        if filled and re.match(
            r"(注|说明|备注|填表|单位负责|审核|合计|总计)", folded(str(filled[0]))
        ):
            break
        start -= 1
    return start
