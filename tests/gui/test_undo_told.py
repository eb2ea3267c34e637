"""What the window says after an undo: of the undo, and no longer of the step that is gone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from facilitydesk.domain.quantities import Percent
from facilitydesk.gui.context import Context
from facilitydesk.gui.grid.panel import NoteStrip
from facilitydesk.gui.status_bar import StatusBar
from facilitydesk.gui.top_bar import TopBar
from facilitydesk.services import locks, week
from facilitydesk.services.desk import Desk
from facilitydesk.services.week import Cell
from tests.gui.desks import context_on, settle
from tests.store_fixtures import add_work

WEEK = date(2026, 3, 9)
EARLIER = WEEK - timedelta(weeks=1)


class Foot:
    """The two bars of the window and a strip above a grid, on one context."""

    def __init__(self, context: Context, qtbot: QtBot) -> None:
        self.context = context
        self.bar, self.status, self.strip = TopBar(), StatusBar(), NoteStrip(context)
        for widget in (self.bar, self.status, self.strip):
            qtbot.addWidget(widget)
        self.status.attach(context)
        self.bar.attach(context)
        self.qtbot = qtbot
        settle()

    def type(self, work: int, percent: int, monday: date = WEEK) -> None:
        cells = [Cell(work, "progress", Percent.of(percent))]
        self.context.runner.do(lambda desk: week.enter(desk, monday, cells).changes)

    @property
    def list(self) -> QMenu:
        """The list of steps, opened when it knows the last one."""
        buttons = self.bar.undo_buttons
        self.qtbot.waitUntil(buttons.back.isEnabled)
        self.qtbot.waitUntil(lambda: not buttons._timer.isActive())
        settle()
        buttons.list.aboutToShow.emit()
        return buttons.list

    @property
    def told(self) -> str:
        return self.status.notice.text()


@pytest.fixture
def foot(qtbot: QtBot, desk: Desk) -> Iterator[Foot]:
    with context_on(desk) as (context, _told):
        made = Foot(context, qtbot)
        yield made
        made.bar.detach()
        made.status.detach()


def test_the_note_of_a_deed_goes_with_the_deed(foot: Foot, desk: Desk) -> None:
    foot.type(add_work(desk), 30)
    foot.strip.tell("已建12张资产卡片；按 Ctrl+Z 可以撤销。")
    foot.bar.undo()
    assert foot.strip.isHidden()
    assert foot.told == "已撤销：2026年第11周进度"
    foot.strip.tell("没有可粘贴的内容。", "yellow")
    foot.bar.redo()
    assert foot.strip.isHidden()
    assert foot.told == "已重做：2026年第11周进度"


def test_a_note_stays_while_others_cells_are_typed(foot: Foot, desk: Desk) -> None:
    foot.strip.tell("已入账；按 Ctrl+Z 可以撤销。合同价高于概算。", "yellow")
    foot.type(add_work(desk), 30)
    assert not foot.strip.isHidden()


def test_a_question_waits_for_its_answer(foot: Foot, desk: Desk) -> None:
    foot.type(add_work(desk), 30)
    foot.strip.ask("粘贴的内容有3行，从此处起还缺2行。", [("截断", lambda: None)])
    foot.bar.undo()
    assert not foot.strip.isHidden()


def test_several_steps_taken_back_are_counted(foot: Foot, desk: Desk) -> None:
    work = add_work(desk)
    for percent in (10, 20, 30):
        foot.type(work, percent)
    foot.list.actions()[2].trigger()
    foot.qtbot.waitUntil(lambda: foot.told != "")
    assert foot.told == "已撤销3步，最早的一步：2026年第11周进度"


def test_one_step_of_the_list_is_told_like_ctrl_z(foot: Foot, desk: Desk) -> None:
    foot.type(add_work(desk), 10)
    foot.list.actions()[0].trigger()
    foot.qtbot.waitUntil(lambda: foot.told == "已撤销：2026年第11周进度")


def test_steps_that_could_not_be_taken_back_are_told_and_the_others_shown(
    foot: Foot, desk: Desk
) -> None:
    work = add_work(desk)
    foot.type(work, 10, EARLIER)
    foot.type(work, 20)
    foot.type(work, 30)
    locks.submit_week(desk, EARLIER)
    foot.type(work, 40)
    shown: list[object] = []
    foot.context.changed.connect(lambda changes, _who: shown.append(changes.label))
    foot.list.actions()[3].trigger()
    foot.qtbot.waitUntil(lambda: foot.told != "")
    assert foot.told.startswith("已撤销3步，其余没有撤销：")
    assert "2026年第10周" in foot.told
    assert shown == ["撤销：2026年第11周进度"] * 3
