"""What happens on an error of ours: a report file, one dialog, nothing is sent anywhere.

Qt calls the hook again for every cell it paints, so the same error is shown and written once.
"""

from __future__ import annotations

import logging
import sys
import threading
import traceback
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, QThread, Signal, Slot
from PySide6.QtWidgets import QApplication, QMessageBox

from facilitydesk import places
from facilitydesk.domain.messages import sentence, tr
from facilitydesk.gui import reporting

_log = logging.getLogger("facilitydesk")


class CrashHook(QObject):
    """The program's `sys.excepthook`. `reports` is the folder of the report files."""

    _caught = Signal(str)

    def __init__(self, reports: Path, *, show: bool = True) -> None:
        super().__init__()
        self.reports = reports
        self.show = show
        self.seen: dict[tuple[str, str, int], int] = {}
        self.last: Path | None = None
        self.faults: reporting.HardFaults | None = None
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
        text = reporting.report(error.with_traceback(trace))
        _log.error("internal error: %s", text)
        path = reporting.write(self.reports, reporting.head() + text)
        self._caught.emit(sentence("bug", {"path": path or tr("（无法写入）")}))

    @Slot(str)
    def _on_caught(self, message: str) -> None:
        app = QApplication.instance()
        if self.show and app is not None and QThread.currentThread() is app.thread():
            box = QMessageBox(QMessageBox.Icon.Critical, tr("内部错误"), message)
            box.exec()


def default_folder() -> Path:
    """Where error reports of this PC lie."""
    return places.log_folder()


def install() -> CrashHook:
    """Catch what nobody caught, in slots, virtual functions and threads.

    `hook.last` is the report of an earlier process that died, if one did.
    """
    folder = default_folder()
    hook = CrashHook(folder)
    hook.faults = reporting.HardFaults(folder)
    hook.last = hook.faults.start()
    reporting.log_to(folder)
    sys.excepthook = hook

    def in_thread(args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            hook(args.exc_type, args.exc_value, args.exc_traceback)

    threading.excepthook = in_thread
    return hook
