"""Making, opening and checking a data file, and every file that is not one."""

from __future__ import annotations

import errno
import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from facilitydesk.domain.problems import Trouble
from facilitydesk.services.datafile import files
from facilitydesk.services.desk import Desk
from facilitydesk.store import migrate, tables
from tests.services.datafile.refusals import refusal
from tests.store_fixtures import add_work, clock


@pytest.fixture
def desk(file_desk: Desk) -> Desk:
    return file_desk


def test_a_new_file_holds_the_county_its_officer_and_the_code_lists(tmp_path: Path) -> None:
    path = tmp_path / "新 文件夹 （项目办）" / "临溪县 2026年.fdk"
    path.parent.mkdir()
    with closing(files.create(path, home="临溪县", officer="王敏", clock=clock)) as desk:
        found = files.verify(desk)
    assert found.faults == ()
    assert found.operations == 1
    assert found.counts["region"] == found.counts["officer"] == 1
    assert found.counts["code_item"] > 20
    assert [p.name for p in path.parent.iterdir()] == ["临溪县 2026年.fdk"]
    with closing(files.open_desk(path, clock=clock)) as again:
        assert (again.officer, again.readonly) == ("王敏", False)


def test_an_existing_file_is_never_overwritten(desk: Desk) -> None:
    path = Path(desk.place)
    desk.close()
    before = path.read_bytes()
    with pytest.raises(Trouble) as told:
        files.create(path, clock=clock)
    assert told.value.code == "file.exists"
    assert path.read_bytes() == before


def test_a_file_that_could_not_be_finished_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object, **_more: object) -> None:
        raise RuntimeError("on purpose")

    monkeypatch.setattr(files, "operation", fail)
    with pytest.raises(RuntimeError, match="on purpose"):
        files.create(tmp_path / "x.fdk", clock=clock)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(Trouble) as told:
        files.create(tmp_path / "no" / "x.fdk", clock=clock)
    assert told.value.code == "file.read_only"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (None, "file.missing"),
        (b"", "file.damaged"),
        (b"PK\x03\x04 a workbook", "file.not_ours"),
        ("姓名,学校\n".encode("gb18030"), "file.not_ours"),
        (b"SQLite format 3\0", "file.damaged"),
        (b"SQLite format 3\0" + b"\xff" * 4096, "file.damaged"),
    ],
)
def test_what_is_no_data_file(tmp_path: Path, content: bytes | None, code: str) -> None:
    path = tmp_path / "某文件.fdk"
    if content is not None:
        path.write_bytes(content)
    trouble = refusal(path)
    assert trouble.code == code
    assert str(path) in str(trouble)
    assert content is None or path.read_bytes() == content
    assert not path.with_name(path.name + ".lock").exists()


def test_a_folder_is_no_data_file(tmp_path: Path) -> None:
    assert refusal(tmp_path).code == "file.missing"


