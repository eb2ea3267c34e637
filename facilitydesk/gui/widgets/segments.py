"""A row of joined buttons of which one is pressed: a choice with everything in sight."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QToolButton, QWidget

from facilitydesk.gui.theme import Tone

_SHEET = f"""
QToolButton {{ border: 1px solid #c3cad3; border-radius: 0; padding: 1px 9px; min-height: 20px;
    background: {Tone.SURFACE}; color: {Tone.QUIET}; margin-left: -1px; }}
QToolButton[first="true"] {{ margin-left: 0; }}
QToolButton:hover {{ background: #eef2f7; }}
QToolButton:checked {{ background: {Tone.ACCENT_SOFT}; border-color: {Tone.ACCENT};
    color: {Tone.ACCENT}; }}
QToolButton:focus {{ border-color: {Tone.ACCENT}; }}
"""


class Segments(QWidget):
    """One of a few values. `chosen(value)` is emitted when the officer changes it."""

    chosen = Signal(object)

    def __init__(self, options: Sequence[tuple[Any, str, str]], value: Any) -> None:
        """`options` are (value, text, hint); `value` is the one pressed first."""
        super().__init__()
        self.setStyleSheet(_SHEET)
        self._buttons: list[tuple[Any, QToolButton]] = []
        group = QButtonGroup(self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for number, (option, text, tip) in enumerate(options):
            button = QToolButton()
            button.setProperty("first", number == 0)
            button.setText(text)
            button.setToolTip(tip)
            button.setCheckable(True)
            button.setChecked(option == value)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            button.clicked.connect(lambda _checked=False, option=option: self.chosen.emit(option))
            group.addButton(button)
            layout.addWidget(button)
            self._buttons.append((option, button))

    @property
    def value(self) -> Any:
        """The pressed value."""
        return next(option for option, button in self._buttons if button.isChecked())

    def set_value(self, value: Any) -> None:
        """Press another value without a signal."""
        for option, button in self._buttons:
            if option == value:
                button.setChecked(True)

    def button(self, value: Any) -> QToolButton:
        """The button of a value. Raises KeyError."""
        for option, button in self._buttons:
            if option == value:
                return button
        raise KeyError(value)
