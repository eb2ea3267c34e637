"""figures and dashboard: planned, received and paid money of any scope and grouping."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from facilitydesk.domain.quantities import Money
from facilitydesk.domain.rates import RateKind
from facilitydesk.services import figures
from facilitydesk.services.dashboard import dashboard
from facilitydesk.services.desk import Desk
from facilitydesk.services.figures import By, Scope, programme_named
from facilitydesk.services.figures_json import to_json
from tests.services.money.ledgers import add_project, allot, arrive, paper, pay, yuan

DAY = date(2026, 3, 11)


@pytest.fixture
def county(desk: Desk) -> dict[str, int]:
    """Two programmes, two schools, two levels."""
    ids = {
        "teaching": add_project(desk, "教学楼"),
        "village": add_project(desk, "村小教学楼", "新田小学", township="马鞍镇"),
        "nursery": add_project(desk, "幼儿园", "城关镇幼儿园", programme="学前教育"),
        "central": paper(desk),
        "county": paper(desk, "临财教〔2026〕3号", level="县级", fund_name="县级配套资金"),
    }
    allot(desk, ids["central"], ids["teaching"], 60_000)
    allot(desk, ids["central"], ids["village"], 30_000)
    allot(desk, ids["county"], ids["nursery"], 50_000)
    allot(desk, ids["county"], ids["teaching"], 20_000)
    arrive(desk, ids["central"], 80_000)
    arrive(desk, ids["county"], 50_000, project_id=ids["nursery"], day=date(2026, 3, 2))
    pay(desk, ids["central"], ids["teaching"], 40_000, day=date(2026, 2, 28))
    pay(desk, ids["county"], ids["nursery"], 25_000, day=date(2026, 3, 9))
    return ids


def rows(desk: Desk, by: By = By.TOTAL, **scope: Any) -> dict[str, tuple[str, str, str]]:
    answer = to_json(figures.ask(desk, Scope(DAY, **scope), by=by))
    keys = ("planned_funds_yuan", "received_yuan", "paid_yuan")
    return {row["group"]: tuple(row[key] for key in keys) for row in answer["rows"]}


def test_the_total_is_what_the_documents_brought(desk: Desk, county: dict[str, int]) -> None:
    assert rows(desk) == {"合计": ("200000.00", "130000.00", "65000.00")}
    (row,) = to_json(figures.ask(desk, Scope(DAY)))["rows"]
    assert row["receipt_rate"] == {
        "percent": "65.00",
        "numerator": "130000.00",
        "denominator": "200000.00",
        "basis": "money",
        "plan": "下达数",
        "notes": ["到位÷下达"],
    }
    assert row["payment_rate"]["percent"] == "32.50"
    assert row["payment_rate"]["notes"] == ["支付÷下达"]


def test_sources_add_up_to_the_total(desk: Desk, county: dict[str, int]) -> None:
    assert rows(desk, By.SOURCE) == {
        "中央": ("100000.00", "80000.00", "40000.00"),
        "县级": ("100000.00", "50000.00", "25000.00"),
    }


def test_groups_have_what_was_allocated_to_them(desk: Desk, county: dict[str, int]) -> None:
    assert rows(desk, By.SCHOOL) == {
        "城关镇中心小学": ("80000.00", "0.00", "40000.00"),
        "城关镇幼儿园": ("50000.00", "50000.00", "25000.00"),
        "新田小学": ("30000.00", "0.00", "0.00"),
    }
    assert rows(desk, By.TOWNSHIP) == {
        "城关镇": ("130000.00", "50000.00", "65000.00"),
        "马鞍镇": ("30000.00", "0.00", "0.00"),
    }
    assert rows(desk, By.YEAR) == {"2026年": ("160000.00", "50000.00", "65000.00")}
    (first, *_) = to_json(figures.ask(desk, Scope(DAY), by=By.SCHOOL))["rows"]
    assert "未落实到具体项目或学校的资金未计入" in first["receipt_rate"]["notes"]


def test_a_programme_has_a_document_whole_when_nobody_else_has_of_it(
    desk: Desk, county: dict[str, int]
) -> None:
    weak = programme_named(desk, "全面改薄")
    # The central document went to this programme alone, the county's to both.
    assert rows(desk, programme_id=weak) == {"合计": ("120000.00", "80000.00", "40000.00")}
    nursery = programme_named(desk, "学前教育")
    assert rows(desk, programme_id=nursery) == {"合计": ("50000.00", "50000.00", "25000.00")}


def test_a_day_before_counts_what_was_then(desk: Desk, county: dict[str, int]) -> None:
    answer = figures.ask(desk, Scope(date(2026, 2, 27)))
    money = answer.groups[0].money
    assert money is not None
    assert (money.received, money.paid) == (yuan(80_000), Money(0))


def test_without_documents_the_money_is_unknown(desk: Desk) -> None:
    add_project(desk, "教学楼")
    (row,) = to_json(figures.ask(desk, Scope(DAY)))["rows"]
    assert row["planned_funds_yuan"] is None
    assert row["receipt_rate"]["percent"] is None
    assert dashboard(desk, Scope(DAY)).money == ()


def test_the_dashboard_has_its_money_tiles_and_findings(desk: Desk, county: dict[str, int]) -> None:
    board = dashboard(desk, Scope(DAY))
    receipt, payment = board.tile(RateKind.RECEIPT), board.tile(RateKind.PAYMENT)
    assert (receipt.rate.text(), payment.rate.text()) == ("65.00%", "32.50%")
    assert len(payment.works) == 3
    assert receipt.since_month is not None
    assert receipt.since_month.money == yuan(50_000)
    assert payment.since_week is not None
    assert payment.since_week.money == yuan(25_000)
    assert [f.rule.name for f in board.money_findings] == []
    late = dashboard(desk, Scope(date(2026, 4, 30)))
    assert {f.rule.name for f in late.money_findings} == set()
    # What arrived beyond the county's shares is held back 30 days after.
    arrive(desk, county["county"], 50_000, day=date(2026, 3, 3))
    late = dashboard(desk, Scope(date(2026, 4, 30)))
    assert [f.rule.name for f in late.money_findings] == ["资金30日内分配下达"]


@pytest.mark.parametrize("programme", [None, "全面改薄", "学前教育"])
def test_the_changes_of_the_tiles_are_those_of_the_two_days(
    desk: Desk, county: dict[str, int], programme: str | None
) -> None:
    key = None if programme is None else programme_named(desk, programme)
    board = dashboard(desk, Scope(DAY, key))
    for day, name in ((date(2026, 3, 8), "since_week"), (date(2026, 2, 28), "since_month")):
        (before,) = figures.ask(desk, Scope(day, key)).groups
        (now,) = figures.ask(desk, Scope(DAY, key)).groups
        assert before.money is not None
        assert now.money is not None
        changed = getattr(board.tile(RateKind.RECEIPT), name)
        assert changed.money == now.money.received - before.money.received
        changed = getattr(board.tile(RateKind.PAYMENT), name)
        assert changed.money == now.money.paid - before.money.paid
