"""Several identities at once and whole tables: the one figure that repairs all is named."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from facilitydesk.domain.printed import (
    Footing,
    Identity,
    Order,
    Outcome,
    Printed,
    Ratio,
    Row,
    Sum,
    check_all,
    check_table,
)
from tests.cases.published import CASES
from tests.cases.test_cases import identity_of


def plan(**wrong: str) -> tuple[list[Identity], dict[str, Printed]]:
    """The five-year plan of a county (T09) with some figures misprinted."""
    case = next(case for case in CASES if case.id == "T09")
    cells = case.cells()
    for key, text in wrong.items():
        cells[key] = replace(cells[key], value=Decimal(text))
    return [
        i for given in case.checks if (i := identity_of(given)) if given["type"] == "sum"
    ], cells


def told(**wrong: str) -> list[str]:
    return [problem.message for problem in check_all(*plan(**wrong)).problems]


def test_a_wrong_total_of_two_sums_is_named_once() -> None:
    assert told(total="33800") == [
        "“总投资”印为33,800万元，改为32,800万元后，2处勾稽关系全部相符，相差正好1000。"
    ]


def test_a_wrong_figure_between_two_sums_is_found_on_either_side() -> None:
    assert told(works="21456") == [
        "“校舍及运动场投资”印为21,456万元，改为24,156万元后，2处勾稽关系全部相符，疑为两位数字颠倒。"
    ]
    assert told(equip="86440") == [
        "“设备投资”印为86,440万元，改为8,644万元后，2处勾稽关系全部相符，疑多一位数字。"
    ]


def test_a_wrong_part_is_not_blamed_on_a_total_that_is_confirmed_elsewhere() -> None:
    """总投资 = 土建 + 设备 holds, so one of the four levels is wrong; the digits tell which."""
    assert told(county="9328") == [
        "“县”印为9,328万元，改为9,238万元后，1处勾稽关系全部相符，疑为两位数字颠倒。"
    ]


def test_two_separate_faults_are_told_one_by_one() -> None:
    messages = told(area="94960", total="33800")
    assert len(messages) == 2
    assert messages[0].startswith("“总投资”印为33,800万元")
    assert messages[1] == "“校舍面积”印为94,960㎡，按78,596+14,254+2,008应为94,858㎡。"


def test_a_sound_paper_is_quiet() -> None:
    report = check_all(*plan())
    assert not report.problems
    assert not report.repairs
    assert {verdict.outcome for verdict in report.verdicts} == {Outcome.EXACT}


# --- tables


def row(name: str, unit: str = "㎡", **texts: str) -> Row:
    """A row whose columns are called as their keys; '' is an empty cell."""
    return Row(
        name,
        {key: Printed.read(text, unit, key) if text else None for key, text in texts.items()},
    )


ROWS = [
    row("合计", 合计="6404", 新建="4504", 改建="1900"),
    row("淮河镇", 合计="1254", 新建="1254", 改建=""),
    row("草店镇", 合计="3250", 新建="3250", 改建=""),
    row("澴潭镇", 合计="1900", 新建="", 改建="1900"),
]
COLUMNS = ("合计", "新建", "改建")
WITHIN = (Sum("合计", ("新建", "改建")),)
FIRST = [Footing(0, (1, 2, 3))]


def test_a_table_with_the_total_first_foots() -> None:
    found = check_table(ROWS, FIRST, COLUMNS, WITHIN)
    assert [(t.column, int(t.declared.value), int(t.computed), t.foots) for t in found.totals] == [
        ("合计", 6404, 6404, True),
        ("新建", 4504, 4504, True),
        ("改建", 1900, 1900, True),
    ]
    assert found.report.problems == ()


def test_a_wrong_cell_is_found_where_its_row_and_its_column_cross() -> None:
    rows = [*ROWS]
    rows[2] = row("草店镇", 合计="3250", 新建="3520", 改建="")
    found = check_table(rows, FIRST, COLUMNS, WITHIN)
    assert [problem.message for problem in found.report.problems] == [
        "“草店镇·新建”印为3,520㎡，改为3,250㎡后，2处勾稽关系全部相符，疑为两位数字颠倒。"
    ]
    assert [total.foots for total in found.totals] == [True, False, True]


def test_the_printed_total_of_suixian_does_not_foot() -> None:
    rows = [*ROWS]
    rows[0] = row("合计", 合计="6674")
    found = check_table(rows, FIRST, COLUMNS)
    (total,) = found.totals
    assert (total.row, total.column, total.foots) == (0, "合计", False)
    assert total.computed == 6404
    assert [problem.message for problem in found.report.problems] == [
        "“合计·合计”印为6,674㎡，按1,254+3,250+1,900应为6,404㎡。"
    ]


def test_yuan_typed_under_a_head_of_wan() -> None:
    rows = [
        row("甲校", "万元", 投资="120.5"),
        row("乙校", "万元", 投资="803750"),
        row("合计", "万元", 投资="200.875"),
    ]
    found = check_table(rows, [Footing(2, (0, 1))], ["投资"], WITHIN)
    (problem,) = found.report.problems
    assert "“合计·投资”印为200.875万元，按120.5+803,750应为803,870.5" in problem.message


def test_subtotals_and_total() -> None:
    rows = [
        row("甲校", "万元", 投资="10.04"),
        row("乙校", "万元", 投资="20.04"),
        row("小计", "万元", 投资="30.1"),
        row("丙校", "万元", 投资="5"),
        row("总计", "万元", 投资="35"),
    ]
    footings = [Footing(2, (0, 1)), Footing(4, (0, 1, 3))]
    found = check_table(rows, footings, ["投资"])
    assert [total.outcome for total in found.totals] == [Outcome.EXACT, Outcome.EXACT]
    wider = [*rows[:4], row("总计", "万元", 投资="35.6")]
    found = check_table(wider, footings, ["投资"])
    assert found.totals[1].outcome is Outcome.WITHIN_ROUNDING


def test_empty_cells_are_neither_zero_nor_a_fault() -> None:
    rows = [row("甲校", 面积=""), row("乙校", 面积="5"), row("合计", 面积="")]
    assert check_table(rows, [Footing(2, (0, 1))], ["面积"]).totals == ()
    rows = [row("甲校", 面积=""), row("合计", 面积="5")]
    assert check_table(rows, [Footing(1, (0,))], ["面积"]).totals == ()


def test_rates_and_orders_in_every_row() -> None:
    rows = [
        Row("甲镇", {**row("", "个", 项目="4", 完工="3").cells, **row("", "%", 率="75").cells}),
        Row("乙镇", {**row("", "个", 项目="4", 完工="5").cells, **row("", "%", 率="80").cells}),
        Row("丙镇", {**row("", "个", 项目="", 完工="5").cells, **row("", "%", 率="80").cells}),
    ]
    within = (Ratio("率", "完工", "项目"), Order("完工", "项目"))
    found = check_table(rows, [], [], within)
    assert [verdict.outcome for verdict in found.report.verdicts] == [
        Outcome.EXACT,
        Outcome.FAULT,
        Outcome.EXACT,
        Outcome.FAULT,
    ]
    messages = [problem.message for problem in found.report.problems]
    assert "“乙镇·率”印为80%，按5÷4应为125%。" in messages
    assert "“乙镇·完工”5个大于“乙镇·项目”4个，请核对。" in messages


@pytest.mark.parametrize("slot", ["h", "b", "d"])
def test_any_single_misprint_in_the_liangshan_form_is_told(slot: str) -> None:
    """The monthly form of a prefecture: a wrong household figure breaks two relations at once."""
    case = next(case for case in CASES if case.id == "T22")
    rows = [Row(name, case.row("form", name)) for name in case.names("form")]
    within = (Sum("h", ("b", "d")), Ratio("bp", "b", "h"), Ratio("dp", "d", "h"))
    assert check_table(rows, [], [], within).report.problems == ()
    cell = rows[9].cells[slot]
    assert cell is not None
    wrong = replace(cell, value=cell.value + 300)
    rows[9] = Row(rows[9].name, {**rows[9].cells, slot: wrong})
    report = check_table(rows, [], [], within).report
    assert [repair.key for repair in report.repairs] == [f"9!{slot}"]
    assert report.repairs[0].right == cell.value
    assert len(report.problems) == 1


def test_a_large_table_is_checked_quickly() -> None:
    """500 schools, a wrong total: no search through every cell."""
    rows = [row(f"学校{n}", "万元", 投资=f"{n}.25") for n in range(500)]
    rows.append(row("合计", "万元", 投资="1"))
    found = check_table(rows, [Footing(500, tuple(range(500)))], ["投资"])
    assert found.totals[0].computed == Fraction(124_875)
    assert "按500项之和应为" in found.report.problems[0].message
