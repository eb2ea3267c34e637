"""What stands above a report's pages: its title and first options, the actions, the zoom."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from facilitydesk.domain.messages import tr
from facilitydesk.gui.report.paper_bar import PaperBar
from facilitydesk.gui.theme import Tone


class ReportHead(QWidget):
    """The buttons; what they do is connected by the view."""

    def __init__(self, options: QWidget, bar: PaperBar) -> None:
        super().__init__()
        self.setObjectName("reportHead")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setStyleSheet(
            f"#reportHead {{ background: {Tone.SURFACE}; border-bottom: 1px solid {Tone.LINE}; }}"
        )
        self.title = QLabel()
        self.title.setProperty("role", "title")
        self.print = QPushButton(tr("打印……"))
        self.print.setProperty("primary", True)
        self.print.setToolTip(tr("打印（Ctrl+P）"))
        self.pdf = QPushButton(tr("存为PDF"))
        self.xlsx = QPushButton(tr("存为Excel"))
        self.each = QPushButton(tr("全部学校分别存"))
        kinds = QMenu(self.each)
        self.each_pdf = kinds.addAction(tr("每校一个PDF文件……"))
        self.each_xlsx = kinds.addAction(tr("每校一个Excel文件……"))
        self.each.setMenu(kinds)
        self.issue = QPushButton(tr("登记印发"))
        self.more = QToolButton()
        self.more.setText(tr("版式与文字"))
        self.more.setCheckable(True)
        first = QHBoxLayout()
        first.setContentsMargins(16, 8, 16, 0)
        first.setSpacing(16)
        first.addWidget(self.title)
        first.addWidget(options)
        first.addStretch(1)
        second = QHBoxLayout()
        second.setContentsMargins(16, 8, 8, 8)
        second.setSpacing(8)
        for button in (self.print, self.pdf, self.xlsx, self.each, self.issue):
            second.addWidget(button)
        second.addStretch(1)
        second.addWidget(bar)
        second.addWidget(self.more)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(first)
        layout.addLayout(second)
