"""What the week page shows and refuses: rules without pop-ups, states, history, locks, filters."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot
from sqlalchemy import create_engine

from facilitydesk.domain.periods import week_start
from facilitydesk.domain.problems import Trouble
from facilitydesk.gui.context import Context
from facilitydesk.gui.grid.editors import LineEditor
from facilitydesk.gui.people.dialogs import UnlockDialog
from facilitydesk.gui.runner import Runner
from facilitydesk.gui.settings import Settings
from facilitydesk.gui.week_page import WeekPage
from facilitydesk.gui.week_side import HistoryList, MissingList
from facilitydesk.services import files, undoing
from facilitydesk.services.desk import Desk
from tests.gui.desks import context_on, settle, shown
from tests.gui.weeks import LAST, THIS, Week, add_works, compose, week_page
from tests.store_fixtures import add_work, clock


@pytest.fixture
def week(qtbot: QtBot, desk: Desk) -> Iterator[Week]:
    add_works(desk, 6)
    with week_page(qtbot, desk) as page:
        yield page


# --- refused cells ----------------------------------------------------------------------------


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


# --- input methods ----------------------------------------------------------------------------


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


# --- states and weeks -------------------------------------------------------------------------


def test_no_change_differs_from_not_reported(week: Week) -> None:
    week.select((0, "stage"), (3, "stage"))
    week.key(Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    week.page.deeds.mark_unchanged()
    settle()
    assert week.column("state") == ["无变化"] * 4 + ["未报"] * 2
    assert week.text(0, "progress") == "50"
    assert week.page.bar.counts.text() == "共6项 · 未报 2 · 无变化 4"
    week.page.bar.only_missing.setChecked(True)
    assert week.column("school") == ["第5小学", "第6小学"]


def test_a_row_stays_in_sight_while_it_is_filled_in(week: Week) -> None:
    week.page.bar.only_missing.setChecked(True)
    week.type(0, "progress", "60")
    assert week.column("state")[:2] == ["草稿", "未报"]
    assert len(week.column("state")) == 6


def test_finished_works_need_not_report(week: Week) -> None:
    week.context.step_week(-1)
    settle()
    week.paste(0, "stage", "已交付使用\t100\t1000\t1000\r\n")
    week.context.step_week(1)
    settle()
    assert week.text(0, "state") == "免报"
    assert week.page.bar.counts.text() == "共6项 · 未报 5 · 免报 1"


def test_the_chase_list_names_schools_and_phones(week: Week, desk: Desk) -> None:
    week.type(0, "progress", "60")
    week.page.bar.missing.click()
    settle()
    listing = week.page.side.content
    assert isinstance(listing, MissingList)
    assert listing.count.text() == "5所学校、5项未报"
    item = listing.tree.topLevelItem(0)
    assert item is not None
    assert item.text(0) == "第2小学"
    assert item.text(1) == "待补"
    listing.tree.itemClicked.emit(item, 0)
    assert week.view.currentIndex().row() == 1


def test_a_submitted_week_is_locked_until_a_reason_is_given(week: Week, desk: Desk) -> None:
    week.type(0, "progress", "60")
    week.page.deeds.submit()
    settle()
    assert week.text(0, "state") == "已报"
    assert "已由王敏" in week.page.bar.lock.text()
    assert not week.index(0, "progress").flags() & Qt.ItemFlag.ItemIsEditable
    assert not week.page.bar.submit.isVisible()
    week.paste(0, "progress", "70")
    assert week.text(0, "progress") == "60"
    week.page.deeds.unlock("  ")
    assert week.told.last == "请填写原因。"
    week.page.deeds.unlock("第1小学数据有误")
    settle()
    assert week.text(0, "state") == "草稿"
    week.type(0, "progress", "61")
    assert week.text(0, "progress") == "61"
    with desk.read() as connection:
        labels = [
            row[0] for row in connection.exec_driver_sql("SELECT label FROM operation ORDER BY seq")
        ]
    assert "解锁2026年第11周：第1小学数据有误" in labels


def test_unlocking_asks_for_the_reason_and_takes_none_without(week: Week) -> None:
    week.page.deeds.submit()
    settle()
    enabled: list[bool] = []

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, UnlockDialog)
        enabled.append(dialog.go.isEnabled())
        dialog.reason.setText("第1小学数据有误")
        enabled.append(dialog.go.isEnabled())
        dialog.go.click()

    QTimer.singleShot(0, answer)
    week.page.bar.unlock.click()
    settle()
    assert enabled == [False, True]
    assert not week.page.locked


def test_undo_reaches_back_over_a_restart(qtbot: QtBot, desk: Desk) -> None:
    add_works(desk, 2)
    with week_page(qtbot, desk) as page:
        page.paste(0, "progress", "60\r\n61\r\n")
    desk.close()
    again = files.open_desk(desk.place, officer="王敏", clock=clock)
    with week_page(qtbot, again) as page:
        assert page.column("progress") == ["60", "61"]
        page.undo()
        assert page.column("progress") == ["", ""]
        assert page.column("state") == ["未报", "未报"]
    again.close()


# --- history ----------------------------------------------------------------------------------


def test_the_history_of_a_cell_and_putting_a_value_back(week: Week, desk: Desk) -> None:
    for text in ("60", "70", "65"):
        week.paste(0, "progress", text)
    week.page.deeds.show_history(week.page.model.row_at(0), "progress")
    settle()
    listing = week.page.side.content
    assert isinstance(listing, HistoryList)
    assert [b.text() for b in listing.buttons] == ["恢复为“70”", "恢复为“60”"]
    listing.buttons[0].click()
    settle()
    assert week.text(0, "progress") == "70"
    assert undoing.steps(desk).undo[0].label == "2026年第11周恢复进度"
    renewed = week.page.side.content
    assert isinstance(renewed, HistoryList)
    assert len(renewed.buttons) == 3


# --- what is remembered -----------------------------------------------------------------------


def test_filters_widths_order_and_sort_are_there_after_a_restart(qtbot: QtBot, desk: Desk) -> None:
    add_works(desk, 4)
    add_work(desk, school="白沙小学", township="白沙镇", project="白沙小学食堂")
    with context_on(desk) as (context, _):
        page = WeekPage(context)
        qtbot.addWidget(page)
        shown(page)
        page.panel.view.set_filter("township", frozenset({"城关镇"}))
        page.panel.view.set_sort("school", descending=True)
        page.panel.view.setColumnWidth(page.model.by_key["stage"], 233)
        kept = context.setting("grid.week")
        page.close()
    with week_page(qtbot, desk, grid__week=kept) as week:
        assert week.column("school") == ["第4小学", "第3小学", "第2小学", "第1小学"]
        assert week.view.columnWidth(week.page.model.by_key["stage"]) == 233
        week.view.clear_filters()
        assert len(week.column("school")) == 5


@pytest.mark.parametrize("words", ["dsxx", "第4", "小学 第4", "D4XX"])
def test_the_quick_search_knows_names_and_pinyin_initials(week: Week, words: str) -> None:
    week.page.panel.quick.setText("第4小学" if words == "dsxx" else words)
    week.page.panel.find()
    assert week.column("school") == ["第4小学"]


def test_another_page_can_show_a_part(week: Week) -> None:
    works = tuple(row.work_id for row in week.page.rows[:2])
    week.page.show_where({"works": works, "title": "停工的单项工程"})
    assert week.column("school") == ["第1小学", "第2小学"]
    assert "停工的单项工程" in week.page.bar.part.text()
    week.page.bar.part.click()
    assert len(week.column("school")) == 6


def test_the_works_of_one_programme(week: Week, desk: Desk) -> None:
    add_work(desk, programme="薄弱学校改造", project="食堂")
    week.page.mark_stale()
    settle()
    assert len(week.column("school")) == 7
    programme = week.page.rows[0].programme_id
    week.context.set_scope(programme_id=programme)
    settle()
    assert len(week.column("school")) == 6


def test_an_empty_week_says_what_the_page_is_for(qtbot: QtBot, desk: Desk) -> None:
    with week_page(qtbot, desk) as week:
        assert "还没有项目" in week.page.panel.empty.text()
        assert not week.view.isVisible()


# --- a file that is busy ----------------------------------------------------------------------


def test_a_busy_file_does_not_stop_the_window(qtbot: QtBot, desk: Desk) -> None:
    add_works(desk, 2)
    runner = Runner(desk)
    context = Context(desk, runner, Settings(None))
    page = WeekPage(context)
    qtbot.addWidget(page)
    shown(page)
    qtbot.waitUntil(lambda: page.model.rowCount() == 2)
    index = page.model.index(0, page.model.by_key["progress"])
    other = create_engine(f"sqlite:///{desk.place}")
    with other.connect() as connection:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        begun = time.monotonic()
        page.model.setData(index, "65")
        blocked = time.monotonic() - begun
        assert index.data() == "65"
        assert index.data(Qt.ItemDataRole.ToolTipRole) == "保存中……"
        connection.rollback()
    other.dispose()
    qtbot.waitUntil(lambda: page.model.row_at(0).now is not None)
    assert blocked < 0.15
    assert index.data() == "65"
    assert page.panel.bad.places == []
    page.close()
    runner.close()


def test_a_full_disk_keeps_what_was_typed(week: Week, monkeypatch: pytest.MonkeyPatch) -> None:
    from facilitydesk.domain.problems import Trouble
    from facilitydesk.services import week as service

    def full(*_args: object, **_more: object) -> None:
        raise Trouble("disk.full")

    monkeypatch.setattr(service, "enter", full)
    week.paste(0, "problem", "缺工三周，已约谈施工单位")
    assert week.text(0, "problem") == "缺工三周，已约谈施工单位"
    assert week.told.last.startswith("磁盘已满")
    monkeypatch.undo()
    assert week.bad[0][0] == "缺工三周，已约谈施工单位"


def test_a_read_only_desk_shows_and_does_not_edit(qtbot: QtBot, desk: Desk) -> None:
    add_works(desk, 2)
    desk.readonly = True
    with week_page(qtbot, desk) as week:
        assert week.past(0, "progress") == "50"
        assert not week.index(0, "progress").flags() & Qt.ItemFlag.ItemIsEditable
        buttons = (week.page.bar.submit, week.page.bar.unchanged)
        assert not any(isinstance(b, QPushButton) and b.isEnabled() for b in buttons)


def test_weeks_begin_on_monday() -> None:
    assert week_start(THIS) == THIS
    assert week_start(LAST) == LAST
