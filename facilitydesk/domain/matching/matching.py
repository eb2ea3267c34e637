"""Matches the ledger's payments with the lines of a statement: `propose` is the whole of it.

Surest first: what came back; the same amount and payee; amounts the ledger rounded; sums to one
payee; then what makes a green pair doubtful; at last suspicions, which are red and take nobody out of what is left.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from facilitydesk.domain.matching.copies import copies
from facilitydesk.domain.matching.doubts import BesideSums
from facilitydesk.domain.matching.edges import face
from facilitydesk.domain.matching.entries import Entry, Grade, How, Match, Matching, Reason
from facilitydesk.domain.matching.lists import ledger_place, rounded, signs
from facilitydesk.domain.matching.nearby import Nearby
from facilitydesk.domain.matching.pairs import NEAR, Pairs
from facilitydesk.domain.matching.payees import Payee, Payees
from facilitydesk.domain.matching.returns import Returns
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
        self.returns = Returns(payments, lines, self.payees)
        self.held_payments: dict[object, Match] = {}
        self.held_lines: dict[object, Match] = {}
        self.buckets = buckets

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
                    [p for p in both[0] if p.key not in self.held_payments],
                    [x for x in both[1] if x.key not in self.held_lines],
                )
            for match in self.pairs.of(*both):
                self._hold(self._with_difference(match) if match.difference else match)
        for ledger, held in ((True, self.held_payments), (False, self.held_lines)):
            for match in self.returns.beside(held, ledger=ledger):
                self._doubt(match, "match.beside_return")
            for match in self.returns.left(held, ledger=ledger):
                self._hold(match)
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

        def paired(entry: Entry, ledger: bool) -> bool:
            group = self.buckets.get(rounded(entry.amount, self.place), ((), ()))[not ledger]
            taken = taken_p if ledger else taken_x
            near = [e for e in group if e.day == entry.day and e.key in taken]
            return any(e.amount == entry.amount and face(e) == face(entry) for e in near)

        slips = Slips(self.payees, self.signs)
        sums = Sums(self.signs, self.place, paired)
        near: list[Entry] = []
        if self.place == 1:
            take(slips.rounded(free(left_x, taken_x), near_p, near_x, doubtful=near))
        # What is sure is taken out first, in both directions, and then what only adds up.
        rivals_p = near_p, self._unsure(self.payments, self.held_payments)
        rivals_x = near_x, self._unsure(self.lines, self.held_lines)
        merged: list[Entry] = []
        take(sums.of(free(left_x, taken_x), rivals_x, near_p, split=False, doubtful=merged))
        # The whole of several lines is more than a line nearby, and that line is not alone.
        wholes = {
            p.key: p
            for x in free(left_x, taken_x)
            if any(e is not x for e in near_x.near(x, 2 * DAYS))
            for p in near_p.near(x, DAYS)
            if abs(p.amount) > abs(x.amount)
        }
        split: list[Entry] = []
        take(sums.of(free(wholes.values(), taken_p), rivals_p, near_x, split=True, doubtful=split))
        take(sums.of(free(merged, taken_x), rivals_x, near_p, split=False))
        take(sums.of(free(split, taken_p), rivals_p, near_x, split=True))
        take(slips.rounded(free(near, taken_x), near_p, near_x))
        beside = BesideSums(self.signs, sums, self.place)
        for match in beside.among(self._green_pairs(), near_p, near_x):
            self._doubt(match, "match.beside_sum")
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

    def _unsure(self, entries: Sequence[Entry], held: dict[object, Match]) -> Nearby:
        """The entries of yellow matches: they may belong elsewhere."""
        keys = {key for key, match in held.items() if match.grade is Grade.YELLOW}
        return Nearby((e for e in entries if e.key in keys), self.payees, set())

    def _copies(self, taken_p: set[object], taken_x: set[object]) -> Iterator[Match]:
        """What is left over of entries that one side has more often than the other."""
        for side, taken in enumerate((taken_p, taken_x)):
            for both in self.buckets.values():
                group = both[side]
                left = [e for e in group if e.key not in taken] if len(group) > 1 else []
                if left and len(left) < len(group):
                    known = {(e.payee, e.voucher) for e in group if e.key in taken}
                    left = [e for e in left if (e.payee, e.voucher) in known]
                    yield from copies(left, group, ledger=side == 0)

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

    def _green_pairs(self) -> Iterator[tuple[Match, Entry, Entry]]:
        payments = {p.key: p for p in self.payments if p.key in self.held_payments}
        for line in self.lines:
            match = self.held_lines.get(line.key)
            if (
                match
                and match.grade is Grade.GREEN
                and len(match.lines) == len(match.payments) == 1
            ):
                yield match, payments[match.payments[0]], line

    def _hold(self, match: Match) -> None:
        for key in match.payments:
            self.held_payments[key] = match
        for key in match.lines:
            self.held_lines[key] = match
