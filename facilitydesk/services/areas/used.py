"""Where buildings and areas hang on a school or work: such a row is not deleted."""

from __future__ import annotations

from facilitydesk.services import rules
from facilitydesk.store import tables
from facilitydesk.store.unit import Unit


def of_school(unit: Unit, school_id: int) -> list[tuple[int, str]]:
    """How many rows of each kind name a school, for "where is it used"."""
    return [
        (rules.count_where(unit, tables.building, school_id=school_id), "栋单体建筑"),
        (rules.count_where(unit, tables.area_opening, school_id=school_id), "笔期初面积"),
        (rules.count_where(unit, tables.area_movement, school_id=school_id), "笔面积变动"),
    ]


def of_work(unit: Unit, work_id: int) -> list[tuple[int, str]]:
    """The same for a work."""
    return [(rules.count_where(unit, tables.area_entry, work_id=work_id), "笔竣工入账")]
