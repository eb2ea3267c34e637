"""校舍面积 in the yearbook's rows and columns: use categories × 合计, 城区, 镇区, 乡村, per county.

The whole is the area of the standing buildings on the day. What is split by use is told in the
version of the day's year; what has no counterpart there, and what nobody split, has a row of its
own, so that every column adds up to the buildings.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from facilitydesk.domain import floor_uses
from facilitydesk.domain.floor_uses import Edition
from facilitydesk.domain.words.area_terms import DANGEROUS, BuildingState, Movement
from facilitydesk.domain.words.terms import Level, Origin
from facilitydesk.services.areas import counterparts
from facilitydesk.services.desk import Desk
from facilitydesk.store import tables

WHOLE, DANGER, ADDED, UNLINKED, UNSPLIT = "whole", "danger", "added", "unlinked", "unsplit"
UNKNOWN = ""  # 城乡类型 not filled in
PLACES = (*(origin.value for origin in Origin), UNKNOWN)
HOME = "市直"


@dataclass
class County:
    """The areas of one county in 0.01 ㎡: row (a key of floor_uses or one above) → place."""

    name: str
    cells: dict[str, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))

    def add(self, row: str, place: str, area: int) -> None:
        self.cells[row][place] = self.cells[row].get(place, 0) + area

    def of(self, row: str, place: str | None = None) -> int:
        """A cell; without a place the sum of all."""
        mine = self.cells.get(row, {})
        return sum(mine.values()) if place is None else mine.get(place, 0)

    def group(self, edition: Edition, group: str, place: str | None = None) -> int:
        """The sum of a group's categories."""
        keys = (use.key for use in floor_uses.uses(edition) if use.group == group)
        return sum(self.of(key, place) for key in keys)

    def parts(self, edition: Edition, place: str | None = None) -> int:
        """What the groups and the two rows of their own add up to."""
        groups = sum(self.group(edition, group, place) for group in floor_uses.GROUPS)
        return groups + self.of(UNLINKED, place) + self.of(UNSPLIT, place)

    def foots(self, edition: Edition) -> bool:
        """Whether the parts are the whole in every column, to the hundredth."""
        return all(self.parts(edition, place) == self.of(WHOLE, place) for place in (None, *PLACES))


@dataclass(frozen=True)
class Yearbook:
    """All counties of a day and their sum; `differ`: buildings whose parts are not their area."""

    as_of: date
    edition: Edition
    counties: tuple[County, ...]
    total: County
    unsplit: int  # buildings without a split
    differ: tuple[str, ...]
    unlinked: tuple[str, ...]  # categories of the other version that stay there
    unknown: int  # schools without 城乡类型 that have buildings


def ask(desk: Desk, as_of: date) -> Yearbook:
    """The table of a day. Buildings that came or went later are counted as they stood."""
    with desk.read() as connection:
        return _Reading(connection, desk, as_of).told()


