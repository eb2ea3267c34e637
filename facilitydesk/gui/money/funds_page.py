"""资金: fund documents with their allocations and receipts, the ledger, and closed periods."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QStackedWidget

from facilitydesk.domain.messages import tr
from facilitydesk.domain.words.terms import CodeList
from facilitydesk.gui.context import Context
from facilitydesk.gui.money.closing_view import ClosingView
from facilitydesk.gui.money.findings import lines_of
from facilitydesk.gui.money.frame import Head
from facilitydesk.gui.money.ledger_view import LedgerView
from facilitydesk.gui.money.lookup import Lookup
from facilitydesk.gui.money.sources_view import SourcesView
from facilitydesk.gui.register.base import Names, RegisterPage
from facilitydesk.gui.register.tab_head import kept_view
from facilitydesk.gui.widgets.findings import FindingsStrip, Line
from facilitydesk.services import codes, schools
from facilitydesk.services.desk import Desk
from facilitydesk.services.money import closing, documents, findings, picks

VIEWS = (
    ("sources", tr("资金文件"), tr("各级下达的资金文件、分配和到位")),
    ("ledger", tr("资金台账"), tr("按来源、项目、学校汇总，逐级查看明细")),
    ("closing", tr("结账"), tr("按月、季、年结账和解锁")),
)

_CLOSING = ("funds", {"view": "closing"})


class FundsPage(RegisterPage):
    """The page of the funds."""

    key = "funds"
    title = tr("资金")
    of_money = True
    interests = frozenset(
        {
            *("fund_document", "fund_link", "allocation", "receipt", "transfer", "payment"),
            *("contract", "contract_change", "project", "school", "code_item", "money_rule"),
            *("period_lock", "contract_allocation", "source_rule"),
        }
    )

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.documents = Lookup(tr("资金文件"))
        self.projects, self.schools = Lookup(tr("项目")), Lookup(tr("学校"))
        view = kept_view(context, "funds", VIEWS)
        self.head = Head(context, self.title, VIEWS, view)
        self.sources = SourcesView(self)
        self.table = self.sources.table
        self.ledger = LedgerView(context, self.projects.label)
        self.stack = QStackedWidget()
        self.closing = ClosingView(context)
        self._views = {"sources": self.sources, "ledger": self.ledger, "closing": self.closing}
        for widget in self._views.values():
            self.stack.addWidget(widget)
        self.findings = FindingsStrip(context, tr("资金检查"))
        self.lay_out(self.head, self.stack, below=self.findings)
        self.head.view_chosen.connect(self.show_view)
        self.head.scale_changed.connect(self._on_scale)
        self.sources.moved.connect(self._on_moved)
        self.ledger.opened.connect(context.page_wanted)
        self.findings.chosen.connect(self._on_finding)
        self._on_scale(self.head.scale)
        self.stack.setCurrentWidget(self._views[view])
        self.follow_table()

    def read_names(self, desk: Desk) -> Names:
        self._projects = [(row.id, row.label, row.name) for row in picks.projects(desk)]
        self._schools = [(row.id, row.name, "") for row in schools.rows(desk)]
        papers = documents.rows(desk)
        return {
            "levels": codes.names(desk, CodeList.FUND_LEVEL),
            "funds": tuple(dict.fromkeys(row.fund_name for row in papers)),
        }

    def refresh(self) -> None:
        def take(names: Names) -> None:
            self.names = names
            self.projects.take(self._projects)
            self.schools.take(self._schools)
            self.sources.reload()
            self._on_moved()

        self.context.runner.read(self.read_names, take)

    def show_where(self, where: dict[str, Any]) -> None:
        """`document`: this one; `view`: sources, ledger or closing; `school`: its line there."""
        if "document" in where:
            self.show_view("sources")
            self.sources.go_to(where["document"])
        elif "school" in where:
            self.show_view("ledger")
            title = str(where.get("title", "")) or tr("所选学校")
            self.ledger.show_school(where["school"], title, sources=bool(where.get("sources")))
        elif where.get("view"):
            self.ledger.show_all()
            self.show_view(where["view"])

    def search(self) -> None:
        if self.stack.currentWidget() is self.ledger:
            self.ledger.search()
        else:
            super().search()

    def show_view(self, view: Any) -> None:
        """Show one of the views of the page."""
        self.head.views.set_value(view)
        self.context.set_setting("funds.view", view)
        self.stack.setCurrentWidget(self._views[view])
        self._load_view()

    def _load_view(self) -> None:
        """The documents are always loaded, the other views when they are looked at."""
        shown = self.stack.currentWidget()
        if isinstance(shown, LedgerView | ClosingView):
            shown.reload()

    @Slot(int)
    def _on_scale(self, scale: int) -> None:
        self.sources.set_money_scale(scale)
        self.ledger.set_money_scale(scale)
        self.closing.set_money_scale(scale)

    @Slot()
    def _on_moved(self) -> None:
        """Sums and findings are old."""
        self._load_view()
        self._check()

    def _check(self) -> None:
        """Ask what breaks a rule on the day of the top bar."""
        as_of = self.context.as_of

        def read(desk: Desk) -> Sequence[Line]:
            found = findings.findings(desk, as_of)
            damage = [
                Line(each.severity.value, tr("结账核对"), each.message, _CLOSING)
                for each in closing.recheck(desk)
            ]
            return [*damage, *lines_of(each for each in found if each.entity != "contract")]

        self.findings.ask(read)

    @Slot(object)
    def _on_finding(self, target: Any) -> None:
        self.context.page_wanted.emit(*target)
