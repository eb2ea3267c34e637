"""Quick entry: a strip of fields where Enter goes on and the last Enter stores.

What is asked the same way many times (date, source, contract) is kept for the next one; what was
refused stays, with the reason below the strip and the cursor in the field.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from facilitydesk.domain.cells import Reading
from facilitydesk.domain.fields import Kind
from facilitydesk.domain.messages import tr
from facilitydesk.domain.problems import Severity
from facilitydesk.gui.grid import editors, formats
from facilitydesk.gui.grid.reading import reader
from facilitydesk.gui.register.bar import button
from facilitydesk.gui.theme import Tone

_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
_PLAIN = f"""
QLineEdit {{ border: 1px solid #c3cad3; border-radius: 3px; background: {Tone.SURFACE};
    padding: 3px 6px; min-height: 20px; }}
QLineEdit:focus {{ border: 1px solid {Tone.ACCENT}; }}
QLineEdit:disabled {{ background: {Tone.GROUND}; }}
QLineEdit[bad="true"] {{ border: 1px solid {Tone.RED}; background: {Tone.RED_SOFT}; }}
"""


@dataclass(frozen=True, kw_only=True)
class Ask:
    """One field of the strip. Money is asked in 元. `span` is its share of a line of 12."""

    key: str
    label: str
    kind: Kind = Kind.TEXT
    choices: Callable[[], Sequence[str]] | None = None
    span: int = 2
    keep: bool = False
    required: bool = False
    hint: str = ""
    parse: Callable[[str], Reading[Any]] | None = None


class EntryStrip(QWidget):
    """Signals: `submitted(values)` all fields read well; `picked(key, text)` a field was left."""

    submitted = Signal(object)
    picked = Signal(str, str)

    def __init__(self, asks: Sequence[Ask], *, first: str, store: str) -> None:
        """`first` is the field the cursor returns to after storing; `store` the button's word."""
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setObjectName("entry")
        self.setStyleSheet(
            f"#entry {{ background: {Tone.SURFACE}; border-top: 1px solid {Tone.LINE};"
            f" border-bottom: 1px solid {Tone.LINE}; }}"
        )
        self.asks = {ask.key: ask for ask in asks}
        self.fields: dict[str, QLineEdit] = {}
        self._first = first
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(2)
        line, at = 0, 0
        for ask in asks:
            if at + ask.span > _LINE:
                line, at = line + 2, 0
            label = QLabel(ask.label + (" *" if ask.required else ""))
            label.setProperty("role", "quiet")
            field = _line(ask, self)
            field.setToolTip(ask.hint)
            field.setAccessibleName(ask.label)
            label.setBuddy(field)
            field.installEventFilter(self)
            self.fields[ask.key] = field
            grid.addWidget(label, line, at, 1, ask.span)
            grid.addWidget(field, line + 1, at, 1, ask.span)
            at += ask.span
        for n in range(_LINE):
            grid.setColumnStretch(n, 1)
            grid.setColumnMinimumWidth(n, 24)
        self.store = button(store, tr("登记（Ctrl+Enter）；在最后一栏按回车也可登记"), primary=True)
        self.store.clicked.connect(self.submit)
        self.problem = QLabel()
        self.problem.setWordWrap(True)
        self.problem.hide()
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addLayout(grid, 1)
        row.addWidget(self.store, 0, Qt.AlignmentFlag.AlignBottom)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 6, 16, 8)
        layout.setSpacing(4)
        layout.addLayout(row)
        layout.addWidget(self.problem)
        # Tabs follow the order of the fields, then the button.
        order = [*self.fields.values(), self.store]
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)

    # --- what stands in it --------------------------------------------------------------------

    def text(self, key: str) -> str:
        return editors.text_of(self.fields[key]).strip()

    def set_text(self, key: str, text: str) -> None:
        self.fields[key].setText(text)
        self.fields[key].setCursorPosition(0)

    def begin(self, key: str = "") -> None:
        """Put the cursor into a field."""
        field = self.fields[key or self._first]
        field.setFocus(Qt.FocusReason.TabFocusReason)
        field.selectAll()

    def stored(self, words: str) -> None:
        """It was stored: what is kept stays, the rest is blank, the cursor begins again."""
        self.tell(words, "info")
        for key, ask in self.asks.items():
            if not ask.keep:
                self.fields[key].clear()
        self.begin()

    def fail(self, key: str | None, message: str) -> None:
        """It was refused: say why, and go to the field."""
        self.tell(message, "red")
        field = self.fields.get(key or "")
        if field is not None:
            _mark(field, bad=True)
            self.begin(key or "")

    def tell(self, words: str, severity: str = "info") -> None:
        """The line below the strip."""
        self.problem.setText(words)
        ink = {"red": Tone.RED, "yellow": Tone.AMBER}.get(severity, Tone.GREEN)
        self.problem.setStyleSheet(f"color: {ink};")
        self.problem.setVisible(bool(words))

    # --- going on and storing -----------------------------------------------------------------

    def read(self) -> Mapping[str, Any] | None:
        """The values; None when a field is not understood or missing (it is told)."""
        values: dict[str, Any] = {}
        for field in self.fields.values():
            _mark(field, bad=False)
        for key, ask in self.asks.items():
            text = self.text(key)
            reading = (ask.parse or reader(ask.kind, 1))(text)
            problem = reading.problem
            if problem is not None and (problem.severity is Severity.RED or reading.value is None):
                self.fail(key, problem.message)
                return None
            if ask.required and reading.value in (None, ""):
                self.fail(key, tr("请填写{term}。").format(term=ask.label))
                return None
            values[key] = reading.value
        return values

    @Slot()
    def submit(self) -> None:
        """Hand out what was typed, if all of it is understood."""
        values = self.read()
        if values is not None:
            self.tell("")
            self.submitted.emit(values)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and isinstance(watched, QLineEdit)
            and self._key(watched, event)
        ):
            return True
        return super().eventFilter(watched, event)

    def _key(self, field: QLineEdit, event: QKeyEvent) -> bool:
        if editors.composing(field):
            return event.key() in _ENTER
        if event.key() in _ENTER:
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self._take_pick(field)
                self.submit()
            elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self.go(field, -1)
            else:
                self.go(field, 1)
            return True
        if editors.pick_key(field, event):
            return True
        if event.key() == Qt.Key.Key_Down and isinstance(field, editors.PickEditor):
            field.open_list(whole=not field.text().strip())
            return True
        return False

    def go(self, field: QLineEdit, step: int) -> None:
        """From a field to the next or the one before; behind the last one it is stored."""
        self._take_pick(field)
        order = list(self.fields.values())
        at = order.index(field) + step
        while 0 <= at < len(order) and not order[at].isEnabled():
            at += step
        if at >= len(order):
            self.submit()
        elif at >= 0:
            order[at].setFocus(Qt.FocusReason.TabFocusReason)
            order[at].selectAll()

    def _take_pick(self, field: QLineEdit) -> None:
        if isinstance(field, editors.PickEditor):
            field.setText(field.picked())
            field.list.hide()

    def left(self, field: QLineEdit) -> None:
        """A field lost the cursor: read it, so that a slip is seen at once."""
        key = next(key for key, one in self.fields.items() if one is field)
        ask, text = self.asks[key], field.text().strip()
        reading = (ask.parse or reader(ask.kind, 1))(text)
        problem = reading.problem
        bad = problem is not None and (problem.severity is Severity.RED or reading.value is None)
        _mark(field, bad=bad)
        if bad and problem is not None:
            self.tell(problem.message, "red")
        elif text and ask.kind in (Kind.DATE, Kind.MONEY) and reading.value is not None:
            field.setText(formats.shown(reading.value, ask.kind, 1))
        self.picked.emit(key, text)


