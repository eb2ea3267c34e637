"""The transaction recipe: what a failed, interrupted or crossed transaction leaves behind."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import event, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from facilitydesk.domain.problems import Trouble
from facilitydesk.services.datafile import files
from facilitydesk.services.desk import Desk, patience
from facilitydesk.store import tables
from facilitydesk.store.engine import reader
from tests.store_fixtures import clock


def names(desk: Desk) -> list[str]:
    with desk.read() as connection:
        return list(connection.execute(select(tables.school.c.name)).scalars())


def add_school(desk: Desk, name: str) -> int:
    with desk.operation("test", "加学校") as unit:
        return unit.insert(tables.school, {"name": name})


def test_a_table_made_in_a_failed_transaction_is_gone(desk: Desk) -> None:
    with pytest.raises(RuntimeError, match="on purpose"), desk.engine.begin() as connection:
        connection.execute(text("CREATE TABLE scratch (a INTEGER)"))
        raise RuntimeError("on purpose")
    with desk.engine.begin() as connection:
        connection.execute(text("CREATE TABLE scratch (a INTEGER)"))  # not there already


def test_a_released_savepoint_goes_with_the_outer_rollback(desk: Desk) -> None:
    with pytest.raises(RuntimeError, match="on purpose"), desk.operation("test", "加") as unit:
        with unit.connection.begin_nested():
            unit.insert(tables.school, {"name": "临时小学"})
        raise RuntimeError("on purpose")
    assert names(desk) == []


def test_a_read_does_not_change_under_its_reader(desk: Desk) -> None:
    """One dashboard is one moment, whatever others commit between its queries."""
    add_school(desk, "东桥小学")
    with desk.read() as connection:
        first = connection.execute(select(tables.school.c.name)).scalars().all()
        committed = threading.Thread(target=_add_patiently, args=(desk, "西桥小学"))
        committed.start()
        committed.join(0.2)  # SQLite: the writer waits for us; PostgreSQL: it has committed
        again = connection.execute(select(tables.school.c.name)).scalars().all()
    committed.join(5)
    assert first == again == ["东桥小学"]
    assert sorted(names(desk)) == ["东桥小学", "西桥小学"]


def _add_patiently(desk: Desk, name: str) -> None:
    add_school(desk, name)


def test_no_update_is_lost_between_two_who_add_to_the_same_cell(desk: Desk) -> None:
    """Both read, both add one, both write: 20 additions must come to 20."""
    school = add_school(desk, "东桥小学")
    failed: list[BaseException] = []

    def add_ten() -> None:
        try:
            for _ in range(10):
                with desk.operation("test", "加一") as unit:
                    land = unit.row(tables.school, school)["land_area"] or 0
                    unit.update(tables.school, school, {"land_area": land + 1})
        except BaseException as error:  # noqa: BLE001 - shown by the assertion below
            failed.append(error)

    both = [threading.Thread(target=add_ten) for _ in range(2)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join(30)
    assert not failed
    with desk.read() as connection:
        assert connection.execute(select(tables.school.c.land_area)).scalar_one() == 20


def test_readers_see_the_old_values_while_somebody_writes(desk: Desk) -> None:
    school = add_school(desk, "东桥小学")
    with desk.operation("test", "改名") as unit:
        unit.update(tables.school, school, {"name": "西桥小学"})
        assert names(desk) == ["东桥小学"]
    assert names(desk) == ["西桥小学"]


def test_a_second_writer_is_told_that_the_data_are_busy(desk: Desk) -> None:
    with desk.operation("test", "写") as unit:
        unit.insert(tables.school, {"name": "东桥小学"})
        with patience(50), pytest.raises(Trouble) as told:
            add_school(desk, "西桥小学")
    assert told.value.code == "db.busy"
    add_school(desk, "西桥小学")  # once it is free, it goes through
    assert sorted(names(desk)) == ["东桥小学", "西桥小学"]


def test_a_failed_commit_leaves_the_pool_clean(desk: Desk) -> None:
    """After a COMMIT that failed the next operation must find no open transaction."""

    def break_commit(connection: Any) -> None:
        raise DBAPIError("COMMIT", None, RuntimeError("disk full, say"))

    event.listen(desk.engine, "commit", break_commit)
    with pytest.raises(DBAPIError):
        add_school(desk, "东桥小学")
    event.remove(desk.engine, "commit", break_commit)
    add_school(desk, "西桥小学")
    assert names(desk) == ["西桥小学"]


def test_a_real_failed_commit_on_a_file_is_rolled_back(file_desk: Desk) -> None:
    """A reader with an open transaction makes COMMIT answer SQLITE_BUSY; nothing is half done."""
    other = files.open_desk(file_desk.place, readonly=True, clock=clock)
    with other.read() as held:
        held.execute(select(tables.school.c.id)).all()
        with patience(50), pytest.raises(Trouble) as told:
            add_school(file_desk, "东桥小学")
    assert told.value.code == "db.busy"
    add_school(file_desk, "西桥小学")
    assert names(file_desk) == ["西桥小学"]
    other.close()


def test_what_reads_cannot_write(desk: Desk) -> None:
    """A read on the server is refused its writes; a file opened read-only is so altogether."""
    if desk.engine.dialect.name == "sqlite":
        shown = files.open_desk(desk.place, readonly=True, clock=clock)
        engine = shown.engine
    else:
        shown = files.open_desk(desk.place, readonly=True, clock=clock)
        engine = reader(desk.engine)
    with pytest.raises(DBAPIError), engine.begin() as connection:
        connection.execute(tables.school.insert(), {"id": 1, "name": "东桥小学"})
    with pytest.raises(Trouble) as told:
        add_school(shown, "东桥小学")
    assert told.value.code == "file.read_only"
    shown.close()
    assert names(desk) == []


def test_a_row_with_a_missing_parent_is_refused_and_nothing_of_the_operation_stays(
    desk: Desk, make_work: Callable[..., int]
) -> None:
    make_work()
    with pytest.raises(IntegrityError), desk.operation("test", "错误的引用") as unit:
        unit.insert(tables.school, {"name": "东桥小学"})
        unit.insert(tables.work, {"project_id": 12345, "school_id": 12345})
    assert names(desk) == ["城关镇中心小学"]
    with desk.read() as connection:
        kinds = connection.execute(select(tables.operation.c.kind)).scalars().all()
    assert "test" not in kinds
