"""Looking through an open data file for damage, in the background and without being in the way.

At every opening: the pages of each table, references, foreign triggers, the newest rows and some
chosen by chance beside the journal. Deep (once a week, after a session that did not end by itself,
and by `verify`): the indexes too, every row beside the journal, the whole chain. Every read is
short, and a check that is under way is broken off when the officer stores something.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from threading import Event, Thread

from facilitydesk.services.desk import Desk
from facilitydesk.services.journal import row_names
from facilitydesk.store import journal, parts, rowcheck
from facilitydesk.store.engine import is_server, reader

SAMPLE = 400  # rows looked at at every opening
MOST = 20  # faults that are named
_LOOK = 0.005  # seconds between two looks at who is waiting
_PAUSE, _LONGEST_PAUSE = 0.05, 10.0  # seconds, doubled each time somebody was in the way
_TRIES = 40  # a table that could not be read to its end so often is left for the next time
_OPERATIONS = 200  # of the chain at a time


class StoppedError(Exception):
    """The file is being closed."""


@dataclass(frozen=True)
class Findings:
    """What was found, as sentences; `complete` is False when something was left for next time."""

    faults: tuple[str, ...]
    deep: bool
    complete: bool = True


def inspect(
    desk: Desk, *, deep: bool = False, going_on: Callable[[], bool] = lambda: True
) -> Findings:
    """Look through the data file. Raises StoppedError when `going_on` says no."""
    if is_server(desk.place):
        return Findings((), deep)
    looking = _Look(desk, deep, going_on)
    try:
        with closing(open_readonly(desk.file)) as reading:
            looking.look(reading)
    except sqlite3.DatabaseError as error:
        if not _is_damage(error):  # busy, or out of reach: nothing is known
            return Findings((), deep, complete=False)
        looking.faults.append(f"结构检查：{error}")
    if not desk.present():  # what was read may be another file
        return Findings((), deep, complete=False)
    return Findings(tuple(looking.faults[:MOST]), deep, looking.complete)


def _is_damage(error: sqlite3.DatabaseError) -> bool:
    name = getattr(error, "sqlite_errorname", None) or "SQLITE_CORRUPT"  # text that is no UTF-8
    return name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB"))


def open_readonly(path: Path) -> sqlite3.Connection:
    """A connection of its own that writes nothing and waits for a commit under way."""
    reading = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None, timeout=8
    )
    reading.execute("PRAGMA trusted_schema=OFF")
    return reading


class _Look:
    def __init__(self, desk: Desk, deep: bool, going_on: Callable[[], bool]) -> None:
        self.desk, self.deep, self.going_on = desk, deep, going_on
        self.faults: list[str] = []
        self.complete = True

    def look(self, reading: sqlite3.Connection) -> None:
        self.faults += foreign_objects(reading) + parts.missing(reading.execute(parts.QUERY))
        names = _tables(reading)
        check = "integrity_check" if self.deep else "quick_check"
        for name in ("sqlite_schema", *names):
            answers = self._unhurried(reading, f"PRAGMA {check}({name})")
            self.faults += [f"结构检查：{line[0]}" for line in answers[:5] if line[0] != "ok"]
        if self.faults:  # rows of broken pages tell nothing more
            return
        for name in names:
            broken = self._unhurried(reading, f"PRAGMA foreign_key_check({name})")
            self.faults += [
                f"引用检查：{row[0]} 中有记录引用了不存在的 {row[2]}" for row in broken[:5]
            ]
        differences = (
            rowcheck.check_all(reading, self._give_way)
            if self.deep
            else rowcheck.check_sample(reading, SAMPLE, Random(), self._give_way)  # noqa: S311 - no secret
        )
        for difference in differences:
            self.faults.append(row_names.told(difference, reading))
            if len(self.faults) >= MOST:
                return
        if self.deep:
            self._chain()

    def _chain(self) -> None:
        end, bad = (0, ""), None
        while bad is None:
            self._give_way()
            start = end
            with reader(self.desk.engine).connect() as connection, connection.begin():
                try:
                    bad, end = journal.verify_part(connection, start, _OPERATIONS)
                except ValueError:  # a moment or a flag that is none
                    bad = start[0] + 1
            if end == start:
                break
        if bad is not None:
            self.faults.append(f"操作日志第{bad}条与其校验值不符，可能被其他程序改动过")

    def _give_way(self) -> None:
        """Let what the officer does go first."""
        while self.desk.wanted:
            self._stop_if_closing()
            time.sleep(_PAUSE)
        self._stop_if_closing()
        time.sleep(0)

    def _wait(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self._stop_if_closing()
            time.sleep(_PAUSE)

    def _stop_if_closing(self) -> None:
        if not self.going_on():
            raise StoppedError

    def _unhurried(self, reading: sqlite3.Connection, sql: str) -> list[tuple[str, ...]]:
        """The answer of a long check that is begun again when somebody had to write meanwhile."""
        pause = _PAUSE
        for _ in range(_TRIES):
            self._give_way()
            try:
                with self._interruptible(reading):
                    return reading.execute(sql).fetchall()
            except sqlite3.OperationalError as error:
                if error.sqlite_errorname not in {"SQLITE_INTERRUPT", "SQLITE_BUSY"}:
                    raise
                self._wait(pause)
                pause = min(2 * pause, _LONGEST_PAUSE)
        self.complete = False
        return []

    @contextmanager
    def _interruptible(self, reading: sqlite3.Connection) -> Iterator[None]:
        """Breaks a long statement off, from a thread of its own: one page check is one opcode."""
        over = Event()

        def watch() -> None:
            while not over.wait(_LOOK):
                if self.desk.wanted or not self.going_on():
                    reading.interrupt()

        watcher = Thread(target=watch, name="giving way")
        watcher.start()
        try:
            yield
        finally:
            over.set()
            watcher.join()


def foreign_objects(reading: sqlite3.Connection) -> list[str]:
    """Triggers and views: we make none, so another program put them there."""
    found = reading.execute(
        "SELECT type, name FROM sqlite_schema WHERE type IN ('trigger', 'view')"
    )
    return [f"文件中有不属于本程序的内容（{kind} {name}）" for kind, name in found]


def row_faults(place: Path) -> list[str]:
    """Every row beside the journal; [] when all agree, at most MOST sentences."""
    faults: list[str] = []
    try:
        with closing(open_readonly(place)) as reading:
            faults += foreign_objects(reading)
            for difference in rowcheck.check_all(reading, lambda: None):
                faults.append(row_names.told(difference, reading))
                if len(faults) >= MOST:
                    break
    except sqlite3.DatabaseError as error:
        faults.append(f"结构检查：{error}")
    return faults


def _tables(reading: sqlite3.Connection) -> list[str]:
    rows = reading.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
    return [row[0] for row in rows if not row[0].startswith("sqlite_") and row[0].isidentifier()]
