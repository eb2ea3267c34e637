"""年度: a project over its fiscal years, whose columns add up to the project's totals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QLabel

from facilitydesk.domain.fields import Kind
from facilitydesk.domain.messages import tr
from facilitydesk.domain.quantities import WAN, Money
from facilitydesk.gui.grid import formats
from facilitydesk.gui.projects.tabs import TableTab
from facilitydesk.gui.register.draft import column
from facilitydesk.gui.register.table import RegisterTable, Source
from facilitydesk.gui.theme import Tone
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Edit, Edited
from facilitydesk.services.money import project_years
from facilitydesk.services.money.project_years import ProjectYears
from facilitydesk.services.projects.row import ProjectRow

if TYPE_CHECKING:
    from facilitydesk.gui.projects.page import ProjectsPage

_ALL = 0  # the id of the line of totals; the others are their years


@dataclass(frozen=True)
class Total:
    """The line below the years: what they add up to."""

    years: ProjectYears
    id: int = _ALL
    revision: int = 0
    year: int | None = None
    note: str = ""

    def __getattr__(self, name: str) -> Any:
        return getattr(self.years, name)


class YearsTab(TableTab):
    """Planned investment of each year, with what was allocated, received, paid and invested."""

    def __init__(self, page: ProjectsPage) -> None:
        super().__init__(page)
        self.years: ProjectYears | None = None
        source = Source(
            noun=tr("年度"),
            measure=tr("行"),
            load=self._load,
            enter=self._enter,
            delete=self._delete,
            required=("year",),
            defaults=lambda: {"year": self._next()},
            title=lambda row: str(row.year or tr("合计")),
        )
        columns = [
            column(
                "year",
                head=tr("年度"),
                kind=Kind.COUNT,
                width=64,
                frozen=True,
                show=lambda value: tr("合计") if value is None else str(value),
            ),
            column(
                "planned",
                head=tr("计划投资"),
                kind=Kind.MONEY,
                width=90,
                editable=lambda row: row.id != _ALL,
            ),
            *(
                column(
                    key,
                    head=head,
                    kind=Kind.MONEY,
                    new=False,
                    width=90 if key == "invested" else 80,
                )
                for key, head in (
                    ("allocated", tr("分配")),
                    ("received", tr("到位")),
                    ("paid", tr("支付")),
                    ("invested", tr("完成投资")),
                )
            ),
            column(
                "note",
                head=tr("备注"),
                kind=Kind.TEXT,
                width=110,
                editable=lambda row: row.id != _ALL,
            ),
        ]
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.words.setContentsMargins(16, 6, 16, 2)
        self.hint = QLabel(
            tr("分配、到位、支付按发生日期归入年度；完成投资为年末累计减上年末累计。")
        )
        self.hint.setProperty("role", "quiet")
        self.hint.setWordWrap(True)
        self.hint.setContentsMargins(16, 0, 16, 8)
        self.put(
            RegisterTable(page, "project_years", "", columns, source, small=True, search=False)
        )
        self.box.addWidget(self.words)
        self.box.addWidget(self.hint)
        self.table.loaded.connect(self._on_loaded)
        self.table.stored.connect(self._on_years)

    def show_rows(self, row: ProjectRow | None) -> None:
        self.table.model.set_money_scale(self.page.table.model.money_scale)
        super().show_rows(row)

    def _load(self, desk: Desk) -> Sequence[Any]:
        self.years = None
        if self.project_id:
            self.years = project_years.of_project(
                desk, self.project_id, as_of=self.page.context.as_of
            )
        if self.years is None or not self.years.years:
            return ()
        return (*self.years.years, Total(self.years))

    def _enter(
        self, desk: Desk, cells: Sequence[Edit], new: Sequence[Mapping[str, object]]
    ) -> Edited:
        typed = [cell for cell in cells if cell.row_id != _ALL]
        return project_years.enter(desk, self.project_id, typed, new)

    def _delete(self, desk: Desk, ids: Sequence[int]) -> Any:
        years = [each for each in ids if each != _ALL]
        return project_years.delete(desk, self.project_id, years)

    def _next(self) -> int:
        """The year a new line begins with: the one after the last."""
        known = [each.year for each in self.years.years] if self.years is not None else []
        return max(known) + 1 if known else self.page.context.as_of.year

    def _on_years(self) -> None:
        self.table.reload()  # the totals follow

    def _on_loaded(self) -> None:
        words, ink = _told(self.years, self.table.model.money_scale)
        self.words.setText(words)
        self.words.setStyleSheet(f"color: {ink};")


def _told(years: ProjectYears | None, scale: int) -> tuple[str, str]:
    """What the plans of the years add up to beside the project's planned investment."""
    if years is None or not years.years:
        return tr("还没有年度数据。跨年度的项目，逐年填写计划投资。"), Tone.QUIET
    unit = tr("万元") if scale == WAN else tr("元")

    def shown(money: Money) -> str:
        return formats.shown(money, Kind.MONEY, scale) + unit

    if years.planned is None:
        return tr(
            "各年分配、到位、支付、完成投资之和等于项目合计；年度计划投资尚未填写。"
        ), Tone.QUIET
    if years.planned_investment is None:
        words = tr("各年计划合计{sum}；项目没有填计划投资，无法比较。")
        return words.format(sum=shown(years.planned)), Tone.AMBER
    gap = years.planned_investment - years.planned
    whole = shown(years.planned_investment)
    if not gap:
        return tr("各年计划合计{sum}，与项目计划投资一致。").format(sum=whole), Tone.GREEN
    words = (
        tr("各年计划合计{sum}，比项目计划投资{whole}少{gap}。")
        if gap.raw > 0
        else tr("各年计划合计{sum}，比项目计划投资{whole}多{gap}。")
    )
    return (
        words.format(sum=shown(years.planned), whole=whole, gap=shown(Money(abs(gap.raw)))),
        Tone.AMBER,
    )
