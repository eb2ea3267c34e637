"""What the ledger and the treasury hold at the ends of a reconciled month.

The ledger's balance is what arrived less what was paid. The treasury's is the same seen through
its list: it has not yet paid the ledger's open payments, and has paid lines the ledger lacks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from sqlalchemy import Connection, Table, func, select

from facilitydesk.domain.periods import Period
from facilitydesk.domain.quantities import Money
from facilitydesk.store import tables

_P, _C = tables.payment, tables.receipt


class Booked(Protocol):
    """What is reckoned with."""

    @property
    def amount(self) -> Money: ...

    @property
    def carried(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Balances:
    """Opening, in, out and closing of both sides, in 元."""

    opening_ledger: Money
    opening_statement: Money
    received: Money
    paid_ledger: Money
    paid_statement: Money

    @property
    def closing_ledger(self) -> Money:
        return self.opening_ledger + self.received - self.paid_ledger

    @property
    def closing_statement(self) -> Money:
        return self.opening_statement + self.received - self.paid_statement


def balances(
    connection: Connection, period: Period, payments: Sequence[Booked], lines: Sequence[Booked]
) -> Balances:
    """The balances of a period, with the payments and lines of its reconciliation.

    Carried ones moved before the period, but on one side only.
    """
    opening = _sum(connection, _C, None, period.first) - _sum(connection, _P, None, period.first)
    carried = sum(p.amount.raw for p in payments if p.carried) - sum(
        x.amount.raw for x in lines if x.carried
    )
    return Balances(
        Money(opening),
        Money(opening + carried),
        Money(_sum(connection, _C, period.first, period.last)),
        Money(_sum(connection, _P, period.first, period.last)),
        Money(sum(x.amount.raw for x in lines if not x.carried)),
    )


def _sum(connection: Connection, table: Table, first: date | None, last: date) -> int:
    """The sum of a period with both ends, or without `first` of everything before `last`."""
    query = select(func.coalesce(func.sum(table.c.amount), 0))
    if first is None:
        query = query.where(table.c.day < last)
    else:
        query = query.where(table.c.day >= first, table.c.day <= last)
    return int(connection.execute(query).scalar_one())
