"""What a file really is, and whether it is safe to hand to a parser: checked before any parsing.

The content decides, never the suffix. Limits of a zip: at most 2,000 parts, 100 MB a part, 200 MB
in all, 200:1 above 1 MB, no encrypted, absolute or climbing names. An honest workbook of
60,000 × 10 cells is 1.87 MB, 28.6 MB unpacked, 15:1. Declared sizes can be trusted: zipfile
reads no more than they say, and calamine refuses a part that is longer.
"""

from __future__ import annotations

import zipfile
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from facilitydesk.domain.problems import Trouble
from facilitydesk.interchange import ole
from facilitydesk.interchange.grid import Format

MAX_FILE = 100_000_000
MAX_PARTS = 2_000
MAX_PART = 100_000_000
MAX_TOTAL = 200_000_000
MAX_RATIO = 200
RATIO_FROM = 1_000_000

# The first bytes of what people rename or send by mistake.
_FOREIGN = (
    (b"%PDF", "PDF文件"),
    (b"\x89PNG", "图片"),
    (b"\xff\xd8\xff", "图片"),
    (b"GIF8", "图片"),
    (b"BM", "图片"),
    (b"II*\x00", "图片"),
    (b"MM\x00*", "图片"),
    (b"Rar!", "RAR压缩包"),
    (b"7z\xbc\xaf", "7z压缩包"),
    (b"\x1f\x8b", "压缩包"),
    (b"MZ", "程序"),
    (b"\x7fELF", "程序"),
    (b"SQLite format 3", "数据库文件"),
    (b"{\\rtf", "RTF文档"),
)
_WEB = (b"<html", b"<!doctype", b"<table", b"<meta", b"<style", b"<div")


def examine(path: Path) -> Format:
    """The format of a file that may be parsed. Raises Trouble with a plain sentence otherwise."""
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise Trouble("import.not_a_file", path=path.name)
        with path.open("rb") as file:
            return _examined(path, file, size)
    except FileNotFoundError as error:
        raise Trouble("file.missing", path=path.name) from error
    except OSError as error:
        raise Trouble("import.no_access", path=path.name) from error


def _examined(path: Path, file: BinaryIO, size: int) -> Format:
    if size == 0:
        raise Trouble("import.empty", path=path.name)
    if size > MAX_FILE:
        raise Trouble("import.too_big", path=path.name)
    head = file.read(4096)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return zip_format(path, file)
    if head.startswith(ole.MAGIC):
        return _ole_format(path, file)
    if head.startswith(b"\x09\x08") or head[:2] in {b"\x09\x04", b"\x09\x02", b"\x09\x00"}:
        return Format.XLS  # a bare BIFF stream of the nineties
    for magic, what in _FOREIGN:
        if head.startswith(magic):
            raise Trouble("import.foreign", path=path.name, what=what)
    lower = head.lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if lower.startswith(_WEB) or (lower.startswith(b"<?xml") and b"<html" in lower):
        raise Trouble("import.web_page", path=path.name)
    if lower.startswith(b"<?xml"):
        raise Trouble("import.xml", path=path.name)
    return Format.CSV  # or no text at all: csvfile.py looks at all of it


def zip_format(path: Path, file: BinaryIO) -> Format:
    """The format of a zip within the limits."""
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError) as error:
        raise Trouble("import.damaged", path=path.name) from error
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_TOTAL:
        raise Trouble("import.bomb", path=path.name)
    for part in parts:
        ratio = part.file_size / max(part.compress_size, 1)
        if part.file_size > MAX_PART or (part.file_size > RATIO_FROM and ratio > MAX_RATIO):
            raise Trouble("import.bomb", path=path.name)
        if part.flag_bits & 1:
            raise Trouble("import.password", path=path.name)
        name = part.filename.replace("\\", "/")
        if name.startswith("/") or ":" in name or ".." in PurePosixPath(name).parts:
            raise Trouble("import.unsafe_names", path=path.name)
    return _by_parts(path, {part.filename.replace("\\", "/").lstrip("/") for part in parts})


def _by_parts(path: Path, names: set[str]) -> Format:
    if "xl/workbook.bin" in names:
        return Format.XLSB
    if "xl/workbook.xml" in names or any(name.startswith("xl/worksheets/") for name in names):
        return Format.XLSX
    if "content.xml" in names:
        return Format.ODS
    if any(name.startswith("word/") for name in names):
        what = "Word文档"
    elif any(name.startswith("ppt/") for name in names):
        what = "演示文稿"
    else:
        what = "压缩包"
    raise Trouble("import.foreign", path=path.name, what=what)


def _ole_format(path: Path, file: BinaryIO) -> Format:
    try:
        names = ole.Container(file).names()
    except ole.DamagedError as error:
        raise Trouble("import.damaged", path=path.name) from error
    if "EncryptedPackage" in names or "EncryptionInfo" in names:
        raise Trouble("import.password", path=path.name)
    if "Workbook" in names or "Book" in names:
        return Format.XLS
    what = "Word文档" if "WordDocument" in names else "Office文档"
    raise Trouble("import.foreign", path=path.name, what=what)
