"""The area of a building split by use, in the definition of a year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from facilitydesk.domain import floor_uses
from facilitydesk.domain.fields import Kind
from facilitydesk.domain.floor_uses import Edition
from facilitydesk.domain.messages import tr
from facilitydesk.domain.quantities import Area
from facilitydesk.domain.rounding import amount
from facilitydesk.gui.areas.columns import cell, shown
from facilitydesk.gui.register.table import RegisterTable, Source
from facilitydesk.gui.theme import Tone
from facilitydesk.gui.widgets.steady import SteadyList
from facilitydesk.services.areas import uses
from facilitydesk.services.areas.buildings import BuildingRow
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Edit, Edited

if TYPE_CHECKING:
    from facilitydesk.gui.areas.page import BuildingsPage


@dataclass(frozen=True)
class UseRow:
    """One category of the definition that is shown."""

    id: int
    revision: int
    key: str
    group: str
    term: str
    area: Area | None

    @property
    def name(self) -> str:
        return self.term


class UsesTab(QWidget):
    """The split by use in the definition of a year, compared with the building's area."""

    def __init__(self, page: BuildingsPage) -> None:
        super().__init__()
        self.page = page
        self.row: BuildingRow | None = None
        self.years = SteadyList()
        self.years.setToolTip(tr("口径年度：2020年及以前为旧口径，2021年起为新口径"))
        self.years.setMinimumWidth(184)
        self.years.activated.connect(self._on_year)
        source = Source(
            noun=tr("用房分类"),
            measure=tr("类"),
            load=self._load,
            enter=self._enter,
            addable=False,
        )
        columns = [
            shown("group", tr("大类"), width=116),
            shown("term", tr("分类"), width=146),
            cell("area", tr("面积"), Kind.AREA, width=92, new=False),
        ]
        self.table = RegisterTable(
            page, "building_uses", "", columns, source, small=True, search=False
        )
        self.table.bar.row.insertWidget(0, self.years)
        self.sum = QLabel()
        self.sum.setContentsMargins(16, 6, 16, 8)
        self.sum.setWordWrap(True)
        self.table.loaded.connect(self._add_up)
        self.table.stored.connect(self._add_up)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.sum)

    def show_building(self, row: BuildingRow | None) -> None:
        other = row is None or self.row is None or row.id != self.row.id
        self.row = row
        if other:
            self.table.model.clear_marks()
            self.table.storing.version += 1
        if row is None:
            self.table.show_rows(())
            return

        def take(splits: Sequence[uses.Split]) -> None:
            if self.row is None:
                return
            this = self.page.context.as_of.year
            known = [split.year for split in splits]
            chosen = self.years.currentData() if not other else (known[0] if known else this)
            years = sorted({*known, this, floor_uses.LAST_OLD_YEAR}, reverse=True)
            self.years.clear()
            for year in years:
                filled = "" if year in known else tr("（未填）")
                self.years.addItem(tr("{year}年口径").format(year=year) + filled, year)
            self.years.setCurrentIndex(max(0, self.years.findData(chosen)))
            self.table.reload()

        building_id = row.id
        self.page.context.runner.read(lambda desk: uses.of_building(desk, building_id), take)

    def _load(self, desk: Desk) -> Sequence[UseRow]:
        year = self.years.currentData()
        if self.row is None or year is None:
            return ()
        splits = {split.year: split for split in uses.of_building(desk, self.row.id)}
        areas: Mapping[str, Area] = splits[year].areas if year in splits else {}
        return [
            UseRow(number, 0, use.key, use.group, use.term, areas.get(use.key))
            for number, use in enumerate(floor_uses.uses(Edition.of_year(year)), 1)
        ]

    def _enter(
        self, desk: Desk, cells: Sequence[Edit], new: Sequence[Mapping[str, object]]
    ) -> Edited:
        del new
        assert self.row is not None
        by_id = {row.id: row.key for row in self.table.rows}
        areas = {
            by_id[each.row_id]: each.value if isinstance(each.value, Area) else None
            for each in cells
        }
        changes = uses.enter(desk, self.row.id, self.years.currentData(), areas)
        return Edited(changes)

    @Slot()
    def _add_up(self) -> None:
        filled = [row.area for row in self.table.rows if row.area is not None]
        total = Area(sum(area.raw for area in filled))
        whole = self.row.area if self.row is not None else None
        words = tr("合计 {sum}㎡").format(sum=amount(total))
        ink = Tone.QUIET
        if whole is not None and filled:
            between = floor_uses.parts_differ(whole.raw, [area.raw for area in filled])
            words += tr("，建筑面积 {whole}㎡").format(whole=amount(whole))
            if between is None:
                words += tr("，相符")
            else:
                words += tr("，相差 {d}㎡").format(d=amount(Area(between)))
                ink = Tone.AMBER
        self.sum.setText(words)
        self.sum.setStyleSheet(f"color: {ink};")

    @Slot()
    def _on_year(self) -> None:
        self.table.model.clear_marks()
        self.table.storing.version += 1
        self.table.reload()
