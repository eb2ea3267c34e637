"""One batch over many schools: sums, part deliveries, acceptance with a difference, states."""

from __future__ import annotations

from datetime import date

import pytest

from facilitydesk.domain.problems import Refused
from facilitydesk.domain.quantities import Money
from facilitydesk.domain.words.equipment_terms import BatchState
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Edit
from facilitydesk.services.equipment import acceptances, batch_items, batches, deliveries, sharing
from facilitydesk.services.journal import undoing
from tests.services.equipment.county import (
    DAY,
    PEOPLE,
    accept,
    batch,
    deliver,
    listed,
    programme,
    schools,
    share,
)


@pytest.fixture
def lamps(desk: Desk) -> tuple[int, int]:
    """A batch of 300 lamps of 100元, not shared among schools yet: (batch, its item)."""
    schools(desk)
    batch_id = batch(desk, programme(desk))
    return batch_id, listed(desk, batch_id, 300)


def share_out(desk: Desk, item_id: int, each: int = 10) -> None:
    share(desk, item_id, [(f"第{n}小学", each) for n in range(1, 31)])


def state(desk: Desk, as_of: date | None = None) -> BatchState:
    (row,) = batches.rows(desk, as_of=as_of)
    return row.state


def test_thirty_schools_that_do_not_add_up_are_refused_whole(
    desk: Desk, lamps: tuple[int, int]
) -> None:
    pairs = [(f"第{n}小学", 10) for n in range(1, 30)] + [("第30小学", 8)]
    with pytest.raises(Refused) as refusal:
        share(desk, lamps[1], pairs)
    assert str(refusal.value) == "分校数量合计298盏，批次清单为300盏，少2盏；两者应相等，未保存。"
    assert sharing.rows(desk, lamps[1]) == ()


def test_thirty_schools_that_add_up_are_stored_at_once(desk: Desk, lamps: tuple[int, int]) -> None:
    share_out(desk, lamps[1])
    rows = sharing.rows(desk, lamps[1])
    assert len(rows) == 30
    assert sum(row.quantity for row in rows) == 300
    assert sum(row.money.raw for row in rows) == Money.of(30_000).raw
    undoing.undo_last(desk)
    assert sharing.rows(desk, lamps[1]) == ()


def test_an_odd_sum_of_money_is_shared_to_the_last_fen(desk: Desk) -> None:
    schools(desk, 3)
    batch_id = batch(desk, programme(desk))
    item_id = listed(desk, batch_id, 3)
    batch_items.enter(desk, batch_id, [Edit(item_id, "money", Money.of("100.00"))])
    share(desk, item_id, [("第1小学", 1), ("第2小学", 1), ("第3小学", 1)])
    assert [row.money.raw for row in sharing.rows(desk, item_id)] == [3334, 3333, 3333]


def test_unknown_schools_and_schools_twice_are_named(desk: Desk, lamps: tuple[int, int]) -> None:
    with pytest.raises(Refused, match="没有找到学校“没有的学校”"):
        share(desk, lamps[1], [("第1小学", 10), ("没有的学校", 290)])
    with pytest.raises(Refused, match="“第1小学”在表中出现2次"):
        share(desk, lamps[1], [("第1小学", 10), ("第1小学", 290)])


def test_a_single_typed_row_may_leave_something_open_but_never_more(
    desk: Desk, lamps: tuple[int, int]
) -> None:
    done = sharing.enter(desk, lamps[1], (), [{"school_id": "第1小学", "quantity": 120}])
    assert done.added[0] is not None
    (told,) = done.changes.problems
    assert "尚有180盏未分配" in told.message
    more = sharing.enter(desk, lamps[1], (), [{"school_id": "第2小学", "quantity": 200}])
    assert more.added == (None,)
    assert "多20盏" in more.rejected[0].problem.message


def test_two_part_deliveries_make_a_batch_complete(desk: Desk, lamps: tuple[int, int]) -> None:
    batch_id, item_id = lamps
    share_out(desk, item_id)
    assert state(desk) is BatchState.PLANNED
    batches.enter(desk, [Edit(batch_id, "notice_day", date(2026, 1, 15))])
    assert state(desk) is BatchState.TENDER
    batches.enter(desk, [Edit(batch_id, "signed_day", date(2026, 2, 2))])
    assert state(desk) is BatchState.CONTRACTED
    ids = [row.id for row in sharing.rows(desk, item_id)]
    deliver(desk, batch_id, date(2026, 2, 20), dict.fromkeys(ids, 6))
    assert state(desk) is BatchState.PART_DELIVERED
    deliver(desk, batch_id, date(2026, 3, 2))
    assert [row.quantity for row in deliveries.rows(desk)] == [180, 120]
    assert state(desk) is BatchState.DELIVERED
    assert state(desk, date(2026, 3, 1)) is BatchState.PART_DELIVERED, "as it stood on a day"
    with pytest.raises(Refused, match="没有未到货"):
        deliver(desk, batch_id, date(2026, 3, 3))


def test_more_than_the_contract_cannot_come(desk: Desk, lamps: tuple[int, int]) -> None:
    batch_id, item_id = lamps
    share_out(desk, item_id)
    first = sharing.rows(desk, item_id)[0].id
    with pytest.raises(Refused, match="累计到货11，超过合同数10"):
        deliver(desk, batch_id, DAY, {first: 11})
    assert [row.quantity for row in deliveries.rows(desk)] == [0]


