"""The editors of cells: one line, several lines, a line with a pick list.

All of them know whether an input method is composing, so that Enter does not store half a word
and a change of focus loses none.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, Qt, Signal, Slot
from PySide6.QtGui import (
    QFocusEvent,
    QGuiApplication,
    QHideEvent,
    QInputMethodEvent,
    QKeyEvent,
    QTextCursor,
)
from PySide6.QtWidgets import QApplication, QFrame, QLineEdit, QListWidget, QPlainTextEdit, QWidget

from facilitydesk.gui.grid.column import Column
from facilitydesk.gui.theme import Tone

_FRAME = f"border: 2px solid {Tone.ACCENT}; border-radius: 0; padding: 0 4px; background: #ffffff;"


class LineEditor(QLineEdit):
    """One line of text; `preedit` is what the input method is composing."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.preedit = ""
        self.setStyleSheet(f"QLineEdit {{ {_FRAME} }}")
        self.setFrame(False)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self.preedit = event.preeditString()
        super().inputMethodEvent(event)


class TextEditor(QPlainTextEdit):
    """Several lines; Alt+Enter breaks the line, Enter stores."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.preedit = ""
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(3)
        frame = _FRAME.replace("padding: 0 4px", "padding: 0")
        self.setStyleSheet(f"QPlainTextEdit {{ {frame} }}")

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self.preedit = event.preeditString()
        super().inputMethodEvent(event)


_WIDEST_LIST = 560


class PickEditor(LineEditor):
    """A line with a list below it; what is typed (a word or pinyin initials) narrows the list."""

    chosen = Signal()

    def __init__(self, parent: QWidget, choices: Sequence[str]) -> None:
        super().__init__(parent)
        self._choices = tuple(choices)
        self.list = QListWidget(self)
        self.list.setWindowFlags(Qt.WindowType.ToolTip)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.list.setFrameStyle(QFrame.Shape.Box | QFrame.Shadow.Plain)
        # A bar below a list of one would cover it; a long name makes the list wider instead.
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.textEdited.connect(self._narrow)
        self.list.itemClicked.connect(self._on_clicked)

    def open_list(self, *, whole: bool = False) -> None:
        """Show the list, all of it or what fits the text."""
        self._narrow("" if whole else self.text())
        current = [n for n in range(self.list.count()) if self.list.item(n).text() == self.text()]
        if current:
            self.list.setCurrentRow(current[0])

    def picked(self) -> str:
        """The choice that the list offers for what was typed; the text itself where it has none."""
        text = self.text()
        if not text.strip() or text in self._choices:
            return text
        item = self.list.currentItem() if self.list.isVisible() else None
        return item.text() if item is not None else text

    @Slot(str)
    def _narrow(self, text: str) -> None:
        from facilitydesk.services.pinyin import initials

        words = text.strip().lower()
        fitting = [
            choice
            for choice in self._choices
            if not words
            or words in choice.lower()
            or any(_begins(letters, words) for letters in initials(choice).split())
        ]
        self.list.clear()
        self.list.addItems(fitting)
        if not fitting:
            self.list.hide()
            return
        self.list.setCurrentRow(0 if words else -1)
        height = min(len(fitting), 14) * max(self.list.sizeHintForRow(0), 1) + 4
        wanted = self.list.sizeHintForColumn(0) + (24 if len(fitting) > 14 else 8)
        width = max(160, self.width(), min(wanted, _WIDEST_LIST))
        below = self.mapToGlobal(QPoint(0, self.height()))
        screen = self.screen().availableGeometry()
        if below.y() + height > screen.bottom():
            below = self.mapToGlobal(QPoint(0, -height))
        left = max(screen.left(), min(below.x(), screen.right() - width))
        self.list.setGeometry(QRect(left, below.y(), width, height))
        self.list.show()

    @Slot()
    def _on_clicked(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            self.setText(item.text())
        self.list.hide()
        self.chosen.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.list.hide()
        super().focusOutEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self.list.hide()
        super().hideEvent(event)


def _begins(letters: str, words: str) -> bool:
    """Whether the initials begin so; several letters may also stand within them (…jxl…)."""
    return letters.startswith(words) or (len(words) > 1 and words in letters)


def make(column: Column, parent: QWidget) -> QWidget:
    """The editor of a column."""
    if column.choices is not None:
        return PickEditor(parent, column.choices())
    if column.lines:
        return TextEditor(parent)
    editor = LineEditor(parent)
    if column.numeric:
        editor.setAlignment(Qt.AlignmentFlag.AlignRight)
    return editor


def set_text(editor: QWidget, text: str) -> None:
    if isinstance(editor, LineEditor):
        editor.setText(text)
        editor.selectAll()
    elif isinstance(editor, TextEditor):
        editor.setPlainText(text)
        editor.selectAll()


def text_of(editor: QWidget) -> str:
    """The text, with what an input method was still composing."""
    finish_composition(editor)
    if isinstance(editor, PickEditor):
        return editor.picked()
    if isinstance(editor, LineEditor):
        return editor.text()
    return editor.toPlainText() if isinstance(editor, TextEditor) else ""


def typed(editor: QWidget | None = None) -> str | None:
    """The text of an editor, else of the one that has the keyboard; None when none has it."""
    editor = editor or QApplication.focusWidget()
    if isinstance(editor, LineEditor):
        finish_composition(editor)
        return editor.text()
    return text_of(editor) if isinstance(editor, TextEditor) else None


def go_on(text: str) -> None:
    """Put back what was being typed, the cursor behind it."""
    editor = QApplication.focusWidget()
    if isinstance(editor, LineEditor):
        editor.setText(text)
    elif isinstance(editor, TextEditor):
        editor.setPlainText(text)
        editor.moveCursor(QTextCursor.MoveOperation.End)


def composing(editor: QWidget) -> bool:
    return isinstance(editor, LineEditor | TextEditor) and bool(editor.preedit)


def finish_composition(editor: QWidget) -> None:
    """Let the input method hand over what it has; what it keeps is taken as typed."""
    if not composing(editor):
        return
    QGuiApplication.inputMethod().commit()
    if isinstance(editor, LineEditor | TextEditor) and editor.preedit:
        rest = QInputMethodEvent("", [])
        rest.setCommitString(editor.preedit)
        editor.preedit = ""
        editor.inputMethodEvent(rest)


_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
_TABS = frozenset({Qt.Key.Key_Tab, Qt.Key.Key_Backtab})


def composition_key(editor: QWidget, key: int) -> bool:
    """A key the input method left over while it composes, and whether it is used up by that.

    Enter takes what was composed and stays in the cell, Escape drops that and nothing else, Tab
    does nothing.
    """
    if key in _ENTER:
        finish_composition(editor)
    elif key == Qt.Key.Key_Escape:
        drop_composition(editor)
    return key in _ENTER | _TABS or key == Qt.Key.Key_Escape


def drop_composition(editor: QWidget) -> None:
    """Throw away what is being composed; the text before it stays."""
    QGuiApplication.inputMethod().reset()
    if isinstance(editor, LineEditor | TextEditor) and editor.preedit:
        editor.inputMethodEvent(QInputMethodEvent("", []))


def break_line(editor: QWidget) -> bool:
    """Alt+Enter: a line break where the column takes several lines."""
    if isinstance(editor, TextEditor):
        editor.insertPlainText("\n")
        return True
    return False


def arrows_leave(editor: QWidget) -> bool:
    """Whether up and down go to the next row (they move the cursor in a text of several lines)."""
    if isinstance(editor, TextEditor):
        return False
    return isinstance(editor, LineEditor)


def pick_key(editor: QWidget, event: QKeyEvent) -> bool:
    """Keys of the pick list: up and down choose, Alt+Down shows all, Escape closes it first."""
    if not isinstance(editor, PickEditor):
        return False
    key, alt = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
    if key == Qt.Key.Key_Down and alt:
        editor.open_list(whole=True)
        return True
    if not editor.list.isVisible():
        return False
    if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
        step = 1 if key == Qt.Key.Key_Down else -1
        row = editor.list.currentRow() + step
        editor.list.setCurrentRow(max(0, min(editor.list.count() - 1, row)))
        editor.setText(editor.list.item(editor.list.currentRow()).text())
        return True
    if key == Qt.Key.Key_Escape:
        editor.list.hide()
        return True
    return False


def place(editor: QWidget, rect: QRect, column: Column) -> None:
    """Give the editor its place; one for several lines grows downwards and to the right."""
    if isinstance(editor, TextEditor) and column.lines:
        rect = QRect(rect.left(), rect.top(), max(rect.width(), 280), max(rect.height(), 96))
        parent = editor.parentWidget()
        if parent is not None:
            rect.moveRight(min(rect.right(), parent.width() - 1))
            rect.moveBottom(min(rect.bottom(), parent.height() - 1))
    editor.setGeometry(rect)
