"""The yearly figures of schools, in a list of their own or in the list of schools."""

from __future__ import annotations

from pathlib import Path

import openpyxl

from facilitydesk.domain.measures import Fact
from facilitydesk.domain.quantities import Area, Money
from facilitydesk.interchange.importing import run_import
from facilitydesk.interchange.template import TEMPLATES, blank_workbook
from facilitydesk.services import schools
from facilitydesk.services.desk import Desk
from facilitydesk.services.journal import undoing
from facilitydesk.services.norms import facts
from facilitydesk.services.norms.facts import FactRow
from tests.interchange.books import codes, table, write

HEAD: list[object] = [
    *("序号", "学校名称", "乡镇", "在校生数", "教学班数", "教职工数", "占地面积（㎡）"),
    *("运动场地面积（㎡）", "教学仪器设备值（万元）", "图书（万册）", "学生用计算机（台）"),
    "网络带宽",
]
ROWS: list[list[object]] = [
    ["临溪县学校办学条件数据（2025年）"],
    HEAD,
    [1, "甲小学", "城关镇", 420, 10, 30, 12000.5, 4500.25, 85.5, 1.2, 42, "200M"],
    [2, "乙小学", "城关镇", 90, 4, 9, 6000, None, 8, 0, "若干", None],
    ["合计", None, None, 510, 14, 39, 18000.5, 4500.25, 93.5, 1.2, None, None],
]


def told(desk: Desk, year: int) -> dict[str, FactRow]:
    return {row.name: row for row in facts.rows(desk, year)}


def test_a_list_of_figures_goes_into_its_year(desk: Desk, tmp_path: Path) -> None:
    path = write(tmp_path / "数据.xlsx", ROWS)
    assert table(path).kind == "facts"
    result = run_import(desk, path)
    one, two = told(desk, 2025)["甲小学"], told(desk, 2025)["乙小学"]
    assert (one.students, one.staff) == (420, 30)
    assert one.typed == {
        Fact.LAND_AREA: Area.of("12000.50"),
        Fact.SPORTS_GROUND: Area.of("4500.25"),
        Fact.EQUIPMENT_VALUE: Money.of("855000"),
        Fact.BOOKS: 12_000,
        Fact.COMPUTERS: 42,
        Fact.NETWORK: 200,
    }
    assert two.typed == {
        Fact.LAND_AREA: Area.of("6000"),
        Fact.EQUIPMENT_VALUE: Money.of("80000"),
        Fact.BOOKS: 0,  # none, which is not the same as blank
    }
    assert codes(result.review.book) == [("K4", "not_a_number")]
    assert result.changed["school_facts"]["created"] == 9
    row = next(row for row in schools.rows(desk) if row.name == "甲小学")
    assert (str(row.land_area), str(row.sports_area)) == ("12000.50", "4500.25")
    assert told(desk, 2024)["甲小学"].typed == {}
    undoing.undo_last(desk)
    assert told(desk, 2025) == {}


def test_again_a_later_year_and_another_figure(desk: Desk, tmp_path: Path) -> None:
    path = write(tmp_path / "数据.xlsx", ROWS)
    run_import(desk, path)
    again = run_import(desk, path)
    assert again.changed["school_facts"] == {
        "created": 0, "updated": 0, "unchanged": 9, "refused": 0,
    }  # fmt: skip
    assert again.review.plan.changes is not None
    assert again.review.plan.changes.seq is None
    other = [*ROWS[:2], [1, "甲小学", "城关镇", 421, 10, 30, 12000.5, 4500.25, 85.5, 1.3, 42, 200]]
    changed = write(tmp_path / "另.xlsx", other)
    waiting = run_import(desk, changed).review.plan.differences
    assert [(d.term, d.before, d.after) for d in waiting] == [
        ("学生数", "420", "421"), ("图书", "12000", "13000"),
    ]  # fmt: skip
    assert told(desk, 2025)["甲小学"].typed[Fact.BOOKS] == 12_000
    run_import(desk, changed, update=True)
    assert told(desk, 2025)["甲小学"].typed[Fact.BOOKS] == 13_000
    next_year: list[list[object]] = [
        ["2026年学校数据"],
        HEAD,
        [1, "甲小学", "城关镇", 430, *[None] * 5, 1.5],
    ]
    run_import(desk, write(tmp_path / "2026.xlsx", next_year))
    assert told(desk, 2026)["甲小学"].typed == {Fact.BOOKS: 15_000}
    assert told(desk, 2025)["甲小学"].typed[Fact.BOOKS] == 13_000


def test_the_list_of_schools_brings_staff_land_and_sports_ground(
    desk: Desk, tmp_path: Path
) -> None:
    rows: list[list[object]] = [
        ["临溪县2024—2025学年学校名册"],
        [
            "学校标识码",
            "学校名称",
            "学校类别",
            "学生数",
            "教职工",
            "占地面积",
            "运动场地面积",
            "校长",
        ],
        ["2143000001", "甲小学", "小学", 300, 21, 9000, 3000.5, "王敏"],
    ]
    path = write(tmp_path / "名册.xlsx", rows)
    assert table(path).kind == "schools"
    run_import(desk, path)
    one = told(desk, 2024)["甲小学"]  # the year in which the school year begins
    assert (one.students, one.staff) == (300, 21)
    assert one.typed == {
        Fact.LAND_AREA: Area.of("9000"), Fact.SPORTS_GROUND: Area.of("3000.50"),
    }  # fmt: skip
    (row,) = schools.rows(desk)
    assert (row.principal, str(row.land_area), str(row.sports_area)) == (
        "王敏", "9000.00", "3000.50",
    )  # fmt: skip


def test_staff_of_a_year_without_pupils_counts(desk: Desk, tmp_path: Path) -> None:
    head: list[object] = ["学校名称", "教职工数", "图书（册）", "学生用计算机"]
    rows: list[list[object]] = [["2025年学校数据"], head, ["甲小学", 30, 100, 5]]
    run_import(desk, write(tmp_path / "a.xlsx", rows))
    assert told(desk, 2025)["甲小学"].staff == 30


def test_the_blank_workbook_comes_back_as_what_it_is(desk: Desk, tmp_path: Path) -> None:
    template = next(each for each in TEMPLATES if each.key == "facts")
    path = tmp_path / "空表.xlsx"
    path.write_bytes(blank_workbook(template))
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    sheet["A2"] = "2025年"
    filled: dict[str, str | int] = {"school": "甲小学", **dict.fromkeys(template.fields[3:], 7)}
    for number, key in enumerate(template.fields, 2):
        sheet.cell(4, number, filled.get(key))
    book.save(path)
    found = table(path)
    assert found.kind == "facts"
    assert {c.key for c in found.columns if c.key} == set(template.fields)
    run_import(desk, path)
    typed = told(desk, 2025)["甲小学"].typed
    facts_asked = {fact for fact in Fact if not fact.value.startswith("students_")}
    assert set(typed) == facts_asked
    assert typed[Fact.EQUIPMENT_VALUE] == Money.of("70000")
