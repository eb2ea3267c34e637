"""下一步建什么、买什么: points for each reason, so that an order can be explained in words.

The points are few and whole. What is already planned, being built or on order is taken off the
gap before it counts; a gap that is covered by it is not advised again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Weights:
    """The points of each reason as an office sets them, and who decided them."""

    gap: int = 40
    danger: int = 40
    item: int = 15
    items_most: int = 2
    pupils: int = 20
    source: str = "程序默认值，并非上级规定"

    @property
    def words(self) -> str:
        """How the order comes about, as the screen and the paper say it."""
        parts = (
            (self.gap, f"缺口（缺额占标准需要量的比例×{self.gap}）"),
            (self.danger, f"D级危房（{self.danger}）"),
            (
                self.item,
                f"底线要求未达标（每条{self.item}，最多{self.items_most * self.item}）",
            ),
            (self.pupils, f"受益学生（占全县最大一所学校的比例×{self.pupils}）"),
        )
        counted = "＋".join(text for points, text in parts if points) or "0"
        source = f"分值依据：{self.source}。" if self.source else ""
        return f"排序分＝{counted}，取整数；在建、在采的已从缺口中扣除。{source}"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something is advised, with its points."""

    text: str
    points: int

    def __str__(self) -> str:
        return f"{self.text}（{self.points}分）"


def of_gap(text: str, left: Fraction, need: Fraction, weights: Weights) -> Reason:
    """A gap that is left after what is planned, of what the norm asks for."""
    share = min(Fraction(1), left / need) if need else Fraction(0)
    return Reason(text, int(share * weights.gap))


def of_danger(text: str, weights: Weights) -> Reason:
    """A D-grade building that stands."""
    return Reason(text, weights.danger)


def of_items(numbers: Sequence[int], weights: Weights) -> Reason:
    """Bottom-line items that are 未达标."""
    named = "、".join(str(number) for number in numbers)
    points = min(weights.items_most, len(numbers)) * weights.item
    return Reason(f"底线要求第{named}条未达标", points)


def of_pupils(students: int, largest: int, weights: Weights) -> Reason:
    """The pupils concerned, of those of the largest school."""
    points = students * weights.pupils // largest if largest else 0
    return Reason(f"受益学生{students:,}人", points)


def score(reasons: Sequence[Reason]) -> int:
    """The sum of all points."""
    return sum(reason.points for reason in reasons)
