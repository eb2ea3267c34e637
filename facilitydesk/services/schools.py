"""The register of schools: what a bureau knows of each, under which names it is found.

The yearly facts (pupils, boarders, classes, staff) belong to a year; the list shows those of one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields

from sqlalchemy import func, select

from facilitydesk.domain.problems import Problem, Refused, Severity
from facilitydesk.domain.quantities import Area
from facilitydesk.services import aliases, edits, rules
from facilitydesk.services.areas import used as used_areas
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Edit, Edited, Rejected
from facilitydesk.services.equipment import uses as used_equipment
from facilitydesk.services.money import uses
from facilitydesk.services.norms import used as used_norms
from facilitydesk.services.school_rules import KIND
from facilitydesk.store import tables
from facilitydesk.store.unit import Changes, Unit

YEARLY = ("students", "boarders", "classes", "staff")
_T = tables.school
_Y = tables.school_year


@dataclass(frozen=True, slots=True)
class SchoolRow:
    """One line of the list of schools; the yearly facts are those of the year asked for."""

    id: int
    revision: int
    name: str
    code: str | None
    kind: str
    township_id: int | None
    township: str
    parent_id: int | None
    parent: str
    origin: str
    status: str
    principal: str
    contact: str
    phone: str
    land_area: Area | None
    sports_area: Area | None
    note: str
    initials: str
    aliases: tuple[str, ...]
    works: int
    students: int | None = None
    boarders: int | None = None
    classes: int | None = None
    staff: int | None = None

    @property
    def to_do(self) -> tuple[str, ...]:
        """What an import by name alone left open (待补)."""
        missing = ((self.code, "标识码"), (self.kind, "类别"), (self.township, "乡镇"))
        return tuple(term for value, term in missing if not value)


_YEAR_RULES = {
    key: rules.whole(term, 0, 100_000)
    for key, term in zip(YEARLY, ("在校生数", "寄宿生数", "班数", "教职工数"), strict=True)
}


def rows(desk: Desk, *, year: int | None = None) -> tuple[SchoolRow, ...]:
    """All schools in the order of townships, with the facts of a year (this year's by default)."""
    year = year or desk.today.year
    region, parent, work, alias = tables.region, _T.alias(), tables.work, tables.school_alias
    works = select(work.c.school_id, func.count().label("n")).group_by(work.c.school_id).subquery()
    plain = [f.name for f in fields(SchoolRow) if f.name in _T.c]
    query = (
        select(
            *(_T.c[name] for name in plain),
            func.coalesce(region.c.name, "").label("township"),
            func.coalesce(parent.c.name, "").label("parent"),
            func.coalesce(works.c.n, 0).label("works"),
            *(_Y.c[name] for name in YEARLY),
        )
        .select_from(_T)
        .outerjoin(region, region.c.id == _T.c.township_id)
        .outerjoin(parent, parent.c.id == _T.c.parent_id)
        .outerjoin(works, works.c.school_id == _T.c.id)
        .outerjoin(_Y, (_Y.c.school_id == _T.c.id) & (_Y.c.year == year))
        .order_by(region.c.id.is_(None), region.c.ordinal, region.c.id, _T.c.id)
    )
    named: dict[int, list[str]] = {}
    with desk.read() as connection:
        for item in connection.execute(
            select(alias.c.school_id, alias.c.alias).order_by(alias.c.id)
        ):
            named.setdefault(item.school_id, []).append(item.alias)
        found = connection.execute(query).mappings().all()
    answer = []
    for row in found:
        facts = dict(row)
        land, sports = facts.pop("land_area"), facts.pop("sports_area")
        answer.append(
            SchoolRow(
                **facts,
                land_area=None if land is None else Area(land),
                sports_area=None if sports is None else Area(sports),
                aliases=tuple(named.get(row["id"], ())),
            )
        )
    return tuple(answer)


def enter(
    desk: Desk,
    cells: Sequence[Edit] = (),
    new: Sequence[Mapping[str, object]] = (),
    *,
    year: int | None = None,
) -> Edited:
    """Store typed cells and add schools; yearly facts go to a year (this year by default)."""
    year = year or desk.today.year
    yearly = [cell for cell in cells if cell.field in YEARLY]
    named = [cell for cell in cells if cell.field == "aliases"]
    own = [cell for cell in cells if cell.field not in {*YEARLY, "aliases"}]
    rejected: list[Rejected] = []
    added: list[int | None] = []
    with desk.operation("school.enter", "") as unit:
        unit.head.label = edits.label(unit, KIND, cells, new)
        rejected += edits.apply(unit, KIND, own)
        _enter_year(unit, year, yearly, rejected)
        _enter_aliases(unit, named, rejected)
        for position, row in enumerate(new):
            row_id = edits.insert(unit, KIND, row, rejected, position)
            added.append(row_id)
            facts = [Edit(row_id or 0, key, row[key]) for key in YEARLY if row.get(key) is not None]
            if row_id is not None:
                _enter_year(unit, year, facts, rejected)
                _enter_aliases(unit, [Edit(row_id, "aliases", row.get("aliases"))], rejected)
    return Edited(unit.result, tuple(rejected), tuple(added))


def _enter_aliases(unit: Unit, cells: Iterable[Edit], rejected: list[Rejected]) -> None:
    for cell in cells:
        try:
            aliases.set_in(unit, cell.row_id, str(cell.value or ""))
        except Refused as refusal:
            problem = Problem(refusal.code, field=cell.field, args=refusal.args_)
            rejected.append(Rejected(problem, cell.field, cell.row_id))


def _enter_year(unit: Unit, year: int, cells: Iterable[Edit], rejected: list[Rejected]) -> None:
    for cell in cells:
        try:
            value = _YEAR_RULES[cell.field](unit, cell.row_id, cell.value)
        except Refused as refusal:
            problem = Problem(refusal.code, field=cell.field, args=refusal.args_)
            rejected.append(Rejected(problem, cell.field, cell.row_id))
            continue
        query = select(_Y).where(_Y.c.school_id == cell.row_id, _Y.c.year == year)
        row = unit.connection.execute(query).mappings().first()
        if row is None:
            unit.insert(_Y, {"school_id": cell.row_id, "year": year, cell.field: value})
        else:
            unit.update(_Y, row["id"], {cell.field: value})
        whole = {**(row or {}), cell.field: value}
        boarders, students = whole.get("boarders"), whole.get("students")
        if boarders is not None and students is not None and boarders > students:
            args = {"boarders": boarders, "students": students}
            unit.problems += (Problem("school.boarders", Severity.YELLOW, "boarders", args),)


def delete(desk: Desk, school_ids: Iterable[int]) -> Changes:
    """Delete schools with their aliases and yearly facts.

    Raises Refused("in_use") with the places of use; then none of them is deleted.
    """
    ids = list(school_ids)
    with desk.operation("school.delete", "") as unit:
        names = [_delete(unit, school_id) for school_id in ids]
        unit.head.label = (
            f"删除学校“{names[0]}”" if len(names) == 1 else f"删除学校（{len(names)}所）"
        )
    return unit.result


def _delete(unit: Unit, school_id: int) -> str:
    name: str = unit.row(_T, school_id)["name"]
    names, years = tables.school_alias, _Y
    used = [
        (rules.count_where(unit, tables.work, school_id=school_id), "个单项工程"),
        (rules.count_where(unit, tables.plan_line, school_id=school_id), "条规划数"),
        (rules.count_where(unit, _T, parent_id=school_id), "所下属学校"),
        *uses.of_school(unit, school_id),
        *used_areas.of_school(unit, school_id),
        *used_equipment.of_school(unit, school_id),
        *used_norms.of_school(unit, school_id),
    ]
    if any(number for number, _ in used):
        used.append((rules.count_where(unit, names, school_id=school_id), "条别名"))
    rules.refuse_in_use(name, used)
    for table in (names, years):
        own = select(table.c.id).where(table.c.school_id == school_id)
        for row_id in unit.connection.execute(own).scalars().all():
            unit.delete(table, row_id)
    unit.delete(_T, school_id)
    return name
