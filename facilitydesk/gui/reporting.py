"""What an error of ours leaves on the disk: where it happened, never what anybody typed.

A report names classes, files of the program and lines. Of messages only the Latin words stay:
Chinese text, long numbers and places of this PC are blotted out, parameters of statements cut off.
"""

from __future__ import annotations

import contextlib
import faulthandler
import logging
import os
import platform
import re
import traceback
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import IO

import facilitydesk
from facilitydesk import atomic

KEPT = 20  # reports on this PC
_LOG_BYTES, _LOGS = 256 * 1024, 3
_PROGRAM = Path(facilitydesk.__file__).resolve().parent.parent


def masked(text: str) -> str:
    """A message without what could be somebody's: names, figures, places."""
    text = text.partition("[parameters:")[0]
    text = text.replace(str(Path.home()), "~")
    text = re.sub(r"[^\x00-\x7f]+", "□", text)
    return re.sub(r"\d{4,}", "#", text)


def report(error: BaseException) -> str:
    """The chain of an exception: classes, places in the program, masked messages."""
    parts = []
    for each in _chain(error):
        frames = [
            f"  {_place(frame.filename)}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(each.__traceback__)
        ]
        parts.append("\n".join([*frames, f"{type(each).__name__}: {masked(str(each))}"]))
    return "\n\n".join(reversed(parts)) + "\n"


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def _place(file: str) -> str:
    path = Path(file)
    if path.is_relative_to(_PROGRAM):
        return path.relative_to(_PROGRAM).as_posix()
    return "/".join(path.parts[-2:])


def head() -> str:
    """What program on what system, and when."""
    now = datetime.now().astimezone()
    return (
        f"facilitydesk {facilitydesk.__version__}\nPython {platform.python_version()}\n"
        f"{platform.platform()}\n{now.isoformat(timespec='seconds')}\n\n"
    )


def write(folder: Path, text: str, kind: str = "error") -> Path | None:
    """A report file; the oldest ones go. None where nothing can be written."""
    path = folder / f"{kind}-{datetime.now().astimezone():%Y%m%d-%H%M%S-%f}.txt"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        atomic.write(path, text.encode("utf-8", "backslashreplace"))
        for old in sorted(folder.glob("*-*.txt"), key=lambda p: p.name[-26:])[:-KEPT]:
            old.unlink(missing_ok=True)
    except OSError:
        return None
    return path


class HardFaults:
    """A file of this process into which Python writes where it was when it died."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._file: IO[str] | None = None

    def start(self) -> Path | None:
        """Begin, and return the report of a process that died before, if one did."""
        found = self._left_behind()
        with contextlib.suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            self._file = (self.folder / f"fault-{os.getpid()}.log").open("w", encoding="utf-8")
            faulthandler.enable(self._file)
        return found

    def stop(self) -> None:
        """The process ends by itself."""
        if self._file is None:
            return
        faulthandler.disable()
        name = self._file.name
        self._file.close()
        self._file = None
        with contextlib.suppress(OSError):
            Path(name).unlink()

    def _left_behind(self) -> Path | None:
        found = None
        for log in sorted(self.folder.glob("fault-*.log")):
            try:
                text = log.read_text("utf-8", "replace")
                if text:
                    found = write(self.folder, head() + masked(text), "crash") or found
                    log.unlink()
                elif not _alive(log.stem.rpartition("-")[2]):
                    log.unlink()
            except OSError:  # another window of this PC writes into it
                continue
        return found


def _alive(number: str) -> bool:
    if os.name == "nt" or not number.isdigit():
        return False  # an open file cannot be removed there anyway
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


class _Turning(logging.FileHandler):
    """Turns over when full; the library's own handler would import the modules of the network."""

    def emit(self, record: logging.LogRecord) -> None:
        try:
            if self.stream is not None and self.stream.tell() > _LOG_BYTES:
                self._turn()
        except OSError:
            self.handleError(record)
        super().emit(record)

    def _turn(self) -> None:
        self.close()
        base = Path(self.baseFilename)
        for number in range(_LOGS, 0, -1):
            older = base.with_name(f"{base.name}.{number - 1}") if number > 1 else base
            if older.exists():
                older.replace(base.with_name(f"{base.name}.{number}"))
        self.stream = self._open()


class _Masked(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return masked(super().format(record))

    def formatException(self, ei: object) -> str:  # noqa: ARG002 - the base class's signature
        return ""  # an exception has a report of its own


def log_to(folder: Path) -> logging.Handler | None:
    """Warnings go to facilitydesk.log, three files of 256 kB in turn, masked like reports."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = _Turning(folder / "facilitydesk.log", encoding="utf-8")
    except OSError:
        return None
    handler.setLevel(logging.WARNING)
    handler.setFormatter(_Masked("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.getLogger().addHandler(handler)
    return handler
