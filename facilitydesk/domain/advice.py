"""下一步建什么、买什么: points for each reason, so that an order can be explained in words.

The points are few and whole. What is already planned, being built or on order is taken off the
gap before it counts; a gap that is covered by it is not advised again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

GAP, DANGER, ITEM, PUPILS = 40, 40, 15, 20
RULES = (
    f"排序分＝缺口（缺额占标准需要量的比例×{GAP}）＋D级危房（{DANGER}）"
    f"＋底线要求未达标（每条{ITEM}，最多{2 * ITEM}）＋受益学生（占全县最大一所学校的比例×{PUPILS}），取整数；"
    "在建、在采的已从缺口中扣除。"
)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something is advised, with its points."""

    text: str
    points: int

    def __str__(self) -> str:
        return f"{self.text}（{self.points}分）"


def of_gap(text: str, left: Fraction, need: Fraction) -> Reason:
    """A gap that is left after what is planned, of what the norm asks for."""
    share = min(Fraction(1), left / need) if need else Fraction(0)
    return Reason(text, int(share * GAP))


def of_danger(text: str) -> Reason:
    """A D-grade building that stands."""
    return Reason(text, DANGER)


def of_items(numbers: Sequence[int]) -> Reason:
    """Bottom-line items that are 未达标."""
    named = "、".join(str(number) for number in numbers)
    return Reason(f"底线要求第{named}条未达标", min(2, len(numbers)) * ITEM)


def of_pupils(students: int, largest: int) -> Reason:
    """The pupils concerned, of those of the largest school."""
    points = students * PUPILS // largest if largest else 0
    return Reason(f"受益学生{students:,}人", points)


def score(reasons: Sequence[Reason]) -> int:
    """The sum of all points."""
    return sum(reason.points for reason in reasons)
