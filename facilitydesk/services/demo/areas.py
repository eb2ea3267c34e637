"""The county's buildings: what stood when the register began, what went, and what works added.

Nearly all completed works are entered; a few wait, one was changed afterwards, and one school's
buildings do not add up to its balance, so that each list has something to show.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from sqlalchemy import select

from facilitydesk.domain.area_balance import REPAIRS
from facilitydesk.domain.stages import StageGroup
from facilitydesk.services.demo.calendar import Calendar
from facilitydesk.services.demo.plans import Built
from facilitydesk.services.demo.progress import Told
from facilitydesk.services.demo.works import EQUIPMENT, WEEKS, Site
from facilitydesk.store import tables
from facilitydesk.store.ids import new_id
from facilitydesk.store.unit import Unit

_CENSUS = "教基建〔{year}〕42号"
_BODY = "临溪县房屋安全鉴定中心"
# name, use, storeys, share of the school's area in percent, categories (old key, percent)
_PLANS: tuple[tuple[str, str, int, int, tuple[tuple[str, int], ...]], ...] = (
    ("教学楼", "教学楼", 4, 52, (("classroom", 78), ("teacher_office", 14), ("toilet", 8))),
    ("综合楼", "综合楼", 3, 24, (("lab", 30), ("library", 25), ("computer_room", 20), ("office_other", 25))),
    ("食堂", "学生食堂", 2, 12, (("canteen", 92), ("boiler", 8))),
    ("周转宿舍", "教师周转宿舍", 3, 12, (("turnover_dorm", 100),)),
)  # fmt: skip
_OLD = ("旧教学楼", "砖木平房", "老厕所", "土木伙房")
_YEARLY = 62  # percent of the buildings with a yearly check
_OPEN = 9  # the newest completed works are not entered yet


@dataclass
class _Place:
    """A school with its buildings and what became of them."""

    id: int
    opening: int = 0
    buildings: list[dict[str, Any]] = field(default_factory=list)
    old: list[dict[str, Any]] = field(default_factory=list)  # dangerous ones that still stand


def make_areas(unit: Unit, rng: Random, built: Sequence[Built], calendar: Calendar) -> None:
    """Writes buildings, openings, completed works and the movements between them."""
    begun = date(calendar.monday(0).year - 1, 12, 31)
    school, year = tables.school, tables.school_year
    pupils = select(school.c.id, school.c.kind, year.c.students).join(
        year, (year.c.school_id == school.c.id) & (year.c.year == calendar.today.year - 1)
    )
    places = {
        row.id: _place(rng, row.id, row.kind, row.students, begun)
        for row in unit.connection.execute(pupils.order_by(school.c.id))
    }
    document = _CENSUS.format(year=begun.year)
    unit.insert_many(
        tables.area_opening,
        [
            {
                "school_id": place.id,
                "day": begun,
                "area": place.opening,
                "definition_year": begun.year,
                "document": document,
            }
            for place in places.values()
        ],
    )
    entries, lines, new = _completed(rng, built, calendar, places, begun)
    lines += _gone(rng, places, calendar)
    buildings = [row for place in places.values() for row in place.buildings]
    next(iter(places.values())).buildings[0]["area"] += 12_50  # one that does not add up
    unit.insert_many(tables.building, [*buildings, *new])
    unit.insert_many(tables.building_use, _uses(buildings, new))
    unit.insert_many(tables.building_check, _checks(rng, buildings, calendar))
    unit.insert_many(tables.area_entry, entries)
    unit.insert_many(tables.area_movement, lines)
    for row in unit.connection.execute(select(school.c.id, school.c.land_area)).all():
        unit.update(school, row.id, {"sports_area": row.land_area * 31 // 10_000 * 100})


def _place(rng: Random, school_id: int, kind: str, students: int, begun: date) -> _Place:
    place = _Place(school_id)
    per_head = rng.randrange(520, 980)
    whole = max(180_00, students * per_head)
    parts = _PLANS if students > 140 else _PLANS[:1]
    for number, (name, room, floors, share, _uses_of) in enumerate(parts, 1):
        built = rng.randrange(1992, begun.year - 1)
        area = whole * share // 100 if len(parts) > 1 else whole
        place.buildings.append(_building(rng, place, number, name, room, floors, area, built))
    if kind != "教学点" and rng.randrange(100) < 46:
        name = rng.choice(_OLD)
        area = rng.randrange(60_00, 640_00)
        old = _building(rng, place, len(parts) + 1, name, "", 1, area, rng.randrange(1962, 1989))
        day = begun - timedelta(days=rng.randrange(40, 700))
        old |= {
            "structure": "土木" if "土木" in name else "砖木",
            "seismic_class": "未设防",
            "danger_grade": "D" if rng.randrange(100) < 60 else "C",
            "danger_body": _BODY,
            "danger_day": day,
            "danger_document": f"临房鉴〔{day.year}〕{rng.randrange(10, 190)}号",
        }
        place.buildings.append(old)
        place.old.append(old)
    place.opening = sum(row["area"] for row in place.buildings)
    return place


def _building(
    rng: Random,
    place: _Place,
    number: int,
    name: str,
    room: str,
    floors: int,
    area: int,
    built: int,
) -> dict[str, Any]:
    framed = built >= 2009
    area += rng.randrange(100)
    return {
        "id": new_id(),
        "school_id": place.id,
        "number": f"{number:02}",
        "name": name,
        "room_kind": room,
        "structure": "钢筋混凝土框架" if framed else "砖混",
        "built": f"{built}-{rng.randrange(1, 13):02}",
        "floors": floors,
        "seismic_class": "重点设防类" if framed else "标准设防类",
        "seismic_intensity": "7度",
        "state": "在用",
        "ownership": "自有",
        "area": area,
        "usable_area": area * 74 // 100,
        "definition_year": 2024,
        "danger_grade": "A" if framed or rng.randrange(8) else "B",
        "danger_body": "",
        "danger_document": "",
        "danger_day": None,
        "state_day": None,
        "state_document": "",
    }


def _done(site: Site, told: Sequence[Told]) -> tuple[int, Told] | None:
    """What a work completed in the end and the week it said so; None while it goes on."""
    if site.kind is EQUIPMENT or site.kind.category != "building" or not told:
        return None
    last = told[-1]
    if last.stage.group is not StageGroup.COMPLETED:
        return None
    area = last.completed_area if last.completed_area is not None else site.area
    first = next(each for each in told if each.stage.group is StageGroup.COMPLETED)
    return (area, first) if area else None


def _completed(
    rng: Random,
    built: Sequence[Built],
    calendar: Calendar,
    places: dict[int, _Place],
    begun: date,
) -> tuple[list[dict[str, Any]], list[dict[str, Any]], list[dict[str, Any]]]:
    """Entries of completed works, their lines, and the buildings they became."""
    found: list[tuple[Told, int, int, Site]] = []
    for project in built:
        for work, site, went in zip(
            project.works, project.venture.sites, project.courses, strict=True
        ):
            done = _done(site, went.told)
            if done is not None:
                found.append((done[1], work, done[0], site))
    found.sort(key=lambda each: (each[0].week, each[1]))
    entries: list[dict[str, Any]] = []
    lines: list[dict[str, Any]] = []
    new: list[dict[str, Any]] = []
    for serial, (told, work, whole, site) in enumerate(found[: max(0, len(found) - _OPEN)]):
        area = whole - (20_00 if serial == 7 and whole > 100_00 else 0)  # changed afterwards
        day = max(calendar.reported(told.week), begun + timedelta(days=1))
        entry: dict[str, Any] = {
            "id": new_id(),
            "work_id": work,
            "day": day,
            "document": f"临住建竣备〔{day.year}〕{serial + 1}号",
        }
        place = places[site.school.id]
        if site.kind.nature in REPAIRS:
            entry |= {"repaired_area": area, "building_id": place.buildings[0]["id"]}
            place.buildings[0]["danger_grade"] = "A"
            entries.append(entry)
            continue
        rebuilt = 0
        if place.old and rng.randrange(100) < 70:
            old = place.old.pop()
            rebuilt = min(area, old["area"])
            lines.append(
                _went(old, "demolished", day - timedelta(days=rng.randrange(1, 40)), begun)
            )
        building = _building(
            rng,
            place,
            len(place.buildings) + sum(row["school_id"] == place.id for row in new) + 1,
            site.kind.room or "综合楼",
            site.kind.room,
            1 if area < 30_000 else 4,
            0,
            day.year,
        )
        building |= {"area": area, "usable_area": area * 78 // 100, "built": f"{day:%Y-%m}"}
        building |= {"definition_year": day.year}
        new.append(building)
        entry |= {
            "net_area": area - rebuilt,
            "rebuilt_area": rebuilt,
            "building_id": building["id"],
        }
        entries.append(entry)
        lines.append(
            {
                "school_id": place.id,
                "building_id": building["id"],
                "entry_id": entry["id"],
                "kind": "built",
                "day": day,
                "area": area,
                "definition_year": day.year,
                "document": entry["document"],
            }
        )
    return entries, lines, new


def _went(row: dict[str, Any], kind: str, day: date, begun: date) -> dict[str, Any]:
    """The line of a building that goes; the building keeps its area."""
    day = max(day, begun + timedelta(days=1))
    gone = kind == "demolished"
    document = f"临教校舍〔{day.year}〕{row['area'] % 90 + 10}号"
    row |= {
        "state": "拆除" if gone else "移交",
        "state_day": day,
        "state_document": document,
    }
    return {
        "school_id": row["school_id"],
        "building_id": row["id"],
        "kind": kind,
        "day": day,
        "area": -row["area"],
        "definition_year": row["definition_year"],
        "danger_grade": row["danger_grade"],
        "document": document,
    }


def _gone(rng: Random, places: dict[int, _Place], calendar: Calendar) -> list[dict[str, Any]]:
    """Dangerous buildings pulled down without a successor, a handover, two measurements."""
    begun = date(calendar.monday(0).year - 1, 12, 31)
    lines: list[dict[str, Any]] = []
    with_old = [place for place in places.values() if place.old]
    for number, place in enumerate(with_old[:16:2]):
        day = calendar.today - timedelta(days=rng.randrange(20, 380))
        lines.append(
            _went(place.old.pop(), "disposed" if number == 3 else "demolished", day, begun)
        )
    for number, place in enumerate(list(places.values())[20:24:2]):
        row = place.buildings[0]
        between = (-3_75, 18_20)[number]
        day = max(calendar.today - timedelta(days=150), begun + timedelta(days=1))
        lines.append(
            {
                "school_id": place.id,
                "building_id": row["id"],
                "kind": "measured",
                "day": day,
                "area": between,
                "definition_year": row["definition_year"],
                "document": f"临测绘〔{day.year}〕{number + 31}号",
            }
        )
        row["area"] += between
    return lines


def _uses(
    buildings: Sequence[dict[str, Any]], new: Sequence[dict[str, Any]]
) -> list[dict[str, Any]]:
    """The split of every building that has a usual plan, in the definition of 2020."""
    by_name = {name: shares for name, _, _, _, shares in _PLANS}
    rows = []
    for row in (*buildings, *new):
        shares = by_name.get(row["name"])
        if shares is None:
            continue
        left = row["area"]
        for number, (use, share) in enumerate(shares):
            part = left if number == len(shares) - 1 else row["area"] * share // 100
            left -= part
            rows.append(
                {"building_id": row["id"], "definition_year": 2020, "use": use, "area": part}
            )
    return rows


def _checks(
    rng: Random, buildings: Sequence[dict[str, Any]], calendar: Calendar
) -> list[dict[str, Any]]:
    """The yearly check of most buildings, and the appraisal of the dangerous ones."""
    day = calendar.reported(WEEKS - 20)
    rows: list[dict[str, Any]] = []
    for row in buildings:
        if row["danger_day"] is not None:
            rows.append(
                {
                    "building_id": row["id"],
                    "kind": "鉴定",
                    "day": row["danger_day"],
                    "body": row["danger_body"],
                    "document": row["danger_document"],
                    "danger_grade": row["danger_grade"],
                    "finding": "承重墙开裂，屋架腐朽"
                    if row["danger_grade"] == "D"
                    else "局部墙体开裂",
                    "measure": "停用，申请拆除" if row["danger_grade"] == "D" else "列入维修计划",
                }
            )
        if rng.randrange(100) < _YEARLY:
            fine = rng.randrange(10)
            rows.append(
                {
                    "building_id": row["id"],
                    "kind": "年检",
                    "day": day,
                    "body": "县教育局校舍办",
                    "finding": "正常" if fine else "屋面局部渗水",
                    "measure": "" if fine else "学校自行维修",
                }
            )
    return rows
