"""Planned, contracted, delivered, accepted, paid by class, school, batch, source; the rates."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from facilitydesk.domain.quantities import WAN, YI, Money
from facilitydesk.domain.rates import RateKind
from facilitydesk.domain.rounding import Style, amount, digits
from facilitydesk.domain.words.equipment_terms import BuyMoment, EquipmentClass
from facilitydesk.services import settings
from facilitydesk.services.dashboard import dashboard
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Edit
from facilitydesk.services.equipment import acceptances, batch_items, sharing
from facilitydesk.services.equipment.figures import EquipmentBy, ask
from facilitydesk.services.figures import By, Scope
from facilitydesk.services.figures import ask as figures
from facilitydesk.services.money import contracts, payments
from facilitydesk.store import tables
from tests.entering import added
from tests.services.equipment.county import (
    PEOPLE,
    batch,
    deliver,
    listed,
    planned,
    programme,
    schools,
    share,
)
from tests.services.money.ledgers import add_project, allot, arrive, paper, yuan

CASES = Path(__file__).parents[2] / "cases"
DAY = date(2026, 3, 1)


def table(name: str) -> Iterator[dict[str, str]]:
    with (CASES / name).open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def buy(desk: Desk, batch_id: int, item_id: int, names: list[str], each: int) -> None:
    """Share among schools, deliver and accept everything."""
    share(desk, item_id, [(name, each) for name in names])
    deliver(desk, batch_id, DAY)
    head = {"day": DAY, "buyer": "周兵", "acceptors": PEOPLE}
    acceptances.open_forms(desk, batch_id, head)


def store(desk: Desk, name: str, money: str, unit: int) -> None:
    """A case's table as plan lines of two schools and one accepted batch of all classes."""
    schools(desk, 2)
    programme_id = programme(desk, "全面改薄")
    batch_id = batch(desk, programme_id, "设备购置", signed_day=date(2026, 2, 1))
    for row in table(name):
        kind = EquipmentClass.of_text(row["类别"])
        assert kind is not None
        scale = WAN if row["数量单位"].startswith("万") else 1
        quantity = int(Decimal(row["数量(见单位列)"]) * scale)
        whole = Money.of(row[money], scale=unit)
        half = {"equipment_class": row["类别"], "quantity": quantity // 2}
        planned(
            desk,
            programme_id,
            [
                {**half, "school_id": "第1小学", "money": Money(whole.raw // 2)},
                {
                    **half,
                    "school_id": "第2小学",
                    "quantity": quantity - quantity // 2,
                    "money": Money(whole.raw - whole.raw // 2),
                },
            ],
        )
        line = {"equipment_class": row["类别"], "quantity": quantity, "money": whole}
        item_id = batch_items.enter(desk, batch_id, (), [line]).row_id
        pairs = [("第1小学", quantity // 2), ("第2小学", quantity - quantity // 2)]
        share(desk, item_id, pairs)
    deliver(desk, batch_id, DAY)
    head = {"day": DAY, "buyer": "周兵", "acceptors": PEOPLE}
    acceptances.open_forms(desk, batch_id, head)


@pytest.mark.parametrize(
    ("name", "money", "unit", "word"),
    [
        ("t02_shandong_2017_02_equipment.csv", "金额(亿元)", YI, "亿元"),
        ("t03_shanxi_2015_08_equipment.csv", "金额(万元)", WAN, "万元"),
    ],
)
def test_the_classes_of_a_province_come_out_as_printed(
    desk: Desk, name: str, money: str, unit: int, word: str
) -> None:
    store(desk, name, money, unit)
    found = ask(desk, DAY, EquipmentBy.CLASS)
    exact = Style(places=6, trim_zeros=True)
    printed = list(table(name))
    assert [row.name for row in found.rows] == [row["类别"] for row in printed]
    for row, paper_row in zip(found.rows, printed, strict=True):
        measure = paper_row["数量单位"]
        scale = WAN if measure.startswith("万") else 1
        assert measure.removeprefix("万") == row.unit
        for moment in (row.progress.planned, row.progress.accepted):
            shown = digits(Decimal(moment.quantity) / scale, exact)
            assert shown == paper_row["数量(见单位列)"]
            assert Decimal(amount(moment.money, word, exact).replace(",", "")) == Decimal(
                paper_row[money]
            )
    whole = sum((Decimal(row[money]) for row in printed), Decimal(0))
    assert found.total.progress.accepted.money == Money.of(whole, scale=unit)
    assert found.total.unit == "", "GB and 册 are never added"
    assert found.total.progress.accepted.quantity == 0
    assert found.total.rate(found.moment).text() == "100.00%"


@pytest.fixture
def county(desk: Desk) -> int:
    """Planned 10,000元 for two schools; 131.4 % of it bought for 13,140元; the programme's id."""
    schools(desk, 2)
    programme_id = programme(desk)
    planned(
        desk,
        programme_id,
        [
            {
                "school_id": f"第{n}小学", "equipment_class": "课桌凳", "quantity": 50,
                "unit_price": Money.of(100),
            }
            for n in (1, 2)
        ],
    )  # fmt: skip
    return programme_id


def test_more_than_the_plan_is_shown_as_it_is(desk: Desk, county: int) -> None:
    batch_id = batch(desk, county)
    item_id = listed(desk, batch_id, 100, kind="课桌凳", item="课桌凳")
    batch_items.enter(desk, batch_id, [Edit(item_id, "money", yuan(13_140))])
    buy(desk, batch_id, item_id, ["第1小学", "第2小学"], 50)
    (row,) = ask(desk, DAY, EquipmentBy.CLASS).rows
    assert row.rate(BuyMoment.ACCEPTANCE).text() == "131.40%"
    by_count = row.quantity_rate(BuyMoment.ACCEPTANCE)
    assert by_count is not None
    assert by_count.text() == "100.00%"
    whole = figures(desk, Scope(DAY)).groups[0].figures
    assert whole.procured == yuan(13_140)
    assert whole.planned.equipment == yuan(10_000)
    assert whole.procurement_rate.explain() == (
        "131.40% = 1.314 / 1 万元，按投资，采购计划，截至2026-03-01，按采购批次以已验收计"
    )


def test_the_moment_that_counts_is_a_setting_told_beside_the_rate(desk: Desk, county: int) -> None:
    batch_id = batch(desk, county, signed_day=date(2026, 2, 1))
    item_id = listed(desk, batch_id, 100, kind="课桌凳", item="课桌凳")
    share(desk, item_id, [("第1小学", 50), ("第2小学", 50)])
    ids = [row.id for row in sharing.rows(desk, item_id)]
    deliver(desk, batch_id, DAY, {ids[0]: 30})

    def rate(moment: BuyMoment) -> str:
        settings.change(desk, "equipment.moment", moment.value)
        found = figures(desk, Scope(DAY)).groups[0].figures.procurement_rate
        return f"{found.text()} {found.notes[-1]}"

    assert [rate(moment) for moment in BuyMoment] == [
        "100.00% 按采购批次以已签合同计",
        "30.00% 按采购批次以已到货计",
        "0.00% 按采购批次以已验收计",
        "0.00% 按采购批次以已付款计",
    ]


def test_by_school_township_nature_and_year_add_up(desk: Desk, county: int) -> None:
    batch_id = batch(desk, county)
    item_id = listed(desk, batch_id, 100, 90, kind="课桌凳", item="课桌凳")
    share(desk, item_id, [("第1小学", 70), ("第2小学", 30)])
    deliver(desk, batch_id, DAY)
    head = {"day": DAY, "buyer": "周兵", "acceptors": PEOPLE}
    acceptances.open_forms(desk, batch_id, head)
    for by in (By.SCHOOL, By.TOWNSHIP, By.NATURE, By.YEAR, By.COUNTY):
        groups = figures(desk, Scope(DAY), by=by).groups
        assert sum(group.figures.procured.raw for group in groups) == yuan(9_000).raw, by
    schools_ = {g.name: g.figures for g in figures(desk, Scope(DAY), by=By.SCHOOL).groups}
    assert schools_["第1小学"].procurement_rate.text() == "126.00%"
    assert schools_["第2小学"].procurement_rate.text() == "54.00%"
    assert figures(desk, Scope(date(2026, 1, 1))).groups[0].figures.procured == yuan(0)


def test_paid_is_what_the_batch_s_contract_paid(desk: Desk) -> None:
    schools(desk, 2)
    project = add_project(desk, "设备购置")
    document = paper(desk, "川财教〔2026〕1号")
    allot(desk, document, project, 100_000)
    arrive(desk, document, 100_000)
    contract = added(
        contracts.enter,
        desk,
        {"project_id": project, "name": "课桌凳采购合同", "amount": yuan(10_000)},
    ).row_id
    batch_id = batch(desk, programme(desk), contract_id=contract, document_id=document)
    item_id = listed(desk, batch_id, 100, kind="课桌凳", item="课桌凳")
    share(desk, item_id, [("第1小学", 67), ("第2小学", 33)])
    payments.add(
        desk,
        {
            "document_id": document, "contract_id": contract, "project_id": project,
            "day": DAY, "amount": Money.of("5000.01"), "kind": "进度",
        },
    )  # fmt: skip
    found = ask(desk, DAY, EquipmentBy.SCHOOL)
    assert [row.progress.paid.money.raw for row in found.rows] == [335001, 165000]
    assert found.total.progress.paid.money == Money.of("5000.01")
    by_source = ask(desk, DAY, EquipmentBy.SOURCE)
    assert [(row.name, row.progress.paid.money) for row in by_source.rows] == [
        ("中央", Money.of("5000.01"))
    ]
    by_batch = ask(desk, DAY, EquipmentBy.BATCH)
    assert [row.progress.contracted.money for row in by_batch.rows] == [yuan(10_000)]


def test_works_are_counted_until_a_batch_exists_and_never_twice(desk: Desk, county: int) -> None:
    from tests.store_fixtures import add_work

    work = add_work(desk, programme="能力提升", nature="设备购置", planned_investment=20_000_00)
    with desk.operation("test.entry", "填报") as unit:
        unit.insert(
            tables.week_entry,
            {
                "work_id": work, "week_start": date(2026, 2, 23), "as_of": date(2026, 2, 25),
                "invested": 8_000_00,
            },
        )  # fmt: skip
    before = figures(desk, Scope(DAY)).groups[0].figures
    assert before.procurement_rate.explain() == (
        "40.00% = 0.8 / 2 万元，按投资，以在库单项工程规划数之和为分母，截至2026-03-01，"
        "以设备购置项目累计完成投资计"
    )
    batch(desk, county)
    after = figures(desk, Scope(DAY)).groups[0].figures
    assert after.procured == yuan(0)
    assert after.procurement_rate.notes == (
        "按采购批次以已验收计",
        "设备购置项目填报的0.8万元不重复计入",
    )


def test_the_tile_of_the_dashboard_counts_batches_and_opens_their_page(
    desk: Desk, county: int
) -> None:
    batch_id = batch(desk, county)
    item_id = listed(desk, batch_id, 100, 80, kind="课桌凳", item="课桌凳")
    buy(desk, batch_id, item_id, ["第1小学", "第2小学"], 50)
    tiles = {tile.kind: tile for tile in dashboard(desk, Scope(date(2026, 3, 5))).tiles}
    tile = tiles[RateKind.PROCUREMENT]
    assert tile.rate.text() == "80.00%"
    assert tile.page == "equipment"
    assert tile.since_month is not None
    assert tile.since_month.money == yuan(8_000), "nothing was accepted by the end of February"
    assert tiles[RateKind.START].page == ""
