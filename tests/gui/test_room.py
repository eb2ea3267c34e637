"""No name stands cut off in the bars, not even in the moment in which it comes."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from facilitydesk.gui.status_bar import StatusBar
from facilitydesk.gui.top_bar import TopBar
from facilitydesk.services import settings
from facilitydesk.services.desk import Desk
from facilitydesk.services.journal import undoing
from facilitydesk.services.scope import Outline
from tests.gui.desks import context_on, shown


def cut(*parts: QWidget) -> list[QWidget]:
    """The parts that have less room than their texts need."""
    return [part for part in parts if part.width() < part.sizeHint().width()]


def test_the_top_bar_has_room_for_what_has_just_come(qtbot: QtBot, desk: Desk) -> None:
    bar = TopBar()
    qtbot.addWidget(bar)
    shown(bar, 1230, 48)
    with context_on(desk) as (context, _told):
        bar._context = context
        bar._show_outline(Outline("临溪土家族苗族自治县", ()))
        assert cut(bar.county, bar.week) == [], "before any event is handled"
        settings.change(desk, "bureau", "临溪土家族苗族自治县教育和体育局")
        bar.undo_buttons._context = context
        bar.undo_buttons._take((undoing.steps(desk), frozenset()))
        buttons = bar.undo_buttons
        assert buttons.back.text().startswith("撤销 ")
        assert cut(buttons.back, buttons.forth, bar.county, bar.week) == []
        bar.detach()


def test_the_status_bar_has_room_for_the_file_the_officer_and_the_week(
    qtbot: QtBot, desk: Desk
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    bar = StatusBar()
    QHBoxLayout(window).addWidget(bar)
    shown(window, 1366, 40)
    with context_on(desk) as (context, _told):
        bar.attach(context)
        assert cut(bar.file, bar.officer, bar.saved) == [], "before any event is handled"
        qtbot.waitUntil(lambda: bar.week.text() == "本周未提交")
        assert cut(bar.week, bar.file, bar.officer) == []
        bar.detach()
