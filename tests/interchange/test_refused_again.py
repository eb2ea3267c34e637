"""What a rule refuses of a new row it refuses of a known one: the same file again changes nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from sqlalchemy import select

from facilitydesk.app import main
from facilitydesk.domain.words.terms import AreaCategory
from facilitydesk.interchange.importing import ImportResult, run_import
from facilitydesk.services import schools
from facilitydesk.services.desk import Desk
from facilitydesk.store import tables
from tests.interchange.books import write

SCHOOLS = ["学校名称", "学校标识码", "乡镇", "学校类别", "校长"]
BAD_CODES = [
    ["甲镇小学", "S001", "甲镇", "小学", None],  # no ten digits
    ["乙镇小学", "9999010001", "乙镇", "小学", None],  # no kind of school has 99
    ["丙镇小学", "2152010001", "丙镇", "大学", None],  # another province; no kind of the list
]
TOLD = [
    ("B2", "school.code_form"),
    ("B3", "school.code_kind"),
    ("B4", "school.code_province"),
    ("D4", "not_in_list"),
]
HEADS: dict[str, list[list[Any]]] = {
    "buildings": [
        ["学校名称", "建筑物名称", "结构", "层数", "建筑面积（㎡）", "建成年月", "危房等级"],
        ["甲镇小学", "教学楼", "砖混", 120, -5, "2099年", "F级"],
    ],
    "assets": [
        ["学校", "设备名称", "资产编号", "数量", "价值", "状态"],
        ["甲镇小学", "课桌椅", "Z-1", 0, -5, "不详"],
    ],
    "projects": [
        ["学校", "项目名称", "建设性质", "面积类别", "开工时间", "竣工时间"],
        ["甲镇小学", "食堂", "不详", "不详", "2025.5.1", "2024.5.1"],
    ],
}


def told(result: ImportResult) -> list[tuple[str | None, str]]:
    found = [(p["cell"], p["code"]) for t in result.to_json()["tables"] for p in t["problems"]]
    return sorted(pair for pair in found if pair[1] != "import.file_again")


def categories(desk: Desk) -> list[str]:
    with desk.read() as connection:
        return list(connection.execute(select(tables.work.c.category)).scalars())


def codes_of(desk: Desk) -> dict[str, str | None]:
    return {row.name: row.code for row in schools.rows(desk)}


def test_codes_refused_once_are_refused_again(desk: Desk, tmp_path: Path) -> None:
    path = write(tmp_path / "学校.xlsx", [SCHOOLS, *BAD_CODES])
    for _ in range(2):
        result = run_import(desk, path)
        assert told(result) == TOLD
        assert set(codes_of(desk).values()) == {None}
    assert result.changed["schools"] == {"created": 0, "updated": 0, "unchanged": 3, "refused": 0}
    assert result.review.plan.idle
    update = run_import(desk, path, update=True)
    assert (told(update), update.review.plan.idle) == (TOLD, True)


def test_a_good_code_still_fills_the_blank(desk: Desk, tmp_path: Path) -> None:
    run_import(desk, write(tmp_path / "a.xlsx", [SCHOOLS, *BAD_CODES]))
    mended = [["甲镇小学", "2151000123", "甲镇", "小学", None], *BAD_CODES[1:]]
    result = run_import(desk, write(tmp_path / "b.xlsx", [SCHOOLS, *mended]))
    assert codes_of(desk)["甲镇小学"] == "2151000123"
    assert result.changed["schools"]["updated"] == 1
    assert told(result) == TOLD[1:]


def test_a_code_filled_in_is_found_further_down_the_book(desk: Desk, tmp_path: Path) -> None:
    run_import(desk, write(tmp_path / "a.xlsx", [SCHOOLS, *BAD_CODES]))

    def again(book: Workbook) -> None:
        sheet = book.create_sheet("第二张")
        sheet.append(SCHOOLS)
        sheet.append(["甲镇小学（本部）", "2151000123", "甲镇", "小学", "张三"])

    first = ["甲镇小学", "2151000123", "甲镇", "小学", None]
    run_import(desk, write(tmp_path / "b.xlsx", [SCHOOLS, first], change=again))
    assert codes_of(desk) == {"甲镇小学": "2151000123", "乙镇小学": None, "丙镇小学": None}


def test_a_code_that_nobody_has_makes_no_school_without_a_name(desk: Desk, tmp_path: Path) -> None:
    rows = [*BAD_CODES, [None, "2151000123", "甲镇", "小学", None]]
    result = run_import(desk, write(tmp_path / "a.xlsx", [SCHOOLS, *rows]))
    assert result.refused == {("Sheet1", 5)}
    assert "" not in codes_of(desk)


@pytest.mark.parametrize("kind", HEADS)
def test_cells_of_other_lists_stay_out_the_second_time_too(
    kind: str, desk: Desk, tmp_path: Path
) -> None:
    path = write(tmp_path / "表.xlsx", HEADS[kind])
    first = told(run_import(desk, path))
    assert len(first) >= 3
    again = run_import(desk, path, update=True)
    assert told(again) == first
    assert again.review.plan.idle


def test_an_unreadable_area_category_never_replaces_the_known_one(
    desk: Desk, tmp_path: Path
) -> None:
    head = ["学校", "项目名称", "面积类别"]
    run_import(desk, write(tmp_path / "a.xlsx", [head, ["甲镇小学", "操场", "运动场"]]))
    before = categories(desk)
    other = write(tmp_path / "b.xlsx", [head, ["甲镇小学", "操场", "不详"]])
    result = run_import(desk, other, update=True)
    assert told(result) == [("C2", "not_in_list")]
    assert categories(desk) == before != [AreaCategory.BUILDING.value]


def test_the_command_line_says_the_same_the_second_time(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    file = str(tmp_path / "临溪县.fdk")
    assert main(["new", file, "--region", "临溪县", "--officer", "王敏"]) == 0
    rows = [*BAD_CODES, [None, None, "甲镇", "小学", None]]
    book = str(write(tmp_path / "学校.xlsx", [SCHOOLS, *rows]))
    answers = []
    for _ in range(2):
        capfd.readouterr()
        assert main(["import", file, book, "--json"]) == 1
        answers.append(json.loads(capfd.readouterr().out))
    first, second = (
        [p for p in answer["tables"][0]["problems"] if p["code"] != "import.file_again"]
        for answer in answers
    )
    assert first == second
    schools_changed = answers[1]["changed"]["schools"]
    assert schools_changed == {"created": 0, "updated": 0, "unchanged": 3, "refused": 1}
