"""Which names of two lists mean the same payee.

An abbreviation is believed only while it fits a single full name of both lists: 临溪建筑 fits
临溪县第一建筑公司 and 临溪县第二建筑公司 alike and then proves nothing.
"""

from __future__ import annotations

from collections.abc import Iterable

from facilitydesk.domain.matching.payee_names import Name, Payee, fits, name_of, one_apart, shortens

__all__ = ["Payee", "Payees"]

_SHORT = Payee.SHORT


class Payees:
    """Agreement of names among the payees of two lists."""

    def __init__(self, ledger: Iterable[str], statement: Iterable[str]) -> None:
        ours, theirs = set(ledger), set(statement)
        self._both = ours & theirs
        self._names: dict[str, Name] = {}
        self._written: dict[Name, list[str]] = {}  # each name as it is written
        for written in sorted(ours | theirs):
            name = self._names[written] = name_of(written)
            self._written.setdefault(name, []).append(written)
        self._known: dict[tuple[str, str], Payee] = {}
        self._fitting: dict[Name, int] = {}
        self._agreeing: dict[Name, tuple[list[str], bool]] = {}
        self._sames: dict[str, list[str]] = {}
        self._cores = {name.core: frozenset(name.core) for name in self._written}
        self._leader = {core: core for core in self._cores}
        self._join_shorter()
        circles: dict[str, list[Name]] = {}
        for name in self._written:
            circles.setdefault(self._lead(name.core), []).append(name)
        self._circle = {core: circles[self._lead(core)] for core in self._cores}

    def agree(self, one: str, other: str) -> Payee:
        """How far they agree; an abbreviation that fits several names is only LIKE."""
        pair = (one, other)
        found = self._known.get(pair)
        if found is None:
            found = self._known[pair] = self._agree(one, other)
        return found

    def _agree(self, one: str, other: str) -> Payee:
        if one == other and one:
            return Payee.SAME
        name, name2 = self._names[one], self._names[other]
        found = fits(name, name2)
        if found is Payee.SHORT and not self._sure(one, other):
            return Payee.LIKE
        if found is Payee.OTHER and one_apart(name.core, name2.core):
            return Payee.LIKE
        return found

    def same(self, written: str) -> list[str]:
        """The names that are the same payee, perhaps written shorter; not to be changed."""
        found = self._sames.get(written)
        if found is None:
            name = self._names[written]
            if not name.key:
                found = [written] if written else []
            else:
                found, shorter = self._by_themselves(name)
                if shorter:
                    found = [each for each in found if self.agree(written, each) >= _SHORT]
            self._sames[written] = found
        return found

    def _by_themselves(self, name: Name) -> tuple[list[str], bool]:
        """The names that agree with one by themselves, and whether one is an abbreviation.

        Answered once for all ways in which a name is written.
        """
        found = self._agreeing.get(name)
        if found is None:
            agreeing = [
                (other, how)
                for other in self._circle[name.core]
                if (how := fits(name, other)) >= _SHORT
            ]
            written = [each for other, _ in agreeing for each in self._written[other]]
            shorter = any(how is _SHORT for _, how in agreeing)
            found = self._agreeing[name] = written, shorter
        return found

    def circles(self, *, alike: bool) -> dict[str, int]:
        """A number for each name: names that may be one payee at all have the same one.

        With `alike` also those that are only nearly the same.
        """
        if "" in self._cores:  # who names nobody may be anybody
            return dict.fromkeys(self._names, 0)
        if alike:
            self._join_alike()
        numbers = {core: number for number, core in enumerate(self._cores)}
        return {written: numbers[self._lead(n.core)] for written, n in self._names.items()}

    def _lead(self, core: str) -> str:
        leader = self._leader
        while leader[core] is not core:
            core = leader[core]
        return core

    def _join(self, one: str, other: str) -> None:
        self._leader[self._lead(one)] = self._lead(other)

    def _join_shorter(self) -> None:
        """Joins each core with those that it may shorten: they hold its characters in its order."""
        holding: dict[str, set[str]] = {}
        for core, characters in self._cores.items():
            for character in characters:
                holding.setdefault(character, set()).add(core)
        for core, characters in self._cores.items():
            if len(characters) > 1:
                sets = sorted((holding[character] for character in characters), key=len)
                for other in sets[0].intersection(*sets[1:]):
                    if other is not core and shortens(core, other):
                        self._join(core, other)

    def _join_alike(self) -> None:
        """Joins cores that are the same when one character of either is left out."""
        known: dict[str, str] = {}
        for core in self._cores:
            for left_out in (core, *(core[:i] + core[i + 1 :] for i in range(len(core)))):
                self._join(core, known.setdefault(left_out, core))

    def _sure(self, one: str, other: str) -> bool:
        """Whether the shorter one fits a single payee of both lists.

        Two names that both lists write are two payees.
        """
        if one in self._both and other in self._both:
            return False
        name, name2 = self._names[one], self._names[other]
        short = name if len(name.core) <= len(name2.core) else name2
        count = self._fitting.get(short)
        if count is None:
            count = self._fitting[short] = _distinct(
                [
                    each
                    for each in self._circle[short.core]
                    if len(each.core) >= len(short.core) and fits(short, each) is Payee.SHORT
                ]
            )
        return count <= 1


def _distinct(names: list[Name]) -> int:
    """How many payees these are, when a shorter name may be another one's abbreviation."""
    kept: list[Name] = []
    for name in sorted(names, key=lambda name: (-len(name.core), name)):
        if not any(fits(name, longer) >= Payee.SHORT for longer in kept):
            kept.append(name)
    return len(kept)
