"""One payment and one line of the same amount and payee: which of them is green, and why.

| what is there                                                       | colour          |
|---------------------------------------------------------------------|-----------------|
| no rival, on time or of one voucher, nothing speaks against         | green           |
| rivals, but only these two have one voucher                         | green: 按凭证   |
| rivals, but only these two have the same words, or by far more like | green: 按摘要   |
| rivals, but of other documents, or on days no line ever comes       | green: 按日期   |
| several, and only one way to pair them all in the order of days     | green: 按日期   |
| one side has it again later under one voucher: the first one        | green: 重复登记 |
| another voucher, document, part or words than pairs have as a rule  | yellow          |
| a name that is only alike; a line too late without a voucher        | yellow          |
| the same in everything as one that a surer sign has paired          | yellow: 完全相同 |
| rivals that no field tells apart: the nearest in days is proposed   | yellow: 无法区分 |

Rivals are entries of one amount and payee that nothing speaks against and that the days allow.
Entries of one side that are the same in everything may take each other's place: they are paired
in their order. Afterwards doubts.py and returns.py may take the green from a pair.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import lru_cache
from operator import itemgetter

from facilitydesk.domain.matching.edges import (
    Edge,
    Fits,
    Twice,
    by_words,
    components,
    in_order,
    originals,
    plainly,
    same_document,
    same_words,
    singled_out,
    with_rivals,
    without,
)
from facilitydesk.domain.matching.entries import Entry, Grade, How, Match, Reason
from facilitydesk.domain.matching.lists import Signs, Told
from facilitydesk.domain.matching.payees import Payee, Payees
from facilitydesk.domain.matching.texts import similarity

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

Sign = Callable[[list[Edge]], list[Edge]]


class Pairs:
    """Finds the pairs of entries that have the same amount."""

    def __init__(self, payees: Payees, signs: Signs) -> None:
        self._payees = payees
        self.signs = signs

    def of(self, payments: list[Entry], lines: list[Entry]) -> Iterator[Match]:
        """The matches among entries of one amount; who is not in one is left."""
        if len(payments) == len(lines) == 1:
            if self._possible(payments[0], lines[0]):
                yield self._alone(payments[0], lines[0])
            return
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
                if name in by_name:
                    found += [
                        (place, number, (p, line))
                        for place, p in by_name[name]
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
        on_time = self.signs.on_time(p, line) if self.signs.habit else days <= NEAR
        # All else the same: then it is the number of the voucher that was written wrongly.
        against = self.signs.contradict(p, line) and not (
            on_time and same_words(p, line) and same_document(p, line)
        )
        sure = (
            (voucher or on_time)
            and not against
            and (payee >= Payee.SHORT or (voucher and payee is Payee.BLANK))
        )
        grade = Grade.GREEN if sure else Grade.YELLOW
        return self._match(p, line, grade, None, payee, voucher=voucher, against=against)

    def _among(self, edges: list[Edge]) -> Iterator[Match]:
        """Takes the pairs that one sign after the other singles out; the rest is yellow.

        Rivals are only those that nothing speaks against and that the days allow.
        """
        crowded = with_rivals(edges)
        edges, copies = originals(edges, self.signs.on_time)
        doubled = {(copy.payee, copy.voucher) for copy in copies}
        rivals = [e for e in edges if self._thinkable(*e)]
        twice = Twice(edges)
        for sign, code in self._table():
            if not rivals:
                break
            for p, line in sign(rivals):
                told = code if (p.key, line.key) in crowded else None
                if doubled:
                    told = _doubled(p, line, doubled) or told
                yield self._told(p, line, told, copy=twice.taken(p, line))
                rivals = without(rivals, p, line)
                edges = without(edges, p, line)
            twice.next_sign()
        for group in components(rivals):
            for p, line in in_order(group):
                if self.signs.on_time(p, line):
                    told = "match.by_day" if (p.key, line.key) in crowded else None
                    yield self._told(p, line, told, copy=twice.taken(p, line))
                    edges = without(edges, p, line)
        while edges:
            p, line = min(edges, key=lambda e: (abs((e[0].day - e[1].day).days), e[0].day))
            alone = len(edges) == 1 and not self.signs.contradict(p, line)
            yield self.match(p, line, Grade.YELLOW, None if alone else "match.ambiguous")
            edges = without(edges, p, line)

    def _table(self) -> Iterator[tuple[Sign, str]]:
        """The signs that tell a pair from its rivals, the surest first, and how it is said."""
        for same in (self.signs.same_voucher, same_words, same_document):
            told = same == self.signs.same_voucher and self.signs.vouchers is Told.SHARED

            def alone(edges: list[Edge], same: Fits = same, told: bool = told) -> list[Edge]:
                found = singled_out([e for e in edges if same(*e)])
                return found if told or not found else plainly(found, edges)

            yield alone, "match.rivals"
        yield by_words, "match.by_words"
        yield (
            lambda edges: [e for e in singled_out(edges) if self.signs.on_time(*e)],
            "match.by_day",
        )

    def _thinkable(self, p: Entry, line: Entry) -> bool:
        return not self.signs.contradict(p, line) and (
            self.signs.thinkable(p, line) or self.signs.same_voucher(p, line)
        )

    def _told(self, p: Entry, line: Entry, code: str | None, *, copy: bool) -> Match:
        """A pair told from its rivals; yellow when a name or the distance is doubtful.

        A copy of what has its own other half already may be there by mistake: never green.
        """
        if copy:
            return self.match(p, line, Grade.YELLOW, "match.of_copy")
        payee = self._payees.agree(p.payee, line.payee)
        voucher = self.signs.same_voucher(p, line)
        near = abs((p.day - line.day).days) <= NEAR or voucher or self.signs.on_time(p, line)
        sure = near and (payee >= Payee.SHORT or (payee is Payee.BLANK and voucher))
        return self.match(p, line, Grade.GREEN if sure else Grade.YELLOW, code)

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
        if self.signs.again(p, line):
            reasons.append(Reason("match.repaid"))
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


def _doubled(p: Entry, line: Entry, copied: set[tuple[str, str]]) -> str | None:
    """Which side has an entry once more under its voucher."""
    if (p.payee, p.voucher) in copied:
        return "match.double"
    return "match.double_list" if (line.payee, line.voucher) in copied else None


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
