"""What happens on an error of ours: a report file, one dialog, nothing is sent anywhere.

Qt calls the hook again for every cell it paints, so the same error is shown and written once.
"""

from __future__ import annotations

import logging
import platform
import sys
import threading
import traceback
from datetime import datetime
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, QThread, Signal, Slot
from PySide6.QtWidgets import QApplication, QMessageBox

import facilitydesk
from facilitydesk.domain.messages import sentence, tr

_log = logging.getLogger("facilitydesk")


class CrashHook(QObject):
    """The program's `sys.excepthook`. `reports` is the folder of the report files."""

    _caught = Signal(str)

    def __init__(self, reports: Path, *, show: bool = True) -> None:
        super().__init__()
        self.reports = reports
        self.show = show
        self.seen: dict[tuple[str, str, int], int] = {}
        self._caught.connect(self._on_caught)

    def __call__(
        self,
        kind: type[BaseException],
        error: BaseException,
        trace: TracebackType | None,
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        frames = traceback.extract_tb(trace)
        place = (kind.__name__, "", 0)
        if frames:
            place = (kind.__name__, frames[-1].filename, frames[-1].lineno or 0)
        self.seen[place] = self.seen.get(place, 0) + 1
        if self.seen[place] > 1:
            return
        text = "".join(traceback.format_exception(kind, error, trace))
        _log.error("internal error: %s", text)
        path = self._write(text)
        self._caught.emit(sentence("bug", {"path": path or tr("（无法写入）")}))

    def _write(self, text: str) -> Path | None:
        now = datetime.now().astimezone()
        head = (
            f"facilitydesk {facilitydesk.__version__}\nPython {platform.python_version()}\n"
            f"{platform.platform()}\n{now.isoformat(timespec='seconds')}\n\n"
        )
        path = self.reports / f"error-{now:%Y%m%d-%H%M%S-%f}.txt"
        try:
            self.reports.mkdir(parents=True, exist_ok=True)
            path.write_text(head + text, encoding="utf-8")
        except OSError:
            return None
        return path

    @Slot(str)
    def _on_caught(self, message: str) -> None:
        app = QApplication.instance()
        if self.show and app is not None and QThread.currentThread() is app.thread():
            box = QMessageBox(QMessageBox.Icon.Critical, tr("内部错误"), message)
            box.exec()


def default_folder() -> Path:
    """Where error reports of this PC lie."""
    from platformdirs import user_log_path

    return user_log_path("facilitydesk", appauthor=False)


def install() -> CrashHook:
    """Catch what nobody caught, in slots, virtual functions and threads."""
    hook = CrashHook(default_folder())
    sys.excepthook = hook

    def in_thread(args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            hook(args.exc_type, args.exc_value, args.exc_traceback)

    threading.excepthook = in_thread
    return hook
