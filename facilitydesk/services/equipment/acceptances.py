"""验收: a school's form for a batch, with 合同数, 到货数, 验收数, the difference and its reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from facilitydesk.domain.equipment import names_in
from facilitydesk.domain.problems import Refused
from facilitydesk.services import edits
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Edit, Edited, Rejected
from facilitydesk.services.equipment.acceptance_kind import KIND
from facilitydesk.services.equipment.accepted_lines import (
    left,
    left_by_school,
    put,
    refuse_cards,
    waiting,
)
from facilitydesk.services.equipment.moving import enter_heads, pieces
from facilitydesk.store import tables
from facilitydesk.store.reads import equipment as reads
from facilitydesk.store.unit import Changes

_T, _AL, _B = tables.acceptance, tables.acceptance_line, tables.equipment_batch
_FAR = date.max


@dataclass(frozen=True, slots=True)
class AcceptanceRow:
    """One form; quantities count pieces whatever their units."""

    id: int
    revision: int
    batch_id: int
    batch: str
    school_id: int
    school: str
    day: date
    number: str
    buyer: str
    acceptors: str
    keeper: str
    note: str
    quantity: int
    cards: int  # assets made from it

    @property
    def people(self) -> tuple[str, ...]:
        return names_in(self.acceptors)


@dataclass(frozen=True, slots=True)
class AcceptedLine:
    """One item of the form; `quantity` is None where nothing was written yet."""

    id: int  # of the batch's line
    revision: int
    item: str
    spec: str
    unit: str
    contract: int
    delivered: int  # up to the form's day
    other: int  # accepted on other forms
    quantity: int | None
    reason: str

    @property
    def difference(self) -> int | None:
        """验收 − 到货 with what other forms accepted: −4 are four that were not accepted."""
        return None if self.quantity is None else self.other + self.quantity - self.delivered


def rows(
    desk: Desk, *, batch_id: int | None = None, school_id: int | None = None
) -> tuple[AcceptanceRow, ...]:
    """The forms by day."""
    school, card = tables.school, tables.asset
    cards = (
        select(func.count(card.c.id))
        .join(_AL, _AL.c.id == card.c.line_id)
        .where(_AL.c.acceptance_id == _T.c.id)
        .scalar_subquery()
    )
    query = (
        select(
            _T,
            _B.c.name.label("batch"),
            school.c.name.label("school"),
            func.coalesce(func.sum(_AL.c.quantity), 0).label("quantity"),
            cards.label("cards"),
        )
        .join(_B, _B.c.id == _T.c.batch_id)
        .join(school, school.c.id == _T.c.school_id)
        .outerjoin(_AL, _AL.c.acceptance_id == _T.c.id)
        .group_by(_T.c.id, _B.c.id, school.c.id)
        .order_by(_T.c.day, _T.c.id)
    )
    for column, wanted in ((_T.c.batch_id, batch_id), (_T.c.school_id, school_id)):
        if wanted is not None:
            query = query.where(column == wanted)
    with desk.read() as connection:
        return tuple(
            AcceptanceRow(**{**row, "quantity": int(row["quantity"])})
            for row in connection.execute(query).mappings()
        )


def lines(desk: Desk, acceptance_id: int) -> tuple[AcceptedLine, ...]:
    """The school's lines of the batch with what this form accepts."""
    with desk.read() as connection:
        head = connection.execute(select(_T).where(_T.c.id == acceptance_id)).first()
        if head is None:
            return ()
        found = reads.lines(connection, head.day, batch_id=head.batch_id, school_id=head.school_id)
        ever = reads.lines(connection, _FAR, batch_id=head.batch_id, school_id=head.school_id)
        query = select(_AL).where(_AL.c.acceptance_id == acceptance_id)
        mine = {row.line_id: row for row in connection.execute(query)}
    accepted = {line.id: line.accepted for line in ever}
    return tuple(
        AcceptedLine(
            line.id,
            mine[line.id].revision if line.id in mine else 0,
            line.item, line.spec, line.unit, line.quantity, line.delivered,
            accepted[line.id] - (mine[line.id].quantity if line.id in mine else 0),
            mine[line.id].quantity if line.id in mine else None,
            mine[line.id].reason if line.id in mine else "",
        )
        for line in found
    )  # fmt: skip


