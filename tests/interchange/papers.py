"""Papers: sheets of county offices written as text, with what a careful person reads from each.

`tests/papers/*.txt` hold cells between bars, then the expectation. A cell is a number when it looks
like one; 'text in quotes of one side, @2024-03-05 a date, 65%% a share shown as a percent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

FOLDER = Path(__file__).parents[1] / "papers"
_QUANTITY = re.compile(r".*_(yuan|m2|percent)")


@dataclass
class Told:
    """What a person reads from one table."""

    number: int
    kind: str
    head: tuple[int, int]
    title: str | None = None
    as_of: str | None = None
    columns: dict[str, str] = field(default_factory=dict)
    rows: dict[int, dict[str, str | None]] = field(default_factory=dict)
    skipped: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    not_footing: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


@dataclass
class Paper:
    """One paper: its workbook to be made (or a file beside it), and its tables."""

    name: str
    book: Workbook = field(default_factory=Workbook)
    file: str = ""
    trouble: str = ""
    tables: int = 0
    told: list[Told] = field(default_factory=list)

    def save(self, folder: Path) -> Path:
        """The file to read."""
        if self.file:
            return FOLDER / self.file
        path = folder / f"{self.name}.xlsx"
        self.book.save(path)
        return path


def read_paper(path: Path) -> Paper:
    """The paper of a text file."""
    paper = Paper(path.stem)
    paper.book.remove(paper.book.worksheets[0])
    for word, rest, lines in _sections(path.read_text(encoding="utf-8")):
        if word == "工作表":
            _fill(paper.book.create_sheet(rest), lines)
        elif word == "合并":
            for merge in rest.split():
                paper.book.worksheets[-1].merge_cells(merge)
        elif word == "隐藏":
            _hide(paper.book.worksheets[-1], rest.split())
        elif word == "文件":
            paper.file = rest
        elif word == "不能读":
            paper.trouble = rest
        elif word == "表数":
            paper.tables = int(rest)
        elif word == "读出":
            place, kind, heads = rest.split()
            first, last = heads.split("-")
            told = Told(int(place.strip("第表")), kind, (int(first), int(last)))
            paper.told.append(told)
            _rows(told, lines)
        else:
            _more(paper.told[-1], word, rest)
            _rows(paper.told[-1], lines)
    return paper


def _sections(text: str) -> Iterator[tuple[str, str, list[str]]]:
    for part in re.split(r"^== ", text, flags=re.MULTILINE)[1:]:
        head, *lines = part.removesuffix("\n").split("\n")
        word, _, rest = head.partition(" ")
        yield word, rest, lines


def _more(told: Told, word: str, rest: str) -> None:
    if word == "标题":
        told.title = rest
    elif word == "截至":
        told.as_of = rest
    else:
        lists = {
            "非数据": told.skipped,
            "问题": told.problems,
            "不平": told.not_footing,
            "拒收": told.refused,
        }
        lists[word] += rest.split()


def _rows(told: Told, lines: list[str]) -> None:
    for line in filter(None, lines):
        if not told.columns:
            told.columns = dict(pair.split("=") for pair in line.split())
            continue
        number, *values = (cell.strip() for cell in line.split("|"))
        pairs = zip(told.columns, values, strict=False)
        told.rows[int(number)] = dict.fromkeys(told.columns) | {
            key: _value(key, value) for key, value in pairs if value
        }


def _value(key: str, text: str) -> str:
    return f"{Decimal(text):.2f}" if _QUANTITY.fullmatch(key) else text


def _fill(sheet: Worksheet, lines: list[str]) -> None:
    for row, line in enumerate(lines, 1):
        for column, text in enumerate(line.split("|"), 1):
            value, shown = _cell(text.strip(" "))
            if value is None:
                continue
            cell: Any = sheet.cell(row, column, value)
            if shown:
                cell.number_format = shown
            if isinstance(value, str) and not value.startswith("="):
                cell.data_type = "s"


def _cell(text: str) -> tuple[Any, str]:
    if not text:
        return None, ""
    if text.startswith("@"):
        return datetime.fromisoformat(text[1:]), "yyyy-mm-dd"
    if text.endswith("%%"):
        return float(text[:-2]) / 100, "0%"
    if re.fullmatch(r"-?\d{1,15}", text):
        return int(text), ""
    if re.fullmatch(r"-?\d+\.\d+", text):
        return float(text), ""
    return text.removeprefix("'").replace("\\n", "\n"), ""


def _hide(sheet: Worksheet, places: list[str]) -> None:
    for place in places:
        if place.startswith("行"):
            sheet.row_dimensions[int(place[1:])].hidden = True
        else:
            sheet.column_dimensions[place[1:]].hidden = True
