"""采购清单: what a batch buys, item by item, and what schools were given of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from facilitydesk.domain.equipment import shares
from facilitydesk.domain.problems import Problem, Refused, Severity
from facilitydesk.domain.quantities import Money
from facilitydesk.domain.words.equipment_terms import EquipmentClass
from facilitydesk.services import edits, rules
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Edit, Edited, Rejected
from facilitydesk.services.equipment import items
from facilitydesk.services.equipment.batch_kind import ITEMS
from facilitydesk.store import tables
from facilitydesk.store.unit import Changes, Unit

_T, _I, _L = tables.equipment_batch, tables.batch_item, tables.batch_line


@dataclass(frozen=True, slots=True)
class BatchItemRow:
    """One item of a batch's list with what schools were given of it."""

    id: int
    revision: int
    batch_id: int
    item_id: int
    item: str
    kind: EquipmentClass
    unit: str
    spec: str
    quantity: int
    unit_price: Money | None
    money: Money
    shared: int
    schools: int

    @property
    def equipment_class(self) -> str:
        return self.kind.term

    @property
    def open_quantity(self) -> int:
        return self.quantity - self.shared


def rows(desk: Desk, batch_id: int) -> tuple[BatchItemRow, ...]:
    """The list of a batch, in the order it was written."""
    equipment = tables.equipment_item
    query = (
        select(
            _I, equipment.c.name, equipment.c.equipment_class, equipment.c.unit,
            func.coalesce(func.sum(_L.c.quantity), 0).label("shared"),
            func.count(_L.c.id).label("schools"),
        )
        .join(equipment, equipment.c.id == _I.c.item_id)
        .outerjoin(_L, _L.c.batch_item_id == _I.c.id)
        .where(_I.c.batch_id == batch_id)
        .group_by(_I.c.id, equipment.c.id)
        .order_by(_I.c.id)
    )  # fmt: skip
    with desk.read() as connection:
        return tuple(
            BatchItemRow(
                row.id, row.revision, row.batch_id, row.item_id, row.name,
                EquipmentClass(row.equipment_class), row.unit, row.spec, row.quantity,
                None if row.unit_price is None else Money(row.unit_price), Money(row.money),
                int(row.shared), row.schools,
            )
            for row in connection.execute(query)
        )  # fmt: skip


def enter(
    desk: Desk,
    batch_id: int,
    cells: Sequence[Edit] = (),
    new: Sequence[Mapping[str, object]] = (),
) -> Edited:
    """Store and add items of a batch's list; `equipment_class`, `item`, `unit` name the item.

    A quantity below what schools were given is refused; the schools' money follows the item's.
    """
    rejected: list[Rejected] = []
    added: list[int | None] = []
    with desk.operation("batch_item.enter", "") as unit:
        name = unit.row(_T, batch_id)["name"]
        unit.head.label = f"批次“{name}”：修改采购清单"
        kept = [cell for cell in cells if _fits(unit, cell, rejected)]
        rejected += edits.apply(unit, ITEMS, kept)
        for row_id in dict.fromkeys(cell.row_id for cell in kept):
            share_money(unit, row_id)
        for position, row in enumerate(new):
            added.append(_insert(unit, batch_id, row, rejected, position))
    return Edited(unit.result, tuple(rejected), tuple(added))


def _insert(
    unit: Unit,
    batch_id: int,
    row: Mapping[str, object],
    rejected: list[Rejected],
    position: int,
) -> int | None:
    values = {key: row[key] for key in ("spec", "quantity", "unit_price", "money") if key in row}
    try:
        kind, name, word = (row.get(key) or "" for key in ("equipment_class", "item", "unit"))
        item_id = row.get("item_id") or items.resolve(unit, kind, name, word)
    except Refused as refusal:
        key = "equipment_class" if "class" in refusal.code else "item"
        found = Problem(refusal.code, Severity.RED, key, refusal.args_)
        rejected.append(Rejected(found, key, position=position))
        return None
    whole = {"batch_id": batch_id, "item_id": item_id, **values}
    return edits.insert(unit, ITEMS, whole, rejected, position)


def _fits(unit: Unit, cell: Edit, rejected: list[Rejected]) -> bool:
    """Whether what schools were given leaves room for a new quantity."""
    if cell.field not in ITEMS.columns:
        rejected.append(Rejected(Problem("in_use", field=cell.field, args={
            "name": "设备名称", "places": "清单中的设备不能改名，请删除后重新添加",
        }), cell.field, cell.row_id))  # fmt: skip
        return False
    if cell.field != "quantity" or not isinstance(cell.value, int):
        return True
    row = unit.row(_I, cell.row_id)
    equipment = unit.row(tables.equipment_item, row["item_id"])
    query = select(func.coalesce(func.sum(_L.c.quantity), 0), func.count())
    shared, schools = unit.connection.execute(query.where(_L.c.batch_item_id == cell.row_id)).one()
    if schools and cell.value < shared:
        args = {
            "total": shared, "whole": cell.value, "unit": equipment["unit"], "side": "多",
            "difference": shared - cell.value,
        }  # fmt: skip
        rejected.append(
            Rejected(Problem("equipment.sum_differs", field="quantity", args=args),
                     "quantity", cell.row_id)
        )  # fmt: skip
        return False
    if schools and cell.value != row["quantity"]:
        args = {
            "item": equipment["name"], "count": schools, "before": row["quantity"],
            "after": cell.value,
        }  # fmt: skip
        found = Problem("equipment.already_shared", Severity.YELLOW, "quantity", args)
        unit.problems += (found,)
    return True


def share_money(unit: Unit, batch_item_id: int) -> None:
    """Give the item's money to its lines by pieces, exactly; what is not given keeps its part."""
    row = unit.row(_I, batch_item_id)
    query = select(_L).where(_L.c.batch_item_id == batch_item_id).order_by(_L.c.id)
    lines = unit.connection.execute(query).mappings().all()
    left = row["quantity"] - sum(line["quantity"] for line in lines)
    weights = [*(line["quantity"] for line in lines), max(left, 0)]
    for line, money in zip(lines, shares(row["money"], weights), strict=False):
        unit.update(_L, line["id"], {"money": money})


def delete(desk: Desk, ids: Sequence[int]) -> Changes:
    """Delete items of a batch's list with the schools' lines; refused when something came."""
    with desk.operation("batch_item.delete", f"删除采购清单（{len(ids)}行）") as unit:
        for row_id in ids:
            delete_within(unit, row_id)
    return unit.result


def delete_within(unit: Unit, row_id: int) -> None:
    """Delete an item within a running operation. Raises Refused("in_use")."""
    row = unit.row(_I, row_id)
    name = unit.row(tables.equipment_item, row["item_id"])["name"]
    own = select(_L.c.id).where(_L.c.batch_item_id == row_id)
    for line_id in unit.connection.execute(own).scalars().all():
        refuse_used_line(unit, line_id, name)
        unit.delete(_L, line_id)
    unit.delete(_I, row_id)


def refuse_used_line(unit: Unit, line_id: int, name: str) -> None:
    """Raises Refused("in_use") when something was delivered or accepted for a line."""
    used = [
        (rules.count_where(unit, tables.delivery_line, line_id=line_id), "次到货"),
        (rules.count_where(unit, tables.acceptance_line, line_id=line_id), "次验收"),
    ]
    rules.refuse_in_use(name, used)
