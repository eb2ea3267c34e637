"""One sheet of a workbook: titles, merged heads, frozen panes, print set-up, and where rows go."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from typing import Any

from facilitydesk.domain.fields import Kind
from facilitydesk.reports.paper.cells import label_span, printed, unit_names
from facilitydesk.reports.paper.listed import chart_table
from facilitydesk.reports.paper.page import (
    Align,
    Column,
    Head,
    Heading,
    Paper,
    Paragraph,
    Photos,
    Picture,
    Ranking,
    RowKind,
    Setup,
    Sheet,
    Table,
)
from facilitydesk.reports.paper.table_layout import side_of
from facilitydesk.reports.paper.xlsx_rows import RowWriter, columns_of, letter
from facilitydesk.reports.ranking import as_table

_FONT = "宋体"
_WIDEST = 36.0
_LETTER = 74.0  # the one column of a letter: with 12 pt it fits A4 in every office program


class Styles:
    """Cell styles of one workbook, each made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._ids: dict[tuple[object, ...], int] = {}

    def number(self, column: Column, kind: RowKind, shown: str, quoted: bool) -> int:
        """The style of a table's cell: rules, alignment, number format, bold totals."""
        side = side_of(column, kind, label=column.kind is Kind.TEXT and kind is not RowKind.DATA)
        key = (side, kind, shown, quoted)
        if key not in self._ids:
            self._ids[key] = self._make(side, kind, shown, quoted=quoted)
        return self._ids[key]

    def _make(self, side: Align, kind: RowKind, shown: str, *, quoted: bool) -> int:
        from openpyxl.cell import Cell
        from openpyxl.styles import Alignment

        cell: Any = Cell(self._book.worksheets[0], row=1, column=1)
        cell.font = font(bold=kind is not RowKind.DATA)
        cell.border = rules()
        cell.alignment = Alignment(horizontal=side.value, vertical="center", wrap_text=True)
        cell.number_format = shown or "@"
        cell.quotePrefix = quoted
        return int(cell.style_id)


def font(size: float = 10, *, bold: bool = False, colour: str | None = None) -> Any:
    """A font of the workbook."""
    from openpyxl.styles import Font

    return Font(name=_FONT, size=size, bold=bold, color=colour)


def rules() -> Any:
    """Thin rules around a cell."""
    from openpyxl.styles import Border, Side

    thin = Side(style="thin")
    return Border(left=thin, right=thin, top=thin, bottom=thin)


@dataclass(slots=True)
class _Body:
    rows: bytes  # made before the workbook is saved, since they name its styles
    after: int  # the line of the sheet below the rows


