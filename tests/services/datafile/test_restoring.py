"""Going back: what is lost is told, the file before stays, and every interruption leaves one whole."""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from facilitydesk import atomic
from facilitydesk.domain.problems import Trouble
from facilitydesk.services.datafile import backups, files, restore_preview, restoring
from facilitydesk.services.desk import Desk
from facilitydesk.store import backup, migrate, tables
from tests.store_fixtures import NOW, add_work, clock


def sha(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture
def data(file_desk: Desk) -> Path:
    """A file with one backup, and two operations after it; nobody has it open."""
    add_work(file_desk)
    backups.back_up(file_desk, backups.Reason.CLOSE)
    add_work(file_desk, school="东岭小学", township="东岭乡", project="厕所")
    with file_desk.operation("school.change", "修改校长") as unit:
        row = unit.connection.execute(tables.school.select()).mappings().first()
        assert row is not None
        unit.update(tables.school, row["id"], {"principal": "李建平"})
    file_desk.close()
    return Path(file_desk.place)


def newest(data: Path) -> Path:
    return backups.copies(backups.places_of(data))[0].path


def content(path: Path) -> Any:
    return backup.check(path).content


def works(path: Path) -> int:
    return int(content(path).rows["work"])


def test_what_would_be_lost_is_told_by_table_and_by_operation(data: Path) -> None:
    source = newest(data)
    before, of_source = sha(data), sha(source)
    seen = restore_preview.preview(data, source)
    found = seen.differences
    assert found is not None
    assert found.lost_count == 2
    assert [step.label for step in found.lost] == ["修改校长", "登记"]
    assert found.lost[0].officer == "王敏"
    assert restoring.told(found.lost[0]) == "2026-03-11 10:00 王敏 修改校长"
    told = {row.table: (row.added, row.removed, row.changed) for row in found.tables}
    assert told["work"] == (0, 1, 0)
    assert told["school"] == (0, 1, 1)
    assert (seen.rows["work"], seen.facts.content.rows["work"]) == (2, 1)
    assert (sha(data), sha(source)) == (before, of_source)


def test_a_restore_keeps_the_file_before_and_can_be_taken_back(data: Path) -> None:
    before, source = content(data), newest(data)
    whole, of_source = sha(data), sha(source)
    done = restoring.restore(data, source, officer="李四", clock=clock)
    assert works(data) == 1
    assert done.aside is not None
    assert done.aside.name == "临溪县-恢复前-20260311-1000.fdk"
    assert sha(done.aside) == whole
    assert sha(source) == of_source
    desk = files.open_desk(data, officer="王敏", clock=clock)
    with desk.read() as connection:
        last = connection.execute(
            tables.operation.select().order_by(tables.operation.c.seq.desc()).limit(1)
        ).one()
    assert (last.kind, last.seq) == ("restore", done.seq)
    assert source.name in last.label
    assert files.verify(desk).faults == ()
    desk.close()
    # Back again: the same deed with the file that was set aside.
    (aside,) = restoring.asides(data)
    back = restoring.restore(data, aside.path, officer="王敏", clock=clock)
    found = back.preview.differences
    assert found is not None
    assert (found.lost_count, found.gained_count) == (1, 2)
    now = content(data)
    assert {name: now.hashes[name] for name in ("school", "work", "project")} == {
        name: before.hashes[name] for name in ("school", "work", "project")
    }


def test_a_file_that_is_open_elsewhere_is_left_alone(data: Path) -> None:
    desk = files.open_desk(data, officer="王敏", clock=clock)
    before = sha(data)
    with pytest.raises(Trouble) as caught:
        restoring.restore(data, newest(data), officer="李四", clock=clock)
    assert caught.value.code == "file.held"
    desk.close()
    assert sha(data) == before


@pytest.mark.parametrize("how", ["cut", "empty", "text", "gone"])
def test_a_damaged_file_is_set_aside_and_replaced(data: Path, how: str) -> None:
    if how == "cut":
        data.write_bytes(data.read_bytes()[: 4096 * 30])
    elif how == "empty":
        data.write_bytes(b"")
    elif how == "text":
        data.write_text("病毒改写了文件" * 500, encoding="utf-8")
    else:
        data.unlink()
    broken = data.read_bytes() if data.exists() else None
    done = restoring.restore(data, newest(data), officer="王敏", clock=clock)
    assert works(data) == 1
    if broken is None:
        assert done.aside is None
    else:
        assert done.aside is not None
        assert "损坏" in done.aside.name
        assert done.aside.read_bytes() == broken
    desk = files.open_desk(data, officer="王敏", clock=clock)
    assert files.verify(desk).faults == ()
    desk.close()


def test_a_stale_journal_never_reaches_the_restored_file(data: Path) -> None:
    """A hot journal beside a damaged file would be played into whatever takes its place."""
    data.write_bytes(b"\0" * 8192)
    journal = data.with_name(data.name + "-journal")
    journal.write_bytes(b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + b"\1" * 4096)
    done = restoring.restore(data, newest(data), officer="王敏", clock=clock)
    assert done.aside is not None
    assert not journal.exists() or journal.stat().st_size == 0
    assert works(data) == 1


@pytest.mark.parametrize("how", ["cut", "changed", "foreign", "other"])
def test_a_bad_backup_is_refused_and_nothing_changes(
    data: Path, how: str, template: Path, tmp_path: Path
) -> None:
    source = newest(data)
    if how == "cut":
        source.write_bytes(source.read_bytes()[:-8192])
    elif how == "changed":  # sound pages, another value: only the written-down content tells
        import sqlite3

        with sqlite3.connect(source) as writing:
            writing.execute("UPDATE work SET planned_area = planned_area + 1")
        writing.close()
    elif how == "foreign":
        source = tmp_path / "别的.fdk"
        source.write_text("不是数据文件", encoding="utf-8")
    else:
        source = tmp_path / "邻县.fdk"
        files.create(source, home="邻县", officer="赵六", clock=clock).close()
    before = sha(data)
    with pytest.raises(Trouble) as caught:
        restoring.restore(data, source, officer="王敏", clock=clock)
    wanted = "restore.other_file" if how == "other" else "restore.unsound"
    assert caught.value.code == wanted
    assert sha(data) == before
    assert not list(data.parent.glob("*恢复前*"))


class StoppedError(OSError):
    """The PC lost its power."""


_STEPS: list[tuple[str, Any, str]] = [
    ("copy", atomic, "copy"),
    ("upgrade", migrate, "upgrade"),
    ("tell", restoring, "_tell"),
    ("exchange", restoring, "_exchange"),
    ("link", os, "link"),
    ("sync", atomic, "sync_folder"),
    ("install", atomic, "install"),
    ("papers", restoring, "_papers_back"),
]


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize(
    ("module", "name"), [step[1:] for step in _STEPS], ids=lambda v: str(v)[:20]
)
def test_stopped_at_any_step_one_whole_file_is_there(
    data: Path, monkeypatch: pytest.MonkeyPatch, module: Any, name: str, when: str
) -> None:
    source, before = newest(data), content(data)
    real: Callable[..., Any] = getattr(module, name)

    def stopping(*args: Any, **named: Any) -> Any:
        if when == "after":
            real(*args, **named)
        raise StoppedError(5, "stopped")

    monkeypatch.setattr(module, name, stopping)
    with contextlib.suppress(Trouble):  # told in one sentence
        restoring.restore(data, source, officer="王敏", clock=clock)
    monkeypatch.undo()
    now = content(data)
    restored = now.rows["work"] == 1
    if not restored:
        assert now == before
    else:
        (kept,) = [path for path in data.parent.glob("*恢复前*.fdk") if path.is_file()]
        assert content(kept) == before
    assert content(source).rows["work"] == 1
    desk = files.open_desk(data, officer="王敏", clock=clock)  # the lock was given back
    desk.close()


def test_papers_that_are_gone_come_back(data: Path) -> None:
    kept = backups.default_folder(data) / "临溪县.files"
    kept.mkdir()
    paper = b"%PDF-1.7"
    name = hashlib.sha256(paper).hexdigest()
    (kept / name).write_bytes(paper)
    restoring.restore(data, newest(data), officer="王敏", clock=clock)
    assert (data.with_suffix(".files") / name).read_bytes() == paper


def test_a_backup_that_is_looked_at_stays_as_it_is(data: Path) -> None:
    source = newest(data)
    before, there = sha(source), sorted(p.name for p in source.parent.iterdir())
    with pytest.raises(Trouble) as caught:
        files.open_desk(source, officer="王敏", clock=clock)
    assert caught.value.code == "backup.only_reading"
    desk = files.open_desk(source, readonly=True, clock=lambda: NOW)
    assert files.verify(desk).faults == ()
    with pytest.raises(Trouble):
        desk.operation("test", "不行").__enter__()
    desk.close()
    assert sha(source) == before
    assert sorted(p.name for p in source.parent.iterdir()) == there
    assert backups.data_file_of(source) == data


def test_what_was_shown_is_not_read_again_unless_a_file_changed(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[Path] = []
    real = restore_preview.preview

    def counted(data_file: Path, source: Path, step: Any = None) -> Any:
        read.append(source)
        return real(data_file, source, step)

    monkeypatch.setattr(restoring, "preview", counted)
    source = newest(data)
    seen = real(data, source)
    desk = files.open_desk(data, officer="王敏", clock=clock)
    add_work(desk, school="南坪小学", project="宿舍")
    desk.close()
    restoring.restore(data, source, officer="王敏", clock=clock, seen=seen)
    assert read == [source]  # there was one more step since
    again = real(data, source)
    done = restoring.restore(data, source, officer="王敏", clock=clock, seen=again)
    assert read == [source]
    assert done.preview is again
    assert works(data) == 1
    # A backup exchanged in the meantime is looked at anew, and refused.
    seen = real(data, source)
    source.write_bytes(source.read_bytes()[:-4096])
    with pytest.raises(Trouble):
        restoring.restore(data, source, officer="王敏", clock=clock, seen=seen)
