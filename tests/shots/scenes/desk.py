"""The window around the pages: welcome, undo list, search, banner, crash."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from facilitydesk.domain.messages import sentence
from facilitydesk.gui.crash import CrashHook
from facilitydesk.gui.welcome import Welcome
from tests.shots.stage import OFFICER, Stage, scene


@scene("welcome")
def welcome(stage: Stage) -> None:
    stage.window.show_welcome(Welcome(OFFICER))


@scene("welcome-trouble")
def welcome_trouble(stage: Stage) -> None:
    page = Welcome(OFFICER)
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
