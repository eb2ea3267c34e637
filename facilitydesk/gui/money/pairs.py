"""A reconciliation's sheet as the two lists show it: entries with their match and its state."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from facilitydesk.gui.money.pairing_side import Entry
from facilitydesk.services.money.reconcile import Item, Match, Sheet


@dataclass(frozen=True)
class Group:
    """A tick that is kept, or a proposed match; `payments` and `lines` are ids."""

    key: tuple[str, int]
    payments: frozenset[int]
    lines: frozenset[int]
    grade: str
    reason: str
    tick_id: int | None = None
    match: Match | None = None


def groups_of(sheet: Sheet) -> tuple[Group, ...]:
    """The ticks first, then the proposals, each with a name of its own."""
    found = [
        Group(
            ("tick", each.id),
            frozenset(each.payments),
            frozenset(each.lines),
            each.grade,
            each.reason,
            tick_id=each.id,
        )
        for each in sheet.ticks
    ]
    found += [
        Group(
            ("match", number),
            _ids(match.payments),
            _ids(match.lines),
            match.grade.value,
            match.reason,
            match=match,
        )
        for number, match in enumerate(sheet.proposals)
    ]
    return tuple(found)


def entries_of(
    sheet: Sheet, groups: Sequence[Group]
) -> tuple[tuple[Entry, ...], tuple[Entry, ...]]:
    """Both lists in one order: by the first day of their match, partners at the same place."""
    of_payment = {each: group for group in groups for each in group.payments}
    of_line = {each: group for group in groups for each in group.lines}
    days: dict[Any, Any] = {}
    for items, owner in ((sheet.payments, of_payment), (sheet.lines, of_line)):
        for item in items:
            group = owner.get(item.id)
            if group is not None:
                days[group.key] = min(days.get(group.key, item.day), item.day)
    ordered = sorted(groups, key=lambda group: days[group.key])
    numbers = {group.key: number for number, group in enumerate(ordered, start=1)}

    def entries(items: Iterable[Item], owner: Mapping[int, Group]) -> tuple[Entry, ...]:
        made = [_entry(item, owner.get(item.id), numbers) for item in items]
        return tuple(sorted(made, key=lambda e: (days.get(e.group, e.day), e.number, e.day, e.id)))

    return entries(sheet.payments, of_payment), entries(sheet.lines, of_line)


def _entry(item: Item, group: Group | None, numbers: Mapping[Any, int]) -> Entry:
    words = " · ".join(part for part in (item.project, item.text) if part)
    facts: dict[str, Any] = {"alone": True}
    if group is not None:
        facts = {
            "group": group.key,
            "grade": group.grade,
            "reason": group.reason,
            "ticked": group.tick_id is not None,
            "number": numbers[group.key],
            "alone": len(group.payments) + len(group.lines) == 1,
        }
    return Entry(
        item.id,
        item.day,
        item.amount,
        item.payee,
        item.voucher,
        words or item.document,
        item.document,
        open_reason=item.reason,
        expected=item.expected,
        explained=item.explained,
        carried=item.carried,
        **facts,
    )


def _ids(keys: Iterable[Any]) -> frozenset[int]:
    return frozenset(key for key in keys if isinstance(key, int))
