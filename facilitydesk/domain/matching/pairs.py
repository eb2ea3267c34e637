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
    balanced,
    booked_twice,
    by_words,
    components,
    in_order,
    same_document,
    same_words,
    singled_out,
    with_rivals,
    without,
    words_elsewhere,
)
from facilitydesk.domain.matching.entries import Entry, Grade, How, Match, Reason
from facilitydesk.domain.matching.lists import Signs, Told
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
        for place, p in enumerate(payments):
            by_name.setdefault(p.payee, []).append((place, p))
        found: list[tuple[int, int, Edge]] = []
        telling = self.signs.vouchers is not Told.OWN
        for number, line in enumerate(lines):
            first, last = line.day - _FAR, line.day + _FAR
            for name in self._payees.kin(line.payee):
                found += [
                    (place, number, (p, line))
                    for place, p in by_name.get(name, ())
                    if first <= p.day <= last
                ]
            if not (telling and line.voucher):
                continue
            for name in self._payees.alike(line.payee) & by_name.keys():
                found += [
                    (place, number, (p, line))
                    for place, p in by_name[name]
                    if first <= p.day <= last and self.signs.same_voucher(p, line)
                ]
        if len(found) > 1:
            found.sort(key=itemgetter(0, 1))
        return [edge for _, _, edge in found]

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
            (voucher or (self.signs.on_time(p, line) if self.signs.habit else days <= NEAR))
            and not against
            and (payee >= Payee.SHORT or (voucher and payee is Payee.BLANK))
        )
        grade = Grade.GREEN if sure else Grade.YELLOW
        return self._match(p, line, grade, None, payee, voucher=voucher, against=against)

    def _among(self, edges: list[Edge]) -> Iterator[Match]:
        """Takes the pairs that one sign after the other singles out, then what is left over."""
        crowded = with_rivals(edges)
        signs: tuple[Sign, ...] = (
            self.signs.same_voucher,
            lambda p, line: p.day == line.day and same_words(p, line),
            same_words,
            lambda p, line: same_document(p, line) and abs((p.day - line.day).days) <= NEAR,
        )
        for sign in signs:
            for p, line in singled_out([e for e in edges if sign(*e)]):
                if self.signs.contradict(p, line) or (
                    (sign != self.signs.same_voucher or self.signs.vouchers is not Told.SHARED)
                    and words_elsewhere(p, line, edges)
                ):
                    continue
                yield self._told(p, line, "match.rivals" if (p, line) in crowded else None)
                edges = without(edges, p, line)
        for p, line in booked_twice([e for e in edges if self.signs.same_voucher(*e)]):
            if self._fits(p, line):
                yield self._told(p, line, "match.double")
                edges = without(edges, p, line)
        for p, line in by_words(edges):
            if not self.signs.contradict(p, line) and abs((p.day - line.day).days) <= NEAR:
                yield self._told(p, line, "match.by_words")
                edges = without(edges, p, line)
        for group in components(edges):
            yield from self._by_day(group)

    def _told(self, p: Entry, line: Entry, code: str | None) -> Match:
        """A pair told from its rivals; yellow when a name or the distance is doubtful."""
        payee = self._payees.agree(p.payee, line.payee)
        voucher = self.signs.same_voucher(p, line)
        near = abs((p.day - line.day).days) <= NEAR or voucher
        sure = near and (payee >= Payee.SHORT or (payee is Payee.BLANK and voucher))
        return self.match(p, line, Grade.GREEN if sure else Grade.YELLOW, code)

    def _by_day(self, edges: list[Edge]) -> Iterator[Match]:
        """Nothing tells them apart but their days; what days do not tell is yellow."""
        fitting = [e for e in edges if self._fits(*e)]
        sure = in_order(fitting)
        if not sure and not balanced(fitting):
            sure = singled_out([e for e in fitting if e[0].day == e[1].day])
        sure = sure or singled_out(fitting)
        for p, line in sure:
            if not words_elsewhere(p, line, edges):
                yield self._told(p, line, "match.by_day" if len(edges) > 1 else None)
                edges = without(edges, p, line)
        while edges:
            p, line = min(edges, key=lambda e: (abs((e[0].day - e[1].day).days), e[0].day))
            alone = len(edges) == 1 and not self.signs.contradict(p, line)
            yield self.match(p, line, Grade.YELLOW, None if alone else "match.ambiguous")
            edges = without(edges, p, line)

    def _fits(self, p: Entry, line: Entry) -> bool:
        return self.signs.on_time(p, line) and not self.signs.contradict(p, line)

    def match(self, p: Entry, line: Entry, grade: Grade, code: str | None = None) -> Match:
        """The match of two entries of one amount with everything that speaks for or against it."""
        payee = self._payees.agree(p.payee, line.payee)
        voucher = self.signs.same_voucher(p, line)
        against = self.signs.contradict(p, line)
        return self._match(p, line, grade, code, payee, voucher=voucher, against=against)

    def _match(
        self,
        p: Entry,
        line: Entry,
        grade: Grade,
        code: str | None,
        payee: Payee,
        *,
        voucher: bool,
        against: bool,
    ) -> Match:
        reasons = [
            _EXACT
            if payee is Payee.SAME
            else Reason(_NAMES[payee], (("ledger", p.payee), ("statement", line.payee))),
            *side_reasons(p, line, voucher=voucher),
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
            score(p, line, payee, voucher=voucher),
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
