"""Groups, sums and levels in tables as offices print them, and what does not add up."""

from __future__ import annotations

from pathlib import Path

from facilitydesk.interchange.recognise import read_book
from tests.interchange.books import HEAD, codes, column, skipped, sums, table, works, write


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
