"""资金 on the dashboard: both rates with their ends, the findings by rule."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from facilitydesk.domain.rates import RateKind
from facilitydesk.gui.dashboard.page import DashboardPage
from facilitydesk.services.desk import Desk
from tests.gui.desks import settle
from tests.gui.register.registers import page_on
from tests.services.money.ledgers import add_project, allot, arrive, paper, pay


def test_money_is_hidden_while_there_is_none(qtbot: QtBot, desk: Desk) -> None:
    add_project(desk, "教学楼")
    with page_on(qtbot, desk, DashboardPage) as page:
        assert page.money.isHidden()


def test_both_rates_name_their_ends_and_open_the_ledger(qtbot: QtBot, desk: Desk) -> None:
    project = add_project(desk, "教学楼")
    document = paper(desk)
    allot(desk, document, project, 90_000)
    arrive(desk, document, 50_000)
    pay(desk, document, project, 20_000)
    with page_on(qtbot, desk, DashboardPage) as page:
        wanted: list[tuple[str, object]] = []
        page.context.page_wanted.connect(lambda key, where: wanted.append((key, where)))
        receipt, payment = (page.money.tiles[kind] for kind in (RateKind.RECEIPT, RateKind.PAYMENT))
        assert (receipt.figure.text(), payment.figure.text()) == ("50.00%", "20.00%")
        assert "5 / 10 万元" in receipt.figure.toolTip()
        assert "到位÷下达" in receipt.figure.toolTip()
        receipt.figure.click()
        settle()
        assert wanted == [("funds", {"view": "ledger"})]


def test_findings_stand_by_rule_and_open_their_rows(qtbot: QtBot, desk: Desk) -> None:
    project = add_project(desk, "教学楼")
    for number in ("甲〔2026〕1号", "甲〔2026〕2号"):
        document = paper(desk, number, over_rule="warn")
        allot(desk, document, project, 130_000)
    with page_on(qtbot, desk, DashboardPage) as page:
        wanted: list[tuple[str, object]] = []
        page.context.page_wanted.connect(lambda key, where: wanted.append((key, where)))
        first = page.money.lines[0]
        assert first.text().startswith("分配不超过下达（2项）：")
        first.click()
        assert wanted[0][0] == "funds"
