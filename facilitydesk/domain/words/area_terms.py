"""The words of the floor-area register: what a building is, and what makes its area change."""

from __future__ import annotations

from enum import StrEnum


class BuildingState(StrEnum):
    """使用状况: what was demolished or handed over stays in the register, without counting."""

    IN_USE = "在用"
    IDLE = "停用"
    DEMOLISHED = "拆除"
    HANDED_OVER = "移交"

    @property
    def standing(self) -> bool:
        """Whether its area belongs to the school: an unused building does until it is gone."""
        return self in (BuildingState.IN_USE, BuildingState.IDLE)


class DangerGrade(StrEnum):
    """危房等级: B and C are repaired, D is rebuilt; B and worse count as danger buildings."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"

    @property
    def term(self) -> str:
        return f"{self.value}级"


DANGEROUS = (DangerGrade.B.value, DangerGrade.C.value, DangerGrade.D.value)


class Movement(StrEnum):
    """面积变动: the lines between the opening and the closing balance of a school."""

    BUILT = "built"
    ACQUIRED = "acquired"
    DEMOLISHED = "demolished"
    DISPOSED = "disposed"
    MEASURED = "measured"

    @property
    def term(self) -> str:
        return _MOVEMENTS[self.value]

    @property
    def sign(self) -> int:
        """+1 adds to the area, -1 takes away, 0: the correction itself says which."""
        return {"built": 1, "acquired": 1, "demolished": -1, "disposed": -1}.get(self.value, 0)

    def signed(self, area: int) -> int:
        """The area as it counts, whichever sign it was typed with."""
        return area if not self.sign else self.sign * abs(area)


_MOVEMENTS = {
    "built": "新建竣工",
    "acquired": "购置/接收",
    "demolished": "拆除",
    "disposed": "报废/移交",
    "measured": "测量更正",
}


class Part(StrEnum):
    """What a completed work changes: only the first adds to a school's area."""

    NET = "net_area"
    REBUILT = "rebuilt_area"
    REPAIRED = "repaired_area"
    OTHER = "other_area"

    @property
    def term(self) -> str:
        return {
            "net_area": "净增",
            "rebuilt_area": "拆除重建",
            "repaired_area": "维修加固",
            "other_area": "非校舍",
        }[self.value]


class CheckKind(StrEnum):
    """What a building's history holds: appraisals, the yearly check, damage by disasters."""

    APPRAISAL = "鉴定"
    YEARLY = "年检"
    DISASTER = "受灾"


STRUCTURES = ("钢筋混凝土框架", "砖混", "砖木", "土木", "其他")
OWNERSHIPS = ("自有", "借用", "租用", "其他")
SEISMIC_CLASSES = ("特殊设防类", "重点设防类", "标准设防类", "适度设防类", "未设防")
INTENSITIES = ("6度", "7度", "8度", "9度")
