"""The card of a project at the right of the list: seven tabs, each made when it is opened first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLabel, QTabWidget, QVBoxLayout, QWidget

from facilitydesk.domain.fields import Kind
from facilitydesk.domain.messages import tr
from facilitydesk.domain.problems import Trouble
from facilitydesk.domain.words.register_terms import PARTIES
from facilitydesk.gui.projects.columns import category_terms
from facilitydesk.gui.projects.papers import PapersTab
from facilitydesk.gui.projects.tabs import MilestonesTab, NotesTab, WorksTab
from facilitydesk.gui.projects.years import YearsTab
from facilitydesk.gui.register.form import Form, Item
from facilitydesk.gui.theme import Tone
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Edit, Edited
from facilitydesk.services.projects import register as projects
from facilitydesk.services.projects.row import ProjectRow

if TYPE_CHECKING:
    from facilitydesk.gui.projects.page import ProjectsPage


class Tab(Protocol):
    """What a tab of the card is."""

    def show_project(self, row: ProjectRow | None) -> None:
        """Show a project, or nothing."""


class ProjectCard(QWidget):
    """基本情况, 单项工程, 节点, 五方, 问题, 资料, 年度 of one project."""

    def __init__(self, page: ProjectsPage) -> None:
        super().__init__()
        self.page = page
        self.row: ProjectRow | None = None
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setStyleSheet(
            "QTabBar::tab { padding: 6px 7px; border: none; background: transparent;"
            f" color: {Tone.QUIET}; }}"
            f"QTabBar::tab:selected {{ color: {Tone.ACCENT}; font-weight: bold;"
            f" border-bottom: 2px solid {Tone.ACCENT}; }}"
            f"QTabWidget::pane {{ border: none; border-top: 1px solid {Tone.LINE}; }}"
        )
        self.makers: list[tuple[str, Any]] = [
            (tr("基本情况"), BasicsTab),
            (tr("单项工程"), WorksTab),
            (tr("节点"), MilestonesTab),
            (tr("五方主体"), PartiesTab),
            (tr("问题"), NotesTab),
            (tr("资料"), PapersTab),
            (tr("年度"), YearsTab),
        ]
        self._made: dict[int, Any] = {}
        for title, _ in self.makers:
            holder = QWidget()
            layout = QVBoxLayout(holder)
            layout.setContentsMargins(0, 0, 0, 0)
            self.tabs.addTab(holder, title)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.tabs)
        self.tabs.currentChanged.connect(self._on_tab)

    def tab(self, number: int) -> Any:
        """A tab, made now if it was never opened."""
        if number not in self._made:
            made = self.makers[number][1](self.page)
            self._made[number] = made
            holder = self.tabs.widget(number)
            layout = holder.layout()
            assert layout is not None
            layout.addWidget(made)
        return self._made[number]

    def show_project(self, row: ProjectRow | None) -> None:
        """Show a project in the tab that is open."""
        self.row = row
        self.tabs.setEnabled(row is not None)
        self.tabs.setTabText(4, _counted(self.makers[4][0], row.open_notes if row else 0))
        self.tabs.setTabText(5, _counted(self.makers[5][0], row.attachments if row else 0))
        works = len(row.works) if row else 0
        self.tabs.setTabText(1, _counted(self.makers[1][0], works if works > 1 else 0))
        self._on_tab(self.tabs.currentIndex())

    @Slot(int)
    def _on_tab(self, number: int) -> None:
        tab: Tab = self.tab(number)
        tab.show_project(self.row)


def _counted(title: str, count: int) -> str:
    return f"{title} {count}" if count else title


class _FormTab(QWidget):
    """A form whose fields are stored by the register of projects."""

    def __init__(self, page: ProjectsPage, items: list[Item | str]) -> None:
        super().__init__()
        self.page = page
        self.form = Form(items, readonly=page.context.desk.readonly)
        self.form.edited.connect(self._on_edited)
        self.head = QLabel()
        self.head.setWordWrap(True)
        self.head.setContentsMargins(16, 8, 16, 4)
        self.head.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.head)
        layout.addWidget(self.form, 1)

    def show_project(self, row: ProjectRow | None) -> None:
        self.form.show_row(row)

    @Slot(str, object, str)
    def _on_edited(self, key: str, value: object, _text: str) -> None:
        row: ProjectRow = self.form.row

        def work(desk: Desk) -> Edited:
            return projects.enter(desk, [Edit(row.id, key, value, row.revision)])

        def done(edited: Edited) -> None:
            for item in edited.rejected:
                self.form.fail(key, item.problem.message)
            doubtful = "　".join(problem.message for problem in edited.changes.problems)
            if doubtful:
                self.page.context.notice.emit(doubtful, "yellow")
            self.page.reload_projects([row.id])

        def failed(trouble: Trouble) -> None:
            self.form.fail(key, str(trouble))

        self.page.context.runner.do(work, done=done, failed=failed, initiator=self.page)


class BasicsTab(_FormTab):
    """What the project is, its documents, and the facts of its one work."""

    def __init__(self, page: ProjectsPage) -> None:
        names = page.choices

        def own(key: str, label: str, **more: Any) -> Item:
            return Item(key=key, label=label, value=lambda row: getattr(row, key), **more)

        def of_work(key: str, label: str, **more: Any) -> Item:
            return Item(
                key=key,
                label=label,
                value=more.pop("value", lambda row: getattr(row, key)),
                may=lambda row: len(row.works) == 1,
                hint=tr("有多个单项工程时，请在“单项工程”中修改"),
                **more,
            )

        super().__init__(
            page,
            [
                own("name", tr("项目名称")),
                of_work("school", tr("学校"), choices=names("schools")),
                own("programme", tr("专项"), choices=names("programmes")),
                Item(key="year", label=tr("年度"), value=lambda row: row.year, kind=Kind.COUNT),
                own("batch", tr("批次")),
                own("nature", tr("建设性质"), choices=names("natures")),
                of_work("category", tr("面积类别"), choices=category_terms),
                of_work(
                    "room_kind",
                    tr("用途"),
                    choices=names("room_kinds"),
                    value=lambda row: row.works[0].room_kind if len(row.works) == 1 else "",
                ),
                of_work("planned_area", tr("规划面积（㎡）"), kind=Kind.AREA),
                of_work("planned_investment", tr("计划投资（万元）"), kind=Kind.MONEY),
                tr("文号"),
                own("code", tr("项目代码")),
                own("approval_document", tr("立项批复")),
                own("fund_document", tr("资金文号")),
                tr("标志"),
                own("pooled", tr("统筹项目"), kind=Kind.FLAG),
                own("livelihood", tr("民生工程"), kind=Kind.FLAG),
                own("key_project", tr("重点项目"), kind=Kind.FLAG),
                own("note", tr("备注"), lines=True),
            ],
        )

    def show_project(self, row: ProjectRow | None) -> None:
        super().show_project(row)
        parts = [] if row is None else list(dict.fromkeys((row.state.term, row.stage)))
        if row is not None and len(row.works) == 1 and row.works[0].progress is not None:
            parts.append(f"{row.works[0].progress.decimal.normalize():f}%")
        if row is not None and row.late:
            late = tr("竣工滞后{days}天") if row.late > 0 else tr("竣工提前{days}天")
            parts.append(late.format(days=abs(row.late)))
        self.head.setText(" · ".join(part for part in parts if part))
        self.head.setVisible(bool(parts))


class PartiesTab(_FormTab):
    """五方责任主体: a unit and a person each."""

    def __init__(self, page: ProjectsPage) -> None:
        items: list[Item | str] = []
        for key, word in PARTIES.items():
            items.append(tr("{party}单位").format(party=word))
            for what, label in (("unit", tr("单位名称")), ("person", tr("负责人"))):
                items.append(_party(f"{key}_{what}", label))
        items += [
            tr("代建"),
            Item(key="agent_unit", label=tr("代建单位"), value=lambda row: row.agent_unit),
        ]
        super().__init__(page, items)

    def show_project(self, row: ProjectRow | None) -> None:
        super().show_project(row)
        missing = row.missing_parties if row is not None else ()
        self.head.setStyleSheet(f"color: {Tone.AMBER};")
        self.head.setText(tr("尚未登记：{parties}").format(parties="、".join(missing)))
        self.head.setVisible(bool(missing))


def _party(key: str, label: str) -> Item:
    return Item(key=key, label=label, value=lambda row: row.parties[key])
