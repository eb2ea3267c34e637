"""The first table of an HTML text, as Excel, WPS and browsers put it on the clipboard."""

from __future__ import annotations

import re
from html.parser import HTMLParser


class HtmlTable(HTMLParser):
    """Reads the first table; whitespace of the source is no text, <br> is a line break."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[list[str]] = []
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
