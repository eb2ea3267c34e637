"""专项 with their plan versions: what is to be built, since when, by which document.

A version is a fact of its date: a change of plan is a new version. Mistyped figures can be put
right, and the journal keeps what they were.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select

from facilitydesk.domain.problems import Problem
from facilitydesk.domain.quantities import Area, Money
from facilitydesk.domain.rates import Basis
from facilitydesk.services import edits, rules
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Column, Edit, Edited, Kind
from facilitydesk.services.equipment import uses
from facilitydesk.store import tables
from facilitydesk.store.unit import Changes, Unit

_P = tables.programme
_V = tables.plan_version
_L = tables.plan_line


@dataclass(frozen=True, slots=True)
class ProgrammeRow:
    """One programme with what counts toward it; `version` is the plan in force on the day asked."""

    id: int
    revision: int
    name: str
    short_name: str
    basis: str  # a Basis, or blank for the bureau's default
    first_year: int | None
    last_year: int | None
    note: str
    projects: int
    versions: int
    version: str | None


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One version of a programme's plan; `area` and `money` are those of its total line."""

    id: int
    revision: int
    programme_id: int
    label: str
    day: date
    document: str
    reason: str
    lines: int
    area: Area | None
    money: Money | None
    equipment: Money | None
    projects: int | None


def _check(_unit: Unit, row: Mapping[str, Any]) -> Iterable[Problem]:
    first, last = row["first_year"], row["last_year"]
    if first is not None and last is not None and last < first:
        yield Problem("programme.years", field="last_year", args={"first": first, "last": last})


def _check_version(unit: Unit, row: Mapping[str, Any]) -> Iterable[Problem]:
    taken = select(_V.c.id).where(
        _V.c.programme_id == row["programme_id"],
        _V.c.label == row["label"],
        _V.c.id != (row["id"] or 0),
    )
    if unit.connection.execute(taken).first() is not None:
        args = {"term": "版本", "value": row["label"], "holder": row["label"]}
        yield Problem("not_unique", field="label", args=args)


KIND = Kind(
    _P,
    "专项",
    {
        "name": Column("name", rules.unique_name(_P, "专项名称"), required=True),
        "short_name": Column("short_name", rules.text()),
        "basis": Column("basis", rules.one_of("比率口径", [item.value for item in Basis])),
        "first_year": Column("first_year", rules.whole("起始年度", 1949, 2100), kind=int),
        "last_year": Column("last_year", rules.whole("截止年度", 1949, 2100), kind=int),
        "note": Column("note", rules.text(lines=True)),
    },
    check=_check,
    terms={"name": "专项名称"},
)
VERSION = Kind(
    _V,
    "规划版本",
    {
        "label": Column("label", rules.text("版本", required=True), required=True),
        "day": Column("day", rules.day("批准日期", required=True), required=True, kind=date),
        "document": Column("document", rules.text()),
        "reason": Column("reason", rules.text(lines=True)),
    },
    title="label",
    check=_check_version,
    terms={"day": "批准日期", "document": "批准文号"},
)