def test_four_lamps_are_missing(desk: Desk, lamps: tuple[int, int]) -> None:
    batch_id, item_id = lamps
    share_out(desk, item_id)
    deliver(desk, batch_id, date(2026, 2, 20))
    line = sharing.rows(desk, item_id)[0]
    head = {"day": date(2026, 3, 5), "buyer": "周兵", "acceptors": PEOPLE}
    form = accept(desk, batch_id, line.school_id, head, {})
    told = acceptances.enter_lines(desk, form, [Edit(line.id, "quantity", 6)])
    assert "少4，请填写差异原因" in told.changes.problems[0].message
    (row,) = acceptances.lines(desk, form)
    assert (row.contract, row.delivered, row.quantity, row.difference) == (10, 10, 6, -4)
    done = acceptances.enter_lines(desk, form, [Edit(line.id, "reason", "运输破损4盏")])
    assert done.changes.problems == ()
    assert acceptances.lines(desk, form)[0].reason == "运输破损4盏"
    assert state(desk) is BatchState.PART_ACCEPTED


def test_more_than_came_or_before_it_came_cannot_be_accepted(
    desk: Desk, lamps: tuple[int, int]
) -> None:
    batch_id, item_id = lamps
    share_out(desk, item_id)
    line = sharing.rows(desk, item_id)[0]
    deliver(desk, batch_id, date(2026, 2, 20), {line.id: 7})
    head = {"day": date(2026, 3, 5), "buyer": "周兵", "acceptors": PEOPLE}
    with pytest.raises(Refused, match="累计验收8，超过到货数7"):
        accept(desk, batch_id, line.school_id, head, {line.id: (8, "")})
    early = {**head, "day": date(2026, 2, 10)}
    with pytest.raises(Refused, match="验收不能早于到货"):
        accept(desk, batch_id, line.school_id, early, {line.id: (7, "")})
    accept(desk, batch_id, line.school_id, head, {line.id: (7, "")})
    first = deliveries.rows(desk)[0].id
    with pytest.raises(Refused, match="累计验收7，超过到货数0"):
        deliveries.delete(desk, [first])
    with pytest.raises(Refused, match="验收不能早于到货"):
        deliveries.enter(desk, [Edit(first, "day", date(2026, 3, 10))])


@pytest.mark.parametrize(
    ("buyer", "acceptors", "sentence"),
    [
        ("周兵", "李梅、王强", "验收人应不少于3人，填写了2人。"),
        ("李梅", PEOPLE, "采购人“李梅”不能同时是验收人。"),
        ("周兵", "李梅 李梅，李梅", "验收人应不少于3人，填写了1人。"),
    ],
)
def test_three_accept_and_none_of_them_bought(
    desk: Desk, lamps: tuple[int, int], buyer: str, acceptors: str, sentence: str
) -> None:
    batch_id, item_id = lamps
    share_out(desk, item_id)
    school = sharing.rows(desk, item_id)[0].school_id
    values = {
        "batch_id": batch_id, "school_id": school, "day": DAY, "buyer": buyer,
        "acceptors": acceptors,
    }  # fmt: skip
    done = acceptances.enter(desk, (), [values])
    assert done.added == (None,)
    assert done.rejected[0].problem.message == sentence


def test_every_school_gets_its_form_in_one_step(desk: Desk, lamps: tuple[int, int]) -> None:
    batch_id, item_id = lamps
    share_out(desk, item_id)
    deliver(desk, batch_id, date(2026, 2, 20))
    head = {"day": date(2026, 3, 5), "buyer": "周兵", "acceptors": PEOPLE}
    done = acceptances.open_forms(desk, batch_id, head)
    assert len(done.added) == 30
    assert [row.quantity for row in acceptances.rows(desk)] == [10] * 30
    assert state(desk) is BatchState.ACCEPTED
    undoing.undo_last(desk)
    assert acceptances.rows(desk) == ()


def test_what_one_form_left_out_waits_for_a_later_delivery(
    desk: Desk, lamps: tuple[int, int]
) -> None:
    batch_id, item_id = lamps
    share_out(desk, item_id)
    lines = sharing.rows(desk, item_id)
    deliver(desk, batch_id, date(2026, 2, 20), {line.id: 6 for line in lines})
    head = {"day": date(2026, 2, 25), "buyer": "周兵", "acceptors": PEOPLE}
    short = {lines[0].id: (2, "运输破损")}
    accept(desk, batch_id, lines[0].school_id, head, short)
    assert len(acceptances.open_forms(desk, batch_id, head).added) == 29
    with pytest.raises(Refused, match="没有已到货而未验收"):
        acceptances.open_forms(desk, batch_id, head)
    deliver(desk, batch_id, date(2026, 3, 2))
    later = {**head, "day": date(2026, 3, 5)}
    assert len(acceptances.open_forms(desk, batch_id, later).added) == 30
    assert state(desk) is BatchState.ACCEPTED


def test_a_batch_something_came_of_is_not_deleted(desk: Desk, lamps: tuple[int, int]) -> None:
    batch_id, item_id = lamps
    share_out(desk, item_id)
    deliver(desk, batch_id, DAY)
    with pytest.raises(Refused, match="1次到货"):
        batches.delete(desk, [batch_id])


def test_a_quantity_below_what_schools_have_is_refused(desk: Desk, lamps: tuple[int, int]) -> None:
    batch_id, item_id = lamps
    share_out(desk, item_id)
    done = batch_items.enter(desk, batch_id, [Edit(item_id, "quantity", 290)])
    assert "多10盏" in done.rejected[0].problem.message
    done = batch_items.enter(desk, batch_id, [Edit(item_id, "quantity", 310)])
    assert not done.rejected
    (row,) = batches.rows(desk)
    assert row.open_quantity == 10
