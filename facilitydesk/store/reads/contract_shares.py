"""What of a project's share of a document is reserved for contracts, and what they paid of it."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection, select

from facilitydesk.store.reads.money import total
from facilitydesk.store.tables import contract, contract_allocation, payment

_S, _P = contract_allocation, payment


class Share(NamedTuple):
    """What a contract has of a document, and what was paid of it, in 分."""

    contract_id: int
    reserved: int
    paid: int

    @property
    def waiting(self) -> int:
        """Reserved and not yet paid."""
        return max(self.reserved - self.paid, 0)


def shares(
    connection: Connection,
    document_id: int,
    project_id: int,
    *,
    skip: tuple[str, int] | None = None,
    last: date | None = None,
) -> tuple[Share, ...]:
    """The contracts of a project with a reserve or a payment out of a document.

    `skip` leaves one row (table name, id) out.
    """
    mine = select(contract.c.id).where(contract.c.project_id == project_id)
    found: dict[int, list[int]] = {}
    for place, table in enumerate((_S, _P)):
        query = select(table.c.contract_id, total(table.c.amount)).where(
            table.c.document_id == document_id, table.c.contract_id.in_(mine)
        )
        if skip is not None and skip[0] == table.name:
            query = query.where(table.c.id != skip[1])
        if last is not None:
            query = query.where(table.c.day <= last)
        for contract_id, amount in connection.execute(query.group_by(table.c.contract_id)):
            found.setdefault(contract_id, [0, 0])[place] = int(amount)
    return tuple(Share(key, both[0], both[1]) for key, both in sorted(found.items()))


def reserved(connection: Connection, document_id: int, project_id: int) -> int:
    """What of a project's share is bound: of each contract its reserve, or what was paid above it."""
    found = shares(connection, document_id, project_id)
    return sum(max(each.reserved, each.paid) for each in found if each.reserved)
