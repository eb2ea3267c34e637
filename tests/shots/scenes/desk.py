"""The window around the pages: welcome, undo list, search, banner, crash."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from facilitydesk.domain.messages import sentence
from facilitydesk.gui.crash import CrashHook
from facilitydesk.gui.program.upgrade_dialog import UpgradeDialog
from facilitydesk.gui.welcome import Welcome
from facilitydesk.services.program.release import Kind, Release
from facilitydesk.services.program.upgrade import Ready
from tests.shots.stage import OFFICER, Stage, scene


@scene("welcome")
def welcome(stage: Stage) -> None:
    page = Welcome(OFFICER)
    page.places.choose(Path("/data/临溪县.fdk"))  # the same on every PC
    stage.window.show_welcome(page)


@scene("welcome-trouble")
def welcome_trouble(stage: Stage) -> None:
    page = Welcome(OFFICER)
    page.places.choose(Path("/data/临溪县.fdk"))
    page.set_trouble(
        sentence("file.held", {"officer": "李建平", "host": "PC-07", "since": "08:41"})
    )
    stage.window.show_welcome(page)


@scene("search")
def search(stage: Stage) -> QWidget:
    stage.open("overview")
    box = stage.window.top_bar.search
    box.begin()
    box.setText("城关")
    box._ask()
    stage.settle()
    return box.hits


@scene("undo-list")
def undo_list(stage: Stage) -> QWidget:
    stage.open("week")
    buttons = stage.window.top_bar.undo_buttons
    buttons._fill()
    buttons.list.popup(buttons.mapToGlobal(buttons.rect().bottomLeft()))
    return buttons.list


@scene("crash-dialog")
def crash_dialog(stage: Stage) -> None:
    stage.open("week")
    hook = CrashHook(stage.folder)
    stage.during(lambda: hook._on_caught(sentence("bug", {"path": "error-20260311-100000.txt"})))


@scene("job-running")
def job_running(stage: Stage) -> None:
    stage.open("overview")
    stage.context().runner.progress.emit("导入", 320, 900, "项目进度表")


@scene("settings-program")
def settings_program(stage: Stage) -> None:
    page: Any = stage.open("settings")
    page.show_where({"subject": "program"})
    stage.settle()
    page.program._show(  # where things lie, the same on every PC
        {
            "version": "1.1.0",
            "program": "/opt/apps/cn.facilitydesk/files",
            "data": "/data/临溪县.fdk",
            "backups": "/data/临溪县.备份",
            "settings": "/data/settings\n/data/logs",
            "older": "1.0.0",
            "can_go_back": True,
        }
    )


@scene("upgrade")
def upgrade(stage: Stage) -> QWidget:
    stage.open("overview")
    dialog = UpgradeDialog(None, stage.window)
    dialog.background.close()
    dialog.folder.setText("/media/U盘/facilitydesk-1.1.0")
    package = Path("/data/facilitydesk_1.1.0_amd64.deb")
    found = Release(package, "1.1.0", signed=False, kind=Kind.PACKAGE, sha256="")
    dialog._on_found(found)
    dialog._on_ready(Ready(found, package, None, way_back=True))
    dialog.show()
    stage.settle()
    return dialog
