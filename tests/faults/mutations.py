"""Workbooks that went wrong: bytes flipped, cut, parts exchanged, XML bent; each made by a seed."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from random import Random

from tests.interchange.papers import FOLDER, read_paper

BOOKS = Path(__file__).parents[1] / "workbooks"
_NUMBERS = re.compile(rb'(?<=[">])-?\d+(?:\.\d+)?(?=[<"])')
_WILD = [
    b"", b"-1", b"0", b"1e400", b"NaN", b"INF", b"99999999999999999999", b"4294967296", b"1048577",
    b"XFD1048576", b"\xff\xfe", b"&#0;", b"&amp;amp;", b"\xf0\xa0\xae\xb7", b"<", b"=1+1", b"A" * 40_000,
]  # fmt: skip


def seeds(folder: Path) -> list[Path]:
    """The honest files that are spoilt: workbooks of all formats, and papers."""
    found = [path for path in sorted(BOOKS.iterdir()) if path.suffix in {".xlsx", ".xls", ".csv"}]
    found += [path for path in sorted(FOLDER.iterdir()) if path.suffix in {".xls", ".et", ".xlsx"}]
    for number, path in enumerate(sorted(FOLDER.glob("*.txt"))):
        if number % 6 == 0:
            paper = read_paper(path)
            if not paper.file:
                found.append(paper.save(folder))
    return found


def mutated(data: bytes, rng: Random) -> bytes:
    """One spoilt copy."""
    ways = [flipped, cut, doubled, zeroed]
    if data[:2] == b"PK":
        ways += [parts_surgery, parts_surgery, xml_bent, xml_bent, xml_bent, xml_bent]
    try:
        return rng.choice(ways)(data, rng)
    except (zipfile.BadZipFile, ValueError):
        return flipped(data, rng)


def flipped(data: bytes, rng: Random) -> bytes:
    bad = bytearray(data)
    for _ in range(rng.choice((1, 1, 3, 20, 300))):
        bad[rng.randrange(len(bad))] ^= 1 << rng.randrange(8)
    return bytes(bad)


def cut(data: bytes, rng: Random) -> bytes:
    at = rng.randrange(len(data))
    return data[:at] if rng.random() < 0.7 else data[at:]


def doubled(data: bytes, rng: Random) -> bytes:
    at, size = rng.randrange(len(data)), rng.randrange(1, 5000)
    return data[:at] + data[at : at + size] * rng.choice((2, 3, 50)) + data[at:]


def zeroed(data: bytes, rng: Random) -> bytes:
    at, size = rng.randrange(len(data)), rng.randrange(1, 2000)
    return data[:at] + bytes(size) + data[at + size :]


def parts_surgery(data: bytes, rng: Random) -> bytes:
    parts = read_parts(data)
    names = sorted(parts)
    name, other = rng.choice(names), rng.choice(names)
    deed = rng.randrange(6)
    if deed == 0:
        del parts[name]
    elif deed == 1:
        parts[name], parts[other] = parts[other], parts[name]
    elif deed == 2:
        parts[name] = b""
    elif deed == 3:
        parts[name.upper()] = parts.pop(name)
    elif deed == 4:
        parts[name] = rng.randbytes(rng.randrange(3000))
    else:
        parts[f"xl/worksheets/sheet{rng.randrange(99)}.xml"] = parts[name]
    return write_parts(parts)


def xml_bent(data: bytes, rng: Random) -> bytes:
    parts = read_parts(data)
    name = rng.choice([n for n in sorted(parts) if n.endswith((".xml", ".rels"))])
    body = parts[name]
    deed = rng.randrange(6)
    if deed <= 1 and (found := list(_NUMBERS.finditer(body))):
        for match in sorted(rng.sample(found, min(len(found), rng.choice((1, 1, 5)))),
                            key=lambda m: -m.start()):  # fmt: skip
            body = body[: match.start()] + rng.choice(_WILD) + body[match.end() :]
    elif deed == 2 and (tags := list(re.finditer(rb"<[^<>]+>", body))):
        tag = rng.choice(tags)
        body = body[: tag.start()] + body[tag.end() :]
    elif deed == 3 and (tags := list(re.finditer(rb"<[^<>]+>", body))):
        tag = rng.choice(tags)
        body = body[: tag.start()] + tag.group() * rng.choice((2, 100)) + body[tag.end() :]
    elif deed == 4 and (names := list(re.finditer(rb'"[^"]*"', body))):
        text = rng.choice(names)
        body = body[: text.start() + 1] + rng.choice(_WILD) + body[text.end() - 1 :]
    else:
        at = rng.randrange(len(body) + 1)
        body = body[:at] + rng.choice(_WILD) + body[at:]
    parts[name] = body
    return write_parts(parts)


def read_parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def write_parts(parts: dict[str, bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, body in parts.items():
            archive.writestr(name, body)
    return data.getvalue()


def files(folder: Path, count: int, seed: int) -> Iterator[Path]:
    """So many spoilt files, one at a time under one name each."""
    rng, honest = Random(seed), seeds(folder)
    for number in range(count):
        path = rng.choice(honest)
        bad = folder / f"bad-{number}{path.suffix}"
        bad.write_bytes(mutated(path.read_bytes(), rng))
        yield bad
        bad.unlink()
