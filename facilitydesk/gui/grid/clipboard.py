"""The clipboard as a block of cells, exactly as it was copied in Excel, WPS or a text editor.

Excel and WPS put both text/plain (tabs and line breaks; a cell with line breaks in quotes) and
text/html. The text is read first; where quotes leave it in doubt, the HTML table decides.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html.parser import HTMLParser

Block = list[list[str]]
_QUOTED = re.compile(r'"((?:[^"]|"")*)"(?=\t|\r\n|\n|\r|$)')
_BARE = re.compile(r"[^\t\r\n]*")
MAX_CELLS = 500_000


def read_block(text: str, html: str = "") -> Block:
    """The cells of a clipboard, row by row; [] when there are none.

    Blank lines behind a block are no rows: pasting five cells must not wipe the sixth.
    """
    if html and "<table" in html.lower() and ('"' in text or not text):
        block = read_html(html)
        if block:
            return block
    block = read_text(text)
    if block and html and "<table" in html.lower() and max(map(len, block)) == 1:
        # A single column with blank cells at its end: only the table knows how many.
        table = read_html(html)
        if len(table) > len(block) and table[: len(block)] == block and _blank(table[len(block) :]):
            return table
    return block


def read_text(text: str) -> Block:
    """Cells of a text with tabs and line breaks; quoted cells keep their line breaks."""
    rows: Block = [[]]
    at = 0
    text = text.rstrip("\0")
    while at <= len(text):
        match = _QUOTED.match(text, at) if text[at : at + 1] == '"' else None
        if match is not None and ("\n" in match[1] or "\t" in match[1] or '""' in match[1]):
            rows[-1].append(match[1].replace('""', '"').replace("\r\n", "\n").replace("\r", "\n"))
        else:
            match = _BARE.match(text, at)
            rows[-1].append(match[0] if match else "")
        at = match.end() if match else at
        if at >= len(text):
            break
        if text[at] == "\t":
            at += 1
            continue
        at += 2 if text[at : at + 2] == "\r\n" else 1
        rows.append([])
    while rows and rows[-1] in ([], [""]):
        rows.pop()
    return rows


def read_html(html: str) -> Block:
    """Cells of the first table of an HTML text; merged cells give blanks beside and below."""
    reader = _Table()
    reader.feed(html)
    reader.close()
    return reader.rows


def write_text(rows: Sequence[Sequence[str]]) -> str:
    """The same form for copying out: what Excel and WPS read back cell by cell."""
    return "".join("\t".join(_quoted(cell) for cell in row) + "\r\n" for row in rows)


def _quoted(cell: str) -> str:
    if any(sign in cell for sign in "\n\t") or cell.startswith('"'):
        return '"' + cell.replace('"', '""') + '"'
    return cell


def _blank(rows: Block) -> bool:
    return all(not cell for row in rows for cell in row)


class _Table(HTMLParser):
    """Reads the first table; whitespace of the source is no text, <br> is a line break."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: Block = []
        self._taken: dict[int, int] = {}  # column → rows below that a merged cell still covers
        self._cell: list[str] | None = None
        self._spans = (1, 1)
        self._over = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._over:
            return
        facts = dict(attrs)
        if tag == "tr":
            self._end_cell()
            self.rows.append([])
        elif tag in ("td", "th"):
            self._end_cell()
            if not self.rows:
                self.rows.append([])
            self._covered()
            self._cell = []
            self._spans = (_span(facts.get("rowspan")), _span(facts.get("colspan")))
        elif tag == "br" and self._cell is not None:
            self._cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr"):
            self._end_cell()
            if tag == "tr" and self.rows:
                self._covered()
        elif tag == "table":
            self._end_cell()
            self._over = bool(self.rows)

    def handle_data(self, data: str) -> None:
        if self._cell is not None and not self._over:
            self._cell.append(re.sub(r"[ \t\r\n]+", " ", data))

    def _covered(self) -> None:
        row = self.rows[-1]
        while self._taken.get(len(row), 0):
            self._taken[len(row)] -= 1
            row.append("")

    def _end_cell(self) -> None:
        if self._cell is None:
            return
        text = re.sub(r" *\n *", "\n", "".join(self._cell)).replace("\xa0", " ").strip(" ")
        row, (down, across) = self.rows[-1], self._spans
        for number in range(across):
            if down > 1:
                self._taken[len(row)] = down - 1
            row.append(text if number == 0 else "")
        self._cell = None


def _span(text: str | None) -> int:
    return min(int(text), 1000) if text and text.isdecimal() and int(text) > 0 else 1
