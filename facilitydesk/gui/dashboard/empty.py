"""What the dashboard says before there is a project: what the page is for, and the first steps."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from facilitydesk.domain.messages import tr


class EmptyBoard(QWidget):
    """`wanted(step)`: "import", "new" or "all" (show all programmes)."""

    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.title, self.words = QLabel(), QLabel()
        self.title.setProperty("role", "title")
        self.words.setProperty("role", "quiet")
        self.words.setWordWrap(True)
        self.words.setFixedWidth(520)
        self.take = QPushButton(tr("导入项目表……"))
        self.take.setProperty("primary", True)
        self.new = QPushButton(tr("新增项目"))
        self.every = QPushButton(tr("查看全部专项"))
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button, step in ((self.take, "import"), (self.new, "new"), (self.every, "all")):
            button.clicked.connect(lambda _checked=False, step=step: self.wanted.emit(step))
            buttons.addWidget(button)
        buttons.addStretch(1)
        inner = QVBoxLayout()
        inner.setSpacing(12)
        inner.addWidget(self.title)
        inner.addWidget(self.words)
        inner.addLayout(buttons)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addLayout(inner)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.addStretch(2)
        layout.addLayout(row)
        layout.addStretch(3)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def show_file_empty(self, *, readonly: bool) -> None:
        """The data file holds no project at all."""
        self.title.setText(tr("还没有项目"))
        self.words.setText(
            tr(
                "概览按任意一天汇总开工率、竣工率、投资完成率、采购完成率和填报率，"
                "并列出滞后的项目。先把县里现有的项目表（xlsx、xls、csv）导入，或者逐个新增项目。"
            )
        )
        for button in (self.take, self.new):
            button.setVisible(True)
            button.setEnabled(not readonly)
        self.every.hide()

    def show_scope_empty(self) -> None:
        """There are projects, but none in what is asked for."""
        self.title.setText(tr("本范围内没有项目"))
        self.words.setText(tr("所选专项、年度或口径下没有项目；可以改选专项，或查看全部专项。"))
        self.take.hide()
        self.new.hide()
        self.every.show()
