"""The questions about people that need a decision: a password, a recovery code."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from facilitydesk.domain.messages import tr
from facilitydesk.gui.context import Context
from facilitydesk.gui.people.fields import password_field, tell, trouble_label
from facilitydesk.gui.theme import FIGURE_PT

_WIDTH = 420


class PasswordDialog(QDialog):
    """A new password, twice; with `old`, the present one first. Read `old` and `fresh` after."""

    def __init__(self, parent: QWidget, title: str, words: str, *, ask_old: bool) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setFixedWidth(_WIDTH)
        self.old = password_field()
        self.fresh = password_field(tr("至少10个字符，可用一句容易记的话"))
        self.again = password_field(tr("再填一次"))
        self.trouble = trouble_label()
        self._first = self.old if ask_old else self.fresh
        form = form_layout()
        if ask_old:
            form.addRow(tr("原密码"), self.old)
        form.addRow(tr("新密码"), self.fresh)
        form.addRow(tr("确认新密码"), self.again)
        lay_out(self, words, self.trouble, form, tr("确定"), self._on_go)

    def fail(self, text: str, field: QLineEdit | None = None) -> None:
        """Say why it was not accepted; what was typed is typed over."""
        field = field or self._first
        tell(self.trouble, text, _WIDTH - 48)
        self.adjustSize()  # else the fields are squeezed by the height of the sentence
        field.setFocus()
        field.selectAll()

    @Slot()
    def _on_go(self) -> None:
        if self.fresh.text() != self.again.text():
            self.fail(tr("两次填写的新密码不同，请重新填写。"), self.fresh)
            return
        self.accept()


class RecoveryDialog(QDialog):
    """Shows a recovery code once, to be printed and sealed."""

    def __init__(self, parent: QWidget, context: Context, officer: str, code: str) -> None:
        super().__init__(parent)
        self.context, self.officer, self.code = context, officer, code
        self.setWindowTitle(tr("{officer}的恢复码").format(officer=officer))
        self.setFixedWidth(560)
        shown = QLabel(code)
        font = QFont(shown.font())
        font.setPointSizeF(FIGURE_PT * 0.8)
        font.setBold(True)
        shown.setFont(font)
        shown.setAlignment(Qt.AlignmentFlag.AlignCenter)
        shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        words = QLabel(
            tr(
                "{officer}忘记密码时，凭此码设置新密码；只能用一次，以前的恢复码同时作废。"
                "请打印后装入信封密封保管。本窗口关闭后不能再看到它。"
            ).format(officer=officer)
        )
        words.setWordWrap(True)
        self.print = QPushButton(tr("打印恢复单……"))
        self.print.setProperty("primary", True)
        self.save = QPushButton(tr("存为PDF文件……"))
        self.kept = QPushButton(tr("已妥善保管"))
        buttons = QHBoxLayout()
        for button in (self.print, self.save):
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(self.kept)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 24)
        layout.setSpacing(16)
        layout.addWidget(words)
        layout.addWidget(shown)
        layout.addLayout(buttons)
        self.print.clicked.connect(self._on_print)
        self.save.clicked.connect(self._on_save)
        self.kept.clicked.connect(self.accept)

    def pdf(self) -> bytes:
        """The recovery sheet."""
        from facilitydesk.reports import recovery_sheet

        return recovery_sheet.sheet(self.context.desk, self.officer, self.code)

    @Slot()
    def _on_print(self) -> None:
        from facilitydesk.gui.report import sending

        sending.print_paper(self, self.context, tr("恢复单"), self.pdf())

    @Slot()
    def _on_save(self) -> None:
        from facilitydesk.gui.report import output

        data = self.pdf()
        title = tr("恢复单_{officer}").format(officer=self.officer)
        output.save_file(self, self.context, title, ".pdf", lambda: data)


def form_layout() -> QFormLayout:
    """The fields of a question, one under the other."""
    form = QFormLayout()
    form.setHorizontalSpacing(16)
    form.setVerticalSpacing(12)
    form.setLabelAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    return form


def lay_out(
    dialog: QDialog, words: str, trouble: QLabel | None, form: QFormLayout, yes: str, go: object
) -> QPushButton:
    """Words, what went wrong, fields and both buttons; the button that accepts."""
    text = QLabel(words)
    text.setWordWrap(True)
    text.setProperty("role", "quiet")
    accept = QPushButton(yes)
    accept.setProperty("primary", True)
    accept.setDefault(True)
    reject = QPushButton(tr("取消"))
    reject.setAutoDefault(False)
    buttons = QHBoxLayout()
    buttons.addStretch(1)
    buttons.addWidget(accept)
    buttons.addWidget(reject)
    layout = QVBoxLayout(dialog)
    layout.setContentsMargins(24, 24, 24, 24)
    layout.setSpacing(16)
    layout.addWidget(text)
    if trouble is not None:  # else it stands among the fields
        layout.addWidget(trouble)
    layout.addLayout(form)
    layout.addLayout(buttons)
    accept.clicked.connect(go)
    reject.clicked.connect(dialog.reject)
    return accept
