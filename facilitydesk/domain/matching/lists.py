"""What two lists as a whole tell: which signs they share, and how finely the ledger is kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from facilitydesk.domain.matching.entries import Entry
from facilitydesk.domain.matching.texts import (
    document_key,
    documents_differ,
    parts_differ,
    similarity,
    voucher_keys,
    voucher_tails,
)

# 分 in the smallest place that was written: 1元, 百元 (0.01万元), 千元, 万元.
PLACES = (1_00, 100_00, 1_000_00, 10_000_00)
ALIKE = 0.35  # words less alike are about something else
_SAMPLE = 400
_FEW, _MANY = 3, 10
_ANY_DELAY = (-3, 10)
_APART = 4  # days between one pair and all others


class Told(Enum):
    """What a kind of sign (voucher, document, words) tells in these two lists."""

    SHARED = "shared"  # kept alike on both sides: another one speaks against a pair
    SOME = "some"  # the same one speaks for a pair
    OWN = "own"  # each side has its own: says nothing


@dataclass(frozen=True, slots=True)
class Signs:
    """How the two lists agree in their signs, learned from pairs that are sure without them."""

    vouchers: Told
    documents: Told
    words: Told
    tail: int = 0  # last digits of a voucher that both sides have alike; 0: all
    delays: tuple[int, int] = _ANY_DELAY  # days by which the statement may be later than the ledger

    def same_voucher(self, one: Entry, other: Entry) -> bool:
        """Whether both have the same voucher, or one of several, and that says something."""
        if self.vouchers is Told.OWN or not (one.voucher and other.voucher):
            return False
        if one.voucher == other.voucher:
            return True
        return not voucher_keys(one.voucher, self.tail).isdisjoint(
            voucher_keys(other.voucher, self.tail)
        )

    @property
    def habit(self) -> bool:
        """Whether the lists taught how late lines come."""
        return self.delays != _ANY_DELAY

    def on_time(self, payment: Entry, line: Entry) -> bool:
        """Whether a line comes as soon after its payment as lines do in these lists."""
        first, last = self.delays
        return first <= (line.day - payment.day).days <= last

    def contradict(self, one: Entry, other: Entry) -> bool:
        """Whether a voucher, document or words speak against two entries being one payment."""
        if parts_differ(one.text, other.text):
            return True
        if self.same_voucher(one, other):
            return False
        if self.vouchers is Told.SHARED and one.voucher and other.voucher:
            return True
        if self.documents is Told.SHARED and documents_differ(one.document, other.document):
            return True
        return self.other_words(one, other)

    def other_words(self, one: Entry, other: Entry) -> bool:
        """Whether the words of two entries are unlike where words are alike as a rule."""
        return (
            self.words is Told.SHARED
            and bool(one.text and other.text)
            and similarity(one.text, other.text) < ALIKE
        )


def signs(sure: Sequence[tuple[Entry, Entry]]) -> Signs:
    """Learned from pairs alone with their amount and payee."""
    sample = sure[:_SAMPLE]
    vouchers, tail = _vouchers([(p.voucher, x.voucher) for p, x in sample])
    return Signs(
        vouchers,
        _told(
            document_key(p.document) == document_key(x.document)
            for p, x in sample
            if p.document and x.document
        ),
        _told(similarity(p.text, x.text) >= ALIKE for p, x in sample if p.text and x.text),
        tail,
        _delays([(x.day - p.day).days for p, x in sample]),
    )


def _vouchers(pairs: Sequence[tuple[str, str]]) -> tuple[Told, int]:
    """What vouchers tell; where they are never the same, perhaps their last digits are."""
    both = [pair for pair in pairs if pair[0] and pair[1]]
    told = _told(not voucher_keys(a).isdisjoint(voucher_keys(b)) for a, b in both)
    if told is not Told.OWN or len(both) < _FEW:
        return told, 0
    agreeing = Counter(tail for a, b in both for tail in voucher_tails(a, b))
    often = [tail for tail, count in agreeing.items() if count >= 0.75 * len(both)]
    return (Told.SHARED, max(often)) if often else (told, 0)


def _delays(days: list[int]) -> tuple[int, int]:
    """From the earliest to the latest of many pairs, and a day more on both sides; four of few.

    A few that stand far from all others are not taken for the habit of a treasury.
    """
    if len(days) < _MANY:
        return _ANY_DELAY
    days = sorted(days)
    for _ in range(len(days) // 25):
        if days[1] - days[0] >= _APART:
            del days[0]
        elif days[-1] - days[-2] >= _APART:
            del days[-1]
    more = 1 if len(days) >= 4 * _MANY else 4
    return days[0] - more, days[-1] + more


def _told(agreed: Iterable[bool]) -> Told:
    found = list(agreed)
    if len(found) < _FEW:
        return Told.SOME
    share = sum(found) / len(found)
    return Told.SHARED if share >= 0.75 else Told.SOME if share >= 0.2 else Told.OWN


def ledger_place(payments: Sequence[Entry], lines: Sequence[Entry]) -> int:
    """1 分, or the place (百元, 千元, 万元) to which the whole ledger is rounded."""
    if len(payments) < _FEW or len(lines) < _FEW:
        return 1
    step = max(1, len(payments) // 2_000)
    amounts = [p.amount for p in payments[::step]]
    exact = [x.amount for x in lines[:: max(1, len(lines) // 2_000)]]
    for place in reversed(PLACES):
        share = sum(a % place == 0 for a in amounts) / len(amounts)
        theirs = sum(a % place == 0 for a in exact) / len(exact)
        if share >= 0.97 and theirs <= share - 0.3:
            return place
    return 1


def rounded(amount: int, place: int) -> int:
    """Half up away from zero."""
    if place == 1:
        return amount
    value = (abs(amount) + place // 2) // place * place
    return value if amount >= 0 else -value
