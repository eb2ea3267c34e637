"""Backups of a data file: when one is due, where it goes, what became of it.

A server's data are backed up by whoever runs the server; here every call answers
Trouble("backup.server") then.
"""

from __future__ import annotations

import contextlib
import errno
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from facilitydesk import atomic
from facilitydesk.domain.backups import BACKUPS, Reason
from facilitydesk.domain.problems import Refused, Trouble
from facilitydesk.services import settings
from facilitydesk.services.datafile import loans
from facilitydesk.services.datafile.progress import Step
from facilitydesk.services.desk import BEIJING, Desk
from facilitydesk.services.projects import attachments
from facilitydesk.store import backup, backup_folder, tables
from facilitydesk.store.backup_folder import UPGRADES, Copy
from facilitydesk.store.unit import Unit

__all__ = ["UPGRADES", "Copy", "Places", "Reason"]
SUFFIX = BACKUPS
_WORDS = {"copy": "复制", "check": "核对"}


@dataclass(frozen=True)
class Places:
    """Where the backups of a data file lie."""

    data_file: Path
    folder: Path  # beside the data file unless the setting says otherwise
    second: Path | None = None

    @property
    def default(self) -> Path:
        """The folder beside the data file; it also remembers where the others are."""
        return default_folder(self.data_file)

    @property
    def all(self) -> tuple[Path, ...]:
        """Every folder once, the one in use first."""
        wanted = (self.folder, self.default, *([self.second] if self.second else []))
        return tuple(dict.fromkeys(wanted))


def default_folder(data_file: Path) -> Path:
    """临溪县.fdk → 临溪县.备份 beside it; for a copy lent from a stick, a folder that stays here."""
    path = data_file.absolute()
    name = path.name.removesuffix(".fdk") + SUFFIX
    if loans.folder() in path.parents:  # it goes back, and its folder with it
        return loans.folder().with_name("backups") / path.parent.name / name
    return path.with_name(name)


def data_file_of(path: Path) -> Path:
    """The data file that a chosen file is a backup of; any other file is meant itself."""
    path = path.absolute()
    if backup_folder.is_copy(path):
        for folder in (path.parent, path.parent.parent):
            if folder.name.endswith(SUFFIX):
                return folder.with_name(folder.name.removesuffix(SUFFIX) + ".fdk")
    return path


def places(desk: Desk) -> Places:
    """Where the backups of an open data file lie. Raises Trouble("backup.server")."""
    if not isinstance(desk.place, Path):
        raise Trouble("backup.server")
    values = settings.load(desk).values
    data_file = desk.place.absolute()
    folder, second = str(values["backup.folder"]), str(values["backup.second"])
    return Places(
        data_file,
        Path(folder).absolute() if folder else default_folder(data_file),
        Path(second).absolute() if second else None,
    )


def refuse_server() -> None:
    """Raises the one sentence about backups of a server's data."""
    raise Trouble("backup.server")


def places_of(data_file: Path) -> Places:
    """The same without opening the file (it may be damaged): as noted at the last backup."""
    default = default_folder(data_file)
    noted = backup_folder.noted(default)
    folder, second = noted.get("folder"), noted.get("second")
    return Places(
        data_file.absolute(),
        Path(folder) if isinstance(folder, str) and folder else default,
        Path(second) if isinstance(second, str) and second else None,
    )


def copies(where: Places) -> tuple[Copy, ...]:
    """All backups of a data file that can be reached, newest first by number, each once."""
    found: dict[str, Copy] = {}
    for folder in where.all:
        with contextlib.suppress(OSError):
            for copy in backup_folder.copies(folder):
                held = found.get(copy.path.name)
                if held is None or (copy.verified and not held.verified):
                    found[copy.path.name] = copy
    return tuple(sorted(found.values(), key=lambda c: (c.number, c.path.name), reverse=True))


def noted(desk: Desk) -> Copy | None:
    """What was written down about the open file, when it is a backup."""
    if not isinstance(desk.place, Path) or not backup_folder.is_copy(desk.place):
        return None
    return backup_folder.find(desk.place)


def as_noted(copy: Copy) -> bool:
    """Whether a backup still holds what it held when it was made; every row is read."""
    try:
        return not copy.verified or backup.check(copy.path).content.digest == copy.content
    except (OSError, backup.UnsoundError):
        return False


def newest(where: Places) -> Copy | None:
    """The newest verified backup."""
    return next((copy for copy in copies(where) if copy.verified), None)


def changed(desk: Desk) -> bool:
    """Whether the data differ from the newest verified backup (or there is none)."""
    made = newest(places(desk))
    return made is None or made.last.hash != head(desk)


def head(desk: Desk) -> str:
    """The hash of the last operation."""
    op = tables.operation
    with desk.read() as connection:
        return str(
            connection.execute(select(op.c.hash).order_by(op.c.seq.desc()).limit(1)).scalar() or ""
        )


