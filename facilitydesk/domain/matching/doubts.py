"""What takes the green from a pair when all is paired: a sum that fails without it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta

from facilitydesk.domain.matching.chance import ROUND
from facilitydesk.domain.matching.entries import Entry, Match
from facilitydesk.domain.matching.lists import Signs
from facilitydesk.domain.matching.nearby import Nearby
from facilitydesk.domain.matching.pairs import Pair
from facilitydesk.domain.matching.sums import DAYS, Sums

_SPAN = timedelta(DAYS)


class BesideSums:
    """Green pairs that would just as well be part of a sum that fails without them.

    A payment of 100 is left and a line of 40; 60 was paired with a payment of 60 on another day:
    100 may as well be 60 and 40. Or lines of 35 and 25 are left: they may be the payment of 60.
    A pair of one voucher or of odd digits is neither by chance.
    """

    def __init__(self, signs: Signs, sums: Sums, place: int) -> None:
        self._signs, self._sums = signs, sums
        self._round = max(place, ROUND)
        self._exact = place == 1

    def among(self, pairs: Iterable[Pair], payments: Nearby, lines: Nearby) -> Iterator[Match]:
        """The doubtful of the pairs; `payments` and `lines` are what is left."""
        for match, p, x in pairs:
            if p.amount % self._round or self._signs.same_voucher(p, x):
                continue
            left_x = lines.near(x, 2 * DAYS)
            if (
                self._whole(x, self._fitting(payments.parts(x, DAYS)), split=False)
                or (left_x and self._whole(p, _smaller(p, left_x, p.amount), split=True))
                or (left_x and p.day != x.day and self._among_parts(p, x, payments, left_x))
            ):
                yield match

    def _fitting(self, parts: list[Entry]) -> list[Entry]:
        """Those of a round whole's parts that may be in its sum: an odd one never is alone."""
        if not self._exact:
            return parts
        odd = [rest for e in parts if (rest := e.amount % self._round)]
        if not odd or len(odd) > 2 or (len(odd) == 2 and sum(odd) == self._round):
            return parts
        return [e for e in parts if not e.amount % self._round]

    def _among_parts(self, p: Entry, line: Entry, payments: Nearby, left_x: list[Entry]) -> bool:
        """Whether either end of a pair completes a sum of what is left over."""
        left_p = payments.near(p, 2 * DAYS)
        return bool(left_p) and (
            self._part(line, left_p, left_x, split=True)
            or self._part(p, left_x, left_p, split=False)
        )

    def _whole(self, whole: Entry, near: list[Entry], *, split: bool) -> bool:
        """Whether what is left over adds up to one end of a pair."""
        if len(near) < 2 or not self._sums.reach(whole.amount, near, split=split):
            return False
        near = [e for e in near if not self._signs.contradict(whole, e)]
        return len(near) > 1 and self._sums.reach(whole.amount, near, split=split)

    def _part(self, part: Entry, wholes: list[Entry], others: list[Entry], *, split: bool) -> bool:
        """Whether something left over is the sum of an entry and others that are left over."""
        for whole in _smaller(part, wholes, None):
            rest = whole.amount - part.amount
            if rest * whole.amount <= 0 or part.amount * whole.amount <= 0:
                continue
            left = _smaller(whole, others, rest + (self._round if rest > 0 else -self._round))
            if (
                left
                and self._sums.reach(rest, left, split=split)
                and not self._signs.contradict(whole, part)
            ):
                return True
        return False


def _smaller(entry: Entry, others: list[Entry], limit: int | None) -> list[Entry]:
    """Those not far in days; with a limit of its sign and below it."""
    first, last = entry.day - _SPAN, entry.day + _SPAN
    near = [e for e in others if first <= e.day <= last]
    if limit is None:
        return near
    if limit < 0:
        return [e for e in near if limit < e.amount < 0]
    return [e for e in near if 0 < e.amount < limit]
