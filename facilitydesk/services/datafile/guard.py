"""Whether the file under an open desk is still the one that was opened.

A stick is pulled and another put in, a copy is laid over the file, a sync program replaces it: no
change may go into a file it was not meant for, or into one that no longer has a name. Two marks are
compared: the file's identity on the disk before and after, and the end of the journal's chain
within the writing transaction itself.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, Engine

from facilitydesk.domain.problems import Trouble
from facilitydesk.store import journal
from facilitydesk.store.journal import Head

Chain = tuple[int, str]


class FileGuard:
    """Watches one data file that is open for writing and locked by us."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = _identity(path)
        self._ends: set[Chain] = set()  # how the chain may end; two after a commit with no answer

    def learn(self, end: Chain) -> None:
        """The chain as it was read when the file was opened."""
        self._ends = {end}

    def forget(self) -> None:
        """Somebody of ours wrote past the desk (demonstration data): learn anew."""
        self._ends = set()

    def there(self) -> bool:
        """Whether the file opened is still at its place; costs a look at the folder."""
        return self._file == _identity(self.path)

    def before(self, engine: Engine) -> None:
        """Raises Trouble("file.moved") when the file is gone or is another one now.

        The same data under a new identity (a sync program wrote the file again, a copy was put
        back) are taken up.
        """
        if self.there():
            return
        engine.dispose()  # what is open has no name any more
        found = _identity(self.path)
        if found is None or not self._ends or _end_of(self.path) not in self._ends:
            raise Trouble("file.moved", path=self.path)
        self._file = found

    def seal(self, head: Head, connection: Connection) -> None:
        """Within the transaction, before its commit: the chain must go on from where we left it."""
        if head.before is None or head.after is None:
            return
        if self._ends and head.before not in self._ends and not self._still_in(connection):
            raise Trouble("file.moved", path=self.path)
        self._ends = {head.before, head.after}

    def compare(self, connection: Connection) -> None:
        """Raises Trouble("file.moved") when other data lie under the name now.

        An overwritten file keeps its identity on the disk: only the chain tells.
        """
        if self._ends and not self._still_in(connection):
            raise Trouble("file.moved", path=self.path)

    def _still_in(self, connection: Connection) -> bool:
        """Whether the chain has grown from one of our ends (a second desk on the same file)."""
        return any(journal.hash_of(connection, seq) == sealed for seq, sealed in self._ends)

    def after(self, head: Head) -> None:
        """After the commit. Raises Trouble when the file was taken away in the meantime."""
        if head.after is not None:
            self._ends = {head.after}
        if not self.there():
            raise Trouble("file.moved", path=self.path)


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _end_of(path: Path) -> Chain | None:
    try:
        uri = f"{path.absolute().as_uri()}?mode=ro"
        with closing(sqlite3.connect(uri, uri=True, timeout=2)) as file:
            row = file.execute(
                "SELECT seq, hash FROM operation ORDER BY seq DESC LIMIT 1"
            ).fetchone()
    except (sqlite3.Error, OSError):
        return None
    return None if row is None else (int(row[0]), str(row[1]))


def writable(path: Path) -> bool:
    """Whether a file and its folder may be written (a medium mounted read-only may not)."""
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)
