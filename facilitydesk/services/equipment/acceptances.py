"""验收: a school's form for a batch, with 合同数, 到货数, 验收数, the difference and its reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select

from facilitydesk.domain.equipment import check_moves, check_signers, names_in
from facilitydesk.domain.problems import Problem, Refused, Severity
from facilitydesk.services import edits, rules, settings
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Column, Edit, Edited, Kind, Rejected
from facilitydesk.services.equipment import places
from facilitydesk.services.equipment.deliveries import check_day, fixed, refuse_broken
from facilitydesk.store import tables
from facilitydesk.store.reads import equipment as reads
from facilitydesk.store.unit import Changes, Unit

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


def _check(unit: Unit, row: Mapping[str, Any]) -> Iterable[Problem]:
    yield from check_day(unit, row)
    yield from fixed(unit, _T, _AL.c.acceptance_id, row, ("batch_id", "school_id"))
    least = int(settings.read(unit.connection).values["equipment.signers"])
    yield from check_signers(row["buyer"] or "", row["acceptors"] or "", least=least)


def _names(_unit: Unit, _row_id: int | None, value: Any) -> str:
    return "、".join(names_in(str(value or "")))


KIND = Kind(
    _T,
    "验收单",
    {
        "batch_id": Column("batch_id", rules.reference(_B, "采购批次", required=True), True, _B),
        "school_id": places.SCHOOL,
        "day": Column("day", rules.day("验收日期", required=True), required=True, kind=date),
        "number": Column("number", rules.text()),
        "buyer": Column("buyer", _names),
        "acceptors": Column("acceptors", _names, required=True),
        "keeper": Column("keeper", rules.text()),
        "note": Column("note", rules.text(lines=True)),
    },
    title="number",
    check=_check,
    terms={
        "batch_id": "采购批次", "school_id": "学校", "day": "验收日期", "number": "验收单号",
        "buyer": "采购人", "acceptors": "验收人", "keeper": "保管人", "note": "备注",
    },
)  # fmt: skip


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
    rejected: list[Rejected] = []
    with desk.operation("acceptance.enter", "") as unit:
        unit.head.label = edits.label(unit, KIND, cells, new)
        rejected += edits.apply(unit, KIND, cells)
        for row_id in dict.fromkeys(cell.row_id for cell in cells if cell.field == "day"):
            refuse_broken(unit, _line_ids(unit, row_id))
        added = tuple(edits.insert(unit, KIND, row, rejected, n) for n, row in enumerate(new))
    return Edited(unit.result, tuple(rejected), added)


def enter_lines(desk: Desk, acceptance_id: int, cells: Sequence[Edit]) -> Edited:
    """Store what a form accepts by line id: `quantity` (blank takes it away) and `reason`.

    More than came is refused; less without a reason is told (yellow).
    """
    rejected: list[Rejected] = []
    wanted: dict[int, dict[str, object]] = {}
    for cell in cells:
        wanted.setdefault(cell.row_id, {})[cell.field] = cell.value
    with desk.operation("acceptance_line.enter", f"登记验收（{len(wanted)}行）") as unit:
        _put(unit, unit.row(_T, acceptance_id), wanted, rejected)
    return Edited(unit.result, tuple(rejected))


def accept(
    desk: Desk,
    batch_id: int,
    school_id: int,
    facts: Mapping[str, object],
    quantities: Mapping[int, tuple[int, str]] | None = None,
) -> Edited:
    """Add a form: its head (`day`, `buyer`, `acceptors` …) and per line (quantity, reason).

    Without quantities everything that came and is not accepted yet. Raises Refused.
    """
    rejected: list[Rejected] = []
    with desk.operation("acceptance.add", "登记验收") as unit:
        values = {"batch_id": batch_id, "school_id": school_id, **facts}
        row_id = edits.insert(unit, KIND, values, rejected, 0)
        edits.refuse(rejected)
        assert row_id is not None
        row = unit.row(_T, row_id)
        name = unit.row(tables.school, row["school_id"])["name"]
        unit.head.label = f"登记验收“{name}”"
        wanted: dict[int, dict[str, object]]
        if quantities is None:
            wanted = {key: {"quantity": number} for key, number in _left(unit, row).items()}
        else:
            wanted = {
                key: {"quantity": number, "reason": why}
                for key, (number, why) in quantities.items()
            }
        if not wanted:
            raise Refused("equipment.nothing_to_accept")
        _put(unit, row, wanted, rejected)
        edits.refuse(rejected)
    return Edited(unit.result, (), (row_id,))


def open_forms(desk: Desk, batch_id: int, facts: Mapping[str, object]) -> Edited:
    """Add a form for every school of a batch at which something waits, with all that came.

    What a school's own form left out (four missing lamps) does not wait: only a later delivery
    makes the school come up again. One operation; `facts` is the head the forms share (`day`,
    `buyer`, `acceptors`, `keeper`).
    """
    rejected: list[Rejected] = []
    with desk.operation("acceptance.open", "") as unit:
        name = unit.row(_B, batch_id)["name"]
        day = facts.get("day")
        until = day if isinstance(day, date) else _FAR
        left = _left_by_school(unit, {"batch_id": batch_id}, until)
        schools = [school_id for school_id in _waiting(unit, batch_id) if school_id in left]
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
                for school_id, lines_ in left.items()
                if school_id in forms
                for line_id, number in lines_.items()
            ],
        )
    return Edited(unit.result, (), tuple(added))


def _waiting(unit: Unit, batch_id: int) -> list[int]:
    """The schools at which something came since their last form, in school order."""
    found = reads.lines(unit.connection, _FAR, batch_id=batch_id)
    query = select(_T.c.school_id, func.max(_T.c.day)).where(_T.c.batch_id == batch_id)
    forms: dict[int, Any] = dict(unit.connection.execute(query.group_by(_T.c.school_id)).all())
    came = reads.Moves(unit.connection, [line.id for line in found]).delivered
    waiting = [
        line.school_id
        for line in found
        if line.delivered > line.accepted
        and any(
            line.school_id not in forms or day > forms[line.school_id]
            for day, _ in came[line.id].values()
        )
    ]
    return list(dict.fromkeys(waiting))


def fill(desk: Desk, acceptance_id: int) -> Changes:
    """Put into a form all that came and no other form accepts."""
    with desk.operation("acceptance_line.fill", "按到货数登记验收") as unit:
        row = unit.row(_T, acceptance_id)
        left = _left(unit, row)
        query = select(_AL.c.line_id, _AL.c.quantity).where(_AL.c.acceptance_id == acceptance_id)
        mine: dict[int, Any] = dict(unit.connection.execute(query).all())
        if not left:
            raise Refused("equipment.nothing_to_accept")
        rejected: list[Rejected] = []
        more = {key: {"quantity": n + mine.get(key, 0)} for key, n in left.items()}
        _put(unit, row, more, rejected)
        edits.refuse(rejected)
    return unit.result


def _left(unit: Unit, row: Any) -> dict[int, int]:
    """What came to the school up to the form's day and no form accepts."""
    place = {"batch_id": row["batch_id"], "school_id": row["school_id"]}
    return _left_by_school(unit, place, row["day"]).get(row["school_id"], {})


