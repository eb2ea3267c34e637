"""Layouts of county workbooks beyond the typical ones: heads, totals, notes, hidden rows, units."""

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


def test_groups_with_sums_over_their_rows(tmp_path: Path) -> None:
    first, second = works(3), works(2, 4)
    everything = sums([*first, *second])
    rows = [
        ["项目表（万元）"],
        HEAD,
        [None, "合计", *everything[2:]],
        ["一", "新建项目", *sums(first)[2:]],
        *first,
        ["二", "改扩建项目", *sums(second)[2:]],
        *second,
    ]
    found = table(write(tmp_path / "a.xlsx", rows))
    assert len(found.rows) == 5
    assert skipped(found) == [(3, "total"), (4, "subtotal"), (8, "subtotal")]
    assert len(found.totals) == 9
    assert all(total.foots for total in found.totals)


def test_group_headings_and_subtotals_below(tmp_path: Path) -> None:
    first, second = works(3), works(2, 4)
    rows = [
        ["项目表（万元）"], HEAD,
        ["一、新建项目"], *first, sums(first, "小计"),
        ["二、改扩建项目"], *second, sums(second, "小计"),
        sums([*first, *second]),
    ]  # fmt: skip
    found = table(write(tmp_path / "a.xlsx", rows))
    assert len(found.rows) == 5
    assert [why for _, why in skipped(found)] == [
        "header",
        "subtotal",
        "header",
        "subtotal",
        "total",
    ]
    assert all(total.foots for total in found.totals)


def test_totals_that_do_not_foot_name_both_figures(tmp_path: Path) -> None:
    rows = works(4)
    total = sums(rows)
    total[4] += 10
    found = table(write(tmp_path / "a.xlsx", [["项目表（万元）"], HEAD, *rows, total]))
    problem = next(p for p in found.problems if p.problem.code == "total_differs")
    assert problem.cell == "E7"
    assert "4,020.00㎡" in problem.problem.message
    assert "4,010.00㎡" in problem.problem.message
    assert [t.foots for t in found.totals] == [False, True, True]


def test_sums_without_a_label_are_a_total(tmp_path: Path) -> None:
    rows = works()
    last = [None, *sums(rows)[1:]]
    found = table(write(tmp_path / "a.xlsx", [["项目表（万元）"], HEAD, *rows, last]))
    assert len(found.rows) == 6
    assert skipped(found) == [(9, "total")]


def test_rows_that_cannot_be_identified_are_refused(tmp_path: Path) -> None:
    rows = works(5)
    rows[1][1] = None
    rows[3][2] = None
    unfilled = [[6, *[None] * 8], [7, *[None] * 8]]
    found = table(
        write(tmp_path / "a.xlsx", [["项目表（万元）"], HEAD, *rows, *unfilled, sums(works(5))])
    )
    assert [(r.number, r.refused.field) for r in found.refused if r.refused] == [
        (4, "school"), (6, "project"),
    ]  # fmt: skip
    assert skipped(found) == [(8, "blank"), (9, "blank"), (10, "total")]
    assert found.to_json()["refused"] == 2


def test_units_that_nothing_names(tmp_path: Path) -> None:
    head = ["学校", "项目名称", "面积", "总投资"]
    small = table(
        write(tmp_path / "a.xlsx", [head, ["甲小学", "a", 1000, 250.5], ["乙小学", "b", 2000, 480]])
    )
    assert column(small, "planned_investment_yuan") == ["2505000.00", "4800000.00"]
    large = table(
        write(
            tmp_path / "b.xlsx",
            [head, ["甲小学", "a", 1000, 2505000], ["乙小学", "b", 2000, 4800000]],
        )
    )
    assert column(large, "planned_investment_yuan") == ["2505000.00", "4800000.00"]
    assert codes(small) == codes(large) == [("D1", "unit_assumed")]
    open_ = table(
        write(
            tmp_path / "c.xlsx",
            [["学校", "项目名称", "总投资"], ["甲小学", "a", 5000], ["乙小学", "b", 8000]],
        )
    )
    assert codes(open_) == [("C1", "unit_unknown")]
    assert column(open_, "planned_investment_yuan") == [None, None]


