"""What calamine does not tell about an .xls: hidden rows and columns, percent formats, password.

Walks the records of the Workbook stream (BIFF8); an older or odd stream gives empty marks.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

_BOUNDSHEET, _FILEPASS, _DATEMODE, _FORMAT, _XF = 0x85, 0x2F, 0x22, 0x41E, 0xE0
_ROW, _COLINFO, _EOF, _BOF = 0x208, 0x7D, 0x0A, 0x809
_NUMBER, _RK, _FORMULA, _MULRK, _BOOLERR = 0x203, 0x27E, 0x06, 0xBD, 0x205
_PERCENT_FORMATS = frozenset({9, 10})


@dataclass(slots=True)
class Marks:
    """What was marked on one sheet; numbers count from 0."""

    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    percents: set[tuple[int, int]] = field(default_factory=set)
    errors: set[tuple[int, int]] = field(default_factory=set)
    uncomputed: set[tuple[int, int]] = field(default_factory=set)
    computed: int = 0  # formulas with a result


@dataclass(slots=True)
class Stream:
    """What the whole stream says."""

    password: bool = False
    base_1904: bool = False
    sheets: list[Marks] = field(default_factory=list)


def scan(data: bytes) -> Stream:
    """The marks of all sheets in the order of the workbook. Raises struct.error when cut off."""
    found = Stream()
    starts: list[int] = []
    formats = set(_PERCENT_FORMATS)
    styles: list[int] = []
    for kind, body in _records(data, 0):
        if kind == _FILEPASS:
            found.password = True
            return found
        if kind == _DATEMODE:
            found.base_1904 = body[:1] == b"\x01"
        elif kind == _BOUNDSHEET:
            starts.append(struct.unpack_from("<I", body)[0])
        elif kind == _FORMAT and b"%" in body[5:]:
            formats.add(struct.unpack_from("<H", body)[0])
        elif kind == _XF:
            styles.append(struct.unpack_from("<H", body, 2)[0])
    percent = {index for index, style in enumerate(styles) if style in formats}
    found.sheets = [_sheet(data, start, percent) for start in starts]
    # An empty result is an empty text, or, where no formula has any other, none at all.
    if any(marks.computed for marks in found.sheets):
        for marks in found.sheets:
            marks.uncomputed.clear()
    return found


def _records(data: bytes, offset: int) -> Iterator[tuple[int, bytes]]:
    """The records of one substream, without its end."""
    depth = 0
    while offset + 4 <= len(data):
        kind, length = struct.unpack_from("<HH", data, offset)
        if kind == _EOF:
            depth -= 1
            if depth <= 0:
                return
        elif kind == _BOF:
            depth += 1
        elif depth <= 1:
            yield kind, data[offset + 4 : offset + 4 + length]
        offset += 4 + length


def _sheet(data: bytes, start: int, percent: set[int]) -> Marks:
    marks = Marks()
    for kind, body in _records(data, start):
        if kind == _ROW:
            row, options = struct.unpack_from("<H10xI", body)
            if options & 0x20:
                marks.hidden_rows.add(row)
        elif kind == _COLINFO:
            first, last, _, _, options = struct.unpack_from("<5H", body)
            if options & 1 and last < 1000:
                marks.hidden_columns.update(range(first, last + 1))
        elif kind == _BOOLERR:
            row, column = struct.unpack_from("<HH", body)
            if body[7:8] == b"\x01":
                marks.errors.add((row, column))
        elif kind in (_NUMBER, _RK, _FORMULA):
            row, column, style = struct.unpack_from("<3H", body)
            if style in percent:
                marks.percents.add((row, column))
            if kind == _FORMULA and body[12:14] == b"\xff\xff" and body[6:7] == b"\x03":
                marks.uncomputed.add((row, column))
            elif kind == _FORMULA:
                marks.computed += 1
        elif percent and kind == _MULRK:
            row, column = struct.unpack_from("<HH", body)
            for index in range((len(body) - 6) // 6):
                if struct.unpack_from("<H", body, 4 + index * 6)[0] in percent:
                    marks.percents.add((row, column + index))
    return marks
