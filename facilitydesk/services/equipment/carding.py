"""建卡: what was accepted becomes asset cards, numbered by the office's rule."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import RowMapping, func, select

from facilitydesk.domain.asset_numbers import Numbering, class_code
from facilitydesk.domain.equipment import shares
from facilitydesk.domain.problems import Refused
from facilitydesk.domain.words.equipment_terms import EquipmentClass
from facilitydesk.services import settings
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Edited
from facilitydesk.store import tables
from facilitydesk.store.unit import Unit

_T, _AL, _A, _B = (
    tables.asset, tables.acceptance_line, tables.acceptance, tables.equipment_batch,
)  # fmt: skip


def from_acceptance(desk: Desk, acceptance_id: int) -> Edited:
    """Make the cards of an accepted form that it has none of yet, one operation.

    Items marked 逐件建卡 get a card per piece, others one card with the quantity; the money of
    the cards adds up to that of what was accepted. Raises Refused when all have cards.
    """
    with desk.operation("asset.from_acceptance", "") as unit:
        head = unit.row(_A, acceptance_id)
        fresh = _make(unit, [head])
        school = unit.row(tables.school, head["school_id"])
        unit.head.label = f"“{school['name']}”验收建卡（{len(fresh)}张）"
        added = unit.insert_many(_T, fresh)
    return Edited(unit.result, (), tuple(added))


def from_batch(desk: Desk, batch_id: int) -> Edited:
    """The same for all forms of a batch, in the order of schools. Raises Refused likewise."""
    with desk.operation("asset.from_batch", "") as unit:
        query = select(_A).where(_A.c.batch_id == batch_id).order_by(_A.c.school_id, _A.c.id)
        heads = unit.connection.execute(query).mappings().all()
        fresh = _make(unit, heads)
        batch = unit.row(_B, batch_id)
        unit.head.label = f"“{batch['name']}”各校验收建卡（{len(fresh)}张）"
        added = unit.insert_many(_T, fresh)
    return Edited(unit.result, (), tuple(added))


def _make(unit: Unit, heads: Sequence[RowMapping]) -> list[dict[str, Any]]:
    rule = str(settings.read(unit.connection).values["equipment.asset_rule"])
    taken = unit.connection.execute(select(_T.c.number).where(_T.c.number.is_not(None)))
    numbering = Numbering(rule, [str(number) for number in taken.scalars()])
    fresh = [card for head in heads for card in _fresh(unit, head, numbering)]
    if not fresh:
        raise Refused("equipment.assets_there")
    return fresh


def _fresh(unit: Unit, head: RowMapping, numbering: Numbering) -> list[dict[str, Any]]:
    line, parent, item = tables.batch_line, tables.batch_item, tables.equipment_item
    made: dict[int, Any] = dict(
        unit.connection.execute(
            select(_T.c.line_id, func.sum(_T.c.quantity))
            .join(_AL, _AL.c.id == _T.c.line_id)
            .where(_AL.c.acceptance_id == head["id"])
            .group_by(_T.c.line_id)
        ).all()
    )
    query = (
        select(
            _AL.c.id, _AL.c.quantity, line.c.quantity.label("whole"), line.c.money,
            parent.c.spec, item.c.id.label("item_id"), item.c.name, item.c.equipment_class,
            item.c.single,
        )
        .join(line, line.c.id == _AL.c.line_id)
        .join(parent, parent.c.id == line.c.batch_item_id)
        .join(item, item.c.id == parent.c.item_id)
        .where(_AL.c.acceptance_id == head["id"])
        .order_by(_AL.c.id)
    )  # fmt: skip
    school = unit.row(tables.school, head["school_id"])
    fresh: list[dict[str, Any]] = []
    for row in unit.connection.execute(query):
        left = row.quantity - int(made.get(row.id, 0))
        if left <= 0:
            continue
        words = {
            "年": head["day"].year,
            "学校": school["name"],
            "学校代码": school["code"] or "",
            "学校标识码": school["code"] or "",
            "类别": EquipmentClass(row.equipment_class).short,
            "类别码": class_code(EquipmentClass(row.equipment_class)),
            "设备": row.name,
        }
        pieces = [1] * left if row.single else [left]
        rest = max(row.whole - left, 0)
        money = shares(row.money, [*pieces, rest])
        fresh += [
            {
                "school_id": head["school_id"],
                "item_id": row.item_id,
                "line_id": row.id,
                "number": numbering.next(words),
                "name": row.name,
                "spec": row.spec,
                "quantity": number,
                "money": part,
                "keeper": head["keeper"],
                "entered_day": head["day"],
            }
            for number, part in zip(pieces, money, strict=False)
        ]
    return fresh
