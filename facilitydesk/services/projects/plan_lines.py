"""The lines of a plan version: planned area, money, equipment and projects, in all and by place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from facilitydesk.domain.problems import Problem, Refused, Severity
from facilitydesk.domain.quantities import Area, Money, Quantity
from facilitydesk.services import edits, rules
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Column, Edit, Edited, Kind
from facilitydesk.store import tables
from facilitydesk.store.unit import Changes, Unit

TOTAL = "合计"
_L = tables.plan_line
_FIGURES: tuple[tuple[str, type[Quantity] | None, str], ...] = (
    ("area", Area, "规划面积"),
    ("money", Money, "规划资金"),
    ("equipment", Money, "规划设备资金"),
    ("projects", None, "规划项目数"),
)


@dataclass(frozen=True, slots=True)
class LineRow:
    """One line: for the total (neither region nor school), a region or a school."""

    id: int
    revision: int
    scope: str  # 合计, or the name of the region or school
    kind: str  # 合计, 乡镇 or 学校
    region_id: int | None
    school_id: int | None
    area: Area | None
    money: Money | None
    equipment: Money | None
    projects: int | None


@dataclass(frozen=True, slots=True)
class Lines:
    """All lines of a version, and where townships or schools do not add up to the total."""

    rows: tuple[LineRow, ...]
    problems: tuple[Problem, ...]


KIND = Kind(
    _L,
    "规划数",
    {
        "area": Column("area", rules.quantity(Area, "规划面积"), kind=Area),
        "money": Column("money", rules.quantity(Money, "规划资金"), kind=Money),
        "equipment": Column("equipment", rules.quantity(Money, "规划设备资金"), kind=Money),
        "projects": Column("projects", rules.whole("规划项目数"), kind=int),
    },
    title="",
)


def rows(desk: Desk, version_id: int) -> Lines:
    """The lines of a version: the total first, then townships, then schools."""
    region, school = tables.region, tables.school
    query = (
        select(_L, region.c.name.label("region"), school.c.name.label("school"))
        .outerjoin(region, region.c.id == _L.c.region_id)
        .outerjoin(school, school.c.id == _L.c.school_id)
        .where(_L.c.version_id == version_id)
        .order_by(
            _L.c.school_id.is_not(None),
            _L.c.region_id.is_not(None),
            func.coalesce(region.c.ordinal, 0),
            region.c.id,
            school.c.id,
        )
    )
    with desk.read() as connection:
        found = tuple(_row(row) for row in connection.execute(query))
    return Lines(found, tuple(_sums(found)))


def _row(row: Any) -> LineRow:
    kind = "学校" if row.school_id else "乡镇" if row.region_id else TOTAL
    return LineRow(
        row.id,
        row.revision,
        row.school or row.region or TOTAL,
        kind,
        row.region_id,
        row.school_id,
        None if row.area is None else Area(row.area),
        None if row.money is None else Money(row.money),
        None if row.equipment is None else Money(row.equipment),
        row.projects,
    )


def _sums(found: Sequence[LineRow]) -> list[Problem]:
    """Yellow where townships (or, without townships, schools) and the total differ."""
    total = next((row for row in found if row.kind == TOTAL), None)
    parts = [row for row in found if row.kind == "乡镇"] or [r for r in found if r.kind == "学校"]
    problems: list[Problem] = []
    if total is None or not parts:
        return problems
    for key, kind, term in _FIGURES:
        whole = getattr(total, key)
        values = [value for row in parts if (value := getattr(row, key)) is not None]
        if whole is None or not values:
            continue
        added = sum(values) if kind is None else sum(values[1:], values[0])
        if added != whole:
            args = {"term": term, "sum": added, "total": whole, "difference": added - whole}
            problems.append(Problem("plan.sum", Severity.YELLOW, key, args))
    return problems


def enter(
    desk: Desk,
    cells: Sequence[Edit] = (),
    new: Sequence[Mapping[str, object]] = (),
    *,
    version_id: int = 0,
) -> Edited:
    """Change figures of lines, and add lines to a version; `scope` is 合计 or the place's name."""
    rejected: list[edits.Rejected] = []
    added: list[int | None] = []
    with desk.operation("plan_line.enter", "") as unit:
        unit.head.label = edits.label(unit, KIND, cells, new)
        rejected += edits.apply(unit, KIND, cells)
        for position, row in enumerate(new):
            try:
                place = _named(unit, str(row["scope"]))
                line_id = _add(unit, version_id, row, place, rejected, position)
            except Refused as refusal:
                problem = Problem(refusal.code, field="scope", args=refusal.args_)
                rejected.append(edits.Rejected(problem, "scope", position=position))
                line_id = None
            added.append(line_id)
    return Edited(unit.result, tuple(rejected), tuple(added))


def add(
    desk: Desk,
    version_id: int,
    values: Mapping[str, object] | None = None,
    *,
    region_id: int | None = None,
    school_id: int | None = None,
) -> Edited:
    """Add the line of the total, a region or a school. Raises Refused when it is there already."""
    with desk.operation("plan_line.add", "") as unit:
        label = unit.row(tables.plan_version, version_id)["label"]
        rejected: list[edits.Rejected] = []
        line_id = _add(unit, version_id, values or {}, (region_id, school_id), rejected, 0)
        edits.refuse(rejected)
        scope = _scope(unit, region_id, school_id)
        unit.head.label = f"规划版本“{label}”新增{scope}规划数"
    return Edited(unit.result, (), (line_id,))


_Place = tuple[int | None, int | None]  # a region's id or a school's; neither: the total


def _named(unit: Unit, name: str) -> _Place:
    """The place of a name. Raises Refused when there is none or more than one."""
    plain = name.strip()
    if plain == TOTAL:
        return None, None
    region = tables.region
    towns = unit.connection.execute(select(region.c.id).where(region.c.name == plain)).scalars()
    found = towns.all()
    if len(found) == 1:
        return int(found[0]), None
    school = rules.reference(tables.school, "乡镇或学校", required=True)(unit, None, plain)
    return None, school


def _add(
    unit: Unit,
    version_id: int,
    values: Mapping[str, object],
    place: _Place,
    rejected: list[edits.Rejected],
    position: int,
) -> int | None:
    region_id, school_id = place
    query = select(_L.c.id).where(
        _L.c.version_id == version_id,
        _L.c.region_id.is_(None) if region_id is None else _L.c.region_id == region_id,
        _L.c.school_id.is_(None) if school_id is None else _L.c.school_id == school_id,
    )
    if unit.connection.execute(query).first() is not None:
        raise Refused("plan.line_exists", scope=_scope(unit, region_id, school_id))
    more = {"version_id": version_id, "region_id": region_id, "school_id": school_id}
    return edits.insert(unit, KIND, values, rejected, position, more)


def delete(desk: Desk, line_ids: Sequence[int]) -> Changes:
    """Delete lines; the works' own sums are the denominators of these groups then."""
    with desk.operation("plan_line.delete", f"删除规划数（{len(line_ids)}行）") as unit:
        for line_id in line_ids:
            unit.delete(_L, line_id)
    return unit.result


def _scope(unit: Unit, region_id: int | None, school_id: int | None) -> str:
    if school_id is not None:
        return str(unit.row(tables.school, school_id)["name"])
    if region_id is not None:
        return str(unit.row(tables.region, region_id)["name"])
    return TOTAL
