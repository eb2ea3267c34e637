"""A grid with all around it: the strip for notes, the list of refused cells, what is remembered.

A page makes a model and puts the panel into its layout:

    self.model = GridModel(COLUMNS, row_id=lambda row: row.id)
    self.panel = GridPanel(context, "schools", self.model, title_of=lambda row: row.name)
    self.model.edited.connect(self._on_edited)      # list[Edit], label → runner.do(…)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from PySide6.QtCore import QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from facilitydesk.domain.messages import tr
from facilitydesk.gui import export
from facilitydesk.gui.context import Context
from facilitydesk.gui.grid import memory
from facilitydesk.gui.grid.bad_list import BadList
from facilitydesk.gui.grid.clipboard import Block
from facilitydesk.gui.grid.model import GridModel
from facilitydesk.gui.grid.view import GridView
from facilitydesk.gui.theme import Tone, severity_color

_NOTE_MS = 15_000
_QUICK_MS = 150
_BESIDE_WORDS = 40  # frame, padding and the button that clears


class GridPanel(QWidget):
    """`view` is the grid, `quick` the search field for the page's own tool bar.

    `add_rows(count)`, where given, makes new rows when a pasted block has more than there are.
    """

    def __init__(
        self,
        context: Context,
        name: str,
        model: GridModel,
        *,
        title_of: Callable[[Any], str],
        add_rows: Callable[[int], None] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.context = context
        self.name = f"grid.{name}"
        self.model = model
        self._add_rows = add_rows
        self.export_title = ""  # blank: the title of the page
        self.begun: Callable[[], Iterable[Any]] = tuple  # ids of new rows that are not complete
        self._waiting: tuple[Block, int] | None = None  # a block, and how many rows it needs
        model.readonly = context.desk.readonly
        model.closed = context.closed
        context.writing_stopped.connect(self._on_stopped)
        context.changed.connect(self._on_changed)
        self.view = GridView(model)
        self.view.hands.can_add_rows = add_rows is not None
        self.bad = BadList(self.view, title_of)
        self.note = NoteStrip(context)
        self.empty = QLabel()
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setProperty("role", "quiet")
        self.empty.setWordWrap(True)
        self.quick = QuickField()
        self.quick.setPlaceholderText(tr("查找名称、拼音、代码"))
        self.quick.setToolTip(tr("名称的一部分、拼音首字母（如 zxxx）或代码；Esc 显示全部"))
        self.quick.setClearButtonEnabled(True)
        self.quick.setMinimumWidth(220)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.note)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.empty, 1)
        layout.addWidget(self.bad)
        self.empty.hide()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_QUICK_MS)
        self._timer.timeout.connect(self.find)
        self.quick.textChanged.connect(self._on_quick)
        self.quick.returnPressed.connect(self._on_quick_done)
        self.quick.left.connect(self._on_quick_left)
        self.view.hands.noted.connect(self.note.tell)
        self.view.hands.overflowed.connect(self._on_overflow)
        self.export_action = export.attach(self)
        model.arranged.connect(self._paste_waiting)
        memory.restore(self.view, context.setting(self.name))
        self.view.layout_changed.connect(self._remember)

    def set_empty(self, text: str) -> None:
        """Show a sentence in place of the grid (what the page is for); "" shows the grid."""
        self.empty.setText(text)
        self.empty.setVisible(bool(text))
        self.view.setVisible(not text)

    def unsaved(self) -> set[Any]:
        """The ids of the rows in which something was typed that is not stored."""
        return self.model.marks.rows_refused() | set(self.begun())

    @Slot()
    def _on_stopped(self) -> None:
        """The file was found damaged while it was open."""
        self.model.close(self.context.closed)

    @Slot(object, object)
    def _on_changed(self, changes: Any, _initiator: object) -> None:
        if changes.takes_back is not None:
            self.model.undone(changes.takes_back)

    @Slot()
    def find(self) -> None:
        """Apply the text of the search field."""
        if self.model.wanted.quick != self.quick.text():
            self.model.wanted.quick = self.quick.text()
            self.view.rearrange()

    @Slot(str)
    def _on_quick(self, _text: str) -> None:
        self._timer.start()

    @Slot()
    def _on_quick_done(self) -> None:
        self._timer.stop()
        self.find()
        if self.model.rowCount():  # else the officer stays where Escape shows all rows again
            self.view.setFocus()

    @Slot()
    def _on_quick_left(self) -> None:
        self.quick.clear()
        self._on_quick_done()

    @Slot()
    def _paste_waiting(self) -> None:
        """Pastes a block as soon as the rows that were added for it are there."""
        if self._waiting is not None and self.model.rowCount() >= self._waiting[1]:
            block, _ = self._waiting
            self._waiting = None
            self.view.hands.paste_block(block, cut=True)

    @Slot()
    def _remember(self) -> None:
        self.context.set_setting(self.name, memory.remembered(self.view))

    @Slot(object, int)
    def _on_overflow(self, block: Block, extra: int) -> None:
        text = tr("粘贴的内容有{rows}行，从此处起还缺{extra}行。").format(
            rows=len(block), extra=extra
        )

        def add() -> None:
            self._waiting = (block, self.model.rowCount() + extra)
            if self._add_rows is not None:
                self._add_rows(extra)
            self._paste_waiting()

        def cut() -> None:
            self.view.hands.paste_block(block, cut=True)

        self.note.ask(text, [(tr("添加{extra}行").format(extra=extra), add), (tr("截断"), cut)])


class QuickField(QLineEdit):
    """The search field of a grid. Signal `left()`: Escape, all rows are wanted again."""

    left = Signal()

    def sizeHint(self) -> QSize:
        """Room for the whole placeholder; bars without it may squeeze the field."""
        hint = super().sizeHint()
        words = self.fontMetrics().horizontalAdvance(self.placeholderText())
        return QSize(max(hint.width(), words + _BESIDE_WORDS), hint.height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class NoteStrip(QWidget):
    """One line above a grid: what a paste did, or a question with its answers. No dialog.

    An undo takes the note away: it speaks of a step that is no longer so, and the line at the
    foot says what was undone. A question waits for its answer all the same.
    """

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setObjectName("note")
        self.text = QLabel()
        self.text.setWordWrap(True)
        self.close_button = QPushButton("×")
        self.close_button.setProperty("flat", True)
        self.close_button.setToolTip(tr("关闭"))
        self.answers: list[QPushButton] = []
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(16, 2, 8, 2)
        self._layout.setSpacing(8)
        self._layout.addWidget(self.text, 1)
        self._layout.addWidget(self.close_button)
        self.close_button.clicked.connect(self.hide)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_NOTE_MS)
        self._timer.timeout.connect(self.hide)
        context.changed.connect(self._on_changed)
        self.hide()

    @Slot(object, object)
    def _on_changed(self, changes: Any, _initiator: object) -> None:
        if changes.walked and not self.answers:
            self.hide()

    @Slot(str, str)
    def tell(self, text: str, severity: str = "info") -> None:
        """Show a note; it goes away by itself unless it is red."""
        self._clear()
        soft = {"yellow": Tone.AMBER_SOFT, "red": Tone.RED_SOFT}.get(severity, Tone.BLUE_SOFT)
        self.setStyleSheet(f"#note {{ background: {soft}; border-bottom: 1px solid {Tone.LINE}; }}")
        self.text.setStyleSheet(f"color: {severity_color(severity)};")
        self.text.setText(text)
        self.show()
        if severity == "red":
            self._timer.stop()
        else:
            self._timer.start()

    def ask(self, text: str, answers: list[tuple[str, Callable[[], None]]]) -> None:
        """Show a question; an answer closes it and is carried out."""
        self.tell(text, "yellow")
        self._timer.stop()
        for number, (word, act) in enumerate(answers):
            button = QPushButton(word)
            button.clicked.connect(self._answer(act))
            self._layout.insertWidget(1 + number, button)
            self.answers.append(button)

    def _answer(self, act: Callable[[], None]) -> Callable[[], None]:
        def run() -> None:
            self.hide()
            act()

        return run

    def _clear(self) -> None:
        for button in self.answers:
            self._layout.removeWidget(button)
            button.deleteLater()
        self.answers.clear()
