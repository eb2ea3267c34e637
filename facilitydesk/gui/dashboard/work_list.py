"""A short list of works with their light and reasons; a click opens the work."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
)

from facilitydesk.domain.lights import Light
from facilitydesk.domain.messages import tr
from facilitydesk.domain.rounding import Style, digits
from facilitydesk.gui.theme import Tone, color
from facilitydesk.services.dashboard import LitWork

_INK = {Light.GREEN: Tone.GREEN, Light.YELLOW: Tone.AMBER, Light.RED: Tone.RED}
_GROUND = {Light.YELLOW: Tone.AMBER_SOFT, Light.RED: Tone.RED_SOFT}
_SHEET = f"""
QTableWidget {{ border: none; background: {Tone.SURFACE}; gridline-color: {Tone.LINE}; }}
QHeaderView::section {{ background: {Tone.SURFACE}; color: {Tone.QUIET}; border: none;
    border-bottom: 1px solid {Tone.LINE}; padding: 2px 8px; font-size: 9pt; }}
"""
_ROW = 26
_PAD = 8
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_LIGHT_ROLE = Qt.ItemDataRole.UserRole + 1
_POINTS = 3  # the column of numbers


class WorkList(QTableWidget):
    """`opened(works, title)` when a row is pressed or Enter is hit on it."""

    opened = Signal(object, str)

    def __init__(self, *, reasons: bool) -> None:
        heads = [tr("状态"), tr("单项工程"), tr("乡镇")]
        if reasons:
            heads += [tr("落后（点）"), tr("原因")]
        super().__init__(0, len(heads))
        self._reasons = reasons
        self._works: list[LitWork] = []
        self.setStyleSheet(_SHEET)
        self.setHorizontalHeaderLabels(heads)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(_LEFT)
        points = self.horizontalHeaderItem(_POINTS)
        if points is not None:
            points.setTextAlignment(_RIGHT)
        self.setItemDelegate(_Line(self))
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        for column, wide in enumerate((84, 280, 84, 84)[: len(heads)]):
            header.resizeSection(column, wide)
        header.setSectionResizeMode(
            len(heads) - 1 if reasons else 1, QHeaderView.ResizeMode.Stretch
        )
        self.cellClicked.connect(self._on_row)
        self.activated.connect(lambda index: self._on_row(index.row()))

    def show_works(self, works: Sequence[LitWork]) -> None:
        """Fill the list."""
        self._works = list(works)
        self.setRowCount(len(self._works))
        for row, work in enumerate(self._works):
            cells = [work.light.term, work.name, work.township]
            if self._reasons:
                cells += [_points(work.behind), "；".join(work.reasons)]
            for column, text in enumerate(cells):
                item = QTableWidgetItem(text)
                item.setToolTip("\n".join([work.name, *work.reasons]))
                if column == 0:
                    item.setData(_LIGHT_ROLE, work.light)
                elif column == _POINTS:
                    item.setTextAlignment(_RIGHT)
                self.setItem(row, column, item)

    def height_for(self, rows: int) -> int:
        """The height that shows so many rows without a scroll bar."""
        return self.horizontalHeader().sizeHint().height() + rows * _ROW + 4

    def _on_row(self, row: int, _column: int = 0) -> None:
        work = self._works[row]
        self.opened.emit((work.work_id,), work.name)


class _Line(QStyledItemDelegate):
    """Draws a cell with room at both sides, a hairline below, and the light as a badge."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        area: QRect = option.rect  # type: ignore[attr-defined]  # the stubs leave it out
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]  # the same
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, color(Tone.ACCENT_SOFT))
        painter.setPen(color("#eef1f4"))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        inner = area.adjusted(_PAD, 0, -_PAD, -1)
        light = index.data(_LIGHT_ROLE)
        metrics = QFontMetrics(painter.font())
        text = metrics.elidedText(str(index.data()), Qt.TextElideMode.ElideRight, inner.width())
        painter.setPen(color(_INK[light] if light else Tone.INK))
        if light:
            badge = QRect(inner.left(), inner.top() + 3, metrics.horizontalAdvance(text) + 12, 19)
            painter.fillRect(badge, color(_GROUND.get(light, Tone.GREEN_SOFT)))
            painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, text)
        else:
            right = index.column() == _POINTS
            painter.drawText(inner, _RIGHT if right else _LEFT, text)
        painter.restore()


def _points(behind: Fraction | None) -> str:
    return "" if behind is None else digits(behind, Style(places=1))
