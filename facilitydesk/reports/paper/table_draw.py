"""A laid-out table drawn over as many pages as it takes, its head repeated on each.

A row that is taller than the rest of the page goes to the next one; a row taller than a whole
page is carried over line by line. Rules are drawn once a page, not once a cell.
"""

from __future__ import annotations

from dataclasses import dataclass

from facilitydesk.reports.paper.flow import Flow
from facilitydesk.reports.paper.fonts import Role
from facilitydesk.reports.paper.ink import Page, Type
from facilitydesk.reports.paper.page import Align, RowKind
from facilitydesk.reports.paper.table_layout import LEADING, PAD, HeadCell, Layout, side_of

HAIR, FRAME = 0.4, 0.9
_DROP = 0.38  # from the middle of a line down to its baseline, in ems


@dataclass(slots=True)
class Band:
    """A row on a page, or some of its lines."""

    row: int
    first: int
    last: int
    height: float


def draw(layout: Layout, flow: Flow, *, tail: float = 0.0) -> None:
    """Draw the table from the flow's place on; the flow stands below it afterwards.

    `tail` is the height of what must not stand alone below the table (notes, signatures).
    """
    row, line = 0, 0
    count = len(layout.table.rows)
    page_room = flow.frame.height - layout.head_height
    flow.need(layout.head_height + layout.row_height(1))
    while True:
        room = flow.room - layout.head_height
        bands, row, line = _bands(layout, row, line, room, page_room)
        used = sum(band.height for band in bands)
        if row >= count and used <= room < used + tail and len(bands) > 3 and bands[-2].first == 0:
            row = bands[-2].row  # the last rows keep the signatures company
            del bands[-2:]
        if bands or not count:
            _draw_page(layout, bands, flow)
        if row >= count:
            return
        flow.turn()


def _bands(
    layout: Layout, row: int, line: int, room: float, page_room: float
) -> tuple[list[Band], int, int]:
    """The rows that fit into the room, and where the next page goes on."""
    bands: list[Band] = []
    count = len(layout.table.rows)
    pitch = LEADING * layout.size
    used = 0.0
    while row < count:
        lines = layout.line_counts.get(row, 1)
        height = layout.row_height(lines - line)
        if used + height <= room:
            bands.append(Band(row, line, lines, height))
            used += height
            row, line = row + 1, 0
            continue
        torn = layout.row_height(lines) > page_room  # no page could hold the row
        if torn and (room - used > 4 * pitch or (not bands and room >= page_room - 0.1)):
            fits = max(1, int((room - used - layout.row_height(0)) / pitch))
            bands.append(Band(row, line, line + fits, layout.row_height(fits)))
            return bands, row, line + fits
        break
    if row < count and line == 0 and len(bands) > 1:
        sums = layout.table.rows[row].kind in (RowKind.SUBTOTAL, RowKind.TOTAL)
        if sums and len(bands) > 3 and bands[-1].first == 0:
            row = bands.pop().row  # a sum never begins a page
        if _kind(layout, bands[-1]) is RowKind.GROUP:
            row = bands.pop().row  # a group's heading goes with its first row
    return bands, row, line


def _kind(layout: Layout, band: Band) -> RowKind:
    return layout.table.rows[band.row].kind


def _draw_page(layout: Layout, bands: list[Band], flow: Flow) -> None:
    page, left, top = flow.page, flow.frame.left, flow.y
    plain, bold = flow.case.type(Role.SONG), flow.case.type(Role.BOLD)
    edges = [left + edge for edge in layout.edges]
    y = _draw_head(layout, page, edges, top, bold)
    body = y
    levels = [y]
    for band in bands:
        _draw_row(layout, page, band, edges, y, plain, bold)
        y += band.height
        levels.append(y)
    skips = _skips(layout, bands, body)
    page.rules([(edges[0], level, edges[-1], level) for level in levels[1:-1]], HAIR)
    page.rules(
        [
            (edge, start, edge, end)
            for number, edge in enumerate(edges[1:-1], 1)
            for start, end in _pieces(body, y, skips.get(number, []))
        ],
        HAIR,
    )
    x1, x2 = edges[0], edges[-1]
    page.rules(
        [
            *((x1, level, x2, level) for level in (top, body, y)),
            *((x, top, x, y) for x in (x1, x2)),
        ],
        FRAME,
    )
    flow.y = y


