"""The columns of asset cards, of stock-takes and of what was counted."""

from __future__ import annotations

from typing import Any

from facilitydesk.domain.fields import Kind
from facilitydesk.domain.messages import tr
from facilitydesk.domain.words.equipment_terms import AssetState
from facilitydesk.gui.equipment.columns import Choices, item_parts, red_when_open, school_column
from facilitydesk.gui.grid.column import Column
from facilitydesk.gui.money.lookup import Lookup
from facilitydesk.gui.money.source_columns import cell, figure
from facilitydesk.gui.theme import Tone

STATES = tuple(each.value for each in AssetState)


def asset_columns(schools: Lookup, items: Choices) -> list[Column]:
    """资产卡片."""
    return [
        cell("number", tr("资产编号"), width=188, frozen=True),
        school_column(schools),
        *item_parts(items, editable=False),
        cell("name", tr("名称"), width=120),
        cell("spec", tr("规格型号"), width=110),
        cell("serial", tr("序列号"), width=124),
        cell("quantity", tr("数量"), Kind.COUNT, adds=False, width=64),
        cell("money", tr("金额"), Kind.MONEY, width=88),
        cell("room", tr("存放地点"), width=100),
        cell("keeper", tr("保管人"), width=76),
        cell("entered_day", tr("入账日期"), Kind.DATE, width=92),
        cell("warranty_until", tr("保修至"), Kind.DATE, width=92),
        cell("state", tr("使用状况"), Kind.CHOICE, width=80, choices=lambda: STATES),
        figure("batch", tr("采购批次"), Kind.TEXT, width=140),
        figure("supplier", tr("供应商"), Kind.TEXT, width=140),
        figure("source", tr("资金来源"), Kind.TEXT, width=150),
        cell("note", tr("备注"), width=140, lines=True),
    ]


def stock_columns(schools: Lookup) -> list[Column]:
    """盘点."""
    return [
        school_column(schools, frozen=True, editable=False),
        cell("day", tr("盘点日期"), Kind.DATE, width=100),
        cell("people", tr("盘点人"), width=150),
        figure("cards", tr("卡片数"), Kind.COUNT, width=78),
        figure("expected", tr("账面数"), Kind.COUNT, adds=False, width=84),
        figure("counted", tr("盘点数"), Kind.COUNT, adds=False, width=84),
        figure("uncounted", tr("未盘卡片"), Kind.COUNT, width=92),
        figure(
            "missing", tr("盘亏"), Kind.COUNT, adds=False, width=72, ink=red_when_open("missing")
        ),
        figure(
            "surplus", tr("盘盈"), Kind.COUNT, adds=False, width=72, ink=red_when_open("surplus")
        ),
        cell("note", tr("备注"), width=200, lines=True),
    ]


def stock_line_columns() -> list[Column]:
    """One card of a stock-take."""

    def short(row: Any) -> str:
        return Tone.RED if row.difference else Tone.INK

    return [
        figure("number", tr("资产编号"), Kind.TEXT, width=188, frozen=True),
        figure("name", tr("名称"), Kind.TEXT, width=150),
        figure("spec", tr("规格型号"), Kind.TEXT, width=110),
        figure("serial", tr("序列号"), Kind.TEXT, width=124),
        figure("room", tr("存放地点"), Kind.TEXT, width=100),
        figure("keeper", tr("保管人"), Kind.TEXT, width=76),
        figure("unit", tr("单位"), Kind.TEXT, width=56),
        figure("expected", tr("账面数"), Kind.COUNT, adds=False, width=76),
        cell("counted", tr("盘点数"), Kind.COUNT, adds=False, width=84, strong=True),
        figure("difference", tr("差异"), Kind.COUNT, adds=False, width=72, ink=short),
        cell("reason", tr("差异原因"), width=200),
    ]
