"""Two officers, one PC: a day with log-ins, a month that may not be locked, and a forgotten password.

项目办只有一台电脑：王敏管理，李建平审核，周芳录入。登录、锁屏、解锁、忘记密码，事事留名。
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from facilitydesk.domain.periods import PeriodKind
from facilitydesk.domain.problems import Refused
from facilitydesk.gui import opening
from facilitydesk.gui.people.login_page import LoginPage, Mode
from facilitydesk.gui.remembered import Settings
from facilitydesk.gui.start import Shell
from facilitydesk.services import settings, week
from facilitydesk.services.datafile import files
from facilitydesk.services.desk import Desk
from facilitydesk.services.journal import log
from facilitydesk.services.money import closing
from facilitydesk.services.people import logins, passwords
from tests.gui.desks import settle
from tests.gui.people.people import HERS, HIS, MINE, staff
from tests.gui.week.weeks import THIS, add_works
from tests.store_fixtures import NOW

FRESH = "黄河之水天上来2026"


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    opened = files.open_desk
    monkeypatch.setattr(files, "open_desk", lambda *a, **k: opened(*a, **{**k, "clock": made}))
    assert opening.open_place is not None
    monkeypatch.setattr(passwords, "_MEMORY_KIB", 64)
    monkeypatch.setattr(passwords, "_PASSES", 1)
    return made


@pytest.fixture
def shell(
    qtbot: QtBot, clock: Clock, template: Path, tmp_path: Path
) -> Iterator[tuple[Shell, str]]:
    """The window on a data file with three officers; the code from 王敏's envelope."""
    path = tmp_path / "临溪县.fdk"
    shutil.copyfile(template, path)
    desk = files.open_desk(path, officer="王敏")
    add_works(desk, 3)
    code = staff(desk)
    desk.close()
    kept = Settings(tmp_path / "pc" / "window.json")
    kept.set("notice.classified", "2026")
    kept.set("window.page", "week")
    kept.set("window.officer", "周芳")
    made = Shell(kept)
    qtbot.addWidget(made.window)
    made.start(path)
    qtbot.waitUntil(lambda: made.sitting.page is not None, timeout=10_000)
    yield made, code
    made.close()
    settle()


def login_page(shell: Shell) -> LoginPage:
    page = shell.sitting.page
    assert page is not None
    return page


def log_in(qtbot: QtBot, shell: Shell, name: str, password: str) -> Desk:
    page = login_page(shell)
    qtbot.waitUntil(lambda: page.person.findText(name) >= 0)
    page.person.setCurrentIndex(page.person.findText(name))
    page.password.setText(password)
    page.proceed()
    qtbot.waitUntil(lambda: shell.window.context is not None, timeout=10_000)
    context = shell.window.context
    assert context is not None
    return context.desk


def wrong(qtbot: QtBot, page: LoginPage, password: str) -> str:
    page.password.setText(password)
    page.proceed()
    qtbot.waitUntil(page.go.isEnabled)
    return page.trouble.text()


def test_a_day_with_two_officers(qtbot: QtBot, shell: tuple[Shell, str], clock: Clock) -> None:
    window, code = shell

    # Nothing is shown before somebody has logged in; 周芳 sat here last.
    assert window.window.context is None
    page = login_page(window)
    qtbot.waitUntil(page.go.isEnabled)
    assert page.person.currentText() == "周芳"
    desk = log_in(qtbot, window, "周芳", HERS)
    assert window.window.status.officer.text() == "周芳（录入）"

    # 周芳 (录入) types figures, and may not close February.
    grid = window.window.page("week")
    qtbot.waitUntil(lambda: grid.model.rowCount() == 3)  # type: ignore[attr-defined]
    with pytest.raises(Refused, match="需要“审核”岗位，周芳的岗位是“录入”"):
        closing.close(desk, PeriodKind.MONTH, date(2026, 2, 1))

    # She is called away in the middle of a number: the window is covered, the number stays.
    view, model = grid.panel.view, grid.model  # type: ignore[attr-defined]
    index = model.index(0, model.by_key["progress"])
    view.setCurrentIndex(index)
    view.edit(index)
    editor = view.viewport().findChild(QLineEdit)
    editor.setFocus()
    editor.setText("6")
    qtbot.waitUntil(lambda: window.sitting.idle is not None)
    idle = window.sitting.idle
    assert idle is not None
    assert idle.minutes == 15
    idle.idle.emit()
    screen = window.sitting.screen
    assert screen is not None
    assert all(row.now is None for row in week.sheet(desk, THIS).rows)
    screen.form.password.setText(HERS)
    screen.unlock()
    qtbot.waitUntil(lambda: window.sitting.screen is None)
    assert editor.text() == "6"
    editor.setText("65")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: any(row.now for row in week.sheet(desk, THIS).rows))

    # 李建平 (审核) takes the seat; the file stays open. He guesses his password six times.
    window.sitting.rise.emit("")
    qtbot.waitUntil(lambda: window.sitting.page is not None)
    page_ = login_page(window)
    qtbot.waitUntil(lambda: page_.person.findText("李建平") >= 0)
    page_.person.setCurrentIndex(page_.person.findText("李建平"))
    for left in (4, 3, 2, 1, 0):
        assert wrong(qtbot, page_, "不是这个密码1234") == f"密码不正确；还可试{left}次。"
    assert "请等待61秒" in wrong(qtbot, page_, HIS)
    clock.now += timedelta(seconds=61)
    desk = log_in(qtbot, window, "李建平", HIS)
    assert window.window.status.officer.text() == "李建平（审核）"
    closing.close(desk, PeriodKind.MONTH, date(2026, 2, 1))
    assert [each.officer for each in closing.closed(desk)] == ["李建平"]
    with pytest.raises(Refused, match="需要“管理”岗位"):
        settings.change(desk, "bureau", "临溪县教育局")

    # 王敏 has forgotten hers; the envelope is opened.
    window.sitting.rise.emit("")
    qtbot.waitUntil(lambda: window.sitting.page is not None)
    page_ = login_page(window)
    qtbot.waitUntil(lambda: page_.person.findText("王敏") >= 0)
    page_.person.setCurrentIndex(page_.person.findText("王敏"))
    page_.forgot.click()
    assert page_.mode is Mode.RECOVER
    page_.code.setText(code.lower().replace("-", " "))
    page_.fresh.setText(FRESH)
    page_.again.setText(FRESH)
    page_.proceed()
    qtbot.waitUntil(lambda: window.window.context is not None, timeout=10_000)
    assert window.window.status.officer.text() == "王敏（管理）"
    assert "恢复码已用过作废" in window.window.status.notice.text()  # a new one is to be printed
    settings.change(desk, "bureau", "临溪县教育局")
    with pytest.raises(Refused):
        logins.prove(desk, "王敏", MINE)

    # The log says who did what, and the journal is whole.
    done = [(line.officer, line.label) for line in log.lines(desk).lines]
    assert ("周芳", "2026年第11周进度") in done
    assert ("李建平", "资金结账：2026年2月") in done
    assert ("王敏", "王敏用恢复码设置新密码") in done
    assert files.verify(desk).faults == ()
