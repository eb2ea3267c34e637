"""The heads of the preview: the column's letter, and below it the field it is read as."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPen, QPolygon
from PySide6.QtWidgets import QHeaderView, QWidget

from facilitydesk.domain.fields import FIELDS
from facilitydesk.domain.messages import tr
from facilitydesk.gui.importing.sheet_model import SheetModel
from facilitydesk.gui.theme import SMALL_PT, Tone, font
from facilitydesk.interchange.columns import Column

HEIGHT = 54
_BOX = 28
_ARROW = 14


class SheetHeader(QHeaderView):
    """Signal `field_wanted(section)`: the box of a column was pressed."""

    field_wanted = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._plain, self._small = font(), font(SMALL_PT)
        self.setHighlightSections(False)
        self.setSectionsClickable(True)
        self.setMinimumSectionSize(56)
        self.setMouseTracking(True)

    def box(self, section: int) -> QRect:
        """Where a column's box stands in the viewport."""
        left = self.sectionViewportPosition(section)
        return QRect(left + 3, HEIGHT - _BOX - 3, self.sectionSize(section) - 7, _BOX)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), HEIGHT)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        model = self.model()
        if not isinstance(model, SheetModel) or not rect.isValid():
            super().paintSection(painter, rect, logicalIndex)
            return
        painter.save()
        painter.fillRect(rect, QColor("#e9edf2"))
        painter.setPen(QPen(QColor("#c9d1da")))
        painter.drawLine(rect.topRight(), rect.bottomRight())
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.setFont(self._small)
        painter.setPen(QColor(Tone.QUIET))
        upper = QRect(rect.left(), rect.top() + 2, rect.width(), HEIGHT - _BOX - 6)
        letter = str(model.headerData(logicalIndex, Qt.Orientation.Horizontal))
        painter.drawText(upper, Qt.AlignmentFlag.AlignCenter, letter)
        column = model.columns.get(logicalIndex)
        if column is not None:
            self._paint_box(painter, self.box(logicalIndex), column, fixed=model.readonly)
        painter.restore()

    def _paint_box(self, painter: QPainter, box: QRect, column: Column, *, fixed: bool) -> None:
        read = column.key is not None
        painter.setPen(QPen(QColor(Tone.ACCENT if read else "#c3cad3")))
        painter.setBrush(QColor(Tone.SURFACE if read else Tone.GROUND))
        painter.drawRoundedRect(box, 3, 3)
        inner = box.adjusted(6, 0, -6 if fixed else -_ARROW - 4, 0)
        painter.setFont(self._plain)
        painter.setPen(QColor(Tone.ACCENT if read else Tone.QUIET))
        text = box_text(column)
        text = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
        if fixed:
            return
        middle = QPoint(box.right() - _ARROW // 2 - 3, box.center().y())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(Tone.QUIET))
        painter.drawPolygon(
            QPolygon([middle + QPoint(-4, -2), middle + QPoint(4, -2), middle + QPoint(0, 3)])
        )

    def mousePressEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        section = self.logicalIndexAt(point)
        if section >= 0 and self.box(section).contains(point):
            self.field_wanted.emit(section)
            return
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        point = event.position().toPoint()
        section = self.logicalIndexAt(point)
        if section >= 0 and self.box(section).contains(point):
            self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
        elif self.viewport().cursor().shape() == Qt.CursorShape.PointingHandCursor:
            self.viewport().unsetCursor()


def box_text(column: Column) -> str:
    """规划面积（㎡）, or 忽略."""
    if column.key is None:
        return tr("序号") if column.serial else tr("忽略")
    term = FIELDS[column.key].term
    return f"{term}（{column.unit}）" if column.unit else term
