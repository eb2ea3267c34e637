"""Backups as the officer meets them: made by themselves, listed, compared, restored in three clicks."""

from __future__ import annotations

import contextlib
import queue
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from facilitydesk.domain.problems import Trouble
from facilitydesk.gui.backups import copies_view, keeper
from facilitydesk.gui.backups.dialog import RestoreDialog
from facilitydesk.gui.backups.keeper import Keeper
from facilitydesk.gui.backups.page import BackupPage
from facilitydesk.gui.remembered import Settings
from facilitydesk.gui.start import Shell
from facilitydesk.gui.watch import Banners
from facilitydesk.gui.window import MainWindow
from facilitydesk.services import schools
from facilitydesk.services.datafile import backups, restoring
from facilitydesk.services.datafile.backups import Reason
from facilitydesk.services.desk import Desk
from facilitydesk.store.unit import Changes
from tests.gui.desks import context_on, settle
from tests.gui.shells import shell_on
from tests.store_fixtures import add_work

CHANGES = Changes(1, "test", "测试", frozenset({("school", 1)}))


@pytest.fixture
def place(template: Path, tmp_path: Path) -> Path:
    path = tmp_path / "数据" / "临溪县.fdk"
    path.parent.mkdir()
    shutil.copyfile(template, path)
    return path


@pytest.fixture
def shell(qapp: QApplication, tmp_path: Path) -> Iterator[Shell]:
    with shell_on(Settings(tmp_path / "pc" / "window.json"), "王敏") as made:
        yield made


