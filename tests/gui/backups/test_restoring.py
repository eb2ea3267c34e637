"""Going back to a backup as the officer meets it: listed, compared, restored in three clicks."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from facilitydesk.domain.problems import Trouble
from facilitydesk.gui.backups import copies_view
from facilitydesk.gui.backups.dialog import RestoreDialog
from facilitydesk.gui.start import Shell
from facilitydesk.services import schools
from facilitydesk.services.datafile import backups, restoring
from facilitydesk.services.datafile.backups import Reason
from facilitydesk.services.desk import Desk
from tests.gui.backups.offices import again, opened, page_on, projects, reasons
from tests.gui.desks import context_on, settle
from tests.store_fixtures import add_work


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
