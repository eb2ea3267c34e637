"""The calendar of reporting: every day belongs to one period of each kind, its last day included."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitydesk.domain.periods import (
    LooseDate,
    PeriodKind,
    month_end,
    months_between,
    period_of,
    week_end,
    week_label,
    week_start,
)

days = st.dates(date(2000, 1, 1), date(2099, 12, 31))
kinds = st.sampled_from(PeriodKind)


@given(kinds, days)
def test_every_day_is_in_its_period_and_so_are_both_ends(kind: PeriodKind, day: date) -> None:
    period = period_of(kind, day)
    assert day in period
    assert period_of(kind, period.first) == period_of(kind, period.last) == period


@given(kinds, days)
def test_periods_follow_each_other_without_a_gap(kind: PeriodKind, day: date) -> None:
    period = period_of(kind, day)
    before = period_of(kind, period.first - timedelta(days=1))
    assert before.last == period.first - timedelta(days=1)
    assert before.kind is kind
    assert before < period
    assert before.label != period.label


@pytest.mark.parametrize(
    ("kind", "day", "first", "last", "label"),
    [
        ("week", "2016-12-30", "2016-12-26", "2017-01-01", "2016年第52周"),
        ("week", "2017-01-01", "2016-12-26", "2017-01-01", "2016年第52周"),
        ("week", "2019-12-30", "2019-12-30", "2020-01-05", "2020年第1周"),
        ("ten_days", "2016-12-10", "2016-12-01", "2016-12-10", "2016年12月上旬"),
        ("ten_days", "2016-12-11", "2016-12-11", "2016-12-20", "2016年12月中旬"),
        ("ten_days", "2016-12-31", "2016-12-21", "2016-12-31", "2016年12月下旬"),
        ("ten_days", "2023-02-28", "2023-02-21", "2023-02-28", "2023年2月下旬"),
        ("half_month", "2024-02-15", "2024-02-01", "2024-02-15", "2024年2月上半月"),
        ("half_month", "2024-02-29", "2024-02-16", "2024-02-29", "2024年2月下半月"),
        ("month", "2024-01-31", "2024-01-01", "2024-01-31", "2024年1月"),
        ("double_month", "2015-08-31", "2015-07-01", "2015-08-31", "2015年7—8月"),
        ("double_month", "2015-07-01", "2015-07-01", "2015-08-31", "2015年7—8月"),
        ("quarter", "2024-12-31", "2024-10-01", "2024-12-31", "2024年第4季度"),
        ("quarter", "2024-01-01", "2024-01-01", "2024-03-31", "2024年第1季度"),
        ("year", "2016-12-31", "2016-01-01", "2016-12-31", "2016年"),
    ],
)
def test_periods_as_officers_name_them(
    kind: str, day: str, first: str, last: str, label: str
) -> None:
    period = period_of(PeriodKind(kind), date.fromisoformat(day))
    assert (period.first.isoformat(), period.last.isoformat()) == (first, last)
    assert period.label == label


def test_the_last_day_of_the_month_belongs_to_the_month() -> None:
    march = period_of(PeriodKind.MONTH, date(2026, 3, 1))
    assert date(2026, 3, 31) in march
    assert date(2026, 4, 1) not in march
    assert month_end(2024, 2) == date(2024, 2, 29)


@given(days)
def test_a_week_runs_from_monday_to_sunday(day: date) -> None:
    assert week_start(day).isoweekday() == 1
    assert week_end(day).isoweekday() == 7
    assert week_start(day) <= day <= week_end(day)
    assert week_label(week_start(day)) == week_label(week_end(day))


@pytest.mark.parametrize(
    ("earlier", "later", "months"),
    [
        ("2026-01-31", "2026-02-28", 1),
        ("2026-01-15", "2026-02-14", 0),
        ("2026-01-15", "2026-02-15", 1),
        ("2025-12-31", "2026-02-28", 2),
        ("2026-03-01", "2026-03-01", 0),
        ("2024-02-29", "2025-02-28", 12),
    ],
)
def test_whole_months(earlier: str, later: str, months: int) -> None:
    assert months_between(date.fromisoformat(earlier), date.fromisoformat(later)) == months


@given(days, st.integers(0, 400))
def test_months_never_shrink_as_days_pass(day: date, more: int) -> None:
    later = day + timedelta(days=more)
    assert months_between(day, later) <= months_between(day, later + timedelta(days=1))


def test_dates_known_to_the_day_or_the_month() -> None:
    march = LooseDate("2024-03")
    assert (march.first, march.last, march.exact) == (date(2024, 3, 1), date(2024, 3, 31), False)
    fifth = LooseDate("2024-03-05")
    assert fifth.first == fifth.last == date(2024, 3, 5)
    assert str(march) == "2024-03"
    assert march < fifth


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2024",
        "2024-3-5",
        "2024-13",
        "2023-02-29",
        "20240305",
        "2024-W10-1",
        "２０２４-03",
        "2024-W1",
    ],
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        LooseDate(text)
