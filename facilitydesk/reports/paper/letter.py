"""A letter on the grid of GB/T 9704-2012: 版心 156 × 225 mm, 22 lines of 28 characters.

Red head, number, title broken into a trapezoid, addressees, headings 一、（一）1.（1）, paragraphs
justified on the grid, note of annexes, signature and date, 版记, page numbers outside.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from facilitydesk.reports.paper import chart_paper, table_draw, titles
from facilitydesk.reports.paper import text as typeset
from facilitydesk.reports.paper.flow import Flow, frame
from facilitydesk.reports.paper.fonts import Role
from facilitydesk.reports.paper.ink import BLACK, MM, Case, Colour, Page, Type
from facilitydesk.reports.paper.page import (
    Figure,
    Heading,
    Imprint,
    Letter,
    Paper,
    Paragraph,
    Picture,
    Ranking,
)
from facilitydesk.reports.paper.table_layout import lay_out
from facilitydesk.reports.ranking import as_table

SHEET = frame(Paper.A4, landscape=False, margins_mm=(37, 26, 35, 28))
PITCH = SHEET.height / 22
CELL = SHEET.width / 28
BODY, TITLE, SMALL = 16.0, 22.0, 14.0  # 三号, 二号, 四号
TRACK = (CELL - BODY) / BODY  # what the grid takes from each character, in ems
RED: Colour = (0.87, 0.0, 0.06)
_DROP = 0.38
_LEVELS = {1: Role.HEI, 2: Role.KAI}
_TABLE_SIZE = 10.5
_STRETCH_MOST = 0.15  # ems; a line with wider gaps had better stay ragged


@dataclass(frozen=True, slots=True)
class Place:
    """Where a figure of the text stands on paper: page and rectangle in points from the top left."""

    page: int
    x: float
    y: float
    width: float
    height: float
    figure: Figure


@dataclass(slots=True)
class Line:
    """One line of the grid; `keep` ties it to the line after it."""

    text: str
    type_: Type
    x: float
    space: float
    keep: bool = False
    size: float = BODY
    figures: tuple[tuple[int, int, Figure], ...] = ()


class Tracked(dict[str, float]):
    """Widths on the grid: each character gives a little, so that 28 stand on a line."""

    def __init__(self, type_: Type) -> None:
        super().__init__()
        self._widths = type_.widths

    def __missing__(self, char: str) -> float:
        em = self[char] = self._widths[char] + TRACK
        return em


class LetterPress:
    """Sets one letter. Afterwards `flow` holds its pages and `places` its figures."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.flow = Flow(SHEET, case)
        self.places: list[Place] = []
        self._waiting: list[Line] = []

    def set(self, letter: Letter) -> None:
        """Draw the letter from its head to its contact line."""
        self._head(letter)
        if letter.addressees:
            self._text(letter.addressees, Role.BODY, indent=0)
        for number, block in enumerate(letter.blocks, 1):
            match block:
                case Heading():
                    role = _LEVELS.get(block.level, Role.BODY)
                    self._text(block.text, role, indent=2, keep_all=True)
                case Paragraph():
                    self._paragraph(block, last=number == len(letter.blocks))
                case Picture():
                    self._picture(block)
                case _:
                    self._table(block)
        self._close(letter)
        self._flush()

    # --- the head

    def _head(self, letter: Letter) -> None:
        flow, page = self.flow, self.flow.page
        if letter.issuer:
            type_ = self.case.type(Role.TITLE)
            em = type_.width(letter.issuer)
            size = min(56.0, SHEET.width * 0.94 / max(em, 1.0))
            y = SHEET.top + 35 * MM
            x = SHEET.left + (SHEET.width - em * size) / 2
            page.text(x, y + size * 0.88, letter.issuer, type_, size, colour=RED)
            flow.y = y + size + 2 * PITCH
            self._centred(letter.number, self.case.type(Role.BODY), BODY)
            flow.y += 4 * MM
            page.rules([(SHEET.left, flow.y, SHEET.right, flow.y)], 2.0, RED)
            flow.y += 2 * PITCH
        title = self.case.type(Role.TITLE)
        for part in titles.shape(letter.title, SHEET.width / TITLE, title.widths):
            self._centred(part, title, TITLE)
        if letter.number and not letter.issuer:
            self._centred(letter.number, self.case.type(Role.BODY), BODY)
        flow.y += PITCH

    def _centred(self, text: str, type_: Type, size: float) -> None:
        flow = self.flow
        flow.need(PITCH)
        x = SHEET.left + (SHEET.width - type_.width(text) * size) / 2
        flow.page.text(x, flow.y + PITCH / 2 + _DROP * size, text, type_, size)
        flow.y += PITCH

    # --- the body

    def _paragraph(self, paragraph: Paragraph, *, last: bool) -> None:
        spans, at = [], 0
        for run in paragraph.runs:
            words = run if isinstance(run, str) else run.text
            if not isinstance(run, str):
                spans.append((at, at + len(words), run))
            at += len(words)
        indent = 2 if paragraph.indent else 0
        self._text(paragraph.text, Role.BODY, indent=indent, keep_end=last, figures=tuple(spans))

    def _text(
        self,
        text: str,
        role: Role,
        *,
        indent: float,
        hanging: float = 0,
        keep_all: bool = False,
        keep_end: bool = False,
        figures: tuple[tuple[int, int, Figure], ...] = (),
    ) -> None:
        """Queue a paragraph; `hanging` indents all lines but the first by that many characters."""
        type_ = self.case.type(role)
        widths = Tracked(type_)
        ems = SHEET.width / BODY
        cell = CELL / BODY
        parts = typeset.lines(
            text, ems - hanging * cell, widths, first=ems - indent * cell, hang=0.5
        )
        lines: list[Line] = []
        at = 0
        for number, part in enumerate(parts):
            before = indent if number == 0 else hanging
            ended = number == len(parts) - 1 or text[at + len(part) : at + len(part) + 1] == "\n"
            space = TRACK if ended else TRACK + self._slack(part, widths, ems - before * cell)
            start = text.index(part, at)
            here = tuple(
                (max(a, start) - start, min(b, start + len(part)) - start, figure)
                for a, b, figure in figures
                if a < start + len(part) and b > start
            )
            x = SHEET.left + before * CELL
            lines.append(Line(part, type_, x, space * BODY, keep=keep_all, figures=here))
            at = start + len(part)
        if len(lines) > 1 and not keep_all:  # no single line of a paragraph at a page's edge
            lines[0].keep = lines[-2].keep = True
        if keep_end:  # the signature never stands on a page of its own
            lines[-1].keep = True
        self._queue(lines)

    def _slack(self, part: str, widths: Tracked, room: float) -> float:
        """What each gap of a full line takes so that it ends at the margin, in ems."""
        natural = typeset.width(part.rstrip(), widths)
        if part and part[-1] in typeset.HANGING and natural > room:
            natural -= 0.5
        gaps = max(len(part.rstrip()) - 1, 1)
        rest = (room - natural) / gaps
        return rest if rest < _STRETCH_MOST else 0.0

    # --- lines wait until their group is complete, so that headings stay with their text

    def _queue(self, lines: list[Line]) -> None:
        for line in lines:
            self._waiting.append(line)
            if not line.keep:
                self._flush()

    def _flush(self) -> None:
        if len(self._waiting) * PITCH <= SHEET.height:
            self.flow.need(len(self._waiting) * PITCH)
        for line in self._waiting:
            self.flow.need(PITCH)
            self._put(line)
        self._waiting.clear()

    def _put(self, line: Line) -> None:
        flow = self.flow
        base = flow.y + PITCH / 2 + _DROP * line.size
        if line.text:
            flow.page.text(line.x, base, line.text, line.type_, line.size, space=line.space)
        for first, last, figure in line.figures:
            x = line.x + line.type_.width(line.text[:first]) * line.size + first * line.space
            width = line.type_.width(line.text[first:last]) * line.size
            width += (last - first) * line.space
            number = len(flow.pages) - 1
            self.places.append(Place(number, x, flow.y, width, PITCH, figure))
        flow.y += PITCH

    def _blank(self, *, keep: bool = True) -> None:
        self._queue([Line("", self.case.type(Role.BODY), SHEET.left, 0, keep=keep)])

    # --- tables and charts inside the text

    def _table(self, block: Ranking | object) -> None:
        title = ""
        if isinstance(block, Ranking):
            title, block = block.title, as_table(block)
        layout = lay_out(block, SHEET.width, self.case, largest=_TABLE_SIZE)  # type: ignore[arg-type]  # a Table by now
        self._flush()
        flow = self.flow
        if title:
            flow.need(PITCH + layout.head_height + layout.row_height(2))
            self._centred(title, self.case.type(Role.HEI), 12)
        table_draw.draw(layout, flow)
        flow.y += PITCH / 2
        self._to_grid()

    def _picture(self, block: Picture) -> None:
        self._flush()
        height = block.height_mm * MM
        self.flow.need(height)
        chart_paper.draw(
            block.chart, self.flow.page, self.case, SHEET.left, self.flow.y, SHEET.width, height
        )
        self.flow.y += height
        self._to_grid()

    def _to_grid(self) -> None:
        steps = -(-(self.flow.y - SHEET.top - 0.01) // PITCH)
        self.flow.y = SHEET.top + steps * PITCH

    # --- the end

    def _close(self, letter: Letter) -> None:
        if letter.annexes:
            self._blank()
            several = len(letter.annexes) > 1
            for number, annex in enumerate(letter.annexes, 1):
                words = f"{number}.{annex}" if several else annex
                first = f"附件：{words}" if number == 1 else words
                hanging = 5 + (0.8 if several else 0)
                indent = 2 if number == 1 else 5
                self._text(first, Role.BODY, indent=indent, hanging=hanging, keep_all=True)
        if letter.signature or letter.signed:
            self._sign(letter.signature, letter.signed)
        if letter.contact:
            self._text(f"（{letter.contact}）", Role.BODY, indent=2, keep_all=True)

    def _sign(self, signature: str, signed: date | None) -> None:
        """The office centred above its date, the date four characters in from the right."""
        type_ = self.case.type(Role.BODY)
        for _ in range(2):
            self._blank()
        when = chinese_date(signed) if signed else ""
        date_width = type_.width(when) * BODY
        name_width = type_.width(signature) * BODY
        date_x = SHEET.right - 4 * CELL - date_width
        name_x = date_x + (date_width - name_width) / 2
        name_x = max(SHEET.left, min(name_x, SHEET.right - 2 * CELL - name_width))
        self._queue([Line(signature, type_, name_x, 0, keep=True)] if signature else [])
        self._queue([Line(when, type_, date_x, 0, keep=True)] if when else [])


def chinese_date(day: date) -> str:
    """2016年12月30日."""
    return f"{day.year}年{day.month}月{day.day}日"


def imprint_height(imprint: Imprint, case: Case) -> float:
    """The height of the 版记 in points."""
    return (len(_copies(imprint, case)) + 1) * PITCH


def draw_imprint(imprint: Imprint, page: Page, case: Case) -> None:
    """The 版记 at the foot of the page: copies to, office and date, between three rules."""
    type_ = case.type(Role.BODY)
    lines = _copies(imprint, case)
    top = SHEET.bottom - imprint_height(imprint, case)
    y = top
    for line in lines:
        page.text(SHEET.left + SMALL, y + PITCH / 2 + _DROP * SMALL, line, type_, SMALL)
        y += PITCH
    printed = f"{chinese_date(imprint.printed)}印发"
    base = y + PITCH / 2 + _DROP * SMALL
    page.text(SHEET.left + SMALL, base, imprint.office, type_, SMALL)
    page.text(SHEET.right - SMALL - type_.width(printed) * SMALL, base, printed, type_, SMALL)
    for level, width in ((top, 1.0), (SHEET.bottom, 1.0)):
        page.rules([(SHEET.left, level, SHEET.right, level)], width)
    if lines:
        page.rules([(SHEET.left, y, SHEET.right, y)], 0.7)


def _copies(imprint: Imprint, case: Case) -> list[str]:
    if not imprint.copies:
        return []
    type_ = case.type(Role.BODY)
    room = (SHEET.width - 2 * SMALL) / SMALL
    return typeset.lines(f"抄送：{imprint.copies}", room, type_.widths)


def number_pages(pages: list[Page], case: Case, *, start: int = 1) -> None:
    """The page numbers outside below the text: — 1 — at the right, — 2 — at the left."""
    type_ = case.type(Role.SONG)
    for number, page in enumerate(pages, start):
        words = f"— {number} —"
        width = type_.width(words) * SMALL
        x = SHEET.right - CELL - width if number % 2 else SHEET.left + CELL
        page.text(x, SHEET.bottom + 7 * MM + SMALL * 0.88, words, type_, SMALL, colour=BLACK)
