"""Whether two names mean the same payee, taken by themselves: the same, an abbreviation, or not."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

from facilitydesk.domain.names import folded_name, school_key


class Payee(IntEnum):
    """How far two names agree. BLANK: one side names nobody."""

    OTHER = 0
    BLANK = 1
    LIKE = 2
    SHORT = 3
    SAME = 4


class Name(NamedTuple):
    """What a name is about; two names that agree in it are one payee.

    `key` is the folded name without its remark, `core` the same without the legal form, `full`
    whether a registered name can end so. A remark that tells of an account (基本户, 工行临溪支行)
    is the same as any other that does.
    """

    key: str
    core: str
    remark: str
    full: bool

    @property
    def school(self) -> bool:
        return self.key.endswith(_SCHOOL)

    @property
    def branch(self) -> bool:
        """分公司 is another account than its company; 有限责任公司 and 有限公司 are the same."""
        return self.key.endswith("分公司")


_TAIL = re.compile(r"[(\[【〔{]([^()\[\]【】〔〕{}]*)[)\]】〕}]\s*$")
_CLOSING = tuple(")]】〕}")
_LEGAL = (
    "股份有限公司", "有限责任公司", "责任有限公司", "个体工商户", "有限公司", "分公司", "合作社",
    "经营部", "事务所", "公司", "商行", "中心", "厂",
)  # fmt: skip
_GRID = re.compile(r"^国网\w{2,4}省电力(有限)?公司(?=\w)")  # 国网四川省电力公司临溪县供电分公司
_LOOSE = "公司"  # 宏达建筑公司: no registered name ends so, it is shortened
_ACCOUNT = re.compile(r"户|账|帐|支行|银行|信用社|农商行|工资|专款|代发|尾号|\d{4,}")
_ANY_ACCOUNT = "#"  # no folded remark holds a sign
_SCHOOL = ("学", "校", "园", "教学点", "中")
# What may be missing from a full name that is written shorter.
_FILLING = frozenset("省市县区州旗责任")
_SCHOOL_FILLING = frozenset("省市县区州旗镇乡村街道第学校")
_PLACES = frozenset("省市县区州旗")
_NATIONAL = frozenset({"国网", "中国"})
_PLACE_LONG = 12  # characters of a place in front of a name


@lru_cache(maxsize=50_000)
def name_of(written: str) -> Name:
    """A name as it is compared; its key is blank when it names nobody."""
    plain = _GRID.sub("国网", unicodedata.normalize("NFKC", written).strip())
    remark = ""
    while plain.rstrip().endswith(_CLOSING) and (found := _TAIL.search(plain)):
        if not plain[: found.start()].strip():
            break
        remark = folded_name(found.group(1)) + remark
        plain = plain[: found.start()]
    if remark and _ACCOUNT.search(remark):
        remark = _ANY_ACCOUNT
    key = folded_name(plain)
    if key.endswith(_SCHOOL):
        key = school_key(plain)
        return Name(key, key, remark, full=False)
    if not key.endswith(_LEGAL):
        return Name(key, key, remark, full=False)
    legal = next(form for form in _LEGAL if key.endswith(form))  # the longest that fits
    core = key.removesuffix(legal)
    return Name(key, core if len(core) >= 2 else key, remark, legal != _LOOSE)


def fits(one: Name, other: Name) -> Payee:
    """How far two names agree: SAME, SHORT, LIKE by their remarks, BLANK, else OTHER."""
    if not one.key or not other.key:
        return Payee.BLANK
    if one.key == other.key or (
        one.core == other.core and one.full == other.full and one.branch == other.branch
    ):
        return _by_remark(one.remark, other.remark)
    short, long = (one, other) if len(one.core) <= len(other.core) else (other, one)
    if one.full and other.full:
        abbreviated = one.branch == other.branch and shortens(short.core, long.core, _FILLING)
    elif one.school and other.school:
        abbreviated = shortens(short.core, long.core, _SCHOOL_FILLING)
    else:
        # The shorter one must be the one without a legal form: a full name is no abbreviation.
        same_long = len(short.core) == len(long.core)
        abbreviated = (not short.full or (same_long and not long.full)) and (
            short.core == long.core or shortens(short.core, long.core)
        )
    return Payee.SHORT if abbreviated else Payee.OTHER


def one_apart(one: str, other: str) -> bool:
    """One character wrong, missing or too much, in cores that are long enough to say so."""
    if min(len(one), len(other)) < 3 or abs(len(one) - len(other)) > 1:
        return False
    if len(one) == len(other):
        return sum(a != b for a, b in zip(one, other, strict=True)) == 1
    short, long = sorted((one, other), key=len)
    return any(long[:i] + long[i + 1 :] == short for i in range(len(long)))


def shortens(short: str, long: str, filling: frozenset[str] | None = None) -> bool:
    """Whether the one is the other with characters left out, or only filling and a place in front."""
    if not (2 <= len(short) < len(long) and _within(short, long)):
        return False
    return filling is None or any(
        _within(short, rest) and _missing(short, rest) <= filling
        for rest in (long, *_without_place(short, long))
    )


def _by_remark(remark: str, remark2: str) -> Payee:
    if remark == remark2 or {remark, remark2} == {"", _ANY_ACCOUNT}:
        return Payee.SAME
    return Payee.LIKE if remark and remark2 else Payee.SHORT


def _within(short: str, long: str) -> bool:
    """Whether the characters of the short name stand in this order in the long one."""
    rest = iter(long)
    return all(character in rest for character in short)


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
