"""Letters and sheets of a Word file: the paper's order, sizes and places as text to edit."""

from __future__ import annotations

from dataclasses import dataclass, replace

from facilitydesk.reports.paper import sheet as sheets
from facilitydesk.reports.paper import titles
from facilitydesk.reports.paper.docx_pictures import Pictures
from facilitydesk.reports.paper.docx_table import table
from facilitydesk.reports.paper.docx_words import Manner, Run, Words, paragraph, points
from facilitydesk.reports.paper.flow import Frame
from facilitydesk.reports.paper.fonts import Role
from facilitydesk.reports.paper.ink import MM, Case
from facilitydesk.reports.paper.letter import (
    BODY,
    CELL,
    PITCH,
    SHEET,
    SMALL,
    TITLE,
    chinese_date,
)
from facilitydesk.reports.paper.page import (
    Align,
    Block,
    Heading,
    Imprint,
    Letter,
    Paragraph,
    Photos,
    Picture,
    Ranking,
    Sheet,
)
from facilitydesk.reports.paper.table_layout import Layout, lay_out
from facilitydesk.reports.ranking import as_table

RED = "DE000F"
_LEVELS = {1: Role.HEI, 2: Role.KAI}
_TABLE = 10.5
_GAP = paragraph("", Manner(6, line=6))  # two tables would grow into one


