"""One question with two answers, or with a line to write: dialogs only where one is needed."""

from __future__ import annotations

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QInputDialog, QLineEdit, QMessageBox, QPushButton, QWidget

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


def ask_line(parent: QWidget, title: str, label: str, *, yes: str) -> str:
    """Ask for a line that must be written; empty when the officer went back."""
    dialog = QInputDialog(parent)
    dialog.setWindowTitle(title)
    dialog.setLabelText(label)
    dialog.setOkButtonText(yes)
    dialog.setCancelButtonText(tr("取消"))
    dialog.resize(440, dialog.sizeHint().height())
    line = dialog.findChild(QLineEdit)
    buttons = {button.text(): button for button in dialog.findChildren(QPushButton)}
    for button in buttons.values():
        button.setIcon(QIcon())
    if isinstance(line, QLineEdit):
        line.textChanged.connect(lambda text: buttons[yes].setEnabled(bool(text.strip())))
    buttons[yes].setEnabled(False)
    return dialog.textValue().strip() if dialog.exec() else ""


def tell(parent: QWidget | None, sentence: str) -> None:
    """Say what happened, where no page is there to show it."""
    QMessageBox(
        QMessageBox.Icon.NoIcon, tr("教育项目管理"), sentence, QMessageBox.StandardButton.Ok, parent
    ).exec()
