"""Typing Chinese straight onto a cell: what an input method sends arrives whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QModelIndex, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QInputMethodEvent, QInputMethodQueryEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from facilitydesk.gui.grid.editors import LineEditor
from facilitydesk.gui.grid.view import GridView
from facilitydesk.gui.schools_page import SchoolsPage
from facilitydesk.services import locks
from facilitydesk.services.desk import Desk
from tests.gui.desks import settle
from tests.gui.register.registers import Hand, page_on
from tests.gui.week.weeks import THIS, Week, add_works, compose, week_page

CTRL = Qt.KeyboardModifier.ControlModifier
ENABLED, PLACE = Qt.InputMethodQuery.ImEnabled, Qt.InputMethodQuery.ImCursorRectangle


@pytest.fixture
def week(qtbot: QtBot, desk: Desk) -> Iterator[Week]:
    add_works(desk, 6)
    with week_page(qtbot, desk) as page:
        yield page


@pytest.fixture
def schools(qtbot: QtBot, desk: Desk) -> Iterator[Hand]:
    """The page of the schools; the name stands in a column that stays at the left."""
    add_works(desk, 3)
    with page_on(qtbot, desk, SchoolsPage) as page:
        page.table.view.setFocus()
        yield Hand(page.table)


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def preedit(text: str) -> None:
    """What an input method sends while letters are typed; it goes to what has the keyboard."""
    QApplication.sendEvent(focused(), QInputMethodEvent(text, []))


def choose(text: str) -> None:
    compose(focused(), text)


def key(
    which: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier, text: str = ""
) -> None:
    """To what has the keyboard at that moment, which the key before may have changed."""
    for kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(focused(), QKeyEvent(kind, which, held, text))
    settle()


def ask(what: Qt.InputMethodQuery) -> object:
    """What the input method is told by what has the keyboard."""
    asked = QInputMethodQueryEvent(what)
    QApplication.sendEvent(focused(), asked)
    return asked.value(what)


@pytest.mark.parametrize("column", ["stage", "progress", "problem", "reason"])
def test_a_word_arrives_whole_in_every_kind_of_cell(week: Week, qtbot: QtBot, column: str) -> None:
    week.at(0, column)
    for letters in ("x", "xi", "小", "小学"):
        preedit(letters)
        assert QApplication.focusWidget() is week.view  # a change of focus would end it
    choose("小学")
    key(Qt.Key.Key_Return)
    assert week.text(0, column) == "小学"
    assert week.view.currentIndex().row() == 1


def test_a_word_arrives_whole_in_a_frozen_column(schools: Hand, qtbot: QtBot) -> None:
    schools.at(0, "name")
    for letters in ("x", "xi", "小", "小学"):
        preedit(letters)
        assert QApplication.focusWidget() is schools.view
    choose("小学")
    editor = schools.view.composition.editor
    assert editor is not None
    assert editor.parentWidget() is schools.view.frozen.viewport()
    key(Qt.Key.Key_Return)
    assert schools.text(0, "name") == "小学"


def test_what_follows_the_word_goes_into_the_same_cell(week: Week) -> None:
    week.at(0, "reason")
    preedit("ji")
    choose("计")
    key(Qt.Key.Key_2, text="2")
    preedit("xiang")
    choose("项")
    QApplication.clipboard().setText("（二期）")
    key(Qt.Key.Key_V, CTRL)
    choose("，")
    key(Qt.Key.Key_Return)
    assert week.text(0, "reason") == "计2项（二期），"


def test_the_stroke_that_ends_a_word_may_begin_the_next(week: Week) -> None:
    week.at(0, "reason")
    preedit("ihip")
    choose("小学")
    preedit("i")
    choose("校")
    key(Qt.Key.Key_Return)
    assert week.text(0, "reason") == "小学校"


def test_one_sign_that_is_not_composed_opens_the_cell_too(week: Week) -> None:
    week.at(0, "reason")
    choose("，")
    key(Qt.Key.Key_Return)
    assert week.text(0, "reason") == "，"


def test_the_word_takes_the_place_of_what_the_cell_held(week: Week) -> None:
    week.type(0, "reason", "资金")
    week.at(0, "reason")
    preedit("xu")
    choose("续建")
    key(Qt.Key.Key_Return)
    assert week.text(0, "reason") == "续建"


@pytest.mark.parametrize("way", ["by the input method", "by the key"])
def test_escape_cancels_the_composition_and_nothing_else(
    week: Week, qtbot: QtBot, way: str
) -> None:
    week.type(0, "reason", "资金")
    week.at(0, "reason")
    preedit("xiao")
    if way == "by the key":
        key(Qt.Key.Key_Escape)
    else:
        preedit("")
        qtbot.waitUntil(lambda: not week.view.editing)
    assert QApplication.focusWidget() is week.view
    assert (week.text(0, "reason"), week.view.currentIndex().row()) == ("资金", 0)
    preedit("y")  # and the next letter begins anew
    choose("有")
    key(Qt.Key.Key_Return)
    assert week.text(0, "reason") == "有"


def test_escape_in_the_second_word_leaves_the_first(week: Week) -> None:
    week.at(0, "reason")
    preedit("zijin")
    choose("资金")
    preedit("wei")
    key(Qt.Key.Key_Escape)
    assert week.view.editing
    key(Qt.Key.Key_Return)
    assert week.text(0, "reason") == "资金"


@pytest.mark.parametrize("opened", ["by typing", "by F2"])
def test_enter_takes_what_is_composed_and_stays_in_the_cell(week: Week, opened: str) -> None:
    week.at(0, "reason")
    if opened == "by F2":
        week.key(Qt.Key.Key_F2)
    preedit("WPS")
    key(Qt.Key.Key_Return)
    editor = week.view.composition.editor or focused()
    assert isinstance(editor, LineEditor)
    assert (editor.text(), week.text(0, "reason")) == ("WPS", "")
    choose("表")
    key(Qt.Key.Key_Return)
    assert week.text(0, "reason") == "WPS表"


def test_other_keys_do_nothing_while_the_input_method_composes(week: Week) -> None:
    week.at(0, "reason")
    preedit("zi")
    for which in (Qt.Key.Key_Tab, Qt.Key.Key_Down, Qt.Key.Key_Delete, Qt.Key.Key_Shift):
        key(which)
    assert (week.view.currentIndex().row(), week.view.editing) == (0, True)
    choose("资")
    key(Qt.Key.Key_Return)
    assert week.text(0, "reason") == "资"


def test_a_key_that_means_nothing_to_the_editor_means_nothing(week: Week) -> None:
    week.at(0, "reason")
    choose("资金")
    for which in (Qt.Key.Key_F7, Qt.Key.Key_PageDown, Qt.Key.Key_Insert):
        key(which)
    assert week.view.currentIndex() == week.index(0, "reason")
    key(Qt.Key.Key_Tab)
    assert week.text(0, "reason") == "资金"
    assert week.view.currentIndex() == week.index(0, "as_of")


def test_undo_does_not_reach_the_desk_while_a_word_is_composed(week: Week) -> None:
    week.at(0, "reason")
    undo = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_Z, CTRL)
    undo.ignore()
    QApplication.sendEvent(week.view, undo)
    assert not undo.isAccepted()  # the steps of the desk
    preedit("zi")
    QApplication.sendEvent(week.view, undo)
    assert undo.isAccepted()


# --- cells that cannot be filled --------------------------------------------------------------


def test_nothing_is_composed_in_a_cell_that_cannot_be_filled(week: Week) -> None:
    week.at(0, "school")
    assert ask(ENABLED) is False
    preedit("di")
    choose("第2小学")
    settle()
    assert not week.view.editing
    assert week.view.currentIndex() == week.index(0, "school")  # not a search for the word either
    week.at(0, "reason")
    assert ask(ENABLED) is True


def test_nothing_is_composed_when_the_week_is_locked_below_the_cursor(
    week: Week, desk: Desk
) -> None:
    week.at(0, "reason")
    assert ask(ENABLED) is True
    week.context.runner.do(lambda desk: locks.submit_week(desk, THIS))
    week.page.mark_stale()
    settle()
    assert ask(ENABLED) is False
    choose("小学")
    assert week.text(0, "reason") == ""


# --- leaving ----------------------------------------------------------------------------------


def test_a_click_on_another_cell_stores_the_word_where_it_was_typed(week: Week) -> None:
    week.at(0, "reason")
    preedit("资金")
    place = week.view.visualRect(week.index(2, "reason")).center()
    QTest.mouseClick(week.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    settle()
    assert week.column("reason")[:3] == ["资金", "", ""]
    assert week.view.currentIndex() == week.index(2, "reason")
    assert not week.view.editing


def test_the_word_is_stored_when_the_keyboard_goes_elsewhere(week: Week) -> None:
    week.at(0, "reason")
    preedit("资金")
    week.page.panel.quick.setFocus()
    settle()
    assert week.text(0, "reason") == "资金"
    assert QApplication.focusWidget() is week.page.panel.quick


@pytest.mark.parametrize("column", ["reason", "problem"])
def test_rows_that_are_read_anew_do_not_take_the_word_away(week: Week, column: str) -> None:
    week.at(1, column)
    choose("资金")
    preedit("未到位")
    week.page.model.set_rows(week.page.rows[:-1])
    settle()
    key(Qt.Key.Key_Return)
    assert week.text(1, column) == "资金未到位"


def test_a_row_that_is_painted_anew_does_not_disturb_the_word(week: Week) -> None:
    week.at(1, "reason")
    preedit("zijin")
    week.page.model.put_rows([replace(week.page.rows[1], township="城关镇")])
    choose("资金")
    key(Qt.Key.Key_Return)
    assert week.text(1, "reason") == "资金"


def test_a_click_into_the_text_gives_the_keyboard_to_the_editor(week: Week) -> None:
    week.at(0, "reason")
    choose("资金到位")
    editor = week.view.composition.editor
    assert editor is not None
    QTest.mouseClick(editor, Qt.MouseButton.LeftButton, pos=QPoint(6, 10))
    assert QApplication.focusWidget() is editor
    choose("省")
    key(Qt.Key.Key_Return)
    assert week.text(0, "reason") == "省资金到位"


# --- where the candidates stand ---------------------------------------------------------------


def _cell(view: GridView, index: QModelIndex) -> QRect:
    """The cell as it is seen, in the view."""
    shown = view.frozen if view.grid.columns[index.column()].frozen else view
    return shown.visualRect(index).translated(shown.viewport().mapTo(view, QPoint(0, 0)))


def _middle(place: object) -> QPoint:
    assert isinstance(place, QRect | QRectF)
    return place.center() if isinstance(place, QRect) else place.center().toPoint()


def test_the_candidates_stand_at_the_cell(week: Week) -> None:
    index = week.index(3, "stage")
    week.at(3, "stage")
    assert ask(PLACE) == _cell(week.view, index)
    preedit("zi")
    assert _cell(week.view, index).contains(_middle(ask(PLACE)))


def test_the_candidates_stand_at_a_frozen_cell_also_when_the_others_are_scrolled(
    schools: Hand,
) -> None:
    index = schools.at(1, "name")
    bar = schools.view.horizontalScrollBar()
    bar.setValue(bar.maximum())
    assert bar.value() > 0
    assert ask(PLACE) == _cell(schools.view, index)
    preedit("xiao")
    assert _cell(schools.view, index).contains(_middle(ask(PLACE)))


# --- rare characters --------------------------------------------------------------------------


@pytest.mark.parametrize("sign", ["𣗋", "𬭼"])
@pytest.mark.parametrize("column", ["reason", "problem"])
def test_a_rare_character_is_never_cut_in_two(week: Week, sign: str, column: str) -> None:
    week.at(0, column)
    preedit(sign)
    choose(sign + "滩")
    key(Qt.Key.Key_Left)
    key(Qt.Key.Key_Return)
    assert week.text(0, column) == sign + "滩"
    week.at(0, column)
    choose(sign)
    QApplication.clipboard().setText(sign)
    key(Qt.Key.Key_V, CTRL)
    key(Qt.Key.Key_Backspace)
    key(Qt.Key.Key_Return)
    assert week.text(0, column) == sign
    week.paste(1, column, sign + "小学")
    assert week.text(1, column) == sign + "小学"
