"""Everything bought as of a day in one read: lines with exact money at every moment, and the plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from facilitydesk.domain.equipment import Amount, Counted, Progress, part_of, shares, state_of
from facilitydesk.domain.equipment_terms import BatchState, EquipmentClass, in_class_unit
from facilitydesk.domain.quantities import Money
from facilitydesk.store import tables
from facilitydesk.store.reads import equipment as reads
from facilitydesk.store.reads.equipment import BatchFacts, LineFacts, PlanFacts


@dataclass(frozen=True, slots=True)
class Bought:
    """One school's line of an item: pieces in the item's unit, `progress` in that of its class."""

    facts: LineFacts
    batch: BatchFacts
    progress: Progress

    @property
    def kind(self) -> EquipmentClass:
        return EquipmentClass(self.facts.equipment_class)


@dataclass(frozen=True, slots=True)
class Planned:
    """One line of the plan as progress."""

    facts: PlanFacts
    progress: Progress

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
        sums[key] = sum((each.progress for each in made), Progress())
        lines += made
    plans = [
        Planned(plan, Progress(planned=_amount(plan, plan.quantity or 0, plan.money or 0)))
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
        Bought(line, batch, _progress(line, batch, paid[n], full=full))
        for n, line in enumerate(lines)
    ]


def _progress(line: LineFacts, batch: BatchFacts, paid: int, *, full: bool) -> Progress:
    def part(pieces: int) -> Amount:
        return _amount(line, pieces, part_of(line.money, pieces, line.quantity))

    return Progress(
        contracted=part(line.quantity if batch.contracted else 0),
        delivered=part(line.delivered),
        accepted=part(line.accepted),
        # Nobody pays for single pieces: they count when the batch is paid in full.
        paid=_amount(line, line.quantity if full else 0, paid),
    )


def _amount(line: LineFacts | PlanFacts, pieces: int, money: int) -> Amount:
    scale = in_class_unit(EquipmentClass(line.equipment_class), line.unit) or 1
    return Amount(pieces * scale, Money(money))
