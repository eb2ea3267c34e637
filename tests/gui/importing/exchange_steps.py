"""Steps through the page that takes workbooks in."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from facilitydesk.gui.importing.steps import RESULT, REVIEW
from facilitydesk.services.desk import Desk
from tests.gui.importing.exchanges import Exchange


def counts(desk: Desk) -> tuple[int, int, int, int]:
    """Schools, projects, works and week entries in the file itself."""
    with sqlite3.connect(str(desk.place)) as other:
        found = tuple(
            other.execute(f"SELECT count(*) FROM {name}").fetchone()[0]
            for name in ("school", "project", "work", "week_entry")
        )
    other.close()
    return found[0], found[1], found[2], found[3]


def through(exchange: Exchange, path: Path) -> None:
    """Choose, recognise, review, import."""
    exchange.start(path)
    exchange.next()
    assert exchange.step == REVIEW
    exchange.next()
    assert exchange.step == RESULT
