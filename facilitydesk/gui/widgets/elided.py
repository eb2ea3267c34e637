"""A name that shortens itself where there is no room, and is whole under the mouse."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QToolTip

_LEAST = 6  # characters that stay at any rate


class Elided(QLabel):
    """A plain label of one line, shortened in its middle where a QLabel would be cut off.

    The end stays as well as the beginning: there stand the number of a document, the name of a file
    and what is to be done.
    """

    def minimumSizeHint(self) -> QSize:
        """Room for a few characters only; `sizeHint` is the whole text."""
        least = self.fontMetrics().averageCharWidth() * 2 * _LEAST
        whole = super().minimumSizeHint()
        return QSize(min(least, whole.width()), whole.height())

    def shown(self) -> str:
        """What stands there now."""
        room = self.contentsRect().width()
        return self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideMiddle, room)

    def event(self, event: QEvent) -> bool:
        """Tell the whole text while it does not fit, where there is no tool tip of its own."""
        silent = not self.toolTip() and self.shown() != self.text()
        if silent and isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self.text(), self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.shown() == self.text():
            super().paintEvent(event)
            return
        painter = QPainter(self)
        painter.drawText(self.contentsRect(), self.alignment(), self.shown())
