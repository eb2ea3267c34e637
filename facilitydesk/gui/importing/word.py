"""A column of short words in lists, each in the colour of its meaning: 错误, 警告, 不符."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from facilitydesk.domain.messages import tr
from facilitydesk.domain.problems import Severity
from facilitydesk.gui.grid.delegate import PAD
from facilitydesk.gui.grid.model import Index
from facilitydesk.gui.grid.view import GridView
from facilitydesk.gui.theme import Tone, font

_INKS = {
    Severity.RED.term: Tone.RED,
    Severity.YELLOW.term: Tone.AMBER,
    Severity.BLUE.term: Tone.BLUE,
    tr("退回"): Tone.RED,
    tr("不符"): Tone.AMBER,
    tr("新增"): Tone.GREEN,
    tr("更新"): Tone.BLUE,
}


class WordDelegate(QStyledItemDelegate):
    """Paints a dot and a word; words without a colour in plain ink."""

    def __init__(self, view: GridView, key: str) -> None:
        super().__init__(view)
        view.setItemDelegateForColumn(view.grid.by_key[key], self)
        self._font = font()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        text = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        facts: Any = option
        rect: QRect = facts.rect
        chosen = bool(facts.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.fillRect(rect, QColor(Tone.ACCENT_SOFT if chosen else Tone.COMPUTED))
        painter.setPen(QPen(QColor(Tone.LINE)))
        painter.drawLine(rect.topRight(), rect.bottomRight())
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        ink = QColor(_INKS.get(text, Tone.QUIET))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        middle = QPointF(rect.left() + PAD + 4, rect.center().y() + 0.5)
        painter.drawEllipse(middle, 4, 4)
        painter.setPen(ink)
        painter.setFont(self._font)
        inner = rect.adjusted(PAD + 14, 0, -2, 0)
        painter.drawText(inner, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
        if facts.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(Tone.ACCENT), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rect.adjusted(1, 1, -2, -2))
        painter.restore()
