"""采购计划, 批次, 到货, 验收, 资产 and 盘点: each table with its services, deeds and empty state."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Slot

from facilitydesk.domain.messages import tr
from facilitydesk.gui.equipment import columns
from facilitydesk.gui.equipment.parts import Part, View
from facilitydesk.gui.equipment.scan_bar import ScanBar, chosen_id
from facilitydesk.gui.register.empty import EmptyState
from facilitydesk.gui.register.table import RegisterTable, Source
from facilitydesk.services.desk import Desk
from facilitydesk.services.equipment import (
    acceptances,
    assets,
    batches,
    deliveries,
    items,
    plans,
    sharing,
    stock,
)

if TYPE_CHECKING:
    from facilitydesk.gui.equipment_page import EquipmentPage


class PlanView(View):
    """采购计划."""

    def __init__(self, page: EquipmentPage) -> None:
        source = Source(
            noun=tr("采购计划"),
            measure=tr("行"),
            load=lambda desk: plans.rows(desk, programme_id=page.context.programme_id),
            enter=plans.enter,
            delete=plans.delete,
            required=("school_id", "equipment_class", "quantity", "programme_id"),
            defaults=page.defaults,
            title=lambda row: f"{row.school} {row.item}",
        )
        empty = EmptyState(
            tr("还没有采购计划"),
            tr(
                "登记各学校计划购置的设备：生活设施、图书、数字教育资源、课桌凳、计算机和教学仪器。"
                "可以从Excel、WPS表格中复制“学校、类别、名称、数量、单价”后整块粘贴。"
            ),
            [(tr("新增采购计划"), self.add), (tr("从Excel导入"), page.import_list)],
        )
        table = RegisterTable(
            page, "equipment_plan", "",
            columns.plan_columns(page.schools, page.programmes, page.papers, page.choices("items")),
            source, empty=empty, small=True,
        )  # fmt: skip
        super().__init__(page, table, ())


class BatchView(View):
    """采购批次 with its list and the schools of the chosen item."""

    def __init__(self, page: EquipmentPage) -> None:
        source = Source(
            noun=tr("采购批次"),
            measure=tr("个"),
            load=self._load,
            enter=batches.enter,
            delete=batches.delete,
            required=("name", "day", "programme_id"),
            defaults=lambda: {**page.defaults(), "day": page.context.desk.today},
        )
        empty = EmptyState(
            tr("还没有采购批次"),
            tr(
                "一个批次是一次采购：采购方式、供应商、合同和采购清单，再分配到各学校。"
                "分校数量可以整块粘贴，合计必须等于清单数量。"
            ),
            [(tr("新增采购批次"), self.add), (tr("从Excel导入"), page.import_list)],
        )
        table = RegisterTable(
            page, "equipment_batch", "",
            columns.batch_columns(page.programmes, page.papers, page.contracts),
            source, empty=empty, small=True,
        )  # fmt: skip
        self.items = Part(
            page, "batch_item", (tr("采购清单"), tr("项")), columns.list_columns(page.choices("items")),
            batches.item_rows, batches.enter_items,
            delete=batches.delete_items, required=("equipment_class", "quantity"), addable=True,
            title=lambda row: row.item,
        )  # fmt: skip
        self.shares = Part(
            page, "batch_line", (tr("分校清单"), tr("所")), columns.share_columns(page.schools),
            sharing.rows, sharing.enter,
            delete=sharing.delete, required=("school_id", "quantity"), addable=True, together=True,
            title=lambda row: row.school,
        )  # fmt: skip
        super().__init__(page, table, (self.items, self.shares))
        self.below.setStretchFactor(0, 4)
        self.below.setStretchFactor(1, 3)
        self.items.current_changed.connect(self._on_item)
        self.items.loaded.connect(self._on_items)

    def _load(self, desk: Desk) -> Sequence[Any]:
        chosen = self.context.programme_id
        rows = batches.rows(desk, as_of=self.context.as_of)
        return [row for row in rows if chosen is None or row.programme_id == chosen]

    def show_parts(self, row: Any) -> None:
        self.items.show_parent(row)
        if row is None:
            self.shares.show_parent(None)

    @Slot()
    def _on_items(self) -> None:
        if self.items.model.rowCount() and not self.items.view.currentIndex().isValid():
            self.items.view.setCurrentIndex(self.items.model.index(0, 0))
        self._on_item(self.items.current)

    @Slot(object)
    def _on_item(self, row: Any) -> None:
        self.shares.show_parent(row)
        name = tr("分校清单")
        self.shares.bar.title.setText(f"{name}：{row.item}" if row is not None else name)


class DeliveryView(View):
    """到货."""

    def __init__(self, page: EquipmentPage) -> None:
        source = Source(
            noun=tr("到货"),
            measure=tr("次"),
            load=deliveries.rows,
            enter=deliveries.enter,
            delete=deliveries.delete,
            required=("batch_id", "day"),
            defaults=lambda: {"day": page.context.desk.today},
            title=lambda row: f"{row.batch} {row.day}",
        )
        empty = EmptyState(
            tr("还没有到货记录"),
            tr("设备分几次到货就登记几次；每次填写各学校到了多少，累计不能超过合同数。"),
            [(tr("登记到货"), self.add)],
        )
        table = RegisterTable(
            page, "delivery", "", columns.delivery_columns(page.batches), source, empty=empty,
            small=True,
        )  # fmt: skip
        self.lines = Part(
            page, "delivery_line", (tr("本次到货"), tr("行")), columns.delivered_columns(),
            deliveries.lines, lambda desk, key, cells, _new: deliveries.enter_lines(desk, key, cells),
            title=lambda row: f"{row.school} {row.item}",
        )  # fmt: skip
        super().__init__(page, table, (self.lines,))
        self.deed(
            tr("其余全部到货"),
            tr("把各学校尚未到货的数量登记为本次到货"),
            lambda desk, row: deliveries.fill(desk, row.id),
            tr("已把未到数量登记为本次到货；按 Ctrl+Z 可以撤销。"),
            on=self.lines,
        )


class AcceptanceView(View):
    """验收."""

    def __init__(self, page: EquipmentPage) -> None:
        source = Source(
            noun=tr("验收单"),
            measure=tr("张"),
            load=acceptances.rows,
            enter=acceptances.enter,
            delete=acceptances.delete,
            required=("batch_id", "school_id", "day", "acceptors"),
            defaults=lambda: {"day": page.context.desk.today},
            title=lambda row: f"{row.school} {row.batch}",
        )
        empty = EmptyState(
            tr("还没有验收单"),
            tr(
                "每所学校对每个批次填一张验收单：合同数、到货数、验收数并排核对，少了的写明原因。"
                "验收人不少于3人，采购人不能验收。"
            ),
            [(tr("新增验收单"), self.add)],
        )
        table = RegisterTable(
            page, "acceptance", "", columns.acceptance_columns(page.batches, page.schools), source,
            empty=empty, small=True,
        )  # fmt: skip
        self.lines = Part(
            page, "acceptance_line", (tr("验收明细"), tr("项")), columns.accepted_columns(),
            acceptances.lines,
            lambda desk, key, cells, _new: acceptances.enter_lines(desk, key, cells),
            title=lambda row: row.item,
        )  # fmt: skip
        super().__init__(page, table, (self.lines,))
        self.deed(
            tr("为其余学校建单"),
            tr("以所选验收单的日期和人员，为同一批次其余有到货的学校各建一张验收单"),
            lambda desk, row: acceptances.open_forms(desk, row.batch_id, _head(row)),
            tr("已建{n}张验收单，数量按到货数填写；按 Ctrl+Z 可以撤销。"),
            on=self.table,
        )
        self.deed(
            tr("按到货数填写"),
            tr("把到货而未验收的数量全部填入这张验收单"),
            lambda desk, row: acceptances.fill(desk, row.id),
            tr("已按到货数填写；按 Ctrl+Z 可以撤销。"),
            on=self.lines,
        )
        self.deed(
            tr("生成资产卡片"),
            tr("按编号规则为验收的设备建卡；已建的不重复"),
            lambda desk, row: assets.from_acceptance(desk, row.id),
            tr("已建{n}张资产卡片；按 Ctrl+Z 可以撤销。"),
            on=self.lines,
        )


def _head(row: Any) -> dict[str, object]:
    keys = ("day", "buyer", "acceptors")
    return {key: getattr(row, key) for key in keys}


class AssetView(View):
    """资产."""

    def __init__(self, page: EquipmentPage) -> None:
        source = Source(
            noun=tr("资产"),
            measure=tr("项"),
            load=assets.rows,
            enter=assets.enter,
            delete=assets.delete,
            some=assets.some,
            required=("school_id", "equipment_class", "state"),
            defaults=lambda: {"state": "在用", "entered_day": page.context.desk.today},
            title=lambda row: row.title,
        )
        empty = EmptyState(
            tr("还没有资产卡片"),
            tr(
                "验收后在“验收”中一键建卡，再补充序列号、存放地点和保修期；原有设备可以直接新增或粘贴。"
            ),
            [(tr("去验收"), lambda: page.show_view("acceptances"))],
        )
        table = RegisterTable(
            page, "asset", "", columns.asset_columns(page.schools, page.choices("items")), source,
            empty=empty, small=True,
        )  # fmt: skip
        super().__init__(page, table, ())


class StockView(View):
    """盘点."""

    def __init__(self, page: EquipmentPage) -> None:
        source = Source(
            noun=tr("盘点"),
            measure=tr("次"),
            load=stock.rows,
            enter=stock.enter,
            delete=stock.delete,
            required=("school_id", "day"),
            defaults=lambda: {"day": page.context.desk.today},
            title=lambda row: f"{row.school} {row.day}",
        )
        empty = EmptyState(
            tr("还没有盘点"),
            tr("选择学校和日期，程序列出该校在账资产；填写实际数后，盘亏和盘盈自动算出。"),
            [(tr("开始盘点"), self.add)],
        )
        table = RegisterTable(
            page, "stock_take", "", columns.stock_columns(page.schools), source, empty=empty,
            small=True,
        )  # fmt: skip
        self.lines = Part(
            page, "stock_take_line", (tr("盘点明细"), tr("项")), columns.stock_line_columns(),
            stock.lines, lambda desk, _key, cells, _new: stock.enter_lines(desk, cells),
            title=lambda row: row.number or row.name,
        )  # fmt: skip
        super().__init__(page, table, (self.lines,))
        self.deed(
            tr("其余账实相符"),
            tr("把还没有盘点的都按账面数登记"),
            lambda desk, row: stock.all_there(desk, row.id),
            tr("未盘点的已按账面数登记；按 Ctrl+Z 可以撤销。"),
            on=self.lines,
        )
        self.scan = ScanBar(page, lambda: chosen_id(self.table.current))
        self.lines.insert(self.scan)
        self.scan.scanned.connect(self._on_scanned)
        self.lines.loaded.connect(self._on_listed)
        self._shown: int | None = None
        self._counted = 0  # the line that was scanned last

    def show_parts(self, row: Any) -> None:
        super().show_parts(row)
        if self._shown != chosen_id(row):
            self._shown = chosen_id(row)
            self.scan.clear()

    @Slot(object)
    def _on_scanned(self, found: Any) -> None:
        """The card's line shows its count, and the cursor stands on it."""
        self._counted = found.line_id
        for table in (self.table, self.lines):
            table.storing.version += 1
        self.lines.reload()
        self.table.reload()
        self.moved.emit()

    @Slot()
    def _on_listed(self) -> None:
        if self._counted and self.lines.go_to(self._counted):
            self._counted = 0
            self.scan.edit.setFocus()


class ItemView(View):
    """设备目录."""

    def __init__(self, page: EquipmentPage) -> None:
        source = Source(
            noun=tr("设备目录"),
            measure=tr("项"),
            load=items.rows,
            enter=items.enter,
            delete=items.delete,
            required=("equipment_class", "name", "unit"),
            defaults=lambda: {"active": True},
            title=lambda row: row.name,
        )
        empty = EmptyState(
            tr("设备目录还是空的"),
            tr(
                "目录按五个类别列出设备名称和计量单位，登记计划、批次和资产时自动补充；"
                "也可以在这里改名、停用，或设定哪些设备逐件建卡。"
            ),
            [(tr("新增设备"), self.add)],
        )
        table = RegisterTable(
            page, "equipment_item", "", columns.item_columns(), source, empty=empty, small=True
        )
        super().__init__(page, table, ())
