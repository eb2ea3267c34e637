"""Several officers at one server: who was faster is named, and nothing of anybody's is lost."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import date

import pytest
from sqlalchemy import select

from facilitydesk.domain.problems import Refused, Trouble
from facilitydesk.domain.quantities import Money, Percent
from facilitydesk.domain.stages import Stage
from facilitydesk.services import locks, week
from facilitydesk.services.datafile import files
from facilitydesk.services.desk import Desk, patience
from facilitydesk.services.journal import undoing
from facilitydesk.services.week import Cell, Value
from facilitydesk.store import tables
from tests.postgres import Server
from tests.store_fixtures import add_work, clock

pytestmark = pytest.mark.server
WEEK = date(2026, 3, 9)


@pytest.fixture
def desk(server_desk: Desk) -> Desk:
    return server_desk


@pytest.fixture
def other(desk: Desk) -> Iterator[Desk]:
    """李建平 at another PC, with connections of his own."""
    with closing(files.open_desk(desk.place, officer="李建平", clock=clock)) as there:
        yield there


def put(desk: Desk, work: int, name: str, value: Value, revision: int | None = None) -> None:
    week.enter(desk, WEEK, [Cell(work, name, value, revision)])


def stored(desk: Desk, work: int) -> tuple[str | None, str | None, int]:
    row = next(row for row in week.sheet(desk, WEEK).rows if row.work_id == work)
    assert row.now is not None
    stage = row.now.stage.term if row.now.stage else None
    return stage, None if row.now.progress is None else str(row.now.progress), row.revision


def test_both_see_what_the_other_has_saved(desk: Desk, other: Desk) -> None:
    work = add_work(desk)
    put(other, work, "progress", Percent.of(30))
    assert stored(desk, work) == (None, "30.00", 1)


def test_different_fields_of_one_row_go_in_side_by_side(desk: Desk, other: Desk) -> None:
    work = add_work(desk)
    put(desk, work, "progress", Percent.of(30))
    put(desk, work, "stage", Stage.STRUCTURE, 1)
    put(other, work, "progress", Percent.of(35), 1)  # has not seen the stage
    assert stored(desk, work) == ("主体施工", "35.00", 3)


def test_the_same_field_is_refused_naming_officer_and_value(desk: Desk, other: Desk) -> None:
    work = add_work(desk)
    put(desk, work, "progress", Percent.of(30))
    put(desk, work, "progress", Percent.of(32), 1)
    with pytest.raises(Refused) as told:
        put(other, work, "progress", Percent.of(35), 1)
    assert str(told.value) == "该内容刚被王敏修改为“32.00”，您的修改未保存；请核对后重新填写。"
    assert stored(other, work)[1] == "32.00"
    put(other, work, "progress", Percent.of(35), 2)  # having seen it, one may
    assert stored(desk, work)[1] == "35.00"


@pytest.mark.parametrize(
    ("name", "theirs", "mine", "words"),
    [
        ("stage", Stage.STRUCTURE, Stage.ROOFING, "主体施工"),
        ("invested", Money.of(12, scale=10_000), Money.of(13, scale=10_000), "120,000.00"),
        ("problem", "缺人手", "缺材料", "缺人手"),
    ],
)
def test_an_empty_cell_that_another_has_filled_meanwhile(
    desk: Desk, other: Desk, name: str, theirs: Value, mine: Value, words: str
) -> None:
    """Both saw no entry; the second to save is told what the first has written."""
    work = add_work(desk)
    put(desk, work, name, theirs, 0)
    with pytest.raises(Refused) as told:
        put(other, work, name, mine, 0)
    assert str(told.value) == f"该内容刚被王敏修改为“{words}”，您的修改未保存；请核对后重新填写。"


def test_empty_cells_of_different_fields_do_not_collide(desk: Desk, other: Desk) -> None:
    work = add_work(desk)
    put(desk, work, "progress", Percent.of(30), 0)
    put(other, work, "stage", Stage.STRUCTURE, 0)
    assert stored(desk, work)[:2] == ("主体施工", "30.00")


def test_the_same_value_twice_is_no_quarrel(desk: Desk, other: Desk) -> None:
    work = add_work(desk)
    put(desk, work, "progress", Percent.of(30), 0)
    put(other, work, "progress", Percent.of(30), 0)
    assert stored(desk, work)[1] == "30.00"


def test_ones_own_quick_second_thought_is_no_quarrel(desk: Desk) -> None:
    """The cell is typed again before the grid has heard of the first answer."""
    work = add_work(desk)
    put(desk, work, "progress", Percent.of(30), 0)
    put(desk, work, "progress", Percent.of(31), 0)
    put(desk, work, "progress", Percent.of(32), 1)
    assert stored(desk, work)[1] == "32.00"


def test_a_refused_paste_leaves_none_of_its_cells(desk: Desk, other: Desk) -> None:
    works = [add_work(desk, project=f"第{n}号楼项目") for n in range(5)]
    put(other, works[3], "progress", Percent.of(50), 0)
    with pytest.raises(Refused):
        week.enter(desk, WEEK, [Cell(work, "progress", Percent.of(40), 0) for work in works])
    rows = week.sheet(desk, WEEK).rows
    assert [row.work_id for row in rows if row.now] == [works[3]]


def test_undo_is_refused_by_what_the_other_did_and_names_him(desk: Desk, other: Desk) -> None:
    work = add_work(desk)
    put(desk, work, "progress", Percent.of(30))
    put(desk, work, "progress", Percent.of(40))
    put(other, work, "progress", Percent.of(45))
    with pytest.raises(Refused) as told:
        undoing.undo_last(desk)
    assert "李建平" in str(told.value)
    undoing.undo_last(other)
    undoing.undo_last(desk)
    assert stored(desk, work)[1] == "30.00"


def test_a_week_the_other_has_submitted_is_closed(desk: Desk, other: Desk) -> None:
    work = add_work(desk)
    locks.submit_week(other, WEEK)
    with pytest.raises(Refused) as told:
        put(desk, work, "progress", Percent.of(45))
    assert "李建平" in str(told.value)


def test_the_numbers_of_the_journal_have_no_gaps_under_pressure(desk: Desk) -> None:
    """Four PCs, ten cells each, at the same time, some of them refused."""
    works = [add_work(desk, project=f"第{n}号楼项目") for n in range(4)]
    failed: list[BaseException] = []

    def sit(number: int) -> None:
        try:
            with closing(files.open_desk(desk.place, officer=f"第{number}位", clock=clock)) as seat:
                for percent in range(1, 11):
                    put(seat, works[number], "progress", Percent.of(percent))
                    with pytest.raises(Refused):
                        put(seat, 4711, "progress", Percent.of(percent))
        except BaseException as error:  # noqa: BLE001 - shown by the assertion below
            failed.append(error)

    seats = [threading.Thread(target=sit, args=(number,)) for number in range(4)]
    for seat in seats:
        seat.start()
    for seat in seats:
        seat.join(60)
    assert not failed
    with desk.read() as connection:
        query = select(tables.operation.c.seq).order_by(tables.operation.c.seq)
        seqs = list(connection.execute(query).scalars())
    assert seqs == list(range(1, len(seqs) + 1))
    assert len([row for row in week.sheet(desk, WEEK).rows if row.now]) == 4
    assert files.verify(desk).faults == ()


def test_a_connection_that_dies_is_told_and_the_next_one_works(
    desk: Desk, postgres: Server
) -> None:
    """The server was restarted: the cell is not saved, its text is kept, the next try goes in."""
    work = add_work(desk)
    name = str(desk.engine.url.database)
    with pytest.raises(Trouble) as told, desk.operation("test", "改") as unit:
        unit.row(tables.work, work)
        postgres.command(
            f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
        )
        unit.update(tables.work, work, {"name": "食堂"})
    assert told.value.code == "db.cut"
    put(desk, work, "progress", Percent.of(45))
    assert stored(desk, work)[1] == "45.00"


def test_a_pc_that_holds_the_data_for_long_keeps_nobody_waiting_for_ever(
    desk: Desk, other: Desk
) -> None:
    work = add_work(desk)
    with other.operation("test", "写") as unit:
        unit.row(tables.work, work)
        with patience(100), pytest.raises(Trouble) as told:
            put(desk, work, "progress", Percent.of(45))
    assert told.value.code == "db.busy"
    put(desk, work, "progress", Percent.of(45))


def test_making_data_where_data_are_is_refused(desk: Desk) -> None:
    with pytest.raises(Trouble) as told:
        files.create(desk.place, clock=clock)
    assert told.value.code == "server.exists"
    assert files.verify(desk).counts["officer"] == 1


def test_a_database_of_others_is_none_of_ours(postgres: Server) -> None:
    with postgres.database() as url:
        with pytest.raises(Trouble) as told:
            files.open_desk(url, clock=clock)
        assert told.value.code == "server.not_ours"


def test_data_of_a_newer_program_are_left_alone(desk: Desk) -> None:
    with desk.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(Trouble) as told:
        files.open_desk(desk.place, clock=clock)
    assert told.value.code == "server.too_new"


def test_a_server_that_is_not_there(desk: Desk) -> None:
    with pytest.raises(Trouble) as told:
        files.open_desk("postgresql+psycopg://postgres@/x?host=/nowhere", clock=clock)
    assert told.value.code == "db.gone"
