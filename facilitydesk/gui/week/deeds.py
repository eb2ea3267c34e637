"""What an officer does with a week besides typing: no change, submit, unlock, chase, look back.

Dialogs and lists of the side are imported when they are opened: the grid is filled sooner.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, QObject, Slot
from PySide6.QtWidgets import QMenu

from facilitydesk.domain.messages import tr
from facilitydesk.domain.periods import week_label
from facilitydesk.gui.week.columns import title_of
from facilitydesk.services import locks, missing, week
from facilitydesk.services.people import phones

if TYPE_CHECKING:
    from facilitydesk.gui.week.page import WeekPage
    from facilitydesk.services.desk import Desk
    from facilitydesk.services.journal.history import Past
    from facilitydesk.services.missing import MissingSchool
    from facilitydesk.services.people.second import Second
    from facilitydesk.services.week import SheetRow


class WeekDeeds(QObject):
    """The actions of one week page; its buttons, keys and menu call them."""

    def __init__(self, page: WeekPage) -> None:
        super().__init__(page)
        self._page = page

    @Slot()
    def mark_unchanged(self) -> None:
        """Ctrl+M: report "no change" for the selected works that have not reported."""
        rows = [row for row in self._page.panel.view.selected_rows() if row.now is None]
        known = [row.work_id for row in rows if row.last is not None]
        if not known:
            self._page.panel.note.tell(
                tr("所选项目从未填报过，请先填写形象进度。")
                if rows
                else tr("所选项目本周已填报。"),
                "yellow",
            )
            return
        self._page.entering.unchanged(known)
        if len(known) < len(rows):
            self._page.panel.note.tell(
                tr("{count}项从未填报过，未标记。").format(count=len(rows) - len(known)), "yellow"
            )

    @Slot()
    def list_missing(self) -> None:
        from facilitydesk.gui.week.side import MissingList

        wanted, programme = self._page.monday, self._page.context.programme_id

        def show(found: tuple[tuple[MissingSchool, ...], bool]) -> None:
            schools, full = found
            listing = MissingList(schools, full_phones=full)
            listing.chosen.connect(self._go_to_work)
            listing.copied.connect(self._on_whole_copied if full else self._on_copied)
            self._page.side.open(tr("{week}未报名单").format(week=week_label(wanted)), listing)

        self._page.context.runner.read(
            lambda desk: (
                missing.missing_schools(desk, wanted, programme_id=programme),
                phones.full(desk, "missing"),
            ),
            show,
        )

    @Slot()
    def _on_copied(self) -> None:
        words = tr("已复制，电话隐去中间四位；需要完整电话请在报表“未报名单”中勾选“显示完整电话”。")
        self._page.context.notice.emit(words, "info")

    @Slot()
    def _on_whole_copied(self) -> None:
        title = tr("未报名单（复制）")
        self._page.context.runner.do(lambda desk: phones.told(desk, title))

    @Slot(object)
    def _go_to_work(self, work_id: int) -> None:
        self._page.panel.view.go_to(work_id, "stage")

    @Slot()
    def ask_to_submit(self) -> None:
        from facilitydesk.gui.widgets.confirm import confirm

        left = sum(missing.missing(row) for row in self._page.rows)
        bad = len(self._page.panel.bad.places)
        words = [tr("提交后本周数据锁定，不能再修改；需要修改时可说明原因解锁。")]
        if left:
            words.insert(0, tr("还有{count}项未报。").format(count=left))
        if bad:
            words.insert(0, tr("有{count}个单元格的内容未保存。").format(count=bad))
        question = tr("提交{week}？").format(week=week_label(self._page.monday))
        if confirm(self._page, question, "\n".join(words), yes=tr("提交"), no=tr("暂不提交")):
            self.submit()

    def submit(self) -> None:
        """Submit and lock the week."""
        wanted = self._page.monday
        self._page.context.runner.do(lambda desk: locks.submit_week(desk, wanted))

    @Slot()
    def ask_to_unlock(self) -> None:
        """Open a submitted week again, with a reason and a second officer where one is wanted."""
        from facilitydesk.gui.people.unlock import unlock

        wanted = self._page.monday

        def deed(desk: Desk, reason: str, second: Second | None) -> Any:
            return locks.unlock_week(desk, wanted, reason, second)

        label = week_label(wanted)
        unlock(
            self._page,
            self._page.context,
            tr("解锁{week}").format(week=label),
            tr("解锁后，{week}的填报可以修改，改好后请再次提交。").format(week=label),
            deed,
        )

    def show_history(self, row: SheetRow, key: str) -> None:
        """Open the history of a cell at the side."""
        from facilitydesk.gui.week.side import HistoryList
        from facilitydesk.services.journal import history

        wanted, column = (
            self._page.monday,
            self._page.model.columns[self._page.model.by_key[key]],
        )

        def show(changes: tuple[Past, ...]) -> None:
            listing = HistoryList(
                changes,
                lambda value: column.text(value, self._page.model.money_scale),
                restorable=not self._page.model.readonly,
            )
            listing.restored.connect(
                lambda value: self._page.entering.restore(row.work_id, column, value)
            )
            self._page.side.open(f"{column.head}　{where_of(row)}", listing)

        self._page.context.runner.read(
            lambda desk: history.week_cell_history(desk, row.work_id, wanted, key), show
        )

    def fill_menu(self, menu: QMenu, index: QModelIndex) -> None:
        row, column = self._page.model.row_at(index.row()), self._page.model.columns[index.column()]
        menu.addSeparator()
        if column.key in week.CELLS:
            menu.addAction(tr("修改历史……")).triggered.connect(
                lambda: self.show_history(row, column.key)
            )
        if not self._page.model.readonly:
            menu.addAction(tr("标记无变化\tCtrl+M")).triggered.connect(self.mark_unchanged)
            menu.addAction(tr("取消填报（恢复为未报）")).triggered.connect(self._on_clear)
        menu.addAction(tr("查看项目")).triggered.connect(
            lambda: self._page.context.page_wanted.emit(
                "projects", {"projects": (row.project_id,), "title": row.project}
            )
        )

    @Slot()
    def _on_clear(self) -> None:
        rows = self._page.panel.view.selected_rows()
        self._page.entering.clear([row.work_id for row in rows if row.now is not None])


def where_of(row: SheetRow) -> str:
    """School and project, as the lists of cells name a line."""
    return f"{row.school} · {title_of(row)}"
