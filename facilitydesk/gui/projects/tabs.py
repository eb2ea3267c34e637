"""Tabs of a project's card that are small tables: works, milestones, problems."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from facilitydesk.domain.fields import Kind
from facilitydesk.domain.messages import tr
from facilitydesk.domain.problems import Trouble
from facilitydesk.gui.projects.columns import category_terms
from facilitydesk.gui.register.bar import button
from facilitydesk.gui.register.draft import column
from facilitydesk.gui.register.empty import EmptyState
from facilitydesk.gui.register.table import RegisterTable, Source
from facilitydesk.gui.theme import Tone
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Edit, Edited
from facilitydesk.services.projects import milestones, notes, works
from facilitydesk.services.projects import rows as project_rows
from facilitydesk.services.projects.row import ProjectRow

if TYPE_CHECKING:
    from facilitydesk.gui.projects.page import ProjectsPage


class TableTab(QWidget):
    """A tab with one table; `project_id` is whose rows it shows."""

    table: RegisterTable

    def __init__(self, page: ProjectsPage) -> None:
        super().__init__()
        self.page = page
        self.project_id = 0
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(0, 0, 0, 0)
        self.box.setSpacing(0)

    def put(self, table: RegisterTable) -> None:
        self.table = table
        self.box.addWidget(table, 1)
        table.stored.connect(self._on_stored)

    def show_project(self, row: ProjectRow | None) -> None:
        other = row is None or row.id != self.project_id
        self.project_id = row.id if row is not None else 0
        if other:
            self.table.drafts.clear()
            self.table.model.clear_marks()
            self.table.storing.version += 1
        self.show_rows(row)

    def show_rows(self, row: ProjectRow | None) -> None:
        if row is None:
            self.table.show_rows(())
        else:
            self.table.reload()

    @Slot(object)
    def _on_stored(self, _result: object) -> None:
        self.page.reload_projects([self.project_id])


class WorksTab(TableTab):
    """The works; while there is only one, the list shows it as the project itself."""

    def __init__(self, page: ProjectsPage) -> None:
        super().__init__(page)
        self.one = EmptyState(
            tr("只有一个单项工程"),
            tr(
                "学校、面积和投资直接在左侧列表或“基本情况”中填写。"
                "一个项目有多栋建筑、多所学校，或另有运动场、附属工程时，在这里增加单项工程，"
                "项目的面积和投资自动合计。"
            ),
            [(tr("增加单项工程"), self._add)],
        )
        self.one.buttons[0].setEnabled(not page.context.desk.readonly)
        self.box.addWidget(self.one, 1)
        source = Source(
            noun=tr("单项工程"),
            measure=tr("个"),
            load=self._load,
            enter=lambda desk, cells, new: works.enter(desk, self.project_id, cells, new),
            delete=works.delete,
            title=lambda row: row.name or row.school,
        )
        columns = [
            column("name", head=tr("名称"), editable=True, width=110, frozen=True),
            column(
                "school", head=tr("学校"), editable=True, width=140, choices=page.choices("schools")
            ),
            column("category", head=tr("类别"), editable=True, width=76, choices=category_terms),
            column("planned_area", editable=True, width=96),
            column("planned_investment", editable=True, width=96),
            column("room_kind", editable=True, width=90, choices=page.choices("room_kinds")),
            column("stage", new=False, kind=Kind.TEXT, width=88),
        ]
        self.put(RegisterTable(page, "works", "", columns, source, small=True, search=False))
        self.table.model.money_scale = page.table.model.money_scale

    def show_rows(self, row: ProjectRow | None) -> None:
        found = row.works if row is not None else ()
        self.table.model.set_money_scale(self.page.table.model.money_scale)
        self.table.show_rows(found)
        several = len(found) > 1 or bool(self.table.drafts)
        self.table.setVisible(several)
        self.one.setVisible(not several)

    def _load(self, desk: Desk) -> Sequence[Any]:
        found = project_rows.rows(
            desk, as_of=self.page.context.as_of, project_ids=[self.project_id]
        )
        return found[0].works if found else ()

    @Slot()
    def _add(self) -> None:
        self.one.hide()
        self.table.show()
        self.table.add()


class MilestonesTab(TableTab):
    """From approval to audit: planned, frozen and actual dates, documents, days late."""

    def __init__(self, page: ProjectsPage) -> None:
        super().__init__(page)
        source = Source(
            noun=tr("节点"),
            measure=tr("个节点"),
            load=lambda desk: (
                milestones.rows(desk, self.project_id, as_of=page.context.as_of)
                if self.project_id
                else ()
            ),
            enter=self._enter,
            addable=False,
            title=lambda row: row.step.term,
        )
        columns = [
            column("step", lambda row: row.step, new=False, width=84, frozen=True),
            column("planned", editable=True, width=94),
            column("actual", editable=True, width=94),
            column(
                "late",
                new=False,
                head=tr("滞后"),
                kind=Kind.COUNT,
                width=56,
                show=lambda days: "" if days is None else f"{days:+d}" if days else "0",
                ink=lambda row: Tone.RED if (row.late or 0) > 0 else Tone.INK,
                tip=lambda _row: tr("比冻结计划晚的天数，负数为提前"),
            ),
            column("document", editable=True, width=130),
            column("frozen", new=False, width=94),
        ]
        table = RegisterTable(page, "milestones", "", columns, source, small=True, search=False)
        self.freeze = button(
            tr("冻结计划"), tr("以现在的计划日期为准，以后改动计划时仍按它计算滞后天数")
        )
        self.freeze.setEnabled(not page.context.desk.readonly)
        self.freeze.clicked.connect(self._on_freeze)
        table.bar.extend(self.freeze)
        hint = QLabel(tr("日期可只写到月，如 2026-03。"))
        hint.setProperty("role", "quiet")
        hint.setContentsMargins(16, 6, 16, 8)
        self.put(table)
        self.box.addWidget(hint)

    def _enter(
        self, desk: Desk, cells: Sequence[Edit], _new: Sequence[Mapping[str, object]]
    ) -> Edited:
        return milestones.enter_cells(desk, self.project_id, cells)

    @Slot()
    def _on_freeze(self) -> None:
        project_id = self.project_id

        def failed(trouble: Trouble) -> None:
            self.table.panel.note.tell(str(trouble), "red")

        def done(_changes: object) -> None:
            self.table.panel.note.tell(tr("已冻结计划日期。"), "info")
            self.table.reload()
            self.page.reload_projects([project_id])

        self.page.context.runner.do(
            lambda desk: milestones.freeze(desk, [project_id]),
            done=done,
            failed=failed,
            initiator=self.page,
        )


class NotesTab(TableTab):
    """The problems of the project."""

    def __init__(self, page: ProjectsPage) -> None:
        super().__init__(page)
        source = Source(
            noun=tr("问题"),
            measure=tr("条"),
            load=lambda desk: (
                notes.rows(desk, project_id=self.project_id, as_of=page.context.as_of)
                if self.project_id
                else ()
            ),
            enter=self._enter,
            delete=notes.delete,
            required=("text",),
            defaults=lambda: {"raised": page.context.desk.today},
            title=lambda row: row.text[:12],
        )
        empty = EmptyState(
            tr("没有登记的问题"),
            tr("记下督查、巡查中发现的问题，写明责任人和整改期限；逾期未销号的会印在通报里。"),
            [(tr("登记问题"), self._add)],
        )
        self.put(
            RegisterTable(
                page, "notes.one", "", note_columns(), source, small=True, search=False, empty=empty
            )
        )

    @Slot()
    def _add(self) -> None:
        self.table.add()

    def _enter(
        self, desk: Desk, cells: Sequence[Edit], new: Sequence[Mapping[str, object]]
    ) -> Edited:
        return notes.enter(desk, cells, new, project_id=self.project_id)


def note_columns() -> list[Any]:
    """The columns of problem notes, in the card and in the list of all problems."""
    return [
        column("text", editable=True, width=200, lines=True),
        column(
            "state",
            lambda row: row.state,
            new=False,
            head=tr("状态"),
            width=96,
            ink=_ink,
        ),
        column("owner", editable=True, width=80),
        column("due", editable=True, width=96),
        column("measure", head=tr("整改措施"), editable=True, width=180, lines=True),
        column("raised", editable=True, width=96),
        column("closed", editable=True, width=96),
    ]


def _ink(row: Any) -> str:
    if row.closed is not None:
        return Tone.GREEN
    return Tone.RED if row.overdue else Tone.INK
