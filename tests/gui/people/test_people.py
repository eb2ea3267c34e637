"""Logging in, and the lock that covers the windows."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from facilitydesk.gui.context import Context
from facilitydesk.gui.people.dialogs import PasswordDialog
from facilitydesk.gui.people.lock import IdleWatch, LockScreen
from facilitydesk.gui.people.login_page import LoginPage, Mode
from facilitydesk.gui.runner import Runner
from facilitydesk.gui.week.page import WeekPage
from facilitydesk.services.desk import Desk
from facilitydesk.services.people import logins, officers
from tests.gui.desks import AtOnce, Notices, settle, shown
from tests.gui.people.people import HERS, MINE, staff
from tests.gui.week.weeks import THIS, add_works


@pytest.fixture
def login(qtbot: QtBot, desk: Desk) -> Iterator[LoginPage]:
    staff(desk)
    logins.leave(desk)
    runner = Runner(desk, worker=AtOnce(), jobs=AtOnce())
    page = LoginPage(desk, runner, "周芳")
    qtbot.addWidget(page)
    shown(page)
    yield page
    runner.close()
    runner.deleteLater()
    settle()


def test_who_sat_last_is_chosen_and_the_cursor_waits_for_the_password(login: LoginPage) -> None:
    assert [login.person.itemText(n) for n in range(3)] == ["王敏", "李建平", "周芳"]
    assert login.person.currentText() == "周芳"
    assert login.password.echoMode() is QLineEdit.EchoMode.Password


def test_a_wrong_password_is_told_and_the_right_one_lets_in(
    login: LoginPage, desk: Desk, qtbot: QtBot
) -> None:
    login.password.setText("不是这个密码1234")
    login.proceed()
    settle()
    assert login.trouble.text() == "密码不正确；还可试4次。"
    assert desk.officer == ""
    login.password.setText(HERS)
    with qtbot.waitSignal(login.entered):
        login.go.click()
    assert (desk.officer, desk.post.term) == ("周芳", "录入")
    assert login.password.text() == ""


def test_two_different_new_passwords_are_refused(login: LoginPage) -> None:
    login.forgot.click()
    assert login.mode is Mode.RECOVER
    login.fresh.setText("江流天地外，2026")
    login.again.setText("山色有无中2026")
    login.proceed()
    assert login.trouble.text() == "两次填写的新密码不同，请重新填写。"


def test_a_password_set_by_another_is_changed_before_the_pages(
    login: LoginPage, desk: Desk, qtbot: QtBot
) -> None:
    from facilitydesk.services import settings

    logins.enter(desk, "王敏", MINE)
    settings.change(desk, "login.own_password", value=True)
    row = next(row for row in officers.rows(desk) if row.name == "周芳")
    logins.reset(desk, row.id, HERS)
    logins.leave(desk)
    login.password.setText(HERS)
    login.proceed()
    settle()
    assert login.mode is Mode.CHANGE
    assert "请先设置自己的新密码" in login.trouble.text()
    login.fresh.setText("江流天地外，2026")
    login.again.setText("江流天地外，2026")
    with qtbot.waitSignal(login.entered):
        login.proceed()
    assert desk.change_needed is None


class Ticks:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_the_time_is_up_only_when_nobody_touches_anything(qtbot: QtBot) -> None:
    ticks = Ticks()
    watch = IdleWatch(clock=ticks)
    watch.minutes = 15
    went: list[int] = []
    watch.idle.connect(lambda: went.append(1))
    ticks.now = 14 * 60
    watch.touched()
    ticks.now = 28 * 60
    watch.look()
    assert went == []
    ticks.now = 29 * 60 + 1
    watch.look()
    assert went == [1]
    watch.minutes = 0
    ticks.now = 100 * 60
    watch.look()
    assert went == [1]
    watch.close()
    settle()


def test_a_key_in_the_window_counts_as_somebody(qtbot: QtBot) -> None:
    ticks = Ticks()
    line = QLineEdit()
    qtbot.addWidget(line)
    with qtbot.waitActive(line):
        line.show()
        line.activateWindow()
    watch = IdleWatch(clock=ticks)
    watch.minutes = 1
    ticks.now = 59
    QTest.keyClick(line.windowHandle(), Qt.Key.Key_A)
    ticks.now = 61
    went: list[int] = []
    watch.idle.connect(lambda: went.append(1))
    watch.look()
    assert went == []
    watch.close()
    settle()


@pytest.mark.parametrize("event", [("zhong", ""), ("", "中")])
def test_composing_text_counts_as_somebody(qtbot: QtBot, event: tuple[str, str]) -> None:
    """An input method takes the keys for itself: the window sees none, only the field is told."""
    ticks = Ticks()
    window = QWidget()
    first, second = QLineEdit(window), QLineEdit(window)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    first.setFocus()
    watch = IdleWatch(clock=ticks)
    watch.minutes = 1
    went: list[int] = []
    watch.idle.connect(lambda: went.append(1))
    for field in (first, second):
        field.setFocus()
        qtbot.waitUntil(field.hasFocus)
        watch.touched()
        ticks.now += 59
        composing, done = event
        typed = QInputMethodEvent(composing, [])
        typed.setCommitString(done)
        QApplication.sendEvent(field, typed)
        ticks.now += 2
        watch.look()
        assert went == []
    second.deleteLater()
    settle()
    ticks.now += 61
    watch.look()
    assert went == [1]
    watch.close()
    settle()


def test_what_is_being_typed_stays_behind_the_lock(
    qtbot: QtBot, desk: Desk, told: tuple[Context, Notices]
) -> None:
    staff(desk)
    works = add_works(desk, 3)
    context, _ = told
    page = WeekPage(context)
    qtbot.addWidget(page)
    shown(page)
    page.activateWindow()
    view, model = page.panel.view, page.model
    index = model.index(0, model.by_key["progress"])
    view.setCurrentIndex(index)
    view.edit(index)
    editor = view.viewport().findChild(QLineEdit)
    assert editor is not None
    editor.setFocus()
    editor.setText("6")  # of 65
    screen = LockScreen(context, page)
    settle()
    covers = [child for child in page.children() if child.objectName() == "cover"]
    assert len(covers) == 1
    assert isinstance(covers[0], QWidget)
    assert covers[0].geometry() == page.rect()
    assert editor.text() == "6"
    from facilitydesk.services import week

    assert all(row.now is None for row in week.sheet(desk, THIS).rows)
    screen.form.password.setText("不是这个密码1234")
    screen.unlock()
    settle()
    assert screen.form.trouble.text() == "密码不正确；还可试4次。"
    screen.form.password.setText(MINE)
    with qtbot.waitSignal(screen.opened):
        screen.unlock()
    settle()
    assert editor.isVisible()
    assert editor.text() == "6"
    editor.setText("65")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    settle()
    rows = {row.work_id: row.now for row in week.sheet(desk, THIS).rows}
    entry = rows[model.row_at(0).work_id]
    assert entry is not None
    assert str(entry.progress) == "65.00"
    assert len(works) == 3


def test_the_form_is_not_covered_itself(
    qtbot: QtBot, told: tuple[Context, Notices], monkeypatch: pytest.MonkeyPatch
) -> None:
    context, _ = told
    window = QWidget()
    qtbot.addWidget(window)
    shown(window)
    plain = QApplication.topLevelWidgets

    def in_one_order() -> list[QWidget]:
        """Qt keeps them in no order: here what is made last comes last."""
        return [window, *(top for top in plain() if top is not window)]

    monkeypatch.setattr(QApplication, "topLevelWidgets", in_one_order)
    screen = LockScreen(context, window)
    settle()
    assert screen.form.isVisible()
    assert screen.form.findChildren(QWidget, "cover") == []
    screen.uncover()
    settle()


def test_keys_do_not_reach_what_is_covered(
    qtbot: QtBot, desk: Desk, told: tuple[Context, Notices]
) -> None:
    staff(desk)
    context, _ = told
    window = QWidget()
    field = QLineEdit(window)
    qtbot.addWidget(window)
    window.show()
    screen = LockScreen(context, window)
    QTest.keyClicks(field, "abc")
    assert field.text() == ""
    QTest.keyClicks(screen.form.password, "abc")
    assert screen.form.password.text() == "abc"
    screen.uncover()
    settle()
    QTest.keyClicks(field, "abc")
    assert field.text() == "abc"


def test_a_refused_password_is_typed_over_where_it_was_wrong(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    dialog = PasswordDialog(window, "修改我的密码", "密码不会写入操作日志。", ask_old=True)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitExposed(dialog)
    for field, text in ((dialog.old, MINE), (dialog.fresh, HERS), (dialog.again, HERS[:-1])):
        field.setText(text)
    dialog.again.setFocus()
    dialog._on_go()
    assert "两次填写的新密码不同" in dialog.trouble.text()
    assert (dialog.focusWidget(), dialog.fresh.selectedText() != "") == (dialog.fresh, True)
    dialog.fail("密码不正确；还可试4次。")
    assert dialog.focusWidget() is dialog.old
    gap = dialog.again.geometry().top() - dialog.fresh.geometry().bottom()
    assert gap > 8  # the sentence has not squeezed the fields
