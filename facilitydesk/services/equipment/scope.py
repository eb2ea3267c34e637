"""What batches bought in a scope of figures: planned and procured money of any grouping.

From the day a programme has its first batch its equipment is counted by batches; a programme
without one is counted by what its works of nature 设备购置 reported, and the notes say so.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection, select

from facilitydesk.domain.equipment import moment_note, wan
from facilitydesk.domain.figures import Procured, WorkState
from facilitydesk.domain.quantities import Money
from facilitydesk.domain.words.equipment_terms import BuyMoment
from facilitydesk.domain.words.terms import EQUIPMENT_NATURE
from facilitydesk.services import settings
from facilitydesk.services.equipment.gather import Bought, Planned, gather
from facilitydesk.store import tables
from facilitydesk.store.reads import equipment as reads

PLAN = "采购计划"


class Place(NamedTuple):
    """Where a line of equipment is counted, named as in WorkState."""

    school_id: int
    township_id: int | None
    year: int | None
    document_id: int | None
    programme_id: int
    nature: str = EQUIPMENT_NATURE


class ScopeEquipment:
    """Plan and batches of a scope on a day, read once; then asked for any grouping."""

    def __init__(
        self, connection: Connection, day: date, *, programme_id: int | None, year: int | None
    ) -> None:
        self.any = reads.any_batch(connection)
        self.places: list[Place] = []
        self._lines: list[tuple[Place, int]] = []
        self._plans: list[tuple[Place, int]] = []
        self._grouped: tuple[object, dict[Hashable, list[int]]] = (None, {})
        self.programmes: frozenset[int] = frozenset()
        if not self.any:
            return
        # Which programmes count by batches does not depend on the year that is asked for.
        self.programmes = frozenset(
            each.programme_id
            for each in reads.batches(connection, day).values()
            if programme_id is None or each.programme_id == programme_id
        )
        self.any = bool(self.programmes)
        if not self.any:
            return
        self.moment = settings.read(connection).moment
        found = gather(connection, day, programme_id=programme_id, year=year)
        for line in found.lines:
            place = _place(line)
            self._lines.append((place, line.raw[_MONEY_AT[self.moment]]))
        for plan in found.plans:
            if plan.facts.programme_id in self.programmes:
                self._plans.append((_place(plan), plan.raw[1]))
        self.places = [place for place, _ in (*self._lines, *self._plans)]
        paper = tables.fund_document
        self.levels: dict[int, str] = {
            row.id: row.level for row in connection.execute(select(paper.c.id, paper.c.level))
        }

    def total(self, works: Sequence[WorkState]) -> Procured | None:
        """The equipment of the whole scope; None while no programme in it has a batch."""
        return self.by(None, _everywhere, works)

    def by(
        self, key: Hashable, key_of: Callable[[Place], Hashable], works: Sequence[WorkState]
    ) -> Procured | None:
        """The equipment of one group with its works; `key_of` says which group a line is in."""
        if not self.any:
            return None
        bought, planned = self._sums(key_of).get(key, (0, 0))
        others = [w for w in works if w.is_equipment and not w.dropped]
        left_out = [w for w in others if w.programme_id in self.programmes]
        others = [w for w in others if w.programme_id not in self.programmes]
        reported = sum(work.invested or 0 for work in others)
        notes = [f"按采购批次{moment_note(self.moment)}"]
        if others:
            notes.append("未建批次的专项以设备购置项目累计完成投资计")
        if double := sum(work.invested or 0 for work in left_out):
            notes.append(f"设备购置项目填报的{wan(double)}万元不重复计入")
        whole = None
        if self._plans:
            whole = Money(planned + sum(work.planned_investment or 0 for work in others))
        return Procured(Money(bought + reported), whole, PLAN, tuple(notes))

    def level_of(self, place: Place) -> str | None:
        """The level of the money behind a line."""
        return None if place.document_id is None else self.levels.get(place.document_id)

    def _sums(self, key_of: Callable[[Place], Hashable]) -> dict[Hashable, list[int]]:
        """Bought and planned of every group, added up once for all groups of a table."""
        if self._grouped[0] != key_of:
            sums: dict[Hashable, list[int]] = {}
            for column, lines in enumerate((self._lines, self._plans)):
                for place, money in lines:
                    sums.setdefault(key_of(place), [0, 0])[column] += money
            self._grouped = (key_of, sums)
        return self._grouped[1]


def _everywhere(_place: Place) -> None:
    return None


_MONEY_AT = {
    BuyMoment.CONTRACT: 3,
    BuyMoment.DELIVERY: 5,
    BuyMoment.ACCEPTANCE: 7,
    BuyMoment.PAYMENT: 9,
}
"""Where domain.equipment.Raw has the money of a moment."""


def _place(each: Bought | Planned) -> Place:
    facts = each.facts
    if isinstance(each, Bought):
        head = each.batch
        return Place(
            facts.school_id, facts.township_id, head.year, head.document_id, head.programme_id
        )
    plan = each.facts
    return Place(plan.school_id, plan.township_id, plan.year, plan.document_id, plan.programme_id)
