"""Columns 5 and 7 of the reconciliation sheet: what was asked for, and what was confirmed.

They come from applications and confirmations where these were entered; else from the payments,
and the basis says of how many.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from facilitydesk.store import tables

_T, _L, _C = (
    tables.payment_application,
    tables.application_payment,
    tables.payment_confirmation,
)


@dataclass(frozen=True, slots=True)
class Summed:
    """Both columns of some payments, in 分, and what they rest on."""

    applied: int
    confirmed: int
    unconfirmed: int  # 支付 less 确认, of confirmed payments alone
    basis: str


@dataclass(frozen=True)
class Asked:
    """Applications that were not returned, and confirmations by payment, up to a day."""

    applications: Sequence[Any]
    settled: frozenset[int]  # payments that settle an application
    confirmed: Mapping[int, Any]

    def of(
        self,
        payments: Sequence[Any],
        schools: Mapping[int, int],
        school_id: int | None = None,
        document_id: int | None = None,
    ) -> Summed:
        """The columns of the payments of a document (or all) and of one school (or all)."""
        mine = [row for row in payments if document_id in (None, row.document_id)]
        asked = [
            row
            for row in self.applications
            if document_id in (None, row.document_id)
            and school_id in (None, row.school_id or schools.get(row.project_id))
        ]
        voided = {row.reverses_id for row in mine if row.reversal == "作废"}
        plain = [row for row in mine if not row.reversal and row.id not in voided]
        known = [row for row in plain if row.id in self.confirmed]
        confirmed, gap = self._confirmed(mine)
        return Summed(
            _applied(asked, plain, self.settled),
            confirmed,
            gap,
            _basis(len(asked), len(known), len(plain)),
        )

    def _confirmed(self, payments: Iterable[Any]) -> tuple[int, int]:
        """What was confirmed, else paid; and paid less confirmed of the confirmed ones.

        What went back after it was confirmed is taken off; a later confirmation knows of it.
        """
        whole = gap = 0
        for row in payments:
            told = self.confirmed.get(row.reverses_id or row.id)
            if told is None:
                whole += row.amount
            elif not row.reversal:
                whole += told.amount
                gap += row.amount - told.amount
            elif row.day > told.day:
                whole += row.amount
            else:
                gap += row.amount
        return whole, gap


def _applied(asked: Sequence[Any], plain: Sequence[Any], settled: frozenset[int]) -> int:
    """What was asked for; a payment nobody linked to one is taken as what an open one asked for."""
    sums: dict[tuple[int, int], list[int]] = defaultdict(lambda: [0, 0, 0])
    for row in asked:
        sums[row.document_id, row.project_id][0] += row.amount
    for row in plain:
        sums[row.document_id, row.project_id][1 if row.id in settled else 2] += row.amount
    return sum(
        wanted + max(0, loose - max(0, wanted - linked)) for wanted, linked, loose in sums.values()
    )


def _basis(asked: int, confirmed: int, paid: int) -> str:
    """What the columns rest on, as short as the sheet has room for."""
    if not asked and not confirmed:
        return "第5、7栏按支付数列示。"
    fifth = f"按申请{asked}笔列示，未提申请的按支付数" if asked else "按支付数列示"
    rest = f"，其余{paid - confirmed}笔按支付数" if paid > confirmed else ""
    seventh = f"按确认收款{confirmed}笔列示{rest}" if confirmed else "按支付数列示"
    return f"第5栏{fifth}；第7栏{seventh}。"


def read_asked(connection: Connection, as_of: date) -> Asked:
    """What was asked for and confirmed up to a day (included)."""
    applications = connection.execute(
        select(_T).where(_T.c.day <= as_of, _T.c.state != "退回").order_by(_T.c.id)
    ).all()
    links = select(_L.c.payment_id).join(_T, _T.c.id == _L.c.application_id)
    settled = connection.execute(links.where(_T.c.day <= as_of, _T.c.state != "退回")).scalars()
    told = connection.execute(select(_C).where(_C.c.day <= as_of))
    return Asked(applications, frozenset(settled), {row.payment_id: row for row in told})