_LINE = 24


def _line(ask: Ask, strip: EntryStrip) -> QLineEdit:
    if ask.choices is not None:
        return _PickLine(ask.choices, strip)
    return _TextLine(ask, strip)


class _TextLine(editors.LineEditor):
    def __init__(self, ask: Ask, strip: EntryStrip) -> None:
        super().__init__(strip)
        self._strip = strip
        self.setStyleSheet(_PLAIN)
        self.setFrame(True)
        if ask.kind in (Kind.MONEY, Kind.AREA):
            self.setAlignment(Qt.AlignmentFlag.AlignRight)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        editors.finish_composition(self)
        super().focusOutEvent(event)
        self._strip.left(self)


class _PickLine(editors.PickEditor):
    def __init__(self, choices: Callable[[], Sequence[str]], strip: EntryStrip) -> None:
        super().__init__(strip, ())
        self._offered, self._strip = choices, strip
        self.setStyleSheet(_PLAIN)
        self.setFrame(True)
        self.chosen.connect(lambda: strip.go(self, 1))

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._choices = tuple(self._offered())
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        editors.finish_composition(self)
        text = self.picked()
        if text != self.text():
            self.setText(text)
        super().focusOutEvent(event)
        self.setCursorPosition(0)
        self._strip.left(self)


def _mark(field: QLineEdit, *, bad: bool) -> None:
    if bool(field.property("bad")) is not bad:
        field.setProperty("bad", bad)
        field.style().unpolish(field)
        field.style().polish(field)
