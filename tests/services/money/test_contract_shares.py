"""Source → project → contract: what is reserved, what is refused, what other contracts may use."""

from __future__ import annotations

from datetime import date

import pytest

from facilitydesk.domain.problems import Refused, Severity
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Edit
from facilitydesk.services.journal import undoing
from facilitydesk.services.money import allocations, contract_shares, contracts
from tests.entering import added
from tests.services.money.ledgers import add_project, allot, arrive, paper, pay, yuan

DAY = date(2026, 2, 2)


def contract(desk: Desk, project: int, name: str, amount: int = 100_000) -> int:
    facts = {"project_id": project, "name": name, "amount": yuan(amount)}
    return added(contracts.enter, desk, facts).row_id


def reserve(desk: Desk, document: int, contract_id: int, amount: int) -> int:
    facts = {"document_id": document, "contract_id": contract_id, "amount": yuan(amount)}
    return added(contract_shares.enter, desk, {**facts, "day": DAY}).row_id


def test_a_tenth_more_than_the_share_is_refused_naming_what_is_free(desk: Desk) -> None:
    project, document = add_project(desk, "教学楼"), paper(desk)
    allot(desk, document, project, 60_000)
    build, watch = contract(desk, project, "施工"), contract(desk, project, "监理")
    with pytest.raises(
        Refused, match=r"尚可安排到合同60,000\.00元，本次安排66,000\.00元，超出6,000"
    ):
        reserve(desk, document, build, 66_000)
    reserve(desk, document, build, 50_000)
    with pytest.raises(Refused, match=r"尚可安排到合同10,000\.00元"):
        reserve(desk, document, watch, 11_000)
    reserve(desk, document, watch, 10_000)
    assert [row.amount for row in contract_shares.rows(desk, watch)] == [yuan(10_000)]


def test_a_document_that_warns_reserves_and_tells(desk: Desk) -> None:
    project, document = add_project(desk, "教学楼"), paper(desk, over_rule="warn")
    allot(desk, document, project, 60_000)
    facts = {"document_id": document, "contract_id": contract(desk, project, "施工")}
    stored = added(contract_shares.enter, desk, {**facts, "amount": yuan(66_000), "day": DAY})
    assert [(p.code, p.severity) for p in stored.changes.problems] == [
        ("money.share_over", Severity.YELLOW)
    ]


def test_another_contract_is_not_paid_out_of_a_reserve(desk: Desk) -> None:
    project, document = add_project(desk, "教学楼"), paper(desk)
    allot(desk, document, project, 60_000)
    arrive(desk, document, 60_000)
    build, watch = contract(desk, project, "施工"), contract(desk, project, "监理")
    reserve(desk, document, build, 50_000)
    with pytest.raises(Refused, match=r"可用10,000\.00元，本次支付10,000\.01元，超出0\.01元"):
        pay(desk, document, project, "10000.01", contract_id=watch)
    pay(desk, document, project, 10_000, contract_id=watch)
    pay(desk, document, project, 50_000, contract_id=build)


def test_what_is_reserved_keeps_the_share_and_can_be_given_back(desk: Desk) -> None:
    project, document = add_project(desk, "教学楼"), paper(desk)
    share = allot(desk, document, project, 60_000)
    arrive(desk, document, 60_000)
    build = contract(desk, project, "施工")
    reserve(desk, document, build, 50_000)
    refused = allocations.enter(desk, [Edit(share, "amount", yuan(40_000))])
    assert "已安排到合同50,000.00元" in refused.rejected[0].problem.message
    pay(desk, document, project, 30_000, contract_id=build)
    with pytest.raises(Refused, match=r"已用“.*”支付30,000\.00元，安排数不能降到29,999\.00元"):
        reserve(desk, document, build, -20_001)
    reserve(desk, document, build, -20_000)
    assert allocations.enter(desk, [Edit(share, "amount", yuan(30_000))]).rejected == ()


def test_a_share_is_divided_among_its_contracts_and_the_rest(desk: Desk) -> None:
    project, document = add_project(desk, "教学楼"), paper(desk)
    allot(desk, document, project, 60_000)
    arrive(desk, document, 60_000)
    build = contract(desk, project, "施工")
    reserve(desk, document, build, 50_000)
    pay(desk, document, project, 20_000, contract_id=build)
    pay(desk, document, project, 4_000)
    lines = contract_shares.divided(desk, [(document, project)])
    assert [(x.contract, x.reserved, x.paid, x.left) for x in lines] == [
        ("施工", yuan(50_000), yuan(20_000), yuan(30_000)),
        ("", yuan(10_000), yuan(4_000), yuan(6_000)),
    ]
    undoing.undo_last(desk)
    undoing.undo_last(desk)
    undoing.undo_last(desk)
    assert contract_shares.divided(desk, [(document, project)]) == ()


def test_a_contract_with_a_reserve_stays(desk: Desk) -> None:
    project, document = add_project(desk, "教学楼"), paper(desk)
    allot(desk, document, project, 60_000)
    build = contract(desk, project, "施工")
    row = reserve(desk, document, build, 5_000)
    with pytest.raises(Refused, match="1笔资金安排"):
        contracts.delete(desk, build)
    contract_shares.delete(desk, [row])
    contracts.delete(desk, build)
