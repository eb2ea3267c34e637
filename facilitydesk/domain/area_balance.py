"""期初 + 增减 = 期末, and what the completed area did: the two headline numbers that must agree.

All areas are raw (0.01 ㎡) and signed as they count. What was completed is split into what adds
to the total (净增), what replaced something demolished, what was repaired, and what is no building.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from facilitydesk.domain.figures import Sums, WorkState
from facilitydesk.domain.words.terms import EQUIPMENT_NATURE, AreaCategory

REPAIRS = ("维修改造", "加固")


@dataclass(slots=True)
class Balance:
    """One school (or the sum of many) over a period; `schools` are those with an opening."""

    schools: int = 0
    opening: int = 0
    built: int = 0
    acquired: int = 0
    demolished: int = 0  # negative, as `disposed`
    disposed: int = 0
    measured: int = 0
    completed: int = 0
    net_area: int = 0
    rebuilt_area: int = 0
    repaired_area: int = 0
    other_area: int = 0

    @property
    def closing(self) -> int:
        moved = self.built + self.acquired + self.demolished + self.disposed + self.measured
        return self.opening + moved

    @property
    def growth(self) -> int:
        """期末 − 期初."""
        return self.closing - self.opening

    @property
    def entered(self) -> int:
        """What of the completed area is explained."""
        return self.net_area + self.rebuilt_area + self.repaired_area + self.other_area

    @property
    def open(self) -> int:
        """Completed, but not yet entered in the register (negative: entered for more)."""
        return self.completed - self.entered

    @property
    def elsewhere(self) -> int:
        """The part of the growth that comes from no completed work."""
        return self.growth - self.net_area

    @classmethod
    def total(cls, parts: Iterable[Balance]) -> Balance:
        """The exact sum of many."""
        whole = cls()
        for part in parts:
            for name in cls.__slots__:
                setattr(whole, name, getattr(whole, name) + getattr(part, name))
        return whole


def done_area(state: WorkState) -> int:
    """The completed 校舍 area of a work as every completion rate counts it."""
    return Sums.of((state,)).done_area


def counts(state: WorkState) -> bool:
    """Whether a work's completed area is 校舍 area at all."""
    return state.category is AreaCategory.BUILDING and state.nature != EQUIPMENT_NATURE


@dataclass(frozen=True, slots=True)
class Proposal:
    """How a completed area probably divides; an officer confirms or changes it."""

    net_area: int = 0
    rebuilt_area: int = 0
    repaired_area: int = 0
    other_area: int = 0


def proposal(area: int, nature: str, demolished: int) -> Proposal:
    """The usual division: repairs add nothing; what replaces `demolished` area was rebuilt."""
    if nature in REPAIRS:
        return Proposal(repaired_area=area)
    if nature == "附属设施":
        return Proposal(other_area=area)
    rebuilt = min(area, max(0, demolished))
    return Proposal(net_area=area - rebuilt, rebuilt_area=rebuilt)


_BUILT = re.compile(r"((?:18|19|20)\d{2})(?:年?$|[-./年]?(\d{1,2})(?:月|[-./月]\d{1,2}日?)?$)")


def built_text(text: str) -> str | None:
    """建成年月 as it is kept: '1998-09', or '1998' where only the year is known; None: neither."""
    found = _BUILT.fullmatch("".join(text.split()))
    if found is None:
        return None
    year, month = found[1], found[2]
    if month is None:
        return year
    return f"{year}-{int(month):02d}" if 1 <= int(month) <= 12 else None