def rows(desk: Desk, as_of: date | None = None) -> tuple[ProgrammeRow, ...]:
    """All programmes in their order, with the plan version in force on a day (today)."""
    project = tables.project
    day = as_of or desk.today
    projects = select(func.count()).where(project.c.programme_id == _P.c.id).scalar_subquery()
    versions = select(func.count()).where(_V.c.programme_id == _P.c.id).scalar_subquery()
    in_force = (
        select(_V.c.label)
        .where(_V.c.programme_id == _P.c.id, _V.c.day <= day)
        .order_by(_V.c.day.desc(), _V.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    columns = (_P.c.id, _P.c.revision, _P.c.name, _P.c.short_name, _P.c.basis)
    query = select(
        *columns, _P.c.first_year, _P.c.last_year, _P.c.note, projects, versions, in_force
    )
    with desk.read() as connection:
        found = connection.execute(query.order_by(_P.c.ordinal, _P.c.id))
        return tuple(ProgrammeRow(*row) for row in found)


def enter(
    desk: Desk, cells: Sequence[Edit] = (), new: Sequence[Mapping[str, object]] = ()
) -> Edited:
    """Change and add programmes."""
    return edits.enter(desk, KIND, cells, new)


def delete(desk: Desk, programme_id: int) -> Changes:
    """Delete a programme. Raises Refused with the places of use."""
    with desk.operation("programme.delete", "") as unit:
        name = unit.row(_P, programme_id)["name"]
        rules.refuse_in_use(
            name,
            (
                (rules.count_where(unit, tables.project, programme_id=programme_id), "个项目"),
                (rules.count_where(unit, _V, programme_id=programme_id), "个规划版本"),
                (rules.count_where(unit, tables.target, programme_id=programme_id), "条目标线"),
                *uses.of_programme(unit, programme_id),
            ),
        )
        unit.head.label = f"删除专项“{name}”"
        unit.delete(_P, programme_id)
    return unit.result


def versions(desk: Desk, programme_id: int) -> tuple[VersionRow, ...]:
    """The plan versions of a programme, the newest first."""
    lines = select(func.count()).where(_L.c.version_id == _V.c.id).scalar_subquery()
    total = _L.alias("total")
    query = (
        select(_V, lines.label("n"), total.c.area, total.c.money, total.c.equipment)
        .add_columns(total.c.projects)
        .outerjoin(
            total,
            (total.c.version_id == _V.c.id)
            & total.c.region_id.is_(None)
            & total.c.school_id.is_(None),
        )
        .where(_V.c.programme_id == programme_id)
        .order_by(_V.c.day.desc(), _V.c.id.desc())
    )
    with desk.read() as connection:
        return tuple(
            VersionRow(
                row.id,
                row.revision,
                row.programme_id,
                row.label,
                row.day,
                row.document,
                row.reason,
                row.n,
                None if row.area is None else Area(row.area),
                None if row.money is None else Money(row.money),
                None if row.equipment is None else Money(row.equipment),
                row.projects,
            )
            for row in connection.execute(query)
        )


def enter_versions(
    desk: Desk,
    cells: Sequence[Edit] = (),
    new: Sequence[Mapping[str, object]] = (),
    *,
    programme_id: int = 0,
    copy_of: int | None = None,
) -> Edited:
    """Put a version's label, date, document or reason right, and add versions to a programme."""
    rejected: list[edits.Rejected] = []
    with desk.operation("plan_version.enter", "") as unit:
        unit.head.label = edits.label(unit, VERSION, cells, new)
        rejected += edits.apply(unit, VERSION, cells)
        added = tuple(
            _add_version(unit, programme_id, row, copy_of, rejected, position)
            for position, row in enumerate(new)
        )
    return Edited(unit.result, tuple(rejected), added)


def _add_version(
    unit: Unit,
    programme_id: int,
    values: Mapping[str, object],
    copy_of: int | None,
    rejected: list[edits.Rejected],
    position: int,
) -> int | None:
    more = {"programme_id": programme_id}
    version_id = edits.insert(unit, VERSION, values, rejected, position, more)
    if version_id is not None and copy_of is not None:
        same = select(_L).where(_L.c.version_id == copy_of)
        kept = ("region_id", "school_id", "area", "money", "equipment", "projects")
        for row in unit.connection.execute(same).mappings().all():
            unit.insert(_L, {"version_id": version_id, **{key: row[key] for key in kept}})
    return version_id


def delete_version(desk: Desk, version_id: int) -> Changes:
    """Delete a version with its lines; bulletins printed by it keep their own figures."""
    with desk.operation("plan_version.delete", "") as unit:
        row = unit.row(_V, version_id)
        lines = select(_L.c.id).where(_L.c.version_id == version_id)
        for line_id in unit.connection.execute(lines).scalars().all():
            unit.delete(_L, line_id)
        unit.head.label = f"删除规划版本“{row['label']}”"
        unit.delete(_V, version_id)
    return unit.result
