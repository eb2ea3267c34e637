"""登记印发: what will be stored for good, and what was found, before the officer agrees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from facilitydesk.domain.messages import tr
from facilitydesk.domain.problems import Severity
from facilitydesk.gui.theme import Tone, severity_color

if TYPE_CHECKING:
    from facilitydesk.gui.report.press import Made


class IssueDialog(QDialog):
    """Accepted when the officer wants the paper stored; impossible with red findings."""

    def __init__(self, paper: Made, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("登记印发"))
        self.setMinimumWidth(480)
        words = QLabel(
            tr("登记后按年编号存档，内容不再改变，可随时原样重印；有误时可作废后重新印发。")
        )
        words.setWordWrap(True)
        words.setProperty("role", "quiet")
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(8)
        title = QLabel(paper.title.replace("\n", ""))
        title.setWordWrap(True)
        form.addRow(tr("标题"), title)
        form.addRow(tr("截至"), QLabel(paper.wanted.as_of.isoformat()))
        number = paper.wanted.values.get("number")
        if number:
            form.addRow(tr("文号"), QLabel(str(number)))
        form.addRow(tr("页数"), QLabel(f"{paper.printed.pages}{tr('页')}"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 16)
        layout.setSpacing(16)
        layout.addLayout(form)
        self.warnings = [p for p in paper.findings if p.severity is not Severity.BLUE]
        if self.warnings:
            lines = "\n".join(f"{p.severity.term}　{p.message}" for p in self.warnings)
            found = QLabel(lines)
            found.setTextFormat(Qt.TextFormat.PlainText)
            found.setWordWrap(True)
            worst = min((p.severity for p in self.warnings), key=list(Severity).index)
            soft = Tone.RED_SOFT if worst is Severity.RED else Tone.AMBER_SOFT
            found.setStyleSheet(
                f"background: {soft}; color: {severity_color(worst)}; padding: 8px 12px;"
                " border-radius: 3px;"
            )
            layout.addWidget(found)
        layout.addWidget(words)
        box = QDialogButtonBox()
        self.ok = QPushButton(tr("登记印发"))
        self.ok.setProperty("primary", True)
        box.addButton(self.ok, QDialogButtonBox.ButtonRole.AcceptRole)
        # What cannot be true does not go out.
        self.ok.setDisabled(any(p.severity is Severity.RED for p in self.warnings))
        box.addButton(tr("返回修改"), QDialogButtonBox.ButtonRole.RejectRole)
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        layout.addWidget(box)
