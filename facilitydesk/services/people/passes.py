"""What lets the window's own child process read a backup that asks for a log-in.

It is made from the secrets kept in that very file: only who can read the whole file, past any
log-in, can make it, so it opens nothing that was closed. It never stands among the arguments.
"""

from __future__ import annotations

import hashlib
import hmac
import sqlite3
from contextlib import closing
from pathlib import Path

from facilitydesk.store.backup import last_of, open_readonly


def of(backup: Path) -> str:
    """The pass for one backup. Raises sqlite3.Error."""
    with closing(open_readonly(backup)) as reading:
        try:
            query = "SELECT password FROM officer_secret ORDER BY officer_id"
            kept = [row[0] for row in reading.execute(query)]
        except sqlite3.OperationalError:  # made before there were passwords
            kept = []
        last = last_of(reading)
    return hmac.digest("\n".join(kept).encode(), last.hash.encode(), hashlib.sha256).hex()


def fits(backup: Path, given: str) -> bool:
    """Whether this is the pass of a backup."""
    return hmac.compare_digest(of(backup), given)
