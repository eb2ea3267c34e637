"""What calamine does not tell about an .xlsx: hidden rows and columns, formulas, percent formats.

The parts are searched as bytes: a parser with a callback per cell takes longer than reading the
whole sheet. Nothing found here is a value; a mark that is missed costs a hint, not a figure.
"""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass, field
from typing import IO

from facilitydesk.interchange.grid import Merge, column_number

# No county list is longer; far cells (XFD1048576) would ask calamine for 512 GB.
MAX_ROWS = 200_000
MAX_COLUMNS = 702  # ZZ

_HEAD = 65_536
_ROOT = re.compile(rb"<[A-Za-z_]")
_DTD = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
_ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*\b(?:hidden=[\"'](?:1|true)|ht=[\"']0[\"'])[^>]*>")
_COL = re.compile(rb"<(?:\w+:)?col\b[^>]*\b(?:hidden=[\"'](?:1|true)|width=[\"']0[\"'])[^>]*>")
_REF = re.compile(rb"\br=[\"']([A-Z]*)(\d+)")
_SPAN = {name: re.compile(rb"\b" + name.encode() + rb"=[\"'](\d+)") for name in ("min", "max")}
_FORMULA = re.compile(
    rb"<(?:\w+:)?c\b([^>]*)>\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*"
    rb"(<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_ERROR = re.compile(rb"<(?:\w+:)?c\b[^>]*\bt=[\"']e[\"'][^>]*>")
_MERGE = re.compile(rb"<(?:\w+:)?mergeCell\b[^>]*\bref=[\"']([A-Z]+)(\d+):([A-Z]+)(\d+)")
_FAR = re.compile(rb"<(?:\w+:)?c\b[^>]*\br=[\"']([A-Z]{3}\d+)[\"'][^>/]*>\s*<(?:\w+:)?(?:v|f|is)\b")
_THREE_LETTERS = re.compile(rb"r=[\"'][A-Z]{3}\d")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
_SHEET = re.compile(rb"<(?:\w+:)?sheet\b[^>]*>")


class DtdError(Exception):
    """A part declares a DTD or an entity; no office program writes one."""


@dataclass(slots=True)
class Marks:
    """What was marked on one sheet; numbers count from 0."""

    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    uncomputed: set[tuple[int, int]] = field(default_factory=set)
    errors: set[tuple[int, int]] = field(default_factory=set)
    percents: set[tuple[int, int]] = field(default_factory=set)
    merges: list[Merge] = field(default_factory=list)
    far: str = ""  # the name of a filled cell beyond the limits
    rows: int = 0


class Package:
    """The parts of an open .xlsx."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._names = {name.replace("\\", "/").lstrip("/"): name for name in archive.namelist()}
        for name in self._names:
            if name.startswith(("xl/", "_rels/", "[")) and name.endswith((".xml", ".rels")):
                self._refuse_dtd(name)
        self._book = self._part("xl/workbook.xml")
        self._percent_styles = _percent_styles(self._part("xl/styles.xml"))

    @property
    def base_1904(self) -> bool:
        """Whether dates count from 1904."""
        return re.search(rb"date1904=[\"'](1|true)", self._book) is not None

    @property
    def macros(self) -> bool:
        """Whether the book carries macros (they are never run)."""
        return "xl/vbaProject.bin" in self._names

    def sheet_parts(self) -> list[str]:
        """The part of each sheet, in the order of the workbook; "" where it is missing."""
        targets = {}
        for tag in _RELATION.findall(self._part("xl/_rels/workbook.xml.rels")):
            identity, target = _attribute(tag, "Id"), _attribute(tag, "Target")
            targets[identity] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        tags = _SHEET.findall(self._book)
        return [targets.get(_attribute(tag, r"\w+:id"), "") for tag in tags]

    def marks(self, part: str) -> Marks:
        """The marks of a sheet's part."""
        data = self._part(part)
        marks = Marks(rows=data.count(b"<row") or data.count(b":row"))
        _far(data, marks)
        if marks.far or marks.rows > MAX_ROWS:
            return marks
        if b"hidden=" in data or b"ht='0'" in data or b'ht="0"' in data:
            for tag in _ROW.findall(data):
                if ref := _REF.search(tag):
                    marks.hidden_rows.add(int(ref[2]) - 1)
        body = data.find(b"sheetData")
        for tag in _COL.findall(data, 0, body if body >= 0 else len(data)):
            first, last = (_SPAN[name].search(tag) for name in ("min", "max"))
            if first and last and int(last[1]) <= MAX_COLUMNS:
                marks.hidden_columns.update(range(int(first[1]) - 1, int(last[1])))
        if b"<f" in data or b":f" in data:
            for match in _FORMULA.finditer(data):
                if b't="str"' not in match[1] or not match[2]:
                    _add(marks.uncomputed, match[1])
        if b't="e"' in data or b"t='e'" in data:
            for tag in _ERROR.findall(data):
                _add(marks.errors, tag)
        if self._percent_styles:
            styles = b"|".join(b"%d" % style for style in self._percent_styles)
            for tag in re.findall(
                rb"<(?:\w+:)?c\b[^>]*\bs=[\"'](?:" + styles + rb")[\"'][^>]*>", data
            ):
                _add(marks.percents, tag)
        tail = data.find(b"mergeCells")
        for left, top, right, bottom in _MERGE.findall(data, tail) if tail >= 0 else ():
            corner = column_number(left.decode()), column_number(right.decode())
            marks.merges.append(Merge(int(top) - 1, corner[0], int(bottom) - 1, corner[1]))
        return marks

    def _part(self, name: str) -> bytes:
        return self._archive.read(self._names[name]) if name in self._names else b""

    def _refuse_dtd(self, name: str) -> None:
        """A DTD stands before the root element; a prolog without a root is no part of a book."""
        with self._archive.open(self._names[name]) as file:
            head = _plain(file)
        root = _ROOT.search(head)
        if _DTD.search(head, 0, root.start() if root else len(head)) or (
            root is None and len(head) >= _HEAD
        ):
            raise DtdError(name)


def _plain(file: IO[bytes]) -> bytes:
    head = file.read(_HEAD)
    if head[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in head[:64]:
        return head.replace(b"\x00", b"")
    return head


def _far(data: bytes, marks: Marks) -> None:
    """The last filled cell, when it stands beyond the limits."""
    last = max(data.rfind(b"<v>"), data.rfind(b"<is>"), data.rfind(b":v>"))
    if last > 0:
        start = max(data.rfind(b"<c ", 0, last), data.rfind(b":c ", 0, last))
        ref = _REF.search(data, start, last) if start >= 0 else None
        if ref and int(ref[2]) > MAX_ROWS:
            marks.far = (ref[1] + ref[2]).decode()
    if _THREE_LETTERS.search(data) and (match := _FAR.search(data)):
        marks.far = match[1].decode()


def _add(cells: set[tuple[int, int]], tag: bytes) -> None:
    if (ref := _REF.search(tag)) and ref[1]:
        cells.add((int(ref[2]) - 1, column_number(ref[1].decode())))


def _attribute(tag: bytes, name: str) -> str:
    match = re.search(rb"[\s]" + name.encode() + rb"=[\"']([^\"']*)", tag)
    return match[1].decode("utf-8", "replace") if match else ""


def _percent_styles(styles: bytes) -> list[int]:
    """The numbers of the cell styles that show a percent sign."""
    formats = {9, 10}
    for tag in re.findall(rb"<(?:\w+:)?numFmt\b[^>]*>", styles):
        if b"%" in tag:
            formats.add(int(_attribute(tag, "numFmtId") or -1))
    block = re.search(rb"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", styles, re.DOTALL)
    if block is None:
        return []
    tags = re.findall(rb"<(?:\w+:)?xf\b[^>]*>", block[0])
    return [i for i, tag in enumerate(tags) if int(_attribute(tag, "numFmtId") or 0) in formats]
