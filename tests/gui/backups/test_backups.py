"""Backups as the officer meets them: made by themselves, in a pause, kept in sight when one fails."""

from __future__ import annotations

import contextlib
import queue
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from facilitydesk.domain.problems import Trouble
from facilitydesk.gui.backups import keeper
from facilitydesk.gui.backups.keeper import Keeper
from facilitydesk.gui.backups.page import BackupPage
from facilitydesk.gui.remembered import Settings
from facilitydesk.gui.start import Shell
from facilitydesk.gui.watch import Banners
from facilitydesk.gui.window import MainWindow
from facilitydesk.services import schools
from facilitydesk.services.datafile import backups
from facilitydesk.services.datafile.backups import Reason
from facilitydesk.services.desk import Desk
from facilitydesk.store.unit import Changes
from tests.gui.backups.offices import again, opened, page_on, reasons
from tests.gui.desks import context_on, settle
from tests.store_fixtures import add_work

CHANGES = Changes(1, "test", "测试", frozenset({("school", 1)}))


def test_closing_makes_a_backup_when_something_changed(
    qapp: QApplication, shell: Shell, qtbot: QtBot, place: Path
) -> None:
    desk = opened(shell, qtbot, place)
    add_work(desk)
    shell.close()
    assert reasons(place) == [Reason.CLOSE]
    shell.open(place)
    again(shell, qtbot)
    shell.close()
    assert reasons(place) == [Reason.CLOSE]  # nothing new


def test_demonstration_data_are_not_backed_up(
    qapp: QApplication, shell: Shell, qtbot: QtBot, place: Path
) -> None:
    shell.banner = "演示数据"
    desk = opened(shell, qtbot, place)
    add_work(desk)
    shell.close()
    assert reasons(place) == []


def test_the_timed_backup_waits_for_a_pause(
    file_desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, no_book: list[Path]
) -> None:
    place = Path(file_desk.place)
    now = [1000.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    window = MainWindow(Settings(None))
    qtbot.addWidget(window)
    with context_on(file_desk) as (context, told):
        made = Keeper(context, Banners(window))

        def look() -> None:
            made.look()
            if made._thread is not None:
                made._thread.join()
            settle()

        look()
        assert reasons(place) == []
        add_work(file_desk)
        context.changed.emit(CHANGES, None)
        now[0] += 60 * 29
        look()
        assert reasons(place) == []  # half an hour is not over
        now[0] += 120
        context.changed.emit(CHANGES, None)
        look()
        assert reasons(place) == []  # the officer is typing
        now[0] += 15
        look()
        assert reasons(place) == [Reason.TIMER]
        assert "已备份并核对（第1号，定时）" in told.last
        assert [path.parent.name for path in no_book] == ["临溪县.备份"]
        now[0] += 60 * 60
        look()
        assert reasons(place) == [Reason.TIMER]  # nothing changed since
        made.close()


def test_a_failed_backup_stays_in_sight_until_one_succeeds(
    file_desk: Desk, qtbot: QtBot, no_book: list[Path]
) -> None:
    window = MainWindow(Settings(None))
    qtbot.addWidget(window)
    blocked = backups.default_folder(Path(file_desk.place))
    blocked.write_text("kein Ordner", encoding="utf-8")
    with context_on(file_desk) as (context, told):
        made = Keeper(context, Banners(window))
        made.start(Reason.TIMER)
        qtbot.waitUntil(lambda: "备份未完成" in window.banner.text())
        assert told[-1][1] == "red"
        blocked.unlink()
        made._thread.join()  # type: ignore[union-attr]  # it was started above
        made.start(Reason.TIMER)
        qtbot.waitUntil(lambda: window.banner.text() == "")
        made.close()
    assert reasons(Path(file_desk.place)) == [Reason.TIMER]


def test_nothing_waits_for_a_backup(
    file_desk: Desk, qtbot: QtBot, no_book: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """At every stage of a backup the window answers first: the backup here waits for its click."""
    window = MainWindow(Settings(None))
    qtbot.addWidget(window)
    button = QPushButton("填报")
    qtbot.addWidget(button)
    clicked = threading.Event()
    button.clicked.connect(clicked.set)
    waiting: queue.SimpleQueue[str] = queue.SimpleQueue()
    told: list[tuple[str, bool]] = []  # stage, and whether the window answered during it
    plain = backups.back_up

    def held(desk: Desk, reason: Reason) -> backups.Copy:
        def stage(_done: int, _total: int, text: str) -> None:
            if text not in [name for name, _ in told]:
                clicked.clear()
                waiting.put(text)
                told.append((text, clicked.wait(10)))

        return plain(desk, reason, step=stage)

    monkeypatch.setattr(backups, "back_up", held)
    with context_on(file_desk) as (context, _told):
        made = Keeper(context, Banners(window))
        assert made.start(Reason.TIMER)
        assert told == []  # it went on at once, and nothing is finished yet
        while not no_book:
            QApplication.processEvents()
            with contextlib.suppress(queue.Empty):
                waiting.get(timeout=0.005)
                button.click()
        assert len(told) >= 2
        assert all(answered for _, answered in told), told
        made.close()


@pytest.mark.parametrize("unclean", [False, True])
def test_the_reminder_leaves_time_to_read_that_the_data_are_whole(
    file_desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, unclean: bool
) -> None:
    waited: list[int] = []
    plain = QTimer.singleShot

    def noted(after: int, parent: QObject, call: Callable[[], None]) -> None:
        waited.append(after)
        plain(0, parent, call)

    window = MainWindow(Settings(None))
    qtbot.addWidget(window)
    file_desk.unclean = unclean
    with context_on(file_desk) as (context, told):
        made = Keeper(context, Banners(window))
        monkeypatch.setattr(QTimer, "singleShot", noted)
        made._begin()
        qtbot.waitUntil(lambda: bool(waited))
        settle()
        assert waited == [keeper.LATER_MS if unclean else 0]
        assert "第二备份位置" in told.last
        made.close()


def test_a_server_has_one_sentence(file_desk: Desk, qtbot: QtBot) -> None:
    desk = Desk("postgresql+psycopg://pc/db", file_desk.engine, 1, "王敏", file_desk.home_id)
    with context_on(desk) as (context, _told):
        page = BackupPage(context)
        qtbot.addWidget(page)
        page.show()
        settle()
        assert "pg_dump" in page.server.text()
        assert not page.body.isVisible()
        with pytest.raises(Trouble):
            backups.back_up(desk, Reason.HAND)
        page.background.close()


def test_whole_numbers_in_the_plain_copy_are_ticked_and_journalled(
    file_desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    from facilitydesk.interchange.reader import read_raw
    from facilitydesk.reports.data_copy import write
    from facilitydesk.services.edits import Edit
    from facilitydesk.services.journal import log

    add_work(file_desk)
    schools.enter(file_desk, [Edit(schools.rows(file_desk)[0].id, "phone", "13812345678")])

    def told() -> str:
        made = backups.back_up(file_desk, Reason.HAND)
        head, row = {s.name: s.rows for s in read_raw(write(made.path, tmp_path)).sheets}["学校"]
        return str(row[head.index("联系电话")])

    assert told() == "138****5678"
    with context_on(file_desk) as (context, _told):
        page = page_on(context, qtbot)
        assert not page.whole_phones.isChecked()
        page.whole_phones.click()
        settle()
        page.background.close()
    assert told() == "13812345678"
    assert log.lines(file_desk).lines[0].label == "数据副本：显示完整电话"
