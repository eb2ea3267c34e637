"""Money that leaves its year or its project: 结转 by source year, 收回 and 缴回 of a surplus."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from facilitydesk.domain import rounding
from facilitydesk.domain.funds import AllocationKind, ReceiptKind
from facilitydesk.domain.problems import Refused
from facilitydesk.domain.quantities import Money
from facilitydesk.services import edits
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Rejected
from facilitydesk.services.money import periods, receipts
from facilitydesk.services.money.cells import document_name, name_of, project_name
from facilitydesk.services.money.transfers import Move, insert, line
from facilitydesk.store import tables
from facilitydesk.store.reads import contract_shares
from facilitydesk.store.reads import money as reads
from facilitydesk.store.unit import Changes, Unit

_T, _A = tables.transfer, tables.allocation
REASON = "结转"
Key = tuple[int, int, int | None]  # document, project, school


@dataclass(frozen=True, slots=True)
class Left:
    """What a share has left at the end of a year, and the year its money came from."""

    key: Key
    document: str
    project: str
    school: str
    source_year: int
    amount: Money

    def years(self, year: int) -> int:
        """结转年限 at the end of a year: 0 is money of that year."""
        return year - self.source_year


def to_carry(desk: Desk, year: int) -> tuple[Left, ...]:
    """What `carry_over` would carry out of a year, the oldest money first."""
    paper, project, school = tables.fund_document, tables.project, tables.school
    with desk.read() as connection:
        left = left_on(connection, date(year, 12, 31))
        papers = {row.id: row for row in connection.execute(select(paper))}
        projects = dict(connection.execute(select(project.c.id, project.c.name)).all())
        schools = dict(connection.execute(select(school.c.id, school.c.name)).all())
    found = []
    for (document_id, project_id, school_id), amount in left.items():
        row = papers[document_id]
        found.append(
            Left(
                (document_id, project_id, school_id),
                name_of(row.level, row.fund_name, row.year, row.number),
                projects[project_id],
                schools.get(school_id or 0, ""),
                row.year or year,
                Money(amount),
            )
        )
    return tuple(sorted(found, key=lambda each: (each.source_year, each.document, each.project)))


def carry_over(
    desk: Desk, year: int, *, number: str = "", only: Collection[Key] | None = None
) -> Changes:
    """Carry what was allocated and not paid by the end of a year into the next (结转).

    Each share leaves the year on its last day and enters the next on its first, naming the year
    of its document; `only` names shares, all else stays. Raises Refused("money.carry_nothing")
    when nothing is left.
    """
    last, first = date(year, 12, 31), date(year + 1, 1, 1)
    number = number.strip() or f"{year}年结转"
    if desk.today < last:
        raise Refused("money.carry_early", year=year)
    with desk.operation("allocation.carry", f"{year}年余额结转") as unit:
        periods.refuse_closed(unit.connection, last, first)
        left = left_on(unit.connection, last)
        if only is not None:
            left = {key: amount for key, amount in left.items() if key in only}
        if not left:
            raise Refused("money.carry_nothing", year=year)
        write(unit, left, year, number)
    return unit.result


def write(unit: Unit, left: dict[Key, int], year: int, number: str) -> None:
    """Write what leaves a year and enters the next, within an operation."""
    last = date(year, 12, 31)
    paper = tables.fund_document
    query = select(paper.c.id, paper.c.year)
    years = {row.id: row.year for row in unit.connection.execute(query)}
    transfer_id = unit.insert(_T, {"day": last, "number": number, "reason": REASON})
    parts: list[dict[str, Any]] = []
    for key, amount in left.items():
        same = {"source_year": years[key[0]] or year, "transfer_id": transfer_id}
        parts += [{**half, **same, "number": number} for half in halves(key, amount, year)]
    unit.insert_many(_A, parts)


def halves(key: Key, amount: int, year: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """The two rows of what is carried: out of a year on its last day, into the next on its first."""
    document_id, project_id, school_id = key
    same = {
        "document_id": document_id,
        "project_id": project_id,
        "school_id": school_id,
        "kind": AllocationKind.CARRIED.value,
    }
    return (
        {**same, "day": date(year, 12, 31), "amount": -amount},
        {**same, "day": date(year + 1, 1, 1), "amount": amount},
    )


def left_on(connection: Connection, last: date) -> dict[Key, int]:
    """What each share has left at the end of a day; payments without a school use any share."""
    shares: dict[tuple[int, int], dict[int | None, int]] = {}
    for table, sign in ((_A, 1), (tables.payment, -1)):
        keys = (table.c.document_id, table.c.project_id, table.c.school_id)
        query = (
            select(*keys, reads.total(table.c.amount)).where(table.c.day <= last).group_by(*keys)
        )
        for document_id, project_id, school_id, amount in connection.execute(query):
            mine = shares.setdefault((document_id, project_id), {})
            mine[school_id] = mine.get(school_id, 0) + sign * int(amount)
    left: dict[Key, int] = {}
    for (document_id, project_id), mine in shares.items():
        total = sum(mine.values())
        for school_id, amount in mine.items():
            take = min(amount, total)
            if take > 0:
                left[document_id, project_id, school_id] = take
                total -= take
    return left


@dataclass(frozen=True, slots=True)
class Surplus:
    """What a project can give up of a document: back to the document, or to the treasury."""

    allocated: Money
    paid: Money
    take_back: Money  # 收回: not paid and not bound to a contract
    give_back: Money  # 缴回: of that, what has arrived


def surplus(desk: Desk, document_id: int, project_id: int) -> Surplus:
    """What is free of a project's share of a document."""
    with desk.read() as connection:
        return _surplus(connection, document_id, project_id)


