"""Moving money between projects (调剂): rows that belong together, stored and undone as one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from facilitydesk.domain import rounding
from facilitydesk.domain.funds import AllocationKind
from facilitydesk.domain.problems import Refused
from facilitydesk.domain.quantities import Money
from facilitydesk.services import edits
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Rejected
from facilitydesk.services.money import allocations, periods
from facilitydesk.store import tables
from facilitydesk.store.unit import Changes, Unit

_T, _A = tables.transfer, tables.allocation


@dataclass(frozen=True, slots=True)
class Move:
    """One side of a transfer: what a project's share of a document gains (or loses)."""

    document_id: int
    project_id: int
    amount: Money
    school_id: int | None = None


def move(desk: Desk, *, day: date, number: str, moves: Sequence[Move], reason: str = "") -> Changes:
    """Move money between projects (or documents) under one document number.

    Raises Refused when the sides do not add up to 0, the number is missing, a project has less
    than it gives, or a document less than is taken from it.
    """
    if not number.strip():
        raise Refused("money.number_required")
    plus = sum(each.amount.raw for each in moves if each.amount.raw > 0)
    minus = -sum(each.amount.raw for each in moves if each.amount.raw < 0)
    if plus != minus:
        raise Refused(
            "money.not_zero",
            plus=Money(plus),
            minus=Money(minus),
            difference=Money(abs(plus - minus)),
        )
    if not plus:
        raise Refused("money.two_moves")
    with desk.operation(
        "transfer.add", f"调剂{rounding.amount(Money(plus))}元（{number.strip()}）"
    ) as unit:
        lines = [line(each, day, number, AllocationKind.ADJUSTED) for each in moves]
        _group(unit, day, number.strip(), reason, lines)
    return unit.result


def line(each: Move, day: date, number: str, kind: AllocationKind) -> dict[str, Any]:
    """One side of a move as a new allocation."""
    return {
        "document_id": each.document_id,
        "project_id": each.project_id,
        "school_id": each.school_id,
        "amount": each.amount,
        "day": day,
        "number": number,
        "kind": kind.value,
    }


def _group(unit: Unit, day: date, number: str, reason: str, lines: Iterable[dict[str, Any]]) -> int:
    """Writes a transfer with its rows, what is given first."""
    transfer_id = unit.insert(_T, {"day": day, "number": number, "reason": reason.strip()})
    for line in sorted(lines, key=lambda line: line["amount"].raw):
        insert(unit, line, {"transfer_id": transfer_id})
    return transfer_id


def insert(unit: Unit, line: dict[str, Any], more: dict[str, Any] | None = None) -> None:
    """One allocation within an operation. Raises Refused when a rule keeps it out."""
    rejected: list[Rejected] = []
    edits.insert(unit, allocations.KIND, line, rejected, 0, more)
    edits.refuse(rejected)


def withdraw(desk: Desk, transfer_id: int) -> Changes:
    """Delete a whole transfer of an open period. Raises Refused when money was since used."""
    with desk.operation("transfer.delete", "") as unit:
        row = unit.row(_T, transfer_id)
        unit.head.label = f"删除调剂“{row['number']}”"
        query = select(_A.c.id, _A.c.day).where(_A.c.transfer_id == transfer_id)
        parts = unit.connection.execute(query.order_by(_A.c.amount)).all()
        periods.refuse_closed(unit.connection, *(part.day for part in parts))
        # The receivers give theirs up first, so that no document is short in between.
        for part in reversed(parts):
            allocations.remove(unit, part.id)
        unit.delete(_T, transfer_id)
    return unit.result
