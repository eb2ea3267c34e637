"""A submitted week is closed for everybody until somebody opens it with a reason."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from facilitydesk.domain.problems import Refused
from facilitydesk.domain.quantities import Percent
from facilitydesk.services import figures, locks, week
from facilitydesk.services.desk import Desk
from facilitydesk.services.figures import Scope
from facilitydesk.services.week import Cell
from facilitydesk.store import tables

WEEK = date(2026, 3, 9)
LAST = WEEK - timedelta(weeks=1)


def put(desk: Desk, work: int, monday: date) -> None:
    week.enter(desk, monday, [Cell(work, "progress", Percent.of(20))])


def test_a_submitted_week_takes_nothing_more(desk: Desk, make_work: Callable[..., int]) -> None:
    work = make_work()
    put(desk, work, LAST)
    locks.submit_week(desk, LAST)
    for change in (
        lambda: put(desk, work, LAST),
        lambda: week.mark_unchanged(desk, LAST, [work]),
        lambda: week.clear(desk, LAST, [work]),
        lambda: locks.submit_week(desk, LAST),
    ):
        with pytest.raises(Refused) as told:
            change()
        assert str(told.value) == "2026年第10周已由王敏提交锁定；如需修改，请先说明原因解锁。"
    put(desk, work, WEEK)  # the weeks beside it are open


def test_the_sheet_says_who_submitted_it_and_when(desk: Desk) -> None:
    locks.submit_week(desk, LAST)
    lock = week.sheet(desk, LAST).lock
    assert lock is not None
    assert (lock.officer, lock.at) == ("王敏", desk.clock())
    assert week.sheet(desk, WEEK).lock is None


def test_unlocking_needs_a_reason_which_stays_on_the_record(
    desk: Desk, make_work: Callable[..., int]
) -> None:
    work = make_work()
    locks.submit_week(desk, LAST)
    for nothing in ("", "  ", "\n"):
        with pytest.raises(Refused) as told:
            locks.unlock_week(desk, LAST, nothing)
        assert told.value.code == "reason_required"
    locks.unlock_week(desk, LAST, " 漏报一项 ")
    put(desk, work, LAST)
    with desk.read() as connection:
        labels = connection.execute(select(tables.operation.c.label)).scalars().all()
        lock = connection.execute(select(tables.period_lock)).one()
    assert "解锁2026年第10周：漏报一项" in labels
    assert (lock.state, lock.reason) == ("open", "漏报一项")


def test_a_week_can_be_submitted_again(desk: Desk) -> None:
    locks.submit_week(desk, LAST)
    locks.unlock_week(desk, LAST, "漏报一项")
    locks.submit_week(desk, LAST)
    assert week.sheet(desk, LAST).lock is not None
    with desk.read() as connection:
        assert len(connection.execute(select(tables.period_lock)).all()) == 1


def test_entries_are_drafts_until_their_week_is_submitted(
    desk: Desk, make_work: Callable[..., int]
) -> None:
    put(desk, make_work(), WEEK)
    scope = Scope(desk.today)
    assert figures.ask(desk, scope).groups[0].figures.drafts == 1
    locks.submit_week(desk, WEEK)
    assert figures.ask(desk, scope).groups[0].figures.drafts == 0
    locks.unlock_week(desk, WEEK, "漏报一项")
    assert figures.ask(desk, scope).groups[0].figures.drafts == 1
