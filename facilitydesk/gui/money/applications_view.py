"""拨付申请: the applications with their reviews, and the payments that settle them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, Signal, Slot
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from facilitydesk.domain.fields import Kind
from facilitydesk.domain.funds import ApplicationState
from facilitydesk.domain.messages import tr
from facilitydesk.gui.grid.column import Column
from facilitydesk.gui.money.asking import Field, Question, ask
from facilitydesk.gui.money.contract_columns import KINDS
from facilitydesk.gui.money.source_columns import cell, figure
from facilitydesk.gui.register.bar import button
from facilitydesk.gui.register.empty import EmptyState
from facilitydesk.gui.register.table import RegisterTable, Source
from facilitydesk.gui.theme import Tone
from facilitydesk.services.desk import Desk
from facilitydesk.services.money import applications, reviewing
from facilitydesk.services.money.applications import ApplicationRow
from facilitydesk.services.pinyin import initials

if TYPE_CHECKING:
    from facilitydesk.gui.money.payments_page import PaymentsPage

_INKS = {
    ApplicationState.ASKED: Tone.INK,
    ApplicationState.APPROVED: Tone.GREEN,
    ApplicationState.RETURNED: Tone.RED,
}


class ApplicationsView(QWidget):
    """Signal `moved()`: something was stored."""

    moved = Signal()

    def __init__(self, page: PaymentsPage) -> None:
        super().__init__()
        self.page, self.context = page, page.context
        self._next = ""  # the number the next application gets
        source = Source(
            noun=tr("拨付申请"),
            measure=tr("笔"),
            load=self._load,
            some=lambda desk, ids: applications.rows(desk, ids=ids),
            enter=applications.enter,
            delete=applications.delete,
            required=("number", "day", "project_id", "document_id", "amount"),
            defaults=lambda: {
                "number": self._next,
                "day": page.context.desk.today,
                "kind": "进度",
            },
            words=_words,
            title=lambda row: f"{row.number} {row.project}",
        )
        empty = EmptyState(
            tr("还没有拨付申请"),
            tr(
                "逐笔登记拨付申请：编号、项目、资金来源、金额和事由，再记教育、财政两方审核。"
                "批准后可以直接登记支付；对账单第5栏按申请列示。没有申请的支付照常登记。"
            ),
            [(tr("新增拨付申请"), self.add)],
        )
        self.table = RegisterTable(
            page,
            "applications",
            tr("拨付申请"),
            application_columns(page),
            source,
            empty=empty,
            small=True,
        )
        self.table.model.money_scale = 1
        self.approve = button(
            tr("审核……"), tr("记下教育局、财政局的审核人和日期；两方都审核即为批准")
        )
        self.back = button(tr("退回……"), tr("写明原因退回所选申请"))
        self.pay = button(tr("登记支付……"), tr("按批准的申请登记支付"))
        self.print = button(tr("打印申请表……"), tr("预览、打印所选编号的拨付申请表"))
        for made, slot in (
            (self.approve, self.ask_to_approve),
            (self.back, self.ask_to_return),
            (self.pay, self.ask_to_pay),
        ):
            made.setEnabled(not self.context.desk.readonly)
            made.clicked.connect(slot)
            self.table.bar.extend(made)
        self.print.clicked.connect(self._on_print)
        self.table.bar.extend(self.print)
        self.table.view.menu_builders.append(self._menu)
        self.table.stored.connect(self._on_stored)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.table)

    def _load(self, desk: Desk) -> Sequence[ApplicationRow]:
        self._next = applications.next_number(desk, desk.today)
        return applications.rows(desk)[::-1]  # the last one on top

    @property
    def chosen(self) -> list[ApplicationRow]:
        """The selected applications that are stored."""
        return [row for row in self.table.view.selected_rows() if isinstance(row, ApplicationRow)]

    @Slot()
    def add(self) -> None:
        """A new application."""
        self.table.add()

    @Slot()
    def ask_to_approve(self) -> None:
        """Open the question: who reviewed the selected ones, on which day."""
        rows = [row for row in self.chosen if row.state is ApplicationState.ASKED]
        if not rows:
            self._tell(tr("请选择状态为“申请”的拨付申请。"))
            return
        desk = self.context.desk
        question = Question(
            tr("审核 {what}。只填一方的，另一方以后再记；两方都审核后状态为“批准”。").format(
                what=_named(rows)
            ),
            [
                Field(key="education", label=tr("教育审核人"), value=desk.officer),
                Field(key="finance", label=tr("财政审核人")),
                Field(
                    key="day", label=tr("审核日期"), kind=Kind.DATE, value=desk.today, required=True
                ),
            ],
            store=tr("登记审核"),
        )
        ids = [row.id for row in rows]
        self._ask(
            tr("审核拨付申请"), question,
            lambda desk, given: reviewing.approve(desk, ids, **given),
            tr("已登记审核"),
        )  # fmt: skip

    @Slot()
    def ask_to_return(self) -> None:
        """Open the question: why the selected ones are returned."""
        rows = [row for row in self.chosen if row.state is not ApplicationState.RETURNED]
        if not rows:
            self._tell(tr("请选择要退回的拨付申请。"))
            return
        question = Question(
            tr("退回 {what}。退回的申请不计入对账单第5栏。").format(what=_named(rows)),
            [
                Field(key="reason", label=tr("原因"), required=True),
                Field(key="reviewer", label=tr("退回人"), value=self.context.desk.officer),
            ],
            store=tr("退回"),
        )
        ids = [row.id for row in rows]
        self._ask(
            tr("退回拨付申请"), question,
            lambda desk, given: reviewing.send_back(desk, ids, **given),
            tr("已退回"),
        )  # fmt: skip

    @Slot()
    def ask_to_pay(self) -> None:
        """Open the question: day, amount and voucher of the payment."""
        row: ApplicationRow | None = self.table.current
        if row is None:
            return
        if row.state is not ApplicationState.APPROVED or not row.unpaid:
            self._tell(tr("请选择已批准、尚未付清的拨付申请。"))
            return
        question = Question(
            f"{row.project}\n{row.document}\n{row.payee}",
            [
                Field(
                    key="day",
                    label=tr("支付日期"),
                    kind=Kind.DATE,
                    value=self.context.desk.today,
                    required=True,
                ),
                Field(
                    key="amount",
                    label=tr("金额（元）"),
                    kind=Kind.MONEY,
                    value=row.unpaid,
                    required=True,
                ),
                Field(key="voucher", label=tr("凭证号")),
            ],
            store=tr("登记支付"),
        )
        row_id = row.id
        self._ask(
            tr("支付申请　{number}").format(number=row.number), question,
            lambda desk, given: reviewing.pay(
                desk, row_id, {key: value for key, value in given.items() if value}
            ),
            tr("已登记支付"),
        )  # fmt: skip

    def _ask(self, title: str, question: Question, call: Any, word: str) -> None:
        question.end()

        def done(_result: Any) -> None:
            self.page.close_side()
            self._tell(tr("{word}；按 Ctrl+Z 可以撤销。").format(word=word), "info")
            self.table.storing.version += 1
            self.table.reload()
            self.moved.emit()

        ask(self.context, question, call, done, self.page)
        self.page.open_side(title, question)
        question.begin()

    def _again(self) -> None:
        ids = [row.id for row in self.chosen]
        self.context.runner.do(
            lambda desk: reviewing.ask_again(desk, ids),
            done=lambda _result: self._on_stored(None, reload=True),
            failed=lambda trouble: self._tell(str(trouble), "red"),
            initiator=self.page,
        )

    def _tell(self, words: str, severity: str = "yellow") -> None:
        self.table.panel.note.tell(words, severity)

    @Slot(object)
    def _on_stored(self, _result: object, *, reload: bool = False) -> None:
        if reload:
            self.table.storing.version += 1
        self.table.reload()
        self.moved.emit()

    @Slot()
    def _on_print(self) -> None:
        row: ApplicationRow | None = self.table.current
        if row is not None:
            where = {
                "report": "application",
                "values": {"application": row.number},
                "as_of": row.day,
            }
            self.context.page_wanted.emit("reports", where)

    def _menu(self, menu: QMenu, _index: QModelIndex) -> None:
        menu.addSeparator()
        for made in (self.approve, self.back, self.pay, self.print):
            action = menu.addAction(made.text())
            action.setEnabled(made.isEnabled())
            action.triggered.connect(made.click)
        if not self.context.desk.readonly:
            menu.addAction(tr("恢复为“申请”")).triggered.connect(self._again)


def application_columns(page: PaymentsPage) -> list[Column]:
    """An application as it is asked, reviewed and paid."""
    return [
        cell("number", tr("申请编号"), width=128, frozen=True),
        cell("day", tr("申请日期"), Kind.DATE, width=92),
        figure("state", tr("状态"), Kind.TEXT, width=56, ink=lambda row: _INKS[row.state]),
        cell("project_id", tr("项目"), width=190, **page.projects.facts),
        cell("document_id", tr("资金来源"), width=180, **page.documents.facts),
        cell("amount", tr("申请金额"), Kind.MONEY, width=112),
        figure("paid", tr("已支付"), width=112, tip=lambda _row: tr("对应本申请的支付")),
        figure("unpaid", tr("未支付"), width=104),
        cell("kind", tr("款项类型"), Kind.CHOICE, width=88, choices=lambda: KINDS),
        cell("contract_id", tr("合同"), width=170, **page.contracts.facts),
        cell("payee", tr("收款人"), width=150),
        cell("reason", tr("事由"), width=160),
        cell("education_reviewer", tr("教育审核人"), width=88),
        cell("education_day", tr("教育审核日期"), Kind.DATE, width=100),
        cell("finance_reviewer", tr("财政审核人"), width=88),
        cell("finance_day", tr("财政审核日期"), Kind.DATE, width=100),
        cell("note", tr("备注"), width=160, lines=True),
    ]


def _named(rows: Sequence[ApplicationRow]) -> str:
    if len(rows) == 1:
        return tr("{number}（{sum} 元）").format(
            number=rows[0].number, sum=f"{rows[0].amount.decimal:,.2f}"
        )
    whole = sum(row.amount.decimal for row in rows)
    return tr("{n}笔（合计 {sum} 元）").format(n=len(rows), sum=f"{whole:,.2f}")


def _words(row: ApplicationRow) -> str:
    parts = (row.number, row.project, row.document, row.payee, row.contract, row.reason)
    letters = (initials(row.project), initials(row.payee))
    return " ".join((*parts, *letters, f"{row.amount.decimal}", row.state.value))
