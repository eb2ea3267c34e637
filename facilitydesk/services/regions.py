"""Townships (and, in a prefecture's file, counties): names, codes and their fixed order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from facilitydesk.domain.problems import Problem, Refused
from facilitydesk.domain.words.terms import Level
from facilitydesk.services import edits, rules
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Column, Edit, Edited, Kind
from facilitydesk.store import tables
from facilitydesk.store.unit import Changes, Unit

_T = tables.region


@dataclass(frozen=True, slots=True)
class RegionRow:
    """One region below home (or home itself), with the number of its schools."""

    id: int
    revision: int
    name: str
    code: str
    level: Level
    parent_id: int | None
    schools: int


def _code(unit: Unit, row_id: int | None, value: Any) -> str:
    plain: str = rules.text()(unit, row_id, value)
    if plain and not re.fullmatch(r"[0-9]{6}([0-9]{3})?", plain):
        raise Refused("region.code_form", value=plain)
    return plain


def _check(unit: Unit, row: Mapping[str, Any]) -> Iterable[Problem]:
    taken = select(_T.c.id).where(
        _T.c.parent_id == row["parent_id"], _T.c.name == row["name"], _T.c.id != (row["id"] or 0)
    )
    if unit.connection.execute(taken).first() is not None:
        args = {"term": "名称", "value": row["name"], "holder": row["name"]}
        yield Problem("not_unique", field="name", args=args)


KIND = Kind(
    _T,
    "行政区划",
    {
        "name": Column("name", rules.text("名称", required=True), required=True),
        "code": Column("code", _code),
    },
    check=_check,
)


def rows(desk: Desk) -> tuple[RegionRow, ...]:
    """Home first, then what lies below it in its fixed order."""
    school = tables.school
    count = select(func.count()).where(school.c.township_id == _T.c.id).scalar_subquery().label("n")
    order = (_T.c.ordinal, _T.c.code, _T.c.id)
    with desk.read() as connection:
        found = connection.execute(select(_T, count).order_by(*order)).mappings().all()
    below: dict[int | None, list[Any]] = {}
    for row in found:
        below.setdefault(row["parent_id"], []).append(row)

    def walk(row: Any) -> Iterable[RegionRow]:
        yield RegionRow(
            row["id"],
            row["revision"],
            row["name"],
            row["code"],
            Level(row["level"]),
            row["parent_id"],
            row["n"],
        )
        for child in below.get(row["id"], ()):
            yield from walk(child)

    home = next(row for row in found if row["id"] == desk.home_id)
    return tuple(walk(home))


def enter(
    desk: Desk,
    cells: Sequence[Edit] = (),
    new: Sequence[Mapping[str, object]] = (),
    *,
    parent_id: int | None = None,
    level: Level = Level.TOWNSHIP,
) -> Edited:
    """Store typed cells and add regions below a parent."""
    parent = parent_id or desk.home_id
    added: list[int | None] = []
    with desk.operation("region.enter", "") as unit:
        unit.head.label = edits.label(unit, KIND, cells, new)
        rejected = edits.apply(unit, KIND, cells)
        last = select(func.coalesce(func.max(_T.c.ordinal), 0)).where(_T.c.parent_id == parent)
        ordinal = unit.connection.execute(last).scalar_one()
        for position, row in enumerate(new):
            more = {"parent_id": parent, "level": level.value, "ordinal": ordinal + position + 1}
            added.append(edits.insert(unit, KIND, row, rejected, position, more))
    return Edited(unit.result, tuple(rejected), tuple(added))


def reorder(desk: Desk, region_ids: Sequence[int]) -> Changes:
    """Give the children of one parent this order, which lists and ranks follow."""
    with desk.operation("region.order", "调整乡镇顺序") as unit:
        for ordinal, region_id in enumerate(region_ids, start=1):
            unit.update(_T, region_id, {"ordinal": ordinal})
    return unit.result


def delete(desk: Desk, region_id: int) -> Changes:
    """Delete a region. Raises Refused with the places of use."""
    with desk.operation("region.delete", "") as unit:
        name = unit.row(_T, region_id)["name"]
        if region_id == desk.home_id:
            raise Refused("region.home")
        rules.refuse_in_use(
            name,
            (
                (rules.count_where(unit, tables.school, township_id=region_id), "所学校"),
                (rules.count_where(unit, _T, parent_id=region_id), "个下级区划"),
                (rules.count_where(unit, tables.plan_line, region_id=region_id), "条规划数"),
                (rules.count_where(unit, tables.period_lock, region_id=region_id), "条锁定记录"),
            ),
        )
        unit.head.label = f"删除行政区划“{name}”"
        unit.delete(_T, region_id)
    return unit.result
