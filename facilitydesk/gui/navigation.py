"""The list of pages at the left."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QLabel, QPushButton, QVBoxLayout, QWidget

from facilitydesk.domain.messages import tr
from facilitydesk.gui.pages import Entry
from facilitydesk.gui.theme import Tone

_SHEET = f"""
Navigation {{ background: {Tone.NAVIGATION}; }}
Navigation QLabel {{ color: #ffffff; font-weight: bold; font-size: 12pt; padding: 14px 16px 12px 16px; }}
Navigation QPushButton {{
    color: {Tone.NAVIGATION_INK}; background: transparent; border: none; border-radius: 0;
    border-left: 3px solid transparent; text-align: left; padding: 0 12px 0 15px; min-height: 32px; max-height: 32px; }}
Navigation QPushButton:hover {{ background: #2a3b4f; }}
Navigation QPushButton:focus {{ background: #2a3b4f; }}
Navigation QPushButton:checked {{
    background: #32475f; color: #ffffff; border-left: 3px solid #6aa7ec; }}
Navigation QPushButton:disabled {{ color: #7f8c9a; }}
"""


class Navigation(QWidget):
    """One button per page; Alt+1 … Alt+9 and Alt+0 choose by number.

    Signals: `chosen(key)`, `file_wanted()` to change to another data file, `help_wanted()`.
    """

    chosen = Signal(str)
    file_wanted = Signal()
    help_wanted = Signal()

    def __init__(self, entries: Sequence[Entry]) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setStyleSheet(_SHEET)
        self.setFixedWidth(136)
        self._buttons: dict[str, QPushButton] = {}
        group = QButtonGroup(self)
        group.setExclusive(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 8)
        layout.setSpacing(0)
        layout.addWidget(QLabel(tr("教育项目管理")))
        for number, entry in enumerate(entries, 1):
            button = QPushButton(entry.title)
            button.setCheckable(True)
            button.setCursor(Qt.CursorShape.PointingHandCursor)
            if number <= 10:
                keys = f"Alt+{number % 10}"
                button.setShortcut(keys)
                button.setToolTip(f"{entry.title}（{keys}）")
            key = entry.key
            button.clicked.connect(lambda _checked=False, key=key: self.chosen.emit(key))
            group.addButton(button)
            layout.addWidget(button)
            self._buttons[key] = button
        layout.addStretch(1)
        self.help = QPushButton(tr("帮助"))
        self.help.setToolTip(tr("使用手册（F1）"))
        self.help.setCursor(Qt.CursorShape.PointingHandCursor)
        self.help.clicked.connect(self.help_wanted)
        layout.addWidget(self.help)
        self.other_file = QPushButton(tr("切换数据文件"))
        self.other_file.setToolTip(tr("打开或新建另一个数据文件"))
        self.other_file.setCursor(Qt.CursorShape.PointingHandCursor)
        self.other_file.clicked.connect(self.file_wanted)
        layout.addWidget(self.other_file)

    @Slot()
    def previous(self) -> None:
        """Open the page above the one that is shown; above the first stands the last."""
        self._step(-1)

    @Slot()
    def next(self) -> None:
        """Open the page below the one that is shown; below the last stands the first."""
        self._step(1)

    def set_open(self, is_open: bool) -> None:
        """Without a data file, or while it is locked, only the manual can be opened."""
        for button in (*self._buttons.values(), self.other_file):
            button.setEnabled(is_open)

    def _step(self, by: int) -> None:
        if self.other_file.isEnabled():
            buttons = list(self._buttons.values())
            shown = [number for number, button in enumerate(buttons) if button.isChecked()]
            start = shown[0] if shown else -by
            buttons[(start + by) % len(buttons)].click()

    def take_focus(self) -> None:
        """Give the keyboard to the button of the page that is shown."""
        shown = [button for button in self._buttons.values() if button.isChecked()]
        for button in shown[:1]:
            button.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def select(self, key: str) -> None:
        """Mark the page that is shown."""
        self._buttons[key].setChecked(True)
