"""A backup counts only when it was opened again and holds every row; a failed one leaves nothing."""

from __future__ import annotations

import shutil
import sqlite3
import threading
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from facilitydesk.domain.backups import Reason
from facilitydesk.services.desk import Desk
from facilitydesk.store import backup, backup_folder, tables
from facilitydesk.store.content import content_of
from tests.store_fixtures import add_work

AT = datetime(2026, 3, 11, 10, 0, tzinfo=UTC)


@pytest.fixture
def data(file_desk: Desk) -> Path:
    add_work(file_desk)
    return Path(file_desk.place)


def content(path: Path) -> Any:
    with closing(backup.open_readonly(path)) as reading:
        return content_of(reading)


def test_a_copy_holds_every_row_and_says_where_the_journal_ends(
    data: Path, tmp_path: Path, file_desk: Desk
) -> None:
    before = data.read_bytes()
    found = backup.make(data, tmp_path / "copy.fdk")
    assert found.content == content(data) == content(tmp_path / "copy.fdk")
    assert found.content.rows["work"] == 1
    assert found.last.label == "登记"
    assert found.last.officer == "王敏"
    assert data.read_bytes() == before
    assert backup.check(tmp_path / "copy.fdk") == found
    assert sorted(p.name for p in tmp_path.iterdir() if "copy" in p.name) == ["copy.fdk"]


def test_the_content_tells_any_changed_value_and_nothing_else(data: Path, tmp_path: Path) -> None:
    first = content(data).digest
    other = tmp_path / "other.fdk"
    shutil.copyfile(data, other)
    with closing(sqlite3.connect(other)) as writing:
        writing.execute("VACUUM")
    assert content(other).digest == first
    with closing(sqlite3.connect(other)) as writing, writing:
        writing.execute("UPDATE work SET planned_area = planned_area + 1")
    assert content(other).digest != first


