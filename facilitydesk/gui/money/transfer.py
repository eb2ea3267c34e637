"""调剂: move money between projects (or documents) under one number; only a sum of 0.00 is stored."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from facilitydesk.domain.cell_dates import read_date
from facilitydesk.domain.fields import Kind
from facilitydesk.domain.messages import tr
from facilitydesk.domain.quantities import Money
from facilitydesk.gui.context import Context
from facilitydesk.gui.grid.column import Column
from facilitydesk.gui.grid.model import Edit, GridModel
from facilitydesk.gui.grid.panel import GridPanel
from facilitydesk.gui.register.bar import button
from facilitydesk.gui.theme import Tone

_ROWS = 6
Choices = Callable[[], Sequence[str]]


@dataclass(frozen=True)
class Move:
    """One line: money to a project (positive) or away from it (negative)."""

    id: int
    document: str | None = None
    project: str | None = None
    amount: Money | None = None

    @property
    def blank(self) -> bool:
        return self.project is None and self.amount is None


@dataclass(frozen=True)
class Wish:
    """What the officer asks for: the lines that are filled, and the paper they rest on."""

    day: date
    number: str
    reason: str
    moves: tuple[Move, ...]


class TransferForm(QWidget):
    """Signal `wanted(wish)`. `fail` says why it was refused; what was typed stays."""

    wanted = Signal(object)

    def __init__(self, context: Context, documents: Choices, projects: Choices) -> None:
        super().__init__()
        self.context = context
        self.day, self.number, self.reason = QLineEdit(), QLineEdit(), QLineEdit()
        self.day.setText(context.desk.today.isoformat())
        self.number.setPlaceholderText(tr("必填，如 临财教〔2026〕18号"))
        self.reason.setPlaceholderText(tr("如 项目结余调剂用于急需项目"))
        columns = [
            Column(
                key="document",
                head=tr("资金文件"),
                value=lambda row: row.document,
                width=136,
                editable=True,
                choices=documents,
            ),
            Column(
                key="project",
                head=tr("项目"),
                value=lambda row: row.project,
                width=152,
                editable=True,
                choices=projects,
            ),
            Column(
                key="amount",
                head=tr("增减金额"),
                value=lambda row: row.amount,
                kind=Kind.MONEY,
                width=112,
                editable=True,
                tip=lambda _row: tr("调入为正数，调出为负数"),
                ink=lambda row: Tone.RED if row.amount and row.amount.raw < 0 else Tone.INK,
            ),
        ]
        self.model = GridModel(columns, lambda row: row.id, self)
        self.model.money_scale = 1
        self.panel = GridPanel(
            context,
            "transfer",
            self.model,
            title_of=lambda row: row.project or tr("调剂"),
            add_rows=self._add_rows,
        )
        self.model.edited.connect(self._on_edited)
        self.sum = QLabel()
        self.problem = QLabel()
        self.problem.setWordWrap(True)
        self.problem.setStyleSheet(f"color: {Tone.RED};")
        self.problem.hide()
        self.store = button(tr("登记调剂"), tr("合计为 0.00 时可以登记"), primary=True)
        self.store.clicked.connect(self._on_store)
        fields = QGridLayout()
        fields.setHorizontalSpacing(12)
        for line, (word, field) in enumerate(
            ((tr("日期"), self.day), (tr("文号"), self.number), (tr("原因"), self.reason))
        ):
            label = QLabel(word)
            label.setProperty("role", "quiet")
            label.setBuddy(field)
            fields.addWidget(label, line, 0)
            fields.addWidget(field, line, 1)
        foot = QHBoxLayout()
        foot.addWidget(self.sum, 1)
        foot.addWidget(self.store)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 4, 16, 12)
        layout.setSpacing(8)
        layout.addLayout(fields)
        layout.addWidget(self.panel, 1)
        layout.addWidget(self.problem)
        layout.addLayout(foot)
        self.clear()

    @property
    def total(self) -> Money:
        """Σ of what is filled in."""
        return Money(sum(row.amount.raw for row in self.model.rows if row.amount is not None))

    def clear(self, document: str | None = None) -> None:
        """An empty form; a document stands ready in each line."""
        self.model.clear_marks()
        self.model.set_rows([Move(n, document) for n in range(_ROWS)])
        self.number.clear()
        self.reason.clear()
        self.problem.hide()
        self._sum()

    def offer(self, document: str | None, project: str | None = None) -> None:
        """Take over the chosen document and project while nothing was typed yet."""
        if all(row.blank for row in self.model.rows):
            rows = [Move(n, document) for n in range(_ROWS)]
            rows[0] = replace(rows[0], project=project)
            self.model.set_rows(rows)

    def fail(self, message: str) -> None:
        self.problem.setText(message)
        self.problem.show()

    def _add_rows(self, count: int) -> None:
        start = len(self.model.rows)
        more = [Move(start + n) for n in range(count)]
        self.model.set_rows([*self.model.rows, *more])

    @Slot(object, str)
    def _on_edited(self, edits: Sequence[Edit], _label: str) -> None:
        now: dict[int, Move] = {}
        for edit in edits:
            row: Move = now.get(edit.row.id) or edit.row
            now[row.id] = replace(row, **{edit.column.key: edit.value})
        self.model.put_rows(now.values())
        if not any(row.blank for row in self.model.rows):
            self._add_rows(1)
        self._sum()

    def _sum(self) -> None:
        total = self.total
        filled = [row for row in self.model.rows if not row.blank]
        self.sum.setText(tr("合计 {sum} 元").format(sum=f"{total.decimal:,.2f}"))
        ink = Tone.RED if total else Tone.GREEN if filled else Tone.QUIET
        self.sum.setStyleSheet(f"font-weight: bold; color: {ink};")
        self.store.setEnabled(len(filled) > 1 and not total and not self.context.desk.readonly)

    @Slot()
    def _on_store(self) -> None:
        self.problem.hide()
        reading = read_date(self.day.text())
        day = reading.value.first if reading.value is not None and reading.value.exact else None
        if day is None:
            self.fail(tr("请填写调剂日期，写到日，如 2026-03-05。"))
            return
        if not self.number.text().strip():
            self.fail(tr("请填写调剂的文号。"))
            self.number.setFocus()
            return
        moves: tuple[Any, ...] = tuple(row for row in self.model.rows if not row.blank)
        if any(row.project is None or row.amount is None or row.document is None for row in moves):
            self.fail(tr("每一行都要有资金文件、项目和金额。"))
            return
        self.wanted.emit(Wish(day, self.number.text().strip(), self.reason.text().strip(), moves))
