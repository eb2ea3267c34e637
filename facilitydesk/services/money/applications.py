"""拨付申请: what is asked for, out of which document, who reviewed it, and what was paid of it.

Lines with one number belong to one application: an instalment out of two documents is two lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, RowMapping, select

from facilitydesk.domain.funds import ApplicationState, PaymentKind
from facilitydesk.domain.problems import Problem, Refused, Severity
from facilitydesk.domain.quantities import Money
from facilitydesk.services import edits, rules
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Column, Edit, Edited, Kind
from facilitydesk.services.money import periods
from facilitydesk.services.money.cells import (
    TERMS,
    document_name,
    name_of,
    places,
    problem,
    project_name,
    word,
)
from facilitydesk.store import tables
from facilitydesk.store.reads import money as reads
from facilitydesk.store.reads.money_rows import named, narrowed
from facilitydesk.store.unit import Changes, Unit

_T, _L, _P, _C = (
    tables.payment_application,
    tables.application_payment,
    tables.payment,
    tables.contract,
)


@dataclass(frozen=True, slots=True)
class ApplicationRow:
    """One line of an application with the names of what it joins and what was paid of it."""

    id: int
    revision: int
    number: str
    day: date
    project_id: int
    project: str
    school_id: int | None
    school: str
    contract_id: int | None
    contract: str
    document_id: int
    document: str
    amount: Money
    kind: PaymentKind
    payee: str
    reason: str
    state: ApplicationState
    education_reviewer: str
    education_day: date | None
    finance_reviewer: str
    finance_day: date | None
    note: str
    paid: Money

    @property
    def unpaid(self) -> Money:
        """What is still to be paid; nothing of a returned one."""
        returned = self.state is ApplicationState.RETURNED
        return Money(0) if returned else Money(max(self.amount.raw - self.paid.raw, 0))


def _check(unit: Unit, row: Mapping[str, Any]) -> Iterable[Problem]:
    connection = unit.connection
    yield from periods.guard(unit, _T.name, row)
    before = unit.find(_T, row["id"]) if row["id"] else None
    paid = paid_of(connection, [row["id"]]).get(row["id"], 0) if row["id"] else 0
    if before is not None and paid:
        for name in ("amount", "document_id", "project_id"):
            if row[name] != before[name]:
                args = {"number": row["number"], "paid": paid}
                yield problem("application.settled", name, **args)
    if row["contract_id"]:
        contract = unit.row(_C, row["contract_id"])
        if contract["project_id"] != row["project_id"]:
            told = contract["name"] or contract["number"]
            args_ = {"contract": told, "project": project_name(connection, row["project_id"])}
            yield problem("application.contract_elsewhere", "contract_id", **args_)
    figures = ("amount", "document_id", "project_id", "contract_id")
    if before is None or any(row[name] != before[name] for name in figures):
        yield from _too_much(unit, row)


def _too_much(unit: Unit, row: Mapping[str, Any]) -> Iterable[Problem]:
    """More than is free of the share, or than the contract still owes, is told: it may be granted."""
    connection, amount = unit.connection, row["amount"]
    place = row["document_id"], row["project_id"]
    waiting = _waiting(connection, row["id"] or 0, document_id=place[0], project_id=place[1])
    free = reads.pair_sums(connection, *place).free - waiting
    if amount > free:
        yield problem(
            "application.above_free", "amount", Severity.YELLOW,
            document=document_name(connection, place[0]),
            project=project_name(connection, place[1]),
            free=max(free, 0), value=amount, over=amount - max(free, 0),
        )  # fmt: skip
    if not row["contract_id"]:
        return
    contract = unit.row(_C, row["contract_id"])
    if contract["amount"] is None:
        return
    change = tables.contract_change
    limit = contract["amount"] + _sum(connection, change, contract_id=contract["id"])
    asked = _sum(connection, _P, contract_id=contract["id"]) + _waiting(
        connection, row["id"] or 0, contract_id=contract["id"]
    )
    if asked + amount > limit:
        told = contract["name"] or contract["number"]
        args = {"contract": told, "asked": asked, "value": amount, "limit": limit}
        yield problem("application.above_contract", "amount", Severity.YELLOW, **args)


def _sum(connection: Connection, table: Any, **where: int) -> int:
    query = select(reads.total(table.c.amount))
    for name, wanted in where.items():
        query = query.where(table.c[name] == wanted)
    return int(connection.execute(query).scalar_one())


def _waiting(connection: Connection, skip: int, **where: int) -> int:
    """What other applications ask for and have not been paid."""
    query = select(_T.c.id, _T.c.amount).where(_T.c.state != "退回", _T.c.id != skip)
    for name, wanted in where.items():
        query = query.where(_T.c[name] == wanted)
    found = connection.execute(query).all()
    paid = paid_of(connection, [each.id for each in found])
    return sum(max(each.amount - paid.get(each.id, 0), 0) for each in found)


def paid_of(connection: Connection, ids: Iterable[int]) -> dict[int, int]:
    """What was paid of each application: its payments less what was taken back of them."""
    back = _P.alias()
    wanted = list(ids)
    found: dict[int, int] = {}
    if not wanted:
        return found
    own = select(_L.c.application_id, reads.total(_P.c.amount)).join(_P, _P.c.id == _L.c.payment_id)
    gone = select(_L.c.application_id, reads.total(back.c.amount)).join(
        back, back.c.reverses_id == _L.c.payment_id
    )
    for query in (own, gone):
        mine = query.where(_L.c.application_id.in_(wanted))
        for key, amount in connection.execute(mine.group_by(_L.c.application_id)):
            found[key] = found.get(key, 0) + int(amount)
    return found


KIND = Kind(
    _T,
    "拨付申请",
    {
        **places(),
        "number": Column("number", rules.text("申请编号", required=True), required=True),
        "day": Column("day", rules.day("申请日期", required=True), required=True, kind=date),
        "contract_id": Column("contract_id", rules.reference(_C, "合同"), kind=_C),
        "amount": Column(
            "amount", rules.quantity(Money, "申请金额", required=True), required=True, kind=Money
        ),
        "kind": Column("kind", word("款项类型", PaymentKind)),
        "payee": Column("payee", rules.text()),
        "reason": Column("reason", rules.text(lines=True)),
        "education_reviewer": Column("education_reviewer", rules.text()),
        "education_day": Column("education_day", rules.day("教育审核日期"), kind=date),
        "finance_reviewer": Column("finance_reviewer", rules.text()),
        "finance_day": Column("finance_day", rules.day("财政审核日期"), kind=date),
        "note": Column("note", rules.text(lines=True)),
    },
    title="number",
    check=_check,
    terms=TERMS
    | {
        "number": "申请编号",
        "day": "申请日期",
        "amount": "申请金额",
        "kind": "款项类型",
        "reason": "申请事由",
        "education_reviewer": "教育审核人",
        "education_day": "教育审核日期",
        "finance_reviewer": "财政审核人",
        "finance_day": "财政审核日期",
    },
)


def rows(
    desk: Desk,
    *,
    number: str | None = None,
    first: date | None = None,
    last: date | None = None,
    ids: Iterable[int] | None = None,
) -> tuple[ApplicationRow, ...]:
    """Applications by day; all, of one number, of a period (both ends included), or these."""
    query = named(_T, _C.c.name.label("contract")).outerjoin(_C, _C.c.id == _T.c.contract_id)
    query = narrowed(query, _T, ids, number=number, first=first, last=last)
    facts = [column.name for column in _T.columns]
    with desk.read() as connection:
        found = connection.execute(query).mappings().all()
        paid = paid_of(connection, [row["id"] for row in found])
        return tuple(
            ApplicationRow(
                **{
                    **{name: row[name] for name in facts},
                    "project": row["project"],
                    "school": row["school"] or "",
                    "contract": row["contract"] or "",
                    "document": name_of(
                        row["level"], row["fund_name"], row["year"], row["document_number"]
                    ),
                    "amount": Money(row["amount"]),
                    "kind": PaymentKind(row["kind"]),
                    "state": ApplicationState(row["state"]),
                    "paid": Money(paid.get(row["id"], 0)),
                }
            )
            for row in found
        )


def enter(
    desk: Desk, cells: Sequence[Edit] = (), new: Sequence[Mapping[str, object]] = ()
) -> Edited:
    """Store typed cells and add applications; more than is free is a warning."""
    return edits.enter(desk, KIND, cells, [_with_defaults(row) for row in new])


def _with_defaults(row: Mapping[str, object]) -> Mapping[str, object]:
    return row if row.get("kind") else {**row, "kind": PaymentKind.OTHER.value}


def refuse_paid(unit: Unit, row: RowMapping) -> None:
    """Raises Refused("application.settled") for an application that was paid, be it in part."""
    paid = paid_of(unit.connection, [row["id"]]).get(row["id"], 0)
    if paid:
        raise Refused("application.settled", number=row["number"], paid=Money(paid))


def delete(desk: Desk, ids: Sequence[int]) -> Changes:
    """Delete applications of open periods that were not paid. Raises Refused."""
    with desk.operation("application.delete", f"删除拨付申请（{len(ids)}笔）") as unit:
        for row_id in ids:
            row = unit.row(_T, row_id)
            periods.refuse_closed(unit.connection, row["day"])
            refuse_paid(unit, row)
            query = select(_L.c.id).where(_L.c.application_id == row_id)
            for link in unit.connection.execute(query).scalars().all():
                unit.delete(_L, link)
            unit.delete(_T, row_id)
    return unit.result


def next_number(desk: Desk, day: date) -> str:
    """The number a new application of that day's year gets: 拨〔2026〕012."""
    head = f"拨〔{day.year}〕"
    query = select(_T.c.number).where(_T.c.number.like(f"{head}%"))
    with desk.read() as connection:
        texts = connection.execute(query).scalars().all()
    known = [int(tail) for text in texts if (tail := text.removeprefix(head)).isdigit()]
    return f"{head}{max(known, default=0) + 1:03}"
