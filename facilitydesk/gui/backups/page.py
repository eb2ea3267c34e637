"""备份与恢复: where the backups go, what there is, and going back to one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from facilitydesk import places
from facilitydesk.domain.messages import sentence, tr
from facilitydesk.domain.problems import Trouble
from facilitydesk.gui.backups.background import Background
from facilitydesk.gui.backups.copies_view import CopiesView
from facilitydesk.gui.context import Context
from facilitydesk.gui.page import Page
from facilitydesk.gui.theme import Tone
from facilitydesk.services import settings
from facilitydesk.services.datafile import asides, backups, second_place
from facilitydesk.services.datafile.plain_copy import REPORT
from facilitydesk.services.desk import Desk
from facilitydesk.services.people import phones


class BackupPage(Page):
    """The folders at the top, the list and what a restore would do below."""

    key = "restore"
    title = tr("备份与恢复")

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.background = Background(self)
        self.where: backups.Places | None = None
        self._newest = False  # a backup was asked for here: it is the one to look at
        self.copies = CopiesView(self.background)
        self.folder, self.second, self.warning = QLabel(), QLabel(), QLabel()
        self.warning.setWordWrap(True)
        self.warning.setStyleSheet(
            f"background:{Tone.AMBER_SOFT}; color:{Tone.INK}; padding:6px 12px; border-radius:3px;"
        )
        self.now = QPushButton(tr("立即备份"))
        self.now.setProperty("primary", True)
        self.open_folder = QPushButton(tr("打开备份文件夹"))
        self.change_folder = QPushButton(tr("更换……"))
        self.change_second = QPushButton(tr("选择U盘或另一磁盘……"))
        self.whole_phones = QCheckBox(tr("写出完整电话（记入日志）"))
        self.whole_phones.setToolTip(
            tr("数据副本.xlsx 在备份旁，不用本程序也能打开；不勾选时隐去电话中间四位")
        )
        self.server = QLabel()
        self.server.setWordWrap(True)
        self.server.setContentsMargins(16, 16, 16, 16)
        self._lay_out()
        self.now.clicked.connect(self.back_up)
        self.open_folder.clicked.connect(self._on_open)
        self.change_folder.clicked.connect(self._on_folder)
        self.change_second.clicked.connect(self._on_second)
        self.whole_phones.clicked.connect(self._on_phones)
        self.copies.restore_wanted.connect(self._on_restore)
        self.copies.look_wanted.connect(self._on_look)
        self.copies.may_restore = context.desk.may("restore")
        context.backed_up.connect(self.mark_stale)
        self.destroyed.connect(self.background.close)

    def refresh(self) -> None:
        newest, self._newest = self._newest, False
        desk = self.context.desk
        if not isinstance(desk.place, Path):
            self.server.setText(sentence("backup.server", {}))
            self.server.show()
            self.body.hide()
            return
        self.server.hide()

        def shown(found: tuple[backups.Places, str, bool]) -> None:
            self.where, reminder, whole = found
            self.whole_phones.setChecked(whole)
            self.folder.setText(str(self.where.folder))
            second = self.where.second
            self.second.setText(str(second) if second else tr("未设置"))
            self.warning.setText(reminder)
            self.warning.setVisible(bool(reminder))
            for button in (self.now, self.change_folder, self.change_second, self.whole_phones):
                button.setEnabled(not desk.readonly)

        self.context.runner.read(_state, shown)
        self.copies.show_file(backups.data_file_of(desk.place), newest=newest)

    @Slot(object, object)
    def _on_changed(self, _changes: Any, initiator: object) -> None:
        """Whatever is changed: what a restore would lose is another thing then."""
        if initiator is not self:
            self.mark_stale()

    @Slot()
    def back_up(self) -> None:
        """立即备份: the copy, the papers, the second place, and the plain workbook."""
        desk = self.context.desk

        def work(step: Any) -> tuple[backups.Copy, Trouble | None]:
            made = backups.back_up(desk, backups.Reason.HAND, step=step)
            backups.keep_papers(desk, made.path.parent, step)
            try:
                second_place.to_second(desk, made, step)
            except Trouble as trouble:
                return made, trouble
            return made, None

        def done(found: tuple[backups.Copy, Trouble | None]) -> None:
            from facilitydesk.gui.backups.keeper import book_writer

            made, trouble = found
            self.children_running.append(book_writer(made.path, made.path.parent))
            words = tr("已备份并核对：{name}").format(name=made.path.name)
            self.context.notice.emit(*((str(trouble), "red") if trouble else (words, "info")))
            self._newest = True
            self.mark_stale()

        self.context.runner.job(tr("备份"), work, done)

    @Slot()
    def _on_open(self) -> None:
        if self.where is not None and self.where.folder.is_dir():
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.where.folder)))

    @Slot()
    def _on_folder(self) -> None:
        self._choose("backup.folder", tr("备份文件夹"))

    @Slot()
    def _on_second(self) -> None:
        self._choose("backup.second", tr("第二备份位置"))

    @Slot(bool)
    def _on_phones(self, on: bool) -> None:
        self.context.runner.do(lambda desk: phones.choose(desk, REPORT, tr("数据副本"), on=on))

    def _choose(self, key: str, title: str) -> None:
        if self.where is None:
            return
        current = self.where.folder if key == "backup.folder" else self.where.second
        start = str(current or places.documents())
        chosen = QFileDialog.getExistingDirectory(self, title, start)
        if not chosen:
            return
        folder = Path(chosen)
        value = "" if folder == self.where.default else str(folder)
        self.context.runner.do(lambda desk: settings.change(desk, key, value))
        if key == "backup.second" and second_place.on_same_disk(self.where, folder):
            self.context.notice.emit(sentence("backup.same_disk", {"folder": folder}), "yellow")

    @Slot(object)
    def _on_restore(self, source: Path) -> None:
        desk = self.context.desk
        if isinstance(desk.place, Path):
            data_file = backups.data_file_of(desk.place)
            self.context.restore_wanted.emit(data_file, source, self.copies.seen)

    @Slot(object)
    def _on_look(self, source: Path) -> None:
        self.context.look_wanted.emit(source)

    def _lay_out(self) -> None:
        self.children_running: list[Any] = []
        title = QLabel(self.title)
        title.setProperty("role", "title")
        words = QLabel(tr("每份备份都重新打开、逐行核对后才算数；只有较旧的会自动清理"))
        words.setToolTip(
            tr(
                "备份：两天内全部，之后12天每天、10周每周、9个月每月留一份，最新一份核对过的总会保留。\n"
                "恢复前和损坏的原文件：各留最近{count}份，更早的在另有核对过的新备份后清理。"
            ).format(count=asides.KEPT)
        )
        kept = QLabel(
            tr("恢复前和损坏的原文件各留最近{count}份，更早的另有新备份后清理").format(
                count=asides.KEPT
            )
        )
        kept.setProperty("role", "quiet")
        words.setProperty("role", "quiet")
        head = QHBoxLayout()
        head.setContentsMargins(16, 8, 16, 8)
        head.setSpacing(12)
        head.addWidget(title)
        head.addWidget(words)
        head.addStretch(1)
        head.addWidget(self.open_folder)
        head.addWidget(self.now)
        places = QGridLayout()
        places.setContentsMargins(16, 0, 16, 8)
        places.setHorizontalSpacing(12)
        places.setVerticalSpacing(4)
        for row, (term, label, button) in enumerate(
            (
                (tr("备份文件夹"), self.folder, self.change_folder),
                (tr("第二备份位置"), self.second, self.change_second),
            )
        ):
            name = QLabel(term)
            name.setProperty("role", "quiet")
            button.setProperty("flat", True)
            places.addWidget(name, row, 0)
            places.addWidget(label, row, 1)
            places.addWidget(button, row, 2, Qt.AlignmentFlag.AlignLeft)
        plain = QLabel(tr("数据副本"))
        plain.setProperty("role", "quiet")
        places.addWidget(plain, 2, 0)
        places.addWidget(self.whole_phones, 2, 1)
        places.addWidget(kept, 2, 3, Qt.AlignmentFlag.AlignRight)
        places.setColumnStretch(3, 1)
        warned = QHBoxLayout()
        warned.setContentsMargins(16, 0, 16, 8)
        warned.addWidget(self.warning)
        self.warning.hide()
        self.body = QWidget()
        inner = QVBoxLayout(self.body)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        inner.addLayout(head)
        inner.addLayout(places)
        inner.addLayout(warned)
        inner.addWidget(self.copies, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.server)
        layout.addWidget(self.body, 1)
        self.server.hide()


def _state(desk: Desk) -> tuple[backups.Places, str, bool]:
    whole = phones.full(desk, REPORT)
    where = backups.places(desk)
    reminder = second_place.second_overdue(desk)
    if where.second is not None and not second_place.at_hand(where):
        return where, sentence("backup.second_away", {"folder": where.second}), whole
    if where.second is not None and second_place.on_same_disk(where, where.second):
        return where, sentence("backup.same_disk", {"folder": where.second}), whole
    return where, str(reminder or ""), whole
