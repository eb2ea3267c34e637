"""The items of the bottom lines: wording, number, and what mends one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from facilitydesk.domain.measures import Measure, Remedy
from facilitydesk.domain.norm_defaults import default_items
from facilitydesk.domain.problems import Problem, Refused
from facilitydesk.services import edits, rules
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Column, Edit, Edited, Kind
from facilitydesk.store import tables
from facilitydesk.store.unit import Changes, Unit

_T = tables.bottom_item


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One item."""

    id: int
    revision: int
    number: int
    text: str
    remedy: str
    measure: str
    document: str
    active: bool

    @property
    def name(self) -> str:
        return f"第{self.number}条"

    @property
    def measure_term(self) -> str:
        return Measure(self.measure).term if self.measure else ""


def _measure(_unit: Unit, _row_id: int | None, value: Any) -> str:
    text = str(value or "").strip()
    found = Measure.of_text(text)
    if text and found is None:
        raise Refused("norm.measure", value=text)
    return found.value if found else ""


def _number(unit: Unit, row_id: int | None, value: Any) -> int:
    number = rules.whole("编号", 1, 200)(unit, row_id, value)
    if number is None:
        raise Refused("required", term="编号")
    taken = select(_T.c.id).where(_T.c.number == number, _T.c.id != (row_id or 0))
    if unit.connection.execute(taken).first() is not None:
        raise Refused("bottom.number_taken", number=number)
    return int(number)


KIND = Kind(
    _T,
    "底线要求",
    {
        "number": Column("number", _number, required=True, kind=int),
        "text": Column("text", rules.text("内容", required=True), required=True),
        "remedy": Column("remedy", rules.one_of("整改方式", [each.value for each in Remedy])),
        "measure": Column("measure", _measure),
        "document": Column("document", rules.text()),
        "active": Column("active", rules.flag(), kind=bool),
    },
    title="text",
    terms={
        "number": "编号", "text": "内容", "remedy": "整改方式", "measure": "对应指标",
        "document": "依据", "active": "采用",
    },
)  # fmt: skip


def read(connection: Connection, *, every: bool = False) -> tuple[ItemRow, ...]:
    """The items in use by number; `every`: also those that are not."""
    query = select(_T).order_by(_T.c.number)
    if not every:
        query = query.where(_T.c.active.is_(True))
    return tuple(
        ItemRow(
            row.id, row.revision, row.number, row.text, row.remedy, row.measure, row.document,
            bool(row.active),
        )
        for row in connection.execute(query)
    )  # fmt: skip


def rows(desk: Desk, *, every: bool = True) -> tuple[ItemRow, ...]:
    """All items."""
    with desk.read() as connection:
        return read(connection, every=every)


def enter(
    desk: Desk, cells: Sequence[Edit] = (), new: Sequence[Mapping[str, object]] = ()
) -> Edited:
    """Change and add items."""
    return edits.enter(desk, KIND, cells, [{"active": True, **row} for row in new])


def delete(desk: Desk, ids: Iterable[int]) -> Changes:
    """Delete items. Raises Refused for one with checks; it can be taken out of use instead."""
    checks = tables.bottom_check
    with desk.operation("bottom_item.delete", "删除底线要求条目") as unit:
        for row_id in list(ids):
            row = unit.row(_T, row_id)
            count = rules.count_where(unit, checks, item_id=row_id)
            if count:
                raise Refused(
                    "bottom.item_used",
                    (Problem("bottom.item_used", args={"number": row["number"], "count": count}),),
                    number=row["number"],
                    count=count,
                )
            unit.delete(_T, row_id)
    return unit.result


def restore(desk: Desk) -> Changes:
    """Bring back the 20 items with their wording; items of the office's own stay."""
    with desk.operation("bottom_item.restore", "恢复默认底线要求条目") as unit:
        there = {row.number: row.id for row in unit.connection.execute(select(_T))}
        for row in default_items():
            known = there.get(row["number"])
            if known is None:
                unit.insert(_T, row)
            else:
                unit.update(_T, known, {**row, "active": True})
    return unit.result
