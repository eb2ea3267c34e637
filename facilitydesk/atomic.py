"""How a file of ours reaches the disk: whole or not at all, and never over a good one by half.

Temp file in the target folder, flush, fsync, re-opened and compared, replace, directory fsync; the
temp file goes when anything fails. Virus scanners hold files on Windows for a moment, so the
replace is tried again for 2.5 seconds.

This is the one way every room writes a file: papers, workbooks, packages, photos, settings, error
reports, lists of backups. It stands beside resources.py, below all rooms, and knows none of them
but the domain's sentences.
"""

from __future__ import annotations

import contextlib
import errno
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from facilitydesk.domain.problems import Trouble

PATIENCE = 2.5  # seconds a file that another program holds is waited for
_HELD = {5, 32, 33}  # Windows: access denied, sharing violation, lock violation
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_CLOSED = {errno.EROFS, errno.EACCES, errno.EPERM}
_CHUNK = 1 << 20
Step = Callable[[int, int], None]
"""Called with bytes done and bytes in all; may raise to stop."""


def save(path: Path, data: bytes) -> None:
    """Write an officer's file; afterwards it holds exactly the data, or what it held before.

    Raises Trouble: disk.full, file.read_only, folder.missing, file.name_long,
    file.in_use (the file stayed as it was; the new one lies beside it), or file.write for any
    other fault of the disk.
    """
    try:
        with _temp(path) as temp:
            _fill(temp, data)
            try:
                install(temp, path)
            except OSError as error:
                if not is_held(error):
                    raise
                kept = _beside(path)
                install(temp, kept)
                raise Trouble("file.in_use", path=path.name, kept=kept.name) from error
    except OSError as error:
        raise trouble(error, path) from error


def write(path: Path, data: bytes) -> None:
    """The same for the program's own files. Raises OSError; the old file is then unchanged."""
    with _temp(path) as temp:
        _fill(temp, data)
        install(temp, path)


def copy(source: Path, target: Path, step: Step | None = None) -> str:
    """Copy a file of any size; returns the SHA-256 of what was copied and read again.

    Raises OSError (or what `step` raises); the target is then what it was before.
    """
    from hashlib import sha256

    size, done, sha = source.stat().st_size, 0, sha256()
    with _temp(target) as temp:
        with source.open("rb") as reading, temp.open("wb") as writing:
            while chunk := reading.read(_CHUNK):
                writing.write(chunk)
                sha.update(chunk)
                done += len(chunk)
                if step is not None:
                    step(done, size)
            writing.flush()
            os.fsync(writing.fileno())
        if file_hash(temp) != sha.hexdigest():
            raise OSError(errno.EIO, "what was written cannot be read again")
        install(temp, target)
    return sha.hexdigest()


def install(part: Path, target: Path) -> None:
    """Put a finished file of the same folder in the place of another, durably. Raises OSError."""
    with part.open("rb+") as file:
        os.fsync(file.fileno())
    part.chmod(_mode_of(target))
    _replace(part, target)
    sync_folder(target.parent)


def file_hash(path: Path) -> str:
    """The SHA-256 of a file. Raises OSError."""
    import hashlib  # not at the start of the program

    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sync_folder(folder: Path) -> None:
    """Make a new name durable; Windows and some shares cannot sync a folder."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise
    finally:
        os.close(handle)


def is_held(error: OSError) -> bool:
    """Whether another program holds the file (Windows)."""
    return getattr(error, "winerror", None) in _HELD


def trouble(error: OSError, path: Path) -> Trouble:
    """The sentence for a fault of the disk while `path` was written."""
    if is_held(error):
        return Trouble("file.in_use_now", path=path.name)
    if error.errno in _FULL:
        return Trouble("disk.full")
    if error.errno in _CLOSED:
        return Trouble("file.read_only", path=path.name)
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return Trouble("folder.missing", path=str(path.parent))
    if error.errno == errno.ENAMETOOLONG:
        return Trouble("file.name_long", path=path.name)
    return Trouble("file.write", path=path.name, detail=error.strerror or str(error))


@contextlib.contextmanager
def _temp(path: Path) -> Iterator[Path]:
    """An empty file in the folder of `path`; it is gone when the block ends, whatever happened."""
    temp = path.with_name(f".~{time.time_ns():x}-{os.getpid()}.part")
    temp.open("xb").close()
    try:
        yield temp
    finally:
        with contextlib.suppress(OSError):
            temp.unlink(missing_ok=True)


def _fill(temp: Path, data: bytes) -> None:
    """Some file systems report a full disk by writing less, not by an error."""
    with temp.open("wb") as file:
        if file.write(data) != len(data):
            raise OSError(errno.ENOSPC, "short write")
        file.flush()
        os.fsync(file.fileno())
    if temp.stat().st_size != len(data):
        raise OSError(errno.ENOSPC, "short write")
    if temp.read_bytes() != data:
        raise OSError(errno.EIO, "what was written cannot be read again")


def _mode_of(path: Path) -> int:
    """Temp files are made for their owner alone; an office shares its papers as usual."""
    try:
        return path.stat().st_mode & 0o777
    except OSError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask


def _replace(temp: Path, path: Path) -> None:
    end = time.monotonic() + PATIENCE
    while True:
        try:
            temp.replace(path)
        except OSError as error:
            if not is_held(error) or time.monotonic() > end:
                raise
            time.sleep(0.05)
        else:
            return


def _beside(path: Path) -> Path:
    """A free name beside a file that another program holds: 通报（新1）.pdf."""
    number = 1
    while (free := path.with_name(f"{path.stem}（新{number}）{path.suffix}")).exists():
        number += 1
    return free
