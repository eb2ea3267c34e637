"""The long hands of the page: reading in the child, recognising again, planning, importing.

All of it runs as jobs of the runner. While one runs, further wishes are kept as one: what counts
is the draft as it stands when the job is free again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from facilitydesk.domain.messages import tr
from facilitydesk.domain.problems import Trouble
from facilitydesk.gui.context import Context
from facilitydesk.gui.importing import taking
from facilitydesk.gui.importing.draft import Draft
from facilitydesk.gui.importing.taking import Done, Known, Plan
from facilitydesk.gui.runner import Cancelled, Step
from facilitydesk.interchange.book import Book

T = TypeVar("T")


class Worker(QObject):
    """Signals: `opened(draft, book, known)`, `recognised(book, plan or None)`, `imported(done)`,
    `failed(trouble)`, `cancelled()`, `idle()` when no job runs any more."""  # noqa: D205,D209 - one thought

    opened = Signal(object, object, object)
    recognised = Signal(object, object)
    imported = Signal(object)
    failed = Signal(object)
    cancelled = Signal()
    idle = Signal()

    def __init__(self, context: Context, page: QObject) -> None:
        super().__init__(page)
        self._context = context
        self._page = page
        self._wish: tuple[Draft, bool] | None = None
        self.busy = False

    def open(self, paths: Sequence[Path]) -> None:
        """Read the files in the child and recognise their tables."""
        desk = self._context.desk

        def work(step: Step) -> tuple[Draft, Book, Known]:
            def told(done: int, name: str) -> bool:
                try:
                    step(done, len(paths) if len(paths) > 1 else 0, name)
                except Cancelled:
                    return True
                return False

            return taking.open_book(desk, paths, told)

        def done(result: tuple[Draft, Book, Known]) -> None:
            self.opened.emit(*result)

        self._begin(tr("读取文件"), work, done)

    def recognise(self, draft: Draft, *, plan: bool) -> None:
        """Recognise the draft as it is now; with `plan` also what its import would do."""
        if self.busy:
            self._wish = (draft, plan)
            return
        frozen, desk = draft.copy(), self._context.desk

        def work(step: Step) -> tuple[Book, Plan | None]:
            step(0, 0, "")
            book = frozen.recognise()
            return book, taking.plan(desk, frozen, book) if plan else None

        def done(result: tuple[Book, Plan | None]) -> None:
            if not self._next():
                self.recognised.emit(*result)

        self._begin(tr("核对"), work, done)

    def take_in(self, draft: Draft) -> None:
        """Import the draft in one transaction."""
        desk = self._context.desk

        def work(step: Step) -> Done:
            return taking.take_in(desk, draft, step)

        def done(result: Done) -> None:
            self.imported.emit(result)

        self._begin(tr("导入"), work, done)

    def _begin(self, title: str, work: Callable[[Step], T], done: Callable[[T], None]) -> None:
        self.busy = True

        def run(step: Step) -> T | None:
            try:
                return work(step)
            except Cancelled:
                return None

        def ended(result: T | None) -> None:
            self.busy = False
            self.idle.emit()
            if result is None:
                self._wish = None
                self.cancelled.emit()
            else:
                done(result)

        self._context.runner.job(title, run, ended, failed=self._fail, initiator=self._page)

    def _next(self) -> bool:
        wish, self._wish = self._wish, None
        if wish is not None:
            self.recognise(wish[0], plan=wish[1])
        return wish is not None

    def _fail(self, trouble: Trouble) -> None:
        self.busy = False
        self.idle.emit()
        if not self._next():
            self.failed.emit(trouble)
