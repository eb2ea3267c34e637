"""Where yearly figures and bottom-line checks hang on a school: such a school is not deleted."""

from __future__ import annotations

from facilitydesk.services import rules
from facilitydesk.store import tables
from facilitydesk.store.unit import Unit


def of_school(unit: Unit, school_id: int) -> list[tuple[int, str]]:
    """How many rows of each kind name a school."""
    return [
        (rules.count_where(unit, tables.school_fact, school_id=school_id), "条学校数据"),
        (rules.count_where(unit, tables.bottom_check, school_id=school_id), "条底线核查记录"),
    ]
