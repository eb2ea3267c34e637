"""The equipment page: items, scanned labels, the way to papers and to the import."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from facilitydesk.gui.equipment.page import EquipmentPage
from facilitydesk.gui.importing.page import ExchangePage
from facilitydesk.services.desk import Desk
from facilitydesk.services.equipment import items, stock
from facilitydesk.services.journal import undoing
from tests.gui.desks import context_on, settle
from tests.gui.register.registers import Hand, open_page, page_on
from tests.services.equipment.test_scanning import begun


def scan(page: EquipmentPage, number: str) -> str:
    """Type a number as a scanner does; what the bar says then."""
    bar = page.stock.scan
    QTest.keyClicks(bar.edit, number)
    QTest.keyClick(bar.edit, Qt.Key.Key_Return)
    settle()
    assert bar.edit.text() == ""
    return bar.told.text()


def test_a_scanner_marks_cards_and_names_what_is_foreign(qtbot: QtBot, desk: Desk) -> None:
    taken = begun(desk)
    with page_on(qtbot, desk, EquipmentPage) as page:
        page.show_view("stock")
        settle()
        assert "✓ 已盘点：A1　学生计算机　1/1" in scan(page, "A1")
        lines = Hand(page.stock.lines)
        assert lines.column("counted") == ["1", ""]
        assert page.stock.lines.current.number == "A1"
        assert "已盘点过" in scan(page, "A1")
        assert "“B1”是“第2小学”的资产" in scan(page, "B1")
        assert "没有编号或序列号为“X9”的资产" in scan(page, "X9")
        assert Hand(page.stock.table).text(0, "uncounted") == "1"
    assert [line.counted for line in stock.lines(desk, taken)] == [1, None]


def test_a_count_that_is_undone_is_no_longer_told(qtbot: QtBot, desk: Desk) -> None:
    taken = begun(desk)
    with page_on(qtbot, desk, EquipmentPage) as page:
        page.show_view("stock")
        settle()
        assert "✓ 已盘点：A1" in scan(page, "A1")
        page.context.runner.do(undoing.undo_last)
        settle()
        assert page.stock.scan.told.text() == ""
    assert [line.counted for line in stock.lines(desk, taken)] == [None, None]


def test_items_are_kept_in_a_view_of_their_own(qtbot: QtBot, desk: Desk) -> None:
    begun(desk)
    with page_on(qtbot, desk, EquipmentPage) as page:
        page.show_view("items")
        settle()
        hand = Hand(page.items.table)
        assert (hand.text(0, "name"), hand.text(0, "unit"), hand.text(0, "uses")) == (
            *("学生计算机", "台", "4"),
        )
        hand.type(0, "name", "台式计算机")
        page.items.table.add()
        settle()
        for key, text in (("equipment_class", "生活设施"), ("unit", "台"), ("name", "蒸饭柜")):
            hand.type(-1, key, text)
        assert hand.bad == []
    assert {row.name for row in items.rows(desk)} == {"台式计算机", "蒸饭柜"}


def test_each_view_leads_to_its_papers_and_to_the_import(qtbot: QtBot, desk: Desk) -> None:
    begun(desk)
    wanted: list[Any] = []
    with context_on(desk) as (context, _told):
        context.page_wanted.connect(lambda key, where: wanted.append((key, where)))
        page = open_page(qtbot, context, EquipmentPage)
        for view, first in (
            ("assets", "资产标签"),
            ("acceptances", "设备验收单"),
            ("stock", "资产盘点表"),
        ):
            page.show_view(view)
            page.papers_menu.aboutToShow.emit()
            assert page.papers_menu.actions()[0].text() == first
        page.papers_menu.actions()[2].trigger()
        page.taking.click()
    assert wanted == [
        ("reports", {"report": "stock_differences"}),
        ("exchange", {"import": "equipment"}),
    ]


def test_the_import_says_what_is_wanted(qtbot: QtBot, desk: Desk) -> None:
    with page_on(qtbot, desk, ExchangePage) as page:
        page.show_where({"import": "equipment"})
        assert page.choose.kind.text().startswith("导入为：设备清单")
        assert not page.choose.kind.isHidden()
        page.start(Path(__file__).parents[2] / "workbooks" / "25_设备采购计划.xlsx")
        qtbot.waitUntil(lambda: page.draft is not None, timeout=15_000)
        settle()
        assert page.choose.kind.isHidden()
        assert page.showing.book is not None
        assert [table.kind for table in page.showing.book.tables] == ["equipment"]
