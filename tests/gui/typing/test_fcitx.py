"""Typing Chinese where fcitx is the input method: keys go there first, words come back whole."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCompleter, QLineEdit, QMenu, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

if sys.platform != "linux":
    pytest.skip("fcitx is an input method of Linux desktops", allow_module_level=True)

from facilitydesk.gui.fcitx import client, line, shown
from facilitydesk.services.desk import Desk
from tests.gui.desks import settle
from tests.gui.typing.fcitx_bus import ESCAPE, RETURN, SHIFT, SPACE, FcitxBus, fcitx_bus
from tests.gui.week.weeks import Week, add_works, week_page

_START = """
import sys
from facilitydesk.gui.application import make_application
make_application().processEvents()
print([name for name in sys.modules if "jeepney" in name or ".fcitx" in name])
"""
QT_KEYS = {
    SPACE: (Qt.Key.Key_Space, " "),
    ESCAPE: (Qt.Key.Key_Escape, "\x1b"),
    RETURN: (Qt.Key.Key_Return, "\r"),
    SHIFT: (Qt.Key.Key_Shift, ""),
    ord(","): (Qt.Key.Key_Comma, ","),
}


@pytest.fixture
def bus(monkeypatch: pytest.MonkeyPatch) -> Iterator[FcitxBus]:
    with fcitx_bus() as made:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", made.address)
        for limit in ("_KEY_S", "_OPEN_S"):  # a busy machine is no fcitx that hangs
            monkeypatch.setattr(line, limit, 30)
        yield made


@pytest.fixture
def fcitx(bus: FcitxBus, qapp: QApplication, qtbot: QtBot) -> Iterator[FcitxBus]:
    """fcitx, with the program connected to it."""
    with speaking(qapp):
        qtbot.waitUntil(lambda: bool(bus.told("SetCapability")))
        settle()
        yield bus


@contextmanager
def speaking(app: QApplication) -> Iterator[None]:
    """The program's side of it, as it is made at the start."""
    made = client.FcitxClient(app)
    yield
    made.close()
    made.deleteLater()
    settle()


class Form(QWidget):
    """Two fields to type into, and one for a password."""

    def __init__(self) -> None:
        super().__init__()
        self.name, self.note, self.password = QLineEdit(), QLineEdit(), QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        box = QVBoxLayout(self)
        for field in (self.name, self.note, self.password):
            box.addWidget(field)


@pytest.fixture
def form(fcitx: FcitxBus, qtbot: QtBot) -> Form:
    return form_shown(qtbot)


def form_shown(qtbot: QtBot) -> Form:
    made = Form()
    qtbot.addWidget(made)
    made.show()
    qtbot.waitActive(made)
    made.activateWindow()
    made.name.setFocus()
    settle()
    return made


@pytest.fixture
def week(fcitx: FcitxBus, qtbot: QtBot, desk: Desk) -> Iterator[Week]:
    add_works(desk, 6)
    with week_page(qtbot, desk) as page:
        qtbot.waitActive(page.page.window())
        yield page


def press(*symbols: int | str, at: QWindow | None = None) -> None:
    """Keys of the keyboard, as the window gets them from X11; a text stands for its letters."""
    for given in symbols:
        for symbol in [ord(sign) for sign in given] if isinstance(given, str) else [given]:
            key, text = QT_KEYS.get(symbol) or (Qt.Key(ord(chr(symbol).upper())), chr(symbol))
            for kind in (
                QEvent.Type.ShortcutOverride,
                QEvent.Type.KeyPress,
                QEvent.Type.KeyRelease,
            ):
                window = at or QGuiApplication.focusWindow()
                assert window is not None
                none = Qt.KeyboardModifier.NoModifier
                event = QKeyEvent(kind, key, none, 38, symbol, 0, text)
                if kind == QEvent.Type.ShortcutOverride:
                    event.ignore()
                QCoreApplication.sendEvent(window, event)
            settle()


# --- a cell of the week ---------------------------------------------------------------------------


def test_pinyin_typed_onto_a_cell_opens_it_and_loses_no_letter(week: Week, fcitx: FcitxBus) -> None:
    week.at(0, "reason")
    press("laoshi")
    assert fcitx.composed == "laoshi"
    assert week.view.editing
    assert QApplication.focusWidget() is week.view
    press(SPACE, "zijin", SPACE, RETURN)
    assert week.text(0, "reason") == "老师资金"
    assert week.view.currentIndex().row() == 1


def test_escape_gives_up_the_letters_and_keeps_the_cell(
    week: Week, fcitx: FcitxBus, qtbot: QtBot
) -> None:
    week.type(0, "reason", "资金")
    week.at(0, "reason")
    press("laosh", ESCAPE)
    qtbot.waitUntil(lambda: not week.view.editing)
    assert week.text(0, "reason") == "资金"
    assert week.view.currentIndex() == week.index(0, "reason")