@pytest.fixture
def no_book(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The plain workbook is written by a child process; here it is only asked for."""
    asked: list[Path] = []

    class Done:
        def poll(self) -> int:
            return 0

    def write(copy: Path, _folder: Path) -> Done:
        asked.append(copy)
        return Done()

    monkeypatch.setattr(keeper, "book_writer", write)
    return asked


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


def page_on(context: Any, qtbot: QtBot) -> BackupPage:
    page = BackupPage(context)
    qtbot.addWidget(page)
    page.resize(1200, 600)
    page.show()
    qtbot.waitUntil(lambda: page.copies.seen is not None)
    return page


def test_the_page_lists_and_compares(file_desk: Desk, qtbot: QtBot) -> None:
    add_work(file_desk)
    backups.back_up(file_desk, Reason.CLOSE)
    row = schools.rows(file_desk)[0]
    with file_desk.operation("school.change", "修改校长") as unit:
        from facilitydesk.store import tables

        unit.update(tables.school, row.id, {"principal": "李建平"})
    with context_on(file_desk) as (context, _told):
        page = page_on(context, qtbot)
        (line,) = page.copies.model.rows
        assert (line.number, line.reason, line.state) == (1, "关闭时", "已核对")
        assert (line.projects, line.officer, line.last) == (1, "王敏", "登记")
        text = page.copies.answer.toPlainText()
        assert "恢复到这一份：将失去1步操作" in text
        assert "王敏 修改校长" in text
        assert page.folder.text().endswith("临溪县.备份")
        assert page.second.text() == "未设置"
        assert "第二备份位置" in page.warning.text()
        page.back_up()
        qtbot.waitUntil(lambda: len(page.copies.model.rows) == 2)
        for child in page.children_running:
            child.wait(60)
        assert (backups.places(file_desk).folder / "数据副本.xlsx").is_file()
        qtbot.waitUntil(lambda: "完全相同" in page.copies.answer.toPlainText())
        with file_desk.operation("school.change", "修改校长") as unit:
            unit.update(tables.school, row.id, {"principal": "王小云"})
        assert unit.result is not None
        context.changed.emit(unit.result, None)  # as the undo button in the bar does
        qtbot.waitUntil(lambda: "将失去1步操作" in page.copies.answer.toPlainText())
        page.background.close()


def test_restore_and_take_it_back(
    shell: Shell, qtbot: QtBot, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = opened(shell, qtbot, place)
    add_work(desk)
    backups.back_up(desk, Reason.HAND)
    add_work(desk, project="食堂")
    asked: list[str] = []

    def agree(_parent: object, question: str, details: str = "", **_more: object) -> bool:
        asked.append(question + details)
        return True

    monkeypatch.setattr(copies_view, "confirm", agree)
    shell.window.open_page("restore")
    page: Any = shell.window.page("restore")
    qtbot.waitUntil(lambda: page.copies.seen is not None, timeout=10_000)
    before = shell.window.context
    page.copies.restore.click()
    qtbot.waitUntil(lambda: shell.window.context not in (None, before), timeout=10_000)
    assert "此后的1步操作将不在数据中" in asked[0]
    assert reasons(place) == [Reason.RESTORE, Reason.HAND]
    assert [aside.damaged for aside in restoring.asides(place)] == [False]
    desk = again(shell, qtbot)
    assert projects(desk) == {"教学楼建设项目"}
    settle()
    assert shell.window.banner.text() == ""  # nothing suspicious about a journal that ends earlier
    # One button takes it back.
    shell.window.open_page("restore")
    page = shell.window.page("restore")
    qtbot.waitUntil(lambda: page.copies.seen is not None, timeout=10_000)
    before = shell.window.context
    page.copies.undo.click()
    qtbot.waitUntil(lambda: shell.window.context not in (None, before), timeout=10_000)
    assert "退回到" in asked[-1]
    assert projects(again(shell, qtbot)) == {"教学楼建设项目", "食堂"}


def projects(desk: Desk) -> set[str]:
    from facilitydesk.store import tables

    with desk.read() as connection:
        return {row.name for row in connection.execute(tables.project.select())}


def test_a_damaged_file_leads_to_its_backups(
    shell: Shell, qtbot: QtBot, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from facilitydesk.services.datafile import files
    from tests.store_fixtures import clock

    desk = files.open_desk(place, officer="王敏", clock=clock)
    add_work(desk)
    backups.back_up(desk, Reason.CLOSE)
    desk.close()
    place.write_bytes(place.read_bytes()[: 4096 * 20])
    shell.start(place)
    qtbot.waitUntil(lambda: shell.welcome is not None)
    assert shell.welcome is not None
    assert "请用备份恢复" in shell.welcome.trouble.text()
    monkeypatch.setattr(copies_view, "confirm", lambda *_a, **_k: True)
    clicks = []

    def exec_(dialog: RestoreDialog) -> int:
        qtbot.waitUntil(lambda: dialog.copies.seen is not None, timeout=10_000)
        assert "已损坏" in dialog.copies.answer.toPlainText()
        clicks.append("恢复到这一份")
        dialog.copies.restore.click()
        return dialog.result()

    monkeypatch.setattr(RestoreDialog, "exec", exec_)
    clicks.append("从备份恢复")
    shell.welcome.restore.click()
    clicks.append("恢复")
    assert projects(again(shell, qtbot)) == {"教学楼建设项目"}
    assert len(clicks) <= 4
    (aside,) = restoring.asides(place)
    assert aside.damaged


def test_looking_at_a_backup_changes_nothing_and_leads_back(
    shell: Shell, qtbot: QtBot, place: Path
) -> None:
    desk = opened(shell, qtbot, place)
    add_work(desk)
    made = backups.back_up(desk, Reason.HAND)
    before, content = shell.window.context, made.path.read_bytes()
    assert before is not None
    before.look_wanted.emit(made.path)
    qtbot.waitUntil(lambda: shell.window.context not in (None, before), timeout=10_000)
    desk = again(shell, qtbot)
    assert desk.readonly
    assert "是备份，以只读方式打开" in shell.window.banner.text()
    assert shell.settings.get("window.file") == str(place)  # the next start opens the real one
    shell.window.navigation.other_file.click()
    assert shell.welcome is not None
    assert "临溪县" in shell.welcome.back.text()
    shell.welcome.back.click()
    assert Path(again(shell, qtbot).place) == place
    assert made.path.read_bytes() == content


def test_looking_at_what_a_restore_set_aside_leaves_the_file_of_this_pc(
    shell: Shell, qtbot: QtBot, place: Path
) -> None:
    desk = opened(shell, qtbot, place)
    add_work(desk)
    aside = place.with_name("临溪县-恢复前-20260311-1000.fdk")
    shutil.copyfile(place, aside)
    add_work(desk, project="食堂")
    before = shell.window.context
    assert before is not None
    before.look_wanted.emit(aside)
    qtbot.waitUntil(lambda: shell.window.context not in (None, before), timeout=10_000)
    assert again(shell, qtbot).readonly
    assert shell.window.banner.text() == str(Trouble("backup.only_reading", path=aside.name))
    assert shell.settings.get("window.file") == str(place)  # the next start opens the real one


def test_an_upgrade_is_told_and_the_old_file_offered(
    shell: Shell, qtbot: QtBot, tmp_path: Path
) -> None:
    import gzip

    old = Path(__file__).parents[2] / "store" / "released" / "0001.fdk.gz"
    path = tmp_path / "老县.fdk"
    path.write_bytes(gzip.decompress(old.read_bytes()))
    told: list[str] = []
    shell.progressed.connect(told.append)
    opened(shell, qtbot, path)
    assert any("升级" in text for text in told)
    assert reasons(path) == [Reason.UPGRADE]
    lines = copies_view.lines_of(path)
    assert lines[0].reason == "升级前"
    assert lines[0].place.endswith("升级前备份")


def test_without_a_copy_an_older_file_stays_old(shell: Shell, qtbot: QtBot, tmp_path: Path) -> None:
    import gzip

    old = Path(__file__).parents[2] / "store" / "released" / "0001.fdk.gz"
    path = tmp_path / "老县.fdk"
    path.write_bytes(gzip.decompress(old.read_bytes()))
    (tmp_path / "老县.备份").write_text("", encoding="utf-8")
    before = path.read_bytes()
    shell.start(path)
    qtbot.waitUntil(lambda: shell.welcome is not None)
    assert shell.welcome is not None
    assert "升级前的备份没有完成" in shell.welcome.trouble.text()
    assert path.read_bytes() == before


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


def test_a_spoilt_file_with_log_in_asks_who_goes_back(
    shell: Shell, qtbot: QtBot, place: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from facilitydesk.gui.people.prove import ProveDialog
    from facilitydesk.services.datafile import files
    from facilitydesk.services.people import passwords
    from tests.gui.people.people import HERS, MINE, staff
    from tests.store_fixtures import clock

    monkeypatch.setattr(passwords, "_MEMORY_KIB", 64)
    monkeypatch.setattr(passwords, "_PASSES", 1)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "pc"))
    desk = files.open_desk(place, officer="王敏", clock=clock)
    add_work(desk)
    backups.back_up(desk, backups.Reason.CLOSE)  # from before the log-in
    staff(desk)
    backups.back_up(desk, backups.Reason.CLOSE)
    desk.close()
    place.write_bytes(place.read_bytes()[: 4096 * 20])
    shell.start(place)
    qtbot.waitUntil(lambda: shell.welcome is not None)
    monkeypatch.setattr(copies_view, "confirm", lambda *_a, **_k: True)
    told: list[str] = []

    def type_in(dialog: ProveDialog) -> int:
        for name, password in (("王敏", HERS), ("周芳", HERS), ("王敏", MINE)):
            dialog.person.setCurrentText(name)
            dialog.password.setText(password)
            dialog._on_go()
            told.append(dialog.trouble.text())
        return dialog.result()

    def choose_oldest(dialog: RestoreDialog) -> int:
        qtbot.waitUntil(lambda: dialog.copies.seen is not None, timeout=10_000)
        dialog.copies.view.setCurrentIndex(dialog.copies.model.index(1, 0))
        qtbot.waitUntil(lambda: dialog.copies.seen is not None, timeout=10_000)
        dialog.copies.restore.click()
        return dialog.result()

    assert shell.welcome is not None
    monkeypatch.setattr(ProveDialog, "exec", lambda _dialog: 0)  # given up: no list, no restore
    monkeypatch.setattr(RestoreDialog, "exec", lambda _dialog: pytest.fail("it was shown"))
    shell.welcome.restore.click()
    monkeypatch.setattr(ProveDialog, "exec", type_in)
    monkeypatch.setattr(RestoreDialog, "exec", choose_oldest)
    shell.welcome.restore.click()
    assert "密码不正确" in told[0]
    assert "需要“管理”岗位" in told[1]
    qtbot.waitUntil(lambda: shell.sitting.page is not None, timeout=10_000)  # still asks


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
