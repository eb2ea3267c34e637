"""Logging in: who is let in, what is counted, the way back with the sealed code, and what is kept."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from facilitydesk.domain.posts import Post
from facilitydesk.domain.problems import Refused
from facilitydesk.services import settings
from facilitydesk.services.datafile import files
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Edit
from facilitydesk.services.journal import undoing
from facilitydesk.services.people import logins, officers, passwords
from facilitydesk.store import tables
from facilitydesk.store.base import metadata
from tests.store_fixtures import NOW

MINE, HIS, FRESH = "春风又绿江南岸2026", "李建平的长密码123", "两个黄鹂鸣翠柳2026"


class Clock:
    """A clock that the test sets."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def wait(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def time(desk: Desk) -> Clock:
    made = Clock()
    desk.clock = made
    return made


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """One pass over little memory: what is tested here is not how long a guess takes."""
    monkeypatch.setattr(passwords, "_MEMORY_KIB", 64)
    monkeypatch.setattr(passwords, "_PASSES", 1)


@pytest.fixture
def code(desk: Desk, time: Clock) -> str:
    """Log-in is on: 王敏 (管理) with a recovery code, 李建平 (录入) with a password set for him."""
    logins.set_own(desk, "", MINE)
    made, _ = logins.new_recovery(desk, desk.officer_id)
    other = officers.enter(desk, new=[{"name": "李建平", "role": "录入"}]).row_id
    settings.change(desk, "login.own_password", value=False)
    logins.reset(desk, other, HIS)
    logins.switch(desk, on=True)
    return made


def again(desk: Desk) -> Desk:
    """The program started anew."""
    desk.close()
    return files.open_desk(desk.place, officer="王敏", clock=desk.clock)


def test_a_new_file_asks_for_no_password(desk: Desk) -> None:
    assert not desk.login
    assert desk.post is Post.MANAGE
    assert desk.officer == "王敏"


def test_nobody_sits_until_somebody_logs_in(desk: Desk, code: str) -> None:
    with closing(again(desk)) as there:
        assert (there.officer, there.login, there.readonly) == ("", True, True)
        with pytest.raises(Refused) as told:
            settings.change(there, "bureau", "临溪县教育局")
        assert told.value.code == "login.needed"
        entered = logins.enter(there, "王敏", MINE)
        assert (entered.name, there.post) == ("王敏", Post.MANAGE)
        settings.change(there, "bureau", "临溪县教育局")
        logins.leave(there)
        with pytest.raises(Refused, match="尚未登录"):
            settings.change(there, "bureau", "")


def test_full_width_letters_of_an_input_method_are_the_same(desk: Desk, code: str) -> None:
    assert logins.prove(desk, "王敏", "春风又绿江南岸２０２６") is Post.MANAGE


def test_five_tries_then_waiting_and_a_restart_is_no_help(
    desk: Desk, code: str, time: Clock
) -> None:
    for left in (4, 3, 2, 1, 0):
        with pytest.raises(Refused) as told:
            logins.enter(desk, "李建平", "不是这个密码1234")
        assert str(told.value) == f"密码不正确；还可试{left}次。"
    with pytest.raises(Refused) as told:
        logins.enter(desk, "李建平", HIS)  # even the right one has to wait
    assert str(told.value) == ("密码连续错误5次，请等待61秒后再试；重新启动程序不会缩短等待。")
    with closing(again(desk)) as there:
        time.wait(58)
        with pytest.raises(Refused, match="请等待3秒"):
            logins.enter(there, "李建平", HIS)
        time.wait(3)
        entered = logins.enter(there, "李建平", HIS)
        assert entered.failures == 5  # he is told that somebody tried
        assert there.officer == "李建平"


def test_each_further_wrong_try_waits_longer_up_to_a_quarter_of_an_hour(
    desk: Desk, code: str, time: Clock
) -> None:
    waits = []
    for _ in range(4):
        with pytest.raises(Refused, match="密码不正确"):
            logins.enter(desk, "李建平", "不是这个密码1234")
    for _ in range(6):
        with pytest.raises(Refused, match="密码不正确"):
            logins.enter(desk, "李建平", "不是这个密码1234")
        with pytest.raises(Refused) as told:
            logins.enter(desk, "李建平", HIS)
        waits.append(told.value.args_["seconds"] - 1)
        time.wait(waits[-1] + 1)
    assert waits == [60, 120, 240, 480, 900, 900]


