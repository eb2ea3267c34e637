"""退票: what was paid, came back and was perhaps paid again, where the other side knows less of it.

A payment and its return on one side, unknown to the other, take each other off. Where the other
side knows of one payment and this side of payment, return and second payment, the second one is
the one that was kept: it stands where the first one stood.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from operator import attrgetter, itemgetter

from facilitydesk.domain.matching.entries import Entry, Grade, How, Match, Reason
from facilitydesk.domain.matching.lists import ALIKE
from facilitydesk.domain.matching.payees import Payees
from facilitydesk.domain.matching.sides import Side
from facilitydesk.domain.matching.texts import documents_differ, similarity

DAYS = 90
_SPAN, _NEAR = timedelta(DAYS), timedelta(10)
_WORDS = ("退", "冲", "撤", "作废", "红字")


_DAY, _PLACE = attrgetter("day"), itemgetter(0)

# By amount and payee, each with its place in the list.
ByAmount = dict[int, dict[str, list[tuple[int, Entry]]]]
Held = Mapping[object, Match]  # matches so far, by the key of an entry


@dataclass(frozen=True, slots=True)
class Returned:
    """A pair that takes itself off, and what may have been paid again after it."""

    match: Match
    first: Entry
    again: tuple[Entry, ...] = ()


class Returns:
    """Finds what came back on one side of two lists."""

    def __init__(self, payments: Side, lines: Side, payees: Payees) -> None:
        self._payees = payees
        sides = (payments, lines)
        self._backs = [sorted(side.negative(), key=_DAY) for side in sides]
        negative = {e.amount for backs in self._backs for e in backs}
        wanted = negative | {-amount for amount in negative}
        self._amounts = [_by_amount(side.of_amounts(wanted)) for side in sides]

    def sure(self, *, ledger: bool) -> Iterator[Returned]:
        """What the other side does not know, and which payment came back is told.

        This side has more of such payments than the other: one of them must be gone.
        """
        side = 0 if ledger else 1
        used: set[object] = set()
        for back in self._backs[side]:
            alike = [e for e in self._alike(back, -back.amount, side) if e.key not in used]
            likely = _likely(back, alike)
            if not likely or self._alike(back, back.amount, 1 - side):
                continue
            if len(alike) <= len(_about(alike, self._alike(back, -back.amount, 1 - side))):
                continue
            match = _match(likely[0], back, len(likely), ledger=ledger)
            if match.grade is Grade.GREEN:
                used.update((likely[0].key, back.key))
                later = (e for e in alike if e.day >= back.day and e is not likely[0])
                again = tuple(e for e in later if _same_matter(back, e))
                yield Returned(match, likely[0], again)

    def left(self, held: Held, *, ledger: bool) -> Iterator[Match]:
        """What is left when the lists are paired: a return and a payment nobody else has.

        The caller takes the entries of a match before it asks for the next.
        """
        side = 0 if ledger else 1
        for back in self._backs[side]:
            if back.key in held:
                continue
            likely = _likely(back, self._alike(back, -back.amount, side))
            free = [e for e in likely if e.key not in held]
            if free:
                yield _match(free[0], back, len(likely), ledger=ledger)

    def beside(self, held: Held, *, ledger: bool) -> Iterator[Match]:
        """Green pairs of an amount that came back on this side, nobody knows of which payment."""
        side = 0 if ledger else 1
        for back in self._backs[side]:
            if back.key in held:
                continue
            for group in self._amounts[side].get(-back.amount, {}).values():
                for _, entry in group:
                    match = held.get(entry.key)
                    near = abs((entry.day - back.day).days) <= DAYS
                    if near and match and match.how in (How.SINGLE, How.ROUNDED):
                        yield match

    def _alike(self, back: Entry, amount: int, side: int) -> list[Entry]:
        """The entries of an amount to the payee of a return, not too far from it."""
        known = self._amounts[side].get(amount)
        if not known:
            return []
        first, last = back.day - _SPAN, back.day + _SPAN
        names = [name for name in self._payees.same(back.payee) if name in known]
        found = [e for name in names for e in known[name] if first <= e[1].day <= last]
        if len(names) > 1:
            found.sort(key=_PLACE)
        return [entry for _, entry in found]


def _likely(back: Entry, alike: list[Entry]) -> list[Entry]:
    """The payments a return may take back by all signs there are, the last one first."""
    if back.reverses is not None:
        return [e for e in alike if e.key == back.reverses]
    before = [e for e in alike if e.day <= back.day]
    signs = [_signs(e, back) for e in before]
    likely = [e for e, sign in zip(before, signs, strict=True) if sign == max(signs)]
    return sorted(likely, key=lambda e: e.day, reverse=True)


def _about(mine: list[Entry], theirs: list[Entry]) -> list[Entry]:
    """Those that may be one of mine by their days."""
    first = min(e.day for e in mine) - _NEAR
    last = max(e.day for e in mine) + _NEAR
    return [e for e in theirs if first <= e.day <= last]


def _by_amount(entries: list[Entry]) -> ByAmount:
    found: ByAmount = {}
    for placed in enumerate(entries):
        entry = placed[1]
        found.setdefault(entry.amount, {}).setdefault(entry.payee, []).append(placed)
    return found


def _signs(entry: Entry, back: Entry) -> tuple[bool, bool, bool]:
    """What says that a payment is the one that came back: voucher, words, document."""
    return (
        bool(entry.voucher) and entry.voucher == back.voucher,
        bool(entry.text) and similarity(entry.text, _matter(back.text)) > 0.8,
        not documents_differ(entry.document, back.document),
    )


def _matter(text: str) -> str:
    """What a return is about, without the words that say that it is one."""
    for word in ("退票", "退回", "退款", *_WORDS):
        text = text.replace(word, "")
    return text.strip()


def _same_matter(first: Entry, back: Entry) -> bool:
    """Whether the words of a return fit; a bare 退票 fits everything."""
    if documents_differ(first.document, back.document):
        return False
    one, rest = _matter(first.text), _matter(back.text)
    return len(rest) < 4 or len(one) < 4 or similarity(one, rest) >= ALIKE


def _match(first: Entry, back: Entry, choices: int, *, ledger: bool) -> Match:
    sure = back.reverses is not None or (choices == 1 and _same_matter(first, back))
    keys = (first.key, back.key)
    days = (back.day - first.day).days
    code = "match.void" if ledger else "match.returned"
    reasons = [Reason(code, (("days", days),)) if days else Reason(f"{code}_at_once")]
    if not sure:
        reasons.append(Reason("match.return_unsure"))
    return Match(
        keys if ledger else (),
        () if ledger else keys,
        How.RETURNED,
        Grade.GREEN if sure else Grade.YELLOW,
        90 if sure else 60,
        tuple(reasons),
    )
