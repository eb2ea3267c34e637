"""竣工入账: a completed work says what it changes, and the register follows in one step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select

from facilitydesk.domain.area_balance import proposal
from facilitydesk.domain.problems import Problem, Refused, Severity
from facilitydesk.domain.quantities import Area
from facilitydesk.domain.rounding import amount
from facilitydesk.domain.words.area_terms import Movement, Part
from facilitydesk.services import edits
from facilitydesk.services.areas import unentered
from facilitydesk.services.areas.building_rules import KIND
from facilitydesk.services.areas.deeds import Removal, move, not_future, remove_in
from facilitydesk.services.areas.unentered import WaitingRow
from facilitydesk.services.desk import Desk
from facilitydesk.store import tables
from facilitydesk.store.unit import Changes, Unit

_E = tables.area_entry
_M = tables.area_movement
_B = tables.building


@dataclass(frozen=True, slots=True)
class EntryRow:
    """What was entered for a work once."""

    id: int
    work_id: int
    school: str
    name: str
    day: date
    net_area: Area
    rebuilt_area: Area
    repaired_area: Area
    other_area: Area
    building_id: int | None
    building: str
    document: str
    note: str

    @property
    def total(self) -> Area:
        return self.net_area + self.rebuilt_area + self.repaired_area + self.other_area


def entries(desk: Desk, *, work_id: int | None = None) -> tuple[EntryRow, ...]:
    """What was entered, the newest first."""
    w, p, school = tables.work, tables.project, tables.school
    query = (
        select(
            *(_E.c[name] for name in EntryRow.__slots__ if name in _E.c),
            school.c.name.label("school"),
            p.c.name.label("name"),
            func.coalesce(_B.c.name, "").label("building"),
        )
        .join(w, w.c.id == _E.c.work_id)
        .join(p, p.c.id == w.c.project_id)
        .join(school, school.c.id == w.c.school_id)
        .outerjoin(_B, _B.c.id == _E.c.building_id)
        .order_by(_E.c.day.desc(), _E.c.id.desc())
    )
    if work_id is not None:
        query = query.where(_E.c.work_id == work_id)
    with desk.read() as connection:
        found = connection.execute(query).mappings().all()
    return tuple(
        EntryRow(**{**row, **{part.value: Area(row[part.value]) for part in Part}}) for row in found
    )


def enter(
    desk: Desk,
    work_id: int,
    parts: Mapping[Part, Area],
    *,
    day: date | None = None,
    document: str = "",
    note: str = "",
    building: Mapping[str, object] | int | None = None,
    demolished: Sequence[Removal] = (),
    as_of: date | None = None,
) -> Changes:
    """Enter what a completed work changes; one operation, one undo step.

    The parts add up to what waits. 净增 and 拆除重建 become a line 新建竣工 with a new building
    (its facts) or on one that stands already (its id: 扩建); `demolished` are the buildings it
    replaced, where their demolition is not in the register yet. `day` is the day it counts from
    (by default the day it was reported). Raises Refused with the reason, changing nothing.
    """
    with desk.operation("area_entry.enter", "竣工入账") as unit:
        found = unentered.read(unit.connection, desk, as_of or desk.today, work_id)
        if not found:
            raise Refused("gone")
        row = found[0]
        unit.head.label = f"竣工入账：{row.school}“{row.name}”"
        paper = {"document": document, "note": note}
        _enter(unit, row, parts, day or row.day, paper, building, demolished)
    return unit.result


def enter_proposed(
    desk: Desk, work_ids: Sequence[int], *, document: str = "", as_of: date | None = None
) -> Changes:
    """Enter several works as proposed, each gain as a new building; one operation.

    Works that wait for nothing, or were entered for more, are left as they are.
    """
    wanted = set(work_ids)
    with desk.operation("area_entry.enter", "竣工入账") as unit:
        count = 0
        spare: dict[int, int] = {}  # what each school demolished and has not rebuilt
        for row in unentered.read(unit.connection, desk, as_of or desk.today):
            if row.id not in wanted or row.open.raw <= 0:
                continue
            left = spare.get(row.school_id, row.demolished.raw)
            shares = proposal(row.open.raw, row.nature, left)
            spare[row.school_id] = left - shares.rebuilt_area
            parts = {part: Area(getattr(shares, part.value)) for part in Part}
            risen = parts[Part.NET] or parts[Part.REBUILT]
            building = {"name": row.room_kind or row.name} if risen else None
            _enter(unit, row, parts, row.day, {"document": document, "note": ""}, building)
            count += 1
        unit.head.label = f"竣工入账（{count}项）"
    return unit.result


def _enter(
    unit: Unit,
    row: WaitingRow,
    parts: Mapping[Part, Area],
    day: date,
    paper: Mapping[str, str],
    building: Mapping[str, object] | int | None = None,
    demolished: Sequence[Removal] = (),
) -> None:
    _check_parts(row, parts)
    not_future(unit, day)
    facts: dict[str, Any] = {part.value: parts.get(part, Area(0)).raw for part in Part}
    entry_id = unit.insert(_E, {"work_id": row.id, "day": day, **paper, **facts})
    for each in demolished:
        remove_in(
            unit,
            each,
            Movement.DEMOLISHED,
            day,
            document=paper["document"],
            entry_id=entry_id,
            school_id=row.school_id,
        )
    risen = facts["net_area"] + facts["rebuilt_area"]
    building_id = _building(unit, row, building, risen, day)
    if risen:
        place = {"id": None, "school_id": row.school_id, "definition_year": None}
        place = dict(unit.row(_B, building_id)) if building_id is not None else place
        move(unit, place, Movement.BUILT, risen, day, entry_id=entry_id, **paper)
    if building_id is not None:
        unit.update(_E, entry_id, {"building_id": building_id})
    _tell_rebuilt(unit, row)


def _check_parts(row: WaitingRow, parts: Mapping[Part, Area]) -> None:
    if row.open.raw == 0:
        raise Refused("area.nothing_open", work=row.name)
    if row.open.raw < 0:
        entered, done = amount(row.entered), amount(row.completed)
        raise Refused("area.fallen", work=row.name, entered=entered, completed=done)
    for part, area in parts.items():
        if area.raw < 0:
            raise Refused("negative", term=part.term, value=str(area))
    total = sum(area.raw for area in parts.values())
    if total != row.open.raw:
        raise Refused(
            "area.parts_sum",
            parts=amount(Area(total)),
            open=amount(row.open),
            difference=amount(Area(total - row.open.raw)),
        )


def _building(
    unit: Unit,
    row: WaitingRow,
    building: Mapping[str, object] | int | None,
    risen: int,
    day: date,
) -> int | None:
    """The building of an entry: made, enlarged, or only named (repairs)."""
    if building is None:
        return None
    if isinstance(building, int):
        there = unit.row(_B, building)
        if there["school_id"] != row.school_id:
            raise Refused("building.elsewhere", name=there["name"], school=row.school)
        if risen:
            unit.update(_B, building, {"area": (there["area"] or 0) + risen})
        return building
    if not risen:
        raise Refused("area.entry_building")
    rejected: list[edits.Rejected] = []
    facts: dict[str, object] = {
        "built": f"{day:%Y-%m}",
        "definition_year": day.year,
        "room_kind": row.room_kind,
        "name": row.name,
        **building,
        "school": row.school_id,
        "area": Area(risen),
    }
    made = edits.insert(unit, KIND, facts, rejected, 0)
    edits.refuse(rejected)
    return made


def _tell_rebuilt(unit: Unit, row: WaitingRow) -> None:
    """Yellow when more was rebuilt than was ever demolished."""
    if unentered.not_rebuilt(unit.connection).get(row.school_id, 0) >= 0:
        return
    w = tables.work
    rebuilt = select(func.sum(_E.c.rebuilt_area)).join(w, w.c.id == _E.c.work_id)
    again = int(unit.connection.execute(rebuilt.where(w.c.school_id == row.school_id)).scalar_one())
    spare = unentered.not_rebuilt(unit.connection)[row.school_id]
    args = {
        "school": row.school,
        "rebuilt": amount(Area(again)),
        "demolished": amount(Area(again + spare)),
    }
    unit.problems += (Problem("area.rebuilt_without", Severity.YELLOW, None, args),)


def withdraw(desk: Desk, entry_id: int) -> Changes:
    """Take an entry back with its lines and its building, as if it had never been made.

    Raises Refused("area.entry_used") when the building got other records since.
    """
    with desk.operation("area_entry.withdraw", "撤销竣工入账") as unit:
        entry = unit.row(_E, entry_id)
        lines = (
            unit.connection.execute(select(_M).where(_M.c.entry_id == entry_id)).mappings().all()
        )
        unit.update(_E, entry_id, {"building_id": None})
        for line in lines:
            unit.delete(_M, line["id"])
            if line["building_id"] is not None:
                _give_back(unit, line)
        unit.delete(_E, entry_id)
        work = unit.row(tables.work, entry["work_id"])
        project = unit.row(tables.project, work["project_id"])["name"]
        unit.head.label = f"撤销“{project}”的竣工入账"
    return unit.result


def _give_back(unit: Unit, line: Mapping[Any, Any]) -> None:
    building = unit.row(_B, line["building_id"])
    if line["area"] < 0:  # what it demolished stands again
        if building["state"] == "拆除":
            blank = {"state": "在用", "state_day": None, "state_document": ""}
            unit.update(_B, building["id"], blank)
        else:
            unit.update(_B, building["id"], {"area": building["area"] - line["area"]})
        return
    left = (building["area"] or 0) - line["area"]
    used = any(
        unit.connection.execute(
            select(table.c.id).where(table.c.building_id == building["id"]).limit(1)
        ).first()
        for table in (_M, _E, tables.building_use, tables.building_check)
    )
    if left < 0 or (used and left == 0):
        raise Refused("area.entry_used", building=building["name"])
    if left:
        unit.update(_B, building["id"], {"area": left})
    else:
        unit.delete(_B, building["id"])
