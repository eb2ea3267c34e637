"""待入账: completed works that the register does not know yet, and below them what was entered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, Signal, Slot
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from facilitydesk.domain.messages import tr
from facilitydesk.gui.areas.ask_form import Ask, AskForm
from facilitydesk.gui.areas.columns import entry_columns, parts_text, waiting_columns
from facilitydesk.gui.areas.entry_form import EntryForm
from facilitydesk.gui.register.bar import button
from facilitydesk.gui.register.empty import EmptyState
from facilitydesk.gui.register.table import RegisterTable, Source
from facilitydesk.gui.widgets.splits import stacked
from facilitydesk.services.areas import buildings, completed, unentered
from facilitydesk.services.areas.buildings import BuildingRow
from facilitydesk.services.areas.completed import EntryRow
from facilitydesk.services.areas.unentered import WaitingRow
from facilitydesk.services.desk import Desk

if TYPE_CHECKING:
    from facilitydesk.gui.areas.page import BuildingsPage


@dataclass(frozen=True)
class Shown:
    """A waiting work with the words of its line."""

    row: WaitingRow

    def __getattr__(self, name: str) -> Any:
        return getattr(self.row, name)

    @property
    def proposed(self) -> str:
        return parts_text(self.row.proposal) if self.row.open.raw > 0 else ""

    @property
    def state(self) -> str:
        if self.row.changed:
            return tr("入账后竣工面积有变")
        return tr("已完工") if self.row.finished else tr("部分竣工")


class WaitingView(QWidget):
    """Signal `moved()`: something was entered or taken back."""

    moved = Signal()

    def __init__(self, page: BuildingsPage) -> None:
        super().__init__()
        self.page, self.context = page, page.context
        source = Source(
            noun=tr("待入账"),
            measure=tr("项"),
            load=lambda desk: [Shown(row) for row in unentered.rows(desk, page.context.as_of)],
            addable=False,
            words=lambda row: f"{row.school} {row.initials} {row.name} {row.township}",
        )
        empty = EmptyState(
            tr("没有待入账的竣工项目"),
            tr(
                "项目在“周进度”中填报竣工面积后会出现在这里。说明它是净增、拆除重建、维修加固还是非校舍，"
                "校舍面积和单体建筑就随之更新。"
            ),
            [(tr("查看已完工的项目"), self._projects)],
        )
        self.table = RegisterTable(
            page, "area_waiting", tr("待入账的竣工项目"), waiting_columns(), source, empty=empty,
            small=True,
        )  # fmt: skip
        self.store = button(tr("入账……"), tr("说明这项竣工面积改变了什么（回车）"), primary=True)
        self.store.setEnabled(not self.context.desk.readonly)
        self.store.clicked.connect(self.ask)
        self.table.bar.extend(self.store)
        entries = Source(
            noun=tr("竣工入账"),
            measure=tr("笔"),
            load=completed.entries,
            addable=False,
            words=lambda row: f"{row.school} {row.name} {row.building} {row.document}",
        )
        none = EmptyState(
            tr("还没有竣工入账"),
            tr("入账后列在这里；填错的可以撤销入账后重新登记。"),
        )
        self.entries = RegisterTable(
            page, "area_entries", tr("已入账"), entry_columns(), entries, empty=none, small=True
        )
        self.back = button(tr("撤销入账"), tr("撤回所选的一笔入账，连同它登记的面积变动和单体建筑"))
        self.back.setEnabled(not self.context.desk.readonly)
        self.back.clicked.connect(self.withdraw)
        self.entries.bar.extend(self.back)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(stacked(self.table, self.entries, shares=(5, 4)))
        self.table.view.doubleClicked.connect(self.ask)
        self.table.view.activated.connect(self.ask)
        self.table.view.menu_builders.append(self._menu)
        self.entries.view.doubleClicked.connect(self._on_entry)
        self.table.loaded.connect(self._on_loaded)

    def reload(self) -> None:
        for table in (self.table, self.entries):
            table.storing.version += 1
            table.reload()

    @Slot()
    def _on_loaded(self) -> None:
        self.store.setVisible(bool(self.table.rows))

    @Slot()
    def ask(self) -> None:
        """Open the questions of the current work at the right."""
        shown: Shown | None = self.table.current
        if shown is None and self.table.rows:
            shown = self.table.rows[0]
        if shown is None or self.context.desk.readonly:
            return
        several = [each for each in self.table.view.selected_rows() if each.open.raw > 0]
        if len(several) > 1:
            self._ask_several(several)
            return
        row = shown.row
        if row.open.raw < 0:
            text = tr("竣工面积小于已入账面积，请在下面撤销入账后重新登记。")
            self.table.panel.note.tell(text, "yellow")
            return

        def take(found: Sequence[BuildingRow]) -> None:
            form = EntryForm(row, found)
            form.wanted.connect(lambda values: self._enter(form, row, values))
            self.page.open_side(tr("竣工入账"), form)
            form.begin()

        self.context.runner.read(lambda desk: buildings.rows(desk, school_id=row.school_id), take)

    def _ask_several(self, rows: Sequence[Shown]) -> None:
        """Several works are entered as proposed, in one step."""
        ids = [row.id for row in rows]
        names = "\n".join(f"{row.school} · {row.name}　{row.proposed}" for row in rows[:12])
        if len(rows) > 12:
            names += tr("\n等{n}项").format(n=len(rows))
        how = tr("按“拟入账”一次登记，增加面积的各新增一栋单体建筑。需要分别说明的，请逐项入账。")
        asks = [Ask(key="document", label=tr("依据文号"))]
        form = AskForm(names, how, asks, tr("入账{n}项").format(n=len(rows)))
        as_of = self.context.as_of

        def call(desk: Desk, document: str) -> Any:
            return completed.enter_proposed(desk, ids, document=document, as_of=as_of)

        def wanted(values: Mapping[str, Any]) -> None:
            self.context.runner.do(
                lambda desk: call(desk, values["document"] or ""),
                done=lambda changes: self._entered(tr("{n}项").format(n=len(ids)), changes),
                failed=form.fail,
                initiator=self.page,
            )

        form.wanted.connect(wanted)
        self.page.open_side(tr("竣工入账（{n}项）").format(n=len(rows)), form)
        form.begin()

    def _entered(self, what: str, changes: Any) -> None:
        self.page.close_side()
        text = tr("{what}已入账；按 Ctrl+Z 可以撤销。").format(what=what)
        told = dict.fromkeys(problem.message for problem in changes.problems)
        doubtful = "　".join(told)
        self.reload()
        self.moved.emit()
        self.entries.panel.note.tell(text + doubtful, "yellow" if doubtful else "info")

    def _enter(self, form: EntryForm, row: WaitingRow, values: Mapping[str, Any]) -> None:
        as_of = self.context.as_of

        def call(desk: Desk) -> Any:
            return completed.enter(desk, row.id, as_of=as_of, **values)

        self.context.runner.do(
            call,
            done=lambda changes: self._entered(f"“{row.name}”", changes),
            failed=form.fail,
            initiator=self.page,
        )

    @Slot()
    def withdraw(self) -> None:
        """Take the current entry back with all it wrote."""
        row: EntryRow | None = self.entries.current
        if row is None or self.context.desk.readonly:
            return
        entry_id, name = row.id, row.name

        def done(_changes: Any) -> None:
            self.reload()
            self.moved.emit()
            text = tr("已撤销“{name}”的入账；按 Ctrl+Z 可以恢复。").format(name=name)
            self.table.panel.note.tell(text, "info")

        def failed(trouble: Any) -> None:
            self.entries.panel.note.tell(str(trouble), "red")

        self.context.runner.do(
            lambda desk: completed.withdraw(desk, entry_id),
            done=done,
            failed=failed,
            initiator=self.page,
        )

    @Slot()
    def _projects(self) -> None:
        self.context.page_wanted.emit("projects", {})

    @Slot()
    def _on_entry(self) -> None:
        """An entry opens the project it comes from."""
        row: EntryRow | None = self.entries.current
        if row is not None:
            where = {"works": (row.work_id,), "title": row.name}
            self.context.page_wanted.emit("projects", where)

    def _menu(self, menu: QMenu, _index: QModelIndex) -> None:
        shown: Shown | None = self.table.current
        if shown is None:
            return
        if not self.context.desk.readonly:
            menu.addAction(tr("入账……")).triggered.connect(self.ask)
        where = {"projects": (shown.project_id,), "title": shown.name}
        menu.addAction(tr("查看项目")).triggered.connect(
            lambda: self.context.page_wanted.emit("projects", where)
        )
