"""The norms and bottom lines a data file begins with, each with the document it comes from.

They are rows an office changes; `default_norms` and `default_items` are what 恢复默认 gives back.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from facilitydesk.domain.measures import Measure, Remedy

BALANCED = "《县域义务教育优质均衡发展督导评估办法》（教督〔2017〕6号）"
OLDER = "各省原办学条件标准（宽严两档，以本省文件为准）"
GANSU = "甘肃省全面改薄设备配置标准"
COUNTRYSIDE = "《农村普通中小学校建设标准》（建标109-2008）"
CITY = "《城市普通中小学校校舍建设标准》"
BOTTOM = "教基一厅〔2014〕5号"

PER_SIZE = "按不超过该班数取值"

_M = Measure
_CITY_BASIC = {
    "小学": ((12, 660), (18, 580), (24, 540), (30, 520)),
    "初中": ((12, 790), (18, 710), (24, 670), (30, 640)),
    "高中": ((18, 740), (24, 690), (30, 660), (36, 640)),
}
_CITY_PLANNED = {
    "小学": ((12, 1000), (18, 830), (24, 790), (30, 720)),
    "初中": ((12, 1140), (18, 1010), (24, 980), (30, 900)),
    "高中": ((18, 1040), (24, 1000), (30, 920), (36, 890)),
}
_COUNTRY_SIZES = {"小学": (4, 6, 12, 18, 24), "初中": (12, 18, 24)}


def _row(measure: Measure, stage: str, value: int | None, **more: Any) -> dict[str, Any]:
    return {
        "measure": measure.value,
        "stage": stage,
        "value": value,
        "direction": measure.basis.natural.value,
        **more,
    }


def _pair(measure: Measure, primary: int, junior: int, **more: Any) -> Iterator[dict[str, Any]]:
    yield _row(measure, "小学", primary, **more)
    yield _row(measure, "初中", junior, **more)


def _sized(
    table: Mapping[str, tuple[tuple[int, int], ...]], **more: Any
) -> Iterator[dict[str, Any]]:
    for stage, sizes in table.items():
        low: int | None = None
        for place, (classes, value) in enumerate(sizes):
            last = place == len(sizes) - 1
            bounds = {"size_from": low, "size_to": None if last else classes}
            yield _row(_M.BUILDING_AREA, stage, value, size_by="classes", **bounds, **more)
            low = classes + 1


def _norms() -> Iterator[dict[str, Any]]:
    balanced = {"year": 2017, "document": BALANCED}
    yield from _pair(_M.TEACHING_AREA, 450, 580, **balanced)
    yield from _pair(_M.SPORTS_AREA, 750, 1020, **balanced)
    yield from _pair(_M.EQUIPMENT_VALUE, 2000_00, 2500_00, **balanced)
    yield from _pair(_M.MULTIMEDIA, 230, 240, **balanced)
    yield from _pair(_M.BOOKS, 20_00, 30_00, document=OLDER)
    yield from _pair(_M.BOOKS, 25_00, 40_00, document=OLDER, active=False, note="较高一档")
    yield from _pair(_M.COMPUTERS, 16_00, 16_00, document=OLDER)
    yield from _pair(_M.COMPUTERS, 10_00, 10_00, document=OLDER, active=False, note="较高一档")
    older = {"document": OLDER, "active": False, "note": "已由优质均衡标准取代"}
    yield from _pair(_M.EQUIPMENT_VALUE, 365_00, 695_00, **older)
    gansu = {"province": "甘肃", "document": GANSU}
    yield from _pair(_M.COMPUTERS, 12_00, 10_00, **gansu)
    yield from _pair(_M.TEACHER_COMPUTERS, 3_00, 3_00, **gansu)
    room = {**gansu, "note": "1套教师机和45套学生机"}
    yield from _pair(_M.COMPUTER_ROOM, 46_00, 46_00, **room)
    yield from _pair(_M.CANTEEN, 200_00, 200_00, **gansu)
    for stage in ("小学", "初中"):
        yield _row(_M.NETWORK, stage, None, **gansu, note="2M至30M，按学校规模填写")
    city = {"place": "城市", "document": CITY}
    yield from _sized(_CITY_BASIC, **city, note=f"基本指标，{PER_SIZE}")
    yield from _sized(_CITY_PLANNED, **city, note=f"规划指标，{PER_SIZE}", active=False)
    for stage, sizes in _COUNTRY_SIZES.items():
        low: int | None = None
        for place, classes in enumerate(sizes):
            last = place == len(sizes) - 1
            yield _row(
                _M.BUILDING_AREA, stage, None, size_by="classes", size_from=low,
                size_to=None if last else classes, place="农村", year=2008,
                document=COUNTRYSIDE,
                note="生均指标表待填，填好后勾选采用", active=False,
            )  # fmt: skip
            low = classes + 1


_SHAPE: dict[str, Any] = {
    "size_by": "", "size_from": None, "size_to": None, "place": "", "province": "",
    "year": None, "note": "", "active": True,
}  # fmt: skip


def default_norms() -> list[dict[str, Any]]:
    """The rows of a new table, in the order they are shown."""
    return [{**_SHAPE, **row, "ordinal": place} for place, row in enumerate(_norms(), 1)]


_B, _Y, _G = Remedy.BUILD, Remedy.BUY, Remedy.MANAGE
_ITEMS: tuple[tuple[str, Remedy, Measure | None], ...] = (
    ("无D级危房；新建校舍不低于重点设防类，满足综合防灾要求", _B, None),
    ("多层校舍每幢不少于2部楼梯，坡度不大于30度，护栏坚固", _B, None),
    ("教室和宿舍内外墙面平整，无尖锐突出物，无裸露电线", _B, None),
    ("采光良好，照明设施完善", _B, None),
    ("学生1人1桌1椅（凳）", _Y, None),
    ("按国家标准配置合格黑板", _Y, None),
    ("设置旗台、旗杆", _B, None),
    ("有体育活动场地和设施设备", _B, Measure.SPORTS_AREA),
    ("有围墙或围栏", _B, None),
    ("新增图书适龄、正版", _Y, Measure.BOOKS),
    ("有多媒体教室", _Y, Measure.MULTIMEDIA),
    ("宿舍不设在地下、半地下", _B, None),
    ("寄宿生1人1床，无大通铺", _Y, None),
    ("寄宿或供餐学校能制作或加热食品", _B, None),
    ("有开水供应", _Y, None),
    ("厕位够用，男女蹲位1:3，旱厕无害化，新建一般为水冲", _B, None),
    ("除特别干旱地区外，寄宿学校有淋浴设施", _B, None),
    ("有安全标识和应急照明", _Y, None),
    ("有监控和防护设备", _Y, None),
    ("消除66人以上超大班额", _G, None),
)
"""Short texts; 17 to 19 are worded differently from paper to paper, so the table is editable."""


def default_items() -> list[dict[str, Any]]:
    """The 20 items of a new table."""
    return [
        {
            "number": number,
            "text": text,
            "remedy": remedy.value,
            "measure": measure.value if measure else "",
            "document": BOTTOM,
        }
        for number, (text, remedy, measure) in enumerate(_ITEMS, 1)
    ]
