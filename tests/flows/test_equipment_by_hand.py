"""A procurement by hand: plan for thirty schools, a batch, two deliveries, four missing lamps,
numbers, forms, labels that scan back, and a stock-take that finds what is gone.

Everything is typed, pasted and pressed in the window; the command line gives the same figures and
papers. Worked out beforehand: 第1小学 gets 16 lamps and accepts 12, the other 29 schools get 200
each. 16 + 29 × 200 = 5,816 lamps; planned at 50 元 290,800 元, bought at 55 元 319,880 元,
accepted 5,812 × 55 = 319,660 元: 109.92 % by money, 5,812 ÷ 5,816 = 99.93 % by pieces.
"""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest
from pytestqt.qtbot import QtBot

from facilitydesk.cli import run
from facilitydesk.domain.words.equipment_terms import BatchState
from facilitydesk.services.desk import Desk
from facilitydesk.services.equipment import acceptances, assets, batches, deliveries, stock
from facilitydesk.services.journal import undoing
from facilitydesk.store import tables
from tests.flows.buying import Buyer, buyer_on, codes_of, pages_of
from tests.gui.desks import settle
from tests.gui.register.registers import Hand
from tests.services.equipment.county import programme, schools

NAMES = [f"第{n}小学" for n in range(1, 31)]
LAMPS = [16] + [200] * 29
NUMBERS = [f"3136000001-2026-01-{n:04d}" for n in range(1, 13)]
"""What the rule makes of 第1小学's twelve lamps."""


def county(desk: Desk) -> None:
    """Thirty schools with their codes, and a programme."""
    made = schools(desk)
    programme(desk)
    with desk.operation("test.codes", "登记标识码") as unit:
        for number, school_id in enumerate(made, 1):
            unit.update(tables.school, school_id, {"code": f"31360{number:05}"})


def state(desk: Desk) -> BatchState:
    return batches.rows(desk)[0].state


def plan_and_buy(officer: Buyer, desk: Desk) -> None:
    plan = officer.go("plans")
    hand = officer.paste(
        plan.table,
        [
            f"{name}\t生活设施\t教室照明灯\t\t\t{lamps}\t50"
            for name, lamps in zip(NAMES, LAMPS, strict=True)
        ],
    )
    assert hand.bad == []
    bought = officer.go("batches")
    officer.press("新增采购批次")
    head = Hand(bought.table)
    for key, text in (
        ("name", "教室照明改造"),
        ("method", "公开招标"),
        ("contract_sum", "31.988"),
        ("signed_day", "2026-02-02"),
    ):
        head.type(0, key, text)
    bought.items.add()
    settle()
    listed = Hand(bought.items)
    for key, text in (
        ("equipment_class", "生活设施"),
        ("item", "教室照明灯"),
        ("unit_price", "55"),
        ("quantity", "5816"),
    ):
        listed.type(0, key, text)
    assert listed.text(0, "money") == "31.988"
    # The supplier's list gives 第1小学 four lamps too many: nothing of it is stored.
    shares = officer.paste(bought.shares, [f"{NAMES[0]}\t20", *(f"{n}\t200" for n in NAMES[1:])])
    assert set(shares.bad) == {"分校数量合计5820盏，批次清单为5816盏，多4盏；两者应相等，未保存。"}
    assert batches.rows(desk)[0].schools == 0
    shares.type(0, "quantity", "16")
    assert shares.bad == []
    assert (batches.rows(desk)[0].schools, batches.rows(desk)[0].open_quantity) == (30, 0)
    assert state(desk) is BatchState.CONTRACTED


def deliver_twice(officer: Buyer, desk: Desk) -> None:
    came = officer.go("deliveries")
    officer.press("登记到货")
    first = Hand(came.table)
    first.type(0, "day", "2026-02-20")
    first.type(0, "batch_id", "教室照明改造")
    Hand(came.lines).paste(0, "quantity", "\n".join(["10", *["120"] * 29]))
    assert state(desk) is BatchState.PART_DELIVERED
    came.table.add()
    settle()
    first.type(-1, "day", "2026-03-02")
    first.type(-1, "batch_id", "教室照明改造")
    officer.press("其余全部到货")
    assert [row.quantity for row in deliveries.rows(desk)] == [3_490, 2_326]
    assert state(desk) is BatchState.DELIVERED


