"""The register of buildings: every 单体 of every school, standing or gone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select

from facilitydesk.domain.problems import Problem, Severity
from facilitydesk.domain.quantities import Area
from facilitydesk.domain.words.area_terms import DANGEROUS, BuildingState
from facilitydesk.services import edits, rules
from facilitydesk.services.areas.building_rules import KIND
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Edit, Edited
from facilitydesk.store import tables
from facilitydesk.store.unit import Changes, Unit

_T = tables.building
_M = tables.area_movement


@dataclass(frozen=True, slots=True)
class BuildingRow:
    """One line of the register; `parts` is the sum of its areas by use (None: not split)."""

    id: int
    revision: int
    school_id: int
    school: str
    township: str
    initials: str
    number: str
    name: str
    room_kind: str
    structure: str
    built: str
    floors: int | None
    seismic_class: str
    seismic_intensity: str
    state: str
    state_day: date | None
    state_document: str
    ownership: str
    area: Area | None
    usable_area: Area | None
    definition_year: int | None
    danger_grade: str
    danger_body: str
    danger_document: str
    danger_day: date | None
    address: str
    note: str
    moved: int  # lines of the balance that name it

    @property
    def standing(self) -> bool:
        return BuildingState(self.state).standing

    @property
    def dangerous(self) -> bool:
        """Whether it stands and is graded B or worse."""
        return self.standing and self.danger_grade in DANGEROUS


def rows(
    desk: Desk, *, ids: Sequence[int] | None = None, school_id: int | None = None
) -> tuple[BuildingRow, ...]:
    """All buildings (or some) in the order of townships, schools and building numbers."""
    query = _query()
    if ids is not None:
        query = query.where(_T.c.id.in_(list(ids)))
    if school_id is not None:
        query = query.where(_T.c.school_id == school_id)
    with desk.read() as connection:
        found = connection.execute(query).mappings().all()
    return tuple(_row(row) for row in found)


def _query() -> Select[Any]:
    school, region = tables.school, tables.region
    moved = select(_M.c.building_id, func.count().label("n")).group_by(_M.c.building_id).subquery()
    own = [f.name for f in fields(BuildingRow) if f.name in _T.c]
    return (
        select(
            *(_T.c[name] for name in own),
            school.c.name.label("school"),
            school.c.initials,
            func.coalesce(region.c.name, "").label("township"),
            func.coalesce(moved.c.n, 0).label("moved"),
        )
        .join(school, school.c.id == _T.c.school_id)
        .outerjoin(region, region.c.id == school.c.township_id)
        .outerjoin(moved, moved.c.building_id == _T.c.id)
        .order_by(
            *(region.c.id.is_(None), region.c.ordinal, region.c.id, school.c.id),
            *(_T.c.number == "", _T.c.number, _T.c.id),
        )
    )


def _row(row: Mapping[Any, Any]) -> BuildingRow:
    facts = dict(row)
    for key in ("area", "usable_area"):
        facts[key] = None if facts[key] is None else Area(facts[key])
    return BuildingRow(**facts)


def enter(
    desk: Desk, cells: Sequence[Edit] = (), new: Sequence[Mapping[str, object]] = ()
) -> Edited:
    """Store typed cells and add buildings.

    A building that is gone, or whose area was changed, by typing alone raises a yellow finding:
    only a movement changes the balance.
    """
    rejected: list[edits.Rejected] = []
    with desk.operation("building.enter", "") as unit:
        unit.head.label = edits.label(unit, KIND, cells, new)
        before = unit.find_many(_T, list({cell.row_id for cell in cells}))
        rejected += edits.apply(unit, KIND, cells)
        _tell_by_hand(unit, before)
        added = tuple(edits.insert(unit, KIND, row, rejected, n) for n, row in enumerate(new))
    return Edited(unit.result, tuple(rejected), added)


def _tell_by_hand(unit: Unit, before: Mapping[int, Mapping[Any, Any]]) -> None:
    after = unit.find_many(_T, list(before))
    for row_id, old in before.items():
        now = after[row_id]
        args = {"name": now["name"]}
        gone = not BuildingState(now["state"]).standing
        if gone and BuildingState(old["state"]).standing and now["area"]:
            more = {**args, "state": now["state"]}
            unit.problems += (Problem("building.state_by_hand", Severity.YELLOW, "state", more),)
        moved = now["area"] != old["area"] and old["area"] is not None
        if moved and rules.count_where(unit, _M, building_id=row_id):
            unit.problems += (Problem("building.area_by_hand", Severity.YELLOW, "area", args),)


def delete(desk: Desk, building_ids: Iterable[int]) -> Changes:
    """Delete buildings with their split and history.

    Raises Refused("in_use") when a movement or a completed work names one of them.
    """
    ids = list(building_ids)
    with desk.operation("building.delete", "") as unit:
        names = [_delete(unit, building_id) for building_id in ids]
        unit.head.label = (
            f"删除单体建筑“{names[0]}”" if len(names) == 1 else f"删除单体建筑（{len(names)}栋）"
        )
    return unit.result


def _delete(unit: Unit, building_id: int) -> str:
    name: str = unit.row(_T, building_id)["name"]
    rules.refuse_in_use(
        name,
        [
            (rules.count_where(unit, _M, building_id=building_id), "笔面积变动"),
            (rules.count_where(unit, tables.area_entry, building_id=building_id), "笔竣工入账"),
        ],
    )
    for table in (tables.building_use, tables.building_check):
        own = select(table.c.id).where(table.c.building_id == building_id)
        for row_id in unit.connection.execute(own).scalars().all():
            unit.delete(table, row_id)
    unit.delete(_T, building_id)
    return name
