"""The migrated schema is the one the program thinks in, on both engines; steps lose no rows."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import CheckConstraint, Connection, inspect, text

from facilitydesk.services.desk import Desk
from facilitydesk.store import migrate
from facilitydesk.store.base import metadata
from facilitydesk.store.engine import APPLICATION_ID
from tests.store_fixtures import add_work


def test_the_migrations_make_exactly_the_tables_of_the_program(desk: Desk) -> None:
    with desk.read() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": _differ}
        )
        assert compare_metadata(context, metadata) == []


def _differ(*args: Any) -> bool:
    """Whether two defaults differ in more than quotes, brackets and casts."""
    *_, there, _column, wanted = args
    plain = [re.sub(r"[()']|::\w+", "", default or "") for default in (there, wanted)]
    return plain[0] != plain[1]


def test_every_check_of_the_program_is_in_the_database(desk: Desk) -> None:
    """Alembic compares no CHECKs, so they are compared by name here."""
    with desk.read() as connection:
        look = inspect(connection)
        for name, table in metadata.tables.items():
            wanted = {str(c.name) for c in table.constraints if isinstance(c, CheckConstraint)}
            there = {str(c["name"]) for c in look.get_check_constraints(name)}
            assert there == wanted, name


def test_all_tables_of_a_file_are_strict(file_desk: Desk) -> None:
    with file_desk.read() as connection:
        rows = connection.execute(text("SELECT name, strict FROM pragma_table_list")).all()
    loose = {name for name, strict in rows if not strict and not name.startswith("sqlite_")}
    assert loose == {"alembic_version"}


def test_every_constraint_has_a_name(desk: Desk) -> None:
    with desk.read() as connection:
        look = inspect(connection)
        for name in metadata.tables:
            keys: list[Any] = [*look.get_foreign_keys(name), *look.get_unique_constraints(name)]
            assert all(key["name"] for key in keys), name


def test_a_file_says_whose_it_is_and_of_which_version(file_desk: Desk) -> None:
    with file_desk.read() as connection:
        assert connection.exec_driver_sql("PRAGMA application_id").scalar() == APPLICATION_ID
        assert connection.exec_driver_sql("PRAGMA user_version").scalar() == migrate.SCHEMA
        assert migrate.current(connection) == migrate.newest()
    assert migrate.newest() == migrate._scripts().get_current_head()


def test_upgrading_what_is_new_changes_nothing(desk: Desk, make_work: Callable[..., int]) -> None:
    make_work()
    with desk.read() as connection:
        before = {name: _count(connection, name) for name in metadata.tables}
    migrate.upgrade(desk.place)
    with desk.read() as connection:
        assert {name: _count(connection, name) for name in metadata.tables} == before


def _count(connection: Connection, name: str) -> int:
    return int(connection.execute(text(f"SELECT count(*) FROM {name}")).scalar_one())


def test_a_step_that_loses_rows_is_taken_back_whole(
    file_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_work(file_desk)
    path = Path(file_desk.place)
    file_desk.engine.dispose()
    before = path.read_bytes()

    def lossy(connection: Connection, to: str, step: object) -> None:
        connection.exec_driver_sql("CREATE TABLE fresh (a INTEGER)")
        connection.exec_driver_sql("DELETE FROM work")

    monkeypatch.setattr(migrate, "_run", lossy)
    with pytest.raises(RuntimeError, match="work"):
        migrate.upgrade(path)
    assert path.read_bytes() == before


def test_a_step_that_breaks_a_reference_is_taken_back_whole(
    file_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_work(file_desk)
    path = Path(file_desk.place)
    file_desk.engine.dispose()
    before = path.read_bytes()

    def breaking(connection: Connection, to: str, step: object) -> None:
        connection.exec_driver_sql("UPDATE work SET project_id = 4711")

    monkeypatch.setattr(migrate, "_run", breaking)
    with pytest.raises(RuntimeError, match="reference"):
        migrate.upgrade(path)
    assert path.read_bytes() == before
    check = sqlite3.connect(path)
    assert check.execute("PRAGMA foreign_key_check").fetchall() == []
    check.close()
