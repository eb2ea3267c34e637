"""支付登记: a strip for quick entry above the list of payments; void and return, never delete."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, Signal, Slot
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from facilitydesk.domain.fields import Kind
from facilitydesk.domain.messages import tr
from facilitydesk.domain.problems import Trouble
from facilitydesk.domain.quantities import Money
from facilitydesk.gui.money.confirming import ask_to_confirm
from facilitydesk.gui.money.contract_columns import KINDS, payment_columns
from facilitydesk.gui.money.entry import Ask, EntryStrip
from facilitydesk.gui.money.reversing import Reversing
from facilitydesk.gui.register.bar import button
from facilitydesk.gui.register.empty import EmptyState
from facilitydesk.gui.register.table import RegisterTable, Source
from facilitydesk.gui.widgets.steady import SteadyList
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Edit, Edited
from facilitydesk.services.money import confirmations, payments
from facilitydesk.services.money.payments import PaymentRow
from facilitydesk.services.pinyin import initials

if TYPE_CHECKING:
    from facilitydesk.gui.money.payments_page import PaymentsPage


class PaymentsView(QWidget):
    """Signal `moved()`: something was stored."""

    moved = Signal()

    def __init__(self, page: PaymentsPage) -> None:
        super().__init__()
        self.page, self.context = page, page.context
        self.where: dict[str, Any] = {}  # document_id, project_id, contract_id, first, last
        self.entry = EntryStrip(
            [
                Ask(key="day", label=tr("日期"), kind=Kind.DATE, span=3, keep=True, required=True),
                Ask(
                    key="document_id",
                    label=tr("资金来源"),
                    choices=page.documents.labels,
                    parse=page.documents.read,
                    span=7,
                    keep=True,
                    required=True,
                    hint=tr("资金文件；输入文号或资金名称、拼音首字母"),
                ),
                Ask(
                    key="contract_id",
                    label=tr("合同"),
                    choices=page.contracts.labels,
                    parse=page.contracts.read,
                    span=7,
                    keep=True,
                    hint=tr("选合同后自动带出项目和收款人；没有合同的可空"),
                ),
                Ask(
                    key="project_id",
                    label=tr("项目"),
                    choices=page.projects.labels,
                    parse=page.projects.read,
                    span=7,
                    keep=True,
                    required=True,
                ),
                Ask(
                    key="kind",
                    label=tr("类别"),
                    kind=Kind.CHOICE,
                    choices=lambda: KINDS,
                    span=3,
                    keep=True,
                    required=True,
                ),
                Ask(key="amount", label=tr("金额（元）"), kind=Kind.MONEY, span=4, required=True),
                Ask(key="voucher", label=tr("凭证号"), span=4),
                Ask(key="payee", label=tr("收款人"), span=6),
                Ask(key="summary", label=tr("摘要"), span=7),
            ],
            first="amount",
            store=tr("登记支付"),
        )
        self._number = ""  # 文号 of a line that is being booked, while no document has it
        self.entry.set_text("day", self.context.desk.today.isoformat())
        self.entry.set_text("kind", "进度")
        self.entry.submitted.connect(self._on_submitted)
        self.entry.picked.connect(self._on_picked)
        self.entry.setEnabled(not self.context.desk.readonly)
        source = Source(
            noun=tr("支付"),
            measure=tr("笔"),
            load=self._load,
            some=lambda desk, ids: payments.rows(desk, ids=ids),
            enter=self._enter,
            addable=False,
            words=_words,
            title=lambda row: f"{row.day} {row.payee}",
        )
        empty = EmptyState(
            tr("还没有支付"),
            tr(
                "在上面逐笔登记：日期、资金来源、合同、金额、凭证号。回车到下一栏，"
                "最后一栏回车即登记；日期、来源和合同保留给下一笔。"
            ),
            [(tr("开始登记"), self.begin)],
        )
        columns = payment_columns(page.documents, page.projects, page.contracts)
        self.table = RegisterTable(
            page, "payments", tr("支付"), columns, source, empty=empty, small=True
        )
        self.table.model.money_scale = 1  # vouchers are in 元, whatever the other views show
        self.years = SteadyList()
        self.years.setToolTip(tr("显示哪一年的支付"))
        self.void = button(tr("作废……"), tr("登记错了的支付：以一笔相反的记录冲销，原记录保留"))
        self.back = button(tr("退回……"), tr("银行退回的支付：登记退回的日期和金额"))
        self.confirm = button(
            tr("确认收款……"), tr("所选支付（可选多笔）按支付金额一次确认收款；已确认的不变")
        )
        for made in (self.void, self.back, self.confirm):
            made.setEnabled(not self.context.desk.readonly)
            self.table.bar.extend(made)
        self.table.bar.row.insertWidget(3, self.years)
        self._fill_years()
        self.years.currentIndexChanged.connect(self._on_year)
        self.void.clicked.connect(lambda: self.ask_back(whole=True))
        self.back.clicked.connect(lambda: self.ask_back(whole=False))
        self.confirm.clicked.connect(self.ask_to_confirm)
        self.table.view.menu_builders.append(self._menu)
        self.table.stored.connect(self.moved)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.entry)
        layout.addWidget(self.table, 1)

    def show_where(self, where: Mapping[str, Any], title: str) -> None:
        """Show only the payments of a document, project or contract."""
        self.where = {key: value for key, value in where.items() if value is not None}
        self._title = title if self.where else ""
        self.table.storing.version += 1
        self.table.reload()
        self.table.bar.part.setText(tr("只显示：{title}　×").format(title=title))
        self.table.bar.part.setVisible(bool(self._title))

    @Slot()
    def begin(self) -> None:
        """Put the cursor into the strip."""
        self.entry.begin("document_id" if not self.entry.text("document_id") else "amount")

    def begin_with(self, known: Any) -> None:
        """Book what is known from elsewhere: day, amount, payee, voucher, a summary, the 文号.

        A document that the ledger knows by that number stands in its field; else it stays open.
        """
        self._number = known.document
        for key, text in (
            ("day", known.day.isoformat()),
            ("amount", f"{known.amount.decimal:,.2f}"),
            ("payee", known.payee),
            ("voucher", known.voucher),
            ("summary", known.text),
            ("document_id", ""),
            ("contract_id", ""),
            ("project_id", ""),
        ):
            self.entry.set_text(key, text)
        self.entry.begin("document_id")
        self.take_number()

    def take_number(self) -> None:
        """Put the document of a line's 文号 into its field, as soon as the names are there."""
        found = self.page.documents.id_of_number(self._number)
        if found is None or self.entry.text("document_id"):
            return
        self._number = ""
        self.entry.set_text("document_id", self.page.documents.label(found))
        self.entry.begin("contract_id")

    # --- reading ------------------------------------------------------------------------------

    def _load(self, desk: Desk) -> Sequence[Any]:
        year = self.years.currentData()
        period: dict[str, Any] = {}
        if year and not self.where:
            period = {"first": date(year, 1, 1), "last": date(year, 12, 31)}
        return payments.rows(desk, **self.where, **period)[::-1]  # the last one on top

    def _fill_years(self) -> None:
        this = self.context.desk.today.year
        self.years.addItem(tr("全部年度"), 0)
        for year in range(this, this - 6, -1):
            self.years.addItem(tr("{year}年").format(year=year), year)
        self.years.setCurrentIndex(1)

    @Slot(int)
    def _on_year(self, _index: int) -> None:
        self.show_where({}, "")

    # --- storing ------------------------------------------------------------------------------

    def _enter(
        self, desk: Desk, cells: Sequence[Edit], new: Sequence[Mapping[str, object]]
    ) -> Edited:
        return payments.enter(desk, cells, new)

    @Slot(str, str)
    def _on_picked(self, key: str, text: str) -> None:
        """A contract brings its project and payee."""
        if key != "contract_id" or not text:
            return
        contract_id = self.page.contracts.id_of(text)
        row = self.page.contract_of(contract_id)
        if row is not None:
            self.entry.set_text("project_id", self.page.projects.label(row.project_id))
            if not self.entry.text("payee"):
                self.entry.set_text("payee", row.party)

    @Slot(object)
    def _on_submitted(self, values: Mapping[str, Any]) -> None:
        contract = self.page.contract_of(values["contract_id"])
        full = dict(values)
        if contract is not None and not full["payee"]:
            full["payee"] = contract.party

        def add(desk: Desk) -> tuple[Edited, Sequence[PaymentRow]]:
            edited = payments.add(desk, full)
            return edited, payments.rows(desk, ids=[edited.row_id])

        def done(result: tuple[Edited, Sequence[PaymentRow]]) -> None:
            edited, rows = result
            self.table.storing.version += 1
            known = {row.id for row in rows}
            kept = [row for row in self.table.rows if row.id not in known]
            newest = sorted([*kept, *rows], key=lambda row: (row.day, row.id), reverse=True)
            self.table.show_rows(newest)
            line = self.table.model.line_of(rows[0].id)
            if line is not None:
                self.table.view.walk.go(line, 0)
            doubtful = "　".join(problem.message for problem in edited.changes.problems)
            self.entry.stored(
                tr("已登记 {amount} 元　{payee}").format(
                    amount=f"{rows[0].amount.decimal:,.2f}", payee=rows[0].payee
                )
            )
            if doubtful:
                self.entry.tell(doubtful, "yellow")
            if contract is not None:
                self.entry.set_text("payee", contract.party)
            self.moved.emit()

        def failed(trouble: Trouble) -> None:
            problems = getattr(trouble, "problems", ())
            words = "\n".join(problem.message for problem in problems) or str(trouble)
            self.entry.fail(problems[0].field if problems else None, words)

        self.context.runner.do(add, done=done, failed=failed, initiator=self.page)

    # --- taking back --------------------------------------------------------------------------

    def ask_back(self, *, whole: bool) -> None:
        """Open the question beside the list: void the payment, or book what came back of it."""
        row: PaymentRow | None = self.table.current
        if row is None or self.context.desk.readonly:
            return
        form = Reversing(row, whole=whole, today=self.context.desk.today)
        form.wanted.connect(lambda day, amount, reason: self._take_back(form, day, amount, reason))
        title = tr("作废支付") if whole else tr("登记退回")
        self.page.open_side(f"{title}　{row.voucher}", form)
        form.begin()

    def _take_back(self, form: Reversing, day: date | None, amount: Money, reason: str) -> None:
        row = form.row

        def call(desk: Desk) -> Any:
            if form.whole:
                return payments.void(desk, row.id, reason=reason, day=day)
            assert day is not None
            return payments.give_back(desk, row.id, amount=amount, day=day, reason=reason)

        def done(_changes: Any) -> None:
            self.page.close_side()
            word = tr("已作废") if form.whole else tr("已登记退回")
            self.table.panel.note.tell(tr("{word}；按 Ctrl+Z 可以撤销。").format(word=word), "info")
            self.table.storing.version += 1
            self.table.reload()
            self.moved.emit()

        self.context.runner.do(
            call, done=done, failed=lambda trouble: form.fail(str(trouble)), initiator=self.page
        )

    @Slot()
    def ask_to_confirm(self) -> None:
        """Open the question that confirms the selected payments in one step."""
        chosen = self.table.view.selected_rows()
        ids = [row.id for row in chosen if isinstance(row, PaymentRow) and not row.reverses_id]

        def take(rows: Sequence[confirmations.ConfirmedRow]) -> None:
            ask_to_confirm(self.page, rows, self.table.panel.note.tell, self.moved.emit)

        self.context.runner.read(lambda desk: confirmations.rows(desk, ids=ids), take)

    def _menu(self, menu: QMenu, _index: QModelIndex) -> None:
        row: PaymentRow | None = self.table.current
        if row is None or row.reverses_id or self.context.desk.readonly:
            return
        menu.addAction(tr("作废……")).triggered.connect(lambda: self.ask_back(whole=True))
        menu.addAction(tr("登记退回……")).triggered.connect(lambda: self.ask_back(whole=False))
        menu.addAction(self.confirm.text()).triggered.connect(self.ask_to_confirm)


def _words(row: PaymentRow) -> str:
    amount = row.amount.decimal
    parts = (row.payee, row.voucher, row.project, row.document, row.summary, row.contract)
    return " ".join((*parts, initials(row.payee), f"{amount}", f"{amount:,}", row.day.isoformat()))
