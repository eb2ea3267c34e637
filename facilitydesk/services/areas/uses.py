"""The area of a building split by use, in the categories of the year it was counted in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from facilitydesk.domain import floor_uses
from facilitydesk.domain.floor_uses import Edition, Use
from facilitydesk.domain.problems import Problem, Refused, Severity
from facilitydesk.domain.quantities import Area
from facilitydesk.domain.rounding import amount
from facilitydesk.services.areas import counterparts
from facilitydesk.services.desk import Desk
from facilitydesk.store import tables
from facilitydesk.store.unit import Changes, Unit

_U = tables.building_use


@dataclass(frozen=True, slots=True)
class Split:
    """The areas of one building by use, in the definition of a year."""

    year: int
    areas: Mapping[str, Area]  # by key of floor_uses

    @property
    def edition(self) -> Edition:
        return Edition.of_year(self.year)

    @property
    def total(self) -> Area:
        return Area(sum(area.raw for area in self.areas.values()))

    @property
    def lines(self) -> tuple[tuple[Use, Area], ...]:
        """What is filled, in the order of the form."""
        known = floor_uses.uses(self.edition)
        return tuple((use, self.areas[use.key]) for use in known if use.key in self.areas)


def of_building(desk: Desk, building_id: int) -> tuple[Split, ...]:
    """The splits of a building, the newest definition first."""
    query = select(_U).where(_U.c.building_id == building_id)
    found: dict[int, dict[str, Area]] = {}
    with desk.read() as connection:
        for row in connection.execute(query.order_by(_U.c.definition_year.desc(), _U.c.id)):
            found.setdefault(row.definition_year, {})[row.use] = Area(row.area)
    return tuple(Split(year, areas) for year, areas in found.items())


def enter(desk: Desk, building_id: int, year: int, areas: Mapping[str, Area | None]) -> Changes:
    """Store the split of a building in the definition of a year; None takes a use away.

    A sum that differs from the building's area by more than 0.01 ㎡ for each part is a yellow
    finding. Raises Refused for a use that the version of that year does not know.
    """
    known = {use.key for use in floor_uses.uses(Edition.of_year(year))}
    with desk.operation("building.uses", "") as unit:
        building = unit.row(tables.building, building_id)
        unit.head.label = f"修改“{building['name']}”的用房分类（{year}年口径）"
        query = select(_U).where(_U.c.building_id == building_id, _U.c.definition_year == year)
        there = {row["use"]: row for row in unit.connection.execute(query).mappings()}
        for key, area in areas.items():
            if key not in known:
                raise Refused("building.use_year", value=key, year=year)
            if area is not None and area.raw < 0:
                raise Refused("negative", term="面积", value=str(area))
            _store(unit, building_id, year, key, area, there.get(key))
        if building["definition_year"] is None or building["definition_year"] < year:
            unit.update(tables.building, building_id, {"definition_year": year})
        _compare(unit, building_id, year)
    return unit.result


def _store(
    unit: Unit, building_id: int, year: int, key: str, area: Area | None, row: object
) -> None:
    stored = row["id"] if isinstance(row, Mapping) else None
    if area is None:
        if stored is not None:
            unit.delete(_U, stored)
    elif stored is not None:
        unit.update(_U, stored, {"area": area.raw})
    else:
        facts = {"building_id": building_id, "definition_year": year, "use": key}
        unit.insert(_U, {**facts, "area": area.raw})


def _compare(unit: Unit, building_id: int, year: int) -> None:
    building = unit.row(tables.building, building_id)
    query = select(_U.c.area).where(_U.c.building_id == building_id, _U.c.definition_year == year)
    parts = list(unit.connection.execute(query).scalars())
    if building["area"] is None or not parts:
        return
    difference = floor_uses.parts_differ(building["area"], parts)
    if difference is not None:
        args = {
            "name": building["name"],
            "year": year,
            "parts": amount(Area(sum(parts))),
            "area": amount(Area(building["area"])),
            "difference": amount(Area(difference)),
        }
        unit.problems += (Problem("building.uses_differ", Severity.YELLOW, "area", args),)


def by_school(desk: Desk, school_id: int | None = None) -> dict[int, Split]:
    """The areas of standing buildings by use, of the newest definition each building has, told in
    the newest of them all; what has no counterpart stays under its own key. By school."""  # noqa: D205,D209 - one thought
    b = tables.building
    query = select(b.c.school_id, _U.c.building_id, _U.c.definition_year, _U.c.use, _U.c.area).join(
        b, b.c.id == _U.c.building_id
    )
    query = query.where(b.c.state.in_(("在用", "停用")))
    if school_id is not None:
        query = query.where(b.c.school_id == school_id)
    newest: dict[int, int] = {}
    areas: dict[tuple[int, int], dict[str, int]] = {}
    school_of: dict[int, int] = {}
    with desk.read() as connection:
        links = {edition: counterparts.read(connection, edition) for edition in Edition}
        for row in connection.execute(query):
            newest[row.building_id] = max(newest.get(row.building_id, 0), row.definition_year)
            areas.setdefault((row.building_id, row.definition_year), {})[row.use] = row.area
            school_of[row.building_id] = row.school_id
    year_of: dict[int, int] = {}
    for building_id, year in newest.items():
        school = school_of[building_id]
        year_of[school] = max(year_of.get(school, 0), year)
    sums: dict[int, dict[str, int]] = {}
    for building_id, year in newest.items():
        school = school_of[building_id]
        told = floor_uses.converted(
            areas[building_id, year],
            Edition.of_year(year),
            Edition.of_year(year_of[school]),
            links[Edition.of_year(year)],
        )
        mine = sums.setdefault(school, {})
        for key, area in (*told.areas.items(), *told.left.items()):
            mine[key] = mine.get(key, 0) + area
    return {
        school: Split(year_of[school], {key: Area(area) for key, area in mine.items()})
        for school, mine in sums.items()
    }
