"""What money, areas and percents are: whole numbers of the smallest unit, never a float.

Money counts 分 (0.01 元), areas 0.01 ㎡, percents 0.01 %. Arithmetic is exact; rounding to the
printed unit happens once, in `rounding.py`, when a figure leaves the program.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Context, Decimal, Inexact, InvalidOperation, Overflow
from typing import ClassVar, Self

# SQLite and PostgreSQL keep 64-bit integers; a thousandth of it leaves room for every sum.
LIMIT = 9_000_000_000_000_000

# Multiplies without ever rounding: the usual context would drop the 29th digit in silence.
_EXACT = Context(prec=60, traps=[Inexact, InvalidOperation, Overflow])


class QuantityError(ValueError):
    """A value that is no exact quantity: a float, not a number, or finer than the smallest unit."""


@dataclass(frozen=True, slots=True, order=True)
class Quantity:
    """A whole number of hundredths of the unit that officers speak of (元, ㎡, %)."""

    raw: int

    unit: ClassVar[str] = ""
    name: ClassVar[str] = ""

    def __post_init__(self) -> None:
        if type(self.raw) is not int:
            raise QuantityError(
                f"{self.name}: {self.raw!r} is not a whole number of 0.01 {self.unit}"
            )

    @classmethod
    def of(cls, value: Decimal | int | str, *, scale: int = 1) -> Self:
        """The quantity of `value` units (元, ㎡, %); with scale=10_000 the value counts 万.

        Raises QuantityError for a float, for what is not a finite number, for what is beyond
        LIMIT, and for more places than the smallest unit has: rounding what was typed would
        change it in silence.
        """
        if isinstance(value, float | bool):
            raise QuantityError(f"{cls.name}: a float or truth value is never exact")
        try:
            exact = Decimal(value)
        except InvalidOperation as error:
            raise QuantityError(f"{cls.name}: {value!r} is not a number") from error
        if not exact.is_finite():
            raise QuantityError(f"{cls.name}: {value!r} is not finite")
        if exact and exact.adjusted() > len(str(LIMIT)):
            raise QuantityError(f"{cls.name}: {value} is out of range")
        finer = QuantityError(f"{cls.name}: {value} is finer than 0.01 {cls.unit}")
        try:
            hundredths = _EXACT.multiply(exact, Decimal(100 * scale))
        except Inexact as error:
            raise finer from error
        if hundredths != hundredths.to_integral_value():
            raise finer
        raw = int(hundredths)
        if abs(raw) > LIMIT:
            raise QuantityError(f"{cls.name}: {value} is out of range")
        return cls(raw)

    @property
    def decimal(self) -> Decimal:
        """The exact value in units, always with two places: Decimal('4150.00')."""
        return Decimal(self.raw).scaleb(-2)

    def __str__(self) -> str:
        return str(self.decimal)

    def __add__(self, other: Self) -> Self:
        return type(self)(self.raw + self._same(other))

    def __sub__(self, other: Self) -> Self:
        return type(self)(self.raw - self._same(other))

    def __neg__(self) -> Self:
        return type(self)(-self.raw)

    def __bool__(self) -> bool:
        return self.raw != 0

    def _same(self, other: Quantity) -> int:
        if type(other) is not type(self):
            raise QuantityError(f"{self.name} and {type(other).__name__} do not add up")
        return other.raw


class Money(Quantity):
    """金额, counted in 分."""

    __slots__ = ()
    unit: ClassVar[str] = "元"
    name: ClassVar[str] = "金额"


class Area(Quantity):
    """面积, counted in 0.01 ㎡."""

    __slots__ = ()
    unit: ClassVar[str] = "㎡"
    name: ClassVar[str] = "面积"


class Percent(Quantity):
    """百分数, counted in 0.01 %: what a school reported, never a computed rate (see rates.py)."""

    __slots__ = ()
    unit: ClassVar[str] = "%"
    name: ClassVar[str] = "百分数"


WAN = 10_000
YI = 100_000_000
