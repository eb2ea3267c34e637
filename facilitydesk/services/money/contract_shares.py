"""The third step of an allocation: source → project → contract. What is reserved for a contract.

A reserve is part of the project's share of a document; more than is free is refused (or told, as
the document says), and other contracts cannot be paid out of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import RowMapping, select

from facilitydesk.domain.problems import Problem, Severity
from facilitydesk.domain.quantities import Money
from facilitydesk.services import edits, rules
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Column, Edit, Edited, Kind
from facilitydesk.services.money import periods
from facilitydesk.services.money.cells import (
    TERMS,
    document,
    document_name,
    named_document,
    problem,
    project_name,
    severity_of,
    signed,
)
from facilitydesk.store import tables
from facilitydesk.store.reads import contract_shares as reads
from facilitydesk.store.reads import money
from facilitydesk.store.unit import Changes, Unit

_T, _C, _D = tables.contract_allocation, tables.contract, tables.fund_document


@dataclass(frozen=True, slots=True)
class ShareRow:
    """One reserve of a contract; below 0 it was given back."""

    id: int
    revision: int
    contract_id: int
    contract: str
    project_id: int
    document_id: int
    document: str
    amount: Money
    day: date
    number: str
    note: str


@dataclass(frozen=True, slots=True)
class Reserved:
    """A share of a document as its contracts divide it; without a contract what is left."""

    document: str
    contract_id: int | None
    contract: str
    reserved: Money
    paid: Money

    @property
    def left(self) -> Money:
        """Reserved (or not bound to a contract) and not yet paid."""
        return self.reserved - self.paid


def _check(unit: Unit, row: Mapping[str, Any]) -> Iterable[Problem]:
    yield from periods.guard(unit, "contract_allocation", row)
    connection = unit.connection
    contract = unit.row(_C, row["contract_id"])
    paper = unit.row(_D, row["document_id"])
    severity = severity_of(paper["over_rule"])
    skip = (_T.name, row["id"] or 0)
    project_id, amount = contract["project_id"], row["amount"]
    names = {"document": document_name(connection, paper["id"])}
    told = contract["name"] or contract["number"]
    pair = money.pair_sums(connection, paper["id"], project_id)
    known = reads.shares(connection, paper["id"], project_id, skip=skip)
    mine = next((each for each in known if each.contract_id == contract["id"]), None)
    held, paid = (mine.reserved, mine.paid) if mine is not None else (0, 0)
    others = sum(
        max(each.reserved, each.paid) for each in known if each.contract_id != contract["id"]
    )
    free = pair.allocated - others - max(held, 0)
    before = unit.find(_T, row["id"]) if row["id"] else None
    grown = amount - (before["amount"] if before is not None else 0) > 0
    if grown and amount > free:
        project = project_name(connection, project_id)
        yield problem(
            "money.share_over", "amount", severity, **names, project=project,
            free=free, value=amount, over=amount - free,
        )  # fmt: skip
    if held + amount < 0:
        yield problem(
            "money.share_taken", "amount", **names, contract=told, held=held, value=-amount
        )
    elif not grown and held + amount < paid:
        yield problem(
            "money.share_below_paid", "amount", severity, **names, contract=told,
            paid=paid, held=held + amount,
        )  # fmt: skip
    yield from _above_contract(unit, contract, amount, row["id"] or 0)


def _above_contract(
    unit: Unit, contract: RowMapping, amount: int, row_id: int
) -> Iterable[Problem]:
    if contract["amount"] is None:
        return
    change = tables.contract_change
    query = select(money.total(change.c.amount)).where(change.c.contract_id == contract["id"])
    limit = contract["amount"] + int(unit.connection.execute(query).scalar_one())
    others = select(money.total(_T.c.amount)).where(
        _T.c.contract_id == contract["id"], _T.c.id != row_id
    )
    whole = amount + int(unit.connection.execute(others).scalar_one())
    if amount > 0 and whole > limit:
        name = contract["name"] or contract["number"]
        args = {"contract": name, "value": whole, "limit": limit}
        yield problem("money.share_above_contract", "amount", Severity.YELLOW, **args)


KIND = Kind(
    _T,
    "合同资金安排",
    {
        "contract_id": Column("contract_id", rules.reference(_C, "合同", required=True), True, _C),
        "document_id": Column("document_id", document(), required=True, kind=_D),
        "amount": Column("amount", signed(), required=True, kind=Money),
        "day": Column("day", rules.day("日期", required=True), required=True, kind=date),
        "number": Column("number", rules.text()),
        "note": Column("note", rules.text(lines=True)),
    },
    title="number",
    check=_check,
    terms=TERMS | {"amount": "安排金额"},
)


def rows(desk: Desk, contract_id: int | None = None) -> tuple[ShareRow, ...]:
    """The reserves of a contract, or all, by day."""
    query = (
        select(
            _T,
            _C.c.name.label("contract"),
            _C.c.number.label("contract_number"),
            _C.c.project_id,
            _D.c.level,
            _D.c.fund_name,
            _D.c.year,
            _D.c.number.label("document_number"),
        )
        .join(_C, _C.c.id == _T.c.contract_id)
        .join(_D, _D.c.id == _T.c.document_id)
        .order_by(_T.c.day, _T.c.id)
    )
    if contract_id is not None:
        query = query.where(_T.c.contract_id == contract_id)
    with desk.read() as connection:
        return tuple(
            ShareRow(
                row.id, row.revision, row.contract_id, row.contract or row.contract_number,
                row.project_id, row.document_id,
                named_document(row),
                Money(row.amount), row.day, row.number, row.note,
            )
            for row in connection.execute(query)
        )  # fmt: skip


def divided(
    desk: Desk, places: Iterable[tuple[int, int]], *, last: date | None = None
) -> tuple[Reserved, ...]:
    """How shares (document, project) are divided among contracts up to a day; none: no reserve.

    Each share with a reserve gets a line per contract and one for what is bound to none.
    """
    found: list[Reserved] = []
    with desk.read() as connection:
        names = {
            row.id: row.name or row.number
            for row in connection.execute(select(_C.c.id, _C.c.name, _C.c.number))
        }
        for document_id, project_id in dict.fromkeys(places):
            mine = reads.shares(connection, document_id, project_id, last=last)
            bound = [each for each in mine if each.reserved]
            if not bound:
                continue
            paper = document_name(connection, document_id)
            for each in bound:
                figures = Money(each.reserved), Money(each.paid)
                found.append(Reserved(paper, each.contract_id, names[each.contract_id], *figures))
            pair = money.pair_sums(connection, document_id, project_id)
            loose = pair.allocated - sum(each.reserved for each in bound)
            paid = pair.paid - sum(each.paid for each in bound)
            found.append(Reserved(paper, None, "", Money(loose), Money(paid)))
    return tuple(found)


def enter(
    desk: Desk, cells: Sequence[Edit] = (), new: Sequence[Mapping[str, object]] = ()
) -> Edited:
    """Store typed cells and add reserves; each new row sees those before it."""
    return edits.enter(desk, KIND, cells, new)


def delete(desk: Desk, ids: Sequence[int]) -> Changes:
    """Delete reserves of open periods that no payment needs. Raises Refused."""
    with desk.operation("contract_allocation.delete", f"删除合同资金安排（{len(ids)}笔）") as unit:
        for row_id in ids:
            row = dict(unit.row(_T, row_id))
            periods.refuse_closed(unit.connection, row["day"])
            found = _check(unit, {**row, "amount": 0})
            edits.refuse(edits.Rejected(each) for each in found if each.severity is Severity.RED)
            unit.delete(_T, row_id)
    return unit.result
