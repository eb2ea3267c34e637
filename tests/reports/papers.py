"""Small papers for the tests of the reports room, and how to read a PDF back."""

from __future__ import annotations

from datetime import date

from facilitydesk.domain.fields import Kind
from facilitydesk.domain.quantities import Area, Money
from facilitydesk.reports.paper import pdf
from facilitydesk.reports.paper.fonts import FontBook
from facilitydesk.reports.paper.page import (
    Align,
    Block,
    Column,
    Document,
    Head,
    Letter,
    Paragraph,
    Row,
    RowKind,
    Sheet,
    Table,
    column,
)
from facilitydesk.reports.paper.pdf import Printed
from facilitydesk.reports.paper.preview import Preview

BUNDLED = FontBook(())

# What markup parsers, formula readers and careless printers stumble over.
MARKUP = (
    "A&B 中学",
    "<b>加粗</b>",
    "x<y and y>z",
    "</para>",
    "<b>未闭合",
    '<img src="/etc/hostname"/>',
    "<font color='red'>红</font>",
    "&amp;已转义",
    "&#20013;",
    "<br/>换行",
    "<!-- 注释 -->",
    "<![CDATA[x]]>",
    "50%s %d {0} {name}",
    "反斜杠\\n与(括号)",
    "(未闭合",
    "引号\"'“”‘’",
    "#$%^*_+=|~`",
    "=1+1",
    "=cmd|' /C calc'!A0",
    "+86 0000",
    "-5",
    "@SUM(A1)",
    "㎡、㎥、№、℃、‰",
    "１２３，ＡＢＣ",
    "〔2016〕12号",
    "第①期工程Ⅱ标段",
)
RARE = ("𣗋", "𬭼", "䶮", "㐀", "〇")

HEADS: tuple[Head | Column, ...] = (
    Column("序号", Kind.COUNT, align=Align.CENTER),
    column("school"),
    Head("计划", (column("planned_area"), column("planned_investment"))),
    Head("进展", (column("stage"), column("invested"), column("start_date"))),
)


def works(count: int) -> tuple[Row, ...]:
    """Rows of invented works: 100.01 ㎡ and 35.0001 万元 each."""
    return tuple(
        Row(
            (
                number,
                f"第{number}小学",
                Area(10_001),
                Money(35_000_100),
                "主体施工",
                Money(0) if number % 2 else None,
                date(2016, 3, 1 + number % 28),
            )
        )
        for number in range(1, count + 1)
    )


def total(count: int) -> Row:
    cells = ("合计", None, Area(10_001 * count), Money(35_000_100 * count), None, Money(0), None)
    return Row(cells, RowKind.TOTAL)


def listing(count: int) -> Document:
    rows = (*works(count), total(count))
    return Document("进度表", (Sheet("项目进度表", (Table(HEADS, rows),), number="附件1"),))


def note(*blocks: Block) -> Document:
    return Document("通知", (Letter("关于测试的通知", blocks),))


def paragraph(text: str) -> Paragraph:
    return Paragraph((text,))


def printed(document: Document) -> Printed:
    return pdf.render(document, BUNDLED)


def pages(document: Document) -> list[str]:
    """The text of each page."""
    with Preview(printed(document).pdf) as preview:
        return [preview.text(page) for page in range(len(preview))]


def plain(text: str) -> str:
    """The text without line breaks and blanks, as paper knows no difference between them."""
    return "".join(text.split())
