"""A document as a PDF: the paper itself, which preview, printer and file all show.

The same document gives the same bytes on the same PC, so that a stored report can be compared.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from facilitydesk.domain.problems import Problem, Severity
from facilitydesk.reports.paper import letter as letters
from facilitydesk.reports.paper.flow import Flow
from facilitydesk.reports.paper.fonts import FontBook, Role
from facilitydesk.reports.paper.ink import MM, Case, Page
from facilitydesk.reports.paper.label_draw import set_labels
from facilitydesk.reports.paper.letter import LetterPress, Place
from facilitydesk.reports.paper.page import Document, Labels, Letter
from facilitydesk.reports.paper.sheet import set_sheet


@dataclass(frozen=True, slots=True)
class Printed:
    """A finished PDF: its bytes, pages, where the text's figures stand, and what to know first."""

    pdf: bytes
    pages: int
    places: tuple[Place, ...] = ()
    notices: tuple[Problem, ...] = ()


def render(document: Document, book: FontBook | None = None) -> Printed:
    """The document drawn on pages. Raises Trouble("font.missing") when a font cannot be read."""
    book = book or FontBook()
    buffer = io.BytesIO()
    canvas = _canvas(buffer, document.title)
    case = Case(book, canvas._doc)  # noqa: SLF001 - reportlab offers no other way to its document
    places: list[Place] = []
    count = 0
    numbered = 0  # pages of letters so far: their numbers run on
    imprint = None
    for part in document.parts:
        if isinstance(part, Letter):
            press = LetterPress(case)
            press.set(part)
            imprint = part.imprint
            flow = press.flow
            letters.number_pages(flow.pages, case, start=numbered + 1)
            numbered += len(flow.pages)
            if imprint and part is document.parts[-1]:
                if flow.room < letters.imprint_height(imprint, case):
                    flow.turn()
                letters.draw_imprint(imprint, flow.page, case)
                imprint = None
            places += [
                Place(count + p.page, p.x, p.y, p.width, p.height, p.figure) for p in press.places
            ]
        else:
            flow = set_labels(part, case) if isinstance(part, Labels) else set_sheet(part, case)
        if part is document.parts[-1] and not imprint:
            _draw_mark(document.mark, flow, case)
        count += _emit(canvas, flow.pages)
    if imprint:  # 版记 stands behind the annexes, on the last page of all
        last = Flow(letters.SHEET, case)
        letters.draw_imprint(imprint, last.page, case)
        _draw_mark(document.mark, last, case)
        count += _emit(canvas, last.pages)
    canvas.save()
    return Printed(buffer.getvalue(), count, tuple(places), _notices(book, case))


def measuring(book: FontBook) -> Case:
    """The types of a paper that is laid out with the PDF's widths and written as something else."""
    return Case(book, _canvas(io.BytesIO(), "")._doc)  # noqa: SLF001 - as above


def one_page(
    width: float, height: float, book: FontBook, draw: Callable[[Page, Case], None]
) -> bytes:
    """A PDF of one page of that size in points, filled by `draw`."""
    buffer = io.BytesIO()
    canvas = _canvas(buffer, "")
    page = Page(width, height)
    draw(page, Case(book, canvas._doc))  # noqa: SLF001 - as above
    _emit(canvas, [page])
    canvas.save()
    return buffer.getvalue()


def _canvas(buffer: io.BytesIO, title: str) -> Any:
    from reportlab.pdfgen.canvas import Canvas

    class Bare(Canvas):
        """A canvas whose pages begin empty: the usual preamble names a font that is not embedded."""

        def _make_preamble(self) -> None:
            self._preamble = "1 0 0 1 0 0 cm"

    canvas = Bare(buffer, invariant=1, pageCompression=1, lang="zh-CN")
    canvas.setTitle(title)
    canvas.setCreator("facilitydesk")
    canvas.setAuthor("")
    canvas.setSubject("")
    return canvas


def _draw_mark(mark: str, flow: Flow, case: Case) -> None:
    """The head of the journal, outside the text and its page number (GB/T 9704 leaves it free)."""
    if mark:
        page = flow.pages[-1]
        base = page.height - _MARK_ABOVE
        page.text(flow.frame.left, base, mark, case.type(Role.SONG), _MARK, colour=_MARK_INK)


_MARK, _MARK_ABOVE = 7.0, 7.5 * MM  # most printers print to 5 mm from the edge
_MARK_INK = (0.35, 0.35, 0.35)


def _emit(canvas: Any, pages: list[Page]) -> int:
    for page in pages:
        canvas.setPageSize((page.width, page.height))
        canvas.addLiteral("\n".join(page.ops))
        for jpeg, *box in page.photos:
            canvas.drawImage(_reader(jpeg), *box)
        canvas.showPage()
        page.ops.clear()
        page.photos.clear()
    return len(pages)


def _reader(jpeg: bytes) -> Any:
    """A picture as reportlab takes it; the JPEG goes into the PDF as it is."""
    from reportlab.lib.utils import ImageReader

    return ImageReader(io.BytesIO(jpeg))


def _notices(book: FontBook, case: Case) -> tuple[Problem, ...]:
    """What the officer should know before signing: missing characters first, then stand-in fonts."""
    found: list[Problem] = []
    if case.missing:
        shown = "、".join(f"{char}（U+{ord(char):04X}）" for char in sorted(case.missing))
        found.append(Problem("report.glyphs_missing", Severity.YELLOW, args={"chars": shown}))
    absent = [c.role.value for c in book.choices() if c.used is None and c.role in case.roles]
    if absent:
        args = {"fonts": "、".join(absent)}
        found.append(Problem("report.fonts_standing_in", Severity.BLUE, args=args))
    return tuple(found)
