"""学校核对 on the page of reconciliation: typed, pasted by name, month by month, sums and reasons."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from facilitydesk.gui.money.reconcile_page import ReconcilePage
from facilitydesk.gui.money.school_lines import read_lines
from facilitydesk.services.desk import Desk
from facilitydesk.services.journal import undoing
from facilitydesk.services.money import settlements
from tests.gui.desks import settle
from tests.gui.register.registers import Hand, page_on
from tests.services.money.ledgers import add_project, allot, arrive, paper, pay, yuan

YEAR = (date(2026, 1, 1), date(2026, 3, 11))


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> Iterator[ReconcilePage]:
    """Two schools: one got less than was allocated, one all of it."""
    first, second = add_project(desk, "教学楼"), add_project(desk, "食堂", "青石镇中心小学")
    document = paper(desk)
    allot(desk, document, first, 60_000)
    allot(desk, document, second, 30_000)
    arrive(desk, document, 40_000, project_id=first)
    arrive(desk, document, 30_000, project_id=second, day=date(2026, 3, 2))
    pay(desk, document, first, 20_000)
    with page_on(qtbot, desk, ReconcilePage) as page:
        page.show_where({"view": "schools"})
        settle()
        yield page


def choose(page: ReconcilePage, words: str) -> None:
    spans = page.schools.spans
    spans.setCurrentIndex(spans.findText(words))
    settle()


def rows(page: ReconcilePage) -> tuple[Any, ...]:
    return settlements.settlements(page.context.desk, *YEAR)


def test_each_school_stands_with_its_difference_and_the_sums_above(page: ReconcilePage) -> None:
    hand = Hand(page.schools.table)
    keys = ("school", "due", "received", "difference", "paid", "left")
    assert [hand.text(0, key) for key in keys] == [
        "城关镇中心小学", "60,000.00", "40,000.00", "20,000.00", "20,000.00", "20,000.00",
    ]  # fmt: skip
    assert page.schools.sums.text("差额") == "20,000.00"
    assert page.schools.shown.button("open").text() == "未说明 1"
    page.schools.shown.button("open").click()
    settle()
    assert hand.column("school") == ["城关镇中心小学"]


def test_a_reason_and_what_was_reckoned_are_typed(page: ReconcilePage) -> None:
    hand = Hand(page.schools.table)
    hand.type(0, "reason", "二季度拨付")
    hand.type(0, "due", "55000")
    hand.type(0, "basis", "550人×100元")
    row = rows(page)[0]
    assert (row.due, row.reason, row.basis) == (yuan(55_000), "二季度拨付", "550人×100元")
    assert hand.text(0, "difference") == "15,000.00"
    assert page.schools.shown.button("open").text() == "未说明 0"
    hand.type(0, "due", "-1")
    assert len(hand.bad) == 1
    undoing.undo_last(page.context.desk)
    assert rows(page)[0].basis == ""


def test_months_stand_below_each_other_and_each_has_its_reason(page: ReconcilePage) -> None:
    choose(page, "逐月列出")
    hand = Hand(page.schools.table)
    assert hand.column("period") == ["2026年1月", "2026年3月", "2026年1月", "2026年3月"]
    hand.type(1, "reason", "一")
    hand.type(3, "reason", "三")
    assert hand.column("reason") == ["", "一", "", "三"]
    assert [row.reason for row in rows(page)] == ["", ""], "March is not over on the 11th"
    choose(page, "3月")
    assert hand.column("reason") == ["一", "三"]


def test_a_block_is_pasted_by_the_names_of_schools(page: ReconcilePage) -> None:
    QApplication.clipboard().setText(
        "序号\t学校名称\t应收\t差额原因\r\n1\t青石镇中心小学\t803,750.00\t缓拨\r\n"
        "2\t北山小学\t5\t\r\n"
    )
    page.schools.paste()
    settle()
    assert (rows(page)[1].due, rows(page)[1].reason) == (yuan("803750.00"), "缓拨")
    note = Hand(page.schools.table).note
    assert note.startswith("已填入 1 所学校")
    assert "没有找到：北山小学" in note
    undoing.undo_last(page.context.desk)
    assert rows(page)[1].due == yuan(30_000)
    choose(page, "逐月列出")
    page.schools.paste()
    assert "请先选择一个期间" in Hand(page.schools.table).note


def test_lines_without_heads_stand_in_their_order() -> None:
    assert read_lines("城关小学\t12万元\t120人×1000元\t\n\n东桥小学\tabc\n") == (
        [
            {"school": "城关小学", "due": yuan(120_000), "basis": "120人×1000元", "reason": ""},
            {"school": "东桥小学"},
        ],
        ["“abc”不是有效数字。"],
    )


def test_the_printed_table_is_asked_for_to_the_end_of_the_span(page: ReconcilePage) -> None:
    asked: list[tuple[str, Any]] = []
    page.context.page_wanted.connect(lambda key, where: asked.append((key, where)))
    choose(page, "2月")
    page.schools.print.click()
    choose(page, "年初至今")
    page.schools.print.click()
    assert [(where["as_of"], where["values"]) for _, where in asked] == [
        (date(2026, 2, 28), {"span": "month", "first": None}),
        (date(2026, 3, 11), {"span": "", "first": date(2026, 1, 1)}),
    ]


def test_the_treasurys_view_is_one_click_away(page: ReconcilePage) -> None:
    page.schools.views.button("treasury").click()
    settle()
    assert not page.shows_schools
    assert page.empty.isVisible()
