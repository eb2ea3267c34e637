"""Taking in a workbook, step by step."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from tests.interchange.books import HEAD, sums, works, write
from tests.shots.stage import Stage, scene

BOOKS = Path(__file__).parents[2] / "workbooks"
DATES = BOOKS / "09_开竣工时间_日期杂写.xlsx"


def start(stage: Stage, book: Path = DATES) -> Any:
    page: Any = stage.open("exchange")
    page.start(book)
    stage.settle()
    return page


@scene("exchange")
def choose(stage: Stage) -> None:
    stage.open("exchange")


@scene("exchange-trouble")
def trouble(stage: Stage) -> None:
    path = stage.folder / "进度表.xlsx"
    path.write_bytes(b"")
    start(stage, path)


@scene("exchange-recognised")
def recognised(stage: Stage) -> None:
    start(stage)


@scene("exchange-two-level-heads")
def two_levels(stage: Stage) -> None:
    start(stage, BOOKS / "03_资金安排表_两级表头.xlsx")


@scene("exchange-reviewed")
def reviewed(stage: Stage) -> None:
    page = start(stage)
    page.next.click()


@scene("exchange-result")
def result(stage: Stage) -> None:
    page = start(stage)
    page.next.click()
    stage.settle()
    page.next.click()


def dirty(stage: Stage) -> Path:
    """A list with most of what goes wrong: no school, odd figures, a hidden row, two sheets."""
    rows = works(14)
    rows[2][1] = rows[2][2] = None
    rows[1][1] = "白沙镇红旗希望小学"
    rows[4][8], rows[5][4], rows[6][5] = "3月5日", "约500", "待定"
    rows[7][8], rows[8][4], rows[9][7] = "24.3.5", "12O0", "快好了"
    title = "临溪县2024年义务教育薄弱环节改善与能力提升项目进度表（截至2024年9月30日）"

    def change(book: Any) -> None:
        book.worksheets[0].row_dimensions[8].hidden = True
        second = book.create_sheet("第二批")
        for row in [HEAD, *works(3, start=30)]:
            second.append(row)

    note = ["说明：本表由各校填报，县项目办汇总。"]
    lines = [[title], HEAD, *rows, sums(works(14)), note]
    return write(stage.folder / "2024年项目进度表.xlsx", lines, change=change)


@scene("exchange-dirty")
def dirty_list(stage: Stage) -> None:
    start(stage, dirty(stage))


@scene("exchange-field-list")
def field_list(stage: Stage) -> QWidget:
    page = start(stage, dirty(stage))
    page.recognised.sheet.ask_field(4)
    popup: QWidget = page.recognised.sheet.popup
    return popup


def review(stage: Stage, which: str) -> Any:
    page = start(stage, dirty(stage))
    page.next.click()
    stage.settle()
    page.reviewed.open_list(which)
    return page


@scene("exchange-review-problems")
def review_problems(stage: Stage) -> None:
    page = review(stage, "problems")
    page.reviewed.jumped.emit("Sheet1", "I7")


@scene("exchange-review-rows")
def review_rows(stage: Stage) -> None:
    review(stage, "planned")


@scene("exchange-review-interpreted")
def review_interpreted(stage: Stage) -> None:
    review(stage, "interpreted")


@scene("exchange-review-totals")
def review_totals(stage: Stage) -> None:
    review(stage, "totals")


def second_book(stage: Stage, which: str) -> Any:
    """After the first list came in, a later one that differs."""
    page = review(stage, "problems")
    page.next.click()
    stage.settle()
    rows = works(14)
    rows[0][4], rows[3][5] = 1500, 333
    rows[1][1] = "白沙红旗希望小学"
    later = [["临溪县2024年项目进度表（截至2024年10月8日）"], HEAD, *rows]
    page.result.another.click()
    page.start(write(stage.folder / "十月.xlsx", later))
    stage.settle()
    page.next.click()
    stage.settle()
    page.reviewed.open_list(which)
    return page


@scene("exchange-review-different")
def review_different(stage: Stage) -> None:
    page = second_book(stage, "different")
    line = page.reviewed.lists["different"].lines[0]
    page.reviewed.ticked.emit("different", line, True)


@scene("exchange-review-schools")
def review_schools(stage: Stage) -> None:
    second_book(stage, "schools")


@scene("exchange-file-again")
def file_again(stage: Stage) -> None:
    path = dirty(stage)
    page = start(stage, path)
    page.next.click()
    stage.settle()
    page.next.click()
    stage.settle()
    page.result.another.click()
    page.start(path)


@scene("exchange-refused")
def refused(stage: Stage) -> None:
    page = review(stage, "problems")
    page.next.click()


def matrix(stage: Stage) -> Path:
    """Twenty items under one head, one of them answered oddly."""
    rows: list[list[object]] = [
        ["临溪县20条底线要求核查情况表"],
        ["截至2026年3月1日"],
        ["序号", "学校", "20条底线要求", *[None] * 19],
        [None, None, *range(1, 21)],
        [1, "临溪县实验小学", *["√"] * 18, "×", "／"],
        [2, "城关镇第一小学", *["达标"] * 19, "大概"],
    ]
    return write(stage.folder / "底线要求.xlsx", rows, ["C3:V3", "A3:A4", "B3:B4"])


@scene("exchange-bottom-lines")
def bottom_lines(stage: Stage) -> None:
    start(stage, matrix(stage))


@scene("exchange-bottom-lines-reviewed")
def bottom_lines_reviewed(stage: Stage) -> None:
    page = start(stage, matrix(stage))
    page.next.click()
