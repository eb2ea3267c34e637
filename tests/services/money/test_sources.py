"""Documents, allocations, receipts and transfers: what is free, what is refused, what is told."""

from __future__ import annotations

from datetime import date

import pytest

from facilitydesk.domain.problems import Refused, Severity
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Edit
from facilitydesk.services.journal import undoing
from facilitydesk.services.money import (
    allocations,
    carrying,
    documents,
    payments,
    receipts,
    transfers,
)
from facilitydesk.services.money.ledger import View, matrix
from facilitydesk.services.money.ledger_years import aged
from facilitydesk.services.money.transfers import Move
from tests.entering import added
from tests.services.money.ledgers import add_project, allot, arrive, paper, pay, yuan


def test_documents_come_in_the_order_of_their_levels(desk: Desk) -> None:
    paper(desk, "临财教〔2026〕3号", level="县级")
    paper(desk, "川财教〔2026〕1号")
    paper(desk, "川财教〔2026〕2号")
    assert [row.number for row in documents.rows(desk)] == [
        "川财教〔2026〕1号", "川财教〔2026〕2号", "临财教〔2026〕3号",
    ]  # fmt: skip


def test_a_document_carries_on_several(desk: Desk) -> None:
    central = [paper(desk, f"川财教〔2026〕{n}号") for n in (1, 2)]
    county = paper(desk, "临财教〔2026〕9号", level="县级")
    documents.set_parents(desk, county, central)
    (row,) = (row for row in documents.rows(desk) if row.id == county)
    assert row.parent_numbers == "川财教〔2026〕1号、川财教〔2026〕2号"
    with pytest.raises(Refused, match="不能转下达自身"):
        documents.set_parents(desk, county, [county])


def test_more_than_the_document_is_refused_naming_what_is_free(desk: Desk) -> None:
    project, document = add_project(desk, "教学楼"), paper(desk)
    allot(desk, document, project, 40_000)
    with pytest.raises(
        Refused, match=r"尚可分配60,000\.00元，本次分配70,000\.00元，超出10,000\.00元"
    ):
        allot(desk, document, project, 70_000)
    assert documents.rows(desk)[0].remaining == yuan(60_000)


def test_a_document_that_warns_stores_and_tells(desk: Desk) -> None:
    project, document = add_project(desk, "教学楼"), paper(desk, over_rule="warn")
    stored = added(
        allocations.enter,
        desk,
        {
            "document_id": document,
            "project_id": project,
            "amount": yuan(110_000),
            "day": date(2026, 1, 20),
        },
    )
    assert [(p.code, p.severity) for p in stored.changes.problems] == [
        ("money.over_allocated", Severity.YELLOW)
    ]
    assert documents.rows(desk)[0].remaining == yuan(-10_000)


def test_an_allocation_is_found_by_number_and_name(desk: Desk) -> None:
    add_project(desk, "教学楼")
    paper(desk)
    row_id = added(
        allocations.enter,
        desk,
        {
            "document_id": "川财教〔2026〕1号",
            "project_id": "教学楼",
            "amount": yuan(5),
            "day": date(2026, 2, 1),
        },
    ).row_id
    (row,) = allocations.rows(desk)
    assert (row.id, row.project, row.amount) == (row_id, "教学楼", yuan(5))


def test_a_payment_above_the_balance_stops(desk: Desk) -> None:
    project, document = add_project(desk, "教学楼"), paper(desk)
    allot(desk, document, project, 50_000)
    arrive(desk, document, 100_000)
    pay(desk, document, project, 30_000)
    with pytest.raises(Refused, match=r"可用余额为20,000\.00元，本次支付20,000\.01元，超出0\.01元"):
        pay(desk, document, project, "20000.01")
    pay(desk, document, project, 20_000)


def test_a_payment_above_what_arrived_stops_once_receipts_are_kept(desk: Desk) -> None:
    project, document = add_project(desk, "教学楼"), paper(desk)
    allot(desk, document, project, 100_000)
    first = payments.add(
        desk,
        {
            "document_id": document,
            "project_id": project,
            "amount": yuan(10),
            "day": date(2026, 2, 1),
        },
    )
    assert [p.code for p in first.changes.problems] == ["money.nothing_received"]
    arrive(desk, document, 60_000)
    with pytest.raises(Refused, match=r"到位60,000\.00元，支付后累计60,000\.01元"):
        pay(desk, document, project, "59990.01")


