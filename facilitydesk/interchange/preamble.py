"""What stands over the head of a table: title, 单位 line, as-of date."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from facilitydesk.domain.cell_dates import read_date
from facilitydesk.domain.cells import clean_text, folded
from facilitydesk.domain.periods import month_end
from facilitydesk.interchange.grid import Day, Number, Sheet
from facilitydesk.interchange.headwords import AREA_SCALE, MONEY_SCALE, UNITS

UNIT_LINE = re.compile(
    r"^[(\[]?\s*(金额|计量|货币|面积|资金|数量)?\s*单\s*位\s*[::]\s*(.+?)[)\]]?$"
)
FILLED_IN = re.compile(
    r"^(填报|编制|制表|报送|填表|主管|上报|汇总)(单位|部门|人|日期|时间|机关)?\s*[::(]|^附\s*(件|表)\s*\d*[::]?$"
)
_AS_OF = re.compile(r"截\s*[至止]\s*到?\s*[::]?\s*(?P<date>[^,,;)\]]*)")
_FULL = r"(\d{4})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*日?"
_MONTH = r"(\d{4})\s*[年./-]\s*(\d{1,2})\s*月?"
_TITLE_DAY = re.compile(_FULL)
_TITLE_SPAN = re.compile(r"(\d{4})\s*年\s*\d{1,2}\s*月?\s*[-—–~至到]+\s*(\d{1,2})\s*月")
_TITLE_MONTH = re.compile(r"(\d{4})\s*[年.]\s*(\d{1,2})\s*月")
_DAY_SPAN = re.compile(
    r"(\d{4})\s*年(?:(?!\d{4}\s*年).)*?(\d{1,2})\s*月\s*\d{1,2}\s*日?\s*[-—–~至到]+\s*"
    r"(?:(\d{4})\s*年\s*)?(?:(\d{1,2})\s*月\s*)?(\d{1,2})\s*日"
)
_QUARTER = re.compile(r"(\d{4})\s*年?\s*(?:第)?\s*([一二三四1-4])\s*季度")
_HALF = re.compile(r"(\d{4})\s*年?\s*(上|下)半年")
_YEAR = re.compile(r"(20\d{2}|19\d{2})\s*年")
_YEAR_LINE = re.compile(r"[(]?\s*(20\d{2})\s*年度?\s*(?:[;,。)]|$)")
_REPORTED = re.compile(r"(填报|报送|填表|制表|上报)(日期|时间)\s*[::]\s*(.+)$")


@dataclass(frozen=True, slots=True)
class Preamble:
    """Title, units of the unit line ("" when not given) and as-of date."""

    title: str = ""
    unit_line: str = ""
    money_unit: str = ""
    area_unit: str = ""
    as_of: date | None = None
    year: int | None = None  # of a line that begins with it: 2025年；面积单位：㎡


def read_preamble(sheet: Sheet, first: int, head: int) -> Preamble:
    """What the rows from `first` up to the head row say."""
    printed = [
        clean_text(cell)
        for row in range(first, head)
        for cell in sheet.rows[row]
        if isinstance(cell, str) and not isinstance(cell, Number | Day) and cell.strip()
    ]
    texts = [folded(text) for text in printed]
    title = max((text for text in printed if not _is_side_line(folded(text))), key=len, default="")
    money = area = line = ""
    for text in texts:
        for part in (text, *re.split(r"\s{1,}|(?<=日)", text)):
            found = UNIT_LINE.match(part.strip())
            if found and not line:
                line = found[2].strip().replace("m2", "㎡")
                money, area = units_in(line)
    if not line:
        # 项目表（单位：万元）, 项目表（万元、㎡）
        for inner in re.findall(r"\(([^()]*)\)", " ".join(texts)):
            words = re.sub(r"^(金额|计量)?单位[::]?", "", inner.strip())
            money, area = units_in(words)
            if money or area:
                line = words.strip().replace("m2", "㎡")
                break
    as_of = _as_of(texts, folded(title))
    years = (match for text in texts if (match := _YEAR_LINE.match(text)))
    year = next((int(match[1]) for match in years), None)
    return Preamble(title, line, money, area, as_of, year)


def units_in(line: str) -> tuple[str, str]:
    """The money and the area unit of a unit line: '万元、平方米' → 万元, ㎡."""
    money = area = ""
    for part in re.split(r"[、,,;;/\s和]+", folded(line)):
        unit = UNITS.get(re.sub(r"^.*[::]", "", part).strip("()"), "")
        if unit in MONEY_SCALE:
            money = money or unit
        elif unit in AREA_SCALE:
            area = area or unit
    return money, area


def _is_side_line(text: str) -> bool:
    return bool(
        UNIT_LINE.match(text)
        or FILLED_IN.match(text)
        or re.fullmatch(r"[(\[]?\s*截\s*[至止].*", text)
        or _TITLE_DAY.fullmatch(text.strip("()"))
    )


def _as_of(texts: list[str], title: str) -> date | None:
    year = next(filter(None, map(_YEAR.search, (title, *texts))), None)
    for text in texts:
        if match := _AS_OF.search(text):
            found = _day(match["date"].strip(), year[1] if year else None)
            if found:
                return found
    for text in (title, *texts):
        if not FILLED_IN.match(text) and (found := _title_date(text)):
            return found
    for text in texts:
        if match := _REPORTED.search(text):
            found = _day(match[3].strip(), None)
            if found:
                return found
    return None


def as_of_notes(notes: list[str], title: str) -> date | None:
    """The 截至 date of the notes under a table, when nothing over it names one."""
    texts = [folded(note) for note in notes]
    return _as_of([text for text in texts if _AS_OF.search(text)], folded(title))


def _day(text: str, year: str | None) -> date | None:
    """The last day that a 截至 text means; a month without a year takes the title's."""
    if match := re.match(_FULL, text):
        return _valid(int(match[1]), int(match[2]), int(match[3]))
    if match := re.match(_MONTH + r"\s*(底|末|份)?", text):
        return _valid(int(match[1]), int(match[2]), None)
    if match := re.match(r"(\d{4})\s*年\s*(底|末|年底)", text):
        return date(int(match[1]), 12, 31)
    if year and (match := re.match(r"(\d{1,2})\s*月\s*(?:(\d{1,2})\s*日|底|末|份)?", text)):
        return _valid(int(year), int(match[1]), int(match[2]) if match[2] else None)
    if match := re.match(r"\d{8}(?!\d)", text):
        found = read_date(match[0]).value
        return found.last if found else None
    found = read_date(text.split(maxsplit=1)[0]).value if text else None
    return found.last if found else None


def _title_date(text: str) -> date | None:
    if match := _DAY_SPAN.search(text):
        return _valid(int(match[3] or match[1]), int(match[4] or match[2]), int(match[5]))
    if match := _TITLE_DAY.search(text):
        return _valid(int(match[1]), int(match[2]), int(match[3]))
    if match := _TITLE_SPAN.search(text):
        return _valid(int(match[1]), int(match[2]), None)
    if match := _TITLE_MONTH.search(text):
        return _valid(int(match[1]), int(match[2]), None)
    if match := _QUARTER.search(text):
        quarter = "一二三四".find(match[2]) + 1 or int(match[2])
        return _valid(int(match[1]), quarter * 3, None)
    if match := _HALF.search(text):
        return _valid(int(match[1]), 6 if match[2] == "上" else 12, None)
    return None


def _valid(year: int, month: int, day: int | None) -> date | None:
    try:
        return date(year, month, day) if day else month_end(year, month)
    except ValueError:
        return None
