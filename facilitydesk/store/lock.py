"""Who is writing in a data file: one lock file beside it, held by the operating system.

The lock is held by the kernel, so a crash frees it at once; the text in the file only names the
holder for others to read. A file named `.raise` beside it asks the holder's window to come forward;
the window takes it away as its answer. Nothing here uses the network.
"""

from __future__ import annotations

import contextlib
import errno
import getpass
import json
import math
import os
import platform
import sys
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

_FAR = 1 << 30  # the locked byte lies behind the text, so that others can read the text
_TRIES = 50  # a lock file that is just being given back is opened again
_HELD = {errno.EACCES, errno.EAGAIN, errno.EWOULDBLOCK, errno.EDEADLK}


class LockUnsupportedError(OSError):
    """The place knows no locks (some network shares): nothing may be written there."""


@dataclass(frozen=True)
class Holder:
    """The officer and PC that write in a file, and since when (local time)."""

    officer: str
    host: str
    since: str
    account: str = ""

    @property
    def here(self) -> bool:
        """Whether it is a program of the same account on this PC."""
        return (self.host, self.account) == (platform.node(), _account())


class FileLock:
    """The writing lock of one data file; `acquire` before opening it for writing."""

    def __init__(self, data_file: Path) -> None:
        real = data_file.resolve()  # two names of one file are one file
        self.path = real.with_name(real.name + ".lock")
        self.call = real.with_name(real.name + ".raise")
        self.left_behind = False  # the last holder was killed
        self._handle: IO[str] | None = None

    def acquire(self, officer: str, now: datetime) -> Holder | None:
        """Take the lock; None when it is ours now, else the one who holds it.

        Raises OSError when the folder cannot be written, LockUnsupportedError where locks are not
        known.
        """
        for _ in range(_TRIES):
            handle = _open(self.path)
            try:
                ours = _try_lock(handle)
            except LockUnsupportedError:
                handle.close()
                raise
            if not ours:
                with handle:
                    return _read(handle)
            if _is_at(handle, self.path):
                break
            handle.close()  # its last holder has removed it meanwhile: it locks nothing
        else:
            raise BlockingIOError(errno.EAGAIN, "the lock file changes all the time")
        self.left_behind = bool(handle.read(1))
        since = now.astimezone().strftime("%m-%d %H:%M")
        holder = {
            "officer": officer,
            "host": platform.node(),
            "since": since,
            "account": _account(),
            "pid": os.getpid(),
        }
        with contextlib.suppress(OSError):  # unnamed, but ours
            handle.seek(0)
            handle.truncate()
            json.dump(holder, handle, ensure_ascii=False)
            handle.flush()
        self._handle = handle
        return None

    def release(self) -> None:
        """Give the lock back and remove the lock file."""
        if self._handle is None:
            return
        handle, self._handle = self._handle, None
        with contextlib.suppress(OSError):
            self.call.unlink(missing_ok=True)
        with contextlib.suppress(OSError):  # a text that stays tells of a crash
            handle.truncate(0)
        if sys.platform == "win32":
            handle.close()  # an open file cannot be removed there
        with contextlib.suppress(OSError):  # another waits for it, or the stick is gone
            self.path.unlink(missing_ok=True)
        with contextlib.suppress(OSError):
            handle.close()

    def ask_to_raise(self, seconds: float) -> bool:
        """Ask the holder's window to come forward; whether it answered in time."""
        try:
            self.call.touch()
        except OSError:
            return False
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if not self.call.exists():
                return True
            time.sleep(0.02)
        with contextlib.suppress(OSError):
            self.call.unlink()
        return False

    def age(self) -> float:
        """Seconds since the lock was taken; by the PC's clock, which may be wrong."""
        try:
            return abs(time.time() - self.path.stat().st_mtime)
        except OSError:
            return math.inf

    def asked_to_raise(self) -> bool:
        """Whether another start asked our window to come forward; answers it."""
        try:
            self.call.unlink()
        except OSError:
            return False
        return True


def _open(path: Path) -> IO[str]:
    """The lock file, made when there is none; one that may not be written is made anew."""
    try:
        return _opened(path, os.O_RDWR | os.O_CREAT)
    except PermissionError:
        if not path.exists():
            raise
    with contextlib.suppress(OSError):
        path.chmod(0o666)
        return _opened(path, os.O_RDWR)
    return _opened(path, os.O_RDONLY)


def _opened(path: Path, flags: int) -> IO[str]:
    handle = os.open(path, flags | getattr(os, "O_CLOEXEC", 0), 0o666)
    writable = bool(flags & os.O_RDWR)
    return os.fdopen(handle, "r+" if writable else "r", encoding="utf-8", errors="replace")


def _is_at(handle: IO[str], path: Path) -> bool:
    try:
        there = path.stat()
    except OSError:
        return False
    return os.path.samestat(os.fstat(handle.fileno()), there)


def _read(handle: IO[str]) -> Holder:
    unknown = Holder("其他人员", "其他电脑", "刚才")
    for _ in range(5):  # the holder may be just about to write its name
        try:
            handle.seek(0)
            found = json.loads(handle.read())
            return Holder(found["officer"], found["host"], found["since"], found.get("account", ""))
        except (ValueError, KeyError, TypeError, AttributeError, OSError):
            time.sleep(0.02)
    return unknown


def _account() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


if sys.platform == "win32":
    import msvcrt

    def _try_lock(handle: IO[str]) -> bool:
        handle.seek(_FAR)
        try:
            msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError as error:
            if error.errno in _HELD:
                return False
            raise LockUnsupportedError(error.errno, "no locks here") from error
        finally:
            handle.seek(0)
        return True

else:
    import fcntl

    def _try_lock(handle: IO[str]) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno in _HELD:
                return False
            raise LockUnsupportedError(error.errno, "no locks here") from error
        return True
