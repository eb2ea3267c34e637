"""Where equipment hangs on a school, programme, fund document or contract: it is not deleted."""

from __future__ import annotations

from sqlalchemy import Table

from facilitydesk.services import rules
from facilitydesk.store import tables
from facilitydesk.store.unit import Unit

_PLAN = (tables.equipment_plan, "条采购计划")
_BATCH = (tables.equipment_batch, "个采购批次")
_OF_SCHOOL = (
    _PLAN,
    (tables.batch_line, "条分校清单"),
    (tables.acceptance, "张验收单"),
    (tables.asset, "项资产"),
    (tables.stock_take, "次盘点"),
)


def of_school(unit: Unit, school_id: int) -> list[tuple[int, str]]:
    """How many rows of each kind name a school."""
    return _count(unit, _OF_SCHOOL, school_id=school_id)


def of_programme(unit: Unit, programme_id: int) -> list[tuple[int, str]]:
    """The same for a programme."""
    return _count(unit, (_PLAN, _BATCH), programme_id=programme_id)


def of_document(unit: Unit, document_id: int) -> list[tuple[int, str]]:
    """The same for a fund document."""
    return _count(unit, (_PLAN, _BATCH), document_id=document_id)


def of_contract(unit: Unit, contract_id: int) -> list[tuple[int, str]]:
    """The same for a contract."""
    return _count(unit, (_BATCH,), contract_id=contract_id)


def _count(
    unit: Unit, places: tuple[tuple[Table, str], ...], **where: int
) -> list[tuple[int, str]]:
    return [(rules.count_where(unit, table, **where), what) for table, what in places]
