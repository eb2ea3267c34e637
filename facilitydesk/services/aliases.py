"""The other names a school is known under: former names, short names, spellings of old tables."""

from __future__ import annotations

from sqlalchemy import select

from facilitydesk.domain.names import school_key
from facilitydesk.domain.problems import Refused
from facilitydesk.services import rules
from facilitydesk.services.desk import Desk
from facilitydesk.services.school_rules import home_region
from facilitydesk.store import tables
from facilitydesk.store.unit import Changes

_T = tables.school_alias


def add(desk: Desk, school_id: int, alias: str) -> Changes:
    """Let a school be known under another name too. Raises Refused when another school has it."""
    school = tables.school
    with desk.operation("school.alias", "") as unit:
        name = unit.row(school, school_id)["name"]
        plain = rules.text("别名", required=True)(unit, None, alias)
        key = school_key(plain, home_region(unit.connection)[1])
        holder = unit.connection.execute(
            select(school.c.name)
            .outerjoin(_T, _T.c.school_id == school.c.id)
            .where(
                (_T.c.alias_key == key) | ((school.c.name_key == key) & (school.c.id != school_id))
            )
        ).scalar()
        if holder is not None:
            raise Refused("alias.taken", alias=plain, holder=holder)
        unit.head.label = f"学校“{name}”增加别名“{plain}”"
        unit.insert(_T, {"school_id": school_id, "alias": plain, "alias_key": key})
    return unit.result


def remove(desk: Desk, school_id: int, alias: str) -> Changes:
    """Take a school's alias away."""
    with desk.operation("school.alias", f"删除别名“{alias}”") as unit:
        query = select(_T.c.id).where(_T.c.school_id == school_id, _T.c.alias == alias)
        row_id = unit.connection.execute(query).scalar()
        if row_id is None:
            raise Refused("gone")
        unit.delete(_T, row_id)
    return unit.result
