"""概览: the dashboard as of any day and for any programme; every figure opens its rows."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from facilitydesk.domain.messages import tr
from facilitydesk.domain.rates import Basis, RateKind
from facilitydesk.gui.context import Context
from facilitydesk.gui.dashboard.area_row import AreaRow
from facilitydesk.gui.dashboard.chart_panels import BarPanel, ChartPanel, CurvePanel, StagePanel
from facilitydesk.gui.dashboard.empty import EmptyBoard
from facilitydesk.gui.dashboard.list_panels import ListPanel, MissingPanel, SlowPanel
from facilitydesk.gui.dashboard.money_row import MoneyRow
from facilitydesk.gui.dashboard.strip import CountStrip
from facilitydesk.gui.dashboard.tile import RateTile
from facilitydesk.gui.page import Page
from facilitydesk.gui.widgets.segments import Segments
from facilitydesk.services.dashboard import Dashboard, any_work, dashboard, default_basis
from facilitydesk.services.desk import Desk
from facilitydesk.services.figures import PeriodScope, Scope

_TILES = (
    RateKind.START,
    RateKind.COMPLETION,
    RateKind.INVESTMENT,
    RateKind.PROCUREMENT,
    RateKind.REPORTING,
)
_Part = CountStrip | MoneyRow | AreaRow | ChartPanel | ListPanel


class DashboardPage(Page):
    """The first page: how far the county is, what changed, who is behind, who has not reported."""

    key: ClassVar[str] = "overview"
    title: ClassVar[str] = tr("概览")
    interests: ClassVar[frozenset[str]] = frozenset(
        [
            "week_entry",
            "work",
            "project",
            "school",
            "region",
            "programme",
            "plan_version",
            "plan_line",
            "target",
            "milestone",
            "setting",
            "period_lock",
            *("fund_document", "allocation", "receipt", "payment", "contract", "money_rule"),
            *("equipment_batch", "equipment_plan", "batch_item", "batch_line", "delivery_line"),
            *("delivery", "acceptance", "acceptance_line", "contract_change"),
            *("bottom_check", "bottom_item"),
            *("building", "building_check", "area_opening", "area_entry", "area_movement"),
        ]
    )

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.board: Dashboard | None = None
        self._asked = 0  # the number of the last question; older answers come too late
        self._pooled = bool(context.setting("overview.pooled", True))
        self._period = PeriodScope(context.setting("overview.period", PeriodScope.PLAN.value))
        self._build_switches()
        self.tiles = {kind: RateTile(kind) for kind in _TILES}
        self.strip, self.money, self.areas = CountStrip(), MoneyRow(), AreaRow()
        self.money.page_wanted.connect(context.page_wanted)
        self.areas.page_wanted.connect(context.page_wanted)
        self.bars, self.curve, self.stages = BarPanel(context), CurvePanel(), StagePanel()
        self.slowest, self.missing = SlowPanel(), MissingPanel()
        self.empty = EmptyBoard()
        self.empty.wanted.connect(self._on_step_wanted)
        for tile in self.tiles.values():
            tile.opened.connect(self._on_opened)
            tile.page_opened.connect(self._on_page)
        self._parts: tuple[_Part, ...] = (
            self.strip,
            self.money,
            self.areas,
            self.bars,
            self.curve,
            self.stages,
            self.slowest,
            self.missing,
        )
        for part in self._parts:
            if not isinstance(part, MoneyRow | AreaRow):
                part.opened.connect(self._on_opened)
        self._lay_out()

    def _build_switches(self) -> None:
        self.basis = Segments(
            [(basis, basis.term, tr("开工率、竣工率的口径")) for basis in Basis], Basis.AREA
        )
        self.pooled = Segments(
            [
                (True, tr("含统筹"), tr("统筹项目计入各项比率")),
                (False, tr("不含统筹"), tr("统筹项目不计入")),
            ],
            self._pooled,
        )
        self.period = Segments(
            [
                (PeriodScope.PLAN, tr("规划期"), tr("专项的全部项目")),
                (PeriodScope.YEAR, tr("年度"), tr("截至日期所在年度的项目")),
            ],
            self._period,
        )
        self.basis.chosen.connect(self._on_basis)
        self.pooled.chosen.connect(self._on_pooled)
        self.period.chosen.connect(self._on_period)

    def _lay_out(self) -> None:
        self.heading, self.scope_words = QLabel(tr("概览")), QLabel()
        self.heading.setProperty("role", "title")
        self.scope_words.setProperty("role", "quiet")
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.heading)
        head.addWidget(self.scope_words, 1, Qt.AlignmentFlag.AlignBottom)
        for switch in (self.basis, self.pooled, self.period):
            head.addWidget(switch)
        tiles = QHBoxLayout()
        tiles.setSpacing(8)
        for tile in self.tiles.values():
            tiles.addWidget(tile, 1)
        charts = QGridLayout()
        charts.setSpacing(8)
        charts.addWidget(self.bars, 0, 0)
        charts.addWidget(self.curve, 0, 1)
        charts.addWidget(self.money, 1, 0, 1, 2)
        charts.addWidget(self.areas, 2, 0, 1, 2)
        charts.addWidget(self.slowest, 3, 0, 1, 2)
        charts.addWidget(self.stages, 4, 0)
        charts.addWidget(self.missing, 4, 1)
        charts.setColumnStretch(0, 1)
        charts.setColumnStretch(1, 1)
        low, high = (self.stages, self.missing), (self.bars, self.curve)
        for panels, least in ((high, 344), (low, 260)):
            for panel in panels:
                panel.setMinimumHeight(least)
        inner = QWidget()
        body = QVBoxLayout(inner)
        body.setContentsMargins(16, 10, 16, 16)
        body.setSpacing(8)
        body.addLayout(head)
        body.addLayout(tiles)
        body.addWidget(self.strip)
        body.addLayout(charts, 1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inner)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._stack = QStackedLayout(self)
        self._blank = QWidget()
        for page in (self._blank, scroll, self.empty):
            self._stack.addWidget(page)
        self._scroll = scroll

    def refresh(self) -> None:
        """Ask for the dashboard of the scope; the answer comes from the worker."""
        self._asked += 1
        number, context = self._asked, self.context
        chosen = context.setting(f"overview.basis.{context.programme_id or 0}")
        day, programme = context.as_of, context.programme_id
        pooled, period = self._pooled, self._period

        def ask(desk: Desk) -> tuple[Dashboard, bool]:
            basis = Basis(chosen) if chosen else default_basis(desk, programme)
            board = dashboard(desk, Scope(day, programme, period, pooled, basis))
            return board, board.empty and not any_work(desk)

        context.runner.read(ask, lambda answer: self._show(number, *answer))

    def _show(self, number: int, board: Dashboard, file_empty: bool) -> None:
        if number != self._asked:
            return
        self.board = board
        self.basis.set_value(board.scope.basis)
        if board.empty:
            if file_empty:
                self.empty.show_file_empty(readonly=self.context.desk.readonly)
            else:
                self.empty.show_scope_empty()
            self._stack.setCurrentWidget(self.empty)
            return
        self._show_scope(board)
        for tile in board.tiles:
            self.tiles[tile.kind].show_tile(tile, board.targets.get(tile.kind), board.style)
        self.tiles[RateKind.REPORTING].show_missing(board.reporting)
        for part in self._parts:
            part.show_board(board)
        self._stack.setCurrentWidget(self._scroll)

    def _show_scope(self, board: Dashboard) -> None:
        parts = [board.programme or tr("全部专项"), tr("截至{day}").format(day=board.scope.as_of)]
        if board.plan_version:
            parts.insert(1, board.plan_version)
        self.scope_words.setText(" · ".join(parts))

    # --- what the officer asks for

    @Slot(object, str)
    def _on_opened(self, works: tuple[int, ...], title: str) -> None:
        if works:
            self.context.page_wanted.emit("projects", {"works": tuple(works), "title": title})

    @Slot(str)
    def _on_page(self, key: str) -> None:
        self.context.page_wanted.emit(key, {"view": "progress"})

    @Slot(object)
    def _on_basis(self, basis: Basis) -> None:
        programme = self.context.programme_id or 0
        self.context.set_setting(f"overview.basis.{programme}", basis.value)
        self.mark_stale()

    @Slot(object)
    def _on_pooled(self, pooled: bool) -> None:
        self._pooled = pooled
        self.context.set_setting("overview.pooled", pooled)
        self.mark_stale()

    @Slot(object)
    def _on_period(self, period: PeriodScope) -> None:
        self._period = period
        self.context.set_setting("overview.period", period.value)
        self.mark_stale()

    @Slot(str)
    def _on_step_wanted(self, step: str) -> None:
        if step == "all":
            self.pooled.set_value(True)
            self.period.set_value(PeriodScope.PLAN)
            self._pooled, self._period = True, PeriodScope.PLAN
            self.context.set_scope(programme_id=None)
            self.mark_stale()
        elif step == "import":
            self.context.page_wanted.emit("exchange", {"import": "projects"})
        else:
            self.context.page_wanted.emit("projects", {"new": True})
