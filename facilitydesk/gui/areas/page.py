"""校舍: buildings, the balance of their area, completed works to be entered, dangerous buildings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QStackedWidget, QWidget

from facilitydesk.domain.messages import tr
from facilitydesk.domain.words.terms import CodeList
from facilitydesk.gui.areas.buildings_view import BuildingsView
from facilitydesk.gui.areas.danger_view import DangerView
from facilitydesk.gui.areas.movements_view import MovementsView
from facilitydesk.gui.areas.waiting_view import WaitingView
from facilitydesk.gui.context import Context
from facilitydesk.gui.register.bar import button
from facilitydesk.gui.register.base import Names, RegisterPage
from facilitydesk.gui.register.tab_head import TabHead, kept_view
from facilitydesk.gui.widgets.findings import FindingsStrip, Line
from facilitydesk.gui.widgets.side_panel import SidePanel
from facilitydesk.gui.widgets.steady import SteadyList
from facilitydesk.services import codes, schools
from facilitydesk.services.areas import findings
from facilitydesk.services.areas.findings import Found
from facilitydesk.services.desk import Desk

VIEWS = (
    ("buildings", tr("单体建筑"), tr("各校每栋校舍的台账")),
    ("movements", tr("面积变动"), tr("期初、增减和期末，逐笔有文号")),
    ("waiting", tr("待入账"), tr("完工后还没有登记进校舍面积的项目")),
    ("danger", tr("危房"), tr("现有危房和历年拆除")),
)
_YEARS = 8


class BuildingsPage(RegisterPage):
    """The page of the buildings."""

    key = "buildings"
    title = tr("校舍")
    interests = frozenset(
        {
            *("building", "building_use", "building_check", "area_opening", "area_movement"),
            *("area_entry", "week_entry", "work", "project", "school", "region", "code_item"),
        }
    )

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._wanted: tuple[int, ...] = ()
        view = kept_view(context, "buildings", VIEWS)
        self.head = TabHead(self.title, VIEWS, view)
        self.views = self.head.views
        self.years = SteadyList()
        self.years.setToolTip(tr("面积变动的期间；截至日期在顶栏选择"))
        self._fill_years()
        self.print = button(tr("打印变动表……"), tr("预览和打印校舍面积变动表"))
        self.buildings, self.movements = BuildingsView(self), MovementsView(self)
        self.waiting, self.danger = WaitingView(self), DangerView(self)
        self.table = self.buildings.table
        self._views: dict[str, QWidget] = {
            "buildings": self.buildings,
            "movements": self.movements,
            "waiting": self.waiting,
            "danger": self.danger,
        }
        self.stack = QStackedWidget()
        for widget in self._views.values():
            self.stack.addWidget(widget)
        self.side = SidePanel(width=404)
        self.side.closed.connect(self._on_side_closed)
        self.findings = FindingsStrip(context, tr("校舍检查"))
        for widget in (self.years, self.print):
            self.head.extend(widget)
        self.lay_out(self.head, self.stack, self.side, self.findings)
        self.head.view_chosen.connect(self.show_view)
        self.years.currentIndexChanged.connect(self._on_year)
        self.print.clicked.connect(self._on_print)
        self.findings.chosen.connect(self._on_finding)
        self.danger.opened.connect(self._on_buildings)
        for moved in (self.buildings.moved, self.movements.moved, self.waiting.moved):
            moved.connect(self._on_moved)
        self.stack.setCurrentWidget(self._views[view])
        self._fit(view)
        self.follow_table()

    # --- the period ---------------------------------------------------------------------------

    def _fill_years(self) -> None:
        this = self.context.as_of.year
        before = self.years.currentData() if self.years.count() else this
        self.years.blockSignals(True)
        self.years.clear()
        self.years.addItem(tr("自期初以来"), 0)
        for year in range(this, this - _YEARS, -1):
            self.years.addItem(tr("{year}年").format(year=year), year)
        self.years.setCurrentIndex(max(0, self.years.findData(before)))
        self.years.blockSignals(False)

    @property
    def since(self) -> date | None:
        """The day the period begins after; None: each school's opening."""
        year = self.years.currentData()
        return date(year - 1, 12, 31) if year else None

    @property
    def until(self) -> date:
        """The last day of the period: the day of the top bar, or the end of an earlier year."""
        year = self.years.currentData()
        day = self.context.as_of
        if year and self.stack_key == "movements":
            return min(day, date(year, 12, 31))
        return day

    @property
    def stack_key(self) -> str:
        """The view that is shown."""
        return str(self.views.value)

    # --- loading ------------------------------------------------------------------------------

    def read_names(self, desk: Desk) -> Names:
        return {
            "schools": tuple(dict.fromkeys(row.name for row in schools.rows(desk))),
            "room_kinds": codes.names(desk, CodeList.ROOM_KIND),
        }

    def refresh(self) -> None:
        if self.context.as_of.year != self.years.itemData(1):
            self._fill_years()

        def take(names: Names) -> None:
            self.names = names

        self.context.runner.read(self.read_names, take)
        self._load_view()
        self._check()

    def _load_view(self) -> None:
        """Only the view that is looked at is read."""
        view = self._views[self.stack_key]
        assert isinstance(view, BuildingsView | MovementsView | WaitingView | DangerView)
        view.reload()

    def show_where(self, where: dict[str, Any]) -> None:
        """`view`: one of the views; `buildings`: these rows; `school`: its buildings or movements."""
        if "buildings" in where:
            self._on_buildings(where["buildings"], str(where.get("title", "")))
        elif "school" in where:
            wanted, title = where["school"], str(where.get("title", "")) or tr("所选学校")
            if where.get("view") == "movements":
                self.show_view("movements")
                self.movements.show_school(wanted, title)
                return
            self.show_view("buildings")
            self.show_only(lambda row: row.school_id == wanted, title)
        elif where.get("view"):
            self.show_all()
            self.movements.show_all()
            self.show_view(where["view"])

    def show_view(self, view: Any) -> None:
        """Show one of the views of the page."""
        self.views.set_value(view)
        self.context.set_setting("buildings.view", view)
        self.close_side()
        self._fit(view)
        self.stack.setCurrentWidget(self._views[view])
        self._load_view()

    def _fit(self, view: str) -> None:
        self.years.setVisible(view == "movements")
        self.print.setVisible(view == "movements")

    def search(self) -> None:
        view = self._views[self.stack_key]
        assert isinstance(view, BuildingsView | MovementsView | WaitingView | DangerView)
        view.table.search()

    # --- the side -----------------------------------------------------------------------------

    def open_side(self, title: str, content: QWidget) -> None:
        """Show something at the right."""
        if content is not self.buildings.card:
            self.buildings.detail.setChecked(False)
        self.side.open(title, content)

    def close_side(self) -> None:
        self.side.hide()
        self.buildings.detail.setChecked(False)

    @Slot()
    def _on_side_closed(self) -> None:
        self.buildings.detail.setChecked(False)

    # --- slots --------------------------------------------------------------------------------

    @Slot(int)
    def _on_year(self, _index: int) -> None:
        self._load_view()

    @Slot()
    def _on_print(self) -> None:
        mine = self.movements.school_id
        where = {"report": "school_areas", "school": mine} if mine else {"report": "areas"}
        self.context.page_wanted.emit("reports", where)

    @Slot()
    def _on_moved(self) -> None:
        self._check()

    @Slot(object, str)
    def _on_buildings(self, ids: Sequence[int], title: str) -> None:
        self.show_view("buildings")
        if ids:
            self.show_ids(tuple(ids), title or tr("所选校舍"))
        else:
            self.show_all()

    def _check(self) -> None:
        """Ask what does not agree on the day of the top bar."""
        as_of = self.context.as_of
        self.findings.ask(lambda desk: [_told(each) for each in findings.findings(desk, as_of)])

    @Slot(object)
    def _on_finding(self, target: Any) -> None:
        """A finding opens what it is about."""
        if target is _WAITING:
            self.show_view("waiting")
            return
        self.show_view("movements")
        self.movements.table.go_to(target, "name")


def _told(found: Found) -> Line:
    problem = found.problem
    target: Any = found.school_id if found.school_id is not None else _WAITING
    return Line(problem.severity.value, "", problem.message, target)


class _Waiting:
    """What a finding about a completed work opens."""


_WAITING = _Waiting()
