"""底线要求: the states of the items, when a school complies, and two sheets that must agree.

Blank is not 不适用. A school complies when nothing is 未达标; one where nothing at all is filled
in has not been checked and does not comply. Both sheets count the same schools, so for every item
达标 + 未达标 + 不适用 + 未填 is the number of schools.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from facilitydesk.domain.problems import Problem
from facilitydesk.domain.rates import Basis, Rate

ALL_SCHOOLS = "学校总数"
POINT = "教学点"
BASIC_KINDS = ("小学", "教学点", "初中", "九年一贯制", "完全中学", "特教")
"""The kinds of schools the bottom lines were made for (义务教育)."""


class State(StrEnum):
    """What was found about an item."""

    MET = "达标"
    FAILED = "未达标"
    NOT_APPLICABLE = "不适用"

    @property
    def mark(self) -> str:
        """The sign of the matrix: √, ×, ／."""
        return {"达标": "√", "未达标": "×", "不适用": "／"}[self.value]

    @classmethod
    def of_text(cls, text: str) -> State | None:
        """The state of a word, a mark or a key (1, 2, 3); None for what is none of them."""
        return _WORDS.get("".join(text.split()).lower())


_WORDS = {
    **dict.fromkeys(("达标", "合格", "已达标", "是", "√", "✓", "1", "d", "y"), State.MET),
    **dict.fromkeys(
        ("未达标", "不达标", "不合格", "否", "×", "✗", "x", "2", "0", "w", "n"), State.FAILED
    ),
    **dict.fromkeys(("不适用", "不涉及", "/", "／", "3", "b"), State.NOT_APPLICABLE),
}
KEYS = {
    "1": State.MET, "d": State.MET, "2": State.FAILED, "w": State.FAILED,
    "3": State.NOT_APPLICABLE, "b": State.NOT_APPLICABLE, "/": State.NOT_APPLICABLE,
}  # fmt: skip
"""One key per state in the matrix: 1 达标, 2 未达标, 3 不适用, or D, W, B."""


class Verdict(StrEnum):
    """What the items of a school come to."""

    COMPLIES = "达标"
    FAILS = "未达标"
    OPEN = "未查完"
    UNCHECKED = "未核查"


@dataclass(frozen=True, slots=True)
class Standing:
    """A school with the states of its items (by item id; a missing one is blank)."""

    school_id: int
    unit: str
    point: bool  # 教学点
    states: Mapping[int, State]

    def verdict(self, items: Sequence[int], *, blank_complies: bool = True) -> Verdict:
        """Whether it complies; `blank_complies`: nothing 未达标 is enough though some are blank."""
        found = [self.states.get(item) for item in items]
        if State.FAILED in found:
            return Verdict.FAILS
        if not any(found):
            return Verdict.UNCHECKED
        if None in found and not blank_complies:
            return Verdict.OPEN
        return Verdict.COMPLIES

    def failed(self, items: Sequence[int]) -> tuple[int, ...]:
        """The items that are 未达标."""
        return tuple(item for item in items if self.states.get(item) is State.FAILED)


@dataclass(frozen=True, slots=True)
class Count:
    """Schools, and how many of them are 教学点."""

    schools: int = 0
    points: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(self.schools + other.schools, self.points + other.points)


@dataclass(frozen=True, slots=True)
class UnitTally:
    """One line of the sheet by unit."""

    unit: str
    total: Count = Count()
    complies: Count = Count()
    fails: Count = Count()
    unchecked: Count = Count()  # not checked at all, or not to the end
    blanks: Count = Count()  # with at least one blank item

    @property
    def rate(self) -> Rate:
        return Rate(self.complies.schools, self.total.schools, Basis.COUNT, ALL_SCHOOLS)

    @property
    def point_rate(self) -> Rate:
        return Rate(self.complies.points, self.total.points, Basis.COUNT, f"{POINT}总数")

    def __add__(self, other: UnitTally) -> UnitTally:
        return UnitTally(
            self.unit,
            self.total + other.total,
            self.complies + other.complies,
            self.fails + other.fails,
            self.unchecked + other.unchecked,
            self.blanks + other.blanks,
        )


@dataclass(frozen=True, slots=True)
class ItemTally:
    """One line of the sheet by item."""

    item_id: int
    met: Count = Count()
    failed: Count = Count()
    not_applicable: Count = Count()
    blank: Count = Count()

    @property
    def total(self) -> Count:
        return self.met + self.failed + self.not_applicable + self.blank


def by_unit(
    schools: Iterable[Standing], items: Sequence[int], *, blank_complies: bool = True
) -> tuple[UnitTally, ...]:
    """The sheet by unit, in the order the units come."""
    answer: dict[str, UnitTally] = {}
    for school in schools:
        one = Count(1, int(school.point))
        none = Count()
        verdict = school.verdict(items, blank_complies=blank_complies)
        blank = any(school.states.get(item) is None for item in items)
        line = UnitTally(
            school.unit,
            one,
            one if verdict is Verdict.COMPLIES else none,
            one if verdict is Verdict.FAILS else none,
            one if verdict in (Verdict.OPEN, Verdict.UNCHECKED) else none,
            one if blank else none,
        )
        answer[school.unit] = answer.get(school.unit, UnitTally(school.unit)) + line
    return tuple(answer.values())


def summed(lines: Iterable[UnitTally], name: str = "合计") -> UnitTally:
    """The total of units."""
    return sum(lines, UnitTally(name))


def by_item(schools: Iterable[Standing], items: Sequence[int]) -> tuple[ItemTally, ...]:
    """The sheet by item, in the order of the items."""
    counts: dict[int, dict[State | None, Count]] = {item: {} for item in items}
    for school in schools:
        one = Count(1, int(school.point))
        for item, mine in counts.items():
            state = school.states.get(item)
            mine[state] = mine.get(state, Count()) + one
    none = Count()
    return tuple(
        ItemTally(
            item,
            mine.get(State.MET, none),
            mine.get(State.FAILED, none),
            mine.get(State.NOT_APPLICABLE, none),
            mine.get(None, none),
        )
        for item, mine in counts.items()
    )


def disagreements(total: int, parts: Mapping[int, Sequence[int]]) -> tuple[Problem, ...]:
    """Where the sheet by item (its columns by number) and the sheet by unit count other schools.

    Items that differ in the same way are told together.
    """
    wrong: dict[int, list[int]] = {}
    for number, columns in parts.items():
        if sum(columns) != total:
            wrong.setdefault(sum(columns), []).append(number)
    return tuple(
        Problem(
            "bottom.sheets_differ",
            args={
                "total": f"{total:,}",
                "items": _ranges(numbers),
                "sum": f"{count:,}",
                "difference": f"{abs(total - count):,}",
            },
        )
        for count, numbers in wrong.items()
    )


def _ranges(numbers: Sequence[int]) -> str:
    """1, 2, 3, 7 → '1–3、7'."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return "、".join(str(low) if low == high else f"{low}–{high}" for low, high in runs)
