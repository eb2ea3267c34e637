"""Every operation of money, failed at every one of its statements: nothing may be half written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from facilitydesk.domain.periods import PeriodKind
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Edit
from facilitydesk.services.money import (
    allocations,
    applications,
    carrying,
    closing,
    confirmations,
    contract_shares,
    contracts,
    documents,
    payments,
    project_years,
    receipts,
    reviewing,
    rule_table,
    settlements,
    settling,
    source_rules,
    transfers,
)
from facilitydesk.services.money.settling import Typed
from facilitydesk.services.money.transfers import Move
from tests.entering import added
from tests.services.money.ledgers import add_project, allot, arrive, paper, pay, yuan
from tests.services.nth_statement import swept

DAY = date(2026, 3, 2)


@dataclass(frozen=True)
class Given:
    desk: Desk
    first: int
    second: int
    document: int
    share: int
    payment: int
    contract: int
    application: int
    approved: int
    school: int


@pytest.fixture
def given(desk: Desk) -> Given:
    first, second = add_project(desk, "教学楼"), add_project(desk, "食堂")
    document = paper(desk, year=2025, day=date(2025, 3, 1))
    share = allot(desk, document, first, 50_000, day=date(2025, 4, 1))
    arrive(desk, document, 80_000, day=date(2025, 4, 1))
    contract = added(
        contracts.enter, desk, {"project_id": first, "name": "施工", "amount": yuan(50_000)}
    ).row_id
    payment = pay(desk, document, first, 10_000, contract_id=contract, day=date(2026, 2, 3))
    asked = [
        added(
            applications.enter,
            desk,
            {
                "document_id": document,
                "project_id": first,
                "amount": yuan(2_000),
                "number": "拨1",
                "day": date(2026, 2, 20),
            },
        ).row_id
        for _ in range(2)
    ]
    reviewing.approve(desk, asked[1:], education="王敏", finance="李强", day=DAY)
    rule = next(iter(rule_table.rows(desk)))
    rule_table.enter(desk, [Edit(rule.id, "name", "另一名称")])
    (school,) = settlements.school_names(desk)
    closing.close(desk, PeriodKind.MONTH, date(2025, 1, 1))
    return Given(
        desk, first, second, document, share, payment, contract, asked[0], asked[1], school
    )


def line(g: Given, amount: int) -> dict[str, Any]:
    facts = {"document_id": g.document, "project_id": g.first}
    return {**facts, "amount": yuan(amount), "day": DAY}


OPERATIONS: dict[str, Callable[[Given], Any]] = {
    "a document": lambda g: added(
        documents.enter, g.desk, {"fund_name": "补助", "number": "2号", "amount": yuan(5)}
    ),
    "an allocation": lambda g: added(allocations.enter, g.desk, line(g, 5)),
    "an allocation's amount": lambda g: allocations.enter(
        g.desk, [Edit(g.share, "amount", yuan(40_000))]
    ),
    "arrival by share": lambda g: receipts.arrive_by_share(
        g.desk, document_id=g.document, amount=yuan(5), day=DAY
    ),
    "a transfer": lambda g: transfers.move(
        g.desk,
        day=DAY,
        number="5号",
        moves=[Move(g.document, g.first, yuan(-5)), Move(g.document, g.second, yuan(5))],
    ),
    "a surplus": lambda g: carrying.return_surplus(
        g.desk, document_id=g.document, project_id=g.first, amount=yuan(5), day=DAY
    ),
    "a year carried over": lambda g: carrying.carry_over(g.desk, 2025),
    "payments": lambda g: payments.enter(g.desk, new=[line(g, 5), line(g, 6)]),
    "a void": lambda g: payments.void(g.desk, g.payment, reason="错"),
    "a change of a contract": lambda g: contracts.enter_changes(
        g.desk, new=[{"contract_id": g.contract, "amount": yuan(5), "day": DAY}]
    ),
    "a share taken back": lambda g: carrying.take_back(
        g.desk, document_id=g.document, project_id=g.first, amount=yuan(5), day=DAY
    ),
    "a reserve for a contract": lambda g: added(
        contract_shares.enter,
        g.desk,
        {"document_id": g.document, "contract_id": g.contract, "amount": yuan(9), "day": DAY},
    ),
    "an application": lambda g: added(applications.enter, g.desk, {**line(g, 7), "number": "拨2"}),
    "a review": lambda g: reviewing.approve(
        g.desk, [g.application], education="王敏", finance="李强", day=DAY
    ),
    "an application sent back": lambda g: reviewing.send_back(
        g.desk, [g.application], reason="附件不全"
    ),
    "an application paid": lambda g: reviewing.pay(g.desk, g.approved, {"day": DAY}),
    "an application deleted": lambda g: applications.delete(g.desk, [g.application]),
    "confirmed receipts": lambda g: confirmations.confirm(g.desk, [g.payment], person="张"),
    "a typed confirmation": lambda g: confirmations.enter(
        g.desk, [Edit(g.payment, "amount", yuan(9_000)), Edit(g.payment, "note", "少收")]
    ),
    "cells of a school's month": lambda g: settling.enter(
        g.desk,
        [
            Typed(g.school, date(2026, 3, 1), date(2026, 3, 31), "due", yuan(3)),
            Typed(g.school, date(2026, 3, 1), date(2026, 3, 31), "reason", "缓拨"),
        ],
    ),
    "rules of sources": lambda g: source_rules.enter(
        g.desk, new=[{"level": "中央", "over_rule": "warn"}, {"fund_name": "奖补"}]
    ),
    "rules put back": lambda g: rule_table.restore(g.desk),
    "typed years": lambda g: project_years.enter(
        g.desk, g.first, new=[{"year": 2025, "planned": yuan(5)}, {"year": 2026, "note": "后补"}]
    ),
    "opening a closed month": lambda g: closing.reopen(
        g.desk, PeriodKind.MONTH, date(2025, 1, 1), "更正支付日期"
    ),
    "closing": lambda g: closing.close(g.desk, PeriodKind.MONTH, date(2026, 2, 1)),
}


@pytest.mark.parametrize("name", OPERATIONS)
def test_a_failed_statement_leaves_all_as_it_was(
    given: Given, name: str, record_property: Callable[[str, object], None]
) -> None:
    record_property("statements", swept(given.desk, lambda: OPERATIONS[name](given)))
