"""Going back to a backup: what would be lost and gained, then the exchange of the two files.

The backup is checked first, then copied beside the data file, brought to today's schema, and told
in its own journal; only then does it take the data file's place in one step of the file system.
The present file stays beside it as `…恢复前-日期` (a damaged one as `…损坏-日期`), so that going
back again is the same deed with that file. Whenever it is interrupted, the data file is either
the one before or the restored one. Who may do it, and who may come in afterwards: authority.py.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from facilitydesk import atomic
from facilitydesk.domain.backups import Reason
from facilitydesk.domain.posts import Post
from facilitydesk.domain.problems import Trouble
from facilitydesk.services.datafile import backups
from facilitydesk.services.datafile.asides import BEFORE, DAMAGED, Aside, asides
from facilitydesk.services.datafile.asides import thin as thin_asides
from facilitydesk.services.datafile.backups import Copy, Places, default_folder
from facilitydesk.services.datafile.progress import Step
from facilitydesk.services.datafile.restore_preview import Preview, preview, refuse_itself, stamp
from facilitydesk.services.datafile.restore_words import term, to_json, told
from facilitydesk.services.desk import BEIJING, known_trouble, utc_now
from facilitydesk.services.people import authority
from facilitydesk.store import backup, migrate, tables
from facilitydesk.store.backup import PART
from facilitydesk.store.engine import open_engine
from facilitydesk.store.ids import new_id
from facilitydesk.store.journal import Head
from facilitydesk.store.lock import FileLock
from facilitydesk.store.unit import Unit, operation

_SETTING = "restored"  # the row that tells when a file was restored, from what


@dataclass(frozen=True)
class Restored:
    """What a restore did; `aside` is the file before, still there."""

    data_file: Path
    source: Path
    aside: Path | None
    seq: int
    preview: Preview


def restore(
    data_file: Path,
    source: Path,
    *,
    officer: str | None,
    password: authority.Ask | None = None,
    at_desk: bool = False,
    clock: Callable[[], datetime] = utc_now,
    step: Step | None = None,
    as_it_is: bool = False,
    seen: Preview | None = None,
) -> Restored:
    """Put a backup (or a file set aside) in the place of the data file, which nobody may have open.

    `password` is asked for where the log-in is on, unless the officer was `at_desk` just now.
    `as_it_is`: byte by byte, for an older program that knows no newer schema. `seen`: what the
    officer was shown; where neither file changed since, it is not read a second time.
    Raises Refused (login.*, post.*) and Trouble (file.held, restore.*, disk.full, …); the data
    file is then what it was.
    """
    data_file, source = data_file.absolute(), source.absolute()
    refuse_itself(data_file, source)
    officer, people = _admitted(data_file, source, officer, password, at_desk=at_desk)
    lock = FileLock(data_file)
    with _telling(data_file):
        holder = lock.acquire(officer, clock())
    if holder is not None:
        raise Trouble("file.held", officer=holder.officer, host=holder.host, since=holder.since)
    part = data_file.with_name(f"{data_file.name}.{BEFORE}{PART}")
    try:
        with _telling(data_file):
            _take_back(data_file)
            now = stamp(data_file), stamp(source)
            if seen is None or seen.source != source or seen.stamps != now or None in now:
                seen = preview(data_file, source, step)
            if seen.differences is not None:
                _keep_too(data_file, clock())
            _remove(part)
            atomic.copy(source, part, _copying(step))
            seq = seen.facts.last.seq
            if not as_it_is:
                with known_trouble(data_file):
                    migrate.upgrade(part)
                    seq = _tell(part, source, officer, people, clock())
            aside = _exchange(data_file, part, seen, clock())
            _papers_back(data_file)
            with contextlib.suppress(OSError):
                thin_asides(backups.places_of(data_file))
    finally:
        _remove(part)
        lock.release()
    return Restored(data_file, source, aside, seq, seen)


def copy_named(where: Places, found: tuple[Copy, ...], wanted: str) -> Path:
    """A backup by its path, its file name or its number. Raises Trouble("file.missing")."""
    path = Path(wanted)
    if path.is_file():
        return path
    for copy in found:
        if wanted in (copy.path.name, str(copy.number)):
            return copy.path
    for aside in asides(where.data_file):
        if wanted == aside.path.name:
            return aside.path
    raise Trouble("file.missing", path=wanted)


def _take_back(data_file: Path) -> None:
    """An unfinished change of a killed program is taken back, while its journal is at hand."""
    beside = data_file.with_name(data_file.name + "-journal")
    if data_file.is_file() and beside.is_file() and beside.stat().st_size:
        with (
            contextlib.suppress(sqlite3.Error),
            contextlib.closing(sqlite3.connect(data_file)) as opened,
        ):
            opened.execute("SELECT count(*) FROM sqlite_master").fetchone()


def _keep_too(data_file: Path, at: datetime) -> None:
    """A sound file also goes into the list of backups, unless its state is there already.

    It is set aside in any case, so that a full disk or a closed folder is no reason to stop.
    """
    where = backups.places_of(data_file)
    made = backups.newest(where)
    with contextlib.closing(backup.open_readonly(data_file)) as reading:
        if made is not None and made.last.hash == backup.last_of(reading).hash:
            return
    if data_file.stat().st_size <= _LARGE:
        with contextlib.suppress(Trouble):
            backups.back_up_file(where, Reason.RESTORE, at)


_LARGE = 256 << 20  # bytes; comparing more would take longer than an officer should wait


def _admitted(
    data_file: Path, source: Path, officer: str | None, password: authority.Ask | None, **more: bool
) -> tuple[str, authority.People | None]:
    """Who restores, and the people to be taken over; None where those of the backup hold."""
    with authority.speaking(data_file, source) as desk:
        if desk is None:
            return officer or "", None
        name = authority.admit(desk, officer, password, authority.RESTORE, **more)
        people = authority.people(desk)
    try:
        return name, None if authority.goes_on_from(source, people.last) else people
    except (OSError, sqlite3.Error):
        return name, people  # what is wrong with it is told by the check that follows


def _tell(
    part: Path, source: Path, officer: str, people: authority.People | None, at: datetime
) -> int:
    """Write the restore into the restored file's own journal; the number of that operation."""
    head = Head("restore", f"由备份恢复：{source.name}", new_id(), at, undoable=False)
    engine = open_engine(part)
    try:
        with operation(engine, head) as unit:
            if people is not None:
                authority.carry(unit, people)
            _sit_down(unit, head, officer)
            value = json.dumps({"from": source.name, "at": at.isoformat()}, ensure_ascii=False)
            setting = tables.setting
            row = unit.connection.execute(
                select(setting.c.id).where(setting.c.key == _SETTING)
            ).scalar()
            if row is None:
                unit.insert(setting, {"key": _SETTING, "value": value})
            else:
                unit.update(setting, row, {"value": value})
        return unit.result.seq or 0
    finally:
        engine.dispose()


