"""Refused cells of the week: they stay, are listed, and are corrected by keyboard and click."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from facilitydesk.domain.problems import Trouble
from facilitydesk.gui.grid.editors import LineEditor
from facilitydesk.services.desk import Desk
from tests.gui.desks import settle
from tests.gui.week.weeks import THIS, Week, add_works, compose, week_page


@pytest.fixture
def week(qtbot: QtBot, desk: Desk) -> Iterator[Week]:
    add_works(desk, 6)
    with week_page(qtbot, desk) as page:
        yield page


def test_a_refused_text_stays_in_its_cell_and_in_the_list_and_typing_goes_on(week: Week) -> None:
    week.type(0, "started_area", "abc")
    week.type(1, "progress", "65")
    assert week.text(0, "started_area") == "abc"
    assert week.bad == [("abc", "“abc”不是有效数字。")]
    assert week.page.panel.bad.isVisible()
    assert week.text(1, "progress") == "65"
    tip = week.index(0, "started_area").data(Qt.ItemDataRole.ToolTipRole)
    assert tip == "“abc”不是有效数字。"


def test_a_click_in_the_list_jumps_to_the_cell_and_correcting_it_empties_the_list(
    week: Week,
) -> None:
    week.type(4, "stage", "基本完成")
    week.at(0, "progress")
    week.view.set_filter("school", frozenset({"第1小学"}))
    week.page.panel.bad.table.cellClicked.emit(0, 0)
    assert week.view.currentIndex() == week.index(4, "stage")
    week.type(4, "stage", "主体完工")
    assert week.bad == []
    assert not week.page.panel.bad.isVisible()
    assert week.text(4, "stage") == "主体完工"


def test_a_falling_figure_is_stored_with_the_reason_typed_in_the_list(week: Week) -> None:
    week.type(0, "progress", "45")
    assert week.bad == [("45", "进度由上期50%降为45%，累计数只增不减；确需更正的请填写更正原因。")]
    assert week.text(0, "state") == "未报"
    box = week.page.panel.bad.reason_box(week.page.panel.bad.places[0])
    compose(box, "上周误填")
    QTest.keyClick(box, Qt.Key.Key_Return)
    settle()
    assert week.bad == []
    assert week.text(0, "progress") == "45"
    assert week.text(0, "reason") == "上周误填"


def test_a_refused_text_is_tried_again_by_leaving_its_cell(
    week: Week, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as full:
        full.setattr("facilitydesk.services.week.enter", no_room)
        week.type(0, "progress", "65")
    assert [text for text, _ in week.bad] == ["65"]
    week.at(0, "progress")
    week.key(Qt.Key.Key_F2)
    editor = QApplication.focusWidget()
    assert editor is not None
    QTest.keyClick(editor, Qt.Key.Key_Return)
    settle()
    assert week.bad == []
    assert week.text(0, "state") == "草稿"


def no_room(*_given: object, **_more: object) -> None:
    raise Trouble("disk.full")


def test_the_reason_is_given_with_the_keyboard_alone(week: Week) -> None:
    week.type(0, "started_area", "abc")
    week.type(1, "progress", "45")
    week.key(Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier)
    table = QApplication.focusWidget()
    assert table is week.page.panel.bad.table
    QTest.keyClick(table, Qt.Key.Key_Down)
    QTest.keyClick(table, Qt.Key.Key_Return)
    box = QApplication.focusWidget()
    assert box is week.page.panel.bad.reason_box(week.page.panel.bad.places[1])
    compose(box, "上周误填")
    QTest.keyClick(box, Qt.Key.Key_Return)
    settle()
    assert week.text(1, "progress") == "45"
    assert QApplication.focusWidget() is week.view
    assert week.view.currentIndex() == week.index(1, "progress")


def test_cells_are_stored_in_the_week_that_is_shown(week: Week) -> None:
    week.context.step_week(1)  # the next week's sheet is still being read
    week.page.model.setData(week.index(0, "progress"), "66")
    settle()
    assert week.page.sheet is not None
    assert week.page.sheet.week > THIS
    assert week.past(0, "progress") == "66"
    assert week.text(0, "progress") == ""


def test_a_text_being_typed_is_stored_before_another_week_is_shown(week: Week) -> None:
    week.at(0, "progress")
    QTest.keyClicks(week.view, "6")
    editor = QApplication.focusWidget()
    assert editor is not None
    QTest.keyClicks(editor, "7")
    week.context.step_week(1)
    settle()
    assert week.past(0, "progress") == "67"
    assert QApplication.focusWidget() is week.view


def test_the_good_cells_of_a_block_are_stored_and_the_bad_ones_listed(week: Week) -> None:
    week.paste(0, "progress", "60\t700\r\n四十\t700\r\n60\tx\r\n")
    assert week.column("progress")[:3] == ["60", "四十", "60"]
    assert week.column("started_area")[:3] == ["700.00", "700.00", "x"]
    assert [text for text, _ in week.bad] == ["四十", "x"]
    assert week.column("state")[:3] == ["草稿"] * 3


def test_findings_that_are_no_errors_are_marks_with_a_tooltip(week: Week) -> None:
    week.type(0, "started_area", "1200")
    mark = week.page.model.mark_at(
        week.page.model.row_at(0), week.page.model.columns[week.page.model.by_key["started_area"]]
    )
    assert mark is not None
    assert mark.severity == "blue"
    assert "超过规划面积" in mark.message
    assert week.bad == []


def test_refused_texts_wait_for_their_week(week: Week) -> None:
    week.type(0, "progress", "abc")
    week.context.step_week(-1)
    settle()
    assert week.bad == []
    assert week.text(0, "progress") == "50"
    week.context.step_week(1)
    settle()
    assert week.text(0, "progress") == "abc"
    assert len(week.bad) == 1


def _editor(week: Week, line: int, key: str) -> LineEditor:
    week.at(line, key)
    week.key(Qt.Key.Key_F2)
    editor = QApplication.focusWidget()
    assert isinstance(editor, LineEditor)
    return editor


def _preedit(editor: LineEditor, text: str) -> None:
    QApplication.sendEvent(editor, QInputMethodEvent(text, []))


def test_a_change_of_focus_loses_no_composed_letters(week: Week) -> None:
    editor = _editor(week, 0, "reason")
    compose(editor, "缺")
    _preedit(editor, "资金")
    week.page.panel.quick.setFocus()
    settle()
    assert week.text(0, "reason") == "缺资金"
