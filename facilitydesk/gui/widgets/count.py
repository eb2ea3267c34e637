"""A number with its word that opens its rows: 停工 7."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QEnterEvent, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton

from facilitydesk.gui import theme
from facilitydesk.gui.theme import Tone

_PAD = 8


class CountButton(QAbstractButton):
    """A word, a large number and a unit; `mark` is the colour of a light's square before them."""

    def __init__(self, word: str, *, mark: str = "", unit: str = "") -> None:
        super().__init__()
        self.word, self.mark, self.unit = word, mark, unit
        self.number = ""
        self._under_mouse = False
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._small, self._large = theme.font(), theme.font(13, bold=True)
        self.set_number(0)

    def set_number(self, number: int | str, tip: str = "") -> None:
        """Show a number, or a text in its place; nothing opens where it is 0 or blank."""
        self.number = number or "—" if isinstance(number, str) else f"{number:,}"
        self.setEnabled(bool(number) if isinstance(number, str) else number > 0)
        self.setText(f"{self.word} {self.number}{self.unit}")
        self.setAccessibleName(self.text())
        self.setToolTip(tip)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        small, large = QFontMetricsF(self._small), QFontMetricsF(self._large)
        wide = small.horizontalAdvance(self.word + self.unit) + large.horizontalAdvance(self.number)
        wide += 6 + (16 if self.mark else 0) + 2 * _PAD
        return QSize(round(wide) + 1, 32)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._under_mouse and self.isEnabled():
            painter.fillRect(self.rect(), theme.color("#eef2f7"))
        if self.hasFocus():
            painter.setPen(QPen(theme.color(Tone.ACCENT), 1))
            painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        x, middle = float(_PAD), self.height() / 2
        if self.mark:
            painter.fillRect(QRectF(x, round(middle - 5), 10, 10), theme.color(self.mark))
            x += 16
        large = QFontMetricsF(self._large)
        base = middle + large.capHeight() / 2
        painter.setFont(self._small)
        painter.setPen(theme.color(Tone.QUIET))
        painter.drawText(round(x), round(base), self.word)
        x += QFontMetricsF(self._small).horizontalAdvance(self.word) + 6
        painter.setFont(self._large)
        painter.setPen(theme.color(Tone.INK if self.isEnabled() else Tone.QUIET))
        painter.drawText(round(x), round(base), self.number)
        if self.unit:
            x += large.horizontalAdvance(self.number)
            painter.setFont(self._small)
            painter.setPen(theme.color(Tone.QUIET))
            painter.drawText(round(x), round(base), self.unit)

    def enterEvent(self, event: QEnterEvent) -> None:
        self._under_mouse = True
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._under_mouse = False
        self.update()
        super().leaveEvent(event)
