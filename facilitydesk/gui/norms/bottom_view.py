"""底线要求: the matrix school × item above; below one school's items, or one of the two sheets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from facilitydesk.domain.messages import tr
from facilitydesk.domain.rounding import Style
from facilitydesk.gui.norms.bottom_columns import (
    detail_columns,
    matrix_columns,
    tally_columns,
    unit_columns,
)
from facilitydesk.gui.norms.parts import Told, Words
from facilitydesk.gui.register.bar import button
from facilitydesk.gui.register.empty import EmptyState
from facilitydesk.gui.register.importer import importer
from facilitydesk.gui.register.table import RegisterTable, Source
from facilitydesk.gui.widgets.segments import Segments
from facilitydesk.gui.widgets.splits import stacked
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Edit, Edited
from facilitydesk.services.norms import checks, items, sheets
from facilitydesk.services.norms.items import ItemRow
from facilitydesk.services.norms.sheets import Sheets

if TYPE_CHECKING:
    from facilitydesk.gui.norms.page import NormsPage

_FOLLOW_MS = 120
_New = Sequence[Mapping[str, object]]
_BELOW = (
    ("details", tr("所选学校"), tr("光标所在学校逐条的依据、措施和期限")),
    ("units", tr("分单位统计"), tr("各单位达标情况，教学点单列")),
    ("items", tr("分条目统计"), tr("每条要求达标和未达标的学校数")),
)


class BottomView(QWidget):
    """Signal `moved()`: something was stored that other views depend on."""

    moved = Signal()

    def __init__(self, page: NormsPage) -> None:
        super().__init__()
        self.page, self.context = page, page.context
        self.items: tuple[ItemRow, ...] = items.rows(self.context.desk, every=False)
        self.told: Sheets | None = None
        self.words = Words()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_FOLLOW_MS)
        self._timer.timeout.connect(self._show_details)
        self.upper = QVBoxLayout()
        self.upper.setContentsMargins(0, 0, 0, 0)
        self.table = self._matrix()
        self.upper.addWidget(self.table)
        holder = QWidget()
        holder.setLayout(self.upper)
        self.below = Segments(_BELOW, "details")
        self.below.chosen.connect(self._on_below)
        self.details = self._details()
        self.units = self._sheet("bottom_units", tr("分单位统计"), unit_columns(self._style))
        self.tallies = self._sheet("bottom_items", tr("分条目统计"), tally_columns())
        self.stack = QStackedWidget()
        for table in (self.details, self.units, self.tallies):
            self.stack.addWidget(table)
        lower = self.second = QWidget()
        inner = QVBoxLayout(lower)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        switch = QHBoxLayout()
        switch.setContentsMargins(16, 6, 16, 0)
        switch.addWidget(self.below)
        switch.addStretch(1)
        inner.addLayout(switch)
        inner.addWidget(self.stack, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.words)
        layout.addWidget(stacked(holder, lower, shares=(3, 2)), 1)

    # --- the tables ---------------------------------------------------------------------------

    def _matrix(self) -> RegisterTable:
        page = self.page
        source = Source(
            noun=tr("学校"), measure=tr("所"), load=self._load, some=lambda _desk, _ids: (),
            enter=self._enter, addable=False,
            words=lambda row: f"{row.name} {row.initials} {row.unit} {row.verdict.value}",
        )  # fmt: skip
        empty = EmptyState(
            tr("还没有学校"),
            tr(
                "登记义务教育学校后，逐校逐条填写20条底线要求：按1达标、2未达标、3不适用，"
                "也可以从Excel、WPS表格中整块粘贴。"
            ),
            [
                (
                    tr("导入学校名册……"),
                    lambda: self.context.page_wanted.emit("exchange", {"import": "schools"}),
                )
            ],
        )
        table = RegisterTable(
            page, "bottom_matrix", tr("底线要求"), matrix_columns(self.items), source, empty=empty,
            small=True,
        )  # fmt: skip
        self.print = button(tr("打印……"), tr("预览和打印底线要求达标情况统计表"))
        self.print.clicked.connect(
            lambda: self.context.page_wanted.emit("reports", {"report": "bottom_lines"})
        )
        table.bar.extend(importer(self.context, "bottom_lines"))
        table.bar.extend(self.print)
        table.loaded.connect(self._on_loaded)
        table.stored.connect(self._on_stored)
        table.current_changed.connect(self._timer.start)
        return table

    def _details(self) -> RegisterTable:
        source = Source(
            noun=tr("条目"), measure=tr("条"), load=self._load_details, some=lambda _desk, _ids: (),
            enter=self._enter_details, addable=False, title=lambda row: str(row.item.name),
        )  # fmt: skip
        table = RegisterTable(
            self.page, "bottom_details", tr("所选学校"), detail_columns(), source, small=True,
            search=False,
        )  # fmt: skip
        table.stored.connect(self._on_stored)
        return table

    def _sheet(self, name: str, title: str, columns: list[Any]) -> RegisterTable:
        source = Source(
            noun=title, measure=tr("行"), load=lambda _desk: (), addable=False,
            title=lambda row: row.name or row.text,
        )  # fmt: skip
        return RegisterTable(self.page, name, title, columns, source, small=True, search=False)

    def _style(self) -> Style:
        return self.told.style if self.told is not None else Style()

    # --- loading ------------------------------------------------------------------------------

    def reload(self) -> None:
        """Read the matrix anew; other items than before make another grid."""
        found = items.rows(self.context.desk, every=False)
        if [(row.id, row.number, row.text) for row in found] != [
            (row.id, row.number, row.text) for row in self.items
        ]:
            self.items = found
            old = self.table
            self.table = self._matrix()
            self.upper.replaceWidget(old, self.table)
            old.hide()
            old.deleteLater()
            self.page.table_replaced(self.table)
        self.table.storing.version += 1
        self.table.reload()

    def _load(self, desk: Desk) -> Sequence[Any]:
        self.told = sheets.ask(desk, self.context.as_of)
        return self.told.matrix.rows

    def _load_details(self, desk: Desk) -> Sequence[Any]:
        row = self.table.current
        return checks.details(desk, row.id, self.context.as_of) if row is not None else ()

    def _enter(self, desk: Desk, cells: Sequence[Edit], _new: _New) -> Edited:
        return checks.enter(desk, self.context.as_of, cells)

    def _enter_details(self, desk: Desk, cells: Sequence[Edit], _new: _New) -> Edited:
        return checks.enter_details(desk, self.context.as_of, cells)

    # --- slots --------------------------------------------------------------------------------

    @Slot()
    def _on_loaded(self) -> None:
        told = self.told
        if told is None:
            return
        total = told.total
        rate = total.rate.text(told.style)
        said = tr(
            "截至{day}：{n}所学校，达标{ok}所，达标率{rate}；未达标{bad}所，未核查{open}所。{blank}"
        ).format(
            day=self.context.as_of, n=total.total.schools, ok=total.complies.schools, rate=rate,
            bad=total.fails.schools, open=total.unchecked.schools, blank=told.blank_words,
        )  # fmt: skip
        problems = "".join(problem.message for problem in told.problems)
        self.words.tell(problems or said, bad=bool(problems))
        self.second.setVisible(bool(told.matrix.rows))
        if not told.matrix.rows:
            self.words.tell("")
        self.units.show_rows(
            [Told(line.unit, line, line.unit) for line in (*told.units, total)]
            if told.units
            else []
        )
        known = {item.id: item for item in told.matrix.items}
        self.tallies.show_rows(
            [
                Told(line.item_id, line, number=known[line.item_id].number,
                     text=known[line.item_id].text)
                for line in told.items
            ]
        )  # fmt: skip
        self._show_details()

    @Slot()
    def _show_details(self) -> None:
        row = self.table.current
        self.details.bar.title.setText(row.name if row is not None else tr("未选择学校"))
        self.details.storing.version += 1
        self.details.reload()

    @Slot(object)
    def _on_below(self, which: str) -> None:
        self.stack.setCurrentIndex([key for key, *_ in _BELOW].index(which))

    @Slot(object)
    def _on_stored(self, _result: object) -> None:
        self.reload()
        self.moved.emit()
