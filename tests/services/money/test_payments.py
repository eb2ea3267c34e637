"""Contracts and payments: revised sums, reversal instead of deletion, what a period still takes."""

from __future__ import annotations

from datetime import date

import pytest

from facilitydesk.domain.problems import Refused
from facilitydesk.domain.quantities import Money, Percent
from facilitydesk.services import schools
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Edit
from facilitydesk.services.journal import undoing
from facilitydesk.services.money import contracts, payments, project_years
from facilitydesk.services.money.ledger import View, matrix
from facilitydesk.services.projects import register as projects
from tests.entering import added
from tests.services.money.ledgers import add_project, allot, arrive, paper, pay, yuan


@pytest.fixture
def money(desk: Desk) -> tuple[int, int]:
    """A document of 100,000元, arrived and allocated to one project."""
    project, document = add_project(desk, "教学楼"), paper(desk)
    allot(desk, document, project, 100_000)
    arrive(desk, document, 100_000)
    return document, project


def test_a_change_is_in_the_revised_sum_of_every_view(desk: Desk) -> None:
    project = add_project(desk, "教学楼")
    contract = added(
        contracts.enter,
        desk,
        {"project_id": project, "name": "教学楼施工", "amount": yuan(500_000)},
    ).row_id
    contracts.enter_changes(
        desk,
        new=[{"contract_id": contract, "amount": yuan(12_000), "day": date(2026, 2, 1)}],
    )
    (row,) = contracts.rows(desk)
    assert (row.revised, row.changes, row.unpaid) == (yuan(512_000), 1, yuan(512_000))
    assert contracts.rows(desk, as_of=date(2026, 1, 31))[0].revised == yuan(500_000)


def test_a_contract_against_the_rules_is_stored_and_told(desk: Desk) -> None:
    project = add_project(desk, "教学楼")
    stored = added(
        contracts.enter,
        desk,
        {
            "project_id": project,
            "name": "教学楼施工",
            "signed_day": date(2026, 1, 10),
            "advance_share": Percent.of(40),
            "progress_share": Percent.of(70),
            "retention_share": Percent.of(5),
        },
    )
    assert [p.code for p in stored.changes.problems] == [
        "money.find.advance_high",
        "money.find.progress_share",
        "money.find.retention",
    ]
    assert stored.changes.problems[2].message == "合同“教学楼施工”质保金比例5.00%，高于3.00%。"
    # A contract of 2016 keeps the 5 % of its time, and no floor for progress payments.
    old = {"signed_day": date(2016, 1, 10), "retention_share": Percent.of(5)}
    old |= {"progress_share": Percent.of(70)}
    stored = added(contracts.enter, desk, {"project_id": project, "name": "旧合同", **old})
    assert stored.changes.problems == ()


def test_retention_is_held_of_the_settled_sum_to_the_cent(desk: Desk) -> None:
    project = add_project(desk, "教学楼")
    added(
        contracts.enter,
        desk,
        {
            "project_id": project,
            "name": "教学楼施工",
            "amount": yuan(600_000),
            "settled_amount": yuan("512345.50"),
            "retention_share": Percent.of(3),
        },
    )
    assert contracts.rows(desk)[0].retention == yuan("15370.37")


def test_a_measurement_never_falls(desk: Desk) -> None:
    project = add_project(desk, "教学楼")
    contract = added(contracts.enter, desk, {"project_id": project, "name": "施工"}).row_id
    lines = [
        {"contract_id": contract, "day": date(2026, 2, 1), "amount": yuan(50_000)},
        {"contract_id": contract, "day": date(2026, 3, 1), "amount": yuan(40_000)},
    ]
    edited = contracts.enter_measured(desk, new=lines)
    assert [r.problem.code for r in edited.rejected] == ["money.measured_falls"]
    assert contracts.rows(desk)[0].measured == yuan(50_000)


def test_a_void_prints_both_lines_and_gives_the_balance_back(
    desk: Desk, money: tuple[int, int]
) -> None:
    row_id = pay(desk, *money, 30_000)
    payments.void(desk, row_id, reason="重复登记")
    first, second = payments.rows(desk)
    assert (first.amount, first.state) == (yuan(30_000), "已全额冲销")
    assert (second.amount, second.state) == (yuan(-30_000), "作废")
    assert (second.reverses_id, second.day) == (row_id, first.day)
    assert matrix(desk, View(desk.today)).total.paid == 0
    with pytest.raises(Refused, match="已作废或退回"):
        payments.void(desk, row_id, reason="再次")
    for cell in (Edit(row_id, "amount", yuan(5)), Edit(second.id, "amount", yuan(-5))):
        assert payments.enter(desk, [cell]).rejected
    assert not payments.enter(desk, [Edit(row_id, "note", "见说明")]).rejected
    undoing.undo_last(desk)
    undoing.undo_last(desk)
    assert [row.state for row in payments.rows(desk)] == [""]


