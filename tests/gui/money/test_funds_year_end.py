"""资金: carrying over, giving back, arrival by share, ages, and what is reserved behind a figure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from facilitydesk.domain.funds import Measure
from facilitydesk.gui.export import view_document
from facilitydesk.gui.money.arrival_form import ArrivalForm
from facilitydesk.gui.money.behind import BehindPanel
from facilitydesk.gui.money.carrying_form import CarryForm
from facilitydesk.gui.money.funds_page import FundsPage
from facilitydesk.gui.money.ledger_lines import Across, Rows
from facilitydesk.gui.money.surplus_form import SurplusForm
from facilitydesk.interchange.importing import run_import
from facilitydesk.reports.paper import xlsx
from facilitydesk.services.desk import Desk
from facilitydesk.services.journal import undoing
from facilitydesk.services.money import (
    allocations,
    carrying,
    contract_shares,
    contracts,
    documents,
    receipts,
)
from tests.entering import added
from tests.gui.desks import settle
from tests.gui.register.registers import Hand, page_on
from tests.services.money.ledgers import add_project, allot, arrive, paper, pay, yuan

OLD, NEW = "川财教〔2024〕8号", "川财教〔2026〕1号"


@pytest.fixture
def funds(qtbot: QtBot, desk: Desk) -> Iterator[FundsPage]:
    """40,000 of 2024 with 15,000 paid in 2025; 60,000 and 30,000 of a document of 2026."""
    second = add_project(desk, "食堂", "青石镇中心小学")
    first = add_project(desk, "教学楼")
    old = paper(desk, OLD, year=2024, day=date(2024, 3, 1), amount=yuan(40_000))
    allot(desk, old, first, 40_000, day=date(2024, 4, 1))
    arrive(desk, old, 40_000, day=date(2024, 4, 1))
    pay(desk, old, first, 15_000, day=date(2025, 5, 5))
    new = paper(desk, NEW)
    allot(desk, new, first, 60_000)
    allot(desk, new, second, 30_000)
    with page_on(qtbot, desk, FundsPage) as page:
        if page.head.scale != 1:
            page.head.unit.click()
        settle()
        yield page


def content(page: FundsPage, kind: type[Any]) -> Any:
    found = page.sources.side.content
    assert isinstance(found, kind)
    return found


def cells(model: Any, *keys: str) -> list[tuple[str, ...]]:
    numbers = [model.by_key[key] for key in keys]
    return [
        tuple(str(model.index(line, n).data() or "") for n in numbers)
        for line in range(model.rowCount())
    ]


def test_the_age_of_what_is_left_stands_in_its_column(funds: FundsPage) -> None:
    hand = Hand(funds.table)
    assert dict(zip(hand.column("number"), hand.column("age"), strict=True)) == {OLD: "2", NEW: ""}
    funds.show_view("ledger")
    settle()
    model = funds.ledger.matrix.model
    assert model is not None
    assert [ages for _, ages in cells(model, "name", "age")] == ["2", ""]


def test_what_is_left_is_carried_by_its_source_year(funds: FundsPage) -> None:
    desk = funds.context.desk
    funds.sources.carry_button.click()
    settle()
    form = content(funds, CarryForm)
    assert cells(form.model, "source_year", "age", "amount") == [("2024", "1", "25,000.00")]
    assert form.sum.text() == "结转 1 笔，合计 25,000.00 元"
    form.model.setData(form.model.index(0, 0), "")
    settle()
    assert not form.question.store.isEnabled()
    form.model.setData(form.model.index(0, 0), "是")
    settle()
    form.question.submit()
    settle()
    assert funds.sources.side.isHidden()
    carried = [row for row in allocations.rows(desk) if row.kind.value == "结转"]
    assert [(row.day.year, row.amount) for row in carried] == [
        (2025, yuan(-25_000)),
        (2026, yuan(25_000)),
    ]
    Hand(funds.table).at(Hand(funds.table).column("number").index(OLD), "number")
    settle()
    below = Hand(funds.sources.allocations)
    assert below.column("source_year") == ["", "2024", "2024"]
    assert "按 Ctrl+Z" in below.note
    undoing.undo_last(desk)
    assert all(row.kind.value != "结转" for row in allocations.rows(desk))


def test_a_carrying_over_is_taken_away_as_a_whole(funds: FundsPage) -> None:
    desk = funds.context.desk
    funds.sources.carry_button.click()
    settle()
    content(funds, CarryForm).question.submit()
    settle()
    (row, _) = [row for row in allocations.rows(desk) if row.transfer_id is not None]
    funds.sources.allocations.wanted_back.emit(row)
    settle()
    assert all(row.transfer_id is None for row in allocations.rows(desk))


def test_a_surplus_goes_back_and_more_is_refused_beside_its_field(funds: FundsPage) -> None:
    desk = funds.context.desk
    Hand(funds.table).at(Hand(funds.table).column("number").index(OLD), "number")
    settle()
    Hand(funds.sources.allocations).at(0, "amount")
    funds.sources.surplus_button.click()
    settle()
    form = content(funds, SurplusForm)
    assert (
        form.words.text() == "可缴回 25,000.00 元（已分配 40,000.00，已支付 15,000.00，按已到位计）"
    )
    form.question.set_text("amount", "25,000.01")
    form.question.submit()
    settle()
    assert "结余为25,000.00元，不能缴回25,000.01元" in form.question.problem.text()
    form.question.set_text("amount", "5000")
    form.question.submit()
    settle()
    row = next(row for row in documents.rows(desk) if row.number == OLD)
    assert (row.allocated, row.received) == (yuan(35_000), yuan(35_000))


def test_money_is_taken_back_for_other_projects(funds: FundsPage) -> None:
    desk = funds.context.desk
    Hand(funds.table).at(Hand(funds.table).column("number").index(NEW), "number")
    settle()
    Hand(funds.sources.allocations).at(1, "amount")
    funds.sources.surplus_button.click()
    settle()
    form = content(funds, SurplusForm)
    assert form.words.text().startswith("可缴回 0.00 元")
    form.how.button("take").click()
    settle()
    assert form.words.text().startswith("可收回 30,000.00 元")
    form.question.submit()
    settle()
    row = next(row for row in documents.rows(desk) if row.number == NEW)
    assert (row.allocated, row.remaining) == (yuan(60_000), yuan(40_000))


def test_an_arrival_is_divided_before_the_officers_eyes(funds: FundsPage) -> None:
    desk = funds.context.desk
    Hand(funds.table).at(Hand(funds.table).column("number").index(NEW), "number")
    settle()
    funds.sources.share_button.click()
    settle()
    form = content(funds, ArrivalForm)
    form.question.set_text("amount", "100.01")
    settle()
    assert cells(form.model, "project", "amount") == [
        ("城关镇中心小学 · 教学楼", "66.67"),
        ("青石镇中心小学 · 食堂", "33.34"),
    ]
    assert form.sum.text() == "分到 2 个项目，合计 100.01 元"
    assert len(receipts.rows(desk)) == 1, "nothing is stored before"
    form.question.submit()
    settle()
    mine = [row for row in receipts.rows(desk) if row.document.endswith(NEW)]
    assert [row.amount for row in mine] == [yuan("66.67"), yuan("33.34")]


def test_behind_an_allocation_stand_its_contracts(funds: FundsPage) -> None:
    desk = funds.context.desk
    project = next(row for row in allocations.rows(desk) if row.project == "教学楼").project_id
    document = next(row for row in documents.rows(desk) if row.number == NEW).id
    contract = added(contracts.enter, desk, {"project_id": project, "name": "施工"}).row_id
    facts = {"document_id": document, "contract_id": contract, "amount": yuan(45_000)}
    added(contract_shares.enter, desk, {**facts, "day": date(2026, 2, 2)})
    funds.show_view("ledger")
    funds.ledger.ask(rows=Rows.PROJECT, across=Across.SUMS)
    settle()
    model = funds.ledger.matrix.model
    assert model is not None
    names = [name for (name,) in cells(model, "name")]
    head = next(h for h in funds.ledger.matrix.heads if h.key == Measure.ALLOCATED.value)
    funds.ledger.open_behind(model.row_at(names.index("城关镇中心小学 · 教学楼")), head)
    settle()
    panel = funds.ledger.side.content
    assert isinstance(panel, BehindPanel)
    assert panel.total == yuan(100_000)
    assert cells(panel.reserved.model, "contract", "reserved", "left") == [
        ("施工", "45,000.00", "45,000.00"),
        ("未安排到合同", "15,000.00", "15,000.00"),
    ]


def test_projects_stand_by_school_and_name_wherever_they_are_picked(funds: FundsPage) -> None:
    desk = funds.context.desk
    last = add_project(desk, "厨房", "青石镇中心小学")
    allot(desk, next(row.id for row in documents.rows(desk) if row.number == NEW), last, 5)
    funds.refresh()
    settle()
    assert list(funds.projects.labels()) == [
        "青石镇中心小学 · 厨房",
        "青石镇中心小学 · 食堂",
        "城关镇中心小学 · 教学楼",
    ]
    funds.show_view("ledger")
    funds.ledger.ask(rows=Rows.PROJECT, across=Across.SUMS)
    settle()
    model = funds.ledger.matrix.model
    assert model is not None
    assert [name for (name,) in cells(model, "name")][:3] == list(funds.projects.labels())


def test_what_is_exported_of_a_document_reads_back(funds: FundsPage, tmp_path: Path) -> None:
    desk = funds.context.desk
    old = next(row for row in documents.rows(desk) if row.number == OLD)
    first = allocations.rows(desk, document_id=old.id)[0].project_id
    carrying.carry_over(desk, 2025)
    carrying.return_surplus(
        desk, document_id=old.id, project_id=first, amount=yuan(1_000), day=date(2026, 2, 2),
        number="缴1",
    )  # fmt: skip
    funds.sources.allocations.show_document(old)
    funds.sources.receipts.show_document(old)
    settle()

    def facts() -> list[Any]:
        shares = [
            (r.document, r.project, r.day, r.amount, r.kind, r.source_year, r.number)
            for r in allocations.rows(desk)
        ]
        came = [(r.document, r.project, r.day, r.amount, r.kind) for r in receipts.rows(desk)]
        return [sorted(map(str, shares)), sorted(map(str, came))]

    before = facts()
    books: list[Path] = []
    for table in (funds.sources.allocations, funds.sources.receipts):
        panel = table.panel
        assert OLD in panel.export_title
        sheet = view_document(table.model, panel.view.shown_columns(), panel.export_title)
        books.append(tmp_path / f"{len(books)}.xlsx")
        books[-1].write_bytes(xlsx.render(sheet).xlsx)
    for book in books:  # into the ledger they came from: nothing new
        result = run_import(desk, book)
        assert result.review.book.tables[0].kind == "fund_moves"
        assert not result.refused
        assert result.changed["fund_moves"]["created"] == 0
    assert facts() == before
    undoing.undo_last(desk)  # 缴回
    undoing.undo_last(desk)  # 结转
    assert facts() != before
    for book in books:  # into the ledger without them: as they were
        result = run_import(desk, book)
        assert not result.refused, [each.problem.message for each in result.review.problems]
    assert facts() == before
