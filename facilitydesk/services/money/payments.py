"""Payments (支付): one voucher from one document. A wrong one is reversed, never deleted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, select

from facilitydesk.domain.funds import PaymentKind, Reversal
from facilitydesk.domain.problems import Problem, Refused
from facilitydesk.domain.quantities import Money
from facilitydesk.services import edits, rules
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Column, Edit, Edited, Kind
from facilitydesk.services.money import limits, periods
from facilitydesk.services.money.cells import TERMS, named_document, places, problem, signed, word
from facilitydesk.store import tables
from facilitydesk.store.reads import money as reads
from facilitydesk.store.reads.money_rows import named, narrowed
from facilitydesk.store.unit import Changes, Unit

_T = tables.payment


@dataclass(frozen=True, slots=True)
class PaymentRow:
    """One payment (or its reversal) with the names of what it joins."""

    id: int
    revision: int
    document_id: int
    document: str
    contract_id: int | None
    contract: str
    project_id: int
    project: str
    school_id: int | None
    school: str
    day: date
    amount: Money
    voucher: str
    payee: str
    kind: PaymentKind
    summary: str
    reverses_id: int | None
    reversal: Reversal
    reversed: Money  # how much of it was taken back, as a positive amount
    note: str
    locked: bool  # in a closed month or a finished reconciliation

    @property
    def state(self) -> str:
        """What the list says beside it: 作废, 退回, 已作废, 已退回; empty for a plain payment."""
        if self.reversal:
            return self.reversal.value
        if not self.reversed:
            return ""
        return "已全额冲销" if self.reversed == self.amount else "已部分退回"


def _check(unit: Unit, row: Mapping[str, Any]) -> Iterable[Problem]:
    before = unit.find(_T, row["id"]) if row["id"] else None
    if before is None and row["amount"] < 0 and not row["reversal"]:
        yield problem("money.sign", "amount", kind="支付", sign="正数", value=row["amount"])
    if before is not None:
        changed = [name for name in periods.GUARDED["payment"] if row[name] != before[name]]
        if changed and before["reversal"]:
            original = unit.row(_T, before["reverses_id"])["day"]
            yield from (problem("money.is_reversal", name, day=original) for name in changed)
            return
        if changed and _taken_back(unit, row["id"]):
            yield from (problem("money.reversed", name) for name in changed)
            return
        if row["amount"] < 0:
            yield problem("money.sign", "amount", kind="支付", sign="正数", value=row["amount"])
    yield from periods.guard(unit, "payment", row)
    if row["contract_id"]:
        contract = unit.row(tables.contract, row["contract_id"])
        if contract["project_id"] != row["project_id"]:
            name = unit.row(tables.project, row["project_id"])["name"]
            told = contract["name"] or contract["number"]
            yield problem("money.contract_elsewhere", "contract_id", contract=told, project=name)
    figures = ("amount", "document_id", "project_id", "contract_id")
    if before is None or any(row[name] != before[name] for name in figures):
        yield from limits.payment(unit, row)


KIND = Kind(
    _T,
    "支付",
    {
        **places(),
        "contract_id": Column(
            "contract_id", rules.reference(tables.contract, "合同"), kind=tables.contract
        ),
        "day": Column("day", rules.day("日期", required=True), required=True, kind=date),
        "amount": Column("amount", signed(), required=True, kind=Money),
        "voucher": Column("voucher", rules.text()),
        "payee": Column("payee", rules.text()),
        "kind": Column("kind", word("类型", PaymentKind)),
        "summary": Column("summary", rules.text()),
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
    contract_id: int | None = None,
    first: date | None = None,
    last: date | None = None,
    ids: Iterable[int] | None = None,
) -> tuple[PaymentRow, ...]:
    """Payments by day, both ends of the period included; reversals stand as rows of their own."""
    known = {"document_id": document_id, "project_id": project_id, "contract_id": contract_id}
    query = narrowed(_query(), _T, ids, **known, first=first, last=last)
    with desk.read() as connection:
        shut = [each.period for each in periods.closed(connection)]
        matched = _matched(connection)
        return tuple(
            PaymentRow(
                row.id, row.revision, row.document_id,
                named_document(row),
                row.contract_id, row.contract or "", row.project_id, row.project,
                row.school_id, row.school or "", row.day, Money(row.amount), row.voucher,
                row.payee, PaymentKind(row.kind), row.summary, row.reverses_id,
                Reversal(row.reversal), Money(-int(row.taken_back)), row.note,
                row.id in matched or any(row.day in period for period in shut),
            )
            for row in connection.execute(query)
        )  # fmt: skip


def _query() -> Select[Any]:
    contract, back = tables.contract, _T.alias()
    taken_back = (
        select(reads.total(back.c.amount)).where(back.c.reverses_id == _T.c.id).scalar_subquery()
    )
    return named(_T, contract.c.name.label("contract"), taken_back.label("taken_back")).outerjoin(
        contract, contract.c.id == _T.c.contract_id
    )


def _matched(connection: Any) -> frozenset[int]:
    item, match, run = tables.match_item, tables.match, tables.reconciliation
    query = (
        select(item.c.payment_id)
        .join(match, match.c.id == item.c.match_id)
        .join(run, run.c.id == match.c.reconciliation_id)
        .where(run.c.state == "finished", item.c.payment_id.is_not(None))
    )
    return frozenset(connection.execute(query).scalars())


def enter(
    desk: Desk, cells: Sequence[Edit] = (), new: Sequence[Mapping[str, object]] = ()
) -> Edited:
    """Store typed cells and add payments; a pasted block is one step."""
    return edits.enter(desk, KIND, cells, new)


def add(desk: Desk, values: Mapping[str, object]) -> Edited:
    """Add one payment. Raises Refused when its document stops it or its month is closed.

    With "warn" it is stored, and what is wrong stands in `changes.problems`.
    """
    return edits.add(desk, KIND, values)


def void(desk: Desk, payment_id: int, *, reason: str, day: date | None = None) -> Changes:
    """Cancel a wrong payment by its opposite (作废): both lines stay, the balance is back.

    The opposite is dated as the payment, or today when that month is closed. Raises Refused
    without a reason.
    """
    if not reason.strip():
        raise Refused("reason_required")
    return _reverse(desk, payment_id, Reversal.VOID, None, reason.strip(), day)


def give_back(
    desk: Desk, payment_id: int, *, amount: Money, day: date, reason: str = ""
) -> Changes:
    """Book what the bank returned of a payment (退回), whole or in part, on the day it came."""
    return _reverse(desk, payment_id, Reversal.RETURNED, amount, reason.strip(), day)


def _reverse(
    desk: Desk,
    payment_id: int,
    how: Reversal,
    amount: Money | None,
    reason: str,
    day: date | None,
) -> Changes:
    with desk.operation(f"payment.{how.name.lower()}", "") as unit:
        row = unit.row(_T, payment_id)
        unit.head.label = f"{how.value}支付“{row['voucher'] or row['summary'] or row['payee']}”"
        if row["reversal"]:
            raise Refused("money.is_reversal", day=unit.row(_T, row["reverses_id"])["day"])
        free = row["amount"] - _taken_back(unit, payment_id)
        if free <= 0 or (how is Reversal.VOID and free != row["amount"]):
            raise Refused("money.reversed")
        back = free if amount is None else amount.raw
        if back <= 0 or back > free:
            over, told = Money(back - free), Money(back)
            raise Refused("money.return_too_much", free=Money(free), value=told, over=over)
        if day is None:
            shut = periods.closed_on(unit.connection, row["day"])
            held = shut or periods.reconciled(unit.connection, payment_id)
            day = desk.today if held else row["day"]
        if day < row["day"]:
            raise Refused("money.reversal_early", day=day, before=row["day"])
        periods.refuse_closed(unit.connection, day)
        same = ("document_id", "contract_id", "project_id", "school_id", "payee", "kind", "voucher")
        unit.insert(
            _T,
            {
                **{name: row[name] for name in same},
                "day": day,
                "amount": -back,
                "summary": f"{how.value}：{row['summary'] or row['voucher'] or row['payee']}",
                "reverses_id": payment_id,
                "reversal": how.value,
                "note": reason,
            },
        )
    return unit.result


def _taken_back(unit: Unit, payment_id: int) -> int:
    query = select(reads.total(_T.c.amount)).where(_T.c.reverses_id == payment_id)
    return -int(unit.connection.execute(query).scalar_one())
