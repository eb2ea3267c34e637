"""The words of equipment: classes with their units, procurement methods, states, moments.

A class counts in one unit (the double-monthly form adds 台, 件 and 套 as pieces); quantities of
different classes are never added.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class EquipmentClass(StrEnum):
    """The five classes of the double-monthly report, in its order."""

    LIFE = "life"
    BOOKS = "books"
    DIGITAL = "digital"
    DESKS = "desks"
    DEVICES = "devices"

    @property
    def term(self) -> str:
        return _CLASSES[self].term

    @property
    def unit(self) -> str:
        """The unit its quantities are summed and printed in."""
        return _CLASSES[self].unit

    @property
    def group(self) -> str:
        """The class of planning tables: 教学设施, 生活设施, 课桌椅, 图书."""
        return _CLASSES[self].group

    @property
    def short(self) -> str:
        """The class in numbers and narrow columns."""
        return {
            "life": "生活",
            "books": "图书",
            "digital": "资源",
            "desks": "桌凳",
            "devices": "仪器",
        }[self.value]

    @classmethod
    def of_text(cls, text: str) -> EquipmentClass | None:
        """The class a workbook or officer means; None where it cannot be told."""
        plain = text.strip().replace("(", "（").replace(")", "）")
        for each in cls:
            if plain == each.term or plain in _CLASSES[each].synonyms:
                return each
        return None


@dataclass(frozen=True, slots=True)
class _Class:
    term: str
    unit: str
    group: str
    synonyms: frozenset[str]


def _class(term: str, unit: str, group: str, synonyms: str) -> _Class:
    return _Class(term, unit, group, frozenset(synonyms.split()))


PIECES = "台/件/套"

_CLASSES = {
    EquipmentClass.LIFE: _class(
        "生活设施",
        PIECES,
        "生活设施",
        "生活设备 生活设施设备 生活类 生活设施（床、食堂、饮水、安保）",
    ),
    EquipmentClass.BOOKS: _class("图书", "册", "图书", "图书资料 纸质图书 图书类"),
    EquipmentClass.DIGITAL: _class(
        "数字教育资源", "GB", "教学设施", "数字资源 数字化资源 数字教学资源 电子图书"
    ),
    EquipmentClass.DESKS: _class("课桌凳", "套", "课桌椅", "课桌椅 学生课桌凳 学生课桌椅 桌凳"),
    EquipmentClass.DEVICES: _class(
        "计算机、教学仪器设备",
        PIECES,
        "教学设施",
        "计算机/教学仪器 计算机、教学仪器 计算机及教学仪器设备 教学仪器设备 教学仪器 计算机 信息化设备 教学设备 教学设施",
    ),
}

_PIECE_WORDS = tuple("台 件 套 张 把 个 组 间 架 块 床 辆 副 盏 樘".split())  # noqa: SIM905
_OF_UNIT = {
    PIECES: {
        **dict.fromkeys(_PIECE_WORDS, 1),
        "台件套": 1,
        "台套": 1,
        "台（件、套）": 1,
        PIECES: 1,
    },
    "册": {"册": 1, "本": 1},
    "GB": {"GB": 1, "TB": 1024},
    "套": {"套": 1, "张": 1, "副": 1},
}


def units_of(kind: EquipmentClass) -> tuple[str, ...]:
    """The units an item of a class may be counted in, the usual ones first."""
    return tuple(_OF_UNIT[kind.unit])


def in_class_unit(kind: EquipmentClass, unit: str) -> int | None:
    """How many of the class's unit one `unit` is (TB: 1024 GB); None: not a unit of the class."""
    return _OF_UNIT[kind.unit].get(unit)


SUGGESTED: dict[EquipmentClass, tuple[tuple[str, str], ...]] = {
    EquipmentClass.LIFE: (
        ("学生用床", "张"), ("食堂设备", "套"), ("饮水设备", "台"), ("安保设备", "套"),
        ("教室照明灯", "盏"), ("取暖设备", "台"), ("垃圾桶", "个"),
    ),
    EquipmentClass.BOOKS: (("图书", "册"),),
    EquipmentClass.DIGITAL: (("数字教育资源", "GB"),),
    EquipmentClass.DESKS: (("课桌凳", "套"),),
    EquipmentClass.DEVICES: (
        ("学生计算机", "台"), ("教师计算机", "台"), ("多媒体设备", "套"), ("科学仪器", "套"),
        ("音乐器材", "套"), ("体育器材", "套"), ("美术器材", "套"), ("实验桌", "张"),
    ),
}  # fmt: skip
"""Items an empty list offers with their units; an officer may use any others."""


class Method(StrEnum):
    """采购方式."""

    OPEN = "公开招标"
    INVITED = "邀请招标"
    NEGOTIATION = "竞争性谈判"
    CONSULTATION = "竞争性磋商"
    INQUIRY = "询价"
    SINGLE = "单一来源"
    FRAMEWORK = "框架协议"
    MALL = "电子卖场"
    OTHER = "其他"


class BatchState(StrEnum):
    """How far a batch has come; computed from its rows, never typed."""

    PLANNED = "计划"
    TENDER = "招标"
    CONTRACTED = "已签合同"
    PART_DELIVERED = "部分到货"
    DELIVERED = "已到货"
    PART_ACCEPTED = "部分验收"
    ACCEPTED = "已验收"
    PAID = "已付款"


class BuyMoment(StrEnum):
    """Which moment counts as bought in 采购完成率."""

    CONTRACT = "contract"
    DELIVERY = "delivery"
    ACCEPTANCE = "acceptance"
    PAYMENT = "payment"

    @property
    def term(self) -> str:
        return {
            "contract": "已签合同",
            "delivery": "已到货",
            "acceptance": "已验收",
            "payment": "已付款",
        }[self.value]


class AssetState(StrEnum):
    """使用状况 of an asset."""

    IN_USE = "在用"
    IDLE = "闲置"
    REPAIR = "维修"
    SCRAPPED = "报废"
    LOST = "丢失"
    MOVED = "调出"

    @property
    def there(self) -> bool:
        """Whether a stock-take should find it at the school."""
        return self in (AssetState.IN_USE, AssetState.IDLE, AssetState.REPAIR)
