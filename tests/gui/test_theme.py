"""The style sheet on widgets that Qt makes by itself."""

from __future__ import annotations

from PySide6.QtWidgets import QTabBar, QToolButton
from pytestqt.qtbot import QtBot

from facilitydesk.gui import theme


def test_the_scroll_arrows_of_many_tabs_are_seen(qtbot: QtBot) -> None:
    tabs = QTabBar()
    qtbot.addWidget(tabs)
    tabs.setStyleSheet(theme._SHEET)
    for number in range(30):
        tabs.addTab(f"城关镇第{number}小学")
    tabs.setCurrentIndex(10)
    tabs.resize(400, 36)
    tabs.show()
    arrows = [each for each in tabs.findChildren(QToolButton) if each.isVisible()]
    assert len(arrows) == 2
    for arrow in arrows:
        image = arrow.grab().toImage()
        middle = {
            image.pixelColor(x, y).lightness()
            for x in range(image.width() // 4, image.width() * 3 // 4)
            for y in range(image.height() // 3, image.height() * 2 // 3)
        }
        assert max(middle) - min(middle) > 60, "something dark is drawn in the middle"
