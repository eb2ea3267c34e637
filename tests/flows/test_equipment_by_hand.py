"""A procurement by hand: plan for thirty schools, a batch, two deliveries, four missing lamps.

Everything is typed, pasted and pressed in the window; the figures of the command line agree.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from facilitydesk.cli import run
from facilitydesk.domain.equipment_terms import BatchState
from facilitydesk.gui.equipment_page import EquipmentPage
from facilitydesk.services import undoing
from facilitydesk.services.desk import Desk
from facilitydesk.services.equipment import acceptances, assets, batches, deliveries
from tests.gui.desks import context_on, settle
from tests.gui.registers import Hand, open_page
from tests.services.equipment.county import programme, schools

NAMES = [f"第{n}小学" for n in range(1, 31)]


class Officer:
    """What an officer does on the page."""

    def __init__(self, page: EquipmentPage) -> None:
        self.page = page

    def go(self, view: str) -> Any:
        """Press the tab of a view."""
        self.page.head.views.button(view).click()
        settle()
        return self.page.views[view]

    def press(self, text: str) -> None:
        (button,) = [
            b
            for b in self.page.findChildren(QPushButton)
            if b.text() == text and b.isVisibleTo(self.page)
        ]
        button.click()
        settle()

    def paste_thirty(self, table: Any, rows: list[str]) -> Hand:
        """Begin a row, paste thirty from the clipboard, let the others be added."""
        table.add()
        settle()
        hand = Hand(table)
        hand.paste(0, "school_id", "\n".join(rows))
        hand.answers["添加29行"].click()
        settle()
        assert hand.bad == []
        return hand


def state(desk: Desk) -> BatchState:
    return batches.rows(desk)[0].state


def test_from_the_plan_to_the_cards(
    qtbot: QtBot, file_desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    desk = file_desk
    schools(desk)
    programme(desk)
    with context_on(desk) as (context, _told):
        page = open_page(qtbot, context, EquipmentPage)
        officer = Officer(page)

        plan = officer.go("plans")
        officer.paste_thirty(
            plan.table, [f"{name}\t生活设施\t教室照明灯\t\t\t200\t50" for name in NAMES]
        )

        bought = officer.go("batches")
        officer.press("新增采购批次")
        head = Hand(bought.table)
        head.type(0, "name", "教室照明改造")
        head.type(0, "method", "公开招标")
        head.type(0, "contract_sum", "33")
        head.type(0, "signed_day", "2026-02-02")
        bought.items.add()
        settle()
        listed = Hand(bought.items)
        for key, text in (
            ("equipment_class", "生活设施"),
            ("item", "教室照明灯"),
            ("unit_price", "55"),
            ("quantity", "6000"),
        ):
            listed.type(0, key, text)
        assert listed.text(0, "money") == "33.00"
        officer.paste_thirty(bought.shares, [f"{name}\t200" for name in NAMES])
        assert state(desk) is BatchState.CONTRACTED

        came = officer.go("deliveries")
        officer.press("登记到货")
        first = Hand(came.table)
        first.type(0, "day", "2026-02-20")
        first.type(0, "batch_id", "教室照明改造")
        Hand(came.lines).paste(0, "quantity", "\n".join(["120"] * 30))
        assert state(desk) is BatchState.PART_DELIVERED
        came.table.add()
        settle()
        first.type(-1, "day", "2026-03-02")
        first.type(-1, "batch_id", "教室照明改造")
        officer.press("其余全部到货")
        assert [row.quantity for row in deliveries.rows(desk)] == [3600, 2400]
        assert state(desk) is BatchState.DELIVERED

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
        assert [lines.text(0, key) for key in ("contract", "delivered")] == ["200", "200"]
        lines.type(0, "quantity", "196")
        lines.type(0, "reason", "缺4盏，供应商补货")
        assert lines.text(0, "difference") == "-4"
        form.at(0, "day")
        officer.press("为其余学校建单")
        assert sum(row.quantity for row in acceptances.rows(desk)) == 5996
        assert state(desk) is BatchState.PART_ACCEPTED

        form.at(0, "day")
        settle()
        officer.press("生成资产卡片")
        assert len(assets.rows(desk)) == 196
        undoing.undo_last(desk)
        assert assets.rows(desk) == ()

        progress = officer.go("progress")
        shown = Hand(progress.table)
        assert [shown.text(0, key) for key in ("planned_pieces", "accepted_pieces")] == [
            "6,000",
            "5,996",
        ]
        assert shown.text(0, "rate") == "109.93"
        assert shown.text(0, "quantity_rate") == "99.93"
        assert "以已验收计" in progress.total.text()

    path = Path(desk.place)
    desk.close()
    capsys.readouterr()
    assert run(["figures", str(path), "--as-of", "2026-03-11", "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)["rows"]
    assert row["planned_equipment_yuan"] == "300000.00"
    assert row["procured_equipment_yuan"] == "329780.00"
    assert row["procurement_rate"] == {
        "percent": "109.93",
        "numerator": "329780.00",
        "denominator": "300000.00",
        "basis": "money",
        "plan": "采购计划",
        "notes": ["按采购批次以已验收计"],
    }
    assert run(["figures", str(path), "--as-of", str(date(2026, 3, 1)), "--by", "school"]) == 0
    assert "第30小学" in capsys.readouterr().out, "schools without works are groups too"
