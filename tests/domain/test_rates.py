"""A rate explains itself: what was divided by what, on which basis, by which plan, as of when."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitydesk.domain.quantities import Area, Money
from facilitydesk.domain.rates import DASH, WORKS_PLAN, Basis, Rate, RateKind, compare
from facilitydesk.domain.rounding import Mode, Style

counts = st.integers(0, 10**7)


def by_area(top: str, below: str, plan: str | None = "规划2014版") -> Rate:
    return Rate(Area.of(top), Area.of(below), Basis.AREA, plan, date(2016, 12, 30))


def test_shanxi_2015_explains_itself_in_ten_thousand_square_metres() -> None:
    """Feature 68: 27.85 % = 60.16 / 216.0, and a hand calculation agrees."""
    rate = Rate(Area.of("601600"), Area.of("2160000"), Basis.AREA, "五年规划", date(2015, 8, 31))
    assert rate.explain(area_unit="万㎡") == (
        "27.85% = 60.16 / 216 万㎡，按面积，五年规划，截至2015-08-31"
    )
    assert Fraction("60.16") / Fraction("216") * 100 == rate.fraction * 100  # type: ignore[operator]  # it has a denominator
    assert rate.explain().startswith("27.85% = 601,600.00 / 2,160,000.00 ㎡，")


def test_above_hundred_percent_is_printed_as_it_is() -> None:
    assert by_area("1037", "1000").text() == "103.70%"
    assert by_area("1037", "1000").text(Style(1)) == "103.7%"
    assert by_area("12270", "100").text(Style(trim_zeros=True)) == "12270%"


def test_planned_and_started_alike_is_hundred() -> None:
    """Feature 4: 1200.50 planned, 1200.5 started."""
    assert by_area("1200.5", "1200.50").text() == "100.00%"


def test_one_unfinished_school_need_not_read_hundred() -> None:
    rate = Rate(1163, 1165, Basis.COUNT)
    assert rate.text(Style(0)) == "100%"
    assert rate.text(Style(0, Mode.TRUNCATE)) == "99%"


@pytest.mark.parametrize("top", [None, 0, 7])
@pytest.mark.parametrize("below", [None, 0])
def test_without_a_plan_there_is_no_percent(top: int | None, below: int | None) -> None:
    rate = Rate(top, below, Basis.COUNT)
    assert rate.percent() is None
    assert rate.text() == DASH
    assert rate.fraction is None


def test_nothing_of_nothing_is_hundred_only_by_setting() -> None:
    paper = Style(0, nothing_is_all=True)
    assert Rate(0, 0, Basis.COUNT).text(paper) == "100%"
    assert Rate(Area(0), Area(0), Basis.AREA).text(paper) == "100%"
    assert Rate(0, 0, Basis.COUNT).text(Style(0)) == DASH
    assert Rate(1, 0, Basis.COUNT).text(paper) == DASH
    assert Rate(None, 0, Basis.COUNT).text(paper) == DASH
    assert Rate(0, 5, Basis.COUNT).text(paper) == "0%"


@given(counts, st.integers(1, 10**7))
def test_the_percent_is_the_exact_quotient_rounded_once(top: int, below: int) -> None:
    rate = Rate(Money(top), Money(below), Basis.MONEY)
    percent = rate.percent(Style(4))
    assert percent is not None
    assert abs(Fraction(percent) - Fraction(100 * top, below)) <= Fraction(1, 20_000)


@given(st.lists(st.tuples(counts, counts), min_size=2))
def test_rates_sort_from_high_to_low_and_those_without_a_plan_last(
    pairs: list[tuple[int, int]],
) -> None:
    rates = sorted((Rate(top, below, Basis.COUNT) for top, below in pairs), key=compare)
    known = [rate.fraction for rate in rates if rate.fraction is not None]
    assert known == sorted(known, reverse=True)
    assert all(rate.fraction is None for rate in rates[len(known) :])


def test_explanations_name_the_basis_the_plan_and_what_was_assumed() -> None:
    rate = Rate(10, 12, Basis.COUNT, WORKS_PLAN, notes=("按规划面积推定3项",))
    assert rate.explain() == (
        "83.33% = 10 / 12 个，按项目数，以在库单项工程规划数之和为分母，按规划面积推定3项"
    )
    assert by_area("50", "0", None).explain() == (
        "— = 50.00 / 0.00 ㎡，按面积，无规划数，截至2016-12-30"
    )
    money = Rate(Money.of("11903000.01"), None, Basis.MONEY, None)
    assert money.explain() == "— = 1,190.300001 / — 万元，按投资，无规划数"


def test_the_official_names_of_the_rates() -> None:
    assert RateKind.START.term == "开工率"
    assert RateKind.COMPLETION.term == "竣工率"
    assert RateKind.PROCUREMENT.term == "采购完成率"
    assert len({kind.term for kind in RateKind}) == len(RateKind)
