"""The list of backups while the officer looks at it: what he chose stays, what is new appears."""

from __future__ import annotations

from typing import Any

from pytestqt.qtbot import QtBot

from facilitydesk.gui.backups import keeper
from facilitydesk.gui.backups.keeper import Keeper
from facilitydesk.gui.backups.page import BackupPage
from facilitydesk.gui.remembered import Settings
from facilitydesk.gui.watch import Banners
from facilitydesk.gui.window import MainWindow
from facilitydesk.services import schools
from facilitydesk.services.datafile import backups
from facilitydesk.services.datafile.backups import Reason
from facilitydesk.services.desk import Desk
from facilitydesk.store import tables
from tests.gui.desks import context_on
from tests.store_fixtures import add_work


def page_on(context: Any, qtbot: QtBot) -> BackupPage:
    page = BackupPage(context)
    qtbot.addWidget(page)
    page.resize(1200, 600)
    page.show()
    qtbot.waitUntil(lambda: page.copies.seen is not None)
    return page


def numbers(page: BackupPage) -> list[int | None]:
    return [line.number for line in page.copies.model.rows]


def chosen(page: BackupPage) -> tuple[int | None, int | None]:
    """The number of the backup beside the list, and of the line the cursor stands on."""
    index = page.copies.view.currentIndex()
    at = page.copies.model.row_at(index.row()).number if index.isValid() else None
    return (page.copies.chosen.number if page.copies.chosen else None), at


def compared(page: BackupPage, qtbot: QtBot, words: str) -> None:
    qtbot.waitUntil(
        lambda: page.copies.seen is not None and words in page.copies.answer.toPlainText()
    )


def test_an_older_backup_stays_chosen_when_the_data_change(file_desk: Desk, qtbot: QtBot) -> None:
    for number in range(3):
        add_work(file_desk, project=f"教学楼{number}")
        backups.back_up(file_desk, Reason.CLOSE)
    school = schools.rows(file_desk)[0].id
    with context_on(file_desk) as (context, _told):
        page = page_on(context, qtbot)
        assert chosen(page) == (3, 3)  # the newest, as long as nothing was chosen
        page.copies.view.setCurrentIndex(page.copies.model.index(2, 0))
        compared(page, qtbot, "将失去2步操作")
        with file_desk.operation("school.change", "修改校长") as unit:
            unit.update(tables.school, school, {"principal": "李建平"})
        context.changed.emit(unit.result, None)
        compared(page, qtbot, "将失去3步操作")
        assert chosen(page) == (1, 1)
        page.background.close()


def test_a_backup_that_makes_itself_appears_and_the_chosen_one_stays(
    file_desk: Desk, qtbot: QtBot, monkeypatch: Any
) -> None:
    monkeypatch.setattr(keeper.Keeper, "_write_book", lambda *_args: None)
    window = MainWindow(Settings(None))
    qtbot.addWidget(window)
    for number in range(2):
        add_work(file_desk, project=f"教学楼{number}")
        backups.back_up(file_desk, Reason.CLOSE)
    with context_on(file_desk) as (context, _told):
        page = page_on(context, qtbot)
        page.copies.view.setCurrentIndex(page.copies.model.index(1, 0))
        compared(page, qtbot, "将失去1步操作")
        made = Keeper(context, Banners(window))
        made.start(Reason.TIMER)
        qtbot.waitUntil(lambda: numbers(page) == [3, 2, 1])
        compared(page, qtbot, "将失去1步操作")
        assert chosen(page) == (1, 1)
        assert page.copies.restore.isEnabled()
        # The one asked for by hand is the one to look at.
        page.back_up()
        qtbot.waitUntil(lambda: numbers(page) == [4, 3, 2, 1])
        compared(page, qtbot, "完全相同")
        assert chosen(page) == (4, 4)
        for child in page.children_running:
            child.wait(60)
        made.close()
        page.background.close()
