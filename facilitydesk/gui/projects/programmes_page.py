"""专项规划: the programmes, their plan versions, and the planned figures of each version."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout

from facilitydesk.domain.cells import Reading, ask, folded
from facilitydesk.domain.messages import tr
from facilitydesk.domain.rates import Basis
from facilitydesk.gui.context import Context
from facilitydesk.gui.projects.plan_tables import LinesTable, VersionsTable
from facilitydesk.gui.register.base import Names, RegisterPage
from facilitydesk.gui.register.draft import column
from facilitydesk.gui.register.empty import EmptyState
from facilitydesk.gui.register.table import RegisterTable, Source
from facilitydesk.gui.widgets.splits import beside, stacked
from facilitydesk.services import regions, schools
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Edit, Edited
from facilitydesk.services.projects import programmes
from facilitydesk.services.projects.plan_lines import TOTAL


class ProgrammesPage(RegisterPage):
    """The page of the programmes: above the programmes, below versions and lines."""

    key = "programmes"
    title = tr("专项规划")
    interests = frozenset({"programme", "plan_version", "plan_line", "project", "region", "school"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        source = Source(
            noun=tr("专项"),
            measure=tr("个"),
            load=lambda desk: programmes.rows(desk, context.as_of),
            enter=self._enter,
            delete=self._delete,
            required=("name",),
            defaults=lambda: {"first_year": context.as_of.year},
            words=lambda row: f"{row.name} {row.short_name}",
        )
        empty = EmptyState(
            tr("还没有专项"),
            tr(
                "专项是项目计入哪个规划的依据，如“义务教育薄弱环节改善与能力提升”。"
                "登记专项后，可录入各版规划的批准文号、日期和规划面积、资金、项目数，"
                "开工率、竣工率即以当时有效的版本为分母。"
            ),
            [(tr("新增专项"), self._add)],
        )
        columns = [
            column("name", head=tr("专项名称"), editable=True, width=300, frozen=True),
            column("short_name", editable=True, width=110),
            column(
                "basis",
                lambda row: Basis(row.basis) if row.basis else None,
                editable=True,
                width=100,
                choices=lambda: [basis.term for basis in Basis],
                parse=_read_basis,
                tip=lambda _row: tr("开工率、竣工率默认按什么计算；空白按“设置”中的默认口径"),
            ),
            column("first_year", editable=True, width=84, show=_year),
            column("last_year", editable=True, width=84, show=_year),
            column("projects", new=False, head=tr("项目数"), width=80),
            column("label", lambda row: row.version, new=False, head=tr("现行版本"), width=130),
            column("note", editable=True, width=220, lines=True),
        ]
        self.table = RegisterTable(self, self.key, self.title, columns, source, empty=empty)
        self.follow_table()
        self.versions = VersionsTable(self)
        self.lines = LinesTable(self)
        self.below = beside(self.versions, self.lines, shares=(5, 6))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(stacked(self.table, self.below, shares=(2, 3)))
        self.below.hide()
        self.table.current_changed.connect(self._on_programme)
        self.table.loaded.connect(self._on_loaded)
        self.table.stored.connect(self._on_loaded)
        self.versions.current_changed.connect(self._on_version)
        self.versions.loaded.connect(self._on_versions)
        self.versions.stored.connect(self._on_plan_stored)
        self.lines.stored.connect(self._on_plan_stored)

    def read_names(self, desk: Desk) -> Names:
        towns = tuple(row.name for row in regions.rows(desk))
        return {"scopes": (TOTAL, *towns, *(row.name for row in schools.rows(desk)))}

    def show_where(self, where: dict[str, Any]) -> None:
        if "programmes" in where:
            for programme_id in where["programmes"]:
                self.table.go_to(programme_id, "name")
        elif "new" in where:
            self._add()

    def _enter(
        self, desk: Desk, cells: Sequence[Edit], new: Sequence[Mapping[str, object]]
    ) -> Edited:
        return programmes.enter(desk, cells, new)

    def _delete(self, desk: Desk, ids: Sequence[int]) -> list[Any]:
        return [programmes.delete(desk, programme_id) for programme_id in ids]

    @Slot()
    def _add(self) -> None:
        self.table.add()

    @Slot()
    def _on_loaded(self) -> None:
        self.below.setVisible(bool(self.table.rows))
        self._on_programme(self.table.current)

    @Slot(object)
    def _on_programme(self, row: Any) -> None:
        self.versions.show_programme(row)

    @Slot()
    def _on_versions(self) -> None:
        self._on_version(self.versions.current)

    @Slot(object)
    def _on_version(self, row: Any) -> None:
        if row is None and self.versions.rows:
            return  # the cursor is in a new version: the lines of the last one stay in sight
        self.lines.setVisible(row is not None)
        self.lines.show_version(row)

    @Slot(object)
    def _on_plan_stored(self, _result: object) -> None:
        """Totals and the version in force stand in the tables above."""
        self.table.reload()


def _read_basis(text: str) -> Reading[Any]:
    plain = folded(text)
    for basis in Basis:
        if plain in (basis.term, basis.term.removeprefix("按"), basis.value):
            return Reading(basis.value)
    if not plain:
        return Reading(None)
    return Reading(
        None,
        problem=ask(
            "not_in_closed_list", text, term=tr("比率口径"), known="、".join(b.term for b in Basis)
        ),
    )


def _year(value: Any) -> str:
    return "" if value is None else str(value)
