"""One payment and one line of the same amount and payee: found by the safest sign first.

Entries of one amount and payee within the window are rivals. A pair is green when a sign that
only these two share (voucher, document, words, the very day) tells them from all rivals, or when
there are no rivals; else the nearest in date is proposed yellow. Dates are never crossed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import lru_cache
from operator import itemgetter

from facilitydesk.domain.matching.edges import (
    Edge,
    booked_twice,
    by_words,
    components,
    same_document,
    same_words,
    singled_out,
    with_rivals,
    without,
    words_elsewhere,
)
from facilitydesk.domain.matching.entries import Entry, Grade, How, Match, Reason
from facilitydesk.domain.matching.lists import Signs
from facilitydesk.domain.matching.payees import Payee, Payees
from facilitydesk.domain.matching.texts import (
    similarity,
)

NEAR, FAR = 10, 45  # days: what is green without another sign, what is looked at all
_FAR = timedelta(FAR)

_EXACT = Reason("match.exact")
_NAMES = {
    Payee.SHORT: "match.short_name",
    Payee.LIKE: "match.like_name",
    Payee.BLANK: "match.blank_name",
    Payee.OTHER: "match.other_name",
}
_WEIGHTS = {Payee.SAME: 40, Payee.SHORT: 32, Payee.LIKE: 15, Payee.BLANK: 10, Payee.OTHER: 0}

Sign = Callable[[Entry, Entry], bool]


class Pairs:
    """Finds the pairs of entries that have the same amount."""

    def __init__(self, payees: Payees, signs: Signs) -> None:
        self._payees = payees
        self.signs = signs

    def of(self, payments: list[Entry], lines: list[Entry]) -> Iterator[Match]:
        """The matches among entries of one amount; who is not in one is left."""
        if len(payments) == len(lines) == 1:
            edges = [(p, line) for p in payments for line in lines if self._possible(p, line)]
        else:
            edges = self._edges(payments, lines)
        for group in components(edges) if len(edges) > 1 else [edges] if edges else []:
            if len(group) == 1:
                yield self._alone(*group[0])
            else:
                yield from self._among(group)

    def _edges(self, payments: list[Entry], lines: list[Entry]) -> list[Edge]:
        """As `_possible`, by way of the names that agree: round amounts are in every second line."""
        by_name: dict[str, list[tuple[int, Entry]]] = {}
        for place, line in enumerate(lines):
            by_name.setdefault(line.payee, []).append((place, line))
        edges: list[Edge] = []
        for p in payments:
            friends = self._payees.friends(p.payee)
            first, last = p.day - _FAR, p.day + _FAR
            mine = [
                numbered
                for name in friends.keys() & by_name.keys()
                for numbered in by_name[name]
                if first <= numbered[1].day <= last
                and (friends[name] is not Payee.LIKE or self.signs.same_voucher(p, numbered[1]))
            ]
            if len(mine) > 1:
                mine.sort(key=itemgetter(0))
            edges += [(p, line) for _, line in mine]
        return edges

    def _possible(self, p: Entry, line: Entry) -> bool:
        if abs((p.day - line.day).days) > FAR:
            return False
        payee = self._payees.agree(p.payee, line.payee)
        return payee >= Payee.SHORT or (
            payee is Payee.BLANK or (payee is Payee.LIKE and self.signs.same_voucher(p, line))
        )

    def _alone(self, p: Entry, line: Entry) -> Match:
        days = abs((p.day - line.day).days)
        voucher = self.signs.same_voucher(p, line)
        payee = self._payees.agree(p.payee, line.payee)
        against = self.signs.contradict(p, line)
        sure = (
            (days <= NEAR or voucher)
            and not against
            and (payee >= Payee.SHORT or (voucher and payee is Payee.BLANK))
        )
        return self.match(p, line, Grade.GREEN if sure else Grade.YELLOW, against=against)

    def _among(self, edges: list[Edge]) -> Iterator[Match]:
        """Takes the pairs that one sign after the other singles out, then what is left over."""
        crowded = with_rivals(edges)
        signs: tuple[Sign, ...] = (
            self.signs.same_voucher,
            lambda p, line: p.day == line.day and same_words(p, line),
            lambda p, line: p.day == line.day and same_document(p, line),
            same_words,
            lambda p, line: same_document(p, line) and abs((p.day - line.day).days) <= NEAR,
        )
        for sign in signs:
            for p, line in singled_out([e for e in edges if sign(*e)]):
                if self.signs.contradict(p, line):
                    continue
                yield self._told(p, line, "match.rivals" if (p, line) in crowded else None)
                edges = without(edges, p, line)
        for p, line in booked_twice(edges):
            if not self.signs.contradict(p, line):
                yield self._told(p, line, "match.double")
                edges = without(edges, p, line)
        for p, line in by_words(edges):
            if not self.signs.contradict(p, line) and abs((p.day - line.day).days) <= NEAR:
                yield self._told(p, line, "match.by_words")
                edges = without(edges, p, line)
        for p, line in singled_out([e for e in edges if e[0].day == e[1].day]):
            if not self.signs.contradict(p, line) and not words_elsewhere(p, line, edges):
                yield self._told(p, line, "match.by_day")
                edges = without(edges, p, line)
        for group in components(edges):
            yield from self._by_order(group)

    def _told(self, p: Entry, line: Entry, code: str | None) -> Match:
        """A pair told from its rivals; yellow when a name or the distance is doubtful."""
        payee = self._payees.agree(p.payee, line.payee)
        voucher = self.signs.same_voucher(p, line)
        near = abs((p.day - line.day).days) <= NEAR or voucher
        sure = near and (payee >= Payee.SHORT or (payee is Payee.BLANK and voucher))
        return self.match(p, line, Grade.GREEN if sure else Grade.YELLOW, code)

    def _by_order(self, edges: list[Edge]) -> Iterator[Match]:
        """Nothing tells them apart but the order of their days."""
        payments = sorted({p.key: p for p, _ in edges}.values(), key=lambda e: e.day)
        lines = sorted({x.key: x for _, x in edges}.values(), key=lambda e: e.day)
        if len(payments) == len(lines):
            pairs = list(zip(payments, lines, strict=True))
            if all((p, x) in edges for p, x in pairs):
                shifts = [(x.day - p.day).days for p, x in pairs]
                steady = max(shifts) - min(shifts) <= NEAR // 2
                sure = (
                    steady
                    and max(map(abs, shifts)) <= NEAR
                    and not any(self.signs.contradict(*pair) for pair in pairs)
                    and not any(words_elsewhere(*pair, edges) for pair in pairs)
                    and all(self._payees.agree(p.payee, x.payee) >= Payee.SHORT for p, x in pairs)
                )
                for p, x in pairs:
                    yield self.match(
                        p,
                        x,
                        Grade.GREEN if sure else Grade.YELLOW,
                        "match.by_order" if len(pairs) > 1 else None,
                    )
                return
        while edges:
            p, line = min(edges, key=lambda e: (abs((e[0].day - e[1].day).days), e[0].day))
            yield self.match(p, line, Grade.YELLOW, "match.ambiguous")
            edges = without(edges, p, line)

    def match(
        self,
        p: Entry,
        line: Entry,
        grade: Grade,
        code: str | None = None,
        *,
        against: bool | None = None,
    ) -> Match:
        """The match of two entries of one amount with everything that speaks for or against it."""
        if against is None:
            against = self.signs.contradict(p, line)
        payee = self._payees.agree(p.payee, line.payee)
        reasons = [
            _EXACT
            if payee is Payee.SAME
            else Reason(_NAMES[payee], (("ledger", p.payee), ("statement", line.payee))),
            *side_reasons(p, line, voucher=self.signs.same_voucher(p, line)),
        ]
        if against:
            reasons.append(Reason("match.contradict"))
        if code:
            reasons.append(Reason(code))
        return Match(
            (p.key,),
            (line.key,),
            How.SINGLE,
            grade,
            score(p, line, payee, voucher=self.signs.same_voucher(p, line)),
            tuple(reasons),
            line.amount - p.amount,
        )


@lru_cache(maxsize=1_000)
def _days(days: int) -> Reason:
    if days == 0:
        return Reason("match.same_day")
    return Reason("match.days_later" if days > 0 else "match.days_earlier", (("days", abs(days)),))


def side_reasons(p: Entry, line: Entry, *, voucher: bool) -> list[Reason]:
    """What day and voucher say."""
    found = [_days(0 if line.day == p.day else (line.day - p.day).days)]
    if voucher:
        found.append(Reason("match.same_voucher", (("voucher", line.voucher),)))
    return found


def score(p: Entry, line: Entry, payee: Payee, *, voucher: bool) -> int:
    """0 to 100: name 40, day 30, voucher 20, words 10."""
    days = abs((p.day - line.day).days)
    name = _WEIGHTS[payee]
    words = int(10 * similarity(p.text, line.text)) if p.text and line.text else 5
    return min(100, name + max(0, 30 - days) + (20 if voucher else 10 if days == 0 else 5) + words)
