"""项目: the register of projects, with the card of the current one at the right.

A project of one work is edited as one row; the level of works appears with the second work.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QTimer, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout

from facilitydesk.domain.messages import tr
from facilitydesk.domain.quantities import WAN
from facilitydesk.domain.words.terms import CodeList
from facilitydesk.gui.context import Context
from facilitydesk.gui.projects.card import ProjectCard
from facilitydesk.gui.projects.columns import project_columns, search_words
from facilitydesk.gui.projects.states import StateFilter
from facilitydesk.gui.register.bar import button
from facilitydesk.gui.register.base import Names, RegisterPage
from facilitydesk.gui.register.empty import EmptyState
from facilitydesk.gui.register.table import RegisterTable, Source
from facilitydesk.gui.widgets.side_panel import SidePanel
from facilitydesk.services import codes, schools
from facilitydesk.services.desk import Desk
from facilitydesk.services.projects import programmes
from facilitydesk.services.projects import register as projects
from facilitydesk.services.projects import rows as project_rows
from facilitydesk.services.projects.row import ProjectRow

_FOLLOW_MS = 120
_ROOM_FOR_STATES = 1040  # pixels


class ProjectsPage(RegisterPage):
    """The page of the projects."""

    key = "projects"
    title = tr("项目")
    interests = frozenset(
        {
            *("project", "work", "milestone", "problem_note", "attachment", "week_entry"),
            *("school", "region", "programme", "code_item", "project_year"),
        }
    )

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._wanted: frozenset[int] | None = None  # projects another page asked for
        self._works: frozenset[int] = frozenset()  # works another page asked for
        source = Source(
            noun=tr("项目"),
            measure=tr("个"),
            load=self._load,
            some=self._some,
            enter=projects.enter,
            delete=projects.delete,
            required=("school", "name", "programme"),
            defaults=self._defaults,
            words=search_words,
        )
        empty = EmptyState(
            tr("还没有项目"),
            tr(
                "在这里登记各专项的建设项目：学校、建设性质、面积、投资、节点和五方责任主体。"
                "通常先从现有的项目表（xlsx、xls、csv）导入，也可以逐个新增，"
                "或从Excel、WPS表格中复制粘贴。"
            ),
            [(tr("导入项目表……"), self._import), (tr("新增项目"), self._add)],
        )
        columns = project_columns(self.choices)
        self.table = RegisterTable(self, self.key, self.title, columns, source, empty=empty)
        scale = WAN if context.setting("money.scale", WAN) == WAN else 1
        self.table.model.money_scale = scale
        self.states = StateFilter(self.table)
        self.table.bar.row.insertWidget(3, self.states)
        self.unit = button(_unit(scale), tr("切换金额单位；只改变显示，数据不变"))
        self.unit.clicked.connect(self._on_unit)
        self.detail = button(tr("详情"), tr("在右侧显示所选项目的节点、五方、问题和资料（F4）"))
        self.detail.setCheckable(True)
        self.detail.setShortcut("F4")
        self.detail.toggled.connect(self._on_detail)
        self.table.bar.extend(self.unit)
        self.table.bar.extend(self.detail)
        self.side = SidePanel(width=464)
        self.card = ProjectCard(self)
        self.side.open("", self.card)
        self.side.hide()
        self.side.closed.connect(lambda: self.detail.setChecked(False))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_FOLLOW_MS)
        self._timer.timeout.connect(self.show_card)
        self.table.current_changed.connect(self._timer.start)
        self.table.loaded.connect(self._on_loaded)
        self.table.stored.connect(self.states.recount)
        self.table.stored.connect(self.show_card)
        self.table.view.doubleClicked.connect(self._on_double)
        self.follow_table()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.side)
        if context.setting("projects.detail", False):
            self.detail.setChecked(True)

    # --- what is shown ------------------------------------------------------------------------

    def read_names(self, desk: Desk) -> Names:
        return {
            "programmes": tuple(row.name for row in programmes.rows(desk)),
            "natures": codes.names(desk, CodeList.NATURE),
            "room_kinds": codes.names(desk, CodeList.ROOM_KIND),
            "paper_kinds": codes.names(desk, CodeList.ATTACHMENT_KIND),
            "schools": tuple(row.name for row in schools.rows(desk)),
        }

    def show_where(self, where: dict[str, Any]) -> None:
        """`works` or `projects`: exactly these rows; `new`: a new project; else all."""
        title = str(where.get("title", "")) or tr("所选项目")
        if "works" in where:
            works = self._works = frozenset(where["works"])
            self._wanted = None
            self.show_only(lambda row: any(work.id in works for work in row.works), title)
        elif "projects" in where:
            self._wanted, self._works = frozenset(where["projects"]), frozenset()
            self.show_ids(self._wanted, title)
            if len(self._wanted) == 1:
                self.detail.setChecked(True)
            if not self.stale:
                self._on_loaded()
        elif "new" in where:
            self.show_all()
            self._add()
        else:
            self.show_all()

    def part_count(self, shown: int) -> str:
        works = len(self._works)
        if works in (0, shown):
            return super().part_count(shown)
        return tr("{works}个单项工程，{shown}个项目").format(works=works, shown=shown)

    @Slot()
    def show_all(self) -> None:
        self._wanted, self._works = None, frozenset()
        super().show_all()

    @Slot()
    def show_card(self) -> None:
        """Let the card at the right follow the cursor."""
        if self.side.isVisible():
            row: ProjectRow | None = self.table.current
            self.side.title.setText(f"{row.school} · {row.name}" if row else tr("未选择项目"))
            self.card.show_project(row)

    def reload_projects(self, ids: Sequence[int]) -> None:
        """Show projects as they are after a change in the card."""

        def take(rows: Sequence[ProjectRow]) -> None:
            self.table.storing.version += 1
            self.table.model.put_rows(rows)
            self.states.recount()
            self.show_card()

        self.context.runner.read(lambda desk: self._some(desk, ids), take)

    def _load(self, desk: Desk) -> Sequence[ProjectRow]:
        context = self.context
        return project_rows.rows(desk, as_of=context.as_of, programme_id=context.programme_id)

    def _some(self, desk: Desk, ids: Sequence[int]) -> Sequence[ProjectRow]:
        return project_rows.rows(desk, as_of=self.context.as_of, project_ids=ids)

    def _defaults(self) -> Mapping[str, Any]:
        """A new project is of the programme in the top bar and of this year."""
        known = self.names.get("programmes", ())
        mine = next((r.programme for r in self.table.rows if self.context.programme_id), None)
        name = mine or (known[0] if len(known) == 1 else None)
        return {"year": self.context.as_of.year} | ({"programme": name} if name else {})

    # --- slots --------------------------------------------------------------------------------

    @Slot()
    def _add(self) -> None:
        self.table.add()

    @Slot()
    def _import(self) -> None:
        self.context.page_wanted.emit("exchange", {"import": "projects"})

    @Slot()
    def _on_loaded(self) -> None:
        self.states.recount()
        self.show_card()
        if self._wanted is None:
            return
        hidden = not any(row.id in self._wanted for row in self.table.rows)
        if hidden and self.context.programme_id is not None:
            # Found by the search, but of another programme than the one in the top bar.
            self.context.set_scope(programme_id=None)
        elif self.table.model.rowCount() and not self.table.view.currentIndex().isValid():
            self.table.view.setCurrentIndex(self.table.model.index(0, 0))
        self._wanted = None if not hidden else self._wanted

    @Slot()
    def _on_unit(self) -> None:
        scale = 1 if self.table.model.money_scale == WAN else WAN
        self.table.model.set_money_scale(scale)
        self.context.set_setting("money.scale", scale)
        self.unit.setText(_unit(scale))

    @Slot(bool)
    def _on_detail(self, on: bool) -> None:
        self.side.setVisible(on)
        self._fit()
        self.context.set_setting("projects.detail", on)
        self.show_card()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """The counts by state need room; the state column has the same filter."""
        free = self.width() - (self.side.width() if self.detail.isChecked() else 0)
        self.states.setVisible(free >= _ROOM_FOR_STATES)

    @Slot()
    def _on_double(self) -> None:
        index = self.table.view.currentIndex()
        row = self.table.current
        if row is not None and not self.table.model.columns[index.column()].may_edit(row):
            self.detail.setChecked(True)


def _unit(scale: int) -> str:
    return tr("单位：万元") if scale == WAN else tr("单位：元")
