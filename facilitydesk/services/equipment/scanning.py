"""Counting by scanner: an asset number read from its label marks the card of a stock-take."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from facilitydesk.domain.problems import Refused
from facilitydesk.services.desk import Desk
from facilitydesk.store import tables
from facilitydesk.store.unit import Changes

_T, _L, _A = tables.stock_take, tables.stock_take_line, tables.asset


@dataclass(frozen=True, slots=True)
class Scanned:
    """What a label did: the line it counted, or that the line was counted before."""

    changes: Changes
    line_id: int
    number: str
    name: str
    counted: int
    expected: int
    again: bool  # every piece of the card was counted already

    @property
    def full(self) -> bool:
        return self.counted >= self.expected


def scan(desk: Desk, stock_take_id: int, text: str) -> Scanned:
    """Count one piece of the card with this asset or serial number, its last one at most.

    A card of one piece that is scanned twice stays counted once. Raises Refused: an unknown
    number, a card of another school, one that is not on this list.
    """
    plain = text.strip()
    if not plain:
        raise Refused("required", term="资产编号")
    with desk.operation("stock_take_line.scan", f"扫码盘点“{plain}”") as unit:
        head = unit.row(_T, stock_take_id)
        query = select(_A).where((_A.c.number == plain) | (_A.c.serial == plain))
        cards = unit.connection.execute(query).mappings().all()
        if not cards:
            raise Refused("equipment.scan_unknown", number=plain)
        exact = [card for card in cards if card["number"] == plain] or cards
        mine = [card for card in exact if card["school_id"] == head["school_id"]]
        if not mine:
            name = unit.row(tables.school, exact[0]["school_id"])["name"]
            raise Refused("equipment.scan_foreign", number=plain, school=name)
        card = mine[0]
        query = select(_L).where(_L.c.stock_take_id == stock_take_id, _L.c.asset_id == card["id"])
        line = unit.connection.execute(query).mappings().first()
        if line is None:
            raise Refused("equipment.scan_unlisted", number=plain, state=card["state"])
        before = line["counted"] or 0
        again = before >= line["expected"]
        counted = before if again else before + 1
        if not again:
            unit.update(_L, line["id"], {"counted": counted})
        item = unit.row(tables.equipment_item, card["item_id"])["name"]
    number = card["number"] or plain
    name = card["name"] or item
    return Scanned(unit.result, line["id"], number, name, counted, line["expected"], again)
