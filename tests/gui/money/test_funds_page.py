"""资金: documents with allocations and receipts, transfers, the ledger, closed months."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from pytestqt.qtbot import QtBot

from facilitydesk.domain.funds import Measure
from facilitydesk.domain.periods import PeriodKind
from facilitydesk.domain.quantities import Money
from facilitydesk.gui.export import view_document
from facilitydesk.gui.money.behind import BehindPanel
from facilitydesk.gui.money.funds_page import FundsPage
from facilitydesk.gui.money.ledger_lines import Across, Rows
from facilitydesk.reports.paper.page import Table
from facilitydesk.services.desk import Desk
from facilitydesk.services.money import allocations, closing, documents, ledger, payments
from facilitydesk.services.money.ledger import RowBy, SourceBy, View
from facilitydesk.store import tables
from tests.gui.desks import settle
from tests.gui.register.registers import Hand, page_on
from tests.gui.unlocking import unlocked
from tests.services.money.ledgers import add_project, allot, arrive, paper, pay, yuan

A, B = "川财教〔2026〕1号", "临财教〔2026〕9号"


@pytest.fixture
def funds(qtbot: QtBot, desk: Desk) -> Iterator[FundsPage]:
    """Two documents of 100,000元; 60,000 and 30,000 allocated, 50,000 arrived, 20,000 paid."""
    first = add_project(desk, "教学楼")
    second = add_project(desk, "食堂", "青石镇中心小学")
    central = paper(desk, A)
    paper(desk, B, level="县级", fund_name="县级配套资金")
    allot(desk, central, first, 60_000)
    allot(desk, central, second, 30_000)
    arrive(desk, central, 50_000)
    pay(desk, central, first, 20_000)
    with page_on(qtbot, desk, FundsPage) as page:
        page.head.unit.click()  # 元
        settle()
        yield page


def test_a_document_shows_what_became_of_its_money(funds: FundsPage) -> None:
    hand = Hand(funds.table)
    (row,) = [row for row in documents.rows(funds.context.desk) if row.number == A]
    assert [hand.text(0, key) for key in ("number", "amount", "allocated", "remaining")] == [
        A, "100,000.00", "90,000.00", "10,000.00",
    ]  # fmt: skip
    assert [hand.text(0, key) for key in ("received", "paid", "balance")] == [
        "50,000.00", "20,000.00", "30,000.00",
    ]  # fmt: skip
    assert (row.received, row.balance) == (yuan(50_000), yuan(30_000))
    tree = funds.sources.tree
    whole = tree.topLevelItem(0)
    assert whole is not None
    assert (whole.text(1), whole.text(2)) == ("200,000.00", "110,000.00")


def test_the_tree_shows_a_level_alone(funds: FundsPage) -> None:
    tree = funds.sources.tree
    whole = tree.topLevelItem(0)
    assert whole is not None
    assert [whole.child(n).text(0) for n in range(whole.childCount())] == ["中央", "县级"]
    tree.setCurrentItem(whole.child(1))
    settle()
    assert Hand(funds.table).column("number") == [B]
    tree.setCurrentItem(whole)
    settle()
    assert Hand(funds.table).column("number") == [A, B]


def test_a_level_is_the_sum_of_its_documents(funds: FundsPage) -> None:
    paper(funds.context.desk, "川财教〔2026〕2号", amount=yuan("0.02"))
    funds.refresh()
    settle()
    whole = funds.sources.tree.topLevelItem(0)
    assert whole is not None
    sums = {whole.child(n).text(0): whole.child(n).text(1) for n in range(whole.childCount())}
    assert sums == {"中央": "100,000.02", "县级": "100,000.00"}
    assert whole.text(1) == "200,000.02"


def test_the_tree_shows_its_money_on_a_small_screen(funds: FundsPage) -> None:
    """1366×768 less the list of pages, the top bar and the status bar."""
    funds.resize(1230, 640)
    settle()
    tree = funds.sources.tree
    head = tree.header()
    last = head.sectionViewportPosition(2) + head.sectionSize(2)
    assert head.sectionSize(0) >= 100
    assert last <= tree.viewport().width()
    for table in (funds.sources.allocations, funds.sources.receipts):
        assert table.mapTo(funds, table.rect().bottomRight()).x() <= funds.width()


def test_a_document_is_typed_and_stored(funds: FundsPage) -> None:
    funds.sources.add()
    hand = Hand(funds.table)
    for key, text in (
        ("number", "省财教〔2026〕5号"),
        ("level", "省级"),
        ("fund_name", "奖补资金"),
    ):
        hand.type(-1, key, text)
    assert len(documents.rows(funds.context.desk)) == 2
    hand.type(-1, "amount", "12万元")
    stored = [row for row in documents.rows(funds.context.desk) if row.level == "省级"]
    assert [(row.number, row.amount) for row in stored] == [("省财教〔2026〕5号", yuan(120_000))]


def test_more_than_is_left_is_refused_in_its_cell(funds: FundsPage) -> None:
    Hand(funds.table).at(0, "number")
    settle()
    below = Hand(funds.sources.allocations)
    assert below.column("amount") == ["60,000.00", "30,000.00"]
    below.type(1, "amount", "45000")
    assert below.text(1, "amount") == "45000", "what was typed stays"
    assert len(below.bad) == 1
    assert "尚可分配40,000.00元" in below.bad[0]
    below.type(1, "amount", "40000")
    assert below.bad == []
    assert Hand(funds.table).text(0, "remaining") == "0.00"


def test_money_moves_between_projects_only_when_it_adds_up_to_nothing(funds: FundsPage) -> None:
    Hand(funds.table).at(0, "number")
    settle()
    funds.sources.transfer_button.setChecked(True)
    form = funds.sources.transfer
    projects = list(funds.projects.labels())

    def fill(line: int, key: str, text: str) -> None:
        index = form.model.index(line, form.model.by_key[key])
        form.model.setData(index, text)
        settle()

    fill(0, "project", projects[0])
    fill(0, "amount", "-5000")
    fill(1, "project", projects[1])
    fill(1, "amount", "4000")
    assert form.sum.text() == "合计 -1,000.00 元"
    assert not form.store.isEnabled()
    fill(1, "amount", "5000")
    assert form.store.isEnabled()
    form.store.click()
    assert form.problem.text() == "请填写调剂的文号。"
    form.number.setText("临教财〔2026〕18号")
    form.store.click()
    settle()
    kept = [row.amount for row in allocations.rows(funds.context.desk) if row.transfer_id]
    assert sorted(kept) == [yuan(-5000), yuan(5000)]
    assert form.total == Money(0)
    assert Hand(funds.table).text(0, "allocated") == "90,000.00"


def test_the_ledger_shows_the_services_figures(funds: FundsPage) -> None:
    desk, view = funds.context.desk, funds.ledger
    funds.show_view("ledger")
    view.ask(rows=Rows.PROJECT, across=Across.SUMS)
    settle()
    matrix = ledger.matrix(desk, View(funds.context.as_of, RowBy.PROJECT, SourceBy.FUND))
    model = view.matrix.model
    assert model is not None
    shown = {
        model.row_at(n).id: [model.row_at(n).cells[m.value] for m in Measure]
        for n in range(model.rowCount())
    }
    assert shown == {
        ("nobody",) if key is None else key: [m.of(flow) for m in Measure]
        for key, flow in matrix.row_totals.items()
    }
    assert view.sums.text("下达") == "200,000.00"
    assert view.sums.text("支付率") == "10.00%"
    assert view.sums.text("到位率") == "25.00%"


def test_a_rate_names_both_of_its_ends(funds: FundsPage) -> None:
    funds.show_view("ledger")
    settle()
    model = funds.ledger.matrix.model
    assert model is not None
    tip = model.index(0, model.by_key["receipt_rate"]).data(3)  # Qt.ToolTipRole
    assert "到位5 / 下达10 万元" in tip


def test_columns_by_source_and_year_add_up(funds: FundsPage) -> None:
    view = funds.ledger
    funds.show_view("ledger")
    for across in (Across.SOURCES, Across.YEARS):
        view.ask(rows=Rows.SCHOOL, across=across, measure=Measure.PAID)
        settle()
        model = view.matrix.model
        assert model is not None
        parts = [head.key for head in view.matrix.heads if head.key not in ("name", "total")]
        for n in range(model.rowCount()):
            cells = model.row_at(n).cells
            whole = sum(cells[key].raw for key in parts if cells[key] is not None)
            assert whole == cells["total"].raw
        assert "城关镇中心小学" in [model.row_at(n).cells["name"] for n in range(model.rowCount())]


def test_behind_a_figure_stand_the_rows_that_add_up_to_it(funds: FundsPage) -> None:
    view = funds.ledger
    funds.show_view("ledger")
    view.ask(rows=Rows.PROJECT, across=Across.SUMS)
    settle()
    model = view.matrix.model
    assert model is not None
    for measure in Measure:
        for n in range(model.rowCount()):
            line = model.row_at(n)
            head = next(head for head in view.matrix.heads if head.key == measure.value)
            view.open_behind(line, head)
            settle()
            panel = view.side.content
            assert isinstance(panel, BehindPanel)
            assert panel.total == line.cells[measure.value], (line.cells["name"], measure)


def test_the_view_that_is_exported_is_the_one_on_the_screen(funds: FundsPage) -> None:
    view = funds.ledger
    funds.show_view("ledger")
    settle()
    assert view.matrix.model is not None
    assert view.matrix.panel is not None
    columns = view.matrix.panel.view.shown_columns()
    (sheet,) = view_document(view.matrix.model, columns, "资金台账").parts
    (table,) = sheet.blocks
    assert isinstance(table, Table)
    last = table.rows[-1].cells
    assert last[:2] == ("合计", yuan(200_000))


def test_a_closed_month_takes_no_more_money(funds: FundsPage) -> None:
    desk, view = funds.context.desk, funds.closing
    funds.show_view("closing")
    settle()
    assert not view.model.row_at(2).ended, "March is not over"
    january = view.model.row_at(0)
    assert (january.name, january.received) == ("2026年1月", yuan(50_000))
    view.close_period(january)
    settle()
    assert view.model.row_at(0).state == "已结账"
    assert [each.period.first for each in closing.closed(desk)] == [date(2026, 1, 1)]
    funds.show_view("sources")
    Hand(funds.table).at(0, "number")
    settle()
    receipts = Hand(funds.sources.receipts)
    receipts.type(0, "amount", "60000")
    assert "已由王敏结账" in receipts.bad[0]
    view.panel.view.setCurrentIndex(view.model.index(0, 0))
    effect = "解锁后，2026年1月的金额可以更正，更正后请再次结账。原因"
    unlocked(view.ask_to_open, "凭证金额登记有误", effect)
    assert view.panel.note.text.text() == "已解锁：2026年1月"
    assert closing.closed(desk) == ()


def test_findings_carry_the_name_of_their_rule(funds: FundsPage) -> None:
    desk = funds.context.desk
    warned = paper(desk, "县财〔2026〕2号", over_rule="warn")
    allot(desk, warned, payments.rows(desk)[0].project_id, 130_000)
    funds.refresh()
    settle()
    rules = {line.rule: line.text for line in funds.findings.lines}
    assert "超出30,000.00元" in rules["分配不超过下达"]
    assert not funds.findings.isHidden()


def test_a_closed_month_that_was_altered_by_other_means_is_named(funds: FundsPage) -> None:
    desk = funds.context.desk
    closing.close(desk, PeriodKind.MONTH, date(2026, 1, 31))
    with desk.engine.begin() as connection:
        connection.execute(tables.receipt.update().values(amount=49_000_00))
    funds.refresh()
    settle()
    damage = [line.text for line in funds.findings.lines if line.rule == "结账核对"]
    assert len(damage) == 1
    assert damage[0].startswith("2026年1月已结账的")
    assert "由50,000.00元变为49,000.00元" in damage[0]
