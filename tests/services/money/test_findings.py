"""Findings name their rule and its source, and follow the table of rules at once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from facilitydesk.domain.money_rules import MoneyTest
from facilitydesk.domain.problems import Refused, Severity
from facilitydesk.domain.quantities import Percent
from facilitydesk.domain.stages import Stage
from facilitydesk.services import edits, week
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Edit
from facilitydesk.services.money import contracts, project_years, rule_table
from facilitydesk.services.money.findings import findings
from facilitydesk.services.week import Cell
from tests.entering import added
from tests.services.money.ledgers import (
    MARCH_1,
    add_project,
    allot,
    arrive,
    paper,
    pay,
    project_of,
    yuan,
)
from tests.store_fixtures import add_work


def told(desk: Desk, test: MoneyTest, day: date | None = None) -> list[str]:
    return [each.problem.message for each in findings(desk, day) if each.rule.test is test]


def test_received_on_the_first_it_is_on_the_list_on_the_31st(desk: Desk) -> None:
    project, document = add_project(desk, "教学楼"), paper(desk)
    arrive(desk, document, 60_000, day=MARCH_1)
    assert told(desk, MoneyTest.HELD_BACK, date(2026, 3, 30)) == []
    (message,) = told(desk, MoneyTest.HELD_BACK, date(2026, 3, 31))
    assert "2026-03-01到位的资金满30日，尚有60,000.00元未分配下达" in message
    allot(desk, document, project, 45_000, day=date(2026, 3, 20))
    (message,) = told(desk, MoneyTest.HELD_BACK, date(2026, 3, 31))
    assert "尚有15,000.00元" in message
    allot(desk, document, project, 15_000, day=date(2026, 3, 31))
    assert told(desk, MoneyTest.HELD_BACK, date(2026, 3, 31)) == []


def test_a_document_may_have_a_clock_of_its_own(desk: Desk) -> None:
    paper(desk, day=MARCH_1, pass_on_days=10)
    assert told(desk, MoneyTest.HELD_BACK, MARCH_1 + timedelta(days=9)) == []
    assert told(desk, MoneyTest.HELD_BACK, MARCH_1 + timedelta(days=10))


def test_paid_80_percent_at_40_percent_progress_is_flagged(desk: Desk) -> None:
    work = add_work(desk, planned_investment=100_000_00)
    project, document = project_of(desk, work), paper(desk)
    allot(desk, document, project, 100_000)
    arrive(desk, document, 100_000)
    contract = added(
        contracts.enter, desk, {"project_id": project, "name": "施工", "amount": yuan(100_000)}
    ).row_id
    pay(desk, document, project, 80_000, contract_id=contract)
    assert told(desk, MoneyTest.PAID_AHEAD) == []  # nobody has reported any progress
    monday = date(2026, 3, 9)
    week.enter(
        desk,
        monday,
        [Cell(work, "stage", Stage.STRUCTURE), Cell(work, "progress", Percent.of(40))],
    )
    (finding,) = (f for f in findings(desk) if f.rule.test is MoneyTest.PAID_AHEAD)
    assert finding.text == (
        "合同“施工”已支付80.00%，形象进度40.00%，超前40.00个百分点。"
        "（支付超前于形象进度，多付工程款审计要点）"
    )
    assert (finding.row_id, finding.project_id) == (contract, project)
    week.enter(desk, monday, [Cell(work, "progress", Percent.of("40.01"))])
    assert told(desk, MoneyTest.PAID_AHEAD) == []


def test_changing_a_rule_counts_anew_at_once(desk: Desk) -> None:
    project = add_project(desk, "教学楼")
    facts = {"project_id": project, "name": "施工", "advance_share": Percent.of(25)}
    added(contracts.enter, desk, {**facts, "signed_day": MARCH_1})
    assert told(desk, MoneyTest.ADVANCE_HIGH) == []
    (row,) = (r for r in rule_table.rows(desk) if r.test is MoneyTest.ADVANCE_HIGH)
    rule_table.enter(desk, [Edit(row.id, "threshold", 20_00)])
    assert told(desk, MoneyTest.ADVANCE_HIGH) == ["合同“施工”预付款比例25.00%，高于20.00%。"]
    rule_table.enter(desk, [Edit(row.id, "active", False)])
    assert told(desk, MoneyTest.ADVANCE_HIGH) == []


def test_one_test_may_have_a_row_for_each_time(desk: Desk) -> None:
    project = add_project(desk, "教学楼")
    facts = {"project_id": project, "retention_share": Percent.of(5)}
    added(contracts.enter, desk, {**facts, "name": "新", "signed_day": date(2017, 7, 1)})
    added(contracts.enter, desk, {**facts, "name": "旧", "signed_day": date(2017, 6, 30)})
    assert told(desk, MoneyTest.RETENTION) == ["合同“新”质保金比例5.00%，高于3.00%。"]
    row = {"test": "retention", "name": "再一条", "severity": "yellow", "first": date(2017, 7, 1)}
    with pytest.raises(Refused, match="不能重复"):
        edits.add(desk, rule_table.KIND, row)


def test_what_cannot_be_true_is_red_and_first(desk: Desk) -> None:
    project, document = add_project(desk, "教学楼"), paper(desk, over_rule="warn")
    allot(desk, document, project, 110_000)
    arrive(desk, document, 10)
    pay(desk, document, project, 120_000)
    found = findings(desk)
    assert [f.rule.test for f in found if f.problem.severity is Severity.RED] == [
        MoneyTest.OVER_ALLOCATED,
        MoneyTest.PAID_ABOVE_RECEIVED,
        MoneyTest.PAID_ABOVE_ALLOCATED,
    ]
    assert found[0].problem.severity is Severity.RED


def test_a_contract_above_the_plan_and_years_that_do_not_foot_are_told(desk: Desk) -> None:
    project = add_project(desk, "教学楼", planned_investment=100_000_00)
    added(contracts.enter, desk, {"project_id": project, "name": "施工", "amount": yuan(112_000)})
    project_years.enter(
        desk,
        project,
        new=[{"year": 2026, "planned": yuan(60_000)}, {"year": 2027, "planned": yuan("39999.99")}],
    )
    (message,) = told(desk, MoneyTest.OVER_BUDGET)
    assert message == "“教学楼”合同价合计112,000.00元，为计划投资100,000.00元的112.00%，已超过。"
    (message,) = told(desk, MoneyTest.YEARS)
    assert "相差-0.01元" in message


def test_paid_beyond_what_was_measured_is_told(desk: Desk) -> None:
    project, document = add_project(desk, "教学楼"), paper(desk)
    allot(desk, document, project, 100_000)
    arrive(desk, document, 100_000)
    contract = added(
        contracts.enter,
        desk,
        {
            "project_id": project,
            "name": "施工",
            "amount": yuan(100_000),
            "advance_share": Percent.of(10),
            "progress_share": Percent.of(80),
            "wage_account": "农行",
        },
    ).row_id
    line = {"contract_id": contract, "day": date(2026, 2, 28), "amount": yuan(50_000)}
    contracts.enter_measured(desk, new=[line])
    pay(desk, document, project, 50_000, contract_id=contract)
    assert told(desk, MoneyTest.PAID_ABOVE_VALUE) == []  # 80 % of 50,000 and the advance
    pay(desk, document, project, 1, contract_id=contract)
    (message,) = told(desk, MoneyTest.PAID_ABOVE_VALUE)
    assert "应付的50,000.00元，多付1.00元" in message
