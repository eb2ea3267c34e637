"""What two lists as a whole tell: which signs they share, and how finely the ledger is kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
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
_EVER = (-4, 10)  # what may come late or early where few pairs taught how late lines come
_APART = 4  # days between one pair and all others


class Told(Enum):
    """What a kind of sign (voucher, document, words) tells in these two lists."""

    SHARED = "shared"  # kept alike on both sides: another one speaks against a pair
    SOME = "some"  # the same one speaks for a pair
    OWN = "own"  # each side has its own: says nothing


_OWN, _SHARED = Told.OWN, Told.SHARED


@dataclass(frozen=True, slots=True)
class Signs:
    """How the two lists agree in their signs, learned from pairs that are sure without them."""

    vouchers: Told
    documents: Told
    words: Told
    tail: int = 0  # last digits of a voucher that both sides have alike; 0: all
    delays: tuple[int, int] = _ANY_DELAY  # days by which the statement may be later than the ledger
    ever: tuple[int, int] = _EVER  # days that are not out of the question
    alike: float = ALIKE  # words of a pair are at least so alike as a rule
    # payments and lines that were paid again: the day of what came back
    stood: tuple[dict[Hashable, date], dict[Hashable, date]] = field(
        default_factory=lambda: ({}, {})
    )

    def same_voucher(self, one: Entry, other: Entry) -> bool:
        """Whether both have the same voucher, or one of several, and that says something."""
        if self.vouchers is _OWN or not (one.voucher and other.voucher):
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
        return self._within(payment, line, first, last)

    def thinkable(self, payment: Entry, line: Entry) -> bool:
        """Whether a line may belong to a payment although it is not the habit of these lists."""
        return self._within(payment, line, *self.ever)

    def _within(self, payment: Entry, line: Entry, first: int, last: int) -> bool:
        if first <= (line.day - payment.day).days <= last:
            return True
        if not self.again(payment, line):
            return False
        stood_p, stood_x = self.stood
        before = stood_x.get(line.key, line.day) - stood_p.get(payment.key, payment.day)
        return first <= before.days <= last

    def again(self, payment: Entry, line: Entry) -> bool:
        """Whether either was paid again after it came back."""
        return payment.key in self.stood[0] or line.key in self.stood[1]

    def contradict(self, one: Entry, other: Entry) -> bool:
        """Whether a voucher, document or words speak against two entries being one payment."""
        if one.text != other.text and parts_differ(one.text, other.text):
            return True
        if self.vouchers is _SHARED and one.voucher and other.voucher:
            return not self.same_voucher(one, other)
        if self.documents is _SHARED and documents_differ(one.document, other.document):
            return True
        return self.other_words(one, other)

    def other_words(self, one: Entry, other: Entry) -> bool:
        """Whether the words of two entries are unlike where words are alike as a rule."""
        return (
            self.words is _SHARED
            and one.text != other.text
            and bool(one.text and other.text)
            and similarity(one.text, other.text) < self.alike
        )


def signs(sure: Sequence[tuple[Entry, Entry]]) -> Signs:
    """Learned from pairs alone with their amount and payee."""
    sample = sure[:_SAMPLE]
    vouchers, tail = _vouchers([(p.voucher, x.voucher) for p, x in sample])
    days = [(x.day - p.day).days for p, x in sample]
    words = [similarity(p.text, x.text) for p, x in sample if p.text and x.text]
    return Signs(
        vouchers,
        _told(
            document_key(p.document) == document_key(x.document)
            for p, x in sample
            if p.document and x.document
        ),
        _told(each >= ALIKE for each in words),
        tail,
        _delays(days),
        _ever(days),
        _alike(words),
    )


def _alike(words: list[float]) -> float:
    """How alike words are at least as a rule: a little less than in all but one pair of twenty."""
    if len(words) < _MANY:
        return ALIKE
    usual = sorted(words)[max(1, len(words) // 20)]
    return min(max(ALIKE, usual - 0.15), 0.75)


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


def _ever(days: list[int]) -> tuple[int, int]:
    """Two days earlier and three later than any pair was; a fixed span where pairs are few."""
    if len(days) >= 4 * _MANY:
        return min(days) - 2, max(days) + 3
    first, last = _delays(days)
    return min(first, _EVER[0]), max(last, _EVER[1])


def _told(agreed: Iterable[bool]) -> Told:
    found = list(agreed)
    if len(found) < _FEW:
        return Told.SOME
    share = sum(found) / len(found)
    return Told.SHARED if share >= 0.9 else Told.SOME if share >= 0.2 else Told.OWN


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
        if share >= 0.97 and theirs <= share - 0.3 and _rounds(place, payments, lines):
            return place
    return 1


def _rounds(place: int, payments: Sequence[Entry], lines: Sequence[Entry]) -> bool:
    """Whether lines are found in the ledger by rounding: a ledger of round sums is not rounded."""
    known = {p.amount for p in payments}
    found = sum(x.amount not in known and rounded(x.amount, place) in known for x in lines)
    return found >= max(_FEW, len(lines) // 5)


def rounded(amount: int, place: int) -> int:
    """Half up away from zero."""
    if place == 1:
        return amount
    value = (abs(amount) + place // 2) // place * place
    return value if amount >= 0 else -value
