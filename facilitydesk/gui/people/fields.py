"""Small pieces of the forms about people: cards, password fields, buttons that need a post."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QVBoxLayout, QWidget

from facilitydesk.domain.messages import tr
from facilitydesk.domain.posts import needed
from facilitydesk.gui.theme import Tone

if TYPE_CHECKING:
    from facilitydesk.services.desk import Desk


def password_field(hint: str = "") -> QLineEdit:
    """A line that shows dots."""
    line = QLineEdit()
    line.setEchoMode(QLineEdit.EchoMode.Password)
    line.setPlaceholderText(hint)
    line.setMinimumHeight(32)
    line.setInputMethodHints(
        Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText
    )
    return line


def trouble_label() -> QLabel:
    """The line that says what went wrong; hidden while nothing did."""
    label = QLabel()
    label.setWordWrap(True)
    label.setStyleSheet(
        f"background:{Tone.RED_SOFT}; color:{Tone.RED}; padding:8px 12px; border-radius:3px;"
    )
    label.hide()
    return label


def tell(label: QLabel, text: str, width: int) -> None:
    """Show a sentence in a card of a fixed width; without the height the form would be squeezed."""
    label.setText(text)
    label.setMinimumHeight(max(0, label.heightForWidth(width)) if text else 0)
    label.setVisible(bool(text))


def wrapped(text: str, width: int, *, quiet: bool = True) -> QLabel:
    """Lines of a card of a fixed width, as high as they need."""
    label = QLabel(text)
    label.setWordWrap(True)
    if quiet:
        label.setProperty("role", "quiet")
    label.setMinimumHeight(label.heightForWidth(width))
    return label


def card(name: str, width: int) -> tuple[QFrame, QVBoxLayout]:
    """A white card and its layout."""
    frame = QFrame()
    frame.setObjectName(name)
    frame.setStyleSheet(
        f"#{name} {{ background:{Tone.SURFACE}; border:1px solid {Tone.LINE}; border-radius:4px; }}"
    )
    frame.setFixedWidth(width)
    inner = QVBoxLayout(frame)
    inner.setContentsMargins(40, 32, 40, 32)
    inner.setSpacing(16)
    inner.setSizeConstraint(QVBoxLayout.SizeConstraint.SetMinimumSize)
    inner.addStrut(width - 80)
    return frame, inner


def why_not(desk: Desk, kind: str) -> str:
    """Why the officer may not do this kind of operation; empty when he may."""
    if desk.may(kind):
        return ""
    if desk.file_readonly:
        return tr("数据以只读方式打开")
    return tr("需要“{post}”岗位，您的岗位是“{mine}”").format(
        post=needed(kind).term, mine=desk.post.term
    )


def allow(button: QWidget, desk: Desk, kind: str, *, on: bool = True) -> None:
    """Enable a button for who may press it; else its tip says which post is needed."""
    reason = why_not(desk, kind)
    if button.property("ownTip") is None:
        button.setProperty("ownTip", button.toolTip())
    button.setEnabled(on and not reason)
    button.setToolTip(reason or str(button.property("ownTip")))
