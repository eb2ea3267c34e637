"""Amounts that nearly agree: the ledger kept in 万元, and slips of the hand, which stay suspicions."""

from __future__ import annotations

from collections.abc import Callable, Container, Hashable, Iterable, Iterator
from datetime import timedelta
from operator import ne

from facilitydesk.domain.matching.entries import Entry, Grade, How, Match, Reason
from facilitydesk.domain.matching.lists import PLACES, Signs
from facilitydesk.domain.matching.nearby import Nearby
from facilitydesk.domain.matching.pairs import NEAR, Pair
from facilitydesk.domain.matching.payees import Payees
from facilitydesk.domain.matching.telling import score, side_reasons
from facilitydesk.domain.quantities import Money

_COARSEST = PLACES[-1]
_FARTHEST = _COARSEST // 2
_NEAR = timedelta(NEAR)
_SURE = 100_00  # a coarser place is only proposed


def rounded_to(ledger: int, exact: int) -> int | None:
    """The place to which the ledger's amount is the exact one, rounded half up; None if not."""
    if ledger == exact or abs(ledger - exact) > _FARTHEST or (ledger > 0) != (exact > 0):
        return None
    one, other = abs(ledger), abs(exact)
    for place in PLACES:
        if one % place == 0 and (other + place // 2) // place * place == one:
            return place
    return None


def slip(one: int, other: int) -> str | None:
    """The code of the slip that turns one amount into the other, or None."""
    if one == other:
        return None
    if (one > 0) != (other > 0):
        return None
    a, b = str(abs(one)), str(abs(other))
    if len(a) == len(b):
        apart = sum(map(ne, a, b))
        if apart == 2:
            i, j = (i for i in range(len(a)) if a[i] != b[i])
            return "match.slip_swap" if a[i] == b[j] and a[j] == b[i] else None
        return "match.slip_digit" if apart == 1 else None
    short, long = sorted((a, b), key=len)
    zeros = len(long) - len(short)
    if long == short + "0" * zeros:
        return "match.slip_zeros"
    if zeros == 1 and any(long[:i] + long[i + 1 :] == short for i in range(len(long))):
        return "match.slip_missing"
    return None


class Slips:
    """Looks at what is left for the same payee on nearly the same day."""

    def __init__(self, payees: Payees, signs: Signs) -> None:
        self._payees = payees
        self._signs = signs

    def rounded(
        self,
        lines: Iterable[Entry],
        payments: Nearby,
        others: Nearby,
        *,
        doubtful: list[Entry] | None = None,
    ) -> Iterator[Pair]:
        """Pairs of which the ledger holds the rounded amount; `others` are all lines left.

        With a list of `doubtful` only sure pairs are answered and the other lines are put there,
        to be asked for again at last.
        """
        for line in lines:
            amount = line.amount
            if amount % _COARSEST == 0:  # it is its own rounding
                continue
            around = amount - _FARTHEST - 1, amount + _FARTHEST + 1
            found = [
                (p, place)
                for p in payments.between(line, NEAR, *around)
                if (place := rounded_to(p.amount, amount))
            ]
            if not found:
                continue
            p, place = min(found, key=lambda f: (abs((f[0].day - line.day).days), f[1]))
            rivals = [x for x in others.near(p, NEAR) if rounded_to(p.amount, x.amount)]
            sure = (
                len(found) == 1
                and len(rivals) == 1
                and place <= _SURE
                and not self._signs.contradict(p, line)
            )
            if sure or doubtful is None:
                match = self._match(p, line, Grade.GREEN if sure else Grade.YELLOW, place)
                yield match, p, line
            else:
                doubtful.append(line)

    def suspicions(self, lines: Iterable[Entry], payments: Nearby) -> Iterator[Match]:
        """Pairs that a slip of the hand keeps apart: always red."""
        for line in lines:
            found = [
                (p, code)
                for p in payments.near(line, NEAR)
                if (code := slip(p.amount, line.amount)) and p.amount * line.amount > 0
            ]
            if found:
                p, code = min(found, key=lambda f: abs((f[0].day - line.day).days))
                yield self._red(p, line, code)

    def elsewhere(
        self,
        lines: Iterable[Entry],
        alike: Callable[[Entry], Iterable[Entry]],
        taken: Container[Hashable],
    ) -> Iterator[Match]:
        """The same amount on nearly the same day to somebody else: always red.

        `alike` answers the payments of about a line's amount. The caller takes the entries of a
        match before it asks for the next.
        """
        for line in lines:
            first, last, amount = line.day - _NEAR, line.day + _NEAR, line.amount
            found = [
                p
                for p in alike(line)
                if first <= p.day <= last and p.amount == amount and p.key not in taken
            ]
            if found:
                p = min(found, key=lambda e: abs((e.day - line.day).days))
                yield self._red(p, line, "match.other_name")

    def _match(self, p: Entry, line: Entry, grade: Grade, place: int) -> Match:
        payee = self._payees.agree(p.payee, line.payee)
        voucher = self._signs.same_voucher(p, line)
        difference = line.amount - p.amount
        args = (
            ("place", Money(place)),
            ("difference", Money(difference)),
        )
        return Match(
            (p.key,),
            (line.key,),
            How.ROUNDED,
            grade,
            max(0, score(p, line, payee, voucher=voucher) - 10),
            (Reason("match.rounded", args), *side_reasons(p, line, voucher=voucher)),
            difference,
        )

    def _red(self, p: Entry, line: Entry, code: str) -> Match:
        args = (
            ("ledger", p.payee if code == "match.other_name" else Money(p.amount)),
            ("statement", line.payee if code == "match.other_name" else Money(line.amount)),
        )
        return Match(
            (p.key,),
            (line.key,),
            How.SLIP,
            Grade.RED,
            30,
            (Reason(code, args), *side_reasons(p, line, voucher=False)),
            line.amount - p.amount,
        )
