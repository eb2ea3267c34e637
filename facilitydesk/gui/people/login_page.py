"""The log-in page: who sits down, with which password; the way back with the sealed code."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from facilitydesk.domain.messages import tr
from facilitydesk.domain.problems import Trouble
from facilitydesk.gui.people.fields import card, password_field, tell, trouble_label, wrapped
from facilitydesk.gui.widgets.steady import SteadyList

if TYPE_CHECKING:
    from facilitydesk.gui.runner import Runner
    from facilitydesk.services.desk import Desk
    from facilitydesk.services.people.logins import Entered, Person

_WIDTH = 520
_INNER = _WIDTH - 80


class Mode(Enum):
    """What the page asks for."""

    ENTER = 1
    RECOVER = 2
    CHANGE = 3


class LoginPage(QWidget):
    """Signals: `entered(Entered)` somebody sits at the desk, `left()` another file is wanted."""

    entered = Signal(object)
    left = Signal()

    def __init__(self, desk: Desk, runner: Runner, last: str = "") -> None:
        super().__init__()
        self.runner = runner
        self.mode = Mode.ENTER
        self._told: Entered | None = None
        self._busy = False
        name = Path(str(desk.place)).stem if isinstance(desk.place, Path) else tr("服务器数据库")
        self.title = QLabel(tr("登录“{file}”").format(file=name))
        self.title.setProperty("role", "title")
        words = wrapped(tr("登录用来记明每次修改是谁所做；它不加密数据文件。"), _INNER)
        self.person = SteadyList()
        self.person.setMinimumHeight(32)
        self.password = password_field()
        self.code = QLineEdit()
        self.code.setPlaceholderText(tr("密封的恢复单上的25个字符"))
        self.code.setMinimumHeight(32)
        self.fresh = password_field(tr("至少10个字符"))
        self.again = password_field(tr("再填一次"))
        self.trouble = trouble_label()
        self.form = QFormLayout()
        self.form.setLabelAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.form.setHorizontalSpacing(16)
        self.form.setVerticalSpacing(12)
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for label, field in (
            (tr("姓名"), self.person),
            (tr("密码"), self.password),
            (tr("恢复码"), self.code),
            (tr("新密码"), self.fresh),
            (tr("确认新密码"), self.again),
        ):
            self.form.addRow(label, field)
        self.go = QPushButton(tr("登录"))
        self.go.setProperty("primary", True)
        self.go.setDefault(True)
        self.forgot = QPushButton(tr("忘记密码……"))
        self.other = QPushButton(tr("打开其他文件"))
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.go, self.forgot, self.other):
            button.setMinimumHeight(36)
            buttons.addWidget(button)
        for button in (self.forgot, self.other):
            button.setProperty("flat", True)
        buttons.addStretch(1)
        frame, inner = card("login", _WIDTH)
        inner.addWidget(self.title)
        inner.addWidget(words)
        inner.addWidget(self.trouble)
        inner.addLayout(self.form)
        inner.addLayout(buttons)
        outer = QVBoxLayout(self)
        outer.addStretch(2)
        outer.addWidget(frame, 0, Qt.AlignmentFlag.AlignHCenter)
        outer.addStretch(3)
        self.go.clicked.connect(self.proceed)
        self.forgot.clicked.connect(self._on_forgot)
        self.other.clicked.connect(self.left)
        for line in (self.password, self.code, self.fresh, self.again):
            line.returnPressed.connect(self.proceed)
        self._show_mode(Mode.ENTER)
        from facilitydesk.services.people import logins

        def fill(found: tuple[Person, ...]) -> None:
            for person in found:
                self.person.addItem(person.name)
            self.person.setCurrentIndex(max(0, self.person.findText(last)))
            self._wait(on=False)

        self._wait(on=True)  # Enter before the names are there would log in nobody
        runner.read(logins.people, fill, failed=self._failed)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.password.setFocus()

    @Slot()
    def proceed(self) -> None:
        """Do what the fields ask for; looking at a password takes some tenths of a second."""
        if self._busy:
            return
        name, fresh = self.person.currentText(), self.fresh.text()
        if self.mode is not Mode.ENTER and fresh != self.again.text():
            self.fail(tr("两次填写的新密码不同，请重新填写。"))
            return
        from facilitydesk.services.people import logins

        old, code, mode = self.password.text(), self.code.text(), self.mode

        def work(desk: Desk) -> Entered | None:
            if mode is Mode.RECOVER:
                return logins.recover(desk, name, code, fresh)
            if mode is Mode.CHANGE:
                logins.set_own(desk, old, fresh)
                return self._told
            return logins.enter(desk, name, old)

        self._wait(on=True)
        self.runner.read(work, self._done, failed=self._failed)

    def _done(self, entered: Entered | None) -> None:
        self._wait(on=False)
        if entered is None:
            return
        if self.mode is Mode.ENTER and entered.change_needed is not None:
            self._told = entered
            self._show_mode(Mode.CHANGE)
            self.fail(str(entered.change_needed))
            self.fresh.setFocus()
            return
        for line in (self.password, self.code, self.fresh, self.again):
            line.clear()
        self.entered.emit(entered)

    def _failed(self, trouble: Trouble) -> None:
        self._wait(on=False)
        self.fail(str(trouble))
        field = self.password if self.mode is Mode.ENTER else self.fresh
        field.selectAll()
        field.setFocus()

    def fail(self, text: str) -> None:
        """Say what went wrong."""
        tell(self.trouble, text, _INNER)

    def _wait(self, *, on: bool) -> None:
        self._busy = on
        self.go.setEnabled(not on)

    @Slot()
    def _on_forgot(self) -> None:
        self._show_mode(Mode.ENTER if self.mode is Mode.RECOVER else Mode.RECOVER)
        (self.code if self.mode is Mode.RECOVER else self.password).setFocus()

    def _show_mode(self, mode: Mode) -> None:
        self.mode = mode
        tell(self.trouble, "", _INNER)
        self.form.setRowVisible(self.password, mode is Mode.ENTER)
        self.form.setRowVisible(self.code, mode is Mode.RECOVER)
        for line in (self.fresh, self.again):
            self.form.setRowVisible(line, mode is not Mode.ENTER)
        self.person.setEnabled(mode is not Mode.CHANGE)
        self.forgot.setVisible(mode is not Mode.CHANGE)
        self.forgot.setText(tr("返回") if mode is Mode.RECOVER else tr("忘记密码……"))
        words = {Mode.ENTER: tr("登录"), Mode.RECOVER: tr("设置新密码并登录")}
        self.go.setText(words.get(mode, tr("设置新密码")))
