"""The view of every grid: keyboard, clipboard, filling, frozen columns, filters per column."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QMenu,
    QTableView,
    QWidget,
)

from facilitydesk.domain.messages import tr
from facilitydesk.gui.grid import editors, keys, menus
from facilitydesk.gui.grid.block import Area
from facilitydesk.gui.grid.composing import Composition
from facilitydesk.gui.grid.cursor import Cursor
from facilitydesk.gui.grid.delegate import GridDelegate
from facilitydesk.gui.grid.filter_popup import FilterPopup
from facilitydesk.gui.grid.frozen import FrozenView, own_viewport
from facilitydesk.gui.grid.hands import Hands
from facilitydesk.gui.grid.header import GridHeader, RowNumbers
from facilitydesk.gui.grid.model import GridModel
from facilitydesk.gui.theme import ROW, Tone

Index = QModelIndex | QPersistentModelIndex
MenuBuilder = Callable[[QMenu, QModelIndex], None]


class GridView(QTableView):
    """Signal `layout_changed()`: something that is remembered between runs has changed."""

    layout_changed = Signal()
    nothing_found = tr("没有符合查找或筛选条件的行。")

    def __init__(self, model: GridModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.grid = model
        self._kept: tuple[Any, int] | None = None  # the cursor's cell over a reset of the model
        self._typing: str | None = None  # and the text that was being typed into it
        self.hands = Hands(self)
        self.menu_builders: list[MenuBuilder] = []
        self.walk = Cursor(self)
        self.composition = Composition(self)
        own_viewport(self)
        self.setModel(model)
        self.setHorizontalHeader(GridHeader(self))
        self.setVerticalHeader(RowNumbers(self))
        delegate = GridDelegate(self)
        self.setItemDelegate(delegate)
        self.setShowGrid(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setAlternatingRowColors(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setObjectName("grid")
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalScrollBar().setSingleStep(ROW)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.AnyKeyPressed | triggers.DoubleClicked)
        self.setStyleSheet(
            "QTableCornerButton::section { background:#e9edf2; border:none;"
            " border-bottom:1px solid #c9d1da; border-right:1px solid #c9d1da; }"
            f"QHeaderView::section:vertical {{ background:#e9edf2; color:{Tone.QUIET}; border:none;"
            f" border-bottom:1px solid {Tone.LINE}; border-right:1px solid #c9d1da; padding:0 6px; }}"
        )
        for number, column in enumerate(model.columns):
            self.setColumnWidth(number, column.default_width)
            self.setColumnHidden(number, column.hidden)
        self.frozen = FrozenView(self)
        for view in (self, self.frozen):
            head = view.horizontalHeader()
            if isinstance(head, GridHeader):
                head.filter_wanted.connect(self._on_filter_wanted)
            head.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            head.customContextMenuRequested.connect(self._on_head_menu)
            made = view.itemDelegate()
            if isinstance(made, GridDelegate):
                made.left.connect(self._on_left)
                made.fill_wanted.connect(self.hands.fill)
        self.horizontalHeader().sectionMoved.connect(self._on_moved)
        self.horizontalHeader().sectionResized.connect(self._on_layout)
        model.arranged.connect(self._on_arranged)
        model.modelAboutToBeReset.connect(self._on_reset_begins)
        self.frozen.follow()

    # --- where we are -------------------------------------------------------------------------

    def shown_columns(self) -> list[int]:
        """The columns in screen order, without hidden ones."""
        head = self.horizontalHeader()
        ordered = [head.logicalIndex(visual) for visual in range(head.count())]
        return [number for number in ordered if not self.isColumnHidden(number)]

    def area(self) -> Area:
        """What is selected, as the rectangle around it; the current cell when nothing is."""
        current = self.currentIndex()
        indexes = self.selectedIndexes()
        if current.isValid() and not self.selectionModel().isSelected(current):
            indexes = [current]
        rows = sorted({index.row() for index in indexes})
        chosen = {index.column() for index in indexes}
        return Area(rows, [number for number in self.shown_columns() if number in chosen])

    def selected_rows(self) -> list[Any]:
        """The rows in which something is selected."""
        return [self.grid.row_at(line) for line in self.area().rows]

    def go_to(self, row_id: Any, key: str) -> bool:
        """Put the cursor on a cell; filters that hide its row are taken away."""
        line = self.grid.line_of(row_id)
        if line is None and self.grid.row_of(row_id) is not None:
            self.clear_filters()
            line = self.grid.line_of(row_id)
        if line is None:
            return False
        self.walk.go(line, self.grid.by_key.get(key, 0))
        self.setFocus()
        return True

    # --- filters ------------------------------------------------------------------------------

    def set_filter(self, key: str, texts: frozenset[str] | None) -> None:
        """Show only rows whose cell in a column reads like one of these; None shows all."""
        chosen = self.grid.wanted.chosen
        if texts is None:
            chosen.pop(key, None)
        else:
            chosen[key] = texts
        self.rearrange()

    def set_sort(self, key: str, *, descending: bool = False) -> None:
        """Sort by a column; an empty key gives the order of the page."""
        self.grid.wanted.sort, self.grid.wanted.descending = key, descending
        self.rearrange()

    def clear_filters(self) -> None:
        """Show all rows."""
        wanted = self.grid.wanted
        wanted.chosen.clear()
        wanted.quick, wanted.only = "", None
        self.rearrange()

    def rearrange(self) -> None:
        """Apply filters and order, and show in the heads which are on.

        The cursor stays with its row; where that is hidden now, in its column.
        """
        before = self.currentIndex()
        line, column, kept = before.row(), before.column(), QPersistentModelIndex(before)
        self.grid.arrange()
        if column >= 0 and not kept.isValid() and self.grid.rowCount():
            self.setCurrentIndex(self.grid.index(min(line, self.grid.rowCount() - 1), column))
        for view in (self, self.frozen):
            view.horizontalHeader().viewport().update()
        self.layout_changed.emit()

    def show_column(self, number: int, *, on: bool) -> None:
        """Show or hide a column."""
        self.setColumnHidden(number, not on)
        if on and self.columnWidth(number) == 0:
            self.setColumnWidth(number, self.grid.columns[number].default_width)
        self.frozen.follow()
        self.layout_changed.emit()

    def leave_by_tab(self, *, forward: bool) -> None:
        """Ctrl+Tab: the keyboard goes on to what stands beside the grid."""
        super().focusNextPrevChild(forward)

    def leave_editor(self) -> None:
        """Store the text that is being typed (other rows are about to be shown)."""
        self.composition.leave()
        if self.editing:
            self.setFocus()

    @property
    def editing(self) -> bool:
        """Whether a text is being typed into a cell."""
        editing = QAbstractItemView.State.EditingState
        return editing in (self.state(), self.frozen.state())

    def show_menu(self, index: QModelIndex, point: QPoint) -> None:
        """The menu of a cell, which becomes the current one."""
        if not index.isValid():
            return
        if not self.selectionModel().isSelected(index):
            self.walk.go(index.row(), index.column())
        menus.pop(menus.cell_menu(self, index), point)

    # --- slots --------------------------------------------------------------------------------

    @Slot(int, QPoint)
    def _on_filter_wanted(self, section: int, point: QPoint) -> None:
        column = self.grid.columns[section]
        key = column.key
        texts = self.grid.texts_of(column)
        popup = FilterPopup(self, texts, self.grid.wanted.chosen.get(key))
        popup.filtered.connect(lambda chosen: self.set_filter(key, chosen))
        popup.sorted.connect(lambda descending: self.set_sort(key, descending=descending))
        popup.unsorted.connect(lambda: self.set_sort(""))
        right = self.screen().availableGeometry().right() - popup.width()
        popup.move(min(point.x(), right), point.y())
        popup.show()

    @Slot(QPoint)
    def _on_head_menu(self, point: QPoint) -> None:
        menus.pop(menus.head_menu(self), self.horizontalHeader().viewport().mapToGlobal(point))

    @Slot(int, int)
    def _on_left(self, rows: int, columns: int) -> None:
        self.setFocus()
        self.walk.step(rows, columns)

    @Slot(int, int, int)
    def _on_moved(self, _logical: int, _old: int, _new: int) -> None:
        # Frozen columns stay in front, in the order of their declaration.
        head = self.horizontalHeader()
        for visual, number in enumerate(self.frozen.frozen):
            if head.visualIndex(number) != visual:
                head.blockSignals(True)
                head.moveSection(head.visualIndex(number), visual)
                head.blockSignals(False)
        self.viewport().update()
        self.layout_changed.emit()

    @Slot(int, int, int)
    def _on_layout(self, _section: int, _old: int, _new: int) -> None:
        self.layout_changed.emit()

    @Slot()
    def _on_reset_begins(self) -> None:
        current = self.currentIndex()
        held = self.composition.editor
        self._kept, self._typing = None, editors.typed(held) if self.editing else None
        if current.isValid():
            row = self.grid.row_at(current.row())
            self._kept = (self.grid.row_id(row), current.column())

    @Slot()
    def _on_arranged(self) -> None:
        if not self.currentIndex().isValid() and self._kept is not None:
            row_id, column = self._kept
            line = self.grid.line_of(row_id)
            if line is not None:
                self.walk.go(line, column)
                if self._typing is not None and self.hands.may_edit(line, column):
                    self.edit(self.currentIndex())
                    editors.go_on(self._typing)
                self._typing = None
        if not self.currentIndex().isValid() and self.grid.rowCount():
            editable = [n for n in self.shown_columns() if self.hands.may_edit(0, n)]
            first = editable or self.shown_columns()
            if first:
                self.setCurrentIndex(self.grid.index(0, first[0]))
        self.frozen.follow()
        if self.hasFocus():  # whether the cell can be filled may have changed
            self.updateMicroFocus()

    # --- Qt -----------------------------------------------------------------------------------

    def edit(self, index: Index, *rest: Any) -> Any:
        if self.hands.begins(*rest) and index.isValid():
            here = self.grid.index(index.row(), index.column())
            if self.hands.refused(here):
                return False
        if index.isValid() and self.grid.columns[index.column()].frozen:
            return self.frozen.edit(index, *rest)
        return super().edit(index, *rest)

    def scrollTo(
        self,
        index: Index,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        if not index.isValid():
            return
        bar = self.horizontalScrollBar()
        before = bar.value()
        super().scrollTo(index, hint)
        if self.grid.columns[index.column()].frozen:
            bar.setValue(before)
            return
        hidden = self.frozen.width_of_columns() - self.visualRect(index).left()
        if hidden > 0:
            bar.setValue(bar.value() - hidden)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.grid.rows and not self.grid.rowCount():
            painter = QPainter(self.viewport())
            painter.setPen(QColor(Tone.QUIET))
            place = self.viewport().rect().adjusted(self.frozen.width_of_columns(), 48, 0, 0)
            painter.drawText(place, Qt.AlignmentFlag.AlignHCenter, self.nothing_found)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self.composition.take(event)

    def inputMethodQuery(self, query: Qt.InputMethodQuery) -> Any:
        answer = self.composition.answer(query)
        return super().inputMethodQuery(query) if answer is None else answer

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.composition.leave()
        super().focusOutEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.composition.key(event) or keys.press(self, event):
            event.accept()
        elif (
            event.modifiers() & keys.CTRL and event.key() not in keys.QT_KEYS
        ) or event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, _next: bool) -> bool:
        return False  # Tab moves inside the grid; Ctrl+Tab leaves it

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        current = self.currentIndex()
        if event.reason() == QContextMenuEvent.Reason.Keyboard and current.isValid():
            shown = self.frozen if self.grid.columns[current.column()].frozen else self
            corner = shown.visualRect(current).bottomLeft()
            self.show_menu(current, shown.viewport().mapToGlobal(corner))
            return
        self.show_menu(self.indexAt(event.pos()), event.globalPos())

    def resizeEvent(self, event: QResizeEvent) -> None:
        current = self.visualRect(self.currentIndex())
        was_in_sight = current.top() >= 0 and current.bottom() <= event.oldSize().height()
        super().resizeEvent(event)
        self.frozen.follow()
        if was_in_sight:  # the list of refused cells opened below: the cursor stays in sight
            self.scrollTo(self.currentIndex())

    def updateGeometries(self) -> None:
        super().updateGeometries()
        if hasattr(self, "frozen"):  # Qt calls this while the view is being made
            self.frozen.fit()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            standard = QKeySequence.StandardKey
            if any(event.matches(key) for key in (standard.Copy, standard.Paste)):
                event.accept()
            elif self.composition.editor is not None and keys.leave_editor(event):
                self.composition.leave_for_key(event)
            elif self.composition.editor is not None:
                event.accept()  # for the text that is being typed
            elif event.matches(standard.Undo) and self.grid.refused_last():
                event.accept()  # else it means the last step of the desk
        return super().event(event)
