"""What a post dims, the officers' section, the log, and what this PC knows."""

from __future__ import annotations

import json
from pathlib import Path

from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from facilitydesk.gui.context import Context
from facilitydesk.gui.export import view_document
from facilitydesk.gui.people import heads
from facilitydesk.gui.people.notice import ClassifiedNotice, due
from facilitydesk.gui.remembered import Settings
from facilitydesk.gui.report.page import ReportPage
from facilitydesk.gui.settings.page import SettingsPage
from facilitydesk.gui.week.page import WeekPage
from facilitydesk.services import locks, schools
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Edit
from facilitydesk.services.journal import auditing
from facilitydesk.services.people import officers, seating
from tests.gui.desks import Notices, context_on, settle, shown
from tests.gui.report.reports import Reports
from tests.gui.week.weeks import THIS, add_works


def sit(desk: Desk, name: str, post: str) -> None:
    if name not in {row.name for row in officers.rows(desk)}:
        officers.enter(desk, new=[{"name": name, "role": post}])
    seating.seat(desk, name, "")


def test_an_entry_officer_sees_which_post_unlocks(
    qtbot: QtBot, desk: Desk, told: tuple[Context, Notices]
) -> None:
    add_works(desk, 2)
    locks.submit_week(desk, THIS)
    sit(desk, "周芳", "录入")
    page = WeekPage(told[0])
    qtbot.addWidget(page)
    shown(page)
    assert not page.bar.unlock.isEnabled()
    assert page.bar.unlock.toolTip() == "需要“审核”岗位，您的岗位是“录入”"


def test_settings_are_shown_but_not_changed_without_the_post(
    qtbot: QtBot, desk: Desk, told: tuple[Context, Notices]
) -> None:
    sit(desk, "周芳", "录入")
    page = SettingsPage(told[0])
    qtbot.addWidget(page)
    shown(page)
    assert not page.general.editors["bureau"].isEnabled()
    assert "需要“管理”岗位" in page.general.editors["bureau"].toolTip()
    assert page.codes.model.readonly
    page.show_where({"subject": "officers"})
    settle()
    assert page.people.own.isEnabled()
    assert not page.people.switch.isEnabled()


def test_who_may_only_look_has_grids_that_take_nothing(
    qtbot: QtBot, desk: Desk, told: tuple[Context, Notices]
) -> None:
    add_works(desk, 2)
    sit(desk, "赵强", "查看")
    page = WeekPage(told[0])
    qtbot.addWidget(page)
    shown(page)
    assert page.model.readonly
    assert not page.bar.submit.isEnabled()


# --- the officers' section ----------------------------------------------------------------------


def test_posts_are_chosen_by_their_words(
    qtbot: QtBot, desk: Desk, told: tuple[Context, Notices]
) -> None:
    officers.enter(desk, new=[{"name": "李建平", "role": "录入"}])
    page = SettingsPage(told[0])
    qtbot.addWidget(page)
    page.show_where({"subject": "officers"})
    shown(page)
    model = page.officers.model
    column = model.by_key["role"]
    assert [model.index(line, column).data() for line in range(2)] == ["管理", "录入"]
    model.setData(model.index(1, column), "审核", Qt.ItemDataRole.EditRole)
    settle()
    assert [row.role.term for row in officers.rows(desk)] == ["管理", "审核"]
    assert "解锁" in str(model.index(1, column).data(Qt.ItemDataRole.ToolTipRole))


# --- the log ------------------------------------------------------------------------------------


def test_the_log_is_filtered_followed_and_checked(
    qtbot: QtBot, desk: Desk, told: tuple[Context, Notices]
) -> None:
    add_works(desk, 1)
    school = schools.rows(desk)[0]
    schools.enter(desk, [Edit(school.id, "phone", "13812345678")])
    context, _ = told
    page = SettingsPage(context)
    qtbot.addWidget(page)
    page.show_where({"subject": "log"})
    shown(page)
    log = page.log
    first = log.model.row_at(0)
    assert (first.officer, first.kind, first.field) == ("王敏", "学校", "联系电话")
    assert first.after == "13812345678"  # on the screen it is needed whole
    went: list[tuple[str, object]] = []
    context.page_wanted.connect(lambda key, where: went.append((key, where)))
    log.go_to(first)
    settle()
    assert went[0][0] == "schools"
    assert went[0][1] == {"schools": (school.id,), "title": first.thing}
    log.kind.setCurrentIndex(log.kind.findData("week_entry"))
    log.refresh()
    settle()
    assert {log.model.row_at(n).kind for n in range(log.model.rowCount())} <= {"周进度"}
    log.check_with(auditing.current(desk).text)
    settle()
    assert "与所给的校验值" in log.panel.note.text.text()
    log.check_with("900:0123456789abcdef")
    settle()
    assert "末尾可能被删去" in log.panel.note.text.text()
    log.check_with("gestern")
    assert "不是校验值" in log.panel.note.text.text()