def test_one_figure_merged_over_rows_counts_once(tmp_path: Path) -> None:
    rows = [
        ["项目表（万元）"],
        ["学校", "项目名称", "面积", "总投资", "开工时间"],
        ["甲小学", "a", 1000, 500, "2024.3"],
        [None, "b", 500, None, None],
        ["乙小学", "c", 100, 2, "2024.5"],
    ]
    found = table(write(tmp_path / "a.xlsx", rows, ["A3:A4", "D3:D4", "E3:E4"]))
    assert column(found, "school") == ["甲小学", "甲小学", "乙小学"]
    assert column(found, "planned_investment_yuan") == ["5000000.00", None, "20000.00"]
    assert column(found, "start_date") == ["2024-03", "2024-03", "2024-05"]
    assert codes(found) == [("D3", "merged_figure")]
    assert (4, "school") in found.filled


def test_levels_that_do_not_add_up(tmp_path: Path) -> None:
    head = ["学校", "项目名称", "总投资", "中央", "省级", "县级"]
    rows = [
        ["甲小学", "a", 100, 50, 30, 20],
        ["乙小学", "b", 100, 50, 30, 10],
        ["丙小学", "c", 10, 5, 3, 2],
    ]
    found = table(write(tmp_path / "a.xlsx", [["项目表（万元）"], head, *rows]))
    assert codes(found) == [("C4", "parts_differ")]
    assert column(found, "planned_investment_yuan")[1] == "1000000.00"


def test_two_tables_on_one_sheet(tmp_path: Path) -> None:
    rows = [
        ["一、新建项目表"], ["单位：万元"],
        ["序号", "学校", "项目名称", "面积", "投资"],
        [1, "甲小学", "甲食堂", 100, 20], [2, "乙小学", "乙食堂", 200, 30], ["合计", None, None, 300, 50],
        [],
        ["二、维修项目表"], ["单位：元"],
        ["序号", "项目学校", "工程名称", "批复投资", "开工时间"],
        [1, "丙小学", "丙屋面", 50000, "2024.3"], [2, "丁小学", "丁屋面", 60000, "2024.4"],
    ]  # fmt: skip
    first, second = read_book(write(tmp_path / "a.xlsx", rows)).tables
    assert (len(first.rows), len(second.rows)) == (2, 2)
    assert (second.title, second.unit, second.header_rows) == ("二、维修项目表", "元", (10, 10))
    assert column(second, "planned_investment_yuan") == ["50000.00", "60000.00"]


def test_a_weekly_report_maps_this_week_and_not_last_week(tmp_path: Path) -> None:
    rows = [
        ["某县教育项目进度周报表（2024年9月6日）"],
        [
            "学校",
            "项目名称",
            "上周进度",
            "本周形象进度",
            "本周完成投资（万元）",
            "累计完成投资（万元）",
        ],
        ["甲小学", "甲小学食堂", "基础施工", "主体三层", 20, 300],
        ["乙小学", "乙小学食堂", "主体", "基本完成", 1, 100],
    ]
    found = table(write(tmp_path / "a.xlsx", rows))
    assert (found.kind, str(found.as_of)) == ("progress", "2024-09-06")
    assert column(found, "stage") == ["主体三层", "基本完成"]
    assert column(found, "invested_yuan") == ["3000000.00", "1000000.00"]
    assert codes(found) == [("D4", "stage_unknown")]


def test_contradictions_stay_as_printed_and_are_named(tmp_path: Path) -> None:
    rows = [
        ["学校", "项目名称", "开工面积", "竣工面积", "开工时间", "竣工时间"],
        ["甲小学", "食堂", 100, 120, "2024.5", "2024.3"],
        ["甲小学", "食堂", 100, 100, "2024.3.5", "2024.3"],
    ]
    found = table(write(tmp_path / "a.xlsx", rows))
    assert codes(found) == [("F2", "order"), ("D2", "exceeds"), ("B3", "listed_twice")]
    assert column(found, "completed_area_m2") == ["120.00", "100.00"]


