"""A short list of works with their light and reasons; a click opens the work."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QBrush, QColor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
)

from facilitydesk.domain.lights import Light
from facilitydesk.domain.messages import tr
from facilitydesk.domain.rounding import Style, digits
from facilitydesk.gui.theme import Tone
from facilitydesk.services.dashboard import LitWork

_INK = {Light.GREEN: Tone.GREEN, Light.YELLOW: Tone.AMBER, Light.RED: Tone.RED}
_GROUND = {Light.YELLOW: Tone.AMBER_SOFT, Light.RED: Tone.RED_SOFT}
_SHEET = f"""
QTableWidget {{ border: none; background: {Tone.SURFACE}; gridline-color: {Tone.LINE}; }}
QHeaderView::section {{ background: {Tone.SURFACE}; color: {Tone.QUIET}; border: none;
    border-bottom: 1px solid {Tone.LINE}; padding: 2px 6px; font-size: 9pt; }}
"""
_ROW = 26


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
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
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
                    item.setForeground(QBrush(QColor(_INK[work.light])))
                    item.setBackground(QBrush(QColor(_GROUND.get(work.light, Tone.SURFACE))))
                elif column == 3:
                    side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
                    item.setTextAlignment(side)
                self.setItem(row, column, item)

    def height_for(self, rows: int) -> int:
        """The height that shows so many rows without a scroll bar."""
        return self.horizontalHeader().sizeHint().height() + rows * _ROW + 4

    def _on_row(self, row: int, _column: int = 0) -> None:
        work = self._works[row]
        self.opened.emit((work.work_id,), work.name)


def _points(behind: Fraction | None) -> str:
    return "" if behind is None else digits(behind, Style(places=1))
