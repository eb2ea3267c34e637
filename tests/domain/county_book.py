"""A month of a county's payments in both lists, with the truth about them, and how well it was matched."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from facilitydesk.domain.matching import Entry, Grade, Match


@dataclass
class Book:
    """Both lists and the truth about them. `name` tells the habits."""

    name: str
    payments: list[Entry] = field(default_factory=list)
    lines: list[Entry] = field(default_factory=list)
    events_p: dict[object, int] = field(default_factory=dict)
    events_x: dict[object, int] = field(default_factory=dict)
    traps: dict[int, str] = field(default_factory=dict)
    # by key: the number and the words that can be read from an entry, and whom it is to
    tells: dict[object, tuple[int | None, str | None, str]] = field(default_factory=dict)
    lag: tuple[int, int] = (0, 0)  # days by which the list may be later
    joined: set[int] | None = None  # what may be common though its sums differ (copies, roundings)

    def add_payment(
        self, entry: Entry, event: int, number: int | None, words: str | None, payee: str
    ) -> None:
        self.payments.append(entry)
        self.events_p[entry.key] = event
        self.tells[entry.key] = (number, words, payee)

    def add_line(
        self, entry: Entry, event: int, number: int | None, words: str | None, payee: str
    ) -> None:
        self.lines.append(entry)
        self.events_x[entry.key] = event
        self.tells[entry.key] = (number, words, payee)

    def _may_be_one(self, p: Entry, line: Entry) -> bool:
        """Whether no field says that a payment and a line are two things."""
        number, words, payee = self.tells[p.key]
        number2, words2, payee2 = self.tells[line.key]
        if (p.amount, payee) != (line.amount, payee2):
            return False
        if number is not None and number2 is not None:
            return number == number2
        first, last = self.lag
        return (
            first <= (line.day - p.day).days <= last
            and (
                words is None
                or words2 is None
                or words.startswith(words2)
                or words2.startswith(words)
            )
            and (not (p.document and line.document) or same_document(p.document, line.document))
        )

    @property
    def undecidable(self) -> set[int]:
        """Events of one payment and one line of which either may as well be another one's.

        The truth is known here, and nothing an officer can read tells it: no number of a voucher
        on both sides, no other words, no other document, no day that is out of the question.
        """
        may_p, may_x = self.readings()
        by_amount: dict[int, tuple[list[Entry], list[Entry]]] = {}
        for side, entries in enumerate((self.payments, self.lines)):
            for entry in entries:
                by_amount.setdefault(entry.amount, ([], []))[side].append(entry)
        found = set[int]()
        for payments, lines in by_amount.values():
            for p in payments:
                own = self.events_p[p.key]
                mine = [x for x in lines if self.events_x[x.key] == own]
                if mine and self._number_tells(p, mine[0]):
                    continue
                for x in lines:
                    if not may_p[p.key] & may_x[x.key] and self._may_be_one(p, x):
                        found |= {own, self.events_x[x.key]}
        return (found | self._mere_sums()) & self.common

    def _mere_sums(self) -> set[int]:
        """Splits and merged payments of round amounts of which nothing but the sum speaks.

        Full hundreds of 元 add up by chance; a number that whole and part share, documents or
        words on all of them tell, but the last two only on one day.
        """
        sides: dict[int, tuple[list[Entry], list[Entry]]] = {}
        for side, (entries, events) in enumerate(
            ((self.payments, self.events_p), (self.lines, self.events_x))
        ):
            for entry in entries:
                sides.setdefault(events[entry.key], ([], []))[side].append(entry)
        found = set[int]()
        for event, both in sides.items():
            wholes, parts = sorted(both, key=len)
            if len(parts) < 2 or any(e.amount % 100_00 for e in parts):
                continue
            numbers = {self.tells[e.key][0] for e in wholes} - {None}
            told = (
                all(e.document for e in (*wholes, *parts))
                or all(self.tells[e.key][1] for e in (*wholes, *parts))
            ) and len({e.day for e in parts}) == 1
            if not told and numbers.isdisjoint({self.tells[e.key][0] for e in parts}):
                found.add(event)
        return found

    def _number_tells(self, p: Entry, line: Entry) -> bool:
        number = self.tells[p.key][0]
        return number is not None and number == self.tells[line.key][0]

    def readings(self) -> tuple[dict[object, frozenset[int]], dict[object, frozenset[int]]]:
        """The events each entry may be read as: its own and those of its twins."""
        found = []
        for entries, events in ((self.payments, self.events_p), (self.lines, self.events_x)):
            twins: dict[Entry, set[int]] = {}
            for entry in entries:
                twins.setdefault(replace(entry, key=0), set()).add(events[entry.key])
            found.append({e.key: frozenset(twins[replace(e, key=0)]) for e in entries})
        return found[0], found[1]

    @property
    def common(self) -> set[int]:
        """The events both sides know with the same sum; a copy is no sum."""
        sums: dict[int, int] = {}
        for entries, events, sign in (
            (self.payments, self.events_p, 1),
            (self.lines, self.events_x, -1),
        ):
            for entry in entries:
                event = events[entry.key]
                sums[event] = sums.get(event, 0) + sign * entry.amount
        both = set(self.events_p.values()) & set(self.events_x.values())
        if self.joined is not None:
            return both & self.joined
        return {event for event in both if not sums[event] or self.traps[event] == "double"}

    def judge(self, matches: tuple[Match, ...]) -> Judged:
        """Which green matches are wrong, and the share of common events that green finds."""
        may_p, may_x = self.readings()
        wrong, found = [], set[int]()
        left = dict.fromkeys(self.common, 1)
        for match in matches:
            if match.grade is not Grade.GREEN:
                continue
            sets = [*(may_p[k] for k in match.payments), *(may_x[k] for k in match.lines)]
            shared = frozenset.intersection(*sets)
            if not shared:
                wrong.append(match)
                continue
            for event in sorted(shared):
                if left.get(event) and match.payments and match.lines:
                    left[event] = 0
                    found.add(event)
                    break
        missed = self.common - found
        return Judged(
            wrong,
            len(found),
            len(self.common),
            sorted(self.traps[event] for event in missed),
            len(missed & self.undecidable),
        )


@dataclass(frozen=True)
class Judged:
    """What became of a book."""

    wrong: list[Match]
    found: int
    common: int
    missed: list[str]
    undecidable: int = 0  # missed events that no field decides

    @property
    def recall(self) -> float:
        """The share of all common events."""
        return self.found / self.common if self.common else 1.0

    @property
    def fair(self) -> float:
        """The share of those that can be decided."""
        matchable = self.common - self.undecidable
        return self.found / matchable if matchable else 1.0


def same_document(one: str, other: str) -> bool:
    return one.translate(_BRACKETS) == other.translate(_BRACKETS)


_BRACKETS = str.maketrans("〔〕", "[]")
