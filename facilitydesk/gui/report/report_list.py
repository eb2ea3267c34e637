"""The list of what can be printed: the reports below the headings of their subjects, then 已印发.

Headings are no choices: arrows, Home and End, and typing the beginning of a title pass over them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from facilitydesk.domain.messages import tr
from facilitydesk.gui.theme import ROW, Tone, font

if TYPE_CHECKING:
    from facilitydesk.reports.catalogue import Group

PRINTS = "prints"
_NAME = Qt.ItemDataRole.UserRole
_WIDTH = 204
_SHEET = f"""
QListWidget {{ background: {Tone.SURFACE}; border: none; border-right: 1px solid {Tone.LINE};
    outline: none; padding: 0 0 8px 0; }}
QListWidget::item {{ padding: 0 16px; border: none; color: {Tone.INK}; }}
QListWidget::item:hover {{ background: #eef2f7; }}
QListWidget::item:selected {{ background: {Tone.ACCENT_SOFT}; color: {Tone.ACCENT}; }}
QListWidget::item:disabled {{ color: {Tone.QUIET}; background: {Tone.SURFACE}; }}
"""


class ReportList(QListWidget):
    """Signal `chosen(name)`: a report by its name in the catalogue, or PRINTS."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setFixedWidth(_WIDTH)
        self.setStyleSheet(_SHEET)
        self.setAccessibleName(tr("报表"))
        self.currentItemChanged.connect(self._on_current)

    @property
    def name(self) -> str:
        """What is chosen; empty while nothing is."""
        item = self.currentItem()
        return str(item.data(_NAME) or "") if item is not None else ""

    def fill(self, groups: Sequence[Group]) -> None:
        """Show the reports; nothing is chosen yet."""
        for group in groups:
            self._head(group.title)
            for report in group.reports:
                self._add(report.title, report.name)
        self._rule()
        self._add(tr("已印发"), PRINTS)

    def choose(self, name: str) -> None:
        """Choose by name, with the heading in sight where it is the first below one."""
        for number in range(self.count()):
            if self.item(number).data(_NAME) == name:
                self.scrollToItem(self.item(max(0, number - 1)))
                self.setCurrentRow(number)

    def choose_first(self) -> None:
        """Choose the first report."""
        self._go(range(self.count()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        last = self.count() - 1
        if event.key() == Qt.Key.Key_Home:
            self._go(range(self.count()))
        elif event.key() == Qt.Key.Key_End:
            self._go(range(last, -1, -1))
        else:
            super().keyPressEvent(event)
        if self.currentRow() == self._first():  # else its heading stays out of sight
            self.scrollToTop()

    def _first(self) -> int:
        return next((n for n in range(self.count()) if self.item(n).data(_NAME)), -1)

    def _go(self, numbers: range) -> None:
        """To the first of these that is a choice."""
        for number in numbers:
            if self.item(number).data(_NAME):
                self.setCurrentRow(number)
                return

    def _add(self, title: str, name: str) -> None:
        item = QListWidgetItem(title)
        item.setData(_NAME, name)
        item.setSizeHint(QSize(0, ROW + 2))
        self.addItem(item)

    def _head(self, title: str) -> None:
        item = QListWidgetItem(title)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        item.setFont(font(bold=True))
        item.setSizeHint(QSize(0, ROW + 6))
        item.setTextAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom)
        self.addItem(item)

    def _rule(self) -> None:
        line = QListWidgetItem()
        line.setFlags(Qt.ItemFlag.NoItemFlags)
        line.setSizeHint(QSize(0, 17))
        self.addItem(line)
        rule = QWidget()
        layout = QVBoxLayout(rule)
        layout.setContentsMargins(16, 8, 16, 8)
        stroke = QWidget()
        stroke.setFixedHeight(1)
        stroke.setStyleSheet(f"background: {Tone.LINE};")
        layout.addWidget(stroke)
        self.setItemWidget(line, rule)

    @Slot(QListWidgetItem, QListWidgetItem)
    def _on_current(self, item: QListWidgetItem | None, _before: object) -> None:
        if name := str(item.data(_NAME) or "") if item is not None else "":
            self.chosen.emit(name)
