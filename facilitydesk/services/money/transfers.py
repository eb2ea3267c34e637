"""Moving money (调剂, 结转, 缴回): several rows that belong together, stored and undone as one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from facilitydesk.domain.funds import AllocationKind, ReceiptKind
from facilitydesk.domain.problems import Refused
from facilitydesk.domain.quantities import Money
from facilitydesk.services import edits
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Rejected
from facilitydesk.services.money import allocations, periods, receipts
from facilitydesk.services.money.cells import document_name, project_name
from facilitydesk.store import tables
from facilitydesk.store.reads import money as reads
from facilitydesk.store.unit import Changes, Unit

_T, _A = tables.transfer, tables.allocation


@dataclass(frozen=True, slots=True)
class Move:
    """One side of a transfer: what a project's share of a document gains (or loses)."""

    document_id: int
    project_id: int
    amount: Money
    school_id: int | None = None


@dataclass(frozen=True, slots=True)
class TransferRow:
    """One transfer with its rows; `amount` is what was moved."""

    id: int
    day: date
    number: str
    reason: str
    amount: Money
    allocations: tuple[int, ...]


def rows(desk: Desk) -> tuple[TransferRow, ...]:
    """All transfers by day."""
    with desk.read() as connection:
        mine: dict[int, list[Any]] = {}
        query = select(_A.c.id, _A.c.transfer_id, _A.c.amount).where(_A.c.transfer_id.is_not(None))
        for row in connection.execute(query.order_by(_A.c.id)):
            mine.setdefault(row.transfer_id, []).append(row)
        return tuple(
            TransferRow(
                row.id,
                row.day,
                row.number,
                row.reason,
                Money(sum(max(part.amount, 0) for part in mine.get(row.id, ()))),
                tuple(part.id for part in mine.get(row.id, ())),
            )
            for row in connection.execute(select(_T).order_by(_T.c.day, _T.c.id))
        )


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
    with desk.operation("transfer.add", f"调剂{Money(plus)}元（{number.strip()}）") as unit:
        lines = [_line(each, day, number, AllocationKind.ADJUSTED) for each in moves]
        _group(unit, day, number.strip(), reason, lines)
    return unit.result


def _line(each: Move, day: date, number: str, kind: AllocationKind) -> dict[str, Any]:
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


def carry_over(desk: Desk, year: int, *, number: str = "") -> Changes:
    """Carry what was allocated and not paid by the end of a year into the next (结转).

    Each share leaves the year on its last day and enters the next on its first, naming the year
    of its document. Raises Refused("money.carry_nothing") when nothing is left.
    """
    last, first = date(year, 12, 31), date(year + 1, 1, 1)
    number = number.strip() or f"{year}年结转"
    if desk.today < last:
        raise Refused("money.carry_early", year=year)
    with desk.operation("allocation.carry", f"{year}年余额结转") as unit:
        periods.refuse_closed(unit.connection, last, first)
        left = _left(unit, last)
        if not left:
            raise Refused("money.carry_nothing", year=year)
        paper = tables.fund_document
        query = select(paper.c.id, paper.c.year)
        years = {row.id: row.year for row in unit.connection.execute(query)}
        transfer_id = unit.insert(_T, {"day": last, "number": number, "reason": "结转"})
        parts: list[dict[str, Any]] = []
        for (document_id, project_id, school_id), amount in left.items():
            same = {
                "document_id": document_id,
                "project_id": project_id,
                "school_id": school_id,
                "number": number,
                "kind": AllocationKind.CARRIED.value,
                "source_year": years[document_id] or year,
                "transfer_id": transfer_id,
            }
            parts.append({**same, "day": last, "amount": -amount})
            parts.append({**same, "day": first, "amount": amount})
        unit.insert_many(_A, parts)
    return unit.result


def _left(unit: Unit, last: date) -> dict[tuple[int, int, int | None], int]:
    """What each share has left at the end of a day; payments without a school use any share."""
    shares: dict[tuple[int, int], dict[int | None, int]] = {}
    for table, sign in ((_A, 1), (tables.payment, -1)):
        keys = (table.c.document_id, table.c.project_id, table.c.school_id)
        query = (
            select(*keys, reads.total(table.c.amount)).where(table.c.day <= last).group_by(*keys)
        )
        for document_id, project_id, school_id, amount in unit.connection.execute(query):
            mine = shares.setdefault((document_id, project_id), {})
            mine[school_id] = mine.get(school_id, 0) + sign * int(amount)
    left: dict[tuple[int, int, int | None], int] = {}
    for (document_id, project_id), mine in shares.items():
        total = sum(mine.values())
        for school_id, amount in mine.items():
            take = min(amount, total)
            if take > 0:
                left[document_id, project_id, school_id] = take
                total -= take
    return left


def return_surplus(
    desk: Desk,
    *,
    document_id: int,
    project_id: int,
    amount: Money,
    day: date,
    number: str = "",
    school_id: int | None = None,
) -> Changes:
    """Give what a finished project did not need back to the treasury (缴回).

    Its share of the document and what has arrived both fall. Raises Refused when more would go
    back than is left.
    """
    with desk.operation("allocation.return", "") as unit:
        connection = unit.connection
        names = {
            "document": document_name(connection, document_id),
            "project": project_name(connection, project_id),
        }
        unit.head.label = f"缴回“{names['project']}”结余{amount}元"
        pair = reads.pair_sums(connection, document_id, project_id)
        sums = reads.document_sums(connection, document_id)
        free = max(min(pair.free, sums.received - sums.paid), 0)
        if amount.raw <= 0 or amount.raw > free:
            raise Refused("money.surplus_too_much", (), **names, free=Money(free), value=amount)
        back = Move(document_id, project_id, -amount, school_id)
        insert(unit, _line(back, day, number.strip(), AllocationKind.TAKEN_BACK))
        rejected: list[Rejected] = []
        gone = {
            "document_id": document_id,
            "project_id": project_id,
            "school_id": school_id,
            "day": day,
            "amount": -amount,
            "kind": ReceiptKind.RETURNED.value,
            "voucher": number.strip(),
        }
        edits.insert(unit, receipts.KIND, gone, rejected, 0)
        edits.refuse(rejected)
    return unit.result
