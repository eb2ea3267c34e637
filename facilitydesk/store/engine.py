"""How a data file or server is opened, so that a commit that was acknowledged is never lost.

SQLite: journal_mode TRUNCATE with synchronous EXTRA, and we say BEGIN ourselves: IMMEDIATE for
writing, plain for reading. These settings lost nothing in simulated power cuts where the
defaults lost the last commit in a third of them. Reads must be short: in this journal mode an
open read blocks a commit.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import URL, Connection
from sqlalchemy.pool import NullPool

APPLICATION_ID = 0x46444B31  # "FDK1"
BUSY_MS = 8000
_patience: ContextVar[int] = ContextVar("patience", default=BUSY_MS)
_PRAGMAS = (
    "foreign_keys=ON",
    f"busy_timeout={BUSY_MS}",
    "synchronous=EXTRA",
    "trusted_schema=OFF",
    "cache_size=-65536",
)


@contextmanager
def patience(milliseconds: int) -> Iterator[None]:
    """Within the block a busy data file or server is waited for no longer than this."""
    token = _patience.set(milliseconds)
    try:
        yield
    finally:
        _patience.reset(token)


def hurried() -> bool:
    """Whether the caller asked for less patience than usual."""
    return _patience.get() < BUSY_MS


def is_server(place: str | Path) -> bool:
    """Whether a place is a database URL of a server and not a file."""
    return str(place).startswith(("postgresql:", "postgresql+"))


def open_engine(place: str | Path, *, readonly: bool = False) -> Engine:
    """An engine on a data file or server URL. `readonly` opens the file so that nothing is written."""
    if is_server(place):
        return _server(str(place), readonly=readonly)
    path = Path(place).absolute()
    query = {"mode": "ro" if readonly else "rw", "uri": "true"}
    url = URL.create("sqlite", database=path.as_uri(), query=query)
    engine = create_engine(url, hide_parameters=True)  # errors end in reports
    if readonly:
        event.listen(engine, "connect", _connect_readonly)
        event.listen(engine, "begin", _begin_reading)
        return engine
    event.listen(engine, "connect", _connect)
    event.listen(engine, "begin", _begin)
    event.listen(engine, "checkin", _checkin)
    return engine


def reader(engine: Engine) -> Engine:
    """The same engine for short reads: BEGIN instead of BEGIN IMMEDIATE."""
    return engine.execution_options(readonly=True)


def migration_engine(place: str | Path) -> Engine:
    """An engine for schema steps: foreign keys are off before the transaction begins.

    Otherwise Alembic's batch mode, which drops and renames tables, would empty child tables.
    """
    if is_server(place):
        return create_engine(str(place), poolclass=NullPool)
    engine = create_engine(
        URL.create("sqlite", database=str(Path(place).absolute())), poolclass=NullPool
    )

    @event.listens_for(engine, "connect")
    def _on_connect(dbapi: Any, _record: Any) -> None:
        dbapi.isolation_level = None
        for pragma in ("foreign_keys=OFF", "synchronous=EXTRA", "journal_mode=TRUNCATE"):
            dbapi.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def _connect(dbapi: Any, _record: Any) -> None:
    dbapi.isolation_level = None  # we say BEGIN
    for pragma in _PRAGMAS:
        dbapi.execute(f"PRAGMA {pragma}")
    if dbapi.execute("PRAGMA foreign_keys").fetchone()[0] != 1:
        raise RuntimeError("foreign keys could not be switched on")
    if dbapi.execute("PRAGMA journal_mode=TRUNCATE").fetchone()[0] != "truncate":
        raise RuntimeError("journal mode TRUNCATE was not accepted")


def _connect_readonly(dbapi: Any, _record: Any) -> None:
    dbapi.isolation_level = None
    for pragma in (f"busy_timeout={BUSY_MS}", "trusted_schema=OFF", "query_only=ON"):
        dbapi.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    wanted = _patience.get()
    if connection.info.get("patience", BUSY_MS) != wanted:
        connection.exec_driver_sql(f"PRAGMA busy_timeout={wanted}")
        connection.info["patience"] = wanted
    reading = connection.get_execution_options().get("readonly")
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


def _begin_reading(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")


def _checkin(dbapi: Any, _record: Any) -> None:
    # After a COMMIT that failed the connection is still inside its transaction.
    if dbapi is not None and dbapi.in_transaction:
        dbapi.rollback()


def _server(url: str, *, readonly: bool) -> Engine:
    engine = create_engine(
        url,
        hide_parameters=True,
        pool_pre_ping=True,
        connect_args={
            "options": f"-c lock_timeout={BUSY_MS} -c idle_in_transaction_session_timeout=60s"
            + (" -c default_transaction_read_only=on" if readonly else "")
        },
    )
    event.listen(engine, "begin", _begin_reading_on_server if readonly else _begin_on_server)
    return engine


def _begin_on_server(connection: Connection) -> None:
    """One writer at a time, as in a file: an operation sees all that was committed before it.

    Otherwise two officers could read a row before either has written it, and the numbers of the
    journal would not be gapless.
    """
    if connection.get_execution_options().get("readonly"):
        _begin_reading_on_server(connection)
    else:
        connection.exec_driver_sql(
            f"SELECT set_config('lock_timeout', '{_patience.get()}ms', true),"
            f" pg_advisory_xact_lock({APPLICATION_ID})"
        )


def _begin_reading_on_server(connection: Connection) -> None:
    connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
