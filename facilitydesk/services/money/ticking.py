"""Ticking off: what belongs together is written at once, so no kill or power cut loses a tick."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from facilitydesk.domain.matching import Grade, Match
from facilitydesk.domain.messages import sentence
from facilitydesk.domain.problems import Refused
from facilitydesk.domain.quantities import Money
from facilitydesk.services.desk import Desk
from facilitydesk.services.money.runs import ITEM, LEFT, LINE, MATCH, PAYMENT, open_run, scope
from facilitydesk.store.unit import Changes, Unit


@dataclass(frozen=True, slots=True)
class Tick:
    """Payments and lines to be ticked together."""

    payments: tuple[int, ...]
    lines: tuple[int, ...]
    grade: str = ""
    reason: str = ""
    by_hand: bool = True


def tick(
    desk: Desk, run_id: int, payments: Collection[int], lines: Collection[int], *, reason: str = ""
) -> Changes:
    """Tick by hand. Raises Refused when the sums differ, naming by how much, or one is taken."""
    told = reason.strip() or sentence("match.by_hand", {})
    return tick_all(desk, run_id, [Tick(tuple(payments), tuple(lines), reason=told)])


def take_proposals(desk: Desk, run_id: int, matches: Iterable[Match]) -> Changes:
    """Tick proposed matches as one step. A red one must be ticked by hand after it is mended."""
    chosen = [
        Tick(_ids(match.payments), _ids(match.lines), match.grade.value, match.reason, False)
        for match in matches
        if match.grade is not Grade.RED
    ]
    return tick_all(desk, run_id, chosen)


def _ids(keys: Sequence[object]) -> tuple[int, ...]:
    return tuple(key for key in keys if isinstance(key, int))


def tick_all(desk: Desk, run_id: int, ticks: Sequence[Tick]) -> Changes:
    """Write ticks as one step. Raises Refused and writes none when one of them cannot be."""
    with desk.operation("reconcile.tick", f"勾对（{len(ticks)}组）") as unit:
        run = open_run(unit, run_id)
        known = scope(unit.connection, run)
        held_p, held_x = _held(unit, run_id)
        amounts_p, amounts_x = _amounts(unit, ticks)
        matches, items, done_p, done_x = [], [], set[int](), set[int]()
        for each in ticks:
            if not each.payments and not each.lines:
                raise Refused("reconcile.nothing")
            if not (set(each.payments) <= known.payments and set(each.lines) <= known.lines):
                raise Refused("reconcile.not_in_run", period=run.period.label)
            if (held_p | done_p) & set(each.payments) or (held_x | done_x) & set(each.lines):
                raise Refused("reconcile.taken")
            difference = sum(amounts_p[i] for i in each.payments) - sum(
                amounts_x[i] for i in each.lines
            )
            if difference and each.by_hand:
                raise Refused("reconcile.unequal", difference=Money(difference))
            done_p.update(each.payments)
            done_x.update(each.lines)
            matches.append(
                {
                    "reconciliation_id": run_id,
                    "grade": each.grade,
                    "reason": each.reason,
                    "by_hand": each.by_hand,
                }
            )
        for match_id, each in zip(unit.insert_many(MATCH, matches), ticks, strict=True):
            items += [{"match_id": match_id, "payment_id": i} for i in each.payments]
            items += [{"match_id": match_id, "line_id": i} for i in each.lines]
        unit.insert_many(ITEM, items)
        _forget_explanations(unit, run_id, done_p, done_x)
    return unit.result


def untick(desk: Desk, run_id: int, match_ids: Iterable[int]) -> Changes:
    """Take ticks back; what they joined is open again.

    Raises Refused("gone") for a tick of another reconciliation, and for a finished one.
    """
    chosen = list(match_ids)
    with desk.operation("reconcile.untick", f"取消勾对（{len(chosen)}组）") as unit:
        open_run(unit, run_id)
        for match_id in chosen:
            if unit.row(MATCH, match_id)["reconciliation_id"] != run_id:
                raise Refused("gone")
            items = unit.connection.execute(select(ITEM.c.id).where(ITEM.c.match_id == match_id))
            for item_id in items.scalars().all():
                unit.delete(ITEM, item_id)
            unit.delete(MATCH, match_id)
    return unit.result


def explain(
    desk: Desk,
    run_id: int,
    *,
    payments: Collection[int] = (),
    lines: Collection[int] = (),
    reason: str,
    expected: date | None = None,
) -> Changes:
    """Say why entries stay open (未达账项) and when they will be cleared; both are needed.

    An empty reason takes the explanation back. Raises Refused: reconcile.expected_day without a
    day, reconcile.not_open for an entry that is ticked or of no open list.
    """
    reason = reason.strip()
    count = len(payments) + len(lines)
    with desk.operation("reconcile.explain", f"说明未达账项（{count}笔）") as unit:
        run = open_run(unit, run_id)
        if reason and expected is None:
            raise Refused("reconcile.expected_day")
        known = scope(unit.connection, run)
        held_p, held_x = _held(unit, run_id)
        if not (set(payments) <= known.payments - held_p and set(lines) <= known.lines - held_x):
            raise Refused("reconcile.not_open")
        for name, ids in (("payment_id", payments), ("line_id", lines)):
            for item_id in ids:
                _explain(unit, run_id, name, item_id, reason, expected)
    return unit.result


def _explain(
    unit: Unit, run_id: int, name: str, item_id: int, reason: str, expected: date | None
) -> None:
    row_id = unit.connection.execute(
        select(LEFT.c.id).where(LEFT.c.reconciliation_id == run_id, LEFT.c[name] == item_id)
    ).scalar()
    values = {"reason": reason, "expected_day": expected, "explained": True}
    if not reason:
        if row_id is not None:
            unit.delete(LEFT, row_id)
    elif row_id is None:
        unit.insert(LEFT, {"reconciliation_id": run_id, name: item_id, **values})
    else:
        unit.update(LEFT, row_id, values)


def _held(unit: Unit, run_id: int) -> tuple[set[int], set[int]]:
    rows = unit.connection.execute(
        select(ITEM.c.payment_id, ITEM.c.line_id)
        .join(MATCH, MATCH.c.id == ITEM.c.match_id)
        .where(MATCH.c.reconciliation_id == run_id)
    ).all()
    return {r.payment_id for r in rows} - {None}, {r.line_id for r in rows} - {None}


def _amounts(unit: Unit, ticks: Sequence[Tick]) -> tuple[dict[int, int], dict[int, int]]:
    found = []
    for table, ids in (
        (PAYMENT, {i for each in ticks for i in each.payments}),
        (LINE, {i for each in ticks for i in each.lines}),
    ):
        amounts: dict[int, int] = {}
        wanted = sorted(ids)
        for begin in range(0, len(wanted), 500):
            query = select(table.c.id, table.c.amount).where(
                table.c.id.in_(wanted[begin : begin + 500])
            )
            amounts.update((row.id, row.amount) for row in unit.connection.execute(query))
        if len(amounts) != len(wanted):
            raise Refused("gone")
        found.append(amounts)
    return found[0], found[1]


def _forget_explanations(unit: Unit, run_id: int, payments: set[int], lines: set[int]) -> None:
    rows = unit.connection.execute(
        select(LEFT.c.id, LEFT.c.payment_id, LEFT.c.line_id).where(
            LEFT.c.reconciliation_id == run_id
        )
    ).all()
    for row in rows:
        if row.payment_id in payments or row.line_id in lines:
            unit.delete(LEFT, row.id)
