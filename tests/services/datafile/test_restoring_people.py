"""A restore takes back what was entered, never who may come in."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from facilitydesk.domain.posts import Post
from facilitydesk.domain.problems import Refused
from facilitydesk.services import settings
from facilitydesk.services.datafile import backups, files, restoring
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Edit
from facilitydesk.services.people import logins, officers, passwords
from tests.store_fixtures import add_work, clock

MINE, HIS, OLD = "春风又绿江南岸2026", "李建平的长密码123", "从前的密码不再有效9"


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(passwords, "_MEMORY_KIB", 64)
    monkeypatch.setattr(passwords, "_PASSES", 1)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "pc"))


@contextmanager
def at(path: Path, name: str = "王敏", password: str = "") -> Iterator[Desk]:
    with closing(files.open_desk(path, officer=name, clock=clock)) as desk:
        if password:
            logins.enter(desk, name, password)
        yield desk


def posts(path: Path) -> dict[str, tuple[Post, bool]]:
    with closing(files.open_desk(path, readonly=True)) as desk:
        return {row.name: (row.role, row.active) for row in officers.rows(desk)}


@pytest.fixture
def data(file_desk: Desk) -> Path:
    """王敏 管理 and 李建平 管理 in the backup; since then 李建平 is 查看 and 周芳 录入 came."""
    add_work(file_desk)
    other = officers.enter(file_desk, new=[{"name": "李建平", "role": "管理"}]).row_id
    backups.back_up(file_desk, backups.Reason.HAND)
    officers.enter(file_desk, [Edit(other, "role", "查看")])
    officers.enter(file_desk, new=[{"name": "周芳", "role": "录入"}])
    add_work(file_desk, school="东岭小学", township="东岭乡", project="厕所")
    file_desk.close()
    return Path(file_desk.place)


def newest(data: Path) -> Path:
    return backups.copies(backups.places_of(data))[0].path


def test_posts_are_those_of_today(data: Path) -> None:
    restoring.restore(data, newest(data), officer="王敏", clock=clock)
    assert posts(data) == {
        "王敏": (Post.MANAGE, True),
        "李建平": (Post.VIEW, True),
        "周芳": (Post.ENTER, True),
    }
    with at(data) as desk:
        assert files.verify(desk).faults == ()


@pytest.mark.parametrize("name", ["李建平", "周芳"])
def test_only_a_manager_of_today_restores(data: Path, name: str) -> None:
    """李建平 is 管理 in the backup, which does not count."""
    before = data.read_bytes()
    with pytest.raises(Refused) as caught:
        restoring.restore(data, newest(data), officer=name, clock=clock)
    assert caught.value.code == "post.needed"
    assert data.read_bytes() == before


def test_a_name_nobody_knows_becomes_no_manager(data: Path) -> None:
    restoring.restore(data, newest(data), officer="赵六", clock=clock)
    assert posts(data)["赵六"] == (Post.VIEW, True)


def test_no_name_means_the_first_manager(data: Path) -> None:
    done = restoring.restore(data, newest(data), officer=None, clock=clock)
    with at(data) as desk:
        from facilitydesk.services.journal import log

        told = log.lines(desk, log.Asked(seq=done.seq))
        assert {line.officer for line in told.lines} == {"王敏"}
    assert set(posts(data)) == {"王敏", "李建平", "周芳"}


def test_whom_only_the_backup_knows_is_shut_out(data: Path) -> None:
    """He was deleted since; a restore must not let him in again."""
    with at(data) as desk:
        gone = officers.enter(desk, new=[{"name": "孙旺", "role": "管理"}]).row_id
        made = backups.back_up(desk, backups.Reason.HAND)
        officers.delete(desk, gone)
    restoring.restore(data, made.path, officer="王敏", clock=clock)
    assert posts(data)["孙旺"] == (Post.MANAGE, False)


def test_an_inactive_officer_restores_nothing(data: Path) -> None:
    with at(data) as desk:
        row = next(row for row in officers.rows(desk) if row.name == "周芳")
        officers.enter(desk, [Edit(row.id, "role", "管理")])
        officers.enter(desk, [Edit(row.id, "active", False)])
    with pytest.raises(Refused) as caught:
        restoring.restore(data, newest(data), officer="周芳", clock=clock)
    assert caught.value.code == "post.inactive"


def test_going_forth_again_keeps_the_later_people(data: Path) -> None:
    """An old file was put back by hand; its newer backup goes on from it, so its people hold."""
    old = newest(data).read_bytes()
    with at(data) as desk:
        later = backups.back_up(desk, backups.Reason.HAND)
    data.write_bytes(old)
    assert posts(data)["李建平"] == (Post.MANAGE, True)
    restoring.restore(data, later.path, officer="王敏", clock=clock)
    assert posts(data)["李建平"] == (Post.VIEW, True)
    assert posts(data)["周芳"] == (Post.ENTER, True)


def log_in_on(data: Path) -> None:
    with at(data) as desk:
        logins.set_own(desk, "", OLD)
        backups.back_up(desk, backups.Reason.HAND)
        logins.set_own(desk, OLD, MINE)
        logins.new_recovery(desk, desk.officer_id)
        settings.change(desk, "login.own_password", value=False)
        settings.change(desk, "login.two_persons", value=True)
        row = next(row for row in officers.rows(desk) if row.name == "李建平")
        logins.reset(desk, row.id, HIS)
        logins.switch(desk, on=True)


def test_passwords_and_the_rules_of_logging_in_are_those_of_today(data: Path) -> None:
    log_in_on(data)
    source = newest(data)
    with pytest.raises(Refused) as caught:
        restoring.restore(data, source, officer="王敏", clock=clock)
    assert caught.value.code == "login.password_asked"
    with pytest.raises(Refused) as caught:
        restoring.restore(data, source, officer="王敏", password=lambda: OLD, clock=clock)
    assert caught.value.code == "login.wrong"
    with pytest.raises(Refused) as caught:
        restoring.restore(data, source, officer="李建平", password=lambda: HIS, clock=clock)
    assert caught.value.code == "post.needed"
    restoring.restore(data, source, officer="王敏", password=lambda: MINE, clock=clock)
    with at(data, "王敏", MINE) as desk:
        assert desk.login
        assert settings.load(desk).values["login.two_persons"] is True
        assert files.verify(desk).faults == ()
        with pytest.raises(Refused):
            logins.enter(desk, "王敏", OLD)
    # Taking the restore back is the same: who may come in stays.
    (aside,) = restoring.asides(data)
    restoring.restore(data, aside.path, officer="王敏", password=lambda: MINE, clock=clock)
    with at(data, "王敏", MINE) as desk:
        assert desk.login
        assert files.verify(desk).faults == ()


def test_a_password_that_was_exchanged_by_other_means_opens_nothing(data: Path) -> None:
    log_in_on(data)
    with closing(sqlite3.connect(data)) as other:
        other.execute(
            "UPDATE officer_secret SET password = ?", (passwords.hashed("自己换上的密码123"),)
        )
        other.commit()
    with pytest.raises(Refused) as caught:
        restoring.restore(
            data, newest(data), officer="王敏", password=lambda: "自己换上的密码123", clock=clock
        )
    assert caught.value.code == "login.altered"
