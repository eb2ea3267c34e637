"""资产 and 盘点: the cards, and what was counted of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Slot

from facilitydesk.domain.messages import tr
from facilitydesk.gui.equipment import asset_columns as columns
from facilitydesk.gui.equipment.parts import Part, View, register
from facilitydesk.gui.equipment.scan_bar import ScanBar, chosen_id
from facilitydesk.services.equipment import assets, stock

if TYPE_CHECKING:
    from facilitydesk.gui.equipment.page import EquipmentPage


class AssetView(View):
    """资产."""

    def __init__(self, page: EquipmentPage) -> None:
        table = register(
            page,
            "asset",
            (tr("资产"), tr("项")),
            columns.asset_columns(page.schools, page.choices("items")),
            assets,
            empty=(
                tr("还没有资产卡片"),
                tr(
                    "验收后在“验收”中一键建卡，再补充序列号、存放地点和保修期；原有设备可以直接新增或粘贴。"
                ),
                [(tr("去验收"), lambda: page.show_view("acceptances"))],
            ),
            required=("school_id", "equipment_class", "state"),
            some=assets.some,
            defaults=lambda: {"state": "在用", "entered_day": page.context.desk.today},
            title=lambda row: row.title,
        )
        super().__init__(page, table, ())


class StockView(View):
    """盘点."""

    def __init__(self, page: EquipmentPage) -> None:
        table = register(
            page,
            "stock_take",
            (tr("盘点"), tr("次")),
            columns.stock_columns(page.schools),
            stock,
            empty=(
                tr("还没有盘点"),
                tr("选择学校和日期，程序列出该校在账资产；填写实际数后，盘亏和盘盈自动算出。"),
                [(tr("开始盘点"), self.add)],
            ),
            required=("school_id", "day"),
            title=lambda row: f"{row.school} {row.day}",
        )
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
