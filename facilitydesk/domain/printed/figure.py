"""One printed figure as the interval it stands for, and how a computed value compares with it.

The tolerance comes from the digits that were printed, never from a constant: 31.04 stands for
31.035 to 31.045. A count (个, 所, 人, 户) has none, except where it is printed in 万.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from fractions import Fraction

from facilitydesk.domain.quantities import WAN, YI
from facilitydesk.domain.rounding import Mode, Style, digits, grouped


class Outcome(StrEnum):
    """What a check found. Only a fault is red."""

    EXACT = "exact"
    TRUNCATED = "truncated"
    WITHIN_ROUNDING = "within_rounding"
    CONSISTENT = "consistent"
    FAULT = "fault"

    @property
    def term(self) -> str:
        return _OUTCOME_TERMS[self]


_OUTCOME_TERMS = {
    Outcome.EXACT: "相符",
    Outcome.TRUNCATED: "截去尾数后相符",
    Outcome.WITHIN_ROUNDING: "差异由四舍五入引起",
    Outcome.CONSISTENT: "可以同时成立",
    Outcome.FAULT: "不符",
}


class ZeroOverZero(StrEnum):
    """What a paper prints for 0 ÷ 0: a dash, 100 % (Tianjin), or either of them."""

    DASH = "dash"
    HUNDRED = "hundred"
    EITHER = "either"


@dataclass(frozen=True, slots=True)
class Paper:
    """The habits of the paper that is checked."""

    mode: Mode | None = None  # None: rounded or cut off, whichever reproduces the figure
    zero_over_zero: ZeroOverZero = ZeroOverZero.EITHER


@dataclass(frozen=True, slots=True)
class Span:
    """A closed interval of exact values."""

    low: Fraction
    high: Fraction

    def __add__(self, other: Span) -> Span:
        return Span(self.low + other.low, self.high + other.high)

    def __sub__(self, other: Span) -> Span:
        return Span(self.low - other.high, self.high - other.low)

    def __mul__(self, other: Span) -> Span:
        ends = [a * b for a in (self.low, self.high) for b in (other.low, other.high)]
        return Span(min(ends), max(ends))

    def __truediv__(self, other: Span) -> Span:
        """The quotients. Raises ZeroDivisionError when the divisor may be 0."""
        if other.low <= 0 <= other.high:
            raise ZeroDivisionError
        return self * Span(1 / other.high, 1 / other.low)

    def meets(self, other: Span) -> bool:
        return self.low <= other.high and other.low <= self.high

    def common(self, other: Span) -> Span | None:
        """What lies in both; None where nothing does."""
        if not self.meets(other):
            return None
        return Span(max(self.low, other.low), min(self.high, other.high))


_PREFIXES = {"万": WAN, "亿": YI}
_MEASURE_WORDS = "元 ㎡ 平方米 平米 m² m2 米 m 延米 立方米 m³ 公里 亩 公顷 GB %"
_MEASURES = frozenset(_MEASURE_WORDS.split())


@dataclass(frozen=True, slots=True)
class Printed:
    """A figure as printed: its digits (Decimal keeps the zeros), its unit, what it is called."""

    value: Decimal
    unit: str = ""
    label: str = ""

    @classmethod
    def read(cls, text: str, unit: str = "", label: str = "") -> Printed:
        """The figure of a text such as '59 924', '1,457,000', '75%' or '３７６９７.50'.

        Raises ValueError for a text that is no plain number; blanks and commas are thousands
        marks. Dirtier cells are for the importer to read first.
        """
        plain = "".join(unicodedata.normalize("NFKC", text).split()).replace(",", "")
        try:
            value = Decimal(plain.removesuffix("%"))
        except InvalidOperation as error:
            raise ValueError(f"not a printed number: {text!r}") from error
        if not value.is_finite():
            raise ValueError(f"not a printed number: {text!r}")
        return cls(value, unit or ("%" if plain.endswith("%") else ""), label)

    @property
    def places(self) -> int:
        """How many decimal places are printed."""
        exponent = self.value.as_tuple().exponent
        return max(-exponent, 0) if isinstance(exponent, int) else 0

    @property
    def is_count(self) -> bool:
        """Whether the figure counts things, so that nothing was rounded away."""
        if self.places or self.unit[:1] in _PREFIXES:
            return False
        return self.unit not in _MEASURES

    @property
    def scale(self) -> Fraction:
        """How many base units (元, ㎡, 册, 1) one printed unit holds."""
        if self.unit == "%":
            return Fraction(1, 100)
        return Fraction(_PREFIXES.get(self.unit[:1], 1))

    @property
    def base(self) -> Fraction:
        """The exact value in base units: 3.76亿元 → 376,000,000."""
        return Fraction(self.value) * self.scale

    def span(self, mode: Mode | None = None) -> Span:
        """All values, in base units, that may have been printed so.

        Half of the last place either way; on a paper known to cut digits off, a whole place up.
        """
        if self.is_count:
            return Span(self.base, self.base)
        step = self.scale / 10**self.places
        if mode is Mode.TRUNCATE:
            return Span(self.base, self.base + step)
        return Span(self.base - step / 2, self.base + step / 2)

    @property
    def text(self) -> str:
        """The figure with its unit as a sentence quotes it."""
        return f"{grouped(format(self.value, 'f'))}{self.unit}"

    def rounded(self, base: Fraction, mode: Mode = Mode.HALF_UP) -> Decimal:
        """A value in base units with the unit and places of this figure."""
        return Decimal(digits(base / self.scale, Style(self.places, mode)))

    def corrected(self, base: Fraction) -> str:
        """The text this figure should have had; a rate shows two places even if none were printed."""
        if self.unit != "%" or self.places >= 2:
            return f"{grouped(str(self.rounded(base)))}{self.unit}"
        return f"{grouped(digits(base / self.scale, Style(2, trim_zeros=True)))}{self.unit}"


def judge(printed: Printed, exact: Fraction, span: Span, paper: Paper) -> Outcome:
    """How a printed figure compares with its computed value and with all it may have been.

    `exact` is computed from the printed inputs, `span` from their intervals, both in base units.
    """
    ways = reproducing(printed, exact)
    if Mode.HALF_UP in ways and paper.mode is not Mode.TRUNCATE:
        return Outcome.EXACT
    if Mode.TRUNCATE in ways and paper.mode is not Mode.HALF_UP:
        return Outcome.EXACT if Mode.HALF_UP in ways else Outcome.TRUNCATED
    return Outcome.WITHIN_ROUNDING if printed.span(paper.mode).meets(span) else Outcome.FAULT


def reproducing(printed: Printed, exact: Fraction) -> frozenset[Mode]:
    """The roundings that turn the computed value into exactly the printed digits."""
    if printed.is_count:
        return frozenset(Mode) if exact == printed.base else frozenset()
    return frozenset(mode for mode in Mode if printed.rounded(exact, mode) == printed.value)
