"""Layouts of project lists as offices print them: heads, sheets, numbers, dates."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from facilitydesk.interchange.recognise import read_book
from tests.interchange.books import HEAD, codes, column, skipped, sums, table, works, write


def test_total_first_and_units_in_the_title(tmp_path: Path) -> None:
    rows = works()
    found = table(
        write(
            tmp_path / "a.xlsx",
            [["附件1"], ["某县项目表（单位：万元、㎡）"], HEAD, sums(rows), *rows],
        )
    )
    assert found.header_rows == (3, 3)
    assert skipped(found) == [(4, "total")]
    assert column(found, "planned_investment_yuan")[0] == "2003300.00"
    assert all(total.foots for total in found.totals)
    assert codes(found) == []


def test_three_levels_unit_row_and_code_row(tmp_path: Path) -> None:
    rows = [
        ["某县项目表"],
        ["填报单位：某县教育局", None, None, None, "截止2024年9月底", None, None, "单位：万元"],
        ["序号", "学校", "项目名称", "计划情况", None, None, "进展情况", None],
        [None, None, None, "建设面积", "投资", None, "面积", None],
        [None, None, None, None, "合计", "其中：中央", "开工", "竣工"],
        [None, None, None, "平方米", "万元", "万元", "平方米", "平方米"],
        ["甲", "乙", "丙", 1, 2, 3, 4, 5],
        [1, "甲小学", "甲小学食堂", 1000, 200.5, 100, 1000, 0],
        [2, "乙小学", "乙小学食堂", 500, 100, 50, 500, 500],
        ["合计", None, None, 1500, 300.5, 150, 1500, 500],
    ]
    merges = ["A1:H1", "A3:A5", "B3:B5", "C3:C5", "D3:F3", "G3:H3", "D4:D5", "E4:F4", "G4:H4"]
    found = table(write(tmp_path / "a.xlsx", rows, merges))
    assert found.header_rows == (3, 7)
    assert [c.key for c in found.columns] == [
        None, "school", "project", "planned_area", "planned_investment", "fund_central",
        "started_area", "completed_area",
    ]  # fmt: skip
    assert str(found.as_of) == "2024-09-30"
    assert found.rows[0].to_json() == {
        "row": 8,
        "school": "甲小学",
        "project": "甲小学食堂",
        "planned_area_m2": "1000.00",
        "planned_investment_yuan": "2005000.00",
        "fund_central_yuan": "1000000.00",
        "started_area_m2": "1000.00",
        "completed_area_m2": "0.00",
    }
    assert len(found.totals) == 5
    assert all(total.foots for total in found.totals)


def test_head_and_title_printed_again_and_notes_at_the_foot(tmp_path: Path) -> None:
    first, second = works(6), works(4, 7)
    again = [["某县进度表"], [*[None] * 7, "单位：万元"], HEAD]
    rows = [
        *again,
        *first,
        *again,
        *second,
        sums([*first, *second], "总 计"),
        [],
        ["注：1.本表数据截至2024年9月30日。"],
        ["2.投资为概算数，以批复为准，请各单位认真核对后上报。"],
        ["单位负责人：张三", None, None, "填表人：李四", None, None, "联系电话：123456"],
    ]
    found = table(write(tmp_path / "a.xlsx", rows, ["A1:I1", "A10:I10", "A19:F19"]))
    assert len(found.rows) == 10
    assert skipped(found) == [
        (10, "header"), (11, "header"), (12, "header"), (17, "total"), (18, "blank"),
        (19, "note"), (20, "note"), (21, "note"),
    ]  # fmt: skip
    assert str(found.as_of) == "2024-09-30"
    assert all(total.foots for total in found.totals)


def test_hidden_rows_are_marked_and_hidden_columns_told(tmp_path: Path) -> None:
    def hide(book: Workbook) -> None:
        book["Sheet1"].row_dimensions[5].hidden = True
        book["Sheet1"].column_dimensions["D"].hidden = True

    rows = works()
    found = table(
        write(tmp_path / "a.xlsx", [["进度表（万元）"], HEAD, *rows, sums(rows)], change=hide)
    )
    assert [row.number for row in found.rows if row.hidden] == [5]
    assert found.to_json()["accepted"] == 5
    assert found.to_json()["rows"][2]["hidden"] is True
    assert codes(found) == [("D2", "hidden_column")]
    assert all(total.foots for total in found.totals)  # the printed total counts them


def test_only_the_relevant_sheet_is_read(tmp_path: Path) -> None:
    def more(book: Workbook) -> None:
        guide = book.create_sheet("填报说明", 0)
        for row in (
            ["序号", "栏目", "说明"],
            [1, "项目名称", "填写全称"],
            [2, "总投资", "单位万元"],
        ):
            guide.append(row)
        summary = book.create_sheet("汇总表")
        for line in (["乡镇", "项目数", "建筑面积", "总投资（万元）"], ["甲镇", 3, 1000, 200]):
            summary.append(line)
        old = book.create_sheet("旧数据")
        for old_row in (HEAD, *works(3)):
            old.append(old_row)
        old.sheet_state = "hidden"

    path = write(
        tmp_path / "a.xlsx",
        [["某县项目明细 2024年9月"], ["单位：万元"], HEAD, *works()],
        sheet="项目明细",
        change=more,
    )
    book = read_book(path)
    assert [found.sheet for found in book.tables] == ["项目明细"]
    assert str(book.tables[0].as_of) == "2024-09-30"
    assert [(n.sheet, n.problem.code) for n in book.notices] == [("旧数据", "hidden_sheet")]
    assert len(read_book(path, hidden_sheets=True).tables) == 2


def test_numbers_as_offices_type_them(tmp_path: Path) -> None:
    typed = ["645.42", "１，２００．５", "1 190.3", "350万元", "0.5亿元", "4205000元", "—", "/"]
    asked = ["约500", "无", "待定", "12O0", "五百", "500/600"]
    rows = [[f"{i}小学", f"{i}小学食堂", f"{1000 + i}㎡", v] for i, v in enumerate(typed + asked)]
    head = ["学校", "项目名称", "面积", "总投资"]
    found = table(write(tmp_path / "a.xlsx", [["项目表"], ["单位：万元"], head, *rows]))
    assert column(found, "planned_investment_yuan") == [
        "6454200.00", "12005000.00", "11903000.00", "3500000.00", "50000000.00", "4205000.00",
        None, None, "5000000.00", None, None, "12000000.00", None, None,
    ]  # fmt: skip
    assert column(found, "planned_area_m2")[:2] == ["1000.00", "1001.00"]
    assert codes(found) == [
        ("D12", "approximate"), ("D13", "none_word"), ("D14", "pending"),
        ("D15", "letter_in_number"), ("D16", "not_a_number"), ("D17", "not_a_number"),
    ]  # fmt: skip
    assert found.to_json()["accepted"] == 14


def test_yuan_typed_under_ten_thousand_yuan_is_asked(tmp_path: Path) -> None:
    rows = works(8)
    total = sums(rows)
    rows[3][5] *= 10_000
    found = table(write(tmp_path / "a.xlsx", [["项目表"], ["单位：万元"], HEAD, *rows, total]))
    assert ("F7", "wrong_unit") in codes(found)
    assert column(found, "planned_investment_yuan")[3] is None
    assert column(found, "planned_investment_yuan")[4] == "2016500.00"
    assert [t.foots for t in found.totals] == [True, False, True]


def test_percents_in_three_writings(tmp_path: Path) -> None:
    head = ["学校", "项目名称", "进度", "面积"]
    values = [0.65, 65, "65%", "65％", 1, 100, 0, "约80%", 107]
    rows = [[f"{i}小学", "食堂", value, 100] for i, value in enumerate(values)]
    found = table(write(tmp_path / "a.xlsx", [head, *rows]))
    assert column(found, "progress_percent") == [
        "65.00", "65.00", "65.00", "65.00", None, "100.00", "0.00", "80.00", None,
    ]  # fmt: skip
    assert codes(found) == [
        ("C2", "share_as_percent"), ("C6", "one_percent"), ("C9", "approximate"),
        ("C10", "percent_range"),
    ]  # fmt: skip


def test_percent_formats_and_columns_of_shares(tmp_path: Path) -> None:
    def shown(book: Workbook) -> None:
        for row in range(2, 6):
            book["Sheet1"].cell(row, 3).number_format = "0%"

    rows = [[f"{i}小学", "食堂", value, 100] for i, value in enumerate([0.65, 1, 0.3, 0])]
    for head, change in (("形象进度", shown), ("完成比例", None)):
        path = write(
            tmp_path / "a.xlsx", [["学校", "项目名称", head, "面积"], *rows], change=change
        )
        found = table(path)
        assert column(found, "progress_percent") == ["65.00", "100.00", "30.00", "0.00"]
        assert codes(found) == []


def test_formulas_without_values_are_never_zero(tmp_path: Path) -> None:
    rows = works(3)
    for number, row in enumerate(rows, 3):
        row[6] = f"=F{number}*0.5"
    path = write(tmp_path / "a.xlsx", [["项目表（万元）"], HEAD, *rows])
    found = table(path)
    assert column(found, "invested_yuan") == [None, None, None]
    assert codes(found) == [(f"G{n}", "formula_without_value") for n in (3, 4, 5)]


def test_the_1904_base_is_honoured(tmp_path: Path) -> None:
    def old_mac(book: Workbook) -> None:
        book.epoch = CALENDAR_MAC_1904

    rows = [["甲小学", "食堂", 100, datetime(2016, 12, 30)], ["乙小学", "食堂", 100, 41272]]  # noqa: DTZ001 - a cell has no zone
    head = ["学校", "项目名称", "面积", "开工时间"]
    found = table(write(tmp_path / "a.xlsx", [head, *rows], change=old_mac))
    assert column(found, "start_date") == ["2016-12-30", "2016-12-30"]
