"""盘点: what a school should have by its cards, what was counted, and what is missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from facilitydesk.domain.problems import Problem, Refused, Severity
from facilitydesk.domain.words.equipment_terms import AssetState
from facilitydesk.services import edits, rules
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Column, Edit, Edited, Kind, Rejected
from facilitydesk.services.equipment import places
from facilitydesk.services.equipment.moving import check_day
from facilitydesk.store import tables
from facilitydesk.store.unit import Changes, Unit

_T, _L, _A = tables.stock_take, tables.stock_take_line, tables.asset
_THERE = [state.value for state in AssetState if state.there]


@dataclass(frozen=True, slots=True)
class StockTakeRow:
    """One stock-take; pieces whatever their units."""

    id: int
    revision: int
    school_id: int
    school: str
    day: date
    people: str
    note: str
    cards: int
    expected: int
    counted: int
    uncounted: int  # cards nobody counted yet
    missing: int  # pieces that were not found, of the counted cards
    surplus: int


@dataclass(frozen=True, slots=True)
class StockLine:
    """One card of the list."""

    id: int
    revision: int
    asset_id: int
    number: str
    name: str
    spec: str
    serial: str
    unit: str
    room: str
    keeper: str
    expected: int
    counted: int | None
    reason: str

    @property
    def difference(self) -> int | None:
        """盘点数 − 账面数; −1 is one missing."""
        return None if self.counted is None else self.counted - self.expected


KIND = Kind(
    _T,
    "盘点",
    {
        "school_id": places.SCHOOL,
        "day": Column("day", rules.day("盘点日期", required=True), required=True, kind=date),
        "people": Column("people", rules.text()),
        "note": Column("note", rules.text(lines=True)),
    },
    title="people",
    check=check_day,
    terms={"school_id": "学校", "day": "盘点日期", "people": "盘点人", "note": "备注"},
)
LINES = Kind(
    _L,
    "盘点",
    {
        "counted": Column("counted", rules.whole("盘点数", 0, 10**12), kind=int),
        "reason": Column("reason", rules.text()),
    },
    title="reason",
    terms={"counted": "盘点数", "reason": "差异原因"},
)


def rows(desk: Desk, *, school_id: int | None = None) -> tuple[StockTakeRow, ...]:
    """The stock-takes, the newest first."""
    school = tables.school
    query = (
        select(_T, school.c.name.label("school"))
        .join(school, school.c.id == _T.c.school_id)
        .order_by(_T.c.day.desc(), _T.c.id)
    )
    if school_id is not None:
        query = query.where(_T.c.school_id == school_id)
    with desk.read() as connection:
        sums: dict[int, list[int]] = {}
        for line in connection.execute(select(_L.c.stock_take_id, _L.c.expected, _L.c.counted)):
            mine = sums.setdefault(line.stock_take_id, [0] * 6)
            mine[0] += 1
            mine[1] += line.expected
            if line.counted is None:
                mine[3] += 1
                continue
            mine[2] += line.counted
            mine[4] += max(line.expected - line.counted, 0)
            mine[5] += max(line.counted - line.expected, 0)
        return tuple(
            StockTakeRow(
                row.id, row.revision, row.school_id, row.school, row.day, row.people, row.note,
                *sums.get(row.id, [0] * 6),
            )
            for row in connection.execute(query)
        )  # fmt: skip


def lines(desk: Desk, stock_take_id: int) -> tuple[StockLine, ...]:
    """The list by room and number."""
    item = tables.equipment_item
    query = (
        select(
            _L.c.id, _L.c.revision, _L.c.asset_id, func.coalesce(_A.c.number, "").label("number"),
            _A.c.name, item.c.name.label("item"), _A.c.spec, _A.c.serial, item.c.unit, _A.c.room,
            _A.c.keeper, _L.c.expected, _L.c.counted, _L.c.reason,
        )
        .join(_A, _A.c.id == _L.c.asset_id)
        .join(item, item.c.id == _A.c.item_id)
        .where(_L.c.stock_take_id == stock_take_id)
        .order_by(_A.c.room, _A.c.number, _L.c.id)
    )  # fmt: skip
    with desk.read() as connection:
        return tuple(
            StockLine(
                row.id, row.revision, row.asset_id, row.number, row.name or row.item, row.spec,
                row.serial, row.unit, row.room, row.keeper, row.expected, row.counted, row.reason,
            )
            for row in connection.execute(query)
        )  # fmt: skip


def enter(
    desk: Desk, cells: Sequence[Edit] = (), new: Sequence[Mapping[str, object]] = ()
) -> Edited:
    """Change heads and begin stock-takes: each new one lists all the school's cards.

    A school without cards is refused.
    """
    rejected: list[Rejected] = []
    added: list[int | None] = []
    with desk.operation("stock_take.enter", "") as unit:
        unit.head.label = edits.label(unit, KIND, cells, new)
        rejected += edits.apply(unit, KIND, [c for c in cells if c.field != "school_id"])
        for position, row in enumerate(new):
            row_id = None
            if not _refuse_taken(unit, row, rejected, position):
                row_id = edits.insert(unit, KIND, row, rejected, position)
            if row_id is not None:
                _list(unit, row_id)
            added.append(row_id)
    return Edited(unit.result, tuple(rejected), tuple(added))


def _refuse_taken(
    unit: Unit, row: Mapping[str, object], rejected: list[Rejected], position: int
) -> bool:
    query = select(_T.c.id).where(
        _T.c.school_id == row.get("school_id"), _T.c.day == row.get("day")
    )
    if row.get("day") is None or unit.connection.execute(query).first() is None:
        return False
    args = {"term": "盘点日期", "value": row["day"], "holder": "已有的盘点"}
    rejected.append(
        Rejected(Problem("not_unique", field="day", args=args), "day", position=position)
    )
    return True


def _list(unit: Unit, row_id: int) -> None:
    school_id = unit.row(_T, row_id)["school_id"]
    query = select(_A.c.id, _A.c.quantity).where(
        _A.c.school_id == school_id, _A.c.state.in_(_THERE)
    )
    found = unit.connection.execute(query.order_by(_A.c.id)).all()
    if not found:
        name = unit.row(tables.school, school_id)["name"]
        raise Refused("equipment.no_assets", school=name)
    unit.insert_many(
        _L,
        [
            {"stock_take_id": row_id, "asset_id": each.id, "expected": each.quantity}
            for each in found
        ],
    )


def enter_lines(desk: Desk, cells: Sequence[Edit]) -> Edited:
    """Store what was counted (`counted`, blank: not yet) and why it differs (`reason`)."""
    with desk.operation("stock_take_line.enter", f"登记盘点（{len(cells)}格）") as unit:
        rejected = edits.apply(unit, LINES, cells)
        for row_id in dict.fromkeys(cell.row_id for cell in cells):
            row = unit.find(_L, row_id)
            if row is None or row["counted"] is None or row["reason"]:
                continue
            short = row["expected"] - row["counted"]
            if short:
                card = unit.row(_A, row["asset_id"])
                args = {
                    "name": card["number"] or card["name"], "expected": row["expected"],
                    "counted": row["counted"], "difference": abs(short),
                }  # fmt: skip
                side = "missing" if short > 0 else "more"
                found = Problem(f"equipment.counted_{side}", Severity.YELLOW, "counted", args)
                unit.problems += (found,)
    return Edited(unit.result, tuple(rejected))


def all_there(desk: Desk, stock_take_id: int) -> Changes:
    """Count every card that was not counted yet as found."""
    with desk.operation("stock_take.all_there", "未盘点的按账面数登记") as unit:
        query = select(_L).where(_L.c.stock_take_id == stock_take_id, _L.c.counted.is_(None))
        for row in unit.connection.execute(query).mappings().all():
            unit.update(_L, row["id"], {"counted": row["expected"]})
    return unit.result


def delete(desk: Desk, ids: Sequence[int]) -> Changes:
    """Delete stock-takes with their lists; the cards stay."""
    with desk.operation("stock_take.delete", f"删除盘点（{len(ids)}次）") as unit:
        for row_id in ids:
            query = select(_L).where(_L.c.stock_take_id == row_id)
            unit.delete_many(_L, unit.connection.execute(query).mappings().all())
            unit.delete(_T, row_id)
    return unit.result
