"""What tells entries of one amount apart: vouchers, document numbers and words."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_NOISE = re.compile(r"[\W_]+")
_NUMBER = re.compile(r"\d+")
_DOCUMENT = re.compile(r"[〔\[(]?((?:19|20)\d\d)[〕\])]?第?0*(\d+)号")
_NUMBERED = re.compile(r"(19|20)\d\d-\d+$")  # a key of a document
_PART = re.compile(r"第?0*(\d+)(期|次|批|笔|标|号楼|栋|#)")
_AND = re.compile(r"[、,，;；/]|和")
_MOST = 30  # vouchers in one cell
_FEWEST, _LONGEST = 3, 24  # digits that can be told from chance; of the longest number
_PAYING = re.compile(r"^(支付|拨付|付)|[(（](直接|授权|财政直接|财政授权)支付[)）]$")
_CHINESE = str.maketrans("一二三四五六七八九", "123456789")


@lru_cache(maxsize=50_000)
def voucher_keys(voucher: str, tail: int = 0) -> frozenset[str]:
    """The numbers of a voucher, or of several in one cell (0012、0013; 12至14).

    Without blanks, signs, letters in front and leading zeros. With a `tail` only so many of the
    last digits count: what stands before them is a date or the mark of one side.
    """
    plain = unicodedata.normalize("NFKC", voucher).casefold()
    found: list[str] = []
    for piece in _AND.split(plain):
        first, _, last = piece.partition("至")
        keys = [_key(each, tail) for each in (first, last) if each.strip()]
        if len(keys) == 2 and all(key.isdecimal() for key in keys):
            begin, end = map(int, keys)
            if begin < end <= begin + _MOST:
                keys = [str(number) for number in range(begin, end + 1)]
        found += keys
    return frozenset(found) - {""}


def _key(voucher: str, tail: int) -> str:
    plain = _NOISE.sub("", voucher)
    digits = "".join(_NUMBER.findall(plain))
    if tail:
        digits = digits[-tail:]
    return digits.lstrip("0") or ("0" if digits else plain)


def voucher_tails(one: str, other: str) -> range:
    """How many last digits of two single vouchers agree, from the fewest that are the number."""
    a, b = ("".join(_NUMBER.findall(unicodedata.normalize("NFKC", each))) for each in (one, other))
    most = 0
    for x, y in zip(reversed(a.zfill(_LONGEST)), reversed(b.zfill(_LONGEST)), strict=True):
        if x != y:
            break
        most += 1
    return range(_FEWEST, most + 1)


@lru_cache(maxsize=20_000)
def document_key(document: str) -> str:
    """The year and number of a document (川财教〔2026〕12号 → 川财教2026-12), else its folded name."""
    plain = unicodedata.normalize("NFKC", document)
    found = _DOCUMENT.search(plain)
    if found:
        issuer = _NOISE.sub("", plain[: found.start()])
        return f"{issuer}{found.group(1)}-{found.group(2)}"
    return _NOISE.sub("", plain).casefold()


def documents_differ(one: str, other: str) -> bool:
    """Whether both name a document by year and number, and not the same one."""
    return one != other and bool(one and other) and _documents_differ(one, other)


@lru_cache(maxsize=20_000)
def _documents_differ(one: str, other: str) -> bool:
    key, key2 = document_key(one), document_key(other)
    return key != key2 and all(map(_NUMBERED.search, (key, key2)))


@lru_cache(maxsize=50_000)
def matter(text: str) -> str:
    """What a text is about: without signs and the words that say only that it was paid."""
    plain = unicodedata.normalize("NFKC", text).translate(_CHINESE).casefold()
    return _NOISE.sub("", _PAYING.sub("", plain.strip()))


@lru_cache(maxsize=50_000)
def _bag(text: str) -> tuple[frozenset[str], frozenset[str]]:
    words = matter(text)
    numbers = frozenset(_NUMBER.findall(words))
    return frozenset(words[i : i + 2] for i in range(len(words) - 1)), numbers


@lru_cache(maxsize=50_000)
def similarity(one: str, other: str) -> float:
    """0 to 1: common pairs of characters; numbers that differ (第1期, 第2期) take half of it."""
    if not one or not other:
        return 0.0
    if one == other:
        return 1.0
    pairs, numbers = _bag(one)
    pairs2, numbers2 = _bag(other)
    if not pairs or not pairs2:
        return 0.0
    share = 2 * len(pairs & pairs2) / (len(pairs) + len(pairs2))
    if numbers and numbers2 and not numbers & numbers2:
        share /= 2
    return share


def overlap(one: str, other: str) -> float:
    """0 to 1: how much of the shorter text is in the longer one."""
    pairs, pairs2 = _bag(one)[0], _bag(other)[0]
    return len(pairs & pairs2) / min(len(pairs), len(pairs2)) if pairs and pairs2 else 0.0


@lru_cache(maxsize=50_000)
def parts_differ(one: str, other: str) -> bool:
    """Whether both name a part (第2期, 3标段, 1号楼) and not the same one."""
    if one == other:
        return False
    parts = _named_parts(one)
    parts2 = _named_parts(other) if parts else parts
    if not parts2:
        return False
    units = {unit for _, unit in parts} & {unit for _, unit in parts2}
    return any(
        {n for n, unit in parts if unit == each}.isdisjoint(n for n, unit in parts2 if unit == each)
        for each in units
    )


@lru_cache(maxsize=50_000)
def _named_parts(text: str) -> frozenset[tuple[str, str]]:
    plain = unicodedata.normalize("NFKC", text).translate(_CHINESE)
    return frozenset(_PART.findall(plain))
