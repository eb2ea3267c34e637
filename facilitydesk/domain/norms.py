"""办学条件标准: what a school should have for its pupils, what it has, and what is lacking.

All values count 0.01 of their unit. What is needed is exact (a Fraction of that); a thing that
only exists whole (a room, a computer) is rounded up once, when its gap is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from facilitydesk.domain.measures import Basis, Direction, Fact, Measure
from facilitydesk.domain.rounding import Style, digits, grouped

_TRIM = Style(places=2, trim_zeros=True)
STAGES = ("小学", "教学点", "初中", "九年一贯制", "完全中学", "高中", "中职", "特教", "幼儿园")
PLACES = ("城市", "农村")
SIZES = {"classes": "班", "students": "人"}

_STAGES_OF: dict[str, tuple[tuple[str, Fact | None], ...]] = {
    "教学点": (("小学", None),),
    "九年一贯制": (("小学", Fact.PRIMARY), ("初中", Fact.JUNIOR)),
    "完全中学": (("初中", Fact.JUNIOR), ("高中", Fact.SENIOR)),
}


def parts_of(kind: str) -> tuple[tuple[str, Fact | None], ...]:
    """The stages whose norms a school without norms of its own kind is measured by."""
    return _STAGES_OF.get(kind, ((kind, None),))


@dataclass(frozen=True, slots=True)
class Norm:
    """One row of the table; value None: the norm exists, its figure is not filled in."""

    id: int
    measure: Measure
    stage: str
    size_by: str
    size_from: int | None
    size_to: int | None
    value: int | None
    direction: Direction
    place: str
    province: str
    year: int | None
    document: str
    note: str
    active: bool

    @property
    def size(self) -> str:
        """'13–18班', '1,000人以上', or empty for every size."""
        if not self.size_by:
            return ""
        unit = SIZES[self.size_by]
        if self.size_to is None:
            return f"{self.size_from or 0}{unit}以上"
        if self.size_from is None:
            return f"{self.size_to}{unit}以下"
        return f"{self.size_from}–{self.size_to}{unit}"

    @property
    def text(self) -> str:
        """'≥4.5㎡/生'; '标准值待填' for an open norm."""
        if self.value is None:
            return "标准值待填"
        return f"{self.direction.sign}{plain(self.value)}{self.measure.unit}"


@dataclass(frozen=True, slots=True)
class Size:
    """What decides which norm a school has."""

    stage: str
    place: str  # 城市, 农村, or empty where the register does not say
    classes: int | None
    students: int | None


@dataclass(frozen=True, slots=True)
class Picked:
    """The norm of a school, or what is missing to find it."""

    norm: Norm | None
    missing: str = ""


def pick(norms: Iterable[Norm], measure: Measure, size: Size, province: str, year: int) -> Picked:
    """The norm in force: a province's before the country's, the newest, the one for the size."""
    fitting: list[Norm] = []
    missing = ""
    for norm in norms:
        if not norm.active or norm.measure is not measure or norm.stage != size.stage:
            continue
        if norm.province and norm.province != province:
            continue
        if norm.year is not None and norm.year > year:
            continue
        if norm.place and norm.place != size.place:
            missing = missing or ("" if size.place else "城乡类型")
            continue
        if norm.size_by:
            number = size.classes if norm.size_by == "classes" else size.students
            if number is None:
                missing = missing or ("班数" if norm.size_by == "classes" else "在校生数")
                continue
            low, high = norm.size_from or 0, norm.size_to
            if number < low or (high is not None and number > high):
                continue
        fitting.append(norm)
    if not fitting:
        return Picked(None, missing)

    def order(norm: Norm) -> tuple[bool, int, bool, bool, bool]:
        sized = bool(norm.size_by)
        return bool(norm.province), norm.year or 0, bool(norm.place), sized, norm.value is not None

    return Picked(max(fitting, key=order))


@dataclass(frozen=True, slots=True)
class Share:
    """The pupils of one stage of a school with the norm of that stage."""

    norm: Norm
    students: int


def needed(shares: Sequence[Share], staff: int | None) -> Fraction | None:
    """What the norms ask for, in 0.01 of the fact's unit; None where a figure is missing."""
    if not shares or any(share.norm.value is None for share in shares):
        return None
    basis = shares[0].norm.measure.basis
    each: list[Fraction] = []
    for share in shares:
        value = Fraction(share.norm.value or 0, 100)
        match basis:
            case Basis.PER_PUPIL:
                each.append(value * share.students * 100)
            case Basis.PER_HUNDRED:
                each.append(value * share.students)
            case Basis.PUPILS_PER:
                each.append(100 * share.students / value)
            case Basis.STAFF_PER:
                if staff is None:
                    return None
                each.append(100 * staff / value)
            case Basis.WHOLE:
                each.append(value * 100)
    # What is told per pupil adds up over the stages of a school; the rest is needed once.
    return sum(each, Fraction(0)) if basis not in (Basis.STAFF_PER, Basis.WHOLE) else max(each)


def actual(measure: Measure, has: int, students: int, staff: int | None) -> Fraction | None:
    """What a school has in the unit of the norm (not in hundredths); None where 0 would divide."""
    match measure.basis:
        case Basis.PER_PUPIL:
            return Fraction(has, 100 * students) if students else None
        case Basis.PER_HUNDRED:
            return Fraction(has, students) if students else None
        case Basis.PUPILS_PER:
            return Fraction(100 * students, has) if has else None
        case Basis.STAFF_PER:
            return Fraction(100 * staff, has) if has and staff is not None else None
        case Basis.WHOLE:
            return Fraction(has, 100)


def short(measure: Measure, has: int, need: Fraction, direction: Direction) -> int:
    """What is lacking (or, against the natural direction, too much) in 0.01 of the fact's unit.

    0 where the norm is met. Pieces are rounded up to whole ones, areas and money to 0.01.
    """
    gap = need - has if direction is measure.basis.natural else has - need
    if gap <= 0:
        return 0
    step = 100 if measure.whole else 1
    return -((-gap.numerator) // (gap.denominator * step)) * step


def plain(raw: int) -> str:
    """A value of 0.01 as officers read it: 450 → '4.5', 200000 → '2,000'."""
    return grouped(digits(Fraction(raw, 100), _TRIM))


def told(value: Fraction | None) -> str:
    """An exact value to two places without zeros at the end; None: '—'."""
    return "—" if value is None else grouped(digits(value, _TRIM))
