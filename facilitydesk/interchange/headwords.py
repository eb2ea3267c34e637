"""The words of column heads: their units, and which field a head or a path of heads means.

`domain/fields.py` holds the synonyms; here is how offices combine them over two or three merged
levels (规划 → 面积, 资金来源 → 中央). A guess carries a grade; headers.py gives each field to the
column with the best one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from facilitydesk.domain.cells import folded
from facilitydesk.domain.fields import FIELDS
from facilitydesk.interchange.headrules import PATTERNS, UNDER

# Units as they stand in heads and unit lines, after NFKC.
UNITS = {
    **dict.fromkeys(("元", "人民币元"), "元"),
    "千元": "千元",
    **dict.fromkeys(("万元", "万", "人民币万元"), "万元"),
    "百万元": "百万元",
    **dict.fromkeys(("亿元", "亿"), "亿元"),
    **dict.fromkeys(("m2", "M2", "m^2", "平方米", "平米", "平方"), "㎡"),
    **dict.fromkeys(("万m2", "万平方米", "万平米"), "万㎡"),
    **dict.fromkeys(("公顷",), "公顷"),
    **dict.fromkeys(("亩",), "亩"),
    **dict.fromkeys(("%", "百分比", "‰"), "%"),
    **{word: word for word in ("万册", "万人")},
}
_COUNT_UNITS = frozenset(
    "个 所 人 台 件 套 张 册 间 层 班 名 栋 幢 座 项 处 户 台件套 台/件/套 米 m 延米 m3 立方米 年 月 天 日 GB 学位 学位数".split()  # noqa: SIM905 - words read better than a column of quotes
)
MONEY_SCALE = {"元": 1, "千元": 1000, "万元": 10_000, "百万元": 1_000_000, "亿元": 100_000_000}
AREA_SCALE = {"㎡": 1, "万㎡": 10_000, "公顷": 10_000}

_BRACKET = re.compile(r"[(\[【〔<]([^()\[\]【】〔〕<>]*)[)\]】〕>]")
_UNIT_WORD = re.compile(r"^(金额)?(计量)?单位[::]?")
_TAIL_UNIT = re.compile(r"[/:,、]?(万元|亿元|万平方米|平方米|平米|万m2|m2|元)$")
_LEAD = re.compile(r"^(其中[::]?|其[::]|●|★|\*+|№|[0-9一二三四五六七八九十]{1,2}[.、)])")
_FILLER = re.compile(r"情况|信息|明细|状况|构成|安排|其中|部分|内容|概况|基本|一览")
NUMBERS = frozenset("序号 编号 号 行次 栏次 序 代码 顺序号 No no NO 项目序号 序列".split())  # noqa: SIM905 - as above
# Words that stand in heads without being a field; they tell heads from data.
_COMMON = frozenset(
    "序号 合计 小计 总计 计 其中 备注 资金来源 建设内容 规划 计划 进展 进度 实际 名称 性质 面积 金额 资金 时间 日期 数量 中央 省级 市级 县级 单位 累计 本月 本周 本年 投资 情况 类别 项目 学校 规模 工期 开工 竣工 完工 合同 支付 拨付 到位 比例 比率 完成 开工率 竣工率 完成率 占比 排名 县 市 乡镇 地区 人数 年度 责任人 联系人 电话 序 栏次 代码".split()  # noqa: SIM905 - as above
)


@dataclass(frozen=True, slots=True)
class Word:
    """A head cell: its text without blanks and unit, the same without brackets, its unit."""

    text: str
    bare: str
    unit: str = ""


@lru_cache(maxsize=4096)
def head_word(raw: str) -> Word:
    r"""The head's text in comparable form: '建筑面积\n（平方米）' → 建筑面积, ㎡."""
    text = "".join(folded(raw).split()).strip("*★●:：")
    unit = ""
    for inner in _BRACKET.findall(text):
        found = unit_of(inner)
        if found is not None:
            unit = unit or found
            text = re.sub(r"[(\[【〔<]" + re.escape(inner) + r"[)\]】〕>]", "", text)
    if not unit and (match := _TAIL_UNIT.search(text)) and len(text) > len(match[0]) + 1:
        unit, text = UNITS[match[1]], text[: match.start()]
    while match := _LEAD.match(text):
        text = text[match.end() :]
    return Word(text, _BRACKET.sub("", text), unit)


def unit_of(text: str) -> str | None:
    """The unit a bracket or a cell of the unit row names; "" for a unit of counts, else None."""
    plain = _UNIT_WORD.sub("", "".join(folded(text).split())).strip(":")
    if plain in UNITS:
        return UNITS[plain]
    return "" if plain in _COUNT_UNITS else None