def _draw_head(layout: Layout, page: Page, edges: list[float], top: float, bold: Type) -> float:
    levels = [top]
    for height in layout.head_heights:
        levels.append(levels[-1] + height)
    lines = []
    for cell in layout.heads:
        x1, x2 = edges[cell.left], edges[cell.right]
        y1, y2 = levels[cell.top], levels[cell.bottom]
        _draw_head_text(layout, page, cell, (x1, x2, y1, y2), bold)
        lines.append((x1, y2, x2, y2))
        if cell.right < len(edges) - 1:
            lines.append((x2, y1, x2, y2))
    page.rules(lines, HAIR)
    return levels[-1]


def _draw_head_text(
    layout: Layout, page: Page, cell: HeadCell, box: tuple[float, float, float, float], bold: Type
) -> None:
    x1, x2, y1, y2 = box
    size = layout.size
    pitch = LEADING * size
    y = (y1 + y2) / 2 - len(cell.lines) * pitch / 2 + pitch / 2 + _DROP * size
    for line in cell.lines:
        if line:
            page.text((x1 + x2 - bold.width(line) * size) / 2, y, line, bold, size)
        y += pitch


def _draw_row(
    layout: Layout, page: Page, band: Band, edges: list[float], y: float, plain: Type, bold: Type
) -> None:
    row, size = band.row, layout.size
    kind = layout.table.rows[row].kind
    type_ = plain if kind is RowKind.DATA else bold
    pad, pitch = PAD * size, LEADING * size
    span = layout.spans.get(row, 1)
    texts, widths, wraps = layout.texts, layout.widths, layout.wraps
    several = row in layout.line_counts
    middle = y + band.height / 2 + _DROP * size
    for number, column in enumerate(layout.columns):
        if 0 < number < span:
            continue
        text = texts[number][row]
        if not text:
            continue
        x1 = edges[number] + pad
        x2 = (edges[span] if number == 0 else edges[number + 1]) - pad
        side = side_of(column, kind, label=number == 0)
        lines = wraps.get((row, number)) if several else None
        if lines is None:
            if band.first:
                continue
            em = widths[number][row]
            base = middle if band.last >= layout.line_counts.get(row, 1) else y + pitch
            page.text(_start(x1, x2, em * size, side), base, text, type_, size)
            continue
        shown = lines[band.first : band.last]
        base = middle - (len(shown) - 1) * pitch / 2
        for line in shown:
            page.text(_start(x1, x2, type_.width(line) * size, side), base, line, type_, size)
            base += pitch


def _start(x1: float, x2: float, width: float, side: Align) -> float:
    if side is Align.LEFT:
        return x1
    return x2 - width if side is Align.RIGHT else (x1 + x2 - width) / 2


def _skips(layout: Layout, bands: list[Band], y: float) -> dict[int, list[tuple[float, float]]]:
    """Where the vertical rule at each edge is interrupted by a label that runs across."""
    found: dict[int, list[tuple[float, float]]] = {}
    for band in bands:
        for number in range(1, layout.spans.get(band.row, 1)):
            found.setdefault(number, []).append((y, y + band.height))
        y += band.height
    return found


def _pieces(
    top: float, bottom: float, skips: list[tuple[float, float]]
) -> list[tuple[float, float]]:
    pieces, at = [], top
    for start, end in skips:
        if start > at:
            pieces.append((at, start))
        at = end
    if bottom > at:
        pieces.append((at, bottom))
    return pieces
