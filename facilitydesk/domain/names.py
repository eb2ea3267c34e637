"""What two spellings of a name have in common: the keys by which schools and projects are found.

Offices write the same school as 临溪县城关镇中心校, 城关镇中心小学 and 城关 镇中心小学(本部). A key is
only for finding and comparing; the name itself is never changed.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_NOISE = re.compile(r"[\W_]+")
_SCHOOL_WORDS = (
    ("中心小学校", "中心小学"),
    ("中心学校", "中心小学"),
    ("小学校", "小学"),
    ("初级中学", "初中"),
    ("高级中学", "高中"),
    ("完全小学", "完小"),
    ("中心幼儿园", "中心园"),
    ("九年一贯制", "九年制"),
    ("职业技术学校", "职校"),
    ("职业学校", "职校"),
    ("教学点", "点"),
)
# 中心校 is the 中心小学, but a 中心校区 is a campus.
_CENTRAL = re.compile(r"中心校(?!区)")
_ENDINGS = re.compile(r"((建设|改造提升|施工)?(项目|工程)+|建设)$")
_LAST = ("项目", "工程", "建设")
# What may follow a county's name without 县 is a school's own name, not a town called the same.
_OWN_TOWN = tuple("镇乡村街市区县路")


def folded_name(text: str) -> str:
    """A name without blanks, brackets and signs, full-width letters made half-width."""
    plain = unicodedata.normalize("NFKC", text.replace("#", "号").replace("〇", "零"))
    return _NOISE.sub("", plain).casefold()


_folded_once = lru_cache(maxsize=64)(folded_name)  # one county for thousands of names


def school_key(name: str, county: str = "") -> str:
    """The key of a school's name; `county` is the home region's name, dropped where it leads."""
    key = _without_county(folded_name(name), _folded_once(county))
    for words, word in _SCHOOL_WORDS:
        key = key.replace(words, word)
    return _CENTRAL.sub("中心小学", key)


def project_key(name: str, school: str = "", county: str = "") -> str:
    """The key of a project's name, without the school it leads with and without 项目, 工程."""
    return joined_key(school_key(name, county), school_key(school, county) if school else "")


def joined_key(key: str, lead: str) -> str:
    """The same from the keys of both names, where one school has many projects."""
    if lead and key.startswith(lead) and len(key) > len(lead):
        key = key.removeprefix(lead)
    return (key.endswith(_LAST) and _ENDINGS.sub("", key)) or key


def _without_county(key: str, county: str) -> str:
    if not county:
        return key
    stem = county[:-1] if len(county) > 2 and county[-1] in "县区市旗" else county
    # A province or prefecture may lead the county: 四川省乐山市临溪县…
    place = key.find(county)
    if 0 <= place <= 12 and (place == 0 or key[place - 1] in "省市州盟区"):
        rest = key[place + len(county) :]
    elif key.startswith(stem) and not key[len(stem) :].startswith(_OWN_TOWN):
        rest = key[len(stem) :]
    else:
        return key
    # 临溪县中学 is 临溪中学, not just 中学.
    return rest if len(rest) >= 3 else stem + rest
