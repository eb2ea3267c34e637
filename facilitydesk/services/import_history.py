"""Which files were taken in lately, for the list from which an officer chooses again."""

from __future__ import annotations

from sqlalchemy import select

from facilitydesk.services.desk import Desk
from facilitydesk.services.importing.records import TakenIn
from facilitydesk.store import tables

_R = tables.import_record


def lately(desk: Desk, limit: int = 200) -> tuple[TakenIn, ...]:
    """The last imports, the latest first."""
    officer = tables.officer
    query = (
        select(_R.c.file_name, _R.c.at, officer.c.name, _R.c.rows)
        .join_from(_R, officer, officer.c.id == _R.c.officer_id)
        .order_by(_R.c.at.desc(), _R.c.id.desc())
        .limit(limit)
    )
    with desk.read() as connection:
        rows = connection.execute(query).all()
    return tuple(TakenIn(row.file_name, row.at, row.name, row.rows) for row in rows)