def _index() -> dict[str, tuple[tuple[str, int], ...]]:
    """Each known head with its fields; the official term counts most, the last synonym least."""
    index: dict[str, dict[str, int]] = {}
    for key, field in FIELDS.items():
        for place, name in enumerate((field.term, *field.synonyms)):
            word = "".join(folded(name).split())
            index.setdefault(word, {}).setdefault(key, EXACT - min(place, 9))
    return {word: tuple(fields.items()) for word, fields in index.items()}


LONGEST = 40  # a longer text is no head, and could keep the patterns busy for ever
EXACT, JOINED, LEVELS, PATTERN, WEAK = 100, 88, 86, 60, 30
INDEX = _index()

# What was done in a period is not what is planned in all or done to date.
_PERIOD = re.compile(
    r"(本|当|上|下|去|今)(周|旬|月|期|季|季度|半年|年|年度)|上年底|年初|年底前|\d+月份?|新增|同期|环比"
)
_TO_DATE = re.compile(r"累计|至今|至目前|自开工")
_TO_COME = re.compile(r"计划|目标|任务|要求|预计")
_SUM = frozenset({"合计", "小计", "总计", "计", "总数", "总人数"})
_DONE = frozenset({"完成", "已完成", "累计完成", "完成数", "完成额"})
_SHARE = re.compile(
    r"率|占比|比重|排名|名次|比例|占.*%|增长|差额|责任|负责|电话|是否|人员|签字|监理|勘察|设计单位|原因|依据"
)


@lru_cache(maxsize=4096)
def meanings(path: tuple[str, ...], unit: str = "") -> tuple[tuple[str, int], ...]:
    """The fields a path of heads may mean, with grades, best first.

    The path holds head texts without units, from the top level down.
    """
    if not path or any(len(_BRACKET.sub("", text)) > LONGEST for text in path):
        return ()
    leaf, over = path[-1], "/".join(path[:-1])
    whole = "".join(path)
    found: dict[str, int] = {}
    for key, grade in _guesses(path, leaf, over):
        found[key] = max(grade, found.get(key, 0))
    if leaf in _DONE and unit in MONEY_SCALE:  # 完成（万元）
        found.setdefault("invested", PATTERN)
    named = len(path) == 1 and leaf in INDEX  # 下周计划
    if _PERIOD.search(whole) and not _TO_DATE.search(whole) and not named:
        found = _in_period(found, whole)
    return tuple(sorted(found.items(), key=lambda item: -item[1]))


def _guesses(path: tuple[str, ...], leaf: str, over: str) -> list[tuple[str, int]]:
    guesses: list[tuple[str, int]] = []
    bare = _BRACKET.sub("", leaf)
    if over:
        for upper, lower, key in UNDER:
            if upper.search(over) and lower.fullmatch(bare):
                if not key:
                    return guesses  # money that arrived is none of the planned sums
                guesses.append((key, LEVELS))
                break
        if bare in _SUM:  # 学生数/合计
            whole = meanings(path[:-1])
            guesses += [(key, min(grade, JOINED)) for key, grade in whole if grade > WEAK]
        for joined in (_FILLER.sub("", "".join(path)), _FILLER.sub("", path[-2]) + bare):
            if joined != leaf:
                guesses += [(key, JOINED) for key, _ in INDEX.get(joined, ())]
    # 面积 under 开工 is not the planned area, whatever 面积 alone would mean.
    alone = INDEX.get(leaf) or INDEX.get(bare, ())
    guesses += [(key, WEAK if guesses else grade) for key, grade in alone]
    if not guesses and not _SHARE.search(bare):
        words = [leaf if len(leaf) <= LONGEST else bare, bare, re.sub(r"^\d{4}年(度)?", "", bare)]
        guesses += [(key, PATTERN) for word in words for p, key in PATTERNS if p.fullmatch(word)][
            :1
        ]
    return guesses


def _in_period(found: dict[str, int], whole: str) -> dict[str, int]:
    """本周形象进度 is today's stage; 本月完成投资 is none of our fields; 上周进度 neither."""
    if re.search(r"(上|去|下)(周|旬|月|期|季|年)|年初|上年底", whole):
        return {}
    kept = {"problem", "measure", "remark", "school", "project"}
    if not _TO_COME.search(whole):
        kept |= {"stage", "progress"}
    if re.search(r"(本|此)(次|期)", whole):
        kept |= {"amount"}  # 本期付款 of a list of payments
    yearly = {"planned_investment", "planned_area"}
    return {
        key: grade - 1 if key in kept else WEAK
        for key, grade in found.items()
        if key in kept or (key in yearly and re.search(r"(当|本)?年(度)?.*(计划|投资)", whole))
    }


@lru_cache(maxsize=8192)
def is_head_word(raw: str) -> bool:
    """Whether a cell's text belongs to the vocabulary of heads."""
    if len(raw) > LONGEST:
        return False
    word = head_word(raw)
    return (
        word.bare in INDEX
        or word.text in INDEX
        or word.bare in _COMMON
        or bool(word.bare and meanings((word.bare,)))
    )
