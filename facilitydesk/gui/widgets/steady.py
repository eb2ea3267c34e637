"""Lists, days and numbers that only a click or a key changes: the wheel over them scrolls on.

Qt's own change under the wheel even where nobody clicked them: scrolling a panel would print
another day or round differently, and the value is kept. All of the window are made from these.
"""

from __future__ import annotations

from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QDateEdit, QSpinBox


class SteadyList(QComboBox):
    """A list to choose from; opened, it scrolls as any list."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # so that what lies around it gets the wheel


class SteadyDay(QDateEdit):
    """A day."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class SteadyNumber(QSpinBox):
    """A whole number."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()