@dataclass(frozen=True, slots=True)
class Maker:
    """What the parts of one file are made with."""

    words: Words
    case: Case
    pictures: Pictures

    def said(
        self, text: str, role: Role, manner: Manner, *, colour: str = "", space: float = 0
    ) -> str:
        """A paragraph of one look."""
        run = Run(text, role, manner.size, colour=colour, space=space)
        return paragraph(self.words.run(run), manner)

    # --- letters

    def letter(self, letter: Letter) -> list[str]:
        """The paragraphs and tables of a letter."""
        made = self._head(letter)
        if letter.addressees:
            made.append(self._line(letter.addressees, 0))
        for block in letter.blocks:
            made += self._letter_block(block)
        return [*made, *self._close(letter)]

    def _head(self, letter: Letter) -> list[str]:
        made = []
        centre = Manner(BODY, Align.CENTER, line=PITCH)
        type_ = self.case.type(Role.TITLE)
        if letter.issuer:
            size = min(56.0, SHEET.width * 0.94 / max(type_.width(letter.issuer), 1.0))
            wide = Manner(size, Align.CENTER, before=35 * MM, after=PITCH)
            made.append(self.said(letter.issuer, Role.TITLE, wide, colour=RED))
            ruled = Manner(BODY, Align.CENTER, line=PITCH, after=2 * PITCH, rule=RED)
            made.append(self.said(letter.number, Role.BODY, ruled))
        shown = "\n".join(titles.shape(letter.title, SHEET.width / TITLE, type_.widths))
        made.append(self.said(shown, Role.TITLE, replace(centre, size=TITLE)))
        if letter.number and not letter.issuer:
            made.append(self.said(letter.number, Role.BODY, centre))
        return [*made, self._line("", 0)]

    def _line(self, text: str, indent: float, role: Role = Role.BODY, **more: float) -> str:
        """A paragraph on the grid of 22 lines of 28 characters, which each give a little.

        `indent` and `left` in characters, `level` of the outline.
        """
        manner = Manner(
            BODY,
            line=PITCH,
            first=indent * CELL,
            left=more.get("left", 0) * CELL,
            level=int(more.get("level", 0)),
        )
        return self.said(text, role, manner, space=CELL - BODY)

    def _letter_block(self, block: Block) -> list[str]:
        match block:
            case Heading():
                role = _LEVELS.get(block.level, Role.BODY)
                return [self._line(block.text, 2, role, level=block.level)]
            case Paragraph():
                return [self._line(block.text, 2 if block.indent else 0)]
            case Picture():
                return [self.pictures.chart(block.chart, SHEET.width, block.height_mm * MM)]
            case Photos():
                return [self.pictures.photos(block, SHEET.width)]
            case _:
                return self._letter_table(block)

    def _letter_table(self, block: Ranking | Block) -> list[str]:
        made = []
        if isinstance(block, Ranking):
            keep = Manner(12, Align.CENTER, line=PITCH, keep=True)
            made.append(self.said(block.title, Role.HEI, keep))
            block = as_table(block)
        layout = lay_out(block, SHEET.width, self.case, largest=_TABLE)  # type: ignore[arg-type]  # a Table by now
        return [*made, table(layout, self.words), self._line("", 0)]

    def _close(self, letter: Letter) -> list[str]:
        made = []
        if letter.annexes:
            made.append(self._line("", 0))
        several = len(letter.annexes) > 1
        for number, annex in enumerate(letter.annexes, 1):
            name = f"{number}.{annex}" if several else annex
            if number == 1:
                made.append(self._line(f"附件：{name}", -3, left=5))
            else:
                made.append(self._line(name, 0, left=5))
        if letter.signature or letter.signed:
            made += [self._line("", 0), self._line("", 0), *self._sign(letter)]
        if letter.contact:
            made.append(self._line(f"（{letter.contact}）", 2))
        return made

    def _sign(self, letter: Letter) -> list[str]:
        """The office centred above its date, the date four characters in from the right."""
        type_ = self.case.type(Role.BODY)
        when = chinese_date(letter.signed) if letter.signed else ""
        wide, name = (type_.width(text) * BODY for text in (when, letter.signature))
        places = (4 * CELL + max((wide - name) / 2, -2 * CELL), 4 * CELL)
        return [
            self.said(text, Role.BODY, Manner(BODY, Align.RIGHT, line=PITCH, right=right))
            for text, right in zip((letter.signature, when), places, strict=True)
            if text
        ]

    def imprint(self, imprint: Imprint) -> list[str]:
        """版记: copies to, then the office and the day of printing, between rules."""
        rule = '<w:{} w:val="single" w:sz="8" w:space="0" w:color="auto"/>'
        edges = "".join(rule.format(name) for name in ("top", "bottom", "insideH"))
        cells = [[(f"抄送：{imprint.copies}", Align.LEFT, 2)]] if imprint.copies else []
        printed = f"{chinese_date(imprint.printed)}印发"
        cells.append([(imprint.office, Align.LEFT, 1), (printed, Align.RIGHT, 1)])
        rows = []
        for line in cells:
            row = ""
            for text, side, span in line:
                over = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
                inside = self.said(text, Role.BODY, Manner(SMALL, side, line=PITCH))
                row += f"<w:tc><w:tcPr>{over}</w:tcPr>{inside}</w:tc>"
            rows.append(f"<w:tr>{row}</w:tr>")
        grid = f'<w:gridCol w:w="{points(SHEET.width / 2)}"/>' * 2
        head = f'<w:tblW w:w="{points(SHEET.width)}" w:type="dxa"/><w:tblBorders>{edges}</w:tblBorders>'
        parts = f"<w:tblPr>{head}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}"
        return [f"<w:tbl>{parts}</w:tbl>"]

    # --- sheets

    def sheet(self, sheet: Sheet) -> tuple[list[str], Frame]:
        """The paragraphs and tables of a sheet, and its page."""
        setup, layouts = sheets.fit(sheet, self.case)
        box = sheets.frame_of(setup)
        made = self._sheet_head(sheet, box)
        for number, block in enumerate(sheet.blocks):
            made += self._sheet_block(block, layouts.get(number), box)
        made += [self.said(note, Role.SONG, Manner(sheets.NOTE)) for note in sheet.notes]
        if sheet.signatures:
            shown = "　　　　".join(sheet.signatures)
            made.append(self.said(shown, Role.SONG, Manner(sheets.SMALL, before=12)))
        return made, box

    def _sheet_head(self, sheet: Sheet, box: Frame) -> list[str]:
        small = Manner(sheets.SMALL, Align.CENTER, keep=True)
        made = []
        if sheet.number:
            made.append(self.said(sheet.number, Role.HEI, Manner(sheets.NUMBER, keep=True)))
        widths = self.case.type(Role.TITLE).widths
        shown = "\n".join(titles.shape(sheet.title, box.width / sheets.TITLE, widths))
        made.append(self.said(shown, Role.TITLE, Manner(sheets.TITLE, Align.CENTER, level=1)))
        if sheet.subtitle:
            made.append(self.said(sheet.subtitle, Role.SONG, small))
        if sheet.office:
            made.append(self.said(sheet.office, Role.SONG, replace(small, side=Align.LEFT)))
        if unit := sheets.unit_of(sheet):
            made.append(self.said(unit, Role.SONG, replace(small, side=Align.RIGHT)))
        return made

    def _sheet_block(self, block: Block, layout: Layout | None, box: Frame) -> list[str]:
        if layout is not None:
            made = []
            if isinstance(block, Ranking) and block.title:
                keep = Manner(sheets.TEXT, Align.CENTER, keep=True)
                made.append(self.said(block.title, Role.HEI, keep))
            return [*made, table(layout, self.words), _GAP]
        match block:
            case Heading():
                manner = Manner(sheets.TEXT, level=min(block.level + 1, 4))
                return [self.said(block.text, Role.HEI, manner)]
            case Paragraph():
                manner = Manner(sheets.TEXT, first=2 * sheets.TEXT if block.indent else 0)
                return [self.said(block.text, Role.SONG, manner)]
            case Picture():
                return [self.pictures.chart(block.chart, box.width, block.height_mm * MM)]
            case Photos():
                return [self.pictures.photos(block, box.width), _GAP]
        return []
