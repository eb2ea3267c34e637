"""拨付申请表 from stored applications: one number with its reviews, a month, and without any."""

from __future__ import annotations

from datetime import date

from facilitydesk.domain.quantities import Money
from facilitydesk.reports import catalogue
from facilitydesk.reports.options import Options
from facilitydesk.reports.paper.page import RowKind, Sheet, Table
from facilitydesk.services.desk import Desk
from facilitydesk.services.money import applications, contracts, reviewing
from tests.entering import added
from tests.services.money.ledgers import add_project, allot, arrive, paper, pay, yuan

FEBRUARY = date(2026, 2, 28)


def sheet(desk: Desk, number: str = "") -> Sheet:
    made = catalogue.report_named("application").build(desk, FEBRUARY, Options(application=number))
    (found,) = made.parts
    assert isinstance(found, Sheet)
    return found


def lines(found: Sheet) -> list[tuple[object, ...]]:
    table = next(block for block in found.blocks if isinstance(block, Table))
    return [row.cells for row in table.rows if row.kind is RowKind.DATA]


def asked(desk: Desk) -> tuple[int, int]:
    """Two applications of one number on a contract of 100,000, of which 30,000 are paid."""
    project, document = add_project(desk, "教学楼"), paper(desk)
    allot(desk, document, project, 90_000)
    arrive(desk, document, 90_000)
    contract = added(
        contracts.enter, desk, {"project_id": project, "name": "施工", "amount": yuan(100_000)}
    ).row_id
    pay(desk, document, project, 30_000, contract_id=contract, day=date(2026, 2, 3))
    facts = {"project_id": project, "document_id": document, "contract_id": contract}
    ids = [
        added(
            applications.enter,
            desk,
            {
                **facts,
                "number": number,
                "day": date(2026, 2, 20),
                "amount": yuan(amount),
                "kind": "进度",
                "payee": "溪源建司",
                "reason": "主体完工进度款",
            },
        ).row_id
        for number, amount in (("拨1", 20_000), ("拨2", 5_000))
    ]
    return ids[0], ids[1]


def test_one_application_prints_with_its_reviews(desk: Desk) -> None:
    first, _ = asked(desk)
    reviewing.approve(desk, [first], education="王敏", finance="李强", day=date(2026, 2, 24))
    found = sheet(desk, "拨1")
    ((*_, revised, _measured, before, amount, after),) = lines(found)
    assert (revised, before, amount, after) == tuple(
        Money.of(n) for n in (100_000, 30_000, 20_000, 50_000)
    )
    review = found.blocks[-1]
    assert isinstance(review, Table)
    assert review.rows[0].cells == ("经办：", "经办：王敏", "经办：李强")
    assert review.rows[2].cells[1:] == ("（公章）　　2026年2月24日",) * 2
    assert found.subtitle == "（拨1，共1笔）"
    assert "申请事由：主体完工进度款。" in found.notes[0]


def test_a_payment_of_it_does_not_count_twice(desk: Desk) -> None:
    first, _ = asked(desk)
    reviewing.approve(desk, [first], education="王敏", finance="李强", day=date(2026, 2, 24))
    reviewing.pay(desk, first, {"day": date(2026, 2, 25)})
    ((*_, before, _amount, after),) = lines(sheet(desk, "拨1"))
    assert (before, after) == (Money.of(30_000), Money.of(50_000))


def test_a_month_prints_its_applications_and_names_what_has_none(desk: Desk) -> None:
    _, second = asked(desk)
    reviewing.send_back(desk, [second], reason="重复")
    found = sheet(desk)
    assert [row[9] for row in lines(found)] == [Money.of(20_000)]
    assert "另有1笔支付没有对应的申请，未列示。" in found.notes[0]


def test_a_month_without_applications_prints_its_payments(desk: Desk) -> None:
    project, document = add_project(desk, "教学楼"), paper(desk)
    allot(desk, document, project, 9_000)
    arrive(desk, document, 9_000)
    pay(desk, document, project, 8_000, day=date(2026, 2, 3))
    found = sheet(desk)
    assert [row[9] for row in lines(found)] == [Money.of(8_000)]
