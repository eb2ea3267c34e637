"""What a date cell means, in every way that offices write one.

Kept as written: to the day, or to the month only. What names no certain day or month (3月5日
without a year, 年底, 2025) is None and a question; '24.3.5' is an interpretation and is listed.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from facilitydesk.domain.cells import BLANK_MARKS, NONE_WORDS, PENDING, Reading, ask, folded
from facilitydesk.domain.periods import LooseDate, month_end
from facilitydesk.domain.problems import Severity

# School buildings and their papers; what lies outside is a slip of the finger (2204年).
FIRST_YEAR, LAST_YEAR = 1949, 2060
# A number in a date column is an Excel serial when it falls into these years.
_SERIAL_YEARS = (1980, 2050)

_LONGEST = 60
_SEPARATOR = r"[-/.\\年·、,_ ]"
_DAY = re.compile(rf"(\d{{4}}) ?{_SEPARATOR} ?(\d{{1,2}}) ?[-/.\\月·、,_ ] ?(\d{{1,2}}) ?[日号]?")
_CLOCK = re.compile(r"[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?Z?$")
_SHORT = re.compile(
    rf"(\d{{2}}) ?({_SEPARATOR}) ?(\d{{1,2}}) ?[-/.\\月·、,_ ] ?(\d{{1,2}}) ?[日号]?"
)
_YEAR_LAST = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|\d[/-]\d{1,2}[/-]\d{2}")
_MONTH = re.compile(r"(\d{4}) ?[-/.\\年·] ?(\d{1,2}) ?月?份?")
_SHORT_MONTH = re.compile(r"(\d{2}) ?年 ?(\d{1,2}) ?月份?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})?")
_NO_YEAR = re.compile(r"(\d{1,2}) ?[-/.月] ?(\d{1,2}) ?[日号]?|(\d{1,2})月份?")
_YEAR = re.compile(r"(\d{4}) ?年?(度|份)?")
_VAGUE = re.compile(
    r"底|初|旬|左右|前后|以前|之前|以后|前$|后$|约|拟|春|夏|秋|冬|季|半年|暑|寒|年内|学期|年中|月内"
)
_RANGE = re.compile(r"\d.*(至|到|~|—).*\d|\d{4}.*-.*\d{4}")
_NOT_YET = re.compile(
    r"(尚|还)?(未|没|没有|暂未|尚未)(开工|竣工|完工|动工|启动|完成|验收|建|开建|支付|招标|交付)|在建|停工|正在施工|施工中|/+"
)
_AROUND = re.compile(
    r"(正式|已|实际|计划)?(开工|竣工|完工|动工|验收|交付|建成|支付|签订|投入使用)(建设)?$|^(已)?于|^(开工|竣工)[::]?|\([^()\d]*\)$"
)
_HAN_DATE = re.compile(
    r"([〇○零一二三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月(?:份|([一二三四五六七八九十]{1,3})[日号])?"
)
_HAN = {char: str(value) for value, char in enumerate("零一二三四五六七八九")} | {
    "〇": "0",
    "○": "0",
}


def read_date(text: str) -> Reading[LooseDate]:
    """The date of a cell's text."""
    plain = folded(text)
    if len(plain) > _LONGEST:
        return Reading(None, problem=ask("not_a_date", text))
    if plain in BLANK_MARKS or plain in NONE_WORDS or _NOT_YET.fullmatch(plain):
        return Reading(None, changed=bool(plain))
    plain = _CLOCK.sub("", plain)
    if plain[-1:] in (".", "。", ",") and plain[:1].isdigit():
        plain = plain[:-1]
    if match := _DAY.fullmatch(plain):
        return _certain(text, int(match[1]), int(match[2]), int(match[3]))
    if match := _MONTH.fullmatch(plain):
        return _certain(text, int(match[1]), int(match[2]), None)
    if (match := _COMPACT.fullmatch(plain)) and len(plain) != 4:
        day = int(match[3]) if match[3] else None
        return _certain(text, int(match[1]), int(match[2]), day)
    if match := _HAN_DATE.fullmatch(plain):
        year = int("".join(_HAN[char] for char in match[1]))
        day = _han_day(match[3]) if match[3] else None
        return _certain(text, year, _han_day(match[2]), day)._replace(changed=True)
    if plain.isdigit() and len(plain) == 5:
        return _serial(text, plain, base_1904=False)
    return _uncertain(text, plain)


