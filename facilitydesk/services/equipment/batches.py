"""采购批次: the batches with their computed state and money, and the list of what each buys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import RowMapping, func, select

from facilitydesk.domain.equipment import Progress
from facilitydesk.domain.problems import Problem, Refused, Severity
from facilitydesk.domain.quantities import Money
from facilitydesk.domain.words.equipment_terms import BatchState, EquipmentClass
from facilitydesk.services import edits, rules
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Edit, Edited, Rejected
from facilitydesk.services.equipment import items
from facilitydesk.services.equipment.batch_kind import ITEMS, KIND
from facilitydesk.services.equipment.gather import Gathered, gather
from facilitydesk.services.money.cells import name_of, problem
from facilitydesk.store import tables
from facilitydesk.store.unit import Changes, Unit

_T, _I, _L = tables.equipment_batch, tables.batch_item, tables.batch_line


@dataclass(frozen=True, slots=True)
class BatchRow:
    """One batch with what became of it up to a day; `progress` counts money (quantities mix)."""

    id: int
    revision: int
    programme_id: int
    programme: str
    year: int | None
    name: str
    day: date
    method: str
    budget: Money | None
    tender_number: str
    notice_day: date | None
    open_day: date | None
    award_day: date | None
    supplier: str
    contract_id: int | None
    contract: str
    contract_number: str
    contract_sum: Money | None
    signed_day: date | None
    document_id: int | None
    document: str
    note: str
    state: BatchState
    items: int
    schools: int
    quantity: int  # of its list, whatever the units
    shared: int  # of it given to schools
    money: Money  # of its list
    progress: Progress
    paid: Money

    @property
    def open_quantity(self) -> int:
        """What is not given to a school yet; below 0: more than there is."""
        return self.quantity - self.shared

    @property
    def kind_of_source(self) -> str:
        return self.document


def rows(desk: Desk, *, as_of: date | None = None) -> tuple[BatchRow, ...]:
    """The batches in the order they were set up, as they stood on a day (today by default).

    Those set up later are listed too: with nothing come to pass.
    """
    paper, contract = tables.fund_document, tables.contract
    query = (
        select(
            _T,
            tables.programme.c.name.label("programme"),
            contract.c.name.label("contract"),
            *(paper.c[key].label(f"paper_{key}") for key in ("level", "fund_name", "number")),
            paper.c.year.label("paper_year"),
        )
        .join(tables.programme, tables.programme.c.id == _T.c.programme_id)
        .outerjoin(contract, contract.c.id == _T.c.contract_id)
        .outerjoin(paper, paper.c.id == _T.c.document_id)
        .order_by(_T.c.day, _T.c.id)
    )
    listed = select(_I.c.batch_id, func.count(), func.sum(_I.c.quantity), func.sum(_I.c.money))
    given = select(
        _I.c.batch_id, func.sum(_L.c.quantity), func.count(_L.c.school_id.distinct())
    ).join(_L, _L.c.batch_item_id == _I.c.id)
    with desk.read() as connection:
        whole = {r[0]: r[1:] for r in connection.execute(listed.group_by(_I.c.batch_id))}
        shared = {r[0]: r[1:] for r in connection.execute(given.group_by(_I.c.batch_id))}
        known = gather(connection, as_of or desk.today)
        found = connection.execute(query).mappings().all()
    return tuple(
        _row(row, whole.get(row["id"], (0, 0, 0)), shared.get(row["id"], (0, 0)), known)
        for row in found
    )


def _row(row: RowMapping, whole: Sequence[Any], shared: Sequence[Any], known: Gathered) -> BatchRow:
    key = row["id"]
    facts: dict[str, Any] = {
        name: row[name] for name in BatchRow.__dataclass_fields__ if name in row
    }
    for name in ("budget", "contract_sum"):
        facts[name] = None if row[name] is None else Money(row[name])
    facts["contract"] = row["contract"] or ""
    paper = (row["paper_level"], row["paper_fund_name"], row["paper_year"], row["paper_number"])
    facts["document"] = "" if row["document_id"] is None else name_of(*paper)
    return BatchRow(
        **facts,
        state=known.states.get(key, BatchState.PLANNED),
        items=int(whole[0]),
        quantity=int(whole[1]),
        money=Money(int(whole[2])),
        shared=int(shared[0]),
        schools=int(shared[1]),
        progress=known.sums.get(key, Progress()),
        paid=known.paid.get(key, Money(0)),
    )


def batch_named(desk: Desk, name: str) -> int:
    """The batch of a name. Raises Refused when there is none, or several programmes have it."""
    with desk.read() as connection:
        found = connection.execute(select(_T.c.id).where(_T.c.name == name.strip())).scalars().all()
    if len(found) == 1:
        return int(found[0])
    code = "ambiguous" if found else "equipment.batch_unknown"
    raise Refused(code, term="采购批次", value=name, name=name)


def enter(
    desk: Desk, cells: Sequence[Edit] = (), new: Sequence[Mapping[str, object]] = ()
) -> Edited:
    """Store typed cells and add batches."""
    return edits.enter(desk, KIND, cells, new)


def add(desk: Desk, values: Mapping[str, object]) -> Edited:
    """Add one batch. Raises Refused with all problems when a value is refused."""
    return edits.add(desk, KIND, values)


def delete(desk: Desk, ids: Sequence[int]) -> Changes:
    """Delete batches nothing came of, with their lists. Raises Refused("in_use")."""
    with desk.operation("equipment_batch.delete", f"删除采购批次（{len(ids)}个）") as unit:
        for row_id in ids:
            row = unit.row(_T, row_id)
            used = [
                (rules.count_where(unit, tables.delivery, batch_id=row_id), "次到货"),
                (rules.count_where(unit, tables.acceptance, batch_id=row_id), "张验收单"),
            ]
            rules.refuse_in_use(row["name"], used)
            own = select(_I.c.id).where(_I.c.batch_id == row_id)
            for item_id in unit.connection.execute(own).scalars().all():
                _delete_item(unit, item_id)
            unit.delete(_T, row_id)
    return unit.result


# --- 采购清单 ----------------------------------------------------------------------------------


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


def item_rows(desk: Desk, batch_id: int) -> tuple[BatchItemRow, ...]:
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


def enter_items(
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
    from facilitydesk.domain.equipment import shares

    row = unit.row(_I, batch_item_id)
    query = select(_L).where(_L.c.batch_item_id == batch_item_id).order_by(_L.c.id)
    lines = unit.connection.execute(query).mappings().all()
    left = row["quantity"] - sum(line["quantity"] for line in lines)
    weights = [*(line["quantity"] for line in lines), max(left, 0)]
    for line, money in zip(lines, shares(row["money"], weights), strict=False):
        unit.update(_L, line["id"], {"money": money})


def delete_items(desk: Desk, ids: Sequence[int]) -> Changes:
    """Delete items of a batch's list with the schools' lines; refused when something came."""
    with desk.operation("batch_item.delete", f"删除采购清单（{len(ids)}行）") as unit:
        for row_id in ids:
            _delete_item(unit, row_id)
    return unit.result


def _delete_item(unit: Unit, row_id: int) -> None:
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


def warnings(row: BatchRow) -> tuple[Problem, ...]:
    """What does not foot in a batch: its list against the contract's sum."""
    whole = row.contract_sum
    if whole is None or not row.money or whole == row.money:
        return ()
    found = problem(
        "equipment.items_sum", "contract_sum", Severity.YELLOW,
        items=row.money.raw, contract=whole.raw, difference=abs((whole - row.money).raw),
    )  # fmt: skip
    return (found,)
