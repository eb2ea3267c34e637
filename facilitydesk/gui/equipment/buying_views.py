"""采购计划, 批次 and 目录: each table with its services, deeds and empty state."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Slot

from facilitydesk.domain.messages import tr
from facilitydesk.gui.equipment import columns
from facilitydesk.gui.equipment.parts import Part, View, register
from facilitydesk.services.desk import Desk
from facilitydesk.services.equipment import batch_items, batches, items, plans, sharing

if TYPE_CHECKING:
    from facilitydesk.gui.equipment.page import EquipmentPage


class PlanView(View):
    """采购计划."""

    def __init__(self, page: EquipmentPage) -> None:
        table = register(
            page,
            "equipment_plan",
            (tr("采购计划"), tr("行")),
            columns.plan_columns(page.schools, page.programmes, page.papers, page.choices("items")),
            plans,
            empty=(
                tr("还没有采购计划"),
                tr(
                    "登记各学校计划购置的设备：生活设施、图书、数字教育资源、课桌凳、计算机和教学仪器。"
                    "可以从Excel、WPS表格中复制“学校、类别、名称、数量、单价”后整块粘贴。"
                ),
                [(tr("新增采购计划"), self.add), (tr("从Excel导入"), page.import_list)],
            ),
            required=("school_id", "equipment_class", "quantity", "programme_id"),
            load=lambda desk: plans.rows(desk, programme_id=page.context.programme_id),
            defaults=page.defaults,
            title=lambda row: f"{row.school} {row.item}",
        )
        super().__init__(page, table, ())


class BatchView(View):
    """采购批次 with its list and the schools of the chosen item."""

    def __init__(self, page: EquipmentPage) -> None:
        table = register(
            page,
            "equipment_batch",
            (tr("采购批次"), tr("个")),
            columns.batch_columns(page.programmes, page.papers, page.contracts),
            batches,
            empty=(
                tr("还没有采购批次"),
                tr(
                    "一个批次是一次采购：采购方式、供应商、合同和采购清单，再分配到各学校。"
                    "分校数量可以整块粘贴，合计必须等于清单数量。"
                ),
                [(tr("新增采购批次"), self.add), (tr("从Excel导入"), page.import_list)],
            ),
            required=("name", "day", "programme_id"),
            load=self._load,
            defaults=lambda: {**page.defaults(), "day": page.context.desk.today},
        )
        self.items = Part(
            page, "batch_item", (tr("采购清单"), tr("项")), columns.list_columns(page.choices("items")),
            batch_items.rows, batch_items.enter,
            delete=batch_items.delete, required=("equipment_class", "quantity"), addable=True,
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


class ItemView(View):
    """设备目录."""

    def __init__(self, page: EquipmentPage) -> None:
        table = register(
            page,
            "equipment_item",
            (tr("设备目录"), tr("项")),
            columns.item_columns(),
            items,
            empty=(
                tr("设备目录还是空的"),
                tr(
                    "目录按五个类别列出设备名称和计量单位，登记计划、批次和资产时自动补充；"
                    "也可以在这里改名、停用，或设定哪些设备逐件建卡。"
                ),
                [(tr("新增设备"), self.add)],
            ),
            required=("equipment_class", "name", "unit"),
            defaults=lambda: {"active": True},
            title=lambda row: row.name,
        )
        super().__init__(page, table, ())
