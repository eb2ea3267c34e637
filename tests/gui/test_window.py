"""The window: its pages, its keys, opening and leaving data files."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from facilitydesk import places
from facilitydesk.domain.periods import PeriodKind
from facilitydesk.gui import pages
from facilitydesk.gui.grid.model import Edit
from facilitydesk.gui.grid.view import GridView
from facilitydesk.gui.start import Shell
from facilitydesk.gui.week.page import WeekPage
from facilitydesk.gui.welcome import Wish
from facilitydesk.services import settings
from facilitydesk.services.datafile import files
from facilitydesk.services.desk import Desk
from facilitydesk.services.money import closing as money_closing
from facilitydesk.store import tables
from tests.gui.desks import context_on, settle
from tests.gui.shells import opened
from tests.gui.week.weeks import THIS, add_works
from tests.services.money.ledgers import arrive, paper
from tests.store_fixtures import clock


def test_a_data_file_opens_on_its_pages(shell: Shell, qtbot: QtBot, place: Path) -> None:
    opened(shell, qtbot, place)
    window = shell.window
    assert window.windowTitle() == "临溪县 — 教育项目管理"
    assert window.status.officer.text() == "王敏（管理）"
    window.open_page("week")
    assert isinstance(window.stack.currentWidget(), WeekPage)
    qtbot.waitUntil(lambda: window.top_bar.county.text() == "临溪县")
    qtbot.waitUntil(lambda: window.status.week.text() == "本周未提交")


def test_a_closed_month_altered_by_other_means_is_named_at_the_next_start(
    shell: Shell, qtbot: QtBot, place: Path
) -> None:
    with closing(files.open_desk(place, officer="王敏", clock=clock)) as desk:
        arrive(desk, paper(desk), 50_000)
        money_closing.close(desk, PeriodKind.MONTH, date(2026, 1, 31))
        with desk.engine.begin() as connection:
            connection.execute(tables.receipt.update().values(amount=49_000_00))
    opened(shell, qtbot, place)
    qtbot.waitUntil(lambda: not shell.window.banner.isHidden())
    told = shell.window.banner.text()
    assert told.startswith("2026年1月已结账的")
    assert "由50,000.00元变为49,000.00元" in told


def test_a_refusal_does_not_follow_to_another_page(shell: Shell, qtbot: QtBot, place: Path) -> None:
    opened(shell, qtbot, place)
    context, window = shell.window.context, shell.window
    assert context is not None
    window.open_page("reports")
    context.notice.emit("未找到可用的打印机。", "red")
    window.open_page("reports")  # the same page: still to be read
    assert window.status.notice.text() == "未找到可用的打印机。"
    window.open_page("week")
    assert window.status.notice.text() == ""
    context.notice.emit("已保存", "info")
    window.open_page("projects")
    assert window.status.notice.text() == "已保存"  # goes by itself


def test_only_pages_that_exist_are_in_the_navigation() -> None:
    for entry in pages.entries():
        page = entry.load()
        assert (page.key, page.title) == (entry.key, entry.title)


def test_ctrl_z_takes_back_the_last_step_and_names_it(
    shell: Shell, qtbot: QtBot, place: Path
) -> None:
    opened(shell, qtbot, place)
    context, window = shell.window.context, shell.window
    assert context is not None
    add_works(context.desk, 2, reported=False)
    context.set_scope(week=THIS)
    window.open_page("week")
    page = window.page("week")
    assert isinstance(page, WeekPage)
    page.mark_stale()
    qtbot.waitUntil(lambda: page.model.rowCount() == 2)
    page.model.setData(page.model.index(0, page.model.by_key["progress"]), "30")
    buttons = window.top_bar.undo_buttons
    qtbot.waitUntil(lambda: buttons.back.text() == "撤销 进度")
    assert buttons.back.toolTip() == "撤销：2026年第11周进度（Ctrl+Z）"
    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: page.model.row_at(0).now is None)
    qtbot.waitUntil(buttons.forth.isEnabled)
    assert window.status.notice.text() == "已撤销：2026年第11周进度"
    QTest.keyClick(window, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: page.model.row_at(0).now is not None)


def test_ctrl_z_takes_back_a_refused_text_before_an_older_step(
    shell: Shell, qtbot: QtBot, place: Path
) -> None:
    opened(shell, qtbot, place)
    context, window = shell.window.context, shell.window
    assert context is not None
    add_works(context.desk, 2, reported=False)
    context.set_scope(week=THIS)
    window.open_page("week")
    page = window.page("week")
    assert isinstance(page, WeekPage)
    page.mark_stale()
    qtbot.waitUntil(lambda: page.model.rowCount() == 2)
    view, column = page.panel.view, page.model.by_key["progress"]
    for line, text in ((0, "30"), (1, "abc")):
        view.walk.go(line, column)
        QTest.keyClicks(view, text[0])
        editor = view.focusWidget() or QApplication.focusWidget()
        assert editor is not None
        QTest.keyClicks(editor, text[1:])
        QTest.keyClick(editor, Qt.Key.Key_Return)
    assert len(page.panel.bad.places) == 1
    QTest.keyClick(view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert page.panel.bad.places == []
    assert page.model.index(0, column).data() == "30"  # the step before is untouched
    assert view.currentIndex() == page.model.index(1, column)
    QTest.keyClick(view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: page.model.row_at(0).now is None)


def test_the_window_asks_before_it_drops_what_could_not_be_stored(
    shell: Shell, qtbot: QtBot, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(shell, qtbot, place)
    context, window = shell.window.context, shell.window
    assert context is not None
    asked: list[str] = []
    answers = [False, False, True]

    def confirm(_parent: object, question: str, *_rest: str, **_words: str) -> bool:
        asked.append(question)
        return answers.pop(0)

    monkeypatch.setattr("facilitydesk.gui.widgets.confirm.confirm", confirm)
    add_works(context.desk, 2, reported=False)
    context.set_scope(week=THIS)
    window.open_page("week")
    page = window.page("week")
    assert isinstance(page, WeekPage)
    page.mark_stale()
    qtbot.waitUntil(lambda: page.model.rowCount() == 2)
    cell = page.model.index(0, page.model.by_key["progress"])
    page.model.setData(cell, "abc")
    assert not window.close()
    assert asked == ["还有填写的内容没有保存：“周进度”页1行。"]
    context.step_week(-1)  # the refused text waits in its week
    qtbot.waitUntil(lambda: page.sheet is not None and page.sheet.week == context.week)
    window.open_page("schools")
    window.page("schools").table.add()  # type: ignore[attr-defined]
    table = window.page("schools").table  # type: ignore[attr-defined]
    assert not window.close()
    assert asked[1] == asked[0]  # a new row that nobody wrote into is nothing to lose
    draft = table.model.row_at(table.model.rowCount() - 1)
    table.storing.store([Edit(draft, table.model.columns[1], "5226010001", "5226010001")])
    assert window.close()
    assert asked[2] == "还有填写的内容没有保存：“周进度”页1行、“学校”页1行。"


def test_a_page_chosen_by_its_key_has_the_keyboard(shell: Shell, qtbot: QtBot, place: Path) -> None:
    opened(shell, qtbot, place)
    context, window = shell.window.context, shell.window
    assert context is not None
    add_works(context.desk, 2, reported=False)
    context.set_scope(week=THIS)
    QTest.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    page = window.page("week")
    assert isinstance(page, WeekPage)
    page.mark_stale()
    qtbot.waitUntil(lambda: page.model.rowCount() == 2)
    assert QApplication.focusWidget() is page.panel.view
    QTest.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.focusWidget() is window.top_bar.search
    QTest.keyClick(window.top_bar.search, Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is page.panel.view
    context.page_wanted.emit("projects", {"projects": (), "title": "选出的项目"})
    assert isinstance(window.focusWidget(), GridView)
    qtbot.wait(200)
    assert isinstance(window.focusWidget(), GridView)
    for entry in pages.entries():
        window.open_page(entry.key)
        settle()
        focused = window.focusWidget()
        assert focused is not None, entry.key
        assert window.page(entry.key).isAncestorOf(focused), entry.key


def test_the_week_and_the_date_go_together(desk: Desk) -> None:
    with context_on(desk) as (context, _):
        context.step_week(-1)
        assert context.as_of.isoformat() == "2026-03-08"
        context.step_week(1)
        assert context.as_of == desk.today
        context.set_scope(as_of=THIS.replace(month=1))
        assert context.week.isoformat() == "2026-01-05"


def test_a_file_in_use_opens_read_only_and_says_who_has_it(
    shell: Shell, qtbot: QtBot, place: Path
) -> None:
    other = files.open_desk(place, officer="李强")
    add_works(other, 1)
    opened(shell, qtbot, place)
    assert shell.window.context is not None
    assert shell.window.context.desk.readonly
    assert "李强" in shell.window.banner.text()
    assert "现以只读方式打开" in shell.window.banner.text()
    assert shell.window.banner.isVisible()
    buttons = shell.window.top_bar.undo_buttons
    qtbot.waitUntil(lambda: buttons.steps is not None)
    assert not buttons.back.isEnabled()
    other.close()


def test_without_a_file_the_welcome_page_makes_one(
    shell: Shell, qtbot: QtBot, tmp_path: Path
) -> None:
    opened(shell, qtbot, None)
    assert shell.welcome is not None
    shell.welcome.new.click()
    assert shell.welcome.trouble.text() == "请填写县（市、区）名称和经办人。"
    shell.welcome.wished.emit(Wish(tmp_path / "新县.fdk", "张伟", "新县", "510999"))
    qtbot.waitUntil(lambda: shell.window.context is not None)
    settle()
    assert shell.window.context is not None
    assert shell.window.context.desk.officer == "张伟"
    shell.window.close()
    shell.close()
    kept = json.loads((tmp_path / "pc" / "window.json").read_text(encoding="utf-8"))
    assert kept["window.file"] == str(tmp_path / "新县.fdk")
    assert "window.geometry" in kept


def test_the_welcome_form_needs_no_mouse_and_reads_full_width_digits(
    shell: Shell, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(shell, qtbot, None)
    welcome = shell.welcome
    assert welcome is not None
    chosen, stick = tmp_path / "新县 教育项目", tmp_path / "U盘"
    stick.mkdir()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(chosen), ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(stick))
    monkeypatch.setattr(places, "documents", lambda: tmp_path / "文档")
    welcome.county.setText("新县")
    welcome.code.setText("５１０９９９ ")
    welcome.officer.setText("张伟")
    assert welcome.places.file.toolTip() == str(tmp_path / "文档" / "新县.fdk")
    welcome.places.change_file.click()
    welcome.places.change_second.click()
    assert welcome.places.file.toolTip() == str(tmp_path / "新县 教育项目.fdk")
    assert welcome.places.backups.toolTip() == str(tmp_path / "新县 教育项目.备份")
    with qtbot.waitSignal(welcome.wished) as wished:
        QTest.keyClick(welcome.officer, Qt.Key.Key_Return)
    assert wished.args == [Wish(tmp_path / "新县 教育项目.fdk", "张伟", "新县", "510999", stick)]
    qtbot.waitUntil(lambda: shell.window.context is not None)
    settle()
    assert shell.window.windowTitle() == "新县 教育项目 — 教育项目管理"
    assert shell.window.context is not None
    assert settings.load(shell.window.context.desk).values["backup.second"] == str(stick)