def test_a_clock_set_back_makes_nobody_wait_for_years(desk: Desk, code: str, time: Clock) -> None:
    for _ in range(5):
        with pytest.raises(Refused):
            logins.enter(desk, "李建平", "不是这个密码1234")
    time.now = datetime(1990, 1, 1, tzinfo=UTC)
    with pytest.raises(Refused) as told:
        logins.enter(desk, "李建平", HIS)
    assert told.value.args_["seconds"] <= 901


def test_one_officers_wrong_tries_do_not_keep_the_other_out(desk: Desk, code: str) -> None:
    for _ in range(5):
        with pytest.raises(Refused):
            logins.enter(desk, "李建平", "不是这个密码1234")
    assert logins.enter(desk, "王敏", MINE).failures == 0


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("短密码123", "至少10个字符，填写的是6个"),
        ("王敏王敏王敏王敏王敏", "不能是姓名的重复"),
        ("长" * 201, "最多200个字符"),
    ],
)
def test_passwords_that_are_refused(desk: Desk, password: str, words: str) -> None:
    with pytest.raises(Refused, match=words):
        logins.set_own(desk, "", password)


def test_the_own_password_is_changed_with_the_old_one_alone(desk: Desk, code: str) -> None:
    with pytest.raises(Refused, match="密码不正确"):
        logins.set_own(desk, "不是这个密码1234", FRESH)
    with pytest.raises(Refused, match="新密码与原密码相同"):
        logins.set_own(desk, MINE, MINE)
    logins.set_own(desk, MINE, FRESH)
    assert logins.prove(desk, "王敏", FRESH)
    with pytest.raises(Refused):
        logins.prove(desk, "王敏", MINE)


def test_a_password_set_by_another_must_be_changed_first(desk: Desk, code: str) -> None:
    settings.change(desk, "login.own_password", value=True)
    other = next(row.id for row in officers.rows(desk) if row.name == "李建平")
    logins.reset(desk, other, HIS)
    entered = logins.enter(desk, "李建平", HIS)
    assert entered.change_needed is not None
    with pytest.raises(Refused, match="请先设置自己的新密码"):
        officers.enter(desk, new=[{"name": "赵强"}])
    logins.set_own(desk, HIS, FRESH)
    assert desk.change_needed is None
    assert logins.enter(desk, "李建平", FRESH).change_needed is None


def test_passwords_grow_old_only_where_the_bureau_says_so(
    desk: Desk, code: str, time: Clock
) -> None:
    time.wait(400 * 86400)
    assert logins.enter(desk, "王敏", MINE).change_needed is None
    settings.change(desk, "login.password_days", 365)
    told = logins.enter(desk, "王敏", MINE).change_needed
    assert str(told) == "密码已使用超过365天，请先设置新密码，再继续使用。"


def test_an_entry_officer_neither_resets_nor_switches_off(desk: Desk, code: str) -> None:
    me = desk.officer_id
    logins.enter(desk, "李建平", HIS)
    for deed in (
        lambda: logins.reset(desk, me, FRESH),
        lambda: logins.new_recovery(desk, me),
        lambda: logins.switch(desk, on=False),
    ):
        with pytest.raises(Refused, match="需要“管理”岗位"):
            deed()
    assert logins.prove(desk, "王敏", MINE)


def test_log_in_is_not_switched_on_without_a_way_back(desk: Desk) -> None:
    with pytest.raises(Refused, match="先为自己设置密码"):
        logins.switch(desk, on=True)
    logins.set_own(desk, "", MINE)
    with pytest.raises(Refused, match="打印恢复码"):
        logins.switch(desk, on=True)
    logins.new_recovery(desk, desk.officer_id)
    logins.switch(desk, on=True)
    logins.switch(desk, on=False)
    assert not desk.login
    labels = [row.label for row in operations(desk)[-4:]]
    assert labels == ["设置自己的密码", "生成自己的恢复码", "启用登录", "停用登录"]


