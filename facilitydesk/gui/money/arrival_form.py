"""到位 by share: how an arrival falls on the shares of a document, shown before it is stored."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from facilitydesk.domain.cells import read_money
from facilitydesk.domain.fields import Kind
from facilitydesk.domain.messages import tr
from facilitydesk.domain.problems import Trouble
from facilitydesk.domain.quantities import Money
from facilitydesk.gui.context import Context
from facilitydesk.gui.grid.column import Column
from facilitydesk.gui.grid.model import GridModel
from facilitydesk.gui.grid.panel import GridPanel
from facilitydesk.gui.money.asking import Done, Field, Question, of_project, of_school, yuan
from facilitydesk.services.desk import Desk
from facilitydesk.services.money import receipts


class ArrivalForm(QWidget):
    """到位 by share: an amount, and how it falls on the shares of a document before it is stored."""

    def __init__(
        self, context: Context, document: Any, done: Done, name: Callable[[int], str]
    ) -> None:
        super().__init__()
        self.context, self._done, self.document_id = context, done, document.id
        self._asked = 0
        columns = [
            of_project(lambda row: name(row.project_id)),
            Column(
                key="amount",
                head=tr("本次到位"),
                value=lambda row: row.amount,
                kind=Kind.MONEY,
                width=106,
            ),
            Column(
                key="share",
                head=tr("分配"),
                value=lambda row: row.share,
                kind=Kind.MONEY,
                width=106,
            ),
            Column(
                key="received",
                head=tr("此前到位"),
                value=lambda row: row.received,
                kind=Kind.MONEY,
                width=100,
            ),
            of_school(),
        ]
        self.model = GridModel(columns, lambda row: (row.project_id, row.school_id), self)
        self.model.money_scale = 1
        self.panel = GridPanel(context, "arrival", self.model, title_of=lambda row: row.project)
        left = max(document.allocated.raw - document.received.raw, 0)
        self.question = Question(
            tr(
                "{name}\n按各项目的分配数分摊，四舍五入后的尾差按最大余数补齐，合计等于到位金额。"
            ).format(name=document.name),
            [
                Field(
                    key="amount",
                    label=tr("到位金额（元）"),
                    kind=Kind.MONEY,
                    value=Money(left) if left else None,
                    required=True,
                ),
                Field(
                    key="day",
                    label=tr("到位日期"),
                    kind=Kind.DATE,
                    value=context.desk.today,
                    required=True,
                ),
                Field(key="voucher", label=tr("凭证号")),
            ],
            store=tr("登记到位"),
            readonly=context.desk.readonly,
        )
        self.sum = self.question.fill_with_rows(self, self.panel)
        self.question.typed.connect(self.preview)
        self.question.wanted.connect(self._on_wanted)
        self.preview()

    @Slot()
    def preview(self) -> None:
        """Show how the typed amount is divided."""
        self._asked += 1
        number = self._asked
        money = read_money(self.question.fields["amount"].text()).value
        if not isinstance(money, Money) or money.raw <= 0:
            self.model.set_rows([])
            self.sum.setText(tr("填写到位金额后，在这里预览各项目的到位数。"))
            return
        amount = money

        def take(parts: Sequence[receipts.Part]) -> None:
            if number != self._asked:
                return
            self.model.set_rows(parts)
            whole = Money(sum(part.amount.raw for part in parts))
            self.sum.setText(
                tr("分到 {n} 个项目，合计 {sum} 元").format(n=len(parts), sum=yuan(whole))
                if parts
                else tr("该文件尚未分配，整笔登记为未落实到项目的到位。")
            )

        def read(desk: Desk) -> Sequence[receipts.Part]:
            return receipts.by_share(desk, document_id=self.document_id, amount=amount)

        def failed(trouble: Trouble) -> None:
            self.question.fail(trouble)

        self.context.runner.read(read, take, failed=failed)

    @Slot(object)
    def _on_wanted(self, given: Any) -> None:
        amount: Money = given["amount"]
        day: date = given["day"]
        self.context.runner.do(
            lambda desk: receipts.arrive_by_share(
                desk,
                document_id=self.document_id,
                amount=amount,
                day=day,
                voucher=given["voucher"] or "",
            ),
            done=lambda _edited: self._done(tr("已按分配数登记到位")),
            failed=self.question.fail,
        )
