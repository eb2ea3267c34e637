"""Which of the fonts that official papers ask for are on this PC, and where.

The fonts are licensed to the PC and never bundled. A font counts when its outlines can be embedded
(TrueType `glyf`, no embedding ban); its names are read from the file itself, since file names vary.
"""

from __future__ import annotations

import logging
import os
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import BinaryIO

log = logging.getLogger(__name__)

_FAMILY, _FULL, _POSTSCRIPT, _TYPOGRAPHIC = 1, 4, 6, 16
_BANNED = 2  # OS/2 fsType: restricted licence, must not be embedded


@dataclass(frozen=True, slots=True)
class FontFile:
    """One font: its file and its number inside a collection (.ttc)."""

    path: Path
    index: int = 0


def folders() -> tuple[Path, ...]:
    """Where this system keeps fonts."""
    if os.name == "nt":
        windows = os.environ.get("WINDIR", r"C:\Windows")
        local = os.environ.get("LOCALAPPDATA", "")
        own = [Path(local, "Microsoft", "Windows", "Fonts")] if local else []
        return (Path(windows, "Fonts"), *own)
    home = Path.home()
    shared = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path("/opt/fonts"))
    return (*shared, home / ".local/share/fonts", home / ".fonts")


@cache
def installed(places: tuple[Path, ...]) -> dict[str, FontFile]:
    """Every embeddable font below the folders by each of its names, lower case."""
    found: dict[str, FontFile] = {}
    for place in places:
        if not place.is_dir():
            continue
        for path in sorted(place.rglob("*")):
            if path.suffix.lower() not in (".ttf", ".ttc"):
                continue
            try:
                for font, names in _read(path):
                    for name in names:
                        found.setdefault(name.lower(), font)
            except (OSError, struct.error, ValueError) as error:
                log.debug("font %s cannot be read: %s", path, error)
    return found


def _read(path: Path) -> Iterator[tuple[FontFile, set[str]]]:
    with path.open("rb") as file:
        starts = [0]
        if file.read(4) == b"ttcf":
            _version, count = struct.unpack(">LL", file.read(8))
            starts = list(struct.unpack(f">{count}L", file.read(4 * count)))
        for index, start in enumerate(starts):
            tables = _tables(file, start)
            if b"glyf" in tables and b"name" in tables and not _banned(file, tables):
                yield FontFile(path, index), _names(file, *tables[b"name"])


def _tables(file: BinaryIO, start: int) -> dict[bytes, tuple[int, int]]:
    file.seek(start)
    _kind, count = struct.unpack(">LH", file.read(6))
    file.seek(start + 12)
    entries = struct.iter_unpack(">4sLLL", file.read(16 * count))
    return {tag: (offset, size) for tag, _sum, offset, size in entries}


def _banned(file: BinaryIO, tables: dict[bytes, tuple[int, int]]) -> bool:
    if b"OS/2" not in tables:
        return False
    file.seek(tables[b"OS/2"][0] + 8)
    (flags,) = struct.unpack(">H", file.read(2))
    return bool(flags & 0xF == _BANNED)


def _names(file: BinaryIO, offset: int, size: int) -> set[str]:
    file.seek(offset)
    data = file.read(size)
    _format, count, strings = struct.unpack_from(">HHH", data)
    names = set()
    for number in range(count):
        platform, _enc, _lang, kind, length, place = struct.unpack_from(
            ">6H", data, 6 + 12 * number
        )
        if platform in (0, 3) and kind in (_FAMILY, _FULL, _POSTSCRIPT, _TYPOGRAPHIC):
            raw = data[strings + place : strings + place + length]
            names.add(raw.decode("utf-16-be", "replace"))
    return names
