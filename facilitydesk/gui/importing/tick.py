"""A column of ticks in a list: one click or the space bar turns a tick."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from facilitydesk.gui.grid.model import GridModel, Index
from facilitydesk.gui.grid.view import GridView
from facilitydesk.gui.theme import Tone

_SIZE = 16


class TickDelegate(QStyledItemDelegate):
    """Paints a boolean column as boxes. Signal `ticked(row, on)`."""

    ticked = Signal(object, bool)

    def __init__(self, view: GridView, key: str) -> None:
        super().__init__(view)
        self._view = view
        self.key = key
        self.column = view.grid.by_key[key]
        view.setItemDelegateForColumn(self.column, self)
        view.installEventFilter(self)

    def toggle(self, index: Index) -> None:
        """Turn one tick."""
        row = self._view.grid.row_at(index.row())
        column = self._view.grid.columns[self.column]
        if column.may_edit(row) and not self._view.grid.readonly:
            self.ticked.emit(row, not column.value(row))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        assert isinstance(model, GridModel)
        row = model.row_at(index.row())
        column = model.columns[index.column()]
        facts: Any = option
        rect: QRect = facts.rect
        chosen = bool(facts.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.fillRect(rect, QColor(Tone.ACCENT_SOFT if chosen else Tone.SURFACE))
        painter.setPen(QPen(QColor(Tone.LINE)))
        painter.drawLine(rect.topRight(), rect.bottomRight())
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if column.may_edit(row):
            self._paint_box(painter, rect, on=bool(column.value(row)))
        if facts.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(Tone.ACCENT), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rect.adjusted(1, 1, -2, -2))
        painter.restore()

    @staticmethod
    def _paint_box(painter: QPainter, rect: QRect, *, on: bool) -> None:
        box = QRect(0, 0, _SIZE, _SIZE)
        box.moveCenter(rect.center())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(Tone.ACCENT if on else "#8d97a3"), 1.4))
        painter.setBrush(QColor(Tone.ACCENT if on else Tone.SURFACE))
        painter.drawRoundedRect(box, 3, 3)
        if on:
            painter.setPen(QPen(QColor("#ffffff"), 2))
            corner = box.topLeft()
            painter.drawPolyline(
                [corner + QPoint(3, 8), corner + QPoint(7, 12), corner + QPoint(13, 5)]
            )

    def createEditor(self, *_arguments: Any) -> Any:
        return None  # a tick is turned, not typed

    def editorEvent(
        self, event: QEvent, _model: Any, _option: QStyleOptionViewItem, index: Any
    ) -> bool:
        if event.type() == QEvent.Type.MouseButtonRelease and isinstance(event, QMouseEvent):
            self.toggle(index)
            return True
        return False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is not self._view:
            return super().eventFilter(watched, event)
        # Not to the base: it would take the view for one of its editors.
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Space
        ):
            lines = {index.row() for index in self._view.selectedIndexes()}
            for line in sorted(lines):
                self.toggle(self._view.grid.index(line, self.column))
            return bool(lines)
        return False
