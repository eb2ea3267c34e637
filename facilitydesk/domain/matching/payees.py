"""Whether two names of a payee mean the same one: the same, an abbreviation, perhaps, or not.

An abbreviation is believed only while it fits a single full name of both lists: 临溪建筑 fits
临溪县第一建筑公司 and 临溪县第二建筑公司 alike and then proves nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from enum import IntEnum
from functools import lru_cache

from facilitydesk.domain.names import folded_name, school_key


class Payee(IntEnum):
    """How far two names agree. BLANK: one side names nobody."""

    OTHER = 0
    BLANK = 1
    LIKE = 2
    SHORT = 3
    SAME = 4


_TAIL = re.compile(r"[(\[【〔{]([^()\[\]【】〔〕{}]*)[)\]】〕}]\s*$")
_LEGAL = re.compile(
    r"(股份有限公司|有限责任公司|责任有限公司|有限公司|分公司|公司|合作社|经营部|商行|厂|中心|事务所|个体工商户)$"
)
_GRID = re.compile(r"^国网\w{2,4}省电力(有限)?公司(?=\w)")  # 国网四川省电力公司临溪县供电分公司
_LOOSE = "公司"  # 宏达建筑公司: no registered name ends so, it is shortened
_ACCOUNT = re.compile(r"户|账|帐|支行|银行|信用社|农商行|工资|专款|代发|尾号|\d{4,}")
_SCHOOL = re.compile(r"(学|校|园|教学点|中)$")
# What may be missing from a full name that is written shorter.
_FILLING = frozenset("省市县区州旗责任")
_SCHOOL_FILLING = frozenset("省市县区州旗镇乡村街道第学校")
_PLACES = frozenset("省市县区州旗")
_NATIONAL = frozenset({"国网", "中国"})
_PLACE_LONG = 12  # characters of a place in front of a name


@lru_cache(maxsize=50_000)
def _parts(name: str) -> tuple[str, str, str, bool]:
    """The folded name without its remark, its core without the legal form, remark, whether full."""
    plain = _GRID.sub("国网", unicodedata.normalize("NFKC", name).strip())
    remark = ""
    while found := _TAIL.search(plain):
        if not plain[: found.start()].strip():
            break
        remark = folded_name(found.group(1)) + remark
        plain = plain[: found.start()]
    key = folded_name(plain)
    if _SCHOOL.search(key):
        return school_key(plain), school_key(plain), remark, False
    legal = _LEGAL.search(key)
    core = key[: legal.start()] if legal and legal.start() >= 2 else key
    return key, core, remark, legal is not None and legal.group() != _LOOSE


def _within(short: str, long: str) -> bool:
    """Whether the characters of the short name stand in this order in the long one."""
    rest = iter(long)
    return all(character in rest for character in short)


def _shortens(short: str, long: str) -> bool:
    return 2 <= len(short) < len(long) and _within(short, long)


@lru_cache(maxsize=200_000)
def _agree(one: str, other: str) -> Payee:
    """How far two names agree, taken by themselves."""
    if one == other and one:
        return Payee.SAME
    if not one.strip() or not other.strip():
        return Payee.BLANK
    key, core, remark, full = _parts(one)
    key2, core2, remark2, full2 = _parts(other)
    if not key or not key2:
        return Payee.BLANK
    if key == key2 or (core == core2 and full == full2 and _same_form(key, key2)):
        return _by_remark(remark, remark2)
    short, long = sorted((core, core2), key=len)
    if full and full2:
        if (
            _same_form(key, key2)
            and _shortens(short, long)
            and _only_filling(short, long, _FILLING)
        ):
            return Payee.SHORT
    elif _SCHOOL.search(key) and _SCHOOL.search(key2):
        if _shortens(short, long) and _only_filling(short, long, _SCHOOL_FILLING):
            return Payee.SHORT
    elif core == core2 or _shortens(short, long):
        # The shorter one must be the one without a legal form: a full name is no abbreviation.
        plain_is_short = (not full and len(core) <= len(core2)) or (
            not full2 and len(core2) <= len(core)
        )
        if plain_is_short:
            return Payee.SHORT
    return Payee.LIKE if _one_apart(core, core2) else Payee.OTHER


def _same_form(key: str, key2: str) -> bool:
    """分公司 is another account than its company; 有限责任公司 and 有限公司 are the same."""
    return key.endswith("分公司") == key2.endswith("分公司")


def _by_remark(remark: str, remark2: str) -> Payee:
    if remark == remark2:
        return Payee.SAME
    told = [each for each in (remark, remark2) if each and not _ACCOUNT.search(each)]
    if not told:
        return Payee.SAME
    return Payee.SHORT if len(told) == 1 and not (remark and remark2) else Payee.LIKE


def _only_filling(short: str, long: str, filling: frozenset[str]) -> bool:
    """Whether all that is missing is filling, or a place in front, or both."""
    return any(
        _within(short, rest) and _missing(short, rest) <= filling
        for rest in (long, *_without_place(short, long))
    )


def _missing(short: str, long: str) -> set[str]:
    left = list(short)
    extra = set()
    for character in long:
        if left and left[0] == character:
            left.pop(0)
        else:
            extra.add(character)
    return extra


def _without_place(short: str, long: str) -> Iterator[str]:
    """The long name without a province, city or county (or 国网, 中国) the short one leaves out."""
    for end, character in enumerate(long[:_PLACE_LONG], start=1):
        if (character in _PLACES or long[:end] in _NATIONAL) and not short.startswith(long[:end]):
            yield long[end:]


def _one_apart(one: str, other: str) -> bool:
    """One character wrong, missing or too much, in names that are long enough to say so."""
    if min(len(one), len(other)) < 3 or abs(len(one) - len(other)) > 1:
        return False
    if len(one) == len(other):
        return sum(a != b for a, b in zip(one, other, strict=True)) == 1
    short, long = sorted((one, other), key=len)
    return any(long[:i] + long[i + 1 :] == short for i in range(len(long)))


class Payees:
    """Agreement of names among the payees of two lists."""

    def __init__(self, ledger: Iterable[str], statement: Iterable[str]) -> None:
        ours, theirs = set(ledger), set(statement)
        self._names = ours | theirs
        self._both = ours & theirs
        self._fits: dict[str, int] = {}
        self._known: dict[tuple[str, str], Payee] = {}
        self._sames: dict[str, list[str]] = {}
        self._kin: dict[str, list[str]] = {}
        self._alikes: dict[str, frozenset[str]] = {}
        self._possibles: dict[tuple[str, bool], list[str]] = {}
        self._index()

    def agree(self, one: str, other: str) -> Payee:
        """How far they agree; an abbreviation that fits several names is only LIKE."""
        pair = (one, other)
        found = self._known.get(pair)
        if found is None:
            found = _agree(one, other)
            if found is Payee.SHORT and not self._sure(one, other):
                found = Payee.LIKE
            self._known[pair] = found
        return found

    def same(self, name: str) -> list[str]:
        """The names that are the same payee, perhaps written shorter."""
        found = self._sames.get(name)
        if found is None:
            found = self._sames[name] = [
                other
                for other in self._possible(_parts(name)[1])
                if self.agree(name, other) >= Payee.SHORT
            ]
        return found

    def kin(self, name: str) -> list[str]:
        """The names that may be the same payee by themselves: `same`, and those that name nobody."""
        found = self._kin.get(name)
        if found is None:
            nobody = not _parts(name)[0]
            found = sorted(self._names) if nobody else [*self.same(name), *self._blanks]
            self._kin[name] = found
        return found

    def alike(self, name: str) -> frozenset[str]:
        """The names that are nearly the same, or an abbreviation that fits several."""
        found = self._alikes.get(name)
        if found is None:
            core = _parts(name)[1]
            near = {*self._possible(core), *self._possible(core, one_apart=True)}
            found = self._alikes[name] = frozenset(
                other for other in near if self.agree(name, other) is Payee.LIKE
            )
        return found

    def _possible(self, core: str, *, one_apart: bool = False) -> list[str]:
        """The names whose characters allow that they are a core's, in the same order always.

        Of an abbreviation all characters are in the full name; `one_apart` asks for those that
        differ in one.
        """
        known = self._possibles.get((core, one_apart))
        if known is not None:
            return known
        own = frozenset(core)
        characters = self._characters
        if one_apart:
            near = self._candidates(core, self._by_rare)
            found = [other for other in near if len(own ^ characters[other]) <= 2]
        else:
            near = self._candidates(core, self._by_rarest)
            found = [c for c in near if own <= characters[c] or characters[c] <= own]
        names = [name for other in sorted(found) for name in self._cores[other]]
        self._possibles[core, one_apart] = names
        return names

    def _index(self) -> None:
        """Cores of names by each character, and by their two rarest, so that few are compared.

        A name that another one shortens holds all its characters; one with one character wrong
        holds at least one of its two rarest.
        """
        self._cores: dict[str, list[str]] = {}
        for name in sorted(self._names):
            self._cores.setdefault(_parts(name)[1], []).append(name)
        self._blanks = [name for name in sorted(self._names) if not _parts(name)[0]]
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
        short = min((one, other), key=lambda name: len(_parts(name)[1]))
        if short not in self._fits:
            fitting = [
                name
                for core in self._candidates(_parts(short)[1], {})
                for name in self._cores[core]
                if len(_parts(name)[1]) >= len(_parts(short)[1])
                and _agree(short, name) is Payee.SHORT
            ]
            self._fits[short] = _distinct(fitting)
        return self._fits[short] <= 1


def _distinct(names: list[str]) -> int:
    """How many payees these are, when a shorter name may be another one's abbreviation."""
    kept: list[str] = []
    for name in sorted(names, key=lambda n: len(_parts(n)[1]), reverse=True):
        if not any(_agree(name, longer) >= Payee.SHORT for longer in kept):
            kept.append(name)
    return len(kept)
