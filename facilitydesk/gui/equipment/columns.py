"""The columns of plan, batches, deliveries, acceptances and items (assets: asset_columns)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from facilitydesk.domain.cells import Reading
from facilitydesk.domain.fields import Kind
from facilitydesk.domain.messages import tr
from facilitydesk.domain.words.equipment_terms import EquipmentClass, Method
from facilitydesk.gui.grid.column import Column
from facilitydesk.gui.money.lookup import Lookup
from facilitydesk.gui.money.source_columns import cell, figure, year_text
from facilitydesk.gui.theme import Tone

CLASSES = tuple(each.term for each in EquipmentClass)
METHODS = tuple(each.value for each in Method)
Choices = Callable[[], Sequence[str]]


def by_name(lookup: Lookup) -> dict[str, Any]:
    """A school by any of its names: what the list does not know the service looks up."""

    def parse(text: str) -> Reading[Any]:
        plain = text.strip()
        return Reading((lookup.id_of(plain) or plain) if plain else None)

    return {**lookup.facts, "parse": parse}


def school_column(schools: Lookup, **more: Any) -> Column:
    return cell("school_id", tr("学校"), **{"width": 170, **by_name(schools), **more})


def item_parts(items: Choices, **more: Any) -> list[Column]:
    """Class, name and unit; the unit of an item that exists is its own."""
    return [
        cell(
            "equipment_class",
            tr("设备类别"),
            Kind.CHOICE,
            width=168,
            choices=lambda: CLASSES,
            **more,
        ),
        cell("item", tr("设备名称"), width=130, choices=items, **more),
        cell("unit", tr("单位"), width=56, editable=False),
    ]


def red_when_open(key: str) -> Callable[[Any], str]:
    """What should be 0 in red."""
    return lambda row: Tone.RED if getattr(row, key) else Tone.INK


def plan_columns(
    schools: Lookup, programmes: Lookup, papers: Lookup, items: Choices
) -> list[Column]:
    """采购计划."""
    return [
        school_column(schools, frozen=True),
        *item_parts(items),
        cell("spec", tr("规格"), width=110),
        cell("quantity", tr("数量"), Kind.COUNT, adds=False, width=76),
        cell("unit_price", tr("单价"), Kind.MONEY, width=88, scale=1, adds=False),
        cell("money", tr("金额"), Kind.MONEY, width=104),
        cell("year", tr("年度"), Kind.COUNT, width=56, show=year_text),
        cell("programme_id", tr("专项"), width=130, **programmes.facts),
        cell("document_id", tr("资金来源"), width=160, **papers.facts),
        cell("note", tr("备注"), width=140, lines=True),
    ]


def batch_columns(programmes: Lookup, papers: Lookup, contracts: Lookup) -> list[Column]:
    """采购批次: what was typed, and what its rows say of it."""
    return [
        cell("name", tr("批次名称"), width=168, frozen=True),
        figure("state", tr("状态"), Kind.TEXT, width=82),
        cell("method", tr("采购方式"), Kind.CHOICE, width=92, choices=lambda: METHODS),
        cell("budget", tr("采购预算"), Kind.MONEY, width=96),
        figure("money", tr("清单金额"), width=96),
        cell("contract_sum", tr("合同金额"), Kind.MONEY, width=96),
        figure("schools", tr("学校数"), Kind.COUNT, width=78),
        figure(
            "open_quantity", tr("未分配"), Kind.COUNT, adds=False, width=78, ink=red_when_open("open_quantity"),
            tip=lambda _row: tr("清单数量 − 分校数量，应为0"),
        ),
        cell("supplier", tr("供应商"), width=150),
        cell("day", tr("立项日期"), Kind.DATE, width=92),
        cell("tender_number", tr("项目编号"), width=116),
        cell("notice_day", tr("公告日期"), Kind.DATE, width=92),
        cell("open_day", tr("开标日期"), Kind.DATE, width=92),
        cell("award_day", tr("中标日期"), Kind.DATE, width=92),
        cell("signed_day", tr("签订日期"), Kind.DATE, width=92),
        cell("contract_id", tr("关联合同"), width=160, **contracts.facts),
        cell("contract_number", tr("合同编号"), width=110),
        cell("document_id", tr("资金来源"), width=160, **papers.facts),
        cell("year", tr("年度"), Kind.COUNT, width=56, show=year_text),
        cell("programme_id", tr("专项"), width=130, **programmes.facts),
        cell("note", tr("备注"), width=140, lines=True),
    ]  # fmt: skip


def list_columns(items: Choices) -> list[Column]:
    """采购清单 of a batch."""
    kind, item, unit = (
        replace(column, width=width)
        for column, width in zip(item_parts(items, editable=False), (104, 104, 62), strict=True)
    )
    return [
        kind,
        item,
        unit,
        cell("quantity", tr("数量"), Kind.COUNT, adds=False, width=68),
        cell("unit_price", tr("单价"), Kind.MONEY, width=76, scale=1, adds=False),
        cell("money", tr("金额"), Kind.MONEY, width=88),
        figure(
            "open_quantity",
            tr("未分配"),
            Kind.COUNT,
            adds=False,
            width=78,
            ink=red_when_open("open_quantity"),
        ),
        cell("spec", tr("规格"), width=100),
    ]


def share_columns(schools: Lookup) -> list[Column]:
    """分校清单 of an item."""
    return [
        school_column(schools, width=148),
        cell("quantity", tr("数量"), Kind.COUNT, adds=False, width=68),
        figure("money", tr("金额"), width=88),
        figure("delivered", tr("到货"), Kind.COUNT, adds=False, width=64),
        figure("accepted", tr("验收"), Kind.COUNT, adds=False, width=64),
    ]


def delivery_columns(batches: Lookup) -> list[Column]:
    """到货."""
    return [
        cell("batch_id", tr("采购批次"), width=220, frozen=True, **batches.facts),
        cell("day", tr("到货日期"), Kind.DATE, width=100),
        cell("number", tr("送货单号"), width=140),
        figure("schools", tr("学校数"), Kind.COUNT, width=78),
        figure("quantity", tr("本次数量"), Kind.COUNT, adds=False, width=90),
        cell("note", tr("备注"), width=240, lines=True),
    ]


def delivered_columns() -> list[Column]:
    """One school's line of a delivery."""
    return [
        figure("school", tr("学校"), Kind.TEXT, width=190, frozen=True),
        figure("item", tr("设备名称"), Kind.TEXT, width=150),
        figure("spec", tr("规格"), Kind.TEXT, width=100),
        figure("unit", tr("单位"), Kind.TEXT, width=56),
        figure("contract", tr("合同数"), Kind.COUNT, adds=False, width=84),
        figure("other", tr("其他次到货"), Kind.COUNT, adds=False, width=110),
        cell("quantity", tr("本次到货"), Kind.COUNT, adds=False, width=96, strong=True),
        figure("total", tr("累计到货"), Kind.COUNT, adds=False, width=92),
        figure("left", tr("未到"), Kind.COUNT, adds=False, width=76),
    ]