@dataclass(slots=True)
class SheetWriter:
    """Writes one sheet from top to bottom; `put_rows` completes it."""

    sheet: Any
    styles: Styles
    altered: bool = False  # whether a text had to be cut or cleaned
    _at: int = 1
    _bodies: list[_Body] = field(default_factory=list)
    _width: int = 1

    # --- letters

    def words(self, text: str, manner: str) -> None:
        """A paragraph in the first column; manner: issuer, title, heading, plain, centre, right."""
        from openpyxl.styles import Alignment

        if not text:
            return
        self.sheet.column_dimensions["A"].width = _LETTER
        size, bold, side, colour = {
            "issuer": (22, True, "center", "00C00000"),
            "title": (16, True, "center", None),
            "heading": (12, True, "left", None),
            "centre": (12, False, "center", None),
            "right": (12, False, "right", None),
            "plain": (12, False, "left", None),
        }[manner]
        cell = self._put(1, text)
        cell.font = font(size, bold=bold, colour=colour)
        cell.alignment = Alignment(horizontal=side, vertical="center", wrap_text=True)
        per_line = _LETTER * 10 / size
        lines = -(-columns_of(text) // int(per_line))
        self.sheet.row_dimensions[self._at].height = lines * size * 1.6
        self._at += 1

    # --- sheets

    def write(self, sheet: Sheet) -> None:
        """A whole sheet of the document."""
        tables = [block for block in sheet.blocks if isinstance(block, Table | Ranking)]
        self._width = max([len(_table(block).columns) for block in tables] or [6])
        self.page(sheet.setup, landscape=True)
        if sheet.running:
            self.sheet.oddHeader.left.text = sheet.running.replace("&", "&&")
        if sheet.number:
            self._line(sheet.number, 14, bold=True, side="left")
        self._line(sheet.title.replace("\n", ""), 16, bold=True)
        if sheet.subtitle:
            self._line(sheet.subtitle, 10)
        unit = sheet.unit
        if unit is None:
            unit = unit_names(column for block in tables for column in _table(block).columns)
        if sheet.office:
            self._line(sheet.office, 10, side="left")
        if unit:
            self._line(unit, 10, side="right")
        for block in sheet.blocks:
            match block:
                case Heading():
                    self._line(block.text, 12, bold=True, side="left")
                case Paragraph():
                    self._line(block.text, 10, side="left")
                case Picture():
                    self._line(block.chart.title, 12, bold=True, side="left")
                    self._table(chart_table(block.chart), main=False)
                case Photos():
                    self._photos(block)
                case Table() | Ranking():
                    if isinstance(block, Ranking) and block.title:
                        self._line(block.title, 12, bold=True)
                    self._table(_table(block), main=len(tables) == 1)
        for note in sheet.notes:
            self._line(note, 9, side="left")
        if sheet.signatures:
            self._at += 1
            step = max(1, self._width // len(sheet.signatures))
            for number, words in enumerate(sheet.signatures):
                self._put(1 + number * step, words).font = font()
            self._at += 1

    def page(self, setup: Setup | None = None, *, landscape: bool) -> None:
        """Paper, direction, margins, one page wide, 第x页 共y页."""
        sheet = self.sheet
        paper = setup.paper if setup else Paper.A4
        sheet.page_setup.paperSize = {Paper.A4: 9, Paper.A3: 8}[paper]
        across = setup.landscape if setup else landscape
        sheet.page_setup.orientation = "landscape" if across else "portrait"
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.page_margins.left = sheet.page_margins.right = 0.6
        sheet.page_margins.top = sheet.page_margins.bottom = 0.75
        sheet.print_options.horizontalCentered = True
        sheet.oddFooter.center.text = "第&P页 共&N页"

    def put_rows(self, xml: bytes) -> bytes:
        """The sheet's XML with the rows of its tables at their places."""
        for body in reversed(self._bodies):
            if body.rows:
                at = self._place(xml, body.after)
                xml = xml[:at] + body.rows + xml[at:]
        return xml

    def _place(self, xml: bytes, after: int) -> int:
        """Before the first row that stands below the table; else at the end of the rows."""
        for line in range(after, self._at + 1):
            at = xml.find(b'<row r="%d"' % line)
            if at >= 0:
                return at
        return xml.index(b"</sheetData>")

    # --- parts

    def _photos(self, block: Photos) -> None:
        """Photos over the columns of the sheet, a caption below each."""
        from openpyxl.drawing.image import Image

        across = min(block.columns, self._width)
        step = max(1, self._width // across)
        tall = block.height_mm * 72 / 25.4
        for start in range(0, len(block.photos), across):
            row = block.photos[start : start + across]
            self.sheet.row_dimensions[self._at].height = tall
            for number, photo in enumerate(row):
                picture = Image(io.BytesIO(photo.jpeg))
                scale = min(tall * 4 / 3 / photo.height, step * 80 / photo.width)
                picture.width, picture.height = int(photo.width * scale), int(photo.height * scale)
                self.sheet.add_image(picture, f"{letter(1 + number * step)}{self._at}")
            self._at += 1
            for number, photo in enumerate(row):
                self._put(1 + number * step, photo.caption).font = font(9)
            self._at += 1

    def _put(self, column: int, text: str) -> Any:
        """A cell of text, typed as text."""
        from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

        cell = self.sheet.cell(row=self._at, column=column)
        cell.value = ILLEGAL_CHARACTERS_RE.sub("\ufffd", text)
        cell.data_type = "s"
        return cell

    def _line(self, text: str, size: float, *, bold: bool = False, side: str = "center") -> None:
        from openpyxl.styles import Alignment

        cell = self._put(1, text)
        cell.font = font(size, bold=bold)
        cell.alignment = Alignment(horizontal=side, vertical="center", wrap_text=side != "center")
        if self._width > 1:
            self.sheet.merge_cells(
                start_row=self._at, end_row=self._at, start_column=1, end_column=self._width
            )
        self._at += 1

    def _table(self, table: Table, *, main: bool) -> None:
        first = self._at
        self._head(table)
        if main:
            self.sheet.print_title_rows = f"{first}:{self._at - 1}"
            self.sheet.freeze_panes = f"A{self._at}"
        widths = _set_widths(self.sheet, table)
        writer = RowWriter(table, self._at, self.styles.number, widths)
        for merged in writer.merges():
            self.sheet.merged_cells.add(merged)  # the cells themselves come with the rows
        self._at += len(table.rows)
        rows = "".join(writer.xml()).encode()
        self._bodies.append(_Body(rows, self._at))
        self.altered = self.altered or writer.altered

    def _head(self, table: Table) -> None:
        depth = max(_depth(part) for part in table.heads)
        top = self._at

        def place(part: Head | Column, level: int, left: int) -> int:
            if isinstance(part, Column):
                self._head_cell(part.head, (top + level, top + depth - 1), (left, left))
                return left + 1
            right = left
            for child in part.parts:
                right = place(child, level + 1, right)
            self._head_cell(part.text, (top + level, top + level), (left, right - 1))
            return right

        at = 1
        for part in table.heads:
            at = place(part, 0, at)
        self._at += depth
        extra = [[column.unit for column in table.columns]] if table.unit_row else []
        extra += [[column.code for column in table.columns]] if table.code_row else []
        for words in extra:
            for number, word in enumerate(words, 1):
                self._head_cell(word, (self._at, self._at), (number, number))
            self._at += 1

    def _head_cell(self, text: str, rows: tuple[int, int], columns: tuple[int, int]) -> None:
        from openpyxl.styles import Alignment

        for row in range(rows[0], rows[1] + 1):
            for number in range(columns[0], columns[1] + 1):
                self.sheet.cell(row=row, column=number).border = rules()
        cell = self.sheet.cell(row=rows[0], column=columns[0])
        cell.value, cell.data_type = text, "s"
        cell.font = font(bold=True)
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        if rows[0] < rows[1] or columns[0] < columns[1]:
            self.sheet.merge_cells(
                start_row=rows[0], end_row=rows[1], start_column=columns[0], end_column=columns[1]
            )


def _table(block: Table | Ranking) -> Table:
    return as_table(block) if isinstance(block, Ranking) else block


def _depth(part: Head | Column) -> int:
    return 1 if isinstance(part, Column) else 1 + max(_depth(child) for child in part.parts)


def _set_widths(sheet: Any, table: Table) -> list[float]:
    """Each column as wide as its texts, within reason; the widths they got."""
    widths: list[float] = []
    for place, column in enumerate(table.columns):
        rows = [row for row in table.rows if place or label_span(row, table) == 1]
        values = [row.cells[place] for row in rows if row.kind is not RowKind.GROUP]
        words = [value for value in values if type(value) is str]
        others = [value for value in values if value is not None and type(value) is not str]
        if column.kind is Kind.TEXT:
            widest = max(map(columns_of, words), default=0)
        else:
            ends = sorted(others, key=_size)[-1:]
            widest = max((len(printed(end, column, table.style)) for end in ends), default=0)
            widest = max([widest, *map(columns_of, words)])
        head = columns_of(column.head)
        wanted = max(widest, head if head <= 8 else -(-head // 2)) + 2.2
        dimension = sheet.column_dimensions[letter(place + 1)]
        dimension.width = max(dimension.width or 0, min(max(wanted, 5.5), _WIDEST))
        widths.append(dimension.width)
    return widths


def _size(value: object) -> int:
    raw = getattr(value, "raw", value)
    return abs(raw) if isinstance(raw, int) else 0
