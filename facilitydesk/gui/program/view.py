"""设置—程序版本: which program runs, where its things lie, upgrading and going back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from facilitydesk import __version__, handover, places
from facilitydesk.domain.messages import tr
from facilitydesk.gui.context import Context
from facilitydesk.gui.theme import Tone, font
from facilitydesk.services.datafile import backups
from facilitydesk.services.desk import Desk
from facilitydesk.services.program import files as program_files
from facilitydesk.services.program import kept_programs


class ProgramView(QWidget):
    """Facts at the top, three buttons below; what they do is the shell's business."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.setObjectName("program")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setStyleSheet(f"#program {{ background: {Tone.SURFACE}; }}")
        self.grid = QGridLayout()
        self.grid.setHorizontalSpacing(16)
        self.grid.setVerticalSpacing(8)
        self.grid.setColumnMinimumWidth(0, 120)
        self.grid.setColumnStretch(1, 1)
        self.facts: dict[str, QLabel] = {}
        for key, term in (
            ("version", tr("程序版本")),
            ("program", tr("程序所在")),
            ("data", tr("数据文件")),
            ("backups", tr("备份文件夹")),
            ("settings", tr("设置和日志")),
            ("older", tr("可以退回的版本")),
        ):
            row = self.grid.rowCount()
            name = QLabel(term)
            name.setProperty("role", "quiet")
            label = self.facts[key] = QLabel()
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self.grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
            self.grid.addWidget(label, row, 1)
        self.upgrade = QPushButton(tr("从U盘升级……"))
        self.upgrade.setProperty("primary", True)
        self.go_back = QPushButton(tr("退回上一版本……"))
        self.forward = QPushButton()
        self.news = QPushButton(tr("更新说明"))
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.upgrade, self.go_back, self.forward, self.news):
            buttons.addWidget(button)
        buttons.addStretch(1)
        head = QLabel(tr("程序版本"))
        head.setFont(font(bold=True))
        hint = QLabel(
            tr(
                "升级前自动备份数据并保留现在的程序。退回时，如果旧版打不开今天的数据，"
                "就取回升级前的备份，今天的数据另存在旁边，不会丢失。"
            )
        )
        hint.setWordWrap(True)
        hint.setProperty("role", "quiet")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 16, 24, 24)
        layout.setSpacing(12)
        layout.addWidget(head)
        layout.addLayout(self.grid)
        layout.addLayout(buttons)
        layout.addWidget(hint)
        layout.addStretch(1)
        self.upgrade.clicked.connect(lambda: context.program_wanted.emit("upgrade"))
        self.go_back.clicked.connect(lambda: context.program_wanted.emit("back"))
        self.forward.clicked.connect(lambda: context.program_wanted.emit("forward"))
        self.news.clicked.connect(lambda: context.program_wanted.emit("news"))

    def refresh(self) -> None:
        """Show what is the case now."""
        self.context.runner.read(_facts, self._show)

    def _show(self, facts: dict[str, Any]) -> None:
        for key, label in self.facts.items():
            label.setText(str(facts[key]))
        installed = handover.installed_version()
        returned = installed != __version__ and places.portable() is None
        self.forward.setText(tr("改用已安装的{version}").format(version=installed))
        self.forward.setVisible(returned)
        self.go_back.setEnabled(bool(facts["can_go_back"]) and not returned)


def _facts(desk: Desk) -> dict[str, Any]:
    """Read on the worker."""
    own = places.portable()
    running = kept_programs.running()
    portable = tr("（便携版：设置、日志、临时文件都在这个文件夹里）")
    server = not isinstance(desk.place, Path)
    older = kept_programs.kept()
    built = program_files.built(running) if running else ""
    return {
        "version": f"{__version__}（{built}）" if built else __version__,
        "program": f"{running}{portable if own else ''}" if running else tr("从源代码运行"),
        "data": tr("服务器") if server else str(desk.place),
        "backups": tr("由服务器管理员备份") if server else str(backups.places(desk).folder),
        "settings": f"{places.settings_folder()}\n{places.log_folder()}",
        "older": "、".join(each.version for each in older) or tr("无"),
        "can_go_back": bool(older),
    }
