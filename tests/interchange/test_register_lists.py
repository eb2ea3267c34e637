"""Lists of assets, counted assets, area changes, norms and batches: each goes in, again adds nothing."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import openpyxl
import openpyxl.utils
import pytest

from facilitydesk.domain.list_kinds import LIST_KINDS
from facilitydesk.domain.posts import Post
from facilitydesk.domain.quantities import Area, Money
from facilitydesk.domain.words.area_terms import Movement
from facilitydesk.interchange.importing import ImportResult, run_import
from facilitydesk.interchange.template import TEMPLATES, Template, blank_workbook
from facilitydesk.services.areas import buildings, movements, openings
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Edit
from facilitydesk.services.equipment import assets, batches, stock
from facilitydesk.services.journal import undoing
from facilitydesk.services.norms import table as norms
from tests.interchange.books import table, write
from tests.services.areas.a_school import building

Rows = list[list[object]]


def told(result: ImportResult) -> list[tuple[str, str]]:
    return [(each.cell, each.problem.code) for each in result.review.problems]


def unchanged(desk: Desk, path: Path, entity: str, count: int) -> None:
    """The same list again writes nothing."""
    again = run_import(desk, path)
    counts = again.changed[entity]
    assert (counts["created"], counts["updated"], counts["unchanged"]) == (0, 0, count)
    assert again.review.plan.changes is not None
    assert again.review.plan.changes.seq is None


ASSETS: Rows = [
    ["临溪县学校固定资产清单"],
    ["学校", "资产编号", "资产类别", "资产名称", "数量", "价值（元）", "存放地点", "使用人", "购置日期", "使用状况"],
    ["甲小学", "GD001", "计算机/教学仪器", "计算机", 1, 4200.5, "微机室", "李老师", "2024-09-01", "在用"],
    ["甲小学", "GD002", "计算机/教学仪器", "计算机", 1, 4200.5, "微机室", "李老师", "2024年9月", "正常"],
    ["甲小学", None, "课桌凳", "课桌凳", 45, 9000, "一（1）班", None, "2023-03-01", None],
    ["乙小学", "GD003", "计算机/教学仪器", "计算机", 0, 4200, None, None, None, "坏了"],
    ["乙小学", "GD001", "计算机/教学仪器", "计算机", 1, 4200, None, None, None, None],
    ["乙小学", "GD009", None, "万能机", 1, 4200, None, None, None, None],
]  # fmt: skip


def test_assets_become_cards(desk: Desk, tmp_path: Path) -> None:
    path = write(tmp_path / "资产.xlsx", ASSETS)
    assert table(path).kind == "assets"
    result = run_import(desk, path)
    cards = {row.number or row.name or row.item: row for row in assets.rows(desk)}
    one = cards["GD001"]
    assert (one.school, one.quantity, one.money) == ("甲小学", 1, Money.of("4200.50"))
    assert (one.room, one.keeper, one.entered_day) == ("微机室", "李老师", date(2024, 9, 1))
    assert cards["课桌凳"].quantity == 45
    assert told(result) == [
        ("I4", "day_needed"), ("E6", "equipment.import_whole"), ("J6", "not_in_closed_list"),
        ("B7", "not_unique"), ("C8", "equipment.class_needed"),
    ]  # fmt: skip
    assert result.refused == {("Sheet1", 7), ("Sheet1", 8)}
    unchanged(desk, path, "assets", 4)
    undoing.undo_last(desk)
    assert assets.rows(desk) == ()


def test_a_counted_list_is_the_stock_take_of_its_day(desk: Desk, tmp_path: Path) -> None:
    run_import(desk, write(tmp_path / "资产.xlsx", ASSETS))
    rows: Rows = [
        ["甲小学资产盘点表"],
        ["截至2026年3月10日"],
        ["资产编号", "资产名称", "盘点数", "备注"],
        ["GD001", "计算机", 1, None],
        ["GD002", "计算机", 0, "被盗"],
        ["GD999", "计算机", 1, None],
    ]
    path = write(tmp_path / "盘点.xlsx", rows)
    assert table(path).kind == "stock_takes"
    result = run_import(desk, path)
    assert told(result) == [("A6", "equipment.scan_unknown")]
    (take,) = stock.rows(desk)
    assert (take.school, take.day) == ("甲小学", date(2026, 3, 10))
    assert (take.cards, take.expected, take.counted, take.uncounted) == (3, 47, 1, 1)
    assert take.missing == 1
    lines = {line.number: line for line in stock.lines(desk, take.id)}
    assert (lines["GD002"].counted, lines["GD002"].reason) == (0, "被盗")
    unchanged(desk, path, "stock_lines", 2)
    bare = [rows[0], *rows[2:]]
    refused = run_import(desk, write(tmp_path / "b.xlsx", bare))
    assert {code for _, code in told(refused)} == {"equipment.stock_day"}


def test_area_changes_count_with_the_sign_of_their_kind(desk: Desk, tmp_path: Path) -> None:
    head: list[object] = [
        *("学校名称", "变动类型", "变动面积（㎡）", "变动日期", "批准文号", "危房等级", "备注"),
    ]
    rows: Rows = [
        ["临溪县校舍面积变动表"],
        head,
        ["甲小学", "拆除", 300.25, "2026-01-10", "临教〔2026〕1号", "D级", None],
        ["甲小学", "新建竣工", 1200, "2026-02-01", None, None, "教学楼"],
        ["甲小学", "测量更正", 3.5, "2026-02-02", None, None, None],
        ["甲小学", "卖掉", 10, "2026-02-02", None, None, None],
        ["甲小学", "拆除", 5, "2027-01-01", None, None, None],
        ["乙小学", "移交", 60, "2026-02-03", None, None, None],
    ]
    path = write(tmp_path / "变动.xlsx", rows)
    assert table(path).kind == "area_changes"
    result = run_import(desk, path)
    assert [code for _, code in told(result)].count("area.no_opening") == 4
    assert {"not_in_closed_list", "area.future"} <= {code for _, code in told(result)}
    assert len(result.refused) == 2
    found = {(row.school, row.kind): row for row in movements.rows(desk)}
    gone = found["甲小学", Movement.DEMOLISHED]
    assert (gone.area, gone.day, gone.danger_grade) == (
        Area.of("-300.25"), date(2026, 1, 10), "D",
    )  # fmt: skip
    assert found["甲小学", Movement.BUILT].area == Area.of("1200")
    assert found["乙小学", Movement.DISPOSED].area == Area.of("-60")
    school = gone.school_id
    openings.enter(
        desk, [Edit(school, "day", date(2025, 12, 31)), Edit(school, "area", Area.of("1000"))]
    )
    unchanged(desk, path, "area_movements", 4)


def test_a_change_that_names_its_building_changes_it_too(desk: Desk, tmp_path: Path) -> None:
    building(desk, "旧楼", "300.25", "甲小学", danger_grade="D")
    building(desk, "主楼", "1200", "甲小学")
    head: list[object] = ["学校名称", "变动类别", "变动面积", "变动日期", "单体建筑", "变动文号"]
    rows: Rows = [
        ["面积变动表"],
        head,
        ["甲小学", "拆除", 300.25, "2026-01-10", "旧楼", "临教〔2026〕1号"],
        ["甲小学", "测量更正", -1.5, "2026-02-02", "主楼", None],
        ["甲小学", "移交", 5000, "2026-02-03", "主楼", None],
        ["甲小学", "拆除", 10, "2026-02-03", "无名楼", None],
    ]
    path = write(tmp_path / "变动.xlsx", rows)
    result = run_import(desk, path)
    found = {row.name: row for row in buildings.rows(desk)}
    old = found["旧楼"]
    assert (old.state, old.state_day, old.state_document) == (
        "拆除", date(2026, 1, 10), "临教〔2026〕1号",
    )  # fmt: skip
    assert found["主楼"].area == Area.of("1198.50")
    gone = next(row for row in movements.rows(desk) if row.building == "旧楼")
    assert (gone.danger_grade, gone.area) == ("D", Area.of("-300.25"))
    cells = [each for each in told(result) if each[0].startswith("E")]
    assert cells == [("E5", "building.above"), ("E6", "area.import_building")]
    unchanged_codes = run_import(desk, path).changed["area_movements"]
    assert (unchanged_codes["created"], unchanged_codes["unchanged"]) == (0, 3)
    undoing.undo_last(desk)
    assert {row.state for row in buildings.rows(desk)} == {"在用"}


def test_the_changes_as_the_window_exports_them_are_read(desk: Desk, tmp_path: Path) -> None:
    head: list[object] = ["日期", "学校", "类别", "增减面积（㎡）", "文号", "单体建筑", "危房等级"]
    line: list[object] = ["2026-01-10", "甲小学", "拆除", -300.25, "临教〔2026〕1号", None, "D"]
    path = write(tmp_path / "变动明细.xlsx", [["变动明细"], head, line])
    assert table(path).kind == "area_changes"
    run_import(desk, path)
    (row,) = movements.rows(desk)
    assert (row.area, row.document) == (Area.of("-300.25"), "临教〔2026〕1号")


def test_norms_go_in_by_who_may_change_them(desk: Desk, tmp_path: Path) -> None:
    rows: Rows = [
        ["江北省中小学办学条件标准"],
        ["指标", "学段", "标准值", "规模按", "规模下限", "规模上限", "省份", "年份", "依据"],
        ["生均图书", "小学", "25", None, None, None, "江北省", 2024, "江教〔2024〕3号"],
        ["生机比", "初中", "≤10", "班", 12, 24, "江北省", 2024, None],
        ["学生身高", "小学", 1, None, None, None, None, None, None],
        ["生均图书", "初中", "很多", None, None, None, "江北省", 2024, None],
    ]
    path = write(tmp_path / "标准.xlsx", rows)
    assert table(path).kind == "norms"
    before = len(norms.rows(desk))
    result = run_import(desk, path)
    assert told(result) == [("A5", "norm.measure"), ("C6", "norm.import_value")]
    mine = {(row.measure, row.stage): row for row in norms.rows(desk) if row.province == "江北"}
    assert len(norms.rows(desk)) == before + 3
    books = mine["生均图书", "小学"]
    assert (books.told.text, books.document) == ("≥25册/生", "江教〔2024〕3号")
    assert (mine["生机比", "初中"].told.text, mine["生机比", "初中"].told.size) == (
        "≤10生/台", "12–24班",
    )  # fmt: skip
    assert mine["生均图书", "初中"].value is None
    unchanged(desk, path, "norms", 3)
    undoing.undo_last(desk)
    desk.post = Post.ENTER
    refused = run_import(desk, path)
    assert {code for _, code in told(refused)} == {"norm.import_post"}
    assert len(norms.rows(desk)) == before


def test_batches_with_their_tender_and_contract(desk: Desk, tmp_path: Path) -> None:
    rows: Rows = [
        ["2025年设备采购批次一览表"],
        ["批次名称", "采购方式", "招标编号", "公告日期", "中标日期", "供应商", "合同编号", "合同金额（万元）"],
        ["第一批课桌凳", "公开招标", "LX-2025-01", "2025-03-01", "2025-04-01", "甲公司", "HT01", 85.5],
        ["第二批计算机", "抽签", "LX-2025-02", "2025-05-01", "2025-04-01", "乙公司", "HT02", 40],
    ]  # fmt: skip
    path = write(tmp_path / "批次.xlsx", rows)
    assert table(path).kind == "batches"
    result = run_import(desk, path)
    assert told(result) == [("E4", "order"), ("B4", "not_in_closed_list")]
    found = {row.name: row for row in batches.rows(desk)}
    one = found["第一批课桌凳"]
    assert (one.method, one.tender_number, one.supplier) == ("公开招标", "LX-2025-01", "甲公司")
    assert (one.year, one.contract_sum) == (2025, Money.of("855000"))
    unchanged(desk, path, "equipment_batches", 2)
    # A list of what was delivered finds the batch by its name and leaves its sum as it is.
    head = [
        "学校名称",
        "批次名称",
        "设备类别",
        "设备名称",
        "计量单位",
        "合同数量",
        "单价（元）",
        "到货数量",
    ]
    line = ["甲小学", "第一批课桌凳", "课桌凳", "课桌凳", "套", 100, 200, 40]
    title: list[object] = ["到货表（截至2026年3月1日）"]
    run_import(desk, write(tmp_path / "到货.xlsx", [title, head, line]))
    (one,) = (row for row in batches.rows(desk) if row.name == "第一批课桌凳")
    assert one.contract_sum == Money.of("855000")
    assert len(batches.rows(desk)) == 2


KEYS = ["assets", "stock_takes", "area_changes", "batches", "norms"]


@pytest.mark.parametrize("key", KEYS)
def test_blank_workbooks_are_read_as_what_they_are(tmp_path: Path, key: str) -> None:
    template = next(each for each in TEMPLATES if each.key == key)
    path = tmp_path / "空表.xlsx"
    path.write_bytes(blank_workbook(template))
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    for number in range(2, len(template.fields) + 2):
        sheet.cell(4, number, 7)
    book.save(path)
    found = table(path)
    assert found.kind == key
    assert {c.key for c in found.columns if c.key} == set(template.fields)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda each: each.key)
def test_a_blank_workbook_keeps_its_heads_and_takes_what_is_typed(template: Template) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(blank_workbook(template))).worksheets[0]
    held = sheet.protection
    assert (held.sheet, held.password) == (True, None)  # nobody is locked out
    width = len(template.fields) + 1
    assert sheet["A1"].protection.locked
    assert not sheet["A2"].protection.locked  # 截至　　年　月　日
    for number in range(1, width + 1):
        assert sheet.cell(3, number).protection.locked, number
        letter = openpyxl.utils.get_column_letter(number)
        assert not sheet.column_dimensions[letter].protection.locked
        for row in (4, 250, 503):
            assert not sheet.cell(row, number).protection.locked, (row, number)
    forbidden = {
        name
        for name in (
            "formatColumns", "formatRows", "insertRows", "deleteRows", "sort", "autoFilter",
            "insertColumns", "deleteColumns",
        )
        if getattr(held, name)
    }  # fmt: skip
    assert forbidden == {"insertColumns", "deleteColumns"}
    assert sheet.auto_filter.ref.startswith("A3:")


def test_norms_typed_into_the_blank_workbook_go_in(desk: Desk, tmp_path: Path) -> None:
    template = next(each for each in TEMPLATES if each.key == "norms")
    path = tmp_path / "办学条件标准表.xlsx"
    path.write_bytes(blank_workbook(template))
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    heads = {str(cell.value): number for number, cell in enumerate(sheet[3], 1)}
    typed: dict[str, str | int] = {"指标": "生机比", "学段": "小学", "方向": "至多", "标准值": 10, "规模按": "班",
             "规模下限": 12, "规模上限": 24, "省份": "江北省", "依据": "江教〔2024〕3号"}  # fmt: skip
    for head, value in typed.items():
        sheet.cell(4, heads[head], value)
    book.save(path)
    result = run_import(desk, path)
    assert told(result) == []
    (row,) = (row for row in norms.rows(desk) if row.province == "江北")
    assert (row.told.text, row.told.size) == ("≤10生/台", "12–24班")
    assert row.document == "江教〔2024〕3号"


def test_every_kind_is_called_something() -> None:
    assert len(set(LIST_KINDS.values())) == len(LIST_KINDS)
