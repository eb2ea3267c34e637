"""Where the program keeps what is its own on this PC: settings, logs, caches, copies, passing files.

Installed, these are the system's usual folders. A file portable.txt beside the program makes it
portable: everything lies in data/ there, and nothing is written anywhere else. The variable
FACILITYDESK_FOLDER names that folder for a program that runs from its sources.
"""

from __future__ import annotations

import atexit
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

MARKER, DATA, VERSIONS = "portable.txt", "data", "versions"
VARIABLE = "FACILITYDESK_FOLDER"
_NAME = "facilitydesk"
_OLD = 3 * 86400  # seconds after which passing files of a process that died are cleared


def program_folder() -> Path | None:
    """The folder of the frozen program (or the one a test names); None from sources."""
    named = os.environ.get(VARIABLE)
    if named:
        return Path(named).absolute()
    return Path(sys.executable).resolve().parent if getattr(sys, "frozen", False) else None


def portable() -> Path | None:
    """The folder data/ of a portable program; None for an installed one."""
    folder = program_folder()
    return folder / DATA if folder is not None and (folder / MARKER).is_file() else None


def settings_folder() -> Path:
    """What this PC remembers of the window."""
    own = portable()
    if own is not None:
        return own / "settings"
    from platformdirs import user_config_path

    return user_config_path(_NAME, appauthor=False)


def log_folder() -> Path:
    """The log and the reports of errors."""
    own = portable()
    if own is not None:
        return own / "logs"
    from platformdirs import user_log_path

    return user_log_path(_NAME, appauthor=False)


def cache_folder() -> Path:
    """What can be made again."""
    own = portable()
    if own is not None:
        return own / "cache"
    from platformdirs import user_cache_path

    return user_cache_path(_NAME)


def copies_folder() -> Path:
    """Copies of data files of sticks and shares while they are worked on."""
    own = portable()
    if own is not None:
        return own / "copies"
    from platformdirs import user_data_path

    return user_data_path(_NAME, appauthor=False) / "copies"


def versions_folder() -> Path:
    """Programs of other versions that are kept, to go back to or to be used instead."""
    own = portable()
    if own is not None:
        return own.parent / VERSIONS
    from platformdirs import user_data_path

    return user_data_path(_NAME, appauthor=False) / VERSIONS


def documents() -> Path:
    """Where a dialog for files begins: data/ of a portable program, else the officer's folder."""
    return portable() or Path.home()


def begin() -> str:
    """Before anything is written: a portable program takes its passing files with it too.

    Children inherit it. Returns what to tell where its folder cannot be written, else nothing.
    """
    own = portable()
    if own is None:
        return ""
    passing = own / "temp"
    mine = passing / str(os.getpid())
    try:
        shutil.rmtree(mine, ignore_errors=True)
        mine.mkdir(parents=True)
        probe = mine / "probe"
        probe.write_bytes(b"\0")
        probe.unlink()
    except OSError as error:
        from facilitydesk.domain.messages import sentence

        why = error.strerror or type(error).__name__
        return sentence("portable.read_only", {"folder": own.parent, "why": why})
    _clear(passing)
    atexit.register(shutil.rmtree, mine, ignore_errors=True)
    tempfile.tempdir = str(mine)
    for variable in ("TMPDIR", "TEMP", "TMP", "SQLITE_TMPDIR"):
        os.environ[variable] = str(mine)
    os.environ["XDG_CACHE_HOME"] = str(own / "cache")  # fonts' and drawing's caches on Linux
    return ""


def belongs(path: Path) -> bool:
    """Whether a file lies in the folder of a portable program, to be worked on where it is."""
    own = portable()
    return own is not None and path.absolute().is_relative_to(own.parent)


def kept(path: Path | str) -> str:
    """How a path is remembered: relative on a portable program's own disk, whose letter changes."""
    own = portable()
    text = str(path)
    if own is None or "://" in text:
        return text
    absolute = Path(text).absolute()
    disk = _disk(own.parent)
    if not absolute.is_relative_to(disk):
        return text
    return Path(os.path.relpath(absolute, own.parent)).as_posix()


def recalled(text: str) -> str:
    """The path that was remembered by `kept`, as it is called today."""
    own = portable()
    if own is None or "://" in text or not text or Path(text).is_absolute():
        return text
    return os.path.normpath(own.parent / text)


def _disk(folder: Path) -> Path:
    """The stick a folder lies on; of this PC's own root only the folder itself."""
    for each in (folder, *folder.parents):
        if os.path.ismount(each):
            return folder if each == Path("/") else each
    return folder


def _clear(passing: Path) -> None:
    """Passing files of processes that died long ago."""
    before = time.time() - _OLD
    try:
        for folder in passing.iterdir():
            if folder.stat().st_mtime < before:
                shutil.rmtree(folder, ignore_errors=True)
    except OSError:
        return
