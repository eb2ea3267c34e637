"""确认收款: the payments of a year, and beside each what the school or builder says has come."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from facilitydesk.domain.fields import Kind
from facilitydesk.domain.messages import tr
from facilitydesk.gui.grid.column import Column
from facilitydesk.gui.money.confirming import ask_to_confirm
from facilitydesk.gui.money.source_columns import cell, figure, money_ink
from facilitydesk.gui.register.bar import button
from facilitydesk.gui.register.empty import EmptyState
from facilitydesk.gui.register.table import RegisterTable, Source
from facilitydesk.gui.theme import Tone
from facilitydesk.gui.widgets.segments import Segments
from facilitydesk.gui.widgets.steady import SteadyList
from facilitydesk.services.desk import Desk
from facilitydesk.services.money import confirmations
from facilitydesk.services.money.confirmations import ConfirmedRow
from facilitydesk.services.pinyin import initials

if TYPE_CHECKING:
    from facilitydesk.gui.money.payments_page import PaymentsPage

_INKS = {"未确认": Tone.QUIET, "已确认": Tone.GREEN, "不一致": Tone.RED}


class ConfirmationsView(QWidget):
    """Signal `moved()`: something was stored."""

    moved = Signal()

    def __init__(self, page: PaymentsPage) -> None:
        super().__init__()
        self.page, self.context = page, page.context
        source = Source(
            noun=tr("确认收款"),
            measure=tr("笔支付"),
            load=self._load,
            some=lambda desk, ids: confirmations.rows(desk, ids=ids),
            enter=confirmations.enter,
            addable=False,
            words=_words,
            title=lambda row: f"{row.payment.day} {row.payment.payee}",
        )
        empty = EmptyState(
            tr("还没有支付"),
            tr(
                "登记支付后，在这里记下学校、施工单位确认收款的日期、金额和确认人；"
                "与支付数不一致的会标出。对账单第7栏按确认收款列示。"
            ),
            [(tr("登记支付"), lambda: page.show_view("payments"))],
        )
        self.table = RegisterTable(
            page, "confirmations", tr("确认收款"), _columns(), source, empty=empty, small=True
        )
        self.table.model.money_scale = 1
        self.years = SteadyList()
        self.years.setToolTip(tr("显示哪一年的支付"))
        this = self.context.desk.today.year
        for year in range(this, this - 6, -1):
            self.years.addItem(tr("{year}年").format(year=year), year)
        self.shown = Segments(
            [
                ("all", tr("全部"), tr("所有支付")),
                ("open", tr("未确认"), tr("还没有确认收款的支付")),
                ("differs", tr("不一致"), tr("确认金额与支付不同的")),
            ],
            "all",
        )
        self.confirm = button(tr("确认所选……"), tr("所选支付按支付金额确认收款；已确认的不变"))
        self.withdraw = button(tr("取消确认"), tr("取消所选支付的确认收款"))
        for made in (self.confirm, self.withdraw):
            made.setEnabled(not self.context.desk.readonly)
            self.table.bar.extend(made)
        self.table.bar.row.insertWidget(3, self.years)
        self.table.bar.row.insertWidget(4, self.shown)
        self.years.currentIndexChanged.connect(self._on_year)
        self.shown.chosen.connect(self._on_shown)
        self.confirm.clicked.connect(self.ask_to_confirm)
        self.withdraw.clicked.connect(self._on_withdraw)
        self.table.stored.connect(self.moved)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.table)

    def _load(self, desk: Desk) -> Sequence[ConfirmedRow]:
        year = int(self.years.currentData())
        return confirmations.rows(desk, first=date(year, 1, 1), last=date(year, 12, 31))[::-1]

    @property
    def chosen(self) -> list[ConfirmedRow]:
        return [row for row in self.table.view.selected_rows() if isinstance(row, ConfirmedRow)]

    @Slot()
    def ask_to_confirm(self) -> None:
        """Open the question: who confirms the selected payments, on which day."""
        ask_to_confirm(self.page, self.chosen, self.table.panel.note.tell, self._reload)

    @Slot()
    def _on_withdraw(self) -> None:
        ids = [row.id for row in self.chosen if row.amount is not None]
        if not ids:
            return
        self.context.runner.do(
            lambda desk: confirmations.withdraw(desk, ids),
            done=lambda _changes: self._reload(),
            failed=lambda trouble: self.table.panel.note.tell(str(trouble), "red"),
            initiator=self.page,
        )

    def _reload(self) -> None:
        self.table.storing.version += 1
        self.table.reload()
        self.moved.emit()

    @Slot(int)
    def _on_year(self, _index: int) -> None:
        self._reload()

    @Slot(object)
    def _on_shown(self, key: str) -> None:
        fits = {
            "all": None,
            "open": lambda row: row.amount is None,
            "differs": lambda row: bool(row.difference),
        }[key]
        self.table.model.wanted.only = fits
        self.table.view.rearrange()


def _columns() -> list[Column]:
    def paid(key: str, head: str, kind: Kind = Kind.TEXT, **more: object) -> Column:
        return figure(
            f"paid_{key}", head, kind, value=lambda row: getattr(row.payment, key), **more
        )

    return [
        paid("day", tr("支付日期"), Kind.DATE, width=92),
        paid("voucher", tr("凭证号"), width=96),
        paid("payee", tr("收款人"), width=170),
        figure("paid", tr("支付金额"), width=116, tip=lambda _row: tr("支付 − 退回")),
        figure("state", tr("状态"), Kind.TEXT, width=64, ink=lambda row: _INKS[row.state]),
        cell("day", tr("确认日期"), Kind.DATE, width=96),
        cell("amount", tr("确认金额"), Kind.MONEY, width=116),
        figure("difference", tr("差额"), width=96, ink=money_ink("difference")),
        cell("person", tr("确认人"), width=90),
        cell("note", tr("说明"), width=170, lines=True),
        paid("project", tr("项目"), width=190),
        paid("document", tr("资金来源"), width=190),
        paid("summary", tr("摘要"), width=160),
    ]


def _words(row: ConfirmedRow) -> str:
    paid = row.payment
    parts = (paid.payee, paid.voucher, paid.project, paid.summary, row.person)
    return " ".join((*parts, initials(paid.payee), f"{paid.amount.decimal}", paid.day.isoformat()))
