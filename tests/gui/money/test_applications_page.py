"""合同与支付: applications with their reviews, confirmed receipts, money reserved for a contract."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from facilitydesk.gui.money.asking import Question
from facilitydesk.gui.money.payments_page import PaymentsPage
from facilitydesk.services.desk import Desk
from facilitydesk.services.journal import undoing
from facilitydesk.services.money import (
    applications,
    confirmations,
    contract_shares,
    contracts,
    payments,
)
from tests.entering import added
from tests.gui.desks import settle
from tests.gui.register.registers import Hand, page_on
from tests.services.money.ledgers import add_project, allot, arrive, paper, pay, yuan

A = "川财教〔2026〕1号"


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> Iterator[PaymentsPage]:
    """A project with 60,000 that has arrived, a contract, and a payment of 8,000."""
    project = add_project(desk, "教学楼")
    document = paper(desk, A)
    allot(desk, document, project, 60_000)
    arrive(desk, document, 60_000)
    added(
        contracts.enter, desk, {"project_id": project, "name": "施工合同", "amount": yuan(50_000)}
    )
    pay(desk, document, project, 8_000, payee="溪源建司")
    with page_on(qtbot, desk, PaymentsPage) as page:
        yield page


def asked(page: PaymentsPage) -> Hand:
    """One application of 20,000 typed by hand."""
    page.show_view("applications")
    settle()
    page.applications.add()
    settle()
    hand = Hand(page.applications.table)
    hand.type(-1, "project_id", "教学楼")
    hand.type(-1, "document_id", A)
    hand.type(-1, "amount", "20000")
    return hand


def question(page: PaymentsPage) -> Question:
    found = page.side.content
    assert isinstance(found, Question)
    return found


def test_an_application_is_typed_reviewed_and_paid(page: PaymentsPage) -> None:
    desk = page.context.desk
    hand = asked(page)
    (row,) = applications.rows(desk)
    assert (row.number, row.amount, row.state.value) == ("拨〔2026〕001", yuan(20_000), "申请")
    hand.at(0, "number")
    page.applications.pay.click()
    assert "已批准" in hand.note
    page.applications.approve.click()
    settle()
    question(page).set_text("finance", "李强")
    question(page).submit()
    settle()
    assert page.side.isHidden()
    assert hand.text(0, "state") == "批准"
    assert hand.text(0, "education_reviewer") == "王敏"
    page.applications.pay.click()
    settle()
    question(page).set_text("amount", "30000")
    question(page).submit()
    settle()
    assert "还可支付20,000.00元" in question(page).problem.text()
    question(page).set_text("amount", "12000")
    question(page).set_text("voucher", "0312")
    question(page).submit()
    settle()
    assert [hand.text(0, key) for key in ("paid", "unpaid")] == ["12,000.00", "8,000.00"]
    assert [row.voucher for row in payments.rows(desk)] == ["0301", "0312"]
    page.show_view("payments")
    settle()
    assert Hand(page.table).column("voucher") == ["0312", "0301"]


def test_an_application_is_returned_with_a_reason(page: PaymentsPage) -> None:
    hand = asked(page)
    hand.at(0, "number")
    page.applications.back.click()
    settle()
    question(page).submit()
    assert "请填写原因" in question(page).problem.text()
    question(page).set_text("reason", "附件不全")
    question(page).submit()
    settle()
    assert hand.text(0, "state") == "退回"
    assert "附件不全" in hand.text(0, "note")
    undoing.undo_last(page.context.desk)
    assert applications.rows(page.context.desk)[0].state.value == "申请"


def test_the_printed_form_is_asked_for_by_number(page: PaymentsPage) -> None:
    wanted: list[tuple[str, Any]] = []
    page.context.page_wanted.connect(lambda key, where: wanted.append((key, where)))
    hand = asked(page)
    hand.at(0, "number")
    page.applications.print.click()
    ((key, where),) = wanted
    assert (key, where["report"], where["values"]) == (
        "reports", "application", {"application": "拨〔2026〕001"},
    )  # fmt: skip


def test_several_payments_are_confirmed_in_one_step(page: PaymentsPage) -> None:
    desk = page.context.desk
    (first,) = payments.rows(desk)
    for amount in (3_000, 2_000):
        pay(desk, first.document_id, first.project_id, amount, payee="溪源建司")
    payments.void(desk, payments.rows(desk)[2].id, reason="重复")
    page.table.reload()
    settle()
    page.table.view.selectAll()
    page.payments.confirm.click()
    settle()
    assert "确认 2 笔支付全额收到，合计 11,000.00 元" in question(page).words.text()
    question(page).submit()
    settle()
    assert [row.state for row in confirmations.rows(desk)] == ["已确认", "已确认"]
    assert "已确认 2 笔收款" in page.table.panel.note.text.text()
    page.payments.confirm.click()
    settle()
    assert "请选择还没有确认收款的支付" in page.table.panel.note.text.text()
    undoing.undo_last(desk)
    assert [row.state for row in confirmations.rows(desk)] == ["未确认", "未确认"]
    page.show_view("confirmed")
    settle()
    page.confirmed.table.view.selectAll()
    page.confirmed.confirm.click()
    settle()
    question(page).submit()
    settle()
    assert [row.state for row in confirmations.rows(desk)] == ["已确认", "已确认"]
    assert undoing.undo_last(desk).seq
    assert [row.state for row in confirmations.rows(desk)] == ["未确认", "未确认"]


def test_a_receipt_is_confirmed_beside_its_payment(page: PaymentsPage) -> None:
    page.show_view("confirmed")
    settle()
    hand = Hand(page.confirmed.table)
    assert [hand.text(0, key) for key in ("paid", "state")] == ["8,000.00", "未确认"]
    hand.type(0, "amount", "7500")
    assert [hand.text(0, key) for key in ("day", "difference", "state")] == [
        "2026-03-11", "500.00", "不一致",
    ]  # fmt: skip
    assert "相差500.00元" in hand.note
    page.confirmed.shown.button("differs").click()
    settle()
    assert hand.model.rowCount() == 1
    page.confirmed.shown.button("all").click()
    settle()
    hand.at(0, "person")
    page.confirmed.withdraw.click()
    settle()
    assert hand.text(0, "state") == "未确认"
    hand.at(0, "person")
    page.confirmed.confirm.click()
    settle()
    question(page).set_text("person", "张校长")
    question(page).submit()
    settle()
    (row,) = confirmations.rows(page.context.desk)
    assert (row.amount, row.person, row.state) == (yuan(8_000), "张校长", "已确认")


def test_money_is_reserved_for_the_contract_of_the_cursor(page: PaymentsPage) -> None:
    page.show_view("contracts")
    settle()
    Hand(page.agreed.table).at(0, "name")
    settle()
    page.agreed.shares.add()
    settle()
    hand = Hand(page.agreed.shares)
    hand.type(-1, "document_id", A)
    hand.type(-1, "amount", "6.6")
    assert len(hand.bad) >= 1
    assert "尚可安排到合同60,000.00元" in hand.bad[0]
    hand.type(-1, "amount", "45000元")
    (row,) = contract_shares.rows(page.context.desk)
    assert (row.contract, row.amount) == ("施工合同", yuan(45_000))
