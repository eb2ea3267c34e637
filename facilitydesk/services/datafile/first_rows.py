"""What every new data file holds from the start: code lists, rules of money, norms, bottom lines."""

from __future__ import annotations

from facilitydesk.domain.funds import FUND_LEVELS
from facilitydesk.domain.money_rules import DEFAULT_RULES
from facilitydesk.domain.norm_defaults import default_items, default_norms
from facilitydesk.domain.words.terms import (
    ATTACHMENT_KINDS,
    NATURES,
    ROOM_KINDS,
    SCHOOL_KINDS,
    CodeList,
)
from facilitydesk.store import tables
from facilitydesk.store.unit import Unit

_LISTS = {
    CodeList.NATURE: NATURES,
    CodeList.SCHOOL_KIND: SCHOOL_KINDS,
    CodeList.ROOM_KIND: ROOM_KINDS,
    CodeList.ATTACHMENT_KIND: ATTACHMENT_KINDS,
    CodeList.FUND_LEVEL: FUND_LEVELS,
}


def insert(unit: Unit) -> None:
    """Write these rows within the operation that makes the file."""
    for which, names in _LISTS.items():
        unit.insert_many(
            tables.code_item,
            [{"list": which.value, "name": n, "ordinal": i} for i, n in enumerate(names)],
        )
    unit.insert_many(tables.money_rule, [rule.row for rule in DEFAULT_RULES])
    unit.insert_many(tables.norm, default_norms())
    unit.insert_many(tables.bottom_item, default_items())
