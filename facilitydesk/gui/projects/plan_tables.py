"""The versions of a programme's plan, and the planned figures of one version by place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLabel

from facilitydesk.domain.messages import tr
from facilitydesk.gui.page import Page
from facilitydesk.gui.register.bar import button
from facilitydesk.gui.register.base import RegisterPage
from facilitydesk.gui.register.draft import column
from facilitydesk.gui.register.empty import EmptyState
from facilitydesk.gui.register.table import RegisterTable, Source
from facilitydesk.gui.theme import Tone
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Edit, Edited
from facilitydesk.services.projects import plan_lines, programmes

if TYPE_CHECKING:
    from facilitydesk.services.projects.plan_lines import LineRow
    from facilitydesk.services.projects.programmes import ProgrammeRow, VersionRow


class VersionsTable(RegisterTable):
    """The versions of one programme, the newest first."""

    def __init__(self, page: Page) -> None:
        self.programme_id = 0
        source = Source(
            noun=tr("规划版本"),
            measure=tr("版"),
            load=lambda desk: (
                programmes.versions(desk, self.programme_id) if self.programme_id else ()
            ),
            enter=self._enter,
            delete=lambda desk, ids: [programmes.delete_version(desk, n) for n in ids],
            required=("label", "day"),
            title=lambda row: row.label,
        )
        columns = [
            column("label", editable=True, width=140, frozen=True),
            column("day", head=tr("批准日期"), editable=True, width=96),
            column("document", head=tr("批准文号"), editable=True, width=150),
            column("area", new=False, width=104),
            column("money", new=False, width=104),
            column("reason", editable=True, width=160, lines=True),
        ]
        empty = EmptyState(
            tr("还没有规划版本"),
            tr(
                "规划调整时新增一版，写明批准日期和文号；原来的版本保留，"
                "各日期的比率以当时有效的版本为分母。"
            ),
            [(tr("新增规划版本"), self.add)],
        )
        super().__init__(
            page,
            "versions",
            tr("规划版本"),
            columns,
            source,
            empty=empty,
            small=True,
            search=False,
        )
        self.copy = button(tr("以此为底新增"), tr("新增一版，规划数照抄所选版本，再修改有变动的"))
        self.copy.clicked.connect(self._on_copy)
        self.bar.extend(self.copy)
        self._copy_of: int | None = None

    def show_programme(self, row: ProgrammeRow | None) -> None:
        programme_id = row.id if row is not None else 0
        if programme_id != self.programme_id:
            self.programme_id = programme_id
            self.drafts.clear()
            self.model.clear_marks()
            self.storing.version += 1
        self.reload()

    @Slot()
    def _on_copy(self) -> None:
        current: VersionRow | None = self.current
        self._copy_of = current.id if current is not None else None
        self.add()
        if current is not None:
            self.panel.note.tell(
                tr("填写新版本的名称和批准日期后，照抄“{label}”的规划数。").format(
                    label=current.label
                )
            )

    def _enter(
        self, desk: Desk, cells: Sequence[Edit], new: Sequence[Mapping[str, object]]
    ) -> Edited:
        copy_of, self._copy_of = self._copy_of, None if new else self._copy_of
        return programmes.enter_versions(
            desk, cells, new, programme_id=self.programme_id, copy_of=copy_of
        )


class LinesTable(RegisterTable):
    """The planned figures of one version: in all, by township, by school."""

    def __init__(self, page: RegisterPage) -> None:
        self.version_id = 0
        self._sums: tuple[str, ...] = ()
        source = Source(
            noun=tr("规划数"),
            measure=tr("行"),
            load=self._load,
            enter=lambda desk, cells, new: plan_lines.enter(
                desk, cells, new, version_id=self.version_id
            ),
            delete=plan_lines.delete,
            required=("scope",),
            title=lambda row: row.scope,
        )
        columns = [
            column("scope", width=150, frozen=True, choices=page.choices("scopes")),
            column("area", editable=True, width=112),
            column("money", editable=True, width=112),
            column("equipment", head=tr("设备资金"), editable=True, width=104),
            column("projects", head=tr("项目数"), editable=True, width=76),
        ]
        empty = EmptyState(
            tr("还没有规划数"),
            tr(
                "先填合计行：规划面积、资金、设备资金和项目数；需要按乡镇或学校考核的，再逐行填写。"
                "没有规划数的，以在库单项工程之和为分母。"
            ),
            [(tr("填写合计"), self._add_total)],
        )
        super().__init__(
            page, "plan_lines", tr("规划数"), columns, source, empty=empty, small=True, search=False
        )
        self.sums = QLabel()
        self.sums.setWordWrap(True)
        self.sums.setStyleSheet(
            f"background: {Tone.AMBER_SOFT}; color: {Tone.AMBER}; padding: 5px 16px;"
        )
        self.sums.hide()
        box = self.layout()
        assert box is not None
        box.addWidget(self.sums)
        self.loaded.connect(self._show_sums)
        self.stored.connect(self._show_sums)

    def show_version(self, row: VersionRow | None) -> None:
        version_id = row.id if row is not None else 0
        if version_id != self.version_id:
            self.version_id = version_id
            self.drafts.clear()
            self.model.clear_marks()
            self.storing.version += 1
        if row is not None:
            self.bar.title.setText(tr("规划数：{label}").format(label=row.label))
            self.reload()

    @Slot()
    def _show_sums(self) -> None:
        self.sums.setText("\n".join(self._sums))
        self.sums.setVisible(bool(self._sums))

    def _load(self, desk: Desk) -> Sequence[LineRow]:
        lines = plan_lines.rows(desk, self.version_id)
        self._sums = tuple(problem.message for problem in lines.problems)
        return lines.rows

    @Slot()
    def _add_total(self) -> None:
        version_id = self.version_id

        def done(edited: Edited) -> None:
            self.storing.version += 1
            self.reload()
            self.stored.emit(edited)

        self.context.runner.do(
            lambda desk: plan_lines.add(desk, version_id), done=done, initiator=self.page
        )
