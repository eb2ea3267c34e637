"""Years of a project, the schools' side, arrival by share, carrying over, and rules of sources."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from facilitydesk.domain.money_rules import MoneyTest
from facilitydesk.domain.problems import Refused
from facilitydesk.domain.quantities import Money
from facilitydesk.domain.splitting import split
from facilitydesk.services import week
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Edit
from facilitydesk.services.journal import undoing
from facilitydesk.services.money import (
    allocations,
    carrying,
    documents,
    project_years,
    receipts,
    rule_table,
    settlements,
    settling,
    source_rules,
)
from facilitydesk.services.money.settling import Typed
from facilitydesk.services.week import Cell
from tests.services.money.ledgers import (
    add_project,
    allot,
    arrive,
    paper,
    pay,
    project_of,
    yuan,
)
from tests.store_fixtures import add_work

MARCH = (date(2026, 3, 1), date(2026, 3, 31))


# --- a project over several years ----------------------------------------------------------------


def test_the_years_add_up_to_the_project(desk: Desk) -> None:
    work = add_work(desk, project="教学楼", planned_investment=Money.of(200_000).raw)
    project = project_of(desk, work)
    document = paper(desk, year=2025, day=date(2025, 3, 1))
    allot(desk, document, project, 70_000, day=date(2025, 4, 1))
    arrive(desk, document, 50_000, day=date(2025, 4, 2), project_id=project)
    arrive(desk, document, 20_000, project_id=project)
    pay(desk, document, project, 30_000, day=date(2025, 12, 31))
    pay(desk, document, project, 20_000)
    week.enter(desk, date(2025, 12, 15), [Cell(work, "invested", yuan(45_000))])
    week.enter(desk, date(2026, 3, 2), [Cell(work, "invested", yuan(65_500))])
    project_years.enter(
        desk,
        project,
        new=[{"year": 2025, "planned": yuan(120_000)}, {"year": 2026, "note": "待定"}],
    )
    found = project_years.of_project(desk, project)
    assert found is not None
    assert [
        (y.year, y.planned, y.allocated, y.received, y.paid, y.invested) for y in found.years
    ] == [
        (2025, yuan(120_000), yuan(70_000), yuan(50_000), yuan(30_000), yuan(45_000)),
        (2026, None, yuan(0), yuan(20_000), yuan(20_000), yuan(20_500)),
    ]
    assert (found.allocated, found.received, found.paid, found.invested) == (
        yuan(70_000), yuan(70_000), yuan(50_000), yuan(65_500),
    )  # fmt: skip
    assert (found.planned, found.gap) == (yuan(120_000), yuan(80_000))


def test_a_year_is_typed_emptied_and_undone(desk: Desk) -> None:
    project = add_project(desk, "教学楼")
    project_years.enter(desk, project, new=[{"year": 2026, "planned": yuan(5)}])
    twice = project_years.enter(desk, project, new=[{"year": 2026, "planned": yuan(6)}])
    assert "2026年已有一行" in twice.rejected[0].problem.message
    bad = project_years.enter(desk, project, [Edit(2026, "planned", yuan(-1))])
    assert "不能为负数" in bad.rejected[0].problem.message
    project_years.enter(desk, project, [Edit(2026, "planned", None)])
    found = project_years.of_project(desk, project)
    assert found is not None
    assert found.years == ()
    undoing.undo_last(desk)
    found = project_years.of_project(desk, project)
    assert found is not None
    assert found.planned == yuan(5)


# --- the schools' side ---------------------------------------------------------------------------


def test_a_month_is_typed_and_counts_in_the_year(desk: Desk) -> None:
    project = add_project(desk, "教学楼")
    document = paper(desk)
    allot(desk, document, project, 60_000)
    arrive(desk, document, 30_000, project_id=project)
    arrive(desk, document, 10_000, project_id=project, day=date(2026, 3, 31))
    pay(desk, document, project, 5_000)
    (school,) = settlements.school_names(desk)
    done = settling.enter(
        desk,
        [
            Typed(school, *MARCH, "due", yuan(12_000)),
            Typed(school, *MARCH, "basis", "120人×100元"),
            Typed(school, *MARCH, "reason", "4月补拨"),
            Typed(school, *MARCH, "paid", yuan(1)),
        ],
    )
    assert [r.problem.code for r in done.rejected] == ["settlement.read_only"]
    months = settlements.by_month(desk, 2026, last=date(2026, 3, 11))
    assert [(m.period, m.due, m.received, m.paid, m.difference) for m in months] == [
        ("2026年1月", yuan(60_000), yuan(30_000), yuan(0), yuan(30_000)),
        ("2026年3月", yuan(12_000), yuan(10_000), yuan(5_000), yuan(2_000)),
    ]
    assert [m.unexplained for m in months] == [True, False]
    (year,) = settlements.settlements(desk, date(2026, 1, 1), date(2026, 3, 31))
    assert (year.due, year.received, year.reason) == (
        yuan(72_000), yuan(40_000), "2026年3月：4月补拨",
    )  # fmt: skip
    settling.enter(desk, [Typed(school, *MARCH, key, None) for key in ("due", "basis", "reason")])
    assert settlements.by_month(desk, 2026, last=MARCH[1])[1].due == yuan(0)


def test_what_is_carried_over_is_not_due_again(desk: Desk) -> None:
    project, document = add_project(desk, "教学楼"), paper(desk, year=2025, day=date(2025, 3, 1))
    allot(desk, document, project, 40_000, day=date(2025, 4, 1))
    carrying.carry_over(desk, 2025)
    (row,) = settlements.settlements(desk, date(2025, 1, 1), date(2026, 3, 11))
    assert row.due == yuan(40_000)
    assert settlements.settlements(desk, date(2026, 1, 1), date(2026, 3, 11)) == ()


def test_pasted_lines_find_their_school_and_others_are_named(desk: Desk) -> None:
    add_project(desk, "教学楼")
    done, unknown = settling.paste(
        desk,
        *MARCH,
        [
            {"school": "城关镇中心小学", "due": yuan("803750.00"), "reason": "缓拨"},
            {"school": "北山小学", "due": yuan(1)},
        ],
    )
    assert unknown == ("北山小学",)
    (row,) = settlements.settlements(desk, *MARCH)
    assert (row.due, row.reason, done.rejected) == (yuan("803750.00"), "缓拨", ())
    undoing.undo_last(desk)
    assert settlements.settlements(desk, *MARCH) == ()


# --- arrival by share ----------------------------------------------------------------------------


def test_parts_add_up_by_the_largest_remainder() -> None:
    assert split(100, [1, 1, 1]) == [34, 33, 33]
    assert split(10, [5, 3, 3]) == [4, 3, 3]
    assert split(7, [60, 25, 15]) == [4, 2, 1]
    assert split(0, [2, 3]) == [0, 0]
    with pytest.raises(ValueError, match="nothing"):
        split(1, [0, 0])


def test_an_arrival_is_divided_as_it_was_shown(desk: Desk) -> None:
    projects = [add_project(desk, name) for name in ("教学楼", "食堂", "宿舍")]
    document = paper(desk)
    for project, amount in zip(projects, (50_000, 25_000, 25_000), strict=True):
        allot(desk, document, project, amount)
    with pytest.raises(Refused, match="金额应大于0"):
        receipts.by_share(desk, document_id=document, amount=yuan(0))
    parts = receipts.by_share(desk, document_id=document, amount=yuan("100.01"))
    assert [(p.project, p.amount) for p in parts] == [
        ("教学楼", yuan("50.01")),
        ("食堂", yuan("25.00")),
        ("宿舍", yuan("25.00")),
    ]
    receipts.arrive_by_share(
        desk, document_id=document, amount=yuan("100.01"), day=date(2026, 2, 2)
    )
    stored = receipts.rows(desk, document_id=document)
    assert [row.amount for row in stored] == [p.amount for p in parts]
    undoing.undo_last(desk)
    assert receipts.rows(desk) == ()


# --- carrying over, giving back ------------------------------------------------------------------


def test_what_is_carried_is_shown_first_and_can_be_chosen(desk: Desk) -> None:
    first, second = add_project(desk, "教学楼"), add_project(desk, "食堂")
    old = paper(desk, "川财教〔2024〕8号", year=2024, day=date(2024, 3, 1))
    new = paper(desk, "川财教〔2025〕9号", year=2025, day=date(2025, 3, 1))
    allot(desk, old, first, 40_000, day=date(2024, 4, 1))
    allot(desk, new, second, 30_000, day=date(2025, 4, 1))
    arrive(desk, old, 40_000, day=date(2024, 4, 1))
    pay(desk, old, first, 15_000, day=date(2025, 5, 5))
    shown = carrying.to_carry(desk, 2025)
    assert [(x.source_year, x.years(2025), x.project, x.amount) for x in shown] == [
        (2024, 1, "教学楼", yuan(25_000)),
        (2025, 0, "食堂", yuan(30_000)),
    ]
    carrying.carry_over(desk, 2025, number="临财〔2026〕1号", only=[shown[0].key])
    carried = [row for row in allocations.rows(desk) if row.kind.value == "结转"]
    assert [(row.day, row.amount, row.source_year, row.number) for row in carried] == [
        (date(2025, 12, 31), yuan(-25_000), 2024, "临财〔2026〕1号"),
        (date(2026, 1, 1), yuan(25_000), 2024, "临财〔2026〕1号"),
    ]


def test_money_is_taken_back_to_the_document_or_returned_to_the_treasury(desk: Desk) -> None:
    project, document = add_project(desk, "教学楼"), paper(desk)
    allot(desk, document, project, 40_000)
    arrive(desk, document, 30_000)
    pay(desk, document, project, 25_000)
    free = carrying.surplus(desk, document, project)
    assert (free.take_back, free.give_back) == (yuan(15_000), yuan(5_000))
    facts: dict[str, Any] = {
        "document_id": document,
        "project_id": project,
        "day": date(2026, 3, 5),
    }
    with pytest.raises(Refused, match=r"可收回15,000\.00元，不能收回15,001\.00元"):
        carrying.take_back(desk, amount=yuan(15_001), **facts)
    carrying.take_back(desk, amount=yuan(10_000), **facts)
    (row,) = documents.rows(desk)
    assert (row.allocated, row.remaining, row.received) == (
        yuan(30_000), yuan(70_000), yuan(30_000),
    )  # fmt: skip
    carrying.return_surplus(desk, amount=yuan(5_000), **facts)
    (row,) = documents.rows(desk)
    assert (row.allocated, row.remaining, row.received) == (
        yuan(25_000), yuan(70_000), yuan(25_000),
    )  # fmt: skip


# --- rules ---------------------------------------------------------------------------------------


def test_a_rule_is_changed_and_put_back(desk: Desk) -> None:
    row = next(r for r in rule_table.rows(desk) if r.test is MoneyTest.ADVANCE_HIGH)
    rule_table.enter(desk, [Edit(row.id, "threshold", 20_00)])
    lost = next(r for r in rule_table.rows(desk) if r.test is MoneyTest.PURPOSE)
    rule_table.delete(desk, lost.id)
    changed = {r.test for r in rule_table.rows(desk) if rule_table.changed(r)}
    assert changed == {MoneyTest.ADVANCE_HIGH}
    rule_table.restore(desk, [row.id])
    assert not any(rule_table.changed(r) for r in rule_table.rows(desk))
    assert MoneyTest.PURPOSE not in {r.test for r in rule_table.rows(desk)}
    rule_table.restore(desk)
    assert MoneyTest.PURPOSE in {r.test for r in rule_table.rows(desk)}


def test_a_new_document_takes_over_the_rule_of_its_source(desk: Desk) -> None:
    early = paper(desk, "1号", level="县级")
    source_rules.enter(
        desk,
        new=[
            {"level": "县级", "over_rule": "warn", "pass_on_days": 60, "basis": "县财政办法"},
            {"level": "县级", "fund_name": "校舍维修", "over_rule": "stop"},
        ],
    )
    paper(desk, "2号", level="县级")
    paper(desk, "3号", level="县级", fund_name="校舍维修")
    paper(desk, "4号", level="中央")
    found = {row.number: (row.over_rule.value, row.pass_on_days) for row in documents.rows(desk)}
    assert found == {
        "1号": ("stop", None),
        "2号": ("warn", 60),
        "3号": ("stop", None),
        "4号": ("stop", None),
    }
    assert [(r.name, r.uses, r.differ) for r in source_rules.rows(desk)] == [
        ("县级", 2, 1),
        ("县级 校舍维修", 1, 0),
    ]
    source_rules.apply(desk)
    row = next(row for row in documents.rows(desk) if row.id == early)
    assert (row.over_rule.value, row.pass_on_days) == ("warn", 60)
    again = source_rules.enter(desk, new=[{"level": "县级", "over_rule": "stop"}])
    assert "不能重复" in again.rejected[0].problem.message
