"""A county of three townships whose figures can be checked by hand.

甲镇: 1,000 ㎡ planned, all started and completed. 乙镇: 2,000 ㎡, 1,000 started. 丙镇: 1,000 ㎡,
1,200 started (past the plan). Equipment: 100 万元 planned, 107 万元 bought, in 乙镇.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from facilitydesk.domain.quantities import Area, Money
from facilitydesk.domain.stages import Stage
from facilitydesk.services import settings, week
from facilitydesk.services.desk import Desk
from facilitydesk.services.week import Cell
from facilitydesk.store import tables
from tests.entering import added
from tests.services.equipment.county import accept, deliver, share
from tests.store_fixtures import add_work

DAY = date(2026, 3, 11)
WEEK = date(2026, 3, 9)
FEBRUARY = date(2026, 2, 16)
WAN = 1_000_000  # 万元 in 分


@dataclass(frozen=True)
class County:
    desk: Desk
    done: int
    half: int
    beyond: int
    equipment: int
    programme: int


def build(desk: Desk) -> County:
    """The register and two weeks of entries: one in February, one now (乙镇 has not reported)."""
    settings.change(desk, "bureau", "临溪县教育局")
    works = [
        add_work(desk, school="甲镇中心小学", township="甲镇", project="教学楼"),
        add_work(desk, school="乙镇中心小学", township="乙镇", planned_area=2_000_00),
        add_work(desk, school="丙镇中心小学", township="丙镇", project="食堂"),
        add_work(
            desk,
            school="乙镇中心小学",
            township="乙镇",
            project="教学设备",
            nature="设备购置",
            planned_area=None,
            planned_investment=100 * WAN,
        ),
    ]
    done, half, beyond, equipment = works
    with desk.operation("test.phones", "登记电话") as unit:
        for row in unit.connection.execute(tables.school.select()).all():
            phone = f"0000-{row.name[0]}"
            unit.update(tables.school, row.id, {"contact": "李明", "phone": phone})
        programme = int(unit.connection.execute(tables.programme.select()).one().id)
    enter(desk, FEBRUARY, done, Stage.STRUCTURE, 1_000_00, 0, 10 * WAN)
    enter(desk, FEBRUARY, half, Stage.FOUNDATION, 1_000_00, 0, 8 * WAN)
    enter(desk, FEBRUARY, equipment, Stage.STARTED, None, None, 50 * WAN)
    enter(desk, WEEK, done, Stage.COMPLETED, 1_000_00, 1_000_00, 20 * WAN)
    enter(desk, WEEK, beyond, Stage.STRUCTURE, 1_200_00, 0, 15 * WAN)
    enter(desk, WEEK, equipment, Stage.COMPLETED, None, None, 107 * WAN)
    return County(desk, done, half, beyond, equipment, programme)


def enter(
    desk: Desk,
    start: date,
    work: int,
    stage: Stage,
    begun: int | None,
    done: int | None,
    invested: int,
    reason: str = "",
) -> None:
    cells = [Cell(work, "stage", stage), Cell(work, "invested", Money(invested))]
    if begun is not None:
        cells.append(Cell(work, "started_area", Area(begun)))
    if done is not None:
        cells.append(Cell(work, "completed_area", Area(done)))
    if reason:
        cells.append(Cell(work, "reason", reason))
    entered = week.enter(desk, start, cells)
    assert not entered.rejected, entered.rejected[0].problem.message


def furnish(county: County) -> None:
    """Desks for 甲镇中心小学, from a batch to its form, its cards and their stock-take."""
    from facilitydesk.services.equipment import (
        batch_items,
        batches,
        carding,
        sharing,
        stock,
    )

    desk, school = county.desk, "甲镇中心小学"
    facts = {"programme_id": county.programme, "name": "课桌凳采购", "day": FEBRUARY}
    bought = added(batches.enter, desk, facts).row_id
    row = {
        "equipment_class": "课桌凳",
        "item": "课桌凳",
        "quantity": 40,
        "unit_price": Money.of(285),
    }
    item = batch_items.enter(desk, bought, (), [row]).row_id
    share(desk, item, [(school, 40)])
    deliver(desk, bought, FEBRUARY)
    (line,) = sharing.rows(desk, item)
    people = {"day": WEEK, "buyer": "周兵", "acceptors": "李梅、王强、赵敏"}
    form = accept(desk, bought, line.school_id, people)
    carding.from_acceptance(desk, form)
    added(stock.enter, desk, {"school_id": line.school_id, "day": WEEK})
