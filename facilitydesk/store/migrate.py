"""Making and upgrading the schema: all steps in one transaction, compared before they count.

The versions live in db/versions, one file per step, append only. `user_version` of a data file is
100 × the number of its last step. A program refuses a file with a step it does not know, even one
that only adds a table: it could not undo, journal or check what stands there. The last two digits
are kept for changes that every program of the same step may still write (there are none yet).
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, inspect

from facilitydesk.resources import db_folder
from facilitydesk.store.engine import APPLICATION_ID, is_server, migration_engine

if TYPE_CHECKING:
    from alembic.script import ScriptDirectory

# Alembic is imported when steps are run: it would add 0.4 s to every start of the program.

SCHEMA = 600  # step 0006; a test compares it with db/versions
_COUNTED_APART = {"alembic_version"}


def upgrade(
    place: str | Path, *, to: str = "head", step: Callable[[int, int], None] | None = None
) -> None:
    """Bring a data file or server to the newest schema, or leave it exactly as it was.

    `step` is called with the number of the schema step that is done and that of the last one.
    Raises RuntimeError when a step lost rows or broke a reference; the transaction is then undone.
    """
    engine = migration_engine(place)
    try:
        with engine.connect() as connection, connection.begin():
            before = _counts(connection)
            _run(connection, to, step)
            after = _counts(connection)
            for table, rows in before.items():
                if after.get(table) != rows:
                    raise RuntimeError(f"migration changed the rows of {table}")
            if not is_server(place):
                if connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                    raise RuntimeError("migration broke a reference")
                connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
                version = int(current(connection) or newest()) * 100
                connection.exec_driver_sql(f"PRAGMA user_version={version}")
    finally:
        engine.dispose()


def is_older(path: Path) -> bool:
    """Whether a data file (known to be ours) was written by an earlier version of the program."""
    return schema_of(path) < SCHEMA


def schema_of(path: Path) -> int:
    """The schema a data file stands at: the user_version in its header."""
    with path.open("rb") as file:
        return int.from_bytes(file.read(64)[60:], "big")


def newest() -> str:
    """The name of the newest step; steps are numbered 0001, 0002, …."""
    steps = [path.stem.split("_")[0] for path in (db_folder() / "versions").glob("[0-9]*.py")]
    if not steps:
        raise RuntimeError("no migrations were found")
    return max(steps)


def current(connection: Connection) -> str | None:
    """The step a database stands at; None for an empty one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    step = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    return None if step is None else str(step)


def _scripts() -> ScriptDirectory:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(db_folder()).replace("%", "%%"))
    config.set_main_option("path_separator", "newline")
    return ScriptDirectory.from_config(config)


def _run(connection: Connection, to: str, step: Callable[[int, int], None] | None) -> None:
    from alembic.migration import MigrationContext
    from alembic.operations import Operations

    scripts = _scripts()
    last = int(newest())

    def applied(**about: Any) -> None:
        if step is not None:
            step(int(about["step"].up_revision_id), last)

    context = MigrationContext.configure(
        connection,
        opts={
            "fn": lambda revision, _context: scripts._upgrade_revs(to, revision),  # noqa: SLF001 - Alembic's own way of running without an env.py
            "transactional_ddl": True,
            "on_version_apply": (applied,),
        },
    )
    with Operations.context(context):
        context.run_migrations()


def _counts(connection: Connection) -> dict[str, int]:
    names = set(inspect(connection).get_table_names()) - _COUNTED_APART
    return {
        name: connection.exec_driver_sql(f'SELECT count(*) FROM "{name}"').scalar_one()  # noqa: S608 - names come from the database itself
        for name in sorted(names)
    }
