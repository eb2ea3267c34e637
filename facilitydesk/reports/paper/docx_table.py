"""Tables of a Word file: the widths, merged heads and label spans of the paper, cells to edit.

The layout is the paper's own (table_layout.py), so that both look alike; the head is repeated on
each page and no row is torn.
"""

from __future__ import annotations

from dataclasses import dataclass

from facilitydesk.reports.paper.docx_words import Manner, Run, Words, paragraph, points
from facilitydesk.reports.paper.fonts import Role
from facilitydesk.reports.paper.page import Align, RowKind
from facilitydesk.reports.paper.table_layout import (
    LEADING,
    PAD,
    SKIRT,
    HeadCell,
    Layout,
    side_of,
)

# Ems around a cell's text; a little less at the sides than on paper, for a PC with wider fonts.
_ABOVE, _BESIDE = SKIRT / 2, PAD * 0.6


def table(layout: Layout, words: Words) -> str:
    """A table as <w:tbl>."""
    widths = [points(b) - points(a) for a, b in zip(layout.edges, layout.edges[1:], strict=False)]
    side, above = points(_BESIDE * layout.size), points(_ABOVE * layout.size)
    edges = "".join(
        f'<w:{name} w:val="single" w:sz="{size}" w:space="0" w:color="auto"/>'
        for name, size in (
            *((name, 8) for name in ("top", "left", "bottom", "right")),
            *((name, 4) for name in ("insideH", "insideV")),
        )
    )
    head = (
        f'<w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{edges}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        f'<w:tblCellMar><w:top w:w="{above}" w:type="dxa"/><w:left w:w="{side}" w:type="dxa"/>'
        f'<w:bottom w:w="{above}" w:type="dxa"/><w:right w:w="{side}" w:type="dxa"/>'
        "</w:tblCellMar></w:tblPr>"
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    rows = [*_head(layout, widths, words), *_body(layout, widths, words)]
    return f"<w:tbl>{head}<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def _head(layout: Layout, widths: list[int], words: Words) -> list[str]:
    """The rows of the head; a cell over several rows begins in the first and goes on below."""
    at: dict[tuple[int, int], HeadCell] = {
        (row, cell.left): cell for cell in layout.heads for row in range(cell.top, cell.bottom)
    }
    rows = []
    for row in range(len(layout.head_heights)):
        cells, column = [], 0
        while column < len(widths):
            cell = at[row, column]
            merged = ""
            if cell.bottom - cell.top > 1:
                merged = '<w:vMerge w:val="restart"/>' if row == cell.top else "<w:vMerge/>"
            text = "\n".join(cell.lines) if row == cell.top else ""
            made = _Cell(text, widths[column : cell.right], Align.CENTER, bold=True, merged=merged)
            cells.append(made.xml(layout, words))
            column = cell.right
        rows.append(f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{''.join(cells)}</w:tr>")
    return rows


def _body(layout: Layout, widths: list[int], words: Words) -> list[str]:
    rows = []
    for index, row in enumerate(layout.table.rows):
        span = layout.spans.get(index, 1)
        cells, bold = [], row.kind is not RowKind.DATA
        for number, column in enumerate(layout.columns):
            if 0 < number < span:
                continue
            side = side_of(column, row.kind, label=number == 0)
            room = widths[:span] if number == 0 else [widths[number]]
            made = _Cell(layout.texts[number][index], room, side, bold=bold)
            cells.append(made.xml(layout, words))
        rows.append(f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(cells)}</w:tr>")
    return rows


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell over one or more columns of these widths; `merged` joins it with the row below."""

    text: str
    widths: list[int]
    side: Align
    bold: bool
    merged: str = ""

    def xml(self, layout: Layout, words: Words) -> str:
        over = len(self.widths)
        span = f'<w:gridSpan w:val="{over}"/>' if over > 1 else ""
        run = Run(self.text, Role.SONG, layout.size, bold=self.bold)
        manner = Manner(layout.size, self.side, line=LEADING * layout.size)
        inside = paragraph(words.run(run) if self.text else "", manner)
        return (
            f'<w:tc><w:tcPr><w:tcW w:w="{sum(self.widths)}" w:type="dxa"/>{span}{self.merged}'
            f'<w:vAlign w:val="center"/></w:tcPr>{inside}</w:tc>'
        )
