"""The rows behind a figure of the ledger: one list whose sum is the figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from operator import attrgetter
from typing import Any

from PySide6.QtCore import QModelIndex, Signal, Slot
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from facilitydesk.domain.fields import Kind
from facilitydesk.domain.funds import Measure
from facilitydesk.domain.messages import tr
from facilitydesk.domain.quantities import Money
from facilitydesk.gui.context import Context
from facilitydesk.gui.grid.column import Column
from facilitydesk.gui.grid.model import GridModel
from facilitydesk.gui.grid.panel import GridPanel
from facilitydesk.gui.money.ledger_lines import Cell, Names, Question
from facilitydesk.gui.theme import Tone
from facilitydesk.services.desk import Desk
from facilitydesk.services.money import (
    allocations,
    contract_shares,
    documents,
    ledger,
    payments,
    receipts,
)
from facilitydesk.services.money.contract_shares import Reserved
from facilitydesk.services.money.ledger import SourceBy, View


@dataclass(frozen=True)
class Piece:
    """One row behind a figure; `where` opens it on its page."""

    id: int
    what: str
    day: date | None
    amount: Money
    source: str
    place: str
    number: str
    where: tuple[str, dict[str, Any]]
    source_year: int | None = None
    share: tuple[int, int] | None = None  # document and project, of an allocation


def pieces(desk: Desk, question: Question, cell: Cell, name: Names) -> tuple[Piece, ...]:
    """The rows a cell is made of, by day; runs on the worker."""
    view = question.view if cell.year is None else replace(question.view, year=cell.year)
    found = ledger.behind(desk, view, row=cell.row, source=cell.source)
    measure = cell.measure
    rows: list[Piece] = []
    if measure in (None, Measure.ISSUED) and found.documents:
        rows += _papers(desk, question, view, found.documents, nobody=cell.row is None)
    # 下达 of a project is what was allocated to it; of a document it stands on the paper itself.
    of_paper = bool(found.documents)
    if measure in (None, Measure.ALLOCATED) or (measure is Measure.ISSUED and not of_paper):
        rows += [
            Piece(
                row.id,
                row.kind.value,
                row.day,
                row.amount,
                row.document,
                name(row.project_id) or row.project,
                row.number,
                ("funds", {"document": row.document_id}),
                row.source_year,
                (row.document_id, row.project_id),
            )
            for row in allocations.rows(desk, ids=found.allocations)
        ]
    if measure in (None, Measure.RECEIVED, Measure.BALANCE):
        rows += [
            Piece(
                row.id,
                row.kind.value,
                row.day,
                row.amount,
                row.document,
                row.project,
                row.voucher,
                ("funds", {"document": row.document_id}),
            )
            for row in receipts.rows(desk, ids=found.receipts)
        ]
    if measure in (None, Measure.PAID, Measure.BALANCE):
        sign = -1 if measure is Measure.BALANCE else 1
        rows += [
            Piece(
                row.id,
                row.reversal.value or tr("支付"),
                row.day,
                Money(sign * row.amount.raw),
                row.document,
                name(row.project_id) or row.project,
                row.voucher,
                ("payments", {"ids": (row.id,), "title": f"{row.day} {row.payee}"}),
            )
            for row in payments.rows(desk, ids=found.payments)
        ]
    return tuple(sorted(rows, key=lambda row: (row.day or date.min, row.id)))


def _papers(
    desk: Desk, question: Question, view: View, ids: Sequence[int], *, nobody: bool
) -> list[Piece]:
    """The documents themselves; of nobody's row only what is not yet allocated of each."""
    free: dict[Any, Money] = {}
    if nobody:
        whole = ledger.matrix(desk, replace(view, sources=SourceBy.DOCUMENT))
        free = {paper: Money(whole.cell(None, paper).issued) for paper in ids}
    return [
        Piece(
            row.id,
            tr("未分配") if nobody else tr("下达"),
            row.day,
            free.get(row.id, row.amount),
            row.name,
            "",
            row.number,
            ("funds", {"document": row.id}),
        )
        for row in documents.rows(desk, as_of=question.as_of)
        if row.id in ids and free.get(row.id, row.amount)
    ]


def reserves(desk: Desk, question: Question, rows: Sequence[Piece]) -> tuple[Reserved, ...]:
    """How the shares among some rows are divided among contracts; runs on the worker."""
    places = [row.share for row in rows if row.share is not None]
    return contract_shares.divided(desk, places, last=question.as_of)


