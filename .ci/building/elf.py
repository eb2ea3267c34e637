"""What a Linux library or program needs of the system it is started on, read from its file."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

_DYNAMIC, _STRINGS, _VERSIONS_NEEDED = 6, 3, 0x6FFFFFFE  # kinds of sections
_NEEDED = 1  # tag of a dynamic entry
_NUMBER = re.compile(r"(GLIBC|GLIBCXX)_(\d+(?:\.\d+)*)$")


@dataclass(frozen=True)
class Needs:
    """Libraries by file name, and the highest version of each kind of symbol."""

    libraries: tuple[str, ...] = ()
    highest: dict[str, tuple[int, ...]] = field(default_factory=dict)


def is_elf(path: Path) -> bool:
    with path.open("rb") as stream:
        return stream.read(4) == b"\x7fELF"


def files(folder: Path) -> Iterator[Path]:
    """Every ELF file below a folder, links left out, in order."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink() and is_elf(path):
            yield path


def needs(path: Path) -> Needs:
    """What one 64-bit little-endian ELF file needs. Raises ValueError for another kind."""
    data = path.read_bytes()
    if data[:6] != b"\x7fELF\x02\x01":
        raise ValueError(f"{path} is no 64-bit little-endian ELF file")
    table, entry, count = (
        struct.unpack_from("<Q", data, 0x28)[0],
        *struct.unpack_from("<HH", data, 0x3A),
    )
    sections = [struct.unpack_from("<IIQQQQIIQQ", data, table + i * entry) for i in range(count)]
    libraries: list[str] = []
    highest: dict[str, tuple[int, ...]] = {}
    for section in sections:
        kind, offset, size, link = section[1], section[4], section[5], section[6]
        if kind not in {_DYNAMIC, _VERSIONS_NEEDED}:
            continue
        strings = sections[link][4]
        if kind == _DYNAMIC:
            for tag, value in struct.iter_unpack("<qQ", data[offset : offset + size]):
                if tag == 0:
                    break
                if tag == _NEEDED:
                    libraries.append(_text(data, strings + value))
        else:
            for name in _versions(data, offset, strings):
                found = _NUMBER.match(name)
                if found:
                    number = tuple(int(part) for part in found[2].split("."))
                    highest[found[1]] = max(number, highest.get(found[1], ()))
    return Needs(tuple(libraries), highest)


def _versions(data: bytes, offset: int, strings: int) -> Iterator[str]:
    """The names of all symbol versions that a section .gnu.version_r asks for."""
    while True:
        _, count, _, first, following = struct.unpack_from("<HHIII", data, offset)
        at = offset + first
        for _ in range(count):
            _, _, _, name, more = struct.unpack_from("<IHHII", data, at)
            yield _text(data, strings + name)
            at += more
        if not following:
            return
        offset += following


def _text(data: bytes, offset: int) -> str:
    return data[offset : data.index(b"\0", offset)].decode("ascii")
