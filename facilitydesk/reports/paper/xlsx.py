"""A document as a workbook: exact numbers with formats, real dates, sums, heads, print set-up.

The paper's order and words are kept. Heads and titles are written by openpyxl; the rows of tables
are put into its sheets as text (xlsx_rows.py). The same document gives the same bytes.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from typing import Any

from facilitydesk.domain.problems import Problem, Severity
from facilitydesk.reports.paper.listed import chart_table, label_list
from facilitydesk.reports.paper.page import (
    Document,
    Figure,
    Heading,
    Labels,
    Letter,
    Paragraph,
    Picture,
    Ranking,
    Sheet,
    Table,
)
from facilitydesk.reports.paper.xlsx_sheet import SheetWriter, Styles
from facilitydesk.reports.ranking import as_table

_STAMP = "2000-01-01T00:00:00Z"
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")


@dataclass(frozen=True, slots=True)
class Workbook:
    """A finished workbook and what the officer should know about it."""

    xlsx: bytes
    notices: tuple[Problem, ...] = ()


def render(document: Document) -> Workbook:
    """The document as an .xlsx file."""
    from openpyxl import Workbook as Book

    book = Book()
    book.remove(book.worksheets[0])
    book.properties.title = document.title
    book.properties.creator = "facilitydesk"
    styles = Styles(book)
    writers: list[SheetWriter] = []

    def sheet(name: str) -> SheetWriter:
        writer = SheetWriter(book.create_sheet(_free_name(book, name)), styles)
        writers.append(writer)
        return writer

    for part in document.parts:
        if isinstance(part, Letter):
            _letter(part, sheet("正文"))
            for block in part.blocks:
                if isinstance(block, Table | Ranking | Picture):
                    _block_sheet(block, sheet)
        elif isinstance(part, Labels):
            sheet(part.title).write(label_list(part))
        else:
            sheet(part.name or part.number or part.title).write(part)
    figures = tuple(document.figures())
    if figures:
        _figures(figures, sheet("数据依据"))
    sheets: list[Any] = book.worksheets if document.mark else []
    for made in sheets:
        footer = made.oddFooter.left
        footer.text, footer.size = document.mark, 7
    raw = io.BytesIO()
    book.save(raw)
    notices: tuple[Problem, ...] = ()
    data = _finish(raw.getvalue(), writers)
    if any(writer.altered for writer in writers):
        notices = (Problem("report.text_altered", Severity.YELLOW),)
    return Workbook(data, notices)


def _free_name(book: Any, name: str) -> str:
    """A name that a sheet may have and no sheet has yet."""
    plain = _NOT_IN_NAMES.sub(" ", name).strip(" '")[:28] or "表"
    taken = {title.lower() for title in book.sheetnames}
    free, number = plain, 2
    while free.lower() in taken:
        free, number = f"{plain}{number}", number + 1
    return free


def _letter(letter: Letter, writer: SheetWriter) -> None:
    """The letter's text, a paragraph a row."""
    writer.page(landscape=False)
    writer.words(letter.issuer, "issuer")
    writer.words(letter.number, "centre")
    writer.words(letter.title.replace("\n", ""), "title")
    writer.words(letter.addressees, "plain")
    for block in letter.blocks:
        if isinstance(block, Heading):
            writer.words(f"　　{block.text}", "heading")
        elif isinstance(block, Paragraph):
            writer.words(f"{'　　' if block.indent else ''}{block.text}", "plain")
    for number, annex in enumerate(letter.annexes, 1):
        writer.words(f"　　{'附件：' if number == 1 else '　　　'}{number}.{annex}", "plain")
    writer.words(letter.signature, "right")
    if letter.signed:
        day = letter.signed
        writer.words(f"{day.year}年{day.month}月{day.day}日", "right")
    writer.words(f"（{letter.contact}）" if letter.contact else "", "plain")


def _block_sheet(block: Table | Ranking | Picture, sheet: Any) -> None:
    if isinstance(block, Picture):
        title, table = block.chart.title, chart_table(block.chart)
    elif isinstance(block, Ranking):
        title, table = block.title or "排名", as_table(block)
    else:
        title, table = "表", block
    sheet(title).write(Sheet(title, (table,), unit=""))


def _figures(figures: tuple[Figure, ...], writer: SheetWriter) -> None:
    from facilitydesk.reports.paper.page import Column, Row

    rows = tuple(Row((figure.name, figure.text, figure.basis)) for figure in figures)
    heads = (Column("指标"), Column("正文数字"), Column("数据依据"))
    writer.write(Sheet("正文数字的依据", (Table(heads, rows),), unit=""))


def _finish(data: bytes, writers: list[SheetWriter]) -> bytes:
    """Put the tables' rows into the sheets and take the clock out of the file."""
    result = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            content = source.read(name)
            if match := re.fullmatch(r"xl/worksheets/sheet(\d+)\.xml", name):
                content = writers[int(match[1]) - 1].put_rows(content)
            elif name == "docProps/core.xml":
                stamp = rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*"
                content = re.sub(stamp, rb"\g<1>" + _STAMP.encode(), content)
            entry = zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, content)
    return result.getvalue()
