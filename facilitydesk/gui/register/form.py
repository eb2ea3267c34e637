"""Fields of one row, one below the other, each stored when it is left; what is refused stays."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QGridLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QWidget,
)

from facilitydesk.domain.fields import Kind
from facilitydesk.domain.problems import Severity
from facilitydesk.domain.quantities import WAN
from facilitydesk.gui.grid import formats
from facilitydesk.gui.grid.reading import reader
from facilitydesk.gui.theme import Tone, font
from facilitydesk.gui.widgets.steady import SteadyList


@dataclass(frozen=True, kw_only=True)
class Item:
    """One field. `value(row)` is what it shows; `may(row)` whether it can be changed now."""

    key: str
    label: str
    value: Callable[[Any], Any]
    kind: Kind = Kind.TEXT
    choices: Callable[[], Sequence[str]] | None = None
    lines: bool = False
    may: Callable[[Any], bool] | None = None
    hint: str = ""


class Form(QScrollArea):
    """Signal `edited(key, value, text)`: a field was left with another value."""

    edited = Signal(str, object, str)

    def __init__(self, items: Sequence[Item | str], *, readonly: bool = False) -> None:
        """`items` are fields, and texts as headings between them."""
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.row: Any = None
        self.readonly = readonly
        self.fields: dict[str, _Field] = {}
        inner = QWidget()
        inner.setObjectName("form")
        inner.setStyleSheet(f"#form {{ background: {Tone.SURFACE}; }}")
        grid = QGridLayout(inner)
        grid.setContentsMargins(16, 8, 16, 16)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for line, item in enumerate(items):
            if isinstance(item, str):
                head = QLabel(item)
                head.setFont(font(bold=True))
                head.setContentsMargins(0, 8, 0, 0)
                grid.addWidget(head, 2 * line, 0, 1, 2)
                continue
            made = _Field(item, self)
            self.fields[item.key] = made
            top = Qt.AlignmentFlag.AlignTop if item.lines else Qt.AlignmentFlag.AlignVCenter
            grid.addWidget(made.label, 2 * line, 0, top)
            grid.addWidget(made.editor, 2 * line, 1)
            grid.addWidget(made.problem, 2 * line + 1, 1)
        grid.setRowStretch(2 * len(items), 1)
        self.setWidget(inner)

    def show_row(self, row: Any) -> None:
        """Show a row; a refused text stays only while the same row is shown."""
        other = self.row is None or row is None or row.id != self.row.id
        self.row = row
        for field in self.fields.values():
            field.show_row(row, anew=other)

    def fail(self, key: str, message: str) -> None:
        """Say below a field why it was not stored."""
        if key in self.fields:
            self.fields[key].tell(message)


class _Field(QObject):
    """A label, an editor of the kind, and the line for a refusal."""

    def __init__(self, item: Item, form: Form) -> None:
        super().__init__(form)
        self.item, self.form = item, form
        self.label = QLabel(item.label)
        self.label.setProperty("role", "quiet")
        self.label.setMinimumWidth(84)
        self.problem = QLabel()
        self.problem.setWordWrap(True)
        self.problem.setStyleSheet(f"color: {Tone.RED}; font-size: 9pt;")
        self.problem.hide()
        self.text = ""  # as the row has it
        self.failed = False
        self.editor = self._make()
        self.editor.setToolTip(item.hint)
        self.label.setBuddy(self.editor)

    def _make(self) -> QWidget:
        item = self.item
        if item.kind is Kind.FLAG:
            box = QCheckBox()
            box.clicked.connect(self.commit)
            return box
        if item.choices is not None:
            combo = Pick()
            combo.activated.connect(self.commit)
            return combo
        if item.lines:
            text = Text()
            text.setFixedHeight(64)
            text.left.connect(self.commit)
            return text
        line = QLineEdit()
        if item.kind in (Kind.AREA, Kind.MONEY):
            line.setAlignment(Qt.AlignmentFlag.AlignRight)
        line.editingFinished.connect(self.commit)
        return line

    def show_row(self, row: Any, *, anew: bool) -> None:
        value = None if row is None else self.item.value(row)
        text = formats.editable(value, self.item.kind, WAN)
        may = row is not None and (self.item.may is None or self.item.may(row))
        self.editor.setEnabled(may and not self.form.readonly)
        if not anew and (self.failed or (self.editor.hasFocus() and text == self.text)):
            return  # what is being typed, or was refused, stays
        self.text, self.failed = text, False
        self.problem.hide()
        self._write(text)

    def commit(self) -> None:
        """Store what stands in the editor if it differs from the row."""
        text = self._read()
        if text == self.text and not self.failed:
            return
        if text == self.text:
            self.failed = False
            self.problem.hide()
            return
        reading = reader(self.item.kind, WAN)(text)
        problem = reading.problem
        if problem is not None and (problem.severity is Severity.RED or reading.value is None):
            self.tell(problem.message)
            return
        self.failed = False
        self.problem.hide()
        self.text = text
        self.form.edited.emit(self.item.key, reading.value, text)

    def tell(self, message: str) -> None:
        self.failed = True
        self.problem.setText(message)
        self.problem.show()

    def _read(self) -> str:
        editor = self.editor
        if isinstance(editor, QCheckBox):
            return formats.editable(editor.isChecked(), Kind.FLAG)
        if isinstance(editor, QComboBox):
            return editor.currentText()
        if isinstance(editor, QPlainTextEdit):
            return editor.toPlainText()
        return editor.text() if isinstance(editor, QLineEdit) else ""

    def _write(self, text: str) -> None:
        editor = self.editor
        if isinstance(editor, QCheckBox):
            editor.setChecked(bool(text))
        elif isinstance(editor, QComboBox):
            choices = list(self.item.choices() if self.item.choices else ())
            editor.clear()
            editor.addItems(["", *choices] if text in ("", *choices) else ["", text, *choices])
            editor.setCurrentText(text)
        elif isinstance(editor, QPlainTextEdit):
            editor.setPlainText(text)
        elif isinstance(editor, QLineEdit):
            editor.setText(text)
            editor.setCursorPosition(0)


class Pick(SteadyList):
    """A list of a form, as wide as the form leaves it."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)
        self.setMaxVisibleItems(14)


class Text(QPlainTextEdit):
    """Several lines. Signal `left()` when the cursor leaves it."""

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()
