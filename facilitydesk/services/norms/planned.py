"""What is already planned, being built or on order for each school: it is taken off its gaps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, func, select

from facilitydesk.domain.area_balance import REPAIRS, counts, done_area
from facilitydesk.domain.measures import Fact
from facilitydesk.domain.stages import StageGroup
from facilitydesk.domain.words.equipment_terms import EquipmentClass
from facilitydesk.domain.words.terms import AreaCategory
from facilitydesk.services.desk import Desk
from facilitydesk.services.norms.sources import facts_of
from facilitydesk.store import tables
from facilitydesk.store.reads import equipment as reads
from facilitydesk.store.reads.states import states

_TEACHING = ("", "教学楼", "综合楼")
_SCREENS = ("多媒体", "一体机", "白板", "交互")
_NOT_NEW = (*REPAIRS, "附属设施")


@dataclass(frozen=True, slots=True)
class Coming:
    """What is on its way, in 0.01 of the fact's unit, with the words that say so."""

    value: int
    text: str


def read(connection: Connection, desk: Desk, as_of: date) -> dict[tuple[int, Fact], Coming]:
    """What is on its way to each school, by fact, as of a day."""
    return _works(connection, desk, as_of) | _equipment(connection, as_of)


def _works(connection: Connection, desk: Desk, as_of: date) -> dict[tuple[int, Fact], Coming]:
    """New floor area that the register does not have yet; repairs add none."""
    work, entry = tables.work, tables.area_entry
    parts = entry.c.net_area + entry.c.rebuilt_area + entry.c.repaired_area + entry.c.other_area
    entered = {
        row.work_id: int(row.area)
        for row in connection.execute(
            select(entry.c.work_id, func.sum(parts).label("area"))
            .where(entry.c.day <= as_of)
            .group_by(entry.c.work_id)
        )
    }
    room = {
        row.id: row.room_kind for row in connection.execute(select(work.c.id, work.c.room_kind))
    }
    sums: dict[tuple[int, Fact], tuple[int, int]] = {}
    for state in states(connection, as_of, home_id=desk.home_id):
        if state.group is StageGroup.DROPPED or state.nature in _NOT_NEW:
            continue
        finished = state.group is StageGroup.COMPLETED
        if counts(state):
            whole = done_area(state) if finished else state.planned_area or 0
            left = max(0, whole - entered.get(state.work_id, 0))
            facts = [Fact.BUILDING_AREA]
            if room.get(state.work_id, "") in _TEACHING:
                facts.append(Fact.TEACHING_AREA)
        elif state.category is AreaCategory.SPORTS and not finished:
            left, facts = state.planned_area or 0, [Fact.SPORTS_AREA]
        else:
            continue
        for fact in facts if left else ():
            count, area = sums.get((state.school_id, fact), (0, 0))
            sums[state.school_id, fact] = (count + 1, area + left)
    return {key: Coming(area, f"在建、待建{count}项工程") for key, (count, area) in sums.items()}


def _equipment(connection: Connection, as_of: date) -> dict[tuple[int, Fact], Coming]:
    """Of a school's item: what is planned or bought, whichever is more, and not accepted yet."""
    plan: dict[tuple[int, int], tuple[int, int]] = {}
    bought: dict[tuple[int, int], tuple[int, int, int]] = {}
    names: dict[int, tuple[str, EquipmentClass]] = {}
    for row in reads.plans(connection):
        if row.year is not None and row.year < as_of.year - 1:
            continue
        names[row.item_id] = row.item, EquipmentClass(row.equipment_class)
        pieces, money = plan.get((row.school_id, row.item_id), (0, 0))
        key = row.school_id, row.item_id
        plan[key] = (pieces + (row.quantity or 0), money + (row.money or 0))
    begun = reads.batches(connection, as_of)
    for line in reads.lines(connection, as_of):
        if line.batch_id not in begun:
            continue
        names[line.item_id] = line.item, EquipmentClass(line.equipment_class)
        key = line.school_id, line.item_id
        pieces, money, accepted = bought.get(key, (0, 0, 0))
        bought[key] = (pieces + line.quantity, money + line.money, accepted + line.accepted)
    sums: dict[tuple[int, Fact], int] = {}
    for key in plan.keys() | bought.keys():
        pieces, money, accepted = bought.get(key, (0, 0, 0))
        planned, planned_money = plan.get(key, (0, 0))
        whole = max(pieces, planned)
        left = whole - accepted
        if left <= 0:
            continue
        value = max(money, planned_money) * left // whole
        name, kind = names[key[1]]
        facts = list(facts_of(name, kind))
        if any(word in name for word in _SCREENS):
            facts.append(Fact.MULTIMEDIA)
        for fact in facts:
            mine = value if fact is Fact.EQUIPMENT_VALUE else left * 100
            sums[key[0], fact] = sums.get((key[0], fact), 0) + mine
    return {key: Coming(value, "采购计划和批次") for key, value in sums.items()}
