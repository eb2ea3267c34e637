"""What takes the green from a pair when all is paired: a sum that fails without it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from facilitydesk.domain.matching.entries import Entry, Match
from facilitydesk.domain.matching.lists import Signs
from facilitydesk.domain.matching.nearby import Nearby
from facilitydesk.domain.matching.sums import DAYS, Sums

ROUND = 100_00  # 分: an amount of full hundreds of 元 may be another one by chance


class BesideSums:
    """Green pairs that would just as well be part of a sum that fails without them.

    A payment of 100 is left and a line of 40; 60 was paired with a payment of 60 on another day:
    100 may as well be 60 and 40. A pair of one voucher or of odd digits is no part by chance.
    """

    def __init__(self, signs: Signs, sums: Sums, place: int) -> None:
        self._signs, self._sums = signs, sums
        self._round = max(place, ROUND)

    def among(
        self, pairs: Iterable[tuple[Match, Entry, Entry]], payments: Nearby, lines: Nearby
    ) -> Iterator[Match]:
        """The doubtful of the pairs; `payments` and `lines` are what is left."""
        weak = [
            (match, p, x)
            for match, p, x in pairs
            if p.amount % self._round == 0 and p.day != x.day and not self._signs.same_voucher(p, x)
        ]
        for match, p, x in weak:
            if self._part(x, payments, lines, split=True) or self._part(
                p, lines, payments, split=False
            ):
                yield match

    def _part(self, part: Entry, wholes: Nearby, others: Nearby, *, split: bool) -> bool:
        """Whether something left over is the sum of an entry and others that are left over."""
        beside = others.near(part, 2 * DAYS)
        if not beside:
            return False
        for whole in wholes.near(part, DAYS):
            sign = 1 if whole.amount > 0 else -1
            rest = (whole.amount - part.amount) * sign
            if rest <= 0 or part.amount * sign <= 0 or self._signs.contradict(whole, part):
                continue
            left = [
                e
                for e in beside
                if 0 < e.amount * sign <= rest + self._round
                and abs((e.day - whole.day).days) <= DAYS
            ]
            if left and self._sums.reach(rest * sign, left, split=split):
                return True
        return False
