"""Reading backups beside the window: one thread, answers in the GUI thread, no data file needed."""

from __future__ import annotations

import sys
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

from facilitydesk.domain.problems import Trouble

T = TypeVar("T")


class StoppedError(Exception):
    """Raised by `step` when nobody waits for the answer any more."""


class Background(QObject):
    """Runs what it is handed, one after the other; `close` waits for what runs."""

    _call = Signal(object)

    def __init__(self, parent: QObject | None = None, executor: Executor | None = None) -> None:
        super().__init__(parent)
        self._executor = executor or ThreadPoolExecutor(1, thread_name_prefix="backups")
        self._closed = False
        self._call.connect(self._on_call, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[Trouble], None],
    ) -> None:
        """`done` gets the result in the GUI thread, `failed` known trouble."""

        def task() -> None:
            try:
                result = work()
            except StoppedError:
                return
            except Trouble as trouble:
                caught = trouble
                self._tell(lambda: failed(caught))
            except BaseException:  # noqa: BLE001 - a bug: shown by the crash dialog
                about = sys.exc_info()
                self._tell(lambda: sys.excepthook(*about))
            else:
                self._tell(lambda: done(result))

        self._executor.submit(task)

    def step(self, _done: int, _total: int, _text: str = "") -> None:
        """For long work: ends it when the window has gone on to something else."""
        if self._closed:
            raise StoppedError

    def close(self) -> None:
        self._closed = True
        self._executor.shutdown(wait=True, cancel_futures=True)

    def _tell(self, call: Callable[[], None]) -> None:
        if not self._closed:
            self._call.emit(call)

    @Slot(object)
    def _on_call(self, call: Callable[[], Any]) -> None:
        if not self._closed:
            call()
