"""How an exact figure becomes printed digits: the one place where the program rounds.

Sources for the defaults: domain practice of the provincial bulletins (two places, 四舍五入);
Tianjin's and Haikou's tables cut digits off instead, so that 99.83 % never prints as 100 %.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from facilitydesk.domain.quantities import WAN, YI, Area, Money, Quantity, QuantityError


class Mode(StrEnum):
    """How the last printed digit is found."""

    HALF_UP = "half_up"
    TRUNCATE = "truncate"

    @property
    def term(self) -> str:
        return {"half_up": "四舍五入", "truncate": "截去尾数"}[self.value]


@dataclass(frozen=True, slots=True)
class Style:
    """Places, mode and zeros of printed figures."""

    places: int = 2
    mode: Mode = Mode.HALF_UP
    trim_zeros: bool = False
    nothing_is_all: bool = False  # 0 ÷ 0 prints as 100 % (Tianjin's practice), else as "—"


def digits(value: Fraction | Decimal | int, style: Style | None = None) -> str:
    """The printed digits of an exact value: digits(Fraction(2, 3)) == '0.67'. No thousands marks.

    Raises QuantityError for a float: its digits are not the ones somebody meant.
    """
    if isinstance(value, float):
        raise QuantityError("a float is never printed")
    style = style or Style()
    exact = Fraction(value)
    scaled = abs(exact) * 10**style.places
    whole = scaled.numerator // scaled.denominator
    if style.mode is Mode.HALF_UP and 2 * (scaled - whole) >= 1:
        whole += 1
    text = str(whole).rjust(style.places + 1, "0")
    if style.places:
        text = f"{text[: -style.places]}.{text[-style.places :]}"
    if style.trim_zeros and "." in text:
        text = text.rstrip("0").rstrip(".")
    return f"-{text}" if exact < 0 and whole else text


def grouped(text: str) -> str:
    """The digits with commas as thousands marks: grouped('128195.00') == '128,195.00'."""
    sign = "-" if text.startswith("-") else ""
    whole, dot, rest = text.removeprefix("-").partition(".")
    return f"{sign}{int(whole):,}{dot}{rest}"


def amount(quantity: Quantity | None, unit: str = "", style: Style | None = None) -> str:
    """A quantity in a unit of paper (元, 万元, 亿元, ㎡, 万㎡, %), grouped; None prints nothing."""
    if quantity is None:
        return ""
    factor = scale_of(unit or quantity.unit)
    return grouped(digits(Fraction(quantity.raw, 100 * factor), style))


def scale_of(unit: str) -> int:
    """How many base units one printed unit holds: 万元 → 10000.

    Raises KeyError for a unit that is not printed here.
    """
    return _SCALES[unit]


_SCALES = {
    Money.unit: 1,
    "万元": WAN,
    "亿元": YI,
    Area.unit: 1,
    "平方米": 1,
    "平米": 1,
    "万㎡": WAN,
    "万平方米": WAN,
    "%": 1,
}
