"""Who goes back to a backup while no file is open: a name and its password, asked before the list.

Without it a damaged or deleted file would be the way around its log-in (services/people/authority.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QDialog, QWidget

from facilitydesk.domain.messages import tr
from facilitydesk.domain.problems import Trouble
from facilitydesk.gui.people.dialogs import form_layout, lay_out
from facilitydesk.gui.people.fields import password_field, tell, trouble_label
from facilitydesk.gui.widgets.steady import SteadyList

_WIDTH = 420


@dataclass(frozen=True)
class Proved:
    """Who was asked; both empty where no log-in is wanted."""

    name: str = ""
    password: str = ""


class ProveDialog(QDialog):
    """Accepted when the password is the officer's and his post allows a restore; read `proved`."""

    def __init__(self, parent: QWidget, data_file: Path, source: Path | None, last: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("从备份恢复“{name}”").format(name=data_file.name))
        self.setFixedWidth(_WIDTH)
        self._files = data_file, source
        self.proved = Proved()
        self.person = SteadyList()
        self.person.setMinimumHeight(32)
        self.password = password_field()
        self.trouble = trouble_label()
        form = form_layout()
        form.addRow(tr("姓名"), self.person)
        form.addRow(tr("密码"), self.password)
        words = tr("该数据文件启用了登录，恢复须由“管理”人员办理；恢复不改变人员、岗位和密码。")
        lay_out(self, words, self.trouble, form, tr("继续"), self._on_go)
        from facilitydesk.services.people import authority, logins

        with authority.speaking(data_file, source) as desk:
            people = logins.people(desk) if desk is not None else ()
        self.person.addItems([person.name for person in people])
        self.person.setCurrentIndex(max(0, self.person.findText(last)))
        self.password.setFocus()

    @Slot()
    def _on_go(self) -> None:
        from facilitydesk.services.people import authority

        given = Proved(self.person.currentText(), self.password.text())
        try:
            with authority.speaking(*self._files) as desk:
                if desk is not None:
                    authority.admit(desk, given.name, lambda: given.password, authority.RESTORE)
        except Trouble as trouble:
            tell(self.trouble, str(trouble), _WIDTH - 48)
            self.password.selectAll()
            self.password.setFocus()
            return
        self.proved = given
        self.accept()


def prove(parent: QWidget, data_file: Path, source: Path | None, last: str) -> Proved | None:
    """Ask for name and password where the file wants them; None when that was given up."""
    from facilitydesk.services.people import authority

    with authority.speaking(data_file, source) as desk:
        if desk is None or not desk.login:
            return Proved()
    dialog = ProveDialog(parent, data_file, source, last)
    agreed = dialog.exec() == QDialog.DialogCode.Accepted
    proved = dialog.proved
    dialog.deleteLater()
    return proved if agreed else None
