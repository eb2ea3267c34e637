"""Who is writing in a data file: one lock file beside it, held by the operating system.

The lock is held by the kernel, so a crash frees it at once; the text in the file
only names the holder for others to read.
"""

from __future__ import annotations

import json
import socket
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

_FAR = 1 << 30  # the locked byte lies behind the text, so that others can read the text


@dataclass(frozen=True)
class Holder:
    """The officer and PC that write in a file, and since when (local time)."""

    officer: str
    host: str
    since: str


class FileLock:
    """The writing lock of one data file; `acquire` before opening it for writing."""

    def __init__(self, data_file: Path) -> None:
        self.path = data_file.with_name(data_file.name + ".lock")
        self._handle: IO[str] | None = None

    def acquire(self, officer: str, now: datetime) -> Holder | None:
        """Take the lock; None when it is ours now, else the one who holds it.

        Raises OSError when the folder cannot be written.
        """
        handle = self.path.open("a+", encoding="utf-8")  # held until release
        if not _try_lock(handle):
            handle.seek(0)
            holder = _read(handle.read())
            handle.close()
            return holder
        handle.seek(0)
        handle.truncate()
        since = now.astimezone().strftime("%m-%d %H:%M")
        json.dump({"officer": officer, "host": socket.gethostname(), "since": since}, handle)
        handle.flush()
        self._handle = handle
        return None

    def release(self) -> None:
        """Give the lock back and remove the lock file."""
        if self._handle is None:
            return
        handle, self._handle = self._handle, None
        if sys.platform == "win32":
            handle.close()
            self.path.unlink(missing_ok=True)
        else:
            self.path.unlink(missing_ok=True)  # while held: nobody can hold a removed file
            handle.close()


def _read(text: str) -> Holder:
    try:
        found = json.loads(text)
        return Holder(found["officer"], found["host"], found["since"])
    except (ValueError, KeyError, TypeError):
        return Holder("其他人员", "其他电脑", "刚才")


if sys.platform == "win32":
    import msvcrt

    def _try_lock(handle: IO[str]) -> bool:
        handle.seek(_FAR)
        try:
            msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _try_lock(handle: IO[str]) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
