"""The small editors that options of a report are set with; each has `value` and `changed`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QDate, QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QCompleter,
    QDateEdit,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from facilitydesk.domain.messages import tr
from facilitydesk.gui.widgets.steady import SteadyDay, SteadyList

Choices = Sequence[tuple[Any, str]]


class Editor(QWidget):
    """Signal `changed()`: the officer chose another value."""

    changed = Signal()

    @property
    def value(self) -> Any:
        """What is chosen."""
        raise NotImplementedError

    def set_value(self, value: Any) -> None:
        """Show a value without a signal."""
        raise NotImplementedError

    def take_offer(self, other: Editor) -> None:
        """Offer what another editor of the same kind offers; what is chosen stays."""


class ChoiceEditor(Editor):
    """One of a few values; `search` lets the officer type a part of the text."""

    def __init__(self, choices: Choices, *, search: bool = False) -> None:
        super().__init__()
        self.box = SteadyList()
        self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.box.setMaxVisibleItems(20)
        self.choices: Choices = ()
        self._values: list[Any] = []
        if search:
            self.box.setEditable(True)
            self.box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
            completer = self.box.completer()
            if completer is not None:
                completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
                completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.set_choices(choices)
        _alone(self, self.box)
        self.box.activated.connect(self._on_activated)
        self.box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def set_choices(self, choices: Choices) -> None:
        """Other values to choose from; the chosen one stays chosen where it still exists."""
        before = self.value if self._values else None
        self.choices = choices
        with QSignalBlocker(self.box):
            self.box.clear()
            self._values = [value for value, _ in choices]
            self.box.addItems([text for _, text in choices])
            self.set_value(before)

    def take_offer(self, other: Editor) -> None:
        if isinstance(other, ChoiceEditor) and list(other.choices) != list(self.choices):
            self.set_choices(other.choices)

    def shrink(self) -> None:
        """Take the width that is there; long choices are read in the list."""
        self.box.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.box.setMinimumContentsLength(8)

    @property
    def value(self) -> Any:
        at = self.box.currentIndex()
        return self._values[at] if 0 <= at < len(self._values) else None

    def set_value(self, value: Any) -> None:
        at = self._values.index(value) if value in self._values else 0
        with QSignalBlocker(self.box):
            self.box.setCurrentIndex(at if self._values else -1)

    @Slot(int)
    def _on_activated(self, _index: int) -> None:
        self.changed.emit()


class DayEditor(Editor):
    """A day that is always there."""

    def __init__(self) -> None:
        super().__init__()
        self.edit = _day_edit()
        _alone(self, self.edit)
        self.edit.dateChanged.connect(self._on_changed)

    @property
    def value(self) -> date:
        return _day(self.edit)

    def set_value(self, value: date) -> None:
        with QSignalBlocker(self.edit):
            self.edit.setDate(QDate(value.year, value.month, value.day))

    @Slot(QDate)
    def _on_changed(self, _day: QDate) -> None:
        self.changed.emit()


class MaybeDayEditor(Editor):
    """A day that is set only when its box is ticked."""

    def __init__(self, today: date) -> None:
        super().__init__()
        self.box = QCheckBox(tr("指定"))
        self.edit = _day_edit()
        self.edit.setDate(QDate(today.year, today.month, today.day))
        self.edit.setEnabled(False)
        layout = _row(self)
        layout.addWidget(self.box)
        layout.addWidget(self.edit, 1)
        self.box.toggled.connect(self._on_toggled)
        self.edit.dateChanged.connect(self._on_changed)

    @property
    def value(self) -> date | None:
        return _day(self.edit) if self.box.isChecked() else None

    def set_value(self, value: date | None) -> None:
        with QSignalBlocker(self.box), QSignalBlocker(self.edit):
            self.box.setChecked(value is not None)
            self.edit.setEnabled(value is not None)
            if value is not None:
                self.edit.setDate(QDate(value.year, value.month, value.day))

    @Slot(bool)
    def _on_toggled(self, on: bool) -> None:
        self.edit.setEnabled(on)
        self.changed.emit()

    @Slot(QDate)
    def _on_changed(self, _day: QDate) -> None:
        self.changed.emit()


class FlagEditor(Editor):
    """Yes or no."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.box = QCheckBox(text)
        _alone(self, self.box)
        self.box.toggled.connect(self._on_toggled)

    @property
    def value(self) -> bool:
        return self.box.isChecked()

    def set_value(self, value: bool) -> None:
        with QSignalBlocker(self.box):
            self.box.setChecked(bool(value))

    @Slot(bool)
    def _on_toggled(self, _on: bool) -> None:
        self.changed.emit()


class TextEditor(Editor):
    """A line of text; blank leaves it to the settings or leaves it out."""

    def __init__(self, hint: str = "") -> None:
        super().__init__()
        self.edit = QLineEdit()
        self.edit.setPlaceholderText(hint)
        _alone(self, self.edit)
        self.edit.textEdited.connect(self._on_edited)

    @property
    def value(self) -> str:
        return self.edit.text().strip()

    def set_value(self, value: str) -> None:
        with QSignalBlocker(self.edit):
            self.edit.setText(value or "")

    def take_offer(self, other: Editor) -> None:
        if isinstance(other, TextEditor):
            self.edit.setPlaceholderText(other.edit.placeholderText())

    @Slot(str)
    def _on_edited(self, _text: str) -> None:
        self.changed.emit()


class LinesEditor(Editor):
    """A text of several paragraphs."""

    def __init__(self, hint: str = "") -> None:
        super().__init__()
        self.edit = QPlainTextEdit()
        self.edit.setPlaceholderText(hint)
        self.edit.setFixedHeight(88)
        self.edit.setTabChangesFocus(True)
        _alone(self, self.edit)
        self.edit.textChanged.connect(self._on_changed)

    @property
    def value(self) -> str:
        return self.edit.toPlainText().strip()

    def set_value(self, value: str) -> None:
        with QSignalBlocker(self.edit):
            self.edit.setPlainText(value or "")

    @Slot()
    def _on_changed(self) -> None:
        self.changed.emit()


def _row(widget: QWidget) -> QHBoxLayout:
    layout = QHBoxLayout(widget)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(8)
    return layout


def _alone(editor: Editor, widget: QWidget) -> None:
    layout = QVBoxLayout(editor)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(widget)
    editor.setFocusProxy(widget)


def _day_edit() -> QDateEdit:
    edit = SteadyDay()
    edit.setCalendarPopup(True)
    edit.setDisplayFormat("yyyy-MM-dd")
    edit.setKeyboardTracking(False)
    edit.setMinimumWidth(112)
    return edit


def _day(edit: QDateEdit) -> date:
    shown = edit.date()
    return date(shown.year(), shown.month(), shown.day())
