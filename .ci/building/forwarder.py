"""A Windows library without code that passes calls on to another: an aid for trials, never shipped.

Wine 8 lacks bcryptprimitives.dll, from which programs compiled by Rust take their random numbers
(the reader of workbooks is one); every Windows since 7 has it. Where it is missing, the trial's
prefix gets one that forwards its only function to the one of advapi32 with the same meaning.
"""

from __future__ import annotations

import struct

_SECTION, _FILE = 0x1000, 0x200  # where the one section lies in memory and in the file
_HEADER = 0x40 + 4 + 20 + 240 + 40


def library(name: str, exports: dict[str, str]) -> bytes:
    """A 64-bit DLL: *exports* names each function and where it goes, as `library.function`."""
    section = _exports(name, exports)
    padded = section.ljust(-(-len(section) // _FILE) * _FILE, b"\0")
    dos = b"MZ" + bytes(0x3A) + struct.pack("<I", 0x40)
    coff = struct.pack("<HHIIIHH", 0x8664, 1, 0, 0, 0, 240, 0x2022)
    standard = struct.pack("<HBBIIIII", 0x20B, 1, 0, 0, len(padded), 0, 0, _SECTION)
    windows = struct.pack(
        "<QIIHHHHHHIIIIHHQQQQII",
        *(0x180000000, 0x1000, _FILE, 6, 0, 0, 0, 6, 0, 0),
        *(_SECTION + 0x1000, _FILE * 2, 0, 2, 0x100, 0x100000, 0x1000, 0x100000, 0x1000, 0, 16),
    )
    directories = struct.pack("<II", _SECTION, len(section)) + bytes(15 * 8)
    head = struct.pack(
        "<8sIIIIIIHHI",
        *(b".edata", len(section), _SECTION, len(padded), _FILE * 2, 0, 0, 0, 0, 0x40000040),
    )
    headers = dos + b"PE\0\0" + coff + standard + windows + directories + head
    assert len(headers) == _HEADER
    return headers.ljust(_FILE * 2, b"\0") + padded


def _exports(name: str, exports: dict[str, str]) -> bytes:
    """The export directory; an address inside of it is text that says where the call goes."""
    names = sorted(exports)
    tables = 40 + len(names) * 10
    texts, places = b"", {}
    for text in (name, *names, *(exports[each] for each in names)):
        places[text] = _SECTION + tables + len(texts)
        texts += text.encode("ascii") + b"\0"
    functions, named, ordinals = (_SECTION + 40 + len(names) * part for part in (0, 4, 8))
    directory = struct.pack(
        "<IIHHIIIIIII",
        *(0, 0, 0, 0, places[name], 1, len(names), len(names), functions, named, ordinals),
    )
    return b"".join(
        (
            directory,
            *(struct.pack("<I", places[exports[each]]) for each in names),
            *(struct.pack("<I", places[each]) for each in names),
            *(struct.pack("<H", number) for number in range(len(names))),
            texts,
        )
    )
