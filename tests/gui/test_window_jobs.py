"""What the window's runner and its helpers do: zones, settings, crashes, long jobs."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import func, select

from facilitydesk.gui import crash
from facilitydesk.gui.remembered import Settings
from facilitydesk.gui.runner import Runner, Step, changes_in
from facilitydesk.gui.start import Shell
from facilitydesk.gui.window import MainWindow
from facilitydesk.services import locks, week
from facilitydesk.services.datafile import files
from facilitydesk.services.desk import Desk
from facilitydesk.store import tables
from tests.gui.desks import context_on, settle
from tests.gui.shells import opened
from tests.gui.week.weeks import THIS, add_works


@pytest.fixture
def far_away(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A PC whose clock is set to another zone."""
    monkeypatch.setenv("TZ", "America/New_York")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.skipif(
    not hasattr(time, "tzset"), reason="Windows cannot change the zone of a process"
)
@pytest.mark.usefixtures("far_away")
def test_times_are_those_of_beijing_on_a_pc_of_any_zone(desk: Desk, qtbot: QtBot) -> None:
    with context_on(desk) as (context, _):
        window = MainWindow(context.settings)
        qtbot.addWidget(window)
        window.attach(context)
        works = add_works(desk, 1, reported=False)
        context.runner.do(lambda desk: week.mark_unchanged(desk, THIS, works))
        settle()
        assert window.status.saved.text() == "已保存 10:00"
        context.runner.do(lambda desk: locks.unlock_week(desk, THIS, ""))
        assert window.status.notice.text() == "请填写原因。"
        context.runner.do(lambda desk: locks.submit_week(desk, THIS))
        assert window.status.notice.text() == ""  # it was about an earlier try
        window.detach()


def test_another_data_file_can_be_opened_and_left_again(
    shell: Shell, qtbot: QtBot, place: Path
) -> None:
    opened(shell, qtbot, place)
    shell.window.navigation.other_file.click()
    assert shell.window.context is None
    assert shell.welcome is not None
    assert shell.welcome.back.text() == "返回临溪县"
    files.open_desk(place, officer="李强").close()  # it was given back
    shell.welcome.back.click()
    qtbot.waitUntil(lambda: shell.window.context is not None)
    assert shell.window.windowTitle() == "临溪县 — 教育项目管理"


def test_a_damaged_file_is_told_on_the_welcome_page(
    shell: Shell, qtbot: QtBot, tmp_path: Path
) -> None:
    broken = tmp_path / "坏.fdk"
    broken.write_bytes(b"")
    opened(shell, qtbot, broken)
    assert shell.welcome is not None
    assert "不完整或已损坏" in shell.welcome.trouble.text()
    shell.welcome.set_trouble("数据文件“/很长的文件夹名称/数据.fdk”不完整或已损坏；" * 3)
    settle()
    boxes = (shell.welcome.county, shell.welcome.code, shell.welcome.officer)
    assert all(below.y() - above.geometry().bottom() > 4 for above, below in pairwise(boxes))


def test_a_broken_settings_file_is_set_aside(tmp_path: Path) -> None:
    path = tmp_path / "window.json"
    path.write_text("{broken", encoding="utf-8")
    settings = Settings(path)
    assert settings.get("window.file") is None
    assert (tmp_path / "window.json.bad").read_text(encoding="utf-8") == "{broken"
    settings.set("window.file", "甲.fdk")
    settings.flush()
    assert Settings(path).get("window.file") == "甲.fdk"


@pytest.mark.expects_log("internal error")
def test_the_same_error_is_reported_once(tmp_path: Path, qapp: QApplication) -> None:
    hook = crash.CrashHook(tmp_path, show=False)
    for _ in range(5):
        try:
            _ = 1 // len(())
        except ZeroDivisionError as error:
            hook(type(error), error, error.__traceback__)
    (report,) = tmp_path.glob("error-*.txt")
    text = report.read_text(encoding="utf-8")
    assert "ZeroDivisionError" in text
    assert "test_window_jobs.py" in text


def test_a_long_job_tells_how_far_it_is_and_can_be_cancelled(desk: Desk, qtbot: QtBot) -> None:
    runner = Runner(desk)
    seen: list[int] = []
    ended: list[str] = []
    done = ended.append
    runner.progress.connect(lambda _title, done, _total, _text: seen.append(done))
    runner.job_ended.connect(lambda: ended.append("ended"))

    def work(step: Step) -> str:
        for n in range(1, 100_000):
            step(n, 100_000, "")
            if n == 50:
                runner.cancel()
        return "finished"

    runner.job("导入", work, done)
    qtbot.waitUntil(lambda: bool(ended))
    assert ended == ["ended"]
    assert seen[0] == 0
    runner.close()


def test_several_operations_are_all_announced(desk: Desk) -> None:
    (work,) = add_works(desk, 1)
    first = week.mark_unchanged(desk, THIS, [work])
    assert changes_in([first, [first]]) == [first, first]
    assert changes_in(week.mark_unchanged(desk, THIS, [work])) == []


def test_the_window_does_not_wait_for_the_database() -> None:
    code = (
        "import sys, facilitydesk.gui.start\n"
        "heavy = {'sqlalchemy', 'openpyxl', 'reportlab', 'PIL', 'pypinyin', 'alembic', 'docx'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert answer.stdout.strip() == "[]"


def test_the_week_comes_without_the_rooms_of_other_pages() -> None:
    """What the first page shown would have to wait for: rules and settings it does not use."""
    code = (
        "import sys\n"
        "import facilitydesk.gui.start, facilitydesk.gui.week.page\n"
        "import facilitydesk.gui.backups.keeper, facilitydesk.gui.undo_buttons\n"
        "rooms = ('money', 'equipment', 'areas', 'norms', 'projects', 'settings')\n"
        "print([room for room in rooms if f'facilitydesk.services.{room}' in sys.modules])"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert answer.stdout.strip() == "[]"


def test_a_large_step_is_taken_back_as_a_job_with_progress(
    shell: Shell, qtbot: QtBot, place: Path
) -> None:
    """An import of many rows: seen going, and stopped in the middle it is whole again."""
    opened(shell, qtbot, place)
    context, window = shell.window.context, shell.window
    assert context is not None
    with context.desk.operation("test.many", "导入“很多学校.xlsx”") as unit:
        unit.insert_many(tables.school, [{"name": f"第{n}小学"} for n in range(900)])
    context.changed.emit(unit.result, None)
    buttons = window.top_bar.undo_buttons
    qtbot.waitUntil(lambda: "很多学校" in buttons.back.toolTip(), timeout=5_000)
    told: list[tuple[str, str]] = []
    context.runner.progress.connect(lambda title, _done, _total, text: told.append((title, text)))

    def count() -> int:
        with context.desk.read() as connection:
            return int(connection.execute(select(func.count(tables.school.c.id))).scalar_one())

    before = count()
    with qtbot.waitSignal(context.runner.job_ended, timeout=10_000):
        buttons.undo()
        context.runner.cancel()
    settle()
    assert count() == before
    with qtbot.waitSignal(context.runner.job_ended, timeout=10_000):
        buttons.undo()
    qtbot.waitUntil(lambda: count() == before - 900)
    assert told[0] == ("撤销", "")
    assert ("撤销", "导入“很多学校.xlsx”") in told
