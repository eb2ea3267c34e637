"""设置—程序版本 as the officer meets it: choose the stick, read one sentence, press one button."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from facilitydesk import __version__, handover, places
from facilitydesk.gui.program import ways
from facilitydesk.gui.program.upgrade_dialog import UpgradeDialog
from facilitydesk.gui.program.view import ProgramView
from facilitydesk.gui.remembered import Settings
from facilitydesk.gui.settings.page import SettingsPage
from facilitydesk.gui.start import Shell
from facilitydesk.services.datafile import backups
from facilitydesk.services.datafile.backups import Reason
from facilitydesk.services.program import kept_programs, release_folders
from tests.gui.desks import settle
from tests.gui.shells import shell_on
from tests.services.program.test_program_upgrade import NEW, installed, program, stick
from tests.store_fixtures import clock

__all__ = ["installed", "stick"]  # fixtures


@pytest.fixture
def shell(
    qapp: QApplication, tmp_path: Path, template: Path, installed: Path, qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Shell]:  # fmt: skip
    """An installed program with a data file open."""
    monkeypatch.setenv(places.VARIABLE, str(installed))
    monkeypatch.setattr(release_folders, "_sticks", list)
    place = tmp_path / "数据" / "临溪县.fdk"
    place.parent.mkdir()
    shutil.copyfile(template, place)
    with shell_on(Settings(tmp_path / "pc" / "window.json"), "王敏") as made:
        made.start(place)
        qtbot.waitUntil(lambda: made.window.context is not None, timeout=10_000)
        settle()
        yield made


def view(shell: Shell, qtbot: QtBot) -> ProgramView:
    shell.window.open_page("settings")
    page = shell.window.page("settings")
    assert isinstance(page, SettingsPage)
    page.show_where({"subject": "program"})
    qtbot.waitUntil(lambda: page.program.facts["version"].text() == __version__, timeout=10_000)
    return page.program


def test_upgrading_from_a_stick_takes_one_folder_and_two_buttons(
    shell: Shell, qtbot: QtBot, stick: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path,
) -> None:  # fmt: skip
    said: list[str] = []
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_a, **_k: str(stick))
    monkeypatch.setattr("facilitydesk.gui.widgets.confirm.tell", lambda _p, text: said.append(text))

    def exec_(dialog: UpgradeDialog) -> int:
        dialog.show()
        qtbot.waitUntil(lambda: "没有在U盘上找到" in dialog.state.text(), timeout=10_000)
        (stick / f"facilitydesk_{NEW}_amd64.deb").write_bytes(b"half")
        dialog.choose.click()
        qtbot.waitUntil(lambda: "与校验清单不符" in dialog.state.text(), timeout=10_000)
        assert not dialog.go.isEnabled()
        (stick / f"facilitydesk_{NEW}_amd64.deb").write_bytes(b"package")
        dialog.choose.click()
        qtbot.waitUntil(dialog.go.isEnabled, timeout=10_000)
        assert f"找到版本{NEW}" in dialog.state.text()
        dialog.go.click()
        qtbot.waitUntil(lambda: dialog.go.text() == "关闭程序并打开安装包", timeout=10_000)
        assert "可以退回" in dialog.state.text()
        assert dialog.command.text().startswith("sudo dpkg -i '")
        dialog.copy.click()
        dialog.go.click()
        return dialog.result()

    monkeypatch.setattr(UpgradeDialog, "exec", exec_)
    context = shell.window.context
    assert context is not None
    data = Path(context.desk.place)
    view(shell, qtbot).upgrade.click()
    assert QApplication.clipboard().text().endswith(f"facilitydesk_{NEW}_amd64.deb'")
    assert not shell.window.isVisible()
    shell.close()
    shell.program.finish()
    assert "请由管理员运行" in said[0]  # this PC has no screen's installer
    assert Reason.UPGRADE in {copy.reason for copy in backups.copies(backups.places_of(data))}
    assert (tmp_path / "pc/versions" / __version__ / "facilitydesk").is_file()
    kept = Settings(tmp_path / "pc" / "window.json").get(ways.WANTED)
    assert kept == [__version__, NEW]


def test_the_next_start_says_how_it_went(shell: Shell) -> None:
    told: list[tuple[str, str]] = []
    context = shell.window.context
    assert context is not None
    context.notice.connect(lambda text, severity: told.append((text, severity)))
    for before, to in (("0.0.9", __version__), (__version__, NEW)):
        shell.settings.set(ways.WANTED, [before, to])
        shell.program.tell(context)
    assert [severity for _, severity in told] == ["info", "yellow"]
    assert "由0.0.9升级到" in told[0][0]
    assert f"{NEW}还没有装好" in told[1][0]


def test_going_back_is_asked_and_then_done(
    shell: Shell, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    older = "0.0.5"
    with monkeypatch.context() as then:  # as the program of that day left it
        then.setattr(kept_programs, "__version__", older)
        program(tmp_path / "older", older)
        assert kept_programs.keep(clock(), program=tmp_path / "older")
    asked: list[str] = []

    def confirm(_parent: object, question: str, details: str, **_words: str) -> bool:
        asked.append(f"{question} {details}")
        return True

    monkeypatch.setattr("facilitydesk.gui.widgets.confirm.confirm", confirm)
    page = view(shell, qtbot)
    qtbot.waitUntil(page.go_back.isEnabled, timeout=10_000)
    assert page.facts["older"].text() == older
    page.go_back.click()
    assert asked == [f"退回版本{older}？ 旧版能打开今天的数据，数据不变，只更换程序。"]
    shell.close()
    shell.program.finish()
    assert handover.switch() == handover.Switch(older, __version__)
    said = tmp_path / "said"
    qtbot.waitUntil(lambda: said.exists() and bool(said.read_text(encoding="utf-8")))
    assert said.read_text(encoding="utf-8").startswith(f"{older} {__version__} ")


def test_a_file_of_a_newer_program_leads_to_its_backups(
    shell: Shell, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "新.fdk"
    context = shell.window.context
    assert context is not None
    body = bytearray(Path(context.desk.place).read_bytes())
    body[60:64] = (9900).to_bytes(4, "big")
    path.write_bytes(body)
    shell.open(path)
    qtbot.waitUntil(lambda: shell.welcome is not None, timeout=10_000)
    assert shell.welcome is not None
    assert "从备份恢复" in shell.welcome.trouble.text()
    assert shell.welcome.restore.property("primary") is True
    assert path.read_bytes() == body


def test_the_program_page_says_where_things_lie(shell: Shell, qtbot: QtBot, tmp_path: Path) -> None:
    facts = view(shell, qtbot).facts
    assert facts["data"].text() == str(tmp_path / "数据" / "临溪县.fdk")
    assert facts["backups"].text() == str(tmp_path / "数据" / "临溪县.备份")
    assert facts["older"].text() == "无"
