"""What an officer does with a reconciliation: tick, explain, book, begin, finish, take back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QFileDialog

from facilitydesk.domain.matching import Grade
from facilitydesk.domain.messages import tr
from facilitydesk.domain.problems import Trouble
from facilitydesk.gui import saving
from facilitydesk.gui.money.explaining import Explaining
from facilitydesk.gui.money.pairing_side import Entry
from facilitydesk.gui.money.pairs import Group
from facilitydesk.gui.people.unlock import unlock
from facilitydesk.gui.widgets.confirm import confirm
from facilitydesk.services.desk import Desk
from facilitydesk.services.money import reconcile
from facilitydesk.services.money.reconcile import Match, Run
from facilitydesk.services.people.second import Second

if TYPE_CHECKING:
    from facilitydesk.gui.money.reconcile_page import ReconcilePage

_FILES = tr("国库支付明细 (*.xlsx *.xls *.et *.csv *.ods);;所有文件 (*)")
_ENOUGH = 8  # obstacles that are named at once


class RunDeeds(QObject):
    """The actions of one page of reconciliation; its buttons and keys call them."""

    def __init__(self, page: ReconcilePage) -> None:
        super().__init__(page)
        self._page = page

    def connect_buttons(self) -> None:
        """Let the page's buttons call these."""
        made = self._page.buttons
        for press, act in (
            (made.take_in, self.ask_for_list),
            (made.print, self.print_sheet),
            (made.undo, self.ask_to_undo),
            (made.reopen, self.ask_to_reopen),
            (made.finish, self.ask_to_finish),
            (made.green, self.take_green),
            (made.tick, self._page.pairing.tick),
            (made.explain, self.ask_why),
            (made.book, self.book),
            (made.correct, self.correct),
        ):
            press.clicked.connect(act)

    # --- ticking ------------------------------------------------------------------------------

    @Slot(object, object)
    def tick(self, payments: Sequence[Entry], lines: Sequence[Entry]) -> None:
        """Tick the chosen rows: their proposed matches, or by hand; ticked ones are unticked."""
        run, chosen = self._page.run, [*payments, *lines]
        if run is None or run.finished or self._page.context.desk.readonly:
            return
        if not chosen:
            self._page.note.tell(tr("请先选择要勾对的支付和国库明细。"), "yellow")
            return
        by_key = {group.key: group for group in self._page.groups}
        keys = list(dict.fromkeys(entry.group for entry in chosen))
        mine = [by_key[key] for key in keys if key is not None]
        if all(entry.ticked for entry in chosen):
            ids = [group.tick_id for group in mine if group.tick_id is not None]
            self._do(lambda desk: reconcile.untick(desk, run.id, ids))
        elif any(entry.ticked for entry in chosen):
            self._page.note.tell(tr("所选中有已勾对的，请先取消勾对。"), "yellow")
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
            self._page.note.tell(tr("“存疑”的请逐笔核对，不能成批勾对。"), "yellow")

    def _by_hand(self, run: Run, payments: list[int], lines: list[int]) -> None:
        self._do(lambda desk: reconcile.tick(desk, run.id, payments, lines), step=True)

    @Slot()
    def take_green(self) -> None:
        """Tick all proposals that agree, as one step."""
        run, sheet = self._page.run, self._page.sheet
        if run is None or sheet is None:
            return
        green: tuple[Match, ...] = sheet.green

        def told(_result: Any) -> None:
            # In the line at the foot: a note above the lists would move the rows when it goes.
            words = tr("已勾对一致的 {n} 组；按 Ctrl+Z 可以撤销。").format(n=len(green))
            self._page.context.notice.emit(words, "info")

        self._do(lambda desk: reconcile.take_proposals(desk, run.id, green), then=told)

    # --- open items ---------------------------------------------------------------------------

    @Slot()
    def ask_why(self) -> None:
        """Ask why the chosen rows stay open."""
        run = self._page.run
        if run is None or run.finished:
            return
        chosen = [entry for entry in self._page.pairing.active.selected if not entry.ticked]
        if not chosen:
            self._page.note.tell(tr("请先选择还没有勾对的支付或国库明细。"), "yellow")
            return
        form = Explaining(chosen, run.period.last)
        form.wanted.connect(lambda reason, day: self._explain(form, chosen, reason, day))
        form.taken_back.connect(lambda: self._explain(form, chosen, "", None))
        self._page.side.open(tr("未达账项"), form)
        form.reason.setFocus()

    def _explain(
        self, form: Explaining, chosen: Sequence[Entry], reason: str, day: date | None
    ) -> None:
        run = self._page.run
        if run is None:
            return
        of_ledger = {entry.id for entry in self._page.pairing.payments.entries}
        payments = [entry.id for entry in chosen if entry.id in of_ledger]
        lines = [entry.id for entry in chosen if entry.id not in of_ledger]
        self._do(
            lambda desk: reconcile.explain(
                desk, run.id, payments=payments, lines=lines, reason=reason, expected=day
            ),
            then=lambda _result: self._page.side.leave(),
            failed=lambda trouble: form.fail(str(trouble)),
        )

    @Slot()
    def book(self) -> None:
        """Go and book what the treasury paid."""
        lines = [entry for entry in self._page.pairing.lines.selected if not entry.ticked]
        if len(lines) != 1:
            self._page.note.tell(tr("请在国库明细中选择一笔账面没有的支付。"), "yellow")
            return
        self._page.context.page_wanted.emit("payments", {"new": lines[0]})

    @Slot()
    def correct(self) -> None:
        """Go and correct the chosen payments."""
        payments = [entry for entry in self._page.pairing.payments.selected if not entry.ticked]
        if not payments:
            self._page.note.tell(tr("请选择要更正的账面支付；已勾对的请先取消勾对。"), "yellow")
            return
        ids = tuple(entry.id for entry in payments)
        self._page.context.page_wanted.emit("payments", {"ids": ids, "title": tr("待更正的支付")})

    # --- beginning, finishing, taking back ----------------------------------------------------

    @Slot()
    def start(self) -> None:
        """Begin the chosen month."""
        month = self._page.month
        self._do(lambda desk: reconcile.start(desk, month))

    @Slot()
    def ask_for_list(self) -> None:
        """Choose the treasury's list; it is recognised and reviewed where all files come in."""
        chosen, _ = QFileDialog.getOpenFileName(
            self._page, tr("导入国库支付明细"), str(saving.folder(self._page.context)), _FILES
        )
        if chosen:
            path = Path(chosen)
            saving.remember(self._page.context, path.parent)
            self._page.context.page_wanted.emit("exchange", {"path": path})

    @Slot()
    def ask_to_finish(self) -> None:
        run, sheet = self._page.run, self._page.sheet
        if run is None or sheet is None:
            return
        left = len(sheet.open_payments) + len(sheet.open_lines)
        words = [tr("完成后，已对账支付的金额和日期锁定，备注仍可修改。")]
        if left:
            words.insert(0, tr("{n} 笔未达账项转入下月继续对账。").format(n=left))
        if confirm(
            self._page,
            tr("完成{label}？").format(label=run.label),
            "\n".join(words),
            yes=tr("完成对账"),
            no=tr("暂不完成"),
        ):
            self.finish()

    def finish(self) -> None:
        """Finish the run of the chosen month."""
        run = self._page.run
        if run is not None:
            self._do(lambda desk: reconcile.finish(desk, run.id))

    @Slot()
    def ask_to_undo(self) -> None:
        """Take the whole run back, with a reason."""
        effect = tr("撤销后，{run}的勾对、说明和锁定全部取消，支付和国库明细不变。")
        self._with_reason(tr("撤销"), effect, reconcile.undo_run)

    @Slot()
    def ask_to_reopen(self) -> None:
        """Open a finished run again, with a reason."""
        effect = tr("解锁后，{run}中的金额和日期可以更正，勾对和说明保留；更正后请再次完成对账。")
        self._with_reason(tr("解锁"), effect, reconcile.reopen)

    def _with_reason(
        self, word: str, effect: str, act: Callable[[Desk, int, str, Second | None], Any]
    ) -> None:
        run = self._page.run
        if run is None:
            return
        self._page.note.hide()
        unlock(
            self._page,
            self._page.context,
            f"{word}{run.label}",
            effect.format(run=run.label),
            lambda desk, reason, second: act(desk, run.id, reason, second),
            yes=word,
            done=lambda _result: self._page.refresh(),
            initiator=self._page,
        )

    @Slot()
    def print_sheet(self) -> None:
        """Show the sheet of three sides as of the month's last day, to be printed."""
        run, context = self._page.run, self._page.context
        if run is not None:
            context.set_scope(as_of=min(run.period.last, context.desk.today))
            context.page_wanted.emit("reports", {"report": "reconciliation"})

    def _do(
        self,
        call: Callable[[Desk], Any],
        *,
        step: bool = False,
        then: Callable[[Any], None] | None = None,
        failed: Callable[[Trouble], None] | None = None,
    ) -> None:
        """Run a service; `step` moves the cursor to what is still to be done."""
        self._page.note.hide()

        def done(result: Any) -> None:
            if step:
                self._page.pairing.go_on()
            if then is not None:
                then(result)
            self._page.refresh()

        def refused(trouble: Trouble) -> None:
            problems = getattr(trouble, "problems", ())
            words = [str(trouble), *(problem.message for problem in problems[:_ENOUGH])]
            self._page.note.tell("\n".join(words), "red")

        self._page.context.runner.do(
            call, done=done, failed=failed or refused, initiator=self._page
        )


def _whole(groups: Sequence[Group], payments: Sequence[Entry], lines: Sequence[Entry]) -> bool:
    """Whether the chosen rows are these matches: all of each, or all of one side of each."""
    p, x = {entry.id for entry in payments}, {entry.id for entry in lines}
    all_p = {each for group in groups for each in group.payments}
    all_x = {each for group in groups for each in group.lines}
    return p <= all_p and x <= all_x and (p == all_p or x == all_x or not p or not x)
