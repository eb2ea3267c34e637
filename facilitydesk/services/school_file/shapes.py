"""一校一档: what is known about one school on a day, in the order its page and its paper tell it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from facilitydesk.domain.equipment import Progress
from facilitydesk.domain.figures import WorkState
from facilitydesk.domain.funds import Flow
from facilitydesk.domain.quantities import Area, Money, Percent
from facilitydesk.domain.rates import Basis, Rate
from facilitydesk.domain.words.area_terms import DANGEROUS
from facilitydesk.domain.words.equipment_terms import BuyMoment, EquipmentClass
from facilitydesk.services.projects.attachments import AttachmentRow
from facilitydesk.services.projects.notes import NoteRow


@dataclass(frozen=True, slots=True)
class SchoolFacts:
    """The register's facts of the school."""

    id: int
    name: str
    code: str
    kind: str
    township: str
    parent: str
    origin: str
    status: str
    principal: str
    contact: str
    phone: str
    land_area: Area | None
    sports_area: Area | None
    note: str
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class YearFacts:
    """学生数, 寄宿生数, 班数 and 教职工数 of a year; None where nothing was reported."""

    year: int
    students: int | None
    boarders: int | None
    classes: int | None
    staff: int | None


@dataclass(frozen=True, slots=True)
class BuildingLine:
    """A building as it stood on the day."""

    id: int
    number: str
    name: str
    room_kind: str
    structure: str
    built: str
    floors: int | None
    seismic_class: str
    state: str
    area: Area | None
    danger_grade: str
    danger_document: str

    @property
    def dangerous(self) -> bool:
        return self.danger_grade in DANGEROUS


@dataclass(frozen=True, slots=True)
class AreaYear:
    """The balance of a calendar year (the first begins with the opening's day)."""

    year: int
    until: date
    opening: Area
    gained: Area
    lost: Area  # negative
    measured: Area
    closing: Area


@dataclass(frozen=True, slots=True)
class UseLine:
    """The area of standing buildings by use."""

    group: str
    term: str
    area: Area


@dataclass(frozen=True, slots=True)
class WorkLine:
    """A single work of this school; `state` is the one every figure counts."""

    id: int
    project_id: int
    label: str
    programme: str
    room_kind: str
    contractor: str
    start: str
    finish: str
    problem: str
    measure: str
    state: WorkState

    @property
    def stage(self) -> str:
        """The stage reported, else the group the work is counted in."""
        return self.state.stage.term if self.state.stage else self.state.group.term

    @property
    def planned_area(self) -> Area | None:
        return None if self.state.planned_area is None else Area(self.state.planned_area)

    @property
    def completed_area(self) -> Area | None:
        return None if self.state.completed_area is None else Area(self.state.completed_area)

    @property
    def planned_investment(self) -> Money | None:
        raw = self.state.planned_investment
        return None if raw is None else Money(raw)

    @property
    def invested(self) -> Money | None:
        return None if self.state.invested is None else Money(self.state.invested)

    @property
    def progress(self) -> Percent | None:
        return None if self.state.progress is None else Percent(self.state.progress)

    @property
    def investment_rate(self) -> Rate:
        """投资完成率: invested to date ÷ planned."""
        return Rate(self.invested, self.planned_investment or None, Basis.MONEY)


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo of one of the school's projects."""

    row: AttachmentRow
    project: str

    @property
    def caption(self) -> str:
        day = f"（{self.row.day.isoformat()}）" if self.row.day else ""
        return f"{self.project}{day}"


@dataclass(frozen=True, slots=True)
class EquipmentLine:
    """One class: what was planned and bought, and the cards in the register of assets."""

    kind: EquipmentClass
    progress: Progress
    rate: Rate
    cards: int
    pieces: int
    value: Money


@dataclass(frozen=True, slots=True)
class MoneyLine:
    """A source: 下达 分配 到位 支付 结余."""

    name: str
    level: str
    flow: Flow


@dataclass(frozen=True, slots=True)
class BottomLine:
    """One of the 底线 items with what was found last."""

    number: int
    name: str
    state: str  # 达标, 未达标, 不适用; "" where it was not looked at
    day: date | None
    evidence: str
    measure: str


@dataclass(frozen=True, slots=True)
class NormLine:
    """What the school has of a norm, as printed."""

    term: str
    norm: str
    actual: str
    short: str
    met: bool | None
    missing: str


@dataclass(frozen=True, slots=True)
class SchoolFile:
    """Everything about one school on a day."""

    as_of: date
    school: SchoolFacts
    years: tuple[YearFacts, ...] = ()  # the newest first
    buildings: tuple[BuildingLine, ...] = ()
    areas: tuple[AreaYear, ...] = ()  # the oldest first; empty without an opening
    uses: tuple[UseLine, ...] = ()
    uses_year: int | None = None
    works: tuple[WorkLine, ...] = ()
    photos: tuple[Photo, ...] = ()
    equipment: tuple[EquipmentLine, ...] = ()
    moment: BuyMoment = BuyMoment.ACCEPTANCE
    money: tuple[MoneyLine, ...] = ()
    bottom: tuple[BottomLine, ...] = ()
    norms: tuple[NormLine, ...] = ()
    notes: tuple[NoteRow, ...] = ()  # open problems, the longest overdue first
    order: tuple[int, ...] = field(default=(), repr=False)  # all schools in official order

    @property
    def year(self) -> YearFacts | None:
        """The facts of the newest year that was reported."""
        return self.years[0] if self.years else None

    @property
    def building_area(self) -> Area | None:
        """The sum of the standing buildings; None where none is known."""
        known = [each.area.raw for each in self.buildings if each.area is not None]
        return Area(sum(known)) if known else None

    @property
    def area(self) -> Area | None:
        """校舍建筑面积: the balance's closing, else the sum of the buildings."""
        return self.areas[-1].closing if self.areas else self.building_area

    @property
    def area_apart(self) -> Area | None:
        """How much the buildings' sum is more than the balance's closing; None where they agree."""
        if self.building_area is None or self.area is None:
            return None
        return (self.building_area - self.area) or None

    @property
    def danger(self) -> tuple[BuildingLine, ...]:
        return tuple(each for each in self.buildings if each.dangerous)

    @property
    def danger_area(self) -> Area:
        return Area(sum(each.area.raw for each in self.danger if each.area is not None))

    @property
    def per_student(self) -> Area | None:
        """生均校舍面积 in 0.01 ㎡, rounded half up; None without area or pupils."""
        students = self.year.students if self.year else None
        if self.area is None or not students:
            return None
        return Area((2 * self.area.raw + students) // (2 * students))

    @property
    def live_works(self) -> tuple[WorkLine, ...]:
        """The works that count: 调整/取消 are out."""
        return tuple(each for each in self.works if not each.state.dropped)

    @property
    def flow(self) -> Flow:
        """The money of all sources."""
        total = Flow()
        for each in self.money:
            total = total.plus(each.flow)
        return total

    def bottom_count(self, state: str) -> int:
        """How many items are in a state ("" for those not looked at)."""
        return sum(each.state == state for each in self.bottom)
