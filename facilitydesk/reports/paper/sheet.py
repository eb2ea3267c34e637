"""An annex or table of its own: number, title, units, blocks, notes, signatures, 第x页 共y页."""

from __future__ import annotations

from facilitydesk.reports.paper import chart_paper, photo_draw, table_draw, titles
from facilitydesk.reports.paper import text as typeset
from facilitydesk.reports.paper.cells import unit_names
from facilitydesk.reports.paper.flow import Flow, Frame, frame
from facilitydesk.reports.paper.fonts import Role
from facilitydesk.reports.paper.ink import MM, Case, Page
from facilitydesk.reports.paper.page import (
    Block,
    Heading,
    Paper,
    Paragraph,
    Photos,
    Picture,
    Ranking,
    Setup,
    Sheet,
    Table,
)
from facilitydesk.reports.paper.table_layout import READABLE, Layout, lay_out
from facilitydesk.reports.ranking import as_table

_DROP = 0.38
NUMBER, TITLE, SMALL, TEXT, NOTE = 16.0, 18.0, 10.5, 12.0, 9.0
_DENSE = 60  # tables of more rows are set smaller
_LARGEST, _SMALLER = 10.5, (9.5, 9.0, 8.5)  # of tables
_DENSER = (9.5, 9.0, 8.5, 8.0, 7.5, 7.0)  # of a sheet that keeps to a number of pages
_TEAR_MM = 60


def set_sheet(sheet: Sheet, case: Case) -> Flow:
    """The pages of a sheet, with their page numbers.

    A sheet of several tables is signed as one: where a little smaller type brings what runs over
    onto the first page, it is set smaller. A sheet that says how many pages it should keep to
    gets smaller, text and tables alike, until it does.
    """
    flow = _set(sheet, case, _LARGEST)
    if sheet.keep:
        for largest in _DENSER:
            if len(flow.pages) <= sheet.keep:
                break
            flow = _set(sheet, case, largest, text=largest + 1)
    elif len(flow.pages) == 2 and sum(_table_of(block) is not None for block in sheet.blocks) > 1:
        for largest in _SMALLER:
            denser = _set(sheet, case, largest)
            if len(denser.pages) == 1:
                flow = denser
                break
    _number(flow.pages, flow.frame, case)
    return flow


def _set(sheet: Sheet, case: Case, largest: float, text: float = TEXT) -> Flow:
    """The pages without their numbers, tables at most in this size."""
    setup, layouts = fit(sheet, case, largest)
    flow = Flow(frame_of(setup), case)
    _heading(sheet, flow)
    last = len(sheet.blocks) - 1
    for number, block in enumerate(sheet.blocks):
        tail = _tail_height(sheet, flow) if number == last else 0.0
        if isinstance(block, Heading) and (below := layouts.get(number + 1)):
            whole = below.height + (_tail_height(sheet, flow) if number + 1 == last else 0.0)
            fits = whole + text * 3 < flow.frame.height and not _may_tear(sheet, below)
            flow.need(text * 3 + (whole if fits else below.head_height + below.row_height(2)))
        layout = layouts.get(number)
        alone = number == 0  # a title is not left alone on its page
        torn = layout is not None and (alone or _may_tear(sheet, layout))
        _block(block, flow, layout, tail, text, torn=torn)
    _tail(sheet, flow)
    if sheet.running:
        _running(sheet.running, flow)
    return flow


def frame_of(setup: Setup) -> Frame:
    """The printed area of a sheet: dense tables take narrow margins."""
    margins = (18.0, 15.0, 18.0, 15.0) if setup.landscape else (20.0, 15.0, 20.0, 18.0)
    return frame(setup.paper, landscape=setup.landscape, margins_mm=margins)


def fit(sheet: Sheet, case: Case, most: float = _LARGEST) -> tuple[Setup, dict[int, Layout]]:
    """Paper and laid-out tables by the number of their block, set in `most` points or less.

    A4 landscape, A3 where A4 would be too small to read, unless the sheet says what it wants.
    """
    choices = (sheet.setup,) if sheet.setup else (Setup(), Setup(Paper.A3))
    setup, layouts = Setup(), dict[int, Layout]()
    for setup in choices:
        room = frame_of(setup).width
        layouts = {
            number: lay_out(
                table, room, case, largest=min(most, 9.5 if len(table.rows) > _DENSE else _LARGEST)
            )
            for number, block in enumerate(sheet.blocks)
            if (table := _table_of(block))
        }
        if all(layout.size >= READABLE for layout in layouts.values()):
            break
    return setup, layouts


def _table_of(block: Block) -> Table | None:
    if isinstance(block, Ranking):
        return as_table(block)
    return block if isinstance(block, Table) else None


def _line(flow: Flow, text: str, role: Role, size: float, *, x: float | None = None) -> None:
    """One line of text; centred unless x is given."""
    type_ = flow.case.type(role)
    if x is None:
        x = flow.frame.left + (flow.frame.width - type_.width(text) * size) / 2
    pitch = size * 1.45
    flow.need(pitch)
    flow.page.text(x, flow.y + pitch / 2 + _DROP * size, text, type_, size)
    flow.y += pitch


