"""Which names of two lists mean the same payee.

An abbreviation is believed only while it fits a single full name of both lists: 临溪建筑 fits
临溪县第一建筑公司 and 临溪县第二建筑公司 alike and then proves nothing.
"""

from __future__ import annotations

from collections.abc import Iterable

from facilitydesk.domain.matching.payee_names import Name, Payee, fits, name_of, one_apart

__all__ = ["Payee", "Payees"]


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
        self._kin: dict[str, list[str]] = {}
        self._alikes: dict[str, frozenset[str]] = {}
        self._index()

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
                    found = [each for each in found if self.agree(written, each) >= Payee.SHORT]
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
                for other in self._possible(name.core)
                if (how := fits(name, other)) >= Payee.SHORT
            ]
            written = [each for other, _ in agreeing for each in self._written[other]]
            shorter = any(how is Payee.SHORT for _, how in agreeing)
            found = self._agreeing[name] = written, shorter
        return found

    def kin(self, written: str) -> list[str]:
        """The names that may be the same payee by themselves: `same`, and those that name nobody."""
        found = self._kin.get(written)
        if found is None:
            if not self._names[written].key:
                found = list(self._names)
            else:
                found = self.same(written)
                if self._blanks:
                    found = [*found, *self._blanks]
            self._kin[written] = found
        return found

    def alike(self, written: str) -> frozenset[str]:
        """The names that are nearly the same, or an abbreviation that fits several."""
        found = self._alikes.get(written)
        if found is None:
            core = self._names[written].core
            near = {*self._possible(core), *self._possible(core, one_apart=True)}
            found = self._alikes[written] = frozenset(
                each
                for name in near
                for each in self._written[name]
                if self.agree(written, each) is Payee.LIKE
            )
        return found

    def _possible(self, core: str, *, one_apart: bool = False) -> list[Name]:
        """The names whose characters allow that they are a core's, in the same order always.

        Of an abbreviation all characters are in the full name; `one_apart` asks for those that
        differ in one.
        """
        own = frozenset(core)
        characters = self._characters
        if one_apart:
            near = self._candidates(core, self._by_rare)
            found = [other for other in near if len(own ^ characters[other]) <= 2]
        else:
            near = self._candidates(core, self._by_rarest)
            found = [c for c in near if own <= characters[c] or characters[c] <= own]
        return [name for other in sorted(found) for name in self._cores[other]]

    def _index(self) -> None:
        """Cores of names by each character, and by their two rarest, so that few are compared.

        A name that another one shortens holds all its characters; one with one character wrong
        holds at least one of its two rarest.
        """
        self._cores: dict[str, list[Name]] = {}
        for name in self._written:
            self._cores.setdefault(name.core, []).append(name)
        self._blanks = [each for each, name in self._names.items() if not name.key]
        self._characters = {core: frozenset(core) for core in self._cores}
        self._by_any: dict[str, set[str]] = {}
        for core, characters in self._characters.items():
            for character in characters:
                self._by_any.setdefault(character, set()).add(core)
        self._rank = {c: (len(cores), c) for c, cores in self._by_any.items()}
        self._by_rare: dict[str, set[str]] = {}
        self._by_rarest: dict[str, set[str]] = {}
        for core in self._cores:
            rarest = self._rarest(core)
            for character in rarest:
                self._by_rare.setdefault(character, set()).add(core)
            for character in rarest[:1]:
                self._by_rarest.setdefault(character, set()).add(core)

    def _rarest(self, core: str) -> list[str]:
        return sorted(frozenset(core), key=self._rank.__getitem__)[:2]

    def _candidates(self, core: str, by_rare: dict[str, set[str]]) -> Iterable[str]:
        """The cores that hold the rarest character of a core, or one of whose rarest it holds."""
        if not core:
            return self._cores
        found = {""} if "" in self._cores else set()
        for character in self._rarest(core)[:1]:
            found |= self._by_any.get(character, set())
        for character in frozenset(core):
            found |= by_rare.get(character, set())
        return found

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
                    for core in self._candidates(short.core, {})
                    for each in self._cores[core]
                    if len(core) >= len(short.core) and fits(short, each) is Payee.SHORT
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
