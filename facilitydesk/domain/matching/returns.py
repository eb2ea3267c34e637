"""退票: what was paid, came back and was perhaps paid again, where the other side knows less of it.

A payment and its return on one side, unknown to the other, take each other off. Where the other
side knows of one payment and this side of payment, return and second payment, the second one is
the one that was kept: it takes the place of the first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from facilitydesk.domain.matching.entries import Entry, Grade, How, Match, Reason
from facilitydesk.domain.matching.lists import ALIKE
from facilitydesk.domain.matching.payees import Payees
from facilitydesk.domain.matching.texts import documents_differ, similarity

DAYS = 90
_SPAN = timedelta(DAYS)
_WORDS = ("退", "冲", "撤", "作废", "红字")


@dataclass(frozen=True, slots=True)
class Returned:
    """A pair that takes itself off; `again` replaces `first` in the match it had, if it had one."""

    match: Match
    first: Entry
    back: Entry
    again: Entry | None = None


def returned(
    entries: Sequence[Entry],
    payees: Payees,
    held: Mapping[object, Match],
    *,
    ledger: bool,
) -> Iterator[Returned]:
    """Each negative entry without a match, with the payment before it that it takes back.

    `held` are the matches so far by the key of the entry (of this side).
    """
    backs = [e for e in entries if e.amount < 0 and e.key not in held]
    if not backs:
        return
    wanted = {-back.amount for back in backs}
    by_amount: dict[int, list[Entry]] = {}
    for entry in entries:
        if entry.amount in wanted:
            by_amount.setdefault(entry.amount, []).append(entry)
    used: set[object] = set()
    for back in sorted(backs, key=lambda e: e.day):
        first_day, last_day = back.day - _SPAN, back.day + _SPAN
        names = payees.same(back.payee)
        alike = [
            e
            for e in by_amount.get(-back.amount, ())
            if e.payee in names and first_day <= e.day <= last_day and e.key not in used
        ]
        before = [
            e
            for e in alike
            if (e.key == back.reverses if back.reverses is not None else e.day <= back.day)
        ]
        before = [e for e in before if e.key not in held or held[e.key].how is How.SINGLE]
        if not before:
            continue
        told = [_signs(e, back) for e in before]
        best = max(told)
        likely = [e for e, sign in zip(before, told, strict=True) if sign == best]
        free = [e for e in likely if e.key not in held]
        again = None
        if not free:
            # Only a payment alone in its match can give its place to the one that followed.
            free = likely
            later = [
                e
                for e in alike
                if e.key not in held
                and e.day >= back.day
                and e not in before
                and _same_matter(back, e)
            ]
            again = max(later, key=lambda e: (_signs(e, back), -e.day.toordinal()), default=None)
            if again is None:
                continue
        first = max(free, key=lambda e: e.day)
        used.update((first.key, back.key))
        if again is not None:
            used.add(again.key)
        yield Returned(_match(first, back, len(free), ledger=ledger), first, back, again)


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