def test_a_database_of_another_program(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE t (a)")
    other.close()
    before = path.read_bytes()
    assert refusal(path).code == "file.not_ours"
    assert path.read_bytes() == before


def set_version(path: Path, version: int) -> None:
    file = sqlite3.connect(path)
    file.execute(f"PRAGMA user_version={version}")
    file.close()


def test_a_file_of_a_newer_program_is_left_alone(desk: Desk) -> None:
    path = Path(desk.place)
    desk.close()
    set_version(path, migrate.SCHEMA + 100)
    before = path.read_bytes()
    trouble = refusal(path)
    assert (trouble.code, trouble.args_["found"]) == (
        "file.too_new",
        f"{migrate.SCHEMA // 100 + 1}.00",
    )
    assert refusal(path, readonly=True).code == "file.too_new"
    assert path.read_bytes() == before


def test_a_file_of_a_slightly_newer_program_opens(desk: Desk) -> None:
    path = Path(desk.place)
    desk.close()
    set_version(path, migrate.SCHEMA + 1)
    files.open_desk(path, clock=clock).close()


def test_a_file_that_was_cut_off(desk: Desk) -> None:
    path = Path(desk.place)
    desk.close()
    whole = path.read_bytes()
    for length in (100, 4096, len(whole) // 2, len(whole) - 1):
        path.write_bytes(whole[:length])
        assert refusal(path).code == "file.damaged", length


def test_damaged_pages_are_found_by_the_check(desk: Desk) -> None:
    add_work(desk)
    path = Path(desk.place)
    desk.close()
    content = bytearray(path.read_bytes())
    middle = len(content) // 2 // 4096 * 4096
    content[middle : middle + 4096] = b"\x5a" * 4096
    path.write_bytes(bytes(content))
    assert found_in(path)


def found_in(path: Path) -> str:
    """What opening and checking says of a damaged file."""
    try:
        with closing(files.open_desk(path, readonly=True, clock=clock)) as desk:
            return "".join(files.verify(desk).faults)
    except Trouble as trouble:
        return trouble.code if trouble.code == "file.damaged" else ""


def test_a_row_edited_by_another_program_is_named_by_the_check(desk: Desk) -> None:
    add_work(desk)
    add_work(desk, project="食堂建设项目")
    assert files.verify(desk).faults == ()
    with desk.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE operation SET label = '别的' WHERE seq = 2")
    assert files.verify(desk).faults == (
        "操作日志第2条（2026-03-11 10:00，王敏）与其校验值不符，可能被其他程序改动过。",
    )


@pytest.mark.parametrize(
    ("deed", "what"),
    [
        ("DROP TABLE asset", "缺少表 asset"),
        ("ALTER TABLE school RENAME COLUMN principal TO head", "缺少栏 school.principal"),
    ],
)
def test_a_file_without_one_of_its_tables_is_not_worked_on(
    desk: Desk, deed: str, what: str
) -> None:
    path = Path(desk.place)
    desk.close()
    with closing(sqlite3.connect(path)) as other:
        other.execute(deed)
        other.commit()
    before = path.read_bytes()
    trouble = refusal(path)
    assert trouble.code == "file.incomplete"
    assert f"{what}，可能被其他程序改动过，没有打开，文件未改动；请用备份恢复。" in str(trouble)
    assert path.read_bytes() == before
    assert not path.with_name(path.name + ".lock").exists()
    with closing(files.open_desk(path, readonly=True, clock=clock)) as looking:
        assert any(what in fault for fault in files.verify(looking).faults)


def test_a_reference_to_nothing_is_named_by_the_check(desk: Desk) -> None:
    add_work(desk)
    path = Path(desk.place)
    desk.close()
    other = sqlite3.connect(path)
    other.execute("DELETE FROM school")
    other.commit()
    other.close()
    with closing(files.open_desk(path, clock=clock)) as again:
        assert "引用检查：work 中有记录引用了不存在的 school" in files.verify(again).faults


def test_the_officer_at_the_desk_is_found_or_added(desk: Desk) -> None:
    path = desk.place
    desk.close()
    with closing(files.open_desk(path, officer="李建平", clock=clock)) as new:
        added = new.officer_id
    with closing(files.open_desk(path, officer="李建平", clock=clock)) as again:
        assert again.officer_id == added
        with again.read() as connection:
            people = connection.execute(tables.officer.select()).all()
    assert [person.name for person in people] == ["王敏", "李建平"]


def test_todays_date_is_that_of_beijing(desk: Desk) -> None:
    late = Desk(
        desk.place, desk.engine, 1, "王敏", 1, clock=lambda: datetime(2026, 3, 11, 17, tzinfo=UTC)
    )
    assert late.today == date(2026, 3, 12)


@pytest.mark.parametrize(
    "fault", [OSError(errno.EIO, "Input/output error"), PermissionError(13, "no")]
)
def test_a_disk_that_does_not_give_the_file_out(
    file_desk: Desk, monkeypatch: pytest.MonkeyPatch, fault: OSError
) -> None:
    path = Path(file_desk.place)
    file_desk.close()
    before, real = path.read_bytes(), Path.open

    def broken(self: Path, *words: Any, **more: Any) -> Any:
        if self == path:
            raise fault
        return real(self, *words, **more)

    monkeypatch.setattr(Path, "open", broken)
    with pytest.raises(Trouble, match=r"暂时读不出来.*文件未改动.*请检查磁盘"):
        files.open_desk(path, officer="王敏", clock=clock)
    monkeypatch.undo()
    assert path.read_bytes() == before
    files.open_desk(path, officer="王敏", clock=clock).close()  # the lock was given back
