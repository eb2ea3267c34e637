"""The card of a building at the right: its area by use, its checks, and what moved its area."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QComboBox, QLabel, QTabWidget, QVBoxLayout, QWidget

from facilitydesk.domain import floor_uses
from facilitydesk.domain.area_terms import CheckKind
from facilitydesk.domain.fields import Kind
from facilitydesk.domain.floor_uses import Edition
from facilitydesk.domain.messages import tr
from facilitydesk.domain.quantities import Area
from facilitydesk.domain.rounding import amount
from facilitydesk.gui.areas.columns import GRADES, cell, movement_columns, shown
from facilitydesk.gui.register.empty import EmptyState
from facilitydesk.gui.register.table import RegisterTable, Source
from facilitydesk.gui.theme import Tone
from facilitydesk.services.areas import checks, movements, uses
from facilitydesk.services.areas.buildings import BuildingRow
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Edit, Edited

if TYPE_CHECKING:
    from facilitydesk.gui.buildings_page import BuildingsPage

_TABS = f"""
QTabBar::tab {{ padding: 6px 9px; border: none; background: transparent; color: {Tone.QUIET}; }}
QTabBar::tab:selected {{ color: {Tone.ACCENT}; font-weight: bold;
    border-bottom: 2px solid {Tone.ACCENT}; }}
QTabWidget::pane {{ border: none; border-top: 1px solid {Tone.LINE}; }}
"""


class BuildingCard(QWidget):
    """用房分类, 检查鉴定 and 面积变动 of one building."""

    def __init__(self, page: BuildingsPage) -> None:
        super().__init__()
        self.page = page
        self.row: BuildingRow | None = None
        self.facts = QLabel()
        self.facts.setWordWrap(True)
        self.facts.setProperty("role", "quiet")
        self.facts.setContentsMargins(16, 0, 16, 8)
        self.uses, self.checks, self.moved = UsesTab(page), ChecksTab(page), MovedTab(page)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setStyleSheet(_TABS)
        for title, tab in (
            (tr("用房分类"), self.uses),
            (tr("检查鉴定"), self.checks),
            (tr("面积变动"), self.moved),
        ):
            self.tabs.addTab(tab, title)
        self.tabs.currentChanged.connect(self._show_tab)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.facts)
        layout.addWidget(self.tabs, 1)

    def show_building(self, row: BuildingRow | None) -> None:
        """Show a building, or nothing."""
        self.row = row
        self.tabs.setEnabled(row is not None)
        self.facts.setText("" if row is None else _facts(row))
        self._show_tab()

    @Slot()
    def _show_tab(self) -> None:
        tab = self.tabs.currentWidget()
        assert isinstance(tab, UsesTab | ChecksTab | MovedTab)
        tab.show_building(self.row)


def _facts(row: BuildingRow) -> str:
    parts = [
        tr("{area}㎡").format(area=amount(row.area)) if row.area is not None else tr("面积未填"),
        row.structure,
        tr("{n}层").format(n=row.floors) if row.floors else "",
        tr("{built}建成").format(built=row.built) if row.built else "",
        tr("{grade}级").format(grade=row.danger_grade) if row.danger_grade else "",
        row.state,
    ]
    told = "　".join(part for part in parts if part)
    if row.state_day is not None and not row.standing:
        told += f"\n{row.state_day} {row.state_document}"
    return told


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
        self.years = QComboBox()
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


class ChecksTab(QWidget):
    """鉴定, 年检 and 受灾 of one building."""

    def __init__(self, page: BuildingsPage) -> None:
        super().__init__()
        self.page = page
        self.building_id = 0
        source = Source(
            noun=tr("记录"),
            measure=tr("条"),
            load=lambda desk: checks.rows(desk, self.building_id) if self.building_id else (),
            enter=lambda desk, cells, new: checks.enter(desk, self.building_id, cells, new),
            delete=checks.delete,
            required=("kind", "day"),
            defaults=lambda: {"day": page.context.desk.today},
            title=lambda row: f"{row.kind} {row.day}",
        )
        columns = [
            cell(
                "kind",
                tr("类别"),
                width=64,
                choices=lambda: [kind.value for kind in CheckKind],
            ),
            cell("day", tr("日期"), Kind.DATE, width=96),
            cell("danger_grade", tr("等级"), width=68, choices=lambda: GRADES),
            cell("finding", tr("结论"), width=150, lines=True),
            cell("measure", tr("措施"), width=130, lines=True),
            cell("body", tr("单位或检查人"), width=130),
            cell("document", tr("文号"), width=130),
        ]
        empty = EmptyState(
            tr("没有检查记录"),
            tr("登记危房鉴定、年度安全检查和受灾情况；最近一次鉴定的等级就是该校舍的危房等级。"),
            [(tr("新增记录"), self._add)],
        )
        self.table = RegisterTable(
            page, "building_checks", "", columns, source, empty=empty, small=True, search=False
        )
        self.table.stored.connect(lambda _result: page.buildings.reload_row(self.building_id))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.table)

    @Slot()
    def _add(self) -> None:
        self.table.add()

    def show_building(self, row: BuildingRow | None) -> None:
        building_id = row.id if row is not None else 0
        if building_id != self.building_id:
            self.building_id = building_id
            self.table.drafts.clear()
            self.table.model.clear_marks()
            self.table.storing.version += 1
        self.table.reload()


class MovedTab(QWidget):
    """What moved the area of one building, with the works behind it."""

    def __init__(self, page: BuildingsPage) -> None:
        super().__init__()
        self.building_id = 0
        source = Source(
            noun=tr("面积变动"),
            measure=tr("笔"),
            load=self._load,
            enter=movements.enter,
            addable=False,
            title=lambda row: f"{row.day} {row.kind.term}",
        )
        wanted = ("day", "kind", "area", "document", "work")
        columns = [each for each in movement_columns(page.choices) if each.key in wanted]
        empty = EmptyState(
            tr("没有面积变动"),
            tr("新建入账、接收、拆除、移交和测量更正都会列在这里，并写明依据文号。"),
        )
        self.table = RegisterTable(
            page, "building_moved", "", columns, source, empty=empty, small=True, search=False
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.table)

    def _load(self, desk: Desk) -> Sequence[Any]:
        return movements.rows(desk, building_id=self.building_id) if self.building_id else ()

    def show_building(self, row: BuildingRow | None) -> None:
        self.building_id = row.id if row is not None else 0
        self.table.storing.version += 1
        self.table.reload()
