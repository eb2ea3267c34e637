"""The clipboard as a block of cells, exactly as it was copied in Excel, WPS or a text editor.

Excel and WPS put both text/plain (tabs and line breaks; a cell with line breaks in quotes) and
text/html. The text is read first; where quotes leave it in doubt, the HTML table decides.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

Block = list[list[str]]
_QUOTED = re.compile(r'"((?:[^"]|"")*)"(?=\t|\r\n|\n|\r|$)')
_BARE = re.compile(r"[^\t\r\n]*")
WHOLE = "application/x-facilitydesk-cells"  # the text as our own grids take it


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
    from facilitydesk.gui.grid.html_table import HtmlTable

    reader = HtmlTable()
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
