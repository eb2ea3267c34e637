"""Money, areas and percents stay exact from the typed text to the last sum."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitydesk.domain.quantities import (
    LIMIT,
    WAN,
    YI,
    Area,
    Money,
    Percent,
    Quantity,
    QuantityError,
)

KINDS: list[type[Quantity]] = [Money, Area, Percent]
raws = st.integers(-LIMIT, LIMIT)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("value", [0.1, 1.0, float("nan"), True])
def test_no_float_and_no_truth_value_enters(kind: type[Quantity], value: float) -> None:
    with pytest.raises(QuantityError):
        kind.of(value)  # type: ignore[arg-type]  # the refusal is what is tested
    with pytest.raises(QuantityError):
        kind(value)  # type: ignore[arg-type]  # the same


@given(raws)
def test_what_is_shown_reads_back_as_the_same(raw: int) -> None:
    for kind in KINDS:
        quantity = kind(raw)
        assert kind.of(str(quantity)) == quantity
        assert kind.of(quantity.decimal) == quantity
        assert str(quantity).partition(".")[2].isdigit()
        assert len(str(quantity).partition(".")[2]) == 2


@given(st.lists(raws))
def test_sums_are_exact_in_any_order(values: list[int]) -> None:
    parts = [Money(value) for value in values]
    assert sum(parts, Money(0)).raw == sum(values)
    assert sum(reversed(parts), Money(0)) == sum(parts, Money(0))


@given(raws, raws)
def test_adding_and_taking_away_gives_back_the_start(a: int, b: int) -> None:
    assert Area(a) + Area(b) - Area(b) == Area(a)
    assert Area(a) + -Area(a) == Area(0)
    assert (Area(a) < Area(b)) == (a < b)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=0, max_value=10**5))
def test_wan_and_yi_are_whole_multiples(value: Decimal) -> None:
    assert Money.of(value, scale=WAN).raw == Money.of(value).raw * WAN
    assert Money.of(value, scale=YI).raw == Money.of(value).raw * YI


def test_the_office_writes_wan_with_six_places_and_all_reach_the_fen() -> None:
    assert Money.of("1190.3", scale=WAN) == Money.of("11903000")
    assert Money.of("0.000001", scale=WAN) == Money(1)
    assert Money.of("9.378107", scale=WAN) == Money.of("93781.07")


@pytest.mark.parametrize(
    "text",
    [
        "0.001",
        "12345.670000000000000000000000000001",  # 35 digits: more than the usual context keeps
        "1." + "0" * 70 + "1",
        "1E-999999",
    ],
)
def test_what_is_finer_than_the_smallest_unit_is_refused_not_rounded(text: str) -> None:
    with pytest.raises(QuantityError, match="finer"):
        Area.of(text)


def test_zeros_behind_the_smallest_unit_lose_nothing() -> None:
    assert Area.of("1200.50000") == Area.of("1200.5") == Area(120050)
    assert Area.of("1." + "0" * 80) == Area(100)


@pytest.mark.parametrize("text", ["90000000000000.01", "-1E+18", "1E+999999", "1e30"])
def test_what_no_county_owns_is_out_of_range(text: str) -> None:
    with pytest.raises(QuantityError, match="out of range"):
        Money.of(text)


@pytest.mark.parametrize("text", ["", "abc", "约100", "1,200", "NaN", "Infinity", "-inf", "1..2"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(QuantityError):
        Money.of(text)


def test_money_and_area_neither_add_up_nor_compare() -> None:
    with pytest.raises(QuantityError, match="do not add up"):
        Money(1) + Area(1)  # type: ignore[operator]  # the refusal is what is tested
    with pytest.raises(TypeError):
        sorted([Money(1), Area(2)])
    assert len({Money(1), Money(1), Area(1)}) == 2


def test_nothing_is_false_and_one_fen_is_something() -> None:
    assert not Money(0)
    assert Money(1)
    assert str(Money(1)) == "0.01"
    assert str(Money(-5)) == "-0.05"
    assert str(Percent.of("65")) == "65.00"
