"""Labels on paper: a QR code at the left, lines of text beside it, a grid that fills A4."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from facilitydesk.reports.paper import text as typeset
from facilitydesk.reports.paper.flow import Flow, frame
from facilitydesk.reports.paper.fonts import Role
from facilitydesk.reports.paper.ink import BLACK, MM, Case, Page
from facilitydesk.reports.paper.page import Label, Labels, Paper

_PAD = 4.5 * MM  # printers leave some 4 mm of a sheet blank, and labels sit a little askew
_CODE_MOST = 27 * MM
_QUIET = 4  # modules of blank around a code
_SIZES = (9.0, 8.5, 8.0, 7.5, 7.0, 6.5, 6.0, 5.5, 5.0)
_LEADING = 1.32
_READABLE = 6.5  # below this a number had better be broken


def set_labels(part: Labels, case: Case) -> Flow:
    """The sheets of labels; the first `start` − 1 places stay blank."""
    flow = Flow(frame(Paper.A4, landscape=False, margins_mm=(0, 0, 0, 0)), case)
    across, down = max(part.columns, 1), max(part.rows, 1)
    each = across * down
    first = min(max(part.start, 1), each) - 1
    width, height = flow.frame.width / across, flow.frame.height / down
    for number, label in enumerate(part.labels, first):
        place = number % each
        if number > first and not place:
            flow.turn()
        row, column = divmod(place, across)
        _draw(label, flow.page, case, (column * width, row * height, width, height))
    return flow


def modules(code: str) -> list[list[bool]]:
    """The QR code of a text: rows of dark (True) and light modules, without the quiet zone."""
    from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel

    made: Any = QRCode(None, QRErrorCorrectLevel.M)
    made.addData(code)
    made.make()
    size = made.getModuleCount()
    return [[bool(made.isDark(row, column)) for column in range(size)] for row in range(size)]


def _draw(label: Label, page: Page, case: Case, box: tuple[float, float, float, float]) -> None:
    x, y, width, height = box
    room = min(height - 2 * _PAD, width * 0.42, _CODE_MOST)
    matrix = modules(label.code)
    module = room / (len(matrix) + 2)  # the padding is part of the quiet zone
    top = y + (height - module * len(matrix)) / 2
    left = x + _PAD + module
    for row, dark in enumerate(matrix):
        for begin, length in _runs(dark):
            page.area(left + begin * module, top + row * module, length * module, module, BLACK)
    words = left + (len(matrix) + _QUIET) * module
    _text(label, page, case, (words, y + _PAD, x + width - _PAD - words, height - 2 * _PAD))


def _runs(dark: list[bool]) -> Iterator[tuple[int, int]]:
    """Dark modules side by side as one bar, so that no hairline shows between them."""
    begin = 0
    while begin < len(dark):
        if not dark[begin]:
            begin += 1
            continue
        end = begin
        while end < len(dark) and dark[end]:
            end += 1
        yield begin, end - begin
        begin = end


def _text(label: Label, page: Page, case: Case, box: tuple[float, float, float, float]) -> None:
    """The lines at the largest size at which all of them fit; what never fits ends with ….

    A number is read off a label at one glance: the type is made a little smaller to keep it whole.
    """
    x, y, width, height = box
    plain, bold = case.type(Role.SONG), case.type(Role.HEI)
    whole = [
        size for size in _SIZES if size >= _READABLE and plain.width(label.code) * size <= width
    ]
    for size in whole or _SIZES:
        broken = [
            (part, bold if at == 0 else plain)
            for at, line in enumerate(label.lines)
            for part in typeset.lines(line, width / size, (bold if at == 0 else plain).widths)
            if line
        ]
        most = int(height / (_LEADING * size))
        if len(broken) <= most:
            break
    if len(broken) > most:
        last, type_ = broken[most - 1]
        broken = [*broken[: most - 1], (last[:-1] + "…", type_)]
    pitch = _LEADING * size
    base = y + (height - pitch * len(broken)) / 2 + size * 0.95
    for number, (part, type_) in enumerate(broken):
        page.text(x, base + number * pitch, part, type_, size)
