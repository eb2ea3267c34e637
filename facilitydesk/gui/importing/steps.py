"""The strip at the top: 选择文件 › 识别 › 核对 › 导入 › 结果, with the step that is on."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QPushButton, QWidget

from facilitydesk.domain.messages import tr
from facilitydesk.gui.theme import Tone

CHOOSE, RECOGNISE, REVIEW, IMPORT, RESULT = range(5)
NAMES = (tr("选择文件"), tr("识别"), tr("核对"), tr("导入"), tr("结果"))
_SHEET = f"""
QPushButton {{ border: none; border-radius: 12px; background: transparent; color: {Tone.QUIET};
    padding: 3px 12px; }}
QPushButton:hover:enabled {{ background: #e6ebf1; }}
QPushButton:focus {{ border: 1px solid {Tone.ACCENT}; }}
QPushButton:disabled {{ color: {Tone.QUIET}; }}
QPushButton:checked {{ background: {Tone.ACCENT}; color: #ffffff; font-weight: bold; }}
"""


class Steps(QWidget):
    """Signal `wanted(step)`: the officer goes back to a step that was done."""

    wanted = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setStyleSheet(_SHEET)
        self.buttons: list[QPushButton] = []
        self.current = CHOOSE
        group = QButtonGroup(self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for number, name in enumerate(NAMES):
            if number:
                arrow = QLabel("›")
                arrow.setProperty("role", "quiet")
                layout.addWidget(arrow)
            button = QPushButton(f"{number + 1} {name}")
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _on=False, number=number: self._on_clicked(number))
            group.addButton(button)
            layout.addWidget(button)
            self.buttons.append(button)
        layout.addStretch(1)
        self.show_step(CHOOSE)

    def show_step(self, step: int) -> None:
        """Mark a step; earlier ones can be gone back to until the import has run."""
        self.current = step
        for number, button in enumerate(self.buttons):
            back = number < step and IMPORT not in (number, step)
            if step == RESULT:
                back = number == CHOOSE
            button.setEnabled(back or number == step)
        self.buttons[step].setChecked(True)

    def _on_clicked(self, number: int) -> None:
        if number == self.current:
            return
        self.buttons[self.current].setChecked(True)
        self.wanted.emit(number)
