"""Matches the ledger's payments with the lines of a statement: `propose` is the whole of it.

Surest first: what came back; the same amount and payee; amounts the ledger rounded; sums to one
payee; then what makes a green pair doubtful; at last suspicions, which are red and take nobody out of what is left.
"""

from __future__ import annotations

from collections.abc import Container, Hashable, Iterable, Iterator, Sequence
from itertools import filterfalse
from operator import attrgetter

from facilitydesk.domain.matching.copies import copies
from facilitydesk.domain.matching.doubts import BesideSums
from facilitydesk.domain.matching.edges import face
from facilitydesk.domain.matching.entries import Entry, Grade, How, Match, Matching, Reason
from facilitydesk.domain.matching.lists import ledger_place, rounded, signs
from facilitydesk.domain.matching.nearby import Nearby
from facilitydesk.domain.matching.pairs import NEAR, Pair, Pairs
from facilitydesk.domain.matching.payees import Payee, Payees
from facilitydesk.domain.matching.returns import Returns
from facilitydesk.domain.matching.sides import Side
from facilitydesk.domain.matching.slips import Slips
from facilitydesk.domain.matching.sums import DAYS, Sums
from facilitydesk.domain.quantities import Money

_KEY = attrgetter("key")
_MANY = 20  # pairs that teach enough of what two lists have in common

Buckets = dict[int, tuple[list[Entry], list[Entry]]]


def propose(payments: Sequence[Entry], lines: Sequence[Entry]) -> Matching:
    """The matches of two lists. Keys must be unique within a list; order does not matter."""
    return _Run(payments, lines).all()


