"""What the top bar offers: the home region and the programmes."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from facilitydesk.services.desk import Desk
from facilitydesk.store.tables import programme, region


@dataclass(frozen=True, slots=True)
class ProgrammeName:
    """One programme to choose."""

    id: int
    name: str
    short_name: str


@dataclass(frozen=True, slots=True)
class Outline:
    """The name of the county or prefecture, and its programmes in their order."""

    home: str
    programmes: tuple[ProgrammeName, ...]


def outline(desk: Desk) -> Outline:
    """The home region's name and all programmes."""
    with desk.read() as connection:
        home = connection.execute(
            select(region.c.name).where(region.c.id == desk.home_id)
        ).scalar_one_or_none()
        rows = connection.execute(
            select(programme.c.id, programme.c.name, programme.c.short_name).order_by(
                programme.c.ordinal, programme.c.id
            )
        ).all()
    return Outline(home or "", tuple(ProgrammeName(*row) for row in rows))
