"""达标与缺口: gaps by norm, bottom lines, weak schools, what to build or buy next, the norms."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QStackedWidget, QWidget

from facilitydesk.domain.messages import tr
from facilitydesk.gui.context import Context
from facilitydesk.gui.norms.bottom_view import BottomView
from facilitydesk.gui.norms.gap_view import GapView
from facilitydesk.gui.norms.list_views import AdviceView, WeakView
from facilitydesk.gui.norms.norm_view import FactView, NormView
from facilitydesk.gui.register.base import RegisterPage
from facilitydesk.gui.register.tab_head import TabHead, kept_view
from facilitydesk.gui.register.table import RegisterTable

VIEWS = (
    ("gaps", tr("缺口"), tr("各校现有条件与标准的差距和排名")),
    ("bottom", tr("底线要求"), tr("20条底线要求逐校逐条核查")),
    ("weak", tr("薄弱学校"), tr("按设定条件列出的薄弱学校")),
    ("advice", tr("建议清单"), tr("下一步建什么、买什么，写明理由")),
    ("facts", tr("学校数据"), tr("图书、计算机、设备值等年度数据")),
    ("norms", tr("标准"), tr("办学条件标准和底线要求条目")),
)
_KEYS = frozenset(key for key, *_ in VIEWS)


class NormsPage(RegisterPage):
    """The page of norms and bottom lines."""

    key = "norms"
    title = tr("达标与缺口")
    interests = frozenset(
        {
            *("norm", "school_fact", "bottom_item", "bottom_check", "school", "school_year"),
            *("region", "setting", "building", "building_use", "building_check", "area_movement"),
            *("area_entry", "asset", "equipment_item", "equipment_plan", "equipment_batch"),
            *("batch_item", "batch_line", "acceptance", "acceptance_line", "work", "week_entry"),
        }
    )

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        view = kept_view(context, "norms", VIEWS)
        self.head = TabHead(self.title, VIEWS, view)
        self.views = self.head.views
        self.gaps, self.bottom = GapView(self), BottomView(self)
        self.weak, self.advice = WeakView(self), AdviceView(self)
        self.facts, self.norms = FactView(self), NormView(self)
        self._views: dict[str, Any] = {
            "gaps": self.gaps, "bottom": self.bottom, "weak": self.weak,
            "advice": self.advice, "facts": self.facts, "norms": self.norms,
        }  # fmt: skip
        self.stack = QStackedWidget()
        for widget in self._views.values():
            assert isinstance(widget, QWidget)
            self.stack.addWidget(widget)
            self._follow(widget.table)  # type: ignore[attr-defined]  # every view has its table
        self.lay_out(self.head, self.stack)
        self.head.view_chosen.connect(self.show_view)
        self._put_view(view)

    def refresh(self) -> None:
        self._view.reload()

    def show_where(self, where: dict[str, Any]) -> None:
        """`view`: one of the views; `school`: only its rows there."""
        view = where.get("view")
        if view in _KEYS or "school" in where:
            self.show_view(view if view in _KEYS else "gaps")
        if "school" in where:
            wanted = where["school"]
            title = str(where.get("title", "")) or tr("所选学校")
            self.show_only(lambda row: getattr(row, "school_id", row.id) == wanted, title)
        elif view in _KEYS:
            self.show_all()

    def show_view(self, view: Any) -> None:
        """Show one of the views of the page."""
        self.context.set_setting("norms.view", view)
        self._put_view(view)
        if not self.stale:
            self._view.reload()

    def table_replaced(self, table: RegisterTable) -> None:
        """A view made another grid for its columns."""
        self._follow(table)
        self.table = self._view.table

    def _follow(self, table: RegisterTable) -> None:
        table.bar.part_closed.connect(self.show_all)
        table.model.arranged.connect(self._on_arranged)

    @Slot()
    def _on_arranged(self) -> None:
        if hasattr(self, "table"):
            self.show_chip()

    def _put_view(self, view: str) -> None:
        self.views.set_value(view)
        self.stack.setCurrentWidget(self._views[view])
        self.table = self._view.table

    @property
    def _view(self) -> Any:
        return self.stack.currentWidget()
