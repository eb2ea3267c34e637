"""设备: the plan and thirty schools by paste, sums in place, part deliveries, missing lamps, cards."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from facilitydesk.domain.quantities import Money
from facilitydesk.gui.equipment.page import EquipmentPage
from facilitydesk.services.desk import Desk
from facilitydesk.services.equipment import (
    acceptances,
    assets,
    batch_items,
    batches,
    deliveries,
    plans,
    sharing,
)
from facilitydesk.services.journal import undoing
from tests.gui.desks import settle
from tests.gui.register.registers import Hand, page_on
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
def page(qtbot: QtBot, desk: Desk) -> Iterator[EquipmentPage]:
    """Thirty schools, one programme, no equipment yet."""
    schools(desk)
    programme(desk)
    with page_on(qtbot, desk, EquipmentPage) as shown:
        yield shown


def press(page: EquipmentPage, text: str) -> None:
    """Press the visible button with this text."""
    (button,) = [
        b for b in page.findChildren(QPushButton) if b.text() == text and b.isVisibleTo(page)
    ]
    button.click()
    settle()


def paste(hand: Hand, text: str) -> None:
    """Paste thirty rows where one is, and let the others be added."""
    hand.paste(0, "school_id", text)
    hand.answers["添加29行"].click()
    settle()


def show(page: EquipmentPage, view: str) -> Any:
    page.show_view(view)
    settle()
    return page.views[view]


def lamps(page: EquipmentPage, quantity: int = 300) -> tuple[int, int]:
    """A batch of lamps with its list, shown."""
    desk = page.context.desk
    with desk.read() as connection:
        from facilitydesk.store import tables

        programme_id = connection.execute(tables.programme.select()).first()
    assert programme_id is not None
    batch_id = batch(desk, programme_id.id)
    item_id = listed(desk, batch_id, quantity)
    page.mark_stale()
    show(page, "batches")
    return batch_id, item_id


def test_an_empty_page_says_what_it_is_for(page: EquipmentPage) -> None:
    for view in page.views:
        shown = show(page, view)
        assert shown.table.empty.isVisibleTo(page), view
    show(page, "plans")
    press(page, "新增采购计划")
    assert len(page.plans.table.drafts) == 1


def test_a_plan_for_thirty_schools_by_paste(page: EquipmentPage) -> None:
    show(page, "plans")
    press(page, "新增采购计划")
    hand = Hand(page.plans.table)
    text = "\n".join(f"第{n}小学\t生活设施\t教室照明灯\t\t\t10\t100" for n in range(1, 31))
    paste(hand, text)
    rows = plans.rows(page.context.desk)
    assert hand.bad == []
    assert len(rows) == 30
    assert {row.unit for row in rows} == {"盏"}
    assert sum(row.money.raw for row in rows if row.money) == Money.of(30_000).raw
    assert hand.column("money")[0] == "0.10", "数量 × 单价 in 万元"
    assert hand.column("unit_price")[0] == "100.00", "a price is told in 元, whatever the switch"
    undoing.undo_last(page.context.desk)
    assert plans.rows(page.context.desk) == ()


def test_thirty_schools_that_do_not_add_up_stay_out_with_the_difference(
    page: EquipmentPage,
) -> None:
    _, item_id = lamps(page)
    hand = Hand(page.bought.shares)
    page.bought.shares.add()
    settle()
    text = "\n".join(f"第{n}小学\t{10 if n > 1 else 6}" for n in range(1, 31))
    paste(hand, text)
    assert sharing.rows(page.context.desk, item_id) == ()
    assert "少4盏" in hand.bad[0]
    assert len(hand.bad) == 30
    hand.type(0, "quantity", "9")
    assert "少1盏" in hand.bad[0]
    hand.type(0, "quantity", "10")
    assert hand.bad == [], "with the last one right all of them are stored"
    assert len(sharing.rows(page.context.desk, item_id)) == 30


def test_thirty_schools_that_add_up_are_stored_by_one_paste(page: EquipmentPage) -> None:
    batch_id, item_id = lamps(page)
    hand = Hand(page.bought.shares)
    page.bought.shares.add()
    settle()
    paste(hand, "\n".join(f"第{n}小学\t10" for n in range(1, 31)))
    assert hand.bad == []
    assert len(sharing.rows(page.context.desk, item_id)) == 30
    assert Hand(page.bought.table).text(0, "schools") == "30"
    assert Hand(page.bought.table).text(0, "open_quantity") == "0"
    assert page.card.row is not None
    assert page.card.row.id == batch_id
    assert not page.card.problems.isVisibleTo(page)


def share_out(page: EquipmentPage, item_id: int) -> None:
    share(page.context.desk, item_id, [(f"第{n}小学", 10) for n in range(1, 31)])


def test_two_part_deliveries_complete_the_batch(page: EquipmentPage) -> None:
    _, item_id = lamps(page)
    share_out(page, item_id)
    show(page, "deliveries")
    page.mark_stale()
    press(page, "登记到货")
    hand = Hand(page.deliveries.table)
    hand.type(0, "batch_id", "照明灯采购")
    lines = Hand(page.deliveries.lines)
    assert len(lines.column("school")) == 30
    lines.paste(0, "quantity", "\n".join(["6"] * 30))
    assert lines.column("left") == ["4"] * 30
    lines.type(0, "quantity", "11")
    assert "累计到货11，超过合同数10" in lines.bad[0]
    page.deliveries.table.add()
    settle()
    hand.type(-1, "batch_id", "照明灯采购")
    press(page, "其余全部到货")
    assert lines.column("left") == ["0"] * 30
    assert [row.quantity for row in deliveries.rows(page.context.desk)] == [180, 120]
    show(page, "batches")
    assert Hand(page.bought.table).text(0, "state") == "已到货"
    assert page.card.chain[list(page.card.chain)[3]].text() == "✓　已到货"


def accepted(page: EquipmentPage) -> None:
    """Everything came; the view of acceptances is shown."""
    batch_id, item_id = lamps(page)
    share_out(page, item_id)
    deliver(page.context.desk, batch_id, DAY)
    page.mark_stale()
    show(page, "acceptances")


def test_four_missing_lamps_stand_in_red_with_their_reason(page: EquipmentPage) -> None:
    accepted(page)
    press(page, "新增验收单")
    head = Hand(page.acceptances.table)
    head.type(0, "batch_id", "照明灯采购")
    head.type(0, "school_id", "第1小学")
    head.type(0, "buyer", "周兵")
    head.type(0, "acceptors", "李梅、王强")
    assert "不少于3人" in head.bad[0]
    head.type(0, "acceptors", PEOPLE)
    assert head.bad == []
    lines = Hand(page.acceptances.lines)
    lines.type(0, "quantity", "6")
    assert lines.text(0, "difference") == "-4"
    assert "少4，请填写差异原因" in lines.note
    lines.type(0, "reason", "运输破损4盏")
    (row,) = acceptances.rows(page.context.desk)
    (line,) = acceptances.lines(page.context.desk, row.id)
    assert (line.quantity, line.reason) == (6, "运输破损4盏")


def test_forms_for_the_other_schools_and_cards_from_a_form(page: EquipmentPage) -> None:
    accepted(page)
    desk = page.context.desk
    first = batches.rows(desk)[0]
    line = sharing.rows(desk, batch_items.rows(desk, first.id)[0].id)[0]
    head = {"day": DAY, "buyer": "周兵", "acceptors": PEOPLE}
    accept(desk, first.id, line.school_id, head)
    page.mark_stale()
    settle()
    press(page, "为其余学校建单")
    assert len(acceptances.rows(desk)) == 30
    assert "已建29张验收单" in Hand(page.acceptances.table).note
    press(page, "生成资产卡片")
    assert len(assets.rows(desk)) == 10
    press(page, "生成资产卡片")
    assert "都已建卡" in Hand(page.acceptances.lines).note
    show(page, "assets")
    assert Hand(page.assets.table).text(0, "number") == "2026-01-0001"


def test_counting_nine_of_ten(page: EquipmentPage) -> None:
    test_forms_for_the_other_schools_and_cards_from_a_form(page)
    school = assets.rows(page.context.desk)[0].school
    show(page, "stock")
    press(page, "开始盘点")
    hand = Hand(page.stock.table)
    hand.type(0, "school_id", school)
    lines = Hand(page.stock.lines)
    lines.type(0, "counted", "0")
    press(page, "其余账实相符")
    assert [hand.text(0, key) for key in ("expected", "counted", "missing")] == ["10", "9", "1"]


def test_progress_by_class_and_by_school(page: EquipmentPage) -> None:
    accepted(page)
    show(page, "progress")
    hand = Hand(page.progress.table)
    assert hand.column("name") == ["生活设施"]
    assert hand.text(0, "delivered_pieces") == "300"
    assert hand.text(0, "delivered_money") == "3.00"
    assert hand.text(0, "rate") == "", "nothing was planned"
    assert "以已验收计" in page.progress.total.text()
    page.progress.show_by("school")
    settle()
    assert len(hand.column("name")) == 30
    page.progress.show_by("batch")
    settle()
    hand.at(0, "name")
    page.progress.table.view.doubleClicked.emit(hand.at(0, "name"))
    settle()
    assert page.stack.currentWidget() is page.bought


def test_a_card_found_by_the_search_gets_the_cursor(page: EquipmentPage) -> None:
    test_forms_for_the_other_schools_and_cards_from_a_form(page)
    third = assets.rows(page.context.desk)[2]
    show(page, "plans")
    page.show_where({"asset": third.id})
    settle()
    assert page.assets.table.current.id == third.id


def test_a_read_only_page_offers_no_deeds(qtbot: QtBot, desk: Desk) -> None:
    schools(desk)
    desk.readonly = True
    with page_on(qtbot, desk, EquipmentPage) as page:
        show(page, "plans")
        page.plans.table.add()
        assert page.plans.table.drafts == {}
