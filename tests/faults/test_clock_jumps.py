"""The clock of an old PC: back by a year or to 1990, forwards by ten years, at any moment."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from facilitydesk import places
from facilitydesk.domain.problems import Refused
from facilitydesk.domain.quantities import Percent
from facilitydesk.gui.remembered import Settings
from facilitydesk.gui.watch import Banners, Watch
from facilitydesk.gui.window import MainWindow
from facilitydesk.services import locks, week
from facilitydesk.services.datafile import backups, files, restoring, surroundings
from facilitydesk.services.datafile.backups import Reason
from facilitydesk.services.desk import Desk
from facilitydesk.services.people import logins, passwords, throttling
from facilitydesk.services.week import Cell
from tests.faults.killer import WEEK
from tests.gui.desks import context_on
from tests.store_fixtures import NOW, add_work, clock

ROOT = Path(__file__).parents[2]
JUMPS = [-timedelta(days=365), datetime(1990, 1, 1, tzinfo=UTC) - NOW, timedelta(days=3653)]
jumps = pytest.mark.parametrize("jump", JUMPS, ids=["back a year", "1990", "ten years on"])


class Clock:
    """A clock that the test sets."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def time(file_desk: Desk) -> Clock:
    made = Clock()
    file_desk.clock = made
    return made


@jumps
def test_between_two_backups(file_desk: Desk, time: Clock, jump: timedelta) -> None:
    """Numbers decide which is the newest; what is changed is noticed; a restore finds its way."""
    kept = []
    for number, now in enumerate((NOW, NOW + jump, NOW + timedelta(hours=1)), start=1):
        time.now = now
        add_work(file_desk, project=f"第{number}号楼项目")
        assert backups.changed(file_desk)
        kept.append(backups.back_up(file_desk, Reason.TIMER))
        assert not backups.changed(file_desk)
        assert backups.newest(backups.places(file_desk)) == kept[-1]
    there = backups.copies(backups.places(file_desk))
    assert [copy.number for copy in there] == [3, 2, 1]
    assert all(copy.verified for copy in there)
    path = Path(file_desk.place)
    file_desk.close()
    restoring.restore(path, kept[1].path, officer="王敏", clock=time)
    with closing(files.open_desk(path, officer="王敏", clock=time)) as desk:
        assert len(week.sheet(desk, WEEK).rows) == 2
        assert files.verify(desk).faults == ()


@pytest.mark.parametrize("readonly", [False, True], ids=["writable", "only to be read"])
@pytest.mark.parametrize("jump", JUMPS[:2], ids=["back a year", "1990"])
def test_who_has_to_wait_waits_a_quarter_of_an_hour_of_the_new_time(
    file_desk: Desk,
    time: Clock,
    jump: timedelta,
    readonly: bool,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setattr(passwords, "_MEMORY_KIB", 64)
    monkeypatch.setattr(passwords, "_PASSES", 1)
    monkeypatch.setattr(places, "settings_folder", lambda: tmp_path / "settings")
    mine = "春风又绿江南岸2026"
    logins.set_own(file_desk, "", mine)
    logins.new_recovery(file_desk, file_desk.officer_id)
    logins.switch(file_desk, on=True)
    for _ in range(throttling.FREE):
        with pytest.raises(Refused, match="密码不正确"):
            logins.enter(file_desk, "王敏", "不是这个密码1234")
    file_desk.close()
    with closing(files.open_desk(file_desk.place, readonly=readonly, clock=time)) as desk:
        time.now += jump
        with pytest.raises(Refused, match="请等待") as told:
            logins.enter(desk, "王敏", mine)
        assert told.value.args_["seconds"] <= 901
        time.now += timedelta(minutes=14)
        with pytest.raises(Refused, match="请等待"):
            logins.enter(desk, "王敏", mine)
        time.now += timedelta(minutes=2)
        assert logins.enter(desk, "王敏", mine).failures == throttling.FREE


@jumps
def test_a_submitted_week_stays_locked(file_desk: Desk, time: Clock, jump: timedelta) -> None:
    work = add_work(file_desk)
    week.enter(file_desk, WEEK, [Cell(work, "progress", Percent(3000))])
    locks.submit_week(file_desk, WEEK)
    time.now += jump
    with pytest.raises(Refused):
        week.enter(file_desk, WEEK, [Cell(work, "progress", Percent(4000))])
    with pytest.raises(Refused, match="已由王敏提交锁定"):
        locks.submit_week(file_desk, WEEK)
    locks.unlock_week(file_desk, WEEK, "时钟有误")
    time.now = NOW
    week.enter(file_desk, WEEK, [Cell(work, "progress", Percent(4000))])
    (row,) = week.sheet(file_desk, WEEK).rows
    assert row.now is not None
    assert row.now.progress == Percent(4000)
    assert files.verify(file_desk).faults == ()  # the chain goes by numbers


def test_a_clock_set_back_is_told_when_the_window_opens(
    file_desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    add_work(file_desk)
    assert surroundings.clock_warning(file_desk) is None
    file_desk.clock = lambda: NOW - timedelta(days=365)
    window = MainWindow(Settings(tmp_path / "window.json"))
    qtbot.addWidget(window)
    with context_on(file_desk) as (context, _told):
        watch = Watch(context, window, Banners(window))
        shown = window.banner.text()
        watch.close()
    assert "本机时间是2025-03-11 10:00，早于数据中最后一次操作的时间（2026-03-11 10:00）" in shown
    assert "已保存的数据和备份不受影响，请先校准本机时间" in shown


_DAY = """
import sys
from contextlib import closing
from facilitydesk.services.datafile import backups, files
from tests.store_fixtures import add_work
with closing(files.open_desk(sys.argv[1], officer="王敏")) as desk:
    add_work(desk, project=sys.argv[2])
    print(backups.back_up(desk, backups.Reason.HAND).number, desk.today.year)
    assert files.verify(desk).faults == ()
"""


@pytest.mark.skipif(shutil.which("faketime") is None, reason="needs faketime")
def test_whole_sessions_under_another_time(template: Path, tmp_path: Path) -> None:
    """The whole process believes it: lock, ids, journal, names of backups."""
    path = tmp_path / "临溪县.fdk"
    shutil.copyfile(template, path)
    told = []
    for number, when in enumerate(("2026-03-11", "1990-01-01", "2076-01-01", "2026-03-12")):
        run = subprocess.run(
            [
                "faketime",
                f"{when} 10:00:00",
                sys.executable,
                "-c",
                _DAY,
                str(path),
                f"项目{number}",
            ],
            cwd=ROOT,
            env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            text=True,
            check=False,
        )
        told.append(run.stdout.split() or run.stderr[-600:])
    assert told == [["1", "2026"], ["2", "1990"], ["3", "2076"], ["4", "2026"]]
    with closing(files.open_desk(path, officer="王敏", clock=clock)) as desk:
        assert len(week.sheet(desk, WEEK).rows) == 4
        assert [copy.number for copy in backups.copies(backups.places(desk))] == [4, 3, 2, 1]
