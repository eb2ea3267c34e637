"""Tables and pictures of a Word file: the paper's widths, merged heads and charts, cells to edit.

The layout is the paper's own (table_layout.py), so that both look alike; the head is repeated on
each page and no row is torn.
"""

from __future__ import annotations

import io
from copy import deepcopy
from itertools import pairwise
from typing import Any

from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

from facilitydesk.reports.paper import chart_paper, pdf
from facilitydesk.reports.paper import docx_oxml as oxml
from facilitydesk.reports.paper.docx_words import Look, Words
from facilitydesk.reports.paper.fonts import FontBook, Role
from facilitydesk.reports.paper.ink import MM, Case, Page
from facilitydesk.reports.paper.page import Align, Photos, Picture, RowKind
from facilitydesk.reports.paper.preview import Preview
from facilitydesk.reports.paper.table_layout import LEADING, PAD, SKIRT, Layout, side_of

_DPI = 220


def bare(words: Words, rows: int, widths: list[float]) -> Table:
    """A table without rules at the end of the file, its columns of these widths in points."""
    table: Table = words.file.add_table(rows, len(widths))
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Pt(width)
        for cell in column.cells:
            cell.width = Pt(width)
    return table


def ruled(layout: Layout, words: Words) -> None:
    """The table of a layout."""
    table = bare(words, len(layout.head_heights), [b - a for a, b in pairwise(layout.edges)])
    # A little less at the sides than on paper, for a PC with wider fonts.
    above, beside = Pt(SKIRT / 2 * layout.size), Pt(PAD * 0.6 * layout.size)
    edges = {"top": 8, "left": 8, "bottom": 8, "right": 8, "insideH": 4, "insideV": 4}
    oxml.ruled(table, above.twips, beside.twips, **edges)
    pitch = {"line_spacing": Pt(LEADING * layout.size)}
    style = words.style(f"表格{layout.size:g}磅", Look(Role.SONG, layout.size, pitch))
    for row in table.rows:
        oxml.whole(row, head=True)
        for cell in row.cells:
            _stand(cell, style, Align.CENTER)
    for head in layout.heads:
        first, last = table.cell(head.top, head.left), table.cell(head.bottom - 1, head.right - 1)
        run = first.merge(last).paragraphs[0].add_run(words.clean("\n".join(head.lines)))
        run.bold = True
    masters: dict[tuple[RowKind, int], Any] = {}
    for index, row in enumerate(layout.table.rows):
        kind, span = row.kind, layout.spans.get(index, 1)
        if (kind, span) not in masters:
            masters[kind, span] = _master(table, layout, style, kind, span)
        made = deepcopy(masters[kind, span])
        texts = [column[index] for column in layout.texts]
        for cell, text in zip(made.tc_lst, (texts[0], *texts[span:]), strict=True):
            cell.p_lst[0].r_lst[0].text = words.clean(text)
        table._tbl.append(made)


def _master(table: Table, layout: Layout, style: str, kind: RowKind, span: int) -> Any:
    """A row to copy: making each of a long table anew takes many times as long."""
    row: _Row = table.add_row()  # type: ignore[no-untyped-call]  # it says so in its docstring
    oxml.whole(row)
    for number, (cell, column) in enumerate(zip(row.cells, layout.columns, strict=True)):
        _stand(cell, style, side_of(column, kind, label=number == 0))
    row.cells[0].merge(row.cells[span - 1])
    for cell in dict.fromkeys(row.cells):
        cell.paragraphs[0].add_run().bold = kind is not RowKind.DATA or None
    table._tbl.remove(row._tr)
    return row._tr


def _stand(cell: _Cell, style: str, side: Align) -> None:
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    cell.paragraphs[0].style = style
    cell.paragraphs[0].alignment = getattr(WD_ALIGN_PARAGRAPH, side.name)


def chart(block: Picture, width: float, words: Words, book: FontBook) -> None:
    """A paragraph with the chart, `width` points wide."""
    height = block.height_mm * MM

    def draw(page: Page, case: Case) -> None:
        chart_paper.draw(block.chart, page, case, 0, 0, width, height)

    data = io.BytesIO()
    with Preview(pdf.one_page(width, height, book, draw)) as preview:
        shown = preview.image(0, _DPI / 72)
    from PIL import Image

    size = (shown.width, shown.height)
    picture = Image.frombuffer("RGB", size, shown.pixels, "raw", "BGRX", shown.stride, 1)
    picture.save(data, "PNG", dpi=(_DPI, _DPI))
    _picture(words.say("图片", ""), data, words.clean(block.chart.title), width, height)


def photos(block: Photos, room: float, words: Words) -> None:
    """Photos side by side in a table without rules, each above its caption."""
    width = room / block.columns
    table = bare(words, -(-len(block.photos) // block.columns), [width] * block.columns)
    for row in table.rows:
        oxml.whole(row)
    cells = [cell for row in table.rows for cell in row.cells]
    for photo, cell in zip(block.photos, cells, strict=False):  # the last row may stay open
        scale = min((width - 8) / photo.width, block.height_mm * MM / photo.height)
        place, size = words.put(cell.paragraphs[0], "图片"), (photo.width, photo.height)
        said = words.clean(photo.caption)
        _picture(place, io.BytesIO(photo.jpeg), said, *(side * scale for side in size))
        words.say("图片", photo.caption, cell)


def _picture(place: Paragraph, data: io.BytesIO, said: str, width: float, height: float) -> None:
    inline = place.add_run().add_picture(data, Pt(width), Pt(height))
    inline._inline.docPr.set("descr", said)
