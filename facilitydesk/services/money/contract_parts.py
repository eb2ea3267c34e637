"""What hangs on a contract: its changes and measurements, and what was built on its project."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from facilitydesk.domain.quantities import Money
from facilitydesk.services.desk import Desk
from facilitydesk.store import tables
from facilitydesk.store.reads.states import states

_C, _M = tables.contract_change, tables.measurement


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One change (补充协议, 签证) of a contract's sum; `amount` is signed."""

    id: int
    revision: int
    contract_id: int
    day: date
    amount: Money
    number: str
    reason: str


@dataclass(frozen=True, slots=True)
class MeasuredRow:
    """One measurement; `amount` is the value of the work done to date."""

    id: int
    revision: int
    contract_id: int
    day: date
    amount: Money
    number: str


def changes(desk: Desk, contract_id: int) -> tuple[ChangeRow, ...]:
    """The changes of a contract by day."""
    query = select(_C).where(_C.c.contract_id == contract_id).order_by(_C.c.day, _C.c.id)
    with desk.read() as connection:
        return tuple(
            ChangeRow(**{**row, "amount": Money(row["amount"])})
            for row in connection.execute(query).mappings()
        )


def measured(desk: Desk, contract_id: int) -> tuple[MeasuredRow, ...]:
    """The measurements of a contract by day."""
    query = select(_M).where(_M.c.contract_id == contract_id).order_by(_M.c.day, _M.c.id)
    with desk.read() as connection:
        return tuple(
            MeasuredRow(**{**row, "amount": Money(row["amount"])})
            for row in connection.execute(query).mappings()
        )


def invested(desk: Desk, *, as_of: date | None = None) -> dict[int, Money]:
    """What was invested to a day by project; a project nobody reported of is missing."""
    with desk.read() as connection:
        sums: dict[int, int] = {}
        for state in states(connection, as_of or desk.today, home_id=desk.home_id):
            if state.invested is not None:
                sums[state.project_id] = sums.get(state.project_id, 0) + state.invested
    return {project: Money(total) for project, total in sums.items()}
