"""The head of a grid: the term, its unit, 上期/本期 where both are shown, and the filter button."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPen, QPolygon
from PySide6.QtWidgets import QHeaderView, QWidget

from facilitydesk.domain.messages import tr
from facilitydesk.gui.grid.delegate import PAD, past_width
from facilitydesk.gui.grid.model import GridModel
from facilitydesk.gui.theme import ROW, SMALL_PT, Tone, font

_BUTTON = 16
_GROUND = QColor("#e9edf2")
_ON = QColor(Tone.ACCENT_SOFT)


class GridHeader(QHeaderView):
    """Signal `filter_wanted(section, global position)`: the small button of a head was pressed."""

    filter_wanted = Signal(int, QPoint)

    def __init__(self, parent: QWidget, *, past_words: tuple[str, str] | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.past_words = past_words or (tr("上周"), tr("本周"))
        self._bold = font(bold=True)
        self._small = font(SMALL_PT)
        self.setSectionsMovable(True)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(40)
        self.setResizeContentsPrecision(50)

    def sizeHint(self) -> QSize:
        return QSize(0, 48)  # the view asks for the height alone, and often

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        model = self.model()
        if not isinstance(model, GridModel) or not rect.isValid():
            super().paintSection(painter, rect, logicalIndex)
            return
        column = model.columns[logicalIndex]
        wanted = model.wanted
        filtered = column.key in wanted.chosen
        painter.save()
        painter.fillRect(rect, _ON if filtered else _GROUND)
        painter.setPen(QPen(QColor("#c9d1da")))
        painter.drawLine(rect.topRight(), rect.bottomRight())
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        side = Qt.AlignmentFlag.AlignRight if column.numeric else Qt.AlignmentFlag.AlignLeft
        unit = column.unit(model.money_scale)
        paired = column.past is not None
        second = bool(unit) or paired
        upper = QRect(rect.left() + PAD, rect.top() + (5 if second else 0), 0, 0)
        upper.setSize(QSize(rect.width() - 2 * PAD - _BUTTON, 20 if second else rect.height()))
        painter.setFont(self._bold)
        painter.setPen(QColor(Tone.INK))
        head = f"{column.head}（{unit}）" if unit and paired else column.head
        metrics = painter.fontMetrics()
        if metrics.horizontalAdvance(head) > upper.width():
            head = column.head
        head = metrics.elidedText(head, Qt.TextElideMode.ElideRight, upper.width())
        centre = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(upper, (Qt.AlignmentFlag.AlignLeft if paired else side) | centre, head)
        painter.setFont(self._small)
        painter.setPen(QColor(Tone.QUIET))
        lower = QRect(rect.left(), rect.top() + 25, rect.width(), 18)
        if paired:
            half = past_width(rect.width())
            left = QRect(lower.left() + PAD, lower.top(), half - 2 * PAD, lower.height())
            right = QRect(
                lower.left() + half + PAD, lower.top(), lower.width() - half - 2 * PAD, 18
            )
            painter.drawText(left, side | centre, self.past_words[0])
            painter.drawText(right, side | centre, self.past_words[1])
        elif unit:
            inner = lower.adjusted(PAD, 0, -PAD, 0)
            painter.drawText(inner, side | centre, f"（{unit}）")
        self._paint_button(painter, self._button(rect), filtered, wanted.sort == column.key)
        painter.restore()

    def _paint_button(self, painter: QPainter, rect: QRect, filtered: bool, sorted_: bool) -> None:
        model = self.model()
        active = filtered or sorted_
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(Tone.ACCENT if active else "#8d97a3"))
        middle = rect.center()
        up = sorted_ and isinstance(model, GridModel) and not model.wanted.descending
        tip = -3 if up else 3
        painter.drawPolygon(
            QPolygon(
                [
                    QPoint(middle.x() - 4, middle.y() - tip // 2),
                    QPoint(middle.x() + 4, middle.y() - tip // 2),
                    QPoint(middle.x(), middle.y() + tip),
                ]
            )
        )
        if filtered:
            painter.drawRect(QRect(middle.x() - 4, rect.bottom() - 2, 9, 2))

    @staticmethod
    def _button(rect: QRect) -> QRect:
        return QRect(rect.right() - _BUTTON - 1, rect.top() + 7, _BUTTON, 16)

    def section_rect(self, section: int) -> QRect:
        """Where a head stands in the header's viewport."""
        return QRect(
            self.sectionViewportPosition(section), 0, self.sectionSize(section), self.height()
        )

    def mousePressEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        section = self.logicalIndexAt(point)
        if section >= 0 and event.button() == Qt.MouseButton.LeftButton:
            rect = self.section_rect(section)
            if self._button(rect).adjusted(-2, -2, 0, 4).contains(point):
                self.ask(section)
                return
        super().mousePressEvent(event)

    def ask(self, section: int) -> None:
        """Say that the filter of a section is wanted, below its head."""
        rect = self.section_rect(section)
        below = self.viewport().mapToGlobal(QPoint(rect.left(), rect.bottom() + 1))
        self.filter_wanted.emit(section, below)


class RowNumbers(QHeaderView):
    """The numbers of the rows at the left, as wide as the last one needs.

    Qt's own header measures 200 numbers each time the view is laid out.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self.setDefaultSectionSize(ROW)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setHighlightSections(False)
        self.setSectionsClickable(True)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def sizeHint(self) -> QSize:
        digits = "0" * max(2, len(str(self.count())))
        return QSize(self.fontMetrics().horizontalAdvance(digits) + 2 * PAD + 2, 0)
