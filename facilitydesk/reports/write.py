"""How a file of ours reaches the disk: whole or not at all, and never over a good one by half.

Temp file in the target folder, flush, fsync, size checked, replace, directory fsync; the temp file
goes when anything fails. Virus scanners hold files on Windows for a moment, so the replace is
tried again for 2.5 seconds.
"""

from __future__ import annotations

import contextlib
import errno
import os
import tempfile
import time
from pathlib import Path

from facilitydesk.domain.problems import Trouble

_HELD = {5, 32, 33}  # Windows: access denied, sharing violation, lock violation
_PATIENCE = 2.5
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_CLOSED = {errno.EROFS, errno.EACCES, errno.EPERM}


def save(path: Path, data: bytes) -> None:
    """Write the file; afterwards it holds exactly the data, or what it held before.

    Raises Trouble: disk.full, file.read_only, file.in_use, file.missing (no such folder), or
    file.write for any other fault of the disk.
    """
    temp: Path | None = None
    try:
        handle, name = tempfile.mkstemp(prefix=".~", suffix=".part", dir=path.parent)
        temp = Path(name)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        _check_size(temp, len(data))
        temp.chmod(_mode_of(path))
        _replace(temp, path)
        temp = None
        _sync_folder(path.parent)
    except OSError as error:
        raise _trouble(error, path) from error
    finally:
        if temp is not None:
            with contextlib.suppress(OSError):
                temp.unlink()


def _check_size(temp: Path, size: int) -> None:
    """Some file systems report a full disk by writing less, not by an error."""
    if temp.stat().st_size != size:
        raise OSError(errno.ENOSPC, "short write")


def _mode_of(path: Path) -> int:
    """Mkstemp makes files for their owner alone; an office shares its papers as usual."""
    try:
        return path.stat().st_mode & 0o777
    except OSError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask


def _replace(temp: Path, path: Path) -> None:
    end = time.monotonic() + _PATIENCE
    while True:
        try:
            temp.replace(path)
        except OSError as error:
            if getattr(error, "winerror", None) not in _HELD or time.monotonic() > end:
                raise
            time.sleep(0.05)
        else:
            return


def _sync_folder(folder: Path) -> None:
    """Make the new name durable; Windows and some shares cannot sync a folder."""
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


def _trouble(error: OSError, path: Path) -> Trouble:
    if getattr(error, "winerror", None) in _HELD:
        return Trouble("file.in_use", path=path.name)
    if error.errno in _FULL:
        return Trouble("disk.full")
    if error.errno in _CLOSED:
        return Trouble("file.read_only", path=path.name)
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return Trouble("file.missing", path=str(path.parent))
    return Trouble("file.write", path=path.name, detail=error.strerror or str(error))
