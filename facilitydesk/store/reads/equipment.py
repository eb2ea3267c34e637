"""Equipment as it stood on a day: schools' lines with what came and was accepted, and payments."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, func, select

from facilitydesk.store import tables
from facilitydesk.store.reads.money import total

_B, _I, _L = tables.equipment_batch, tables.batch_item, tables.batch_line
_D, _DL, _A, _AL = (
    tables.delivery, tables.delivery_line, tables.acceptance, tables.acceptance_line,
)  # fmt: skip
_E, _S, _P = tables.equipment_item, tables.school, tables.equipment_plan


class BatchFacts(NamedTuple):
    """A batch with its contract, own or linked, as far as it counts on the day."""

    id: int
    programme_id: int
    year: int | None
    name: str
    day: date
    method: str
    document_id: int | None
    tendered: bool
    contracted: bool
    contract: int | None  # the contract's sum with its changes


class LineFacts(NamedTuple):
    """One school's line of one item of a batch; quantities in the item's unit, money in 分."""

    id: int
    batch_id: int
    batch_item_id: int
    item_id: int
    item: str
    spec: str
    equipment_class: str
    unit: str
    school_id: int
    school: str
    township_id: int | None
    quantity: int
    money: int
    delivered: int
    accepted: int


class PlanFacts(NamedTuple):
    """One line of the plan."""

    id: int
    programme_id: int
    year: int | None
    item_id: int
    item: str
    equipment_class: str
    unit: str
    school_id: int
    township_id: int | None
    quantity: int | None
    money: int | None
    document_id: int | None


def any_batch(connection: Connection) -> bool:
    """Whether the file knows a batch at all."""
    return connection.execute(select(_B.c.id).limit(1)).first() is not None


def batches(connection: Connection, day: date) -> dict[int, BatchFacts]:
    """The batches begun by a day, by id, in the order they were set up.

    One is begun with the first of its dates: an officer who catches up sets it up today.
    """
    contract, change = tables.contract, tables.contract_change
    changed: dict[int, Any] = dict(
        connection.execute(
            select(change.c.contract_id, total(change.c.amount))
            .where(change.c.day <= day)
            .group_by(change.c.contract_id)
        ).all()
    )
    query = (
        select(_B, contract.c.amount, contract.c.signed_day.label("linked_day"))
        .outerjoin(contract, contract.c.id == _B.c.contract_id)
        .order_by(_B.c.day, _B.c.id)
    )
    first_came: dict[int, Any] = dict(
        connection.execute(select(_D.c.batch_id, func.min(_D.c.day)).group_by(_D.c.batch_id)).all()
    )
    found = {}
    for row in connection.execute(query):
        signed = _signed(row)
        dates = (row.day, row.notice_day, row.open_day, row.award_day, signed)
        if min(each for each in (*dates, first_came.get(row.id)) if each is not None) > day:
            continue
        whole = row.contract_sum
        if row.contract_id is not None and row.amount is not None:
            whole = row.amount + int(changed.get(row.contract_id, 0))
        tender = [row.notice_day, row.open_day, row.award_day]
        begun = any(each is not None and each <= day for each in tender)
        found[row.id] = BatchFacts(
            row.id, row.programme_id, row.year, row.name, row.day, row.method, row.document_id,
            begun or (bool(row.tender_number) and not any(tender)),
            signed is not None and signed <= day,
            whole,
        )  # fmt: skip
    return found


def _signed(row: Any) -> date | None:
    """When the contract was signed; where nobody wrote it, when it was awarded or set up."""
    if row.signed_day or row.linked_day:
        day: date = row.signed_day or row.linked_day
        return day
    if row.contract_id is None and not row.contract_number and row.contract_sum is None:
        return None
    other: date = row.award_day or row.day
    return other


def lines(
    connection: Connection, day: date, *, batch_id: int | None = None, school_id: int | None = None
) -> list[LineFacts]:
    """The schools' lines with what was delivered and accepted up to a day, in school order."""
    came = _sums(_DL, _D, _DL.c.delivery_id == _D.c.id, day)
    taken = _sums(_AL, _A, _AL.c.acceptance_id == _A.c.id, day)
    region = tables.region
    query = (
        select(
            _L.c.id,
            _I.c.batch_id,
            _L.c.batch_item_id,
            _I.c.item_id,
            _E.c.name.label("item"),
            _I.c.spec,
            _E.c.equipment_class,
            _E.c.unit,
            _L.c.school_id,
            _S.c.name.label("school"),
            _S.c.township_id,
            _L.c.quantity,
            _L.c.money,
        )
        .join(_I, _I.c.id == _L.c.batch_item_id)
        .join(_E, _E.c.id == _I.c.item_id)
        .join(_S, _S.c.id == _L.c.school_id)
        .outerjoin(region, region.c.id == _S.c.township_id)
        .order_by(region.c.id.is_(None), region.c.ordinal, region.c.id, _S.c.id, _I.c.id, _L.c.id)
    )
    if batch_id is not None:
        query = query.where(_I.c.batch_id == batch_id)
    if school_id is not None:
        query = query.where(_L.c.school_id == school_id)
    delivered: dict[int, Any] = dict(connection.execute(came).all())
    accepted: dict[int, Any] = dict(connection.execute(taken).all())
    return [
        LineFacts._make((*row, int(delivered.get(row.id, 0)), int(accepted.get(row.id, 0))))
        for row in connection.execute(query).all()
    ]


