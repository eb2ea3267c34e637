"""Where the log-in is on, no command is a way around it: backup, restore, data-copy, verify, guesses."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from facilitydesk.app import main
from facilitydesk.domain.posts import Post
from facilitydesk.interchange.reader import read_raw
from facilitydesk.services import schools, settings
from facilitydesk.services.datafile import backups, files
from facilitydesk.services.edits import Edit
from facilitydesk.services.people import logins, officers, passes, passwords
from tests.store_fixtures import add_work, clock

MINE, HIS = "春风又绿江南岸2026", "李建平的长密码123"
VARIABLE = "FACILITYDESK_PASSWORD"


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(passwords, "_MEMORY_KIB", 64)
    monkeypatch.setattr(passwords, "_PASSES", 1)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "pc"))
    monkeypatch.delenv(VARIABLE, raising=False)


@pytest.fixture
def closed(tmp_path: Path) -> Path:
    """A file with one backup from before the log-in; then 王敏 管理 and 李建平 查看 log in."""
    path = tmp_path / "临溪县.fdk"
    with closing(files.create(path, home="临溪县", officer="王敏", clock=clock)) as desk:
        add_work(desk)
        school = schools.rows(desk)[0]
        schools.enter(desk, [Edit(school.id, "phone", "13812345678")])
        backups.back_up(desk, backups.Reason.HAND)
        logins.set_own(desk, "", MINE)
        logins.new_recovery(desk, desk.officer_id)
        other = officers.enter(desk, new=[{"name": "李建平", "role": "查看"}]).row_id
        settings.change(desk, "login.own_password", value=False)
        logins.reset(desk, other, HIS)
        logins.switch(desk, on=True)
    return path


Run = Callable[..., tuple[int, Any]]


def copy_of(path: Path) -> Path:
    return backups.copies(backups.places_of(path))[0].path


@pytest.mark.parametrize("word", ["backup", "list", "restore", "dry-run", "data-copy"])
def test_without_a_password_nothing_is_told_or_changed(
    closed: Path, run: Run, tmp_path: Path, word: str
) -> None:
    book = tmp_path / "out"
    book.mkdir()
    words = {
        "backup": ["backup", str(closed)],
        "list": ["backup", str(closed), "--list"],
        "restore": ["restore", str(closed), "1"],
        "dry-run": ["restore", str(closed), "1", "--dry-run"],
        "data-copy": ["data-copy", str(closed), str(book)],
    }[word]
    before = closed.read_bytes()
    code, told = run(*words)
    assert (code, told["error"]["code"]) == (1, "login.officer_asked")
    code, told = run(*words, "--officer", "王敏")
    assert (code, told["error"]["code"]) == (1, "login.password_asked")
    assert closed.read_bytes() == before
    assert len(backups.copies(backups.places_of(closed))) == 1
    assert list(book.iterdir()) == []


@pytest.mark.parametrize(
    ("word", "needs"), [("backup", "录入"), ("restore", "管理")], ids=["backup", "restore"]
)
def test_who_may_only_look_makes_and_restores_no_backup(
    closed: Path, run: Run, monkeypatch: pytest.MonkeyPatch, word: str, needs: str
) -> None:
    monkeypatch.setenv(VARIABLE, HIS)
    words = [word, str(closed), *(["1"] if word == "restore" else []), "--officer", "李建平"]
    before = closed.read_bytes()
    code, told = run(*words)
    assert code == 1
    assert f"需要“{needs}”岗位，李建平的岗位是“查看”" in told["error"]["message"]
    assert closed.read_bytes() == before
    if word == "restore":  # but he may see what it would change
        assert run(*words, "--dry-run")[0] == 0


def test_an_officer_with_the_post_and_his_password_may(
    closed: Path, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(VARIABLE, MINE)
    me = ("--officer", "王敏")
    assert run("backup", str(closed), "--no-book", *me)[1]["number"] == 2
    assert [c["number"] for c in run("backup", str(closed), "--list", *me)[1]["backups"]] == [2, 1]
    assert run("data-copy", str(closed), str(tmp_path), *me)[0] == 0
    assert run("restore", str(closed), "1", *me)[1]["restored"] is True


def test_a_restore_is_no_way_around_the_log_in(
    closed: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The backup is from before the log-in; after going back to it the log-in is still on."""
    monkeypatch.setenv(VARIABLE, MINE)
    assert run("restore", str(closed), "1", "--officer", "王敏")[0] == 0
    monkeypatch.delenv(VARIABLE)
    assert run("figures", str(closed))[1]["error"]["code"] == "login.officer_asked"
    with closing(files.open_desk(closed, clock=clock)) as desk:
        assert (desk.login, desk.officer) == (True, "")
        assert logins.enter(desk, "李建平", HIS).name == "李建平"
        assert desk.post is Post.VIEW
        assert logins.enter(desk, "王敏", MINE).name == "王敏"
        assert files.verify(desk).faults == ()


