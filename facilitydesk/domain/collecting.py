"""Work on long lists without Python's garbage collector running through them again and again."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_held: list[None] = []  # one for each block that is being worked on, on whatever thread


@contextmanager
def collecting_later() -> Iterator[None]:
    """Collects garbage after the block, not in it.

    A list of 20,000 rows makes some hundred thousand objects that all live until it is stored;
    looking through them for garbage takes a third of the time. Reference counting goes on.
    """
    enabled = gc.isenabled()
    gc.disable()
    _held.append(None)
    try:
        yield
    finally:
        _held.pop()
        if enabled:
            gc.enable()


def held() -> bool:
    """Whether such a block is being worked on; the window, which collects by itself, waits then."""
    return bool(_held)
