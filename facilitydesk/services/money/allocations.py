"""Allocations (分配): which project gets how much of a document, and what was changed since."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from facilitydesk.domain.funds import AllocationKind
from facilitydesk.domain.problems import Problem, Refused, Severity
from facilitydesk.domain.quantities import Money
from facilitydesk.services import edits, rules
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Column, Edit, Edited, Kind
from facilitydesk.services.money import limits, periods
from facilitydesk.services.money.cells import TERMS, named_document, places, problem, signed, word
from facilitydesk.store import tables
from facilitydesk.store.reads.money_rows import of_places
from facilitydesk.store.unit import Changes, Unit

_T = tables.allocation


@dataclass(frozen=True, slots=True)
class AllocationRow:
    """One allocation with the names of what it joins."""

    id: int
    revision: int
    document_id: int
    document: str
    project_id: int
    project: str
    school_id: int | None
    school: str
    amount: Money
    day: date
    number: str
    kind: AllocationKind
    source_year: int | None
    transfer_id: int | None
    note: str


def _check(unit: Unit, row: Mapping[str, Any]) -> Iterable[Problem]:
    kind, amount = AllocationKind(row["kind"] or "分配"), row["amount"]
    if kind is AllocationKind.GIVEN and amount < 0:
        yield problem("money.sign", "amount", kind=kind.value, sign="正数", value=amount)
    if kind is AllocationKind.TAKEN_BACK and amount > 0:
        yield problem("money.sign", "amount", kind=kind.value, sign="负数", value=amount)
    yield from periods.guard(unit, "allocation", row)
    before = unit.find(_T, row["id"]) if row["id"] else None
    if before is not None and before["transfer_id"] is not None:
        for name in periods.GUARDED["allocation"]:
            if row[name] != before[name]:
                number = unit.row(tables.transfer, before["transfer_id"])["number"]
                yield problem("money.part_of_transfer", name, number=number)
    yield from limits.allocation(unit, row)


KIND = Kind(
    _T,
    "分配",
    {
        **places(),
        "amount": Column("amount", signed(), required=True, kind=Money),
        "day": Column("day", rules.day("日期", required=True), required=True, kind=date),
        "number": Column("number", rules.text()),
        "kind": Column("kind", word("类型", AllocationKind)),
        "source_year": Column("source_year", rules.whole("来源年度", 1990, 2100), kind=int),
        "note": Column("note", rules.text(lines=True)),
    },
    title="number",
    check=_check,
    terms=TERMS,
)


def rows(desk: Desk, **which: Any) -> tuple[AllocationRow, ...]:
    """Allocations by day: all, or which ones (`document_id`, `project_id`, `ids`; see of_places)."""
    with desk.read() as connection:
        return tuple(
            AllocationRow(
                row.id, row.revision, row.document_id,
                named_document(row),
                row.project_id, row.project, row.school_id, row.school or "",
                Money(row.amount), row.day, row.number, AllocationKind(row.kind),
                row.source_year, row.transfer_id, row.note,
            )
            for row in of_places(connection, _T, **which)
        )  # fmt: skip


def enter(
    desk: Desk, cells: Sequence[Edit] = (), new: Sequence[Mapping[str, object]] = ()
) -> Edited:
    """Store typed cells and add allocations; each new row sees those before it."""
    return edits.enter(desk, KIND, cells, new)


def delete(desk: Desk, ids: Iterable[int]) -> Changes:
    """Delete allocations of open periods that no payment needs. Raises Refused."""
    chosen = list(ids)
    with desk.operation("allocation.delete", f"删除分配（{len(chosen)}笔）") as unit:
        for row_id in chosen:
            row = unit.row(_T, row_id)
            periods.refuse_closed(unit.connection, row["day"])
            if row["transfer_id"] is not None:
                number = unit.row(tables.transfer, row["transfer_id"])["number"]
                raise Refused("money.part_of_transfer", number=number)
            remove(unit, row_id)
    return unit.result


def remove(unit: Unit, row_id: int) -> None:
    """Delete one within an operation, when what remains still covers what was paid."""
    row = dict(unit.row(_T, row_id))
    gone = {**row, "amount": 0}
    edits.refuse(
        edits.Rejected(found)
        for found in limits.allocation(unit, gone)
        if found.severity is Severity.RED
    )
    unit.delete(_T, row_id)
