"""One of the two lists of a reconciliation: the ledger's payments, or the treasury's lines."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from facilitydesk.domain.fields import Kind
from facilitydesk.domain.messages import tr
from facilitydesk.domain.quantities import Money
from facilitydesk.gui.context import Context
from facilitydesk.gui.grid.column import Column
from facilitydesk.gui.grid.model import GridModel
from facilitydesk.gui.grid.panel import GridPanel
from facilitydesk.gui.theme import Tone

GRADE_INK = {"green": Tone.GREEN, "yellow": Tone.AMBER, "red": Tone.RED}
_GRADES = {"green": tr("一致"), "yellow": tr("待核"), "red": tr("存疑")}


@dataclass(frozen=True)
class Entry:
    """A payment or a line of the list, and what became of it in this run."""

    id: int
    day: date
    amount: Money
    payee: str = ""
    voucher: str = ""
    text: str = ""
    document: str = ""  # 文号, as the list or the ledger has it
    group: Any = None  # what its match is called; None: none proposed
    grade: str = ""
    reason: str = ""
    ticked: bool = False
    open_reason: str = ""
    expected: date | None = None
    explained: bool = False
    carried: bool = False  # it stayed open in an earlier month
    number: int = 0  # the match's number on the screen, the same on both sides
    alone: bool = False  # nobody on the other side: no match at all, or only a doubt about it

    @property
    def state(self) -> str:
        """The word of the state column."""
        if self.ticked:
            return tr("✓ 已勾对")
        if self.explained:
            return tr("未达·已说明")
        if self.grade:
            return _GRADES[self.grade]
        return tr("上期未达") if self.carried else tr("未对上")

    @property
    def ink(self) -> str:
        if self.ticked:
            return Tone.GREEN
        if self.explained:
            return Tone.INK
        return GRADE_INK[self.grade] if self.grade else Tone.AMBER

    @property
    def tip(self) -> str:
        """Why, in a sentence."""
        if self.open_reason and not self.ticked:
            return tr("未达原因：{reason}").format(reason=self.open_reason)
        return self.reason


class Side(QWidget):
    """One of the two lists. Signals: `moved()` the cursor or selection, `space()`."""

    moved = Signal()
    space = Signal()

    def __init__(self, context: Context, name: str, title: str, text_head: str) -> None:
        super().__init__()
        self.pointed: frozenset[int] = frozenset()  # marked as partners of the other side's row
        self.touched = False  # what is marked was picked here by the officer
        columns = [
            Column(
                key="number",
                head=tr("对"),
                value=lambda row: row.number or None,
                kind=Kind.COUNT,
                width=40,
                ink=lambda row: row.ink,
                tip=lambda row: row.tip,
            ),
            Column(
                key="state",
                head=tr("状态"),
                value=lambda row: row.state,
                width=100,
                ink=lambda row: row.ink,
                tip=lambda row: row.tip,
            ),
            Column(key="day", head=tr("日期"), value=lambda row: row.day, kind=Kind.DATE, width=90),
            Column(
                key="amount",
                head=tr("金额"),
                value=lambda row: row.amount,
                kind=Kind.MONEY,
                width=118,
                ink=lambda row: Tone.RED if row.amount.raw < 0 else Tone.INK,
            ),
            Column(key="payee", head=tr("收款人"), value=lambda row: row.payee, width=150),
            Column(key="voucher", head=tr("凭证号"), value=lambda row: row.voucher, width=88),
            Column(key="text", head=text_head, value=lambda row: row.text, width=170),
            Column(
                key="open_reason",
                head=tr("未达原因"),
                value=lambda row: row.open_reason or None,
                width=140,
            ),
            Column(
                key="expected",
                head=tr("预计到账"),
                value=lambda row: row.expected,
                kind=Kind.DATE,
                width=90,
            ),
        ]
        self.model = GridModel(columns, lambda row: row.id, self, search_text=_words)
        self.model.money_scale = 1
        self.panel = GridPanel(context, name, self.model, title_of=lambda row: row.payee)
        self.view = self.panel.view
        self.view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.view.installEventFilter(self)
        self.title = QLabel(title)
        self.title.setStyleSheet("font-weight: bold;")
        self.counts = QLabel()
        self.counts.setProperty("role", "quiet")
        head = QHBoxLayout()
        head.setContentsMargins(12, 4, 12, 4)
        head.setSpacing(8)
        head.addWidget(self.title)
        head.addWidget(self.counts)
        head.addStretch(1)
        self.panel.quick.setMinimumWidth(120)
        self.panel.quick.setMaximumWidth(180)
        self.panel.quick.setPlaceholderText(tr("查找金额、收款人"))
        head.addWidget(self.panel.quick)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self.panel, 1)
        self.model.arranged.connect(self.recount)
        chooser = self.view.selectionModel()
        chooser.selectionChanged.connect(self._on_moved)
        chooser.currentChanged.connect(self._on_moved)
        # A click on a row that was pointed out changes neither, but now it is picked here.
        self.view.clicked.connect(self._on_moved)

    @property
    def current(self) -> Entry | None:
        index = self.view.currentIndex()
        return self.model.row_at(index.row()) if index.isValid() else None

    @property
    def selected(self) -> list[Entry]:
        """The rows that are marked in this list."""
        lines = {index.row() for index in self.view.selectionModel().selectedIndexes()}
        return [self.model.row_at(line) for line in sorted(lines)]

    @property
    def entries(self) -> list[Entry]:
        return list(self.model.rows)

    def point_out(self, ids: frozenset[int]) -> None:
        """Mark the rows of these ids without taking the keyboard; the first comes into sight."""
        selection = QItemSelection()
        first: QModelIndex | None = None
        last = self.model.columnCount() - 1
        for line in range(self.model.rowCount()):
            if self.model.row_at(line).id in ids:
                index = self.model.index(line, 0)
                selection.select(index, self.model.index(line, last))
                first = first or index
        flags = QItemSelectionModel.SelectionFlag
        chooser = self.view.selectionModel()
        chooser.blockSignals(True)
        chooser.select(selection, flags.ClearAndSelect)
        chooser.blockSignals(False)
        self.pointed, self.touched = ids, False
        self.view.viewport().update()
        if first is not None:
            self.view.scrollTo(first)

    @Slot()
    def recount(self) -> None:
        """How many, and what they come to."""
        rows = [self.model.row_at(line) for line in range(self.model.rowCount())]
        total = Money(sum(row.amount.raw for row in rows))
        self.counts.setText(tr("{n}笔　{sum}元").format(n=len(rows), sum=f"{total.decimal:,.2f}"))

    @Slot()
    def _on_moved(self) -> None:
        self.moved.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Space
            and not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self.space.emit()
            return True
        return super().eventFilter(watched, event)


def _words(entry: Entry) -> str:
    amount = entry.amount.decimal
    return " ".join(
        (entry.payee, entry.voucher, entry.text, f"{amount}", f"{amount:,}", entry.day.isoformat())
    )
