"""A first afternoon without a mouse, with the slips that happen: nothing typed is lost unasked.

新来的李强接手项目办：新建数据文件、登记项目、填周进度，全程用键盘，难免填错、翻错周、提前关窗。
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from facilitydesk import places
from facilitydesk.gui.people.notice import ClassifiedNotice
from facilitydesk.gui.projects.page import ProjectsPage
from facilitydesk.gui.remembered import Settings
from facilitydesk.gui.start import Shell
from facilitydesk.gui.week.page import WeekPage
from facilitydesk.gui.window import MainWindow
from facilitydesk.services import schools, week
from facilitydesk.services.datafile import files
from facilitydesk.services.projects import programmes
from tests.gui.desks import settle
from tests.gui.shells import shell_on
from tests.gui.week.weeks import compose

ALT = Qt.KeyboardModifier.AltModifier
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def shell(qapp: QApplication, tmp_path: Path) -> Iterator[Shell]:
    with shell_on(Settings(tmp_path / "pc" / "window.json")) as made:
        yield made


def here() -> QWidget:
    """Where the keyboard is; a page that has just become empty hands it on."""
    for _ in range(50):
        widget = QApplication.focusWidget()
        if widget is not None:
            return widget
        for window in QApplication.topLevelWidgets():
            if isinstance(window, MainWindow):
                window.activateWindow()
        settle()
        QTest.qWait(20)
    raise LookupError("nothing has the keyboard")


def write(text: str) -> None:
    """Type; Chinese words come from an input method."""
    if text.isascii():
        QTest.keyClicks(here(), text[0])
        QTest.keyClicks(here(), text[1:])
    else:
        QTest.keyClick(here(), Qt.Key.Key_F2)
        compose(here(), text)


def press(key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(here(), key, held)
    settle()


def test_li_qiang_gets_through_his_first_afternoon(
    shell: Shell, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = shell.window
    shell.start(None)
    qtbot.waitUntil(lambda: shell.welcome is not None)
    window.activateWindow()

    # He reads what must never be entered, and presses Enter.
    notice = window.findChild(ClassifiedNotice)
    assert notice is not None
    qtbot.waitUntil(lambda: here() is notice.go)
    press(Qt.Key.Key_Return)

    # He fills in the form and presses Enter; the code was typed with full-width digits.
    monkeypatch.setattr(places, "documents", lambda: tmp_path)
    assert shell.welcome is not None
    qtbot.waitUntil(lambda: QApplication.focusWidget() is shell.welcome.county)  # type: ignore[union-attr]
    for text in ("临溪县", "５１０９０２", "李强"):
        compose(here(), text)
        press(Qt.Key.Key_Tab if text != "李强" else Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.context is not None)
    context = window.context
    assert context is not None
    programmes.enter(context.desk, (), [{"name": "全面改薄"}])
    schools.enter(context.desk, (), [{"name": "石桥小学"}])

    # Alt+3, Insert: a new project, typed straight into the frozen columns, by pinyin initials.
    press(Qt.Key.Key_3, ALT)
    projects = window.page("projects")
    assert isinstance(projects, ProjectsPage)
    qtbot.waitUntil(projects.table.empty.isVisible)  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: bool(projects.names))
    settle()
    press(Qt.Key.Key_Insert)
    for text in ("sqxx", "教学楼"):
        write(text)
        press(Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: len(projects.table.rows) == 1)
    assert (projects.table.rows[0].school, projects.table.rows[0].name) == ("石桥小学", "教学楼")

    # Alt+2: the week; the cursor stands in the grid and types at once.
    press(Qt.Key.Key_2, ALT)
    page = window.page("week")
    assert isinstance(page, WeekPage)
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    assert here() is page.panel.view
    monday = page.monday
    write("ztsg")
    press(Qt.Key.Key_Tab)
    write("abc")  # a slip, and Ctrl+Z takes back the slip alone
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Z, CTRL)
    assert page.panel.bad.places == []
    assert page.model.index(0, page.model.by_key["stage"]).data() == "主体施工"
    write("65")  # still in the cell when he turns to the week before
    context.step_week(-1)
    qtbot.waitUntil(lambda: page.monday == context.week)
    context.step_week(1)
    qtbot.waitUntil(lambda: page.monday == monday)
    assert page.model.index(0, page.model.by_key["progress"]).data() == "65"

    # One more slip; the window does not go without asking, and then all good cells are in the file.
    write("200000000")
    press(Qt.Key.Key_Return)
    assert len(page.panel.bad.places) == 1
    answers = [False, True]
    monkeypatch.setattr("facilitydesk.gui.widgets.confirm.confirm", lambda *_, **__: answers.pop(0))
    assert not window.close()
    assert window.close()
    shell.close()
    again = files.open_desk(tmp_path / "临溪县.fdk", officer="李强")
    entry = week.sheet(again, monday).rows[0].now
    assert entry is not None
    assert (entry.stage and entry.stage.term, str(entry.progress)) == ("主体施工", "65.00")
    again.close()
