"""采购计划: what each school is to get of an item, with quantity, unit price and money."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import RowMapping, select

from facilitydesk.domain.problems import Problem, Refused, Severity
from facilitydesk.domain.quantities import Money
from facilitydesk.domain.words.equipment_terms import EquipmentClass
from facilitydesk.services import edits, rules
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Column, Edit, Edited, Kind, Rejected
from facilitydesk.services.equipment import items, places
from facilitydesk.services.money.cells import name_of
from facilitydesk.store import tables
from facilitydesk.store.unit import Changes, Unit

_T, _I = tables.equipment_plan, tables.equipment_item
_ITEM = ("equipment_class", "item", "unit")  # together they say which item is meant


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One line of the plan."""

    id: int
    revision: int
    programme_id: int
    programme: str
    school_id: int
    school: str
    township: str
    item_id: int
    item: str
    kind: EquipmentClass
    unit: str
    year: int | None
    spec: str
    quantity: int | None
    unit_price: Money | None
    money: Money | None
    document_id: int | None
    document: str
    note: str

    @property
    def equipment_class(self) -> str:
        return self.kind.term


def product(unit: Unit, changed: Mapping[str, Any], row: Mapping[str, Any]) -> dict[str, Any]:
    """金额 = 数量 × 单价 where the money was not typed; what was typed stays and is compared."""
    quantity, price, money = row["quantity"], row["unit_price"], row["money"]
    if quantity is None or price is None:
        return {}
    if "money" not in changed and {"quantity", "unit_price"} & changed.keys():
        return {"money": quantity * price}
    if money is None:
        return {"money": quantity * price} if "money" not in changed else {}
    if money != quantity * price:
        args = {
            "quantity": quantity,
            "price": Money(price),
            "product": Money(quantity * price),
            "money": Money(money),
        }
        unit.problems += (Problem("equipment.product", Severity.YELLOW, "money", args),)
    return {}


KIND = Kind(
    _T,
    "采购计划",
    {
        **places.columns(),
        "school_id": places.SCHOOL,
        "item_id": Column(
            "item_id", rules.reference(_I, "设备名称", required=True), required=True, kind=_I
        ),
        "spec": Column("spec", rules.text()),
        "quantity": Column("quantity", rules.whole("数量", 0, 10**12), kind=int),
        "unit_price": Column("unit_price", rules.quantity(Money, "单价"), kind=Money),
        "money": Column("money", rules.quantity(Money, "金额"), kind=Money),
    },
    title="spec",
    derive=product,
    terms={
        "programme_id": "专项",
        "school_id": "学校",
        "item_id": "设备名称",
        "year": "年度",
        "spec": "规格",
        "quantity": "数量",
        "unit_price": "单价",
        "money": "金额",
        "document_id": "资金来源",
        "note": "备注",
    },
)


def rows(
    desk: Desk, *, programme_id: int | None = None, school_id: int | None = None
) -> tuple[PlanRow, ...]:
    """The plan, or that of a programme or school, in the order of townships and schools."""
    school, region, paper = tables.school, tables.region, tables.fund_document
    query = (
        select(
            _T,
            tables.programme.c.name.label("programme"),
            school.c.name.label("school"),
            region.c.name.label("township"),
            _I.c.name.label("item"),
            _I.c.equipment_class,
            _I.c.unit,
            *(paper.c[key].label(f"paper_{key}") for key in ("level", "fund_name", "number")),
            paper.c.year.label("paper_year"),
        )
        .join(tables.programme, tables.programme.c.id == _T.c.programme_id)
        .join(school, school.c.id == _T.c.school_id)
        .join(_I, _I.c.id == _T.c.item_id)
        .outerjoin(region, region.c.id == school.c.township_id)
        .outerjoin(paper, paper.c.id == _T.c.document_id)
        .order_by(region.c.id.is_(None), region.c.ordinal, region.c.id, school.c.id, _T.c.id)
    )
    if programme_id is not None:
        query = query.where(_T.c.programme_id == programme_id)
    if school_id is not None:
        query = query.where(_T.c.school_id == school_id)
    with desk.read() as connection:
        return tuple(_row(row) for row in connection.execute(query).mappings())


