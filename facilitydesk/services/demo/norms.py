"""The county's yearly figures and bottom-line checks: most schools comply, a few lack something.

Some figures are left out, so that lists show what is missing; two schools were never checked.
"""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import Any

from sqlalchemy import select

from facilitydesk.domain.bottom_lines import BASIC_KINDS, State
from facilitydesk.domain.measures import Fact
from facilitydesk.services.demo.calendar import Calendar
from facilitydesk.store import tables
from facilitydesk.store.unit import Unit

_FAILS = (2, 3, 4, 5, 8, 10, 11, 13, 14, 15, 16, 17, 18, 19, 20)
_WORDS = {
    8: ("运动场地为泥地", "硬化并铺设跑道"),
    11: ("无多媒体教室", "列入信息化设备采购"),
    13: ("2间宿舍为大通铺", "购置双人床"),
    16: ("旱厕未作无害化处理", "改建水冲厕所"),
    20: ("两个班66人以上", "秋季学期分班"),
}
_BOARDING = (12, 13, 17)  # items of boarding schools alone


def make_norms(unit: Unit, rng: Random, calendar: Calendar) -> None:
    """Writes what schools reported this year and the last checks."""
    school, year, building = tables.school, tables.school_year, tables.building
    query = (
        select(
            school.c.id, school.c.kind, year.c.students, year.c.boarders, year.c.classes,
            year.c.staff,
        )
        .join(year, (year.c.school_id == school.c.id) & (year.c.year == calendar.today.year))
        .where(school.c.kind.in_(BASIC_KINDS))
        .order_by(school.c.id)
    )  # fmt: skip
    found = unit.connection.execute(query).all()
    bad = set(
        unit.connection.execute(
            select(building.c.school_id).where(
                building.c.danger_grade == "D", building.c.state == "在用"
            )
        ).scalars()
    )
    items = {row.number: row.id for row in unit.connection.execute(select(tables.bottom_item))}
    facts: list[dict[str, Any]] = []
    checks: list[dict[str, Any]] = []
    never = {row.id for row in rng.sample(found, 2)}
    for row in found:
        facts += _facts(rng, row, calendar.today.year)
        if row.id not in never:
            checks += _checks(rng, row, items, calendar, danger=row.id in bad)
    unit.insert_many(tables.school_fact, facts)
    unit.insert_many(tables.bottom_check, checks)


def _facts(rng: Random, row: Any, year: int) -> list[dict[str, Any]]:
    junior = row.kind in ("初中", "九年一贯制", "完全中学")
    per = {
        Fact.BOOKS: (30 if junior else 20, 1),
        Fact.EQUIPMENT_VALUE: (2500 if junior else 2000, 1),
        Fact.MULTIMEDIA: (24, 1000),
        Fact.COMPUTERS: (10, 140),
        Fact.TEACHER_COMPUTERS: (10, 200),
    }
    made = []
    for fact, (number, of) in per.items():
        if rng.randrange(100) < 4:
            continue  # not reported
        value = row.students * number * rng.randrange(72, 138) // (of * 100)
        made.append((fact, max(value, 0)))
    if row.kind == "九年一贯制":
        made.append((Fact.PRIMARY, row.students * 58 // 100))
    return [
        {"school_id": row.id, "year": year, "fact": fact.value, "value": value * 100}
        for fact, value in made
    ]


def _checks(
    rng: Random, row: Any, items: dict[int, int], calendar: Calendar, *, danger: bool
) -> list[dict[str, Any]]:
    day = calendar.today - timedelta(days=rng.randrange(20, 90))
    lacking = set(rng.sample(_FAILS, rng.choice((0, 0, 0, 0, 0, 1, 1, 2, 4))))
    if danger:
        lacking.add(1)
    made = []
    for number, item_id in items.items():
        state, evidence, measure = State.MET, "", ""
        if number in _BOARDING and not row.boarders:
            state = State.NOT_APPLICABLE
        elif number in lacking:
            state = State.FAILED
            evidence, measure = _WORDS.get(number, ("现场核查", ""))
        elif rng.randrange(400) == 0:
            continue  # forgotten
        if number == 1 and state is State.FAILED:
            evidence, measure = "有D级危房", "拆除重建"
        made.append(
            {
                "school_id": row.id,
                "item_id": item_id,
                "day": day,
                "state": state.value,
                "evidence": evidence,
                "measure": measure,
                "due": day + timedelta(days=180) if state is State.FAILED else None,
            }
        )
    return made
