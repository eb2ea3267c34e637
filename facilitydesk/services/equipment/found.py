"""What the search over everything finds of equipment: batches by words, cards by their numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Connection, and_, func, or_, select

from facilitydesk.store import tables

_LEAST = 3  # characters of a number from which cards are searched
_MOST = 20


class Named(NamedTuple):
    """A batch with the words it is found by."""

    id: int
    name: str
    supplier: str
    tender_number: str
    contract_number: str


class Card(NamedTuple):
    """An asset card."""

    id: int
    name: str
    number: str
    serial: str
    school: str


def batches(connection: Connection) -> list[Named]:
    """All batches."""
    table = tables.equipment_batch
    columns = (table.c.id, table.c.name, table.c.supplier, table.c.tender_number)
    query = select(*columns, table.c.contract_number).order_by(table.c.day.desc(), table.c.id)
    return [Named(*tuple(row)) for row in connection.execute(query)]


def cards(connection: Connection, parts: Sequence[str]) -> list[Card]:
    """The cards whose serial or number holds every part; a few letters find none."""
    if not parts or any(len(part) < _LEAST for part in parts):
        return []
    table, school, item = tables.asset, tables.school, tables.equipment_item
    number = func.coalesce(table.c.number, "")
    held = [
        or_(
            func.lower(table.c.serial).contains(part.lower(), autoescape=True),
            func.lower(number).contains(part.lower(), autoescape=True),
        )
        for part in parts
    ]
    query = (
        select(table.c.id, table.c.name, item.c.name.label("item"), number.label("number"),
               table.c.serial, school.c.name.label("school"))
        .join(school, school.c.id == table.c.school_id)
        .join(item, item.c.id == table.c.item_id)
        .where(and_(*held))
        .order_by(table.c.number, table.c.id)
        .limit(_MOST)
    )  # fmt: skip
    return [
        Card(row.id, row.name or row.item, row.number, row.serial, row.school)
        for row in connection.execute(query)
    ]
