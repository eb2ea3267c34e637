"""到货: what of a batch came on a day, school by school; 60 and 40 of 100 make it complete."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select

from facilitydesk.domain.equipment import check_moves
from facilitydesk.domain.problems import Problem, Refused
from facilitydesk.services import edits, rules
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Column, Edit, Edited, Kind, Rejected
from facilitydesk.services.equipment.moving import (
    check_day,
    enter_heads,
    fixed,
    line_ids,
    pieces,
    refuse_broken,
    refused,
    there,
)
from facilitydesk.store import tables
from facilitydesk.store.reads import equipment as reads
from facilitydesk.store.unit import Changes, Unit

_T, _DL, _B = tables.delivery, tables.delivery_line, tables.equipment_batch
_FAR = date.max


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """One delivery; `quantity` counts pieces whatever their units."""

    id: int
    revision: int
    batch_id: int
    batch: str
    day: date
    number: str
    note: str
    schools: int
    quantity: int


@dataclass(frozen=True, slots=True)
class DeliveredLine:
    """One school's line of the batch in a delivery; `quantity` is None where none came in it."""

    id: int  # of the batch's line
    revision: int
    school_id: int
    school: str
    item: str
    spec: str
    unit: str
    contract: int
    other: int  # that came in other deliveries
    quantity: int | None

    @property
    def total(self) -> int:
        return self.other + (self.quantity or 0)

    @property
    def left(self) -> int:
        """未到 = 合同 − 累计到货."""
        return self.contract - self.total


def _check(unit: Unit, row: Mapping[str, Any]) -> Iterable[Problem]:
    yield from check_day(unit, row)
    yield from fixed(unit, _T, _DL.c.delivery_id, row, ("batch_id",))


KIND = Kind(
    _T,
    "到货",
    {
        "batch_id": Column("batch_id", rules.reference(_B, "采购批次", required=True), True, _B),
        "day": Column("day", rules.day("到货日期", required=True), required=True, kind=date),
        "number": Column("number", rules.text()),
        "note": Column("note", rules.text(lines=True)),
    },
    title="number",
    check=_check,
    terms={"batch_id": "采购批次", "day": "到货日期", "number": "送货单号", "note": "备注"},
)


def rows(desk: Desk, *, batch_id: int | None = None) -> tuple[DeliveryRow, ...]:
    """The deliveries by day."""
    line = tables.batch_line
    query = (
        select(
            _T,
            _B.c.name.label("batch"),
            func.count(line.c.school_id.distinct()).label("schools"),
            func.coalesce(func.sum(_DL.c.quantity), 0).label("quantity"),
        )
        .join(_B, _B.c.id == _T.c.batch_id)
        .outerjoin(_DL, _DL.c.delivery_id == _T.c.id)
        .outerjoin(line, line.c.id == _DL.c.line_id)
        .group_by(_T.c.id, _B.c.id)
        .order_by(_T.c.day, _T.c.id)
    )
    if batch_id is not None:
        query = query.where(_T.c.batch_id == batch_id)
    with desk.read() as connection:
        return tuple(
            DeliveryRow(**{**row, "quantity": int(row["quantity"])})
            for row in connection.execute(query).mappings()
        )


def lines(desk: Desk, delivery_id: int) -> tuple[DeliveredLine, ...]:
    """All lines of the delivery's batch with what came in it and in others."""
    with desk.read() as connection:
        batch = connection.execute(select(_T.c.batch_id).where(_T.c.id == delivery_id)).scalar()
        if batch is None:
            return ()
        found = reads.lines(connection, _FAR, batch_id=batch)
        query = select(_DL).where(_DL.c.delivery_id == delivery_id)
        mine = {row.line_id: row for row in connection.execute(query)}
    return tuple(
        DeliveredLine(
            line.id,
            mine[line.id].revision if line.id in mine else 0,
            line.school_id, line.school, line.item, line.spec, line.unit, line.quantity,
            line.delivered - (mine[line.id].quantity if line.id in mine else 0),
            mine[line.id].quantity if line.id in mine else None,
        )
        for line in found
    )  # fmt: skip


