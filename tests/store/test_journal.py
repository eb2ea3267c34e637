"""The journal: nothing changes without it, and what was changed behind its back is found."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import RowMapping, select, text

from facilitydesk.domain.problems import Refused
from facilitydesk.services.desk import Desk
from facilitydesk.store import journal, tables
from facilitydesk.store.unit import Changes


def add_school(desk: Desk, **values: Any) -> int:
    with desk.operation("school.enter", "新增学校") as unit:
        return unit.insert(tables.school, {"name": "东桥小学", **values})


def change(desk: Desk, school: int, *, revision: int | None = None, **values: Any) -> Changes:
    with desk.operation("school.enter", "修改学校") as unit:
        unit.update(tables.school, school, values, revision=revision)
    return unit.result


def row(desk: Desk, school: int) -> RowMapping:
    with desk.read() as connection:
        query = select(tables.school).where(tables.school.c.id == school)
        return connection.execute(query).mappings().one()


def changes(desk: Desk, seq: int) -> list[journal.Change]:
    with desk.read() as connection:
        return journal.changes_of(connection, seq)


def operations(desk: Desk) -> int:
    with desk.read() as connection:
        return len(connection.execute(select(tables.operation.c.seq)).all())


def broken(desk: Desk) -> int | None:
    with desk.read() as connection:
        return journal.verify_part(connection, (0, ""))[0]


def test_a_new_row_is_kept_with_its_whole_content(desk: Desk) -> None:
    school = add_school(desk, land_area=120_050)
    (made,) = changes(desk, 2)
    assert (made.entity, made.row_id, made.field, made.before) == ("school", school, None, None)
    content = json.loads(made.after or "")
    stored = {k: v for k, v in row(desk, school).items() if k != "revision"}
    assert content == stored
    assert (content["name"], content["land_area"]) == ("东桥小学", 120_050)


def test_a_change_is_kept_field_by_field(desk: Desk) -> None:
    school = add_school(desk)
    result = change(desk, school, name="西桥小学", land_area=5, phone="")
    assert result.touched == {("school", school)}
    assert changes(desk, 3) == [
        ("school", school, "name", '"东桥小学"', '"西桥小学"', 2),
        ("school", school, "land_area", "null", "5", 2),
    ]
    assert row(desk, school)["revision"] == 2


def test_a_deleted_row_is_kept_with_its_whole_content(desk: Desk) -> None:
    school = add_school(desk)
    with desk.operation("school.delete", "删除学校") as unit:
        unit.delete(tables.school, school)
    (gone,) = changes(desk, 3)
    assert gone.after is None
    assert json.loads(gone.before or "")["name"] == "东桥小学"
    with pytest.raises(Refused) as told:
        change(desk, school, name="西桥小学")
    assert told.value.code == "gone"


def test_what_changes_nothing_is_no_operation(desk: Desk) -> None:
    school = add_school(desk)
    before = operations(desk)
    result = change(desk, school, name="东桥小学")
    assert (result.seq, result.touched) == (None, frozenset())
    with desk.operation("nothing", "什么也没做"):
        pass
    assert operations(desk) == before


def test_a_block_that_fails_leaves_nothing(desk: Desk) -> None:
    before = operations(desk)
    with pytest.raises(RuntimeError, match="on purpose"), desk.operation("test", "坏") as unit:
        unit.insert(tables.school, {"name": "东桥小学"})
        raise RuntimeError("on purpose")
    assert operations(desk) == before
    with pytest.raises(RuntimeError, match="not ended"):
        _ = unit.result


def test_many_rows_are_one_operation_in_their_order(desk: Desk) -> None:
    with desk.operation("school.import", "导入") as unit:
        ids = unit.insert_many(tables.school, ({"name": f"第{n}小学"} for n in range(500)))
    assert unit.result.seq == 2
    assert [c.row_id for c in changes(desk, 2)] == ids == sorted(ids)
    assert broken(desk) is None


def test_an_operation_knows_who_when_and_what(desk: Desk) -> None:
    add_school(desk)
    with desk.read() as connection:
        kept = connection.execute(select(tables.operation).where(tables.operation.c.seq == 2)).one()
    assert (kept.kind, kept.label, kept.officer_id) == ("school.enter", "新增学校", desk.officer_id)
    assert kept.at == desk.clock()
    with desk.read() as connection:
        raw = connection.execute(text("SELECT at FROM operation WHERE seq = 2")).scalar()
    assert raw == "2026-03-11T02:00:00.000Z"


def test_a_sound_chain(desk: Desk, make_work: Callable[..., int]) -> None:
    for _ in range(5):
        make_work()
    assert broken(desk) is None
    with desk.read() as connection:
        chain = connection.execute(select(tables.operation).order_by(tables.operation.c.seq)).all()
    assert [op.seq for op in chain] == list(range(1, len(chain) + 1))
    assert [op.previous_hash for op in chain] == ["", *(op.hash for op in chain[:-1])]


@pytest.mark.parametrize(
    ("statement", "first"),
    [
        ("UPDATE change SET after = '\"改过\"' WHERE seq = 3 AND position = 0", 3),
        ("UPDATE change SET row_id = row_id + 1 WHERE seq = 2", 2),
        ("UPDATE change SET position = 7 WHERE seq = 2 AND position = 0", None),
        ("DELETE FROM change WHERE seq = 3 AND position = 0", 3),
        ("UPDATE operation SET label = '别的' WHERE seq = 3", 3),
        ("UPDATE operation SET at = '2026-03-12T02:00:00.000Z' WHERE seq = 2", 2),
        ("UPDATE operation SET undoable = 0 WHERE seq = 3", 3),
        ("UPDATE operation SET hash = 'x' WHERE seq = 2", 2),
    ],
)
def test_an_edit_behind_the_journals_back_is_found(
    desk: Desk, statement: str, first: int | None
) -> None:
    """Only the order of changes counts, not the number in `position`."""
    school = add_school(desk)
    change(desk, school, name="西桥小学", phone="0999-510000")
    change(desk, school, name="南桥小学")
    assert broken(desk) is None
    with desk.engine.begin() as connection:
        connection.exec_driver_sql(statement)
    assert broken(desk) == first


def test_a_removed_operation_is_found(desk: Desk) -> None:
    school = add_school(desk)
    change(desk, school, name="西桥小学")
    change(desk, school, name="南桥小学")
    with desk.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM change WHERE seq = 3")
        connection.exec_driver_sql("DELETE FROM operation WHERE seq = 3")
    assert broken(desk) == 4


def test_the_officer_who_was_faster_is_named(desk: Desk) -> None:
    school = add_school(desk)
    with desk.operation("officer.add", "登记人员") as unit:
        other = unit.insert(tables.officer, {"name": "李建平"})
    change(desk, school, phone="1")
    there = Desk(desk.place, desk.engine, other, "李建平", desk.home_id, clock=desk.clock)
    with pytest.raises(Refused) as told:
        change(there, school, phone="2", revision=1)
    assert told.value.args_ == {"officer": "王敏", "field": "phone", "value": "1"}
    change(there, school, name="西桥小学", revision=1)  # another field of the row
    change(there, school, phone="1", revision=1)  # the same value
    assert (row(desk, school)["name"], row(desk, school)["phone"]) == ("西桥小学", "1")


def test_ids_rise_and_never_repeat() -> None:
    from facilitydesk.store.ids import new_id

    made = [new_id() for _ in range(10_000)]
    assert made == sorted(set(made))
    assert all(0 < number < 2**63 for number in made)
