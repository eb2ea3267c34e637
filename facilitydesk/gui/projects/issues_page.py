"""问题台账: the problems of all projects, the longest overdue first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, Slot
from PySide6.QtWidgets import QMenu, QVBoxLayout

from facilitydesk.domain.messages import tr
from facilitydesk.gui.context import Context
from facilitydesk.gui.projects.tabs import note_columns
from facilitydesk.gui.register.bar import button
from facilitydesk.gui.register.base import Names, RegisterPage
from facilitydesk.gui.register.draft import Draft, column
from facilitydesk.gui.register.empty import EmptyState
from facilitydesk.gui.register.table import RegisterTable, Source
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Edit, Edited
from facilitydesk.services.pinyin import initials
from facilitydesk.services.projects import notes
from facilitydesk.services.projects import rows as project_rows
from facilitydesk.services.projects.notes import NoteRow


class IssuesPage(RegisterPage):
    """The page of the problem notes."""

    key = "problems"
    title = tr("问题台账")
    interests = frozenset({"problem_note", "project", "work", "school"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._projects: dict[str, int] = {}  # what a pick list calls a project → its id
        source = Source(
            noun=tr("问题"),
            measure=tr("条"),
            load=lambda desk: notes.rows(
                desk, programme_id=context.programme_id, as_of=context.as_of
            ),
            enter=self._enter,
            delete=notes.delete,
            required=("project", "text"),
            defaults=lambda: {"raised": context.desk.today},
            words=_words,
            title=lambda row: f"{row.school} · {row.text[:12]}",
        )
        empty = EmptyState(
            tr("没有登记的问题"),
            tr(
                "这里汇总各项目在督查、巡查、周报中发现的问题：谁负责、何时整改到位、何时销号。"
                "逾期未销号的排在最前，并印入通报。"
            ),
            [(tr("登记问题"), self._add)],
        )
        columns = [
            column("school", new=False, head=tr("学校"), width=150, frozen=True),
            column(
                "project",
                head=tr("项目名称"),
                width=180,
                choices=lambda: tuple(self._projects),
                tip=lambda _row: tr("双击打开项目"),
            ),
            *note_columns(),
        ]
        self.table = RegisterTable(self, self.key, self.title, columns, source, empty=empty)
        self.only_open = button(tr("只看未销号"), tr("不显示已销号的问题"))
        self.only_open.setCheckable(True)
        self.only_open.setChecked(bool(context.setting("problems.open", default=True)))
        self.only_open.toggled.connect(self._on_only_open)
        self.close_note = button(tr("销号"), tr("所选问题今天销号"))
        self.close_note.setEnabled(not context.desk.readonly)
        self.close_note.clicked.connect(self._on_close)
        self.table.bar.extend(self.only_open)
        self.table.bar.extend(self.close_note)
        self.table.view.menu_builders.append(self._menu)
        self.table.view.doubleClicked.connect(self._on_double)
        self.follow_table()
        self._filter()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.table)

    def read_names(self, desk: Desk) -> Names:
        found = project_rows.rows(desk, programme_id=self.context.programme_id)
        self._projects = {f"{row.school} · {row.name}": row.id for row in found}
        return {}

    def show_where(self, where: dict[str, Any]) -> None:
        """`overdue`: those past their date; `projects`: those of these projects."""
        if "projects" in where:
            ids = frozenset(where["projects"])
            self.show_only(lambda row: row.project_id in ids, str(where.get("title", "")))
        elif where.get("overdue"):
            self.show_only(lambda row: bool(row.overdue), tr("逾期未销号的问题"))
        else:
            self.show_all()

    def _enter(
        self, desk: Desk, cells: Sequence[Edit], new: Sequence[Mapping[str, object]]
    ) -> Edited:
        full = [{**row, "project_id": self._projects.get(str(row["project"]))} for row in new]
        return notes.enter(desk, cells, full)

    @Slot()
    def _add(self) -> None:
        self.table.add()

    @Slot()
    def show_all(self) -> None:
        super().show_all()
        self._filter()

    @Slot(bool)
    def _on_only_open(self, on: bool) -> None:
        self.context.set_setting("problems.open", on)
        self._filter()

    def _filter(self) -> None:
        """The switch is no chip: the button itself says that closed ones are hidden."""
        wanted = self.table.model.wanted
        only_open = self.only_open.isChecked()
        wanted.only = (
            (lambda row: isinstance(row, Draft) or row.closed is None) if only_open else None
        )
        self.table.view.rearrange()

    @Slot()
    def _on_close(self) -> None:
        today = self.context.desk.today
        rows = [row for row in self.table.view.selected_rows() if not isinstance(row, Draft)]
        cells = [Edit(row.id, "closed", today, row.revision) for row in rows if row.closed is None]
        if not cells:
            self.table.panel.note.tell(tr("所选问题已销号。"), "yellow")
            return

        def done(_edited: Edited) -> None:
            self.table.panel.note.tell(
                tr("已销号{count}条；按 Ctrl+Z 可以撤销。").format(count=len(cells)), "info"
            )
            self.table.reload()

        self.context.runner.do(lambda desk: notes.enter(desk, cells), done=done, initiator=self)

    def _menu(self, menu: QMenu, _index: QModelIndex) -> None:
        row: NoteRow | None = self.table.current
        if row is not None:
            menu.addAction(tr("查看项目")).triggered.connect(lambda: self._open(row))

    @Slot()
    def _on_double(self) -> None:
        row: NoteRow | None = self.table.current
        column_key = self.table.model.columns[self.table.view.currentIndex().column()].key
        if row is not None and column_key in ("school", "project"):
            self._open(row)

    def _open(self, row: NoteRow) -> None:
        where = {"projects": (row.project_id,), "title": row.project}
        self.context.page_wanted.emit("projects", where)


def _words(row: NoteRow) -> str:
    parts = (row.school, row.project, row.text, row.owner, initials(row.school))
    return " ".join((*parts, initials(row.project)))
