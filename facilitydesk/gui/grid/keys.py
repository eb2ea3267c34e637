"""The keys of a grid, all in one place (F1 lists them)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication

from facilitydesk.gui.grid.editors import PickEditor
from facilitydesk.gui.grid.header import GridHeader

if TYPE_CHECKING:
    from facilitydesk.gui.grid.view import GridView

ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
ARROWS = {
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
}
# With Ctrl these are the view's own; every other Ctrl key belongs to the page and the window.
QT_KEYS = frozenset({Qt.Key.Key_A, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_Space})
CTRL = Qt.KeyboardModifier.ControlModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_ALT = Qt.KeyboardModifier.AltModifier
_PAD = Qt.KeyboardModifier.KeypadModifier
_PAGES = frozenset({Qt.Key.Key_PageUp, Qt.Key.Key_PageDown})
_LETTERS = frozenset(getattr(Qt.Key, f"Key_{letter}") for letter in "EFKLMP")
_DIGITS = frozenset(getattr(Qt.Key, f"Key_{digit}") for digit in range(10))


def leave_editor(event: QKeyEvent) -> bool:
    """Whether a key keeps its meaning for the page and the window while a cell is being edited.

    The text is stored first. Every other key belongs to the text.
    """
    held, key = event.modifiers() & ~_PAD, event.key()
    if held == Qt.KeyboardModifier.NoModifier:
        return key in (Qt.Key.Key_F1, Qt.Key.Key_F4, Qt.Key.Key_F6)
    if held == CTRL:
        return key in _LETTERS or key in _PAGES
    # Alt and digits of the number pad write a character by its code.
    return held == _ALT and (key in _PAGES or (key in _DIGITS and not event.modifiers() & _PAD))


def press(view: GridView, event: QKeyEvent) -> bool:
    """Do what a key means in a grid; False when it means nothing here."""
    key, held, hands = event.key(), event.modifiers(), view.hands
    current = view.currentIndex()
    standard = QKeySequence.StandardKey
    if event.matches(standard.Copy):
        hands.copy()
    elif event.matches(standard.Paste):
        hands.paste()
    elif event.matches(standard.Cut):
        hands.cut()
    elif event.matches(standard.Undo):
        places = view.grid.refused_last()
        view.grid.take_back_refused()
        if places:
            view.go_to(*places[0])
    elif key == Qt.Key.Key_D and held & CTRL:
        hands.fill_down()
    elif key in ENTER and held & CTRL:
        if current.isValid():
            hands.fill(hands.plain(current.row(), current.column()))
    elif key in ENTER:
        view.walk.step(-1 if held & _SHIFT else 1, 0)
    elif key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab) and held & CTRL:
        view.leave_by_tab(forward=key == Qt.Key.Key_Tab)
    elif key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
        view.walk.step(0, -1 if key == Qt.Key.Key_Backtab or held & _SHIFT else 1)
    elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
        hands.clear()
    elif key == Qt.Key.Key_F2 and current.isValid():
        if not hands.refused(current) and hands.may_edit(current.row(), current.column()):
            view.edit(current)
    elif key == Qt.Key.Key_Down and held & _ALT:
        if held & _SHIFT or not open_list(view, current):
            open_filter(view, current)
    elif key in ARROWS and held & CTRL and current.isValid():
        view.walk.jump(*ARROWS[Qt.Key(key)], extend=bool(held & _SHIFT))
    else:
        return stroke(view, event)
    return True


def stroke(view: GridView, event: QKeyEvent) -> bool:
    """A key that fills the selected cells at once; alone, the cursor goes on to the right."""
    current = view.currentIndex()
    if not current.isValid() or event.modifiers() & (CTRL | _ALT):
        return False
    text = view.grid.columns[current.column()].strokes.get(event.text().lower())
    if text is None or view.hands.refused(current):
        return text is not None
    if not view.hands.may_edit(current.row(), current.column()):
        return False
    area = view.area()
    view.hands.fill(text)
    if len(area.rows) == 1 and len(area.columns) == 1:
        view.walk.step(0, 1)
    return True


def open_list(view: GridView, index: QModelIndex) -> bool:
    """Alt+Down: the pick list of a cell; False where it has none that can be chosen from."""
    if not index.isValid() or view.grid.columns[index.column()].choices is None:
        return False
    if view.hands.refused(index):
        return True
    if not view.hands.may_edit(index.row(), index.column()):
        return False
    view.edit(index)
    editor = QApplication.focusWidget()
    if isinstance(editor, PickEditor):
        editor.open_list(whole=True)
    return True


def open_filter(view: GridView, index: QModelIndex) -> None:
    """Alt+Shift+Down, and Alt+Down without a pick list: sort and filter by the cursor's column.

    Where the filters leave no row, the first column that is filtered.
    """
    grid = view.grid
    filtered = [grid.by_key[key] for key in grid.wanted.chosen if key in grid.by_key]
    sections = [index.column()] if index.isValid() else filtered + view.shown_columns()
    if sections:
        shown = view.frozen if grid.columns[sections[0]].frozen else view
        head = shown.horizontalHeader()
        if isinstance(head, GridHeader):
            head.ask(sections[0])
