"""确认收款: what the school or builder says has come of each payment. A difference is told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from facilitydesk.domain.problems import Problem, Refused, Severity
from facilitydesk.domain.quantities import Money
from facilitydesk.services import edits, rules
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Column, Edit, Edited, Kind, Rejected
from facilitydesk.services.money import payments, periods
from facilitydesk.services.money.cells import TERMS, problem
from facilitydesk.services.money.payments import PaymentRow
from facilitydesk.store import tables
from facilitydesk.store.reads import money as reads
from facilitydesk.store.unit import Changes, Unit

_T, _P = tables.payment_confirmation, tables.payment


@dataclass(frozen=True, slots=True)
class ConfirmedRow:
    """A payment with its confirmation; `id` is the payment's, so that each has one line."""

    id: int
    revision: int  # of the confirmation; 0 where there is none
    payment: PaymentRow
    confirmation_id: int | None
    day: date | None
    amount: Money | None
    person: str
    note: str

    @property
    def paid(self) -> Money:
        """The payment less what was returned of it."""
        return self.payment.amount - self.payment.reversed

    @property
    def difference(self) -> Money | None:
        """支付 less 确认; None while it is not confirmed."""
        return None if self.amount is None else self.paid - self.amount

    @property
    def state(self) -> str:
        """未确认, 已确认 or 不一致."""
        if self.amount is None:
            return "未确认"
        return "不一致" if self.difference else "已确认"


def _check(unit: Unit, row: Mapping[str, Any]) -> Iterable[Problem]:
    yield from periods.guard(unit, _T.name, row)
    paid = unit.row(_P, row["payment_id"])
    if paid["reversal"]:
        yield problem("confirm.reversal", "payment_id")
        return
    if row["day"] < paid["day"]:
        yield problem("confirm.early", "day", day=row["day"], paid=paid["day"])
    back = select(reads.total(_P.c.amount)).where(_P.c.reverses_id == paid["id"])
    whole = paid["amount"] + int(unit.connection.execute(back).scalar_one())
    if row["amount"] != whole:
        told = {"value": row["amount"], "paid": whole, "difference": abs(whole - row["amount"])}
        yield problem("confirm.differs", "amount", Severity.YELLOW, **told)


KIND = Kind(
    _T,
    "确认收款",
    {
        "payment_id": Column("payment_id", rules.reference(_P, "支付", required=True), True, _P),
        "day": Column("day", rules.day("确认日期", required=True), required=True, kind=date),
        "amount": Column(
            "amount", rules.quantity(Money, "确认金额", required=True), required=True, kind=Money
        ),
        "person": Column("person", rules.text()),
        "note": Column("note", rules.text(lines=True)),
    },
    title="",
    check=_check,
    terms=TERMS
    | {"payment_id": "支付", "day": "确认日期", "amount": "确认金额", "person": "确认人"},
)


def rows(
    desk: Desk,
    *,
    first: date | None = None,
    last: date | None = None,
    ids: Iterable[int] | None = None,
) -> tuple[ConfirmedRow, ...]:
    """The payments of a period (or these) with what was confirmed; reversals and voids are not."""
    found = payments.rows(desk, first=first, last=last, ids=ids)
    with desk.read() as connection:
        known = {row.payment_id: row for row in connection.execute(select(_T))}
    answer = []
    for row in found:
        if row.reversal or row.reversed == row.amount:
            continue
        mine = known.get(row.id)
        answer.append(
            ConfirmedRow(row.id, 0, row, None, None, None, "", "")
            if mine is None
            else ConfirmedRow(
                row.id, mine.revision, row, mine.id, mine.day, Money(mine.amount), mine.person,
                mine.note,
            )
        )  # fmt: skip
    return tuple(answer)


def enter(
    desk: Desk, cells: Sequence[Edit] = (), _new: Sequence[Mapping[str, object]] = ()
) -> Edited:
    """Store cells typed beside payments (`row_id` is the payment's) as one operation.

    The first cell of a payment confirms it: its amount is what was paid and its day today, unless
    typed. An emptied amount takes the confirmation away.
    """
    by_payment: dict[int, list[Edit]] = {}
    for cell in cells:
        by_payment.setdefault(cell.row_id, []).append(cell)
    rejected: list[Rejected] = []
    with desk.operation("confirmation.enter", f"确认收款（{len(by_payment)}笔）") as unit:
        for payment_id, mine in by_payment.items():
            values = {cell.field: cell.value for cell in mine}
            known = _of(unit, payment_id)
            problems: list[Rejected] = []
            if known is not None and values.get("amount", known) is None:
                periods.refuse_closed(unit.connection, unit.row(_T, known)["day"])
                unit.delete(_T, known)
            elif known is not None:
                typed = [Edit(known, cell.field, cell.value, cell.revision) for cell in mine]
                problems = edits.apply(unit, KIND, typed)
            elif any(value not in (None, "") for value in values.values()):
                edits.insert(unit, KIND, _full(unit, desk, payment_id, values), problems, 0)
            rejected += [Rejected(p.problem, p.field, payment_id) for p in problems]
    return Edited(unit.result, tuple(rejected))


def confirm(
    desk: Desk, payment_ids: Sequence[int], *, day: date | None = None, person: str = ""
) -> Edited:
    """Confirm payments in full; those that are confirmed stay as they are."""
    rejected: list[Rejected] = []
    with desk.operation("confirmation.all", f"确认收款（{len(payment_ids)}笔）") as unit:
        for payment_id in payment_ids:
            if _of(unit, payment_id) is None:
                values = {"person": person, "day": day}
                edits.insert(unit, KIND, _full(unit, desk, payment_id, values), rejected, 0)
        edits.refuse(rejected)
    return Edited(unit.result)


def withdraw(desk: Desk, payment_ids: Sequence[int]) -> Changes:
    """Take confirmations of open periods away again."""
    with desk.operation("confirmation.delete", f"取消确认收款（{len(payment_ids)}笔）") as unit:
        for payment_id in payment_ids:
            known = _of(unit, payment_id)
            if known is not None:
                periods.refuse_closed(unit.connection, unit.row(_T, known)["day"])
                unit.delete(_T, known)
    return unit.result


def _of(unit: Unit, payment_id: int) -> int | None:
    query = select(_T.c.id).where(_T.c.payment_id == payment_id)
    return unit.connection.execute(query).scalar()


def _full(
    unit: Unit, desk: Desk, payment_id: int, values: Mapping[str, object]
) -> dict[str, object]:
    row = unit.row(_P, payment_id)
    if row["reversal"]:
        raise Refused("confirm.reversal")
    back = select(reads.total(_P.c.amount)).where(_P.c.reverses_id == payment_id)
    whole = row["amount"] + int(unit.connection.execute(back).scalar_one())
    given = {key: value for key, value in values.items() if value not in (None, "")}
    first = max(desk.today, row["day"])
    return {"payment_id": payment_id, "day": first, "amount": Money(whole), **given}
