"""The whole window on a data file, for tests of opening and leaving."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pytestqt.qtbot import QtBot

from facilitydesk.gui.application import make_application
from facilitydesk.gui.remembered import Settings
from facilitydesk.gui.start import Shell
from tests.gui.desks import settle


@contextmanager
def shell_on(kept: Settings, officer: str | None = None) -> Iterator[Shell]:
    """A program on a PC with these settings; at the end nothing of it is left."""
    make_application()
    made = Shell(kept, officer=officer)
    yield made
    made.window.close()
    made.close()
    made.window.deleteLater()
    made.deleteLater()
    settle()


def opened(shell: Shell, qtbot: QtBot, place: Path | None) -> None:
    shell.start(place)
    qtbot.waitUntil(lambda: shell.window.context is not None or shell.welcome is not None)
    settle()
