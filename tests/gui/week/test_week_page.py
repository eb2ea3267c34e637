"""The week page: states, locks, history, what is remembered, a file that is busy."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot
from sqlalchemy import create_engine

from facilitydesk.domain.periods import week_start
from facilitydesk.gui.context import Context
from facilitydesk.gui.remembered import Settings
from facilitydesk.gui.runner import Runner
from facilitydesk.gui.week.page import WeekPage
from facilitydesk.gui.week.side import HistoryList, MissingList
from facilitydesk.services.datafile import files
from facilitydesk.services.desk import Desk
from facilitydesk.services.journal import undoing
from tests.gui.desks import context_on, settle, shown
from tests.gui.unlocking import unlocked
from tests.gui.week.weeks import LAST, THIS, Week, add_works, week_page
from tests.store_fixtures import add_work, clock


@pytest.fixture
def week(qtbot: QtBot, desk: Desk) -> Iterator[Week]:
    add_works(desk, 6)
    with week_page(qtbot, desk) as page:
        yield page


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
    unlocked(week.page.deeds.ask_to_unlock, "第1小学数据有误")
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
    effect = "解锁后，2026年第11周的填报可以修改"
    unlocked(week.page.bar.unlock.click, "第1小学数据有误", effect)
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
        page.model.setData(index, "65")
        assert index.data() == "65"  # while the other still holds the file
        assert index.data(Qt.ItemDataRole.ToolTipRole) == "保存中……"
        connection.rollback()
    other.dispose()
    qtbot.waitUntil(lambda: page.model.row_at(0).now is not None)
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
