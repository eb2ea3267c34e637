"""Where nothing may be entered no cell opens, and the line above the grid says why at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from facilitydesk.domain.problems import Trouble
from facilitydesk.gui.schools_page import SchoolsPage
from facilitydesk.services import schools
from facilitydesk.services.datafile import files
from facilitydesk.services.desk import Desk
from facilitydesk.services.people import officers
from tests.gui.desks import context_on, settle
from tests.gui.register.registers import Hand, open_page
from tests.gui.week.weeks import week_page
from tests.store_fixtures import add_work, clock

DAMAGED = Trouble("open.damaged", first="学校“城关小学”读不出来")


@contextmanager
def viewer(desk: Desk) -> Iterator[Desk]:
    officers.enter(desk, new=[{"name": "李建平", "role": "查看"}])
    place = Path(desk.place)
    desk.close()
    with closing(files.open_desk(place, officer="李建平", clock=clock)) as there:
        yield there


@contextmanager
def reader(desk: Desk) -> Iterator[Desk]:
    place = Path(desk.place)
    desk.close()
    with closing(files.open_desk(place, readonly=True, clock=clock)) as there:
        yield there


def editing(hand: Hand) -> bool:
    return hand.view.editing


def double_click(hand: Hand) -> None:
    place = hand.view.visualRect(hand.view.currentIndex()).center()
    QTest.mouseClick(hand.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseDClick(hand.view.viewport(), Qt.MouseButton.LeftButton, pos=place)


Ways = Callable[[Hand], None]
WAYS: dict[str, Ways] = {
    "a letter": lambda hand: QTest.keyClicks(hand.view, "x"),
    "F2": lambda hand: hand.press(Qt.Key.Key_F2),
    "Delete": lambda hand: hand.press(Qt.Key.Key_Delete),
    "paste": lambda hand: hand.paste(0, "principal", "赵六"),
    "Ctrl+D": lambda hand: hand.press(Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier),
    "two clicks": double_click,
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    ("whose", "why"),
    [(viewer, "您的岗位是“查看”"), (reader, "以只读方式打开")],
    ids=["post", "file"],
)
def test_every_way_of_typing_is_refused_with_its_reason(
    qtbot: QtBot, file_desk: Desk, whose: Callable[[Desk], object], why: str, way: str
) -> None:
    add_work(file_desk)
    with whose(file_desk) as desk, context_on(desk) as (context, _told):  # type: ignore[attr-defined]  # both are context managers of a Desk
        page = open_page(qtbot, context, SchoolsPage)
        hand = Hand(page.table)
        hand.at(0, "principal")
        WAYS[way](hand)
        settle()
        assert why in hand.note
        assert not hand.view.editing
        assert hand.text(0, "principal") == ""


def test_damage_closes_the_grids_that_are_open(qtbot: QtBot, file_desk: Desk) -> None:
    add_work(file_desk)
    with context_on(file_desk) as (context, _told):
        page = open_page(qtbot, context, SchoolsPage)
        hand = Hand(page.table)
        hand.at(0, "principal")
        hand.press(Qt.Key.Key_F2)
        editor = QApplication.focusWidget()
        assert editor is not None
        QTest.keyClicks(editor, "Zhao")
        assert editing(hand)
        context.stop_writing(DAMAGED)
        # What was being typed is not lost: it stays in its cell, red, with the reason.
        QTest.keyClick(editor, Qt.Key.Key_Return)
        settle()
        assert hand.text(0, "principal") == "Zhao"
        assert page.unsaved() == 1
        assert schools.rows(file_desk)[0].principal == ""
        # From now on no cell opens.
        hand.at(0, "contact")
        QTest.keyClicks(hand.view, "x")
        assert "已停止写入" in hand.note
        assert not editing(hand)
        # A page that is opened later is closed as well.
        other = Hand(open_page(qtbot, context, SchoolsPage).table)
        other.at(0, "contact")
        QTest.keyClicks(other.view, "x")
        assert "已停止写入" in other.note
        assert not editing(other)


def test_the_way_to_a_backup_stays_open_under_damage(qtbot: QtBot, file_desk: Desk) -> None:
    from facilitydesk.gui.backups.page import BackupPage
    from facilitydesk.services.datafile import backups

    add_work(file_desk)
    backups.back_up(file_desk, backups.Reason.HAND)
    with context_on(file_desk) as (context, _told):
        context.stop_writing(DAMAGED)
        page = BackupPage(context)
        qtbot.addWidget(page)
        page.show()
        qtbot.waitUntil(lambda: page.copies.seen is not None)
        assert page.copies.restore.isEnabled()
        page.background.close()


def test_a_submitted_week_says_so(qtbot: QtBot, file_desk: Desk) -> None:
    from facilitydesk.services import locks
    from tests.gui.week.weeks import THIS

    add_work(file_desk)
    locks.submit_week(file_desk, THIS)
    with week_page(qtbot, file_desk) as shown:
        shown.at(0, "progress")
        QTest.keyClicks(shown.view, "5")
        assert "先说明原因解锁" in shown.page.panel.note.text.text()
        assert not shown.view.editing
