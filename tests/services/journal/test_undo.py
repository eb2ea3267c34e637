"""Taking back and bringing back one's own steps; refused, with the name, when others went on."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from facilitydesk.domain.problems import Refused
from facilitydesk.domain.quantities import Percent
from facilitydesk.services import locks, week
from facilitydesk.services.datafile import files
from facilitydesk.services.desk import Desk
from facilitydesk.services.journal import undoing
from facilitydesk.services.week import Cell
from facilitydesk.store import tables
from tests.store_fixtures import clock

WEEK = date(2026, 3, 9)


def put(desk: Desk, work: int, percent: int, monday: date = WEEK) -> int | None:
    cells = [Cell(work, "progress", Percent.of(percent))]
    return week.enter(desk, monday, cells).changes.seq


def shown(desk: Desk, work: int, monday: date = WEEK) -> str | None:
    row = next(row for row in week.sheet(desk, monday).rows if row.work_id == work)
    return None if row.now is None else str(row.now.progress)


def another(desk: Desk, name: str = "李建平") -> Desk:
    """The same data with another officer at the desk (on a file: after a change of shift)."""
    with desk.read() as connection:
        found = connection.execute(
            select(tables.officer.c.id).where(tables.officer.c.name == name)
        ).scalar()
    if found is None:
        with desk.operation("officer.add", f"登记人员 {name}", undoable=False) as unit:
            found = unit.insert(tables.officer, {"name": name})
    return Desk(desk.place, desk.engine, found, name, desk.home_id, clock=desk.clock)


def test_steps_go_back_and_forth(desk: Desk, make_work: Callable[..., int]) -> None:
    work = make_work()
    for percent in (10, 20, 30):
        put(desk, work, percent)
    back = [undoing.undo_last(desk) and shown(desk, work) for _ in range(3)]
    forth = [undoing.redo_last(desk) and shown(desk, work) for _ in range(3)]
    assert back == ["20.00", "10.00", None]
    assert forth == ["10.00", "20.00", "30.00"]


def test_the_list_names_the_steps_nearest_first(desk: Desk, make_work: Callable[..., int]) -> None:
    work = make_work()
    put(desk, work, 10)
    week.mark_unchanged(desk, WEEK - timedelta(weeks=1), [work])
    undoing.undo_last(desk)
    found = undoing.steps(desk)
    assert [step.label for step in found.undo] == ["2026年第11周进度", "登记"]
    assert [step.label for step in found.redo] == ["2026年第10周标记无变化"]


def test_a_new_step_ends_what_could_be_redone(desk: Desk, make_work: Callable[..., int]) -> None:
    work = make_work()
    put(desk, work, 10)
    put(desk, work, 20)
    undoing.undo_last(desk)
    put(desk, work, 30)
    assert undoing.steps(desk).redo == ()
    with pytest.raises(Refused) as told:
        undoing.redo_last(desk)
    assert told.value.code == "redo.nothing"
    undoing.undo_last(desk)
    assert shown(desk, work) == "10.00"


def test_steps_of_yesterday_can_be_taken_back_today(
    desk: Desk, make_work: Callable[..., int]
) -> None:
    work = make_work()
    put(desk, work, 10)
    put(desk, work, 20)
    undoing.undo_last(desk)
    place = desk.place
    desk.close()
    with closing(files.open_desk(place, officer="王敏", clock=clock)) as again:
        undoing.redo_last(again)
        assert shown(again, work) == "20.00"
        undoing.undo_last(again)
        undoing.undo_last(again)
        assert shown(again, work) is None


def test_more_than_a_hundred_steps(desk: Desk, make_work: Callable[..., int]) -> None:
    work = make_work()
    for percent in range(1, 100):
        put(desk, work, percent)
    first = undoing.steps(desk).undo[-2].seq
    assert len(undoing.undo_to(desk, first)) == 99
    assert shown(desk, work) is None
    for _ in range(99):
        undoing.redo_last(desk)
    assert shown(desk, work) == "99.00"


def test_going_back_to_a_step_takes_back_all_after_it(
    desk: Desk, make_work: Callable[..., int]
) -> None:
    work = make_work()
    put(desk, work, 10)
    second = put(desk, work, 20)
    put(desk, work, 30)
    put(desk, work, 40)
    assert second is not None
    undoing.undo_to(desk, second)
    assert shown(desk, work) == "10.00"


def test_everybody_takes_back_their_own_steps(desk: Desk, make_work: Callable[..., int]) -> None:
    mine, theirs = make_work(), make_work(project="食堂建设项目")
    put(desk, mine, 10)
    put(another(desk), theirs, 20)
    undoing.undo_last(desk)
    assert (shown(desk, mine), shown(desk, theirs)) == (None, "20.00")


def test_what_another_has_changed_since_is_not_taken_back(
    desk: Desk, make_work: Callable[..., int]
) -> None:
    work, untouched = make_work(), make_work(project="食堂建设项目")
    put(desk, work, 10)
    cells = [Cell(w, "progress", Percent.of(20)) for w in (work, untouched)]
    week.enter(desk, WEEK, cells)
    put(another(desk), work, 35)
    with pytest.raises(Refused) as told:
        undoing.undo_last(desk)
    assert str(told.value) == (
        "无法撤销“2026年第11周填报（2格）”：“教学楼建设项目”随后被李建平修改，数据未变动。"
    )
    assert (shown(desk, work), shown(desk, untouched)) == ("35.00", "20.00")


def test_another_field_of_the_same_row_stands_in_nobodys_way(
    desk: Desk, make_work: Callable[..., int]
) -> None:
    work = make_work()
    put(desk, work, 10)
    put(desk, work, 20)
    week.enter(another(desk), WEEK, [Cell(work, "problem", "缺人手")])
    undoing.undo_last(desk)
    assert shown(desk, work) == "10.00"


def test_a_new_row_that_is_used_by_now_is_not_taken_back(desk: Desk) -> None:
    with desk.operation("school.enter", "新增东桥小学") as unit:
        school = unit.insert(tables.school, {"name": "东桥小学"})
    with another(desk).operation("alias", "别名") as unit:
        unit.insert(
            tables.school_alias, {"school_id": school, "alias": "东小", "alias_key": "东小"}
        )
    with pytest.raises(Refused) as told:
        undoing.undo_last(desk)
    assert (
        str(told.value) == "无法撤销“新增东桥小学”：其新增的东桥小学已被其他记录引用，数据未变动。"
    )


def test_a_deleted_row_comes_back_whole(desk: Desk, make_work: Callable[..., int]) -> None:
    work = make_work()
    put(desk, work, 40)
    with desk.read() as connection:
        before = connection.execute(select(tables.week_entry)).mappings().one()
    week.clear(desk, WEEK, [work])
    undoing.undo_last(desk)
    with desk.read() as connection:
        after = connection.execute(select(tables.week_entry)).mappings().one()
    assert dict(after) == dict(before)


def test_a_locked_week_is_not_taken_back(desk: Desk, make_work: Callable[..., int]) -> None:
    work = make_work()
    put(desk, work, 40)
    locks.submit_week(desk, WEEK)
    with pytest.raises(Refused) as told:
        undoing.undo_last(desk)
    assert str(told.value) == "2026年第11周已由王敏提交锁定；如需修改，请先说明原因解锁。"
    assert shown(desk, work) == "40.00"
    locks.unlock_week(desk, WEEK, "漏报一项")
    undoing.undo_last(desk)
    assert shown(desk, work) is None


def test_submitting_and_unlocking_are_no_steps_to_take_back(
    desk: Desk, make_work: Callable[..., int]
) -> None:
    work = make_work()
    put(desk, work, 40)
    locks.submit_week(desk, WEEK)
    locks.unlock_week(desk, WEEK, "漏报一项")
    assert [step.label for step in undoing.steps(desk).undo] == ["2026年第11周进度", "登记"]


def test_with_nothing_to_take_back_it_says_so(desk: Desk) -> None:
    with pytest.raises(Refused) as told:
        undoing.undo_last(desk)
    assert str(told.value) == "没有可撤销的操作。"


def test_taking_back_is_itself_on_the_record(desk: Desk, make_work: Callable[..., int]) -> None:
    work = make_work()
    seq = put(desk, work, 40)
    undoing.undo_last(desk)
    with desk.read() as connection:
        last = connection.execute(
            select(tables.operation).order_by(tables.operation.c.seq.desc()).limit(1)
        ).one()
    assert (last.mode, last.reverses, last.label) == ("undo", seq, "撤销：2026年第11周进度")
    assert files.verify(desk).faults == ()
