"""Workbooks made for tests, as county offices lay them out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from facilitydesk.interchange.book import Book, Table
from facilitydesk.interchange.recognise import read_book

HEAD = [
    "序号",
    "项目学校",
    "项目名称",
    "建设性质",
    "建筑面积",
    "总投资",
    "完成投资",
    "形象进度",
    "开工时间",
]


def works(count: int = 6, start: int = 1) -> list[list[Any]]:
    """Rows under HEAD: whole ㎡, 万元 with two places."""
    return [
        [
            number,
            f"第{number}镇中心小学",
            f"第{number}镇中心小学教学楼项目",
            "新建",
            1000 + number,
            (20_000 + 33 * number) / 100,
            (2_000 + 14 * number) / 100,
            "主体施工",
            f"2024.3.{number % 27 + 1}",
        ]
        for number in range(start, start + count)
    ]


def sums(rows: Sequence[Sequence[Any]], label: str = "合计") -> list[Any]:
    """A total row under HEAD, exact to two places."""
    return [label, None, None, None, *(round(sum(r[c] for r in rows), 2) for c in (4, 5, 6))]


def write(
    path: Path,
    rows: Iterable[Any],
    merges: Sequence[str] = (),
    *,
    sheet: str = "Sheet1",
    change: Callable[[Workbook], None] | None = None,
) -> Path:
    """A workbook of one sheet; `change` may add to it before it is saved."""
    book = Workbook()
    active = book.active
    assert active is not None
    active.title = sheet
    for row in rows:
        active.append(list(row))
    for merge in merges:
        active.merge_cells(merge)
    if change:
        change(book)
    book.save(path)
    return path


def table(path: Path, **options: Any) -> Table:
    """The only table of a file."""
    (found,) = read_book(path, **options).tables
    return found


def codes(book: Book | Table) -> list[tuple[str, str]]:
    """Cell and code of every problem."""
    tables = book.tables if isinstance(book, Book) else (book,)
    return [(p.cell, p.problem.code) for t in tables for p in t.problems]


def skipped(found: Table) -> list[tuple[int, str]]:
    """Row and reason of every row that is no data."""
    return [(row.number, row.why) for row in found.skipped]


def column(found: Table, name: str) -> list[Any]:
    """The values of a canonical field, as JSON writes them."""
    return [row.to_json().get(name) for row in found.rows]
