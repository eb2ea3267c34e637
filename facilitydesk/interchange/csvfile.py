"""A CSV or text table: which encoding, which delimiter, and its rows. Decoding is strict.

Excel and WPS write GBK or UTF-8 with a mark in China, Windows' Notepad UTF-16; a file that fits
none of them is refused rather than read with question marks in it.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections import Counter

from facilitydesk.domain.problems import Trouble

MAX_ROWS = 200_000
_MAX_LINES = 50  # of one cell
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DELIMITERS = ",\t;|\uff0c"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_CONTROL_BYTES = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_AS_TEXT = re.compile(r'="(.*)"', re.DOTALL)  # ="0012": how Excel is told to keep a text


def read_csv(data: bytes, name: str) -> tuple[list[list[str]], str]:
    """The rows and the encoding. Raises Trouble for what is no text table."""
    text, encoding = decoded(data, name)
    if len(_CONTROL.findall(text[:100_000])) > 10:
        raise Trouble("import.foreign", path=name, what="其他文件")
    text = text.replace("\x00", "")
    delimiter = _delimiter(text)
    csv.field_size_limit(1_000_000)
    rows: list[list[str]] = []
    try:
        lines = text.splitlines(keepends=True)
        reader = csv.reader(lines, delimiter=delimiter)
        begun = 0
        for row in reader:
            taken, begun = reader.line_num - begun, reader.line_num
            if taken > 1 and _unclosed(lines[begun - taken : begun]):
                raise Trouble("import.quote", path=name, line=begun - taken + 1)
            rows.append([_plain(cell) for cell in row])
            if len(rows) > MAX_ROWS:
                raise Trouble("import.too_many_rows", path=name, sheet=name, rows=MAX_ROWS)
    except csv.Error as error:
        raise Trouble("import.damaged", path=name) from error
    return rows, encoding


def decoded(data: bytes, name: str) -> tuple[str, str]:
    """The text of a file and its encoding's name. Raises Trouble when none fits."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(data, encoding, name), encoding
    sample = data[:4000]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if even + odd > len(sample) // 20:
        if min(even, odd) * 10 > max(even, odd):
            raise Trouble("import.foreign", path=name, what="其他文件")
        encoding = "utf-16-le" if odd > even else "utf-16-be"
        return _strict(data, encoding, name), encoding
    if len(_CONTROL_BYTES.findall(sample)) > 10:
        raise Trouble("import.foreign", path=name, what="其他文件")
    for encoding in ("utf-8", "gbk"):
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    return _strict(data, "gb18030", name), "gb18030"


def _strict(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Trouble("import.encoding", path=name, line=line) from error


def _delimiter(text: str) -> str:
    """The delimiter that cuts most lines into the same number of cells."""
    lines = text[:200_000].splitlines()[:300]
    best, best_score = ",", 0
    for delimiter in _DELIMITERS:
        try:
            widths = Counter(len(row) for row in csv.reader(lines, delimiter=delimiter) if row)
        except csv.Error:
            continue
        score = max((count * (width - 1) for width, count in widths.items()), default=0)
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _unclosed(lines: list[str]) -> bool:
    """Whether a quotation mark was never closed and has swallowed the rows below."""
    return len(lines) > _MAX_LINES or sum(line.count('"') for line in lines) % 2 == 1


def _plain(cell: str) -> str:
    if cell.startswith('="') and (match := _AS_TEXT.fullmatch(cell)):
        return match[1]
    return cell
