"""Upgrading the program from a stick: backup, the program of today kept, the new one handed over.

Until the last step nothing is changed but what is added: a verified backup, a copy of the program
that runs, and the release brought to this PC and compared there (the stick may be pulled).
"""

from __future__ import annotations

import os
import shutil
import sys
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath

from facilitydesk import atomic, handover, places
from facilitydesk.domain.backups import Reason
from facilitydesk.domain.problems import Trouble
from facilitydesk.services.datafile import backups
from facilitydesk.services.datafile.backups import Copy
from facilitydesk.services.datafile.progress import Step
from facilitydesk.services.desk import Desk, utc_now
from facilitydesk.services.program import files as program_files
from facilitydesk.services.program import kept_programs
from facilitydesk.services.program.release import Kind, Release

INCOMING = "incoming"
_OPENER = "xdg-open"
_SCREENS = {"DISPLAY", "WAYLAND_DISPLAY"}


@dataclass(frozen=True)
class Ready:
    """What `hand_over` goes on with: the compared release on this PC, and the way back."""

    release: Release
    file: Path  # the installer on this PC, or the folder of a portable program
    backup: Copy | None  # None: no data file was named, or a server holds the data
    way_back: bool  # whether the program of today was kept

    @property
    def command(self) -> str:
        """What installs it by hand; nothing for a portable program."""
        if self.release.kind is Kind.PACKAGE:
            return f"sudo dpkg -i '{self.file}'"
        return f'"{self.file}" /S' if self.release.kind is Kind.SETUP else ""


def prepare(
    release: Release,
    data: Desk | Path | None,
    *,
    clock: Callable[[], datetime] = utc_now,
    program: Path | None = None,
    step: Step | None = None,
) -> Ready:
    """Everything before the program is replaced. Raises Trouble; nothing is replaced then.

    `data` is the open data file or its path; `program` the folder of the running program.
    """
    copy = _back_up(data, clock(), step)
    way_back = kept_programs.keep(clock(), program=program, step=step)
    if copy is not None:
        kept_programs.belongs(_file(data), copy.path)
    try:
        file = _bring(release, step)
    except (OSError, zipfile.BadZipFile) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise Trouble("release.not_brought", name=release.path.name, why=why) from error
    if release.kind is not Kind.FOLDER and atomic.file_hash(file) != release.sha256:
        raise Trouble("release.damaged", name=release.path.name)
    return Ready(release, file, copy, way_back)


def hand_over(ready: Ready, data: Path | None = None) -> bool:
    """Begin the replacement; the program must end now. False: the officer is to run the command.

    Windows: the installer waits for this program's end, works in silence and opens the new one.
    Linux: the desktop's own installer opens with the package. Portable: the new one starts.
    Raises Trouble("release.start_failed").
    """
    words: list[str]
    environment = handover.environment_for(standing_in=False)
    try:
        if ready.release.kind is Kind.FOLDER:
            handover.set_switch(ready.release.version)
            environment = handover.environment_for(standing_in=True)
            words = [str(handover.executable(ready.file))]
            words += [str(data)] if data is not None else []
        else:
            handover.set_switch(None)  # what was just asked for must not be stood in for
            if ready.release.kind is Kind.SETUP:
                words = [str(ready.file), "/S", "/RESTART"]
            else:
                opener = shutil.which(_OPENER)
                if opener is None or not _SCREENS & os.environ.keys():
                    return False
                words = [opener, str(ready.file)]
        kept_programs.tidy(ready.release.version, INCOMING)
        handover.begin(words, environment, ready.file.parent)
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise Trouble("release.start_failed", why=why, name=ready.release.path.name) from error
    return True


def _file(data: Desk | Path | None) -> Path:
    found = data.place if isinstance(data, Desk) else data
    if not isinstance(found, Path):
        raise TypeError("a backup without a data file")
    return found


def _back_up(data: Desk | Path | None, at: datetime, step: Step | None) -> Copy | None:
    """A verified copy in the folder for upgrades. Raises Trouble("release.no_backup")."""
    try:
        if isinstance(data, Desk):
            if not isinstance(data.place, Path):
                return None
            return backups.back_up_file(backups.places(data), Reason.UPGRADE, at, step=step)
        if data is None:
            return None
        return backups.back_up_file(backups.places_of(data), Reason.UPGRADE, at, step=step)
    except Trouble as trouble:
        raise Trouble("release.no_backup", why=trouble) from trouble


def _bring(release: Release, step: Step | None) -> Path:
    """The release on this PC, compared again. Raises OSError."""
    if release.kind is Kind.FOLDER:
        return _unpack(release, step)
    folder = places.versions_folder() / INCOMING
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    target = folder / release.path.name
    told = None if step is None else lambda done, total: step(done, total, "复制新版程序")
    atomic.copy(release.path, target, told)
    if sys.platform != "win32":
        folder.chmod(0o755)  # the package's installer runs as another user
        target.chmod(0o644)
    return target


def _unpack(release: Release, step: Step | None) -> Path:
    """A portable program in the folder of its version, as it was built."""
    target = places.versions_folder() / release.version
    part = target.with_name(f"{target.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    try:
        with zipfile.ZipFile(release.path) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            for number, entry in enumerate(entries):
                if step is not None:
                    step(number, len(entries), "复制新版程序")
                _unpack_one(archive, entry, part)
        program_files.settle(part, target, step)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return target


def _unpack_one(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, part: Path) -> None:
    parts = PurePosixPath(entry.filename).parts[1:]  # below the one folder of the archive
    if not parts or parts == (places.MARKER,):
        return
    if any(each in {"..", "/"} or ":" in each or "\\" in each for each in parts):
        raise OSError(f"“{entry.filename}”不应在压缩包中")
    path = part.joinpath(*parts)
    path.parent.mkdir(parents=True, exist_ok=True)
    with archive.open(entry) as reading, path.open("wb") as writing:
        shutil.copyfileobj(reading, writing, 1 << 20)
        writing.flush()
        os.fsync(writing.fileno())
    if entry.external_attr >> 16 & 0o100:
        path.chmod(0o755)
