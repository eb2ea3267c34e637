"""The manual on F1: what it says is on the screen, what it shows is there, what is looked for is found."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from facilitydesk.gui import pages
from facilitydesk.gui.help import manual
from facilitydesk.gui.help.window import HelpWindow
from facilitydesk.gui.remembered import Settings
from facilitydesk.gui.welcome import Welcome
from facilitydesk.gui.window import MainWindow
from facilitydesk.reports.paper.preview import Preview
from facilitydesk.services.desk import Desk
from tests.gui.desks import context_on, settle

PROGRAM = Path(manual.__file__).parents[2]
SCREEN_WORD = re.compile(r"【([^】]+)】")


@cache
def words_of_the_program() -> set[str]:
    """Every Chinese text in the program's code, without the dots behind a button's name."""
    found: set[str] = set()
    for path in PROGRAM.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value.rstrip("…"))
    return found


@pytest.mark.parametrize("chapter", manual.chapters(), ids=lambda chapter: chapter.key)
def test_the_manual_calls_things_as_the_screen_does(chapter: manual.Chapter) -> None:
    named = {word.rstrip("…") for word in SCREEN_WORD.findall(chapter.text)}
    assert named - words_of_the_program() == set()


@pytest.mark.parametrize("chapter", manual.chapters(), ids=lambda chapter: chapter.key)
def test_every_picture_is_there_and_every_link_leads_somewhere(chapter: manual.Chapter) -> None:
    missing = [
        name
        for name in chapter.pictures
        if not (manual.folder() / "pictures" / f"{name}.png").is_file()
    ]
    assert missing == []
    keys = {each.key for each in manual.chapters()}
    links = set(re.findall(r"\]\(([\w-]+)\.md\)", chapter.text))
    assert links <= keys


def test_no_picture_lies_about_that_no_chapter_shows() -> None:
    shown = {name for each in manual.chapters() for name in each.pictures}
    assert {path.stem for path in (manual.folder() / "pictures").glob("*.png")} == shown


def test_every_page_of_the_window_has_its_chapter() -> None:
    explained = {page for each in manual.chapters() for page in each.pages}
    assert {entry.key for entry in pages.entries()} <= explained


def test_words_are_found_with_their_section(qtbot: QtBot) -> None:
    window = HelpWindow()
    qtbot.addWidget(window)
    window.show_chapter("week")
    assert window.text.toPlainText().startswith(manual.chapter("week").title)
    window.words.setText("撤销")
    hits = manual.find("撤销")
    assert hits
    assert window.list.count() == len(hits)
    assert hits[0].section in window.list.item(0).text()
    window.words.setText("没有这样的词语")
    assert window.list.item(0).text() == "没有找到，换个词试试。"
    window.words.clear()
    assert window.list.count() == len(manual.chapters())


def test_the_manual_prints_whole(qtbot: QtBot) -> None:
    window = HelpWindow()
    qtbot.addWidget(window)
    with Preview(window.pdf()) as preview:
        assert len(preview) >= len(manual.chapters())
        width, height = preview.size(0)
        assert (round(width), round(height)) == (595, 842)


def test_the_keys_print_on_one_sheet(qtbot: QtBot) -> None:
    window = HelpWindow()
    qtbot.addWidget(window)
    with Preview(window.pdf(card=True)) as preview:
        assert len(preview) == 1


def test_f1_opens_the_chapter_of_the_page(qapp: QApplication, qtbot: QtBot) -> None:
    window = MainWindow(Settings(None))
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
    QTest.keyClick(window, Qt.Key.Key_F1)
    shown = [each for each in qapp.topLevelWidgets() if isinstance(each, HelpWindow)]
    assert shown
    assert shown[-1].isVisible()
    assert shown[-1].text.toPlainText().startswith(manual.chapters()[0].title)


def test_the_manual_opens_with_the_mouse_before_there_is_a_data_file(qtbot: QtBot) -> None:
    window = MainWindow(Settings(None))
    qtbot.addWidget(window)
    window.show_welcome(Welcome("王敏"))
    window.show()
    buttons = {each.text(): each for each in window.navigation.findChildren(QPushButton)}
    assert [text for text, each in buttons.items() if each.isEnabled()] == ["帮助"]
    QTest.mouseClick(buttons["帮助"], Qt.MouseButton.LeftButton)
    (help_window,) = window.findChildren(HelpWindow)
    assert help_window.isVisible()
    assert help_window.text.toPlainText().startswith(manual.chapters()[0].title)


def test_what_is_new_is_shown_once_after_an_upgrade(
    qapp: QApplication, qtbot: QtBot, desk: Desk
) -> None:
    settings = Settings(None)
    settings.set("window.version", "0.0.9")
    for shown in (True, False):
        with context_on(desk) as (context, _):
            window = MainWindow(settings)
            qtbot.addWidget(window)
            window.attach(context)
            settle()
            helps = [each for each in window.findChildren(HelpWindow) if each.isVisible()]
            assert bool(helps) is shown
            if shown:
                assert helps[0].text.toPlainText().startswith("更新说明")
            window.detach()
            window.close()
