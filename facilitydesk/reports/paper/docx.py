"""A document as a Word file that Word and WPS edit: the paper's words, headings and tables.

Each part of the document is a section with its own paper, page numbers and running head. The same
document gives the same bytes on the same PC.
"""

from __future__ import annotations

from dataclasses import dataclass

from docx.enum.section import WD_ORIENT
from docx.shared import Pt

from facilitydesk.domain.problems import Problem, Severity
from facilitydesk.reports.paper import docx_oxml as oxml
from facilitydesk.reports.paper import letter as letters
from facilitydesk.reports.paper import pdf
from facilitydesk.reports.paper import sheet as sheets
from facilitydesk.reports.paper.docx_parts import Maker
from facilitydesk.reports.paper.docx_words import Words
from facilitydesk.reports.paper.flow import Frame
from facilitydesk.reports.paper.fonts import FontBook
from facilitydesk.reports.paper.ink import MM
from facilitydesk.reports.paper.listed import label_list
from facilitydesk.reports.paper.page import Document, Imprint, Labels, Letter

# Page numbers on odd and on even pages: the style, and the text with its fields between bars.
_LETTER = (("公文单页码", "— |PAGE| —"), ("公文双页码", "— |PAGE| —"))
_SHEET = (("页码", "第|PAGE|页 共|SECTIONPAGES|页"),) * 2
_NONE = (("页码", ""),) * 2


@dataclass(frozen=True, slots=True)
class WordFile:
    """A finished Word file and what the officer should know about it."""

    docx: bytes
    notices: tuple[Problem, ...] = ()


def render(document: Document, book: FontBook | None = None) -> WordFile:
    """The document as a .docx file. Raises Trouble("font.missing") when a font cannot be read."""
    book = book or FontBook()
    words = Words(document.title, book)
    maker = Maker(words, pdf.measuring(book), book)
    # A letter's number stands 7 mm below the text, that of a sheet 8 mm from the edge.
    foot = letters.SHEET.paper_height - letters.SHEET.bottom - 7 * MM - letters.SMALL
    count = 0
    imprint: Imprint | None = None
    for part in document.parts:
        if isinstance(part, Letter):
            _section(words, letters.SHEET, foot, _LETTER, restart=not count)
            maker.letter(part)
            count, imprint = count + 1, part.imprint
            if imprint and part is document.parts[-1]:
                maker.imprint(imprint)
                imprint = None
        else:
            sheet = label_list(part) if isinstance(part, Labels) else part
            setup, layouts = sheets.fit(sheet, maker.case)
            box = sheets.frame_of(setup)
            _section(words, box, 8 * MM, _SHEET, restart=True, running=sheet.running)
            maker.sheet(sheet, layouts, box.width)
    if imprint:  # 版记 at the foot of the last page of all
        _section(words, letters.SHEET, foot, _NONE, restart=False)
        words.say("版记之上", "")
        maker.imprint(imprint)
    if document.mark:
        words.say("数据校验值", document.mark)
    altered = (Problem("report.text_altered", Severity.YELLOW),) if words.altered else ()
    return WordFile(oxml.packed(words.file), altered)


def _section(
    words: Words,
    box: Frame,
    foot: float,
    numbers: tuple[tuple[str, str], tuple[str, str]],
    *,
    restart: bool,
    running: str = "",
) -> None:
    """Begin a section with its page, the line above all its pages but the first, and its numbers."""
    made = oxml.section(words.file, restart=restart)
    made.page_width, made.page_height = Pt(box.paper_width), Pt(box.paper_height)
    across = box.paper_width > box.paper_height
    made.orientation = WD_ORIENT.LANDSCAPE if across else WD_ORIENT.PORTRAIT
    made.top_margin, made.bottom_margin = Pt(box.top), Pt(box.paper_height - box.bottom)
    made.left_margin, made.right_margin = Pt(box.left), Pt(box.paper_width - box.right)
    made.header_distance, made.footer_distance = Pt(8 * MM), Pt(foot)
    made.different_first_page_header_footer = bool(running)
    pages = [
        (made.header, made.footer, numbers[0], running),
        (made.even_page_header, made.even_page_footer, numbers[1], running),
    ]
    if running:
        pages.append((made.first_page_header, made.first_page_footer, numbers[0], ""))
    for head, below, (look, text), above in pages:
        head.is_linked_to_previous = below.is_linked_to_previous = False
        words.put(head.paragraphs[0], "页眉" if above else "页眉空白", above)
        line = words.put(below.paragraphs[0], look)
        for number, said in enumerate(text.split("|")):
            if number % 2:
                oxml.field(line, said)
            else:
                line.add_run(said)
