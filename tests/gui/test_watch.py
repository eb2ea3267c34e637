"""The window and the file beneath it: a second start, a stick pulled, damage, a copy sent back."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from facilitydesk.domain.problems import Trouble
from facilitydesk.gui import watch
from facilitydesk.gui.remembered import Settings
from facilitydesk.gui.start import Shell
from facilitydesk.services.datafile import files, holding, loans, media
from facilitydesk.services.desk import Desk
from tests.gui.shells import shell_on
from tests.store_fixtures import add_work, clock

ROOT = Path(__file__).parents[2]
MakeShell = Callable[[Path], Shell]


@pytest.fixture
def place(template: Path, tmp_path: Path) -> Path:
    path = tmp_path / "临溪县.fdk"
    shutil.copyfile(template, path)
    with closing(files.open_desk(path, officer="王敏", clock=clock)) as desk:
        add_work(desk)
    return path


@pytest.fixture
def make_shell(
    tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> Iterator[MakeShell]:
    monkeypatch.setattr(watch, "LOOK_MS", 20)
    monkeypatch.setattr(watch, "INSPECT_AFTER_MS", 10)
    with ExitStack() as made:

        def make(path: Path) -> Shell:
            kept = Settings(tmp_path / "pc" / "window.json")
            shell = made.enter_context(shell_on(kept, "王敏"))
            shell.start(path)
            return shell

        yield make


def opened(shell: Shell, qtbot: QtBot) -> Desk:
    qtbot.waitUntil(lambda: shell.window.context is not None, timeout=10_000)
    assert shell.window.context is not None
    return shell.window.context.desk


def test_a_second_start_on_this_pc_brings_the_first_window_forward(
    make_shell: MakeShell, qtbot: QtBot, place: Path
) -> None:
    shell = make_shell(place)
    opened(shell, qtbot)
    told: list[str] = []
    assert shell.window.context is not None
    shell.window.context.notice.connect(lambda text, _severity: told.append(text))
    code = (
        "import sys\nfrom facilitydesk.gui.remembered import Settings\n"
        "from facilitydesk.gui.start import run_window\n"
        "sys.exit(run_window(sys.argv[1], settings=Settings(None)))"
    )
    second = subprocess.Popen(
        [sys.executable, "-c", code, str(place)],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        stderr=subprocess.PIPE,
        text=True,
    )
    qtbot.waitUntil(lambda: second.poll() is not None, timeout=30_000)
    _, words = second.communicate()
    assert second.returncode == 0, words
    assert "已切换到那个窗口" in words
    assert any("没有再开第二个窗口" in text for text in told)
    assert not place.with_name(place.name + ".raise").exists()


def test_a_command_that_holds_the_file_cannot_come_forward(
    make_shell: MakeShell, qtbot: QtBot, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = holding.ask_to_raise
    monkeypatch.setattr(holding, "ask_to_raise", lambda p: real(p, 0.1))
    with closing(files.open_desk(place, officer="李建平", clock=clock)):
        shell = make_shell(place)
        assert opened(shell, qtbot).readonly
    assert "李建平" in shell.window.banner.text()
    assert not place.with_name(place.name + ".raise").exists()


def test_a_file_taken_away_and_put_back(
    make_shell: MakeShell, qtbot: QtBot, place: Path, tmp_path: Path
) -> None:
    shell = make_shell(place)
    desk = opened(shell, qtbot)
    away = tmp_path / "拔出.fdk"
    place.rename(away)
    qtbot.waitUntil(lambda: "已被移走" in shell.window.banner.text())
    with pytest.raises(Trouble, match="没有写入任何文件"):
        add_work(desk, project="食堂建设项目")
    away.rename(place)
    qtbot.waitUntil(lambda: "已被移走" not in shell.window.banner.text())
    add_work(desk, project="食堂建设项目")
    assert files.verify(desk).faults == ()


def test_damage_stops_writing_and_names_the_row(
    make_shell: MakeShell, qtbot: QtBot, place: Path
) -> None:
    content = place.read_bytes()
    assert content.count("教学楼建设项目".encode()) == 2  # the row and its journal
    place.write_bytes(content.replace("教学楼建设项目".encode(), "教学楼建设项日".encode(), 1))
    shell = make_shell(place)
    desk = opened(shell, qtbot)
    qtbot.waitUntil(lambda: desk.stopped is not None, timeout=10_000)
    text = shell.window.banner.text()
    assert "教学楼建设项目" in text
    assert "教学楼建设项日" in text
    assert "备份恢复" in text
    before = place.read_bytes()
    with pytest.raises(Trouble, match="已停止写入"):
        add_work(desk, project="食堂建设项目")
    assert place.read_bytes() == before


@pytest.mark.parametrize("deed", ["nothing", "quarantined", "changed"])
def test_a_file_of_the_program_that_a_virus_scanner_took_is_named(
    place: Path,
    make_shell: MakeShell,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    deed: str,
) -> None:
    program = tmp_path / "程序"
    (program / "_internal").mkdir(parents=True)
    lines = []
    for name in ("facilitydesk.exe", "_internal/Qt6Core.dll"):
        (program / name).write_bytes(name.encode())
        lines.append(f"{hashlib.sha256(name.encode()).hexdigest()}  {name}\n")
    (program / "SHA256SUMS").write_text("".join(lines), encoding="utf-8")
    monkeypatch.setenv("FACILITYDESK_FOLDER", str(program))
    library = program / "_internal" / "Qt6Core.dll"
    if deed == "quarantined":
        library.unlink()
    elif deed == "changed":
        library.write_bytes(b"infected")
    shell = make_shell(place)
    opened(shell, qtbot)
    words = {"quarantined": "缺少 1 个文件", "changed": "已改动 1 个文件"}.get(deed)
    banner = shell.window.banner
    if words is None:
        kept = shell.window.context
        assert kept is not None
        qtbot.waitUntil(lambda: bool(kept.setting("checked.deep", {})), timeout=10_000)
        assert banner.isHidden()
        return
    qtbot.waitUntil(lambda: words in banner.text(), timeout=10_000)
    assert "_internal/Qt6Core.dll" in banner.text()
    assert "数据文件不受影响" in banner.text()


def test_a_sound_file_is_checked_deeply_once_a_week(
    make_shell: MakeShell, qtbot: QtBot, place: Path
) -> None:
    shell = make_shell(place)
    desk = opened(shell, qtbot)
    qtbot.waitUntil(lambda: shell.settings.get("checked.deep") is not None, timeout=10_000)
    assert shell.settings.get("checked.deep") == {str(place): desk.today.isoformat()}
    assert shell.window.banner.text() == ""
    assert shell.watch is not None
    assert shell.watch._deep_is_due() is False
    desk.unclean = True
    assert shell.watch._deep_is_due() is True


def test_what_a_killed_program_left_is_checked_and_told_once(
    make_shell: MakeShell, qtbot: QtBot, place: Path
) -> None:
    place.with_name(place.name + ".lock").write_text('{"officer": "王敏"}', encoding="utf-8")
    shell = make_shell(place)
    desk = opened(shell, qtbot)
    assert desk.unclean
    notice = shell.window.status.notice
    qtbot.waitUntil(lambda: "数据已核对，停在最后一次保存处" in notice.text(), timeout=10_000)
    assert not desk.unclean  # who takes the seat next is not told again


@pytest.fixture
def stick(place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "U盘"
    folder.mkdir()
    path = folder / place.name
    shutil.copyfile(place, path)
    real = media.medium_of
    monkeypatch.setattr(
        media, "medium_of", lambda p: media.REMOVABLE if folder in p.parents else real(p)
    )
    monkeypatch.setattr(loans, "folder", lambda: tmp_path / "本机副本")
    return path


def answer(monkeypatch: pytest.MonkeyPatch, *words: str) -> list[str]:
    """Presses the buttons of these words in the dialogs that come; returns what they said."""
    said: list[str] = []
    left = list(words)

    def press(box: QMessageBox) -> int:
        said.append(box.text())
        word = left.pop(0)
        button = next(b for b in box.buttons() if word in b.text())
        monkeypatch.setattr(QMessageBox, "clickedButton", lambda _self: button)
        return 0

    monkeypatch.setattr(QMessageBox, "exec", press)
    return said


def test_a_file_on_a_stick_is_worked_on_here_and_sent_back(
    make_shell: MakeShell, qtbot: QtBot, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = answer(monkeypatch, "复制到本机使用")
    before = stick.read_bytes()
    shell = make_shell(stick)
    desk = opened(shell, qtbot)
    assert said == ["“临溪县.fdk”在U盘或移动硬盘上。"]
    assert desk.place != stick
    assert not desk.readonly
    assert str(stick) in shell.window.banner.text()
    assert shell.settings.get("window.file") == str(stick)
    add_work(desk, project="食堂建设项目")
    assert stick.read_bytes() == before
    shell._leave()
    assert stick.read_bytes() != before
    with closing(files.open_desk(stick, readonly=True, clock=clock)) as looking:
        found = files.verify(looking)
    assert (found.faults, found.counts["project"]) == ((), 2)
    assert loans.waiting(stick) is None


def test_a_stick_that_is_gone_at_the_end_is_met_again_later(
    make_shell: MakeShell, qtbot: QtBot, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = answer(monkeypatch, "复制到本机使用", "以后再送回")
    shell = make_shell(stick)
    add_work(opened(shell, qtbot), project="食堂建设项目")
    away = stick.parent.rename(stick.parent.with_name("抽屉"))
    shell._leave()
    assert "修改都在本机" in said[-1]
    # Without the stick the copy opens again; with it the copy goes back.
    shell.open(stick)
    desk = opened(shell, qtbot)
    with desk.read() as connection:
        count = connection.exec_driver_sql("SELECT count(*) FROM project").scalar_one()
    assert count == 2
    away.rename(stick.parent)
    shell._leave()
    with closing(files.open_desk(stick, readonly=True, clock=clock)) as looking:
        assert files.verify(looking).counts["project"] == 2


def test_nothing_is_made_anew_on_a_stick(
    make_shell: MakeShell, qtbot: QtBot, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = answer(monkeypatch)
    shell = make_shell(stick.with_name("云溪县.fdk"))
    qtbot.waitUntil(lambda: shell.welcome is not None)
    assert shell.welcome is not None
    shell.welcome.county.setText("云溪县")
    shell.welcome.officer.setText("王敏")
    shell.welcome.places.choose(stick.with_name("云溪县.fdk"))
    shell.welcome.new.click()
    qtbot.waitUntil(lambda: "没有新建" in shell.welcome.trouble.text())  # type: ignore[union-attr]
    assert "请改选本机的普通文件夹" in shell.welcome.trouble.text()
    assert asked == []
    assert [path.name for path in stick.parent.iterdir()] == [stick.name]


def test_looking_only_leaves_the_stick_alone(
    make_shell: MakeShell, qtbot: QtBot, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer(monkeypatch, "只读查看")
    before = stick.read_bytes()
    shell = make_shell(stick)
    assert opened(shell, qtbot).readonly
    shell._leave()
    assert stick.read_bytes() == before
    assert [p.name for p in stick.parent.iterdir()] == [stick.name]
