"""What happens to a building, in one step each: the movement, the building, and its document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from facilitydesk.domain.problems import Refused
from facilitydesk.domain.quantities import Area
from facilitydesk.domain.rounding import amount
from facilitydesk.domain.words.area_terms import BuildingState, Movement
from facilitydesk.services import edits
from facilitydesk.services.areas.building_rules import KIND
from facilitydesk.services.areas.movements import told_before
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Edited
from facilitydesk.store import tables
from facilitydesk.store.unit import Changes, Unit

_B = tables.building
_M = tables.area_movement


@dataclass(frozen=True, slots=True)
class Removal:
    """A building that goes; `area` only where a part of it does."""

    building_id: int
    area: Area | None = None


def remove(
    desk: Desk,
    removals: Sequence[Removal],
    kind: Movement,
    day: date,
    *,
    document: str = "",
    note: str = "",
) -> Changes:
    """拆除 or 报废/移交 of buildings. Raises Refused for one that is gone or has no area."""
    with desk.operation(f"building.{kind.value}", "") as unit:
        names = [
            remove_in(unit, each, kind, day, document=document, note=note) for each in removals
        ]
        what = f"“{names[0]}”" if len(names) == 1 else f"（{len(names)}栋）"
        unit.head.label = f"登记{kind.term}{what}"
    return unit.result


def remove_in(
    unit: Unit,
    removal: Removal,
    kind: Movement,
    day: date,
    *,
    document: str = "",
    note: str = "",
    entry_id: int | None = None,
    school_id: int | None = None,
) -> str:
    """A removal within an operation: the building's state and its line of the balance; its name.

    Raises Refused: building.elsewhere for a building of another school than `school_id`,
    area.future for a day that has not come.
    """
    building = unit.row(_B, removal.building_id)
    name: str = building["name"]
    if school_id is not None and building["school_id"] != school_id:
        school = unit.row(tables.school, school_id)["name"]
        raise Refused("building.elsewhere", name=name, school=school)
    not_future(unit, day)
    area = None if removal.area is None else removal.area.raw
    area = (building["area"] or 0) if area is None else area
    facts = after(dict(building), kind, area, day, document)
    unit.update(_B, removal.building_id, facts)
    move(
        unit,
        building,
        kind,
        -area,
        day,
        danger_grade=building["danger_grade"],
        document=document,
        note=note,
        entry_id=entry_id,
    )
    return name


def after(
    building: Mapping[str, Any], kind: Movement, area: int, day: date, document: str
) -> dict[str, Any]:
    """What a removal leaves of a building (a positive raw area): gone whole, or smaller by it.

    Raises Refused when it stands no more, has no area, or not so much of it.
    """
    name, whole = building["name"], building["area"]
    if not BuildingState(building["state"]).standing:
        raise Refused("building.gone_already", name=name, state=building["state"])
    if not whole:
        raise Refused("building.no_area", name=name)
    if area <= 0:
        raise Refused("area.zero")
    if area > whole:
        shown = amount(Area(area)), amount(Area(whole))
        raise Refused("building.above", name=name, value=shown[0], area=shown[1])
    if area < whole:
        return {"area": whole - area}
    demolished = kind is Movement.DEMOLISHED
    state = BuildingState.DEMOLISHED if demolished else BuildingState.HANDED_OVER
    return {"state": state.value, "state_day": day, "state_document": document}


def move(
    unit: Unit,
    building: Mapping[Any, Any],
    kind: Movement,
    area: int,
    day: date,
    **more: Any,
) -> int:
    """Write a line of the balance for a building (a signed raw area), with what hinders it."""
    unit.problems += tuple(told_before(unit, building["school_id"], day))
    facts = {
        "school_id": building["school_id"],
        "building_id": building["id"],
        "kind": kind.value,
        "day": day,
        "area": area,
        "definition_year": building["definition_year"] or day.year,
        **more,
    }
    return unit.insert(_M, facts)


def not_future(unit: Unit, day: date) -> None:
    """Raises Refused for a day that has not come."""
    if day.isoformat() > f"{unit.at:%Y-%m-%d}":
        raise Refused("area.future", day=day)


def correct(
    desk: Desk, building_id: int, area: Area, day: date, *, document: str = "", note: str = ""
) -> Changes:
    """测量更正: the building has this area; the difference goes into the balance.

    Raises Refused: building.no_area, building.gone_already, building.same_area, negative,
    area.future.
    """
    with desk.operation("building.measured", "") as unit:
        building = unit.row(_B, building_id)
        unit.head.label = f"测量更正“{building['name']}”的建筑面积"
        if building["area"] is None:
            raise Refused("building.no_area", name=building["name"])
        if not BuildingState(building["state"]).standing:
            raise Refused("building.gone_already", name=building["name"], state=building["state"])
        if area.raw < 0:
            raise Refused("negative", term="建筑面积", value=str(area))
        between = area.raw - building["area"]
        if not between:
            raise Refused("building.same_area", area=amount(area))
        not_future(unit, day)
        unit.update(_B, building_id, {"area": area.raw})
        move(unit, building, Movement.MEASURED, between, day, document=document, note=note)
    return unit.result


def take_over(
    desk: Desk,
    values: Mapping[str, object],
    day: date,
    *,
    document: str = "",
    note: str = "",
) -> Edited:
    """购置/接收: a building that was bought or handed over to a school joins register and balance.

    Raises Refused with all problems when a value is refused or the area is missing.
    """
    with desk.operation("building.acquired", "") as unit:
        unit.head.label = f"登记{Movement.ACQUIRED.term}“{values.get('name') or ''}”"
        not_future(unit, day)
        rejected: list[edits.Rejected] = []
        row_id = edits.insert(unit, KIND, values, rejected, 0)
        edits.refuse(rejected)
        assert row_id is not None
        building = unit.row(_B, row_id)
        if not building["area"]:
            raise Refused("building.no_area", name=building["name"])
        area: int = building["area"]
        move(unit, building, Movement.ACQUIRED, area, day, document=document, note=note)
    return Edited(unit.result, (), (row_id,))
