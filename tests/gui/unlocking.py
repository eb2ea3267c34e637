"""Answering the question of an unlocking, as an officer does who knows what to type."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel

from facilitydesk.gui.people.unlock import UnlockDialog
from tests.gui.desks import settle


def answering(ask: Callable[[], object], answer: Callable[[UnlockDialog], None]) -> None:
    """Open the question with `ask`, let `answer` type into it; it must be gone in the end."""
    asked: list[UnlockDialog] = []

    def found() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, UnlockDialog)
        asked.append(dialog)
        try:
            answer(dialog)
            assert dialog.isHidden(), dialog.trouble.text()
        finally:
            dialog.done(0)

    before = QApplication.activeWindow()
    QTimer.singleShot(0, found)
    ask()
    if before is not None:
        before.activateWindow()
    settle()
    assert asked


def unlocked(ask: Callable[[], object], reason: str, effect: str = "") -> None:
    """Unlock for that reason where nobody else is wanted; the question says `effect`."""

    def answer(dialog: UnlockDialog) -> None:
        assert not dialog.go.isEnabled(), "not without a reason"
        assert any(effect in label.text() for label in dialog.findChildren(QLabel))
        dialog.reason.setText(reason)
        dialog.go.click()

    answering(ask, answer)
