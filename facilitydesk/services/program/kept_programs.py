"""Programs of earlier versions that are kept on this PC, and which backup belongs to which.

`versions.json` beside them says of each version what schema it writes, when it was replaced and
which verified backup was made of which data file then.
"""

from __future__ import annotations

import json
import shutil
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from facilitydesk import __version__, atomic, handover, places
from facilitydesk.domain.problems import Trouble
from facilitydesk.services.datafile.progress import Step
from facilitydesk.services.program import files as program_files
from facilitydesk.services.program.release import number
from facilitydesk.store import migrate

LIST = "versions.json"
_ROOM = 1 << 20  # bytes that must be left besides


@dataclass(frozen=True)
class Kept:
    """An earlier program; `backups` are the copies made when it was replaced, by data file."""

    version: str
    schema: int
    at: str
    folder: Path
    backups: dict[str, str]

    @property
    def program(self) -> Path:
        """What is started."""
        return handover.executable(self.folder)


def running() -> Path | None:
    """The folder of the program that runs now; None from sources."""
    import sys

    if getattr(sys, "frozen", False):
        return Path(sys.executable).resolve().parent
    return places.program_folder()


def kept() -> tuple[Kept, ...]:
    """The earlier programs that are still there, newest first."""
    found = []
    for version, entry in _read().items():
        folder = places.versions_folder() / version
        if entry.get("here") and not folder.exists():
            folder = _root() or folder  # a portable program itself, with newer ones beside it
        if handover.executable(folder).is_file() and number(version) < number(__version__):
            found.append(
                Kept(
                    version,
                    int(entry.get("schema", 0)),
                    str(entry.get("at", "")),
                    folder,
                    dict(entry.get("backups") or {}),
                )
            )
    return tuple(sorted(found, key=lambda each: number(each.version), reverse=True))


def keep(at: datetime, *, program: Path | None = None, step: Step | None = None) -> bool:
    """Keep the running program, so that there is a way back; False where it runs from sources.

    Raises Trouble("release.no_way_back") when it cannot be kept.
    """
    folder = program or running()
    if folder is None:
        return False
    target = places.versions_folder() / __version__
    here = folder == _root() and places.portable() is not None
    try:
        if not here and folder != target and not _sound(target):
            _refuse_full(folder, target)
            program_files.copy(folder, target, step)
        entry = _read().get(__version__, {})
        entry |= {"schema": migrate.SCHEMA, "at": at.isoformat(timespec="seconds"), "here": here}
        _write(__version__, entry)
    except OSError as error:
        why = error.strerror or str(error)
        raise Trouble("release.no_way_back", version=__version__, why=why) from error
    return True


def belongs(data_file: Path, copy: Path) -> None:
    """Note that a backup was made by the program of today, before it is replaced."""
    entry = _read().get(__version__, {"schema": migrate.SCHEMA})
    backups = dict(entry.get("backups") or {})
    backups[places.kept(data_file.absolute())] = places.kept(copy.absolute())
    with suppress(OSError):
        _write(__version__, entry | {"backups": backups})


def tidy(*stay: str) -> None:
    """Let go of programs that are neither named, nor running, nor stood in for."""
    wanted = {*stay, __version__, handover.installed_version()}
    folder = places.versions_folder()
    with suppress(OSError):
        for path in folder.iterdir():
            if path.is_dir() and path.name not in wanted:
                shutil.rmtree(path, ignore_errors=True)


def _root() -> Path | None:
    """The folder that a portable program lies in."""
    own = places.portable()
    return own.parent if own is not None else None


def _sound(folder: Path) -> bool:
    try:
        return not program_files.compare(folder).faults
    except OSError:
        return False


def _refuse_full(source: Path, target: Path) -> None:
    """Raises OSError before a folder is copied that will not fit."""
    target.parent.mkdir(parents=True, exist_ok=True)
    size = sum(path.stat().st_size for path in source.rglob("*") if path.is_file())
    if shutil.disk_usage(target.parent).free < size + _ROOM:
        raise OSError(f"磁盘空间不足，需要{(size >> 20) + 1} MB")


def _read() -> dict[str, dict[str, Any]]:
    try:
        text = (places.versions_folder() / LIST).read_text(encoding="utf-8")
        return {str(name): dict(entry) for name, entry in json.loads(text).items()}
    except (OSError, ValueError, AttributeError, TypeError):
        return {}


def _write(version: str, entry: dict[str, Any]) -> None:
    path = places.versions_folder() / LIST
    path.parent.mkdir(parents=True, exist_ok=True)
    body = json.dumps(_read() | {version: entry}, ensure_ascii=False, indent=1)
    atomic.write(path, body.encode())
