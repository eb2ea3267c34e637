"""What the columns of a school's acceptance form may hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from facilitydesk.domain.equipment import check_signers, names_in
from facilitydesk.domain.problems import Problem
from facilitydesk.services import rules, settings
from facilitydesk.services.edits import Column, Kind
from facilitydesk.services.equipment import places
from facilitydesk.services.equipment.moving import check_day, fixed
from facilitydesk.store import tables
from facilitydesk.store.unit import Unit

_T, _AL, _B = tables.acceptance, tables.acceptance_line, tables.equipment_batch


def _check(unit: Unit, row: Mapping[str, Any]) -> Iterable[Problem]:
    yield from check_day(unit, row)
    yield from fixed(unit, _T, _AL.c.acceptance_id, row, ("batch_id", "school_id"))
    least = int(settings.read(unit.connection).values["equipment.signers"])
    yield from check_signers(row["buyer"] or "", row["acceptors"] or "", least=least)


def _names(_unit: Unit, _row_id: int | None, value: Any) -> str:
    return "、".join(names_in(str(value or "")))


KIND = Kind(
    _T,
    "验收单",
    {
        "batch_id": Column("batch_id", rules.reference(_B, "采购批次", required=True), True, _B),
        "school_id": places.SCHOOL,
        "day": Column("day", rules.day("验收日期", required=True), required=True, kind=date),
        "number": Column("number", rules.text()),
        "buyer": Column("buyer", _names),
        "acceptors": Column("acceptors", _names, required=True),
        "keeper": Column("keeper", rules.text()),
        "note": Column("note", rules.text(lines=True)),
    },
    title="number",
    check=_check,
    terms={
        "batch_id": "采购批次", "school_id": "学校", "day": "验收日期", "number": "验收单号",
        "buyer": "采购人", "acceptors": "验收人", "keeper": "保管人", "note": "备注",
    },
)  # fmt: skip
