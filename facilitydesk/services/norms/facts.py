"""学校数据: the yearly figures of all schools in one grid, typed or pasted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from facilitydesk.domain.measures import Fact
from facilitydesk.domain.problems import Problem, Refused, Severity
from facilitydesk.domain.quantities import Area, Money, Quantity
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Edit, Edited, Rejected
from facilitydesk.services.norms import places
from facilitydesk.services.norms.places import Place
from facilitydesk.services.norms.sources import Has, Sources
from facilitydesk.store import tables
from facilitydesk.store.unit import Unit

_T = tables.school_fact


@dataclass(frozen=True)
class FactRow:
    """A school with what was typed for the year, and what counts where nothing was."""

    id: int
    name: str
    township: str
    initials: str
    kind: str
    students: int | None
    staff: int | None
    typed: Mapping[Fact, Quantity | int]
    offered: Mapping[Fact, Has]  # an earlier year or a register
    revision: int = 0

    def value(self, fact: Fact) -> Any:
        """The typed value of the year; None: blank."""
        return self.typed.get(fact)

    def ghost(self, fact: Fact) -> Quantity | int | None:
        """What counts while the cell is blank."""
        has = self.offered.get(fact)
        return None if has is None or has.value is None else shown(fact, has.value)

    def source(self, fact: Fact) -> str:
        """Where the figure comes from, for the tip of the cell."""
        if fact in self.typed:
            return "本年填报"
        has = self.offered.get(fact)
        if has is None:
            return ""
        return has.source if has.value is not None else f"缺：{has.missing}"


def shown(fact: Fact, raw: int) -> Quantity | int:
    """A stored value as the grid holds it."""
    if fact.unit == "㎡":
        return Area(raw)
    return Money(raw) if fact.unit == "元" else raw // 100


def rows(
    desk: Desk, year: int | None = None, *, ids: Sequence[int] | None = None
) -> tuple[FactRow, ...]:
    """All schools (or some) with their figures of a year (this year by default)."""
    year = year or desk.today.year
    day = desk.today.replace(month=12, day=31, year=year) if year < desk.today.year else desk.today
    with desk.read() as connection:
        found = places.read(connection, desk, day)
        sources = Sources(connection, day)
    chosen = None if ids is None else frozenset(ids)
    return tuple(
        _row(place, sources, year) for place in found if chosen is None or place.id in chosen
    )


def _row(place: Place, sources: Sources, year: int) -> FactRow:
    typed = {f: shown(f, t.value) for f, t in place.facts.items() if t.year == year}
    offered = {fact: sources.has(place, fact) for fact in Fact if fact not in typed}
    return FactRow(
        *(place.id, place.name, place.township, place.initials, place.kind),
        *(place.students, place.staff, typed, offered),
    )


def enter(desk: Desk, year: int, cells: Sequence[Edit]) -> Edited:
    """Store typed cells of a year (field: the fact's key); None takes a figure away."""
    rejected: list[Rejected] = []
    with desk.operation("school_fact.enter", "") as unit:
        unit.head.label = _label(unit, year, cells)
        for cell in cells:
            fact = Fact(cell.field)
            try:
                _store(unit, cell.row_id, year, fact, _raw(fact, cell.value))
            except Refused as refusal:
                problem = Problem(refusal.code, Severity.RED, cell.field, refusal.args_)
                rejected.append(Rejected(problem, cell.field, cell.row_id))
    return Edited(unit.result, tuple(rejected))


def _raw(fact: Fact, value: object) -> int | None:
    if value is None:
        return None
    if isinstance(value, Quantity):
        if value.raw < 0:
            raise Refused("negative", term=fact.term, value=str(value))
        return value.raw
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(f"{value!r} is no figure")
    if value < 0:
        raise Refused("negative", term=fact.term, value=value)
    return value * 100


def _store(unit: Unit, school_id: int, year: int, fact: Fact, value: int | None) -> None:
    query = select(_T.c.id).where(
        _T.c.school_id == school_id, _T.c.year == year, _T.c.fact == fact.value
    )
    known = unit.connection.execute(query).scalar()
    if value is None:
        if known is not None:
            unit.delete(_T, known)
    elif known is not None:
        unit.update(_T, known, {"value": value})
    else:
        unit.row(tables.school, school_id)
        facts = {"school_id": school_id, "year": year, "fact": fact.value, "value": value}
        unit.insert(_T, facts)


def _label(unit: Unit, year: int, cells: Sequence[Edit]) -> str:
    if len(cells) != 1:
        return f"填写{year}年学校数据（{len(cells)}格）"
    row = unit.find(tables.school, cells[0].row_id)
    name = row["name"] if row is not None else ""
    return f"填写“{name}”{year}年{Fact(cells[0].field).term}"
