"""A pasted block is one step: what was refused of it goes with what was stored."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from facilitydesk.services.desk import Desk
from facilitydesk.services.journal import undoing
from tests.gui.desks import settle
from tests.gui.week.test_week_refused import no_room
from tests.gui.week.weeks import Week, add_works, week_page

CTRL = Qt.KeyboardModifier.ControlModifier
# Last week: 50 %, 600 ㎡. Two texts are no numbers, and 45 is less than last week's 50.
BLOCK = "60\t700\r\n四十\t700\r\n45\tx\r\n"


@pytest.fixture
def week(qtbot: QtBot, desk: Desk) -> Iterator[Week]:
    add_works(desk, 6)
    with week_page(qtbot, desk) as page:
        yield page


def _nothing_waits(week: Week) -> bool:
    return not week.bad and not week.page.panel.bad.isVisible() and week.page.unsaved() == 0


def test_undoing_a_block_takes_its_refused_texts_along(week: Week) -> None:
    week.type(5, "progress", "58")
    week.paste(0, "progress", BLOCK)
    assert sorted(text for text, _ in week.bad) == ["45", "x", "四十"]
    assert week.page.unsaved() == 2
    week.undo()
    assert week.column("progress") == ["", "", "", "", "", "58"]
    assert week.column("started_area")[:5] == [""] * 5
    assert _nothing_waits(week)
    week.redo()
    assert week.column("progress") == ["60", "50", "", "", "", "58"]
    assert week.column("started_area")[:3] == ["700.00", "700.00", ""]
    assert _nothing_waits(week)


def test_only_the_refused_texts_of_that_step_go(week: Week) -> None:
    week.type(4, "progress", "abc")
    week.paste(0, "progress", BLOCK)
    week.type(1, "progress", "新")  # typed anew, it belongs to the later step
    week.undo()
    assert [text for text, _ in week.bad] == ["abc", "新"]


def test_the_note_and_the_step_count_the_stored_cells_alike(week: Week, desk: Desk) -> None:
    week.paste(0, "progress", BLOCK)
    assert week.page.panel.note.text.text() == "已粘贴3格，3格未存入，已标红。"
    assert undoing.steps(desk).undo[0].label == "2026年第11周粘贴（3格）"
    week.paste(0, "progress", "60\t701\r\n61\t702\r\n")
    assert week.page.panel.note.text.text() == "已粘贴3格，1格与原来相同。"
    assert undoing.steps(desk).undo[0].label == "2026年第11周粘贴（3格）"


def test_a_block_of_which_nothing_was_stored_goes_before_any_step(week: Week) -> None:
    week.type(5, "progress", "58")
    week.paste(0, "progress", "a\tb\r\n45\td\r\n")
    assert len(week.bad) == 4
    assert week.page.panel.note.text.text() == "4格未存入，已标红。"
    week.key(Qt.Key.Key_Z, CTRL)
    assert week.column("progress") == ["", "", "", "", "", "58"]
    assert _nothing_waits(week)


def test_a_block_for_which_there_was_no_room_goes_too(
    week: Week, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as full:
        full.setattr("facilitydesk.services.week.enter", no_room)
        week.paste(0, "progress", "60\r\n61\r\n")
    assert len(week.bad) == 2
    week.key(Qt.Key.Key_Z, CTRL)
    assert week.column("progress")[:2] == ["", ""]
    assert _nothing_waits(week)


def test_a_block_is_undone_while_another_week_is_shown(week: Week) -> None:
    week.paste(0, "progress", BLOCK)
    week.context.step_week(-1)
    settle()
    assert week.page.unsaved() == 2
    week.undo()
    assert week.page.unsaved() == 0
    week.context.step_week(1)
    settle()
    assert week.column("progress")[:3] == ["", "", ""]
    assert _nothing_waits(week)
