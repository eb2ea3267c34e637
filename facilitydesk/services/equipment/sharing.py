"""分校清单: one item of a batch over many schools; the schools must add up to the batch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from facilitydesk.domain.problems import Problem, Refused, Severity
from facilitydesk.domain.quantities import Money
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Edit, Edited, Rejected
from facilitydesk.services.equipment.batch_items import refuse_used_line, share_money
from facilitydesk.services.equipment.places import Schools
from facilitydesk.store import tables
from facilitydesk.store.reads import equipment as reads
from facilitydesk.store.unit import Changes, Unit

_I, _L, _E = tables.batch_item, tables.batch_line, tables.equipment_item


@dataclass(frozen=True, slots=True)
class LineRow:
    """What one school gets of an item, and what came of it."""

    id: int
    revision: int
    batch_item_id: int
    school_id: int
    school: str
    item: str
    unit: str
    quantity: int
    money: Money
    delivered: int
    accepted: int

    @property
    def missing(self) -> int:
        """合同数 − 验收数."""
        return self.quantity - self.accepted


def rows(desk: Desk, batch_item_id: int, *, as_of: date | None = None) -> tuple[LineRow, ...]:
    """The schools' lines of one item, in the order of schools."""
    with desk.read() as connection:
        query = select(_L.c.id, _L.c.revision).where(_L.c.batch_item_id == batch_item_id)
        revisions = {row.id: row.revision for row in connection.execute(query)}
        batch = connection.execute(select(_I.c.batch_id).where(_I.c.id == batch_item_id)).scalar()
        lines = reads.lines(connection, as_of or desk.today, batch_id=batch) if revisions else []
    return tuple(
        LineRow(
            line.id, revisions[line.id], batch_item_id, line.school_id, line.school, line.item,
            line.unit, line.quantity, Money(line.money), line.delivered, line.accepted,
        )
        for line in lines
        if line.id in revisions
    )  # fmt: skip


def _item(unit: Unit, batch_item_id: int) -> tuple[Mapping[str, object], Mapping[str, object]]:
    row = unit.row(_I, batch_item_id)
    return dict(row), dict(unit.row(_E, row["item_id"]))


def _read(
    unit: Unit, pairs: Sequence[tuple[object, object]]
) -> tuple[dict[int, int], list[Problem]]:
    schools = Schools(unit.connection)
    wanted: dict[int, int] = {}
    problems: list[Problem] = []
    times: Counter[int] = Counter()
    for place, quantity in pairs:
        try:
            school_id = schools.id_of(place)
        except Refused as refusal:
            problems.append(Problem(refusal.code, field="school_id", args=refusal.args_))
            continue
        times[school_id] += 1
        if not isinstance(quantity, int) or isinstance(quantity, bool) or quantity <= 0:
            args = {"school": schools.names[school_id]}
            problems.append(Problem("equipment.quantity_needed", field="quantity", args=args))
            continue
        wanted[school_id] = quantity
    for school_id, number in times.items():
        if number > 1:
            args = {"school": schools.names[school_id], "count": str(number)}
            problems.append(Problem("equipment.school_twice", field="school_id", args=args))
    return wanted, problems


def _sum_problems(
    row: Mapping[str, object], item: Mapping[str, object], total: int
) -> list[Problem]:
    whole = row["quantity"]
    assert isinstance(whole, int)
    if total == whole:
        return []
    args = {
        "total": total,
        "whole": whole,
        "unit": item["unit"],
        "side": "多" if total > whole else "少",
        "difference": abs(total - whole),
    }
    return [Problem("equipment.sum_differs", field="quantity", args=args)]


