"""The card of a building at the right: its area by use, its checks, and what moved its area."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLabel, QTabWidget, QVBoxLayout, QWidget

from facilitydesk.domain.fields import Kind
from facilitydesk.domain.messages import tr
from facilitydesk.domain.rounding import amount
from facilitydesk.domain.words.area_terms import CheckKind
from facilitydesk.gui.areas.building_uses import UsesTab
from facilitydesk.gui.areas.columns import GRADES, cell, movement_columns
from facilitydesk.gui.register.empty import EmptyState
from facilitydesk.gui.register.table import RegisterTable, Source
from facilitydesk.gui.theme import Tone
from facilitydesk.services.areas import checks, movements
from facilitydesk.services.areas.buildings import BuildingRow
from facilitydesk.services.desk import Desk

if TYPE_CHECKING:
    from facilitydesk.gui.areas.page import BuildingsPage

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
