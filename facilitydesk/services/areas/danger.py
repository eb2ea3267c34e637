"""危房: the dangerous buildings of a day, and what became of such buildings year by year."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Connection, func, select

from facilitydesk.domain.quantities import Area
from facilitydesk.domain.words.area_terms import DANGEROUS, BuildingState, CheckKind, Movement
from facilitydesk.services.desk import Desk
from facilitydesk.store import tables


@dataclass(frozen=True, slots=True)
class DangerRow:
    """A dangerous building as it stood on the day, with its appraisal."""

    id: int
    revision: int
    school_id: int
    school: str
    township: str
    initials: str
    number: str
    name: str
    structure: str
    built: str
    floors: int | None
    state: str
    area: Area | None
    danger_grade: str
    danger_body: str
    danger_document: str
    danger_day: date | None


@dataclass(slots=True)
class RemovedYear:
    """What went in a year: buildings and areas by grade."""

    year: int
    buildings: int = 0
    areas: dict[str, Area] = field(default_factory=lambda: dict.fromkeys(DANGEROUS, Area(0)))

    @property
    def total(self) -> Area:
        return Area(sum(area.raw for area in self.areas.values()))


def rows(desk: Desk, as_of: date | None = None) -> tuple[DangerRow, ...]:
    """The buildings graded B or worse that stood on a day, the worst first within each school."""
    with desk.read() as connection:
        found = stood(connection, as_of or desk.today)
    return tuple(row for row in found if row.danger_grade in DANGEROUS)


def stood(
    connection: Connection, day: date, *, school_id: int | None = None
) -> tuple[DangerRow, ...]:
    """Every building that stood on a day with the area and grade it had, also those without one."""
    b, m, c = tables.building, tables.area_movement, tables.building_check
    school, region = tables.school, tables.region
    query = (
        select(
            b,
            school.c.name.label("school_name"),
            school.c.initials,
            func.coalesce(region.c.name, "").label("township"),
        )
        .join(school, school.c.id == b.c.school_id)
        .outerjoin(region, region.c.id == school.c.township_id)
        .order_by(
            *(region.c.id.is_(None), region.c.ordinal, region.c.id, school.c.id),
            *(b.c.danger_grade.desc(), b.c.number, b.c.id),
        )
    )
    later: dict[int, int] = defaultdict(int)
    history: dict[int, tuple[str, str, str, date]] = {}
    moved = select(m.c.building_id, m.c.area).where(m.c.building_id.is_not(None), m.c.day > day)
    appraised = select(c).where(
        c.c.kind == CheckKind.APPRAISAL.value, c.c.day <= day, c.c.danger_grade != ""
    )
    if school_id is not None:
        query = query.where(b.c.school_id == school_id)
        moved = moved.where(m.c.school_id == school_id)
        own = select(b.c.id).where(b.c.school_id == school_id)
        appraised = appraised.where(c.c.building_id.in_(own))
    found = connection.execute(query).all()
    for row in connection.execute(moved):
        later[row.building_id] += row.area
    for row in connection.execute(appraised.order_by(c.c.day, c.c.id)):
        history[row.building_id] = (row.danger_grade, row.body, row.document, row.day)
    answer = []
    for row in found:
        now = (row.area or 0) if BuildingState(row.state).standing else 0
        then = now - later.get(row.id, 0)
        stands = BuildingState(row.state).standing
        if later.get(row.id):
            stands = then > 0
        grade, body, document, graded = (
            row.danger_grade,
            row.danger_body,
            row.danger_document,
            row.danger_day,
        )
        if graded is not None and graded > day:
            grade, body, document, graded = history.get(row.id, ("", "", "", None))
        if not stands:
            continue
        answer.append(
            DangerRow(
                *(row.id, row.revision, row.school_id, row.school_name, row.township),
                *(row.initials, row.number, row.name, row.structure, row.built, row.floors),
                row.state if BuildingState(row.state).standing else BuildingState.IN_USE.value,
                None if row.area is None and not then else Area(then),
                *(grade, body, document, graded),
            )
        )
    return tuple(answer)


def area(desk: Desk, as_of: date | None = None) -> dict[str, Area]:
    """The dangerous area of a day by grade."""
    sums = dict.fromkeys(DANGEROUS, Area(0))
    for row in rows(desk, as_of):
        sums[row.danger_grade] += row.area or Area(0)
    return sums


def removed(desk: Desk, as_of: date | None = None) -> tuple[RemovedYear, ...]:
    """Dangerous buildings demolished or disposed of up to a day, by year, the newest first."""
    m = tables.area_movement
    query = select(m.c.day, m.c.area, m.c.danger_grade, m.c.building_id).where(
        m.c.kind.in_((Movement.DEMOLISHED.value, Movement.DISPOSED.value)),
        m.c.danger_grade.in_(DANGEROUS),
        m.c.day <= (as_of or desk.today),
    )
    years: dict[int, RemovedYear] = {}
    with desk.read() as connection:
        for row in connection.execute(query):
            year = years.setdefault(row.day.year, RemovedYear(row.day.year))
            year.buildings += 1
            year.areas[row.danger_grade] += Area(-row.area)
    return tuple(years[key] for key in sorted(years, reverse=True))
