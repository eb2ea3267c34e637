"""Making, opening and checking a data file."""

from __future__ import annotations

import getpass
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine, select

from facilitydesk.domain.problems import Trouble
from facilitydesk.domain.words.terms import Level
from facilitydesk.services.datafile.checking import Verified, check_file, reached, verify
from facilitydesk.services.datafile.guard import FileGuard
from facilitydesk.services.datafile.holding import (
    chain_end,
    check_name,
    hold,
    refuse_medium,
    take_lock,
)
from facilitydesk.services.desk import Desk, known_trouble, utc_now
from facilitydesk.services.people import seating
from facilitydesk.store import migrate, parts, tables
from facilitydesk.store.backup_folder import is_copy
from facilitydesk.store.engine import is_server, open_engine, reader
from facilitydesk.store.ids import new_id
from facilitydesk.store.journal import Head
from facilitydesk.store.lock import FileLock
from facilitydesk.store.unit import operation

__all__ = ["Verified", "account_name", "create", "open_desk", "verify"]


def create(
    place: Path | str,
    *,
    home: str = "本县",
    home_code: str = "",
    level: Level = Level.COUNTY,
    officer: str | None = None,
    clock: Callable[[], datetime] = utc_now,
) -> Desk:
    """A new data file (or the tables on an empty server), opened for writing.

    The file appears under its name only when it is complete. Raises Trouble: file.exists,
    file.held while another makes it, medium.not_made (on a share, a stick, in a synchronised
    folder), file.read_only.
    """
    if is_server(place):
        with known_trouble(place), disposing(open_engine(place)) as engine:
            with reader(engine).connect() as connection:
                if migrate.current(connection) is not None:
                    raise Trouble("server.exists")
            _fill(place, home, home_code, level, officer, clock)
        return open_desk(place, officer=officer, clock=clock)
    path = Path(place)
    check_name(path)
    if path.exists():
        raise Trouble("file.exists", path=path)
    refuse_medium(path, "medium.not_made")
    if not path.parent.is_dir() or not os.access(path.parent, os.W_OK):
        raise Trouble("file.read_only", path=path.parent)
    part = path.with_name(path.name + ".part")
    lock = hold(path, officer or account_name(), clock())  # somebody may be making it right now
    try:
        if path.exists():
            raise Trouble("file.exists", path=path)
        part.unlink(missing_ok=True)
        with known_trouble(place):
            _fill(part, home, home_code, level, officer, clock)
        part.rename(path)
    finally:
        part.unlink(missing_ok=True)
        part.with_name(part.name + "-journal").unlink(missing_ok=True)
        lock.release()
    return open_desk(path, officer=officer, clock=clock)


def _fill(
    place: Path | str,
    home: str,
    home_code: str,
    level: Level,
    officer: str | None,
    clock: Callable[[], datetime],
) -> None:
    from facilitydesk.services.datafile import first_rows  # opening a file does without

    migrate.upgrade(place)
    head = Head("new", "新建数据文件", new_id(), clock(), undoable=False)
    with disposing(open_engine(place)) as engine, operation(engine, head) as unit:
        unit.insert(tables.officer, {"id": head.officer_id, "name": officer or account_name()})
        home_id = unit.insert(
            tables.region, {"name": home, "code": home_code, "level": level.value}
        )
        unit.insert(tables.setting, {"key": "home_region", "value": str(home_id)})
        first_rows.insert(unit)


@contextmanager
def disposing(engine: Engine) -> Iterator[Engine]:
    """The engine for a block; its connections are closed afterwards."""
    try:
        yield engine
    finally:
        engine.dispose()


def open_desk(
    place: Path | str,
    *,
    officer: str | None = None,
    readonly: bool = False,
    clock: Callable[[], datetime] = utc_now,
) -> Desk:
    """An existing data file or server, ready for an officer (made when new to the file).

    Raises Trouble: missing, not ours, too new, damaged, or held by another (file.held); the file
    is then unchanged.
    """
    lock, guard, recovered = None, None, False
    opened, temporary = place, ExitStack()
    if not is_server(place):
        place = Path(place)
        check_name(place)
        if not readonly and is_copy(place):
            raise Trouble("backup.only_reading", path=place.name)
        if not readonly:
            lock = take_lock(place, officer or account_name(), clock())
    try:
        if isinstance(place, Path):
            # With the lock in hand: nobody else is in the middle of a change.
            with reached(place):
                recovered = check_file(place)
                guard = None if readonly else FileGuard(place)
                older = migrate.is_older(place)
            if older:
                from facilitydesk.services.datafile import upgrading

                if readonly:
                    opened = temporary.enter_context(upgrading.for_reading(place))
                else:
                    upgrading.upgrade(place, clock)
    except BaseException:
        temporary.close()
        if lock is not None:
            lock.release()
        raise
    engine = open_engine(opened, readonly=readonly)
    try:
        with known_trouble(place):
            if is_server(place):
                _check_server(engine)
            elif not readonly:  # read-only it may be looked at, and `verify` names all of it
                _check_parts(place, engine)
            desk = _seat(place, engine, officer, readonly=readonly, clock=clock, lock=lock)
            desk.temporary = temporary
            desk.upgraded = Path(opened) if opened is not place else None
            desk.recovered = recovered
            desk.unclean = recovered or (lock is not None and lock.left_behind)
            if guard is not None:
                guard.learn(chain_end(desk))
            desk.guard = guard
            return desk
    except BaseException:
        engine.dispose()
        temporary.close()
        if lock is not None:
            lock.release()
        raise


def _check_parts(place: Path | str, engine: Engine) -> None:
    """Raises Trouble("file.incomplete") where another program took a table or a column away."""
    with reader(engine).connect() as connection, connection.begin():
        faults = parts.missing(tuple(row) for row in connection.exec_driver_sql(parts.QUERY))
    if faults:
        raise Trouble("file.incomplete", path=place, what=faults[0].removeprefix(parts.CHECK))


def _seat(
    place: Path | str,
    engine: Engine,
    officer: str | None,
    *,
    readonly: bool,
    clock: Callable[[], datetime],
    lock: FileLock | None,
) -> Desk:
    with reader(engine).connect() as connection, connection.begin():
        home = connection.execute(
            select(tables.setting.c.value).where(tables.setting.c.key == "home_region")
        ).scalar()
    if home is None:
        raise Trouble("file.damaged", path=place)
    desk = Desk(place, engine, 0, "", int(home), readonly, clock, lock)
    seating.seat(desk, officer, account_name())
    return desk


def _check_server(engine: Engine) -> None:
    """Raises Trouble when the database is none of ours or made by a newer program."""
    with reader(engine).connect() as connection, connection.begin():
        found = migrate.current(connection)
    if found is None:
        raise Trouble("server.not_ours")
    if found > migrate.newest():
        raise Trouble("server.too_new", found=found, known=migrate.newest())
    if found < migrate.newest():
        raise Trouble("upgrade.server_old")


def account_name() -> str:
    """The name of the account at this PC, for the command line."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "经办人"
