"""The balance of a period: per school and for groups of them, with what was completed.

The period begins after a day (`since`), or, where none is given, after each school's opening. A
school without an opening has no balance; its completed area is told all the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import Connection, select

from facilitydesk.domain.area_balance import Balance, done_area
from facilitydesk.domain.quantities import Area
from facilitydesk.domain.words.area_terms import BuildingState
from facilitydesk.services.desk import Desk
from facilitydesk.store import tables
from facilitydesk.store.reads.states import states

_PARTS = ("net_area", "rebuilt_area", "repaired_area", "other_area")


class Level(StrEnum):
    """What one line of the table is."""

    SCHOOL = "school"
    TOWNSHIP = "township"
    COUNTY = "county"


@dataclass(frozen=True, slots=True)
class BalanceRow:
    """One school or township: its balance, and its buildings on the last day (None: none known)."""

    id: int
    name: str
    township: str
    initials: str
    balance: Balance
    begun: bool  # whether there is an opening
    buildings: Area | None

    @property
    def difference(self) -> Area | None:
        """Closing balance minus the sum of the standing buildings; None where they agree."""
        if not self.begun or self.buildings is None:
            return None
        between = self.balance.closing - self.buildings.raw
        return Area(between) if between else None


@dataclass(frozen=True, slots=True)
class Answer:
    """The table of a period: lines in official order, their sum, and what cannot be counted."""

    since: date | None
    as_of: date
    rows: tuple[BalanceRow, ...]
    total: Balance
    not_begun: tuple[
        str, ...
    ]  # schools with buildings, movements or completed works but no opening
    left_out: Area  # movements of those schools

    @property
    def buildings(self) -> Area | None:
        known = [row.buildings.raw for row in self.rows if row.buildings is not None]
        return Area(sum(known)) if known else None


def standing(connection: Connection, day: date) -> dict[int, int]:
    """The area of the buildings that stood on a day by school, from today's register back.

    What moved after that day is taken back line by line, so that nothing is guessed from dates of
    building.
    """
    b, m = tables.building, tables.area_movement
    sums: dict[int, int] = defaultdict(int)
    for row in connection.execute(select(b.c.school_id, b.c.area, b.c.state)):
        sums[row.school_id] += (row.area or 0) if BuildingState(row.state).standing else 0
    later = select(m.c.school_id, m.c.area).where(m.c.building_id.is_not(None), m.c.day > day)
    for moved in connection.execute(later):
        sums[moved.school_id] -= moved.area
    return dict(sums)


def done_areas(connection: Connection, desk: Desk, day: date) -> dict[int, int]:
    """The completed 校舍 area of every work on a day, by work."""
    return {
        state.work_id: done_area(state) for state in states(connection, day, home_id=desk.home_id)
    }


def openings(connection: Connection) -> dict[int, tuple[date, int]]:
    """Day and area of the opening of each school that has one."""
    table = tables.area_opening
    found = connection.execute(select(table.c.school_id, table.c.day, table.c.area))
    return {row.school_id: (row.day, row.area) for row in found}


class _Reading:
    """All that a balance needs, read once."""

    def __init__(self, connection: Connection, desk: Desk, since: date | None, as_of: date) -> None:
        self.since, self.as_of = since, as_of
        self.openings = {
            school: (day, area)
            for school, (day, area) in openings(connection).items()
            if day <= as_of
        }
        self.schools: dict[int, Balance] = defaultdict(Balance)
        self.left_out: dict[int, int] = defaultdict(int)
        for school, (_, area) in self.openings.items():
            self.schools[school].schools = 1
            self.schools[school].opening = area
        self._movements(connection)
        self._entries(connection)
        self._completed(connection, desk)

    def base(self, school_id: int) -> date | None:
        """The last day before the period of a school."""
        begun = self.openings.get(school_id)
        if begun is None:
            return self.since
        return begun[0] if self.since is None else max(begun[0], self.since)

    def _movements(self, connection: Connection) -> None:
        m = tables.area_movement
        query = select(m.c.school_id, m.c.kind, m.c.day, m.c.area)
        for row in connection.execute(query.where(m.c.day <= self.as_of)):
            begun, base = self.openings.get(row.school_id), self.base(row.school_id)
            if begun is None:
                if base is None or row.day > base:
                    self.left_out[row.school_id] += row.area
                continue
            mine = self.schools[row.school_id]
            if row.day <= begun[0]:
                continue
            if base is not None and row.day <= base:
                mine.opening += row.area
                continue
            setattr(mine, row.kind, getattr(mine, row.kind) + row.area)

    def _entries(self, connection: Connection) -> None:
        e, w = tables.area_entry, tables.work
        query = select(w.c.school_id, e.c.day, *(e.c[name] for name in _PARTS))
        for row in connection.execute(
            query.join(w, w.c.id == e.c.work_id).where(e.c.day <= self.as_of)
        ):
            base = self.base(row.school_id)
            if base is not None and row.day <= base:
                continue
            mine = self.schools[row.school_id]
            for name in _PARTS:
                setattr(mine, name, getattr(mine, name) + getattr(row, name))

    def _completed(self, connection: Connection, desk: Desk) -> None:
        w = tables.work
        school_of = {
            row.id: row.school_id for row in connection.execute(select(w.c.id, w.c.school_id))
        }
        done = done_areas(connection, desk, self.as_of)
        days = {self.base(school_of[work]) for work, area in done.items() if area}
        before = {day: {} if day is None else done_areas(connection, desk, day) for day in days}
        for work, area in done.items():
            if not area:
                continue
            school = school_of[work]
            self.schools[school].completed += area - before[self.base(school)].get(work, 0)


def ask(
    desk: Desk,
    as_of: date,
    *,
    since: date | None = None,
    level: Level = Level.SCHOOL,
    school_id: int | None = None,
) -> Answer:
    """The balance up to a day, from `since` (its last day excluded) or from each opening."""
    school, region = tables.school, tables.region
    query = (
        select(
            school.c.id,
            school.c.name,
            school.c.initials,
            school.c.township_id,
            region.c.name.label("township"),
        )
        .outerjoin(region, region.c.id == school.c.township_id)
        .order_by(region.c.id.is_(None), region.c.ordinal, region.c.id, school.c.id)
    )
    with desk.read() as connection:
        reading = _Reading(connection, desk, since, as_of)
        sums = standing(connection, as_of)
        found = connection.execute(query).all()
    has_buildings = set(sums)
    rows, missing, left_out = [], [], 0
    for row in found:
        if school_id is not None and row.id != school_id:
            continue
        begun = row.id in reading.openings
        mine = reading.schools.get(row.id)
        if mine is None and row.id not in has_buildings and row.id not in reading.left_out:
            continue
        if not begun:
            missing.append(row.name)
            left_out += reading.left_out.get(row.id, 0)
        buildings = Area(sums[row.id]) if row.id in sums else None
        rows.append(
            (
                row.township_id,
                BalanceRow(
                    row.id,
                    row.name,
                    row.township or "",
                    row.initials,
                    mine or Balance(),
                    begun,
                    buildings,
                ),
            )
        )
    lines = [line for _, line in rows]
    whole = Balance.total(line.balance for line in lines)
    if level is not Level.SCHOOL:
        lines = _grouped(rows, level)
    return Answer(since, as_of, tuple(lines), whole, tuple(missing), Area(left_out))


def _grouped(rows: Iterable[tuple[int | None, BalanceRow]], level: Level) -> list[BalanceRow]:
    groups: dict[int | None, list[BalanceRow]] = {}
    for township_id, row in rows:
        groups.setdefault(None if level is Level.COUNTY else township_id, []).append(row)
    answer = []
    for key, mine in groups.items():
        name = "合计" if level is Level.COUNTY else mine[0].township or "乡镇待补"
        known = [row.buildings.raw for row in mine if row.buildings is not None]
        answer.append(
            BalanceRow(
                key or 0,
                name,
                name,
                "",
                Balance.total(row.balance for row in mine),
                any(row.begun for row in mine),
                Area(sum(known)) if known else None,
            )
        )
    return answer
