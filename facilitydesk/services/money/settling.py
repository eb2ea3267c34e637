"""What is typed or pasted beside a school and period: 应收, how it was reckoned, and the reason."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from facilitydesk.domain.cells import clean_text
from facilitydesk.domain.problems import Problem, Refused, Severity
from facilitydesk.domain.quantities import Money
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Edited, Rejected
from facilitydesk.store import tables
from facilitydesk.store.unit import Unit

_S = tables.school_settlement


@dataclass(frozen=True, slots=True)
class Typed:
    """A cell typed beside a school and period: `due` (Money or None), `basis` or `reason`."""

    school_id: int
    first: date
    last: date
    field: str
    value: object


CELLS = {"due": "应收", "basis": "应收依据", "reason": "差额原因"}


def enter(desk: Desk, cells: Sequence[Typed]) -> Edited:
    """Store typed or pasted cells as one operation; a rejected one has its school and position."""
    rejected: list[Rejected] = []
    with desk.operation("settlement.enter", f"学校核对（{len(cells)}格）") as unit:
        for place, cell in enumerate(cells):
            try:
                _store(unit, cell)
            except Refused as refusal:
                found = Problem(refusal.code, Severity.RED, cell.field, refusal.args_)
                rejected.append(Rejected(found, cell.field, cell.school_id, place))
    return Edited(unit.result, tuple(rejected))


def _store(unit: Unit, cell: Typed) -> None:
    if cell.field not in CELLS:
        raise Refused("settlement.read_only", term=cell.field)
    value: Any = cell.value
    if cell.field == "due":
        if value is not None and not isinstance(value, Money):
            raise TypeError(f"{value!r} is no Money")
        if value is not None and value.raw < 0:
            raise Refused("negative", term="应收", value=value)
        value = None if value is None else value.raw
    else:
        value = clean_text(str(value or ""))
    query = select(_S.c.id).where(
        _S.c.school_id == cell.school_id, _S.c.first == cell.first, _S.c.last == cell.last
    )
    row_id = unit.connection.execute(query).scalar()
    if row_id is None:
        if value not in (None, ""):
            span = {"first": cell.first, "last": cell.last}
            unit.insert(_S, {"school_id": cell.school_id, **span, cell.field: value})
        return
    unit.update(_S, row_id, {cell.field: value})
    row = unit.row(_S, row_id)
    if row["due"] is None and not row["basis"] and not row["reason"]:
        unit.delete(_S, row_id)


def paste(
    desk: Desk, first: date, last: date, rows: Sequence[Mapping[str, object]]
) -> tuple[Edited, tuple[str, ...]]:
    """Take in lines of school, 应收, basis and reason for a period, as one operation.

    Each row has `school` (a name or alias) and any of the CELLS. Returns what was stored and the
    names of schools that were not found; their lines stay out.
    """
    with desk.read() as connection:
        known = _known(connection)
    cells: list[Typed] = []
    unknown: list[str] = []
    for row in rows:
        name = clean_text(str(row.get("school") or ""))
        ids = known.get(name, set())
        if len(ids) != 1:
            unknown.append(name)
            continue
        (school_id,) = ids
        cells += [Typed(school_id, first, last, key, row[key]) for key in CELLS if key in row]
    return enter(desk, cells), tuple(unknown)


def _known(connection: Connection) -> dict[str, set[int]]:
    school, alias = tables.school, tables.school_alias
    found: dict[str, set[int]] = defaultdict(set)
    for row in connection.execute(select(school.c.id, school.c.name)):
        found[row.name].add(row.id)
    for row in connection.execute(select(alias.c.school_id, alias.c.alias)):
        found[row.alias].add(row.school_id)
    return found
