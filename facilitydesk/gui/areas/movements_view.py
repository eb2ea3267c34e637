"""面积变动: the line that foots, the balance of every school, and the lines behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from facilitydesk.domain.area_balance import Balance
from facilitydesk.domain.messages import tr
from facilitydesk.gui.areas.balance_line import BalanceLine
from facilitydesk.gui.areas.columns import balance_columns, movement_columns
from facilitydesk.gui.areas.school_line import SchoolLine, school_line
from facilitydesk.gui.register.bar import button
from facilitydesk.gui.register.base import narrow
from facilitydesk.gui.register.empty import EmptyState
from facilitydesk.gui.register.importer import importer
from facilitydesk.gui.register.table import RegisterTable, Source
from facilitydesk.gui.widgets.splits import stacked
from facilitydesk.services.areas import balance, movements, openings
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Edit, Edited

if TYPE_CHECKING:
    from facilitydesk.gui.areas.page import BuildingsPage


class MovementsView(QWidget):
    """Signal `moved()`: something was stored."""

    moved = Signal()

    def __init__(self, page: BuildingsPage) -> None:
        super().__init__()
        self.page, self.context = page, page.context
        self.total = Balance()
        self.line = BalanceLine()
        source = Source(
            noun=tr("期初面积"),
            measure=tr("所"),
            load=self._load,
            some=lambda _desk, _ids: (),  # all of them are read anew once it is stored
            enter=self._enter_opening,
            addable=False,
            words=lambda row: f"{row.name} {row.initials} {row.township}",
        )
        empty = EmptyState(
            tr("还没有学校"),
            tr("先在“学校”中登记或导入学校名册，再填写各校的期初校舍面积。"),
            [(tr("导入学校名册……"), self._import)],
        )
        self.table = RegisterTable(
            page,
            "area_balance",
            tr("各校余额"),
            balance_columns(may_open=lambda _row: self.page.since is None),
            source,
            empty=empty,
            small=True,
        )
        self.begin = button(
            tr("按单体登记期初……"),
            tr("没有期初面积的学校，以现有单体建筑合计作为期初（截至上年末）"),
        )
        self.begin.setEnabled(not self.context.desk.readonly)
        self.begin.clicked.connect(self._on_begin)
        self.table.bar.extend(self.begin)
        lines = Source(
            noun=tr("面积变动"),
            measure=tr("笔"),
            load=self._load_lines,
            enter=movements.enter,
            delete=movements.delete,
            required=("day", "school", "kind", "area"),
            defaults=self._defaults,
            words=_words,
            title=lambda row: f"{row.day} {row.school} {row.kind.term}",
        )
        none = EmptyState(
            tr("这一期间没有面积变动"),
            tr(
                "新建竣工由“待入账”登记，拆除、移交、接收和测量更正在“单体建筑”中登记；"
                "没有单体台账的，可以在这里逐笔登记或粘贴，每笔写明文号和日期。"
            ),
            [(tr("新增面积变动"), self._add)],
        )
        self.lines = RegisterTable(
            page, "area_movements", tr("变动明细"), movement_columns(page.choices), lines,
            empty=none, small=True,
        )  # fmt: skip
        self.lines.bar.extend(importer(self.context, "area_changes"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.line)
        layout.addWidget(stacked(self.table, self.lines, shares=(5, 4)), 1)
        self.table.loaded.connect(self._on_loaded)
        self.table.stored.connect(self._on_stored)
        self.lines.stored.connect(self._on_stored)
        self.lines.loaded.connect(self._show_part)
        self.table.view.doubleClicked.connect(self._on_double)
        self._school: tuple[int, str] | None = None
        for table in (self.table, self.lines):
            table.bar.part_closed.connect(self.show_all)

    def show_school(self, school_id: int, title: str) -> None:
        """Only the balance of one school and the lines behind it."""
        self._school = (school_id, title)
        narrow(self.table, lambda row: row.id == school_id)
        narrow(self.lines, lambda row: row.school_id == school_id)
        self._show_part()

    @property
    def school_id(self) -> int | None:
        """The school that alone is shown."""
        return self._school[0] if self._school is not None else None

    @Slot()
    def show_all(self) -> None:
        """All schools again."""
        if self._school is not None:
            self._school = None
            for table in (self.table, self.lines):
                narrow(table, None)
        self._show_part()

    @Slot()
    def _show_part(self) -> None:
        """The chips and the line that foots speak of what is shown."""
        mine = self._school
        title = mine[1] if mine is not None else ""
        for table in (self.table, self.lines):
            shown = table.model.rowCount() - len(table.drafts)
            table.bar.set_part(title, f"{shown}{table.source.measure}")
        told = self.total
        if mine is not None:
            told = next((row.told for row in self.table.rows if row.id == mine[0]), Balance())
        self.line.put(told)

    def reload(self) -> None:
        self.table.storing.version += 1
        self.lines.storing.version += 1
        self.table.reload()
        self.lines.reload()

    def _load(self, desk: Desk) -> Sequence[SchoolLine]:
        found = balance.ask(desk, self.page.until, since=self.page.since)
        by_id = {row.id: row for row in found.rows}
        made = []
        for each in openings.rows(desk):
            row = by_id.get(each.id)
            made.append(school_line(each, row))
        self.total = found.total
        return made

    def _load_lines(self, desk: Desk) -> Sequence[Any]:
        since, until = self.page.since, self.page.until
        return [
            row
            for row in movements.rows(desk)
            if row.day <= until and (since is None or row.day > since)
        ]

    def _enter_opening(
        self, desk: Desk, cells: Sequence[Edit], new: Sequence[Mapping[str, object]]
    ) -> Edited:
        names = {"opening": "area", "opening_day": "day", "opening_document": "document"}
        edited = openings.enter(
            desk,
            [Edit(each.row_id, names[each.field], each.value, None) for each in cells],
            new,
        )
        back = {value: key for key, value in names.items()}
        refused = tuple(
            type(item)(item.problem, back.get(item.field or ""), item.row_id, item.position)
            for item in edited.rejected
        )
        return Edited(edited.changes, refused, edited.added)

    def _defaults(self) -> Mapping[str, Any]:
        current: SchoolLine | None = self.table.current
        day = min(self.context.desk.today, self.page.until)
        return {"day": day} | ({"school": current.name} if current is not None else {})

    @Slot()
    def _add(self) -> None:
        self.lines.add()

    @Slot()
    def _import(self) -> None:
        self.context.page_wanted.emit("exchange", {"import": "schools"})

    @Slot()
    def _on_begin(self) -> None:
        """One step for all schools without an opening; those that have one keep it."""
        day = date(self.context.as_of.year - 1, 12, 31)
        before = sum(not row.begun for row in self.table.rows)

        def done(changes: Any) -> None:
            made = sum(name == "area_opening" for name, _ in changes.touched)
            if made:
                text = tr("已为{n}所学校登记{day}的期初面积；按 Ctrl+Z 可以撤销。")
                self.table.panel.note.tell(text.format(n=made, day=day), "info")
                self._on_stored(changes)
            else:
                text = tr("没有可登记的学校：{n}所学校没有期初面积，也没有单体建筑。")
                self.table.panel.note.tell(text.format(n=before), "info")

        self.context.runner.do(
            lambda desk: openings.from_buildings(desk, day), done=done, initiator=self.page
        )

    @Slot()
    def _on_loaded(self) -> None:
        self._show_part()
        missing = any(row.opening_day is None for row in self.table.rows)
        self.begin.setVisible(missing)

    @Slot(object)
    def _on_stored(self, _result: object) -> None:
        self.reload()
        self.moved.emit()

    @Slot()
    def _on_double(self) -> None:
        """A balance opens its lines."""
        index = self.table.view.currentIndex()
        row: SchoolLine | None = self.table.current
        if row is None or self.table.model.columns[index.column()].may_edit(row):
            return
        self.lines.panel.quick.setText(row.name)
        self.lines.panel.find()


def _words(row: Any) -> str:
    parts = (row.school, row.initials, row.kind.term, row.document, row.work, row.building)
    return " ".join(parts)
