"""Receipts (到位): what arrived for a document, on which day, by which voucher."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from facilitydesk.domain import rounding
from facilitydesk.domain.funds import ReceiptKind
from facilitydesk.domain.problems import Problem, Refused, Severity
from facilitydesk.domain.quantities import Money
from facilitydesk.domain.splitting import split
from facilitydesk.services import edits, rules
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Column, Edit, Edited, Kind, Rejected
from facilitydesk.services.money import limits, periods
from facilitydesk.services.money.cells import (
    TERMS,
    document,
    document_name,
    named_document,
    problem,
    signed,
    word,
)
from facilitydesk.store import tables
from facilitydesk.store.reads import money as reads
from facilitydesk.store.reads.money_rows import of_places
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


def rows(desk: Desk, **which: Any) -> tuple[ReceiptRow, ...]:
    """Receipts by day: all, or which ones (`document_id`, `project_id`, `ids`; see of_places)."""
    with desk.read() as connection:
        return tuple(
            ReceiptRow(
                row.id, row.revision, row.document_id,
                named_document(row),
                row.project_id, row.project or "", row.school_id, row.day, Money(row.amount),
                ReceiptKind(row.kind), row.voucher, row.note,
            )
            for row in of_places(connection, _T, **which)
        )  # fmt: skip


def enter(
    desk: Desk, cells: Sequence[Edit] = (), new: Sequence[Mapping[str, object]] = ()
) -> Edited:
    """Store typed cells and add receipts."""
    return edits.enter(desk, KIND, cells, new)


@dataclass(frozen=True, slots=True)
class Part:
    """What of an arrival falls to one share of a document."""

    project_id: int
    project: str
    school_id: int | None
    school: str
    share: Money  # what is allocated
    received: Money  # what has arrived before
    amount: Money


def by_share(desk: Desk, *, document_id: int, amount: Money) -> tuple[Part, ...]:
    """How an arrival would be divided; the parts add up to it. Empty: nothing is allocated yet."""
    _refuse_nothing(amount)
    with desk.read() as connection:
        return _parts(connection, document_id, amount)


def arrive_by_share(
    desk: Desk, *, document_id: int, amount: Money, day: date, voucher: str = ""
) -> Edited:
    """Book what arrived on the projects of a document in proportion to their shares.

    Divided by the largest remainder, so that it adds up to the 分; a document without shares gets
    one row without a project. Raises Refused for an amount that is not above 0.
    """
    _refuse_nothing(amount)
    with desk.operation("receipt.add", "") as unit:
        name = document_name(unit.connection, document_id)
        unit.head.label = f"按分配数登记“{name}”到位{rounding.amount(amount)}元"
        base = {"document_id": document_id, "day": day, "voucher": voucher}
        parts = _parts(unit.connection, document_id, amount)
        lines: list[dict[str, object]] = [
            {
                **base,
                "project_id": part.project_id,
                "school_id": part.school_id,
                "amount": part.amount,
            }
            for part in parts
            if part.amount
        ]
        rejected: list[Rejected] = []
        added = tuple(
            edits.insert(unit, KIND, line, rejected, n)
            for n, line in enumerate(lines or [{**base, "amount": amount}])
        )
        edits.refuse(rejected)
    return Edited(unit.result, (), added)


def _refuse_nothing(amount: Money) -> None:
    if amount.raw <= 0:
        raise Refused("money.not_positive", value=amount)


def _parts(connection: Connection, document_id: int, amount: Money) -> tuple[Part, ...]:
    given, project, school = tables.allocation, tables.project, tables.school
    keys = (given.c.project_id, given.c.school_id)
    query = (
        select(
            *keys,
            project.c.name.label("project"),
            school.c.name.label("school"),
            reads.total(given.c.amount).label("share"),
        )
        .join(project, project.c.id == given.c.project_id)
        .outerjoin(school, school.c.id == given.c.school_id)
        .where(given.c.document_id == document_id)
        .group_by(*keys, project.c.name, school.c.name)
    )
    shares = [row for row in connection.execute(query).all() if row.share > 0]
    shares.sort(key=lambda row: (-row.share, row.project_id, row.school_id or 0))
    came = select(_T.c.project_id, _T.c.school_id, reads.total(_T.c.amount)).where(
        _T.c.document_id == document_id
    )
    before = {
        (project_id, school_id): int(money)
        for project_id, school_id, money in connection.execute(
            came.group_by(_T.c.project_id, _T.c.school_id)
        )
    }
    if not shares:
        return ()
    parts = split(amount.raw, [int(row.share) for row in shares])
    return tuple(
        Part(
            row.project_id, row.project, row.school_id, row.school or "", Money(int(row.share)),
            Money(before.get((row.project_id, row.school_id), 0)), Money(part),
        )
        for row, part in zip(shares, parts, strict=True)
    )  # fmt: skip


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