def accept_and_number(officer: Buyer, desk: Desk) -> None:
    taken = officer.go("acceptances")
    officer.press("新增验收单")
    form = Hand(taken.table)
    for key, text in (
        ("day", "2026-03-05"),
        ("batch_id", "教室照明改造"),
        ("school_id", "第1小学"),
        ("buyer", "周兵"),
        ("acceptors", "李梅、王强、赵敏"),
    ):
        form.type(0, key, text)
    lines = Hand(taken.lines)
    assert [lines.text(0, key) for key in ("contract", "delivered")] == ["16", "16"]
    lines.type(0, "quantity", "12")
    lines.type(0, "reason", "缺4盏，供应商补货")
    assert lines.text(0, "difference") == "-4"
    form.at(0, "day")
    officer.press("为其余学校建单")
    assert sum(row.quantity for row in acceptances.rows(desk)) == 5_812
    assert state(desk) is BatchState.PART_ACCEPTED
    form.at(0, "day")
    settle()
    officer.press("生成资产卡片")
    assert [row.number for row in assets.rows(desk)] == NUMBERS
    undoing.undo_last(desk)
    assert assets.rows(desk) == ()
    officer.go("acceptances")
    form.at(0, "day")
    officer.press("全批建卡")
    cards = assets.rows(desk)
    assert len(cards) == 5_812
    assert [row.number for row in cards][:13] == [*NUMBERS, "3136000002-2026-01-0001"]


def count_by_labels(officer: Buyer, codes: list[str], desk: Desk) -> None:
    """Eleven of twelve labels are found; the twelfth lamp was broken."""
    counting = officer.go("stock")
    officer.press("开始盘点")
    Hand(counting.table).type(0, "school_id", "第1小学")
    found = [code for code in codes if code != NUMBERS[4]]
    assert officer.scan(found[0]) == f"✓ 已盘点：{NUMBERS[0]}　教室照明灯　1/1"
    assert "已盘点过" in officer.scan(found[0])
    assert "“3136000002-2026-01-0001”是“第2小学”的资产" in officer.scan("3136000002-2026-01-0001")
    for code in found[1:]:
        officer.scan(code)
    head = Hand(counting.table)
    assert [head.text(0, key) for key in ("counted", "uncounted")] == ["11", "1"]
    lines = Hand(counting.lines)
    assert lines.column("number") == NUMBERS
    lines.type(4, "counted", "0")
    lines.type(4, "reason", "灯管破损，已下架")
    assert lines.text(4, "difference") == "-1"
    (taken,) = stock.rows(desk)
    assert (taken.expected, taken.counted, taken.missing, taken.surplus) == (12, 11, 1, 0)


def test_from_the_plan_to_the_stock_take(
    qtbot: QtBot, file_desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    desk = file_desk
    county(desk)
    with buyer_on(qtbot, desk) as officer:
        plan_and_buy(officer, desk)
        deliver_twice(officer, desk)
        accept_and_number(officer, desk)
        forms = pages_of(officer.paper("设备验收单"))
        officer.look_at("第1小学")
        codes = codes_of(officer.paper("学校资产标签"))
        assert codes == NUMBERS, "every label of the sheet scans back"
        count_by_labels(officer, codes, desk)
        gaps = pages_of(officer.paper("盘点差异表"))
        shown = Hand(officer.go("progress").table)
        figures = ("planned_pieces", "accepted_pieces", "rate", "quantity_rate")
        assert [shown.text(0, key) for key in figures] == ["5,816", "5,812", "109.92", "99.93"]
        assert "以已验收计" in officer.page.progress.total.text()
    assert len(forms) == 30, "a form for each school, in one run"
    assert [name in form for name, form in zip(NAMES, forms, strict=True)] == [True] * 30
    assert "缺4盏，供应商补货" in forms[0]
    assert "缺4盏" not in "".join(forms[1:])
    for words in (NUMBERS[4], "灯管破损，已下架"):
        assert words in "".join(gaps)

    path = str(desk.place)
    desk.close()
    capsys.readouterr()

    def report(name: str, *options: str, ending: str = ".pdf") -> Path:
        out = tmp_path / f"{name}{ending}"
        day = ("--as-of", "2026-03-11")
        assert run(["report", path, name, *day, "--out", str(out), *options]) == 0
        return out

    assert pages_of(report("acceptance").read_bytes()) == forms
    assert codes_of(report("labels", "--school", "第1小学").read_bytes()) == NUMBERS
    assert pages_of(report("stock_differences").read_bytes()) == gaps
    book = openpyxl.load_workbook(report("procurement", "--by", "school", ending=".xlsx"))
    told = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]
    assert any("第30小学" in row for row in told)
    capsys.readouterr()
    assert run(["figures", path, "--as-of", "2026-03-11", "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)["rows"]
    assert row["planned_equipment_yuan"] == "290800.00"
    assert row["procured_equipment_yuan"] == "319660.00"
    assert row["procurement_rate"] == {
        "percent": "109.92",
        "numerator": "319660.00",
        "denominator": "290800.00",
        "basis": "money",
        "plan": "采购计划",
        "notes": ["按采购批次以已验收计"],
    }
    assert run(["figures", path, "--as-of", "2026-03-01", "--by", "school"]) == 0
    assert "第30小学" in capsys.readouterr().out, "schools without works are groups too"
