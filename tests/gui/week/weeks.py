"""The week page on a desk, for tests that speak of cells by school and field."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QMimeData,
    QModelIndex,
    Qt,
)
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from facilitydesk.domain.quantities import Area, Money, Percent
from facilitydesk.domain.stages import Stage
from facilitydesk.gui.context import Context
from facilitydesk.gui.grid.model import PAST
from facilitydesk.gui.grid.view import GridView
from facilitydesk.gui.week.page import WeekPage
from facilitydesk.services import week
from facilitydesk.services.desk import Desk
from facilitydesk.services.week import Cell
from tests.gui.desks import Notices, context_on, settle, shown
from tests.store_fixtures import add_work

THIS = date(2026, 3, 9)
LAST = THIS - timedelta(days=7)


@dataclass
class Week:
    """The open page with what an officer sees and does on it."""

    page: WeekPage
    context: Context
    told: Notices
    qtbot: QtBot

    @property
    def view(self) -> GridView:
        return self.page.panel.view

    def index(self, line: int, key: str) -> QModelIndex:
        return self.page.model.index(line, self.page.model.by_key[key])

    def text(self, line: int, key: str) -> str:
        """What a cell shows."""
        return str(self.index(line, key).data())

    def past(self, line: int, key: str) -> str:
        """What stands grey beside it."""
        return str(self.index(line, key).data(PAST))

    def column(self, key: str) -> list[str]:
        return [self.text(line, key) for line in range(self.page.model.rowCount())]

    def at(self, line: int, key: str) -> None:
        """Put the cursor on a cell."""
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.view.selectionModel().setCurrentIndex(self.index(line, key), flags)

    def select(self, first: tuple[int, str], last: tuple[int, str]) -> None:
        """Select a rectangle with the mouse's Shift."""
        self.at(*first)
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
        chosen = QItemSelection(self.index(*first), self.index(*last))
        self.view.selectionModel().select(chosen, flags)

    def key(self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.view, key, held)

    def type(self, line: int, key: str, text: str) -> None:
        """Type into a cell and leave it with Enter; Chinese words come from an input method."""
        self.at(line, key)
        if text.isascii():
            QTest.keyClicks(self.view, text[0])
        else:
            self.key(Qt.Key.Key_F2)
        editor = QApplication.focusWidget()
        assert editor is not None
        if text.isascii():
            QTest.keyClicks(editor, text[1:])
        else:
            compose(editor, text)
        QTest.keyClick(editor, Qt.Key.Key_Return)
        settle()

    def paste(self, line: int, key: str, text: str, html: str = "") -> None:
        """Put a text on the clipboard and paste it at a cell."""
        data = QMimeData()
        data.setText(text)
        if html:
            data.setHtml(html)
        QApplication.clipboard().setMimeData(data)
        self.at(line, key)
        self.key(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
        settle()

    def undo(self) -> None:
        from facilitydesk.services.journal import undoing

        self.context.runner.do(undoing.undo_last)
        settle()

    def redo(self) -> None:
        from facilitydesk.services.journal import undoing

        self.context.runner.do(undoing.redo_last)
        settle()

    @property
    def bad(self) -> list[tuple[str, str]]:
        """The list of refused cells: what was typed, and why."""
        table = self.page.panel.bad.table
        return [(_item(table, line, 1), _item(table, line, 2)) for line in range(table.rowCount())]


def compose(editor: QWidget, text: str) -> None:
    """What an input method sends when a word is chosen."""
    chosen = QInputMethodEvent("", [])
    chosen.setCommitString(text)
    QApplication.sendEvent(editor, chosen)


def _item(table: Any, line: int, column: int) -> str:
    return str(table.item(line, column).text())


def add_works(desk: Desk, count: int, *, reported: bool = True) -> list[int]:
    """Works of as many schools, 面积 1000 ㎡ each; reported last week: 主体施工, 50 %, 600 ㎡."""
    works = [
        add_work(
            desk, school=f"第{n + 1}小学", project=f"第{n + 1}小学教学楼", planned_area=1_000_00
        )
        for n in range(count)
    ]
    if reported:
        report(desk, works, LAST)
    return works


def report(desk: Desk, works: list[int], monday: date) -> None:
    """Enter the same progress for works in a week."""
    facts: dict[str, Any] = {
        "stage": Stage.STRUCTURE,
        "progress": Percent.of(50),
        "started_area": Area.of(600),
        "completed_area": Area.of(0),
        "invested": Money.of("123456.78"),
    }
    cells = [Cell(work, key, value) for work in works for key, value in facts.items()]
    assert not week.enter(desk, monday, cells).rejected


@contextmanager
def week_page(qtbot: QtBot, desk: Desk, **settings: Any) -> Iterator[Week]:
    """The week page, shown and loaded."""
    with context_on(desk) as (context, told):
        for key, value in settings.items():
            context.set_setting(key.replace("__", "."), value)
        page = WeekPage(context)
        qtbot.addWidget(page)
        shown(page, 1300, 700)
        page.panel.view.setFocus()
        yield Week(page, context, told, qtbot)
        page.close()
