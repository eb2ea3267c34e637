"""Entries of one list by payee and day: who is near an entry of the other list."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Container, Hashable, Iterable
from operator import attrgetter

from facilitydesk.domain.matching.entries import Entry
from facilitydesk.domain.matching.payees import Payees

_DAY = attrgetter("day")
_Group = tuple[list[int], list[Entry]]  # days and entries, in order of day


class Nearby:
    """Answers which entries go to the same payee within some days; taken ones are left out."""

    def __init__(
        self, entries: Iterable[Entry], payees: Payees, taken: Container[Hashable]
    ) -> None:
        self._payees = payees
        self._taken = taken
        self._by_payee: dict[str, list[Entry]] = {}
        known = self._by_payee
        for entry in entries:
            group = known.get(entry.payee)
            if group is None:
                known[entry.payee] = [entry]
            else:
                group.append(entry)
        self._of: dict[str, _Group] = {}
        self._groups: dict[tuple[str, ...], _Group] = {}

    def near(self, entry: Entry, days: int) -> list[Entry]:
        """The entries not taken whose payee is the same or written shorter, in order of day."""
        taken = self._taken
        return [e for e in self._about(entry, days) if e.key not in taken]

    def between(self, entry: Entry, days: int, low: int, high: int) -> list[Entry]:
        """Those near an entry whose amounts lie between two, without these."""
        taken = self._taken
        return [e for e in self._about(entry, days) if low < e.amount < high and e.key not in taken]

    def parts(self, whole: Entry, days: int) -> list[Entry]:
        """Those near a whole that may be parts of it: of its sign, and smaller."""
        amount = whole.amount
        return self.between(whole, days, *((0, amount) if amount > 0 else (amount, 0)))

    def _about(self, entry: Entry, days: int) -> list[Entry]:
        found = self._of.get(entry.payee)
        if found is None:
            found = self._of[entry.payee] = self._group(entry.payee)
        held, group = found
        if not held:
            return group
        day = entry.day.toordinal()
        begin = bisect_left(held, day - days)
        return group[begin : bisect_right(held, day + days, begin)]

    def _group(self, payee: str) -> _Group:
        """The entries of a payee, once for all ways in which its name is written."""
        names = tuple(name for name in self._payees.same(payee) if name in self._by_payee)
        found = self._groups.get(names)
        if found is None:
            group = [each for name in names for each in self._by_payee[name]]
            group.sort(key=_DAY)
            found = self._groups[names] = [e.day.toordinal() for e in group], group
        return found
