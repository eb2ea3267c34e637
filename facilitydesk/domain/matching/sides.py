"""One of the two lists: its entries, their amounts, and what of them is held by a match."""

from __future__ import annotations

from collections.abc import Container, Hashable, Sequence
from itertools import compress

from facilitydesk.domain.matching.entries import Entry, Match


class Side:
    """The ledger's payments or the statement's lines.

    The ledger is four times as long as the list, and most of it has nothing to do with it: what
    looks at every entry is done without a step of Python for each.
    """

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.entries = entries
        self.amounts = [entry.amount for entry in entries]
        self.held: dict[Hashable, Match] = {}

    def of_amounts(self, wanted: Container[int]) -> list[Entry]:
        """The entries of some amounts, in their order."""
        return list(compress(self.entries, map(wanted.__contains__, self.amounts)))

    def negative(self) -> list[Entry]:
        """What came back."""
        return list(compress(self.entries, map((0).__gt__, self.amounts)))

    def left(self) -> list[Entry]:
        """The entries no match holds."""
        held = self.held
        return [entry for entry in self.entries if entry.key not in held]