def test_the_sign_that_ends_a_word_comes_after_it(week: Week) -> None:
    week.at(0, "reason")
    press("ni", ord(","), "laoshi", SPACE, RETURN)
    assert week.text(0, "reason") == "你,老师"


def test_a_cell_that_cannot_be_filled_asks_nobody(week: Week, fcitx: FcitxBus) -> None:
    week.at(0, "school")
    press("x")
    week.at(0, "reason")
    press("n")
    assert fcitx.keys == [ord("n")]


def test_a_click_on_another_cell_stores_the_letters_as_they_stand(
    week: Week, fcitx: FcitxBus, qtbot: QtBot
) -> None:
    week.at(0, "reason")
    press("ji")
    window = week.page.window().windowHandle()
    place = week.view.viewport().mapTo(
        week.page.window(), week.view.visualRect(week.index(2, "reason")).center()
    )
    QTest.mouseClick(window, Qt.MouseButton.LeftButton, pos=place)
    settle()
    assert week.column("reason")[:3] == ["ji", "", ""]
    qtbot.waitUntil(lambda: fcitx.composed == "")


# --- a field --------------------------------------------------------------------------------------


def test_a_word_goes_into_a_field(form: Form) -> None:
    press("laoshi", SPACE)
    assert form.name.text() == "老师"


def test_a_rare_character_arrives_whole(form: Form) -> None:
    press("shu", SPACE)
    assert form.name.text() == "𣗋溪"


def test_a_word_clicked_in_the_candidates_arrives(
    form: Form, fcitx: FcitxBus, qtbot: QtBot
) -> None:
    press("lao")
    fcitx.choose("劳")
    qtbot.waitUntil(lambda: form.name.text() == "劳")


def test_what_fcitx_leaves_goes_on_as_a_key(form: Form) -> None:
    press("ni", SPACE, ord(","))
    assert form.name.text() == "你,"


def test_a_password_is_never_shown_to_fcitx(form: Form, fcitx: FcitxBus, qtbot: QtBot) -> None:
    form.password.setFocus()
    qtbot.waitUntil(lambda: fcitx.heard[-1][0] == "FocusOut")
    press("secret")
    assert form.password.text() == "secret"
    form.name.setFocus()
    press("a")
    assert fcitx.keys == [ord("a")]


def test_a_key_is_asked_about_once_though_it_comes_twice(form: Form, fcitx: FcitxBus) -> None:
    press("nn")
    assert fcitx.keys == [ord("n"), ord("n")]
    press(SHIFT)
    released = [body for body in fcitx.told("ProcessKeyEvent") if body[3]]
    assert released[-1][0] == SHIFT  # by which fcitx changes between Chinese and English


def test_no_shortcut_takes_a_key_that_belongs_to_the_composition(form: Form) -> None:
    press("ni")
    window = form.windowHandle()
    none = Qt.KeyboardModifier.NoModifier
    override = QKeyEvent(
        QEvent.Type.ShortcutOverride, Qt.Key.Key_Escape, none, 9, ESCAPE, 0, "\x1b"
    )
    override.ignore()
    QCoreApplication.sendEvent(window, override)
    assert override.isAccepted()


@pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)
def test_the_keys_of_an_open_menu_are_not_composed(form: Form, fcitx: FcitxBus) -> None:
    chosen = []
    menu = QMenu(form)
    menu.addAction("新建(&N)", lambda: chosen.append("新建"))
    menu.popup(form.mapToGlobal(QPoint(20, 20)))
    settle()
    press("n", at=form.windowHandle())
    assert fcitx.keys == []
    assert chosen == ["新建"]


@pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)
def test_words_are_composed_while_a_field_offers_a_list(form: Form, fcitx: FcitxBus) -> None:
    form.name.setCompleter(QCompleter(["老师", "老师宿舍"], form))
    press("laoshi", SPACE)
    assert QApplication.activePopupWidget() is not None
    press("ni", SPACE, at=form.windowHandle())
    assert form.name.text() == "老师你"


def test_letters_stay_when_the_keyboard_goes_to_another_field(
    form: Form, fcitx: FcitxBus, qtbot: QtBot
) -> None:
    press("ni")
    form.note.setFocus()
    settle()
    assert (form.name.text(), form.note.text()) == ("ni", "")
    qtbot.waitUntil(lambda: fcitx.composed == "")
    press("laoshi", SPACE)
    assert (form.name.text(), form.note.text()) == ("ni", "老师")


