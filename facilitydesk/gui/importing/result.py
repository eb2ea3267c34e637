"""Step 5: what was taken in, what stayed out, and what can be done about it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from facilitydesk.domain.messages import tr
from facilitydesk.gui.importing.taking import Done
from facilitydesk.gui.theme import FIGURE_PT, Tone


class ResultView(QWidget):
    """Signals: `send_back_wanted()`, `undo_wanted()`, `another_wanted()`, `rows_wanted()`."""

    send_back_wanted = Signal()
    undo_wanted = Signal()
    another_wanted = Signal()
    rows_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.head = QLabel()
        self.head.setProperty("role", "title")
        self.head.setWordWrap(True)
        self.note = QLabel()
        self.note.setWordWrap(True)
        self.note.setProperty("role", "quiet")
        self.figures = QGridLayout()
        self.figures.setHorizontalSpacing(40)
        self.figures.setVerticalSpacing(2)
        self.send_back = QPushButton(tr("将退回行另存为……"))
        self.undo = QPushButton(tr("撤销此次导入"))
        self.undo.setToolTip("Ctrl+Z")
        self.rows = QPushButton(tr("查看导入的项目"))
        self.another = QPushButton(tr("再导入一个文件"))
        self.another.setProperty("primary", True)
        self.send_back.clicked.connect(self.send_back_wanted)
        self.undo.clicked.connect(self.undo_wanted)
        self.rows.clicked.connect(self.rows_wanted)
        self.another.clicked.connect(self.another_wanted)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.another, self.rows, self.send_back, self.undo):
            buttons.addWidget(button)
        buttons.addStretch(1)
        card = QFrame()
        card.setObjectName("card")
        card.setStyleSheet(
            f"#card {{ background:{Tone.SURFACE}; border:1px solid {Tone.LINE}; border-radius:4px; }}"
        )
        card.setMaximumWidth(900)
        inner = QVBoxLayout(card)
        inner.setContentsMargins(32, 28, 32, 28)
        inner.setSpacing(16)
        inner.addWidget(self.head)
        grid = QHBoxLayout()
        grid.addLayout(self.figures)
        grid.addStretch(1)
        inner.addLayout(grid)
        inner.addWidget(self.note)
        inner.addLayout(buttons)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 8, 16, 16)
        layout.addWidget(card, 0, Qt.AlignmentFlag.AlignTop)
        layout.addStretch(1)

    def show_done(self, done: Done, later: int = 0) -> None:
        """What was taken in and what stayed out; `later` steps would be undone along with it."""
        word = tr("撤销此次导入及其后{count}步操作") if later else tr("撤销此次导入")
        self.undo.setText(word.format(count=later))
        self.send_back.setVisible(done.refused > 0)
        self.rows.setVisible(bool(done.works or done.buildings))
        of_buildings = bool(done.buildings and not done.works)
        self.rows.setText(tr("查看导入的校舍") if of_buildings else tr("查看导入的项目"))
        self.undo.setEnabled(done.seq is not None)
        self._show(done.head, done.figures, done.note)

    def show_undone(self) -> None:
        """The import was taken back meanwhile."""
        self.undo.setEnabled(False)
        self.rows.setVisible(False)
        self.head.setText(tr("此次导入已撤销，数据恢复到导入之前。"))

    def _show(self, head: str, figures: Sequence[tuple[str, int]], note: str) -> None:
        self.head.setText(head)
        self.note.setText(note)
        self.note.setVisible(bool(note))
        while self.figures.count():
            widget = self.figures.takeAt(0).widget()
            if widget is not None:
                widget.deleteLater()
        for column, (word, number) in enumerate(figures):
            large, small = QLabel(f"{number:,}"), QLabel(word)
            large.setStyleSheet(f"font-size: {FIGURE_PT}pt;")
            small.setProperty("role", "quiet")
            self.figures.addWidget(large, 0, column)
            self.figures.addWidget(small, 1, column)

    def figure(self, word: str) -> str:
        """The figure that stands over a word, as text."""
        for column in range(self.figures.columnCount()):
            below, above = (self.figures.itemAtPosition(n, column) for n in (1, 0))
            if below is None or above is None:
                continue
            small, large = below.widget(), above.widget()
            if isinstance(small, QLabel) and isinstance(large, QLabel) and small.text() == word:
                return large.text()
        return ""
