"""The register of projects: cells of the list and of the card, new projects, deleting.

A project of one work shows the work's school, area and money as its own; of several works it
shows their sums, which are changed in the works only (services/projects/works.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from facilitydesk.domain.milestones import Step
from facilitydesk.domain.names import project_key
from facilitydesk.domain.problems import Problem, Refused
from facilitydesk.domain.words.register_terms import PARTIES
from facilitydesk.domain.words.terms import CodeList
from facilitydesk.services import edits, rules
from facilitydesk.services.areas import used as used_areas
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Column, Edit, Edited, Kind, Rejected
from facilitydesk.services.money import uses
from facilitydesk.services.pinyin import initials
from facilitydesk.services.projects import milestones
from facilitydesk.services.projects.works import WORK
from facilitydesk.services.school_rules import home_region
from facilitydesk.store import tables
from facilitydesk.store.unit import Changes, Unit

_P = tables.project
_W = tables.work

OF_WORK = frozenset({"school", "category", "room_kind", "planned_area", "planned_investment"})
"""Columns of the list that belong to the one work of a project."""

DATES = {
    "planned_start_date": (Step.START, "planned"),
    "start_date": (Step.START, "actual"),
    "planned_finish_date": (Step.FINISH, "planned"),
    "finish_date": (Step.FINISH, "actual"),
}
"""Columns of the list that are dates of milestones."""


def _derive(unit: Unit, changed: Mapping[str, Any], whole: Mapping[str, Any]) -> dict[str, Any]:
    if "name" not in changed:
        return {}
    return {"initials": initials(whole["name"])} | _key(unit, whole["name"], whole["id"])


def _key(unit: Unit, name: str, project_id: int | None) -> dict[str, Any]:
    school = tables.school
    query = (
        select(school.c.name)
        .join(_W, _W.c.school_id == school.c.id)
        .where(_W.c.project_id == project_id)
        .order_by(_W.c.ordinal, _W.c.id)
        .limit(1)
    )
    first = unit.connection.execute(query).scalar() if project_id else None
    county = home_region(unit.connection)[1]
    return {"name_key": project_key(name, first or "", county)}


PROJECT = Kind(
    _P,
    "项目",
    {
        "name": Column("name", rules.text("项目名称", required=True), required=True),
        "code": Column("code", rules.code(_P, "项目代码")),
        "programme": Column(
            "programme_id",
            rules.reference(tables.programme, "专项", required=True),
            required=True,
            kind=tables.programme,
        ),
        "year": Column("year", rules.whole("年度", 1949, 2100), kind=int),
        "nature": Column("nature", rules.listed(CodeList.NATURE)),
        "note": Column("note", rules.text(lines=True)),
        **{
            key: Column(key, rules.flag(), kind=bool)
            for key in ("pooled", "livelihood", "key_project")
        },
        **{
            key: Column(key, rules.text())
            for key in (
                *("batch", "approval_document", "fund_document", "agent_unit"),
                *(f"{party}_{what}" for party in PARTIES for what in ("unit", "person")),
            )
        },
    },
    derive=_derive,
    terms={
        "name": "项目名称",
        "code": "项目代码",
        **{key: WORK.term(key) for key in OF_WORK},
    },
)


def enter(
    desk: Desk,
    cells: Sequence[Edit] = (),
    new: Sequence[Mapping[str, object]] = (),
) -> Edited:
    """Store typed cells of the list and add projects, each with one work, in one operation."""
    rejected: list[Rejected] = []
    with desk.operation("project.enter", "") as unit:
        unit.head.label = edits.label(unit, PROJECT, cells, new)
        own = [cell for cell in cells if cell.field in PROJECT.columns]
        rejected += edits.apply(unit, PROJECT, own)
        _apply_works(unit, [cell for cell in cells if cell.field in OF_WORK], rejected)
        for cell in cells:
            if cell.field in DATES:
                _apply_date(desk, unit, cell, rejected)
        added = tuple(_insert(desk, unit, row, rejected, n) for n, row in enumerate(new))
    return Edited(unit.result, tuple(rejected), added)


def _apply_works(unit: Unit, cells: Iterable[Edit], rejected: list[Rejected]) -> None:
    by_project: dict[int, list[Edit]] = {}
    for cell in cells:
        by_project.setdefault(cell.row_id, []).append(cell)
    for project_id, mine in by_project.items():
        query = select(_W.c.id).where(_W.c.project_id == project_id)
        works = unit.connection.execute(query).scalars().all()
        if len(works) != 1:
            for cell in mine:
                args = {"term": WORK.term(cell.field), "works": len(works)}
                problem = Problem("project.sum", field=cell.field, args=args)
                rejected.append(Rejected(problem, cell.field, project_id))
            continue
        # The revision belongs to the project's row, not to the work's.
        own = [Edit(works[0], cell.field, cell.value) for cell in mine]
        refused = edits.apply(unit, WORK, own)
        rejected.extend(Rejected(item.problem, item.field, project_id) for item in refused)
        if any(cell.field == "school" for cell in mine):
            name = unit.row(_P, project_id)["name"]
            unit.update(_P, project_id, _key(unit, name, project_id))


def _apply_date(desk: Desk, unit: Unit, cell: Edit, rejected: list[Rejected]) -> None:
    step, which = DATES[cell.field]
    try:
        unit.row(_P, cell.row_id)
        milestones.set_in(desk, unit, cell.row_id, step, which, cell.value)  # type: ignore[arg-type]  # set_in refuses other types itself
    except Refused as refusal:
        problem = Problem(refusal.code, field=cell.field, args=refusal.args_)
        rejected.append(Rejected(problem, cell.field, cell.row_id))


def _insert(
    desk: Desk,
    unit: Unit,
    values: Mapping[str, object],
    rejected: list[Rejected],
    position: int,
) -> int | None:
    """A project needs a name, a programme and a school; without one of them it is refused."""
    before = len(rejected)
    try:
        school = WORK.columns["school"].rule(unit, None, values.get("school"))
    except Refused as refusal:
        problem = Problem(refusal.code, field="school", args=refusal.args_)
        rejected.append(Rejected(problem, "school", position=position))
        return None
    project_id = edits.insert(unit, PROJECT, values, rejected, position)
    if project_id is None:
        return None
    work = {key: values[key] for key in OF_WORK if key in values} | {"school": school}
    edits.insert(unit, WORK, work, rejected, position, {"project_id": project_id})
    unit.update(_P, project_id, _key(unit, str(values["name"]), project_id))
    for key in DATES:
        if values.get(key) is not None:
            _apply_date(desk, unit, Edit(project_id, key, values[key]), rejected)
    for index in range(before, len(rejected)):
        item = rejected[index]
        rejected[index] = Rejected(item.problem, item.field, position=position)
    return project_id


def delete(desk: Desk, project_ids: Iterable[int]) -> Changes:
    """Delete projects with their works and milestones.

    Raises Refused("in_use") when weeks were reported, problems noted or papers filed; then none
    of them is deleted.
    """
    ids = list(project_ids)
    with desk.operation("project.delete", "") as unit:
        names = [_delete(unit, project_id) for project_id in ids]
        one = len(names) == 1
        unit.head.label = f"删除项目“{names[0]}”" if one else f"删除项目（{len(names)}个）"
    return unit.result


def _delete(unit: Unit, project_id: int) -> str:
    name: str = unit.row(_P, project_id)["name"]
    entry = tables.week_entry
    works = list(
        unit.connection.execute(select(_W.c.id).where(_W.c.project_id == project_id)).scalars()
    )
    used = [
        (sum(rules.count_where(unit, entry, work_id=work_id) for work_id in works), "条周填报"),
        (rules.count_where(unit, tables.problem_note, project_id=project_id), "条问题"),
        (rules.count_where(unit, tables.attachment, project_id=project_id), "份资料"),
        *uses.of_project(unit, project_id),
        *(each for work_id in works for each in used_areas.of_work(unit, work_id)),
    ]
    rules.refuse_in_use(name, used)
    milestone = tables.milestone
    steps = select(milestone.c.id).where(milestone.c.project_id == project_id)
    for row_id in unit.connection.execute(steps).scalars().all():
        unit.delete(milestone, row_id)
    for work_id in works:
        unit.delete(_W, work_id)
    unit.delete(_P, project_id)
    return name
