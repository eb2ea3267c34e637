"""The chip that says that only a part of a table is shown; a click takes it away."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from facilitydesk.domain.messages import tr
from facilitydesk.gui.theme import Tone


class PartChip(QPushButton):
    """Hidden until it has a title."""

    def __init__(self) -> None:
        super().__init__()
        self.setStyleSheet(
            f"text-align: left; border: none; border-radius: 0; background: {Tone.AMBER_SOFT};"
            f" color: {Tone.INK}; padding: 5px 16px;"
        )
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip(tr("点击显示全部"))
        self.hide()

    def set_part(self, title: str, count: str) -> None:
        """Say what is shown and how many; an empty title hides the chip."""
        self.setText(tr("只显示：{title}（{count}）　×").format(title=title, count=count))
        self.setVisible(bool(title))
