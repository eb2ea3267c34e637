"""资产: the cards as screen and paper show them; one is found by serial or number (made: carding)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import RowMapping, Select, func, select

from facilitydesk.domain.problems import Problem, Refused, Severity
from facilitydesk.domain.quantities import Money
from facilitydesk.domain.words.equipment_terms import EquipmentClass
from facilitydesk.services import edits, rules
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Edit, Edited, Rejected
from facilitydesk.services.equipment import items
from facilitydesk.services.equipment.asset_kind import KIND
from facilitydesk.services.money.cells import name_of
from facilitydesk.store import tables
from facilitydesk.store.unit import Changes

_T, _AL, _A, _B = (
    tables.asset, tables.acceptance_line, tables.acceptance, tables.equipment_batch,
)  # fmt: skip
_NAMED = ("equipment_class", "item", "unit")


@dataclass(frozen=True, slots=True)
class AssetRow:
    """One card: with school, batch, supplier and source of money, everything a card shows."""

    id: int
    revision: int
    school_id: int
    school: str
    township: str
    item_id: int
    item: str
    kind: EquipmentClass
    unit: str
    number: str | None
    name: str
    spec: str
    serial: str
    quantity: int
    money: Money | None
    room: str
    keeper: str
    entered_day: date | None
    warranty_until: date | None
    state: str
    note: str
    acceptance_id: int | None
    accepted_day: date | None
    batch_id: int | None
    batch: str
    method: str
    supplier: str
    contract: str
    source: str

    @property
    def equipment_class(self) -> str:
        return self.kind.term

    @property
    def title(self) -> str:
        return " ".join(part for part in (self.number, self.name or self.item) if part)


def _query() -> Select[Any]:
    school, region, item = tables.school, tables.region, tables.equipment_item
    paper, contract = tables.fund_document, tables.contract
    return (
        select(
            _T,
            school.c.name.label("school"),
            func.coalesce(region.c.name, "").label("township"),
            item.c.name.label("item"),
            item.c.equipment_class,
            item.c.unit,
            _A.c.id.label("acceptance_id"),
            _A.c.day.label("accepted_day"),
            _B.c.id.label("batch_id"),
            func.coalesce(_B.c.name, "").label("batch"),
            func.coalesce(_B.c.method, "").label("method"),
            func.coalesce(_B.c.supplier, "").label("supplier"),
            _B.c.contract_number,
            contract.c.number.label("linked_number"),
            _B.c.document_id,
            *(paper.c[key].label(f"paper_{key}") for key in ("level", "fund_name", "number")),
            paper.c.year.label("paper_year"),
        )
        .join(school, school.c.id == _T.c.school_id)
        .join(item, item.c.id == _T.c.item_id)
        .outerjoin(region, region.c.id == school.c.township_id)
        .outerjoin(_AL, _AL.c.id == _T.c.line_id)
        .outerjoin(_A, _A.c.id == _AL.c.acceptance_id)
        .outerjoin(_B, _B.c.id == _A.c.batch_id)
        .outerjoin(contract, contract.c.id == _B.c.contract_id)
        .outerjoin(paper, paper.c.id == _B.c.document_id)
        .order_by(region.c.id.is_(None), region.c.ordinal, region.c.id, school.c.id, _T.c.id)
    )


def rows(
    desk: Desk, *, school_id: int | None = None, acceptance_id: int | None = None
) -> tuple[AssetRow, ...]:
    """All cards, or those of a school or made from a form, in the order of schools."""
    query = _query()
    if school_id is not None:
        query = query.where(_T.c.school_id == school_id)
    if acceptance_id is not None:
        query = query.where(_A.c.id == acceptance_id)
    with desk.read() as connection:
        return tuple(_row(row) for row in connection.execute(query).mappings())


def some(desk: Desk, ids: Sequence[int]) -> tuple[AssetRow, ...]:
    """These cards."""
    with desk.read() as connection:
        found = connection.execute(_query().where(_T.c.id.in_(ids))).mappings()
        return tuple(_row(row) for row in found)


def _row(row: RowMapping) -> AssetRow:
    facts: dict[str, Any] = {
        name: row[name] for name in AssetRow.__dataclass_fields__ if name in row
    }
    paper = (row["paper_level"], row["paper_fund_name"], row["paper_year"], row["paper_number"])
    facts["kind"] = EquipmentClass(row["equipment_class"])
    facts["money"] = None if row["money"] is None else Money(row["money"])
    facts["contract"] = row["linked_number"] or row["contract_number"] or ""
    facts["source"] = "" if row["document_id"] is None else name_of(*paper)
    return AssetRow(**facts)


def enter(
    desk: Desk, cells: Sequence[Edit] = (), new: Sequence[Mapping[str, object]] = ()
) -> Edited:
    """Store typed cells and add cards of what was there before (`item` and its class by name)."""
    rejected: list[Rejected] = []
    added: list[int | None] = []
    with desk.operation("asset.enter", "") as unit:
        unit.head.label = edits.label(unit, KIND, cells, new)
        rejected += edits.apply(unit, KIND, cells)
        for position, row in enumerate(new):
            values = {key: value for key, value in row.items() if key not in _NAMED}
            try:
                named = (row.get(key) or "" for key in _NAMED)
                values.setdefault("item_id", None)
                values["item_id"] = values["item_id"] or items.resolve(unit, *named)
            except Refused as refusal:
                problem = Problem(refusal.code, Severity.RED, "item", refusal.args_)
                rejected.append(Rejected(problem, "item", position=position))
                added.append(None)
                continue
            added.append(edits.insert(unit, KIND, values, rejected, position))
    return Edited(unit.result, tuple(rejected), tuple(added))


def delete(desk: Desk, ids: Sequence[int]) -> Changes:
    """Delete cards that were not counted yet."""
    with desk.operation("asset.delete", f"删除资产（{len(ids)}张卡片）") as unit:
        for row_id in ids:
            row = unit.row(_T, row_id)
            used = rules.count_where(unit, tables.stock_take_line, asset_id=row_id)
            rules.refuse_in_use(row["number"] or row["name"], [(used, "次盘点")])
            unit.delete(_T, row_id)
    return unit.result
