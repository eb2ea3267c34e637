"""Tables as PDF and workbook against the bare libraries, each run in a process of its own.

    python -m tests.bench.bench_papers [ROUNDS]

The yardstick of the PDF draws the same texts, ready made, with one canvas.drawString a cell and
nothing else: no widths, no wrapping, no rules, no heads. That of the workbook appends the same
values to an openpyxl write-only sheet without styles. A run counts from before the library is
imported until the bytes are there, as an officer's first print of the day does.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
import time
from datetime import date
from statistics import median
from typing import Any

from facilitydesk.domain.fields import Kind
from facilitydesk.domain.quantities import Area, Money
from facilitydesk.reports.paper.cells import number, printed
from facilitydesk.reports.paper.page import Column, Document, Sheet, Table, column
from facilitydesk.reports.paper.page import Row as Line
from facilitydesk.resources import resource
from tests.bench.measure import Row, own_peak, table

ROWS_A_PAGE = 27
_STAGES = ("主体施工", "装饰装修", "已完工", "正在招标")


def listing(rows: int) -> Document:
    """A progress table of 12 columns: four of words, six of numbers, a stage and a date."""
    heads = (
        Column("序号", Kind.COUNT),
        column("township"),
        column("school"),
        column("project"),
        column("nature"),
        column("planned_area"),
        column("planned_investment"),
        column("stage"),
        column("started_area"),
        column("completed_area"),
        column("invested"),
        column("start_date"),
    )
    lines = tuple(
        Line(
            (
                n,
                f"第{n % 20}镇",
                f"第{n % 180}中心小学",
                ("教学楼", "宿舍楼", "综合楼", "食堂")[n % 4],
                "新建",
                Area(1_000_00 + n * 731 % 900_000),
                Money(200_000_000 + n * 77_777 % 900_000_000),
                _STAGES[n % 4],
                Area(1_000_00 + n * 733 % 900_000),
                Area(n * 739 % 900_000),
                Money(n * 99_991 % 900_000_000),
                date(2016, 1 + n % 12, 1 + n % 28),
            )
        )
        for n in range(1, rows + 1)
    )
    return Document("进度表", (Sheet("项目进度表", (Table(heads, lines),)),))


def _table(document: Document) -> Table:
    part = document.parts[0]
    assert isinstance(part, Sheet)
    found = part.blocks[0]
    assert isinstance(found, Table)
    return found


def pdf_ours(document: Document) -> int:
    from facilitydesk.reports.paper import pdf
    from facilitydesk.reports.paper.fonts import FontBook

    return len(pdf.render(document, FontBook(())).pdf)


def pdf_bare(texts: list[list[str]]) -> int:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    path = str(resource("fonts/NotoSerifSC-Regular.ttf"))
    pdfmetrics.registerFont(TTFont("serif", path))
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(842, 595))
    for line, cells in enumerate(texts):
        if line % ROWS_A_PAGE == 0:
            if line:
                canvas.showPage()
            canvas.setFont("serif", 9.5)
        y = 540 - line % ROWS_A_PAGE * 17
        for place, text in enumerate(cells):
            canvas.drawString(40 + place * 65, y, text)
    canvas.save()
    return len(buffer.getvalue())


def xlsx_ours(document: Document) -> int:
    from facilitydesk.reports.paper import xlsx

    return len(xlsx.render(document).xlsx)


def xlsx_bare(values: list[list[Any]]) -> int:
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("进度表")
    for row in values:
        sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return len(buffer.getvalue())


def run(way: str, rows: int) -> dict[str, float]:
    """One run in this process: seconds and the peak of memory in MiB."""
    document = listing(rows)
    shown = _table(document)
    given: Any = document
    if way == "pdf_bare":
        given = [
            [printed(v, c, shown.style) for v, c in zip(row.cells, shown.columns, strict=True)]
            for row in shown.rows
        ]
    elif way == "xlsx_bare":
        given = [
            [
                v if (n := number(v, c, shown.style)) is None else n.value
                for v, c in zip(row.cells, shown.columns, strict=True)
            ]
            for row in shown.rows
        ]
    begin = time.perf_counter()
    globals()[way](given)
    return {"seconds": time.perf_counter() - begin, "mib": own_peak()}


def main(rounds: int = 5) -> list[Row]:
    """Measure and print."""
    ways = [
        ("pdf_ours", 4_000),
        ("pdf_bare", 4_000),
        ("pdf_ours", 1_000),
        ("pdf_bare", 1_000),
        ("xlsx_ours", 20_000),
        ("xlsx_bare", 20_000),
    ]
    seconds: dict[tuple[str, int], list[float]] = {way: [] for way in ways}
    memory: dict[tuple[str, int], float] = {}
    for _ in range(rounds):
        for way, rows in ways:
            command = [sys.executable, "-m", "tests.bench.bench_papers", "run", way, str(rows)]
            done = subprocess.run(command, check=True, capture_output=True, text=True)
            answer = json.loads(done.stdout)
            seconds[way, rows].append(answer["seconds"])
            memory[way, rows] = max(memory.get((way, rows), 0), answer["mib"])
    taken = {way: median(values) for way, values in seconds.items()}
    ours, bare = taken["pdf_ours", 4_000], taken["pdf_bare", 4_000]
    grown, bare_grown = ours / taken["pdf_ours", 1_000], bare / taken["pdf_bare", 1_000]
    lines = [
        _row("PDF, 4,000 rows", "pdf", 4_000, 2.0, taken, memory),
        Row("PDF, growth from 1,000 to 4,000 rows", grown, bare_grown, 1.1, factor=True),
        _row("workbook, 20,000 rows", "xlsx", 20_000, 1.2, taken, memory),
    ]
    print(table(lines))
    return lines


def _row(
    name: str,
    kind: str,
    rows: int,
    aim: float,
    taken: dict[tuple[str, int], float],
    memory: dict[tuple[str, int], float],
) -> Row:
    ours, bare = (f"{kind}_ours", rows), (f"{kind}_bare", rows)
    return Row(name, taken[ours], taken[bare], aim, memory[ours], memory[bare])


if __name__ == "__main__":
    if sys.argv[1:2] == ["run"]:
        print(json.dumps(run(sys.argv[2], int(sys.argv[3]))))
    else:
        main(int(sys.argv[1]) if sys.argv[1:] else 5)
