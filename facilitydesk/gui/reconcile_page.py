"""对账: the ledger's payments beside the treasury's list, month by month, until they agree."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QInputDialog,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from facilitydesk.domain.matching import Grade
from facilitydesk.domain.messages import tr
from facilitydesk.domain.problems import Trouble
from facilitydesk.gui import saving
from facilitydesk.gui.context import Context
from facilitydesk.gui.grid.panel import NoteStrip
from facilitydesk.gui.money.explaining import Explaining
from facilitydesk.gui.money.matrix import SumsStrip
from facilitydesk.gui.money.pairing import Entry, Pairing
from facilitydesk.gui.money.pairs import Group, entries_of, groups_of
from facilitydesk.gui.page import Page
from facilitydesk.gui.register.bar import button
from facilitydesk.gui.register.empty import EmptyState
from facilitydesk.gui.theme import Tone
from facilitydesk.gui.widgets.confirm import confirm
from facilitydesk.gui.widgets.segments import Segments
from facilitydesk.gui.widgets.side_panel import SidePanel
from facilitydesk.services.desk import Desk
from facilitydesk.services.money import reconcile
from facilitydesk.services.money.reconcile import Match, Run, Sheet

_MONTHS = 24
_FILES = tr("国库支付明细 (*.xlsx *.xls *.et *.csv *.ods);;所有文件 (*)")
_ENOUGH = 8  # obstacles that are named in a hint
_FITS: dict[str, Callable[[Entry], bool] | None] = {
    "all": None,
    "todo": lambda entry: not entry.ticked and not entry.explained,
    "ticked": lambda entry: entry.ticked,
    "open": lambda entry: not entry.ticked and not entry.grade,
}


class ReconcilePage(Page):
    """The page of the reconciliation. `month` is the first day of the chosen month."""

    key = "reconcile"
    title = tr("对账")
    interests = frozenset(
        {
            *("reconciliation", "match", "match_item", "open_item", "payment"),
            *("statement", "statement_line", "receipt"),
        }
    )
    follows_scope = False

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.sheet: Sheet | None = None
        self.groups: tuple[Group, ...] = ()
        self._runs: dict[date, Run] = {}
        self._asked = 0
        self._build_head()
        self.sums = SumsStrip()
        self.note = NoteStrip()
        self.pairing = Pairing(context)
        self.pairing.tick_wanted.connect(self.tick)
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
            [(tr("开始对账"), self.start), (tr("导入国库支付明细……"), self.ask_for_list)],
        )
        self.empty.buttons[0].setEnabled(not context.desk.readonly)
        self._lay_out()

    def _build_head(self) -> None:
        self.months = QComboBox()
        self.months.setMinimumWidth(190)
        self.months.setAccessibleName(tr("对账月份"))
        day = self.context.desk.today.replace(day=1)
        for _ in range(_MONTHS):
            self.months.addItem("", day)
            day = (day - timedelta(days=1)).replace(day=1)
        self.months.setCurrentIndex(1)  # the month that is over
        self.months.currentIndexChanged.connect(self._on_month)
        self.take_in = button(
            tr("导入国库明细……"), tr("读入国库支付明细（xlsx、xls、csv），先核对识别的栏目再导入")
        )
        self.take_in.clicked.connect(self.ask_for_list)
        self.print = button(tr("打印对账单……"), tr("预览、打印教育、财政、学校三方签字的对账单"))
        self.print.clicked.connect(self._on_print)
        self.undo = button(tr("撤销对账……"), tr("写明原因，把本月的勾对和未达说明全部撤销"))
        self.undo.clicked.connect(self.ask_to_undo)
        self.reopen = button(tr("解锁……"), tr("写明原因，重新打开已完成的对账；勾对保留"))
        self.reopen.clicked.connect(self.ask_to_reopen)
        self.finish_button = button(tr("完成对账"), primary=True)
        self.finish_button.clicked.connect(self.ask_to_finish)
        self.shown = Segments(
            [
                ("all", tr("全部"), tr("所有支付和国库明细")),
                ("todo", tr("待处理"), tr("还没有勾对、也没有说明的")),
                ("ticked", tr("已勾对"), tr("已经勾对的")),
                ("open", tr("单边"), tr("只在一边有的")),
            ],
            "all",
        )
        self.shown.chosen.connect(self._on_shown)
        self.take_green = button(tr("采用一致项"), tr("把所有“一致”的对应关系一次勾对"))
        self.take_green.clicked.connect(self._on_green)
        self.tick_button = button(
            tr("勾对／取消"),
            tr("空格键：勾对所选的对应关系；按住Ctrl在两边选几行，可一笔对多笔；已勾对的则取消"),
        )
        self.tick_button.clicked.connect(self._on_tick)
        self.explain_button = button(tr("说明未达……"), tr("登记所选各笔未达的原因和预计到账日期"))
        self.explain_button.clicked.connect(self.ask_why)
        self.book = button(
            tr("补记支付……"), tr("国库已付、账面没有的：带着日期、金额、收款人去登记")
        )
        self.book.clicked.connect(self._on_book)
        self.correct = button(tr("改账面……"), tr("到“合同与支付”中更正所选的账面支付"))
        self.correct.clicked.connect(self._on_correct)

    def _lay_out(self) -> None:
        title = QLabel(self.title)
        title.setProperty("role", "title")
        head = QHBoxLayout()
        head.setContentsMargins(16, 8, 16, 8)
        head.setSpacing(8)
        head.addWidget(title)
        head.addWidget(self.months)
        head.addStretch(1)
        for made in (self.take_in, self.undo, self.reopen, self.print, self.finish_button):
            head.addWidget(made)
        bar = QHBoxLayout()
        bar.setContentsMargins(16, 6, 16, 4)
        bar.setSpacing(8)
        bar.addWidget(self.shown)
        bar.addStretch(1)
        for made in (
            self.book,
            self.correct,
            self.explain_button,
            self.take_green,
            self.tick_button,
        ):
            bar.addWidget(made)
        work = QVBoxLayout()
        work.setContentsMargins(0, 0, 0, 0)
        work.setSpacing(0)
        work.addWidget(self.sums)
        work.addLayout(bar)
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
        layout.addLayout(head)
        layout.addLayout(row, 1)
        self.work.hide()

    # --- what is shown ------------------------------------------------------------------------

    @property
    def month(self) -> date:
        """The first day of the chosen month."""
        chosen: date = self.months.currentData()
        return chosen

    @property
    def run(self) -> Run | None:
        """The reconciliation of the chosen month, if it was begun."""
        return self._runs.get(self.month)

    def refresh(self) -> None:
        self._asked += 1
        number, month = self._asked, self.month

        def read(desk: Desk) -> tuple[tuple[Run, ...], Sheet | None]:
            found = reconcile.runs(desk)
            mine = next((run for run in found if run.period.first == month), None)
            return found, reconcile.look(desk, mine.id) if mine is not None else None

        def take(found: tuple[tuple[Run, ...], Sheet | None]) -> None:
            if number == self._asked:
                self._runs = {run.period.first: run for run in found[0]}
                self._name_months()
                self._show(found[1])

        self.context.runner.read(read, take)

    def show_where(self, where: dict[str, Any]) -> None:
        """`month`: a day of it."""
        day = where.get("month")
        if isinstance(day, date):
            known = [self.months.itemData(at) for at in range(self.months.count())]
            if day.replace(day=1) in known:
                self.months.setCurrentIndex(known.index(day.replace(day=1)))

    def search(self) -> None:
        self.pairing.active.panel.quick.setFocus()

    def _name_months(self) -> None:
        for at in range(self.months.count()):
            day: date = self.months.itemData(at)
            run = self._runs.get(day)
            state = tr("未开始") if run is None else tr("已完成") if run.finished else tr("进行中")
            words = tr("{y}年{m}月　{s}").format(y=day.year, m=day.month, s=state)
            self.months.setItemText(at, words)

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
        sheet, writable = self.sheet, not self.context.desk.readonly
        finished = sheet is not None and sheet.run.finished
        working = sheet is not None and not finished and writable
        self.finish_button.setVisible(not finished)
        self.finish_button.setEnabled(working and sheet is not None and sheet.can_finish)
        self.finish_button.setToolTip(self._why_not())
        self.undo.setVisible(sheet is not None)
        self.undo.setEnabled(writable)
        self.reopen.setVisible(finished)
        self.reopen.setEnabled(writable)
        self.print.setVisible(sheet is not None)
        for made in (self.tick_button, self.explain_button, self.book, self.correct):
            made.setEnabled(working)
        green = len(sheet.green) if sheet is not None else 0
        self.take_green.setText(tr("采用一致项（{n}）").format(n=green))
        self.take_green.setEnabled(working and green > 0)
        if sheet is None:
            return
        todo = sum(not e.ticked and not e.explained for side in self._entries() for e in side)
        if finished:
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
        self.note.hide()
        self.side.hide()
        self.refresh()

    @Slot(object)
    def _on_shown(self, key: str) -> None:
        self.pairing.narrow(_FITS[key])

    # --- ticking ------------------------------------------------------------------------------

    @Slot(object, object)
    def tick(self, payments: Sequence[Entry], lines: Sequence[Entry]) -> None:
        """Tick the chosen rows: their proposed matches, or by hand; ticked ones are unticked."""
        run, chosen = self.run, [*payments, *lines]
        if run is None or run.finished or self.context.desk.readonly:
            return
        if not chosen:
            self.note.tell(tr("请先选择要勾对的支付和国库明细。"), "yellow")
            return
        by_key = {group.key: group for group in self.groups}
        keys = list(dict.fromkeys(entry.group for entry in chosen))
        mine = [by_key[key] for key in keys if key is not None]
        if all(entry.ticked for entry in chosen):
            ids = [group.tick_id for group in mine if group.tick_id is not None]
            self._do(lambda desk: reconcile.untick(desk, run.id, ids))
        elif any(entry.ticked for entry in chosen):
            self.note.tell(tr("所选中有已勾对的，请先取消勾对。"), "yellow")
        elif None not in keys and _whole(mine, payments, lines):
            self._take(run, mine)
        else:
            self._by_hand(run, [e.id for e in payments], [e.id for e in lines])

    def _take(self, run: Run, groups: Sequence[Group]) -> None:
        """Proposed matches; a suspicion is ticked only as a match by hand, when it is equal."""
        sure = [g.match for g in groups if g.match is not None and g.match.grade is not Grade.RED]
        if len(sure) == len(groups):
            self._do(lambda desk: reconcile.take_proposals(desk, run.id, sure), step=True)
        elif len(groups) == 1:
            self._by_hand(run, list(groups[0].payments), list(groups[0].lines))
        else:
            self.note.tell(tr("“存疑”的请逐笔核对，不能成批勾对。"), "yellow")

    def _by_hand(self, run: Run, payments: list[int], lines: list[int]) -> None:
        self._do(lambda desk: reconcile.tick(desk, run.id, payments, lines), step=True)

    @Slot()
    def _on_tick(self) -> None:
        self.pairing.tick()

    @Slot()
    def _on_green(self) -> None:
        run, sheet = self.run, self.sheet
        if run is None or sheet is None:
            return
        green: tuple[Match, ...] = sheet.green

        def told(_result: Any) -> None:
            self.note.tell(
                tr("已勾对一致的 {n} 组；按 Ctrl+Z 可以撤销。").format(n=len(green)), "info"
            )

        self._do(lambda desk: reconcile.take_proposals(desk, run.id, green), then=told)

    # --- open items ---------------------------------------------------------------------------

    @Slot()
    def ask_why(self) -> None:
        """Ask why the chosen rows stay open."""
        run = self.run
        if run is None or run.finished:
            return
        chosen = [entry for entry in self.pairing.active.selected if not entry.ticked]
        if not chosen:
            self.note.tell(tr("请先选择还没有勾对的支付或国库明细。"), "yellow")
            return
        form = Explaining(chosen, run.period.last)
        form.wanted.connect(lambda reason, day: self._explain(form, chosen, reason, day))
        form.taken_back.connect(lambda: self._explain(form, chosen, "", None))
        self.side.open(tr("未达账项"), form)
        form.reason.setFocus()

    def _explain(
        self, form: Explaining, chosen: Sequence[Entry], reason: str, day: date | None
    ) -> None:
        run = self.run
        if run is None:
            return
        of_ledger = {entry.id for entry in self.pairing.payments.entries}
        payments = [entry.id for entry in chosen if entry.id in of_ledger]
        lines = [entry.id for entry in chosen if entry.id not in of_ledger]
        self._do(
            lambda desk: reconcile.explain(
                desk, run.id, payments=payments, lines=lines, reason=reason, expected=day
            ),
            then=lambda _result: self.side.leave(),
            failed=lambda trouble: form.fail(str(trouble)),
        )

    @Slot()
    def _on_side_closed(self) -> None:
        self.pairing.active.view.setFocus()

    @Slot()
    def _on_book(self) -> None:
        """Go and book what the treasury paid."""
        lines = [entry for entry in self.pairing.lines.selected if not entry.ticked]
        if len(lines) != 1:
            self.note.tell(tr("请在国库明细中选择一笔账面没有的支付。"), "yellow")
            return
        self.context.page_wanted.emit("payments", {"new": lines[0]})

    @Slot()
    def _on_correct(self) -> None:
        payments = [entry for entry in self.pairing.payments.selected if not entry.ticked]
        if not payments:
            self.note.tell(tr("请选择要更正的账面支付；已勾对的请先取消勾对。"), "yellow")
            return
        ids = tuple(entry.id for entry in payments)
        self.context.page_wanted.emit("payments", {"ids": ids, "title": tr("待更正的支付")})

    # --- beginning, finishing, taking back ----------------------------------------------------

    @Slot()
    def start(self) -> None:
        """Begin the chosen month."""
        month = self.month
        self._do(lambda desk: reconcile.start(desk, month))

    @Slot()
    def ask_for_list(self) -> None:
        """Choose the treasury's list; it is recognised and reviewed where all files come in."""
        chosen, _ = QFileDialog.getOpenFileName(
            self, tr("导入国库支付明细"), str(saving.folder(self.context)), _FILES
        )
        if chosen:
            path = Path(chosen)
            saving.remember(self.context, path.parent)
            self.context.page_wanted.emit("exchange", {"path": path})

    @Slot()
    def ask_to_finish(self) -> None:
        run, sheet = self.run, self.sheet
        if run is None or sheet is None:
            return
        left = len(sheet.open_payments) + len(sheet.open_lines)
        words = [tr("完成后，已对账支付的金额和日期锁定，备注仍可修改。")]
        if left:
            words.insert(0, tr("{n} 笔未达账项转入下月继续对账。").format(n=left))
        if confirm(
            self,
            tr("完成{label}？").format(label=run.label),
            "\n".join(words),
            yes=tr("完成对账"),
            no=tr("暂不完成"),
        ):
            self.finish()

    def finish(self) -> None:
        """Finish the run of the chosen month."""
        run = self.run
        if run is not None:
            self._do(lambda desk: reconcile.finish(desk, run.id))

    @Slot()
    def ask_to_undo(self) -> None:
        self._with_reason(tr("撤销"), tr("撤销原因（记入操作日志）："), self.undo_run)

    def undo_run(self, reason: str) -> None:
        """Take the whole run back."""
        run = self.run
        if run is not None:
            self._do(lambda desk: reconcile.undo_run(desk, run.id, reason))

    @Slot()
    def ask_to_reopen(self) -> None:
        self._with_reason(tr("解锁"), tr("解锁原因（记入操作日志）："), self.reopen_run)

    def reopen_run(self, reason: str) -> None:
        """Open a finished run again."""
        run = self.run
        if run is not None:
            self._do(lambda desk: reconcile.reopen(desk, run.id, reason))

    def _with_reason(self, word: str, question: str, act: Callable[[str], None]) -> None:
        run = self.run
        if run is None:
            return
        reason, ok = QInputDialog.getText(self, f"{word}{run.label}", question)
        if ok:
            act(reason)

    @Slot()
    def _on_print(self) -> None:
        self.context.page_wanted.emit("reports", {"report": "reconciliation", "month": self.month})

    def _do(
        self,
        call: Callable[[Desk], Any],
        *,
        step: bool = False,
        then: Callable[[Any], None] | None = None,
        failed: Callable[[Trouble], None] | None = None,
    ) -> None:
        """Run a service; `step` moves the cursor to what is still to be done."""
        self.note.hide()

        def done(result: Any) -> None:
            if step:
                self.pairing.go_on()
            if then is not None:
                then(result)
            self.refresh()

        def refused(trouble: Trouble) -> None:
            problems = getattr(trouble, "problems", ())
            words = [str(trouble), *(problem.message for problem in problems[:_ENOUGH])]
            self.note.tell("\n".join(words), "red")

        self.context.runner.do(call, done=done, failed=failed or refused, initiator=self)


def _whole(groups: Sequence[Group], payments: Sequence[Entry], lines: Sequence[Entry]) -> bool:
    """Whether the chosen rows are these matches: all of each, or all of one side of each."""
    p, x = {entry.id for entry in payments}, {entry.id for entry in lines}
    all_p = {each for group in groups for each in group.payments}
    all_x = {each for group in groups for each in group.lines}
    return p <= all_p and x <= all_x and (p == all_p or x == all_x or not p or not x)