def test_more_rows_than_one_portion_are_all_read(tmp_path: Path) -> None:
    path = tmp_path / "many.db"
    with closing(sqlite3.connect(path)) as writing, writing:
        writing.execute("CREATE TABLE pair (a INTEGER, b INTEGER, t TEXT, PRIMARY KEY (a, b))")
        rows = [(n // 7, n % 7, f"第{n}行") for n in range(9001)]
        writing.executemany("INSERT INTO pair VALUES (?, ?, ?)", rows)
        writing.execute("CREATE TABLE paper (id INTEGER PRIMARY KEY, pdf BLOB)")
        writing.executemany(
            "INSERT INTO paper (pdf) VALUES (?)", [(b"%PDF" * n,) for n in range(50)]
        )
    found = content(path)
    assert found.rows == {"pair": 9001, "paper": 50}
    for sql in (
        "UPDATE pair SET t = t || ' ' WHERE a = 1285 AND b = 5",
        "UPDATE paper SET pdf = pdf || x'00' WHERE id = 49",
        "DELETE FROM pair WHERE a = 1285 AND b = 5",
    ):
        with closing(sqlite3.connect(path)) as writing, writing:
            writing.execute(sql)
        after = content(path)
        assert after.digest != found.digest
        found = after


def test_a_damaged_source_makes_no_backup(data: Path, tmp_path: Path, file_desk: Desk) -> None:
    file_desk.engine.dispose()
    with data.open("r+b") as file:
        file.seek(4096 * 12)
        file.write(b"\xff" * 4096)
    with pytest.raises(backup.UnsoundError):
        backup.make(data, tmp_path / "copy.fdk")
    assert not list(tmp_path.glob("copy*"))


@pytest.mark.parametrize("what", ["empty", "text", "foreign", "cut"])
def test_what_is_no_backup_is_never_taken_for_one(what: str, data: Path, tmp_path: Path) -> None:
    path = tmp_path / "copy.fdk"
    if what == "empty":
        path.touch()  # what a full disk leaves; SQLite's own check calls it sound
    elif what == "text":
        path.write_text("这不是数据文件" * 99, encoding="utf-8")
    elif what == "foreign":
        with closing(sqlite3.connect(path)) as writing, writing:
            writing.execute("CREATE TABLE t (a)")
    else:
        path.write_bytes(data.read_bytes()[: 4096 * 20])
    with pytest.raises(backup.UnsoundError):
        backup.check(path)


def test_a_copy_that_differs_from_its_source_does_not_count(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied = backup._copy

    def lying(reading: sqlite3.Connection, part: Path, step: Any) -> None:
        copied(reading, part, step)
        with closing(sqlite3.connect(part)) as writing, writing:
            writing.execute("UPDATE work SET planned_area = 7")

    monkeypatch.setattr(backup, "_copy", lying)
    with pytest.raises(OSError, match="cannot be read as it was written"):
        backup.make(data, tmp_path / "copy.fdk")
    assert not list(tmp_path.glob("copy*"))


def test_writing_goes_on_while_a_copy_is_made(data: Path, tmp_path: Path, file_desk: Desk) -> None:
    """The first tries are spoilt by an officer who keeps typing; the last one holds nobody up."""
    with file_desk.operation("test", "一") as unit:
        unit.insert_many(
            tables.code_item, [{"list": "x", "name": f"名称{n}"} for n in range(20_000)]
        )
    made, stop = [0], threading.Event()

    def type_on() -> None:
        import time

        while not stop.is_set():
            with file_desk.operation("test", "二") as unit:
                unit.insert(tables.code_item, {"list": "y", "name": f"{made[0]}"})
            made[0] += 1
            time.sleep(0.01)

    typing = threading.Thread(target=type_on)
    typing.start()
    try:
        with pytest.raises(backup.BusyError):
            backup.make(data, tmp_path / "copy.fdk", insist=False)
        found = backup.make(data, tmp_path / "copy.fdk")
    finally:
        stop.set()
        typing.join()
    assert made[0] > 10
    assert 0 <= found.content.rows["code_item"] - 20_000 - 47 <= made[0]
    assert backup.check(tmp_path / "copy.fdk").content == found.content


def test_stopping_leaves_nothing_behind(data: Path, tmp_path: Path) -> None:
    def stop(what: str, done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        backup.make(data, tmp_path / "copy.fdk", step=stop)
    assert not list(tmp_path.glob("copy*"))


def test_a_folder_lists_what_lies_there_and_what_was_written_down(
    data: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "备份"
    first = backup_folder.add(data, folder, Reason.CLOSE, AT)
    second = backup_folder.add(data, folder, Reason.UPGRADE, AT.replace(year=1970))
    assert second.path.parent.name == "升级前备份"
    assert backup_folder.copies(folder) == [second, first]
    assert first.verified
    assert first.rows["work"] == 1
    # The list is lost: the copies are still there, but no longer known to be good.
    (folder / "backups.json").write_text("{broken", encoding="utf-8")
    again = backup_folder.copies(folder)
    assert [copy.number for copy in again] == [2, 1]
    assert not any(copy.verified for copy in again)
    assert backup_folder.add(data, folder, Reason.HAND, AT).number == 3
    # A copy that was cut off since is no longer called verified.
    third = backup_folder.copies(folder)[0]
    third.path.write_bytes(third.path.read_bytes()[:-4096])
    assert not backup_folder.copies(folder)[0].verified


def test_numbers_are_never_given_twice(data: Path, tmp_path: Path) -> None:
    folder = tmp_path / "备份"
    made = backup_folder.add(data, folder, Reason.HAND, AT)
    made.path.unlink()
    assert backup_folder.add(data, folder, Reason.HAND, AT).number == 2


def test_thinning_follows_the_numbers(data: Path, tmp_path: Path) -> None:
    folder = tmp_path / "备份"
    made = backup_folder.add(data, folder, Reason.HAND, AT)
    days = (datetime(2026, 1 + n // 28, 1 + n % 28, 9, tzinfo=UTC) for n in range(100))
    for number, at in enumerate(days, 2):
        path = folder / f"临溪县-{number:05d}-{at:%Y%m%d-%H%M}-关闭时.fdk"
        shutil.copyfile(made.path, path)
        fields = {**backup_folder._fields(made), "path": path, "number": number, "at": at}
        backup_folder.write_down(folder, backup_folder.Copy(**fields))
    stranger = folder / "我的文件.fdk"
    stranger.touch()
    gone = backup_folder.thin(folder)
    assert 60 < len(gone) < 90
    left = backup_folder.copies(folder)
    assert left[0].number == 101
    assert all(copy.verified for copy in left)
    assert stranger.exists()
    assert backup_folder.thin(folder) == []