def test_the_candidates_are_told_where_the_field_writes(form: Form, fcitx: FcitxBus) -> None:
    form.note.setFocus()
    press("ni")  # asked after the place was told, on the same line
    x, y, _width, height = fcitx.told("SetCursorRect")[-1]
    field = form.note
    top = field.mapToGlobal(QPoint(0, 0))
    assert top.x() <= x <= top.x() + field.width()
    assert top.y() <= y < y + height <= top.y() + field.height()


def test_the_place_is_told_in_the_pixels_of_the_screen(
    form: Form, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(form.name, "devicePixelRatioF", lambda: 1.5)
    corner = form.name.mapToGlobal(QPoint(10, 4))
    told = shown.place_on_screen(form.name, form.name.rect().adjusted(10, 4, 0, 0))
    assert abs(told.x() - corner.x() * 1.5) <= 1
    assert abs(told.y() - corner.y() * 1.5) <= 1
    assert abs(told.height() - (form.name.height() - 4) * 1.5) <= 1


# --- fcitx comes and goes -------------------------------------------------------------------------


def test_fcitx_may_begin_after_the_program(bus: FcitxBus, qapp: QApplication, qtbot: QtBot) -> None:
    bus.here = False
    with speaking(qapp):
        form = form_shown(qtbot)
        press("a")
        bus.come()
        qtbot.waitUntil(lambda: bool(bus.told("FocusIn")))
        press("laoshi", SPACE)
        assert form.name.text() == "a老师"


def test_fcitx_that_ends_leaves_the_letters_and_the_keys(
    form: Form, fcitx: FcitxBus, qtbot: QtBot
) -> None:
    press("ni")
    fcitx.leave()
    qtbot.waitUntil(lambda: form.name.text() == "ni")
    press("abc")
    assert form.name.text() == "niabc"
    fcitx.come()
    before = len(fcitx.told("FocusIn"))
    qtbot.waitUntil(lambda: len(fcitx.told("FocusIn")) > before)
    press("laoshi", SPACE)
    assert form.name.text() == "niabc老师"


def test_fcitx_that_forgot_the_program_is_asked_again(
    form: Form, fcitx: FcitxBus, qtbot: QtBot
) -> None:
    fcitx.forget_places()
    before = len(fcitx.told("FocusIn"))
    press("a")
    qtbot.waitUntil(lambda: len(fcitx.told("FocusIn")) > before)
    press("ni", SPACE)
    assert form.name.text() == "a你"


def test_a_bus_that_ends_leaves_the_keys(form: Form, fcitx: FcitxBus) -> None:
    fcitx.hang_up()
    press("abc")
    assert form.name.text() == "abc"


def test_without_a_bus_keys_are_keys(
    qapp: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere/bus")
    with speaking(qapp):
        form = form_shown(qtbot)
        press("abc")
        assert form.name.text() == "abc"


def test_a_bus_that_is_too_busy_at_first_is_tried_again(
    bus: FcitxBus, qapp: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "_AGAIN_MS", 10)
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere/bus")
    with speaking(qapp):
        form = form_shown(qtbot)
        press("a")
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus.address)
        qtbot.waitUntil(lambda: bool(bus.told("FocusIn")))
        press("ni", SPACE)
        assert form.name.text() == "a你"


def test_the_window_waits_once_for_an_fcitx_that_does_not_answer(
    form: Form, fcitx: FcitxBus, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    press("ni")
    fcitx.answers = False
    monkeypatch.setattr(line, "_KEY_S", 0.2)
    press("laoshi", "laoshi")
    monkeypatch.setattr(line, "_KEY_S", 30)
    assert form.name.text() == "ni" + "laoshi" * 2
    assert len(fcitx.unanswered) == 1  # no other key was kept waiting
    before = len(fcitx.told("FocusIn"))
    fcitx.answer_late()
    qtbot.waitUntil(lambda: len(fcitx.told("FocusIn")) > before)
    press("ni", SPACE)
    assert form.name.text() == "ni" + "laoshi" * 2 + "你"


def test_a_cell_takes_plain_letters_when_fcitx_stops_answering_within_a_word(
    week: Week, fcitx: FcitxBus, monkeypatch: pytest.MonkeyPatch
) -> None:
    week.at(0, "reason")
    press("ni")
    fcitx.answers = False
    monkeypatch.setattr(line, "_KEY_S", 0.2)
    press("hao", RETURN)
    assert week.text(0, "reason") == "nihao"


def test_nothing_of_it_is_loaded_where_nobody_asks_for_fcitx() -> None:
    told = subprocess.run(
        [
            sys.executable,
            "-c",
            _START,
        ],
        env={"QT_QPA_PLATFORM": "offscreen", "PATH": "/usr/bin", "HOME": "/nonexistent"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.strip() == "[]"
