"""Entries of one list by payee and day: who is near an entry of the other list."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from operator import attrgetter

from facilitydesk.domain.matching.entries import Entry
from facilitydesk.domain.matching.payees import Payees


class Nearby:
    """Answers which entries go to the same payee within some days; taken ones are left out."""

    def __init__(self, entries: Iterable[Entry], payees: Payees, taken: set[object]) -> None:
        self._payees = payees
        self._taken = taken
        self._by_payee: dict[str, list[Entry]] = {}
        for entry in entries:
            self._by_payee.setdefault(entry.payee, []).append(entry)
        self._days: dict[str, list[int]] = {}
        for payee, group in self._by_payee.items():
            if len(group) > 1:
                group.sort(key=attrgetter("day"))
            self._days[payee] = [entry.day.toordinal() for entry in group]
        self._same: dict[str, list[tuple[list[int], list[Entry]]]] = {}

    def near(self, entry: Entry, days: int) -> list[Entry]:
        """The entries not taken whose payee is the same or written shorter."""
        same = self._same.get(entry.payee)
        if same is None:
            same = self._same[entry.payee] = [
                (self._days[name], self._by_payee[name])
                for name in self._payees.same(entry.payee)
                if name in self._by_payee
            ]
        if not same:
            return []
        day = entry.day.toordinal()
        first, last = day - days, day + days
        found: list[Entry] = []
        for held, group in same:
            if held[-1] >= first and held[0] <= last:
                found += group[bisect_left(held, first) : bisect_right(held, last)]
        taken = self._taken
        return [e for e in found if e.key not in taken] if found else found

    def anybody(self) -> Iterator[Entry]:
        """All entries not taken."""
        for group in self._by_payee.values():
            yield from (e for e in group if e.key not in self._taken)