class BehindPanel(QWidget):
    """The list of pieces with its sum. Signal `opened(page, where)`: one was double-clicked."""

    opened = Signal(str, object)

    def __init__(
        self,
        context: Context,
        rows: Sequence[Piece],
        figure: Money | None,
        reserved: Sequence[Reserved] = (),
    ) -> None:
        super().__init__()
        columns = [
            Column(key="what", head=tr("类型"), value=lambda row: row.what, width=64),
            Column(key="day", head=tr("日期"), value=lambda row: row.day, kind=Kind.DATE, width=92),
            Column(
                key="amount",
                head=tr("金额"),
                value=lambda row: row.amount,
                kind=Kind.MONEY,
                width=124,
                ink=lambda row: Tone.RED if row.amount.raw < 0 else Tone.INK,
            ),
            Column(
                key="source_year",
                head=tr("来源年度"),
                value=lambda row: row.source_year,
                kind=Kind.COUNT,
                width=88,
                show=lambda value: "" if value is None else str(value),
                tip=lambda _row: tr("结转资金来自哪一年"),
            ),
            Column(key="place", head=tr("项目"), value=lambda row: row.place or None, width=180),
            Column(key="source", head=tr("资金文件"), value=lambda row: row.source, width=220),
            Column(
                key="number", head=tr("文号、凭证"), value=lambda row: row.number or None, width=140
            ),
        ]
        self.model = GridModel(columns, lambda row: (row.what, row.id), self)
        self.model.money_scale = 1
        self.panel = GridPanel(context, "behind", self.model, title_of=lambda row: row.number)
        self.model.set_rows(rows)
        self.panel.view.doubleClicked.connect(
            lambda index: self.opened.emit(*self.model.row_at(index.row()).where)
        )
        self.total = Money(sum(row.amount.raw for row in rows))
        words = tr("{n}笔，合计 {sum} 元").format(n=len(rows), sum=f"{self.total.decimal:,.2f}")
        if figure is not None and figure != self.total:
            difference = figure - self.total
            words += tr("，与表中相差 {d} 元").format(d=f"{difference.decimal:,.2f}")
        self.sum = QLabel(words)
        self.sum.setStyleSheet("font-weight: bold;")
        self.sum.setWordWrap(True)
        hint = QLabel(tr("双击一行，打开它所在的资金文件或支付。"))
        hint.setProperty("role", "quiet")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 8)
        layout.setSpacing(4)
        for label in (self.sum, hint):
            label.setContentsMargins(16, 0, 16, 0)
            layout.addWidget(label)
        layout.addWidget(self.panel, 3)
        if reserved:
            self.reserved = ReservedPanel(context, reserved)
            self.reserved.opened.connect(self.opened)
            layout.addWidget(self.reserved, 2)


class ReservedPanel(QWidget):
    """The third step of an allocation: what of the shares is reserved for which contract."""

    opened = Signal(str, object)

    def __init__(self, context: Context, rows: Sequence[Reserved]) -> None:
        super().__init__()
        columns = [
            Column(
                key="contract",
                head=tr("合同"),
                value=lambda row: row.contract or tr("未安排到合同"),
                width=160,
                ink=lambda row: Tone.INK if row.contract_id else Tone.QUIET,
            ),
            *(
                Column(key=key, head=head, value=attrgetter(key), kind=Kind.MONEY, width=106)
                for key, head in (
                    ("reserved", tr("安排")),
                    ("paid", tr("支付")),
                    ("left", tr("余额")),
                )
            ),
            Column(key="document", head=tr("资金文件"), value=lambda row: row.document, width=200),
        ]
        self.model = GridModel(columns, lambda row: (row.document, row.contract_id), self)
        self.model.money_scale = 1
        self.panel = GridPanel(context, "reserved", self.model, title_of=lambda row: row.contract)
        self.model.set_rows(rows)
        self.panel.view.doubleClicked.connect(self._on_index)
        title = QLabel(tr("分到合同"))
        title.setStyleSheet("font-weight: bold;")
        title.setContentsMargins(16, 6, 16, 0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(title)
        layout.addWidget(self.panel, 1)

    @Slot(QModelIndex)
    def _on_index(self, index: QModelIndex) -> None:
        row: Reserved = self.model.row_at(index.row())
        if row.contract_id is not None:
            self.opened.emit("payments", {"contracts": (row.contract_id,)})
