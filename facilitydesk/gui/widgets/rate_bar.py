"""A thin bar of a rate: full at 100 %, past the mark beyond it, with the target as a tick."""

from __future__ import annotations

from fractions import Fraction

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from facilitydesk.gui import theme
from facilitydesk.gui.theme import Tone


class RateBar(QWidget):
    """Shows a fraction; None is an empty track."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(10)
        self._value: Fraction | None = None
        self._target: Fraction | None = None

    def set_value(self, value: Fraction | None, target: Fraction | None = None) -> None:
        self._value, self._target = value, target
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        value = float(self._value or 0)
        target = float(self._target or 0)
        # The track ends at 100 %; what is more needs room behind it.
        whole = (self.width() - 2) / max(1.0, value, target)
        painter.fillRect(QRectF(0, 3, whole, 4), theme.color("#e3e8ee"))
        painter.fillRect(QRectF(0, 3, whole * min(value, 1), 4), theme.color(Tone.ACCENT))
        if value > 1:
            painter.fillRect(QRectF(whole, 3, whole * (value - 1), 4), theme.color("#123f78"))
            painter.fillRect(QRectF(round(whole), 0, 1, 10), theme.color(Tone.SURFACE))
        if self._target is not None:
            painter.fillRect(QRectF(round(whole * target), 0, 2, 10), theme.color(Tone.INK))
