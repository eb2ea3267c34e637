"""对账: the ledger's payments beside the treasury's list, month by month, until they agree."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from facilitydesk.domain.messages import tr
from facilitydesk.gui.context import Context
from facilitydesk.gui.grid.panel import NoteStrip
from facilitydesk.gui.money.matrix import SumsStrip
from facilitydesk.gui.money.pairing import Pairing
from facilitydesk.gui.money.pairing_side import Entry
from facilitydesk.gui.money.pairs import Group, entries_of, groups_of
from facilitydesk.gui.money.run_buttons import FITS, RunButtons
from facilitydesk.gui.money.run_deeds import RunDeeds
from facilitydesk.gui.money.schools_view import VIEWS, SchoolsView
from facilitydesk.gui.page import Page
from facilitydesk.gui.register.empty import EmptyState
from facilitydesk.gui.theme import Tone
from facilitydesk.gui.widgets.segments import Segments
from facilitydesk.gui.widgets.side_panel import SidePanel
from facilitydesk.services.desk import Desk
from facilitydesk.services.money import reconcile
from facilitydesk.services.money.reconcile import Run, Sheet

_ENOUGH = 8  # obstacles that are named in a hint


class ReconcilePage(Page):
    """The page of the reconciliation. `month` is the first day of the chosen month."""

    key = "reconcile"
    title = tr("对账")
    of_money = True
    interests = frozenset(
        {
            *("reconciliation", "match", "match_item", "open_item", "payment"),
            *("statement", "statement_line", "receipt", "allocation", "school_settlement"),
        }
    )
    follows_scope = False

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.sheet: Sheet | None = None
        self.groups: tuple[Group, ...] = ()
        self._runs: dict[date, Run] = {}
        self._asked = 0
        self._month_chosen = False  # by the officer or another page; else the one begun is shown
        self.buttons = RunButtons(self.title, context.desk.today)
        self.deeds = RunDeeds(self)
        self.sums = SumsStrip()
        self.note = NoteStrip(context)
        self.pairing = Pairing(context)
        self.pairing.tick_wanted.connect(self.deeds.tick)
        self.pairing.pointed.connect(self._on_pointed)
        self.reason = QLabel()
        self.reason.setMinimumWidth(1)
        self.reason.setContentsMargins(16, 4, 16, 4)
        self.side = SidePanel(width=320)
        self.side.closed.connect(self._on_side_closed)
        self.empty = EmptyState(
            tr("按月与财政国库对账"),
            tr(
                "选择月份开始对账：左边是账面支付，右边是国库支付明细，程序按金额、收款人、日期"
                "和凭证号提出对应关系，由您逐笔勾对。随时可以关闭，下次打开接着做。"
                "差额为 0.00，或每笔未达账项都写明原因后，即可完成对账。"
            ),
            [
                (tr("开始对账"), self.deeds.start),
                (tr("导入国库支付明细……"), self.deeds.ask_for_list),
            ],
        )
        self.empty.buttons[0].setEnabled(not context.desk.readonly)
        self.views = Segments(VIEWS, "treasury")
        self.schools = SchoolsView(self)
        for chosen in (self.views.chosen, self.schools.view_chosen):
            chosen.connect(self.show_view)
        self.buttons.months.currentIndexChanged.connect(self._on_month)
        self.buttons.shown.chosen.connect(self._on_shown)
        self.deeds.connect_buttons()
        self._lay_out()

    def _lay_out(self) -> None:
        work = QVBoxLayout()
        work.setContentsMargins(0, 0, 0, 0)
        work.setSpacing(0)
        work.addWidget(self.sums)
        work.addLayout(self.buttons.bar)
        work.addWidget(self.note)
        lists = QHBoxLayout()
        lists.setSpacing(0)
        lists.addWidget(self.pairing, 1)
        lists.addWidget(self.side)
        work.addLayout(lists, 1)
        work.addWidget(self.reason)
        self.work = QWidget()
        self.work.setLayout(work)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.work, 1)
        row.addWidget(self.empty, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        treasury = QWidget()
        inner = QVBoxLayout(treasury)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        inner.addLayout(self.buttons.head)
        inner.addLayout(row, 1)
        self.buttons.head.insertWidget(1, self.views)
        self.stack = QStackedWidget()
        self.stack.addWidget(treasury)
        self.stack.addWidget(self.schools)
        layout.addWidget(self.stack)
        self.work.hide()

    # --- what is shown ------------------------------------------------------------------------

    @property
    def month(self) -> date:
        """The first day of the chosen month."""
        return self.buttons.month

    @property
    def run(self) -> Run | None:
        """The reconciliation of the chosen month, if it was begun."""
        return self._runs.get(self.month)

    @Slot(object)
    def show_view(self, view: str) -> None:
        """Show 国库对账 or 学校核对."""
        of_schools = view == "schools"
        for segments in (self.views, self.schools.views):
            segments.set_value(view)
        self.stack.setCurrentIndex(int(of_schools))
        self.refresh()

    @property
    def shows_schools(self) -> bool:
        return self.stack.currentWidget() is self.schools

    def refresh(self) -> None:
        if self.shows_schools:
            self.schools.reload()
            return
        self._asked += 1
        number, month = self._asked, self.month

        def read(desk: Desk) -> tuple[tuple[Run, ...], Sheet | None]:
            found = reconcile.runs(desk)
            mine = next((run for run in found if run.period.first == month), None)
            return found, reconcile.look(desk, mine.id) if mine is not None else None

        def take(found: tuple[tuple[Run, ...], Sheet | None]) -> None:
            if number == self._asked:
                self._runs = {run.period.first: run for run in found[0]}
                self.buttons.name_months(self._runs)
                begun = min(
                    (day for day, run in self._runs.items() if not run.finished), default=month
                )
                if begun != month and not self._month_chosen:
                    self.buttons.choose(begun)
                else:
                    self._show(found[1])

        self.context.runner.read(read, take)

    def show_where(self, where: dict[str, Any]) -> None:
        """`month`: a day of it; `view`: treasury or schools."""
        if "view" in where or "month" in where:
            self.show_view(where.get("view", "treasury"))
        day = where.get("month")
        if isinstance(day, date):
            self._month_chosen = True
            self.buttons.choose(day)

    def search(self) -> None:
        if self.shows_schools:
            self.schools.search()
            return
        self.pairing.active.panel.quick.setFocus()

    def _show(self, sheet: Sheet | None) -> None:
        self.sheet = sheet
        self.work.setVisible(sheet is not None)
        self.empty.setVisible(sheet is None)
        if sheet is None:
            self.groups = ()
            self.side.hide()
            self.empty.buttons[0].setText(
                tr("开始{y}年{m}月对账").format(y=self.month.year, m=self.month.month)
            )
        else:
            self.groups = groups_of(sheet)
            payments, lines = entries_of(sheet, self.groups)
            self.pairing.put(payments, lines)
            self._show_sums(sheet)
        self._fit()

    def _show_sums(self, sheet: Sheet) -> None:
        held = sheet.balances
        self.sums.put(
            [
                (tr("账面期末余额"), held.closing_ledger),
                (tr("国库期末余额"), held.closing_statement),
                (tr("账面支付"), held.paid_ledger),
                (tr("国库支付"), held.paid_statement),
                (tr("两边差额"), sheet.difference),
                (tr("尚未说明的差额"), sheet.unexplained),
            ],
            money_scale=1,
        )
        ink = Tone.RED if sheet.unexplained or sheet.obstacles else Tone.GREEN
        self.sums.tint(tr("尚未说明的差额"), ink)

    def _fit(self) -> None:
        sheet = self.sheet
        self.buttons.fit(sheet, self.context.desk, why_not=self._why_not())
        if sheet is None:
            return
        todo = sum(not e.ticked and not e.explained for side in self._entries() for e in side)
        if sheet.run.finished:
            self._say(tr("已完成对账，金额和日期已锁定；备注仍可修改。"), Tone.GREEN)
        elif not sheet.lines:
            self._say(tr("还没有导入本月的国库支付明细。"), Tone.AMBER)
        elif sheet.can_finish:
            self._say(tr("全部勾对或说明完毕，可以完成对账。"), Tone.GREEN)
        else:
            self._say(tr("还有 {n} 笔待处理。空格键勾对。").format(n=todo), Tone.INK)

    def _why_not(self) -> str:
        if self.sheet is None:
            return ""
        found = [problem.message for problem in self.sheet.obstacles]
        if not found:
            return tr("锁定本月已对账的支付，登记期末余额")
        more = tr("……共 {n} 项").format(n=len(found)) if len(found) > _ENOUGH else ""
        return "\n".join([tr("尚不能完成："), *found[:_ENOUGH], more]).rstrip()

    def _entries(self) -> tuple[list[Entry], list[Entry]]:
        return self.pairing.payments.entries, self.pairing.lines.entries

    def _say(self, words: str, ink: str) -> None:
        self.reason.setText(words)
        self.reason.setToolTip(words)
        self.reason.setStyleSheet(f"color: {ink};")

    @Slot(object)
    def _on_pointed(self, entry: Entry) -> None:
        """The reason of the match the cursor is on."""
        if entry.tip:
            self._say(f"{entry.state}：{entry.tip}", entry.ink)
        else:
            self._fit()

    @Slot(int)
    def _on_month(self, _index: int) -> None:
        self._month_chosen = True
        self.note.hide()
        self.side.hide()
        self.refresh()

    @Slot(object)
    def _on_shown(self, key: str) -> None:
        self.pairing.narrow(FITS[key])

    @Slot()
    def _on_side_closed(self) -> None:
        self.pairing.active.view.setFocus()
