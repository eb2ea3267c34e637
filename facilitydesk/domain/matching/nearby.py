"""Entries of one list by payee and day: who is near an entry of the other list."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from operator import attrgetter

from facilitydesk.domain.matching.entries import Entry
from facilitydesk.domain.matching.payees import Payees


class Nearby:
    """Answers which entries go to the same payee within some days; taken ones are left out."""

    def __init__(self, entries: Iterable[Entry], payees: Payees, taken: set[object]) -> None:
        self._payees = payees
        self._taken = taken
        self._by_payee: dict[str, list[Entry]] = defaultdict(list)
        for entry in entries:
            self._by_payee[entry.payee].append(entry)
        self._same: dict[str, tuple[list[int], list[Entry]]] = {}

    def near(self, entry: Entry, days: int) -> list[Entry]:
        """The entries not taken whose payee is the same or written shorter, in order of day."""
        taken = self._taken
        return [e for e in self._about(entry, days) if e.key not in taken]

    def parts(self, whole: Entry, days: int) -> list[Entry]:
        """Those near a whole that may be parts of it: of its sign, and smaller."""
        taken, amount = self._taken, whole.amount
        low, high = (0, amount) if amount > 0 else (amount, 0)
        about = self._about(whole, days)
        return [e for e in about if low < e.amount < high and e.key not in taken]

    def _about(self, entry: Entry, days: int) -> list[Entry]:
        same = self._same.get(entry.payee)
        if same is None:
            group = [
                each
                for name in self._payees.same(entry.payee)
                for each in self._by_payee.get(name, ())
            ]
            group.sort(key=attrgetter("day"))
            same = self._same[entry.payee] = ([e.day.toordinal() for e in group], group)
        held, group = same
        if not held:
            return []
        day = entry.day.toordinal()
        begin = bisect_left(held, day - days)
        return group[begin : bisect_right(held, day + days, begin)]

    def anybody(self) -> Iterator[Entry]:
        """All entries not taken."""
        for group in self._by_payee.values():
            yield from (e for e in group if e.key not in self._taken)
