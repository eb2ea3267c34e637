"""One line of the list of projects with its works, and what follows from them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from facilitydesk.domain.periods import LooseDate
from facilitydesk.domain.quantities import Area, Money, Percent, Quantity
from facilitydesk.domain.stages import StageGroup
from facilitydesk.domain.words.register_terms import PARTIES
from facilitydesk.domain.words.terms import AreaCategory

Q = TypeVar("Q", bound=Quantity)


@dataclass(frozen=True, slots=True)
class WorkRow:
    """One 单项工程 of a project."""

    id: int
    revision: int
    project_id: int
    school_id: int
    school: str
    school_initials: str
    township: str
    name: str
    category: AreaCategory
    room_kind: str
    planned_area: Area | None
    planned_investment: Money | None
    stage: str
    progress: Percent | None


@dataclass(frozen=True, slots=True)
class ProjectRow:
    """One line of the list of projects. Areas and money are the sums of its works."""

    id: int
    revision: int
    code: str | None
    name: str
    programme_id: int
    programme: str
    year: int | None
    batch: str
    nature: str
    pooled: bool
    livelihood: bool
    key_project: bool
    approval_document: str
    fund_document: str
    parties: Mapping[str, str]  # owner_unit, owner_person, surveyor_unit, …
    agent_unit: str
    note: str
    initials: str
    works: tuple[WorkRow, ...]
    state: StageGroup
    planned_start: LooseDate | None
    planned_finish: LooseDate | None
    start: LooseDate | None
    finish: LooseDate | None
    late: int | None  # days behind the frozen 竣工
    open_notes: int
    attachments: int

    @property
    def schools(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(work.school for work in self.works))

    @property
    def school_initials(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(work.school_initials for work in self.works))

    @property
    def school(self) -> str:
        """The school, or the first of several: 城关小学等3所."""
        names = self.schools
        return names[0] if len(names) == 1 else f"{names[0]}等{len(names)}所" if names else ""

    @property
    def township(self) -> str:
        return "、".join(dict.fromkeys(work.township for work in self.works if work.township))

    @property
    def category(self) -> AreaCategory | None:
        """The area category of its works; None where they differ."""
        found = {work.category for work in self.works}
        return found.pop() if len(found) == 1 else None

    @property
    def counted(self) -> tuple[WorkRow, ...]:
        """The works whose areas are added: 校舍 where there are any, since only they enter rates."""
        buildings = tuple(w for w in self.works if w.category is AreaCategory.BUILDING)
        return buildings or self.works

    @property
    def planned_area(self) -> Area | None:
        return _sum(work.planned_area for work in self.counted)

    @property
    def aside_area(self) -> Area | None:
        """The planned area of works that are no 校舍, beside those that are."""
        return _sum(work.planned_area for work in self.works if work not in self.counted)

    @property
    def planned_investment(self) -> Money | None:
        return _sum(work.planned_investment for work in self.works)

    @property
    def stage(self) -> str:
        """The stage of the one work, or how many works are done: 2/3项完工."""
        if len(self.works) == 1:
            return self.works[0].stage
        return ""

    @property
    def missing_parties(self) -> tuple[str, ...]:
        """Which of the five liable parties have no name yet (counties enter them late)."""
        return tuple(word for key, word in PARTIES.items() if not self.parties[f"{key}_unit"])


def _sum(values: Iterable[Q | None]) -> Q | None:
    known = [value for value in values if value is not None]
    return sum(known[1:], known[0]) if known else None
