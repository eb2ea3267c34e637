"""The relations that printed figures must satisfy, and what each determines.

An identity names its figures by key. Values are exact fractions in base units, so that 亿元 and
万元 may be mixed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from operator import mul

from facilitydesk.domain.printed.figure import Printed, Span
from facilitydesk.domain.rounding import Mode, grouped

Cells = Mapping[str, Printed]
_NOTHING = Span(Fraction(0), Fraction(0))


@dataclass(frozen=True, slots=True)
class Sum:
    """total = parts − minus."""

    total: str
    parts: tuple[str, ...]
    minus: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ratio:
    """rate = numerator ÷ denominator."""

    rate: str
    numerator: str
    denominator: str


@dataclass(frozen=True, slots=True)
class Product:
    """total = share × (a × b + c × d + …), as 应收 = 人数 × 标准 × ½ for half a year."""

    total: str
    terms: tuple[tuple[str, ...], ...]
    share: Fraction = Fraction(1)


@dataclass(frozen=True, slots=True)
class Restate:
    """The same figure in a coarser unit: 3.76亿元 of 37697.50万元."""

    coarse: str
    fine: str


@dataclass(frozen=True, slots=True)
class Equal:
    """The same figure at two places."""

    left: str
    right: str


@dataclass(frozen=True, slots=True)
class Order:
    """lower ≤ upper: 竣工 ≤ 开工, 支付 ≤ 到位."""

    lower: str
    upper: str


@dataclass(frozen=True, slots=True)
class SharedDenominator:
    """Rates whose common denominator is not printed: one plan must satisfy them all."""

    name: str
    pairs: tuple[tuple[str, str], ...]  # (numerator, rate)


Identity = Sum | Ratio | Product | Restate | Equal | Order | SharedDenominator


def keys(identity: Identity) -> tuple[str, ...]:
    """All figures an identity speaks of, the computed one first."""
    match identity:
        case Sum(total, parts, minus):
            return (total, *parts, *minus)
        case Ratio(rate, numerator, denominator):
            return (rate, numerator, denominator)
        case Product(total, terms):
            return (total, *(key for term in terms for key in term))
        case Restate(first, second) | Equal(first, second) | Order(first, second):
            return (first, second)
        case SharedDenominator(_, pairs):
            return tuple(key for pair in pairs for key in pair)


def target(identity: Identity) -> str:
    """The figure that the others determine."""
    return keys(identity)[0]


def value(identity: Identity, cells: Cells) -> Fraction:
    """What the target must be by the printed values of the others, in base units."""
    match identity:
        case Sum(_, parts, minus):
            return sum((cells[key].base for key in parts), Fraction(0)) - sum(
                (cells[key].base for key in minus), Fraction(0)
            )
        case Ratio(_, numerator, denominator):
            return cells[numerator].base / cells[denominator].base
        case Product(_, terms, share):
            return share * sum(reduce(mul, (cells[key].base for key in term)) for term in terms)
        case Restate(_, fine) | Equal(_, fine):
            return cells[fine].base
        case _:
            raise TypeError(f"{identity} determines no figure")


def reach(identity: Identity, cells: Cells, mode: Mode | None = None) -> Span:
    """What the target may be when each input is anywhere in its interval, in base units."""
    match identity:
        case Sum(_, parts, minus):
            above = sum((cells[key].span(mode) for key in parts), _NOTHING)
            return above - sum((cells[key].span(mode) for key in minus), _NOTHING)
        case Ratio(_, numerator, denominator):
            return cells[numerator].span(mode) / cells[denominator].span(mode)
        case Product(_, terms, share):
            spans = (reduce(mul, (cells[key].span(mode) for key in term)) for term in terms)
            return Span(share, share) * sum(spans, _NOTHING)
        case _:
            return cells[keys(identity)[1]].span(mode)


def formula(identity: Identity, cells: Cells) -> str:
    """How the target comes about, in the printed figures: '1,768.5+179+47.6'."""
    match identity:
        case Sum(_, parts, minus):
            if len(parts) + len(minus) > 6:
                return f"{len(parts) + len(minus)}项之和"
            plus = "+".join(plain(cells[key]) for key in parts)
            return plus + "".join(f"－{plain(cells[key])}" for key in minus)
        case Ratio(_, numerator, denominator):
            return f"{plain(cells[numerator])}÷{plain(cells[denominator])}"
        case Product(_, terms, share):
            words = "+".join("×".join(plain(cells[key]) for key in term) for term in terms)
            return words if share == 1 else f"（{words}）×{share}"
        case _:
            return cells[keys(identity)[1]].text


def plain(printed: Printed) -> str:
    """The digits of a figure without its unit: 1,768.5."""
    return grouped(format(printed.value, "f"))
