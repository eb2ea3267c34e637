"""Row numbers made by us: unique across copied files and packages, strictly increasing here.

63 bits: milliseconds since 2020 × 2²² plus chance. The database never makes one.
"""

from __future__ import annotations

import secrets
import threading
import time

_EPOCH_MS = 1_577_836_800_000  # 2020-01-01 UTC
_lock = threading.Lock()
_last = 0


def new_id() -> int:
    """The next id. Safe from several threads; a clock set back does not repeat one."""
    return new_ids(1)[0]


def new_ids(count: int) -> range:
    """A run of ids, for many rows at once: a chance number each would take longer than the row."""
    global _last  # noqa: PLW0603 - one counter for the process is the point
    fresh = ((time.time_ns() // 1_000_000 - _EPOCH_MS) << 22) | secrets.randbits(22)
    with _lock:
        first = max(fresh, _last + 1)
        _last = first + count - 1
        return range(first, first + count)
