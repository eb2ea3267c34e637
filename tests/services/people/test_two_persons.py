"""Two persons for unlocking: who confirms, with what, and both names in the journal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select

from facilitydesk.domain.periods import PeriodKind
from facilitydesk.domain.problems import Refused
from facilitydesk.services import locks, settings
from facilitydesk.services.desk import Desk
from facilitydesk.services.money import closing
from facilitydesk.services.people import logins, officers, passwords, second
from facilitydesk.services.people.second import Second
from facilitydesk.store import tables

WEEK, FEBRUARY = date(2026, 3, 9), date(2026, 2, 1)
HIS = "李建平的长密码123"


@pytest.fixture
def two(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Two persons are wanted; February is closed; 李建平 is 审核, 周芳 only 录入."""
    monkeypatch.setattr(passwords, "_MEMORY_KIB", 64)
    monkeypatch.setattr(passwords, "_PASSES", 1)
    settings.change(desk, "login.two_persons", value=True)
    officers.enter(desk, new=[{"name": "李建平", "role": "审核"}, {"name": "周芳", "role": "录入"}])
    closing.close(desk, PeriodKind.MONTH, FEBRUARY)
    return desk


def unlock(desk: Desk, confirmed: Second | None) -> None:
    closing.reopen(desk, PeriodKind.MONTH, FEBRUARY, "更正支付日期", confirmed)


def last_label(desk: Desk) -> str:
    with desk.read() as connection:
        op = tables.operation
        query = select(op.c.label).order_by(op.c.seq.desc()).limit(1)
        return str(connection.execute(query).scalar_one())


@pytest.mark.parametrize(
    ("confirmed", "words"),
    [
        (None, "需要第二人确认"),
        (Second("王敏", word="同意"), "不能是申请人本人"),
        (Second("赵强", word="同意"), "没有名为“赵强”的在用人员"),
        (Second("周芳", word="同意"), "周芳的岗位是“录入”"),
        (Second("李建平"), "请确认人李建平写明确认的理由"),
    ],
)
def test_what_does_not_count_as_confirmed(two: Desk, confirmed: Second | None, words: str) -> None:
    with pytest.raises(Refused, match=words):
        unlock(two, confirmed)
    assert closing.closed(two)


def test_without_a_log_in_the_second_names_himself_and_his_reason(two: Desk) -> None:
    assert second.candidates(two) == ("李建平",)
    unlock(two, Second("李建平", word="已核对凭证"))
    assert last_label(two) == (
        "资金解锁2026年2月：更正支付日期（王敏申请，李建平确认：已核对凭证）"
    )
    assert closing.closed(two) == ()


def test_with_a_log_in_the_second_gives_his_own_password(two: Desk) -> None:
    logins.set_own(two, "", "春风又绿江南岸2026")
    logins.new_recovery(two, two.officer_id)
    other = next(row.id for row in officers.rows(two) if row.name == "李建平")
    logins.reset(two, other, HIS)
    logins.switch(two, on=True)
    with pytest.raises(Refused, match="密码不正确"):
        unlock(two, Second("李建平", "不是这个密码1234"))
    unlock(two, Second("李建平", HIS))
    assert last_label(two).endswith("（王敏申请，李建平确认）")
    assert two.officer == "王敏"


def test_a_week_too(two: Desk) -> None:
    locks.submit_week(two, WEEK)
    with pytest.raises(Refused, match="需要第二人确认"):
        locks.unlock_week(two, WEEK, "漏报一项")
    locks.unlock_week(two, WEEK, "漏报一项", Second("李建平", word="同意"))
    assert "王敏申请，李建平确认" in last_label(two)


def test_where_one_is_enough_nothing_changes(desk: Desk, make_work: Callable[..., int]) -> None:
    make_work()
    locks.submit_week(desk, WEEK)
    locks.unlock_week(desk, WEEK, "漏报一项")
    assert last_label(desk).endswith("：漏报一项")