def read_date_number(text: str, *, base_1904: bool = False) -> Reading[LooseDate]:
    """The date of a cell that holds a number: 20240110, 202403, 2024.6, or an Excel serial."""
    whole, _, fraction = text.partition(".")
    if not fraction.strip("0"):
        if len(whole) in (6, 8):
            return read_date(whole)
        if len(whole) == 4 and FIRST_YEAR <= int(whole) <= LAST_YEAR:
            return Reading(None, problem=ask("year_only", whole))
    elif len(whole) == 4 and len(fraction) <= 2 and FIRST_YEAR <= int(whole) <= LAST_YEAR:
        if fraction == "1":  # as a number, 2024.1 and 2024.10 are the same
            return Reading(None, problem=ask("ambiguous_date", text))
        return read_date(text)._replace(changed=True)
    return _serial(text, whole, base_1904=base_1904)


def read_date_cell(iso: str) -> Reading[LooseDate]:
    """The date of a cell that is a date, as ISO text."""
    if not FIRST_YEAR <= int(iso[:4]) <= LAST_YEAR:
        return Reading(None, problem=ask("bad_date", iso[:10], why=f"年份{int(iso[:4])}不合理"))
    return Reading(LooseDate(iso[:10]))


def _serial(text: str, whole: str, *, base_1904: bool) -> Reading[LooseDate]:
    if whole.isdigit() and len(whole) == 5:
        base = date(1904, 1, 1) if base_1904 else date(1899, 12, 30)
        day = base + timedelta(days=int(whole))
        if _SERIAL_YEARS[0] <= day.year <= _SERIAL_YEARS[1]:
            return Reading(LooseDate(day.isoformat()), changed=True)
    return Reading(None, problem=ask("not_a_date", text))


def _certain(text: str, year: int, month: int, day: int | None) -> Reading[LooseDate]:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        why = f"年份{year}不合理"
    elif not 1 <= month <= 12:
        why = f"月份{month}不存在"
    elif day is not None and not 1 <= day <= month_end(year, month).day:
        why = f"{month}月没有{day}日"
    else:
        written = f"{year:04}-{month:02}" if day is None else f"{year:04}-{month:02}-{day:02}"
        return Reading(LooseDate(written))
    return Reading(None, problem=ask("bad_date", text, why=why))


def _uncertain(text: str, plain: str) -> Reading[LooseDate]:
    if _YEAR_LAST.fullmatch(plain):
        return Reading(None, problem=ask("ambiguous_date", text))
    if match := _SHORT.fullmatch(plain):
        short, separator, month, day = int(match[1]), match[2], int(match[3]), int(match[4])
        if separator == "/" and short <= 31 and day >= 13:  # 12/5/24: the year may stand last
            return Reading(None, problem=ask("ambiguous_date", text))
        return _two_digits(text, short, month, day)
    if match := _SHORT_MONTH.fullmatch(plain):
        return _two_digits(text, int(match[1]), int(match[2]), None)
    if _NO_YEAR.fullmatch(plain):
        return Reading(None, problem=ask("no_year", text))
    if _YEAR.fullmatch(plain):
        return Reading(None, problem=ask("year_only", text))
    around = _AROUND.sub("", _AROUND.sub("", plain)).strip()
    if around and around != plain:
        found = read_date(around)
        if found.value is not None:
            listed = ask("text_around", text, Severity.BLUE, read=str(found.value))
            return found._replace(changed=True, problem=found.problem or listed)
    if _VAGUE.search(plain):
        return Reading(None, problem=ask("vague_date", text))
    if _RANGE.search(plain):
        return Reading(None, problem=ask("date_range", text))
    if PENDING.search(plain):
        return Reading(None, problem=ask("pending", text))
    return Reading(None, problem=ask("not_a_date", text))


def _two_digits(text: str, short: int, month: int, day: int | None) -> Reading[LooseDate]:
    year = 2000 + short if short < 50 else 1900 + short
    found = _certain(text, year, month, day)
    if found.value is None:
        return found
    args = {"year": year, "read": str(found.value)}
    return Reading(found.value, True, ask("two_digit_year", text, Severity.BLUE, **args))


def _han_day(text: str) -> int:
    """十二 → 12, 三十 → 30, 五 → 5."""
    tens, ten, ones = text.partition("十")
    if not ten:
        return int("".join(_HAN[char] for char in text))
    return (int(_HAN[tens]) if tens else 1) * 10 + (int(_HAN[ones]) if ones else 0)