def _sums(line: Any, head: Any, joined: Any, day: date) -> Select[Any]:
    return (
        select(line.c.line_id, func.sum(line.c.quantity))
        .join(head, joined)
        .where(head.c.day <= day)
        .group_by(line.c.line_id)
    )


def paid(connection: Connection, day: date) -> dict[int, list[tuple[int | None, int]]]:
    """What was paid on each batch's contract up to a day: (school or None, 分) per batch."""
    payment = tables.payment
    query = (
        select(_B.c.id, payment.c.school_id, total(payment.c.amount))
        .join(payment, payment.c.contract_id == _B.c.contract_id)
        .where(payment.c.day <= day)
        .group_by(_B.c.id, payment.c.school_id)
        .order_by(_B.c.id, payment.c.school_id)
    )
    found: dict[int, list[tuple[int | None, int]]] = {}
    for batch_id, school_id, amount in connection.execute(query):
        found.setdefault(batch_id, []).append((school_id, int(amount)))
    return found


def plans(connection: Connection) -> list[PlanFacts]:
    """The whole plan."""
    query = (
        select(
            _P.c.id,
            _P.c.programme_id,
            _P.c.year,
            _P.c.item_id,
            _E.c.name,
            _E.c.equipment_class,
            _E.c.unit,
            _P.c.school_id,
            _S.c.township_id,
            _P.c.quantity,
            _P.c.money,
            _P.c.document_id,
        )
        .join(_E, _E.c.id == _P.c.item_id)
        .join(_S, _S.c.id == _P.c.school_id)
        .order_by(_P.c.id)
    )
    return [PlanFacts(*tuple(row)) for row in connection.execute(query)]


class Moves:
    """Deliveries and acceptances of some lines by day: what rules are checked against."""

    def __init__(self, connection: Connection, line_ids: Sequence[int]) -> None:
        self.delivered = _moves(connection, _DL, _D, _DL.c.delivery_id, line_ids)
        self.accepted = _moves(connection, _AL, _A, _AL.c.acceptance_id, line_ids)
        self.contract: dict[int, int] = {}
        self.names: dict[int, str] = {}
        for chunk in _chunks(line_ids):
            for row in connection.execute(
                select(_L.c.id, _L.c.quantity, _E.c.name, _S.c.name.label("school"))
                .join(_I, _I.c.id == _L.c.batch_item_id)
                .join(_E, _E.c.id == _I.c.item_id)
                .join(_S, _S.c.id == _L.c.school_id)
                .where(_L.c.id.in_(chunk))
            ):
                self.contract[row.id] = row.quantity
                self.names[row.id] = f"{row.school} {row.name}"


def _moves(
    connection: Connection, line: Any, head: Any, key: Any, line_ids: Sequence[int]
) -> dict[int, dict[int, tuple[date, int]]]:
    """By line, by delivery or acceptance: its day and how many."""
    found: dict[int, dict[int, tuple[date, int]]] = {line_id: {} for line_id in line_ids}
    for chunk in _chunks(line_ids):
        for line_id, head_id, day, number in connection.execute(
            select(line.c.line_id, head.c.id, head.c.day, line.c.quantity)
            .join(head, key == head.c.id)
            .where(line.c.line_id.in_(chunk))
        ):
            found[line_id][head_id] = (day, number)
    return found


def _chunks(ids: Sequence[int]) -> list[Sequence[int]]:
    return [ids[start : start + 500] for start in range(0, len(ids), 500)]
