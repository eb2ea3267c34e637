"""How the cursor walks through a grid: Enter down, Tab to the next cell that can be filled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex

if TYPE_CHECKING:
    from facilitydesk.gui.grid.view import GridView


class Cursor:
    """The cursor of one grid."""

    def __init__(self, view: GridView) -> None:
        self._view = view
        self._tab_column: int | None = None  # where a row of Tabs began; Enter returns there
        self._tab_cell: tuple[int, int] | None = None  # where it is; elsewhere it has ended

    def go(self, line: int, column: int, *, extend: bool = False) -> None:
        """Put the cursor on a cell; with `extend` select from where the selection began."""
        view = self._view
        index = view.grid.index(line, column)
        flags = QItemSelectionModel.SelectionFlag
        if extend:
            start = self._anchor()
            view.selectionModel().select(QItemSelection(start, index), flags.ClearAndSelect)
            view.selectionModel().setCurrentIndex(index, flags.NoUpdate)
        else:
            view.selectionModel().setCurrentIndex(index, flags.ClearAndSelect)
        view.scrollTo(index)

    def step(self, rows: int, columns: int) -> None:
        """Move over rows by one, over columns to the next cell that can be filled."""
        current = self._view.currentIndex()
        if not current.isValid():
            return
        if self._tab_cell != (current.row(), current.column()):
            self._tab_column = None  # arrow keys, the mouse or a jump led away
        if columns:
            if self._tab_column is None:
                self._tab_column = current.column()
            self._across(current, columns)
            current = self._view.currentIndex()
            self._tab_cell = (current.row(), current.column())
            return
        column = current.column() if self._tab_column is None else self._tab_column
        self._tab_column = None
        line = current.row() + rows
        if 0 <= line < self._view.grid.rowCount():
            self.go(line, column)

    def jump(self, rows: int, columns: int, *, extend: bool) -> None:
        """To the edge of the grid (Ctrl with an arrow)."""
        current, order = self._view.currentIndex(), self._view.shown_columns()
        line, at = current.row(), order.index(current.column())
        if rows:
            line = 0 if rows < 0 else self._view.grid.rowCount() - 1
        if columns:
            at = 0 if columns < 0 else len(order) - 1
        self.go(line, order[at], extend=extend)

    def _across(self, current: QModelIndex, step: int) -> None:
        grid, order = self._view.grid, self._view.shown_columns()
        row = grid.row_at(current.row())
        fillable = [n for n in order if grid.columns[n].may_edit(row)] or order
        at = order.index(current.column())
        if step > 0:
            later = [n for n in fillable if order.index(n) > at]
            if later:
                self.go(current.row(), later[0])
            elif current.row() + 1 < grid.rowCount():
                self.go(current.row() + 1, fillable[0])
        else:
            earlier = [n for n in fillable if order.index(n) < at]
            if earlier:
                self.go(current.row(), earlier[-1])
            elif current.row() > 0:
                self.go(current.row() - 1, fillable[-1])

    def _anchor(self) -> QModelIndex:
        ranges = self._view.selectionModel().selection()
        current = self._view.currentIndex()
        if not ranges:
            return current
        whole = ranges.last()
        row = whole.bottom() if current.row() == whole.top() else whole.top()
        column = whole.right() if current.column() == whole.left() else whole.left()
        return self._view.grid.index(row, column)