def _heading(sheet: Sheet, flow: Flow) -> None:
    box, case = flow.frame, flow.case
    if sheet.number:
        _line(flow, sheet.number, Role.HEI, NUMBER, x=box.left)
        flow.y += 4
    title = case.type(Role.TITLE)
    for part in titles.shape(sheet.title, box.width / TITLE, title.widths):
        _line(flow, part, Role.TITLE, TITLE)
    if sheet.subtitle:
        _line(flow, sheet.subtitle, Role.SONG, SMALL)
    unit = unit_of(sheet)
    if sheet.office or unit:
        type_ = case.type(Role.SONG)
        base = flow.y + SMALL * 1.45 / 2 + _DROP * SMALL
        if sheet.office:
            flow.page.text(box.left, base, sheet.office, type_, SMALL)
        if unit:
            x = box.right - type_.width(unit) * SMALL
            flow.page.text(x, base, unit, type_, SMALL)
        flow.y += SMALL * 1.45
    flow.y += 3


def unit_of(sheet: Sheet) -> str:
    """The unit line: as the sheet says, else the units of its columns."""
    if sheet.unit is not None:
        return sheet.unit
    tables = [table for block in sheet.blocks if (table := _table_of(block))]
    return unit_names(c for table in tables if not table.unit_row for c in table.columns)


def _may_tear(sheet: Sheet, layout: Layout) -> bool:
    """A sheet that keeps to its pages tears tables that would leave a large blank."""
    return bool(sheet.keep) and layout.height > _TEAR_MM * MM


def _block(
    block: Block, flow: Flow, layout: Layout | None, tail: float, size: float, *, torn: bool
) -> None:
    if layout is not None:
        title = block.title if isinstance(block, Ranking) else ""
        whole = size * 1.45 + tail + layout.height
        if whole < flow.frame.height and not torn:  # a short table is not torn
            flow.need(whole)
        if title:
            flow.need(size * 1.45 + layout.head_height + layout.row_height(2))
            _line(flow, title, Role.HEI, size)
        table_draw.draw(layout, flow, tail=tail)
        flow.y += 6
        return
    match block:
        case Heading():
            flow.need(size * 6)
            _line(flow, block.text, Role.HEI, size, x=flow.frame.left)
        case Paragraph():
            _paragraph(block.text, flow, size, indent=2 if block.indent else 0)
        case Picture():
            height = block.height_mm * MM
            flow.need(height)
            box = flow.frame
            chart_paper.draw(block.chart, flow.page, flow.case, box.left, flow.y, box.width, height)
            flow.y += height + 6
        case Photos():
            photo_draw.draw(block, flow)


def _paragraph(text: str, flow: Flow, size: float, *, indent: float = 0) -> None:
    type_ = flow.case.type(Role.SONG)
    room = flow.frame.width / size
    x = flow.frame.left + indent * size
    for part in typeset.lines(text, room, type_.widths, first=room - indent, hang=0.5):
        _line(flow, part, Role.SONG, size, x=x)
        x = flow.frame.left


def _tail_height(sheet: Sheet, flow: Flow) -> float:
    """What notes and signatures take below the last table."""
    type_ = flow.case.type(Role.SONG)
    room = flow.frame.width / NOTE
    lines = sum(len(typeset.lines(note, room, type_.widths)) for note in sheet.notes)
    height = lines * NOTE * 1.45 + 6
    return height + (2.2 * SMALL if sheet.signatures else 0)


def _tail(sheet: Sheet, flow: Flow) -> None:
    for note in sheet.notes:
        _paragraph(note, flow, NOTE)
    if not sheet.signatures:
        return
    flow.need(2.2 * SMALL)
    type_ = flow.case.type(Role.SONG)
    step = flow.frame.width / len(sheet.signatures)
    base = flow.y + 1.1 * SMALL + _DROP * SMALL
    for number, words in enumerate(sheet.signatures):
        flow.page.text(flow.frame.left + number * step, base, words, type_, SMALL)
    flow.y += 2.2 * SMALL


def _number(pages: list[Page], box: Frame, case: Case) -> None:
    """第x页 共y页 below the middle of each page; the total is known once all are set."""
    type_ = case.type(Role.SONG)
    for number, page in enumerate(pages, 1):
        words = f"第{number}页 共{len(pages)}页"
        x = box.left + (box.width - type_.width(words) * NOTE) / 2
        page.text(x, box.bottom + 8 * MM, words, type_, NOTE)


def _running(text: str, flow: Flow) -> None:
    """What the paper is about, above every page but the first."""
    type_, box = flow.case.type(Role.SONG), flow.frame
    for page in flow.pages[1:]:
        page.text(box.left, box.top - 3.5 * MM, text, type_, NOTE)
        page.rules([(box.left, box.top - 2 * MM, box.right, box.top - 2 * MM)], 0.4)