def _left_by_school(unit: Unit, place: dict[str, int], day: date) -> dict[int, dict[int, int]]:
    """By school and line what came up to a day and no form accepts."""
    taken = {line.id: line.accepted for line in reads.lines(unit.connection, _FAR, **place)}
    found: dict[int, dict[int, int]] = {}
    for line in reads.lines(unit.connection, day, **place):
        if line.delivered > taken[line.id]:
            found.setdefault(line.school_id, {})[line.id] = line.delivered - taken[line.id]
    return found


def _put(
    unit: Unit,
    row: Any,
    wanted: Mapping[int, Mapping[str, object]],
    rejected: list[Rejected],
) -> None:
    place = {"batch_id": row["batch_id"], "school_id": row["school_id"]}
    mine = {line.id for line in reads.lines(unit.connection, row["day"], **place)}
    moves = reads.Moves(unit.connection, [key for key in wanted if key in mine])
    query = select(_AL).where(_AL.c.acceptance_id == row["id"])
    there = {each["line_id"]: each for each in unit.connection.execute(query).mappings().all()}
    for line_id, typed in wanted.items():
        if line_id not in mine:
            rejected.append(_refused(Problem("equipment.other_school"), line_id))
            continue
        known = there.get(line_id)
        number = typed.get("quantity", known["quantity"] if known else None)
        reason = str(typed.get("reason", known["reason"] if known else "") or "").strip()
        if number is None:
            _drop(unit, known)
            continue
        if not isinstance(number, int) or number < 0:
            args = {"term": "验收数量", "value": number}
            rejected.append(_refused(Problem("negative", args=args), line_id))
            continue
        forms = {**moves.accepted[line_id], row["id"]: (row["day"], number)}
        came = list(moves.delivered[line_id].values())
        name = moves.names[line_id]
        problem = check_moves(name, moves.contract[line_id], came, list(forms.values()))
        if problem is not None:
            rejected.append(_refused(problem, line_id))
            continue
        values = {"quantity": number, "reason": reason}
        if known is None:
            unit.insert(_AL, {"acceptance_id": row["id"], "line_id": line_id, **values})
        else:
            _refuse_cards(unit, known, number, name)
            unit.update(_AL, known["id"], values)
        short = sum(n for at, n in came if at <= row["day"]) - sum(n for _, n in forms.values())
        if short > 0 and not reason:
            args = {"name": name, "accepted": number, "difference": short}
            found = Problem("equipment.reason_needed", Severity.YELLOW, "reason", args)
            unit.problems += (found,)


def _drop(unit: Unit, known: Any) -> None:
    if known is not None:
        _refuse_cards(unit, known, 0, "")
        unit.delete(_AL, known["id"])


def _refuse_cards(unit: Unit, known: Any, number: int, name: str) -> None:
    """Fewer pieces than have asset cards cannot have been accepted."""
    card = tables.asset
    query = select(func.coalesce(func.sum(card.c.quantity), 0)).where(card.c.line_id == known["id"])
    cards = int(unit.connection.execute(query).scalar_one())
    if number < cards:
        raise Refused("in_use", name=name or "验收数量", places=f"{cards}件资产已建卡")


def _refused(problem: Problem, line_id: int) -> Rejected:
    return Rejected(
        Problem(problem.code, Severity.RED, "quantity", problem.args), "quantity", line_id
    )


def _line_ids(unit: Unit, acceptance_id: int) -> list[int]:
    query = select(_AL.c.line_id).where(_AL.c.acceptance_id == acceptance_id)
    return list(unit.connection.execute(query).scalars())


def delete(desk: Desk, ids: Sequence[int]) -> Changes:
    """Delete forms no asset was made from."""
    with desk.operation("acceptance.delete", f"删除验收单（{len(ids)}张）") as unit:
        for row_id in ids:
            query = select(_AL).where(_AL.c.acceptance_id == row_id)
            own = unit.connection.execute(query).mappings().all()
            for line in own:
                _refuse_cards(unit, line, 0, "验收单")
            unit.delete_many(_AL, own)
            unit.delete(_T, row_id)
    return unit.result
