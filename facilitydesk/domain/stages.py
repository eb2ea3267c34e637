"""形象进度: the stages a work goes through, their groups for counting, and what offices call them.

The list and its order are those that county tables use; vague words such as 基本完成 are no stage.
"""

from __future__ import annotations

import re
import unicodedata
from enum import Enum, StrEnum


class StageGroup(StrEnum):
    """How a work or project is counted; each is in exactly one group."""

    NOT_STARTED = "not_started"
    UNDER_WAY = "under_way"
    STOPPED = "stopped"
    COMPLETED = "completed"
    DROPPED = "dropped"

    @property
    def term(self) -> str:
        return _GROUP_TERMS[self]


_GROUP_TERMS = {
    StageGroup.NOT_STARTED: "未开工",
    StageGroup.UNDER_WAY: "在建",
    StageGroup.STOPPED: "停工",
    StageGroup.COMPLETED: "完工",
    StageGroup.DROPPED: "调整/取消",
}

_N, _U, _S, _C, _D = StageGroup


class Stage(Enum):
    """One stage: stored key, Chinese term, group, usual band of the progress percent."""

    PREPARATION = ("preparation", "办理前期手续", _N, 0, 0)
    LEVELLING = ("levelling", "土地平整", _N, 0, 0)
    SCHEME_REVIEW = ("scheme_review", "规划方案审查", _N, 0, 0)
    DRAWINGS = ("drawings", "图纸预算", _N, 0, 0)
    COST_REVIEW = ("cost_review", "财政评审", _N, 0, 0)
    TENDERING = ("tendering", "正在招标", _N, 0, 0)
    AWARDED = ("awarded", "已中标", _N, 0, 0)
    STARTED = ("started", "已开工", _U, 0, 20)
    FOUNDATION = ("foundation", "基础施工", _U, 0, 30)
    FOUNDATION_DONE = ("foundation_done", "基础完工", _U, 10, 40)
    STRUCTURE = ("structure", "主体施工", _U, 15, 75)
    STRUCTURE_DONE = ("structure_done", "主体完工", _U, 40, 85)
    MASONRY = ("masonry", "墙体砌筑", _U, 40, 85)
    PLASTERING = ("plastering", "抹灰", _U, 50, 90)
    ROOFING = ("roofing", "屋面施工", _U, 45, 90)
    DECORATION = ("decoration", "装饰装修", _U, 55, 98)
    ANCILLARY = ("ancillary", "附属施工", _U, 60, 99)
    CLEARING = ("clearing", "收尾清理", _U, 85, 100)
    COMPLETED = ("completed", "已完工", _C, 100, 100)
    ACCEPTED = ("accepted", "竣工验收", _C, 100, 100)
    IN_USE = ("in_use", "已交付使用", _C, 100, 100)
    AUDITED = ("audited", "结算审计", _C, 100, 100)
    SETTLED = ("settled", "已决算", _C, 100, 100)
    BUYING_BACK = ("buying_back", "正在回购", _C, 100, 100)
    STOPPED = ("stopped", "停工", _S, 0, 100)
    ADJUSTED = ("adjusted", "已按程序调整", _D, 0, 100)
    CANCELLED = ("cancelled", "已取消", _D, 0, 100)

    def __init__(self, key: str, term: str, group: StageGroup, low: int, high: int) -> None:
        self.key = key
        self.term = term
        self.group = group
        self.low = low
        self.high = high

    @property
    def order(self) -> int:
        """Place in the life of a work; 停工, 调整 and 取消 have none (see `goes_back`)."""
        return _ORDER[self]

    @staticmethod
    def of_key(key: str) -> Stage:
        """The stage stored under a key. Raises KeyError for a key that no program wrote."""
        return _BY_KEY[key]

    @staticmethod
    def read(text: str) -> Stage | None:
        """The stage an office means by a text, or None for vague and unknown words.

        '主体施工（第3层）', '主体三层', '正在装修', '装修80%' are understood; '基本完成' is not.
        """
        plain, _, aside = unicodedata.normalize("NFKC", "".join(text.split())).partition("(")
        stage = _read(plain)
        if stage and stage is not Stage.STOPPED and _HALTED.search(aside):
            return None  # 主体施工(已停工): which of the two counts is for a person to say
        return stage


def _read(plain: str) -> Stage | None:
    for words in (plain, _AROUND.sub("", plain)):
        if words in _SYNONYMS:
            return _SYNONYMS[words]
    for form, stage in _FORMS:
        if form.fullmatch(plain):
            return stage
    return None


