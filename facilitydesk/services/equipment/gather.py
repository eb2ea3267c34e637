"""Everything bought as of a day in one read: lines with exact money at every moment, and the plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import NamedTuple

from sqlalchemy import Connection, select

from facilitydesk.domain.equipment import Counted, Progress, Raw, part_of, shares, state_of
from facilitydesk.domain.quantities import Money
from facilitydesk.domain.words.equipment_terms import BatchState, EquipmentClass, in_class_unit
from facilitydesk.store import tables
from facilitydesk.store.reads import equipment as reads
from facilitydesk.store.reads.equipment import BatchFacts, LineFacts, PlanFacts


class Bought(NamedTuple):
    """One school's line of an item: pieces in the item's unit, `raw` in that of its class."""

    facts: LineFacts
    batch: BatchFacts
    raw: Raw

    @property
    def kind(self) -> EquipmentClass:
        return EquipmentClass(self.facts.equipment_class)


class Planned(NamedTuple):
    """One line of the plan; `raw` in the unit of its class."""

    facts: PlanFacts
    raw: Raw

    @property
    def kind(self) -> EquipmentClass:
        return EquipmentClass(self.facts.equipment_class)


@dataclass(frozen=True, slots=True)
class Gathered:
    """What was planned and bought up to a day."""

    day: date
    batches: dict[int, BatchFacts]
    lines: tuple[Bought, ...]
    plans: tuple[Planned, ...]
    states: dict[int, BatchState]
    sums: dict[int, Progress]  # by batch; quantities there only tell the state
    paid: dict[int, Money]


def gather(
    connection: Connection,
    day: date,
    *,
    programme_id: int | None = None,
    year: int | None = None,
    batch_id: int | None = None,
) -> Gathered:
    """Plan and batches of a programme or year (None: all) as they stood on a day."""
    found = {
        key: batch
        for key, batch in reads.batches(connection, day).items()
        if (programme_id is None or batch.programme_id == programme_id)
        and (year is None or batch.year == year)
        and (batch_id is None or key == batch_id)
    }
    by_batch: dict[int, list[LineFacts]] = {key: [] for key in found}
    for line in reads.lines(connection, day, batch_id=batch_id):
        if line.batch_id in found:
            by_batch[line.batch_id].append(line)
    whole = _item_sums(connection)
    payments = reads.paid(connection, day)
    lines: list[Bought] = []
    states, sums, paid = {}, {}, {}
    for key, batch in found.items():
        mine = by_batch[key]
        paid[key] = Money(sum(amount for _, amount in payments.get(key, ())))
        pieces, money = whole.get(key, (0, 0))
        contract = batch.contract if batch.contract is not None else money
        states[key] = state_of(
            Counted(
                pieces,
                sum(line.delivered for line in mine),
                sum(line.accepted for line in mine),
                batch.tendered,
                batch.contracted,
                contract,
                paid[key].raw,
            )
        )
        made = _bought(batch, mine, payments.get(key, ()), full=states[key] is BatchState.PAID)
        sums[key] = Progress.of(each.raw for each in made)
        lines += made
    plans = [
        Planned(plan, (_scaled(plan, plan.quantity or 0), plan.money or 0, *_NOTHING))
        for plan in reads.plans(connection)
        if (programme_id is None or plan.programme_id == programme_id)
        and (year is None or plan.year == year)
    ]
    return Gathered(day, found, tuple(lines), tuple(plans), states, sums, paid)


def _item_sums(connection: Connection) -> dict[int, tuple[int, int]]:
    """Pieces and money of each batch's list of items."""
    table = tables.batch_item
    found: dict[int, tuple[int, int]] = {}
    for batch_id, quantity, money in connection.execute(
        select(table.c.batch_id, table.c.quantity, table.c.money)
    ):
        pieces, whole = found.get(batch_id, (0, 0))
        found[batch_id] = (pieces + quantity, whole + money)
    return found


def _bought(
    batch: BatchFacts,
    lines: Sequence[LineFacts],
    payments: Sequence[tuple[int | None, int]],
    *,
    full: bool,
) -> list[Bought]:
    """The lines with their money; a payment is shared among the lines it was for."""
    paid = [0] * len(lines)
    for school_id, amount in payments:
        mine = [n for n, line in enumerate(lines) if line.school_id == school_id]
        mine = mine or list(range(len(lines)))
        for n, part in zip(mine, shares(amount, [lines[n].money for n in mine]), strict=True):
            paid[n] += part
    return [
        Bought(line, batch, _raw(line, paid[n], contracted=batch.contracted, full=full))
        for n, line in enumerate(lines)
    ]


def _raw(line: LineFacts, paid: int, *, contracted: bool, full: bool) -> Raw:
    """Nobody pays for single pieces: they count as paid when the batch is paid in full."""
    whole, money = line.quantity, line.money
    came, taken = line.delivered, line.accepted
    pieces = _scaled(line, whole)
    return (
        0,
        0,
        pieces if contracted else 0,
        money if contracted else 0,
        _scaled(line, came),
        part_of(money, came, whole),
        _scaled(line, taken),
        part_of(money, taken, whole),
        pieces if full else 0,
        paid,
    )


def _scaled(line: LineFacts | PlanFacts, pieces: int) -> int:
    return pieces * _scale(line.equipment_class, line.unit)


@cache
def _scale(kind: str, unit: str) -> int:
    return in_class_unit(EquipmentClass(kind), unit) or 1


_NOTHING = (0, 0, 0, 0, 0, 0, 0, 0)
