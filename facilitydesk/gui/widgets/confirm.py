"""One question with two answers: dialogs only where a decision is needed."""

from __future__ import annotations

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QMessageBox, QWidget

from facilitydesk.domain.messages import tr


def confirm(
    parent: QWidget, question: str, details: str = "", *, yes: str, no: str = tr("取消")
) -> bool:
    """Ask; True for `yes`. The answers name what happens, the safe one is the default."""
    standard = QMessageBox.StandardButton
    box = QMessageBox(
        QMessageBox.Icon.NoIcon, question, question, standard.Yes | standard.No, parent
    )
    box.setInformativeText(details)
    for button, word in ((standard.Yes, yes), (standard.No, no)):
        box.button(button).setText(word)
        box.button(button).setIcon(QIcon())
    box.setDefaultButton(standard.No)
    box.setStyleSheet("QLabel#qt_msgbox_label { font-weight: bold; min-width: 320px; }")
    return box.exec() == standard.Yes
