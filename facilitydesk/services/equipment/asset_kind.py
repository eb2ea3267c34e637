"""What the columns of an asset may hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from facilitydesk.domain.problems import Problem, Severity
from facilitydesk.domain.quantities import Money
from facilitydesk.domain.words.equipment_terms import AssetState
from facilitydesk.services import rules
from facilitydesk.services.edits import Column, Kind
from facilitydesk.services.equipment import places
from facilitydesk.store import tables
from facilitydesk.store.unit import Unit

_T = tables.asset

TERMS = {
    "school_id": "学校", "item_id": "设备名称", "number": "资产编号", "name": "名称",
    "spec": "规格型号", "serial": "序列号", "quantity": "数量", "money": "金额", "room": "存放地点",
    "keeper": "保管人", "entered_day": "入账日期", "warranty_until": "保修至", "state": "使用状况",
    "note": "备注",
}  # fmt: skip


def _check(_unit: Unit, row: Mapping[str, Any]) -> Iterable[Problem]:
    if row["serial"] and (row["quantity"] or 1) > 1:
        args = {"serial": row["serial"], "quantity": row["quantity"]}
        yield Problem("equipment.serial_many", Severity.YELLOW, "serial", args)


KIND = Kind(
    _T,
    "资产",
    {
        "school_id": places.SCHOOL,
        "item_id": Column(
            "item_id",
            rules.reference(tables.equipment_item, "设备名称", required=True),
            True,
            tables.equipment_item,
        ),
        "number": Column("number", rules.code(_T, "资产编号", "number")),
        **{key: Column(key, rules.text()) for key in ("name", "spec", "serial", "room", "keeper")},
        "quantity": Column("quantity", rules.whole("数量", 1, 10**12), kind=int),
        "money": Column("money", rules.quantity(Money, "金额"), kind=Money),
        "entered_day": Column("entered_day", rules.day("入账日期"), kind=date),
        "warranty_until": Column("warranty_until", rules.day("保修至"), kind=date),
        "state": Column(
            "state",
            rules.one_of("使用状况", [item.value for item in AssetState], required=True),
        ),
        "note": Column("note", rules.text(lines=True)),
    },
    title="number",
    check=_check,
    derive=lambda _unit, changed, row: _derived(changed, row),
    terms=TERMS,
)


def _derived(changed: Mapping[str, Any], row: Mapping[str, Any]) -> dict[str, Any]:
    """A blank quantity is one piece."""
    return {"quantity": 1} if row["quantity"] is None and "quantity" in changed else {}
