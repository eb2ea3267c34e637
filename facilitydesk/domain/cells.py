"""What a typed or printed cell means: one reader for texts and one for numbers with their units.

Whitelist patterns after NFKC, exact integers of 0.01, never a float. A reading says what was
understood, whether that differs from what stands there (原值 → 读入值), and what must be asked:
a yellow problem leaves the value None, a blue one is an interpretation that can be refused.
Dates: cell_dates.py. Used by the workbook importer and by the week grid's paste.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Generic, NamedTuple, TypeVar

from facilitydesk.domain.problems import Problem, Severity
from facilitydesk.domain.quantities import LIMIT, WAN, YI, Area, Money, Percent

T = TypeVar("T")


class Reading(NamedTuple, Generic[T]):
    """What a cell means.

    `value` is None for blank and for not understood; `changed`: the officer should see 原值 →
    读入值, because the two differ in more than form; `problem` is what is to be asked.
    """

    value: T | None
    changed: bool = False
    problem: Problem | None = None


MONEY_UNITS: Mapping[str, int] = {
    "元": 1,
    "圆": 1,
    "元整": 1,
    "元正": 1,
    "万元整": WAN,
    "千元": 1000,
    "万": WAN,
    "万元": WAN,
    "万圆": WAN,
    "百万元": 100 * WAN,
    "千万元": 1000 * WAN,
    "亿": YI,
    "亿元": YI,
}
# After NFKC ㎡ and m² are both m2.
AREA_UNITS: Mapping[str, int] = {
    "m2": 1,
    "M2": 1,
    "m^2": 1,
    "平方米": 1,
    "平米": 1,
    "平方": 1,
    "万m2": WAN,
    "万M2": WAN,
    "万平方米": WAN,
    "万平米": WAN,
    "公顷": WAN,
}
PERCENT_UNITS: Mapping[str, int] = {"%": 1}
_MEASURES = "个 所 台 件 套 张 册 间 层 班 人 名 栋 幢 座 项 处 户 组 批 把 床 只 辆 块 副 台件套 GB gb 年 年度 个班 楼 F M Mbps 兆"
COUNT_UNITS: Mapping[str, int] = {
    **dict.fromkeys(_MEASURES.split(), 1),
    **{f"万{word}": WAN for word in ("", "册", "人", "套", "台", "件", "GB")},
}
# What is a unit, but of something else: 120米 is no area.
_OTHER_UNITS = frozenset(
    {*MONEY_UNITS, *AREA_UNITS, *PERCENT_UNITS, *COUNT_UNITS}
    | set(
        "m 米 延米 延长米 m3 立方米 立方 方 亩 km 公里 ‰ $ 美元 港元 天 月 个月 元/m2 元/平方米".split()  # noqa: SIM905 - words read better than a column of quotes
    )
)

# Marks that print an empty cell; 无 may also mean 0 and is asked.
_MARKS = "- -- --- — —— – ― ─ / // \\ | … .. ... ...... · * ~ 空 空白 (空) ' \""
BLANK_MARKS = frozenset(["", *_MARKS.split()])
PENDING = re.compile(
    r"(待|未)(定|批|核|补|查|填|报|核实|确定|明确|下达|评审|招标)|不详|未知|暂无|\?+"
)
NONE_WORDS = frozenset(
    "无 没有 没 无。 none None N/A n/a NA 未开工 未竣工 未完工 未动工 在建 未采购 未拨付 未支付".split()  # noqa: SIM905 - as above
)

_PLAIN = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)
_DIGITS = r"(?:\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+|\d+)(?:\.\d*)?|\.\d+"
_ONE = re.compile(rf"([+-]? ?)({_DIGITS}) ?([^\d ,.+-][^\d]*[23]?)?", re.ASCII)
_ABOUT = re.compile(
    r"^(大约|约计|约为|约|近|将近|大概|暂定|暂估|估计|预计|≈|~|不足|超过|超)(?=[\d.])"
)
_ABOUT_END = re.compile(r"(左右|上下|以上|以下|余|多|\+)$")
_ABOUT_MIDDLE = re.compile(r"(?<=\d)(余|多)(?=[万亿元平个台套])")
_CURRENCY = re.compile(r"^(人民币|RMB|CNY|¥|¥)\s*", re.IGNORECASE)
_LETTERS = str.maketrans("OoQIl〇○。", "0001100.")
_LOOKS_TYPED = re.compile(r"[+-]?[\dOoQIl〇○。,. ]*\d[\dOoQIl〇○。,. ]*", re.ASCII)
_NOT_DONE = re.compile(r"剩|差|余|未|增|减|超|不|落后|滞后|同比|环比|至|到|-|~")
_HAN_PERCENT = re.compile(r"百分之([一二两三四五六七八九十百零〇]+)")
_ASIDE = re.compile(r"\([^()\d]*\)$")
_CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060\ufeff\ufffe\uffff\ud800-\udfff]"
)
_BETWEEN_HAN = re.compile(
    r"(?<=[\u3007\u4e00-\u9fff\uff08\uff09])\s*[\n\t]\s*(?=[\u3007\u4e00-\u9fff\uff08\uff09])"
)
_BREAKS = re.compile(r"\s*[\n\t]\s*")


def clean_text(text: str) -> str:
    """The text as printed: without control characters and outer blanks, on one line."""
    if text.isprintable():
        return text.strip()
    plain = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("_x000D_", ""))
    plain = plain.strip()
    if "\n" in plain or "\t" in plain:
        plain = _BREAKS.sub(" ", _BETWEEN_HAN.sub("", plain))
    return plain


def folded(text: str) -> str:
    """The text in the form that is compared and parsed: NFKC, no control characters, trimmed."""
    if text.isascii() and text.isprintable():
        return text.strip()
    plain = _CONTROL.sub("", unicodedata.normalize("NFKC", text.replace("−", "-")))
    return " ".join(plain.split())


def read_money(text: str, scale: int = 1) -> Reading[Money]:
    """The money of a cell whose column counts `scale` 元 (10_000 for 万元).

    A unit inside the cell wins: read_money('1,190.3万元').value == Money.of('11903000').
    """
    found = _hundredths(text, scale, MONEY_UNITS)
    return found if found.value is None else found._replace(value=Money(found.value))  # type: ignore[arg-type, return-value]  # one tuple, its value typed here


def read_area(text: str, scale: int = 1) -> Reading[Area]:
    """The area of a cell whose column counts `scale` ㎡."""
    found = _hundredths(text, scale, AREA_UNITS)
    return found if found.value is None else found._replace(value=Area(found.value))  # type: ignore[arg-type, return-value]  # as above


def read_percent(text: str, scale: int = 1) -> Reading[Percent]:
    """The percent of a cell, '65%' or '65' → 65 %; scale=100 for a column of shares (0.65)."""
    found = _hundredths(text, scale, PERCENT_UNITS)
    if found.value is None and (match := _HAN_PERCENT.fullmatch(folded(text))):
        whole = 100 if match[1] in ("百", "一百") else _han_number(match[1])
        if whole is not None:
            return Reading(Percent.of(whole), changed=True)
    return found if found.value is None else found._replace(value=Percent(found.value))  # type: ignore[arg-type, return-value]  # as above


def read_count(text: str) -> Reading[int]:
    """The whole number of a cell: '12台', '1.2万册', '三层'."""
    found = _hundredths(text, 1, COUNT_UNITS)
    if found.value is None:
        number = _han_number(folded(text))
        return Reading(number, changed=True) if number is not None else found
    whole, rest = divmod(found.value, 100)
    if rest:
        return Reading(None, problem=ask("not_a_whole_number", text))
    return found._replace(value=whole)


def ask(code: str, text: str, severity: Severity = Severity.YELLOW, **args: object) -> Problem:
    """A question about one cell, with the text that stands there."""
    shown = text if len(text) <= 40 else text[:40] + "…"
    return Problem(code, severity, args={"value": shown, **args})


def _hundredths(text: str, scale: int, units: Mapping[str, int]) -> Reading[int]:
    if _PLAIN.fullmatch(text):
        return _exact(text, text, scale, units, Reading(None))
    plain = folded(text)
    if plain in BLANK_MARKS:
        return Reading(None, changed=bool(plain))
    if plain in NONE_WORDS:
        return Reading(None, problem=ask("none_word", text))
    if PENDING.search(plain) and not any(map(str.isdigit, plain)):
        return Reading(None, problem=ask("pending", text))
    if len(plain) > 80:
        return Reading(None, problem=ask("not_a_number", text))
    plain = _CURRENCY.sub("", plain.lstrip("'").strip())
    exact = _one(plain, text, scale, units)
    if exact is not None:
        return exact
    return _interpreted(plain, text, scale, units)


def _one(plain: str, text: str, scale: int, units: Mapping[str, int]) -> Reading[int] | None:
    """The reading of a cell that is one number and perhaps a unit; None when it is not."""
    match = _ONE.fullmatch(plain)
    if match is None:
        return None
    sign, digits, unit = match[1].strip(), match[2], (match[3] or "").strip()
    if unit and unit not in units:
        if unit in _OTHER_UNITS:
            return Reading(None, problem=ask("other_unit", text, unit=unit))
        return None
    number = sign.replace("+", "") + digits.replace(",", "").replace(" ", "")
    scale = units[unit] if unit else scale
    return _exact(number, text, scale, units, Reading(None, changed=True))


def _interpreted(plain: str, text: str, scale: int, units: Mapping[str, int]) -> Reading[int]:
    """约500, 12O0, 建筑面积1200㎡: one number can be meant; it is taken and listed."""
    about = _ABOUT_MIDDLE.sub("", _ABOUT_END.sub("", _ABOUT.sub("", plain))).strip()
    if about != plain:
        return _listed(_one(about, text, scale, units), "approximate", text, units)
    if _LOOKS_TYPED.fullmatch(plain):
        letters = plain.translate(_LETTERS)
        if letters != plain:
            return _listed(_one(letters, text, scale, units), "letter_in_number", text, units)
        return Reading(None, problem=ask("not_a_number", text))
    without = _ASIDE.sub("", plain).strip()
    if without != plain:
        return _listed(_one(without, text, scale, units), "text_around", text, units)
    names = "|".join(sorted(map(re.escape, units), key=len, reverse=True))
    with_unit = re.findall(rf"(?<![\d.,])({_DIGITS}) ?({names})(?![a-z\d])", plain, re.ASCII)
    if units is PERCENT_UNITS and _NOT_DONE.search(plain):  # 还差20%
        return Reading(None, problem=ask("not_a_number", text))
    if len(with_unit) == 1 and units is not COUNT_UNITS:
        digits, unit = with_unit[0]
        return _listed(_one(f"{digits}{unit}", text, scale, units), "text_around", text, units)
    return Reading(None, problem=ask("not_a_number", text))


def _shown(raw: int, units: Mapping[str, int]) -> str:
    """What was read, in the unit it is kept in: 5000000元."""
    base = {id(MONEY_UNITS): "元", id(AREA_UNITS): "㎡", id(PERCENT_UNITS): "%"}.get(id(units), "")
    return f"{Decimal(raw).scaleb(-2).normalize():f}{base}"


def _listed(
    found: Reading[int] | None, code: str, text: str, units: Mapping[str, int]
) -> Reading[int]:
    if found is None:
        return Reading(None, problem=ask("not_a_number", text))
    if found.value is None:
        return found
    problem = ask(code, text, Severity.BLUE, read=_shown(found.value, units))
    return found._replace(changed=True, problem=found.problem or problem)


_PLACES = {1: 2, 100: 4, 1000: 5, WAN: 6, 100 * WAN: 8, 1000 * WAN: 9, YI: 10}


def _exact(
    number: str, text: str, scale: int, units: Mapping[str, int], found: Reading[int]
) -> Reading[int]:
    """The number in hundredths, rounded (and listed) where it is finer than those."""
    whole, _, fraction = number.partition(".")
    places = _PLACES[scale]
    if len(whole) > 18:
        return Reading(None, problem=ask("out_of_range", text))
    if len(fraction) > places:
        fraction = fraction.rstrip("0")
    if len(fraction) <= places:
        raw = int(whole + fraction.ljust(places, "0"))
    else:
        exact = Decimal(f"{whole}.{fraction}").scaleb(places)
        raw = int(exact.quantize(Decimal(1), ROUND_HALF_UP))
        read = _shown(raw, units)
        found = Reading(None, changed=True, problem=ask("rounded", text, Severity.BLUE, read=read))
    if abs(raw) > LIMIT:
        return Reading(None, problem=ask("out_of_range", text))
    return found._replace(value=raw)


_HAN = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}


def _han_number(plain: str) -> int | None:
    """三 → 3, 十二层 → 12; None for anything else. Counts of one or two digits only."""
    match = re.fullmatch(
        r"([一二两三四五六七八九])?(十)?([一二三四五六七八九])?[层个台套间班栋所人]?", plain
    )
    if match is None or not any(match.groups()) or (match[1] and match[3] and not match[2]):
        return None
    tens = _HAN[match[1]] if match[1] else 1
    ones = _HAN[match[3]] if match[3] else 0
    return tens * 10 + ones if match[2] else tens if match[1] else ones
