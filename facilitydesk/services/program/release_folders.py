"""Where a release may lie: on the sticks that are in this PC now, in their root or one folder in."""

from __future__ import annotations

import getpass
import os
import sys
from collections.abc import Iterable
from pathlib import Path

from facilitydesk.services.program import release

_MOST = 200  # folders of a stick that are looked into
_REMOVABLE, _CDROM = 2, 5  # what Windows calls a kind of drive


def folders(roots: Iterable[Path] | None = None) -> tuple[Path, ...]:
    """The folders on sticks that hold a release for this PC; nothing in them is compared yet."""
    found = []
    for root in _sticks() if roots is None else roots:
        found += [folder for folder in (root, *_inner(root)) if release.lies_in(folder)]
    return tuple(found)


def _inner(root: Path) -> list[Path]:
    try:
        return sorted(path for path in root.iterdir() if path.is_dir())[:_MOST]
    except OSError:
        return []


def _sticks() -> list[Path]:
    return _drives() if sys.platform == "win32" else _mounted()


def _drives() -> list[Path]:
    """Windows: removable drives by letter."""
    import ctypes

    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009 - unknown to mypy elsewhere
    letters = [f"{letter}:\\" for letter in "DEFGHIJKLMNOPQRSTUVWXYZAB"]
    return [Path(name) for name in letters if kernel.GetDriveTypeW(name) in (_REMOVABLE, _CDROM)]


def _mounted() -> list[Path]:
    """Linux: where desktops mount what is put in."""
    try:
        person = getpass.getuser()
    except (OSError, KeyError):
        person = ""
    places = [Path("/media") / person, Path("/run/media") / person, Path("/media"), Path("/mnt")]
    found: list[Path] = []
    for place in dict.fromkeys(places):
        found += [path for path in _inner(place) if os.path.ismount(path)]
    return list(dict.fromkeys(found))
