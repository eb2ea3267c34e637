"""What stands above a report's pages: its title and first options, the actions, the zoom."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
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
        self.xlsx, self.docx = QPushButton(tr("Excel")), QPushButton(tr("Word"))
        self.xlsx.setToolTip(tr("存为Excel：数是真正的数，合计是公式"))
        self.docx.setToolTip(tr("存为Word：文字、标题和表格都可以在Word、WPS里修改"))
        for button in (self.xlsx, self.docx):  # the zoom keeps its place beside them at 1366 px
            button.setStyleSheet("padding-left: 10px; padding-right: 10px;")
        self.each = QPushButton(tr("全部学校分别存"))
        kinds = QMenu(self.each)
        self.each_pdf = kinds.addAction(tr("每校一个PDF文件……"))
        self.each_xlsx = kinds.addAction(tr("每校一个Excel文件……"))
        self.each_docx = kinds.addAction(tr("每校一个Word文件……"))
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
        self.bar = bar
        self._second, self._third = QHBoxLayout(), QHBoxLayout()
        for row in (self._second, self._third):
            row.setContentsMargins(16, 8, 8, 8)
            row.setSpacing(8)
        for button in (self.print, self.pdf, self.xlsx, self.docx, self.each, self.issue):
            self._second.addWidget(button)
        self._second.addStretch(1)
        self._second.addWidget(bar)
        self._second.addWidget(self.more)
        self._third.setContentsMargins(10, 0, 8, 6)
        self._alone = False  # the bar has a row of its own
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(first)
        layout.addLayout(self._second)
        layout.addLayout(self._third)

    def fit(self) -> None:
        """Give the bar a row of its own where the buttons leave too little beside them."""
        saving = (self.pdf, self.xlsx, self.docx)
        buttons = (self.print, *saving, self.each, self.issue, self.more)
        shown = [button for button in buttons if not button.isHidden()]
        wide = sum(widget.sizeHint().width() for widget in (*shown, self.bar))
        alone = wide + 8 * (len(shown) + 4) > self.width()
        if alone == self._alone:
            return
        self._alone = alone
        if alone:
            self._second.removeWidget(self.bar)
            self._third.addWidget(self.bar)
            self._third.addStretch(1)
        else:
            self._third.removeWidget(self.bar)
            self._third.takeAt(0)
            self._second.insertWidget(self._second.count() - 1, self.bar)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()
