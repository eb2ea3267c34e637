"""Entering a week, on both engines: what is stored, what is refused and why."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from facilitydesk.domain.problems import Refused, Severity
from facilitydesk.domain.quantities import Area, Money, Percent
from facilitydesk.domain.stages import Stage
from facilitydesk.services import week
from facilitydesk.services.desk import Desk
from facilitydesk.services.journal import undoing
from facilitydesk.services.week import Cell, Entered
from facilitydesk.store import tables
from facilitydesk.store.reads.week import SheetRow

WEEK = date(2026, 3, 9)
LAST = WEEK - timedelta(weeks=1)
BEFORE = WEEK - timedelta(weeks=2)


def put(desk: Desk, work: int, monday: date = WEEK, **values: Any) -> Entered:
    return week.enter(desk, monday, [Cell(work, name, value) for name, value in values.items()])


def row_of(desk: Desk, work: int, monday: date = WEEK) -> SheetRow:
    return next(row for row in week.sheet(desk, monday).rows if row.work_id == work)


def test_a_typed_cell_is_there_on_the_sheet(desk: Desk, make_work: Callable[..., int]) -> None:
    work = make_work()
    entered = put(desk, work, progress=Percent.of(65))
    row = row_of(desk, work)
    assert row.now is not None
    assert row.now.progress == Percent.of(65)
    assert (row.revision, row.last) == (1, None)
    assert entered.rejected == ()
    assert entered.changes.entities == {"week_entry"}


def test_the_first_cell_of_a_week_takes_over_last_weeks_figures(
    desk: Desk, make_work: Callable[..., int]
) -> None:
    """Every entry is a full snapshot, so that it stands for itself."""
    work = make_work()
    put(
        desk,
        work,
        LAST,
        stage=Stage.STRUCTURE,
        progress=Percent.of(40),
        started_area=Area.of(1000),
        invested=Money.of("81.5", scale=10_000),
        problem="缺少商品混凝土",
    )
    put(desk, work, progress=Percent.of(45))
    row = row_of(desk, work)
    assert row.now is not None
    assert row.last is not None
    assert row.last.progress == Percent.of(40)
    assert row.now.progress == Percent.of(45)
    assert row.now.stage is Stage.STRUCTURE
    assert row.now.started_area == Area.of(1000)
    assert row.now.invested == Money.of(815_000)
    assert row.now.problem == "缺少商品混凝土"
    assert row.now.as_of == desk.today


def test_the_grey_values_are_those_of_the_last_entry_however_long_ago(
    desk: Desk, make_work: Callable[..., int]
) -> None:
    work = make_work()
    put(desk, work, BEFORE, progress=Percent.of(30))
    row = row_of(desk, work)
    assert row.last is not None
    assert (row.last.week, row.last.progress) == (BEFORE, Percent.of(30))
    assert row.now is None


def test_blank_is_not_zero(desk: Desk, make_work: Callable[..., int]) -> None:
    first, second = make_work(), make_work(project="食堂建设项目")
    put(desk, first, started_area=Area.of(0))
    put(desk, second, progress=Percent.of(0))
    one, other = row_of(desk, first).now, row_of(desk, second).now
    assert one is not None
    assert other is not None
    assert one.started_area == Area.of(0)
    assert other.started_area is None
    put(desk, first, started_area=None)
    again = row_of(desk, first).now
    assert again is not None
    assert again.started_area is None


def test_a_paste_of_two_hundred_cells_is_one_operation_and_one_undo(
    desk: Desk, make_work: Callable[..., int]
) -> None:
    works = [make_work(project=f"第{n}号楼建设项目") for n in range(40)]
    cells = [
        cell
        for n, work in enumerate(works)
        for cell in (
            Cell(work, "stage", Stage.FOUNDATION),
            Cell(work, "progress", Percent.of(n // 2)),
            Cell(work, "started_area", Area.of(500)),
            Cell(work, "invested", Money.of(n, scale=10_000)),
            Cell(work, "problem", f"第{n}号"),
        )
    ]
    before = operations(desk)
    entered = week.enter(desk, WEEK, cells)
    assert operations(desk) == before + 1
    assert entered.changes.label == "2026年第11周填报（200格）"
    assert len(entered.changes.touched) == 40
    stored = {row.work_id: row.now for row in week.sheet(desk, WEEK).rows}
    for n, work in enumerate(works):
        entry = stored[work]
        assert entry is not None
        assert (entry.progress, entry.problem) == (Percent.of(n // 2), f"第{n}号")
    undoing.undo_last(desk)
    assert all(row.now is None for row in week.sheet(desk, WEEK).rows)


def operations(desk: Desk) -> int:
    with desk.read() as connection:
        query = select(func.count()).select_from(tables.operation)
        return int(connection.execute(query).scalar_one())


def test_refused_cells_come_back_with_the_reason_and_the_others_go_in(
    desk: Desk, make_work: Callable[..., int]
) -> None:
    good, bad = make_work(), make_work(project="食堂建设项目")
    put(desk, bad, LAST, progress=Percent.of(60))
    entered = week.enter(
        desk,
        WEEK,
        [
            Cell(good, "progress", Percent.of(20)),
            Cell(bad, "progress", Percent.of(55)),
            Cell(bad, "problem", "进度复核中"),
        ],
    )
    (finding,) = entered.rejected
    assert (finding.work_id, finding.field) == (bad, "progress")
    assert finding.problem.message == (
        "进度由上期60%降为55%，累计数只增不减；确需更正的请填写更正原因。"
    )
    now = row_of(desk, bad).now
    assert now is not None
    assert (now.progress, now.problem) == (Percent.of(60), "进度复核中")
    other = row_of(desk, good).now
    assert other is not None
    assert other.progress == Percent.of(20)


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"progress": Percent.of(101)}, "week.percent_range"),
        ({"progress": Percent.of(-1)}, "week.percent_range"),
        ({"started_area": Area.of(-1)}, "week.negative"),
        (
            {"started_area": Area.of(5), "completed_area": Area.of(6)},
            "week.completed_above_started",
        ),
        ({"as_of": date(2026, 3, 16)}, "week.as_of_outside"),
    ],
)
def test_the_impossible_is_refused_and_nothing_is_written(
    desk: Desk, make_work: Callable[..., int], cells: dict[str, Any], code: str
) -> None:
    work = make_work()
    before = operations(desk)
    entered = put(desk, work, **cells)
    assert code in {finding.problem.code for finding in entered.rejected}
    if len(cells) == 1:
        assert row_of(desk, work).now is None
        assert operations(desk) == before
        assert entered.changes.seq is None


def test_a_figure_may_fall_with_a_reason_which_is_kept(
    desk: Desk, make_work: Callable[..., int]
) -> None:
    work = make_work()
    put(desk, work, LAST, invested=Money.of(12, scale=10_000))
    refused = put(desk, work, invested=Money.of(10, scale=10_000))
    assert [f.problem.code for f in refused.rejected] == ["week.falls"]
    told = put(desk, work, invested=Money.of(10, scale=10_000), reason="审计核减上期多报部分")
    assert told.rejected == ()
    assert [(f.problem.code, f.problem.severity) for f in told.findings] == [
        ("week.falls", Severity.YELLOW)
    ]
    now = row_of(desk, work).now
    assert now is not None
    assert (now.invested, now.reason) == (Money.of(100_000), "审计核减上期多报部分")


def test_a_past_week_may_not_rise_above_the_one_after_it(
    desk: Desk, make_work: Callable[..., int]
) -> None:
    work = make_work()
    put(desk, work, LAST, progress=Percent.of(40))
    put(desk, work, progress=Percent.of(50))
    late = put(desk, work, LAST, progress=Percent.of(55))
    (finding,) = late.rejected
    assert finding.problem.message == "进度55%大于下期（2026年第11周）已填的50%，请先核对下期。"


def test_a_future_week_takes_nothing(desk: Desk, make_work: Callable[..., int]) -> None:
    work = make_work()
    entered = put(desk, work, WEEK + timedelta(weeks=1), progress=Percent.of(10))
    assert [f.problem.code for f in entered.rejected] == ["week.future"]


def test_unusual_values_go_in_with_a_finding(desk: Desk, make_work: Callable[..., int]) -> None:
    work = make_work(planned_area=1_000_00)
    entered = put(
        desk,
        work,
        stage=Stage.COMPLETED,
        progress=Percent.of(100),
        started_area=Area.of(1100),
        completed_area=Area.of(1100),
    )
    assert {f.problem.code for f in entered.findings} == {
        "week.started_above_plan",
        "week.completed_above_plan",
    }
    assert entered.rejected == ()


def test_no_change_differs_from_not_reported(desk: Desk, make_work: Callable[..., int]) -> None:
    told, silent, typed = (make_work(project=name) for name in ("甲楼项目", "乙楼项目", "丙楼项目"))
    for work in (told, silent, typed):
        put(desk, work, LAST, progress=Percent.of(40))
    put(desk, typed, progress=Percent.of(50))
    changes = week.mark_unchanged(desk, WEEK, [told, typed])
    assert len(changes.touched) == 1  # what was typed stays as typed
    marked, missing, kept = (row_of(desk, work).now for work in (told, silent, typed))
    assert marked is not None
    assert (marked.unchanged, marked.progress) == (True, Percent.of(40))
    assert missing is None
    assert kept is not None
    assert (kept.unchanged, kept.progress) == (False, Percent.of(50))


def test_typing_over_no_change_takes_the_mark_away(
    desk: Desk, make_work: Callable[..., int]
) -> None:
    work = make_work()
    put(desk, work, LAST, progress=Percent.of(40))
    week.mark_unchanged(desk, WEEK, [work])
    put(desk, work, progress=Percent.of(41))
    now = row_of(desk, work).now
    assert now is not None
    assert now.unchanged is False


def test_a_cleared_week_counts_as_not_reported_again(
    desk: Desk, make_work: Callable[..., int]
) -> None:
    work = make_work()
    put(desk, work, progress=Percent.of(40))
    week.clear(desk, WEEK, [work])
    assert row_of(desk, work).now is None
    undoing.undo_last(desk)
    now = row_of(desk, work).now
    assert now is not None
    assert now.progress == Percent.of(40)


def test_a_value_of_the_wrong_kind_is_a_fault_of_the_program(
    desk: Desk, make_work: Callable[..., int]
) -> None:
    work = make_work()
    with pytest.raises(TypeError):
        put(desk, work, invested=Area.of(5))
    with pytest.raises(TypeError):
        week.enter(desk, WEEK, [Cell(work, "invested", 5)])  # type: ignore[arg-type]  # the point


def test_the_same_value_again_is_no_operation(desk: Desk, make_work: Callable[..., int]) -> None:
    work = make_work()
    put(desk, work, progress=Percent.of(40))
    before = operations(desk)
    assert put(desk, work, progress=Percent.of(40)).changes.seq is None
    assert operations(desk) == before


def test_a_work_that_is_gone_is_told(desk: Desk) -> None:
    with pytest.raises(Refused) as told:
        put(desk, 4711, progress=Percent.of(40))
    assert told.value.code == "gone"


def test_the_sheet_of_one_programme(desk: Desk, make_work: Callable[..., int]) -> None:
    mine = make_work(programme="学前教育")
    make_work(programme="长效机制", project="围墙项目")
    (row,) = [row for row in week.sheet(desk, WEEK).rows if row.work_id == mine]
    rows = week.sheet(desk, WEEK, programme_id=row.programme_id).rows
    assert [row.work_id for row in rows] == [mine]
