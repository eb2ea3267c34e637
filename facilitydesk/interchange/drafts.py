"""Rows on their way from cells to a table: data rows still being compared, totals as printed."""

from __future__ import annotations

from dataclasses import dataclass

from facilitydesk.domain.problems import Problem
from facilitydesk.interchange.book import Value

# What each kind of list must name so that a row can be told from others: any of each group.
IDENTITY: dict[str, tuple[tuple[str, ...], ...]] = {
    "projects": (("project", "project_code"), ("school",)),
    "progress": (("project", "project_code"), ("school",)),
    "funding": (("project", "project_code", "fund_document", "programme"), ("school",)),
    "fund_moves": (("fund_move",), ("amount",)),
    "equipment": (("item", "equipment_class"), ("school",)),
    "statement": (("amount",), ("payee", "voucher", "summary", "project")),
    "buildings": (("building", "building_no"), ("school",)),
    "schools": (("school", "school_code"),),
    "facts": (("school", "school_code"),),
    "stock_takes": (("asset_number", "serial_no"), ("counted",)),
    "assets": (("item", "equipment_class"), ("school", "school_code")),
    "area_changes": (("moved_area",), ("school", "school_code")),
    "norms": (("norm_measure",), ("school_kind",)),
    "batches": (("batch_name",),),
    "bottom_lines": (("school", "school_code"), ("bottom_item",)),
    "plans": (("township", "programme", "school"),),
}


@dataclass(slots=True)
class Draft:
    """A data row while its neighbours are still being compared."""

    index: int  # from 0
    values: dict[str, Value | None]
    hidden: bool
    refused: Problem | None = None


@dataclass(slots=True)
class TotalRow:
    """A total row as printed."""

    index: int
    label: str
    kind: str
    level: int
    values: dict[str, Value]
