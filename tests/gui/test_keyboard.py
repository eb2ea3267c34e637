"""Keys that mean something everywhere, and the card that lists all keys."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from facilitydesk.gui import pages
from facilitydesk.gui.grid import keys
from facilitydesk.gui.help import manual
from facilitydesk.gui.people.sitting import Sitting
from facilitydesk.gui.remembered import Settings
from facilitydesk.gui.schools_page import SchoolsPage
from facilitydesk.gui.window import MainWindow
from facilitydesk.services.desk import Desk
from tests.gui.desks import context_on, settle
from tests.gui.week.weeks import THIS, add_works

K, M = Qt.Key, Qt.KeyboardModifier
NONE, ALT, CTRL = M.NoModifier, M.AltModifier, M.ControlModifier


@pytest.fixture
def window(qtbot: QtBot, desk: Desk) -> Iterator[MainWindow]:
    """The whole window on six works, at the week; what is typed goes where the keyboard is."""
    add_works(desk, 6)
    with context_on(desk) as (context, _):
        made = MainWindow(Settings(None))
        qtbot.addWidget(made)
        Sitting(made)
        made.resize(1366, 768)
        with qtbot.waitActive(made):
            made.show()
        made.attach(context)
        made.open_page("week")
        context.set_scope(week=THIS)
        settle()
        yield made
        made.detach()


def key(which: Qt.Key, held: Qt.KeyboardModifier) -> QKeyEvent:
    return QKeyEvent(QEvent.Type.ShortcutOverride, which, held)


@pytest.mark.parametrize(
    ("which", "held"),
    [
        (K.Key_F1, NONE), (K.Key_F6, NONE), (K.Key_K, CTRL), (K.Key_F, CTRL), (K.Key_4, ALT),
        (K.Key_0, ALT), (K.Key_PageDown, CTRL), (K.Key_PageDown, ALT),
    ],
)  # fmt: skip
def test_keys_of_the_window_leave_a_cell_that_is_edited(
    which: Qt.Key, held: Qt.KeyboardModifier
) -> None:
    assert keys.leave_editor(key(which, held))


@pytest.mark.parametrize(
    ("which", "held"),
    [(K.Key_Z, CTRL), (K.Key_V, CTRL), (K.Key_A, CTRL), (K.Key_Delete, CTRL), (K.Key_K, NONE),
     (K.Key_4, ALT | M.KeypadModifier), (K.Key_Home, NONE), (K.Key_PageDown, NONE)],
)  # fmt: skip
def test_keys_of_the_text_stay_with_it(which: Qt.Key, held: Qt.KeyboardModifier) -> None:
    assert not keys.leave_editor(key(which, held))


# --- the card ---------------------------------------------------------------------------------------

# What a grid does by itself, without a shortcut of Qt (gui/grid/keys.py and the editors).
GRID = [
    "Return",
    "Shift+Return",
    "Tab",
    "Shift+Tab",
    "Ctrl+Tab",
    "Ctrl+Shift+Tab",
    "F2",
    "Alt+Return",
    "Esc",
    "Del",
    "Ctrl+C",
    "Ctrl+X",
    "Ctrl+V",
    "Ctrl+D",
    "Ctrl+Return",
    "Alt+Down",
    "Alt+Shift+Down",
    "Ctrl+Up",
    "Ctrl+Down",
    "Ctrl+Left",
    "Ctrl+Right",
    "Ctrl+Home",
    "Ctrl+End",
    "Ctrl+A",
    "Shift+F10",
]
WORDS = {
    "回车": "Return",
    "↓": "Down",
    "↑": "Up",
    "←": "Left",
    "→": "Right",
    "PageUp": "PgUp",
    "PageDown": "PgDown",
    "Insert": "Ins",
    "Delete": "Del",
}


def card() -> set[str]:
    """The keys of the first column of every table on the card."""
    found: set[str] = set()
    for row in re.findall(r"^\| ([^|]+) \|", manual.chapter(manual.KEYS).text, re.MULTILINE):
        if row == "键":
            continue
        singly = re.sub(
            r"Alt\+(\d) … Alt\+(\d)",
            lambda span: "、".join(f"Alt+{n}" for n in range(int(span[1]), int(span[2]) + 1)),
            row,
        )
        for each in singly.split("、"):
            parts = [WORDS.get(part, part) for part in each.strip().split("+")]
            found.add(QKeySequence("+".join(parts)).toString())
    return found


def test_the_card_lists_exactly_the_keys_that_exist(window: MainWindow) -> None:
    for entry in pages.entries():
        window.open_page(entry.key)
        settle()
    schools = window.page("schools")
    assert isinstance(schools, SchoolsPage)
    schools.show_file()
    window.show_help()
    settle()
    real = {
        child.key().toString() for child in window.findChildren(QShortcut) if child.key().count()
    }
    for action in window.findChildren(QAction):
        real |= {each.toString() for each in action.shortcuts()}
    real |= {child.shortcut().toString() for child in window.findChildren(QAbstractButton)}
    real = {each for each in real if each and not re.fullmatch(r"Alt\+[A-Z]", each)}
    real = {each.replace("Enter", "Return") for each in real}  # both keys are called 回车
    assert card() == real | {QKeySequence(each).toString() for each in GRID}
