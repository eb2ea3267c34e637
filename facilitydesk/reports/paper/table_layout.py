"""How wide the columns of a table are, at which size of type, and how each cell's text wraps.

Numbers never wrap; words share the rest of the width. The largest size is taken at which
everything fits one page wide.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from facilitydesk.domain.fields import Kind
from facilitydesk.reports.paper import text as typeset
from facilitydesk.reports.paper.cells import label_span, printed
from facilitydesk.reports.paper.fonts import Role
from facilitydesk.reports.paper.ink import MM, Case, Type
from facilitydesk.reports.paper.page import Align, Column, Head, RowKind, Table

SIZES = (10.5, 10, 9.5, 9, 8.5, 8, 7.5, 7, 6.5, 6, 5.5)
SMALL = 9.0  # the size of dense annexes: above it, one line a row decides
READABLE = 7.0  # below this a sheet had better be printed on A3
PAD = 0.3  # blank at each side of a cell, in ems
LEADING = 1.25  # line pitch inside a cell, in ems
SKIRT = 0.55  # blank above and below a row's text together, in ems
# Ems that a column of words gets at least, asks for a few long remarks, and asks at most.
_WORDS_LEAST, _WORDS_SOME, _WORDS_MOST = 5.0, 6.0, 22.0
_WORD = re.compile(r"[0-9A-Za-z./+@_-]{6,}")
_WORD_MOST, _HALF = 24, 0.6  # characters of a word kept whole; ems that one takes


@dataclass(slots=True)
class HeadCell:
    """A cell of the head: rows and columns it covers, and its lines."""

    top: int
    bottom: int
    left: int
    right: int
    lines: list[str]


@dataclass(slots=True)
class Layout:
    """A table ready to draw. Heights in points; `wraps` holds only the cells with several lines."""

    table: Table
    columns: tuple[Column, ...]
    size: float
    edges: list[float]
    heads: list[HeadCell]
    head_heights: list[float]
    texts: list[list[str]]
    widths: list[list[float]]
    wraps: dict[tuple[int, int], list[str]]
    line_counts: dict[int, int]  # rows of more than one line
    spans: dict[int, int]  # rows whose first cell runs over several columns

    @property
    def head_height(self) -> float:
        return sum(self.head_heights)

    @property
    def height(self) -> float:
        """The height of the whole table on one endless page."""
        more = sum(lines - 1 for lines in self.line_counts.values())
        rows = len(self.texts[0]) * self.row_height(1) + more * LEADING * self.size
        return self.head_height + rows

    def row_height(self, lines: int) -> float:
        """The height of a row of that many lines."""
        return (lines * LEADING + SKIRT) * self.size


def lay_out(table: Table, room: float, case: Case, *, largest: float = SIZES[0]) -> Layout:
    """The table fitted into `room` points of width."""
    columns = table.columns
    plain, bold = case.type(Role.SONG), case.type(Role.BOLD)
    texts, widths = _measure(table, columns, plain, bold)
    least, natural = _needs(table, columns, texts, widths, bold)
    size, cells = _fit(columns, least, natural, room, largest)
    edges = [0.0]
    for cell in cells:
        edges.append(edges[-1] + cell)
    layout = Layout(table, columns, size, edges, [], [], texts, widths, {}, {}, {})
    _wrap(layout, plain, bold)
    _lay_head(layout, bold)
    return layout


def _measure(
    table: Table, columns: Sequence[Column], plain: Type, bold: Type
) -> tuple[list[list[str]], list[list[float]]]:
    """Texts and widths in ems, column by column; a text seen before is measured once."""
    texts: list[list[str]] = []
    widths: list[list[float]] = []
    heavy = [row.kind is not RowKind.DATA for row in table.rows]
    for number, column in enumerate(columns):
        known: tuple[dict[str, float], dict[str, float]] = ({}, {})
        said: list[str] = []
        wide: list[float] = []
        for row, strong in zip(table.rows, heavy, strict=True):
            text = printed(row.cells[number], column, table.style, table.empty)
            seen = known[strong]
            em = seen.get(text)
            if em is None:
                em = seen[text] = (bold if strong else plain).width(text)
            said.append(text)
            wide.append(em)
        texts.append(said)
        widths.append(wide)
    return texts, widths


def _needs(
    table: Table,
    columns: Sequence[Column],
    texts: list[list[str]],
    widths: list[list[float]],
    bold: Type,
) -> tuple[list[float], list[float]]:
    """What each column needs at least and would like, in ems."""
    spanning = {i for i, row in enumerate(table.rows) if label_span(row, table) > 1}
    longest_word = [_longest_word(said) for said in texts]
    least, natural = [], []
    for number, column in enumerate(columns):
        inside = widths[number]
        if spanning and number == 0:
            inside = [em for i, em in enumerate(inside) if i not in spanning]
        widest = max(inside, default=0.0)
        head = bold.width(column.head)
        if column.kind is Kind.TEXT:
            wish = min(max(_usual(inside), min(widest, _WORDS_SOME)), _WORDS_MOST)
            small = min(widest, max(_WORDS_LEAST, wish / 2.5, longest_word[number]))
        else:
            wish = small = widest
        extra = [bold.width(column.unit)] if table.unit_row else []
        extra += [bold.width(column.code)] if table.code_row else []
        small = max(small, ceil(head / 3), min(head, 2.0), *extra)
        wish = max(wish, small, head if head <= 5 else ceil(head / 2))
        least.append(small)
        natural.append(wish)
    return least, natural


def _usual(widths: list[float]) -> float:
    """The width that nine of ten cells keep to: a few long remarks shall not squeeze the names."""
    return sorted(widths)[(len(widths) - 1) * 9 // 10] if widths else 0.0


def _longest_word(texts: list[str]) -> float:
    """The width of the longest telephone number or code, which had better not be torn, in ems."""
    words = {word for text in set(texts) for word in _WORD.findall(text)}
    return max((len(word) * _HALF for word in words if len(word) <= _WORD_MOST), default=0.0)


def _fit(
    columns: Sequence[Column],
    least: list[float],
    natural: list[float],
    room: float,
    largest: float,
) -> tuple[float, list[float]]:
    """The size of type and the width of each column in points."""
    fixed = [column.width for column in columns]
    sizes = [size for size in SIZES if size <= largest] or [SIZES[-1]]
    # Rather a little smaller than every name on two lines; below SMALL only what must be.
    fits = next((s for s in sizes if s >= SMALL and sum(_points(natural, fixed, s)) <= room), None)
    bounded = [s for s in sizes if s <= SMALL] or sizes[-1:]
    size = fits or next((s for s in bounded if sum(_points(least, fixed, s)) <= room), sizes[-1])
    low = _points(least, fixed, size)
    need = sum(low)
    if need > room:
        return size, [cell * room / need for cell in low]
    high = [max(a, b) for a, b in zip(low, _points(natural, fixed, size), strict=True)]
    wants = [b - a for a, b in zip(low, high, strict=True)]
    if sum(wants) > room - need:
        shares = _share(wants, room - need)
        return size, [a + share for a, share in zip(low, shares, strict=True)]
    rest = room - sum(high)
    total = sum(high) or 1.0
    return size, [cell + rest * cell / total for cell in high]


def _share(wants: list[float], spare: float) -> list[float]:
    """What each wish gets of the spare width: small ones all they want, the others evenly."""
    shares = [0.0] * len(wants)
    order = sorted(range(len(wants)), key=wants.__getitem__)
    for done, place in enumerate(order):
        shares[place] = min(wants[place], spare / (len(order) - done))
        spare -= shares[place]
    return shares


def _points(ems: list[float], fixed: list[float | None], size: float) -> list[float]:
    return [
        (em + 2 * PAD) * size + 0.5 if wish is None else wish * MM
        for em, wish in zip(ems, fixed, strict=True)
    ]


def _wrap(layout: Layout, plain: Type, bold: Type) -> None:
    """Break the texts that are wider than their cell."""
    table, edges, size = layout.table, layout.edges, layout.size
    for index, row in enumerate(table.rows):
        span = label_span(row, table)
        if span > 1:
            layout.spans[index] = span
    for number in range(len(layout.columns)):
        limit = (edges[number + 1] - edges[number]) / size - 2 * PAD
        for index, em in enumerate(layout.widths[number]):
            text = layout.texts[number][index]
            if em <= limit and "\n" not in text:
                continue
            span = layout.spans.get(index, 1)
            if span > 1 and number < span:
                if number:
                    continue
                wide = (edges[span] - edges[0]) / size - 2 * PAD
            else:
                wide = limit
            kind = table.rows[index].kind
            measure = plain.widths if kind is RowKind.DATA else bold.widths
            broken = typeset.lines(text, wide, measure)
            if len(broken) > 1:
                layout.wraps[index, number] = broken
                layout.line_counts[index] = max(layout.line_counts.get(index, 1), len(broken))


def _lay_head(layout: Layout, bold: Type) -> None:
    depth = max(_depth(part) for part in layout.table.heads)
    cells: list[HeadCell] = []

    def place(part: Head | Column, level: int, left: int) -> int:
        if isinstance(part, Column):
            cells.append(_head_cell(layout, part.head, level, depth, left, left + 1, bold.widths))
            return left + 1
        right = left
        for child in part.parts:
            right = place(child, level + 1, right)
        cells.append(_head_cell(layout, part.text, level, level + 1, left, right, bold.widths))
        return right

    at = 0
    for part in layout.table.heads:
        at = place(part, 0, at)
    rows = [[column.unit for column in layout.columns]] if layout.table.unit_row else []
    rows += [[column.code for column in layout.columns]] if layout.table.code_row else []
    for extra, words in enumerate(rows):
        level = depth + extra
        cells += [
            _head_cell(layout, word, level, level + 1, n, n + 1, bold.widths)
            for n, word in enumerate(words)
        ]
    counts = [1] * (depth + len(rows))
    for cell in sorted(cells, key=lambda cell: cell.bottom - cell.top):
        lacking = len(cell.lines) - sum(counts[cell.top : cell.bottom])
        if lacking > 0:
            counts[cell.bottom - 1] += lacking
    layout.heads = cells
    layout.head_heights = [(n * LEADING + SKIRT + 0.2) * layout.size for n in counts]


def _head_cell(
    layout: Layout,
    words: str,
    top: int,
    bottom: int,
    left: int,
    right: int,
    widths: Mapping[str, float],
) -> HeadCell:
    limit = (layout.edges[right] - layout.edges[left]) / layout.size - 2 * PAD
    return HeadCell(top, bottom, left, right, typeset.balanced(words, limit, widths))


def _depth(part: Head | Column) -> int:
    return 1 if isinstance(part, Column) else 1 + max(_depth(child) for child in part.parts)


def side_of(column: Column, row_kind: RowKind, *, label: bool) -> Align:
    """Where a cell's text stands; labels of totals are centred, of groups at the left."""
    if label and row_kind in (RowKind.TOTAL, RowKind.SUBTOTAL):
        return Align.CENTER
    return Align.LEFT if row_kind is RowKind.GROUP else column.side
