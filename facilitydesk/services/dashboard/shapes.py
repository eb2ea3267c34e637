"""What the dashboard of a day says, as plain values; every figure knows the works behind it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from facilitydesk.domain.curve import Point
from facilitydesk.domain.lights import Light
from facilitydesk.domain.money_checks import Finding
from facilitydesk.domain.quantities import Money, Percent
from facilitydesk.domain.rates import Rate, RateKind
from facilitydesk.domain.rounding import Style
from facilitydesk.domain.stages import StageGroup
from facilitydesk.services.dashboard.areas import AreaBoard
from facilitydesk.services.dashboard.norms import BottomBoard
from facilitydesk.services.figures import Scope

Works = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """A project or work by name, with the works that open on a click."""

    text: str
    works: Works


@dataclass(frozen=True, slots=True)
class Change:
    """What became different since the end of the last week or month."""

    since: date
    points: Fraction | None = None  # percentage points of the rate; None where one has no percent
    more: tuple[Named, ...] = ()  # newly started or completed projects
    fewer: tuple[Named, ...] = ()  # such that no longer count, after a correction
    money: Money | None = None  # by how much a sum of money changed

    @property
    def count(self) -> int:
        """The "+2" of a tile."""
        return len(self.more) - len(self.fewer)

    @property
    def works(self) -> Works:
        """The works behind the change."""
        return tuple(work for named in (*self.more, *self.fewer) for work in named.works)


@dataclass(frozen=True, slots=True)
class Tile:
    """One rate with its basis, the other bases beside it, and what changed."""

    kind: RateKind
    rate: Rate
    others: tuple[Rate, ...]
    works: Works  # that make the numerator
    since_week: Change | None = None
    since_month: Change | None = None
    page: str = ""  # the page that explains it, where its works alone do not


@dataclass(frozen=True, slots=True)
class StateCount:
    """How many projects are in a state; the four states add up to the total."""

    group: StageGroup
    projects: int
    works: Works


@dataclass(frozen=True, slots=True)
class Target:
    """The 目标线 a rate is measured by on the day."""

    kind: RateKind
    percent: Percent
    day: date
    document: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A township or school: its start and completion rates and what is still open there."""

    key: int | str | None
    name: str
    start: Rate
    completion: Rate
    projects: int
    works: Works


@dataclass(frozen=True, slots=True)
class StageCount:
    """How many works stand at a stage; `term` is 未填报形象进度 where none was ever reported."""

    term: str
    group: StageGroup
    works: Works


@dataclass(frozen=True, slots=True)
class LitWork:
    """A work with its light and the sentences that say why."""

    work_id: int
    name: str
    township: str
    light: Light
    reasons: tuple[str, ...]
    behind: Fraction | None  # points behind 序时进度, negative when ahead


@dataclass(frozen=True, slots=True)
class LightCount:
    """The works under one light."""

    light: Light
    works: Works


@dataclass(frozen=True, slots=True)
class Reporting:
    """Who has reported the week of the day and who has not."""

    week: date
    rate: Rate
    reported: Works
    missing: tuple[LitWork, ...]  # in the order of townships and schools

    @property
    def missing_works(self) -> Works:
        return tuple(work.work_id for work in self.missing)


@dataclass(frozen=True, slots=True)
class Curve:
    """The S-curve, and how many works have no planned money or days and are not in its plan."""

    points: tuple[Point, ...]
    unplanned: Works


@dataclass(frozen=True, slots=True)
class Dashboard:
    """Everything the page 概览 shows for a scope."""

    scope: Scope
    programme: str | None
    plan_version: str | None
    style: Style  # how this data file prints percents
    works: Works
    tiles: tuple[Tile, ...]
    projects: int
    states: tuple[StateCount, ...]  # 未开工, 在建, 停工, 完工
    dropped: StateCount
    equipment: StateCount  # procurement, counted apart from construction
    drafts: Works  # whose figures stand in a week not submitted
    reporting: Reporting
    targets: dict[RateKind, Target]
    townships: tuple[Bar, ...]
    schools: tuple[Bar, ...]
    stages: tuple[StageCount, ...]
    lights: tuple[LightCount, ...]
    warned: tuple[LitWork, ...]  # yellow and red works, worst first
    slowest: tuple[LitWork, ...]
    curve: Curve
    money: tuple[Tile, ...] = ()  # 到位率, 支付率; none while there is no fund document
    money_findings: tuple[Finding, ...] = ()  # of the scope, worst first
    areas: AreaBoard | None = None  # None while there is no register of areas
    bottom: BottomBoard | None = None  # None while no bottom line was ever checked

    def tile(self, kind: RateKind) -> Tile:
        """The tile of a rate. Raises KeyError for one that the dashboard does not show."""
        for tile in (*self.tiles, *self.money):
            if tile.kind is kind:
                return tile
        raise KeyError(kind)

    @property
    def empty(self) -> bool:
        """Whether the scope holds no work at all."""
        return not self.works
