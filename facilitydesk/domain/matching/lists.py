"""What two lists as a whole tell: which signs they share, and how finely the ledger is kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from facilitydesk.domain.matching.entries import Entry
from facilitydesk.domain.matching.texts import (
    document_key,
    documents_differ,
    parts_differ,
    similarity,
    voucher_key,
)

# 分 in the smallest place that was written: 1元, 百元 (0.01万元), 千元, 万元.
PLACES = (1_00, 100_00, 1_000_00, 10_000_00)
ALIKE = 0.35  # words less alike are about something else
_SAMPLE = 400
_FEW = 3


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

    def same_voucher(self, one: Entry, other: Entry) -> bool:
        """Whether both have the same voucher, and that says something."""
        return (
            self.vouchers is not Told.OWN
            and bool(one.voucher and other.voucher)
            and voucher_key(one.voucher) == voucher_key(other.voucher)
        )

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
    return Signs(
        _told(
            voucher_key(p.voucher) == voucher_key(x.voucher)
            for p, x in sample
            if p.voucher and x.voucher
        ),
        _told(
            document_key(p.document) == document_key(x.document)
            for p, x in sample
            if p.document and x.document
        ),
        _told(similarity(p.text, x.text) >= ALIKE for p, x in sample if p.text and x.text),
    )


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
