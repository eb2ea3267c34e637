"""A name without room is shortened in its middle, never cut."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from facilitydesk.gui.widgets.elided import Elided

NAME = "分配：省财教〔2024〕34号"


def test_a_name_gives_way_to_the_buttons_and_keeps_its_end(qtbot: QtBot) -> None:
    bar = QWidget()
    qtbot.addWidget(bar)
    name, button = Elided(NAME), QPushButton("收回、缴回……")
    row = QHBoxLayout(bar)
    row.addWidget(name)
    row.addWidget(button)
    bar.resize(name.sizeHint().width() + button.sizeHint().width() + 80, 48)
    bar.show()
    assert name.shown() == NAME
    bar.resize(bar.minimumSizeHint())
    row.activate()
    assert name.shown().startswith("分配")
    assert name.shown().endswith("号")
    assert "…" in name.shown()
    assert button.width() >= button.sizeHint().width()