def _sit_down(unit: Unit, head: Head, officer: str) -> None:
    people = tables.officer
    known = unit.connection.execute(select(people.c.id).where(people.c.name == officer)).scalar()
    if known is None:
        new = {"id": head.officer_id, "name": officer, "role": Post.VIEW.value}
        unit.insert(people, new)
    else:
        head.officer_id = int(known)


def _exchange(data_file: Path, part: Path, seen: Preview, at: datetime) -> Path | None:
    """Set the present file aside and put the restored one in its place; never is there none."""
    if not data_file.exists():
        atomic.install(part, data_file)
        return None
    aside = _free_name(data_file, BEFORE if seen.differences else DAMAGED, at)
    try:
        os.link(data_file, aside)  # the same file under a second name: nothing is copied
    except OSError:
        shutil.copyfile(data_file, aside)  # sticks know no second names
        with aside.open("rb+") as file:
            os.fsync(file.fileno())
    journal = data_file.with_name(data_file.name + "-journal")
    try:
        if journal.is_file():  # it belongs to the file before and would spoil the restored one
            if journal.stat().st_size:
                journal.replace(aside.with_name(aside.name + "-journal"))
            else:
                journal.unlink()
        atomic.sync_folder(data_file.parent)
        atomic.install(part, data_file)
    except OSError:
        kept = aside.with_name(aside.name + "-journal")
        if kept.is_file():
            kept.replace(journal)
        aside.unlink()
        raise
    return aside


def _free_name(data_file: Path, word: str, at: datetime) -> Path:
    stem = f"{data_file.name.removesuffix('.fdk')}-{word}-{at.astimezone(BEIJING):%Y%m%d-%H%M}"
    used = [0]
    for path in data_file.parent.glob("*.fdk"):
        more = path.name.removeprefix(stem).removesuffix(".fdk")
        if path.name.startswith(stem) and (not more or more[1:].isdecimal()):
            used.append(int(more[1:]) if more else 1)
    number = max(used) + 1  # above all of this minute, so that their order is told by the name
    return data_file.with_name(f"{stem}-{number}.fdk" if number > 1 else f"{stem}.fdk")


def _papers_back(data_file: Path) -> None:
    """Papers that are no longer beside the data file come back from beside the backups."""
    target = data_file.with_suffix(".files")
    source = default_folder(data_file) / target.name
    if not source.is_dir():
        return
    for path in source.iterdir():
        if len(path.name) == 64 and not (target / path.name).exists():
            target.mkdir(exist_ok=True)
            atomic.copy(path, target / path.name)


def _remove(part: Path) -> None:
    for path in (part, part.with_name(part.name + "-journal")):
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)


def _copying(step: Step | None) -> atomic.Step | None:
    return None if step is None else lambda done, total: step(done, total, "复制备份")


@contextlib.contextmanager
def _telling(data_file: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise atomic.trouble(error, data_file) from error
    except sqlite3.Error as error:
        raise Trouble("restore.failed", why=error) from error


__all__ = [
    "Aside",
    "Reason",
    "Restored",
    "asides",
    "copy_named",
    "restore",
    "term",
    "to_json",
    "told",
]
