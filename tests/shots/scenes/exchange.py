"""Taking in a workbook, step by step."""

from __future__ import annotations

from pathlib import Path
from typing import Any

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
