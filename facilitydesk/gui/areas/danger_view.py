"""危房: the dangerous buildings of the day, and what was removed year by year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from facilitydesk.domain.messages import tr
from facilitydesk.domain.quantities import Area
from facilitydesk.domain.rounding import amount
from facilitydesk.domain.words.area_terms import DANGEROUS
from facilitydesk.gui.areas.columns import danger_columns, removed_columns
from facilitydesk.gui.register.bar import button
from facilitydesk.gui.register.empty import EmptyState
from facilitydesk.gui.register.table import RegisterTable, Source
from facilitydesk.gui.widgets.splits import stacked
from facilitydesk.services.areas import danger
from facilitydesk.services.areas.danger import RemovedYear

if TYPE_CHECKING:
    from facilitydesk.gui.areas.page import BuildingsPage


@dataclass(frozen=True)
class YearLine:
    """A year of removals as a row of the grid."""

    told: RemovedYear
    revision: int = 0

    @property
    def id(self) -> int:
        return self.told.year

    @property
    def name(self) -> str:
        return str(self.told.year)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.told, name)


class DangerView(QWidget):
    """Signal `opened(ids, title)`: buildings to be shown in the register."""

    opened = Signal(object, str)

    def __init__(self, page: BuildingsPage) -> None:
        super().__init__()
        self.page, self.context = page, page.context
        source = Source(
            noun=tr("危房"),
            measure=tr("栋"),
            load=lambda desk: danger.rows(desk, page.until),
            addable=False,
            words=_words,
        )
        empty = EmptyState(
            tr("没有危房"),
            tr("在“单体建筑”中填写危房等级和鉴定文号，B、C、D级的校舍会列在这里。"),
            [(tr("查看单体建筑"), self._all)],
        )
        self.table = RegisterTable(
            page, "area_danger", tr("危房台账"), danger_columns(), source, empty=empty, small=True
        )
        self.print = button(tr("打印……"), tr("预览和打印危房台账"))
        self.print.clicked.connect(self._on_print)
        self.table.bar.extend(self.print)
        removed = Source(
            noun=tr("拆除和移交"),
            measure=tr("年"),
            load=lambda desk: [YearLine(each) for each in danger.removed(desk, page.until)],
            addable=False,
        )
        none = EmptyState(
            tr("还没有拆除"),
            tr("在“单体建筑”中登记危房的拆除或移交，按年度汇总在这里。"),
        )
        self.removed = RegisterTable(
            page, "area_removed", tr("危房拆除和移交"), removed_columns(), removed, empty=none,
            small=True, search=False,
        )  # fmt: skip
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(stacked(self.table, self.removed, shares=(3, 1)))
        self.table.loaded.connect(self._on_loaded)
        self.table.view.doubleClicked.connect(self._on_double)
        self.table.view.activated.connect(self._on_double)

    def reload(self) -> None:
        for table in (self.table, self.removed):
            table.storing.version += 1
            table.reload()

    @Slot()
    def _on_loaded(self) -> None:
        rows: Sequence[Any] = self.table.rows
        words = [
            tr("{grade}级 {n}栋 {area}㎡").format(
                grade=grade,
                n=len(mine),
                area=amount(Area(sum(row.area.raw for row in mine if row.area is not None))),
            )
            for grade in reversed(DANGEROUS)
            if (mine := [row for row in rows if row.danger_grade == grade])
        ]
        self.table.bar.title.setToolTip("\n".join(words))
        if words:
            self.table.bar.title.setText(tr("危房台账") + "　" + "　".join(words))
            self.table.bar.title.setStyleSheet("font-size: 10.5pt;")

    @Slot()
    def _on_double(self) -> None:
        row = self.table.current
        if row is not None:
            self.opened.emit((row.id,), row.name)

    @Slot()
    def _all(self) -> None:
        self.opened.emit((), "")

    @Slot()
    def _on_print(self) -> None:
        self.context.page_wanted.emit("reports", {"report": "danger"})


def _words(row: Any) -> str:
    parts = (row.school, row.initials, row.name, row.danger_document, row.township)
    return " ".join(parts)
