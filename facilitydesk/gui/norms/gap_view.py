"""缺口: every school and norm with what it has and lacks, and the county's sums below."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from facilitydesk.domain.measures import Measure
from facilitydesk.domain.messages import tr
from facilitydesk.gui.norms.columns import gap_columns, total_columns
from facilitydesk.gui.norms.parts import Told, column_of
from facilitydesk.gui.register.bar import button
from facilitydesk.gui.register.empty import EmptyState
from facilitydesk.gui.register.table import RegisterTable, Source
from facilitydesk.gui.widgets.splits import stacked
from facilitydesk.gui.widgets.steady import SteadyList
from facilitydesk.services.desk import Desk
from facilitydesk.services.norms import gaps

if TYPE_CHECKING:
    from facilitydesk.gui.norms.page import NormsPage


class GapView(QWidget):
    """The page shows it; nothing is typed here."""

    def __init__(self, page: NormsPage) -> None:
        super().__init__()
        self.page, self.context = page, page.context
        self.totals_told: tuple[Any, ...] = ()
        source = Source(
            noun=tr("缺口"), measure=tr("行"), load=self._load, addable=False,
            words=_words, title=lambda row: f"{row.school} {row.measure.term}",
        )  # fmt: skip
        empty = EmptyState(
            tr("还没有可以比较的标准"),
            tr(
                "学校的现有条件与“标准”中采用的办学条件标准逐项比较，列出缺额和排名。"
                "先登记学校和学生数，再填写学校数据；没有数据的显示“—”并说明缺什么。"
            ),
            [
                (tr("查看标准"), lambda: page.show_view("norms")),
                (tr("填写学校数据"), lambda: page.show_view("facts")),
            ],
        )
        self.table = RegisterTable(
            page, "norm_gaps", tr("缺口"), gap_columns(), source, empty=empty, small=True
        )
        self.measures = SteadyList()
        self.measures.setToolTip(tr("只看一项指标"))
        self.measures.addItem(tr("全部指标"), "")
        for measure in Measure:
            self.measures.addItem(measure.term, measure.value)
        self.measures.currentIndexChanged.connect(self._on_measure)
        self.print = button(tr("打印……"), tr("预览和打印办学条件缺口表"))
        self.print.clicked.connect(
            lambda: self.context.page_wanted.emit("reports", {"report": "norm_gaps"})
        )
        self.table.bar.extend(self.measures)
        self.table.bar.extend(self.print)
        totals = Source(
            noun=tr("全县合计"), measure=tr("项"),
            load=lambda _desk: self.totals_told, addable=False,
            title=lambda row: str(row.told.measure.term),
        )  # fmt: skip
        self.totals = RegisterTable(
            page, "norm_totals", tr("合计（只计数据齐全的学校，缺额不以富余相抵）"),
            total_columns(), totals, small=True, search=False,
        )  # fmt: skip
        column_of(self, stacked(self.table, self.totals, shares=(3, 1)))
        self.table.loaded.connect(self._on_loaded)
        self.totals.view.doubleClicked.connect(self._on_total)

    def reload(self) -> None:
        self.table.storing.version += 1
        self.table.reload()

    def _load(self, desk: Desk) -> Sequence[Any]:
        chosen = self.measures.currentData()
        found = gaps.ask(desk, self.context.as_of, Measure(chosen) if chosen else None)
        self.totals_told = tuple(Told(each.measure.value, each) for each in found.totals)
        return found.rows

    @Slot()
    def _on_loaded(self) -> None:
        self.totals.show_rows(self.totals_told)
        self.totals.setVisible(bool(self.totals_told))

    @Slot(int)
    def _on_measure(self, _index: int) -> None:
        self.reload()

    @Slot()
    def _on_total(self) -> None:
        """A sum opens its schools."""
        row = self.totals.current
        if row is not None:
            self.measures.setCurrentIndex(self.measures.findData(row.id))


def _words(row: Any) -> str:
    parts = (row.school, row.initials, row.unit, row.measure.term, row.status, row.missing)
    return " ".join(parts)
