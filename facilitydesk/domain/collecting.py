"""Work on long lists without Python's garbage collector running through them again and again."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collecting_later() -> Iterator[None]:
    """Collects garbage after the block, not in it.

    A list of 20,000 rows makes some hundred thousand objects that all live until it is stored;
    looking through them for garbage takes a third of the time. Reference counting goes on.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
