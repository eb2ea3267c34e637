"""A few questions at the right of a page before something is registered in one step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from facilitydesk.domain.fields import Kind
from facilitydesk.domain.messages import tr
from facilitydesk.domain.periods import LooseDate
from facilitydesk.domain.problems import Severity, Trouble
from facilitydesk.gui.grid.reading import reader
from facilitydesk.gui.register.bar import button
from facilitydesk.gui.register.form import Pick
from facilitydesk.gui.theme import Tone


@dataclass(frozen=True, kw_only=True)
class Ask:
    """One question; with `choices` (value, text) it is a list, else a line of the kind."""

    key: str
    label: str
    kind: Kind = Kind.TEXT
    text: str = ""
    choices: Sequence[tuple[Any, str]] = ()
    required: bool = False
    hint: str = ""


class AskForm(QWidget):
    """Signal `wanted(values)`: all answers could be read; `fail` says why it was refused."""

    wanted = Signal(object)

    def __init__(self, what: str, how: str, asks: Sequence[Ask], store: str) -> None:
        super().__init__()
        self.asks = {ask.key: ask for ask in asks}
        self.fields: dict[str, QLineEdit | QComboBox] = {}
        self.labels: dict[str, QLabel] = {}
        head, note = QLabel(what), QLabel(how)
        note.setProperty("role", "quiet")
        for label in (head, note):
            label.setWordWrap(True)
            label.setVisible(bool(label.text()))
        self.grid = QGridLayout()
        self.grid.setHorizontalSpacing(12)
        self.grid.setVerticalSpacing(6)
        self.grid.setColumnStretch(1, 1)
        for line, ask in enumerate(asks):
            self._add(line, ask)
        self.problem = QLabel()
        self.problem.setWordWrap(True)
        self.problem.setStyleSheet(f"color: {Tone.RED};")
        self.problem.hide()
        self.store = button(store, primary=True)
        self.store.clicked.connect(self.submit)
        inner = QWidget()
        inner.setObjectName("form")
        inner.setStyleSheet(f"#form {{ background: {Tone.SURFACE}; }}")
        self.body = QVBoxLayout(inner)
        self.body.setContentsMargins(16, 4, 16, 12)
        self.body.setSpacing(8)
        self.body.addWidget(head)
        self.body.addWidget(note)
        self.body.addLayout(self.grid)
        self.body.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inner)
        foot = QVBoxLayout()
        foot.setContentsMargins(16, 4, 16, 12)
        foot.addWidget(self.problem)
        foot.addWidget(self.store)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(scroll, 1)
        layout.addLayout(foot)

    def _add(self, line: int, ask: Ask) -> None:
        label = QLabel(ask.label)
        label.setProperty("role", "quiet")
        field: QLineEdit | QComboBox
        if ask.choices:
            field = Pick()
            for value, text in ask.choices:
                field.addItem(text, value)
        else:
            field = QLineEdit(ask.text)
            field.setPlaceholderText(ask.hint)
            field.setCursorPosition(0)
            if ask.kind in (Kind.AREA, Kind.COUNT):
                field.setAlignment(Qt.AlignmentFlag.AlignRight)
            field.returnPressed.connect(lambda key=ask.key: self._next(key))
        field.setToolTip(ask.hint)
        label.setBuddy(field)
        self.grid.addWidget(label, 2 * line, 0)
        self.grid.addWidget(field, 2 * line, 1)
        self.fields[ask.key], self.labels[ask.key] = field, label

    def below(self, key: str, widget: QWidget) -> None:
        """Put something of one's own between a question and the next."""
        self.grid.addWidget(widget, 2 * list(self.fields).index(key) + 1, 0, 1, 2)

    def begin(self, key: str = "") -> None:
        """Put the cursor into a field (the first by default)."""
        field = self.fields[key or next(iter(self.fields))]
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        if isinstance(field, QLineEdit):
            field.selectAll()

    def set_text(self, key: str, text: str) -> None:
        """Write into a line."""
        field = self.fields[key]
        assert isinstance(field, QLineEdit)
        field.setText(text)

    def fail(self, trouble: Trouble | str) -> None:
        """Say why it was not registered."""
        problems = getattr(trouble, "problems", ())
        words = "\n".join(problem.message for problem in problems) or str(trouble)
        self.problem.setText(words)
        self.problem.show()

    def read(self, key: str) -> tuple[Any, str]:
        """The answer to a question and why it cannot be read (empty: it can)."""
        ask, field = self.asks[key], self.fields[key]
        if isinstance(field, QComboBox):
            return field.currentData(), ""
        text = field.text().strip()
        if not text or not field.isEnabled():
            missing = ask.required and field.isEnabled()
            return None, tr("请填写{term}。").format(term=ask.label) if missing else ""
        reading = reader(ask.kind, 1)(text)
        problem = reading.problem
        if problem is not None and (problem.severity is Severity.RED or reading.value is None):
            return None, f"{ask.label}：{problem.message}"
        value = reading.value
        if isinstance(value, LooseDate):
            if not value.exact:
                return None, tr("{term}请写到日，如 2026-03-05。").format(term=ask.label)
            value = value.first
        return value, ""

    def values(self) -> dict[str, Any] | None:
        """All answers, or None after saying what cannot be read."""
        answers: dict[str, Any] = {}
        for key in self.asks:
            value, problem = self.read(key)
            if problem:
                self.fail(problem)
                self.begin(key)
                return None
            answers[key] = value
        return answers

    @Slot()
    def submit(self) -> None:
        """Register what was answered."""
        self.problem.hide()
        answers = self.values()
        if answers is not None:
            self.wanted.emit(answers)

    def _next(self, key: str) -> None:
        keys = list(self.fields)
        for other in keys[keys.index(key) + 1 :]:
            if self.fields[other].isEnabled():
                self.begin(other)
                return
        self.submit()
