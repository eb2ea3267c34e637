"""The panel at the right of a page: detail opens here and not in a dialog."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from facilitydesk.domain.messages import tr
from facilitydesk.gui.theme import Tone


class SidePanel(QWidget):
    """A titled panel with one widget; Escape or × closes it. Signal `closed()`."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None, *, width: int = 340) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setObjectName("side")
        self.setStyleSheet(
            f"#side {{ background: {Tone.SURFACE}; border-left: 1px solid {Tone.LINE}; }}"
        )
        self.setFixedWidth(width)
        self.title = QLabel()
        self.title.setWordWrap(True)
        self.title.setStyleSheet("font-weight: bold;")
        self.close_button = QPushButton("×")
        self.close_button.setProperty("flat", True)
        self.close_button.setToolTip(tr("关闭（Esc）"))
        self.close_button.clicked.connect(self.leave)
        head = QHBoxLayout()
        head.setContentsMargins(16, 8, 8, 8)
        head.addWidget(self.title, 1)
        head.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._layout.addLayout(head)
        self._content: QWidget | None = None
        self.hide()

    @property
    def content(self) -> QWidget | None:
        return self._content

    def open(self, title: str, content: QWidget) -> None:
        """Show a widget; the one shown before is thrown away."""
        if self._content is not None:
            self._layout.removeWidget(self._content)
            self._content.deleteLater()
        self._content = content
        self.title.setText(title)
        self._layout.addWidget(content, 1)
        content.show()
        self.show()

    def leave(self) -> None:
        """Close the panel."""
        self.hide()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)
