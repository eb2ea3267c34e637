"""Closed months, quarters and years: what they refuse, how they open, what damage they name."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import update

from facilitydesk.domain.periods import PeriodKind
from facilitydesk.domain.problems import Refused
from facilitydesk.services.datafile import files
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Edit
from facilitydesk.services.journal import undoing
from facilitydesk.services.money import (
    allocations,
    closing,
    contracts,
    documents,
    payments,
    receipts,
    transfers,
)
from facilitydesk.services.money.transfers import Move
from facilitydesk.store import tables
from tests.entering import added
from tests.services.money.ledgers import add_project, allot, arrive, paper, pay, yuan

FEBRUARY = date(2026, 2, 1)
LAST_OF_FEBRUARY = date(2026, 2, 28)


@pytest.fixture
def money(desk: Desk) -> tuple[int, int]:
    """A document of 100,000元, arrived and allocated in January."""
    project, document = add_project(desk, "教学楼"), paper(desk)
    allot(desk, document, project, 100_000)
    arrive(desk, document, 100_000)
    return document, project


def alter(desk: Desk, table: str, row_id: int, **values: object) -> None:
    """Changes a row behind the program's back."""
    target = getattr(tables, table)
    with desk.engine.begin() as connection:
        connection.execute(update(target).where(target.c.id == row_id).values(**values))


def test_a_closed_month_takes_nothing_and_says_how_to_open_it(
    desk: Desk, money: tuple[int, int]
) -> None:
    row_id = pay(desk, *money, 30_000, day=LAST_OF_FEBRUARY)
    closing.close(desk, PeriodKind.MONTH, FEBRUARY)
    with pytest.raises(Refused, match=r"2026年2月已由王敏结账.*填写原因后解锁"):
        pay(desk, *money, 5, day=LAST_OF_FEBRUARY)
    for cell in (
        Edit(row_id, "amount", yuan(1)),
        Edit(row_id, "day", date(2026, 3, 1)),
        Edit(row_id, "payee", "别人"),
    ):
        assert [r.field for r in payments.enter(desk, [cell]).rejected] == [cell.field]
    # Words stay free, also beside a cell that is refused.
    both = [Edit(row_id, "note", "已对账"), Edit(row_id, "amount", yuan(1))]
    assert [r.field for r in payments.enter(desk, both).rejected] == ["amount"]
    assert payments.rows(desk)[0].note == "已对账"
    assert payments.rows(desk)[0].locked
    with pytest.raises(Refused, match="2026年2月已由"):
        allot(desk, *money, 5, day=FEBRUARY)
    with pytest.raises(Refused, match="2026年2月已由"):
        arrive(desk, money[0], 5, day=FEBRUARY)
    pay(desk, *money, 5, day=date(2026, 3, 1))


def test_other_ways_into_a_closed_month_are_shut(desk: Desk, money: tuple[int, int]) -> None:
    document, project = money
    second = add_project(desk, "食堂")
    share = allot(desk, paper(desk, "2号"), second, 5, day=FEBRUARY)
    contract = added(contracts.enter, desk, {"project_id": project, "name": "施工"}).row_id
    change = {"contract_id": contract, "amount": yuan(5), "day": FEBRUARY}
    (change_id,) = contracts.enter_changes(desk, new=[change]).added
    assert change_id is not None
    closing.close(desk, PeriodKind.MONTH, FEBRUARY)
    closed = "2026年2月已由"
    with pytest.raises(Refused, match=closed):
        allocations.delete(desk, [share])
    with pytest.raises(Refused, match=closed):
        contracts.delete_changes(desk, [change_id])
    assert contracts.enter_changes(desk, new=[change]).rejected
    sides = [Move(document, project, yuan(-5)), Move(document, second, yuan(5))]
    with pytest.raises(Refused, match=closed):
        transfers.move(desk, day=FEBRUARY, number="5号", moves=sides)
    row_id = receipts.rows(desk)[0].id
    assert receipts.enter(desk, [Edit(row_id, "day", FEBRUARY)]).rejected
    assert documents.enter(desk, [Edit(document, "day", FEBRUARY)]).rejected


def test_a_payment_of_a_closed_month_is_voided_today(desk: Desk, money: tuple[int, int]) -> None:
    row_id = pay(desk, *money, 30_000, day=LAST_OF_FEBRUARY)
    closing.close(desk, PeriodKind.MONTH, FEBRUARY)
    payments.void(desk, row_id, reason="重复")
    assert [row.day for row in payments.rows(desk)] == [LAST_OF_FEBRUARY, desk.today]
    assert closing.recheck(desk) == ()


