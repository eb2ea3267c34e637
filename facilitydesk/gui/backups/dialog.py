"""Going back to a backup while no data file is open: it is damaged, or gone."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QLabel, QVBoxLayout, QWidget

from facilitydesk.domain.messages import tr
from facilitydesk.gui.backups.background import Background
from facilitydesk.gui.backups.copies_view import CopiesView


class RestoreDialog(QDialog):
    """`chosen` is the backup to go back to, `looked` the one to be looked at; else None."""

    def __init__(
        self, data_file: Path, parent: QWidget | None = None, background: Background | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("从备份恢复“{name}”").format(name=data_file.name))
        self.resize(1120, 560)
        self.background = background or Background(self)
        self.chosen: Path | None = None
        self.looked: Path | None = None
        self.copies = CopiesView(self.background)
        words = QLabel(tr("选择一份备份，右侧列出恢复后的数据。现有文件会另外保存，不会丢失。"))
        words.setContentsMargins(16, 12, 16, 8)
        words.setProperty("role", "quiet")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(words)
        layout.addWidget(self.copies, 1)
        self.copies.restore_wanted.connect(self._on_restore)
        self.copies.look_wanted.connect(self._on_look)
        self.finished.connect(self._on_finished)
        self.copies.show_file(data_file)

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self._on_finished()

    @Slot(object)
    def _on_restore(self, source: Path) -> None:
        self.chosen = source
        self.accept()

    @Slot(object)
    def _on_look(self, source: Path) -> None:
        self.looked = source
        self.accept()

    @Slot()
    def _on_finished(self) -> None:
        self.background.close()
