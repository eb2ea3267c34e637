"""合同与支付: quick entry, refusals in place, void and return, contracts with their three amounts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from facilitydesk.domain.quantities import Percent
from facilitydesk.gui.money.pairing_side import Entry
from facilitydesk.gui.money.payments_page import PaymentsPage
from facilitydesk.gui.money.reversing import Reversing
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Edit
from facilitydesk.services.journal import undoing
from facilitydesk.services.money import contracts, payments
from tests.entering import added
from tests.gui.desks import context_on, settle, shown
from tests.gui.register.registers import Hand, page_on
from tests.services.money.ledgers import add_project, allot, arrive, paper, pay, yuan

NUMBER = "川财教〔2026〕1号"


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> Iterator[PaymentsPage]:
    """A document of 100,000元 that has arrived, all for one project, and a contract of 80,000."""
    project = add_project(desk, "教学楼")
    document = paper(desk, NUMBER)
    allot(desk, document, project, 100_000)
    arrive(desk, document, 100_000)
    added(
        contracts.enter,
        desk,
        {
            "project_id": project,
            "name": "教学楼施工合同",
            "party": "临峰建筑工程有限公司",
            "amount": yuan(80_000),
            "retention_share": Percent.of(3),
        },
    )
    with page_on(qtbot, desk, PaymentsPage) as opened:
        yield opened


def keys(page: PaymentsPage, *texts: str | Qt.Key) -> None:
    """Type texts and press keys where the cursor is."""
    for text in texts:
        focus = QApplication.focusWidget()
        assert focus is not None
        if isinstance(text, str):
            QTest.keyClicks(focus, text)
        else:
            QTest.keyClick(focus, text)
        settle()
    assert page.payments.entry.isVisible()


def begin(page: PaymentsPage) -> None:
    page.activateWindow()
    entry = page.payments.entry
    entry.set_text("document_id", page.documents.labels()[0])
    entry.begin("contract_id")
    settle()


ENTER = Qt.Key.Key_Return


def test_enter_goes_on_and_the_last_one_stores(page: PaymentsPage) -> None:
    begin(page)
    entry = page.payments.entry
    keys(page, "jxl", ENTER)  # pinyin initials; the list below completes it
    assert entry.text("contract_id") == "城关镇中心小学 · 教学楼施工合同"
    assert entry.text("project_id") == "城关镇中心小学 · 教学楼"
    assert entry.text("payee") == "临峰建筑工程有限公司"
    keys(page, ENTER, ENTER, "18000", ENTER, "0311", ENTER, ENTER, "jan", ENTER)
    (row,) = payments.rows(page.context.desk)
    assert (row.amount, row.voucher, row.summary) == (yuan(18_000), "0311", "jan")
    assert (row.day, row.payee) == (date(2026, 3, 11), "临峰建筑工程有限公司")
    assert row.contract == "教学楼施工合同"
    assert entry.problem.text() == "已登记 18,000.00 元　临峰建筑工程有限公司"


def test_the_next_payment_keeps_date_source_and_contract(page: PaymentsPage) -> None:
    begin(page)
    keys(page, "jxl", ENTER, ENTER, ENTER, "100", ENTER, ENTER, ENTER, ENTER)
    entry = page.payments.entry
    assert QApplication.focusWidget() is entry.fields["amount"]
    assert [entry.text(key) for key in ("day", "contract_id", "kind", "amount")] == [
        "2026-03-11", "城关镇中心小学 · 教学楼施工合同", "进度", "",
    ]  # fmt: skip
    keys(page, "200", ENTER, ENTER, ENTER, ENTER)
    amounts = [row.amount for row in payments.rows(page.context.desk)]
    assert amounts == [yuan(100), yuan(200)]
    assert Hand(page.table).column("amount") == ["200.00", "100.00"], "the last one stands on top"


def test_what_is_refused_stays_with_its_reason_below(page: PaymentsPage) -> None:
    begin(page)
    keys(page, "jxl", ENTER, ENTER, ENTER, "120000", ENTER, ENTER, ENTER, ENTER)
    entry = page.payments.entry
    assert payments.rows(page.context.desk) == ()
    assert "超出20,000.00元" in entry.problem.text()
    assert entry.text("amount") == "120,000.00"
    assert QApplication.focusWidget() is entry.fields["amount"]


def test_a_missing_field_is_named(page: PaymentsPage) -> None:
    page.activateWindow()
    page.payments.entry.begin("amount")
    settle()
    page.payments.entry.set_text("amount", "12")
    page.payments.entry.submit()
    assert page.payments.entry.problem.text() == "请填写资金来源。"
    assert payments.rows(page.context.desk) == ()


def test_an_unknown_source_is_told_at_once(page: PaymentsPage) -> None:
    entry = page.payments.entry
    entry.set_text("document_id", "没有这份文件")
    entry.submit()
    assert entry.problem.text() == "没有名为“没有这份文件”的资金文件，请核对名称或先登记。"


def booked(page: PaymentsPage, amount: int) -> int:
    desk = page.context.desk
    (contract,) = contracts.rows(desk)
    document = page.documents.id_of(NUMBER)
    assert document is not None
    made = pay(desk, document, contract.project_id, amount, contract_id=contract.id)
    page.refresh()
    settle()
    return made


def test_a_wrong_payment_is_voided_with_a_reason(page: PaymentsPage) -> None:
    booked(page, 18_000)
    Hand(page.table).at(0, "day")
    page.payments.void.click()
    form = page.side.content
    assert isinstance(form, Reversing)
    form.store.click()
    settle()
    assert form.problem.text() == "请填写原因。"
    form.reason.setText("重复登记")
    form.store.click()
    settle()
    rows = payments.rows(page.context.desk)
    assert [row.amount for row in rows] == [yuan(18_000), yuan(-18_000)]
    assert sorted(Hand(page.table).column("state")) == ["作废", "已全额冲销"]
    assert page.side.isHidden()
    undoing.undo_last(page.context.desk)
    assert len(payments.rows(page.context.desk)) == 1


def test_a_part_may_come_back(page: PaymentsPage) -> None:
    booked(page, 18_000)
    Hand(page.table).at(0, "day")
    page.payments.back.click()
    form = page.side.content
    assert isinstance(form, Reversing)
    form.amount.setText("20000")
    form.store.click()
    settle()
    assert "超出2,000.00元" in form.problem.text()
    form.amount.setText("5000")
    form.store.click()
    settle()
    rows = payments.rows(page.context.desk)
    assert [row.amount for row in rows] == [yuan(18_000), yuan(-5000)]


def test_a_contract_shows_measured_and_paid_beside_its_revised_sum(page: PaymentsPage) -> None:
    booked(page, 30_000)
    page.show_view("contracts")
    page.head.unit.click()  # 元
    settle()
    agreed = page.agreed
    agreed.changes.add()
    changed = Hand(agreed.changes)
    changed.type(-1, "amount", "4000")
    agreed.measured.add()
    Hand(agreed.measured).type(-1, "amount", "40000")
    hand = Hand(agreed.table)
    assert [hand.text(0, key) for key in ("amount", "changed", "revised", "measured", "paid")] == [
        "80,000.00", "4,000.00", "84,000.00", "40,000.00", "30,000.00",
    ]  # fmt: skip
    (row,) = contracts.rows(page.context.desk)
    assert (row.revised, row.measured, row.paid) == (yuan(84_000), yuan(40_000), yuan(30_000))
    assert "质保金 2,520.00" in agreed.beside.sums.text()
    assert agreed.beside.lines["paid"][1].text() == "30,000.00　35.7%"


def test_measurements_never_fall(page: PaymentsPage) -> None:
    page.show_view("contracts")
    settle()
    measured = page.agreed.measured
    measured.add()
    hand = Hand(measured)
    hand.type(-1, "amount", "4")
    measured.add()
    hand.type(-1, "day", "2026-03-12")
    hand.type(-1, "amount", "3")
    assert len(hand.bad) == 1
    assert "累计数只增不减" in hand.bad[0]


def test_findings_name_their_rule_and_open_the_contract(page: PaymentsPage) -> None:
    desk = page.context.desk
    (contract,) = contracts.rows(desk)
    contracts.enter(desk, [Edit(contract.id, "retention_share", Percent.of(5))])
    booked(page, 10_000)
    contracts.enter(desk, [Edit(contract.id, "signed_day", date(2026, 1, 5))])
    page.refresh()
    settle()
    lines = [line for line in page.findings.lines if line.rule == "质保金不超过3%"]
    assert [line.text for line in lines] == ["合同“教学楼施工合同”质保金比例5.00%，高于3.00%。"]
    assert lines[0].target == ("payments", {"contracts": (contract.id,)})


def test_only_a_part_is_shown_when_another_page_asks(page: PaymentsPage) -> None:
    first = booked(page, 100)
    booked(page, 200)
    page.show_where({"ids": (first,), "title": "待更正的支付"})
    settle()
    assert Hand(page.table).column("amount") == ["100.00"]
    assert page.table.bar.part.text() == "只显示：待更正的支付　×"
    page.table.bar.part.click()
    settle()
    assert Hand(page.table).column("amount") == ["200.00", "100.00"]


def test_a_line_of_the_treasury_brings_its_document(qtbot: QtBot, desk: Desk) -> None:
    project = add_project(desk, "教学楼")
    document = paper(desk, "川财教〔2026〕1号")
    allot(desk, document, project, 60_000)
    known = Entry(1, date(2026, 3, 2), yuan(700), "甲公司", "88", "监理费", "川财教[2026]1 号")
    unknown = Entry(2, date(2026, 3, 3), yuan(900), "乙公司", "89", "测绘", "川财教〔2026〕11号")
    with context_on(desk) as (context, _told):
        page = PaymentsPage(context)
        qtbot.addWidget(page)
        page.show_where({"new": known})  # before the names are there
        shown(page, 1198, 700)
        entry = page.payments.entry
        label = page.documents.label(document)
        assert entry.text("document_id") == label
        assert [entry.text(key) for key in ("day", "amount", "voucher", "payee")] == [
            "2026-03-02", "700.00", "88", "甲公司",
        ]  # fmt: skip
        page.show_where({"new": unknown})
        settle()
        assert entry.text("document_id") == ""
        assert entry.text("payee") == "乙公司"
        page.show_where({"new": known})
        settle()
        assert entry.text("document_id") == label
