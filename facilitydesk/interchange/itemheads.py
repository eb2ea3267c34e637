"""The heads of a matrix of bottom lines: 第1条 … 第20条, 1.无D级危房, or plain 1 to 20.

Plain numbers are heads only beside a head that names the school, or under one that speaks of the
bottom lines: else they are the numbers that forms print below their heads.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from facilitydesk.domain.cells import folded
from facilitydesk.domain.facility_fields import ITEMS, han, item_key
from facilitydesk.interchange.columns import Column, head_texts
from facilitydesk.interchange.grid import Row, Sheet
from facilitydesk.interchange.headwords import EXACT, meanings

_LEAST = 5
_LONGEST = 200  # the wording of an item; a longer text is no head
_NAMED = re.compile(
    r"(?:底线要求|底线|要求|条目)?第?(\d{1,2}|[一二三四五六七八九十]{1,3})(条.*|[.、:)].+)",
    re.DOTALL,
)
_NO_MARK = re.compile("[0-9A-Za-z\u4e00-\u6760\u6762-\u9fff]*")  # neither 条 nor a sign: no item
_ABOVE = re.compile(r"底线|\d+条|条目|要求")
_HAN = {han(number): number for number in range(1, 100)}


def items_in(row: Row) -> dict[int, int]:
    """Column → number of the item where a row heads at least five of them in order, by words."""
    return _rising(
        {i: n for i, cell in enumerate(row) if cell and type(cell) is str and (n := _named(cell))}
    )


def bare_items_in(row: Row) -> dict[int, int]:
    """The same for plain numbers; whether they are heads at all, their neighbours say."""
    return _rising(
        {i: n for i, cell in enumerate(row) if cell and cell is not True and (n := _bare(cell))}
    )


def heads_items(row: Row) -> bool:
    """Whether a row alone is the head of a matrix: items beside a school's head."""
    bare = bare_items_in(row)
    if not bare:
        return bool(items_in(row)) and _names_school(row)
    return _names_school(cell for i, cell in enumerate(row) if i not in bare)


def _names_school(row: Iterable[object]) -> bool:
    words = ("".join(folded(cell).split()) for cell in row if isinstance(cell, str))
    return any(key == "school" for word in words for key, _ in meanings((word,))[:1])


def _named(cell: str) -> int | None:
    if len(cell) > _LONGEST or _NO_MARK.fullmatch(cell):
        return None
    match = _NAMED.fullmatch("".join(folded(cell).split()))
    if match is None:
        return None
    number = int(match[1]) if match[1].isdigit() else _HAN.get(match[1], 0)
    return number if 1 <= number <= ITEMS else None


def _bare(cell: str) -> int | None:
    if len(cell) > 3 or cell.isalpha():
        return None
    text = folded(cell)
    return int(text) if text.isdigit() and text.isascii() and 1 <= int(text) <= ITEMS else None


def _rising(found: dict[int, int]) -> dict[int, int]:
    rising = len(found) >= _LEAST and all(a < b for a, b in pairwise(found.values()))
    return found if rising else {}


def with_items(sheet: Sheet, columns: list[Column], rows: range) -> list[Column]:
    """The columns of a head with those of the bottom lines named; `rows` are the head's rows."""
    for index in rows:
        row = sheet.rows[index]
        found = items_in(row)
        if not found and (bare := bare_items_in(row)) and _fits(sheet, bare, rows.start, index):
            found = bare
        if found:
            known = {column.index: column for column in columns}
            for place, number in found.items():
                column = known.setdefault(place, Column(place, (str(row[place]).strip(),)))
                column.hidden = place in sheet.hidden_columns
                column.guesses = ((item_key(number), EXACT + 5),)
                column.unit, column.serial = "", False
            return [known[place] for place in sorted(known)]
    return columns


def _fits(sheet: Sheet, bare: dict[int, int], first: int, index: int) -> bool:
    """Whether plain numbers are items: a school's head beside them, or the bottom lines above."""
    if heads_items(sheet.rows[index]):
        return True
    if index == first:
        return False
    above = head_texts(sheet, first, index - 1)
    words = {texts[place] for texts in above for place in bare if place < len(texts)}
    return any(_ABOVE.search(folded(word)) for word in words)
