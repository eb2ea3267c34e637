"""Per school and norm: has, norm, gap, rank; per norm the sums of the county.

A figure nobody knows is "—" with what is missing, never 0, and is in no sum. Ranks go by the
exact share of what is needed; a school without a figure or without pupils has none.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from sqlalchemy import Connection

from facilitydesk.domain.measures import Basis, Direction, Fact, Measure
from facilitydesk.domain.norms import (
    Norm,
    Picked,
    Share,
    actual,
    needed,
    parts_of,
    pick,
    plain,
    short,
    told,
)
from facilitydesk.domain.ranking import Ties, rank
from facilitydesk.domain.rates import Basis as RateBasis
from facilitydesk.domain.rates import Rate
from facilitydesk.services import settings
from facilitydesk.services.desk import Desk
from facilitydesk.services.norms import places, table
from facilitydesk.services.norms.places import Place
from facilitydesk.services.norms.sources import Has, Sources

NEEDED = "标准需要量"


@dataclass(frozen=True, slots=True)
class GapRow:
    """A school and a norm. Raw figures count 0.01; None: not known, and `missing` says why."""

    id: str
    school_id: int
    school: str
    initials: str
    unit: str
    township: str
    kind: str
    students: int | None
    measure: Measure
    norms: tuple[Norm, ...]
    has: int | None
    actual: Fraction | None  # in the unit of the norm
    need: Fraction | None
    short: int | None
    source: str
    missing: str
    rank: int | None = None
    revision: int = 0

    @property
    def direction(self) -> Direction:
        return self.norms[0].direction if self.norms else self.measure.basis.natural

    @property
    def norm_text(self) -> str:
        """'≥4.5㎡/生', with its stage where a school has two."""
        if len(self.norms) == 1:
            return self.norms[0].text
        return "，".join(f"{norm.stage}{norm.text}" for norm in self.norms)

    @property
    def document(self) -> str:
        return "；".join(dict.fromkeys(norm.document for norm in self.norms if norm.document))

    @property
    def met(self) -> bool | None:
        return None if self.short is None else self.short == 0

    @property
    def rate(self) -> Rate:
        """达成率: what it has of what it needs, exactly."""
        if self.has is None or self.need is None:
            return Rate(None, None, RateBasis.COUNT, NEEDED)
        scale = self.need.denominator
        return Rate(self.has * scale, self.need.numerator, RateBasis.COUNT, NEEDED)

    @property
    def actual_text(self) -> str:
        """'3.92'; '无' where a ratio has nothing to divide by; '—' where it is not known."""
        if self.actual is None and self.has == 0 and self.need is not None:
            return "无"
        return told(self.actual)

    @property
    def short_text(self) -> str:
        """'缺1,204.5㎡', '达标', or '—'."""
        if self.short is None:
            return "—"
        if self.short == 0:
            return "达标"
        word = "缺" if self.direction is self.measure.basis.natural else "超"
        return f"{word}{plain(self.short)}{self.measure.fact.unit}"

    @property
    def status(self) -> str:
        return {None: "缺数据", True: "达标", False: "未达标"}[self.met]


@dataclass(frozen=True, slots=True)
class GapTotal:
    """The sum of a measure over all schools whose figures are known."""

    measure: Measure
    schools: int
    met: int
    failed: int
    unknown: int
    has: int
    need: Fraction
    short: int  # of the schools that are short; what others have more is not taken off

    @property
    def rate(self) -> Rate:
        return Rate(self.met, self.met + self.failed, RateBasis.COUNT, "数据齐全的学校")


@dataclass(frozen=True, slots=True)
class Gaps:
    """The table of a day."""

    as_of: date
    province: str
    rows: tuple[GapRow, ...]
    totals: tuple[GapTotal, ...]


def ask(desk: Desk, as_of: date, measure: Measure | None = None) -> Gaps:
    """The gaps of all schools on a day, those of one school below each other."""
    with desk.read() as connection:
        return read(connection, desk, as_of, measure)


def read(
    connection: Connection,
    desk: Desk,
    as_of: date,
    measure: Measure | None = None,
    *,
    school_id: int | None = None,
) -> Gaps:
    """The same inside a read; of one school alone there is no rank."""
    norms = [norm for norm in table.read(connection) if norm.active]
    province = places.province(connection, desk)
    ties = settings.read(connection).ties
    sources = Sources(connection, as_of, school_id=school_id)
    wanted = [each for each in Measure if measure in (None, each)]
    rows: list[GapRow] = []
    for place in places.read(connection, desk, as_of):
        if school_id is not None and place.id != school_id:
            continue
        for each in wanted:
            row = _row(place, each, norms, sources, province, as_of.year)
            if row is not None:
                rows.append(row)
    ranked = tuple(rows) if school_id is not None else _ranked(rows, wanted, ties)
    totals = (_total(each, [row for row in ranked if row.measure is each]) for each in wanted)
    return Gaps(as_of, province, ranked, tuple(total for total in totals if total.schools))


def _row(
    place: Place,
    measure: Measure,
    norms: Iterable[Norm],
    sources: Sources,
    province: str,
    year: int,
) -> GapRow | None:
    """The row of a school; None where no norm speaks of its kind."""
    norms = [norm for norm in norms if norm.measure is measure]
    own = pick(norms, measure, place.size(place.kind), province, year)
    if own.norm is not None or own.missing:
        found: list[tuple[Picked, Fact | None]] = [(own, None)]
    else:
        found = [
            (pick(norms, measure, place.size(stage), province, year), fact)
            for stage, fact in parts_of(place.kind)
        ]
    if any(picked.norm is None and not picked.missing for picked, _ in found):
        return None
    missing = [picked.missing for picked, _ in found if picked.missing]
    chosen = tuple(picked.norm for picked, _ in found if picked.norm is not None)
    if any(norm.value is None for norm in chosen):
        missing.append("标准值（待填）")
    shares: list[Share] = []
    if not missing:
        shares = _shares(place, found, missing)
    staff = measure.basis is Basis.STAFF_PER
    if staff and place.staff is None:
        missing.append("教职工数")
    has: Has = sources.has(place, measure.fact)
    if has.value is None:
        missing.append(has.missing)
    students = sum(share.students for share in shares)
    need = None if missing else needed(shares, place.staff)
    known = has.value is not None and not (missing and not shares)
    direction = chosen[0].direction if chosen else measure.basis.natural
    return GapRow(
        f"{place.id}.{measure.value}",
        *(place.id, place.name, place.initials, place.unit, place.township, place.kind),
        place.students,
        measure,
        chosen,
        has.value,
        actual(measure, has.value or 0, students, place.staff) if known else None,
        need,
        None if need is None or has.value is None else short(measure, has.value, need, direction),
        has.source,
        "、".join(dict.fromkeys(missing)),
    )


def _shares(
    place: Place, found: Sequence[tuple[Picked, Fact | None]], missing: list[str]
) -> list[Share]:
    """The pupils of each stage; a stage that was not told is the rest where only one is."""
    if place.students is None:
        missing.append("在校生数")
        return []
    if all(fact is None for _, fact in found):
        return [Share(p.norm, place.students) for p, _ in found if p.norm is not None]
    told_of = {
        fact: place.facts[fact].value // 100
        for _, fact in found
        if fact is not None and fact in place.facts
    }
    unknown = [fact for _, fact in found if fact is not None and fact not in told_of]
    if len(unknown) > 1 or sum(told_of.values()) > place.students:
        missing.append("分学段学生数")
        return []
    for fact in unknown:
        told_of[fact] = place.students - sum(told_of.values())
    return [Share(p.norm, told_of[f]) for p, f in found if p.norm is not None and f is not None]


def _ranked(rows: Sequence[GapRow], measures: Iterable[Measure], ties: Ties) -> tuple[GapRow, ...]:
    """Each row with its rank among the schools of the same measure."""
    ranks: dict[str, int | None] = {}
    for measure in measures:
        mine = [row for row in rows if row.measure is measure]
        for each in rank(mine, lambda row: row.rate, ties=ties):
            ranks[each.item.id] = each.rank
    return tuple(replace(row, rank=ranks[row.id]) for row in rows)


def _total(measure: Measure, rows: Sequence[GapRow]) -> GapTotal:
    known = [row for row in rows if row.short is not None]
    return GapTotal(
        measure,
        len(rows),
        sum(row.met is True for row in rows),
        sum(row.met is False for row in rows),
        len(rows) - len(known),
        sum(row.has or 0 for row in known),
        sum((row.need or Fraction(0) for row in known), Fraction(0)),
        sum(row.short or 0 for row in known),
    )
