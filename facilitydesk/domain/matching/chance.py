"""Whether parts add up to a whole by chance: what their digits prove, and what else is said.

A sum of amounts to the 分 hits by chance once in millions, one of full 万元 every other time. How
many choices may hit by chance at most for a green sum is a table: by what vouchers, documents and
words say of the parts, and by whether all parts are of one day and on time.
"""

from __future__ import annotations

from datetime import timedelta
from math import comb

from facilitydesk.domain.matching.edges import same_document
from facilitydesk.domain.matching.entries import Entry
from facilitydesk.domain.matching.lists import ALIKE, Signs, Told, rounded
from facilitydesk.domain.matching.slips import slip
from facilitydesk.domain.matching.texts import documents_differ, parts_differ, similarity

#            on one day  some days apart
MOST = {
    "voucher": (5e-2, 5e-2),  # a part has the voucher of the whole
    "same": (5e-2, 1e-3),  # all parts have its document or its words
    "silent": (1e-3, 1e-4),
    "other": (1e-5, 1e-6),  # another document, other words, vouchers of their own
}
ROUND = 100_00  # 分: full hundreds of 元 are alike by chance
_WIDE, _FAR = timedelta(5), timedelta(10)  # first part to last; the whole to any part


class Evidence:
    """Weighs sums of two lists."""

    def __init__(self, signs: Signs, place: int) -> None:
        self._signs = signs
        self._place = place  # 分: the smallest place of the ledger

    def speaks(
        self, whole: Entry, parts: tuple[Entry, ...], near: list[Entry], *, split: bool
    ) -> bool:
        """Whether a sum is too good to be chance; `near` are the parts there were to choose from.

        A part that is the whole but for a slip of the hand (458,564.56 and 548,564.56) adds up
        with any payment of the difference, so it proves nothing.
        """
        days = [part.day for part in parts]
        if max(days) - min(days) > _WIDE or any(abs(day - whole.day) > _FAR for day in days):
            return False
        if any(self._slipped(whole, part) for part in parts):
            return False
        said = self.said(whole, parts)
        ends = (whole, parts[0]) if split else (parts[0], whole)
        one_day = len(set(days)) == 1 and self._signs.on_time(*ends)
        among = len(near)
        if one_day and said == "same":
            among = sum(part.day == days[0] and _akin(whole, part) for part in near)
        return self._chance(whole, parts, among) < MOST[said][not one_day]

    def said(self, whole: Entry, parts: tuple[Entry, ...]) -> str:
        """What vouchers, documents and words say: a key of MOST."""
        documents = self._signs.documents is Told.SHARED
        words = self._signs.words is Told.SHARED
        for part in parts:
            if parts_differ(whole.text, part.text) or (
                documents and documents_differ(whole.document, part.document)
            ):
                return "other"
            if words and whole.text and part.text and similarity(whole.text, part.text) < ALIKE:
                return "other"
        said = "same" if all(_akin(whole, part) for part in parts) else "silent"
        if self._signs.vouchers is Told.SHARED and whole.voucher:
            if any(self._signs.same_voucher(whole, part) for part in parts):
                return "voucher"
            if all(part.voucher for part in parts):  # parts may be numbered by themselves
                return "silent" if said == "same" else "other"
        return said

    def _slipped(self, whole: Entry, part: Entry) -> bool:
        """Whether a part is the whole but for a slip; among round amounts only a swap is one."""
        one, other = rounded(whole.amount, self._place), rounded(part.amount, self._place)
        code = slip(one, other)
        odd = bool(one % ROUND or other % ROUND)
        return code == "match.slip_swap" or (odd and code is not None)

    def _chance(self, whole: Entry, parts: tuple[Entry, ...], among: int) -> float:
        """How many of the choices of so many parts should hit the whole, by its digits."""
        every = (whole, *parts)
        place = 1
        while place < abs(whole.amount) and not any(e.amount % (place * 10) for e in every):
            place *= 10
        # All there are: nothing was chosen.
        ways = range(2, len(parts) + 1)
        tried = 1 if among == len(parts) else sum(comb(among, count) for count in ways)
        return tried * max(place, self._place * len(parts)) / abs(whole.amount)


def _akin(whole: Entry, part: Entry) -> bool:
    """Whether a document or words say that a part is of the whole."""
    return same_document(whole, part) or similarity(whole.text, part.text) >= 0.5