def acceptance_columns(batches: Lookup, schools: Lookup) -> list[Column]:
    """验收单."""
    return [
        cell("batch_id", tr("采购批次"), width=180, frozen=True, **batches.facts),
        school_column(schools),
        cell("day", tr("验收日期"), Kind.DATE, width=96),
        cell("buyer", tr("采购人"), width=80),
        cell("acceptors", tr("验收人（不少于3人）"), width=170),
        cell("keeper", tr("保管人"), width=80),
        figure("quantity", tr("验收数量"), Kind.COUNT, adds=False, width=92),
        figure("cards", tr("已建卡"), Kind.COUNT, width=78),
        cell("number", tr("验收单号"), width=110),
        cell("note", tr("备注"), width=160, lines=True),
    ]


def accepted_columns() -> list[Column]:
    """合同数, 到货数, 验收数 side by side, the difference and its reason."""

    def short(row: Any) -> str:
        return Tone.RED if row.difference else Tone.INK

    return [
        figure("item", tr("设备名称"), Kind.TEXT, width=160, frozen=True),
        figure("spec", tr("规格"), Kind.TEXT, width=110),
        figure("unit", tr("单位"), Kind.TEXT, width=56),
        figure("contract", tr("合同数"), Kind.COUNT, adds=False, width=84),
        figure("delivered", tr("到货数"), Kind.COUNT, adds=False, width=84),
        figure("other", tr("其他单已验"), Kind.COUNT, adds=False, width=110),
        cell("quantity", tr("本次验收"), Kind.COUNT, adds=False, width=96, strong=True),
        figure(
            "difference", tr("差异"), Kind.COUNT, adds=False, width=72, ink=short,
            tip=lambda _row: tr("累计验收 − 到货"),
        ),
        cell("reason", tr("差异原因"), width=240),
    ]  # fmt: skip


def item_columns() -> list[Column]:
    """设备目录."""
    return [
        cell(
            "equipment_class", tr("设备类别"), Kind.CHOICE, width=168, choices=lambda: CLASSES,
            frozen=True,
        ),
        cell("name", tr("设备名称"), width=200, frozen=True),
        cell("unit", tr("计量单位"), width=84),
        cell("single", tr("逐件建卡"), Kind.FLAG, width=84),
        cell("active", tr("启用"), Kind.FLAG, width=64),
        figure("uses", tr("使用次数"), Kind.COUNT, adds=False, width=84),
    ]  # fmt: skip