def test_with_warn_an_overspending_is_stored_and_flagged(desk: Desk) -> None:
    project, document = add_project(desk, "教学楼"), paper(desk, over_rule="warn")
    arrive(desk, document, 100_000)
    allot(desk, document, project, 10)
    stored = payments.add(
        desk,
        {
            "document_id": document,
            "project_id": project,
            "amount": yuan(11),
            "day": date(2026, 2, 1),
        },
    )
    assert [p.code for p in stored.changes.problems] == ["money.paid_above_allocated"]
    assert stored.changes.problems[0].severity is Severity.YELLOW


def test_a_zero_net_transfer_shows_its_number_on_both_sides(desk: Desk) -> None:
    first, second, document = add_project(desk, "教学楼"), add_project(desk, "食堂"), paper(desk)
    allot(desk, document, first, 80_000)
    transfers.move(
        desk,
        day=date(2026, 2, 10),
        number="临教财〔2026〕5号",
        moves=[Move(document, first, yuan(-50_000)), Move(document, second, yuan(50_000))],
    )
    moved = [row for row in allocations.rows(desk) if row.transfer_id]
    assert {(row.project, row.amount, row.number) for row in moved} == {
        ("教学楼", yuan(-50_000), "临教财〔2026〕5号"),
        ("食堂", yuan(50_000), "临教财〔2026〕5号"),
    }
    assert documents.rows(desk)[0].allocated == yuan(80_000)
    with pytest.raises(Refused, match="不能单独修改或删除"):
        allocations.delete(desk, [moved[0].id])
    rejected = allocations.enter(desk, [Edit(moved[0].id, "amount", yuan(1))]).rejected
    assert rejected[0].problem.code == "money.part_of_transfer"
    assert not allocations.enter(desk, [Edit(moved[0].id, "note", "已抄送")]).rejected
    undoing.undo_last(desk)
    undoing.undo_last(desk)
    assert [row.amount for row in allocations.rows(desk)] == [yuan(80_000)]
    undoing.redo_last(desk)
    assert moved[0].transfer_id is not None
    transfers.withdraw(desk, moved[0].transfer_id)
    assert [row.amount for row in allocations.rows(desk)] == [yuan(80_000)]


def test_a_transfer_must_foot_and_leave_what_is_paid(desk: Desk) -> None:
    first, second, document = add_project(desk, "教学楼"), add_project(desk, "食堂"), paper(desk)
    allot(desk, document, first, 80_000)
    arrive(desk, document, 80_000)
    pay(desk, document, first, 60_000)
    sides = [Move(document, first, yuan(-30_000)), Move(document, second, yuan("30000.01"))]
    with pytest.raises(Refused, match=r"相差0\.01元"):
        transfers.move(desk, day=date(2026, 2, 10), number="5号", moves=sides)
    sides[1] = Move(document, second, yuan(30_000))
    with pytest.raises(Refused, match=r"已支付60,000\.00元"):
        transfers.move(desk, day=date(2026, 2, 10), number="5号", moves=sides)
    with pytest.raises(Refused, match="应填写文号"):
        transfers.move(desk, day=date(2026, 2, 10), number=" ", moves=sides)
    assert [row.amount for row in allocations.rows(desk)] == [yuan(80_000)]


def test_a_use_the_document_forbids_is_told_with_its_rule(desk: Desk) -> None:
    gym = add_project(desk, "体育馆建设项目")
    document = paper(desk, purpose_rule="不得用于：体育馆、办公楼；仅限用于：教学楼、学生宿舍")
    stored = added(
        allocations.enter,
        desk,
        {
            "document_id": document,
            "project_id": gym,
            "amount": yuan(5),
            "day": date(2026, 2, 1),
        },
    )
    (told,) = stored.changes.problems
    assert told.severity is Severity.YELLOW
    assert "“不得用于：体育馆、办公楼”" in told.message


