"""The matrix foots, drills down to its rows, and its rates name both ends."""

from __future__ import annotations

from datetime import date

import pytest

from facilitydesk.domain.funds import Flow, FundRateKind, Measure
from facilitydesk.services.desk import Desk
from facilitydesk.services.money import ledger, payments
from facilitydesk.services.money.ledger import ANY, RowBy, SourceBy, View
from facilitydesk.services.money.ledger_years import by_year
from tests.services.money.ledgers import add_project, allot, arrive, paper, pay, yuan

DAY = date(2026, 3, 11)


@pytest.fixture
def county(desk: Desk) -> dict[str, int]:
    """Three projects at two schools, three documents at two levels."""
    ids = {
        "teaching": add_project(desk, "教学楼"),
        "canteen": add_project(desk, "食堂"),
        "village": add_project(desk, "村小教学楼", "新田小学", township="马鞍镇"),
        "central": paper(desk, "川财教〔2026〕1号"),
        "old": paper(desk, "川财教〔2025〕9号", year=2025, day=date(2025, 12, 31)),
        "county": paper(desk, "临财教〔2026〕3号", level="县级", fund_name="县级配套资金"),
    }
    allot(desk, ids["central"], ids["teaching"], 40_000)
    allot(desk, ids["central"], ids["village"], 30_000)
    allot(desk, ids["old"], ids["canteen"], 100_000, day=date(2025, 12, 31))
    allot(desk, ids["county"], ids["teaching"], "0.01")
    arrive(desk, ids["central"], 60_000)
    arrive(desk, ids["old"], 100_000, project_id=ids["canteen"], day=date(2025, 12, 31))
    pay(desk, ids["central"], ids["teaching"], 25_000)
    pay(desk, ids["old"], ids["canteen"], 10_000, day=date(2025, 12, 31))
    pay(desk, ids["old"], ids["canteen"], 20_000)
    return ids


def test_rows_and_sources_add_up_to_the_total(desk: Desk, county: dict[str, int]) -> None:
    for rows in RowBy:
        for sources in SourceBy:
            seen = ledger.matrix(desk, View(DAY, rows, sources))
            for totals in (seen.row_totals.values(), seen.source_totals.values()):
                assert [sum(each) for each in zip(*totals, strict=True)] == list(seen.total)
            assert seen.total == Flow(300_000_00, 170_000_01, 160_000_00, 55_000_00)


def test_a_cell_holds_the_chain_of_one_project_and_source(
    desk: Desk, county: dict[str, int]
) -> None:
    seen = ledger.matrix(desk, View(DAY))
    cell = seen.cell(county["canteen"], county["old"])
    assert {m.term: m.of(cell) for m in Measure} == {
        "下达": yuan(100_000),
        "分配": yuan(100_000),
        "到位": yuan(100_000),
        "支付": yuan(30_000),
        "结余": yuan(70_000),
    }
    assert list(seen.rows.values()) == ["教学楼", "食堂", "村小教学楼", "未落实到项目"]
    nobody = seen.cell(None, county["central"])
    assert nobody == Flow(30_000_00, 0, 60_000_00, 0)  # not allocated; arrived as a whole
    assert seen.cell(county["village"], county["old"]) == Flow()


def test_a_project_counts_for_its_only_school(desk: Desk, county: dict[str, int]) -> None:
    seen = ledger.matrix(desk, View(DAY, RowBy.SCHOOL, SourceBy.LEVEL))
    by_name = {seen.rows[key]: flow for key, flow in seen.row_totals.items()}
    assert by_name["城关镇中心小学"].allocated == 140_000_01
    assert by_name["新田小学"].allocated == 30_000_00
    assert [source.name for source in seen.sources.values()] == ["中央", "县级"]


def test_a_day_before_knows_nothing_of_what_came_later(desk: Desk, county: dict[str, int]) -> None:
    seen = ledger.matrix(desk, View(date(2025, 12, 31)))
    assert seen.total == Flow(100_000_00, 100_000_00, 100_000_00, 10_000_00)


def test_years_add_up_to_the_whole(desk: Desk, county: dict[str, int]) -> None:
    for rows in RowBy:
        years = by_year(desk, View(DAY, rows))
        assert years.years == (2025, 2026)
        for key, total in years.totals.items():
            parts = [years.cell(key, year) for year in years.years]
            assert parts[0].plus(parts[1]) == total
    old = years.cell(None, 2025)
    assert old.paid == 0


def test_a_year_alone_shows_its_movements(desk: Desk, county: dict[str, int]) -> None:
    seen = ledger.matrix(desk, View(DAY, year=2026))
    assert seen.cell(county["canteen"], county["old"]) == Flow(0, 0, 0, 20_000_00)
    assert seen.total.paid == 45_000_00


def test_drill_down_gives_exactly_the_rows_of_a_figure(desk: Desk, county: dict[str, int]) -> None:
    view = View(DAY)
    behind = ledger.behind(desk, view, row=county["canteen"], source=county["old"])
    paid = payments.rows(desk, ids=behind.payments)
    assert sum(row.amount.raw for row in paid) == 30_000_00
    assert (len(behind.allocations), len(behind.receipts), behind.documents) == (1, 1, ())
    column = ledger.behind(desk, view, row=ANY, source=county["central"])
    assert column.documents == (county["central"],)
    assert (len(column.allocations), len(column.receipts), len(column.payments)) == (2, 1, 1)
    nobody = ledger.behind(desk, view, row=None, source=ANY)
    assert len(nobody.receipts) == 1
    assert nobody.allocations == nobody.payments == ()


def test_rates_name_both_ends(desk: Desk, county: dict[str, int]) -> None:
    rates = {r.kind: r for r in ledger.matrix(desk, View(DAY)).total.rates(DAY)}
    assert rates[FundRateKind.RECEIPT].explain() == (
        "到位率53.33% = 到位16 / 下达30 万元，截至2026-03-11"
    )
    assert rates[FundRateKind.PASSED_ON].explain() == (
        "拨付率34.38% = 支付5.5 / 到位16 万元，截至2026-03-11"
    )
    assert rates[FundRateKind.ALLOCATION].kind.ends == ("分配", "下达")
    assert Flow().rates()[0].text() == "—"


def test_execution_counts_what_was_carried_into_the_year(desk: Desk) -> None:
    project, document = add_project(desk, "教学楼"), paper(desk, year=2025, day=date(2025, 1, 5))
    allot(desk, document, project, 80_000, day=date(2025, 2, 1))
    pay(desk, document, project, 30_000, day=date(2025, 6, 1))
    from facilitydesk.services.money import carrying

    carrying.carry_over(desk, 2025)
    pay(desk, document, project, 20_000)
    for year, text in (
        (2025, "执行率37.50% = 当年支付3 / 当年预算（含结转）8 万元"),
        (2026, "执行率40.00% = 当年支付2 / 当年预算（含结转）5 万元"),
    ):
        rates = ledger.execution(desk, year, as_of=DAY, by=SourceBy.DOCUMENT)
        assert rates[document].explain().startswith(text)


def test_a_programme_shows_only_its_projects(desk: Desk, county: dict[str, int]) -> None:
    other = add_project(desk, "幼儿园", "第二幼儿园", programme="学前教育")
    allot(desk, county["county"], other, 70)
    from facilitydesk.services.figures import programme_named

    view = View(DAY, programme_id=programme_named(desk, "学前教育"))
    seen = ledger.matrix(desk, view)
    assert dict(seen.rows) == {other: "幼儿园"}
    assert seen.total == Flow(7_000, 7_000, 0, 0)
    assert len(ledger.behind(desk, view).allocations) == 1