class _Reading:
    """One pass over the buildings, with what their schools are."""

    def __init__(self, connection: Connection, desk: Desk, as_of: date) -> None:
        self.connection, self.as_of = connection, as_of
        self.edition = Edition.of_year(as_of.year)
        self.links = {each: counterparts.read(connection, each) for each in Edition}
        school = tables.school
        self.county_of = _counties(connection, desk.home_id)
        self.schools: dict[int, tuple[str, str]] = {}
        self.names: dict[int, str] = {}
        columns = (school.c.id, school.c.name, school.c.township_id, school.c.origin)
        for row in connection.execute(select(*columns)):
            self.schools[row.id] = self.county_of.get(row.township_id, HOME), row.origin
            self.names[row.id] = row.name
        self.counties: dict[str, County] = {}
        self.total = County("合计")
        self.unsplit = 0
        self.differ: list[str] = []
        self.unlinked: dict[str, None] = {}
        self.bare: set[int] = set()

    def told(self) -> Yearbook:
        splits = self._splits()
        b = tables.building
        gone = self._moved_later()
        for row in self.connection.execute(select(b).order_by(b.c.id)).mappings():
            area = (row["area"] or 0) if BuildingState(row["state"]).standing else 0
            area -= gone.get(row["id"], 0)
            if area > 0:
                self._building(dict(row), area, splits.get(row["id"], {}))
        self._added()
        order = list(dict.fromkeys(self.county_of.values()))
        known = sorted(
            self.counties.values(), key=lambda c: order.index(c.name) if c.name in order else -1
        )
        return Yearbook(
            self.as_of, self.edition, tuple(known), self.total, self.unsplit, tuple(self.differ),
            tuple(self.unlinked), len(self.bare),
        )  # fmt: skip

    def _put(self, school_id: int, row: str, area: int) -> None:
        county, origin = self.schools[school_id]
        for mine in (self.counties.setdefault(county, County(county)), self.total):
            mine.add(row, origin if origin in PLACES else UNKNOWN, area)

    def _building(
        self, facts: Mapping[str, Any], area: int, years: Mapping[int, Mapping[str, int]]
    ) -> None:
        school_id = facts["school_id"]
        if self.schools[school_id][1] not in PLACES[:-1]:
            self.bare.add(school_id)
        self._put(school_id, WHOLE, area)
        if facts["danger_grade"] in DANGEROUS:
            self._put(school_id, DANGER, area)
        fitting = [year for year in years if year <= self.as_of.year] or list(years)
        if not fitting:
            self.unsplit += 1
            self._put(school_id, UNSPLIT, area)
            return
        year = max(fitting)
        edition = Edition.of_year(year)
        told = floor_uses.converted(years[year], edition, self.edition, self.links[edition])
        for key, part in told.areas.items():
            self._put(school_id, key, part)
        for key, part in told.left.items():
            use = floor_uses.use_named(edition, key)
            self.unlinked[use.term if use else key] = None
            self._put(school_id, UNLINKED, part)
        rest = area - sum(years[year].values())
        if rest:
            self._put(school_id, UNSPLIT, rest)
            if abs(rest) > len(years[year]):
                self.differ.append(f"{self.names[school_id]}{facts['name']}")

    def _splits(self) -> dict[int, dict[int, dict[str, int]]]:
        found: dict[int, dict[int, dict[str, int]]] = {}
        for row in self.connection.execute(select(tables.building_use)):
            years = found.setdefault(row.building_id, {})
            years.setdefault(row.definition_year, {})[row.use] = row.area
        return found

    def _moved_later(self) -> dict[int, int]:
        """What moved at each building after the day: it is taken back."""
        m = tables.area_movement
        sums: dict[int, int] = defaultdict(int)
        query = select(m.c.building_id, m.c.area).where(
            m.c.building_id.is_not(None), m.c.day > self.as_of
        )
        for row in self.connection.execute(query):
            sums[row.building_id] += row.area
        return sums

    def _added(self) -> None:
        """当年新增: what was built or taken over in the year up to the day."""
        m = tables.area_movement
        kinds = (Movement.BUILT.value, Movement.ACQUIRED.value)
        query = select(m.c.school_id, m.c.area).where(
            m.c.kind.in_(kinds), m.c.day <= self.as_of, m.c.day >= date(self.as_of.year, 1, 1)
        )
        for row in self.connection.execute(query):
            self._put(row.school_id, ADDED, row.area)


def _counties(connection: Connection, home_id: int) -> dict[int | None, str]:
    """Region → the county it lies in: of a county's file the home itself, of a prefecture's each."""
    region = tables.region
    rows = {row.id: row for row in connection.execute(select(region).order_by(region.c.ordinal))}
    home = rows[home_id]
    if home.level != Level.PREFECTURE.value:
        return dict.fromkeys((None, *rows), home.name)
    answer: dict[int | None, str] = {None: HOME, home_id: HOME}
    for key in _below(rows, home_id):
        above = key
        while rows[above].parent_id not in (None, home_id):
            above = rows[above].parent_id
        answer[key] = rows[above].name
    return answer


def _below(rows: Mapping[int, object], home_id: int) -> Iterable[int]:
    return (key for key in rows if key != home_id)
