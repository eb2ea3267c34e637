"""Every operation of floor areas, failed at every one of its statements."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from facilitydesk.domain.quantities import Area
from facilitydesk.domain.words.area_terms import Movement, Part
from facilitydesk.services.areas import (
    buildings,
    checks,
    completed,
    counterparts,
    deeds,
    movements,
    openings,
    uses,
)
from facilitydesk.services.areas.deeds import Removal
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Edit
from facilitydesk.services.journal import undoing
from tests.services.areas.a_school import NEW_YEAR, building, done_work, opening, school
from tests.services.nth_statement import swept

DAY = date(2026, 3, 2)


@dataclass(frozen=True)
class Given:
    """Two schools; buildings new, old, and split by use; completed works, one of them entered."""

    desk: Desk
    school: int
    house: int
    old: int
    split: int
    work: int
    second: int
    entry: int
    movement: int
    check: int


@pytest.fixture
def given(desk: Desk) -> Given:
    first = school(desk)
    house = building(desk, "教学楼", "1200", number="01")
    old = building(desk, "旧楼", "500", danger_grade="D", danger_day=date(2020, 5, 1))
    split = building(desk, "综合楼", "300")
    uses.enter(desk, split, 2024, {"classroom": Area.of("200")})
    opening(desk, "2000")
    building(desk, "平房", "80", "东桥小学")
    entered = done_work(desk, "90", project="厕所")
    completed.enter(desk, entered, {Part.NET: Area.of("90")}, building={"name": "厕所"})
    (entry,) = completed.entries(desk)
    work, second = (done_work(desk, area, project=area) for area in ("800", "60"))
    typed = {"school": first, "kind": "新建竣工", "day": DAY, "area": Area.of("30")}
    (movement,) = movements.enter(desk, (), [typed]).added
    appraisal = {"kind": "鉴定", "day": DAY, "danger_grade": "C", "document": "鉴6号"}
    (check,) = checks.enter(desk, house, (), [appraisal]).added
    changed = counterparts.enter(desk, [Edit(counterparts.rows(desk)[0].id, "counterpart", "")])
    assert changed.changes.touched
    assert movement is not None
    assert check is not None
    return Given(desk, first, house, old, split, work, second, entry.id, movement, check)


OPERATIONS: dict[str, Callable[[Given], Any]] = {
    "a building": lambda g: building(g.desk, "食堂", "400", structure="框架"),
    "a building's facts": lambda g: buildings.enter(
        g.desk, [Edit(g.house, "floors", 4), Edit(g.house, "number", "07")]
    ),
    "a building deleted": lambda g: buildings.delete(g.desk, [g.split]),
    "a split by use": lambda g: uses.enter(
        g.desk, g.house, 2024, {"classroom": Area.of("900"), "science_lab": Area.of("300")}
    ),
    "a split corrected": lambda g: uses.enter(
        g.desk, g.split, 2024, {"classroom": None, "science_lab": Area.of("300")}
    ),
    "an appraisal": lambda g: checks.enter(
        g.desk, g.old, (), [{"kind": "鉴定", "day": DAY, "danger_grade": "C"}]
    ),
    "an appraisal deleted": lambda g: checks.delete(g.desk, [g.check]),
    "demolished": lambda g: deeds.remove(
        g.desk, [Removal(g.old), Removal(g.split, Area.of("100"))], Movement.DEMOLISHED, DAY
    ),
    "measured again": lambda g: deeds.correct(g.desk, g.house, Area.of("1201.50"), DAY),
    "taken over": lambda g: deeds.take_over(
        g.desk, {"school": g.school, "name": "原村部", "area": Area.of("200")}, DAY
    ),
    "an opening": lambda g: openings.enter(
        g.desk, [Edit(g.school, "area", Area.of("2100")), Edit(g.school, "document", "台账")]
    ),
    "openings from buildings": lambda g: openings.from_buildings(g.desk, NEW_YEAR),
    "a movement": lambda g: movements.enter(
        g.desk,
        (),
        [{"school": g.school, "kind": "拆除", "day": DAY, "area": Area.of("20")}],
    ),
    "a movement's area": lambda g: movements.enter(
        g.desk, [Edit(g.movement, "area", Area.of("31"))]
    ),
    "a movement deleted": lambda g: movements.delete(g.desk, [g.movement]),
    "a completed work": lambda g: completed.enter(
        g.desk,
        g.work,
        {Part.NET: Area.of("300"), Part.REBUILT: Area.of("500")},
        building={"name": "新教学楼"},
        demolished=[Removal(g.old)],
    ),
    "completed works as proposed": lambda g: completed.enter_proposed(g.desk, [g.work, g.second]),
    "a work taken out again": lambda g: completed.withdraw(g.desk, g.entry),
    "a counterpart": lambda g: counterparts.enter(
        g.desk, [Edit(counterparts.rows(g.desk)[1].id, "counterpart", "")]
    ),
    "counterparts put back": lambda g: counterparts.restore(g.desk),
    "undo": lambda g: undoing.undo_last(g.desk),
}


@pytest.mark.parametrize("name", OPERATIONS)
def test_a_failed_statement_leaves_all_as_it_was(
    given: Given, name: str, record_property: Callable[[str, object], None]
) -> None:
    record_property("statements", swept(given.desk, lambda: OPERATIONS[name](given)))