def enter(
    desk: Desk, cells: Sequence[Edit] = (), new: Sequence[Mapping[str, object]] = ()
) -> Edited:
    """Store typed cells and add forms; at least three accept, none of them the buyer."""
    return enter_heads(
        desk, KIND, _AL.c.acceptance_id, cells, new, moves=lambda cell: cell.field == "day"
    )


def enter_lines(desk: Desk, acceptance_id: int, cells: Sequence[Edit]) -> Edited:
    """Store what a form accepts by line id: `quantity` (blank takes it away) and `reason`.

    More than came is refused; less without a reason is told (yellow).
    """
    rejected: list[Rejected] = []
    wanted: dict[int, dict[str, object]] = {}
    for cell in cells:
        wanted.setdefault(cell.row_id, {})[cell.field] = cell.value
    with desk.operation("acceptance_line.enter", f"登记验收（{len(wanted)}行）") as unit:
        put(unit, unit.row(_T, acceptance_id), wanted, rejected)
    return Edited(unit.result, tuple(rejected))


def open_forms(desk: Desk, batch_id: int, facts: Mapping[str, object]) -> Edited:
    """Add a form for every school of a batch at which something waits, with all that came.

    What a school's own form left out (four missing lamps) does not wait: only a later delivery
    makes the school come up again. One operation; `facts` is the head the forms share (`day`,
    `buyer`, `acceptors`, `keeper`). Raises Refused("equipment.nothing_to_accept"), or for a head
    that cannot be.
    """
    rejected: list[Rejected] = []
    with desk.operation("acceptance.open", "") as unit:
        name = unit.row(_B, batch_id)["name"]
        day = facts.get("day")
        until = day if isinstance(day, date) else _FAR
        open_lines = left_by_school(unit, {"batch_id": batch_id}, until)
        schools = [school_id for school_id in waiting(unit, batch_id) if school_id in open_lines]
        if not schools:
            raise Refused("equipment.nothing_to_accept")
        unit.head.label = f"批次“{name}”：{len(schools)}所学校验收"
        values = {"batch_id": batch_id, "school_id": schools[0], **facts}
        first = edits.insert(unit, KIND, values, rejected, 0)
        edits.refuse(rejected)
        assert first is not None
        head = dict(unit.row(_T, first))
        del head["id"], head["revision"]
        others = [{**head, "school_id": school_id} for school_id in schools[1:]]
        added = [first, *unit.insert_many(_T, others)]
        forms = dict(zip(schools, added, strict=True))
        # What is left up to the day cannot break a rule, so the lines are written at once.
        unit.insert_many(
            _AL,
            [
                {"acceptance_id": forms[school_id], "line_id": line_id, "quantity": number}
                for school_id, lines_ in open_lines.items()
                if school_id in forms
                for line_id, number in lines_.items()
            ],
        )
    return Edited(unit.result, (), tuple(added))


def fill(desk: Desk, acceptance_id: int) -> Changes:
    """Put into a form all that came and no other form accepts.

    Raises Refused("equipment.nothing_to_accept") when nothing is left.
    """
    with desk.operation("acceptance_line.fill", "按到货数登记验收") as unit:
        row = unit.row(_T, acceptance_id)
        waiting_for = left(unit, row)
        mine = pieces(unit, _AL.c.acceptance_id, acceptance_id)
        if not waiting_for:
            raise Refused("equipment.nothing_to_accept")
        rejected: list[Rejected] = []
        more = {key: {"quantity": n + mine.get(key, 0)} for key, n in waiting_for.items()}
        put(unit, row, more, rejected)
        edits.refuse(rejected)
    return unit.result


def delete(desk: Desk, ids: Sequence[int]) -> Changes:
    """Delete forms no asset was made from."""
    with desk.operation("acceptance.delete", f"删除验收单（{len(ids)}张）") as unit:
        for row_id in ids:
            query = select(_AL).where(_AL.c.acceptance_id == row_id)
            own = unit.connection.execute(query).mappings().all()
            for line in own:
                refuse_cards(unit, line, 0, "验收单")
            unit.delete_many(_AL, own)
            unit.delete(_T, row_id)
    return unit.result
