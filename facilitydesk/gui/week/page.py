"""周进度: the week's grid of all works, with last week's figures beside this week's.

There is no Save button: each cell is stored when it is left. Texts that a rule refuses stay in
their cells and in the list below; typing goes on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut

from facilitydesk.domain.messages import tr
from facilitydesk.domain.periods import week_label
from facilitydesk.domain.quantities import WAN, Area, Money
from facilitydesk.domain.week_rules import Planned, check
from facilitydesk.gui.context import Context, clock_time
from facilitydesk.gui.grid.marks import Mark, Marks
from facilitydesk.gui.grid.model import Edit, GridModel
from facilitydesk.gui.grid.panel import GridPanel
from facilitydesk.gui.page import Page
from facilitydesk.gui.people.fields import allow
from facilitydesk.gui.week.bar import WeekBar
from facilitydesk.gui.week.columns import WeekColumns, state_of
from facilitydesk.gui.week.deeds import WeekDeeds, where_of
from facilitydesk.gui.week.entering import WeekEntering
from facilitydesk.gui.widgets.side_panel import SidePanel
from facilitydesk.services import missing, week
from facilitydesk.services.pinyin import initials

if TYPE_CHECKING:
    from datetime import date

    from facilitydesk.domain.problems import Problem
    from facilitydesk.services.week import Sheet, SheetRow


class WeekPage(Page):
    """The page of the weekly progress."""

    key = "week"
    title = tr("周进度")
    interests = frozenset({"week_entry", "work", "project", "school", "region", "period_lock"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.sheet: Sheet | None = None
        self._marks: dict[date, Marks] = {}  # refused texts of other weeks, kept for going back
        self._only_works: frozenset[int] | None = None
        self.columns = WeekColumns()
        self.model = GridModel(
            self.columns.build(),
            lambda row: row.work_id,
            self,
            search_text=_search_text,
            findings=self._findings,
        )
        self.model.money_scale = WAN if context.setting("money.scale", WAN) == WAN else 1
        self.panel = GridPanel(context, self.key, self.model, title_of=where_of)
        self.entering = WeekEntering(self)
        self.deeds = WeekDeeds(self)
        self.bar = WeekBar(self.panel.quick)
        self.side = SidePanel()
        self.lay_out(self.bar, self.panel, self.side)
        self._connect()

    @property
    def locked(self) -> bool:
        return self.sheet is not None and self.sheet.lock is not None

    @property
    def monday(self) -> date:
        """The week that is shown; what is typed belongs to it, also while another is being read."""
        return self.context.week if self.sheet is None else self.sheet.week

    @property
    def rows(self) -> tuple[SheetRow, ...]:
        """The rows as they stand in the grid, hidden ones too."""
        return tuple(self.model.rows)

    def refresh(self) -> None:
        wanted, programme = self.context.week, self.context.programme_id
        if wanted != self.monday:
            self.panel.view.leave_editor()
        version = self.entering.version

        def take(sheet: Sheet) -> None:
            if (wanted, programme) != (self.context.week, self.context.programme_id):
                return  # the top bar has gone on; its own reading follows
            if version != self.entering.version:
                self.refresh()  # a cell was stored while this was being read
                return
            self._show(sheet)

        self.context.runner.read(
            lambda desk: week.sheet(desk, wanted, programme_id=programme), take
        )

    def unsaved(self) -> int:
        others = (marks for marks in self._marks.values() if marks is not self.model.marks)
        return super().unsaved() + sum(len(marks.rows_refused()) for marks in others)

    def show_where(self, where: dict[str, Any]) -> None:
        works = where.get("works")
        self._only_works = frozenset(works) if works is not None else None
        self.bar.set_part(str(where.get("title", "")) if works is not None else "")
        self._filter()

    def search(self) -> None:
        self.panel.quick.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.panel.quick.selectAll()

    def _show(self, sheet: Sheet) -> None:
        if self.sheet is not None and self.sheet.week != sheet.week:
            self._marks[self.sheet.week] = self.model.marks
            self.model.marks = self._marks.get(sheet.week, Marks())
        was_locked, self.sheet = self.locked, sheet
        self.columns.locked = self.locked
        self.model.readonly = self.locked or self.context.desk.readonly
        locked = tr("本周已提交锁定，不能修改；需要修改时请先说明原因解锁。")
        self.model.closed = self.context.closed or (locked if self.locked else "")
        self.model.set_rows(sheet.rows)
        if was_locked != self.locked:
            self.model.repaint()
        self.model.marks_changed.emit()
        self.panel.set_empty(
            ""
            if sheet.rows
            else tr(
                "这里每周登记各单项工程的形象进度、面积、投资和问题。\n"
                "还没有项目：请先在“项目”页登记，或在“数据交换”页从工作簿导入。"
            )
        )
        self.recount()

    def recount(self) -> None:
        """Show how many have reported, and what the buttons may do."""
        rows, locked = self.model.rows, self.locked
        states = [state_of(row, locked=locked) for row in rows]
        self.bar.show_counts(states, locked=locked, readonly=self.context.desk.readonly)
        allow(self.bar.unlock, self.context.desk, "week.unlock")
        if self.sheet is not None and self.sheet.lock is not None:
            lock = self.sheet.lock
            self.bar.set_lock(
                tr("{week}已由{officer}于{at}提交锁定，单元格不能修改。").format(
                    week=week_label(lock.week),
                    officer=lock.officer,
                    at=clock_time(lock.at),
                )
            )
        else:
            self.bar.set_lock("")

    # --- what is shown ------------------------------------------------------------------------

    @Slot(bool)
    def _on_only_missing(self, _on: bool) -> None:
        self._filter()

    def _filter(self) -> None:
        missing_only, works = self.bar.only_missing.isChecked(), self._only_works

        def fits(row: SheetRow) -> bool:
            if works is not None and row.work_id not in works:
                return False
            return not missing_only or missing.missing(row)

        self.model.wanted.only = fits if missing_only or works is not None else None
        self.panel.view.rearrange()

    @Slot()
    def _on_part_closed(self) -> None:
        self.show_where({})

    @Slot()
    def _on_money_unit(self) -> None:
        scale = 1 if self.model.money_scale == WAN else WAN
        self.model.set_money_scale(scale)
        self.context.set_setting("money.scale", scale)
        self.bar.show_unit(scale)

    # --- inside -------------------------------------------------------------------------------

    def _connect(self) -> None:
        bar = self.bar
        bar.unchanged.clicked.connect(self.deeds.mark_unchanged)
        bar.only_missing.toggled.connect(self._on_only_missing)
        bar.unit.clicked.connect(self._on_money_unit)
        bar.missing.clicked.connect(self.deeds.list_missing)
        bar.submit.clicked.connect(self.deeds.ask_to_submit)
        bar.unlock.clicked.connect(self.deeds.ask_to_unlock)
        bar.part_closed.connect(self._on_part_closed)
        bar.show_unit(self.model.money_scale)
        self.model.edited.connect(self._on_edited)
        self.context.changed.connect(self._on_undone)
        self.panel.bad.reasoned.connect(self._on_reasoned)
        self.panel.view.menu_builders.append(self.deeds.fill_menu)
        shortcut = QShortcut(QKeySequence("Ctrl+M"), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.deeds.mark_unchanged)

    @Slot(object, object)
    def _on_undone(self, changes: Any, _initiator: object) -> None:
        """The grid sees to the week that is shown; another week's refused texts wait here."""
        for marks in self._marks.values():
            if changes.takes_back is not None and marks is not self.model.marks:
                marks.take_back(changes.takes_back)

    @Slot(object, str)
    def _on_edited(self, edits: list[Edit], label: str) -> None:
        self.entering.store(edits, label)

    @Slot(object, str, object, str)
    def _on_reasoned(self, work_id: int, key: str, mark: Mark, reason: str) -> None:
        self.entering.with_reason(work_id, key, mark, reason)

    def _findings(self, row: SheetRow) -> tuple[Problem, ...]:
        if row.now is None:
            return ()
        area, money = row.planned_area, row.planned_investment
        planned = Planned(
            None if area is None else Area(area), None if money is None else Money(money)
        )
        today = self.context.desk.today
        return check(row.now, before=row.last, after=None, planned=planned, today=today)


def _search_text(row: SheetRow) -> str:
    parts = (row.school, row.project, row.work, row.township, initials(row.school))
    return " ".join((*parts, row.initials or initials(row.project)))
