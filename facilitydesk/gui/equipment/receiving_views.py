"""到货 and 验收: what came for a batch, and what each school accepted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from facilitydesk.domain.messages import tr
from facilitydesk.gui.equipment import columns
from facilitydesk.gui.equipment.parts import Part, View, register
from facilitydesk.services.equipment import acceptances, carding, deliveries

if TYPE_CHECKING:
    from facilitydesk.gui.equipment.page import EquipmentPage


class DeliveryView(View):
    """到货."""

    def __init__(self, page: EquipmentPage) -> None:
        table = register(
            page,
            "delivery",
            (tr("到货"), tr("次")),
            columns.delivery_columns(page.batches),
            deliveries,
            empty=(
                tr("还没有到货记录"),
                tr("设备分几次到货就登记几次；每次填写各学校到了多少，累计不能超过合同数。"),
                [(tr("登记到货"), self.add)],
            ),
            required=("batch_id", "day"),
            title=lambda row: f"{row.batch} {row.day}",
        )
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
        table = register(
            page,
            "acceptance",
            (tr("验收单"), tr("张")),
            columns.acceptance_columns(page.batches, page.schools),
            acceptances,
            empty=(
                tr("还没有验收单"),
                tr(
                    "每所学校对每个批次填一张验收单：合同数、到货数、验收数并排核对，少了的写明原因。"
                    "验收人不少于3人，采购人不能验收。"
                ),
                [(tr("新增验收单"), self.add)],
            ),
            required=("batch_id", "school_id", "day", "acceptors"),
            title=lambda row: f"{row.school} {row.batch}",
        )
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
            tr("全批建卡"),
            tr("为所选验收单同一批次的各校设备按编号规则建卡；已建的不重复"),
            lambda desk, row: carding.from_batch(desk, row.batch_id),
            tr("已建{n}张资产卡片；按 Ctrl+Z 可以撤销。"),
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
            lambda desk, row: carding.from_acceptance(desk, row.id),
            tr("已建{n}张资产卡片；按 Ctrl+Z 可以撤销。"),
            on=self.lines,
        )


def _head(row: Any) -> dict[str, object]:
    keys = ("day", "buyer", "acceptors")
    return {key: getattr(row, key) for key in keys}
