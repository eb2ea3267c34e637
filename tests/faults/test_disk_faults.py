"""What a disk does to a change: full, broken, held, gone or exchanged under the running program.

Each time: the change is taken back, what was there is whole, a sentence says so, and the next try
works as soon as the disk does.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from facilitydesk.domain.problems import Trouble
from facilitydesk.domain.quantities import Percent
from facilitydesk.gui.week.page import WeekPage
from facilitydesk.services import week
from facilitydesk.services.datafile import backups, files
from facilitydesk.services.datafile.backups import Reason
from facilitydesk.services.desk import Desk, patience
from facilitydesk.services.week import Cell
from facilitydesk.store import tables
from tests.faults.small_disks import mounted, remount
from tests.gui.desks import context_on, settle, shown
from tests.store_fixtures import add_work, clock

ROOT = Path(__file__).parents[2]
WEEK = date(2026, 3, 9)


@pytest.fixture
def full_disk(template: Path, tmp_path: Path) -> Iterator[Path]:
    """A data file on a disk of 4 MB whose rest is taken by another file."""
    with mounted(tmp_path / "disk", "size=4m") as place:
        path = place / "临溪县.fdk"
        shutil.copyfile(template, path)
        with closing(files.open_desk(path, officer="王敏", clock=clock)) as desk:
            for number in range(6):
                add_work(desk, project=f"第{number}号楼项目")
        yield path


def fill(disk: Path, *, leave: int = 0) -> Path:
    """Takes all room of a disk but some bytes."""
    big = disk / "别的文件.bin"
    room = shutil.disk_usage(disk).free - leave
    with big.open("wb") as file:
        file.write(bytes(max(0, room)))
    return big


def progress(desk: Desk) -> dict[int, int]:
    rows = week.sheet(desk, WEEK).rows
    return {r.work_id: r.now.progress.raw for r in rows if r.now and r.now.progress}


def sound(path: Path) -> bool:
    with closing(files.open_desk(path, readonly=True, clock=clock)) as looking:
        return files.verify(looking).faults == ()


def test_a_full_disk_in_the_middle_of_a_week_s_paste(full_disk: Path) -> None:
    with closing(files.open_desk(full_disk, officer="王敏", clock=clock)) as desk:
        works = [row.work_id for row in week.sheet(desk, WEEK).rows]
        week.enter(desk, WEEK, [Cell(works[0], "progress", Percent(10_00))])
        before = progress(desk)
        big = fill(full_disk.parent)
        text = "因连续阴雨停工，已约谈施工单位并重排工期。" * 300
        cells = [Cell(work, "problem", text) for work in works]
        with pytest.raises(Trouble, match="磁盘已满，本次修改未保存"):
            week.enter(desk, WEEK, cells)
        assert progress(desk) == before
        big.unlink()
        week.enter(desk, WEEK, cells)
        rows = week.sheet(desk, WEEK).rows
        assert all(row.now is not None and row.now.problem == text for row in rows)
    assert sound(full_disk)


def test_a_cell_keeps_its_text_on_a_full_disk_and_retry_stores_it(
    full_disk: Path, qtbot: QtBot
) -> None:
    with (
        closing(files.open_desk(full_disk, officer="王敏", clock=clock)) as desk,
        context_on(desk) as (context, told),
    ):
        context.set_scope(week=WEEK)
        page = WeekPage(context)
        qtbot.addWidget(page)
        shown(page)
        qtbot.waitUntil(lambda: page.model.rowCount() == 6)
        big = fill(full_disk.parent)
        text = "缺工三周" * 4000
        for line in (0, 1):
            page.model.setData(page.model.index(line, page.model.by_key["problem"]), text)
            settle()
        assert told.last.startswith("磁盘已满")
        cell = page.model.index(0, page.model.by_key["problem"])
        assert cell.data(Qt.ItemDataRole.EditRole) == text
        assert len(page.panel.bad.places) == 2
        assert page.panel.bad.again.isVisible()
        page.panel.bad.again.click()
        settle()
        assert len(page.panel.bad.places) == 2  # still full: nothing is lost
        big.unlink()
        page.panel.bad.again.click()
        settle()
        assert page.panel.bad.places == []
        stored = [row.now.problem for row in week.sheet(desk, WEEK).rows[:2] if row.now]
        assert stored == [text, text]
        page.close()


@pytest.mark.parametrize("name", ["SQLITE_IOERR_FSYNC", "SQLITE_IOERR_WRITE"])
def test_after_a_broken_write_the_file_is_opened_anew(
    file_desk: Desk, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Not tried again blindly on the same connection: its view of the file is in doubt."""
    import sqlite3

    work = add_work(file_desk)
    pool = file_desk.engine.pool
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorname = name
    from sqlalchemy import event

    def broken(_connection: object) -> None:
        event.remove(file_desk.engine, "commit", broken)
        from sqlalchemy.exc import OperationalError

        raise OperationalError("COMMIT", None, error)

    event.listen(file_desk.engine, "commit", broken)
    with pytest.raises(Trouble, match=r"读写数据文件出错.*本次修改未保存"):
        week.enter(file_desk, WEEK, [Cell(work, "progress", Percent(30_00))])
    assert file_desk.engine.pool is not pool
    assert progress(file_desk) == {}
    week.enter(file_desk, WEEK, [Cell(work, "progress", Percent(30_00))])
    assert progress(file_desk) == {work: 30_00}
    assert files.verify(file_desk).faults == ()