def test_undo_stops_at_a_closed_month(desk: Desk, money: tuple[int, int]) -> None:
    pay(desk, *money, 30_000, day=LAST_OF_FEBRUARY)
    closing.close(desk, PeriodKind.MONTH, FEBRUARY)
    with pytest.raises(Refused, match="2026年2月已由"):
        undoing.undo_last(desk)
    closing.reopen(desk, PeriodKind.MONTH, FEBRUARY, "补记")
    undoing.undo_last(desk)
    assert payments.rows(desk) == ()
    closing.close(desk, PeriodKind.MONTH, FEBRUARY)
    with pytest.raises(Refused, match="2026年2月已由"):
        undoing.redo_last(desk)


def test_opening_needs_a_reason_and_the_longest_period_first(desk: Desk) -> None:
    january = date(2026, 1, 31)
    closing.close(desk, PeriodKind.MONTH, january)
    closing.close(desk, PeriodKind.YEAR, date(2025, 7, 1))
    closing.close(desk, PeriodKind.QUARTER, date(2025, 12, 31))
    assert [each.period.label for each in closing.closed(desk)] == [
        "2026年1月",
        "2025年第4季度",
        "2025年",
    ]
    with pytest.raises(Refused, match="已经结账"):
        closing.close(desk, PeriodKind.MONTH, january)
    with pytest.raises(Refused, match="原因"):
        closing.reopen(desk, PeriodKind.MONTH, january, "  ")
    with pytest.raises(Refused, match="请先解锁2025年"):
        closing.reopen(desk, PeriodKind.QUARTER, date(2025, 12, 31), "更正")
    with pytest.raises(Refused, match="尚未结束"):
        closing.close(desk, PeriodKind.MONTH, desk.today)
    closing.reopen(desk, PeriodKind.MONTH, january, "更正")
    with pytest.raises(Refused, match="没有结账"):
        closing.reopen(desk, PeriodKind.MONTH, january, "更正")
    closing.reopen(desk, PeriodKind.YEAR, date(2025, 1, 1), "更正")
    assert [each.period.label for each in closing.closed(desk)] == ["2025年第4季度"]


def test_damage_to_a_closed_month_is_named_by_month_and_amount(
    desk: Desk, money: tuple[int, int]
) -> None:
    row_id = pay(desk, *money, 30_000, day=LAST_OF_FEBRUARY)
    closing.close(desk, PeriodKind.MONTH, FEBRUARY)
    closing.close(desk, PeriodKind.MONTH, date(2026, 1, 1))
    assert closing.recheck(desk) == ()
    alter(desk, "payment", row_id, amount=30_010_00)
    (found,) = closing.recheck(desk)
    assert found.message.startswith(
        "2026年2月已结账的支付由30,000.00元变为30,010.00元，相差10.00元"
    )
    assert found.message in files.verify(desk).faults
    alter(desk, "payment", row_id, amount=30_000_00)
    assert closing.recheck(desk) == ()
    alter(desk, "payment", row_id, day=date(2026, 1, 31))
    told = [each.message for each in closing.recheck(desk)]
    assert [text[:30] for text in told] == [
        "2026年1月已结账的支付由0笔变为1笔，金额相差30,000.00"[:30],
        "2026年2月已结账的支付由1笔变为0笔，金额相差-30,000.0"[:30],
    ]
    alter(desk, "payment", row_id, day=date(2026, 2, 27))
    (found,) = closing.recheck(desk)
    assert "合计30,000.00元未变，但其中的日期、项目或来源被改动" in found.message


def test_a_reconciled_payment_keeps_its_figures_and_frees_its_note(
    desk: Desk, money: tuple[int, int]
) -> None:
    row_id = pay(desk, *money, 30_000)
    with desk.operation("test.reconcile", "对账", undoable=False) as unit:
        run = unit.insert(
            tables.reconciliation,
            {
                "region_id": desk.home_id,
                "first": date(2026, 3, 1),
                "last": date(2026, 3, 10),
                "state": "finished",
                "officer_id": desk.officer_id,
                "at": unit.at,
            },
        )
        match = unit.insert(tables.match, {"reconciliation_id": run})
        unit.insert(tables.match_item, {"match_id": match, "payment_id": row_id})
    rejected = payments.enter(desk, [Edit(row_id, "amount", yuan(5))]).rejected
    assert rejected[0].problem.message.startswith("该笔支付已列入2026-03-01至2026-03-10的对账")
    assert not payments.enter(desk, [Edit(row_id, "note", "已核")]).rejected
    undoing.undo_last(desk)
    with pytest.raises(Refused, match="对账结果"):
        undoing.undo_last(desk)
