"""Every operation of equipment, failed at every one of its statements."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from facilitydesk.domain.quantities import Money
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Edit
from facilitydesk.services.equipment import (
    acceptances,
    assets,
    batch_items,
    batches,
    carding,
    deliveries,
    items,
    plans,
    scanning,
    sharing,
    stock,
)
from facilitydesk.services.journal import undoing
from tests.entering import added
from tests.services.equipment.county import (
    PEOPLE,
    accept,
    batch,
    deliver,
    listed,
    planned,
    programme,
    schools,
    share,
)
from tests.services.nth_statement import swept

DAY = date(2026, 3, 2)
HEAD = {"day": DAY, "buyer": "周兵", "acceptors": PEOPLE}
PCS = ("计算机、教学仪器设备", "学生计算机")


@dataclass(frozen=True)
class Batch:
    """A batch at one of its stages; 0 for what it has not got yet."""

    id: int
    item: int
    line: int = 0
    delivery: int = 0
    form: int = 0


@dataclass(frozen=True)
class Given:
    """A batch at every stage, cards at the first school, a stock-take of them."""

    desk: Desk
    school: int
    programme: int
    plan: int
    listed: Batch
    shared: Batch
    partly: Batch
    come: Batch
    begun: Batch
    accepted: Batch
    free: int  # a card no stock-take lists
    taken: int  # the stock-take
    counted: int  # its line of card A1
    unused: int  # an item nothing uses


def a_batch(desk: Desk, programme_id: int, school: int, stage: int) -> Batch:
    """Two pieces for each of two schools: listed, shared, partly come, come, begun, accepted."""
    number = batch(desk, programme_id, f"第{stage}批")
    item = listed(desk, number, 4, 25, kind=PCS[0], item=PCS[1])
    if stage == 0:
        return Batch(number, item)
    share(desk, item, [("第1小学", 2), ("第2小学", 2)])
    line = next(row.id for row in sharing.rows(desk, item) if row.school_id == school)
    if stage == 1:
        return Batch(number, item, line)
    quantities = {line: 1} if stage == 2 else None
    delivery = deliver(desk, number, DAY, quantities)
    if stage <= 3:
        return Batch(number, item, line, delivery)
    wanted = {line: (1, "")} if stage == 4 else None
    form = accept(desk, number, school, HEAD, wanted)
    return Batch(number, item, line, delivery, form)


@pytest.fixture
def given(desk: Desk) -> Given:
    first, second = schools(desk, 2)
    chosen = programme(desk)
    pcs = {"school_id": first, "equipment_class": PCS[0], "item": PCS[1], "quantity": 3}
    plan = planned(desk, chosen, [pcs]).row_id
    cards = [
        {"school_id": school, "equipment_class": PCS[0], "item": PCS[1], "number": number,
         "quantity": 2, "state": "在用"}
        for school, number in ((first, "A1"), (first, "A2"), (second, "B1"))
    ]  # fmt: skip
    made = assets.enter(desk, (), cards).added
    taken = added(stock.enter, desk, {"school_id": first, "day": DAY}).row_id
    (counted, _) = stock.lines(desk, taken)
    (unused,) = items.enter(
        desk, (), [{"equipment_class": PCS[0], "name": "投影机", "unit": "台"}]
    ).added
    assert made[2] is not None
    assert unused is not None
    on_list, shared, partly, come, begun, accepted = (
        a_batch(desk, chosen, first, stage) for stage in range(6)
    )
    return Given(
        desk, first, chosen, plan, on_list, shared, partly, come, begun, accepted,
        made[2], taken, counted.id, unused,
    )  # fmt: skip


OPERATIONS: dict[str, Callable[[Given], Any]] = {
    "a line of the plan": lambda g: planned(
        g.desk,
        g.programme,
        [{"school_id": g.school, "equipment_class": "图书", "item": "图书", "quantity": 9}],
    ),
    "the plan's quantity": lambda g: plans.enter(g.desk, [Edit(g.plan, "quantity", 5)]),
    "a plan deleted": lambda g: plans.delete(g.desk, [g.plan]),
    "an item's name": lambda g: items.enter(g.desk, [Edit(g.unused, "name", "短焦投影机")]),
    "an item deleted": lambda g: items.delete(g.desk, [g.unused]),
    "a batch": lambda g: batch(g.desk, g.programme, "黑板采购"),
    "a batch's supplier": lambda g: batches.enter(
        g.desk, [Edit(g.listed.id, "supplier", "临河科技公司")]
    ),
    "a batch deleted": lambda g: batches.delete(g.desk, [g.shared.id]),
    "items of a batch": lambda g: listed(g.desk, g.listed.id, 5, kind="图书", item="图书"),
    "an item's money": lambda g: batch_items.enter(
        g.desk, g.shared.id, [Edit(g.shared.item, "money", Money.of("100.01"))]
    ),
    "an item of a batch deleted": lambda g: batch_items.delete(g.desk, [g.shared.item]),
    "a distribution": lambda g: share(g.desk, g.listed.item, [("第1小学", 3), ("第2小学", 1)]),
    "a share changed": lambda g: sharing.enter(
        g.desk, g.shared.item, [Edit(g.shared.line, "quantity", 1)]
    ),
    "a typed share": lambda g: sharing.enter(
        g.desk, g.listed.item, (), [{"school_id": "第1小学", "quantity": 2}]
    ),
    "a share deleted": lambda g: sharing.delete(g.desk, [g.shared.line]),
    "a delivery": lambda g: added(deliveries.enter, g.desk, {"batch_id": g.shared.id, "day": DAY}),
    "the rest of a delivery": lambda g: deliveries.fill(g.desk, g.partly.delivery),
    "lines of a delivery": lambda g: deliveries.enter_lines(
        g.desk, g.partly.delivery, [Edit(g.partly.line, "quantity", 2)]
    ),
    "a delivery's day": lambda g: deliveries.enter(
        g.desk, [Edit(g.partly.delivery, "day", date(2026, 3, 1))]
    ),
    "a delivery deleted": lambda g: deliveries.delete(g.desk, [g.partly.delivery]),
    "forms of all schools": lambda g: acceptances.open_forms(g.desk, g.come.id, HEAD),
    "a form": lambda g: added(
        acceptances.enter, g.desk, {"batch_id": g.come.id, "school_id": g.school, **HEAD}
    ),
    "the rest of a form": lambda g: acceptances.fill(g.desk, g.begun.form),
    "a reason": lambda g: acceptances.enter_lines(
        g.desk, g.begun.form, [Edit(g.begun.line, "reason", "运输破损1台")]
    ),
    "a form deleted": lambda g: acceptances.delete(g.desk, [g.begun.form]),
    "cards of a form": lambda g: carding.from_acceptance(g.desk, g.accepted.form),
    "cards of a batch": lambda g: carding.from_batch(g.desk, g.accepted.id),
    "a card": lambda g: assets.enter(
        g.desk,
        (),
        [{"school_id": g.school, "equipment_class": "图书", "item": "图书", "quantity": 500}],
    ),
    "a card's keeper": lambda g: assets.enter(g.desk, [Edit(g.free, "keeper", "孙老师")]),
    "a card deleted": lambda g: assets.delete(g.desk, [g.free]),
    "a stock-take": lambda g: added(
        stock.enter, g.desk, {"school_id": g.school, "day": date(2026, 3, 4)}
    ),
    "a scan": lambda g: scanning.scan(g.desk, g.taken, "A1"),
    "counted": lambda g: stock.enter_lines(g.desk, [Edit(g.counted, "counted", 1)]),
    "all there": lambda g: stock.all_there(g.desk, g.taken),
    "a stock-take deleted": lambda g: stock.delete(g.desk, [g.taken]),
    "undo": lambda g: undoing.undo_last(g.desk),
}


@pytest.mark.parametrize("name", OPERATIONS)
def test_a_failed_statement_leaves_all_as_it_was(
    given: Given, name: str, record_property: Callable[[str, object], None]
) -> None:
    record_property("statements", swept(given.desk, lambda: OPERATIONS[name](given)))
