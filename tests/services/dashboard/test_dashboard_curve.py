"""The S-curve: planned by elapsed days, actual with missing weeks carried forward."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from facilitydesk.domain.curve import PlannedWork, planned_curve, s_curve
from facilitydesk.domain.figures import elapsed_days
from facilitydesk.domain.quantities import Money
from facilitydesk.domain.rates import RateKind
from facilitydesk.services.dashboard import Dashboard, dashboard
from facilitydesk.services.desk import Desk
from facilitydesk.services.figures import Scope
from tests.services.dashboard.dashboard_story import TODAY, plan_days, report, weeks_ago

Make = Callable[..., int]


def look(desk: Desk, day: date = TODAY, **scope: object) -> Dashboard:
    return dashboard(desk, Scope(day, **scope))  # type: ignore[arg-type]  # parts of a scope


def actual(found: Dashboard) -> dict[date, int]:
    return {p.day: p.actual.raw for p in found.curve.points if p.actual is not None}


def test_a_missing_week_carries_the_figure_forward(desk: Desk, make_work: Make) -> None:
    """甲 reports weeks -4, -1 and 0, 乙 weeks -3 and -2 only: both stay in the sum."""
    first, second = make_work(project="甲"), make_work(project="乙")
    for week, invested in ((4, 100_00), (1, 150_00)):
        report(desk, first, weeks_ago(week), stage="structure", invested=invested)
    report(desk, first, TODAY, stage="structure", invested=400_00)
    for week, invested in ((3, 30_00), (2, 70_00)):
        report(desk, second, weeks_ago(week), stage="structure", invested=invested)
    found = actual(look(desk))
    sundays = [weeks_ago(week, weekday=6) for week in (4, 3, 2, 1)]
    assert [found[day] for day in sundays] == [100_00, 130_00, 170_00, 220_00]
    assert found[TODAY] == 470_00


def test_the_curve_ends_at_the_tile_on_every_day(desk: Desk, make_work: Make) -> None:
    works = [make_work(project=f"楼{n}") for n in range(4)]
    for week in range(9, -1, -1):
        for n, work in enumerate(works):
            if (week + n) % 3:
                day = weeks_ago(week, weekday=2)
                report(desk, work, day, stage="structure", invested=(10 - week) * (n + 1) * 7_00)
    report(desk, works[3], weeks_ago(3), stage="cancelled", invested=1_000_00)
    report(desk, works[2], weeks_ago(2), stage="structure", invested=None)
    for week in range(10):
        for weekday in (1, 2, 6):
            day = weeks_ago(week, weekday=weekday)
            found = look(desk, day)
            tile = found.tile(RateKind.INVESTMENT).rate.numerator
            assert isinstance(tile, Money)
            assert actual(found).get(day, 0) == tile.raw


def test_the_scope_decides_whose_money_is_in_the_curve(desk: Desk, make_work: Make) -> None:
    own, pooled = make_work(project="甲"), make_work(project="乙", pooled=True)
    for work in (own, pooled):
        report(desk, work, TODAY, stage="structure", invested=5_00)
    assert actual(look(desk))[TODAY] == 10_00
    assert actual(look(desk, with_pooled=False))[TODAY] == 5_00


def test_planned_money_grows_with_the_days(desk: Desk, make_work: Make) -> None:
    """28 days from Monday 2 March to Sunday 29 March: a quarter each week."""
    work = make_work(planned_investment=1_000_00)
    plan_days(desk, work, "2026-03-02", "2026-03-29")
    unplanned = make_work(project="无计划日期")
    curve = look(desk).curve
    planned = {point.day: point.planned.raw for point in curve.points}
    assert planned[date(2026, 3, 8)] == 250_00
    assert planned[TODAY] == 357_14  # 10 of 28 days
    assert planned[date(2026, 3, 29)] == 1_000_00
    assert [point.actual for point in curve.points if point.day > TODAY] == [None, None]
    assert curve.unplanned == (unplanned,)


days = st.dates(date(2020, 1, 1), date(2026, 12, 31))


@given(
    st.lists(st.tuples(st.integers(0, 10**12), days, days), max_size=8),
    st.lists(days, min_size=1, max_size=8, unique=True),
)
def test_the_walk_equals_the_sum_of_shares(
    plans: list[tuple[int, date, date]], asked: list[date]
) -> None:
    works = [PlannedWork(Money(raw), min(a, b), max(a, b)) for raw, a, b in plans]
    asked.sort()
    for day, money in zip(asked, planned_curve(works, asked), strict=True):
        exact = sum(
            (w.investment.raw * Fraction(*elapsed_days(w.start, w.finish, day)) for w in works),
            Fraction(0),
        )
        assert abs(money.raw - exact) <= Fraction(1, 2) + Fraction(1, 1000)


def test_a_mistyped_year_does_not_draw_a_century() -> None:
    works = [PlannedWork(Money(1_00), date(1916, 1, 1), date(2916, 1, 1))]
    points = s_curve(works, {}, TODAY)
    assert len(points) < 1_100
    assert points[0].day < TODAY < points[-1].day


def test_the_steps_before_the_longest_curve_are_in_its_first_point() -> None:
    steps = {TODAY - timedelta(weeks=800, days=2): 7_00, TODAY - timedelta(days=2): 1_00}
    points = s_curve([], steps, TODAY)
    assert points[0].actual == Money(7_00)
    assert points[-1].actual == Money(8_00)
