"""A white panel with a title that says its point, and room for switches beside it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from facilitydesk.gui.theme import Tone

_SHEET = f"""
#panel {{ background: {Tone.SURFACE}; border: 1px solid {Tone.LINE}; border-radius: 3px; }}
#panel QScrollBar {{ background: {Tone.SURFACE}; }}
#panel QScrollArea {{ background: {Tone.SURFACE}; }}
#panelTitle {{ font-weight: bold; }}
#panelNote {{ color: {Tone.QUIET}; font-size: 9pt; }}
"""


class Panel(QFrame):
    """Title, switches at its right, and a body."""

    def __init__(self, title: str = "", *controls: QWidget) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.setStyleSheet(_SHEET)
        self.title = QLabel(title)
        self.title.setObjectName("panelTitle")
        self.title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.note = QLabel()
        self.note.setObjectName("panelNote")
        self.note.setWordWrap(True)
        self.note.hide()
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.title, 1)
        for control in controls:
            head.addWidget(control)
        self.body = QVBoxLayout()
        self.body.setContentsMargins(0, 0, 0, 0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(4)
        layout.addLayout(head)
        layout.addLayout(self.body, 1)
        layout.addWidget(self.note)

    def set_title(self, text: str) -> None:
        """The point of the panel in a sentence; the whole of it is also the hint."""
        self.title.setText(text)
        self.title.setToolTip(text)

    def set_note(self, text: str) -> None:
        """A small line below the body; empty hides it."""
        self.note.setText(text)
        self.note.setVisible(bool(text))
