"""Hands for tests of the register's pages: typing into a table as an officer does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from facilitydesk.gui.context import Context
from facilitydesk.gui.page import Page
from facilitydesk.gui.register.table import RegisterTable
from facilitydesk.services.desk import Desk
from tests.gui.desks import context_on, settle, shown

P = TypeVar("P", bound=Page)


@contextmanager
def page_on(qtbot: QtBot, desk: Desk, kind: type[P]) -> Iterator[P]:
    """A page of a desk, shown and loaded."""
    with context_on(desk) as (context, _told):
        yield open_page(qtbot, context, kind)


def open_page(qtbot: QtBot, context: Context, kind: type[P]) -> P:
    page = kind(context)
    qtbot.addWidget(page)
    shown(page, 1366, 720)
    return page


class Hand:
    """One table with its cells by line and column key."""

    def __init__(self, table: RegisterTable) -> None:
        self.table, self.model, self.view = table, table.model, table.view

    def at(self, line: int, key: str) -> QModelIndex:
        """Put the cursor on a cell; -1 is the last line."""
        line = line if line >= 0 else self.model.rowCount() + line
        index = self.model.index(line, self.model.by_key[key])
        only = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.view.selectionModel().setCurrentIndex(index, only)
        return index

    def type(self, line: int, key: str, text: str) -> None:
        """Type a text into a cell and leave it."""
        self.model.setData(self.at(line, key), text)
        settle()

    def text(self, line: int, key: str) -> str:
        return str(self.at(line, key).data(Qt.ItemDataRole.DisplayRole) or "")

    def column(self, key: str) -> list[str]:
        """The texts of a column as they are shown."""
        number = self.model.by_key[key]
        return [
            str(self.model.index(line, number).data() or "")
            for line in range(self.model.rowCount())
        ]

    def paste(self, line: int, key: str, text: str) -> None:
        QApplication.clipboard().setText(text)
        self.at(line, key)
        self.view.hands.paste()
        settle()

    def press(self, key: Qt.Key, held: Any = Qt.KeyboardModifier.NoModifier) -> None:
        self.view.setFocus()
        QTest.keyClick(self.view, key, held)
        settle()

    def find(self, words: str) -> None:
        """Type into the search field and press Enter."""
        self.table.panel.quick.setText(words)
        self.table.panel.find()
        settle()

    @property
    def note(self) -> str:
        """The line above the grid; empty when it is hidden."""
        note = self.table.panel.note
        return "" if note.isHidden() else note.text.text()

    @property
    def answers(self) -> dict[str, QPushButton]:
        return {made.text(): made for made in self.table.panel.note.answers}

    @property
    def bad(self) -> list[str]:
        """The sentences of the refused cells."""
        return [mark.message for mark in self.model.marks.bad.values()]
