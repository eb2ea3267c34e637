"""Pinyin initials of names, for searching with a few letters: 城关镇中心小学 → cgzzxxx.

Characters with two usual readings give both spellings (朝阳小学 → zyxx cyxx); a character without
a known reading stands for itself. pypinyin takes 0.2 s to import, so it waits for the first name.
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from itertools import islice, product

_MOST = 8  # spellings kept of one name

# What place and school names read in more than one way; all others have their first reading.
_USUAL = """
长cz 重zc 朝cz 乐ly 行xh 会hk 厦xs 单ds 曾zc 盛sc 蔚wy 洞dt 藏cz 校x 调dt 车cj 区q 解jx 仇cq 查cz
尉wy 繁fp 种zc 参cs 宿sx 什s 合hg 还hx 系x 降jx 传cz 折zs 贾j 莞gw 枞zc 泌mb 浚jx 埔pb 圩xw
陂bp 峒dt 垌dt 巷xh 漯lt 荥xy 亳b 涡gw 砀d 歙sx 黟y 筠yj 犍qj 堡bp 铺p 沈s 覃tq 万w 盖g 翟zd
"""
_TWO_WAYS = {word[0]: word[1:] for word in _USUAL.split()}


@lru_cache(maxsize=4096)
def initials(text: str) -> str:
    """The initials of a name in small letters; several spellings are parted by blanks."""
    ways = filter(None, map(_ways, unicodedata.normalize("NFKC", text)))
    spellings = map("".join, product(*ways))
    return " ".join(dict.fromkeys(islice(spellings, _MOST)))


@cache
def _ways(char: str) -> str:
    if char in _TWO_WAYS:
        return _TWO_WAYS[char]
    if char.isascii():
        return char.casefold() if char.isalnum() else ""
    reading = _readings().get(ord(char))
    if reading:
        first = unicodedata.normalize("NFD", reading)[0]
        return first if first.isascii() else char
    return char if char.isalnum() else ""


@cache
def _readings() -> dict[int, str]:
    from pypinyin.constants import PINYIN_DICT

    return dict(PINYIN_DICT)
