"""期初面积: where the balance of a school begins, typed, pasted, or taken from its buildings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from facilitydesk.domain.problems import Problem, Refused
from facilitydesk.domain.quantities import Area
from facilitydesk.services import rules
from facilitydesk.services.areas import balance
from facilitydesk.services.areas.deeds import not_future
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Edit, Edited, Rejected
from facilitydesk.store import tables
from facilitydesk.store.unit import Changes, Unit

_T = tables.area_opening


@dataclass(frozen=True, slots=True)
class OpeningRow:
    """A school with its opening; `id` is that of the school, blank where there is none yet."""

    id: int
    revision: int
    school: str
    township: str
    initials: str
    day: date | None
    area: Area | None
    definition_year: int | None
    document: str
    note: str


def rows(desk: Desk) -> tuple[OpeningRow, ...]:
    """Every school in the order of townships."""
    school, region = tables.school, tables.region
    query = (
        select(
            school.c.id,
            school.c.name,
            school.c.initials,
            region.c.name.label("township"),
            _T.c.revision,
            _T.c.day,
            _T.c.area,
            _T.c.definition_year,
            _T.c.document,
            _T.c.note,
        )
        .outerjoin(region, region.c.id == school.c.township_id)
        .outerjoin(_T, _T.c.school_id == school.c.id)
        .order_by(region.c.id.is_(None), region.c.ordinal, region.c.id, school.c.id)
    )
    with desk.read() as connection:
        found = connection.execute(query).all()
    return tuple(
        OpeningRow(
            row.id,
            row.revision or 0,
            row.name,
            row.township or "",
            row.initials,
            row.day,
            None if row.area is None else Area(row.area),
            row.definition_year,
            row.document or "",
            row.note or "",
        )
        for row in found
    )


_RULES = {
    "area": rules.quantity(Area, "期初面积"),
    "day": rules.day("期初日期"),
    "definition_year": rules.whole("口径年度", 1990, 2100),
    "document": rules.text(),
    "note": rules.text(lines=True),
}


def enter(
    desk: Desk,
    cells: Sequence[Edit] = (),
    new: Sequence[Mapping[str, object]] = (),
    *,
    day: date | None = None,
) -> Edited:
    """Store typed openings by school; an area without a day begins at `day` (the end of last year).

    Blanking the area takes the opening away. `new` is not used: every school has its line.
    """
    del new
    day = day or date(desk.today.year - 1, 12, 31)
    rejected: list[Rejected] = []
    by_school: dict[int, dict[str, Any]] = {}
    with desk.operation("area_opening.enter", "") as unit:
        for cell in cells:
            try:
                value = _RULES[cell.field](unit, cell.row_id, cell.value)
                if cell.field == "day" and value is not None:
                    not_future(unit, value)
            except Refused as refusal:
                problem = Problem(refusal.code, field=cell.field, args=refusal.args_)
                rejected.append(Rejected(problem, cell.field, cell.row_id))
                continue
            by_school.setdefault(cell.row_id, {})[cell.field] = value
        for school_id, facts in by_school.items():
            _store(unit, school_id, facts, day)
        names = [unit.row(tables.school, school_id)["name"] for school_id in by_school]
        unit.head.label = (
            f"修改“{names[0]}”的期初面积" if len(names) == 1 else f"修改期初面积（{len(names)}所）"
        )
    return Edited(unit.result, tuple(rejected))


def _store(unit: Unit, school_id: int, facts: dict[str, Any], day: date) -> None:
    query = select(_T.c.id).where(_T.c.school_id == school_id)
    row_id = unit.connection.execute(query).scalar()
    if row_id is None:
        if facts.get("area") is not None:
            begun = facts.get("day") or day
            whole = {"definition_year": begun.year, **facts, "day": begun}
            unit.insert(_T, {"school_id": school_id, **whole})
    elif "area" in facts and facts["area"] is None:
        unit.delete(_T, row_id)
    else:
        if facts.get("day", day) is None:
            facts.pop("day")
        unit.update(_T, row_id, facts)


def from_buildings(desk: Desk, day: date) -> Changes:
    """Schools without an opening get the sum of the buildings that stood on a day as theirs."""
    with desk.operation("area_opening.from_buildings", "") as unit:
        sums = balance.standing(unit.connection, day)
        has = set(unit.connection.execute(select(_T.c.school_id)).scalars())
        made = 0
        for school_id, area in sums.items():
            if school_id in has:
                continue
            facts = {"school_id": school_id, "day": day, "area": area}
            unit.insert(_T, {**facts, "definition_year": day.year, "note": "按单体建筑合计登记"})
            made += 1
        unit.head.label = f"按单体建筑登记期初面积（{made}所）"
    return unit.result
