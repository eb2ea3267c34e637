"""The calendar of reporting: weeks, 旬, half months, months, double months, quarters, years.

Every period includes its last day (a payment on the 31st belongs to the month). A week is Monday
to Sunday with its ISO number; a double month is named after its odd first month (双月报 is due by
the 10th of each odd month for the two months before it, 全国改薄办函〔2015〕5号).
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class PeriodKind(StrEnum):
    """The cycles a bureau reports in."""

    WEEK = "week"
    TEN_DAYS = "ten_days"
    HALF_MONTH = "half_month"
    MONTH = "month"
    DOUBLE_MONTH = "double_month"
    QUARTER = "quarter"
    YEAR = "year"

    @property
    def term(self) -> str:
        return _TERMS[self]


_TERMS = {
    PeriodKind.WEEK: "周",
    PeriodKind.TEN_DAYS: "旬",
    PeriodKind.HALF_MONTH: "半月",
    PeriodKind.MONTH: "月",
    PeriodKind.DOUBLE_MONTH: "双月",
    PeriodKind.QUARTER: "季",
    PeriodKind.YEAR: "年",
}


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """First and last day of a reporting period, both included."""

    first: date
    last: date
    kind: PeriodKind

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    @property
    def label(self) -> str:
        """The period as officers write it: 2016年第52周, 2016年12月上旬."""
        year, month = self.first.year, self.first.month
        match self.kind:
            case PeriodKind.WEEK:
                return week_label(self.first)
            case PeriodKind.TEN_DAYS:
                return f"{year}年{month}月{('上', '中', '下')[min(self.first.day // 10, 2)]}旬"
            case PeriodKind.HALF_MONTH:
                return f"{year}年{month}月{'上' if self.first.day == 1 else '下'}半月"
            case PeriodKind.MONTH:
                return f"{year}年{month}月"
            case PeriodKind.DOUBLE_MONTH:
                return f"{year}年{month}—{month + 1}月"
            case PeriodKind.QUARTER:
                return f"{year}年第{(month + 2) // 3}季度"
            case PeriodKind.YEAR:
                return f"{year}年"


def week_start(day: date) -> date:
    """The Monday of the day's week."""
    return day - timedelta(days=day.weekday())


def week_end(day: date) -> date:
    """The Sunday of the day's week."""
    return week_start(day) + timedelta(days=6)


def week_label(day: date) -> str:
    """The ISO week as officers write it: 2016年第52周."""
    year, week, _ = day.isocalendar()
    return f"{year}年第{week}周"


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])


def period_of(kind: PeriodKind, day: date) -> Period:
    """The period of that kind which holds the day."""
    year, month = day.year, day.month
    match kind:
        case PeriodKind.WEEK:
            return Period(week_start(day), week_end(day), kind)
        case PeriodKind.TEN_DAYS:
            first = (1, 11, 21)[min((day.day - 1) // 10, 2)]
            last = date(year, month, first + 9) if first < 21 else month_end(year, month)
            return Period(date(year, month, first), last, kind)
        case PeriodKind.HALF_MONTH:
            if day.day <= 15:
                return Period(date(year, month, 1), date(year, month, 15), kind)
            return Period(date(year, month, 16), month_end(year, month), kind)
        case PeriodKind.MONTH:
            return Period(date(year, month, 1), month_end(year, month), kind)
        case PeriodKind.DOUBLE_MONTH:
            odd = month - 1 + month % 2
            return Period(date(year, odd, 1), month_end(year, odd + 1), kind)
        case PeriodKind.QUARTER:
            start = 3 * ((month - 1) // 3) + 1
            return Period(date(year, start, 1), month_end(year, start + 2), kind)
        case PeriodKind.YEAR:
            return Period(date(year, 1, 1), date(year, 12, 31), kind)


def months_between(earlier: date, later: date) -> int:
    """Whole months from one day to another: 31 January to 28 February is one month."""
    months = (later.year - earlier.year) * 12 + later.month - earlier.month
    last_of_month = later == month_end(later.year, later.month)
    return months if later.day >= earlier.day or last_of_month else months - 1


_LOOSE = re.compile(r"[0-9]{4}-[0-9]{2}(-[0-9]{2})?")


@dataclass(frozen=True, slots=True, order=True)
class LooseDate:
    """A date known to the day or only to the month, kept as written: '2024-03-05' or '2024-03'."""

    text: str

    def __post_init__(self) -> None:
        # date.fromisoformat alone would also take 2024-W10-1, which nobody else can read.
        if not _LOOSE.fullmatch(self.text):
            raise ValueError(f"not a date or month: {self.text!r}")
        _ = self.first  # refuses what is no date

    @property
    def exact(self) -> bool:
        return len(self.text) == 10

    @property
    def first(self) -> date:
        """The earliest day it may mean. Raises ValueError when it is no date."""
        return date.fromisoformat(self.text if self.exact else f"{self.text}-01")

    @property
    def last(self) -> date:
        """The latest day it may mean."""
        return self.first if self.exact else month_end(self.first.year, self.first.month)

    def __str__(self) -> str:
        return self.text
