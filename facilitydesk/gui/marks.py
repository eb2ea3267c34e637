"""For measuring and for trials of a package: the program says when it has got how far.

With the environment variable FACILITYDESK_MARKS it writes lines such as `@painted` to standard
error; with the value `quit` it ends by itself after `@opened`. Otherwise nothing happens.
"""

from __future__ import annotations

import os
import sys

from PySide6.QtCore import QCoreApplication, QTimer

_WANTED = os.environ.get("FACILITYDESK_MARKS", "")


def mark(name: str) -> None:
    """Say that the window is "painted" or the data are "opened"."""
    if not _WANTED:
        return
    if sys.stderr is not None:
        sys.stderr.write(f"@{name}\n")
        sys.stderr.flush()
    if name == "opened" and _WANTED == "quit":
        QTimer.singleShot(0, QCoreApplication.quit)
