"""From page to page, round the window, and through sorting and filtering by the keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from facilitydesk.gui import pages
from facilitydesk.gui.grid.filter_popup import FilterPopup
from facilitydesk.gui.grid.view import GridView
from facilitydesk.gui.page import Page
from facilitydesk.gui.remembered import Settings
from facilitydesk.gui.week.page import WeekPage
from facilitydesk.gui.window import MainWindow
from facilitydesk.services.desk import Desk
from tests.gui.desks import context_on, settle
from tests.gui.week.weeks import THIS, add_works

K = Qt.Key
NONE = Qt.KeyboardModifier.NoModifier
ALT = Qt.KeyboardModifier.AltModifier
ALT_SHIFT = ALT | Qt.KeyboardModifier.ShiftModifier
pytestmark = pytest.mark.qt_log_ignore("does not support grabbing the keyboard", extend=True)
KEYS = [entry.key for entry in pages.entries()]


class Officer:
    """Hands on the keyboard, eyes on the window."""

    def __init__(self, window: MainWindow, qtbot: QtBot) -> None:
        self.window, self.qtbot = window, qtbot

    @property
    def here(self) -> QWidget:
        """What has the keyboard: in an open popup its field, else in the window."""
        popup = QApplication.activePopupWidget()
        if popup is not None:
            return popup.focusWidget() or popup
        held = self.window.focusWidget()
        assert held is not None
        return held

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
        if QApplication.activePopupWidget() is None:
            self.window.activateWindow()  # shortcuts are those of the active window
            settle()
        QTest.keyClick(self.here, key, held)
        settle()

    def has_the_keyboard(self) -> None:
        """The page that is shown gets it and keeps it."""
        self.qtbot.waitUntil(lambda: self.page.isAncestorOf(self.here))
        self.qtbot.wait(60)
        assert self.page.isAncestorOf(self.here), self.page.key

    def shows(self, key: str, texts: list[str]) -> None:
        """What a column comes to show; a key presses its button for a moment first."""
        self.qtbot.waitUntil(lambda: self.column(key) == texts)

    def type(self, text: str) -> None:
        QTest.keyClicks(self.here, text)
        settle()

    @property
    def page(self) -> Page:
        shown = self.window.stack.currentWidget()
        assert isinstance(shown, Page)
        return shown

    @property
    def popup(self) -> FilterPopup:
        self.qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None)
        popup = QApplication.activePopupWidget()
        assert isinstance(popup, FilterPopup)
        return popup

    @property
    def grid(self) -> GridView:
        assert isinstance(self.page, WeekPage)
        return self.page.panel.view

    def column(self, key: str) -> list[str]:
        grid = self.grid.grid
        number = grid.by_key[key]
        return [str(grid.index(line, number).data() or "") for line in range(grid.rowCount())]

    def go(self, key: str) -> None:
        """The cursor in the first row of a column, by Ctrl+Home and the arrows."""
        view = self.grid
        self.press(K.Key_Home, Qt.KeyboardModifier.ControlModifier)
        for _ in range(view.grid.columnCount()):
            if view.grid.columns[view.currentIndex().column()].key == key:
                return
            self.press(K.Key_Right)
        raise AssertionError(key)


@pytest.fixture
def officer(qtbot: QtBot, desk: Desk) -> Iterator[Officer]:
    add_works(desk, 6)
    with context_on(desk) as (context, _):
        window = MainWindow(Settings(None))
        qtbot.addWidget(window)
        window.resize(1366, 768)
        with qtbot.waitActive(window):
            window.show()
        window.attach(context)
        context.set_scope(week=THIS)
        window.open_page("week")
        settle()
        yield Officer(window, qtbot)
        window.detach()


def test_alt_page_keys_go_through_all_pages_and_round(officer: Officer) -> None:
    seen = []
    for _ in KEYS:
        officer.press(K.Key_PageDown, ALT)
        seen.append(officer.page.key)
        officer.has_the_keyboard()  # also pages that turn out to be empty
    at = KEYS.index("week")
    assert seen == KEYS[at + 1 :] + KEYS[: at + 1]
    for _ in range(at + 1):
        officer.press(K.Key_PageUp, ALT)
    assert officer.page.key == KEYS[-1], "above the first stands the last"


def test_f6_goes_round_from_page_to_list_to_bar(officer: Officer) -> None:
    window, view = officer.window, officer.grid
    assert officer.here is view
    for _ in range(2):
        officer.press(K.Key_F6)
        assert window.navigation.isAncestorOf(officer.here)
        officer.press(K.Key_F6)
        assert window.top_bar.isAncestorOf(officer.here)
        officer.press(K.Key_F6)
        assert officer.here is view


def test_f6_and_an_arrow_open_the_page_below(officer: Officer) -> None:
    officer.press(K.Key_F6)
    officer.press(K.Key_Down)
    officer.press(K.Key_Space)
    qtbot = officer.qtbot
    qtbot.waitUntil(lambda: officer.page.key == KEYS[KEYS.index("week") + 1])
    officer.has_the_keyboard()


def test_sorting_by_keys(officer: Officer) -> None:
    before = officer.column("school")
    officer.go("school")
    officer.press(K.Key_Down, ALT_SHIFT)
    assert officer.popup
    officer.press(K.Key_O, ALT)
    officer.shows("school", before[::-1])
    assert officer.here is officer.grid
    officer.press(K.Key_Down, ALT_SHIFT)
    assert officer.popup
    officer.press(K.Key_R, ALT)
    officer.shows("school", before)


def test_filtering_by_a_typed_value_and_back(officer: Officer) -> None:
    before = officer.column("school")
    officer.go("school")
    officer.press(K.Key_Down, ALT_SHIFT)
    assert officer.popup.words.hasFocus()
    officer.type("3")
    officer.press(K.Key_Return)
    assert officer.column("school") == [name for name in before if "3" in name]
    assert len(officer.column("school")) == 1
    officer.press(K.Key_Down, ALT_SHIFT)
    assert officer.popup
    officer.press(K.Key_C, ALT)
    officer.shows("school", before)


def test_unticking_one_value_in_the_list(officer: Officer) -> None:
    before = officer.column("school")
    officer.go("school")
    officer.press(K.Key_Down, ALT_SHIFT)
    popup = officer.popup
    officer.press(K.Key_Down)  # from the words into the list
    assert popup.list.hasFocus()
    officer.press(K.Key_Down)
    officer.press(K.Key_Space)
    officer.press(K.Key_Return)
    assert officer.column("school") == [before[0], *before[2:]]


def test_escape_leaves_the_filter_as_it_was(officer: Officer) -> None:
    before = officer.column("school")
    officer.go("school")
    officer.press(K.Key_Down, ALT_SHIFT)
    assert officer.popup
    officer.type("3")
    officer.press(K.Key_Escape)
    assert QApplication.activePopupWidget() is None
    assert officer.column("school") == before
    officer.press(K.Key_Right)
    assert officer.grid.grid.columns[officer.grid.currentIndex().column()].key != "school"
