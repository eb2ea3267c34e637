"""Typing with an input method straight onto a cell: the first letter opens the editor.

A change of focus ends a composition, and garbles letters that are on their way to the input
method and back. So the view keeps the keyboard for as long as that editor is open, and hands it
all that comes, composed words and keys.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QObject,
    QPoint,
    QRect,
    QRectF,
    Qt,
    QTimer,
    Slot,
)
from PySide6.QtGui import QFocusEvent, QGuiApplication, QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QStyledItemDelegate, QTableView, QWidget
from shiboken6 import isValid

from facilitydesk.gui.grid import editors
from facilitydesk.gui.grid.delegate import GridDelegate

if TYPE_CHECKING:
    from facilitydesk.gui.grid.view import GridView

# Some input methods clear their letters just before they send the word.
_CANCELLED_MS = 40
_PLACES = frozenset(
    {
        Qt.InputMethodQuery.ImCursorRectangle,
        Qt.InputMethodQuery.ImAnchorRectangle,
        Qt.InputMethodQuery.ImInputItemClipRectangle,
    }
)


class Composition(QObject):
    """What an input method sends to a grid whose cell is not open yet, and what follows."""

    def __init__(self, view: GridView) -> None:
        super().__init__(view)
        self._view = view
        self._editor: QWidget | None = None
        self._taken = False  # a word was chosen, or a key went to the editor
        self._handing = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_CANCELLED_MS)
        self._timer.timeout.connect(self._on_cancelled)

    @property
    def editor(self) -> QWidget | None:
        """The open editor while the view has the keyboard for it."""
        held = self._editor
        if held is not None and (not isValid(held) or held.isHidden()):  # closed by Qt meanwhile
            self._editor = None
        return self._editor

    def take(self, event: QInputMethodEvent) -> None:
        """Hand on what the input method sends, into an editor that is opened for it."""
        composed, chosen = event.preeditString(), event.commitString()
        editor = self.editor
        if editor is None:
            if not composed and not chosen:
                return
            editor = self._begin()
        if editor is None:  # a cell that cannot be filled
            event.ignore()
            QGuiApplication.inputMethod().reset()
            return
        self._taken = self._taken or bool(chosen)
        QCoreApplication.sendEvent(editor, event)
        if composed or self._taken:
            self._timer.stop()
        else:
            self._timer.start()
        self._view.updateMicroFocus()

    def key(self, event: QKeyEvent) -> bool:
        """A key that the input method left over; False when no editor waits for it."""
        editor = self.editor
        if editor is None:
            return False
        if editors.composing(editor):
            editors.composition_key(editor, event.key())
            self._taken = self._taken or (
                event.key() != Qt.Key.Key_Escape and not editors.composing(editor)
            )
        elif self._taken:
            if not self._handing:  # what the editor ignores comes back to its parent
                self._handing = True
                QCoreApplication.sendEvent(editor, event)
                self._handing = False
            self._view.updateMicroFocus()
            return True
        self._on_cancelled()
        return self._taken or event.key() == Qt.Key.Key_Escape or self.editor is not None

    def leave_for_key(self, event: QKeyEvent) -> None:
        """A key that means something to the window: the text is stored, unless it is composed."""
        editor = self.editor
        if editor is not None and editors.composing(editor):
            event.accept()
        else:
            self.leave()

    def leave(self) -> None:
        """The keyboard goes elsewhere: what was composed is stored as if it had been typed."""
        editor = self.editor
        if editor is None:
            return
        if QApplication.focusWidget() is editor:  # a click into the text
            self._editor = None
            return
        typed = self._taken or editors.composing(editor)
        editors.finish_composition(editor)
        if typed:
            self._delegate(editor).commitData.emit(editor)
        self._close(editor)

    def answer(self, query: Qt.InputMethodQuery) -> Any:
        """What the input method asks: whether it may begin, and where; None: as Qt has it."""
        editor, view = self.editor, self._view
        if editor is not None:
            return _mapped(editor.inputMethodQuery(query), editor.mapTo(view, QPoint(0, 0)))
        current = view.currentIndex()
        if query == Qt.InputMethodQuery.ImEnabled:
            return current.isValid() and view.hands.may_edit(current.row(), current.column())
        if query in _PLACES and current.isValid():
            shown = self._shown_in()
            return shown.visualRect(current).translated(shown.viewport().mapTo(view, QPoint(0, 0)))
        return None

    # --- inside -------------------------------------------------------------------------------

    @Slot()
    def _on_cancelled(self) -> None:
        """Nothing was chosen and nothing is composed any more: the cell stays as it was."""
        editor = self.editor
        if editor is not None and not self._taken and not editors.composing(editor):
            self._close(editor)

    def _begin(self) -> QWidget | None:
        view, current = self._view, self._view.currentIndex()
        if not current.isValid() or not view.hands.may_edit(current.row(), current.column()):
            return None
        delegate = self._shown_in().itemDelegate()
        if not isinstance(delegate, GridDelegate):
            return None
        editor = delegate.opened(lambda: view.edit(current), view)
        self._editor, self._taken = editor, False
        if editor is not None:  # its cursor blinks, though the keyboard is elsewhere
            QCoreApplication.sendEvent(editor, QFocusEvent(QEvent.Type.FocusIn))
        return editor

    def _shown_in(self) -> QTableView:
        """The view that shows the current cell and opens its editor."""
        view = self._view
        column = view.grid.columns[view.currentIndex().column()]
        return view.frozen if column.frozen else view

    def _delegate(self, editor: QWidget) -> QStyledItemDelegate:
        """The delegate of an editor (the cursor may stand elsewhere by now)."""
        owner = self._view.frozen if self._view.frozen.isAncestorOf(editor) else self._view
        made = owner.itemDelegate()
        assert isinstance(made, QStyledItemDelegate)
        return made

    def _close(self, editor: QWidget) -> None:
        self._editor = None
        self._timer.stop()
        self._delegate(editor).closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)


def _mapped(answer: Any, offset: QPoint) -> Any:
    """A place in the editor as a place in the view."""
    if isinstance(answer, QRect):
        return answer.translated(offset)
    return answer.translated(offset.toPointF()) if isinstance(answer, QRectF) else answer
