"""The papers and photos of a project: filed by a button or by dropping files, looked at by a copy."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDropEvent, QPixmap
from PySide6.QtWidgets import QFileDialog, QLabel, QVBoxLayout, QWidget

from facilitydesk.domain.messages import tr
from facilitydesk.domain.problems import Trouble
from facilitydesk.gui.register.bar import button
from facilitydesk.gui.register.draft import column
from facilitydesk.gui.register.empty import EmptyState
from facilitydesk.gui.register.table import RegisterTable, Source
from facilitydesk.gui.theme import Tone
from facilitydesk.services.edits import Edited
from facilitydesk.services.projects import attachments
from facilitydesk.services.projects.attachments import AttachmentRow
from facilitydesk.services.projects.photos import is_photo
from facilitydesk.services.projects.row import ProjectRow

if TYPE_CHECKING:
    from facilitydesk.gui.projects.page import ProjectsPage
    from facilitydesk.gui.runner import Step

_PREVIEW = 220


class PapersTab(QWidget):
    """A table of papers with a preview of the current photo."""

    def __init__(self, page: ProjectsPage) -> None:
        super().__init__()
        self.page = page
        self.project_id = 0
        self._copies: tempfile.TemporaryDirectory[str] | None = None
        source = Source(
            noun=tr("资料"),
            measure=tr("份"),
            load=lambda desk: attachments.rows(desk, self.project_id) if self.project_id else (),
            enter=lambda desk, cells, _new: attachments.enter(desk, cells),
            delete=attachments.delete,
            addable=False,
        )
        empty = EmptyState(
            tr("没有资料"),
            tr(
                "批复、合同、验收单和现场照片存放在数据文件旁的同名文件夹中。"
                "把文件拖到这里，或点“添加文件”；照片自动缩小到2000像素。"
            ),
            [(tr("添加文件……"), self.ask)],
        )
        empty.buttons[0].setEnabled(not page.context.desk.readonly)
        columns = [
            column("name", head=tr("名称"), editable=True, new=False, width=180, frozen=True),
            column(
                "kind",
                head=tr("类别"),
                editable=True,
                new=False,
                width=84,
                choices=page.choices("paper_kinds"),
            ),
            column(
                "size",
                _size,
                new=False,
                width=84,
                ink=lambda row: Tone.QUIET if row.there else Tone.RED,
                tip=lambda row: "" if row.there else tr("文件不在资料文件夹中"),
            ),
            column("day", editable=True, new=False, width=96),
            column("number", editable=True, new=False, width=120),
        ]
        self.table = RegisterTable(
            page, "papers", "", columns, source, small=True, search=False, empty=empty
        )
        self.open_button = button(tr("打开"), tr("打开副本查看（双击大小栏）；原件不会被改动"))
        self.add_button = button(tr("添加文件……"), tr("也可以把文件拖到这里"))
        self.add_button.setEnabled(not page.context.desk.readonly)
        self.open_button.clicked.connect(self.open_current)
        self.add_button.clicked.connect(self.ask)
        self.table.bar.extend(self.open_button)
        self.table.bar.extend(self.add_button)
        self.preview = QLabel()
        self.preview.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.preview.setFixedHeight(_PREVIEW)
        self.preview.setStyleSheet(
            f"background: {Tone.GROUND}; border-top: 1px solid {Tone.LINE}; color: {Tone.QUIET};"
        )
        self.preview.hide()
        self.setAcceptDrops(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.preview)
        self.table.current_changed.connect(self._on_current)
        self.table.loaded.connect(self._on_loaded)
        self.table.stored.connect(self._on_stored)
        self.table.view.doubleClicked.connect(self._on_double)

    def show_project(self, row: ProjectRow | None) -> None:
        if row is None or row.id != self.project_id:
            self.table.model.clear_marks()
            self.table.storing.version += 1
            self.preview.hide()
        self.project_id = row.id if row is not None else 0
        self.table.reload()

    def file(self, paths: Sequence[Path]) -> None:
        """File papers with the project; photos are reduced on the way."""
        project_id, desk = self.project_id, self.page.context.desk

        def work(step: Step) -> Edited:
            step(0, 1, tr("存放资料"))
            return attachments.add(desk, project_id, paths)

        def done(_edited: Edited) -> None:
            self.table.reload()
            self.page.reload_projects([project_id])

        def failed(trouble: Trouble) -> None:
            self.table.panel.note.tell(str(trouble), "red")
            self.page.context.notice.emit(str(trouble), "red")

        if paths and project_id:
            self.page.context.runner.job(
                tr("添加资料"), work, done, failed=failed, initiator=self.page
            )

    @Slot()
    def ask(self) -> None:
        """Choose files."""
        names, _ = QFileDialog.getOpenFileNames(self, tr("添加资料"))
        self.file([Path(name) for name in names])

    @Slot()
    def open_current(self) -> None:
        """Open a copy of the current paper with the program that the PC has for it."""
        row: AttachmentRow | None = self.table.current
        if row is None:
            return
        if self._copies is None:
            # A viewer may still hold a copy when the window closes.
            self._copies = tempfile.TemporaryDirectory(
                prefix="facilitydesk-", ignore_cleanup_errors=True
            )
            self.destroyed.connect(self._copies.cleanup)
        try:
            path = attachments.copy_to(self.page.context.desk, row, Path(self._copies.name))
        except Trouble as trouble:
            self.table.panel.note.tell(str(trouble), "red")
            return
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))

    @Slot(object)
    def _on_current(self, row: AttachmentRow | None) -> None:
        self.open_button.setEnabled(row is not None and row.there)
        if row is None or not is_photo(row.name):
            self.preview.hide()
            return

        def show(data: bytes) -> None:
            picture = QPixmap()
            picture.loadFromData(data)
            ratio = self.devicePixelRatioF()
            size = self.preview.size() * ratio
            keep, smooth = (
                Qt.AspectRatioMode.KeepAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
            scaled = picture.scaled(size, keep, smooth)
            scaled.setDevicePixelRatio(ratio)
            self.preview.setPixmap(scaled)
            self.preview.show()

        def failed(trouble: Trouble) -> None:
            self.preview.setText(str(trouble))
            self.preview.setWordWrap(True)
            self.preview.show()

        self.page.context.runner.read(
            lambda desk: attachments.content(desk, row), show, failed=failed
        )

    @Slot()
    def _on_loaded(self) -> None:
        self._on_current(self.table.current)

    @Slot(object)
    def _on_stored(self, _result: object) -> None:
        self.page.reload_projects([self.project_id])

    @Slot()
    def _on_double(self) -> None:
        index = self.table.view.currentIndex()
        if self.table.model.columns[index.column()].key == "size":
            self.open_current()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() and not self.page.context.desk.readonly:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.file([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])
        event.acceptProposedAction()


def _size(row: AttachmentRow) -> str:
    if not row.there:
        return tr("缺失")
    return (
        f"{row.size / 1024:,.0f} KB" if row.size < 1024 * 1024 else f"{row.size / 1048576:,.1f} MB"
    )
