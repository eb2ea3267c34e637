"""The desk: an open data file with the officer who sits at it. Every service takes it first."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from threading import Lock

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, OperationalError

from facilitydesk.domain.posts import Post, needed
from facilitydesk.domain.problems import Refused, Trouble
from facilitydesk.services.datafile import outcome
from facilitydesk.services.datafile.guard import FileGuard
from facilitydesk.services.people import posting
from facilitydesk.store import engine as engines
from facilitydesk.store.base import metadata
from facilitydesk.store.journal import Head
from facilitydesk.store.lock import FileLock
from facilitydesk.store.unit import Unit, operation

patience = engines.patience  # the window waits no longer than a blink in its own thread
_ALWAYS = {"login.own", "login.recover"}  # also while a new password is asked for
BEIJING = timezone(timedelta(hours=8), "北京时间")


def utc_now() -> datetime:
    """The clock of the program; tests hand in their own."""
    return datetime.now(UTC)


@dataclass
class Desk:
    """An open data file or server. Close it when done; it may be used from several threads."""

    place: Path | str
    engine: Engine
    officer_id: int
    officer: str
    home_id: int  # the file's home region, a county or a prefecture
    readonly: bool = False
    clock: Callable[[], datetime] = utc_now
    lock: FileLock | None = field(default=None, repr=False)
    recovered: bool = False  # the last session was killed; its unfinished change was taken back
    unclean: bool = False  # the last session did not end by itself
    guard: FileGuard | None = field(default=None, repr=False)
    stopped: Trouble | None = None  # why nothing may be written any more (damage was found)
    wanted: int = 0  # operations under way or waiting; long checks give way to them
    temporary: ExitStack = field(default_factory=ExitStack, repr=False)  # given up when closed
    upgraded: Path | None = None  # the temporary copy in which an older file is read
    before_commit: Callable[[Desk, Unit], None] | None = field(default=None, repr=False)
    post: Post = Post.MANAGE
    login: bool = False  # this data file asks for a log-in
    change_needed: Refused | None = None  # why a new password must be set before anything else
    file_readonly: bool = field(init=False)  # `readonly` also holds for one whose post is 查看

    _counting: Lock = field(default_factory=Lock, repr=False)

    def __post_init__(self) -> None:
        self.file_readonly = self.readonly

    @property
    def today(self) -> date:
        """Today in Beijing, whatever the PC's time zone says."""
        return self.clock().astimezone(BEIJING).date()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A short read in one transaction. Raises Trouble for what the world does to a file."""
        engine = engines.reader(self.engine)
        try:
            with known_trouble(self.place), engine.connect() as connection, connection.begin():
                yield connection
        except Trouble as trouble:
            self._after(trouble)
            raise

    @contextmanager
    def operation(self, kind: str, label: str, *, undoable: bool = True) -> Iterator[Unit]:
        """One operation; its Changes stand in `unit.result` when the block has ended."""
        head = Head(kind, label, self.officer_id, self.clock(), undoable)
        with self.run(head) as unit:
            yield unit

    @contextmanager
    def run(self, head: Head) -> Iterator[Unit]:
        """An operation with a ready head (undo and redo). Raises Refused without the post for it."""
        if self.file_readonly:
            raise Trouble("file.read_only", path=self.place)
        if self.change_needed is not None and head.kind not in _ALWAYS:
            raise self.change_needed
        if self.stopped is not None:
            raise self.stopped
        guard = self.guard
        with self._counting:
            self.wanted += 1
        try:
            if guard is not None:
                guard.before(self.engine)
            seal = None if guard is None else guard.seal
            with known_trouble(self.place), operation(self.engine, head, seal) as unit:
                posting.refuse(unit.connection, head, login=self.login)
                yield unit
                if self.before_commit is not None:
                    self.before_commit(self, unit)
            if guard is not None:
                guard.after(head)
        except Refused:
            self.compare()  # a row that is gone, an officer nobody knows: of other data?
            raise
        except Trouble as trouble:
            told = outcome.settled(self.engine, head, trouble)
            if told is not None:
                self._after(told)
                raise told from trouble.__cause__
        finally:
            with self._counting:
                self.wanted -= 1

    def may(self, kind: str) -> bool:
        """Whether the officer may do this kind of operation; screens dim what he may not."""
        return not self.file_readonly and self.post.covers(needed(kind))

    @property
    def file(self) -> Path:
        """The data file whose pages are read; another than `place` for one of an older version."""
        return self.upgraded or Path(self.place)

    @property
    def hurried(self) -> bool:
        """Whether the caller waits no longer than a blink (the window's own thread)."""
        return engines.hurried()

    def present(self) -> bool:
        """Whether the file that was opened is still at its place; for a look now and then."""
        return self.guard is None or self.guard.there()

    def compare(self) -> None:
        """Raises Trouble when the file is not the one that was opened any more."""
        if self.guard is not None:
            self.guard.before(self.engine)
            with self.read() as connection:
                self.guard.compare(connection)

    def _after(self, trouble: Trouble) -> None:
        """After a fault of the disk what is open is closed: the next try opens the file anew."""
        if trouble.code in {"db.io", "file.moved", "file.read_only", "file.missing"}:
            self.engine.dispose()

    def close(self) -> None:
        """Give back the file and its lock."""
        self.engine.dispose()
        self.temporary.close()
        if self.lock is not None:
            self.lock.release()


_BY_ERROR = {
    "SQLITE_FULL": "disk.full",
    "SQLITE_BUSY": "db.busy",
    "SQLITE_LOCKED": "db.busy",
    "SQLITE_READONLY_DBMOVED": "file.moved",
    "SQLITE_READONLY": "file.read_only",
    "SQLITE_CANTOPEN": "file.missing",
    "SQLITE_CORRUPT": "file.damaged",
    "SQLITE_NOTADB": "file.not_ours",
}
_NO_TABLE = re.compile(r"no such table: (\w+)$")


@contextmanager
def known_trouble(place: Path | str) -> Iterator[None]:
    """Turns what the disk, the file or the server does into one Chinese sentence each."""
    try:
        yield
    except DBAPIError as error:
        trouble = trouble_of(error, place)
        if trouble is None:
            raise
        raise trouble from error


def trouble_of(error: DBAPIError, place: Path | str) -> Trouble | None:
    """The known trouble behind a driver's error; None when it is a bug of ours."""
    origin = error.orig
    if isinstance(origin, sqlite3.Error):
        name = getattr(origin, "sqlite_errorname", None) or ""
        lost = _NO_TABLE.match(str(origin))
        if lost and lost[1] in metadata.tables:  # emptied under the program
            name = "SQLITE_CORRUPT"
        if not name and "decode to UTF-8" in str(origin):  # a text we never wrote
            name = "SQLITE_CORRUPT"
        for prefix, code in _BY_ERROR.items():
            if name.startswith(prefix):
                return Trouble(code, path=place)
        return Trouble("db.io", detail=name) if name.startswith("SQLITE_IOERR") else None
    state = getattr(origin, "sqlstate", None)
    never_there = state is None and isinstance(error, OperationalError)  # no answer at all
    if error.connection_invalidated or never_there or (state or "").startswith(("08", "57P")):
        return Trouble("db.gone")
    return Trouble("db.busy") if state in {"55P03", "40001", "40P01"} else None
