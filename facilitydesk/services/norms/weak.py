"""薄弱学校 by the criteria of the settings, each with its reasons in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from facilitydesk.domain.measures import Measure
from facilitydesk.domain.quantities import Area
from facilitydesk.domain.weak_schools import Weakness, WeakRules
from facilitydesk.services import settings
from facilitydesk.services.areas import danger
from facilitydesk.services.desk import Desk
from facilitydesk.services.norms import checks, gaps
from facilitydesk.services.norms.checks import Matrix
from facilitydesk.services.norms.gaps import Gaps


@dataclass(frozen=True, slots=True)
class WeakRow:
    """A weak school: why, and what is known of it."""

    id: int
    name: str
    initials: str
    unit: str
    township: str
    kind: str
    students: int | None
    failed: tuple[int, ...]
    gap: Fraction | None
    short: Area | None
    danger: int
    danger_area: Area
    reasons: tuple[str, ...]
    revision: int = 0


@dataclass(frozen=True, slots=True)
class Weak:
    """The weak schools of a day, those with most reasons first."""

    rules: WeakRules
    rows: tuple[WeakRow, ...]
    schools: int  # that were looked at
    unknown: int  # of them without a figure of the teaching area


@dataclass(frozen=True, slots=True)
class Known:
    """What weak schools and advice are told from, read once."""

    gaps: Gaps
    matrix: Matrix
    danger: dict[int, tuple[int, int]]  # school → D-grade buildings and their area


def known(desk: Desk, as_of: date) -> Known:
    """Gaps, bottom lines and D-grade buildings of a day."""
    with desk.read() as connection:
        found = gaps.read(connection, desk, as_of)
        matrix = checks.read(connection, desk, as_of)
    bad: dict[int, tuple[int, int]] = {}
    for row in danger.rows(desk, as_of):
        if row.danger_grade == "D":
            count, area = bad.get(row.school_id, (0, 0))
            bad[row.school_id] = (count + 1, area + (row.area.raw if row.area else 0))
    return Known(found, matrix, bad)


def ask(desk: Desk, as_of: date) -> Weak:
    """The weak schools of a day."""
    return of(known(desk, as_of), settings.load(desk).weak)


def of(facts: Known, rules: WeakRules) -> Weak:
    """The weak schools of what is known."""
    teaching = {
        row.school_id: row for row in facts.gaps.rows if row.measure is Measure.TEACHING_AREA
    }
    rows = []
    unknown = 0
    for school in facts.matrix.rows:
        gap_row = teaching.get(school.id)
        gap: Fraction | None = None
        short: Area | None = None
        if gap_row is not None and gap_row.short is not None and gap_row.need:
            gap, short = min(Fraction(1), gap_row.short / gap_row.need), Area(gap_row.short)
        else:
            unknown += 1
        count, area = facts.danger.get(school.id, (0, 0))
        reasons = Weakness(len(school.failed), gap, count).reasons(rules)
        if reasons:
            rows.append(
                WeakRow(
                    school.id, school.name, school.initials, school.unit, school.township,
                    school.kind, school.students, school.failed, gap, short, count, Area(area),
                    reasons,
                )
            )  # fmt: skip
    rows.sort(key=lambda row: (-len(row.reasons), -(row.gap or Fraction(0)), -len(row.failed)))
    return Weak(rules, tuple(rows), len(facts.matrix.rows), unknown)
