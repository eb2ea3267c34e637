"""The old compound file: which streams it holds, and one stream's bytes.

Only what telling .xls from encrypted workbooks and Word documents needs. Every chain is bounded,
so that a circular file ends in `DamagedError`.
"""

from __future__ import annotations

import struct
from typing import BinaryIO

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END = 0xFFFFFFFA  # and above: end of chain, free, tables of the file itself


class DamagedError(Exception):
    """The file breaks off or points outside of itself."""


class Container:
    """An open compound file."""

    def __init__(self, file: BinaryIO) -> None:
        file.seek(0, 2)
        self._size = file.tell()
        self._file = file
        head = self._read(0, 512)
        shift, mini = struct.unpack_from("<HH", head, 30)
        if shift not in (9, 12) or mini != 6:
            raise DamagedError("sector size")
        self._sector = 1 << shift
        self._mini_from = struct.unpack_from("<I", head, 56)[0]
        self._table = self._allocation(head)
        directory = self._chain(struct.unpack_from("<I", head, 48)[0])
        self._entries = dict(_entries(directory))
        self._mini_table_start = struct.unpack_from("<I", head, 60)[0]
        self._root = next(iter(_roots(directory)), (0, 0))

    def names(self) -> frozenset[str]:
        """The names of all streams and storages."""
        return frozenset(self._entries)

    def stream(self, name: str) -> bytes:
        """The bytes of a stream. Raises KeyError when there is none of that name."""
        start, size = self._entries[name]
        if size >= self._mini_from:
            return self._chain(start)[:size]
        body = self._chain(self._root[0])
        table = self._chain(self._mini_table_start)
        links = struct.unpack(f"<{len(table) // 4}I", table)
        pieces = (body[sector * 64 : sector * 64 + 64] for sector in _walk(start, links))
        return b"".join(pieces)[:size]

    def _read(self, offset: int, length: int) -> bytes:
        self._file.seek(offset)
        data = self._file.read(length)
        if len(data) < 64:
            raise DamagedError("breaks off")
        return data.ljust(length, b"\0")

    def _sector_at(self, number: int) -> bytes:
        offset = (number + 1) * self._sector
        if offset >= self._size:
            raise DamagedError("points outside")
        return self._read(offset, self._sector)

    def _allocation(self, head: bytes) -> tuple[int, ...]:
        sectors = [s for s in struct.unpack_from("<109I", head, 76) if s < _END]
        following, count = struct.unpack_from("<II", head, 68)
        per = self._sector // 4 - 1
        for _ in range(min(count, self._size // self._sector + 1)):
            if following >= _END:
                break
            data = struct.unpack(f"<{per + 1}I", self._sector_at(following))
            sectors += [s for s in data[:per] if s < _END]
            following = data[per]
        raw = b"".join(self._sector_at(sector) for sector in sectors)
        return struct.unpack(f"<{len(raw) // 4}I", raw)

    def _chain(self, start: int) -> bytes:
        return b"".join(self._sector_at(sector) for sector in _walk(start, self._table))


def _walk(start: int, links: tuple[int, ...]) -> list[int]:
    path: list[int] = []
    while start < _END:
        if start >= len(links) or len(path) > len(links):
            raise DamagedError("chain")
        path.append(start)
        start = links[start]
    return path


def _entries(directory: bytes) -> list[tuple[str, tuple[int, int]]]:
    found = []
    for offset in range(0, len(directory) - 127, 128):
        length = struct.unpack_from("<H", directory, offset + 64)[0]
        if 2 <= length <= 64 and directory[offset + 66] in (1, 2, 5):
            name = directory[offset : offset + length - 2].decode("utf-16-le", "replace")
            found.append((name, struct.unpack_from("<II", directory, offset + 116)))
    return found


def _roots(directory: bytes) -> list[tuple[int, int]]:
    return [
        struct.unpack_from("<II", directory, offset + 116)
        for offset in range(0, len(directory) - 127, 128)
        if directory[offset + 66] == 5
    ]