_ORDER = {stage: number for number, stage in enumerate(Stage)}
_BY_KEY = {stage.key: stage for stage in Stage}
_SYNONYMS: dict[str, Stage] = {stage.term: stage for stage in Stage} | {
    word: stage
    for stage, words in {
        Stage.PREPARATION: "前期 前期手续 前期准备 筹备 未开工 未启动 立项 手续办理 待开工 前期工作",
        Stage.LEVELLING: "场地平整 平场 三通一平",
        Stage.SCHEME_REVIEW: "方案审查 规划设计 方案设计 设计",
        Stage.DRAWINGS: "施工图 图纸设计 施工图设计 预算编制 图审",
        Stage.COST_REVIEW: "评审 预算评审 财评",
        Stage.TENDERING: "招标 招标中 招投标 正在招投标 采购中 挂网招标",
        Stage.AWARDED: "中标 签订合同 合同签订 已签合同",
        Stage.STARTED: "开工 已开工建设 在建 施工中 进场 进场施工 正在施工 建设中 已进场",
        Stage.FOUNDATION: "基础 基础开挖 地基 地基施工 基坑开挖 基础工程",
        Stage.FOUNDATION_DONE: "基础完成 基础完 基础已完工 基础已完成",
        Stage.STRUCTURE: "主体 主体建设 主体在建 主体结构施工",
        Stage.STRUCTURE_DONE: "封顶 主体封顶 已封顶 主体完成 主体完 主体已完工 主体完工/封顶",
        Stage.MASONRY: "砌筑 砌体 墙体",
        Stage.PLASTERING: "粉刷 内外粉刷",
        Stage.ROOFING: "屋面 屋面工程",
        Stage.DECORATION: "装修 装饰 室内外装饰 内外装修 装修中 装饰中 装修阶段 室内装修",
        Stage.ANCILLARY: "附属 附属工程 附属设施施工 室外附属 室外工程",
        Stage.CLEARING: "收尾 扫尾 收尾/竣工清理 竣工清理 收尾工程",
        Stage.COMPLETED: "完工 竣工 已竣工 完成 已完成 全部完工 建成 已建成 工程完工",
        Stage.ACCEPTED: "验收 已验收 通过验收 验收合格 已竣工验收 竣工已验收",
        Stage.IN_USE: "交付使用 已投入使用 投入使用 已使用 已交付 交付",
        Stage.AUDITED: "结算 审计 审计中 结算中",
        Stage.SETTLED: "决算 竣工决算 已结算",
        Stage.STOPPED: "已停工 停建 缓建 暂停",
        Stage.ADJUSTED: "调整 已调整 项目调整",
        Stage.CANCELLED: "取消 撤销 已撤销",
    }.items()
    for word in words.split()
}
# What says no more than "now": 正在招标, 主体施工阶段, 装修中.
_AROUND = re.compile(r"^(目前|正在|进入|已进入)|(阶段|中)$")
_HALTED = re.compile(r"停工|停建|缓建|暂停")
# What is followed by a floor or a share: 主体三层, 主体施工至2层, 装修80%. Anything else behind
# it may turn the meaning round (主体施工已停工), so it is left to a person.
_FLOOR = r"(至|到)?(地下|地上)?第?[一二三四五六七八九十0-9]+层(施工|浇筑)?中?"
_SHARE = r"(已?完成)?[0-9]+(\.[0-9]+)?%"
_FORMS = (
    (re.compile(rf"主体(结构)?(施工|建设)?({_FLOOR}|{_SHARE})"), Stage.STRUCTURE),
    (re.compile(r"(地上)?第?[一二三四五六七八九十0-9]+层主体(施工|浇筑)?中?"), Stage.STRUCTURE),
    (re.compile(rf"基础(施工|工程)?{_SHARE}"), Stage.FOUNDATION),
    (re.compile(rf"(装修|装饰|装饰装修)(施工|工程)?{_SHARE}"), Stage.DECORATION),
)


def goes_back(before: Stage | None, after: Stage | None) -> bool:
    """Whether a work returns to an earlier stage, which needs a reason.

    Stopping, dropping, and going on after a stop are no steps back.
    """
    if before is None or after is None:
        return False
    outside = {StageGroup.STOPPED, StageGroup.DROPPED}
    if before.group in outside or after.group in outside:
        return before.group is StageGroup.DROPPED and after.group is not StageGroup.DROPPED
    return after.order < before.order
