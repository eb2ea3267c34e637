"""What became of a change whose answer did not come from the server.

Between COMMIT and its answer a network may break: the officer must not be told that his change is
lost when it is stored, and must not enter it a second time. Every operation has its place in the
journal's chain, so the server can be asked.
"""

from __future__ import annotations

import time

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from facilitydesk.domain.problems import Trouble
from facilitydesk.store import journal
from facilitydesk.store.engine import hurried
from facilitydesk.store.journal import Head

_TRIES = 3
_PAUSE = 0.5  # seconds


def settled(engine: Engine, head: Head, trouble: Trouble) -> Trouble | None:
    """What is to be told after a trouble of an operation; None: it is stored after all.

    `db.cut`: certainly not stored; `db.gone`: the server cannot be asked.
    """
    if trouble.code != "db.gone":
        return trouble
    if head.after is None:  # the commit was never sent
        return Trouble("db.cut")
    there = _in_the_journal(engine, *head.after)
    if there is None:
        return trouble
    return None if there else Trouble("db.cut")


def _in_the_journal(engine: Engine, seq: int, sealed: str) -> bool | None:
    for number in range(1 if hurried() else _TRIES):
        if number:
            time.sleep(_PAUSE)
        try:
            # As a writer: it waits until the server has done with what was sent before.
            with engine.connect() as connection, connection.begin():
                return journal.hash_of(connection, seq) == sealed
        except DBAPIError:
            continue
    return None
