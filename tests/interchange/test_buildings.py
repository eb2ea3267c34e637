"""Lists of buildings go into the register: bad cells are told, the same list again adds nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from facilitydesk.domain.quantities import Area
from facilitydesk.interchange.importing import ImportResult, run_import
from facilitydesk.interchange.template import TEMPLATES, blank_workbook
from facilitydesk.services.areas import balance, buildings, openings
from facilitydesk.services.desk import Desk
from facilitydesk.services.journal import undoing
from tests.interchange.books import write

HEAD: list[object] = [
    *("学校名称", "楼号", "建筑物名称", "结构", "层数", "建筑面积（㎡）", "建成年月"),
    *("危房等级", "鉴定单位", "鉴定日期", "使用状况"),
]
ROWS: list[list[object]] = [
    ["临溪县中小学校舍基本情况表"],
    ["（截至2025年12月31日）"],
    HEAD,
    [
        "甲小学",
        "01",
        "教学楼",
        "砖混",
        3,
        1200.5,
        "1998年",
        "C级",
        "县鉴定站",
        "2024-06-01",
        "在用",
    ],
    ["甲小学", "02", "旧楼", "土木", 1, 300, "1975", "D", None, None, "已拆除"],
    ["乙小学", "01", "宿舍", "框架", 4, 2000.25, "2010.5", "A", None, None, "在用"],
    ["乙小学", None, "平房", "砖木", 1, 60, "1985", None, None, None, None],
    ["乙小学", None, "平房", "砖木", 1, 40, "1986", None, None, None, None],
    ["合计", None, None, None, None, 3600.75],
]


def codes(result: ImportResult) -> list[str]:
    return [told.problem.code for told in result.review.plan.problems]


def test_a_list_becomes_the_register_and_the_openings(desk: Desk, tmp_path: Path) -> None:
    result = run_import(desk, write(tmp_path / "校舍.xlsx", ROWS))
    assert result.changed["buildings"]["created"] == 5
    rows = {(row.school, row.name, str(row.area)): row for row in buildings.rows(desk)}
    one = rows["甲小学", "教学楼", "1200.50"]
    assert (one.number, one.built, one.floors, one.danger_grade) == ("01", "1998", 3, "C")
    assert (one.danger_body, one.danger_day) == ("县鉴定站", date(2024, 6, 1))
    assert rows["甲小学", "旧楼", "300.00"].state == "拆除"
    assert rows["乙小学", "宿舍", "2000.25"].built == "2010-05"
    begun = {row.school: (row.day, row.area) for row in openings.rows(desk)}
    assert begun == {
        "甲小学": (date(2025, 12, 31), Area.of("1200.50")),
        "乙小学": (date(2025, 12, 31), Area.of("2100.25")),
    }
    assert codes(result) == ["buildings.opening"]
    told = balance.ask(desk, date(2026, 3, 11))
    assert str(Area(told.total.closing)) == str(told.buildings) == "3300.75"


def test_the_same_list_again_adds_nothing(desk: Desk, tmp_path: Path) -> None:
    book = write(tmp_path / "校舍.xlsx", ROWS)
    run_import(desk, book)
    again = run_import(desk, book)
    assert again.changed["buildings"] == {
        "created": 0,
        "updated": 0,
        "unchanged": 5,
        "refused": 0,
    }
    assert again.review.plan.changes is not None
    assert again.review.plan.changes.seq is None


def test_differences_wait_and_blanks_are_filled(desk: Desk, tmp_path: Path) -> None:
    run_import(desk, write(tmp_path / "一.xlsx", [[*row] for row in ROWS]))
    later = [[*row] for row in ROWS]
    later[3][5], later[6][1], later[6][7] = 1250, "03", "B"  # area differs; number, grade filled
    result = run_import(desk, write(tmp_path / "二.xlsx", later))
    assert [(d.what, d.term, d.before, d.after) for d in result.review.plan.differences] == [
        ("甲小学·教学楼", "校舍建筑面积", "1,200.50", "1,250.00")
    ]
    rows = {(row.name, str(row.area)): row for row in buildings.rows(desk)}
    assert (rows["平房", "60.00"].number, rows["平房", "60.00"].danger_grade) == ("03", "B")
    run_import(desk, write(tmp_path / "二.xlsx", later), update=True)
    assert ("教学楼", "1250.00") in {(r.name, str(r.area)) for r in buildings.rows(desk)}


def test_bad_cells_stay_blank_and_are_named(desk: Desk, tmp_path: Path) -> None:
    rows = [
        *ROWS[:3],
        ["甲小学", "01", "教学楼", "砖混", 3, "约九百", "九十年代", "E", None, None, "在建"],
        [None, None, "无主楼", "砖混", 1, 10, None, None, None, None, None],
    ]
    result = run_import(desk, write(tmp_path / "校舍.xlsx", rows))
    (row,) = [row for row in buildings.rows(desk) if row.name == "教学楼"]
    assert (row.area, row.built, row.danger_grade, row.state) == (None, "", "", "在用")
    told = {
        problem["cell"] for table in result.to_json()["tables"] for problem in table["problems"]
    }
    assert {"F4", "G4", "H4", "K4"} <= told


def test_without_a_day_no_opening_is_guessed(desk: Desk, tmp_path: Path) -> None:
    rows = [ROWS[0], *ROWS[2:]]
    result = run_import(desk, write(tmp_path / "校舍.xlsx", rows))
    assert "buildings.opening_day" in codes(result)
    assert all(row.area is None for row in openings.rows(desk))
    run_import(desk, write(tmp_path / "校舍.xlsx", rows), as_of=date(2025, 12, 31))
    assert sum(row.area.raw for row in openings.rows(desk) if row.area) == 3300_75


def test_one_undo_takes_the_whole_list_back(desk: Desk, tmp_path: Path) -> None:
    run_import(desk, write(tmp_path / "校舍.xlsx", ROWS))
    undoing.undo_last(desk)
    assert buildings.rows(desk) == ()
    assert openings.rows(desk) == ()


def test_a_dry_run_says_the_same_and_writes_nothing(desk: Desk, tmp_path: Path) -> None:
    book = write(tmp_path / "校舍.xlsx", ROWS)
    dry = run_import(desk, book, dry_run=True)
    assert buildings.rows(desk) == ()
    assert dry.changed == run_import(desk, book).changed


def test_the_blank_list_reads_back_as_what_it_is(desk: Desk, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    (template,) = (each for each in TEMPLATES if each.key == "buildings")
    path = tmp_path / "校舍台账.xlsx"
    path.write_bytes(blank_workbook(template))
    book = load_workbook(path)
    values: dict[str, object] = {
        "school": "甲小学",
        "township": "甲镇",
        "building_no": "01",
        "building": "教学楼",
        "structure": "砖混",
        "floors": 3,
        "built": "1998-09",
        "building_area": 1200.5,
        "usable_area": 900,
        "danger_level": "C",
        "danger_body": "县鉴定站",
        "danger_document": "鉴1号",
        "danger_date": "2024-06-01",
        "ownership": "自有",
        "building_state": "停用",
        "room_kind": "教学楼",
    }
    for number, key in enumerate(template.fields, 2):
        book.worksheets[0].cell(4, number).value = values.get(key)  # type: ignore[assignment]  # any cell value
    book.save(path)
    run_import(desk, path)
    (row,) = buildings.rows(desk)
    assert (row.usable_area, row.danger_document, row.ownership, row.state) == (
        Area.of(900),
        "鉴1号",
        "自有",
        "停用",
    )
    assert (row.built, row.room_kind, row.danger_body) == ("1998-09", "教学楼", "县鉴定站")


def test_seismic_class_and_intensity_come_in(desk: Desk, tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["校舍台账（截至2025年12月31日）"],
        ["学校名称", "楼号", "建筑物名称", "建筑面积", "抗震设防类别", "抗震设防烈度"],
        ["甲小学", "01", "教学楼", 1200, "乙类", "7度"],
        ["甲小学", "02", "综合楼", 800, "标准设防类", 8],
        ["甲小学", "03", "平房", 80, "很结实", None],
    ]
    result = run_import(desk, write(tmp_path / "a.xlsx", rows))
    found = {row.name: row for row in buildings.rows(desk)}
    assert (found["教学楼"].seismic_class, found["教学楼"].seismic_intensity) == (
        "重点设防类", "7度",
    )  # fmt: skip
    assert (found["综合楼"].seismic_class, found["综合楼"].seismic_intensity) == (
        "标准设防类", "8度",
    )  # fmt: skip
    assert "not_in_closed_list" in codes(result)
