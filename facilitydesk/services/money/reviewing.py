"""What happens to an application for payment: reviewed, returned, asked anew, paid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from facilitydesk.domain.funds import ApplicationState
from facilitydesk.domain.problems import Refused
from facilitydesk.domain.quantities import Money
from facilitydesk.services import edits
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Edited
from facilitydesk.services.money import payments
from facilitydesk.services.money.applications import paid_of, refuse_paid
from facilitydesk.store import tables
from facilitydesk.store.unit import Changes

_T, _L = tables.payment_application, tables.application_payment


def approve(
    desk: Desk, ids: Sequence[int], *, education: str = "", finance: str = "", day: date
) -> Changes:
    """Note that the education or the finance bureau has approved (or both).

    Both reviews make it 批准. Raises Refused without a name, and for a returned one.
    """
    if not (education.strip() or finance.strip()):
        raise Refused("application.reviewer")
    with desk.operation("application.approve", "") as unit:
        for row_id in ids:
            row = unit.row(_T, row_id)
            if row["state"] == ApplicationState.RETURNED.value:
                raise Refused("application.state", number=row["number"], state=row["state"])
            values: dict[str, Any] = {}
            for side, name in (("education", education), ("finance", finance)):
                if name.strip():
                    values |= {f"{side}_reviewer": name.strip(), f"{side}_day": day}
            both = all(
                values.get(key) or row[key] for key in ("education_reviewer", "finance_reviewer")
            )
            if both:
                values["state"] = ApplicationState.APPROVED.value
            unit.update(_T, row_id, values)
            unit.head.label = f"审核拨付申请“{row['number']}”"
    return unit.result


def send_back(desk: Desk, ids: Sequence[int], *, reason: str, reviewer: str = "") -> Changes:
    """Return applications with a reason (退回). Raises Refused for one that was paid."""
    if not reason.strip():
        raise Refused("application.return_reason")
    with desk.operation("application.return", "") as unit:
        for row_id in ids:
            row = unit.row(_T, row_id)
            refuse_paid(unit, row)
            told = f"退回：{reason.strip()}" + (
                f"（{reviewer.strip()}）" if reviewer.strip() else ""
            )
            note = f"{row['note']}\n{told}" if row["note"] else told
            unit.update(_T, row_id, {"state": ApplicationState.RETURNED.value, "note": note})
            unit.head.label = f"退回拨付申请“{row['number']}”"
    return unit.result


def ask_again(desk: Desk, ids: Sequence[int]) -> Changes:
    """Put returned or approved applications back to 申请; their reviews are taken away."""
    with desk.operation("application.again", "") as unit:
        for row_id in ids:
            row = unit.row(_T, row_id)
            refuse_paid(unit, row)
            blank = {"education_reviewer": "", "finance_reviewer": ""}
            days = {"education_day": None, "finance_day": None}
            unit.update(_T, row_id, {"state": ApplicationState.ASKED.value, **blank, **days})
            unit.head.label = f"重新申请“{row['number']}”"
    return unit.result


def pay(desk: Desk, application_id: int, values: Mapping[str, object]) -> Edited:
    """Book the payment of an approved application; day, voucher and amount may be given.

    Raises Refused when it is not approved, when more is paid than was asked for, and for all
    that keeps a payment out.
    """
    with desk.operation("application.pay", "") as unit:
        row = unit.row(_T, application_id)
        unit.head.label = f"支付申请“{row['number']}”"
        if row["state"] != ApplicationState.APPROVED.value:
            raise Refused("application.not_approved", number=row["number"])
        same = ("document_id", "contract_id", "project_id", "school_id", "payee", "kind")
        free = row["amount"] - paid_of(unit.connection, [application_id]).get(application_id, 0)
        full = {
            **{name: row[name] for name in same},
            "summary": row["reason"],
            "amount": Money(free) if free else None,
            **values,
        }
        amount = full["amount"]
        if isinstance(amount, Money) and amount.raw > free:
            over = Money(amount.raw - free)
            told = {"free": Money(free), "value": amount}
            raise Refused("application.paid_above", (), number=row["number"], over=over, **told)
        rejected: list[edits.Rejected] = []
        payment_id = edits.insert(unit, payments.KIND, full, rejected, 0)
        edits.refuse(rejected)
        unit.insert(_L, {"application_id": application_id, "payment_id": payment_id})
    return Edited(unit.result, (), (payment_id,))
