"""Matches the ledger's payments with the lines of a statement: `propose` is the whole of it.

Surest first: the same amount and payee; what came back; amounts the ledger rounded; sums to one
payee; at last suspicions, which are red and take nobody out of what is left.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from facilitydesk.domain.matching.copies import copies
from facilitydesk.domain.matching.entries import Entry, Grade, How, Match, Matching, Reason
from facilitydesk.domain.matching.lists import ledger_place, rounded, signs
from facilitydesk.domain.matching.nearby import Nearby
from facilitydesk.domain.matching.pairs import NEAR, Pairs
from facilitydesk.domain.matching.payees import Payee, Payees
from facilitydesk.domain.matching.returns import returned
from facilitydesk.domain.matching.slips import Slips
from facilitydesk.domain.matching.sums import DAYS, Sums
from facilitydesk.domain.quantities import Money

_MANY = 20  # pairs that teach enough of what two lists have in common

Buckets = dict[int, tuple[list[Entry], list[Entry]]]


def propose(payments: Sequence[Entry], lines: Sequence[Entry]) -> Matching:
    """The matches of two lists. Keys must be unique within a list; order does not matter."""
    return _Run(payments, lines).all()


class _Run:
    def __init__(self, payments: Sequence[Entry], lines: Sequence[Entry]) -> None:
        self.payments, self.lines = payments, lines
        self.place = ledger_place(payments, lines)
        self.payees = Payees({p.payee for p in payments}, {x.payee for x in lines})
        buckets = self._buckets()
        alone = [(p[0], x[0]) for p, x in buckets.values() if len(p) == len(x) == 1]
        near = [(p, x) for p, x in alone if abs((p.day - x.day).days) <= NEAR]
        sure = [(p, x) for p, x in near if p.payee == x.payee]
        if len(sure) < _MANY:  # short names teach as well, and cost more
            sure = [(p, x) for p, x in near if self.payees.agree(p.payee, x.payee) >= Payee.SHORT]
        self.signs = signs(sure)
        self.pairs = Pairs(self.payees, self.signs)
        self.held_payments: dict[object, Match] = {}
        self.held_lines: dict[object, Match] = {}
        self.buckets = buckets

    def all(self) -> Matching:
        for payments, lines in self.buckets.values():
            for match in self.pairs.of(payments, lines):
                self._hold(self._with_difference(match))
        self._returned(self.payments, self.held_payments, ledger=True)
        self._returned(self.lines, self.held_lines, ledger=False)
        return self._what_is_left()

    def _what_is_left(self) -> Matching:
        taken_p: set[object] = set(self.held_payments)
        taken_x: set[object] = set(self.held_lines)
        left_x = [x for x in self.lines if x.key not in taken_x]
        near_p = Nearby((p for p in self.payments if p.key not in taken_p), self.payees, taken_p)
        near_x = Nearby(left_x, self.payees, taken_x)

        def take(found: Iterable[Match]) -> None:
            for match in found:
                self._hold(match)
                taken_p.update(match.payments)
                taken_x.update(match.lines)

        def free(entries: Iterable[Entry], taken: set[object]) -> Iterator[Entry]:
            return (e for e in entries if e.key not in taken)

        def alike(line: Entry) -> Iterator[Entry]:
            group = self.buckets.get(rounded(line.amount, self.place))
            return free(group[0] if group else (), taken_p)

        slips, sums = Slips(self.payees, self.signs), Sums(self.signs, self.place)
        exact = self.place == 1
        if exact:
            take(slips.rounded(free(left_x, taken_x), near_p, near_x, sure_only=True))
        # What is sure is taken out first, in both directions, and then what only adds up.
        merged: list[Entry] = []
        take(sums.of(free(left_x, taken_x), near_x, near_p, split=False, doubtful=merged))
        # The whole of several lines is more than a line nearby, and that line is not alone.
        wholes = {
            p.key: p
            for x in free(left_x, taken_x)
            if any(e is not x for e in near_x.near(x, 2 * DAYS))
            for p in near_p.near(x, DAYS)
            if abs(p.amount) > abs(x.amount)
        }
        split: list[Entry] = []
        take(sums.of(free(wholes.values(), taken_p), near_p, near_x, split=True, doubtful=split))
        take(sums.of(free(merged, taken_x), near_x, near_p, split=False))
        take(sums.of(free(split, taken_p), near_p, near_x, split=True))
        if exact:
            take(slips.rounded(free(left_x, taken_x), near_p, near_x, sure_only=False))
        self._doubtful_beside_sums(near_p, near_x)
        held = (*self.held_payments.values(), *self.held_lines.values())
        matches = list({id(match): match for match in held}.values())
        payments_left = tuple(p.key for p in self.payments if p.key not in taken_p)
        lines_left = tuple(x.key for x in self.lines if x.key not in taken_x)
        for found in (
            self._copies(taken_p, taken_x),
            slips.suspicions(free(left_x, taken_x), near_p),
            slips.elsewhere(free(left_x, taken_x), alike),
        ):
            for match in found:
                matches.append(match)
                taken_p.update(match.payments)
                taken_x.update(match.lines)
        return Matching(tuple(matches), payments_left, lines_left)

    def _copies(self, taken_p: set[object], taken_x: set[object]) -> Iterator[Match]:
        """What is left over of entries that one side has more often than the other."""
        for payments, lines in self.buckets.values():
            for group, taken, ledger in ((payments, taken_p, True), (lines, taken_x, False)):
                if len(group) < 2:
                    continue
                known = {(e.payee, e.voucher) for e in group if e.key in taken}
                left = [e for e in group if (e.payee, e.voucher) in known and e.key not in taken]
                if left:
                    yield from copies(left, group, ledger=ledger)

    def _buckets(self) -> Buckets:
        """Entries by amount, only where both sides have some."""
        lines: dict[int, list[Entry]] = defaultdict(list)
        for line in self.lines:
            lines[rounded(line.amount, self.place)].append(line)
        payments: dict[int, list[Entry]] = {amount: [] for amount in lines}
        for payment in self.payments:
            group = payments.get(payment.amount)
            if group is not None:
                group.append(payment)
        return {amount: (group, lines[amount]) for amount, group in payments.items() if group}

    def _with_difference(self, match: Match) -> Match:
        if not match.difference:
            return match
        args = (
            ("place", str(Money(self.place))),
            ("difference", str(Money(match.difference))),
        )
        return replace(
            match, how=How.ROUNDED, reasons=(*match.reasons, Reason("match.rounded", args))
        )

    def _returned(
        self, entries: Sequence[Entry], held: dict[object, Match], *, ledger: bool
    ) -> None:
        for found in list(returned(entries, self.payees, held, ledger=ledger)):
            if found.again is not None:
                old = held.pop(found.first.key)
                keys = (found.again.key,)
                kept = replace(
                    old,
                    payments=keys if ledger else old.payments,
                    lines=old.lines if ledger else keys,
                    grade=old.grade if found.match.grade is Grade.GREEN else Grade.YELLOW,
                    reasons=(*old.reasons, Reason("match.repaid")),
                )
                self._hold(kept)
            self._hold(found.match)

    def _doubtful_beside_sums(self, payments: Nearby, lines: Nearby) -> None:
        """A pair that would just as well be part of a sum that fails without it is not sure.

        A payment of 100 is left and a line of 40; 60 was paired with a payment of 60 on another
        day: 100 may as well be 60 and 40.
        """
        singles = [m for m in self.held_payments.values() if m.how is How.SINGLE]
        left = list(lines.anybody())
        if not left or not singles:
            return
        by_key_p = {p.key: p for p in self.payments if p.key in self.held_payments}
        by_key_x = {x.key: x for x in self.lines if x.key in self.held_lines}
        by_amount: dict[int, list[Match]] = defaultdict(list)
        for match in singles:
            if match.grade is Grade.GREEN:
                by_amount[by_key_p[match.payments[0]].amount].append(match)
        for line in left:
            amount = line.amount
            for p in payments.near(line, DAYS):
                gap = p.amount - amount
                for match in by_amount.get(abs(gap), ()):
                    own, other = by_key_p[match.payments[0]], by_key_x[match.lines[0]]
                    beside = other if gap > 0 else own
                    if (
                        own.day != other.day
                        and abs((beside.day - p.day).days) <= DAYS
                        and self.payees.agree(p.payee, beside.payee) >= Payee.SHORT
                    ):
                        self._hold(
                            replace(
                                match,
                                grade=Grade.YELLOW,
                                reasons=(*match.reasons, Reason("match.beside_sum")),
                            )
                        )

    def _hold(self, match: Match) -> None:
        for key in match.payments:
            self.held_payments[key] = match
        for key in match.lines:
            self.held_lines[key] = match
