"""What tells entries of one amount apart: vouchers, document numbers and words."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_NOISE = re.compile(r"[\W_]+")
_NUMBER = re.compile(r"\d+")
_DOCUMENT = re.compile(r"[〔\[(]?((?:19|20)\d\d)[〕\])]?第?0*(\d+)号")
_PART = re.compile(r"第?0*(\d+)(期|次|批|笔|标|号楼|栋|#)")
_CHINESE = str.maketrans("一二三四五六七八九", "123456789")


@lru_cache(maxsize=50_000)
def voucher_key(voucher: str) -> str:
    """A voucher's number without blanks, signs, letters in front and leading zeros."""
    plain = _NOISE.sub("", unicodedata.normalize("NFKC", voucher)).casefold()
    digits = "".join(_NUMBER.findall(plain)).lstrip("0")
    return digits or plain


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
    key, key2 = document_key(one), document_key(other)
    return key != key2 and all(re.search(r"(19|20)\d\d-\d+$", each) for each in (key, key2))


@lru_cache(maxsize=50_000)
def _bag(text: str) -> tuple[frozenset[str], frozenset[str]]:
    plain = unicodedata.normalize("NFKC", text).translate(_CHINESE).casefold()
    numbers = frozenset(_NUMBER.findall(plain))
    words = _NOISE.sub("", plain)
    return frozenset(words[i : i + 2] for i in range(len(words) - 1)), numbers


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


def parts_differ(one: str, other: str) -> bool:
    """Whether both name a part (第2期, 3标段, 1号楼) and not the same one."""
    if one == other:
        return False
    parts, parts2 = _named_parts(one), _named_parts(other)
    units = {unit for _, unit in parts} & {unit for _, unit in parts2}
    return any(
        {n for n, unit in parts if unit == each}.isdisjoint(n for n, unit in parts2 if unit == each)
        for each in units
    )


@lru_cache(maxsize=50_000)
def _named_parts(text: str) -> frozenset[tuple[str, str]]:
    plain = unicodedata.normalize("NFKC", text).translate(_CHINESE)
    return frozenset(_PART.findall(plain))
