"""Printed digits: half-up and cut-off are exact, and thousands marks and units are right."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_UP, Context, Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitydesk.domain.quantities import Area, Money, Percent, QuantityError
from facilitydesk.domain.rounding import Mode, Style, amount, digits, grouped, scale_of

finite = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12)
places = st.integers(0, 6)


@given(finite, places)
def test_both_modes_agree_with_decimal_arithmetic(value: Decimal, count: int) -> None:
    with localcontext(Context(prec=400)):
        step = Decimal(1).scaleb(-count)
        half_up = value.quantize(step, rounding=ROUND_HALF_UP)
        cut = value.quantize(step, rounding=ROUND_DOWN)
        assert Decimal(digits(value, Style(count))) == half_up
        assert Decimal(digits(value, Style(count, Mode.TRUNCATE))) == cut


@given(st.integers(-(10**9), 10**9), st.integers(1, 10**9), places)
def test_rounding_is_never_off_by_more_than_half_a_place(top: int, below: int, count: int) -> None:
    exact = Fraction(top, below)
    step = Fraction(1, 10**count)
    assert abs(Fraction(digits(exact, Style(count))) - exact) <= step / 2
    cut = Fraction(digits(exact, Style(count, Mode.TRUNCATE)))
    assert abs(cut) <= abs(exact) < abs(cut) + step


@pytest.mark.parametrize(
    ("value", "style", "printed"),
    [
        ("0.125", Style(), "0.13"),
        ("0.5", Style(0), "1"),
        ("1.5", Style(0), "2"),
        ("2.5", Style(0), "3"),  # Python's round() says 2
        ("2.675", Style(), "2.68"),  # a binary float says 2.67
        ("-0.125", Style(), "-0.13"),
        ("-0.001", Style(), "0.00"),
        ("99.83", Style(0, Mode.TRUNCATE), "99"),
        ("97.8723", Style(0, Mode.TRUNCATE), "97"),
        ("94.30", Style(trim_zeros=True), "94.3"),
        ("100", Style(trim_zeros=True), "100"),
        ("100", Style(0, trim_zeros=True), "100"),
        ("0", Style(trim_zeros=True), "0"),
        ("0", Style(), "0.00"),
    ],
)
def test_digits_as_bulletins_print_them(value: str, style: Style, printed: str) -> None:
    assert digits(Fraction(value), style) == printed


def test_a_float_is_never_printed() -> None:
    with pytest.raises(QuantityError):
        digits(0.1)  # type: ignore[arg-type]  # the refusal is what is tested


@pytest.mark.parametrize(
    ("text", "marked"),
    [("128195.00", "128,195.00"), ("-1234", "-1,234"), ("999", "999"), ("1000000", "1,000,000")],
)
def test_thousands_are_marked(text: str, marked: str) -> None:
    assert grouped(text) == marked


def test_amounts_in_the_units_of_paper() -> None:
    assert amount(Money.of("11903000"), "万元") == "1,190.30"
    assert amount(Money.of("376975000"), "亿元") == "3.77"
    assert amount(Money.of("376975000"), "亿元", Style(mode=Mode.TRUNCATE)) == "3.76"
    assert amount(Money.of("93781.07")) == "93,781.07"
    assert amount(Area.of("601600"), "万㎡") == "60.16"
    assert amount(Percent.of("107")) == "107.00"
    assert amount(None, "万元") == ""


def test_fifty_yuan_hide_in_a_figure_of_wan_with_two_places() -> None:
    assert amount(Money.of("10049.99"), "万元") == amount(Money.of("9950"), "万元") == "1.00"


def test_units_that_are_not_printed_here_are_refused() -> None:
    assert {scale_of(unit) for unit in ("㎡", "平方米", "平米")} == {1}
    with pytest.raises(KeyError):
        scale_of("公顷")


@given(st.integers(-(10**14), 10**14))
def test_switching_the_unit_loses_nothing(raw: int) -> None:
    exact = Style(places=6)
    wan = amount(Money(raw), "万元", exact).replace(",", "")
    assert Money.of(wan, scale=10_000) == Money(raw)


def test_the_words_of_the_modes() -> None:
    assert [mode.term for mode in Mode] == ["四舍五入", "截去尾数"]
