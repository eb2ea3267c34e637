"""合同与支付: payments typed one after the other, and contracts with what was built and paid."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QStackedWidget, QWidget

from facilitydesk.domain.messages import tr
from facilitydesk.gui.context import Context
from facilitydesk.gui.money.applications_view import ApplicationsView
from facilitydesk.gui.money.confirmations_view import ConfirmationsView
from facilitydesk.gui.money.contracts_view import ContractsView
from facilitydesk.gui.money.findings import lines_of
from facilitydesk.gui.money.frame import Head
from facilitydesk.gui.money.lookup import Lookup, document_label
from facilitydesk.gui.money.payments_view import PaymentsView
from facilitydesk.gui.register.base import Names, RegisterPage
from facilitydesk.gui.register.tab_head import kept_view
from facilitydesk.gui.widgets.findings import FindingsStrip, Line
from facilitydesk.gui.widgets.side_panel import SidePanel
from facilitydesk.services.desk import Desk
from facilitydesk.services.money import contracts, documents, findings, picks

VIEWS = (
    ("payments", tr("支付登记"), tr("逐笔登记支付，作废和退回")),
    ("contracts", tr("合同"), tr("合同、变更、计量、资金安排、结算和质保金")),
    ("applications", tr("拨付申请"), tr("申请、教育和财政审核、按申请支付")),
    ("confirmed", tr("确认收款"), tr("学校、施工单位确认收到的支付")),
)


class PaymentsPage(RegisterPage):
    """The page of contracts and payments."""

    key = "payments"
    title = tr("合同与支付")
    of_money = True
    interests = frozenset(
        {
            *("payment", "contract", "contract_change", "measurement", "fund_document"),
            *("allocation", "receipt", "project", "school", "week_entry", "period_lock"),
            *("reconciliation", "match", "money_rule", "contract_allocation"),
            *("payment_application", "application_payment", "payment_confirmation"),
        }
    )

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.documents, self.projects = Lookup(tr("资金文件")), Lookup(tr("项目"))
        self.contracts = Lookup(tr("合同"))
        self._contracts: dict[int, Any] = {}
        self._projects: Sequence[picks.Pick] = ()
        self._schools: dict[int, str] = {}  # project → school
        view = kept_view(context, "payments", VIEWS)
        self.head = Head(context, self.title, VIEWS, view)
        self.payments, self.agreed = PaymentsView(self), ContractsView(self)
        self.table = self.payments.table
        self.stack = QStackedWidget()
        self.applications, self.confirmed = ApplicationsView(self), ConfirmationsView(self)
        self._views = {
            "payments": self.payments,
            "contracts": self.agreed,
            "applications": self.applications,
            "confirmed": self.confirmed,
        }
        for widget in self._views.values():
            self.stack.addWidget(widget)
        self.side = SidePanel(width=360)
        self.findings = FindingsStrip(context, tr("合同支付检查"))
        self.lay_out(self.head, self.stack, self.side, self.findings)
        self.head.view_chosen.connect(self.show_view)
        self.head.scale_changed.connect(self._on_scale)
        self.payments.moved.connect(self._on_paid)
        self.agreed.moved.connect(self._check)
        self.applications.moved.connect(self._on_settled)
        self.agreed.payments_wanted.connect(self._on_payments_wanted)
        self.findings.chosen.connect(self._on_finding)
        self._on_scale(self.head.scale)
        self.stack.setCurrentWidget(self._views[view])
        self.head.unit.setVisible(view == "contracts")
        self.table.bar.part_closed.connect(self.show_all)

    def read_names(self, desk: Desk) -> Names:
        self._projects = picks.projects(desk)
        self._schools = {row.id: row.school for row in self._projects}
        self._documents = [
            (row.id, document_label(row), row.number) for row in documents.rows(desk)
        ]
        self._agreed = contracts.rows(desk)
        return {}

    def refresh(self) -> None:
        def take(names: Names) -> None:
            self.names = names
            self.projects.take((row.id, row.label, row.name) for row in self._projects)
            self.documents.take(self._documents)
            self.take_contracts(self._agreed)
            self.payments.take_number()
            self.table.reload()
            self.agreed.table.reload()
            self._load_view()
            self._check()

        self.context.runner.read(self.read_names, take)

    def take_contracts(self, rows: Sequence[Any]) -> None:
        """What can be picked as a contract: its name alone is on many a contract."""
        self._contracts = {row.id: row for row in rows}
        self.contracts.take(
            (row.id, f"{self._schools.get(row.project_id, '')} · {row.name}", row.number)
            for row in rows
        )

    def contract_of(self, contract_id: int | None) -> Any:
        """A contract by its id; None where there is none."""
        return self._contracts.get(contract_id or 0)

    def show_where(self, where: dict[str, Any]) -> None:
        """Where to go.

        `document`, `project`, `contract`, `ids`: these payments; `contracts`: the rows of these
        contracts; `new`: a payment to be booked, with what is known of it; `view`: a view.
        """
        if where.get("view") in self._views:
            self.show_view(where["view"])
            return
        if "contracts" in where:
            self.show_view("contracts")
            for contract_id in where["contracts"]:
                self.agreed.table.go_to(contract_id, "name")
            return
        if "new" in where:
            self.show_view("payments")
            self.payments.begin_with(where["new"])
            return
        wanted = {f"{key}_id": where.get(key) for key in ("document", "project", "contract")}
        wanted |= {key: where.get(key) for key in ("first", "last", "ids")}
        self.show_view("payments")
        self.payments.show_where(wanted, str(where.get("title", "")) or tr("所选支付"))

    @Slot()
    def show_all(self) -> None:
        self.payments.show_where({}, "")

    def show_view(self, view: Any) -> None:
        """Show one of the views of the page."""
        self.head.views.set_value(view)
        self.context.set_setting("payments.view", view)
        self.close_side()
        self.head.unit.setVisible(view == "contracts")  # payments are always in 元
        self.stack.setCurrentWidget(self._views[view])
        self._load_view()

    def _load_view(self) -> None:
        """Payments and contracts are always loaded, the other views when they are looked at."""
        shown = self.stack.currentWidget()
        if isinstance(shown, ApplicationsView | ConfirmationsView):
            shown.table.reload()

    def search(self) -> None:
        shown: Any = self.stack.currentWidget()
        shown.table.search()

    def open_side(self, title: str, content: QWidget) -> None:
        """Show something at the right."""
        self.side.open(title, content)

    def close_side(self) -> None:
        self.side.hide()

    @Slot(int)
    def _on_scale(self, scale: int) -> None:
        self.agreed.set_money_scale(scale)

    @Slot()
    def _on_settled(self) -> None:
        self.table.storing.version += 1
        self.table.reload()
        self._on_paid()

    @Slot()
    def _on_paid(self) -> None:
        self.agreed.table.reload()
        self._check()

    @Slot(object)
    def _on_payments_wanted(self, row: Any) -> None:
        self.show_where({"contract": row.id, "title": row.name})

    def _check(self) -> None:
        """Ask what breaks a rule on the day of the top bar."""
        as_of = self.context.as_of

        def read(desk: Desk) -> Sequence[Line]:
            found = findings.findings(desk, as_of)
            return lines_of(each for each in found if each.entity == "contract")

        self.findings.ask(read)

    @Slot(object)
    def _on_finding(self, target: Any) -> None:
        self.context.page_wanted.emit(*target)
