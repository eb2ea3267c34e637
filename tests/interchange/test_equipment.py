"""Lists of equipment go into the plan, or become batches; the same list again adds nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from facilitydesk.domain.words.equipment_terms import BatchState, EquipmentClass
from facilitydesk.interchange.importing import ImportResult, run_import
from facilitydesk.interchange.template import TEMPLATES, blank_workbook
from facilitydesk.services.desk import Desk
from facilitydesk.services.equipment import (
    acceptances,
    batch_items,
    batches,
    deliveries,
    figures,
    items,
    plans,
    sharing,
)
from facilitydesk.services.journal import undoing
from tests.interchange.books import write

PLAN = Path(__file__).parents[1] / "workbooks" / "25_设备采购计划.xlsx"
HEAD: list[object] = [
    *("学校名称", "设备类别", "设备名称", "计量单位", "合同数量", "单价（元）", "到货数量"),
    *("验收数量", "验收日期", "备注"),
]
LAMP = ("生活设施", "教室照明灯", "盏")


def bought(*rows: list[object], day: str = "2026年3月1日") -> list[list[object]]:
    return [["临溪县教室照明改造采购情况表"], [f"（截至{day}）"], HEAD, *rows]


ROWS = bought(
    ["甲小学", *LAMP, 200, 50, 200, 196, "2026-02-20", "缺4盏"],
    ["乙小学", *LAMP, 100, 50, 60, None, None, None],
    ["合计", None, None, None, 300, None, 260, 196],
)


def told(result: ImportResult) -> set[str]:
    return {each.problem.code for each in result.review.plan.problems}


def made(result: ImportResult) -> dict[str, int]:
    return {key: counts["created"] for key, counts in result.changed.items() if counts["created"]}


# --- plans -------------------------------------------------------------------------------------


def test_the_plan_goes_in_with_its_items_and_its_bad_sum_is_told(desk: Desk) -> None:
    dry = run_import(desk, PLAN, dry_run=True)
    assert plans.rows(desk) == ()
    assert made(dry)["equipment_plans"] == 36
    result = run_import(desk, PLAN)
    assert result.changed == dry.changed
    rows = plans.rows(desk)
    assert len(rows) == 36
    first = next(r for r in rows if r.school == "凤凰镇中心幼儿园" and r.item == "学生双层床")
    assert (first.kind, first.unit, first.quantity) == (EquipmentClass.LIFE, "张", 266)
    assert (str(first.unit_price), str(first.money), first.year) == ("560.00", "148960.00", 2024)
    table = figures.ask(desk, date(2026, 3, 11), figures.EquipmentBy.CLASS)
    assert str(table.total.progress.planned.money) == "7111519.00"
    shown = result.to_json()["tables"][0]
    codes = {problem["code"] for problem in shown["problems"]}
    assert any("33,793.00" in problem["message"] for problem in shown["problems"])
    assert (shown["accepted"], shown["refused"]) == (36, 0)
    assert "import.kind_not_stored" not in codes


def test_the_same_plan_again_adds_nothing_and_one_undo_takes_it_back(desk: Desk) -> None:
    run_import(desk, PLAN)
    again = run_import(desk, PLAN)
    assert made(again) == {}
    assert again.changed["equipment_plans"]["unchanged"] == 36
    assert again.review.plan.changes is not None
    assert again.review.plan.changes.seq is None
    undoing.undo_last(desk)
    assert plans.rows(desk) == ()
    assert items.rows(desk) == ()


def test_two_lines_alike_stay_two(desk: Desk, tmp_path: Path) -> None:
    head = ["学校", "设备类别", "设备名称", "规格型号", "单位", "数量", "单价", "金额"]
    line: list[object] = ["甲小学", "课桌凳", "课桌凳", "可升降", "套", 10, 200, 2000]
    book = write(tmp_path / "计划.xlsx", [["2025年设备采购计划表"], head, line, line])
    assert made(run_import(desk, book))["equipment_plans"] == 2
    assert [row.spec for row in plans.rows(desk)] == ["可升降", "可升降"]
    assert made(run_import(desk, book)) == {}


def test_what_cannot_be_told_is_refused_by_line(desk: Desk, tmp_path: Path) -> None:
    head = ["学校", "设备类别", "设备名称", "单位", "数量", "单价"]
    rows: list[list[object]] = [
        ["设备采购计划"],
        list(head),
        ["甲小学", "图书", "图书", "台", 10, 20],
        ["甲小学", "厨房", "蒸柜", "台", 1, 5000],
        ["甲小学", "课桌凳", "课桌凳", "套", "若干", 200],
        ["甲小学", "生活设施", "饮水设备", "台", 2, 3000],
    ]
    result = run_import(desk, write(tmp_path / "计划.xlsx", rows))
    assert {row for _, row in result.refused} == {3, 4}
    assert {"equipment.unit", "equipment.not_a_class"} <= told(result)
    stored = {row.item: (row.quantity, row.money) for row in plans.rows(desk)}
    assert stored["课桌凳"][0] is None
    assert str(stored["饮水设备"][1]) == "6000.00"


# --- batches -----------------------------------------------------------------------------------


def test_a_list_becomes_a_batch_with_delivery_and_acceptance(desk: Desk, tmp_path: Path) -> None:
    result = run_import(desk, write(tmp_path / "照明.xlsx", ROWS))
    assert made(result) == {
        "programmes": 1, "schools": 2, "equipment_items": 1, "equipment_batches": 1,
        "batch_lines": 2, "deliveries": 2, "acceptances": 1,
    }  # fmt: skip
    assert {"equipment.import_batch", "equipment.import_signers"} <= told(result)
    (batch,) = batches.rows(desk)
    assert batch.name == "临溪县教室照明改造采购情况表"
    assert (batch.quantity, batch.shared, str(batch.money)) == (300, 300, "15000.00")
    assert batch.state is BatchState.PART_ACCEPTED
    (item,) = batch_items.rows(desk, batch.id)
    lines = {row.school: (row.delivered, row.accepted) for row in sharing.rows(desk, item.id)}
    assert lines == {"甲小学": (200, 196), "乙小学": (60, 0)}
    (form,) = acceptances.rows(desk)
    (line,) = acceptances.lines(desk, form.id)
    assert (form.day, line.difference, line.reason) == (date(2026, 2, 20), -4, "缺4盏")
    assert made(run_import(desk, write(tmp_path / "照明.xlsx", ROWS))) == {}
    undoing.undo_last(desk)
    assert batches.rows(desk) == ()


def test_a_later_list_adds_only_what_is_new(desk: Desk, tmp_path: Path) -> None:
    run_import(desk, write(tmp_path / "一.xlsx", ROWS))
    later = bought(
        ["甲小学", *LAMP, 200, 50, 200, 200, "2026-03-05", None],
        ["乙小学", *LAMP, 100, 50, 100, 100, "2026-03-06", None],
        ["丙小学", *LAMP, 50, 50, 0, 0, None, None],
        day="2026年3月10日",
    )
    result = run_import(desk, write(tmp_path / "二.xlsx", later))
    assert made(result) == {"schools": 1, "batch_lines": 1, "deliveries": 1, "acceptances": 2}
    (batch,) = batches.rows(desk)
    assert (batch.quantity, str(batch.money), str(batch.contract_sum)) == (
        *(350, "17500.00", "17500.00"),
    )
    assert sum(row.quantity for row in deliveries.rows(desk)) == 300
    assert sum(row.quantity for row in acceptances.rows(desk)) == 300
    less = bought(["甲小学", *LAMP, 210, 50, 150, 200, "2026-03-05", None], day="2026年3月10日")
    result = run_import(desk, write(tmp_path / "三.xlsx", less))
    assert {"equipment.import_less", "equipment.import_contract"} <= told(result)
    assert made(result) == {}


def test_more_than_came_and_days_to_come_are_left_out(desk: Desk, tmp_path: Path) -> None:
    rows = bought(
        ["甲小学", *LAMP, 100, 50, 120, None, None, None],
        ["乙小学", *LAMP, 100, 50, 60, 80, "2026-02-20", None],
        ["丙小学", *LAMP, 100, 50, 60, 60, "2027-02-20", None],
        ["丁小学", *LAMP, None, 50, 60, 60, "2026-02-20", None],
    )
    result = run_import(desk, write(tmp_path / "照明.xlsx", rows))
    assert {
        "equipment.delivered_above", "equipment.accepted_above", "equipment.future",
        "equipment.import_no_contract",
    } <= told(result)  # fmt: skip
    assert {row for _, row in result.refused} == {7}
    assert [row.quantity for row in deliveries.rows(desk)] == [60]
    assert acceptances.rows(desk) == ()


def test_the_blank_workbooks_read_back(desk: Desk, tmp_path: Path) -> None:
    import openpyxl

    values: dict[str, Any] = {
        "township": "城关镇", "school": "甲小学", "equipment_class": "课桌凳", "item": "课桌凳",
        "spec": "单人", "unit": "套", "quantity": 30, "unit_price": 200, "amount": 6000,
        "contract_qty": 30, "delivered_qty": 30, "accepted_qty": 30,
        "acceptance_date": "2026-02-20", "buyer": "赵一",
        "acceptors": "钱二、孙三、李四", "remark": "好",
    }  # fmt: skip
    for template in TEMPLATES:
        if template.key.startswith("equipment"):
            path = tmp_path / f"{template.title}.xlsx"
            path.write_bytes(blank_workbook(template))
            book = openpyxl.load_workbook(path)
            for column, key in enumerate(template.fields, 2):
                book.worksheets[0].cell(4, column).value = values[key]
            book.save(path)
            run_import(desk, path)
    (plan,) = plans.rows(desk)
    assert (plan.spec, plan.quantity, str(plan.money), plan.note) == ("单人", 30, "6000.00", "好")
    (batch,) = batches.rows(desk)
    assert batch.state is BatchState.ACCEPTED


SIGNED_HEAD: list[object] = [*HEAD[:-1], "采购人", "验收人1", "验收人2", "验收人3", "备注"]


def signed(*rows: list[object]) -> list[list[object]]:
    return [["临溪县教室照明改造采购情况表"], ["（截至2026年3月1日）"], SIGNED_HEAD, *rows]


def test_who_signed_comes_in_and_the_rule_of_three_is_told(desk: Desk, tmp_path: Path) -> None:
    rows = signed(
        ["甲小学", *LAMP, 200, 50, 200, 200, "2026-02-20", "赵一", "钱二", "孙三", "李四", None],
        ["乙小学", *LAMP, 100, 50, 100, 100, "2026-02-21", "赵一", "赵一", "钱二", "孙三", None],
        ["丙小学", *LAMP, 100, 50, 100, 100, "2026-02-21", "赵一", "钱二、孙三", None, None, None],
        ["丁小学", *LAMP, 100, 50, 100, 100, "2026-02-21", None, None, None, None, None],
    )
    result = run_import(desk, write(tmp_path / "验收.xlsx", rows))
    forms = {row.school: row for row in acceptances.rows(desk)}
    assert (forms["甲小学"].buyer, forms["甲小学"].people) == ("赵一", ("钱二", "孙三", "李四"))
    assert forms["丙小学"].acceptors == "钱二、孙三"
    found = [(p.cell, p.problem.code) for p in result.review.problems]
    assert [each for each in found if each[0]] == [
        ("K5", "equipment.buyer_accepts"),
        ("K6", "equipment.few_signers"),
    ]
    (bare,) = (p.problem for p in result.review.problems if "import_signers" in p.problem.code)
    assert bare.args["count"] == 1


def test_signatures_that_come_later_go_on_the_known_form(desk: Desk, tmp_path: Path) -> None:
    bare = signed(["甲小学", *LAMP, 200, 50, 200, 200, "2026-02-20", *[None] * 5])
    run_import(desk, write(tmp_path / "a.xlsx", bare))
    line: list[object] = [
        "甲小学",
        *LAMP,
        200,
        50,
        200,
        200,
        "2026-02-20",
        "赵一",
        "钱二",
        "孙三",
        "李四",
        None,
    ]
    run_import(desk, write(tmp_path / "b.xlsx", signed(line)))
    (form,) = acceptances.rows(desk)
    assert (form.buyer, form.people, form.quantity) == ("赵一", ("钱二", "孙三", "李四"), 200)
    line[10] = "周五"
    result = run_import(desk, write(tmp_path / "c.xlsx", signed(line)))
    assert [(d.before, d.after) for d in result.review.plan.differences] == [
        ("钱二、孙三、李四", "周五、孙三、李四")
    ]
    (form,) = acceptances.rows(desk)
    assert form.people == ("钱二", "孙三", "李四")
