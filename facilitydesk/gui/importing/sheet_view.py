"""The preview of a sheet: rows tinted by kind, cells with findings marked, every cell correctable."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QPoint, QRect, Qt, Signal, Slot
from PySide6.QtGui import QColor, QContextMenuEvent, QKeyEvent, QKeySequence, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QMenu,
    QStyle,
    QStyleOptionViewItem,
    QTableView,
)

from facilitydesk.domain.messages import tr
from facilitydesk.gui.grid import clipboard
from facilitydesk.gui.grid.delegate import PAD, GridDelegate
from facilitydesk.gui.grid.marks import Mark
from facilitydesk.gui.grid.model import Index
from facilitydesk.gui.importing.field_popup import FieldPopup
from facilitydesk.gui.importing.sheet_header import SheetHeader, box_text
from facilitydesk.gui.importing.sheet_model import CORRECTED, FINDING, SheetModel
from facilitydesk.gui.importing.sheet_rows import RowKind
from facilitydesk.gui.theme import Tone
from facilitydesk.interchange.grid import column_name, column_number

_ROW = 26
_SAMPLE = 80
_WIDEST, _NARROWEST = 220, 64
_SOFT = {"red": Tone.RED_SOFT, "yellow": Tone.AMBER_SOFT, "blue": Tone.BLUE_SOFT}
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class SheetView(QTableView):
    """Signals: `mapped(letter, key or None)` a column is read as another field, `unmapped()` back
    to the program's own reading, `restored(places)` cells as in the file again."""  # noqa: D205,D209 - one thought

    mapped = Signal(str, object)
    unmapped = Signal()
    restored = Signal(object)

    def __init__(self, model: SheetModel) -> None:
        super().__init__()
        self.sheet = model
        self.popup: FieldPopup | None = None
        self.setModel(model)
        head = SheetHeader(self)
        head.field_wanted.connect(self.ask_field)
        self.setHorizontalHeader(head)
        delegate = _SheetDelegate(self)
        delegate.left.connect(self._on_left)
        self.setItemDelegate(delegate)
        self.setShowGrid(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalScrollBar().setSingleStep(_ROW)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(
            triggers.AnyKeyPressed | triggers.DoubleClicked | triggers.EditKeyPressed
        )
        rows = self.verticalHeader()
        rows.setDefaultSectionSize(_ROW)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setFixedWidth(84)
        rows.setHighlightSections(False)
        rows.setDefaultAlignment(_RIGHT)
        self.setStyleSheet(
            f"QHeaderView::section:vertical {{ background:#e9edf2; color:{Tone.QUIET}; border:none;"
            f" border-bottom:1px solid {Tone.LINE}; border-right:1px solid #c9d1da; padding:0 6px; }}"
            f" QTableCornerButton::section {{ background:#e9edf2; border:none;"
            f" border-bottom:1px solid #c9d1da; border-right:1px solid #c9d1da; }}"
        )
        model.modelReset.connect(self._on_reset)

    def go_to(self, cell: str) -> bool:
        """Put the cursor on F7; False where the sheet has no such cell."""
        letters = cell.rstrip("0123456789")
        digits = cell[len(letters) :]
        if not digits:
            return False
        column = column_number(letters) if letters else 0
        index = self.sheet.index(int(digits) - 1, column)
        if not index.isValid():
            return False
        self.setCurrentIndex(index)
        self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)
        return True

    @Slot(int)
    def ask_field(self, section: int) -> None:
        """Open the list of fields for a column."""
        column = self.sheet.columns.get(section)
        if column is None or self.sheet.readonly:
            return
        taken = {c.key: c.letter for c in self.sheet.columns.values() if c.key and c is not column}
        likely = [key for key, _ in column.guesses]
        popup = FieldPopup(self, column.key, likely=likely, taken=taken)
        popup.chosen.connect(lambda key: self.mapped.emit(column.letter, key))
        popup.destroyed.connect(self._on_popup_gone)
        box = self.header.box(section)
        place = self.header.viewport().mapToGlobal(box.bottomLeft() + QPoint(0, 2))
        right = self.screen().availableGeometry().right() - popup.width()
        popup.move(min(place.x(), right), place.y())
        popup.show()
        self.popup = popup

    @property
    def header(self) -> SheetHeader:
        head = self.horizontalHeader()
        assert isinstance(head, SheetHeader)
        return head

    # --- slots --------------------------------------------------------------------------------

    @Slot()
    def _on_popup_gone(self) -> None:
        self.popup = None

    @Slot(int, int)
    def _on_left(self, rows: int, columns: int) -> None:
        self.setFocus()
        current = self.currentIndex()
        index = self.sheet.index(current.row() + rows, current.column() + columns)
        if index.isValid():
            self.setCurrentIndex(index)

    @Slot()
    def _on_reset(self) -> None:
        self.clearSpans()
        table = self.sheet.table
        if table is None:
            return
        width = self.sheet.columnCount()
        for row in range(self.sheet.rowCount()):
            if self.sheet.kind(row) in (RowKind.TITLE, RowKind.NOTE, RowKind.OUTSIDE):
                self._span_lone_text(row, width)
        for merge in table.source.merges[:2000]:
            if merge.top < self.sheet.rowCount() and self.rowSpan(merge.top, merge.left) == 1:
                down = min(merge.bottom, self.sheet.rowCount() - 1) - merge.top + 1
                across = min(merge.right, width - 1) - merge.left + 1
                if (down > 1 or across > 1) and self.columnSpan(merge.top, merge.left) == 1:
                    self.setSpan(merge.top, merge.left, down, across)
        self._fit_columns()

    def _span_lone_text(self, row: int, width: int) -> None:
        filled = [column for column in range(width) if self.sheet.text(row, column)]
        if len(filled) == 1 and filled[0] < width - 1:
            self.setSpan(row, filled[0], 1, width - filled[0])

    def _fit_columns(self) -> None:
        metrics = self.fontMetrics()
        rows = [n for n in range(self.sheet.rowCount()) if self.sheet.kind(n).data][:_SAMPLE]
        for column in range(self.sheet.columnCount()):
            texts = [self.sheet.text(row, column) for row in rows]
            width = max((metrics.horizontalAdvance(text) for text in texts), default=0) + 2 * PAD
            read = self.sheet.columns.get(column)
            if read is not None:
                width = max(width, metrics.horizontalAdvance(box_text(read)) + 36)
            self.setColumnWidth(column, max(_NARROWEST, min(_WIDEST, width + 4)))

    # --- Qt -----------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        current = self.currentIndex()
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if event.matches(QKeySequence.StandardKey.Copy):
            self._copy()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self._paste()
        elif event.key() == Qt.Key.Key_Delete:
            self.sheet.enter({(i.row(), i.column()): "" for i in self.selectedIndexes()})
        elif event.key() == Qt.Key.Key_Down and alt and current.isValid():
            self.ask_field(current.column())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_left(1, 0)
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def _copy(self) -> None:
        indexes = self.selectedIndexes()
        if not indexes:
            return
        rows = sorted({index.row() for index in indexes})
        columns = sorted({index.column() for index in indexes})
        block = [[self.sheet.text(row, column) for column in columns] for row in rows]
        QApplication.clipboard().setText(clipboard.write_text(block).removesuffix("\r\n"))

    def _paste(self) -> None:
        data = QApplication.clipboard().mimeData()
        block = clipboard.read_block(data.text(), data.html())
        corner = self.currentIndex()
        if corner.isValid():
            top, left = corner.row(), corner.column()
            self.sheet.enter(
                {
                    (top + row, left + column): text
                    for row, texts in enumerate(block)
                    for column, text in enumerate(texts)
                }
            )

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        index = self.indexAt(event.pos())
        if not index.isValid():
            return
        if not self.selectionModel().isSelected(index):
            self.setCurrentIndex(index)
        self.menu(index).popup(event.globalPos())

    def menu(self, index: QModelIndex) -> QMenu:
        """The menu of a cell."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(tr("复制") + "\tCtrl+C").triggered.connect(self._copy)
        if self.sheet.readonly:
            return menu
        edit = menu.addAction(tr("更正此格") + "\tF2")
        edit.triggered.connect(lambda: self.edit(index))
        chosen = {(i.row(), i.column()) for i in self.selectedIndexes()}
        restore = menu.addAction(tr("恢复原值"))
        restore.setEnabled(bool(chosen & set(self.sheet.originals)))
        restore.triggered.connect(lambda: self.restored.emit(chosen))
        menu.addSeparator()
        letter = column_name(index.column())
        field = menu.addAction(tr("{letter}列读作……").format(letter=letter) + "\tAlt+↓")
        field.setEnabled(index.column() in self.sheet.columns)
        field.triggered.connect(lambda: self.ask_field(index.column()))
        menu.addAction(tr("各列按程序识别")).triggered.connect(self.unmapped)
        return menu


class _SheetDelegate(GridDelegate):
    """Paints cells of a SheetModel; edits like every grid."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model: Any = index.model()
        facts: Any = option
        rect: QRect = facts.rect
        row, column = index.row(), index.column()
        kind = model.kind(row)
        finding = index.data(FINDING)
        corrected = bool(index.data(CORRECTED))
        painter.save()
        ground = QColor(_SOFT[finding.severity] if finding else kind.tint)
        if facts.state & QStyle.StateFlag.State_Selected:
            ground = QColor(Tone.ACCENT_SOFT)
        painter.fillRect(rect, ground)
        painter.setPen(QPen(QColor(Tone.LINE)))
        painter.drawLine(rect.topRight(), rect.bottomRight())
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        font = index.data(Qt.ItemDataRole.FontRole) or self._plain
        painter.setFont(font)
        faint = not (kind.data or kind in (RowKind.HEAD, RowKind.TOTAL, RowKind.SUBTOTAL))
        ignored = kind.data and (column not in model.columns or not model.columns[column].key)
        ink = Tone.ACCENT if corrected else Tone.QUIET if faint or ignored else Tone.INK
        painter.setPen(QColor(ink))
        text = model.text(row, column)
        inner = rect.adjusted(PAD, 0, -PAD - 1, 0)
        self._draw(painter, inner, text, right=model.numeric(row, column), short=text)
        if finding:
            self._paint_mark(painter, rect, Mark(finding.severity, finding.text, None, ""))
        if facts.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(self._frame)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rect.adjusted(1, 1, -2, -2))
        painter.restore()
