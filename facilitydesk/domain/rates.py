"""What a rate is: two figures and where they come from. This is the one place that divides.

A rate keeps its numerator, denominator, basis, plan version and date, so that every printed
percent can show how it came about. Rates above 100 % are real (107 %, Yuanyang 2016) and are
never cut; a rate without a plan has no percent and prints as "—".
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from facilitydesk.domain.quantities import Area, Money, Quantity
from facilitydesk.domain.rounding import Style, amount, digits

DASH = "—"
WORKS_PLAN = "works"


class Basis(StrEnum):
    """What start and completion rates divide."""

    AREA = "area"
    COUNT = "count"
    MONEY = "money"

    @property
    def term(self) -> str:
        return {"area": "按面积", "count": "按项目数", "money": "按投资"}[self.value]


class RateKind(StrEnum):
    """The rates of a bulletin, with the names the field gives them."""

    START = "start_rate"
    COMPLETION = "completion_rate"
    PROCUREMENT = "procurement_rate"
    INVESTMENT = "investment_rate"
    RECEIPT = "receipt_rate"
    PAYMENT = "payment_rate"
    REPORTING = "reporting_rate"

    @property
    def term(self) -> str:
        return _RATE_TERMS[self]


_RATE_TERMS = {
    RateKind.START: "开工率",
    RateKind.COMPLETION: "竣工率",
    RateKind.PROCUREMENT: "采购完成率",
    RateKind.INVESTMENT: "投资完成率",
    RateKind.RECEIPT: "资金到位率",
    RateKind.PAYMENT: "资金支付率",
    RateKind.REPORTING: "填报率",
}

Figure = Quantity | int


@dataclass(frozen=True, slots=True)
class Rate:
    """Numerator ÷ denominator with everything needed to explain it."""

    numerator: Figure | None
    denominator: Figure | None
    basis: Basis
    plan: str | None = None  # label of the plan version, WORKS_PLAN, or None where none applies
    as_of: date | None = None
    notes: tuple[str, ...] = ()

    @property
    def fraction(self) -> Fraction | None:
        """The exact quotient; None where there is no plan (missing or 0) or nothing known."""
        if self.numerator is None or self.denominator is None:
            return None
        below = _raw(self.denominator)
        return Fraction(_raw(self.numerator), below) if below else None

    def percent(self, style: Style | None = None) -> str | None:
        """The percent as printed digits, '75.00'; None where there is no denominator.

        0 ÷ 0 has none either, unless the style says that it prints as 100 %.
        """
        quotient = self.fraction
        if quotient is None and style and style.nothing_is_all and self._nothing_of_nothing:
            quotient = Fraction(1)
        return None if quotient is None else digits(quotient * 100, style)

    @property
    def _nothing_of_nothing(self) -> bool:
        both = self.numerator, self.denominator
        return all(figure is not None and _raw(figure) == 0 for figure in both)

    def text(self, style: Style | None = None) -> str:
        """The percent as it is printed: '75.00%', or '—' where there is no denominator."""
        value = self.percent(style)
        return DASH if value is None else f"{value}%"

    def explain(self, style: Style | None = None, area_unit: str = Area.unit) -> str:
        """How the rate came about: '120.00% = 60.00 / 50.00 ㎡，按面积，规划2014版'.

        A province reads areas in 万㎡; both figures are shown to their last digit, so that a hand
        calculation gives the same rate.
        """
        unit, top, below = "", DASH, DASH
        if self.numerator is not None:
            unit, top = _shown(self.numerator, area_unit)
        if self.denominator is not None:
            unit, below = _shown(self.denominator, area_unit)
        plan = {None: "无规划数", WORKS_PLAN: "以在库单项工程规划数之和为分母"}.get(
            self.plan, self.plan
        )
        parts = [f"{self.text(style)} = {top} / {below} {unit}".rstrip(), self.basis.term]
        parts.append(str(plan))
        if self.as_of:
            parts.append(f"截至{self.as_of.isoformat()}")
        return "，".join([*parts, *self.notes])


def _raw(figure: Figure) -> int:
    return figure.raw if isinstance(figure, Quantity) else figure


def _shown(figure: Figure, area_unit: str) -> tuple[str, str]:
    to_the_last_digit = Style(places=6, trim_zeros=True)
    if isinstance(figure, Money):
        return "万元", amount(figure, "万元", to_the_last_digit)
    if isinstance(figure, Area):
        plain = area_unit == Area.unit
        return area_unit, amount(figure, area_unit, None if plain else to_the_last_digit)
    if isinstance(figure, Quantity):
        return figure.unit, amount(figure)
    return "个", str(figure)


def compare(rate: Rate) -> tuple[int, Fraction]:
    """A sort key, best first: exact rates from high to low, units without a plan last."""
    quotient = rate.fraction
    return (1, Fraction(0)) if quotient is None else (0, -quotient)