def operations(desk: Desk) -> list[Any]:
    with desk.read() as connection:
        op = tables.operation
        return list(connection.execute(select(op.c.label, op.c.kind).order_by(op.c.seq)))


def test_the_recovery_code_lets_in_once_and_is_journalled(
    desk: Desk, code: str, time: Clock
) -> None:
    with closing(again(desk)) as there:
        with pytest.raises(Refused, match="恢复码不正确"):
            logins.recover(there, "王敏", "AAAAA-AAAAA-AAAAA-AAAAA-AAAAA", FRESH)
        typed = code.lower().replace("-", " ")  # as read from paper
        logins.recover(there, "王敏", typed, FRESH)
        assert there.officer == "王敏"
        assert operations(there)[-1].label == "王敏用恢复码设置新密码"
        logins.enter(there, "王敏", FRESH)
        with pytest.raises(Refused, match="恢复码不正确"):
            logins.recover(there, "王敏", code, MINE)


def test_undo_never_brings_back_a_password(desk: Desk, code: str) -> None:
    logins.set_own(desk, MINE, FRESH)
    labels = [step.label for step in undoing.steps(desk).undo]
    assert labels == ["修改设置：首次登录须改密码", "新增经办人“李建平”"]


def test_the_last_who_can_log_in_as_manager_stays(desk: Desk, code: str) -> None:
    officers.enter(desk, new=[{"name": "赵强", "role": "管理"}])  # has no password yet
    me = next(row for row in officers.rows(desk) if row.sits)
    refused = officers.enter(desk, [Edit(me.id, "role", "审核")])
    assert refused.rejected[0].problem.code == "post.last_password"


def test_secrets_are_nowhere_but_in_their_table(desk: Desk, code: str) -> None:
    """Neither hash nor password nor code is in the journal or in any other table."""
    with desk.read() as connection:
        secret = tables.officer_secret
        hashes = [
            text
            for row in connection.execute(select(secret.c.password, secret.c.recovery))
            for text in row
            if text
        ]
        assert len(hashes) == 3
        assert hashes[0].startswith("$argon2id$v=19$m=64,t=1,p=4$")
        needles = [*hashes, MINE, HIS, code, code.replace("-", "")]
        for name, table in metadata.tables.items():
            if name in tables.SECRET:
                continue
            everything = json.dumps(
                [list(map(str, row)) for row in connection.execute(select(table))],
                ensure_ascii=False,
            )
            assert [needle for needle in needles if needle in everything] == [], name
            assert "argon2" not in everything


def test_the_parameters_are_those_that_were_promised() -> None:
    from importlib import reload

    reload(passwords)
    kept = passwords.hashed(MINE)
    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert passwords.fits(kept, MINE)
    assert not passwords.fits(kept, HIS)


def test_a_hash_exchanged_by_other_means_is_noticed(
    file_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = file_desk
    logins.set_own(desk, "", MINE)
    logins.new_recovery(desk, desk.officer_id)
    logins.switch(desk, on=True)
    desk.close()
    other = sqlite3.connect(Path(desk.place))
    other.execute("UPDATE officer_secret SET password = ?", [passwords.hashed(FRESH)])
    other.commit()
    other.close()
    with closing(files.open_desk(desk.place, clock=desk.clock)) as there:
        with pytest.raises(Refused, match="与操作日志不符"):
            logins.enter(there, "王敏", FRESH)
        assert any("王敏的密码记录与操作日志不符" in fault for fault in files.verify(there).faults)


def test_a_file_that_cannot_be_written_counts_too(file_desk: Desk) -> None:
    desk = file_desk
    logins.set_own(desk, "", MINE)
    logins.new_recovery(desk, desk.officer_id)
    logins.switch(desk, on=True)
    desk.close()
    with closing(files.open_desk(desk.place, readonly=True, clock=desk.clock)) as there:
        for _ in range(5):
            with pytest.raises(Refused, match="密码不正确"):
                logins.enter(there, "王敏", "不是这个密码1234")
        with pytest.raises(Refused, match="请等待"):
            logins.enter(there, "王敏", MINE)
