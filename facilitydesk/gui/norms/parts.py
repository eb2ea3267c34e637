"""What the views of 达标与缺口 share: a line of words, rows that are only read, and laying out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from facilitydesk.gui.theme import Tone


@dataclass(frozen=True)
class Told:
    """Something told by a service as a row of the grid."""

    id: Any
    told: Any
    name: str = ""
    revision: int = 0
    number: int = 0
    text: str = ""


class Words(QLabel):
    """A line on white between bar and grid; hidden while it is empty."""

    def __init__(self) -> None:
        super().__init__()
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setContentsMargins(16, 6, 16, 6)
        self.setStyleSheet(
            f"background: {Tone.SURFACE}; color: {Tone.INK}; border-bottom: 1px solid {Tone.LINE};"
        )
        self.hide()

    def tell(self, text: str, *, bad: bool = False) -> None:
        """Show a text; red for what is wrong."""
        ink = Tone.RED if bad else Tone.INK
        self.setStyleSheet(
            f"background: {Tone.SURFACE}; color: {ink}; border-bottom: 1px solid {Tone.LINE};"
        )
        self.setText(text)
        self.setVisible(bool(text))


def column_of(widget: QWidget, *parts: QWidget) -> QVBoxLayout:
    """The parts below each other without gaps; the last one takes the room."""
    layout = QVBoxLayout(widget)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    for number, part in enumerate(parts, 1):
        layout.addWidget(part, 1 if number == len(parts) else 0)
    return layout
