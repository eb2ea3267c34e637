"""The questions about people that need a decision: a password, a recovery code, an unlocking."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QComboBox,
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

if TYPE_CHECKING:
    from facilitydesk.services.desk import Desk
    from facilitydesk.services.people.second import Second

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
                "忘记密码时，凭此码设置新密码；只能用一次，以前的恢复码同时作废。"
                "请打印后装入信封密封保管。本窗口关闭后不能再看到它。"
            )
        )
        words.setWordWrap(True)
        self.print = QPushButton(tr("打印恢复单……"))
        self.print.setProperty("primary", True)
        self.save = QPushButton(tr("存为PDF……"))
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


class UnlockDialog(QDialog):
    """The reason for an unlocking and, where two persons are wanted, who confirms it."""

    def __init__(
        self, parent: QWidget, title: str, yes: str, *, others: tuple[str, ...] | None, login: bool
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setFixedWidth(480)
        self._two, self._login = others is not None, login
        self.reason = QLineEdit()
        self.reason.setMinimumHeight(32)
        self.person = QComboBox()
        self.person.addItems(list(others or ()))
        self.proof = password_field(tr("确认人自己的密码")) if login else QLineEdit()
        self.proof.setMinimumHeight(32)
        self.trouble = trouble_label()
        form = form_layout()
        form.addRow(tr("原因"), self.reason)
        if self._two:
            form.addRow(tr("确认人"), self.person)
            form.addRow(tr("密码") if login else tr("确认的理由"), self.proof)
        words = tr("原因记入操作日志。")
        if self._two:
            words += tr("须另一名“审核”或“管理”人员在此确认，两人姓名均记入日志。")
            if not others:
                words = tr("没有可以确认的人员：须另有一名“审核”或“管理”人员。")
        self.go = lay_out(self, words, self.trouble, form, yes, self._on_go)
        self.go.setEnabled(False)
        self.reason.textChanged.connect(self._fit)
        self.proof.textChanged.connect(self._fit)

    @property
    def second(self) -> Second | None:
        """Who confirms."""
        if not self._two:
            return None
        from facilitydesk.services.people.second import Second

        given = self.proof.text()
        name = self.person.currentText()
        return Second(name, password=given) if self._login else Second(name, word=given)

    @Slot()
    def _fit(self) -> None:
        proof = not self._two or (self.person.count() and self.proof.text().strip())
        self.go.setEnabled(bool(self.reason.text().strip() and proof))

    @Slot()
    def _on_go(self) -> None:
        self.accept()


def ask_unlock(
    parent: QWidget, context: Context, title: str, *, yes: str = tr("解锁")
) -> tuple[str, Second | None] | None:
    """Ask for the reason and the second officer where one is wanted; None when given up."""
    from facilitydesk.services.people import second

    desk: Desk = context.desk
    others = second.candidates(desk) if second.wanted(desk) else None
    dialog = UnlockDialog(parent, title, yes, others=others, login=desk.login)
    agreed = dialog.exec() == QDialog.DialogCode.Accepted
    answer = (dialog.reason.text().strip(), dialog.second)
    dialog.deleteLater()
    return answer if agreed else None


def form_layout() -> QFormLayout:
    """The fields of a question, one under the other."""
    form = QFormLayout()
    form.setHorizontalSpacing(16)
    form.setVerticalSpacing(12)
    form.setLabelAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    return form


def lay_out(
    dialog: QDialog, words: str, trouble: QLabel, form: QFormLayout, yes: str, go: object
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
    layout.addWidget(trouble)
    layout.addLayout(form)
    layout.addLayout(buttons)
    accept.clicked.connect(go)
    reject.clicked.connect(dialog.reject)
    return accept