def unbound(connection: Connection, document_id: int, project_id: int) -> int:
    """What a project's share has that is neither paid nor bound to a contract; may be negative."""
    pair = reads.pair_sums(connection, document_id, project_id)
    bound = contract_shares.shares(connection, document_id, project_id)
    return pair.free - sum(each.waiting for each in bound)


def there(connection: Connection, document_id: int) -> int:
    """What of a document has arrived and is not paid."""
    sums = reads.document_sums(connection, document_id)
    return sums.received - sums.paid


def _surplus(connection: Connection, document_id: int, project_id: int) -> Surplus:
    pair = reads.pair_sums(connection, document_id, project_id)
    free = max(unbound(connection, document_id, project_id), 0)
    back = max(min(free, there(connection, document_id)), 0)
    return Surplus(Money(pair.allocated), Money(pair.paid), Money(free), Money(back))


def take_back(desk: Desk, **place: Any) -> Changes:
    """Take a part of a project's share back to the document, to be allocated anew (收回).

    Takes what `Back` holds. Raises Refused when more would be taken than is free.
    """
    with desk.operation("allocation.take_back", "") as unit:
        _back(unit, Back(**place), arrived=False)
    return unit.result


def return_surplus(desk: Desk, **place: Any) -> Changes:
    """Give what a finished project did not need back to the treasury (缴回).

    Its share of the document and what has arrived both fall. Takes what `Back` holds. Raises
    Refused when more would go back than is left.
    """
    with desk.operation("allocation.return", "") as unit:
        back = Back(**place)
        _back(unit, back, arrived=True)
        rejected: list[Rejected] = []
        edits.insert(unit, receipts.KIND, back.receipt(), rejected, 0)
        edits.refuse(rejected)
    return unit.result


@dataclass(frozen=True, slots=True, kw_only=True)
class Back:
    """What goes back of a project's share of a document; the amount is positive."""

    document_id: int
    project_id: int
    amount: Money
    day: date
    number: str = ""
    school_id: int | None = None

    def allocation(self) -> dict[str, Any]:
        """The row by which the share falls."""
        move = Move(self.document_id, self.project_id, -self.amount, self.school_id)
        return line(move, self.day, self.number.strip(), AllocationKind.TAKEN_BACK)

    def receipt(self) -> dict[str, Any]:
        """The row by which falls what has arrived."""
        return {
            "document_id": self.document_id,
            "project_id": self.project_id,
            "school_id": self.school_id,
            "day": self.day,
            "amount": -self.amount,
            "kind": ReceiptKind.RETURNED.value,
            "voucher": self.number.strip(),
        }


def _back(unit: Unit, back: Back, *, arrived: bool) -> None:
    """Lets a share fall when so much of it is free (and has arrived); labels the operation."""
    names = {
        "document": document_name(unit.connection, back.document_id),
        "project": project_name(unit.connection, back.project_id),
    }
    words = ("缴回", "结余") if arrived else ("收回", "资金")
    unit.head.label = f"{words[0]}“{names['project']}”{words[1]}{rounding.amount(back.amount)}元"
    left = _surplus(unit.connection, back.document_id, back.project_id)
    free = left.give_back if arrived else left.take_back
    if back.amount.raw <= 0 or back.amount.raw > free.raw:
        code = "money.surplus_too_much" if arrived else "money.take_back_too_much"
        raise Refused(code, (), **names, free=free, value=back.amount)
    insert(unit, back.allocation())
