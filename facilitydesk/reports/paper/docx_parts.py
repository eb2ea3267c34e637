"""Letters and sheets of a Word file: the paper's order, sizes and places as text to edit."""

from __future__ import annotations

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from facilitydesk.reports.paper import docx_oxml as oxml
from facilitydesk.reports.paper import docx_table as tables
from facilitydesk.reports.paper import sheet as sheets
from facilitydesk.reports.paper import titles
from facilitydesk.reports.paper.docx_words import Words
from facilitydesk.reports.paper.fonts import FontBook, Role
from facilitydesk.reports.paper.ink import Case
from facilitydesk.reports.paper.letter import BODY, CELL, SHEET, TITLE, chinese_date
from facilitydesk.reports.paper.page import (
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

_TABLE = 10.5


class Maker:
    """Writes the parts of one file."""

    def __init__(self, words: Words, case: Case, book: FontBook) -> None:
        self.case = case
        self._words = words
        self._book = book

    def _say(self, look: str, text: str) -> None:
        """A paragraph, where there is a text."""
        if text:
            self._words.say(look, text)

    def _blank(self, lines: int = 1) -> None:
        for _ in range(lines):
            self._words.say("公文顶格", "")

    def letter(self, letter: Letter) -> None:
        """The paragraphs and tables of a letter."""
        type_ = self.case.type(Role.TITLE)
        if letter.issuer:
            size = min(56.0, SHEET.width * 0.94 / max(type_.width(letter.issuer), 1.0))
            self._words.say("发文机关标志", letter.issuer).runs[0].font.size = Pt(size)
            self._words.say("发文字号红线", letter.number)
        title = titles.shape(letter.title, SHEET.width / TITLE, type_.widths)
        self._say("公文标题", "\n".join(title))
        if not letter.issuer:
            self._say("发文字号", letter.number)
        self._blank()
        self._say("公文顶格", letter.addressees)
        for block in letter.blocks:
            self._letter_block(block)
        self._close(letter)

    def _letter_block(self, block: Block) -> None:
        match block:
            case Heading():
                self._say(f"heading {min(block.level, 4)}", block.text)
            case Paragraph():
                self._say("公文正文" if block.indent else "公文顶格", block.text)
            case Picture() | Photos():
                self._picture(block, SHEET.width)
            case _:
                if isinstance(block, Ranking):
                    self._say("排名题", block.title)
                    block = as_table(block)
                layout = lay_out(block, SHEET.width, self.case, largest=_TABLE)
                tables.ruled(layout, self._words)
                self._blank()

    def _picture(self, block: Picture | Photos, room: float) -> None:
        if isinstance(block, Picture):
            tables.chart(block, room, self._words, self._book)
        else:
            tables.photos(block, room, self._words)
            self._words.say("间隔", "")

    def _close(self, letter: Letter) -> None:
        if letter.annexes:
            self._blank()
        for number, annex in enumerate(letter.annexes, 1):
            name = f"{number}.{annex}" if len(letter.annexes) > 1 else annex
            first = number == 1
            self._say("附件说明" if first else "附件说明续", f"附件：{name}" if first else name)
        when = chinese_date(letter.signed) if letter.signed else ""
        if letter.signature or when:
            self._blank(2)
        # The office is centred above its date, the date stands four characters in from the right.
        type_ = self.case.type(Role.BODY)
        wide, name_wide = (type_.width(text) * BODY for text in (when, letter.signature))
        centred = 4 * CELL + max((wide - name_wide) / 2, -2 * CELL)
        for text, right in ((letter.signature, centred), (when, 4 * CELL)):
            if text:
                self._words.say("署名", text).paragraph_format.right_indent = Pt(right)
        self._say("公文正文", f"（{letter.contact}）" if letter.contact else "")

    def imprint(self, imprint: Imprint) -> None:
        """版记: copies to, then the office and the day of printing, between rules."""
        table = tables.bare(self._words, 2 if imprint.copies else 1, [SHEET.width / 2] * 2)
        oxml.ruled(table, 0, 0, top=8, bottom=8, insideH=8)
        if imprint.copies:
            over = table.cell(0, 0).merge(table.cell(0, 1))
            self._words.put(over.paragraphs[0], "版记", f"抄送：{imprint.copies}")
        office, printed = (cell.paragraphs[0] for cell in table.rows[-1].cells)
        self._words.put(office, "版记", imprint.office)
        self._words.put(printed, "版记", f"{chinese_date(imprint.printed)}印发")
        printed.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        self._words.say("间隔", "")

    def sheet(self, sheet: Sheet, layouts: dict[int, Layout], width: float) -> None:
        """The paragraphs and tables of a sheet, `width` points wide."""
        self._say("附件号", sheet.number)
        title = titles.shape(sheet.title, width / sheets.TITLE, self.case.type(Role.TITLE).widths)
        self._say("附表标题", "\n".join(title))
        self._say("附表副题", sheet.subtitle)
        self._say("附表单位", sheet.office)
        self._say("计量单位", sheets.unit_of(sheet))
        for number, block in enumerate(sheet.blocks):
            self._sheet_block(block, layouts.get(number), width)
        for note in sheet.notes:
            self._say("表注", note)
        self._say("签字", "　　　　".join(sheet.signatures))

    def _sheet_block(self, block: Block, layout: Layout | None, width: float) -> None:
        match block:
            case Heading():
                self._say(f"附表小标题{min(block.level + 1, 4)}", block.text)
            case Paragraph():
                self._say("附表正文" if block.indent else "附表顶格", block.text)
            case Picture() | Photos():
                self._picture(block, width)
        if isinstance(block, Ranking):
            self._say("排名题", block.title)
        if layout is not None:
            tables.ruled(layout, self._words)
            self._words.say("间隔", "")
