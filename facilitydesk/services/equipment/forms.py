"""验收单 as they are printed: every form with its batch, its people and what each line came to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from facilitydesk.domain.equipment import names_in, part_of
from facilitydesk.domain.quantities import Money
from facilitydesk.domain.words.equipment_terms import EquipmentClass
from facilitydesk.services.desk import Desk
from facilitydesk.services.equipment import batches
from facilitydesk.services.equipment.batches import BatchRow
from facilitydesk.store import tables

_A, _AL = tables.acceptance, tables.acceptance_line
_D, _DL = tables.delivery, tables.delivery_line
_I, _L, _E = tables.batch_item, tables.batch_line, tables.equipment_item


@dataclass(frozen=True, slots=True)
class FormLine:
    """One item on a form; pieces in its own unit, money of what the form accepts."""

    item: str
    kind: EquipmentClass
    spec: str
    unit: str
    unit_price: Money | None
    contract: int
    delivered: int  # up to the form's day
    before: int  # accepted on other forms up to the form's day
    accepted: int | None  # on this form; None: nothing was written yet
    money: Money
    reason: str

    @property
    def difference(self) -> int | None:
        """What was accepted in all against what came: −4 are four that were not accepted."""
        return None if self.accepted is None else self.before + self.accepted - self.delivered


@dataclass(frozen=True, slots=True)
class Form:
    """One school's form for one batch."""

    id: int
    school_id: int
    school: str
    township: str
    number: str
    day: date
    buyer: tuple[str, ...]
    acceptors: tuple[str, ...]
    keeper: str
    note: str
    batch: BatchRow
    lines: tuple[FormLine, ...]

    @property
    def money(self) -> Money:
        return Money(sum(line.money.raw for line in self.lines))

    @property
    def later(self) -> bool:
        """Whether another form accepted part of it before."""
        return any(line.before for line in self.lines)


def forms(
    desk: Desk,
    as_of: date,
    *,
    school_id: int | None = None,
    batch_id: int | None = None,
    programme_id: int | None = None,
) -> tuple[Form, ...]:
    """The forms signed up to a day, in the order of batches, townships and schools."""
    known = {row.id: row for row in batches.rows(desk, as_of=as_of)}
    place = {row_id: n for n, row_id in enumerate(known)}
    school, region = tables.school, tables.region
    query = (
        select(_A, school.c.name.label("school"), region.c.name.label("township"))
        .join(school, school.c.id == _A.c.school_id)
        .outerjoin(region, region.c.id == school.c.township_id)
        .where(_A.c.day <= as_of)
        .order_by(
            region.c.id.is_(None), region.c.ordinal, region.c.id, school.c.id, _A.c.day, _A.c.id
        )
    )
    for column, wanted in ((_A.c.school_id, school_id), (_A.c.batch_id, batch_id)):
        if wanted is not None:
            query = query.where(column == wanted)
    with desk.read() as connection:
        heads = [
            row
            for row in connection.execute(query).mappings()
            if programme_id is None or known[row["batch_id"]].programme_id == programme_id
        ]
        lines = _Lines(connection, {row["batch_id"] for row in heads}) if heads else None
    made = [
        Form(
            row["id"], row["school_id"], row["school"], row["township"] or "", row["number"],
            row["day"], names_in(row["buyer"]), names_in(row["acceptors"]), row["keeper"],
            row["note"], known[row["batch_id"]],
            tuple(lines.of(row["id"], row["batch_id"], row["school_id"], row["day"])),
        )
        for row in heads
        if lines is not None
    ]  # fmt: skip
    return tuple(sorted(made, key=lambda form: place[form.batch.id]))


def schools(desk: Desk, as_of: date) -> dict[int, str]:
    """The schools that have a form by a day, in their order."""
    found = sorted(forms(desk, as_of), key=lambda form: form.school_id)
    return {form.school_id: form.school for form in found}


class _Lines:
    """The lines of some batches with every movement, read at once for all forms."""

    def __init__(self, connection: Connection, batch_ids: Iterable[int]) -> None:
        wanted = list(batch_ids)
        query = (
            select(
                _L.c.id, _L.c.school_id, _L.c.quantity, _L.c.money, _I.c.batch_id, _I.c.spec,
                _I.c.unit_price, _E.c.name, _E.c.unit, _E.c.equipment_class,
            )
            .join(_I, _I.c.id == _L.c.batch_item_id)
            .join(_E, _E.c.id == _I.c.item_id)
            .where(_I.c.batch_id.in_(wanted))
            .order_by(_I.c.id, _L.c.id)
        )  # fmt: skip
        self._lines: dict[tuple[int, int], list[Any]] = {}
        for row in connection.execute(query):
            self._lines.setdefault((row.batch_id, row.school_id), []).append(row)
        self._came: dict[int, list[tuple[date, int]]] = {}
        for line_id, day, number in connection.execute(
            select(_DL.c.line_id, _D.c.day, _DL.c.quantity)
            .join(_D, _D.c.id == _DL.c.delivery_id)
            .where(_D.c.batch_id.in_(wanted))
        ):
            self._came.setdefault(line_id, []).append((day, number))
        self._taken: dict[int, list[Any]] = {}
        for move in connection.execute(
            select(_AL.c.line_id, _AL.c.acceptance_id, _A.c.day, _AL.c.quantity, _AL.c.reason)
            .join(_A, _A.c.id == _AL.c.acceptance_id)
            .where(_A.c.batch_id.in_(wanted))
        ):
            self._taken.setdefault(move.line_id, []).append(move)

    def of(self, form_id: int, batch_id: int, school_id: int, day: date) -> Iterable[FormLine]:
        """The school's lines as a form shows them."""
        for row in self._lines.get((batch_id, school_id), ()):
            moves = self._taken.get(row.id, ())
            mine = next((move for move in moves if move.acceptance_id == form_id), None)
            before = sum(
                move.quantity for move in moves if (move.day, move.acceptance_id) < (day, form_id)
            )
            accepted = None if mine is None else mine.quantity
            yield FormLine(
                row.name, EquipmentClass(row.equipment_class), row.spec, row.unit,
                None if row.unit_price is None else Money(row.unit_price),
                row.quantity,
                sum(number for at, number in self._came.get(row.id, ()) if at <= day),
                before,
                accepted,
                Money(part_of(row.money, accepted or 0, row.quantity)),
                "" if mine is None else mine.reason,
            )  # fmt: skip
