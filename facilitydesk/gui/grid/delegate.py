"""How a cell is painted and edited: last value grey at the left, this value at the right.

The editor is chosen by the column: a line, a box for several lines, or a line with a pick list.
While an input method composes (preedit), Enter and Tab belong to it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPen, QPolygon
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from facilitydesk.gui.grid import editors, keys
from facilitydesk.gui.grid.column import Column
from facilitydesk.gui.grid.marks import Mark
from facilitydesk.gui.grid.model import COLUMN, GridModel
from facilitydesk.gui.theme import Tone, font

Index = QModelIndex | QPersistentModelIndex
PAD = 6
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class GridDelegate(QStyledItemDelegate):
    """Signals: `left(rows, columns)` the editor was closed by a key that moves on, and
    `fill_wanted(text)` by Ctrl+Enter: one value for all selected cells."""  # noqa: D205,D209 - one thought

    left = Signal(int, int)
    fill_wanted = Signal(str)

    def __init__(self, view: QTableView) -> None:
        super().__init__(view)
        self._view = view
        self._keyboard: QWidget | None = None  # what keeps it while an editor opens
        self._opened: list[QWidget] = []  # while it does
        self._input = QBrush(QColor(Tone.INPUT))
        self._computed = QBrush(QColor(Tone.COMPUTED))
        self._chosen = QBrush(QColor(Tone.ACCENT_SOFT))
        self._bad = QBrush(QColor(Tone.RED_SOFT))
        self._line = QPen(QColor(Tone.LINE))
        self._ink = QPen(QColor(Tone.INK))
        self._quiet = QPen(QColor(Tone.QUIET))
        self._red = QPen(QColor(Tone.RED))
        self._frame = QPen(QColor(Tone.ACCENT), 2)
        self._corner = {
            "red": QColor(Tone.RED),
            "yellow": QColor("#d68a00"),
            "blue": QColor("#3b82d6"),
        }
        self._plain: QFont = font()
        self._strong: QFont = font(bold=True)

    # --- painting -----------------------------------------------------------------------------

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        if not isinstance(model, GridModel):
            super().paint(painter, option, index)
            return
        row = model.row_at(index.row())
        column = model.columns[index.column()]
        facts: Any = option  # its fields are missing in the stubs of PySide6
        rect: QRect = facts.rect
        # The flags of option.state would say it too, but the class that names them takes 6 ms of
        # the start to load.
        chosen = self._view.selectionModel().isSelected(index)
        current = self._view.hasFocus() and index == self._view.currentIndex()
        mark = model.mark_at(row, column)
        bad = mark is not None and mark.severity == "red" and mark.text is not None
        editable = not model.readonly and column.may_edit(row)
        text = model.cell_text(row, column)
        painter.save()
        painter.fillRect(
            rect,
            self._chosen
            if chosen
            else self._bad
            if bad
            else self._input
            if editable
            else self._computed,
        )
        painter.setPen(self._line)
        painter.drawLine(rect.topRight(), rect.bottomRight())
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.setFont(self._strong if column.strong else self._plain)
        inner = rect.adjusted(PAD, 0, -PAD - 1, 0)
        if column.past is not None:
            inner = self._paint_past(painter, rect, inner, column, model, row)
        if text:
            even = text if bad else model.even(text, column)
            ink = self._ink_of(column, row, bad=bad)
            self._paint_text(painter, inner, column, even, ink, short=text)
        elif column.ghost is not None:
            ghost = column.text(column.ghost(row), model.money_scale)
            even = model.even(ghost, column)
            self._paint_text(painter, inner, column, even, self._quiet, short=ghost)
        if mark is not None:
            self._paint_mark(painter, rect, mark)
        if current:
            painter.setPen(self._frame)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rect.adjusted(1, 1, -2, -2))
        painter.restore()

    def _paint_past(
        self,
        painter: QPainter,
        rect: QRect,
        inner: QRect,
        column: Column,
        model: GridModel,
        row: Any,
    ) -> QRect:
        """Paints last week's value in the left half; the rest is for this week's."""
        half = past_width(rect.width())
        past = QRect(rect.left(), rect.top(), half, rect.height() - 1)
        painter.fillRect(past, self._computed)
        value = column.past(row) if column.past else None
        if value is not None:
            painter.setPen(self._quiet)
            text = column.text(value, model.money_scale)
            room = past.adjusted(PAD, 0, -PAD, 0)
            even = model.even(text, column)
            self._draw(painter, room, even, right=column.numeric, short=text)
        return QRect(
            rect.left() + half + PAD, inner.top(), rect.width() - half - 2 * PAD, inner.height()
        )

    def _ink_of(self, column: Column, row: Any, *, bad: bool) -> QPen:
        if bad:
            return self._red
        return QPen(QColor(column.ink(row))) if column.ink else self._ink

    def _paint_text(
        self, painter: QPainter, rect: QRect, column: Column, text: str, ink: QPen, *, short: str
    ) -> None:
        painter.setPen(ink)
        right = column.numeric and ink is not self._red
        self._draw(painter, rect, text, right=right, short=short)

    @staticmethod
    def _draw(painter: QPainter, rect: QRect, text: str, *, right: bool, short: str) -> None:
        """`short` says the same with fewer zeros, for a cell that is too narrow."""
        metrics = painter.fontMetrics()
        if short != text and metrics.horizontalAdvance(text) > rect.width():
            text = short
        first, _, more = text.partition("\n")
        line = first + " …" if more else first
        if metrics.horizontalAdvance(line) > rect.width():
            line = metrics.elidedText(line, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, _RIGHT if right else _LEFT, line)

    def _paint_mark(self, painter: QPainter, rect: QRect, mark: Mark) -> None:
        corner = rect.topRight()
        size = 8
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._corner.get(mark.severity, self._corner["blue"]))
        painter.drawPolygon(QPolygon([corner, corner - QPoint(size, 0), corner + QPoint(0, size)]))

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        model = index.model()
        if not isinstance(model, GridModel):
            return super().sizeHint(option, index)
        metrics = QFontMetrics(self._plain)
        row, column = model.row_at(index.row()), model.columns[index.column()]
        text = model.even(model.cell_text(row, column), column)
        width = metrics.horizontalAdvance(text) + 2 * PAD + 2
        if column.past is not None:
            past = model.even(column.text(column.past(row), model.money_scale), column)
            width = 2 * max(width, metrics.horizontalAdvance(past) + 2 * PAD + 2)
        return QSize(width, 28)

    # --- editing ------------------------------------------------------------------------------

    def createEditor(
        self,
        parent: QWidget,
        option: QStyleOptionViewItem,  # noqa: ARG002 - Qt's signature
        index: Index,
    ) -> QWidget:
        column: Column = index.data(COLUMN)
        editor = editors.make(column, parent)
        editors.set_text(editor, str(index.data(Qt.ItemDataRole.EditRole) or ""))
        editor.installEventFilter(self)
        if self._keyboard is not None:
            editor.setFocusProxy(self._keyboard)
            self._opened.append(editor)
        return editor

    def opened(self, by: Callable[[], object], holder: QWidget) -> QWidget | None:
        """The editor that a call opens; the keyboard stays with its holder."""
        self._keyboard = holder
        by()
        self._keyboard = None
        editor = self._opened.pop() if self._opened else None
        if editor is not None:
            # Else it would count as having the keyboard too, and take it along when it closes.
            editor.setFocusProxy(None)  # type: ignore[arg-type]  # the stubs know no None
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Nothing: Qt asks again when the row changes, and what is being typed must stay."""

    def setModelData(self, editor: QWidget, model: Any, index: Index) -> None:
        model.setData(index, editors.text_of(editor), Qt.ItemDataRole.EditRole)

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        column: Column = index.data(COLUMN)
        facts: Any = option
        rect = facts.rect.adjusted(0, 0, -1, -1)
        if column.past is not None:
            rect.setLeft(rect.left() + past_width(rect.width()))
        editors.place(editor, rect, column)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(watched, QWidget) and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.KeyPress and self._key(watched, event):
                return True
            if event.type() == QEvent.Type.ShortcutOverride:
                if keys.leave_editor(event) and not editors.composing(watched):
                    self._finish(watched)
                    event.ignore()
                    return True
                # Ctrl+Z inside an editor belongs to its text, not to the steps of the desk.
                event.accept()
                return False
        if event.type() == QEvent.Type.FocusOut and isinstance(watched, QWidget):
            editors.finish_composition(watched)
        return super().eventFilter(watched, event)

    def _key(self, editor: QWidget, event: QKeyEvent) -> bool:
        if editors.composing(editor):
            # They belong to the input method; Qt's delegate would store half a word.
            return editors.composition_key(editor, event.key())
        key, shift = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if key in _ENTER and alt:
            return editors.break_line(editor)
        if key in _ENTER and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            text = editors.text_of(editor)
            self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)
            self.fill_wanted.emit(text)
            return True
        if editors.pick_key(editor, event):
            return True
        move = (0, 0)
        if key in _ENTER:
            move = (-1 if shift else 1, 0)
        elif key == Qt.Key.Key_Backtab or (key == Qt.Key.Key_Tab and shift):
            move = (0, -1)
        elif key == Qt.Key.Key_Tab:
            move = (0, 1)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and editors.arrows_leave(editor):
            move = (1 if key == Qt.Key.Key_Down else -1, 0)
        if move == (0, 0):
            return False
        self._finish(editor)
        self.left.emit(*move)
        return True

    def _finish(self, editor: QWidget) -> None:
        """Store the text and close the editor."""
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)


def past_width(width: int) -> int:
    """How much of a cell last week's value takes."""
    return width * 47 // 100
