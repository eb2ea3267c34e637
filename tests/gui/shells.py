"""The whole window on a data file, for tests of opening and leaving."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from facilitydesk.gui.start import Shell
from tests.gui.desks import settle


def opened(shell: Shell, qtbot: QtBot, place: Path | None) -> None:
    shell.start(place)
    qtbot.waitUntil(lambda: shell.window.context is not None or shell.welcome is not None)
    settle()
