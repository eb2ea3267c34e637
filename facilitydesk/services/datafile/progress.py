"""How far a long opening has come: upgrading, copying, restoring. Light, for the first window."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Step = Callable[[int, int, str], None]
"""Called with done, total and what is being done; may raise to stop."""
_watcher: ContextVar[Step | None] = ContextVar("watcher", default=None)


@contextmanager
def watched(step: Step) -> Iterator[None]:
    """Within the block long work that nobody handed a `step` tells this one how far it has come."""
    token = _watcher.set(step)
    try:
        yield
    finally:
        _watcher.reset(token)


def watcher() -> Step | None:
    """Whom to tell; None: nobody watches."""
    return _watcher.get()
