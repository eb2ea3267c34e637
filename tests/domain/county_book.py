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
        missed = sorted(self.traps[event] for event in self.common - found)
        return Judged(wrong, len(found), len(self.common), missed)


@dataclass(frozen=True)
class Judged:
    """What became of a book."""

    wrong: list[Match]
    found: int
    common: int
    missed: list[str]

    @property
    def recall(self) -> float:
        return self.found / self.common if self.common else 1.0