def back_up(
    desk: Desk,
    reason: Reason,
    *,
    to: Path | None = None,
    insist: bool = True,
    step: Step | None = None,
) -> Copy:
    """Make a verified backup now and let those go that may. Raises Trouble; nothing is lost then.

    `insist`: also where officers never pause, without keeping them waiting; else
    Trouble("backup.busy") comes.
    """
    desk.compare()  # other data, laid over ours, are no backup of ours
    where = places(desk)
    if to is not None:
        where = Places(where.data_file, to.absolute(), where.second)
    made = back_up_file(where, reason, desk.clock(), insist=insist, step=step)
    if to is None:
        _note(where)
    backup_folder.thin(where.folder)
    if to is None:
        from facilitydesk.services.datafile import asides

        with contextlib.suppress(OSError):
            asides.thin(where)
    return made


def back_up_file(
    where: Places,
    reason: Reason,
    at: datetime,
    *,
    insist: bool = True,
    step: Step | None = None,
) -> Copy:
    """A verified backup of a file that need not be open. Raises Trouble."""
    above = max((copy.number for copy in copies(where)), default=0)
    with telling(where.folder):
        return backup_folder.add(
            where.data_file,
            where.folder,
            reason,
            at.astimezone(BEIJING),
            above=above,
            insist=insist,
            step=_worded(step),
        )


def keep_papers(desk: Desk, folder: Path, step: Step | None = None) -> int:
    """Copy the papers that are not yet beside the backups; how many. Raises Trouble."""
    with telling(folder):
        return copy_papers(desk, folder, step)


def copy_papers(desk: Desk, folder: Path, step: Step | None) -> int:
    """The same with the disk's own OSError, for callers that say more."""
    try:
        source = attachments.folder(desk)
    except Refused:
        return 0
    if not source.is_dir():
        return 0
    target = folder / source.name
    new = [
        path
        for path in sorted(source.iterdir())
        if path.is_file() and len(path.name) == 64 and not _same_size(path, target / path.name)
    ]
    if new:
        target.mkdir(parents=True, exist_ok=True)
    for number, path in enumerate(new):
        if step is not None:
            step(number, len(new), "复制资料")
        atomic.copy(path, target / path.name)
    return len(new)


def before_import(desk: Desk, step: Step | None = None) -> None:
    """The backup before rows come in from outside; a server's data are backed up elsewhere.

    Raises Trouble: without it nothing is taken in.
    """
    if isinstance(desk.place, Path):
        back_up(desk, Reason.IMPORT, step=step)


def guard(desk: Desk) -> None:
    """From now on an operation of many rows makes a backup before it is written.

    In the window's thread it answers Trouble("db.busy"), so that the worker takes it over.
    """
    if isinstance(desk.place, Path) and not desk.readonly:
        desk.before_commit = _before_many


def _before_many(desk: Desk, unit: Unit) -> None:
    if unit.rows_changed <= _FEWEST:
        return
    values = settings.read(unit.connection).values
    if unit.rows_changed <= int(values["backup.rows"]):
        return
    made = newest(places(desk))
    if made is not None and made.last.hash == head(desk):
        return  # exactly this state was backed up just now, before the import
    if desk.hurried:
        raise Trouble("db.busy")
    back_up(desk, Reason.MASS)


_FEWEST = 10  # the setting's lower bound


def _note(where: Places) -> None:
    """Remember beside the data file where its backups are: it may one day be unreadable."""
    with contextlib.suppress(OSError):
        folder = "" if where.folder == where.default else str(where.folder)
        backup_folder.note(where.default, {"folder": folder, "second": str(where.second or "")})


@contextlib.contextmanager
def telling(folder: Path) -> Iterator[None]:
    """Turns what disks do while a backup is made into one Chinese sentence each.

    Raises Trouble: backup.damaged, backup.busy, backup.full, backup.closed, backup.failed.
    """
    try:
        yield
    except backup.UnsoundError as error:
        raise Trouble("backup.damaged", what=error) from error
    except backup.BusyError as error:
        raise Trouble("backup.busy") from error
    except sqlite3.Error as error:
        name = getattr(error, "sqlite_errorname", None) or ""
        raise _trouble(_ERRORS.get(name, 0), folder, name or str(error)) from error
    except OSError as error:
        raise _trouble(error.errno or 0, folder, error.strerror or str(error)) from error


_ERRORS = {
    "SQLITE_FULL": errno.ENOSPC,
    "SQLITE_READONLY": errno.EROFS,
    "SQLITE_CANTOPEN": errno.EACCES,
}


def _trouble(number: int, folder: Path, why: str) -> Trouble:
    if number in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return Trouble("backup.full", folder=folder)
    if number in (errno.EROFS, errno.EACCES, errno.EPERM):
        return Trouble("backup.closed", folder=folder)
    return Trouble("backup.failed", folder=folder, why=why)


def _same_size(one: Path, other: Path) -> bool:
    return other.is_file() and one.stat().st_size == other.stat().st_size


def _worded(step: Step | None) -> backup.Step | None:
    if step is None:
        return None
    return lambda what, done, total: step(done, total, _WORDS.get(what, what))
