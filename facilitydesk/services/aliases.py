"""The other names a school is known under: former names, short names, spellings of old tables."""

from __future__ import annotations

import re

from sqlalchemy import select

from facilitydesk.domain.names import school_key
from facilitydesk.domain.problems import Refused
from facilitydesk.services import rules
from facilitydesk.services.school_rules import home_region
from facilitydesk.store import tables
from facilitydesk.store.unit import Unit

_T = tables.school_alias
_PARTS = re.compile(r"[、,，;；\n]+")


def _add(unit: Unit, school_id: int, alias: str) -> None:
    """Raises Refused("alias.taken") naming the school that is known by the name."""
    school = tables.school
    plain = rules.text("别名", required=True)(unit, None, alias)
    key = school_key(plain, home_region(unit.connection)[1])
    holder = unit.connection.execute(
        select(school.c.name)
        .outerjoin(_T, _T.c.school_id == school.c.id)
        .where((_T.c.alias_key == key) | ((school.c.name_key == key) & (school.c.id != school_id)))
    ).scalar()
    if holder is not None:
        raise Refused("alias.taken", alias=plain, holder=holder)
    unit.insert(_T, {"school_id": school_id, "alias": plain, "alias_key": key})


def set_in(unit: Unit, school_id: int, text: str) -> None:
    """Make a school's aliases those of a cell, parted by 、 or commas."""
    wanted = [name for part in _PARTS.split(text) if (name := part.strip())]
    query = select(_T.c.id, _T.c.alias).where(_T.c.school_id == school_id)
    known = {row.alias: row.id for row in unit.connection.execute(query)}
    for alias, row_id in known.items():
        if alias not in wanted:
            unit.delete(_T, row_id)
    for alias in dict.fromkeys(wanted):
        if alias not in known:
            _add(unit, school_id, alias)