def test_the_log_is_printed_as_it_is_asked_for_on_the_screen(qtbot: QtBot, desk: Desk) -> None:
    add_works(desk, 1)
    with context_on(desk) as (context, told):
        page = SettingsPage(context)
        reports = ReportPage(context)
        for each in (page, reports):
            qtbot.addWidget(each)
        context.page_wanted.connect(lambda _key, where: reports.show_where(where))
        page.show_where({"subject": "log"})
        shown(page)
        page.log.first.setDate(QDate(2026, 3, 2))
        page.log.last.setDate(QDate(2026, 3, 10))
        page.log.officer.setCurrentIndex(page.log.officer.findData("王敏"))
        settle()
        page.log.print_button.click()
        shown(reports)
        qtbot.waitUntil(lambda: reports.view.paper is not None)
        settle()
        assert "（2026-03-02至2026-03-10，王敏，共" in Reports(reports, context, told).text


def test_an_exported_log_hides_the_numbers(
    qtbot: QtBot, desk: Desk, told: tuple[Context, Notices]
) -> None:
    add_works(desk, 1)
    school = schools.rows(desk)[0]
    schools.enter(desk, [Edit(school.id, "phone", "13812345678")])
    page = SettingsPage(told[0])
    qtbot.addWidget(page)
    page.show_where({"subject": "log"})
    shown(page)
    model = page.log.model
    columns = range(len(model.columns))

    def text(*, full: bool) -> str:
        return json.dumps(
            [
                [str(cell) for cell in row.cells]
                for part in view_document(model, columns, "日志", full_phones=full).parts
                for block in part.blocks
                for row in block.rows  # type: ignore[union-attr]  # a sheet of one table
            ],
            ensure_ascii=False,
        )

    assert "13812345678" not in text(full=False)
    assert "138****5678" in text(full=False)
    assert "13812345678" in text(full=True)


# --- what this PC knows -------------------------------------------------------------------------


def test_what_must_not_be_entered_is_said_once_on_each_pc(qtbot: QtBot, tmp_path: Path) -> None:
    kept = Settings(tmp_path / "pc.json")
    assert due(kept)
    window = QWidget()
    qtbot.addWidget(window)
    beneath = QLineEdit(window)
    window.show()
    window.activateWindow()
    sheet = ClassifiedNotice(window, kept)
    assert sheet.isVisible()
    beneath.setFocus()  # a page whose data came meanwhile
    qtbot.waitUntil(sheet.go.hasFocus)
    QTest.keyClick(sheet.go, Qt.Key.Key_Space)
    settle()
    beneath.setFocus()
    assert beneath.hasFocus()
    assert not due(Settings(tmp_path / "pc.json"))


def test_a_journal_cut_while_away_is_noticed_by_this_pc(file_desk: Desk, tmp_path: Path) -> None:
    import sqlite3
    from contextlib import closing

    from facilitydesk.services.datafile import files

    add_works(file_desk, 2)
    kept = Settings(tmp_path / "pc.json")
    heads.remember(kept, file_desk)
    assert heads.contradicted(file_desk, heads.known(kept)) == ()
    file_desk.close()
    with closing(sqlite3.connect(file_desk.place)) as other:
        last = other.execute("SELECT max(seq) FROM operation").fetchone()[0]
        other.execute("DELETE FROM change WHERE seq = ?", [last])
        other.execute("DELETE FROM operation WHERE seq = ?", [last])
        other.commit()
    with closing(files.open_desk(file_desk.place, readonly=True)) as there:
        (found,) = heads.contradicted(there, heads.known(kept))
    assert found.message.startswith("本机上次关闭时记有第")
    assert QApplication.instance() is not None