@pytest.mark.parametrize("how", ["gone", "cut", "empty"])
def test_nor_is_a_file_that_was_spoilt(
    closed: Path, run: Run, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    """Its newest backup says who may, not the older one that asks for nothing."""
    monkeypatch.setenv(VARIABLE, MINE)
    assert run("backup", str(closed), "--no-book", "--officer", "王敏")[0] == 0
    monkeypatch.delenv(VARIABLE)
    if how == "gone":
        closed.unlink()
    elif how == "cut":
        closed.write_bytes(closed.read_bytes()[: 4096 * 20])
    else:
        closed.write_bytes(b"")
    code, told = run("restore", str(closed), "1")
    assert (code, told["error"]["code"]) == (1, "login.officer_asked")
    monkeypatch.setenv(VARIABLE, MINE)
    assert run("restore", str(closed), "1", "--officer", "王敏")[0] == 0
    with closing(files.open_desk(closed, clock=clock)) as desk:
        assert desk.login


def test_guessing_is_slowed_in_commands_that_only_read(
    closed: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each call is a process of its own: the count must not live in one, nor differ by command."""
    monkeypatch.setenv(VARIABLE, "不是这个密码1234")
    words = (["figures", str(closed)], ["backup", str(closed), "--list"])
    told = [run(*words[n % 2], "--officer", "王敏")[1]["error"]["message"] for n in range(5)]
    assert told[0] == "密码不正确；还可试4次。"
    assert told[3] == "密码不正确；还可试1次。"
    monkeypatch.setenv(VARIABLE, MINE)
    for word in words:
        code, answer = run(*word, "--officer", "王敏")
        assert (code, answer["error"]["code"]) == (1, "login.wait")


def test_verify_tells_without_a_password_only_whether(
    closed: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(sqlite3.connect(closed)) as other:
        other.execute("UPDATE school SET principal = '赵六'")
        other.commit()
    code, told = run("verify", str(closed))
    assert (code, told["ok"]) == (1, False)
    assert "赵六" not in json.dumps(told, ensure_ascii=False)
    assert "检查发现1处问题" in told["faults"][0]
    monkeypatch.setenv(VARIABLE, MINE)
    code, told = run("verify", str(closed), "--officer", "王敏")
    assert code == 1
    assert "赵六" in told["faults"][0]


def phones_in(book: Path) -> set[str]:
    sheets = {sheet.name: sheet.rows for sheet in read_raw(book).sheets}
    head, row = sheets["学校"][:2]
    return {str(row[head.index("联系电话")])}


def test_the_plain_copy_hides_numbers_unless_asked(
    closed: Path, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(VARIABLE, MINE)
    words = ("data-copy", str(closed), str(tmp_path), "--officer", "王敏")
    book = tmp_path / "数据副本.xlsx"
    assert run(*words)[0] == 0
    assert phones_in(book) == {"138****5678"}
    assert run(*words, "--full-phones")[0] == 0
    assert phones_in(book) == {"13812345678"}
    last = run("log", str(closed), "--officer", "王敏")[1]["lines"][0]
    assert last["operation"] == "导出数据副本（含完整电话）"
    code, told = run("data-copy", str(copy_of(closed)), str(tmp_path), "--full-phones")
    assert (code, told["error"]["code"]) == (3, "backup.only_reading")


def test_the_windows_child_needs_what_only_the_window_can_make(
    closed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import io

    with closing(files.open_desk(closed, clock=clock)) as desk:
        logins.enter(desk, "王敏", MINE)
        made = backups.back_up(desk, backups.Reason.HAND)
    words = ["write-data-copy", str(made.path), str(tmp_path)]
    monkeypatch.setattr("sys.stdin", io.StringIO("\n"))
    assert main(words) == 3
    assert not (tmp_path / "数据副本.xlsx").exists()
    monkeypatch.setattr("sys.stdin", io.StringIO(passes.of(made.path)))
    assert main(words) == 0
    assert phones_in(tmp_path / "数据副本.xlsx") == {"138****5678"}


def test_help_says_how_a_password_is_given(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    out, _err = capfd.readouterr()
    assert "--password-stdin" in out
    assert VARIABLE in out
