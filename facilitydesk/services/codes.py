"""The open lists (建设性质, 学校类别, 用途, 资料类别, 资金级次): an officer may extend them, used entries are safe."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, func, select

from facilitydesk.domain.problems import Problem, Refused
from facilitydesk.domain.words.terms import EQUIPMENT_NATURE, CodeList
from facilitydesk.services import edits, rules
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Column, Edit, Edited, Kind
from facilitydesk.store import tables
from facilitydesk.store.unit import Changes, Unit

_T = tables.code_item

_USED_IN: Mapping[CodeList, tuple[Table, str, str]] = {
    CodeList.NATURE: (tables.project, "nature", "个项目"),
    CodeList.SCHOOL_KIND: (tables.school, "kind", "所学校"),
    CodeList.ROOM_KIND: (tables.work, "room_kind", "个单项工程"),
    CodeList.ATTACHMENT_KIND: (tables.attachment, "kind", "份资料"),
    CodeList.FUND_LEVEL: (tables.fund_document, "level", "份指标文件"),
}
"""Where the words of a list stand. The word itself is stored, so a new name goes to all of them."""


@dataclass(frozen=True, slots=True)
class CodeRow:
    """One entry of a list with the number of its uses."""

    id: int
    revision: int
    name: str
    code: str  # printed before the name in coded forms: 1-维修改造
    active: bool
    uses: int
    what: str  # 个项目, 所学校, …


def _check(unit: Unit, row: Mapping[str, Any]) -> Iterable[Problem]:
    taken = select(_T.c.id).where(
        _T.c.list == row["list"], _T.c.name == row["name"], _T.c.id != (row["id"] or 0)
    )
    if unit.connection.execute(taken).first() is not None:
        args = {"term": "名称", "value": row["name"], "holder": row["name"]}
        yield Problem("not_unique", field="name", args=args)
    if row["id"]:
        before = unit.row(_T, row["id"])
        if _is_fixed(before["name"]) and (row["name"] != before["name"] or not row["active"]):
            yield Problem("code.fixed", args={"name": before["name"]})


def _is_fixed(name: str) -> bool:
    return name == EQUIPMENT_NATURE


KIND = Kind(
    _T,
    "代码",
    {
        "name": Column("name", rules.text("名称", required=True), required=True),
        "code": Column("code", rules.text()),
        "active": Column("active", rules.flag(), kind=bool),
    },
    check=_check,
)


def rows(desk: Desk, which: CodeList) -> tuple[CodeRow, ...]:
    """All entries of a list in their order."""
    table, column, what = _USED_IN[which]
    uses = select(func.count()).where(table.c[column] == _T.c.name).scalar_subquery().label("uses")
    with desk.read() as connection:
        found = connection.execute(
            select(_T, uses).where(_T.c.list == which.value).order_by(_T.c.ordinal, _T.c.id)
        )
        return tuple(
            CodeRow(row.id, row.revision, row.name, row.code, row.active, row.uses, what)
            for row in found
        )


def names(desk: Desk, which: CodeList) -> tuple[str, ...]:
    """The entries that may be chosen, in their order."""
    return tuple(row.name for row in rows(desk, which) if row.active)


def enter(
    desk: Desk,
    which: CodeList,
    cells: Sequence[Edit] = (),
    new: Sequence[Mapping[str, object]] = (),
) -> Edited:
    """Change and add entries; a new name also goes to everything that uses the old one."""
    added: list[int | None] = []
    with desk.operation("code_item.enter", "") as unit:
        unit.head.label = f"{which.term}：{edits.label(unit, KIND, cells, new)}"
        before = {cell.row_id: unit.row(_T, cell.row_id)["name"] for cell in cells}
        rejected = edits.apply(unit, KIND, cells)
        for row_id, name in before.items():
            _rename_uses(unit, which, name, unit.row(_T, row_id)["name"])
        last = select(func.coalesce(func.max(_T.c.ordinal), 0)).where(_T.c.list == which.value)
        ordinal = unit.connection.execute(last).scalar_one()
        for position, row in enumerate(new):
            more = {"list": which.value, "ordinal": ordinal + position + 1}
            added.append(edits.insert(unit, KIND, row, rejected, position, more))
    return Edited(unit.result, tuple(rejected), tuple(added))


def reorder(desk: Desk, which: CodeList, ids: Sequence[int]) -> Changes:
    """Give a list this order."""
    with desk.operation("code_item.order", f"调整{which.term}的顺序") as unit:
        for ordinal, row_id in enumerate(ids):
            unit.update(_T, row_id, {"ordinal": ordinal})
    return unit.result


def delete(desk: Desk, row_id: int) -> Changes:
    """Delete an entry. Raises Refused with the places of use."""
    with desk.operation("code_item.delete", "") as unit:
        row = unit.row(_T, row_id)
        which = CodeList(row["list"])
        if _is_fixed(row["name"]):
            raise Refused("code.fixed", name=row["name"])
        table, column, what = _USED_IN[which]
        used = rules.count_where(unit, table, **{column: row["name"]})
        rules.refuse_in_use(row["name"], [(used, what)])
        unit.head.label = f"{which.term}：删除“{row['name']}”"
        unit.delete(_T, row_id)
    return unit.result


def _rename_uses(unit: Unit, which: CodeList, before: str, after: str) -> None:
    if before == after:
        return
    table, column, _ = _USED_IN[which]
    using = select(table.c.id).where(table.c[column] == before)
    for row_id in unit.connection.execute(using).scalars().all():
        unit.update(table, row_id, {column: after})
