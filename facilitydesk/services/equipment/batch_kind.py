"""What the columns of a batch and of its list of items may hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import pairwise
from typing import Any

from sqlalchemy import select

from facilitydesk.domain.problems import Problem, Refused
from facilitydesk.domain.quantities import Money
from facilitydesk.domain.words.equipment_terms import Method
from facilitydesk.services import rules
from facilitydesk.services.edits import Column, Kind, Rule
from facilitydesk.services.equipment import places
from facilitydesk.services.equipment.plans import product
from facilitydesk.services.money.cells import problem
from facilitydesk.store import tables
from facilitydesk.store.unit import Unit

_T, _I = tables.equipment_batch, tables.batch_item

TERMS = {
    "programme_id": "专项",
    "year": "年度",
    "name": "批次名称",
    "day": "立项日期",
    "method": "采购方式",
    "budget": "采购预算",
    "tender_number": "项目编号",
    "notice_day": "公告日期",
    "open_day": "开标日期",
    "award_day": "中标日期",
    "supplier": "供应商",
    "contract_id": "合同",
    "contract_number": "合同编号",
    "contract_sum": "合同金额",
    "signed_day": "签订日期",
    "document_id": "资金来源",
    "note": "备注",
    "item_id": "设备名称",
    "spec": "规格",
    "quantity": "数量",
    "unit_price": "单价",
    "money": "金额",
}
_ORDER = ("notice_day", "open_day", "award_day", "signed_day")


def _check(unit: Unit, row: Mapping[str, Any]) -> Iterable[Problem]:
    taken = select(_T.c.id).where(
        _T.c.programme_id == row["programme_id"],
        _T.c.name == row["name"],
        _T.c.id != (row["id"] or 0),
    )
    if unit.connection.execute(taken).first() is not None:
        args = {"term": "批次名称", "value": row["name"], "holder": row["name"]}
        yield Problem("not_unique", field="name", args=args)
    known = [key for key in _ORDER if row[key] is not None]
    for first, last in pairwise(known):
        if row[first] > row[last]:
            yield problem(
                "order", last,
                later=TERMS[last], later_date=row[last],
                earlier=TERMS[first], earlier_date=row[first],
            )  # fmt: skip
            break


def _contract() -> Rule:
    """A contract of the money part; each pays for one batch only."""
    found = rules.reference(tables.contract, "合同")

    def rule(unit: Unit, row_id: int | None, value: Any) -> int | None:
        contract_id: int | None = found(unit, row_id, value)
        if contract_id is not None:
            query = select(_T.c.name).where(_T.c.contract_id == contract_id)
            query = query.where(_T.c.id != (row_id or 0))
            holder = unit.connection.execute(query).scalar()
            if holder is not None:
                name = unit.row(tables.contract, contract_id)["name"]
                raise Refused("not_unique", term="合同", value=name, holder=holder)
        return contract_id

    return rule


KIND = Kind(
    _T,
    "采购批次",
    {
        **places.columns(),
        "name": Column("name", rules.text("批次名称", required=True), required=True),
        "day": Column("day", rules.day("立项日期", required=True), required=True, kind=date),
        "method": Column("method", rules.one_of("采购方式", [item.value for item in Method])),
        "budget": Column("budget", rules.quantity(Money, "采购预算"), kind=Money),
        "tender_number": Column("tender_number", rules.text()),
        **{key: Column(key, rules.day(TERMS[key]), kind=date) for key in _ORDER},
        "supplier": Column("supplier", rules.text()),
        "contract_id": Column("contract_id", _contract(), kind=tables.contract),
        "contract_number": Column("contract_number", rules.text()),
        "contract_sum": Column("contract_sum", rules.quantity(Money, "合同金额"), kind=Money),
    },
    check=_check,
    terms=TERMS,
)


def _check_item(unit: Unit, row: Mapping[str, Any]) -> Iterable[Problem]:
    same = select(_I.c.id).where(
        _I.c.batch_id == row["batch_id"],
        _I.c.item_id == row["item_id"],
        _I.c.spec == (row["spec"] or ""),
        _I.c.id != (row["id"] or 0),
    )
    if unit.connection.execute(same).first() is not None:
        name = unit.row(tables.equipment_item, row["item_id"])["name"]
        args = {"term": "设备名称", "value": name, "holder": name}
        yield Problem("not_unique", field="item", args=args)


def _derive_item(unit: Unit, changed: Mapping[str, Any], row: Mapping[str, Any]) -> dict[str, Any]:
    more = product(unit, changed, row)
    if row["money"] is None and "money" not in more:
        more["money"] = 0
    return more


_WHOLE = rules.whole("数量", 1, 10**12)


def _count(unit: Unit, row_id: int | None, value: Any) -> int:
    if value is None:
        raise Refused("required", term="数量")
    number: int = _WHOLE(unit, row_id, value)
    return number


ITEMS = Kind(
    _I,
    "批次清单",
    {
        "batch_id": Column("batch_id", rules.reference(_T, "批次", required=True), True, _T),
        "item_id": Column(
            "item_id",
            rules.reference(tables.equipment_item, "设备名称", required=True),
            True,
            tables.equipment_item,
        ),
        "spec": Column("spec", rules.text()),
        "quantity": Column("quantity", _count, required=True, kind=int),
        "unit_price": Column("unit_price", rules.quantity(Money, "单价"), kind=Money),
        "money": Column("money", rules.quantity(Money, "金额"), kind=Money),
    },
    title="spec",
    check=_check_item,
    derive=_derive_item,
    terms=TERMS,
)
