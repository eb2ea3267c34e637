"""In which order and with which rank units stand in a bulletin's list.

Rank on the exact rate, not on the printed one; equal rates share a rank and the next is skipped
(1, 1, 3); units without a plan stand last without a rank. Equal ranks keep the order given,
which is that of the region codes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from facilitydesk.domain.rates import Rate, compare

T = TypeVar("T")


class Ties(StrEnum):
    """What equal rates do to the ranks behind them."""

    SKIP = "skip"
    DENSE = "dense"
    ORDER = "order"

    @property
    def term(self) -> str:
        return {
            "skip": "并列后跳号（1、1、3）",
            "dense": "并列不跳号（1、1、2）",
            "order": "不并列，按排列次序（1、2、3）",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Ranked(Generic[T]):
    """One line of a ranking; rank is None for a unit without a plan."""

    rank: int | None
    item: T


def rank(
    items: Iterable[T], rate: Callable[[T], Rate], *, ties: Ties = Ties.SKIP
) -> list[Ranked[T]]:
    """The items from the highest rate to the lowest, each with its rank."""
    ordered = sorted(items, key=lambda item: compare(rate(item)))
    result: list[Ranked[T]] = []
    place, last = 0, None
    for position, item in enumerate(ordered, start=1):
        quotient = rate(item).fraction
        if quotient is None:
            result.append(Ranked(None, item))
            continue
        if quotient != last or ties is Ties.ORDER:
            place = place + 1 if ties is Ties.DENSE else position
            last = quotient
        result.append(Ranked(place, item))
    return result
