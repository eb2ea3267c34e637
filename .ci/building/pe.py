"""What a Windows program or library says of itself: its machine and the DLLs it asks for."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path

AMD64 = 0x8664
_IMPORTS, _DELAYED = 1, 13  # places in the table of directories
_IMPORT_SIZE, _DELAYED_SIZE = 20, 32
_ENDINGS = (".exe", ".dll", ".pyd")


@dataclass(frozen=True)
class Needs:
    """The machine number and the names of the DLLs, in lower case."""

    machine: int
    libraries: frozenset[str]


def files(folder: Path) -> list[Path]:
    """Every program and library below a folder."""
    return sorted(path for path in folder.rglob("*") if path.suffix.lower() in _ENDINGS)


def needs(path: Path) -> Needs:
    """Read one file. Raises ValueError for something else under such a name."""
    data = path.read_bytes()
    (start,) = struct.unpack_from("<I", data, 0x3C)
    if data[:2] != b"MZ" or data[start : start + 4] != b"PE\0\0":
        raise ValueError(f"{path} is no Windows program")
    machine, sections, *_, optional, _ = struct.unpack_from("<HHIIIHH", data, start + 4)
    header = start + 24
    wide = struct.unpack_from("<H", data, header)[0] == 0x20B
    directories = header + (112 if wide else 96)
    table = [
        struct.unpack_from("<8sIIII", data, header + optional + 40 * number)
        for number in range(sections)
    ]

    def place(address: int) -> int:
        for _name, size, begin, raw_size, raw in table:
            if begin <= address < begin + max(size, raw_size):
                return int(raw + address - begin)
        raise ValueError(f"{path}: an address outside its sections")

    found = set()
    for which, size, name_at in ((_IMPORTS, _IMPORT_SIZE, 12), (_DELAYED, _DELAYED_SIZE, 4)):
        address, _length = struct.unpack_from("<II", data, directories + 8 * which)
        if not address:
            continue
        at = place(address)
        while any(data[at : at + size]):
            (name,) = struct.unpack_from("<I", data, at + name_at)
            text = place(name)
            found.add(data[text : data.index(b"\0", text)].decode("ascii").lower())
            at += size
    return Needs(machine, frozenset(found))
