"""A spoilt data file to working data with the mouse alone: every click falls on a shown button."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from facilitydesk.gui.backups.dialog import RestoreDialog
from facilitydesk.gui.remembered import Settings
from facilitydesk.gui.start import Shell
from facilitydesk.services.datafile import backups, files
from tests.gui.desks import settle
from tests.gui.shells import shell_on
from tests.store_fixtures import add_work, clock


class Mouse:
    """Clicks what an officer can see and press, and counts."""

    def __init__(self) -> None:
        self.clicks: list[str] = []

    def click(self, button: QPushButton) -> None:
        assert button.isVisible()
        assert button.isEnabled()
        self.clicks.append(button.text())
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def ready(self, window: QWidget) -> QPushButton | None:
        """The one button that goes on in an open dialog; None while it cannot be pressed."""
        if isinstance(window, RestoreDialog):
            button: QPushButton | None = window.copies.restore
        else:
            found = window.findChildren(QPushButton)
            button = next((each for each in found if each.text() == "恢复"), None)
        return button if button is not None and button.isEnabled() else None

    def press_in(self, window: QWidget) -> None:
        button = self.ready(window)
        assert button is not None
        self.click(button)


@pytest.fixture
def shell(qapp: QApplication, tmp_path: Path) -> Iterator[Shell]:
    with shell_on(Settings(tmp_path / "pc" / "window.json"), "王敏") as made:
        yield made


def test_three_clicks_from_a_spoilt_file_to_working_data(
    shell: Shell, qtbot: QtBot, template: Path, tmp_path: Path
) -> None:
    place = tmp_path / "临溪县.fdk"
    shutil.copyfile(template, place)
    desk = files.open_desk(place, officer="王敏", clock=clock)
    add_work(desk)
    backups.back_up(desk, backups.Reason.CLOSE)
    desk.close()
    place.write_bytes(place.read_bytes()[: 4096 * 20])
    mouse = Mouse()
    seen: set[QWidget] = set()
    shell.start(place)
    qtbot.waitUntil(lambda: shell.welcome is not None and shell.welcome.isVisible())

    def look() -> None:
        window = QApplication.activeModalWidget()
        if window is not None and window not in seen and mouse.ready(window) is not None:
            seen.add(window)
            # Not from within this timer: it would stand still while the next dialog is open.
            QTimer.singleShot(0, window, lambda: mouse.press_in(window))

    timer = QTimer()
    timer.timeout.connect(look)
    timer.start(50)
    assert shell.welcome is not None
    mouse.click(shell.welcome.restore)
    qtbot.waitUntil(lambda: shell.window.context is not None, timeout=30_000)
    timer.stop()
    settle()
    assert mouse.clicks == ["从备份恢复……", "恢复到这一份……", "恢复"]
    context = shell.window.context
    assert context is not None
    assert files.verify(context.desk).faults == ()
    assert files.verify(context.desk).counts["work"] == 1
