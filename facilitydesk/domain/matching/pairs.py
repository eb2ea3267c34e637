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
from facilitydesk.domain.matching.entries import Entry, Grade, Match
from facilitydesk.domain.matching.lists import Signs, Told
from facilitydesk.domain.matching.payees import Payee, Payees
from facilitydesk.domain.matching.telling import pair

NEAR, FAR = 10, 45  # days: what is green without another sign, what is looked at all

# An attribute of an enumeration costs as much as a call, and these are asked for by the thousand.
_SHORT, _LIKE, _BLANK = Payee.SHORT, Payee.LIKE, Payee.BLANK
_GREEN, _YELLOW = Grade.GREEN, Grade.YELLOW

Sign = Callable[[list[Edge]], list[Edge]]
Pair = tuple[Match, Entry, Entry]


class Pairs:
    """Finds the pairs of entries that have the same amount."""

    def __init__(self, payees: Payees, signs: Signs) -> None:
        self._payees = payees
        self.signs = signs
        self._telling = signs.vouchers is not Told.OWN
        # Only a voucher makes a pair of names that are merely alike.
        self._circles = payees.circles(alike=self._telling)

    def of(self, payments: list[Entry], lines: list[Entry]) -> Iterator[Pair]:
        """The matches among entries of one amount; who is not in one is left."""
        if len(payments) == len(lines) == 1:
            if payee := self._possible(payments[0], lines[0]):
                yield self._alone(payments[0], lines[0], payee)
            return
        circles = self._circles
        groups: dict[int, tuple[list[Entry], list[Entry]]] = {}
        for line in lines:
            circle = circles[line.payee]
            if circle in groups:
                groups[circle][1].append(line)
            else:
                groups[circle] = [], [line]
        for p in payments:
            group = groups.get(circles[p.payee])
            if group is not None:
                group[0].append(p)
        for mine, theirs in groups.values():
            if len(mine) == len(theirs) == 1:
                if payee := self._possible(mine[0], theirs[0]):
                    yield self._alone(mine[0], theirs[0], payee)
            elif mine:
                edges = [(p, x) for p in mine for x in theirs if self._possible(p, x)]
                for each in components(edges) if len(edges) > 1 else [edges] if edges else []:
                    if len(each) == 1:
                        p, line = each[0]
                        yield self._alone(p, line, self._payees.agree(p.payee, line.payee))
                    else:
                        yield from self._among(each)

    def _possible(self, p: Entry, line: Entry) -> Payee | None:
        """How their names agree, if a payment and a line of its amount may be one by name and day."""
        if not -FAR <= (p.day - line.day).days <= FAR:
            return None
        payee = self._payees.agree(p.payee, line.payee)
        if (
            payee >= _SHORT
            or payee is _BLANK
            or (payee is _LIKE and self.signs.same_voucher(p, line))
        ):
            return payee
        return None

    def _alone(self, p: Entry, line: Entry, payee: Payee) -> Pair:
        signs = self.signs
        voucher = signs.same_voucher(p, line)
        on_time = signs.on_time(p, line) if signs.habit else abs((p.day - line.day).days) <= NEAR
        # All else the same: then it is the number of the voucher that was written wrongly.
        against = signs.contradict(p, line) and not (
            on_time and same_words(p, line) and same_document(p, line)
        )
        sure = (
            (voucher or on_time)
            and not against
            and (payee >= _SHORT or (voucher and payee is _BLANK))
        )
        grade = _GREEN if sure else _YELLOW
        match = pair(p, line, grade, payee, signs, voucher=voucher, against=against)
        return match, p, line

    def _among(self, edges: list[Edge]) -> Iterator[Pair]:
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
            yield self._left(p, line, alone=len(edges) == 1)
            edges = without(edges, p, line)

    def _table(self) -> Iterator[tuple[Sign, str]]:
        """The signs that tell a pair from its rivals, the surest first, and how it is said."""
        signs: list[Fits] = [same_words, same_document]
        if self._telling:
            signs.insert(0, self.signs.same_voucher)
        for same in signs:
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

    def _told(self, p: Entry, line: Entry, code: str | None, *, copy: bool) -> Pair:
        """A pair told from its rivals; yellow when a name or the distance is doubtful.

        A copy of what has its own other half already may be there by mistake: never green.
        """
        signs = self.signs
        payee = self._payees.agree(p.payee, line.payee)
        voucher = signs.same_voucher(p, line)
        near = abs((p.day - line.day).days) <= NEAR or voucher or signs.on_time(p, line)
        sure = near and not copy and (payee >= _SHORT or (payee is _BLANK and voucher))
        grade = _GREEN if sure else _YELLOW
        if copy:
            code = "match.of_copy"
        return pair(p, line, grade, payee, signs, code, voucher=voucher, against=False), p, line

    def _left(self, p: Entry, line: Entry, *, alone: bool) -> Pair:
        """A pair that nothing tells from its rivals, or that something speaks against."""
        signs = self.signs
        against = signs.contradict(p, line)
        match = pair(
            p,
            line,
            _YELLOW,
            self._payees.agree(p.payee, line.payee),
            signs,
            None if alone and not against else "match.ambiguous",
            voucher=signs.same_voucher(p, line),
            against=against,
        )
        return match, p, line


def _doubled(p: Entry, line: Entry, copied: set[tuple[str, str]]) -> str | None:
    """Which side has an entry once more under its voucher."""
    if (p.payee, p.voucher) in copied:
        return "match.double"
    return "match.double_list" if (line.payee, line.voucher) in copied else None
