"""Where money hangs on a project or school: such a row is not deleted."""

from __future__ import annotations

from sqlalchemy import Table

from facilitydesk.services import rules
from facilitydesk.store import tables
from facilitydesk.store.unit import Unit

_OF_PROJECT: tuple[tuple[Table, str], ...] = (
    (tables.allocation, "笔分配"),
    (tables.receipt, "笔到位"),
    (tables.payment, "笔支付"),
    (tables.contract, "份合同"),
    (tables.project_year, "条年度计划"),
    (tables.payment_application, "笔拨付申请"),
)
_OF_SCHOOL = (
    *_OF_PROJECT[:3],
    (tables.payment_application, "笔拨付申请"),
    (tables.school_settlement, "条学校核对"),
)


def of_project(unit: Unit, project_id: int) -> list[tuple[int, str]]:
    """How many rows of each kind name a project, for "where is it used"."""
    return [
        (rules.count_where(unit, table, project_id=project_id), what) for table, what in _OF_PROJECT
    ]


def of_school(unit: Unit, school_id: int) -> list[tuple[int, str]]:
    """The same for a school."""
    return [
        (rules.count_where(unit, table, school_id=school_id), what) for table, what in _OF_SCHOOL
    ]
