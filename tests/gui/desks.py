"""What tests of pages stand on: a context whose workers run at once, and its files in a folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QWidget

from facilitydesk.gui.context import Context
from facilitydesk.gui.remembered import Settings
from facilitydesk.gui.runner import Runner
from facilitydesk.services.desk import Desk


class AtOnce(Executor):
    """Runs work when it is handed in; its answer comes with the next turn of the event loop."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_result(fn(*args, **kwargs))
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Nothing runs."""


class Notices(list[tuple[str, str]]):
    """What stood in the notice line: (text, severity)."""

    @property
    def last(self) -> str:
        return self[-1][0] if self else ""


@contextmanager
def context_on(desk: Desk) -> Iterator[tuple[Context, Notices]]:
    """A context on a desk, and what it told the officer."""
    runner = Runner(desk, worker=AtOnce(), jobs=AtOnce())
    context = Context(desk, runner, Settings(None))
    told = Notices()
    context.notice.connect(lambda text, severity: told.append((text, severity)))
    yield context, told
    runner.close()
    context.deleteLater()
    runner.deleteLater()
    settle()


def settle() -> None:
    """Let all waiting events and deletions happen."""
    for _ in range(3):
        QCoreApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def shown(widget: QWidget, width: int = 1100, height: int = 640) -> None:
    """Show a widget at a size and let it load."""
    widget.resize(width, height)
    widget.show()
    settle()
