"""面积变动: the lines between the opening and the closing balance, each with document and day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select

from facilitydesk.domain.problems import Problem, Refused, Severity
from facilitydesk.domain.quantities import Area
from facilitydesk.domain.words.area_terms import Movement
from facilitydesk.services import edits, rules
from facilitydesk.services.areas.building_rules import grade
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Column, Edit, Edited, Kind
from facilitydesk.store import tables
from facilitydesk.store.unit import Changes, Unit

_T = tables.area_movement


@dataclass(frozen=True, slots=True)
class MovementRow:
    """One line; `area` is signed as it counts, `work` names the completed work it comes from."""

    id: int
    revision: int
    school_id: int
    school: str
    township: str
    initials: str
    building_id: int | None
    building: str
    entry_id: int | None
    work_id: int | None
    work: str
    kind: Movement
    day: date
    area: Area
    definition_year: int | None
    danger_grade: str
    document: str
    note: str


def _kind(_unit: Unit, _row_id: int | None, value: Any) -> str:
    plain = value.value if isinstance(value, Movement) else str(value or "").strip()
    for movement in Movement:
        if plain in (movement.value, movement.term):
            return movement.value
    if not plain:
        raise Refused("required", term="变动类别")
    known = "、".join(movement.term for movement in Movement)
    raise Refused("not_in_closed_list", term="变动类别", value=plain, known=known)


def _area(_unit: Unit, _row_id: int | None, value: Any) -> int:
    if value is None:
        raise Refused("required", term="变动面积")
    if not isinstance(value, Area):
        raise TypeError(f"{value!r} is no area")
    if not value:
        raise Refused("area.zero")
    return value.raw


def _check(unit: Unit, row: Mapping[str, Any]) -> Iterable[Problem]:
    day, school_id = row.get("day"), row.get("school_id")
    if day is not None and day.isoformat() > f"{unit.at:%Y-%m-%d}":
        yield Problem("area.future", Severity.RED, "day", {"day": day})
    if school_id is not None and day is not None:
        yield from told_before(unit, school_id, day)


def told_before(unit: Unit, school_id: int, day: date) -> Iterable[Problem]:
    """Yellow where a line cannot count: no opening yet, or it lies before the opening."""
    opening = tables.area_opening
    query = select(opening.c.day).where(opening.c.school_id == school_id)
    since = unit.connection.execute(query).scalar()
    school = unit.row(tables.school, school_id)["name"]
    if since is None:
        yield Problem("area.no_opening", Severity.YELLOW, "school", {"school": school})
    elif day <= since:
        args = {"day": day, "school": school, "opening": since}
        yield Problem("area.before_opening", Severity.YELLOW, "day", args)


def _derive(_unit: Unit, _changed: Mapping[str, Any], whole: Mapping[str, Any]) -> dict[str, Any]:
    """The sign follows from the kind: 拆除 300 takes 300 away."""
    return {"area": Movement(whole["kind"]).signed(whole["area"])}


KIND = Kind(
    _T,
    "面积变动",
    {
        "school": Column(
            "school_id",
            rules.reference(tables.school, "学校", required=True),
            required=True,
            kind=tables.school,
        ),
        "kind": Column("kind", _kind, required=True),
        "day": Column("day", rules.day("日期", required=True), required=True),
        "area": Column("area", _area, required=True, kind=Area),
        "definition_year": Column("definition_year", rules.whole("口径年度", 1990, 2100)),
        "danger_grade": Column("danger_grade", grade),
        "document": Column("document", rules.text()),
        "note": Column("note", rules.text(lines=True)),
    },
    title="document",
    check=_check,
    derive=_derive,
    terms={
        "school": "学校",
        "kind": "变动类别",
        "day": "日期",
        "area": "变动面积",
        "definition_year": "口径年度",
        "danger_grade": "危房等级",
        "document": "文号",
    },
)

_FIXED = ("school", "kind", "day", "area")


def rows(
    desk: Desk,
    *,
    school_id: int | None = None,
    building_id: int | None = None,
    work_id: int | None = None,
) -> tuple[MovementRow, ...]:
    """All lines (or those of a school, building or work), the newest first."""
    school, region, b = tables.school, tables.region, tables.building
    entry, work, project = tables.area_entry, tables.work, tables.project
    query = (
        select(
            *(_T.c[name] for name in MovementRow.__slots__ if name in _T.c),
            school.c.name.label("school"),
            school.c.initials,
            func.coalesce(region.c.name, "").label("township"),
            func.coalesce(b.c.name, "").label("building"),
            entry.c.work_id,
            func.coalesce(project.c.name, "").label("project"),
            func.coalesce(work.c.name, "").label("own"),
        )
        .select_from(_T)
        .join(school, school.c.id == _T.c.school_id)
        .outerjoin(region, region.c.id == school.c.township_id)
        .outerjoin(b, b.c.id == _T.c.building_id)
        .outerjoin(entry, entry.c.id == _T.c.entry_id)
        .outerjoin(work, work.c.id == entry.c.work_id)
        .outerjoin(project, project.c.id == work.c.project_id)
        .order_by(_T.c.day.desc(), _T.c.id.desc())
    )
    for column, wanted in (
        (_T.c.school_id, school_id),
        (_T.c.building_id, building_id),
        (entry.c.work_id, work_id),
    ):
        if wanted is not None:
            query = query.where(column == wanted)
    with desk.read() as connection:
        found = connection.execute(query).mappings().all()
    answer = []
    for row in found:
        facts = dict(row)
        own, name = facts.pop("own"), facts.pop("project")
        work_name = f"{name}（{own}）" if own and own != name else name
        facts |= {"kind": Movement(row["kind"]), "area": Area(row["area"]), "work": work_name}
        answer.append(MovementRow(**facts))
    return tuple(answer)


def enter(
    desk: Desk, cells: Sequence[Edit] = (), new: Sequence[Mapping[str, object]] = ()
) -> Edited:
    """Store typed cells and add lines; lines of a completed work keep school, kind, day, area."""
    rejected: list[edits.Rejected] = []
    with desk.operation("area_movement.enter", "") as unit:
        unit.head.label = edits.label(unit, KIND, cells, new)
        entered = {
            row_id: row["entry_id"]
            for row_id, row in unit.find_many(_T, list({c.row_id for c in cells})).items()
        }
        mine = []
        for cell in cells:
            if entered.get(cell.row_id) is not None and cell.field in _FIXED:
                problem = Problem("area.from_entry", field=cell.field)
                rejected.append(edits.Rejected(problem, cell.field, cell.row_id))
            else:
                mine.append(cell)
        rejected += edits.apply(unit, KIND, mine)
        added = tuple(edits.insert(unit, KIND, row, rejected, n) for n, row in enumerate(new))
    return Edited(unit.result, tuple(rejected), added)


def delete(desk: Desk, movement_ids: Iterable[int]) -> Changes:
    """Delete lines. Raises Refused("area.from_entry") for a line of a completed work."""
    ids = list(movement_ids)
    with desk.operation("area_movement.delete", f"删除面积变动（{len(ids)}笔）") as unit:
        for row_id in ids:
            if unit.row(_T, row_id)["entry_id"] is not None:
                raise Refused("area.from_entry")
            unit.delete(_T, row_id)
    return unit.result
