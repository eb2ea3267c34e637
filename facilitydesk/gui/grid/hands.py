"""Copying, pasting, filling and clearing: what hands do with many cells at once.

Each of these is one call of the model's `enter`: one operation, one step to undo.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QModelIndex, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication

from facilitydesk.domain.messages import tr
from facilitydesk.gui.grid import clipboard
from facilitydesk.gui.grid.block import lay
from facilitydesk.gui.grid.marks import Step
from facilitydesk.gui.grid.model import Typed

if TYPE_CHECKING:
    from facilitydesk.gui.grid.view import GridView


class Hands(QObject):
    """The hands of one grid.

    Signals: `noted(text, severity)` for the strip above the grid, `overflowed(block, rows)` when
    a pasted block has more rows than there are and the page can add some (`can_add_rows`).
    """

    noted = Signal(str, str)
    overflowed = Signal(object, int)

    def __init__(self, view: GridView) -> None:
        super().__init__(view)
        self._view = view
        self.can_add_rows = False

    @Slot()
    def copy(self) -> None:
        """Copy the selection as text that Excel and WPS read cell by cell.

        Of a list with telephone numbers other programs get them masked, as in every export; our
        own grids get the cells as they are. A single cell goes out whole: one number, to be dialled.
        """
        area = self._view.area()
        rows = [[self.plain(line, number) for number in area.columns] for line in area.rows]
        if not rows:
            return
        whole = clipboard.write_text(rows).removesuffix("\r\n")
        data, out = QMimeData(), whole
        grid = self._view.grid
        if len(rows) > 1 or len(area.columns) > 1:
            hidden = [n for n in area.columns if grid.columns[n].tells_phones]
            for line, cells in zip(area.rows, rows, strict=True):
                for place, number in enumerate(area.columns):
                    if number in hidden:
                        cells[place] = grid.columns[number].going_out(grid.row_at(line))
            out = clipboard.write_text(rows).removesuffix("\r\n")
        data.setText(out)
        if out != whole:
            data.setData(clipboard.WHOLE, whole.encode())
            words = tr("复制到其他程序时隐去电话中间四位；需要完整电话请用“导出”。")
            self.noted.emit(words, "info")
        QApplication.clipboard().setMimeData(data)

    @Slot()
    def cut(self) -> None:
        self.copy()
        self.clear()

    @Slot()
    def paste(self) -> None:
        """Paste the clipboard as an exact block."""
        data = QApplication.clipboard().mimeData()
        if data.hasFormat(clipboard.WHOLE):  # copied here, with whole telephone numbers
            text = bytes(data.data(clipboard.WHOLE).data()).decode()
            self.paste_block(clipboard.read_text(text))
            return
        self.paste_block(clipboard.read_block(data.text(), data.html()))

    @staticmethod
    def begins(trigger: object = None, event: object = None) -> bool:
        """Whether somebody begins to type or clicks twice (the arguments of Qt's `edit`)."""
        if isinstance(event, QKeyEvent):
            return bool(event.text()) and event.text().isprintable()
        return trigger == QAbstractItemView.EditTrigger.DoubleClicked

    def refused(self, index: QModelIndex | None = None) -> bool:
        """Whether nothing may be entered here now; the strip above the grid then says why.

        With an index only for a cell that could be edited otherwise.
        """
        grid = self._view.grid
        if not grid.closed:
            return False
        if index is not None:
            column = grid.columns[index.column()]
            if not column.may_edit(grid.row_at(index.row())):
                return False
        self.noted.emit(grid.closed, "yellow")
        return True

    def paste_block(self, block: clipboard.Block, *, cut: bool = False) -> None:
        """The same with a ready block; `cut` drops rows for which there is no place."""
        view = self._view
        if self.refused():
            return
        laid = lay(
            block,
            view.area(),
            row_count=view.grid.rowCount(),
            columns=view.shown_columns(),
            may_edit=self.may_edit,
        )
        if laid.extra_rows and self.can_add_rows and not cut:
            self.overflowed.emit(block, laid.extra_rows)
            return
        view.grid.enter(laid.typed, tr("粘贴"))
        notes = []
        if laid.extra_rows:
            notes.append(tr("多出的{rows}行没有位置，未粘贴").format(rows=laid.extra_rows))
        if laid.extra_columns:
            notes.append(tr("多出的{columns}列未粘贴").format(columns=laid.extra_columns))
        if laid.skipped:
            notes.append(tr("{cells}个只读单元格已跳过").format(cells=laid.skipped))
        done, red = self._became(view.grid.marks.last)
        if notes:
            self.noted.emit(done + "；" + "，".join(notes) + "。", "yellow")
        elif len(laid.typed) > 1:
            self.noted.emit(done + "。", "yellow" if red else "info")

    def _became(self, step: Step | None) -> tuple[str, int]:
        """What became of a pasted block, counted as the step to undo counts; how many are red."""
        bad = self._view.grid.marks.bad
        places = step.places if step is not None else frozenset()
        handed = step.handed if step is not None else frozenset()
        red = {place for place in places if place in bad and bad[place].severity == "red"}
        same = len(places - handed - red)
        parts = []
        if changed := len(handed - red):
            parts.append(tr("已粘贴{cells}格").format(cells=changed))
        if same:
            parts.append(tr("{cells}格与原来相同").format(cells=same))
        if red:
            parts.append(tr("{cells}格未存入，已标红").format(cells=len(red)))
        return "，".join(parts) or tr("没有粘贴任何内容"), len(red)

    @Slot()
    def fill_down(self) -> None:
        """Ctrl+D: the first selected row over those below; alone, the cell above."""
        area = self._view.area()
        if not area.rows or self.refused():
            return
        source, targets = area.rows[0], list(area.rows[1:])
        if not targets:
            source, targets = area.rows[0] - 1, [area.rows[0]]
        if source < 0:
            return
        typed = [
            Typed(line, number, self.plain(source, number))
            for line in targets
            for number in area.columns
            if self.may_edit(line, number)
        ]
        self._view.grid.enter(typed, tr("向下填充"))

    @Slot(str)
    def fill(self, text: str) -> None:
        """One value over all selected cells (Ctrl+Enter)."""
        self._all(text, tr("填充"))

    @Slot()
    def clear(self) -> None:
        """Delete: blank all selected cells."""
        self._all("", tr("清除"))

    def _all(self, text: str, label: str) -> None:
        area = self._view.area()
        if self.refused():
            return
        typed = [
            Typed(line, number, text)
            for line in area.rows
            for number in area.columns
            if self.may_edit(line, number)
        ]
        self._view.grid.enter(typed, label)

    def plain(self, line: int, number: int) -> str:
        """The text of a cell as it would be typed."""
        grid = self._view.grid
        return str(grid.index(line, number).data(Qt.ItemDataRole.EditRole) or "")

    def may_edit(self, line: int, number: int) -> bool:
        grid = self._view.grid
        return bool(grid.flags(grid.index(line, number)) & Qt.ItemFlag.ItemIsEditable)
