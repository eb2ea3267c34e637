"""The strip below a page: what breaks a rule, with the rule's name, and where it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from facilitydesk.domain.messages import tr
from facilitydesk.gui.context import Context
from facilitydesk.gui.theme import Tone, color, severity_color
from facilitydesk.services.desk import Desk

_ORDER = {"red": 0, "yellow": 1, "blue": 2}
_WORDS = {"red": tr("错误"), "yellow": tr("警告"), "blue": tr("提示")}
_LINE = 26
_MOST = 5  # lines that are in sight without scrolling


@dataclass(frozen=True)
class Line:
    """One finding: its severity, the rule it breaks, the sentence, and what it is about."""

    severity: str
    rule: str
    text: str
    target: Any = None
    tip: str = ""


class FindingsStrip(QWidget):
    """Counts by severity; pressed, the list opens. Signal `chosen(target)` a line was opened."""

    chosen = Signal(object)

    def __init__(self, context: Context, title: str) -> None:
        super().__init__()
        self._context = context
        self._asked = 0  # the number of the last question; older answers come too late
        self.lines: tuple[Line, ...] = ()
        self._title, self._words, self._worst = title, "", ""
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setObjectName("findings")
        self.head = QPushButton()
        self.head.setCheckable(True)
        self.head.setCursor(Qt.CursorShape.PointingHandCursor)
        self.head.toggled.connect(self._on_toggled)
        self.first = QLabel()
        self.first.setTextFormat(Qt.TextFormat.PlainText)
        self.first.setMinimumWidth(1)
        row = QHBoxLayout()
        row.setContentsMargins(16, 3, 16, 3)
        row.setSpacing(12)
        row.addWidget(self.head)
        row.addWidget(self.first, 1)
        self.list = QListWidget()
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setStyleSheet(f"QListWidget {{ border-top: 1px solid {Tone.LINE}; }}")
        self.list.itemActivated.connect(self._on_item)
        self.list.itemClicked.connect(self._on_item)
        self.list.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(row)
        layout.addWidget(self.list)
        self.hide()

    def ask(self, query: Callable[[Desk], Sequence[Line]]) -> None:
        """Read the findings on the worker and show them, unless asked again meanwhile."""
        self._asked += 1
        number = self._asked

        def take(lines: Sequence[Line]) -> None:
            if number == self._asked:
                self.show_lines(lines)

        self._context.runner.read(query, take)

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show findings, the red ones first; none hides the strip."""
        self.lines = tuple(sorted(lines, key=lambda line: _ORDER.get(line.severity, 3)))
        self.setVisible(bool(self.lines))
        if not self.lines:
            return
        worst = self.lines[0]
        soft = {"red": Tone.RED_SOFT, "yellow": Tone.AMBER_SOFT}.get(worst.severity, Tone.BLUE_SOFT)
        self.setStyleSheet(
            f"#findings {{ background: {soft}; border-top: 1px solid {Tone.LINE}; }}"
        )
        counts = [
            f"{_WORDS[key]} {number}"
            for key in _ORDER
            if (number := sum(line.severity == key for line in self.lines))
        ]
        self._words = f"{self._title}：" + "　".join(counts)
        self._label()
        self._worst = f"{worst.rule}：{worst.text}" if worst.rule else worst.text
        self.first.setText("" if self.head.isChecked() else self._worst)
        self.first.setToolTip(self._worst)
        self.first.setStyleSheet(f"color: {severity_color(worst.severity)};")
        self.list.clear()
        for line in self.lines:
            item = QListWidgetItem(f"{_WORDS.get(line.severity, '')}　{line.rule}　{line.text}")
            item.setForeground(color(severity_color(line.severity)))
            item.setToolTip("\n".join(part for part in (line.text, line.tip) if part))
            item.setData(Qt.ItemDataRole.UserRole, self.lines.index(line))
            self.list.addItem(item)
        shown = min(len(self.lines), _MOST)
        self.list.setFixedHeight(shown * max(self.list.sizeHintForRow(0), _LINE) + 2)

    def _label(self) -> None:
        self.head.setText(self._words + ("　▴" if self.head.isChecked() else "　▾"))

    @Slot(bool)
    def _on_toggled(self, on: bool) -> None:
        self.list.setVisible(on)
        self.first.setText("" if on else self._worst)
        self._label()

    @Slot(QListWidgetItem)
    def _on_item(self, item: QListWidgetItem) -> None:
        line = self.lines[int(item.data(Qt.ItemDataRole.UserRole))]
        if line.target is not None:
            self.chosen.emit(line.target)