class _Run:
    def __init__(self, payments: Sequence[Entry], lines: Sequence[Entry]) -> None:
        self.payments, self.lines = Side(payments), Side(lines)
        self.place = ledger_place(payments, lines)
        self.payees = Payees({p.payee for p in payments}, {x.payee for x in lines})
        self.buckets = self._buckets()
        self.signs = signs(self._sure())
        self.pairs = Pairs(self.payees, self.signs)
        self.returns = Returns(self.payments, self.lines, self.payees)
        self.paired: list[Pair] = []

    def _sure(self) -> list[tuple[Entry, Entry]]:
        """Pairs alone with their amount and payee."""
        alone = [(p[0], x[0]) for p, x in self.buckets.values() if len(p) == len(x) == 1]
        near = [(p, x) for p, x in alone if abs((p.day - x.day).days) <= NEAR]
        sure = [(p, x) for p, x in near if p.payee == x.payee]
        if len(sure) >= _MANY:
            return sure
        # Short names teach as well, and cost more.
        return [(p, x) for p, x in near if self.payees.agree(p.payee, x.payee) >= Payee.SHORT]

    def all(self) -> Matching:
        gone = set[int]()
        for ledger in (True, False):
            for found in self.returns.sure(ledger=ledger):
                self._hold(found.match)
                gone |= {rounded(sign * found.first.amount, self.place) for sign in (1, -1)}
                for again in found.again:  # stands where the first payment stood
                    self.signs.stood[0 if ledger else 1].setdefault(again.key, found.first.day)
        for amount, group in self.buckets.items():
            both = group
            if amount in gone:
                both = (
                    [p for p in both[0] if p.key not in self.payments.held],
                    [x for x in both[1] if x.key not in self.lines.held],
                )
            for pair in self.pairs.of(*both):
                self._hold_pair(pair)
        for ledger, side in ((True, self.payments), (False, self.lines)):
            for match in self.returns.beside(side.held, ledger=ledger):
                self._doubt(match, "match.beside_return")
            for match in self.returns.left(side.held, ledger=ledger):
                self._hold(match)
        return self._what_is_left()

    def _what_is_left(self) -> Matching:
        taken_p, taken_x = self.payments.held, self.lines.held
        left_p, left_x = self.payments.left(), self.lines.left()
        near_p = Nearby(left_p, self.payees, taken_p)
        near_x = Nearby(left_x, self.payees, taken_x)

        def take(found: Iterable[Match]) -> None:
            for match in found:
                self._hold(match)

        def free(entries: Iterable[Entry], taken: Container[Hashable]) -> Iterator[Entry]:
            return (e for e in entries if e.key not in taken)

        slips = Slips(self.payees, self.signs)
        sums = Sums(self.signs, self.place, self._paired)
        near: list[Entry] = []
        if self.place == 1:
            for pair in slips.rounded(free(left_x, taken_x), near_p, near_x, doubtful=near):
                self._hold_pair(pair)
        # What is sure is taken out first, in both directions, and then what only adds up.
        rivals_p = near_p, self._unsure(self.payments)
        rivals_x = near_x, self._unsure(self.lines)
        merged: list[Entry] = []
        take(sums.of(free(left_x, taken_x), rivals_x, near_p, split=False, doubtful=merged))
        # The whole of several lines is more than a line nearby, and that line is not alone.
        wholes = {
            p.key: p
            for x in free(left_x, taken_x)
            if len(near_x.near(x, 2 * DAYS)) > 1
            for p in near_p.near(x, DAYS)
            if abs(p.amount) > abs(x.amount)
        }
        split: list[Entry] = []
        take(sums.of(free(wholes.values(), taken_p), rivals_p, near_x, split=True, doubtful=split))
        take(sums.of(free(merged, taken_x), rivals_x, near_p, split=False))
        take(sums.of(free(split, taken_p), rivals_p, near_x, split=True))
        for pair in slips.rounded(free(near, taken_x), near_p, near_x):
            self._hold_pair(pair)
        beside = BesideSums(self.signs, sums, self.place)
        for match in beside.among(self._green_pairs(), near_p, near_x):
            self._doubt(match, "match.beside_sum")
        held = (*taken_p.values(), *taken_x.values())
        matches = list({id(match): match for match in held}.values())
        payments_left = tuple(filterfalse(taken_p.__contains__, map(_KEY, left_p)))
        lines_left = tuple(filterfalse(taken_x.__contains__, map(_KEY, left_x)))
        for found in (
            self._copies(),
            slips.suspicions(free(left_x, taken_x), near_p),
            slips.elsewhere(free(left_x, taken_x), self._alike, taken_p),
        ):
            for match in found:
                matches.append(match)
                self._hold(match)
        return Matching(tuple(matches), payments_left, lines_left)

    def _alike(self, line: Entry) -> Iterable[Entry]:
        """The payments of a line's amount."""
        group = self.buckets.get(rounded(line.amount, self.place))
        return group[0] if group else ()

    def _paired(self, entry: Entry, ledger: bool) -> bool:
        """Whether an entry (of the ledger or not) is the same as one that a match holds."""
        group = self.buckets.get(rounded(entry.amount, self.place), ((), ()))[not ledger]
        taken = (self.payments if ledger else self.lines).held
        near = [e for e in group if e.day == entry.day and e.key in taken]
        return any(e.amount == entry.amount and face(e) == face(entry) for e in near)

    def _unsure(self, side: Side) -> Nearby:
        """The entries of yellow matches: they may belong elsewhere."""
        yellow = Grade.YELLOW
        keys = {key for key, match in side.held.items() if match.grade is yellow}
        if side is self.payments:
            entries = [p for _, p, _ in self.paired if p.key in keys]
        else:
            entries = [x for _, _, x in self.paired if x.key in keys]
        if len(entries) < len(keys):  # what came back is in no pair
            entries = [e for e in side.entries if e.key in keys]
        return Nearby(entries, self.payees, ())

    def _copies(self) -> Iterator[Match]:
        """What is left over of entries that one side has more often than the other."""
        for number, side in enumerate((self.payments, self.lines)):
            held = side.held
            for both in self.buckets.values():
                group = both[number]
                if len(group) > 1 and (payees := {e.payee for e in group if e.key in held}):
                    left = [e for e in group if e.payee in payees and e.key not in held]
                    if left:
                        yield from copies(left, group, ledger=side is self.payments)

    def _buckets(self) -> Buckets:
        """Entries by amount, only where both sides have some."""
        lines: dict[int, list[Entry]] = {}
        for line in self.lines.entries:
            amount = line.amount if self.place == 1 else rounded(line.amount, self.place)
            lines.setdefault(amount, []).append(line)
        payments: dict[int, list[Entry]] = {amount: [] for amount in lines}
        for payment in self.payments.of_amounts(lines):
            payments[payment.amount].append(payment)
        return {amount: (group, lines[amount]) for amount, group in payments.items() if group}

    def _with_difference(self, match: Match) -> Match:
        args = (
            ("place", Money(self.place)),
            ("difference", Money(match.difference)),
        )
        reasons = (*match.reasons, Reason("match.rounded", args))
        return match._replace(how=How.ROUNDED, reasons=reasons)

    def _doubt(self, match: Match, code: str) -> None:
        """Takes the green from a match and says why."""
        if match.grade is Grade.GREEN:
            reasons = (*match.reasons, Reason(code))
            self._hold(match._replace(grade=Grade.YELLOW, reasons=reasons))

    def _green_pairs(self) -> Iterator[Pair]:
        for _, p, line in self.paired:
            match = self.lines.held[line.key]
            if match.grade is Grade.GREEN:
                yield match, p, line

    def _hold_pair(self, pair: Pair) -> None:
        match, p, line = pair
        if match.difference and match.how is How.SINGLE:
            match = self._with_difference(match)
        self.payments.held[p.key] = self.lines.held[line.key] = match
        self.paired.append(pair)

    def _hold(self, match: Match) -> None:
        for key in match.payments:
            self.payments.held[key] = match
        for key in match.lines:
            self.lines.held[key] = match
