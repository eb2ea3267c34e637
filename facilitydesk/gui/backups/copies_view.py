"""The list of backups of one data file, and beside it what going back to the chosen one would do.

It works without an open data file, so that a damaged one can be restored from the first page.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSplitter,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from facilitydesk.domain.fields import Kind
from facilitydesk.domain.messages import tr
from facilitydesk.domain.problems import Trouble
from facilitydesk.gui.backups import told
from facilitydesk.gui.backups.background import Background, StoppedError
from facilitydesk.gui.grid.column import Column
from facilitydesk.gui.grid.model import GridModel
from facilitydesk.gui.grid.view import GridView
from facilitydesk.gui.theme import Tone
from facilitydesk.gui.widgets.confirm import confirm
from facilitydesk.services.datafile import restore_preview

if TYPE_CHECKING:
    from facilitydesk.services.datafile.restore_preview import Preview


@dataclass(frozen=True)
class Line:
    """One row of the list: a backup, or a file that an earlier restore set aside."""

    path: Path
    number: int | None
    at: str
    reason: str
    state: str
    officer: str = ""
    last: str = ""
    schools: int | None = None
    projects: int | None = None
    entries: int | None = None
    payments: int | None = None
    place: str = ""
    undoes: bool = False  # it takes the last restore back


def _ink(line: Line) -> str:
    return Tone.GREEN if line.state == _VERIFIED else Tone.QUIET


_VERIFIED = tr("已核对")
COLUMNS = (
    Column(
        key="number",
        head=tr("编号"),
        value=lambda r: r.number,
        kind=Kind.COUNT,
        width=56,
        frozen=True,
    ),
    Column(key="at", head=tr("时间"), value=lambda r: r.at, width=128, frozen=True),
    Column(key="reason", head=tr("原因"), value=lambda r: r.reason, width=104),
    Column(key="state", head=tr("核对"), value=lambda r: r.state, width=64, ink=_ink),
    Column(key="officer", head=tr("经办人"), value=lambda r: r.officer, width=72),
    Column(key="last", head=tr("最后一步操作"), value=lambda r: r.last, width=240),
    Column(key="schools", head=tr("学校"), value=lambda r: r.schools, kind=Kind.COUNT, width=56),
    Column(key="projects", head=tr("项目"), value=lambda r: r.projects, kind=Kind.COUNT, width=56),
    Column(key="entries", head=tr("周填报"), value=lambda r: r.entries, kind=Kind.COUNT, width=72),
    Column(key="payments", head=tr("支付"), value=lambda r: r.payments, kind=Kind.COUNT, width=56),
    Column(key="place", head=tr("所在文件夹"), value=lambda r: r.place, width=200),
)


class CopiesView(QWidget):
    """Signals: `restore_wanted(path)` after the officer agreed, `look_wanted(path)`."""

    restore_wanted = Signal(object)
    look_wanted = Signal(object)
    listed = Signal(object)  # the lines

    def __init__(self, background: Background, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.background = background
        self.data_file: Path | None = None
        self.seen: Preview | None = None
        self.chosen: Line | None = None
        self._before: Line | None = None  # what the last restore set aside
        self._asking = False
        self.model = GridModel(COLUMNS, row_id=lambda line: str(line.path))
        self.model.readonly = True
        self.view = GridView(self.model)
        self.empty = QLabel()
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setProperty("role", "quiet")
        self.empty.setWordWrap(True)
        self.answer = QTextBrowser()
        self.answer.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.answer.document().setDocumentMargin(12)
        self.restore = QPushButton(tr("恢复到这一份……"))
        self.restore.setProperty("primary", True)
        self.undo = QPushButton(tr("退回恢复前……"))
        self.undo.setToolTip(tr("撤销上一次恢复：回到恢复前保存的数据文件"))
        self.undo.hide()
        self.look = QPushButton(tr("只读查看"))
        self.look.setToolTip(tr("打开这一份看一看，不会改动它"))
        self.may_restore = True
        self._lay_out()
        self.view.selectionModel().currentRowChanged.connect(self._on_current)
        self.restore.clicked.connect(self.ask)
        self.look.clicked.connect(self._on_look)
        self.undo.clicked.connect(self.undo_restore)
        self._enable()

    def show_file(self, data_file: Path, *, newest: bool = False) -> None:
        """List the backups of a data file, which may be damaged or gone.

        What the officer chose stays chosen when the list is read again, unless the `newest` is
        meant (made by hand just now): a backup made meanwhile must not be restored instead.
        """
        self.data_file = data_file
        if newest:
            self._choose(None)

        def done(lines: tuple[Line, ...]) -> None:
            kept = self.chosen.path if self.chosen is not None else None
            self.model.set_rows(lines)
            words = tr("还没有备份。有修改时每30分钟、关闭时和导入前会自动备份。")
            self.empty.setText("" if lines else words)
            self.empty.setVisible(not lines)
            self.view.setVisible(bool(lines))
            self._before = next((line for line in lines if line.undoes), None)
            self.undo.setVisible(self._before is not None)
            self._choose(_to_show(lines, kept))
            row = self.model.line_of(str(self.chosen.path)) if self.chosen is not None else None
            if row is not None:
                self.view.setCurrentIndex(self.model.index(row, 0))
            self.listed.emit(lines)

        self.background.run(lambda: lines_of(data_file), done, self._on_trouble)

    @Slot()
    def ask(self) -> None:
        """Say once more what happens, then hand the wish out."""
        line = self.chosen
        if line is None or self.seen is None:
            return
        lost = self.seen.differences.lost_count if self.seen.differences else 0
        words = tr("现有数据文件会另外保存为“恢复前”文件，以后还可以退回。")
        if lost:
            words = tr("此后的{lost}步操作将不在数据中。").format(lost=lost) + words
        question = tr("恢复到{at}的备份（{reason}）吗？").format(at=line.at, reason=line.reason)
        if line.number is None:
            question = tr("退回到{at}恢复前的数据吗？").format(at=line.at)
        if confirm(self, question, words, yes=tr("恢复")):
            self.restore_wanted.emit(line.path)

    @Slot()
    def undo_restore(self) -> None:
        """Go back to the file before the last restore; asks as soon as it was compared."""
        if self._before is None:
            return
        row = self.model.line_of(str(self._before.path))
        if row is None:
            return
        if self.seen is not None and self.chosen == self._before:
            self.ask()
            return
        self._asking = True
        self.view.setCurrentIndex(self.model.index(row, 0))

    @Slot()
    def _on_look(self) -> None:
        if self.chosen is not None:
            self.look_wanted.emit(self.chosen.path)

    @Slot()
    def _on_current(self) -> None:
        index = self.view.currentIndex()
        line = self.model.row_at(index.row()) if index.isValid() else None
        if line is None or self.chosen is None or line.path != self.chosen.path:
            self._choose(line)

    def _choose(self, line: Line | None) -> None:
        self.chosen, self.seen = line, None
        self._enable()
        data_file = self.data_file
        if line is None or data_file is None:
            self.answer.clear()
            return
        self.answer.setHtml(f"<p style='color:{Tone.QUIET}'>{tr('正在核对并比较……')}</p>")

        def done(seen: Preview) -> None:
            if self.chosen is line:
                self.seen = seen
                self.answer.setHtml(told.as_html(seen))
                self._enable()
                if self._asking:
                    self._asking = False
                    self.ask()

        def failed(trouble: Trouble) -> None:
            if self.chosen is line:
                self._asking = False
                self._on_trouble(trouble)

        background, source = self.background, line.path

        def work() -> Preview:
            if self.chosen is not line:  # another was chosen while this one waited
                raise StoppedError
            background.step(0, 0)
            return restore_preview.preview(data_file, source, background.step)

        background.run(work, done, failed)

    def _on_trouble(self, trouble: Trouble) -> None:
        self.answer.setHtml(f"<p style='color:{Tone.RED}'><b>{trouble}</b></p>")

    def _enable(self) -> None:
        self.restore.setEnabled(self.seen is not None and self.may_restore)
        self.undo.setEnabled(self.may_restore)
        self.look.setEnabled(self.chosen is not None)

    def _lay_out(self) -> None:
        right = QWidget()
        below = QHBoxLayout()
        below.setContentsMargins(12, 8, 12, 12)
        below.setSpacing(8)
        below.addWidget(self.restore)
        below.addWidget(self.look)
        below.addWidget(self.undo)
        below.addStretch(1)
        side = QVBoxLayout(right)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(0)
        side.addWidget(self.answer, 1)
        side.addLayout(below)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.view, 1)
        column.addWidget(self.empty, 1)
        self.empty.hide()
        split = QSplitter()
        split.setChildrenCollapsible(False)
        split.addWidget(left)
        split.addWidget(right)
        split.setStretchFactor(0, 1)
        split.setSizes([640, 400])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(split)


def _to_show(lines: tuple[Line, ...], kept: Path | None) -> Line | None:
    """The line that was chosen before, else the newest backup that was verified."""
    chosen = next((line for line in lines if line.path == kept), None)
    newest = next((line for line in lines if line.state == _VERIFIED), None)
    return chosen or newest or (lines[0] if lines else None)


def lines_of(data_file: Path) -> tuple[Line, ...]:
    """The list: files set aside by a restore first, then the backups, newest first."""
    from facilitydesk.services.datafile import backups, restoring

    aside = [
        Line(
            found.path,
            None,
            f"{found.at:%Y-%m-%d %H:%M}",
            tr("损坏的原文件") if found.damaged else tr("恢复前的文件"),
            "",
            place=str(found.path.parent),
            undoes=not found.damaged,
        )
        for found in restoring.asides(data_file)
    ]
    copies = []
    for copy in backups.copies(backups.places_of(data_file)):
        rows = copy.rows
        copies.append(
            Line(
                copy.path,
                copy.number,
                f"{copy.at:%Y-%m-%d %H:%M}",
                copy.reason.term,
                _VERIFIED if copy.verified else tr("未核对"),
                copy.last.officer,
                copy.last.label,
                rows.get("school"),
                rows.get("project"),
                rows.get("week_entry"),
                rows.get("payment"),
                str(copy.path.parent),
            )
        )
    return (*aside, *copies)
