"""What this PC remembers of a journal: a cut is told, a copy made by hand is told apart from it."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from facilitydesk.gui.people import heads
from facilitydesk.gui.remembered import Settings
from facilitydesk.services.datafile import files
from facilitydesk.services.journal import auditing
from tests.store_fixtures import add_work, clock

Work = Callable[..., list[str]]


@pytest.fixture
def work(tmp_path: Path) -> Work:
    """Open a file on this PC, enter some projects, close it; what was said at opening."""
    kept = Settings(tmp_path / "pc.json")

    def sit(path: Path, *projects: str) -> list[str]:
        with closing(files.open_desk(path, officer="王敏", clock=clock)) as desk:
            said = [found.message for found in heads.contradicted(desk, heads.known(kept))]
            for project in projects:
                add_work(desk, project=project)
            heads.remember(kept, desk)
        kept.flush()
        return said

    return sit


@pytest.fixture
def place(template: Path, tmp_path: Path) -> Path:
    path = tmp_path / "数据" / "临溪县.fdk"
    path.parent.mkdir()
    shutil.copyfile(template, path)
    return path


def copied(place: Path, name: str) -> Path:
    path = place.with_name(name)
    shutil.copyfile(place, path)
    return path


def last(path: Path) -> int:
    with closing(sqlite3.connect(path)) as file:
        return int(file.execute("SELECT max(seq) FROM operation").fetchone()[0])


def cut(path: Path) -> None:
    with closing(sqlite3.connect(path)) as file:
        for table in ("change", "operation"):
            file.execute(f"DELETE FROM {table} WHERE seq = ?", [last(path)])
            file.commit()


def test_a_copy_that_was_worked_on_is_named_and_nothing_is_called_cut(
    place: Path, work: Work
) -> None:
    assert work(place, "教学楼") == []
    copy = copied(place, "临溪县 - 副本.fdk")
    before = last(place)
    assert work(copy, "食堂", "宿舍") == []
    (said,) = work(place)
    assert f"另有一份副本“{copy}”" in said
    assert f"，03-11 10:00在本机用到第{last(copy)}号操作，与本文件（现到第{before}号）不同" in said
    assert "没有丢失" in said
    assert "只留一份继续使用" in said
    assert "删去" not in said
    assert work(place) == []  # said once
    assert work(copy) == []


def test_both_went_on_and_each_is_told_of_the_other(place: Path, work: Work) -> None:
    work(place, "教学楼")
    copy = copied(place, "临溪县 - 副本.fdk")
    work(copy, "食堂")
    (said,) = work(place, "操场")  # the same number, another operation
    assert str(copy) in said
    (said,) = work(copy)
    assert f"另有一份副本“{place}”" in said
    assert "重写" not in said
    work(copy, "宿舍")
    (said,) = work(place)  # it went on since it was told
    assert f"第{last(copy)}号" in said


def test_a_cut_is_called_a_cut_though_there_is_a_copy(place: Path, work: Work) -> None:
    work(place, "教学楼", "食堂")
    copy = copied(place, "临溪县 - 副本.fdk")
    work(copy)
    end = last(place)
    cut(place)
    (said,) = work(place)
    assert f"本机上次关闭时记有第{end}号操作" in said
    assert "末尾可能被删去" in said
    assert "另有一份副本在别处填报过" in said  # the other case is named too


def test_a_file_cut_and_put_elsewhere_is_told_unless_the_whole_one_is_there(
    place: Path, work: Work
) -> None:
    work(place, "教学楼", "食堂")
    end = last(place)
    moved = copied(place, "新位置.fdk")
    cut(moved)
    (said,) = work(moved)
    assert f"另有一份副本“{place}”" in said  # nothing is lost: the whole file is there
    again = copied(moved, "又一处.fdk")
    place.unlink()
    (said,) = work(again)
    assert f"本机上次关闭“{place}”时记有第{end}号操作" in said
    assert "末尾可能被删去" in said


def test_what_was_remembered_before_copies_were_told_apart_still_counts(
    place: Path, tmp_path: Path
) -> None:
    kept = Settings(tmp_path / "pc.json")
    with closing(files.open_desk(place, officer="王敏", clock=clock)) as desk:
        add_work(desk, project="教学楼")
        text = f"{auditing.current(desk).text} {clock().isoformat()}"
        kept.set("audit.heads", {auditing.genesis(desk): text})
    cut(place)
    with closing(files.open_desk(place, officer="王敏", clock=clock)) as desk:
        (found,) = heads.contradicted(desk, heads.known(kept))
        assert "末尾可能被删去" in found.message
        heads.remember(kept, desk)
        assert heads.contradicted(desk, heads.known(kept)) == ()
        heads.forget(kept, desk)
        assert heads.known(kept) == {auditing.genesis(desk): {}}
