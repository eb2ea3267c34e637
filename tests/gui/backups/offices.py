"""What an officer does and sees around backups."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pytestqt.qtbot import QtBot

from facilitydesk.gui.backups.page import BackupPage
from facilitydesk.gui.start import Shell
from facilitydesk.services.datafile import backups
from facilitydesk.services.datafile.backups import Reason
from facilitydesk.services.desk import Desk
from tests.gui.desks import settle


def opened(shell: Shell, qtbot: QtBot, place: Path) -> Desk:
    shell.start(place)
    return again(shell, qtbot)


def again(shell: Shell, qtbot: QtBot) -> Desk:
    qtbot.waitUntil(lambda: shell.window.context is not None, timeout=10_000)
    settle()
    assert shell.window.context is not None
    return shell.window.context.desk


def reasons(place: Path) -> list[Reason]:
    return [copy.reason for copy in backups.copies(backups.places_of(place))]


def page_on(context: Any, qtbot: QtBot) -> BackupPage:
    page = BackupPage(context)
    qtbot.addWidget(page)
    page.resize(1200, 600)
    page.show()
    qtbot.waitUntil(lambda: page.copies.seen is not None)
    return page


def projects(desk: Desk) -> set[str]:
    from facilitydesk.store import tables

    with desk.read() as connection:
        return {row.name for row in connection.execute(tables.project.select())}
