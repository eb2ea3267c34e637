"""A small question beside a list: a few fields, what they mean, and one button that stores."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from facilitydesk.domain.cell_dates import read_date
from facilitydesk.domain.fields import Kind
from facilitydesk.domain.messages import tr
from facilitydesk.domain.problems import Trouble
from facilitydesk.domain.quantities import Money
from facilitydesk.gui.context import Context
from facilitydesk.gui.grid import formats
from facilitydesk.gui.grid.column import Column
from facilitydesk.gui.grid.reading import reader
from facilitydesk.gui.register.bar import button
from facilitydesk.gui.theme import Tone


@dataclass(frozen=True, kw_only=True)
class Field:
    """One line of the question; money is asked in 元, a date to the day."""

    key: str
    label: str
    kind: Kind = Kind.TEXT
    value: Any = None
    required: bool = False
    hint: str = ""


class Question(QWidget):
    """Signals: `wanted(values)` all fields read well; `typed()` something was typed."""

    wanted = Signal(object)
    typed = Signal()

    def __init__(
        self, words: str, fields: Sequence[Field], *, store: str, readonly: bool = False
    ) -> None:
        super().__init__()
        self.asked = {field.key: field for field in fields}
        self.fields: dict[str, QLineEdit] = {}
        self.words = QLabel(words)
        self.words.setWordWrap(True)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for line, field in enumerate(fields):
            label = QLabel(field.label + (" *" if field.required else ""))
            label.setProperty("role", "quiet")
            editor = QLineEdit()
            editor.setPlaceholderText(field.hint)
            editor.setText(formats.shown(field.value, field.kind, 1))
            editor.setAccessibleName(field.label)
            editor.returnPressed.connect(self.submit)
            editor.textEdited.connect(self._on_typed)
            label.setBuddy(editor)
            grid.addWidget(label, line, 0)
            grid.addWidget(editor, line, 1)
            self.fields[field.key] = editor
        self.problem = QLabel()
        self.problem.setWordWrap(True)
        self.problem.setStyleSheet(f"color: {Tone.RED};")
        self.problem.hide()
        self.store = button(store, primary=True)
        self.store.setEnabled(not readonly)
        self.store.clicked.connect(self.submit)
        self.body = QVBoxLayout()
        self.body.setContentsMargins(0, 0, 0, 0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 4, 16, 12)
        layout.setSpacing(8)
        layout.addWidget(self.words)
        layout.addLayout(grid)
        layout.addLayout(self.body, 1)
        layout.addWidget(self.problem)
        layout.addWidget(self.store)
        layout.addStretch(0)

    def begin(self) -> None:
        """Put the cursor into the first field."""
        first = next(iter(self.fields.values()), None)
        if first is not None:
            first.setFocus()
            first.selectAll()

    def fill(self, width: QWidget) -> None:
        """Put a list below the fields."""
        self.body.addWidget(width, 1)

    def fill_with_rows(self, form: QWidget, panel: QWidget, *above: QWidget) -> QLabel:
        """Put rows below the fields, and the question into its form; the bold line of their sum.

        `above` stands over the sum.
        """
        told = QLabel()
        told.setStyleSheet("font-weight: bold;")
        holder = QWidget()
        inner = QVBoxLayout(holder)
        inner.setContentsMargins(0, 0, 0, 0)
        for widget in (*above, told):
            inner.addWidget(widget)
        inner.addWidget(panel, 1)
        self.fill(holder)
        layout = QVBoxLayout(form)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self)
        return told

    def end(self) -> None:
        """Nothing below the fields: the button follows them."""
        self.body.addStretch(1)

    def set_text(self, key: str, text: str) -> None:
        self.fields[key].setText(text)
        self.typed.emit()

    def fail(self, trouble: Trouble | str) -> None:
        """Say why it was refused; what was typed stays."""
        problems = getattr(trouble, "problems", ())
        self.problem.setText("\n".join(p.message for p in problems) or str(trouble))
        self.problem.show()

    def read(self, *, quiet: bool = False) -> Mapping[str, Any] | None:
        """The values; None where a field is not understood or missing (told unless `quiet`)."""
        values: dict[str, Any] = {}
        self.problem.hide()
        for key, field in self.asked.items():
            text = self.fields[key].text().strip()
            reading: Any = (
                read_date(text) if field.kind is Kind.DATE else reader(field.kind, 1)(text)
            )
            value = reading.value
            if field.kind is Kind.DATE and value is not None:
                value = value.first if value.exact else None
            bad = bool(text) and value is None
            if bad or (field.required and value in (None, "")):
                if not quiet:
                    words = tr("请填写{term}，写到日，如 2026-03-05。")
                    plain = tr("请填写{term}。")
                    told = words if field.kind is Kind.DATE else plain
                    self.fail(told.format(term=field.label))
                    self.fields[key].setFocus()
                return None
            values[key] = value
        return values

    @Slot()
    def submit(self) -> None:
        """Hand out what was typed, if all of it is understood."""
        values = self.read()
        if values is not None and self.store.isEnabled():
            self.wanted.emit(values)

    @Slot()
    def _on_typed(self) -> None:
        self.typed.emit()


Done = Callable[[str], None]
"""Told in a few words what was stored."""


def yuan(money: Money) -> str:
    """An amount within a sentence: 45,600.50."""
    return f"{money.decimal:,.2f}"


def of_project(label: Callable[[Any], str]) -> Column:
    """The column 项目 of rows that are asked about: their label, else the bare name."""
    return Column(
        key="project", head=tr("项目"), value=lambda row: label(row) or row.project, width=170
    )


def of_school() -> Column:
    """The column 学校 of the same rows; blank where the share has none."""
    return Column(key="school", head=tr("学校"), value=lambda row: row.school or None, width=120)


def ask(
    context: Context,
    question: Question,
    call: Callable[[Any, Mapping[str, Any]], Any],
    done: Callable[[Any], None],
    initiator: Any,
) -> None:
    """Let a question store by `call(desk, values)`; a refusal stands below its fields."""

    def store(values: Mapping[str, Any]) -> None:
        context.runner.do(
            lambda desk: call(desk, values),
            done=done,
            failed=question.fail,
            initiator=initiator,
        )

    question.wanted.connect(store)
