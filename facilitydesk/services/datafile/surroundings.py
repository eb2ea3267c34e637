"""What is told of the PC when a data file is opened: room on its disk, and its clock."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select

from facilitydesk.domain.problems import Problem, Severity
from facilitydesk.services.desk import BEIJING, Desk
from facilitydesk.store import tables

_CLOCK = timedelta(minutes=10)  # by which the clocks of two PCs may differ
_MB = 1 << 20


def room_warning(place: Path) -> Problem | None:
    """A warning where less than three times the data file is free on its disk."""
    try:
        needed, left = 3 * place.stat().st_size, shutil.disk_usage(place.parent).free
    except OSError:
        return None
    if left >= needed:
        return None
    args = {"left": left // _MB, "needed": -(-needed // _MB)}
    return Problem("open.space", Severity.YELLOW, args=args)


def clock_warning(desk: Desk) -> Problem | None:
    """A warning where this PC's clock stands before the last operation, or did at that time."""
    op = tables.operation
    with desk.read() as connection:
        query = select(op.c.at).order_by(op.c.seq.desc()).limit(1)
        last, now = connection.execute(query).scalar(), desk.clock()
    if last is None or now > last - _CLOCK:
        return None
    shown = {"now": now, "last": last}
    args = {name: f"{at.astimezone(BEIJING):%Y-%m-%d %H:%M}" for name, at in shown.items()}
    return Problem("open.clock", Severity.YELLOW, args=args)