def _row(row: RowMapping) -> PlanRow:
    price, money = row["unit_price"], row["money"]
    paper = (row["paper_level"], row["paper_fund_name"], row["paper_year"], row["paper_number"])
    return PlanRow(
        **{key: row[key] for key in _SAME},
        township=row["township"] or "",
        kind=EquipmentClass(row["equipment_class"]),
        unit_price=None if price is None else Money(price),
        money=None if money is None else Money(money),
        document="" if row["document_id"] is None else name_of(*paper),
    )


_SAME = (
    "id", "revision", "programme_id", "programme", "school_id", "school", "item_id", "item",
    "unit", "year", "spec", "quantity", "document_id", "note",
)  # fmt: skip


def enter(
    desk: Desk, cells: Sequence[Edit] = (), new: Sequence[Mapping[str, object]] = ()
) -> Edited:
    """Store typed cells and add lines. `equipment_class`, `item` and `unit` name the item."""
    rejected: list[Rejected] = []
    added: list[int | None] = []
    with desk.operation("equipment_plan.enter", "") as unit:
        unit.head.label = edits.label(unit, KIND, (), new) if not cells else _label(cells, new)
        rejected += edits.apply(unit, KIND, _named_cells(unit, cells, rejected))
        for position, row in enumerate(new):
            added.append(_insert(unit, row, rejected, position))
    return Edited(unit.result, tuple(rejected), tuple(added))


def _label(cells: Sequence[Edit], new: Sequence[Mapping[str, object]]) -> str:
    if new:
        return f"粘贴采购计划（{len(cells)}格，新增{len(new)}行）"
    return f"修改采购计划（{len(cells)}格）"


def _insert(
    unit: Unit, row: Mapping[str, object], rejected: list[Rejected], position: int
) -> int | None:
    values = {key: value for key, value in row.items() if key not in _ITEM}
    if "item_id" not in values:
        try:
            named = (row.get(key) or "" for key in _ITEM)
            values["item_id"] = items.resolve(unit, *named)
        except Refused as refusal:
            key = "equipment_class" if "class" in refusal.code else "item"
            problem = Problem(refusal.code, Severity.RED, key, refusal.args_)
            rejected.append(Rejected(problem, key, position=position))
            return None
    return edits.insert(unit, KIND, values, rejected, position)


def _named_cells(unit: Unit, cells: Sequence[Edit], rejected: list[Rejected]) -> list[Edit]:
    """Cells that name an item become the item's id."""
    answer = [cell for cell in cells if cell.field not in _ITEM]
    named: dict[int, list[Edit]] = {}
    for cell in cells:
        if cell.field in _ITEM:
            named.setdefault(cell.row_id, []).append(cell)
    for row_id, mine in named.items():
        try:
            before = unit.row(_I, unit.row(_T, row_id)["item_id"])
            typed = {cell.field: cell.value for cell in mine}
            kind = typed.get("equipment_class", EquipmentClass(before["equipment_class"]))
            if "item" in typed and "equipment_class" not in typed:
                kind = _kind_of(unit, str(typed["item"]), kind)
            name = typed.get("item", before["name"])
            item_id = items.resolve(unit, kind, name, typed.get("unit", ""))
            answer.append(Edit(row_id, "item_id", item_id, mine[0].revision))
        except Refused as refusal:
            problem = Problem(refusal.code, Severity.RED, mine[0].field, refusal.args_)
            rejected.extend(Rejected(problem, cell.field, row_id) for cell in mine)
    return answer


def _kind_of(unit: Unit, name: str, before: Any) -> Any:
    """The class of a known item's name, else that of the line before."""
    found = unit.connection.execute(select(_I.c.equipment_class).where(_I.c.name == name))
    kinds = {EquipmentClass(value) for value in found.scalars()}
    return before if not kinds or before in kinds else kinds.pop()


def delete(desk: Desk, ids: Sequence[int]) -> Changes:
    """Delete lines of the plan."""
    with desk.operation("equipment_plan.delete", f"删除采购计划（{len(ids)}行）") as unit:
        for row_id in ids:
            unit.delete(_T, row_id)
    return unit.result
