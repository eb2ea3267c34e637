"""A document as a Word file that Word and WPS edit: the paper's words, headings and tables.

Each part of the document is a section with its own paper, page numbers and running head. The same
document gives the same bytes on the same PC.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass

from facilitydesk.domain.problems import Problem, Severity
from facilitydesk.reports.paper import letter as letters
from facilitydesk.reports.paper import pdf
from facilitydesk.reports.paper.docx_parts import Maker
from facilitydesk.reports.paper.docx_pictures import Pictures
from facilitydesk.reports.paper.docx_words import (
    Manner,
    Run,
    Words,
    close_section,
    paragraph,
    points,
    styles,
)
from facilitydesk.reports.paper.flow import Frame
from facilitydesk.reports.paper.fonts import FontBook, Role
from facilitydesk.reports.paper.ink import MM
from facilitydesk.reports.paper.listed import label_list
from facilitydesk.reports.paper.page import Align, Document, Imprint, Labels, Letter

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_SPACES = (
    f'xmlns:w="{_WORD}" xmlns:r="{_LINKS}" xmlns:a="{_DRAWING}/main"'
    f' xmlns:wp="{_DRAWING}/wordprocessingDrawing" xmlns:pic="{_DRAWING}/picture"'
)
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_NUMBER, _MARK = letters.SMALL, 7.0
# What stands above the 版记 on a page of its own: not every program sets a page from its foot.
_DOWN = paragraph("", Manner(1, line=letters.SHEET.height - 4 * letters.PITCH))


@dataclass(frozen=True, slots=True)
class WordFile:
    """A finished Word file and what the officer should know about it."""

    docx: bytes
    notices: tuple[Problem, ...] = ()


def render(document: Document, book: FontBook | None = None) -> WordFile:
    """The document as a .docx file. Raises Trouble("font.missing") when a font cannot be read."""
    book = book or FontBook()
    words = Words(book)
    made = _Sections(words)
    maker = Maker(words, pdf.measuring(book), Pictures(words, book))
    imprint: Imprint | None = None
    for part in document.parts:
        if isinstance(part, Letter):
            body, imprint = maker.letter(part), part.imprint
            if imprint and part is document.parts[-1]:
                body, imprint = [*body, *maker.imprint(imprint)], None
            made.add(body, letters.SHEET, letter=True)
        else:
            sheet = label_list(part) if isinstance(part, Labels) else part
            body, box = maker.sheet(sheet)
            made.add(body, box, running=sheet.running)
    if imprint:  # 版记 at the foot of the last page of all
        made.add([_DOWN, *maker.imprint(imprint)], letters.SHEET, letter=True, numbered=False)
    if document.mark:
        grey = Run(document.mark, Role.SONG, _MARK, colour="595959")
        made.sections[-1][0].append(paragraph(words.run(grey), Manner(_MARK)))
    data = _package(document.title, made, maker.pictures.files)
    altered = (Problem("report.text_altered", Severity.YELLOW),) if words.altered else ()
    return WordFile(data, altered)


class _Sections:
    """The sections with their pages, heads and feet."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self.sections: list[tuple[list[str], str]] = []
        self.heads: list[str] = [paragraph("", Manner(9))]
        dash = [Run("— ", Role.SONG, _NUMBER), Run("", Role.SONG, _NUMBER, field="PAGE")]
        number = "".join(map(words.run, [*dash, Run(" —", Role.SONG, _NUMBER)]))
        small = (
            *(Run("第", Role.SONG, 9), Run("", Role.SONG, 9, field="PAGE")),
            *(Run("页 共", Role.SONG, 9), Run("", Role.SONG, 9, field="SECTIONPAGES")),
            Run("页", Role.SONG, 9),
        )
        self.feet = [
            paragraph(number, Manner(_NUMBER, Align.RIGHT, right=letters.CELL)),
            paragraph(number, Manner(_NUMBER, Align.LEFT, left=letters.CELL)),
            paragraph("".join(map(words.run, small)), Manner(9, Align.CENTER)),
            paragraph("", Manner(9)),
        ]
        self._letters = 0

    def add(
        self,
        body: list[str],
        box: Frame,
        *,
        letter: bool = False,
        numbered: bool = True,
        running: str = "",
    ) -> None:
        """A section with its page, the line above all its pages but the first, and its numbers."""
        head = "1"
        if running:
            words = self.words.run(Run(running, Role.SONG, 9))
            self.heads.append(paragraph(words, Manner(9, rule="808080")))
            head = str(len(self.heads))
        links = [("header", "default", head), ("header", "even", head), ("header", "first", "1")]
        feet = ("1", "2", "1") if letter else ("3", "3", "3")
        feet = feet if numbered else ("4", "4", "4")
        kinds = ("default", "even", "first")
        links += [("footer", kind, n) for kind, n in zip(kinds, feet, strict=True)]
        made = "".join(
            f'<w:{name}Reference w:type="{kind}" r:id="{name}{number}"/>'
            for name, kind, number in links
        )
        page = _page(box, letter=letter, restart=not letter or not self._letters)
        self._letters += letter
        other_first = "<w:titlePg/>" if running else ""
        self.sections.append((body, f"{made}{page}{other_first}"))

    def body(self) -> str:
        """The text of the whole document."""
        made = []
        for number, (elements, section) in enumerate(self.sections, 1):
            wrapped = f"<w:sectPr>{section}</w:sectPr>"
            if number == len(self.sections):
                if not elements or not elements[-1].startswith("<w:p>"):
                    elements = [*elements, paragraph("", Manner(1, line=1))]  # noqa: PLW2901
                made += [*elements, wrapped]
            else:
                made += [*elements[:-1], close_section(elements[-1], wrapped)]
        return "".join(made)


