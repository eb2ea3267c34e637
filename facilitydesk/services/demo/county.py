"""The county's register: townships, 180 schools with their pupils, the officers' desk."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from facilitydesk.domain.names import school_key
from facilitydesk.services.demo import names
from facilitydesk.services.pinyin import initials
from facilitydesk.store import tables
from facilitydesk.store.ids import new_id
from facilitydesk.store.unit import Unit


@dataclass(frozen=True, slots=True)
class Place:
    """A township of the county."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class School:
    """A school as the works need to know it."""

    id: int
    name: str
    kind: str
    town: Place


def make_county(unit: Unit, rng: Random, home_id: int, today: date) -> list[School]:
    """Writes townships and schools; returns the schools in the order of townships."""
    places = [Place(new_id(), name) for name in (*names.TOWNS, *names.TOWNSHIPS)]
    unit.insert_many(
        tables.region,
        [
            {
                "id": place.id,
                "name": place.name,
                "code": f"{names.COUNTY_CODE}{_code(place.name, number)}",
                "level": "township",
                "parent_id": home_id,
                "ordinal": number,
            }
            for number, place in enumerate(places, start=1)
        ],
    )
    schools: list[School] = []
    rows: list[dict[str, Any]] = []
    for place, name, kind, parent in _schools(rng, places):
        school = School(new_id(), name, kind, place)
        central = next((s.id for s in schools if s.name == parent), None)
        schools.append(school)
        rows.append(
            {
                "id": school.id,
                "name": name,
                "name_key": school_key(name, names.COUNTY),
                "initials": initials(name),
                "kind": kind,
                "code": None if kind == "教学点" else _school_code(kind, len(rows) + 1),
                "township_id": place.id,
                "parent_id": central,
                "origin": _origin(place, kind),
                "status": "在用",
                "principal": names.person(rng),
                "contact": names.person(rng),
                "phone": names.phone(rng),
                "land_area": rng.randrange(800, 26_000) * 100,
            }
        )
    unit.insert_many(tables.school, rows)
    unit.insert_many(
        tables.school_alias,
        [
            {"school_id": s.id, "alias": alias, "alias_key": school_key(alias, names.COUNTY)}
            for s in schools
            if s.kind == "小学" and s.name.endswith("中心小学")
            for alias in [s.name.replace("镇中心小学", "完小").replace("乡中心小学", "完小")]
        ],
    )
    unit.insert_many(
        tables.school_year,
        [row for s in schools for row in _years(rng, s, today.year)],
    )
    return schools


def _code(name: str, number: int) -> str:
    return f"{100 + number if name.endswith('镇') else 200 + number}"


def _schools(rng: Random, places: list[Place]) -> Iterator[tuple[Place, str, str, str]]:
    """Place, name, kind and central school of 180 schools."""
    seat, *others = places
    for name, kind in (
        ("临溪中学", "高中"),
        ("临溪县第二中学", "完全中学"),
        ("临溪县职业中学", "中职"),
        ("临溪县特殊教育学校", "特教"),
        ("临溪县城关初级中学", "初中"),
        ("临溪县实验小学", "小学"),
        ("城关镇第一小学", "小学"),
        ("城关镇第二小学", "小学"),
        ("城关镇第三小学", "小学"),
        ("临溪县第一幼儿园", "幼儿园"),
        ("临溪县第二幼儿园", "幼儿园"),
    ):
        yield seat, name, kind, ""
    fresh = iter(names.villages(rng, 110))
    for _ in range(4):
        yield seat, f"{seat.name}{next(fresh)}小学", "小学", ""
    for number, place in enumerate(others):
        central = f"{place.name}中心小学"
        yield place, central, "小学", ""
        if number % 5 == 3:
            yield place, f"{place.name}九年一贯制学校", "九年一贯制", ""
        else:
            yield place, f"{place.name}初级中学", "初中", ""
        yield place, f"{place.name}中心幼儿园", "幼儿园", ""
        for _ in range(3 + (number % 3 < 2)):
            yield place, f"{place.name}{next(fresh)}小学", "小学", central
        for _ in range(1 + (number % 5 == 0)):
            yield place, f"{place.name}{next(fresh)}教学点", "教学点", central


_KINDS = {
    "幼儿园": ("11", 60, 330),
    "小学": ("21", 90, 1100),
    "教学点": ("21", 8, 45),
    "初中": ("31", 220, 1300),
    "九年一贯制": ("31", 400, 1500),
    "完全中学": ("34", 1800, 2900),
    "高中": ("34", 2400, 3600),
    "中职": ("36", 900, 1800),
    "特教": ("51", 60, 120),
}


def _school_code(kind: str, serial: int) -> str:
    return f"{_KINDS[kind][0]}{names.COUNTY_CODE[:2]}{serial:06}"


def _origin(place: Place, kind: str) -> str:
    if place.name == names.TOWNS[0]:
        return "城区"
    return "乡村" if kind == "教学点" or place.name.endswith("乡") else "镇区"


def _years(rng: Random, school: School, year: int) -> Iterator[dict[str, Any]]:
    _, low, high = _KINDS[school.kind]
    students = rng.randrange(low, high)
    boards = school.kind in ("初中", "九年一贯制", "完全中学", "高中", "中职")
    for each in (year - 1, year):
        yield {
            "school_id": school.id,
            "year": each,
            "students": students,
            "boarders": students * rng.randrange(30, 75) // 100 if boards else 0,
            "classes": max(1, -(-students // 43)),
            "staff": max(2, students // 13),
        }
        students = max(low // 2, students + rng.randrange(-25, 20))
