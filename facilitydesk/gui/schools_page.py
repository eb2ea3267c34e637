"""学校: the register of schools, with the facts of a year, aliases and what is still to be done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QStackedWidget, QVBoxLayout

from facilitydesk.domain.fields import Kind
from facilitydesk.domain.messages import tr
from facilitydesk.domain.words.terms import CodeList, Level, Origin, SchoolStatus
from facilitydesk.gui.context import Context
from facilitydesk.gui.grid.column import Column
from facilitydesk.gui.register.bar import button
from facilitydesk.gui.register.base import Names, RegisterPage
from facilitydesk.gui.register.draft import column
from facilitydesk.gui.register.empty import EmptyState
from facilitydesk.gui.register.table import RegisterTable, Source
from facilitydesk.gui.theme import Tone
from facilitydesk.gui.widgets.steady import SteadyList
from facilitydesk.services import codes, regions, schools
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Edit, Edited
from facilitydesk.services.schools import SchoolRow

if TYPE_CHECKING:
    from facilitydesk.gui.school_file.view import SchoolFileView


class SchoolsPage(RegisterPage):
    """The page of the schools."""

    key = "schools"
    title = tr("学校")
    interests = frozenset(
        {
            *("school", "school_alias", "school_year", "region", "code_item", "work"),
            *("building", "building_check", "building_use", "area_opening", "area_movement"),
            *("project", "milestone", "week_entry", "attachment", "problem_note"),
            *("asset", "equipment_plan", "batch_line", "delivery_line", "acceptance_line"),
            *("fund_document", "allocation", "receipt", "payment", "norm", "school_fact"),
            *("bottom_item", "bottom_check", "setting"),
        }
    )
    follows_scope = False

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.year = context.desk.today.year
        self.years = SteadyList()
        for year in range(self.year + 1, self.year - 9, -1):
            self.years.addItem(tr("{year}年数据").format(year=year), year)
        self.years.setCurrentIndex(1)
        self.years.setToolTip(tr("学生数、班数、教职工数按年度登记；选择要查看和填写的年度"))
        self.years.currentIndexChanged.connect(self._on_year)
        source = Source(
            noun=tr("学校"),
            measure=tr("所"),
            load=lambda desk: schools.rows(desk, year=self.year),
            enter=self._enter,
            delete=schools.delete,
            required=("name",),
            words=_words,
        )
        empty = EmptyState(
            tr("还没有学校"),
            tr(
                "学校是登记项目、每周填报和统计排名的基础。可以先导入现有的学校名册，"
                "也可以逐所新增；从Excel或WPS表格中复制的名册可以直接粘贴。"
            ),
            [(tr("新增学校"), self._add), (tr("导入名册……"), self._import)],
        )
        self.table = RegisterTable(self, self.key, self.title, self._columns(), source, empty=empty)
        self.to_do = button("", tr("只看标识码、类别或乡镇待补的学校"))
        self.to_do.setCheckable(True)
        self.to_do.toggled.connect(self._on_to_do)
        self.to_do.hide()
        self.table.bar.extend(self.to_do)
        self.table.bar.extend(self.years)
        self.open_file = button(
            tr("一校一档"), tr("当前学校的全部情况（Alt+Enter，或双击行内的只读栏）")
        )
        self.table.bar.extend(self.open_file)
        self.open_file.clicked.connect(self.show_file)
        self.table.view.doubleClicked.connect(self._on_double)
        self.table.view.menu_builders.append(self._menu)
        for keys in ("Alt+Return", "Alt+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self.table)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self.show_file)
        self.table.loaded.connect(self._count_to_do)
        self.table.stored.connect(self._count_to_do)
        self.follow_table()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.table)
        self.file: SchoolFileView | None = None  # made when one is opened first
        layout.addWidget(self.stack)
        context.scope_changed.connect(self._on_day)

    def read_names(self, desk: Desk) -> Names:
        return {
            "kinds": codes.names(desk, CodeList.SCHOOL_KIND),
            "townships": tuple(r.name for r in regions.rows(desk) if r.level is Level.TOWNSHIP),
        }

    def refresh(self) -> None:
        super().refresh()
        if self.file is not None and self.stack.currentWidget() is self.file:
            self.file.reload()

    def show_where(self, where: dict[str, Any]) -> None:
        """`file`: this school's file; `schools`: these rows; `new`: a new school; else all."""
        if "file" in where:
            self.open_school(where["file"])
            return
        self.stack.setCurrentWidget(self.table)
        if "schools" in where:
            self.show_ids(where["schools"], str(where.get("title", tr("所选学校"))))
        elif "new" in where:
            self._add()
        else:
            self.show_all()

    def _columns(self) -> list[Column]:
        def cell(key: str, value: Any = None, **more: Any) -> Column:
            return column(key, value, editable=True, **more)

        return [
            cell("name", head=tr("学校名称"), width=200, frozen=True),
            cell("code", head=tr("标识码"), width=106),
            cell("kind", head=tr("类别"), width=84, choices=self.choices("kinds")),
            cell("township", width=104, choices=self.choices("townships")),
            cell(
                "parent",
                width=150,
                choices=lambda: tuple(row.name for row in self.table.rows),
            ),
            cell("students", head=tr("在校生"), width=72),
            cell("boarders", head=tr("寄宿生"), width=72),
            cell("classes", width=60),
            cell("staff", head=tr("教职工"), width=72),
            cell("principal", width=80),
            cell("contact", width=80),
            cell("phone", width=120),
            cell("aliases", lambda row: "、".join(row.aliases), width=140),
            cell("land_area", width=110),
            cell("sports_area", head=tr("运动场地"), width=104),
            cell("origin", head=tr("城乡"), width=64, choices=lambda: [o.value for o in Origin]),
            cell("status", width=76, choices=lambda: [s.value for s in SchoolStatus]),
            column("works", new=False, head=tr("单项工程"), kind=Kind.COUNT, width=80),
            cell("note", width=160, lines=True),
            column(
                "to_do",
                lambda row: "、".join(row.to_do),
                new=False,
                width=110,
                ink=lambda _row: Tone.AMBER,
                tip=lambda row: tr("尚缺：") + "、".join(row.to_do) if row.to_do else "",
            ),
        ]

    def _enter(
        self, desk: Desk, cells: Sequence[Edit], new: Sequence[Mapping[str, object]]
    ) -> Edited:
        return schools.enter(desk, cells, new, year=self.year)

    def open_school(self, school_id: int) -> None:
        """一校一档: everything about one school in place of the list."""
        if self.file is None:
            from facilitydesk.gui.school_file.view import SchoolFileView

            self.file = SchoolFileView(self.context, self._listed)
            self.file.left.connect(self.show_list)
            self.stack.addWidget(self.file)
        self.stack.setCurrentWidget(self.file)
        self.file.show_school(school_id)

    @Slot()
    def show_file(self) -> None:
        """The file of the school under the cursor."""
        row = self.table.current
        if isinstance(row, SchoolRow):
            self.open_school(row.id)

    @Slot()
    def show_list(self) -> None:
        """Back to the list, the cursor on the school that was shown."""
        shown = self.file.school_id if self.file is not None else 0
        self.stack.setCurrentWidget(self.table)
        line = self.table.model.line_of(shown)
        if line is not None:
            column = max(self.table.view.currentIndex().column(), 0)
            self.table.view.setCurrentIndex(self.table.model.index(line, column))
        self.take_focus()

    def _listed(self) -> list[int]:
        """The schools of the list as they stand there."""
        model = self.table.model
        rows = (model.row_at(line) for line in range(model.rowCount()))
        return [row.id for row in rows if isinstance(row, SchoolRow)]

    def _menu(self, menu: QMenu, index: QModelIndex) -> None:
        row = self.table.model.row_at(index.row())
        if isinstance(row, SchoolRow):
            menu.addSeparator()
            menu.addAction(tr("一校一档"), lambda: self.open_school(row.id))

    @Slot(QModelIndex)
    def _on_double(self, index: QModelIndex) -> None:
        row = self.table.model.row_at(index.row())
        typed = self.table.model.columns[index.column()].editable and not self.context.desk.readonly
        if isinstance(row, SchoolRow) and not typed:
            self.open_school(row.id)

    @Slot()
    def _on_day(self) -> None:
        """A file is of the day in the top bar; the list is not."""
        if self.file is not None and self.stack.currentWidget() is self.file:
            self.mark_stale()

    @Slot()
    def _add(self) -> None:
        self.table.add()

    @Slot()
    def _import(self) -> None:
        self.context.page_wanted.emit("exchange", {"import": "schools"})

    @Slot()
    def _count_to_do(self) -> None:
        count = sum(bool(row.to_do) for row in self.table.rows)
        self.to_do.setText(tr("待补 {count}").format(count=count))
        self.to_do.setVisible(count > 0 or self.to_do.isChecked())

    @Slot(bool)
    def _on_to_do(self, on: bool) -> None:
        self.show_only((lambda row: bool(row.to_do)) if on else None, tr("有待补内容的学校"))

    @Slot()
    def show_all(self) -> None:
        self.to_do.setChecked(False)
        super().show_all()

    @Slot(int)
    def _on_year(self, _index: int) -> None:
        self.year = self.years.currentData()
        self.table.storing.version += 1  # what is being read is of another year
        self.table.reload()


def _words(row: SchoolRow) -> str:
    return " ".join((row.name, row.initials, row.code or "", row.township, *row.aliases))
