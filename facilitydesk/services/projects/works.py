"""The works of a project: one row each, with its school, area category, planned area and money."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import func, select

from facilitydesk.domain.problems import Refused
from facilitydesk.domain.quantities import Area, Money
from facilitydesk.domain.words.terms import AreaCategory, CodeList
from facilitydesk.services import edits, rules
from facilitydesk.services.areas import used as used_areas
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Column, Edit, Edited, Kind, Rejected
from facilitydesk.store import tables
from facilitydesk.store.unit import Changes, Unit

_W = tables.work


def _category(_unit: Unit, _row_id: int | None, value: Any) -> str:
    """校舍 where nothing is said; its term and its stored word are both understood."""
    if isinstance(value, AreaCategory):
        return value.value
    plain = rules.text()(_unit, _row_id, value)
    for category in AreaCategory:
        if plain in (category.value, category.term):
            return category.value
    if not plain:
        return AreaCategory.BUILDING.value
    known = "、".join(category.term for category in AreaCategory)
    raise Refused("not_in_closed_list", term="面积类别", value=plain, known=known)


WORK = Kind(
    _W,
    "单项工程",
    {
        "school": Column(
            "school_id",
            rules.reference(tables.school, "学校", required=True),
            required=True,
            kind=tables.school,
        ),
        "name": Column("name", rules.text()),
        "category": Column("category", _category),
        "room_kind": Column("room_kind", rules.listed(CodeList.ROOM_KIND)),
        "planned_area": Column("planned_area", rules.quantity(Area, "规划面积"), kind=Area),
        "planned_investment": Column(
            "planned_investment", rules.quantity(Money, "计划投资"), kind=Money
        ),
    },
    terms={"school": "学校", "name": "单项工程名称"},
)


def enter(
    desk: Desk,
    project_id: int,
    cells: Sequence[Edit] = (),
    new: Sequence[Mapping[str, object]] = (),
) -> Edited:
    """Change works and add some to a project; its sums follow by themselves.

    A new work is at the school of the project's first work where none is named.
    """
    rejected: list[Rejected] = []
    with desk.operation("work.enter", "") as unit:
        project = unit.row(tables.project, project_id)["name"]
        unit.head.label = f"“{project}”：{edits.label(unit, WORK, cells, new)}"
        rejected += edits.apply(unit, WORK, cells)
        mine = select(_W.c.school_id).where(_W.c.project_id == project_id)
        school = unit.connection.execute(mine.order_by(_W.c.ordinal, _W.c.id).limit(1)).scalar()
        last = select(func.coalesce(func.max(_W.c.ordinal), 0)).where(_W.c.project_id == project_id)
        ordinal = unit.connection.execute(last).scalar_one()
        added = tuple(
            edits.insert(
                unit,
                WORK,
                {**row, "school": row.get("school") or school},
                rejected,
                position,
                {"project_id": project_id, "ordinal": ordinal + position + 1},
            )
            for position, row in enumerate(new)
        )
    return Edited(unit.result, tuple(rejected), added)


def delete(desk: Desk, work_ids: Iterable[int]) -> Changes:
    """Delete works of projects that keep at least one.

    Raises Refused when weeks were reported for one of them, or it is the last of its project.
    """
    ids = list(work_ids)
    with desk.operation("work.delete", "") as unit:
        for work_id in ids:
            row = unit.row(_W, work_id)
            project = unit.row(tables.project, row["project_id"])["name"]
            name = row["name"] or project
            if rules.count_where(unit, _W, project_id=row["project_id"]) == 1:
                raise Refused("project.last_work")
            used = rules.count_where(unit, tables.week_entry, work_id=work_id)
            rules.refuse_in_use(name, [(used, "条周填报"), *used_areas.of_work(unit, work_id)])
            unit.delete(_W, work_id)
            unit.head.label = f"“{project}”：删除单项工程“{name}”"
    return unit.result
