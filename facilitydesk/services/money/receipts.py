"""Receipts (到位): what arrived for a document, on which day, by which voucher."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from facilitydesk.domain.funds import ReceiptKind
from facilitydesk.domain.problems import Problem, Severity
from facilitydesk.domain.quantities import Money
from facilitydesk.services import edits, rules
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Column, Edit, Edited, Kind, Rejected
from facilitydesk.services.money import limits, periods
from facilitydesk.services.money.cells import (
    TERMS,
    document,
    document_name,
    name_of,
    problem,
    signed,
    word,
)
from facilitydesk.store import tables
from facilitydesk.store.reads import money as reads
from facilitydesk.store.reads.money_rows import named, narrowed
from facilitydesk.store.unit import Changes, Unit

_T = tables.receipt


@dataclass(frozen=True, slots=True)
class ReceiptRow:
    """One receipt; without a project it arrived for its document as a whole."""

    id: int
    revision: int
    document_id: int
    document: str
    project_id: int | None
    project: str
    school_id: int | None
    day: date
    amount: Money
    kind: ReceiptKind
    voucher: str
    note: str


def _check(unit: Unit, row: Mapping[str, Any]) -> Iterable[Problem]:
    kind, amount = ReceiptKind(row["kind"] or "到位"), row["amount"]
    if kind is ReceiptKind.RETURNED and amount > 0:
        yield problem("money.sign", "amount", kind=kind.value, sign="负数", value=amount)
    yield from periods.guard(unit, "receipt", row)
    yield from limits.receipt(unit, row)


KIND = Kind(
    _T,
    "到位",
    {
        "document_id": Column("document_id", document(), required=True, kind=tables.fund_document),
        "project_id": Column(
            "project_id", rules.reference(tables.project, "项目"), kind=tables.project
        ),
        "school_id": Column(
            "school_id", rules.reference(tables.school, "学校"), kind=tables.school
        ),
        "day": Column("day", rules.day("日期", required=True), required=True, kind=date),
        "amount": Column("amount", signed(), required=True, kind=Money),
        "kind": Column("kind", word("类型", ReceiptKind)),
        "voucher": Column("voucher", rules.text()),
        "note": Column("note", rules.text(lines=True)),
    },
    title="voucher",
    check=_check,
    terms=TERMS,
)


def rows(
    desk: Desk,
    *,
    document_id: int | None = None,
    project_id: int | None = None,
    ids: Iterable[int] | None = None,
) -> tuple[ReceiptRow, ...]:
    """Receipts by day: all, those of a document or project, or the given ones."""
    query = narrowed(named(_T), _T, ids, document_id=document_id, project_id=project_id)
    with desk.read() as connection:
        return tuple(
            ReceiptRow(
                row.id, row.revision, row.document_id,
                name_of(row.level, row.fund_name, row.year, row.document_number),
                row.project_id, row.project or "", row.school_id, row.day, Money(row.amount),
                ReceiptKind(row.kind), row.voucher, row.note,
            )
            for row in connection.execute(query)
        )  # fmt: skip


def enter(
    desk: Desk, cells: Sequence[Edit] = (), new: Sequence[Mapping[str, object]] = ()
) -> Edited:
    """Store typed cells and add receipts."""
    return edits.enter(desk, KIND, cells, new)


def add(desk: Desk, values: Mapping[str, object]) -> Edited:
    """Add one receipt. Raises Refused with all problems when a value is refused."""
    return edits.add(desk, KIND, values)


def arrive_by_share(
    desk: Desk, *, document_id: int, amount: Money, day: date, voucher: str = ""
) -> Edited:
    """Book what arrived on the projects of a document in proportion to their shares.

    Rounded down to 分, the rest goes to the largest shares; a document without shares gets one
    row without a project.
    """
    table = tables.allocation
    keys = (table.c.project_id, table.c.school_id)
    with desk.operation("receipt.add", "") as unit:
        name = document_name(unit.connection, document_id)
        unit.head.label = f"按分配数登记“{name}”到位{amount}元"
        query = select(*keys, reads.total(table.c.amount).label("share")).where(
            table.c.document_id == document_id
        )
        shares = [
            row for row in unit.connection.execute(query.group_by(*keys)).all() if row.share > 0
        ]
        shares.sort(key=lambda row: (-row.share, row.project_id, row.school_id or 0))
        base = {"document_id": document_id, "day": day, "voucher": voucher}
        lines: list[dict[str, object]] = [{**base, "amount": amount}]
        if shares:
            total = sum(int(row.share) for row in shares)
            parts = [amount.raw * int(row.share) // total for row in shares]
            rest = amount.raw - sum(parts)
            parts = [part + (place < rest) for place, part in enumerate(parts)]
            lines = [
                {
                    **base,
                    "project_id": row.project_id,
                    "school_id": row.school_id,
                    "amount": Money(part),
                }
                for row, part in zip(shares, parts, strict=True)
                if part
            ]
        rejected: list[Rejected] = []
        added = tuple(edits.insert(unit, KIND, line, rejected, n) for n, line in enumerate(lines))
        edits.refuse(rejected)
    return Edited(unit.result, (), added)


def delete(desk: Desk, ids: Iterable[int]) -> Changes:
    """Delete receipts of open periods that no payment needs. Raises Refused."""
    chosen = list(ids)
    with desk.operation("receipt.delete", f"删除到位（{len(chosen)}笔）") as unit:
        for row_id in chosen:
            row = dict(unit.row(_T, row_id))
            periods.refuse_closed(unit.connection, row["day"])
            found = limits.receipt(unit, {**row, "amount": 0})
            edits.refuse(Rejected(each) for each in found if each.severity is Severity.RED)
            unit.delete(_T, row_id)
    return unit.result