def test_a_payment_cannot_be_undone_while_its_reversal_stands(
    desk: Desk, money: tuple[int, int]
) -> None:
    row_id = pay(desk, *money, 30_000)
    payments.give_back(desk, row_id, amount=yuan(1_000), day=date(2026, 3, 4))
    undoing.undo_last(desk)
    undoing.undo_last(desk)
    assert payments.rows(desk) == ()
    undoing.redo_last(desk)
    undoing.redo_last(desk)
    assert [row.amount for row in payments.rows(desk)] == [yuan(30_000), yuan(-1_000)]


def test_the_bank_returns_part_of_a_payment(desk: Desk, money: tuple[int, int]) -> None:
    row_id = pay(desk, *money, 30_000)
    payments.give_back(desk, row_id, amount=yuan(10_000), day=date(2026, 3, 9), reason="账号有误")
    with pytest.raises(Refused, match=r"可退回20,000\.00元，本次退回20,000\.01元"):
        payments.give_back(desk, row_id, amount=yuan("20000.01"), day=date(2026, 3, 9))
    with pytest.raises(Refused, match="早于原支付日期"):
        payments.give_back(desk, row_id, amount=yuan(1), day=date(2026, 2, 28))
    assert payments.rows(desk)[0].state == "已部分退回"
    assert matrix(desk, View(desk.today)).total.paid == yuan(20_000).raw


def test_a_negative_payment_cannot_be_typed(desk: Desk, money: tuple[int, int]) -> None:
    with pytest.raises(Refused, match="应为正数"):
        pay(desk, *money, -5)


def test_a_contract_of_another_project_is_refused(desk: Desk, money: tuple[int, int]) -> None:
    other = add_project(desk, "食堂")
    contract = added(contracts.enter, desk, {"project_id": other, "name": "食堂施工"}).row_id
    with pytest.raises(Refused, match="不属于项目"):
        pay(desk, *money, 5, contract_id=contract)


def test_a_payment_above_its_contract_stops_until_a_change_is_entered(
    desk: Desk, money: tuple[int, int]
) -> None:
    _, project = money
    contract = added(
        contracts.enter, desk, {"project_id": project, "name": "施工", "amount": yuan(20_000)}
    ).row_id
    with pytest.raises(Refused, match=r"超过合同价20,000\.00元（含变更），多付10,000\.00元"):
        pay(desk, *money, 30_000, contract_id=contract)
    contracts.enter_changes(
        desk, new=[{"contract_id": contract, "amount": yuan(10_000), "day": date(2026, 2, 1)}]
    )
    pay(desk, *money, 30_000, contract_id=contract)


def test_the_last_day_belongs_to_the_month(desk: Desk, money: tuple[int, int]) -> None:
    pay(desk, *money, 5, day=date(2026, 1, 31))
    pay(desk, *money, 7, day=date(2026, 2, 1))
    january = payments.rows(desk, first=date(2026, 1, 1), last=date(2026, 1, 31))
    assert [row.amount for row in january] == [yuan(5)]


def test_a_project_over_two_years_is_one_row_whose_years_add_up(desk: Desk) -> None:
    project = add_project(desk, "教学楼")
    document = paper(desk, day=date(2025, 1, 5))
    allot(desk, document, project, 60_000, day=date(2025, 2, 1))
    allot(desk, document, project, 40_000, day=date(2026, 1, 1))
    arrive(desk, document, 100_000, day=date(2025, 12, 31), project_id=project)
    pay(desk, document, project, 25_000, day=date(2025, 12, 31))
    pay(desk, document, project, 30_000, day=date(2026, 1, 1))
    project_years.enter(
        desk,
        project,
        new=[{"year": 2025, "planned": yuan(120_000)}, {"year": 2026, "planned": yuan("80000.00")}],
    )
    (row,) = project_years.rows(desk)
    assert [(y.year, y.planned, y.allocated, y.paid) for y in row.years] == [
        (2025, yuan(120_000), yuan(60_000), yuan(25_000)),
        (2026, yuan(80_000), yuan(40_000), yuan(30_000)),
    ]
    assert (row.planned, row.allocated, row.paid) == (yuan(200_000), yuan(100_000), yuan(55_000))
    assert row.planned_investment == Money(200_000_00)


def test_a_project_or_school_with_money_stays(desk: Desk, money: tuple[int, int]) -> None:
    document, project = money
    school = schools.rows(desk)[0].id
    pay(desk, document, project, 5, school_id=school)
    with pytest.raises(Refused, match="1笔分配、1笔支付"):
        projects.delete(desk, [project])
    with pytest.raises(Refused, match="1个单项工程、1笔支付"):
        schools.delete(desk, [school])