def _page(box: Frame, *, letter: bool, restart: bool) -> str:
    """Paper, margins and numbers of a section, in the schema's order."""
    right = box.paper_width - box.right
    below = box.paper_height - box.bottom
    across = ' w:orient="landscape"' if box.paper_width > box.paper_height else ""
    # The page number of a letter stands 7 mm below the text, that of a sheet 8 mm from the edge.
    low = below - 7 * MM - _NUMBER if letter else 8 * MM
    made = (
        '<w:type w:val="nextPage"/>'
        f'<w:pgSz w:w="{points(box.paper_width)}" w:h="{points(box.paper_height)}"{across}/>'
        f'<w:pgMar w:top="{points(box.top)}" w:right="{points(right)}" w:bottom="{points(below)}"'
        f' w:left="{points(box.left)}" w:header="{points(8 * MM)}" w:footer="{points(low)}"'
        ' w:gutter="0"/>'
    )
    made += '<w:pgNumType w:start="1"/>' if restart else ""
    return made


def _package(title: str, made: _Sections, media: list[tuple[str, bytes]]) -> bytes:
    """The parts of the file, zipped without the clock."""
    body = made.body()
    parts: list[tuple[str, bytes]] = []

    def xml(name: str, text: str) -> None:
        parts.append((name, f"{_HEAD}{text}".encode()))

    links = [("styles", "styles", "styles.xml"), ("settings", "settings", "settings.xml")]
    types = [("styles", "styles"), ("settings", "settings"), ("document", "document.main")]
    heads = [("header", "hdr", made.heads), ("footer", "ftr", made.feet)]
    for name, tag, texts in heads:
        for number, text in enumerate(texts, 1):
            links.append((f"{name}{number}", name, f"{name}{number}.xml"))
            types.append((f"{name}{number}", name))
            xml(f"word/{name}{number}.xml", f"<w:{tag} {_SPACES}>{text}</w:{tag}>")
    links += [(f"image{n}", "image", name) for n, (name, _) in enumerate(media, 1)]
    declared = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_TYPE}.{kind}+xml"/>'
        for name, kind in types
    )
    xml(
        "[Content_Types].xml",
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
        'relationships+xml"/><Default Extension="jpeg" ContentType="image/jpeg"/>'
        f'<Default Extension="png" ContentType="image/png"/>{declared}'
        '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-'
        'package.core-properties+xml"/></Types>',
    )
    xml(
        "_rels/.rels",
        f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="document"'
        f' Type="{_LINKS}/officeDocument" Target="word/document.xml"/><Relationship Id="core"'
        f' Type="{_PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>'
        "</Relationships>",
    )
    related = "".join(
        f'<Relationship Id="{key}" Type="{_LINKS}/{kind}" Target="{target}"/>'
        for key, kind, target in links
    )
    xml(
        "word/_rels/document.xml.rels",
        f'<Relationships xmlns="{_PACKAGE}/relationships">{related}</Relationships>',
    )
    xml("word/document.xml", f"<w:document {_SPACES}><w:body>{body}</w:body></w:document>")
    xml("word/styles.xml", f"<w:styles {_SPACES}>{styles(made.words)}</w:styles>")
    xml("word/settings.xml", f"<w:settings {_SPACES}><w:evenAndOddHeaders/></w:settings>")
    xml(
        "docProps/core.xml",
        f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>'
        f"{made.words.attribute(title)}</dc:title><dc:creator>facilitydesk</dc:creator>"
        "</cp:coreProperties>",
    )
    parts += [(f"word/{name}", data) for name, data in media]
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in parts:
            entry = zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, content)
    return data.getvalue()
