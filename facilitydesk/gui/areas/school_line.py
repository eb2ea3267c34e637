"""A school's line in the table of balances: its balance, and its opening as it was entered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from facilitydesk.domain.area_balance import Balance
from facilitydesk.domain.quantities import Area
from facilitydesk.services.areas import balance
from facilitydesk.services.areas.openings import OpeningRow

_BALANCED = ("opening", "built", "acquired", "demolished", "disposed", "measured", "closing", "growth")  # fmt: skip
_WORKED = ("completed", "net_area", "rebuilt_area", "repaired_area", "other_area", "open")


@dataclass(frozen=True)
class SchoolLine:
    """A school in the table: its balance in the period, and its opening as it was entered."""

    id: int
    revision: int
    name: str
    township: str
    initials: str
    begun: bool
    told: Balance
    buildings: Area | None
    difference: Area | None
    opening_day: date | None
    opening_document: str

    def __getattr__(self, name: str) -> Any:
        if name in _BALANCED:
            return Area(getattr(self.told, name)) if self.begun else None
        if name in _WORKED:
            return Area(getattr(self.told, name))
        raise AttributeError(name)


def school_line(each: OpeningRow, row: balance.BalanceRow | None) -> SchoolLine:
    """The line of a school that may have no balance yet."""
    return SchoolLine(
        each.id,
        each.revision,
        each.school,
        each.township,
        each.initials,
        row.begun if row is not None else False,
        row.balance if row is not None else Balance(),
        row.buildings if row is not None else None,
        row.difference if row is not None else None,
        each.day,
        each.document,
    )
