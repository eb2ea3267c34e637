"""The line above a table of the register: title, how many, search, and what can be done."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from facilitydesk.domain.messages import tr
from facilitydesk.gui.register.part_chip import PartChip
from facilitydesk.gui.widgets.elided import Elided
from facilitydesk.gui.widgets.link import Link


class RegisterBar(QWidget):
    """Buttons are public; the table connects them. `small` is for a table within a page.

    Signals: `part_closed()` the chip was pressed, `filters_cleared()`.
    """

    part_closed = Signal()
    filters_cleared = Signal()

    def __init__(self, title: str, noun: str, quick: QLineEdit, *, small: bool = False) -> None:
        super().__init__()
        self.title = Elided(title) if small else QLabel(title)
        if small:
            self.title.setStyleSheet("font-weight: bold;")
        else:
            self.title.setProperty("role", "title")
        self.counts = QLabel()
        self.counts.setProperty("role", "quiet")
        self.clear = Link(tr("显示全部"))
        self.clear.setToolTip(tr("清除各列的筛选和查找"))
        self.clear.clicked.connect(self.filters_cleared)
        self.clear.hide()
        self.add = button(tr("新增"), tr("新增一行{noun}（Insert）").format(noun=noun))
        self.remove = button(tr("删除"), tr("删除所选{noun}（Ctrl+Delete）").format(noun=noun))
        quick.setMinimumWidth(120 if small else 200)
        quick.setMaximumWidth(240)
        self.row = QHBoxLayout()
        self.row.setContentsMargins(16, 8, 16, 8)
        self.row.setSpacing(8)
        self.row.addWidget(self.title)
        self.title.setVisible(bool(title))
        self.row.addWidget(self.counts)
        self.row.addWidget(self.clear)
        self.row.addStretch(1)
        self.row.addWidget(quick)
        self.row.addWidget(self.add)
        self.row.addWidget(self.remove)
        self.part = PartChip()
        self.part.clicked.connect(self.part_closed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self.row)
        layout.addWidget(self.part)

    def extend(self, widget: QWidget) -> None:
        """Put one more button at the right."""
        self.row.addWidget(widget)

    def show_counts(self, shown: int, whole: int, measure: str, *, filtered: bool) -> None:
        """共 180 所, or 12 / 180 所; with a way back when columns are filtered."""
        part = f"{shown} / {whole} {measure}"
        self.counts.setText(part if shown != whole else tr("共 {n} {m}").format(n=whole, m=measure))
        self.clear.setVisible(filtered)

    def set_part(self, title: str, count: str) -> None:
        """The chip that says that only a part is shown; a click takes it away."""
        self.part.set_part(title, count)


def button(text: str, tip: str = "", *, primary: bool = False) -> QPushButton:
    """A plain push button."""
    made = QPushButton(text)
    made.setToolTip(tip)
    made.setAutoDefault(False)
    if primary:
        made.setProperty("primary", True)
    return made
