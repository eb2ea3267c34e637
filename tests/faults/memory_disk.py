"""A throw-away folder on a disk of memory, where there is one.

For what proves our own code and not the disk: kills, failing calls, rotations. The disk's own
faults are proved by powervfs.py and on small file systems; waiting for a real one to sync here
would only cost hours.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MEMORY = Path("/dev/shm")
ROOM = 256 << 20


@contextmanager
def throw_away() -> Iterator[Path]:
    """A folder that is removed afterwards, resolved."""
    fits = os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM
    with tempfile.TemporaryDirectory(dir=MEMORY if fits else None) as name:
        yield Path(name).resolve()
