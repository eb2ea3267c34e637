"""Unlocking: the question for the reason and the second officer, open until it is carried out."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from facilitydesk.domain.messages import tr
from facilitydesk.domain.problems import Trouble
from facilitydesk.gui.context import Context
from facilitydesk.gui.people.dialogs import form_layout, lay_out
from facilitydesk.gui.people.fields import password_field, tell, trouble_label
from facilitydesk.gui.widgets.steady import SteadyList

if TYPE_CHECKING:
    from facilitydesk.services.desk import Desk
    from facilitydesk.services.people.second import Second

_WIDTH = 480
_OF_SECOND = ("second.", "login.")


class UnlockDialog(QDialog):
    """What an unlocking does, the reason for it and, where two are wanted, who confirms it.

    Signal `wanted(reason, second)`: try it. What was refused is told with `fail`, and everything
    typed stays for another try.
    """

    wanted = Signal(str, object)

    def __init__(
        self,
        parent: QWidget,
        title: str,
        effect: str,
        yes: str,
        *,
        others: tuple[str, ...] | None,
        login: bool,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setFixedWidth(_WIDTH)
        self._two, self._login = others is not None, login
        self._trying = False
        self.reason = QLineEdit()
        self.reason.setMinimumHeight(32)
        self.person = SteadyList()
        self.person.addItems(list(others or ()))
        self.proof = password_field(tr("确认人自己的密码")) if login else QLineEdit()
        self.proof.setMinimumHeight(32)
        self.trouble = trouble_label()
        form = form_layout()
        form.addRow(tr("原因"), self.reason)
        if self._two:
            form.addRow(tr("确认人"), self.person)
            form.addRow(tr("密码") if login else tr("确认的理由"), self.proof)
        form.addRow("", self.trouble)  # under the field that is to be typed anew
        form.setRowVisible(self.trouble, False)
        self._form = form
        words = effect + tr("原因记入操作日志。")
        if self._two:
            words += tr("须另一名“审核”或“管理”人员在此确认，两人姓名均记入日志。")
            if not others:
                words = effect + tr("没有可以确认的人员：须另有一名“审核”或“管理”人员。")
        self.go = lay_out(self, words, None, form, yes, self._on_go)
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

    def fail(self, trouble: Trouble) -> None:
        """Say why it was not done; only what proved wrong is typed anew."""
        self._trying = False
        self._fit()
        self._form.setRowVisible(self.trouble, True)
        problems = getattr(trouble, "problems", ())
        words = [str(trouble), *(problem.message for problem in problems[:3])]
        tell(self.trouble, "\n".join(words), self.reason.width())
        self.adjustSize()
        field = self.proof if trouble.code.startswith(_OF_SECOND) and self._two else self.reason
        field.setFocus()
        if field is self.proof:
            field.selectAll()

    @Slot()
    def _fit(self) -> None:
        proof = not self._two or (self.person.count() and self.proof.text().strip())
        filled = bool(self.reason.text().strip() and proof)
        self.go.setEnabled(filled and not self._trying)

    @Slot()
    def _on_go(self) -> None:
        self._trying = True
        self._fit()
        self.wanted.emit(self.reason.text().strip(), self.second)

    def reject(self) -> None:
        """Not while it is being carried out: its end is told here."""
        if not self._trying:
            super().reject()


def unlock(
    parent: QWidget,
    context: Context,
    title: str,
    effect: str,
    deed: Callable[[Desk, str, Second | None], Any],
    *,
    yes: str = tr("解锁"),
    done: Callable[[Any], None] | None = None,
    initiator: object = None,
) -> None:
    """Ask for the reason, and the second officer where one is wanted, and carry `deed` out.

    `effect` is the sentence that says what can be changed afterwards. The question goes when it is done or given up; `done` gets what the deed answered.
    """
    from facilitydesk.services.people import second

    desk: Desk = context.desk
    others = second.candidates(desk) if second.wanted(desk) else None
    dialog = UnlockDialog(parent, title, effect, yes, others=others, login=desk.login)

    def ended(result: Any) -> None:
        dialog.accept()
        if done is not None:
            done(result)

    def attempt(reason: str, confirmed: Second | None) -> None:
        context.runner.do(
            lambda desk: deed(desk, reason, confirmed),
            done=ended,
            failed=dialog.fail,
            initiator=initiator,
        )

    dialog.wanted.connect(attempt)
    dialog.exec()
    dialog.deleteLater()
