"""Cards made from an acceptance, found by serial, counted in a stock-take."""

from __future__ import annotations

from datetime import date

import pytest

from facilitydesk.domain.asset_numbers import DEFAULT_RULE
from facilitydesk.domain.problems import Refused
from facilitydesk.domain.quantities import Money
from facilitydesk.services import search, settings
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Edit
from facilitydesk.services.equipment import acceptances, assets, carding, stock
from facilitydesk.services.journal import undoing
from facilitydesk.store import tables
from tests.entering import added
from tests.services.equipment.county import (
    PEOPLE,
    batch,
    deliver,
    listed,
    programme,
    schools,
    share,
)

DAY = date(2026, 3, 1)


@pytest.fixture
def form(desk: Desk) -> int:
    """第1小学 accepted ten computers (逐件建卡) and 500 books; the form's id."""
    schools(desk, 1)
    batch_id = batch(desk, programme(desk), "信息化设备", supplier="临河科技公司")
    listed_pcs = listed(desk, batch_id, 10, 3333, kind="计算机、教学仪器设备", item="学生计算机")
    listed_books = listed(desk, batch_id, 500, 20, kind="图书", item="图书")
    share(desk, listed_pcs, [("第1小学", 10)])
    share(desk, listed_books, [("第1小学", 500)])
    deliver(desk, batch_id, DAY)
    head = {"day": DAY, "buyer": "周兵", "acceptors": PEOPLE, "keeper": "孙老师"}
    (done,) = acceptances.open_forms(desk, batch_id, head).added
    assert done is not None
    return done


def test_every_computer_gets_a_card_and_the_books_one_together(desk: Desk, form: int) -> None:
    carding.from_acceptance(desk, form)
    rows = assets.rows(desk)
    assert [row.quantity for row in rows] == [1] * 10 + [500]
    assert [row.number for row in rows[:2]] == ["2026-05-0001", "2026-05-0002"]
    assert rows[-1].number == "2026-02-0001"
    assert sum(row.money.raw for row in rows if row.money) == Money.of(33_330 + 10_000).raw
    assert {row.keeper for row in rows} == {"孙老师"}
    with pytest.raises(Refused, match="都已建卡"):
        carding.from_acceptance(desk, form)


def test_a_serial_brings_school_batch_and_source_in_one_card(desk: Desk, form: int) -> None:
    carding.from_acceptance(desk, form)
    first = assets.rows(desk)[0]
    assets.enter(desk, [Edit(first.id, "serial", "SN-8841-07"), Edit(first.id, "room", "微机室")])
    (card,) = (row for row in assets.rows(desk) if row.serial == "SN-8841-07")
    assert (card.school, card.batch, card.supplier, card.room, card.accepted_day) == (
        "第1小学", "信息化设备", "临河科技公司", "微机室", DAY,
    )  # fmt: skip
    (hit,) = search.find(desk, "8841-07")
    assert (hit.kind, hit.place, hit.page) == ("资产", "第1小学", "equipment")
    assert hit.where == {"asset": first.id}
    assert search.find(desk, "2026-05-0001")[0].kind == "资产"
    assert [hit.kind for hit in search.find(desk, "信息化")] == ["采购批次"]


def test_a_number_belongs_to_one_card(desk: Desk, form: int) -> None:
    carding.from_acceptance(desk, form)
    first, second = assets.rows(desk)[:2]
    done = assets.enter(desk, [Edit(second.id, "number", first.number)])
    assert "2026-05-0001" in done.rejected[0].problem.message


def test_the_offices_rule_numbers_all_cards_of_a_batch_at_once(desk: Desk, form: int) -> None:
    with desk.operation("school.code", "登记标识码") as unit:
        school_id = unit.row(tables.acceptance, form)["school_id"]
        unit.update(tables.school, school_id, {"code": "3136000012"})
    with pytest.raises(Refused, match="不能识别"):
        settings.change(desk, "equipment.asset_rule", "{班级}-{序号}")
    settings.change(desk, "equipment.asset_rule", "{学校代码}{类别码}{序号}")
    batch_id = acceptances.rows(desk)[0].batch_id
    assert len(carding.from_batch(desk, batch_id).added) == 11
    assert assets.rows(desk)[0].number == "3136000012050001"
    with pytest.raises(Refused, match="都已建卡"):
        carding.from_batch(desk, batch_id)
    undoing.undo_last(desk)
    assert assets.rows(desk) == ()
    undoing.undo_last(desk)
    assert settings.load(desk).values["equipment.asset_rule"] == DEFAULT_RULE


def test_counting_nine_of_ten_shows_one_missing(desk: Desk, form: int) -> None:
    carding.from_acceptance(desk, form)
    school = assets.rows(desk)[0].school_id
    taken = added(stock.enter, desk, {"school_id": school, "day": DAY, "people": "李梅"}).row_id
    lines = stock.lines(desk, taken)
    assert len(lines) == 11
    done = stock.enter_lines(desk, [Edit(lines[1].id, "counted", 0)])
    assert "缺1" in done.changes.problems[0].message
    stock.all_there(desk, taken)
    (row,) = stock.rows(desk)
    assert (row.expected, row.counted, row.missing, row.uncounted) == (510, 509, 1, 0)


def test_a_school_without_cards_has_nothing_to_count(desk: Desk) -> None:
    (school,) = schools(desk, 1)
    with pytest.raises(Refused, match="没有在账资产"):
        added(stock.enter, desk, {"school_id": school, "day": DAY})


def test_an_accepted_quantity_does_not_fall_below_its_cards(desk: Desk, form: int) -> None:
    carding.from_acceptance(desk, form)
    line = acceptances.lines(desk, form)[0]
    with pytest.raises(Refused, match="10件资产已建卡"):
        acceptances.enter_lines(desk, form, [Edit(line.id, "quantity", 9)])
    with pytest.raises(Refused, match="已建卡"):
        acceptances.delete(desk, [form])