def test_an_officers_mapping_wins(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.xlsx", [["学校", "项目名称", "面积", "某某数"], ["甲小学", "a", 10, 5]]
    )
    found = table(path)
    assert [c.key for c in found.columns] == ["school", "project", "planned_area", None]
    again = table(path, mapping={found.signature: {"D": "students", "C": "ignore"}})
    assert [c.key for c in again.columns] == ["school", "project", None, "students"]
    assert column(again, "students") == ["5"]


def test_group_lines_without_sums_are_headings(tmp_path: Path) -> None:
    rows = [
        ["项目表（万元）"], ["序号", "学校", "项目名称", "面积", "总投资"],
        ["一", "甲镇", None, None, None], [1, "甲镇小学", "食堂", 100, 10], [2, "甲镇中学", "宿舍", 50, 5],
        ["二", "乙镇", None, None, None], [1, "乙镇小学", "食堂", 70, 7], ["合计", None, None, 220, 22],
    ]  # fmt: skip
    found = table(write(tmp_path / "a.xlsx", rows))
    assert skipped(found) == [(3, "header"), (6, "header"), (8, "total")]
    assert all(total.foots for total in found.totals)


def test_a_table_that_begins_in_the_second_column(tmp_path: Path) -> None:
    rows = works(3)
    lines = [
        [], [None, "附件3"], [None, "某县2024年教育项目进度表"],
        [None, "（截至2024年第三季度末）", *[None] * 6, "单位：万元、㎡"],
        [None, *HEAD], *([None, *row] for row in rows), [None, *sums(rows, "合　计")],
    ]  # fmt: skip
    found = table(write(tmp_path / "a.xlsx", lines))
    assert found.header_rows == (5, 5)
    assert str(found.as_of) == "2024-09-30"
    assert column(found, "school")[0] == "第1镇中心小学"
    assert skipped(found) == [(9, "total")]
    assert all(total.foots for total in found.totals)


def test_page_sums_and_the_sum_of_all(tmp_path: Path) -> None:
    rows = works(4)
    lines = [
        ["项目表（万元）"], HEAD, *rows[:2], sums(rows[:2], "本页小计"),
        [], ["续表"], HEAD, *rows[2:], sums(rows[2:], "本页小计"), sums(rows, "总计"),
    ]  # fmt: skip
    found = table(write(tmp_path / "a.xlsx", lines))
    assert len(found.rows) == 4
    assert [why for _, why in skipped(found)] == [
        "subtotal",
        "blank",
        "header",
        "header",
        "subtotal",
        "total",
    ]
    assert all(total.foots for total in found.totals)


def test_a_total_that_counts_its_projects(tmp_path: Path) -> None:
    rows = works(3)
    found = table(
        write(tmp_path / "a.xlsx", [["项目表（万元）"], HEAD, *rows, sums(rows, "合计：3个项目")])
    )
    assert skipped(found) == [(6, "total")]
    assert all(total.foots for total in found.totals)


def test_levels_of_a_fund_document_and_its_sum(tmp_path: Path) -> None:
    rows = [
        ["某县2024年中央财政补助资金分配表"], ["单位：万元"],
        ["序号", "项目学校", "资金文号", "合计", "中央", "省级"],
        [1, "甲小学", "川财教〔2024〕12号", 100, 60, 40], ["合计", None, None, 100, 60, 40],
    ]  # fmt: skip
    found = table(write(tmp_path / "a.xlsx", rows))
    assert found.kind == "funding"
    assert column(found, "amount_yuan") == ["1000000.00"]


def test_acceptance_above_delivery_is_named(tmp_path: Path) -> None:
    rows = [
        ["某县2024年设备验收情况表"], ["单位：元"],
        ["序号", "学校名称", "设备名称", "单位", "合同数", "到货数", "验收数", "验收日期", "单价"],
        [1, "甲小学", "课桌", "套", 159, 159, 120, "2024.9.1", 168],
        [2, None, "垃圾桶", "个", 21, 18, 21, "2024.9.3", 50],
    ]  # fmt: skip
    found = table(write(tmp_path / "a.xlsx", rows, ["B4:B5"]))
    assert found.kind == "equipment"
    assert column(found, "school") == ["甲小学", "甲小学"]
    assert codes(found) == [("G5", "exceeds")]
