"""What a table says before it has rows: what it is for, and the first step."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from facilitydesk.gui.register.bar import button

_WIDEST = 520


class EmptyState(QWidget):
    """Title, one or two sentences, and buttons (text, action); the first is the usual step."""

    def __init__(
        self, title: str, words: str, steps: Sequence[tuple[str, Callable[[], object]]] = ()
    ) -> None:
        super().__init__()
        head = QLabel(title)
        head.setProperty("role", "title")
        text = QLabel(words)
        text.setProperty("role", "quiet")
        text.setWordWrap(True)
        text.setFixedWidth(_WIDEST)
        self._text = text
        self.buttons = []
        row = QHBoxLayout()
        row.setSpacing(8)
        for number, (word, action) in enumerate(steps):
            made = button(word, primary=number == 0)
            made.clicked.connect(lambda _checked=False, action=action: action())
            row.addWidget(made)
            self.buttons.append(made)
        row.addStretch(1)
        inner = QVBoxLayout()
        inner.setSpacing(12)
        inner.addWidget(head)
        inner.addWidget(text)
        inner.addLayout(row)
        middle = QHBoxLayout()
        middle.setContentsMargins(16, 8, 16, 8)
        middle.addStretch(1)
        middle.addLayout(inner)
        middle.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addStretch(2)
        layout.addLayout(middle)
        layout.addStretch(3)

    def resizeEvent(self, event: QResizeEvent) -> None:
        # A wrapped label only knows its height when its width is fixed.
        self._text.setFixedWidth(max(160, min(_WIDEST, event.size().width() - 64)))
        super().resizeEvent(event)
