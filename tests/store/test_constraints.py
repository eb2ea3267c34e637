"""What the database itself refuses, should a program ever forget to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from facilitydesk.services.desk import Desk
from facilitydesk.store import tables


def stored(desk: Desk, statement: str, **values: Any) -> None:
    with desk.engine.begin() as connection:
        connection.execute(text(statement), values)


@pytest.mark.parametrize("value", [12.5, "abc", "１２３", "１２.５", float("inf"), 1e20])
def test_an_amount_takes_whole_numbers_alone(file_desk: Desk, value: object) -> None:
    """STRICT tables; without STRICT SQLite stores every one of these."""
    with pytest.raises(DBAPIError):
        stored(
            file_desk,
            "INSERT INTO school (id, name, land_area) VALUES (1, '东桥小学', :value)",
            value=value,
        )


def test_a_text_column_keeps_text_as_text(desk: Desk) -> None:
    """A school code is digits, and its leading zero is part of it."""
    with desk.operation("test", "加") as unit:
        school = unit.insert(tables.school, {"name": "东桥小学", "code": "0136000123"})
        assert unit.row(tables.school, school)["code"] == "0136000123"


WORK = "UPDATE work SET {} WHERE id = :id"
ENTRY_TWICE = (
    "INSERT INTO week_entry (id, work_id, week_start, as_of)"
    " VALUES (1, :id, '2026-03-09', '2026-03-10')"
)
ENTRY = "UPDATE week_entry SET {} WHERE work_id = :id"


@pytest.mark.parametrize(
    "statement",
    [
        WORK.format("planned_area = -1"),
        WORK.format("planned_investment = -1"),
        WORK.format("category = 'garden'"),
        WORK.format("school_id = 1"),
        WORK.format("project_id = NULL"),
        ENTRY.format("progress = 10001"),
        ENTRY.format("progress = -1"),
        ENTRY.format("completed_area = 500, started_area = 499"),
        ENTRY.format("invested = -1"),
        ENTRY.format("unchanged = 2"),
        "UPDATE project SET pooled = 2 WHERE id = (SELECT project_id FROM work WHERE id = :id)",
        "UPDATE operation SET mode = 'hide'",
        "UPDATE operation SET seq = 0 WHERE seq = 1",
        "DELETE FROM work WHERE id = :id",
        "DELETE FROM school WHERE id = (SELECT school_id FROM work WHERE id = :id)",
        "DELETE FROM officer",
        "INSERT INTO setting (id, key, value) VALUES (1, 'home_region', '0')",
        ENTRY_TWICE,
    ],
)
def test_the_database_refuses(desk: Desk, make_work: Callable[..., int], statement: str) -> None:
    work = make_work()
    stored(
        desk,
        "INSERT INTO week_entry (id, work_id, week_start, as_of)"
        " VALUES (2, :id, '2026-03-09', '2026-03-11')",
        id=work,
    )
    with pytest.raises(IntegrityError):
        stored(desk, statement, **({"id": work} if ":id" in statement else {}))
