"""设备: the plan, batches over many schools, deliveries, acceptances, assets, stock-takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QStackedWidget

from facilitydesk.domain.messages import tr
from facilitydesk.gui.context import Context
from facilitydesk.gui.equipment.asset_views import AssetView, StockView
from facilitydesk.gui.equipment.batch_card import BatchCard
from facilitydesk.gui.equipment.buying_views import BatchView, ItemView, PlanView
from facilitydesk.gui.equipment.papers_menu import PapersMenu
from facilitydesk.gui.equipment.parts import View
from facilitydesk.gui.equipment.progress_view import ProgressView
from facilitydesk.gui.equipment.receiving_views import AcceptanceView, DeliveryView
from facilitydesk.gui.money.frame import Head
from facilitydesk.gui.money.lookup import Lookup, document_label
from facilitydesk.gui.register.bar import button
from facilitydesk.gui.register.base import Names, RegisterPage
from facilitydesk.gui.register.tab_head import kept_view
from facilitydesk.gui.widgets.findings import FindingsStrip, Line
from facilitydesk.gui.widgets.side_panel import SidePanel
from facilitydesk.services import schools
from facilitydesk.services.desk import Desk
from facilitydesk.services.equipment import batches, findings, items
from facilitydesk.services.equipment.figures import EquipmentBy
from facilitydesk.services.equipment.findings import Finding
from facilitydesk.services.money import contracts, documents
from facilitydesk.services.projects import programmes

VIEWS = (
    ("progress", tr("采购进度"), tr("按类别、学校、批次、资金来源汇总")),
    ("plans", tr("采购计划"), tr("各学校计划购置的设备")),
    ("batches", tr("批次"), tr("采购批次、清单和分校数量")),
    ("deliveries", tr("到货"), tr("每次到货和未到数量")),
    ("acceptances", tr("验收"), tr("各学校的验收单和差异")),
    ("assets", tr("资产"), tr("资产卡片：编号、序列号、存放地点、保修")),
    ("stock", tr("盘点"), tr("账面数和盘点数")),
    ("items", tr("目录"), tr("设备名称、类别和计量单位")),
)
_KEYS = frozenset(key for key, *_ in VIEWS)


class EquipmentPage(RegisterPage):
    """The page of equipment."""

    key = "equipment"
    title = tr("设备")
    interests = frozenset(
        {
            *("equipment_item", "equipment_plan", "equipment_batch", "batch_item", "batch_line"),
            *("delivery", "delivery_line", "acceptance", "acceptance_line", "asset"),
            *("stock_take", "stock_take_line", "school", "school_alias", "programme", "setting"),
            *("fund_document", "contract", "contract_change", "payment"),
        }
    )

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._school: int | None = None  # the one whose rows are shown
        self.schools, self.programmes = Lookup(tr("学校")), Lookup(tr("专项"))
        self.papers, self.contracts = Lookup(tr("资金文件")), Lookup(tr("合同"))
        self.batches = Lookup(tr("采购批次"))
        view = kept_view(context, "equipment", VIEWS)
        self.head = Head(context, self.title, VIEWS, view)
        self.papers_button = button(tr("打印"), tr("打开这一项的报表：预览、打印、导出"))
        self.papers_menu = PapersMenu(
            context, lambda: (str(self.head.views.value), self._school), self.papers_button
        )
        self.papers_button.setMenu(self.papers_menu)
        self.taking = button(tr("导入"), tr("从Excel、WPS表格导入采购计划或到货验收情况"))
        self.taking.clicked.connect(self.import_list)
        self.taking.setEnabled(not context.desk.readonly)
        self.head.extend(self.taking)
        self.head.extend(self.papers_button)
        self.progress = ProgressView(self)
        self.plans, self.bought = PlanView(self), BatchView(self)
        self.deliveries, self.acceptances = DeliveryView(self), AcceptanceView(self)
        self.assets, self.stock = AssetView(self), StockView(self)
        self.items = ItemView(self)
        self.views: dict[str, View | ProgressView] = {
            "progress": self.progress, "plans": self.plans, "batches": self.bought,
            "deliveries": self.deliveries, "acceptances": self.acceptances,
            "assets": self.assets, "stock": self.stock, "items": self.items,
        }  # fmt: skip
        self.stack = QStackedWidget()
        for widget in self.views.values():
            self.stack.addWidget(widget)
        self.side, self.card = SidePanel(width=296), BatchCard()
        self.side.open("", self.card)
        self.side.hide()
        self.side.close_button.hide()
        self.findings = FindingsStrip(context, tr("采购检查"))
        self.lay_out(self.head, self.stack, self.side, self.findings)
        self._connect()
        self._on_scale(self.head.scale)
        self._put_view(view)

    def _connect(self) -> None:
        self.head.view_chosen.connect(self.show_view)
        self.head.scale_changed.connect(self._on_scale)
        self.card.wanted.connect(self._on_card)
        self.progress.opened.connect(self._on_group)
        self.findings.chosen.connect(self._on_finding)
        batch_table = self.bought.table
        for signal in (batch_table.current_changed, batch_table.loaded, batch_table.stored):
            signal.connect(self._show_card)
        for view in self.views.values():
            if isinstance(view, View):
                view.moved.connect(self._on_moved)
                view.table.bar.part_closed.connect(self.show_all)

    def read_names(self, desk: Desk) -> Names:
        self._schools = [(row.id, row.name, "") for row in schools.rows(desk)]
        self._programmes = [(row.id, row.name, row.short_name) for row in programmes.rows(desk)]
        self._papers = [(row.id, document_label(row), row.number) for row in documents.rows(desk)]
        self._contracts = [(row.id, row.name, row.number) for row in contracts.rows(desk)]
        self._batches = [(row.id, row.name, "") for row in batches.rows(desk)]
        found = items.choices(desk)
        return {"items": tuple(name for names in found.values() for name in names)}

    def refresh(self) -> None:
        def take(names: Names) -> None:
            self.names = names
            self.schools.take(self._schools)
            self.programmes.take(self._programmes)
            self.papers.take(self._papers)
            self.contracts.take(self._contracts)
            self.batches.take(self._batches)
            self._load_view()
            self._check()

        self.context.runner.read(self.read_names, take)

    def defaults(self) -> Mapping[str, Any]:
        """A new row is of the programme in the top bar, or of the only one, and of this year."""
        known = [row[0] for row in self._programmes] if self.programmes.labels() else []
        mine = self.context.programme_id or (known[0] if len(known) == 1 else None)
        return {"year": self.context.as_of.year} | ({"programme_id": mine} if mine else {})

    def show_where(self, where: dict[str, Any]) -> None:
        """`view`: one of the views; `batch`, `asset`: this row; `school`: its cards or plan."""
        if "asset" in where:
            self.show_view("assets")
            self.assets.go_to(where["asset"])
        elif "batch" in where:
            self.show_view("batches")
            self.bought.go_to(where["batch"])
        elif "school" in where:
            school_id = where["school"]
            self.show_view(where.get("view", "assets"))
            self._only(lambda row: getattr(row, "school_id", None) == school_id, where)
            self._school = school_id
        elif where.get("view") in _KEYS:
            self.show_view(where["view"])

    def _only(self, fits: Any, where: dict[str, Any]) -> None:
        self.show_only(fits, str(where.get("title", "")) or tr("所选学校"))

    def show_only(self, fits: Callable[[Any], bool] | None, title: str) -> None:
        self._school = None
        super().show_only(fits, title)

    @Slot()
    def import_list(self) -> None:
        """Go to 数据交换 for a list of equipment."""
        self.context.page_wanted.emit("exchange", {"import": "equipment"})

    def show_view(self, view: Any) -> None:
        """Show one of the views of the page."""
        self.context.set_setting("equipment.view", view)
        self._put_view(view)
        if not self.stale:
            self._load_view()

    def _put_view(self, view: str) -> None:
        self.head.views.set_value(view)
        self.stack.setCurrentWidget(self.views[view])
        self.table = self._view.table
        self.side.setVisible(view == "batches")
        self._show_card()

    @property
    def _view(self) -> Any:
        return self.stack.currentWidget()

    def _load_view(self) -> None:
        self._view.reload()

    @Slot(int)
    def _on_scale(self, scale: int) -> None:
        for view in self.views.values():
            view.set_money_scale(scale)
        self.card.money_scale = scale
        self._show_card()

    @Slot()
    def _on_moved(self) -> None:
        """Names and findings are old; the views are read when they are shown."""

        def take(names: Names) -> None:
            self.names = names
            self.batches.take(self._batches)

        self.context.runner.read(self.read_names, take)
        self._check()

    @Slot()
    def _show_card(self) -> None:
        row = self.bought.table.current
        self.side.title.setText(row.name if row is not None else tr("未选择批次"))
        self.card.put(row)

    @Slot(str)
    def _on_card(self, view: str) -> None:
        row = self.card.row
        if row is not None:
            self.show_view(view)
            batch_id = row.id
            self.show_only(lambda each: each.batch_id == batch_id, row.name)

    @Slot(object)
    def _on_group(self, chosen: Any) -> None:
        """A group of the progress opens the rows behind it."""
        by, row = chosen
        if by is EquipmentBy.BATCH and row.key is not None:
            self.show_where({"batch": row.key})
        elif by is EquipmentBy.SCHOOL:
            self.show_where({"school": row.key, "view": "plans", "title": row.name})
        elif by in (EquipmentBy.CLASS, EquipmentBy.ITEM):
            self.show_view("plans")
            self.show_only(lambda each: row.key in (each.kind, each.item_id), row.name)

    def _check(self) -> None:
        """Ask what is not right on the day of the top bar."""
        as_of = self.context.as_of
        self.findings.ask(lambda desk: [_line(each) for each in findings.findings(desk, as_of)])

    @Slot(object)
    def _on_finding(self, target: Any) -> None:
        self.context.page_wanted.emit(*target)


def _line(found: Finding) -> Line:
    problem = found.problem
    where = {"batch": found.batches[0]}
    return Line(problem.severity.value, tr("设备采购"), problem.message, ("equipment", where))