def test_a_balance_is_carried_over_with_the_year_it_came_from(desk: Desk) -> None:
    project = add_project(desk, "教学楼")
    document = paper(desk, "川财教〔2024〕1号", year=2024, day=date(2024, 3, 1))
    allot(desk, document, project, 70_000, day=date(2024, 4, 1))
    arrive(desk, document, 100_000, day=date(2024, 3, 9))
    pay(desk, document, project, 20_000, day=date(2024, 12, 31))
    carrying.carry_over(desk, 2024)
    out, into = (row for row in allocations.rows(desk) if row.transfer_id)
    assert (out.day, out.amount) == (date(2024, 12, 31), yuan(-50_000))
    assert (into.day, into.amount, into.source_year) == (date(2025, 1, 1), yuan(50_000), 2024)
    with pytest.raises(Refused, match="没有可结转"):
        carrying.carry_over(desk, 2024)
    (old,) = aged(desk, date(2026, 3, 1))
    assert (old.source_year, old.years, old.balance) == (2024, 2, yuan(80_000))


def test_a_surplus_goes_back_and_leaves_no_balance(desk: Desk) -> None:
    project, document = add_project(desk, "教学楼"), paper(desk)
    allot(desk, document, project, 100_000)
    arrive(desk, document, 100_000)
    pay(desk, document, project, 96_000)
    with pytest.raises(Refused, match=r"结余为4,000\.00元，不能缴回4,000\.01元"):
        carrying.return_surplus(
            desk,
            document_id=document,
            project_id=project,
            amount=yuan("4000.01"),
            day=date(2026, 3, 5),
        )
    carrying.return_surplus(
        desk, document_id=document, project_id=project, amount=yuan(4_000), day=date(2026, 3, 5)
    )
    (row,) = documents.rows(desk)
    assert (row.remaining, row.received, row.balance) == (yuan(0), yuan(96_000), yuan(0))
    undoing.undo_last(desk)
    assert documents.rows(desk)[0].received == yuan(100_000)


def test_what_arrives_is_booked_by_share_to_the_last_cent(desk: Desk) -> None:
    document = paper(desk)
    projects = [add_project(desk, name) for name in ("教学楼", "食堂", "宿舍")]
    for project in projects:
        allot(desk, document, project, "33333.33")
    receipts.arrive_by_share(
        desk, document_id=document, amount=yuan("100.00"), day=date(2026, 2, 1)
    )
    amounts = sorted(str(row.amount) for row in receipts.rows(desk))
    assert amounts == ["33.33", "33.33", "33.34"]


def test_a_document_in_use_stays(desk: Desk) -> None:
    project, document = add_project(desk, "教学楼"), paper(desk)
    share = allot(desk, document, project, 10)
    with pytest.raises(Refused, match="1笔分配"):
        documents.delete(desk, [document])
    rejected = documents.enter(desk, [Edit(document, "amount", yuan(9))]).rejected
    assert rejected[0].problem.code == "money.issued_below"
    allocations.delete(desk, [share])
    documents.delete(desk, [document])
    assert documents.rows(desk) == ()
    assert matrix(desk, View(desk.today)).total.issued == 0


def test_two_projects_swap_their_documents_in_one_step(desk: Desk) -> None:
    first, second = add_project(desk, "教学楼"), add_project(desk, "食堂")
    one, other = paper(desk), paper(desk, "川财教〔2026〕2号")
    allot(desk, one, first, 60_000)
    allot(desk, other, second, 60_000)
    moves = [
        Move(one, first, yuan(-60_000)), Move(one, second, yuan(60_000)),
        Move(other, second, yuan(-60_000)), Move(other, first, yuan(60_000)),
    ]  # fmt: skip
    transfers.move(desk, day=date(2026, 3, 2), number="临教财〔2026〕9号", moves=moves)

    def shares() -> dict[tuple[int, int], int]:
        found: dict[tuple[int, int], int] = {}
        for row in allocations.rows(desk):
            key = (row.document_id, row.project_id)
            found[key] = found.get(key, 0) + row.amount.raw
        return {key: amount for key, amount in found.items() if amount}

    assert shares() == {(one, second): 60_000_00, (other, first): 60_000_00}
    undoing.undo_last(desk)
    assert shares() == {(one, first): 60_000_00, (other, second): 60_000_00}
