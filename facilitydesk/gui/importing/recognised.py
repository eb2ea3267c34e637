"""Step 2: the sheets as they stand in the file, and what each row and column is read as."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QTabBar, QVBoxLayout, QWidget

from facilitydesk.domain.messages import tr
from facilitydesk.gui.importing.facts import Facts
from facilitydesk.gui.importing.sheet_model import SheetModel
from facilitydesk.gui.importing.sheet_rows import RowKind, kinds_of
from facilitydesk.gui.importing.sheet_view import SheetView
from facilitydesk.gui.theme import Tone
from facilitydesk.interchange.book import Table

_LEGEND = (
    RowKind.HEAD,
    RowKind.DATA,
    RowKind.HIDDEN,
    RowKind.REFUSED,
    RowKind.SUBTOTAL,
    RowKind.TOTAL,
    RowKind.NOTE,
    RowKind.BLANK,
    RowKind.REPEATED,
    RowKind.OUTSIDE,
)


class RecognisedView(QWidget):
    """Tabs of the tables, the facts of the chosen one, its sheet, and what the tints mean.

    Signal `table_chosen(number)`.
    """

    table_chosen = Signal(int)

    def __init__(self, model: SheetModel) -> None:
        super().__init__()
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.facts = Facts()
        self.sheet = SheetView(model)
        self.legend = QHBoxLayout()
        self.legend.setSpacing(12)
        self.how = QLabel(
            tr("列首的方框是该列读作的字段，点击可改；单元格双击可更正，原文件不变。")
        )
        self.how.setProperty("role", "quiet")
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 4, 16, 8)
        foot.addLayout(self.legend)
        foot.addStretch(1)
        foot.addWidget(self.how)
        head = QVBoxLayout()
        head.setContentsMargins(16, 0, 16, 4)
        head.setSpacing(6)
        head.addWidget(self.tabs)
        head.addWidget(self.facts)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(head)
        layout.addWidget(self.sheet, 1)
        layout.addLayout(foot)
        self.tabs.currentChanged.connect(self._on_tab)

    def set_tables(self, tables: Sequence[Table], current: int, *, left_out: Sequence[int]) -> None:
        """Name the tables; hidden where there is only one."""
        blocked = QSignalBlocker(self.tabs)
        while self.tabs.count():
            self.tabs.removeTab(0)
        names = Counter(table.sheet for table in tables)
        for number, table in enumerate(tables):
            name = table.sheet or tr("表格")
            if names[table.sheet] > 1:
                name += tr("（第{row}行起）").format(row=table.header_rows[0])
            if number in left_out:
                name += tr("（不导入）")
            self.tabs.addTab(name)
        self.tabs.setCurrentIndex(current)
        self.tabs.setVisible(len(tables) > 1)
        self.tabs.updateGeometry()  # of a bar that was empty the layout keeps no height
        del blocked

    def set_legend(self, table: Table) -> None:
        """How many rows of each kind there are, beside their tints."""
        while self.legend.count():
            widget = self.legend.takeAt(0).widget()
            if widget is not None:
                widget.deleteLater()
        counted = Counter(kinds_of(table))
        for kind in _LEGEND:
            if counted[kind]:
                word = kind.word or tr("数据")
                chip = QLabel(f"{word} {counted[kind]}")
                chip.setStyleSheet(
                    f"background: {kind.tint}; border: 1px solid {Tone.LINE}; border-radius: 3px;"
                    f" padding: 1px 8px; color: {Tone.INK};"
                )
                self.legend.addWidget(chip)

    @Slot(int)
    def _on_tab(self, number: int) -> None:
        if number >= 0:
            self.table_chosen.emit(number)
