"""Where the window's work runs: edits at once, reads on one worker, long jobs on another.

An edit is tried in the GUI thread with a busy limit of 30 ms; when something else holds the file
it moves to the database worker, which waits as long as the file allows. Results always come back
in the GUI thread. Known trouble goes to `failed`, else to the status line; anything else is a bug
and goes to the crash dialog.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

from facilitydesk.domain.problems import Trouble

if TYPE_CHECKING:
    from facilitydesk.services.desk import Desk

T = TypeVar("T")
BUSY_LIMIT_MS = 30
_PROGRESS_EVERY = 0.1  # seconds between two progress notices
Failed = Callable[[Trouble], None]
Step = Callable[[int, int, str], None]


class Cancelled(Exception):  # noqa: N818 - not an error: the officer pressed 取消
    """Raised by `step` in a job that was cancelled."""


class Runner(QObject):
    """Runs service calls for the pages.

    Signals: `changed(changes, initiator)`, `trouble(trouble)`, `waiting(n)` edits on the worker,
    `progress(title, done, total, text)` of a job, `job_ended()`.
    """

    changed = Signal(object, object)
    trouble = Signal(object)
    waiting = Signal(int)
    progress = Signal(str, object, object, str)
    job_ended = Signal()
    _call = Signal(object)  # a closure that must run in the GUI thread

    def __init__(
        self,
        desk: Desk,
        *,
        worker: Executor | None = None,
        jobs: Executor | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.desk = desk
        self._worker = worker or ThreadPoolExecutor(1, thread_name_prefix="database")
        self._jobs = jobs or ThreadPoolExecutor(1, thread_name_prefix="job")
        self._queued = 0
        self._cancelled = False
        self._closed = False
        self._call.connect(self._on_call, Qt.ConnectionType.QueuedConnection)

    def do(
        self,
        action: Callable[[Desk], T],
        *,
        done: Callable[[T], None] | None = None,
        failed: Failed | None = None,
        initiator: object = None,
    ) -> None:
        """Run a mutating service call; it gets the desk.

        Its result may be Changes, a list of them, or have `.changes`; `done` gets the result,
        then `changed` is emitted.
        """
        if self._queued == 0:  # else it must keep its place behind the edits that wait
            from facilitydesk.services.desk import patience

            try:
                with patience(BUSY_LIMIT_MS):
                    result = action(self.desk)
            except Trouble as trouble:
                if trouble.code != "db.busy":
                    self._fail(trouble, failed)
                    return
            else:
                self._finish(result, done, initiator)
                return
        self._set_queued(self._queued + 1)

        def ended(result: T) -> None:
            self._set_queued(self._queued - 1)
            self._finish(result, done, initiator)

        def refused(trouble: Trouble) -> None:
            self._set_queued(self._queued - 1)
            self._fail(trouble, failed)

        self._submit(self._worker, lambda: action(self.desk), ended, refused)

    def read(
        self,
        query: Callable[[Desk], T],
        done: Callable[[T], None],
        *,
        failed: Failed | None = None,
    ) -> None:
        """Run a reading service call on the worker; `done` gets its result in the GUI thread."""
        self._submit(
            self._worker,
            lambda: query(self.desk),
            done,
            lambda trouble: self._fail(trouble, failed),
        )

    def job(
        self,
        title: str,
        work: Callable[[Step], T],
        done: Callable[[T], None],
        *,
        failed: Failed | None = None,
        initiator: object = None,
    ) -> None:
        """Run a long job with progress and 取消.

        `work(step)` calls `step(done, total, text)` often; it raises Cancelled when the officer
        cancelled. Changes are announced as in `do`.
        """
        self._cancelled = False
        self.progress.emit(title, 0, 0, "")
        last = 0.0

        def step(count: int, total: int, text: str = "") -> None:
            nonlocal last
            if self._cancelled or self._closed:
                raise Cancelled
            now = time.monotonic()
            if now - last >= _PROGRESS_EVERY or count == total:
                last = now
                self._in_gui(lambda: self.progress.emit(title, count, total, text))

        def ended(result: T) -> None:
            self.job_ended.emit()
            self._finish(result, done, initiator)

        def refused(trouble: Trouble) -> None:
            self.job_ended.emit()
            self._fail(trouble, failed)

        self._submit(self._jobs, lambda: work(step), ended, refused)

    def cancel(self) -> None:
        """Ask the running job to stop at its next step."""
        self._cancelled = True

    def close(self) -> None:
        """Finish what was handed in (edits must reach the file) and stop the workers."""
        self._closed = True
        self._worker.shutdown(wait=True)
        self._jobs.shutdown(wait=True, cancel_futures=True)

    def _submit(
        self,
        executor: Executor,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Failed,
    ) -> None:
        def run() -> None:
            try:
                result = work()
            except Trouble as trouble:
                caught = trouble
                self._in_gui(lambda: failed(caught))
            except Cancelled:
                self._in_gui(self.job_ended.emit)
            except BaseException:  # noqa: BLE001 - a bug: shown by the crash dialog
                information = sys.exc_info()
                self._in_gui(lambda: sys.excepthook(*information))
            else:
                self._in_gui(lambda: done(result))

        executor.submit(run)

    def _in_gui(self, call: Callable[[], None]) -> None:
        if not self._closed:
            self._call.emit(call)

    @Slot(object)
    def _on_call(self, call: Callable[[], None]) -> None:
        call()

    def _set_queued(self, count: int) -> None:
        self._queued = count
        self.waiting.emit(count)

    def _finish(self, result: T, done: Callable[[T], None] | None, initiator: object) -> None:
        if done is not None:
            done(result)
        for changes in changes_in(result):
            self.changed.emit(changes, initiator)

    def _fail(self, trouble: Trouble, failed: Failed | None) -> None:
        if failed is not None:
            failed(trouble)
        else:
            self.trouble.emit(trouble)


def changes_in(result: Any) -> list[Any]:
    """The Changes of a service's answer that changed something."""
    if isinstance(result, list | tuple):
        return [changes for item in result for changes in changes_in(item)]
    found = result if hasattr(result, "touched") else getattr(result, "changes", None)
    return [found] if found is not None and getattr(found, "touched", None) else []