_TYPE = """
import sys
from contextlib import closing
from datetime import date
from facilitydesk.domain.problems import Trouble
from facilitydesk.domain.quantities import Percent
from facilitydesk.services import week
from facilitydesk.services.datafile import backups, files
from facilitydesk.services.datafile.backups import Reason
from facilitydesk.services.week import Cell
from tests.store_fixtures import clock
monday = date(2026, 3, 9)
with closing(files.open_desk(sys.argv[1], officer="王敏", clock=clock)) as desk:
    works = [row.work_id for row in week.sheet(desk, monday).rows]
    for number in range(12):
        try:
            week.enter(desk, monday, [Cell(works[0], "progress", Percent(number * 100 + 100))])
            print("saved", number, flush=True)
        except Trouble as trouble:
            print("refused", number, trouble.code, flush=True)
"""


@pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace")
@pytest.mark.parametrize(
    "fault", ["fdatasync,fsync:error=EIO:when=9+7", "pwrite64:error=ENOSPC:when=30+45"]
)
def test_a_disk_that_fails_now_and_then(file_desk: Desk, tmp_path: Path, fault: str) -> None:
    """The system itself refuses a call on the data file now and then; the others are stored."""
    add_work(file_desk)
    path = Path(file_desk.place)
    file_desk.close()
    calls = fault.partition(":")[0]
    command = ["strace", "-f", "-qq", "-o", str(tmp_path / "trace"), "-e", f"trace={calls}"]
    command += ["-e", f"inject={fault}", "-P", str(path), "-P", f"{path}-journal"]
    told = subprocess.run(
        [*command, sys.executable, "-c", _TYPE, str(path)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
        timeout=120,
    )
    if "ptrace" in told.stderr:
        pytest.skip("tracing is not allowed here")
    lines = [line.split() for line in told.stdout.splitlines()]
    assert len(lines) == 12, told.stderr[-2000:]
    refused = {line[2] for line in lines if line[0] == "refused"}
    assert refused <= {"db.io", "disk.full"}
    assert refused
    saved = [int(line[1]) for line in lines if line[0] == "saved"]
    assert len(saved) >= 4
    with closing(files.open_desk(path, officer="王敏", clock=clock)) as desk:
        assert list(progress(desk).values()) == [saved[-1] * 100 + 100]
        assert files.verify(desk).faults == ()


def test_another_file_laid_over_it_gets_no_change_of_ours(
    file_desk: Desk, template: Path, tmp_path: Path
) -> None:
    add_work(file_desk)
    path = Path(file_desk.place)
    # The same inode with other content, as a file manager overwrites it.
    other = tmp_path / "别县.fdk"
    files.create(other, home="别县", officer="李建平", clock=clock).close()
    wrong = other.read_bytes()
    kept = backups.back_up(file_desk, Reason.HAND)
    path.write_bytes(wrong)
    with pytest.raises(Trouble, match="没有写入任何文件"):
        add_work(file_desk, project="食堂建设项目")
    assert path.read_bytes() == wrong
    with pytest.raises(Trouble, match="没有写入任何文件"):
        backups.back_up(file_desk, Reason.TIMER)
    assert backups.newest(backups.places_of(path)) == kept
    # A new file under the old name, as a sync program does it.
    other.replace(path)
    with pytest.raises(Trouble, match="没有写入任何文件"):
        add_work(file_desk, project="食堂建设项目")
    assert path.read_bytes() == wrong


@pytest.mark.parametrize("what", ["read", "write", "back up"])
def test_a_file_emptied_under_the_program_is_told_as_damaged(file_desk: Desk, what: str) -> None:
    work = add_work(file_desk)
    path = Path(file_desk.place)
    path.write_bytes(b"")
    with pytest.raises(Trouble, match=r"不完整或已损坏.*请用备份恢复"):
        if what == "read":
            week.sheet(file_desk, WEEK)
        elif what == "write":
            week.enter(file_desk, WEEK, [Cell(work, "progress", Percent(30_00))])
        else:
            backups.back_up(file_desk, Reason.TIMER)
    assert path.read_bytes() == b""


def test_the_same_data_written_again_by_a_sync_program_are_taken_up(file_desk: Desk) -> None:
    add_work(file_desk)
    path = Path(file_desk.place)
    copy = path.with_name("copy")
    shutil.copyfile(path, copy)
    copy.replace(path)
    assert not file_desk.present()
    add_work(file_desk, project="食堂建设项目")
    assert file_desk.present()
    assert files.verify(file_desk).faults == ()


def test_a_stick_pulled_while_typing(template: Path, tmp_path: Path) -> None:
    """No crash, a sentence, and what was stored before is on the stick."""
    with mounted(tmp_path / "stick", "size=6m") as stick:
        path = stick / "临溪县.fdk"
        shutil.copyfile(template, path)
        desk = files.open_desk(path, officer="王敏", clock=clock)
        work = add_work(desk)
        subprocess.run(["umount", "-l", str(stick)], check=True)
        try:
            with pytest.raises(Trouble) as told:
                week.enter(desk, WEEK, [Cell(work, "progress", Percent(30_00))])
            assert "您填写的内容仍在屏幕上" in str(told.value)
            desk.close()
        finally:
            subprocess.run(["mount", "-t", "tmpfs", "tmpfs", str(stick)], check=True)


def test_a_disk_that_turns_read_only_under_the_program(full_disk: Path) -> None:
    desk = files.open_desk(full_disk, officer="王敏", clock=clock)
    works = [row.work_id for row in week.sheet(desk, WEEK).rows]
    desk.engine.dispose()
    assert desk.lock is not None
    desk.lock.release()  # an open file keeps the system from doing it on demand
    remount(full_disk.parent, "ro")
    with pytest.raises(Trouble, match=r"不可写|未保存"):
        week.enter(desk, WEEK, [Cell(works[0], "progress", Percent(30_00))])
    remount(full_disk.parent, "rw")
    week.enter(desk, WEEK, [Cell(works[0], "progress", Percent(30_00))])
    desk.close()
    assert sound(full_disk)


def test_a_name_too_long_for_the_files_beside_it_is_told(tmp_path: Path) -> None:
    long = tmp_path / ("临" * 81 + ".fdk")
    with pytest.raises(Trouble, match="过长"):
        files.create(long, clock=clock)
    assert list(tmp_path.iterdir()) == []
    fits = tmp_path / ("临" * 78 + ".fdk")
    files.create(fits, home="临溪县", officer="王敏", clock=clock).close()
    with closing(files.open_desk(fits, clock=clock)) as desk:
        add_work(desk)
        assert files.verify(desk).faults == ()


def test_a_long_check_gives_way_to_who_types(file_desk: Desk) -> None:
    """While the file is looked through again and again, no cell waits for it."""
    from threading import Event, Thread

    from facilitydesk.services.datafile import inspection

    work = add_work(file_desk)
    with file_desk.operation("test", "多") as unit:
        unit.insert_many(
            tables.problem_note,
            [
                {
                    "project_id": unit.row(tables.work, work)["project_id"],
                    "text": f"问题{n}" * 20,
                    "raised": WEEK,
                }
                for n in range(20_000)
            ],
        )
    stop, found = Event(), []

    def look() -> None:
        while not stop.is_set():
            try:
                found.append(
                    inspection.inspect(file_desk, deep=True, going_on=lambda: not stop.is_set())
                )
            except inspection.StoppedError:
                return

    checker = Thread(target=look)
    checker.start()
    typed = []
    for number in range(25):
        time.sleep(0.02)
        with patience(60):  # a cell that finds the file taken for longer is refused
            entered = week.enter(file_desk, WEEK, [Cell(work, "progress", Percent(number * 100))])
        typed.append(entered.rejected)
    end = time.monotonic() + 20
    while not found and time.monotonic() < end:
        time.sleep(0.05)
    stop.set()
    checker.join()
    assert typed == [()] * 25
    assert all(each.faults == () for each in found)
    assert found