def _write(unit: Unit, row: Mapping[str, object], wanted: Mapping[int, int]) -> None:
    """Change, add and delete lines; what was delivered stays within its line."""
    batch_item_id = row["id"]
    query = select(_L).where(_L.c.batch_item_id == batch_item_id)
    there = {line["school_id"]: line for line in unit.connection.execute(query).mappings().all()}
    moves = reads.Moves(unit.connection, [line["id"] for line in there.values()])
    for school_id, line in there.items():
        if school_id not in wanted:
            refuse_used_line(unit, line["id"], moves.names[line["id"]])
            unit.delete(_L, line["id"])
    fresh = []
    for school_id, quantity in wanted.items():
        known = there.get(school_id)
        if known is None:
            facts = {"batch_item_id": batch_item_id, "school_id": school_id}
            fresh.append({**facts, "quantity": quantity, "money": 0})
            continue
        came = sum(number for _, number in moves.delivered[known["id"]].values())
        if came > quantity:
            told = moves.names[known["id"]]
            raise Refused("equipment.below_delivered", name=told, delivered=came, quantity=quantity)
        unit.update(_L, known["id"], {"quantity": quantity})
    unit.insert_many(_L, fresh)
    assert isinstance(batch_item_id, int)
    share_money(unit, batch_item_id)


def enter(
    desk: Desk,
    batch_item_id: int,
    cells: Sequence[Edit] = (),
    new: Sequence[Mapping[str, object]] = (),
) -> Edited:
    """Typed and pasted lines of one item: `school_id` and `quantity`.

    A pasted list (two or more rows at once) is the whole distribution: with what stands there
    already it must add up to the batch, or all of it is refused with the difference. A single
    typed row may leave something open, which is told; more than the batch is always refused.
    """
    with desk.operation("batch_line.enter", "") as unit:
        row, item = _item(unit, batch_item_id)
        unit.head.label = f"分配“{item['name']}”到学校"
        query = select(_L).where(_L.c.batch_item_id == batch_item_id)
        there = unit.connection.execute(query).mappings().all()
        wanted = {line["id"]: [line["school_id"], line["quantity"]] for line in there}
        for cell in cells:
            if cell.row_id in wanted:
                wanted[cell.row_id][0 if cell.field == "school_id" else 1] = cell.value
        pairs: list[tuple[object, object]] = [(each[0], each[1]) for each in wanted.values()]
        pairs += [(line.get("school_id"), line.get("quantity")) for line in new]
        whole, problems = _read(unit, pairs)
        total = sum(whole.values())
        differ = [] if problems else _sum_problems(row, item, total)
        quantity = row["quantity"]
        assert isinstance(quantity, int)
        if differ and len(new) + len(cells) == 1 and total < quantity:
            args = {
                "item": item["name"], "total": total, "unit": item["unit"],
                "difference": quantity - total,
            }  # fmt: skip
            unit.problems += (Problem("equipment.sum_open", Severity.YELLOW, "quantity", args),)
            differ = []
        problems += differ
        if not problems:
            _write(unit, row, whole)
            added = _ids(unit, batch_item_id, new)
    if problems:
        return Edited(unit.result, _rejected(problems, cells, len(new)), (None,) * len(new))
    return Edited(unit.result, (), added)


def _rejected(problems: Sequence[Problem], cells: Sequence[Edit], new: int) -> tuple[Rejected, ...]:
    """Every cell and row of the paste with the first reason; nothing was stored."""
    first = problems[0]
    return (
        *(Rejected(first, cell.field, cell.row_id) for cell in cells),
        *(Rejected(first, first.field, position=n) for n in range(new)),
    )


def _ids(
    unit: Unit, batch_item_id: int, new: Sequence[Mapping[str, object]]
) -> tuple[int | None, ...]:
    query = select(_L.c.school_id, _L.c.id).where(_L.c.batch_item_id == batch_item_id)
    by_school = {row.school_id: row.id for row in unit.connection.execute(query)}
    schools = Schools(unit.connection)
    return tuple(by_school.get(schools.id_of(line.get("school_id"))) for line in new)


def delete(desk: Desk, ids: Sequence[int]) -> Changes:
    """Take lines away from schools; refused when something was delivered for one."""
    with desk.operation("batch_line.delete", f"删除分校清单（{len(ids)}行）") as unit:
        names = reads.Moves(unit.connection, ids).names
        parents = set()
        for row_id in ids:
            parents.add(unit.row(_L, row_id)["batch_item_id"])
            refuse_used_line(unit, row_id, names[row_id])
            unit.delete(_L, row_id)
        for parent in sorted(parents):
            share_money(unit, parent)
    return unit.result
