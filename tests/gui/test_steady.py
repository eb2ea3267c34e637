"""The wheel scrolls; what is chosen under it stays."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QDateEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from facilitydesk.gui.report.editors import Editor
from facilitydesk.gui.start import Shell
from facilitydesk.gui.widgets.steady import SteadyDay, SteadyList, SteadyNumber
from tests.gui.desks import settle
from tests.gui.report.reports import Reports
from tests.gui.shells import opened


def roll(widget: QWidget, notches: int = -1) -> None:
    """Turn the wheel over the middle of a widget, as the mouse does.

    What lies there gets it, then what lies around, until something takes it: a made event does
    not go up by itself as that of a mouse.
    """
    at = widget.rect().center()
    where = QPointF(widget.mapToGlobal(at))
    no, still = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    turned, phase = QPoint(0, 120 * notches), Qt.ScrollPhase.NoScrollPhase
    under: QWidget | None = widget.childAt(at) or widget
    while under is not None:
        local = under.mapFromGlobal(where)
        event = QWheelEvent(local, where, QPoint(), turned, no, still, phase, False)
        taken = QApplication.sendEvent(under, event) and event.isAccepted()
        if taken or under.isWindow():
            return
        under = under.parentWidget()


def boxes(editor: QWidget) -> list[QComboBox | QDateEdit]:
    found: list[QComboBox | QDateEdit] = [*editor.findChildren(QComboBox)]
    found += editor.findChildren(QDateEdit)
    return [box for box in found if box.isVisible()]


def test_rolling_through_the_options_of_a_report_changes_none(reports: Reports) -> None:
    reports.page.resize(1200, 420)
    reports.view.head.more.click()
    settle()
    options = reports.view.options
    bar = options.side.verticalScrollBar()
    assert bar.maximum() > 0
    values = {key: editor.value for key, editor in options.editors.items()}
    inside = [e for e in options.editors.values() if options.side.isAncestorOf(e) and boxes(e)]
    assert len(inside) > 3
    for editor in inside:
        for box in boxes(editor):
            bar.setValue(0)
            roll(box)
            assert bar.value() > 0, box
            roll(box, 1)
            assert bar.value() == 0, box
    assert {key: editor.value for key, editor in options.editors.items()} == values


def test_rolling_over_the_bar_above_the_pages_changes_nothing(reports: Reports) -> None:
    options = reports.view.options
    above: list[Editor] = [e for e in options.top.findChildren(Editor) if boxes(e)]
    assert options.as_of in above
    assert len(above) > 1
    before = [editor.value for editor in above]
    for editor in above:
        for box in boxes(editor):
            box.setFocus()  # a click long ago makes no difference
            for notches in (-1, 1, 1):
                roll(box, notches)
    assert [editor.value for editor in above] == before


def test_rolling_over_the_top_bar_changes_neither_day_nor_programme(
    shell: Shell, qtbot: QtBot, place: Path
) -> None:
    opened(shell, qtbot, place)
    top = shell.window.top_bar
    qtbot.waitUntil(lambda: top.county.text() == "临溪县")
    top.programme.addItems(["甲专项", "乙专项"])
    before = top.as_of.date(), top.programme.currentIndex()
    for notches in (-1, 1, 1):
        roll(top.as_of, notches)
        roll(top.programme, notches)
    assert (top.as_of.date(), top.programme.currentIndex()) == before


def test_numbers_days_and_lists_hand_the_wheel_to_what_lies_around(qtbot: QtBot) -> None:
    area, inner = QScrollArea(), QWidget()
    qtbot.addWidget(area)
    layout = QVBoxLayout(inner)
    number, day, choice = SteadyNumber(), SteadyDay(), SteadyList()
    number.setValue(5)
    choice.addItems(["甲", "乙", "丙"])
    choice.setCurrentIndex(1)
    for widget in (number, day, choice):
        layout.addWidget(widget)
    inner.setMinimumHeight(2000)
    area.setWidget(inner)
    area.resize(300, 200)
    area.show()
    before = day.date()
    for widget in (number, day, choice):
        area.verticalScrollBar().setValue(0)
        roll(widget)
        assert area.verticalScrollBar().value() > 0
    assert (number.value(), day.date(), choice.currentText()) == (5, before, "乙")


@pytest.mark.qt_log_ignore("grabbing the keyboard", "raise\\(\\)", extend=True)  # without a screen
def test_an_open_list_scrolls_under_the_wheel(qtbot: QtBot) -> None:
    choice = SteadyList()
    qtbot.addWidget(choice)
    choice.setMaxVisibleItems(5)
    choice.addItems([str(number) for number in range(100)])
    choice.show()
    choice.showPopup()
    view: QAbstractScrollArea = choice.view()
    qtbot.waitUntil(view.isVisible)
    roll(view)
    assert view.verticalScrollBar().value() > 0
    assert choice.currentIndex() == 0
    choice.hidePopup()
