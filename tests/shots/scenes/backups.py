"""The page of backups, the way back from the first page, the banner of a backup that failed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from facilitydesk.domain.backups import Reason
from facilitydesk.domain.messages import sentence
from facilitydesk.gui.backups.background import Background
from facilitydesk.gui.backups.dialog import RestoreDialog
from facilitydesk.gui.welcome import Welcome
from facilitydesk.services import schools
from facilitydesk.services.datafile import backups, files, restoring
from facilitydesk.services.edits import Edit
from tests.gui.desks import AtOnce
from tests.shots.stage import NOW, OFFICER, Stage, scene


def page(stage: Stage) -> Any:
    """A file with some backups, three changed schools, and one restore behind it."""
    desk = stage.desk()
    path = Path(desk.place)
    for reason in (Reason.CLOSE, Reason.TIMER, Reason.IMPORT):
        backups.back_up(desk, reason)
    desk.close()
    newest = backups.copies(backups.places_of(path))[0].path
    restoring.restore(path, newest, officer=OFFICER, clock=lambda: NOW)
    desk = files.open_desk(path, officer=OFFICER, clock=lambda: NOW)
    found = schools.rows(desk)
    for row in found[:3]:
        schools.enter(desk, [Edit(row.id, "principal", "李建平")])
    shown: Any = stage.open("restore", desk)
    shown.background.close()
    shown.background = shown.copies.background = Background(shown, AtOnce())
    shown.refresh()
    stage.settle()
    shown.folder.setText("/data/临溪县.备份")  # the same on every PC
    return shown


@scene("restore")
def restore(stage: Stage) -> None:
    page(stage)


@scene("restore-confirm")
def restore_confirm(stage: Stage) -> None:
    shown = page(stage)
    stage.during(shown.copies.ask)


@scene("restore-damaged")
def restore_damaged(stage: Stage) -> None:
    desk = stage.desk()
    path = Path(desk.place)
    backups.back_up(desk, Reason.CLOSE)
    desk.close()
    with path.open("r+b") as file:
        file.truncate(4096 * 40)
    first = Welcome(OFFICER)
    first.set_trouble(sentence("file.damaged", {"path": path.name}))
    first.set_broken(path)
    stage.window.show_welcome(first)
    dialog = RestoreDialog(path, stage.window)
    dialog.background.close()
    dialog.background = dialog.copies.background = Background(dialog, AtOnce())
    dialog.copies.show_file(path)
    stage.settle()
    stage.during(dialog.exec)


@scene("welcome-damaged")
def welcome_damaged(stage: Stage) -> None:
    first = Welcome(OFFICER)
    first.set_trouble(sentence("file.damaged", {"path": "临溪县.fdk"}))
    first.set_broken(Path("临溪县.fdk"))
    first.set_back(Path("临溪县.fdk"))
    stage.window.show_welcome(first)


@scene("restore-empty")
def restore_empty(stage: Stage) -> None:
    shown: Any = stage.open("restore", stage.desk(empty=True))
    shown.background.close()
    shown.background = shown.copies.background = Background(shown, AtOnce())
    shown.refresh()


@scene("restore-who")
def who(stage: Stage) -> None:
    """The question before the list, where a spoilt file asks for a log-in."""
    from facilitydesk.gui.people.prove import ProveDialog
    from tests.gui.people.people import staff

    desk = stage.desk(empty=True)
    path = Path(desk.place)
    staff(desk)
    desk.close()
    dialog = ProveDialog(stage.window, path, None, OFFICER)
    dialog.trouble.setText(sentence("login.wrong", {"left": 4}))
    dialog.trouble.show()
    stage.window.show_welcome(Welcome(OFFICER))
    stage.during(dialog.exec)
