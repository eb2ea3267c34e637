"""Coming back: rows that were sent back and mended, differences, a second file for the same week."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook

from facilitydesk.interchange.importing import ImportResult, run_import
from facilitydesk.interchange.sendback import send_back
from facilitydesk.services import figures, week
from facilitydesk.services.desk import Desk
from facilitydesk.services.figures_json import to_json
from tests.interchange.books import write

HEAD = ["学校", "项目名称", "建筑面积", "总投资", "开工面积", "完成投资", "形象进度", "完成比例"]


def weekly(path: Path, day: str, *rows: list[Any], merges: tuple[str, ...] = ()) -> Path:
    title = [f"临溪县全面改薄项目进度表（截至{day}）"]
    return write(path, [title, ["单位：万元、㎡"], HEAD, *rows], merges)


def told(result: ImportResult) -> list[tuple[str | None, str]]:
    return [(p["cell"], p["code"]) for t in result.to_json()["tables"] for p in t["problems"]]


def total(desk: Desk, day: date) -> Any:
    answer = figures.ask(desk, figures.Scope(day), by=figures.By.TOTAL)
    return to_json(answer)["rows"][0]


def test_rows_sent_back_and_mended_mean_the_same(desk: Desk, tmp_path: Path) -> None:
    path = weekly(
        tmp_path / "a.xlsx",
        "2026年3月6日",
        ["甲镇小学", "食堂", 1000, 200, 1000, 50, "主体施工", "40%"],
        [None, None, 500, 80, 0, 0, "正在招标", 0],
        ["乙镇小学", "宿舍", 2000, 400, 0, 0, "正在招标", 0],
        merges=("A4:A5", "A1:H1"),
    )
    first = run_import(desk, path)
    assert first.refused == {("Sheet1", 5)}
    data = send_back(first.review)
    assert data is not None
    book = load_workbook(io.BytesIO(data))
    sheet = book.active
    assert sheet is not None
    assert [sheet.cell(4, place).value for place in (1, 2, 3)] == ["甲镇小学", None, 500]
    sheet.cell(4, 2).value = "操场"
    book.save(tmp_path / "b.xlsx")
    second = run_import(desk, tmp_path / "b.xlsx")
    assert not second.refused
    row = total(desk, date(2026, 3, 6))
    assert (row["projects"], row["planned_area_m2"]) == (3, "3500.00")
    assert row["planned_investment_yuan"] == "6800000.00"
    again = run_import(desk, path)
    assert again.changed["projects"]["created"] == 0


def test_differences_are_told_with_both_values(desk: Desk, tmp_path: Path) -> None:
    row = ["甲镇小学", "食堂", 1000, 200, 1000, 50, "主体施工", "40%"]
    run_import(desk, weekly(tmp_path / "a.xlsx", "2026年3月6日", row))
    row[2:6] = [1100, 210, 1000, 60]
    other = weekly(tmp_path / "b.xlsx", "2026年3月6日", row)
    asked = run_import(desk, other)
    assert told(asked) == [(cell, "import.differs") for cell in ("C4", "D4", "F4")]
    problem = asked.to_json()["tables"][0]["problems"][0]
    assert problem["message"] == (
        "“食堂”的规划面积已登记为“1,000.00”，表中为“1,100.00”，未改动；确认以表格为准后可更新。"
    )
    assert total(desk, date(2026, 3, 6))["planned_area_m2"] == "1000.00"
    written = run_import(desk, other, update=True)
    assert told(written) == [(cell, "import.differs_written") for cell in ("C4", "D4", "F4")]
    assert total(desk, date(2026, 3, 6))["invested_yuan"] == "600000.00"


def test_a_row_that_only_falls_leaves_the_week_unreported(desk: Desk, tmp_path: Path) -> None:
    row = ["甲镇小学", "食堂", 1000, 200, 1000, 50, "主体施工", "40%"]
    run_import(desk, weekly(tmp_path / "a.xlsx", "2026年2月27日", row))
    row[5:] = [30, "基础施工", "20%"]
    result = run_import(desk, weekly(tmp_path / "b.xlsx", "2026年3月6日", row))
    assert told(result) == [
        ("H4", "week.falls"),
        ("F4", "week.falls"),
        ("G4", "week.stage_back"),
    ]
    assert [r.now for r in week.sheet(desk, date(2026, 3, 2)).rows] == [None]


def test_confirmed_hidden_rows_count_as_accepted(desk: Desk, tmp_path: Path) -> None:
    def hide(book: Workbook) -> None:
        book["Sheet1"].row_dimensions[3].hidden = True

    rows = [["学校", "项目名称", "面积"], ["甲小学", "食堂", 10], ["乙小学", "食堂", 20]]
    path = write(tmp_path / "a.xlsx", rows, change=hide)
    shown = run_import(desk, path).to_json()["tables"][0]
    assert (shown["read"], shown["accepted"]) == (2, 1)
    confirmed = run_import(desk, path, hidden=True).to_json()["tables"][0]
    assert (confirmed["read"], confirmed["accepted"]) == (2, 2)
