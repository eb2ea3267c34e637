"""A short text that is pressed like a link, by mouse and keyboard."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from facilitydesk.gui.theme import SMALL_PT, Tone

_SHEET = f"""
QPushButton {{ border: none; background: transparent; color: {Tone.ACCENT}; padding: 0;
    min-height: 16px; text-align: left; font-size: {SMALL_PT}pt; }}
QPushButton:hover {{ text-decoration: underline; background: transparent; }}
QPushButton:focus {{ text-decoration: underline; }}
QPushButton:disabled {{ color: {Tone.QUIET}; }}
"""


class Link(QPushButton):
    """A flat button in the accent colour; grey and still where there is nothing to open."""

    def __init__(self, text: str = "") -> None:
        super().__init__(text)
        self.setFlat(True)
        self.setStyleSheet(_SHEET)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_ink(self, ink: str) -> None:
        """Another colour than the accent, where it says how serious the text is."""
        self.setStyleSheet(_SHEET + f"QPushButton {{ color: {ink}; }}")
