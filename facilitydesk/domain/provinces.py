"""The short name of the province that a region's code begins with (GB/T 2260)."""

from __future__ import annotations

_NAMES = (
    "11北京 12天津 13河北 14山西 15内蒙古 21辽宁 22吉林 23黑龙江 31上海 32江苏 33浙江 34安徽 35福建 "
    "36江西 37山东 41河南 42湖北 43湖南 44广东 45广西 46海南 50重庆 51四川 52贵州 53云南 54西藏 "
    "61陕西 62甘肃 63青海 64宁夏 65新疆"
)
PROVINCES = {text[:2]: text[2:] for text in _NAMES.split()}


def province_of(code: str) -> str:
    """'510999' → '四川'; empty where the code says nothing."""
    return PROVINCES.get(code[:2], "")
