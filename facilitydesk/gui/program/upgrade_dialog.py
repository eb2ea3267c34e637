"""从U盘升级: which release, what was compared, what was kept, and the last step by a button."""

from __future__ import annotations

import time
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from facilitydesk import __version__
from facilitydesk.domain.messages import tr
from facilitydesk.domain.problems import Trouble
from facilitydesk.gui.backups.background import Background
from facilitydesk.gui.theme import Tone
from facilitydesk.services.desk import Desk
from facilitydesk.services.program import release, release_folders
from facilitydesk.services.program import upgrade as program_upgrade
from facilitydesk.services.program.release import Kind, Release
from facilitydesk.services.program.upgrade import Ready

_EVERY = 0.1  # seconds between two lines of progress
_LAST = {
    Kind.SETUP: tr("关闭程序并安装"),
    Kind.PACKAGE: tr("关闭程序并打开安装包"),
    Kind.FOLDER: tr("关闭程序并启用新版"),
}


class UpgradeDialog(QDialog):
    """Accepted with `ready` set: the program is to be closed and the release handed over."""

    _progressed = Signal(int, int, str)

    def __init__(self, data: Desk | Path | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("从U盘升级"))
        self.resize(640, 340)
        self.data = data
        self.ready: Ready | None = None
        self.release: Release | None = None
        self.background = Background(self)
        self._told = 0.0
        self.folder = QLineEdit()
        self.folder.setReadOnly(True)
        self.folder.setPlaceholderText(tr("存放新版安装程序的文件夹"))
        self.choose = QPushButton(tr("选择文件夹……"))
        self.choose.clicked.connect(self._on_choose)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.folder, 1)
        line.addWidget(self.choose)
        self.state = QLabel()
        self.state.setWordWrap(True)
        self.state.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.state.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.command = QLineEdit()
        self.command.setReadOnly(True)
        self.copy = QPushButton(tr("复制命令"))
        self.copy.clicked.connect(self._on_copy)
        self.command_line = QWidget()
        with_copy = QHBoxLayout(self.command_line)
        with_copy.setContentsMargins(0, 0, 0, 0)
        with_copy.setSpacing(8)
        with_copy.addWidget(self.command, 1)
        with_copy.addWidget(self.copy)
        self.command_line.hide()
        self.bar = QProgressBar()
        self.bar.hide()
        self.go = QPushButton(tr("备份并升级"))
        self.go.setProperty("primary", True)
        self.go.setEnabled(False)
        self.go.clicked.connect(self._on_go)
        self.leave = QPushButton(tr("取消"))
        self.leave.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self.go)
        buttons.addWidget(self.leave)
        words = QLabel(
            tr(
                "现在的版本是{now}。先核对新版文件，再备份数据、保留现在的程序，然后才升级。"
            ).format(now=__version__)
        )
        words.setWordWrap(True)
        words.setProperty("role", "quiet")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(12)
        layout.addWidget(words)
        layout.addLayout(line)
        layout.addWidget(self.state)
        layout.addWidget(self.command_line)
        layout.addStretch(1)
        layout.addWidget(self.bar)
        layout.addLayout(buttons)
        self._progressed.connect(self._on_progress)
        self.finished.connect(lambda _code: self.background.close())
        self.say(tr("正在查找U盘……"))
        self.background.run(release_folders.folders, self._on_folders, self._on_trouble)

    def say(self, text: str, tone: str = Tone.INK) -> None:
        self.state.setStyleSheet(f"color: {tone};")
        self.state.setText(text)

    def look_into(self, folder: Path) -> None:
        """Compare the release in a folder; the answer stands in the dialog."""
        self.folder.setText(str(folder))
        self.release = None
        self.go.setEnabled(False)
        self.say(tr("正在核对……"))
        self.background.run(lambda: release.find(folder), self._on_found, self._on_trouble)

    @Slot()
    def _on_choose(self) -> None:
        chosen = QFileDialog.getExistingDirectory(
            self, tr("选择存放新版安装程序的文件夹"), self.folder.text()
        )
        if chosen:
            self.look_into(Path(chosen))

    def _on_folders(self, found: tuple[Path, ...]) -> None:
        if self.folder.text():
            return
        if found:
            self.look_into(found[0])
        else:
            self.say(tr("没有在U盘上找到新版安装程序；请插入U盘后点“选择文件夹……”。"))

    def _on_found(self, found: Release) -> None:
        self.release = found
        signed = tr("，信息中心的签名有效") if found.signed else ""
        self.say(
            tr("找到版本{version}（{name}），与校验清单一致{signed}。").format(
                version=found.version, name=found.path.name, signed=signed
            ),
            Tone.GREEN,
        )
        self.go.setEnabled(True)
        self.go.setFocus()

    def _on_trouble(self, trouble: Trouble) -> None:
        self.bar.hide()
        self.choose.setEnabled(True)
        self.leave.setEnabled(True)
        self.say(str(trouble), Tone.RED)

    @Slot()
    def _on_go(self) -> None:
        if self.ready is not None:
            self.accept()
            return
        wanted = self.release
        if wanted is None:
            return
        for button in (self.go, self.choose):
            button.setEnabled(False)
        self.bar.show()
        self.background.run(
            lambda: program_upgrade.prepare(wanted, self.data, step=self._step),
            self._on_ready,
            self._on_trouble,
        )

    def _on_ready(self, ready: Ready) -> None:
        self.ready = ready
        self.bar.hide()
        lines = []
        if ready.backup is not None:
            lines.append(tr("数据已备份并核对：{name}").format(name=ready.backup.path.name))
        if ready.way_back:
            lines.append(tr("现在的程序{now}已保留，可以退回。").format(now=__version__))
        if ready.release.kind is Kind.PACKAGE:
            lines.append(
                tr("安装需要管理员密码：点下面的按钮打开安装包，或由管理员运行这一行命令。")
            )
            self.command.setText(ready.command)
            self.command_line.show()
        else:
            lines.append(tr("接着关闭程序，安装完成后自动打开新版。"))
        self.say("\n".join(lines))
        self.go.setText(_LAST[ready.release.kind])
        self.go.setEnabled(True)
        self.go.setFocus()

    @Slot()
    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self.command.text())

    def _step(self, done: int, total: int, text: str) -> None:
        """Called on the background's thread, often; ends it when the dialog was closed."""
        self.background.step(done, total, text)
        now = time.monotonic()
        if now - self._told >= _EVERY or done == total:
            self._told = now
            self._progressed.emit(round(1000 * done / total) if total else 0, 1000, text)

    @Slot(int, int, str)
    def _on_progress(self, done: int, total: int, text: str) -> None:
        if self.ready is None:
            self.bar.setMaximum(total)
            self.bar.setValue(done)
            self.say(text + "……")