def enter(
    desk: Desk, cells: Sequence[Edit] = (), new: Sequence[Mapping[str, object]] = ()
) -> Edited:
    """Store typed cells and add deliveries; a day after an acceptance of its things is refused."""
    return enter_heads(desk, KIND, _DL.c.delivery_id, cells, new, moves=lambda _cell: True)


def enter_lines(desk: Desk, delivery_id: int, cells: Sequence[Edit]) -> Edited:
    """Store how many of each line came (field `quantity` by line id; blank or 0 takes it away)."""
    rejected: list[Rejected] = []
    with desk.operation("delivery_line.enter", "") as unit:
        row = unit.row(_T, delivery_id)
        unit.head.label = f"登记到货（{len(cells)}行）"
        _put(unit, row, {cell.row_id: cell.value for cell in cells}, rejected)
    return Edited(unit.result, tuple(rejected))


def fill(desk: Desk, delivery_id: int) -> Changes:
    """Put into a delivery everything of its batch that is still to come.

    Raises Refused("equipment.nothing_left") when nothing is.
    """
    with desk.operation("delivery_line.fill", "按未到数量登记到货") as unit:
        row = unit.row(_T, delivery_id)
        left = _left(unit, row["batch_id"])
        if not left:
            raise Refused("equipment.nothing_left")
        mine = pieces(unit, _DL.c.delivery_id, delivery_id)
        rejected: list[Rejected] = []
        more = {key: number + mine.get(key, 0) for key, number in left.items()}
        _put(unit, row, more, rejected)
        edits.refuse(rejected)
    return unit.result


def _left(unit: Unit, batch_id: int) -> dict[int, int]:
    found = reads.lines(unit.connection, _FAR, batch_id=batch_id)
    return {
        line.id: line.quantity - line.delivered for line in found if line.quantity > line.delivered
    }


def _put(unit: Unit, row: Any, quantities: Mapping[int, object], rejected: list[Rejected]) -> None:
    """Write what came; a line that would break a rule keeps what it had and is refused."""
    ids = list(quantities)
    batch = _batch_of(unit, ids)
    moves = reads.Moves(unit.connection, ids)
    written = there(unit, _DL.c.delivery_id, row["id"])
    fresh = []
    for line_id, value in quantities.items():
        number = value or 0
        if batch.get(line_id) != row["batch_id"] or not isinstance(number, int) or number < 0:
            code = "equipment.other_batch" if batch.get(line_id) != row["batch_id"] else "negative"
            args = {"term": "到货数量", "value": value}
            rejected.append(refused(Problem(code, field="quantity", args=args), line_id))
            continue
        mine = moves.delivered[line_id]
        after = {**mine, row["id"]: (row["day"], number)}
        problem = check_moves(
            moves.names[line_id], moves.contract[line_id],
            list(after.values()), list(moves.accepted[line_id].values()),
        )  # fmt: skip
        if problem is not None:
            rejected.append(refused(problem, line_id))
            continue
        known = written.get(line_id)
        if known is None and number:
            fresh.append({"delivery_id": row["id"], "line_id": line_id, "quantity": number})
        elif known is not None and number:
            unit.update(_DL, known["id"], {"quantity": number})
        elif known is not None:
            unit.delete(_DL, known["id"])
    unit.insert_many(_DL, fresh)


def _batch_of(unit: Unit, line_ids: Sequence[int]) -> dict[int, int]:
    line, item = tables.batch_line, tables.batch_item
    rows_ = unit.find_many(line, line_ids)
    parents = unit.find_many(item, list({row["batch_item_id"] for row in rows_.values()}))
    return {key: parents[row["batch_item_id"]]["batch_id"] for key, row in rows_.items()}


def delete(desk: Desk, ids: Sequence[int]) -> Changes:
    """Delete deliveries nothing was accepted of."""
    with desk.operation("delivery.delete", f"删除到货（{len(ids)}次）") as unit:
        for row_id in ids:
            touched = line_ids(unit, _DL.c.delivery_id, row_id)
            query = select(_DL).where(_DL.c.delivery_id == row_id)
            unit.delete_many(_DL, unit.connection.execute(query).mappings().all())
            unit.delete(_T, row_id)
            refuse_broken(unit, touched)
    return unit.result
