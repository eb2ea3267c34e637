"""How a paper is wanted, and what that means on this desk: scope, rounding, words, names.

An option that is None (or blank) is taken from the bureau's settings, so that changing the
bureau's name once changes every paper.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from typing import Any

from facilitydesk.domain.periods import PeriodKind, period_of
from facilitydesk.domain.problems import Refused
from facilitydesk.domain.quantities import Area, Money, Quantity
from facilitydesk.domain.ranking import Ties
from facilitydesk.domain.rates import Basis, Rate
from facilitydesk.domain.rates import Figure as Exact
from facilitydesk.domain.rounding import Mode, Style, amount
from facilitydesk.reports.paper.letter import chinese_date
from facilitydesk.services import papers, settings
from facilitydesk.services.desk import Desk
from facilitydesk.services.figures import By, PeriodScope, Scope
from facilitydesk.services.papers import Home
from facilitydesk.services.scope import outline


@dataclass(frozen=True, slots=True)
class Options:
    """What an officer may choose for a paper; the defaults are the bureau's settings."""

    programme_id: int | None = None
    period: PeriodScope = PeriodScope.PLAN
    with_pooled: bool = True
    basis: Basis | None = None
    rank_by: By = By.COUNTY  # the units below the home region, or By.SCHOOL
    since: date | None = None  # the day compared with; None: the end of the month before
    places: int | None = None
    mode: Mode | None = None
    trim_zeros: bool | None = None
    until: str = ""
    total_first: bool | None = None
    ties: Ties | None = None
    by_township: bool = True  # detail tables in groups with subtotals
    school_id: int | None = None
    bureau: str = ""
    red_head: bool = True
    number: str = ""
    title: str = ""
    addressees: str = ""
    demands: str = ""  # 工作要求, a paragraph a line
    signed: date | None = None
    contact: str = ""
    copies: str = ""  # 抄送
    full_phones: bool = False  # else 138****1234
    first: date | None = None  # of the log (None: of the month), of the schools' money (the year)
    span: str = ""  # "month", "quarter", "year" that holds the day; "": from `first` to the day
    officer: str = ""  # whose changes alone, in the log
    application: str = ""  # 拨付申请编号; empty: those of the month
    batch_id: int | None = None  # of equipment
    group: str = "class"  # services.equipment.figures.EquipmentBy
    count_unit: str = "plain"  # reports.equipment_classes.CountUnit
    money_unit: str = "万元"
    grid: str = "3×8"  # labels across and down an A4 sheet
    start: int = 1  # the first label of the first sheet that is used

    def to_json(self) -> dict[str, Any]:
        """The options as a stored print keeps them."""
        return {
            key: value.isoformat() if isinstance(value, date) else value
            for key, value in asdict(self).items()
        }

    def days(self, as_of: date) -> tuple[date, date]:
        """The first and last day of a paper about a span. Raises Refused when it ends first."""
        if self.span:
            whole = period_of(PeriodKind(self.span), as_of)
            return whole.first, whole.last
        first = self.first or date(as_of.year, 1, 1)
        if first > as_of:
            raise Refused("settlement.period")
        return first, as_of

    @staticmethod
    def of_json(stored: dict[str, Any]) -> Options:
        """The options of a stored print; what this version does not know is left out."""
        known = {key: value for key, value in stored.items() if key in Options.__slots__}
        kinds = {"period": PeriodScope, "basis": Basis, "rank_by": By, "mode": Mode, "ties": Ties}
        for key, kind in kinds.items():
            if known.get(key) is not None:
                known[key] = kind(known[key])
        for key in ("since", "signed", "first"):
            if known.get(key) is not None:
                known[key] = date.fromisoformat(known[key])
        return Options(**known)


@dataclass(frozen=True, slots=True)
class Asked:
    """The options of one paper with every blank filled in."""

    options: Options
    scope: Scope
    since: date
    style: Style  # of running text
    until: str
    total_first: bool
    ties: Ties
    bureau: str
    office: str
    home: Home
    programme: str

    @property
    def table_style(self) -> Style:
        """Tables keep the zeros at the end, so that the points stand below each other."""
        return replace(self.style, trim_zeros=False)

    @property
    def day(self) -> str:
        """'2016年12月30日'."""
        return chinese_date(self.scope.as_of)

    @property
    def up_to(self) -> str:
        """'截至2016年12月30日'."""
        return f"{self.until}{self.day}"

    @property
    def subject(self) -> str:
        """What the paper is about: the programme's name, else 教育建设项目."""
        return self.programme or "教育建设项目"

    @property
    def office_name(self) -> str:
        """The printing office of the 版记: the bureau and its section."""
        return f"{self.bureau}{self.office}"

    @property
    def filler(self) -> str:
        """填报单位 with the section that made the table."""
        name = self.bureau + (f"（{self.office}）" if self.office and self.bureau else "")
        return f"填报单位：{name}" if name else ""

    def amount(self, quantity: Quantity) -> str:
        """A quantity in running text: '1,915.00万元', '17,593.84平方米'."""
        unit = "万元" if isinstance(quantity, Money) else "平方米"
        # Areas are known to two places; the bureau's places are those of rates.
        style = Style(mode=self.style.mode, trim_zeros=self.style.trim_zeros)
        return amount(quantity, unit if isinstance(quantity, Money | Area) else "", style) + unit

    def figure(self, exact: Exact | None) -> str:
        """A numerator or denominator with its unit; a count has the measure word 个."""
        if exact is None:
            return "—"
        return f"{exact}个" if isinstance(exact, int) else self.amount(exact)

    def percent(self, rate: Rate) -> str:
        """A rate in running text."""
        return rate.text(self.style)


def resolve(desk: Desk, as_of: date, options: Options | None = None) -> Asked:
    """What the options mean on this desk."""
    wanted = options or Options()
    stored = settings.load(desk)
    base = stored.style
    style = replace(
        base,
        places=base.places if wanted.places is None else wanted.places,
        mode=wanted.mode or base.mode,
        trim_zeros=base.trim_zeros if wanted.trim_zeros is None else wanted.trim_zeros,
    )
    own = papers.programme_basis(desk, wanted.programme_id)
    scope = Scope(
        as_of,
        wanted.programme_id,
        wanted.period,
        wanted.with_pooled,
        wanted.basis or own or stored.basis,
    )
    known = {row.id: row.name for row in outline(desk).programmes}
    return Asked(
        options=wanted,
        scope=scope,
        since=wanted.since or as_of.replace(day=1) - timedelta(days=1),
        style=style,
        until=wanted.until or stored.until,
        total_first=stored.total_first if wanted.total_first is None else wanted.total_first,
        ties=wanted.ties or stored.ties,
        bureau=wanted.bureau or stored.bureau,
        office=stored.office,
        home=papers.home(desk),
        programme=known.get(wanted.programme_id, "") if wanted.programme_id else "",
    )
