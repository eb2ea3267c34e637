"""Small closed lists that rules depend on, each with its official term (open lists: code items)."""

from __future__ import annotations

from enum import StrEnum


class AreaCategory(StrEnum):
    """面积类别: only 校舍 enters area rates; a sports ground is land, a wall is neither."""

    BUILDING = "building"
    SPORTS = "sports"
    ANCILLARY = "ancillary"

    @property
    def term(self) -> str:
        return {"building": "校舍", "sports": "运动场", "ancillary": "附属"}[self.value]

    @classmethod
    def of_text(cls, text: str) -> AreaCategory:
        """The category that a work's name or content speaks of; 校舍 where it says nothing else."""
        for category, words in _CATEGORY_WORDS.items():
            if any(word in text for word in words):
                return category
        return cls.BUILDING


# 体育馆 is a building, 运动场 is land.
_CATEGORY_WORDS = {
    AreaCategory.SPORTS: ("运动场", "操场", "跑道", "球场", "体育场", "田径场"),
    AreaCategory.ANCILLARY: ("围墙", "挡墙", "硬化", "大门", "堡坎", "绿化", "护坡"),
}


class Level(StrEnum):
    """行政层级 of a region."""

    PROVINCE = "province"
    PREFECTURE = "prefecture"
    COUNTY = "county"
    TOWNSHIP = "township"

    @property
    def term(self) -> str:
        return {"province": "省", "prefecture": "市州", "county": "县", "township": "乡镇"}[
            self.value
        ]


class CodeList(StrEnum):
    """The open lists that an officer may extend; entries in use cannot be deleted."""

    NATURE = "nature"
    SCHOOL_KIND = "school_kind"
    ROOM_KIND = "room_kind"
    ATTACHMENT_KIND = "attachment_kind"
    FUND_LEVEL = "fund_level"

    @property
    def term(self) -> str:
        return {
            "nature": "建设性质",
            "school_kind": "学校类别",
            "room_kind": "用途",
            "attachment_kind": "资料类别",
            "fund_level": "资金级次",
        }[self.value]


# The one nature with a rule: what was bought is reported as invested to date, and such projects
# are procurement, not construction: they never count as started or completed.
EQUIPMENT_NATURE = "设备购置"

NATURES = (
    "新建",
    "改建",
    "扩建",
    "改扩建",
    "迁建",
    "维修改造",
    "加固",
    "附属设施",
    EQUIPMENT_NATURE,
)
SCHOOL_KINDS = (
    "幼儿园 小学 教学点 初中 九年一贯制 完全中学 高中 中职 特教".split()  # noqa: SIM905
)
ROOM_KINDS = (
    "教学楼 综合楼 学生宿舍 学生食堂 厕所 浴室 教师周转宿舍 运动场 围墙 挡墙 大门 道路硬化".split()  # noqa: SIM905
)
ATTACHMENT_KINDS = "批复 图纸 中标通知书 合同 验收单 照片 发票 会议纪要 其他".split()  # noqa: SIM905


class Origin(StrEnum):
    """学校所在地 of the yearbook."""

    URBAN = "城区"
    TOWN = "镇区"
    RURAL = "乡村"


class SchoolStatus(StrEnum):
    """办学状态."""

    OPEN = "在用"
    CLOSED = "停办"
    MERGED = "撤并"
    PLANNED = "筹建"
