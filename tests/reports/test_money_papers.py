"""The papers of money: what they print of a January by hand, in 元 to the 分, and that they foot."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from facilitydesk.domain.quantities import Money
from facilitydesk.domain.rates import Rate
from facilitydesk.reports import catalogue, producing
from facilitydesk.reports.options import Options
from facilitydesk.reports.paper.page import Document, Row, RowKind, Sheet, Table, Value
from facilitydesk.reports.paper.preview import Preview
from facilitydesk.services.desk import Desk
from facilitydesk.services.money import reconcile, settlements, settling
from facilitydesk.services.money.settling import Typed
from tests.services.money import a_month
from tests.services.money.ledgers import add_project, allot, arrive, paper, pay
from tests.services.money.test_reconcile import settle

LAST = date(2026, 1, 31)


@pytest.fixture
def january(desk: Desk, tmp_path: Path) -> Desk:
    """The month ticked, explained and finished."""
    made = a_month.ledger(desk)
    a_month.statement(desk, tmp_path)
    run_id, _ = reconcile.start(desk, LAST)
    settle(desk, made, run_id)
    reconcile.finish(desk, run_id)
    return desk


def built(desk: Desk, name: str, options: Options | None = None) -> Sheet:
    document: Document = catalogue.report_named(name).build(desk, LAST, options or Options())
    (sheet,) = document.parts
    assert isinstance(sheet, Sheet)
    return sheet


def tables(sheet: Sheet) -> list[Table]:
    return [block for block in sheet.blocks if isinstance(block, Table)]


def totals(table: Table) -> tuple[Value, ...]:
    (row,) = (row for row in table.rows if row.kind is RowKind.TOTAL)
    return row.cells


def data(table: Table) -> list[Row]:
    return [row for row in table.rows if row.kind is RowKind.DATA]


def test_the_sheet_of_three_sides_foots_and_names_what_is_open(january: Desk) -> None:
    sheet = built(january, "对账单")
    main, movement, left, signatures = tables(sheet)
    whole = [value.raw / 100 for value in totals(main)[1:] if isinstance(value, Money)]
    assert whole == [
        9_000_000, 9_000_000, 0, 8_000_000, 1_113_252.41, 1_067_651.91, 1_113_252.41, -45_600.50,
        6_932_348.09, 6_932_348.09, 0,
    ]  # fmt: skip
    for place, column in enumerate(main.columns):
        if column.sums:
            parts = [v.raw for r in data(main) if isinstance(v := r.cells[place], Money)]
            total = totals(main)[place]
            assert (total.raw if isinstance(total, Money) else 0) == sum(parts)
    assert [str(v) for v in totals(movement)[1:]] == [
        "0.00", "0.00", "45600.50", "-45600.50", "45600.50", "0.00",
    ]  # fmt: skip
    assert [(row.cells[1], str(row.cells[5]), row.cells[6]) for row in left.rows] == [
        ("教育局已记，财政未付", "30000.00", "财政尚未支付"),
        ("教育局已记，财政未付", "45600.50", "财政尚未支付"),
        ("财政已付，教育局未记", "30000.00", "财政误付，待退回"),
    ]
    assert [column.head for column in signatures.columns] == [
        "教育局（计财股）", "财政局（科教文股）", "项目学校",
    ]  # fmt: skip
    told = "\n".join(sheet.notes)
    assert "第8栏差异合计-45,600.50元，未达账项合计-45,600.50元，相差0.00元" in told
    assert "未说明的对账差额0.00元。" in told
    assert "一式三份" in told
    assert sheet.unit == "单位：元"


def test_what_is_above_its_limit_is_printed_and_named(desk: Desk) -> None:
    project = add_project(desk, "食堂")
    document = paper(desk, "某财教〔2026〕3号", over_rule="warn")
    allot(desk, document, project, 120_000)
    arrive(desk, document, 50_000)
    pay(desk, document, project, 60_000, day=date(2026, 1, 25))
    sheet = built(desk, "reconciliation")
    assert "第2栏不大于第1栏（某财教〔2026〕3号超出20,000.00元）" in sheet.notes[0]
    assert "第6栏不大于第4栏（某财教〔2026〕3号超出10,000.00元）" in sheet.notes[0]
    assert "第4栏不大于第1栏√" in sheet.notes[0]
    assert "本月尚未开始对账" in sheet.notes[1]


def test_both_balances_agree_after_adjustment(january: Desk) -> None:
    sheet = built(january, "余额调节表")
    assert [str(v) for v in totals(tables(sheet)[0]) if isinstance(v, Money)] == [
        "6856747.59",
        "6856747.59",
    ]
    assert "调节后余额相符。" in sheet.notes[0]


def test_the_ledger_prints_both_lines_of_a_voided_payment(january: Desk) -> None:
    (table,) = tables(built(january, "支付台账"))
    shown = [(str(r.cells[8]), r.cells[10]) for r in data(table) if r.cells[2] == "1105"]
    assert shown == [("60000.00", ""), ("60000.00", "已全额冲销"), ("-60000.00", "作废")]
    assert str(totals(table)[8]) == "1113252.41"
    (subtotal,) = (row for row in table.rows if row.kind is RowKind.SUBTOTAL)
    assert subtotal.cells[8] == totals(table)[8]


def test_execution_names_both_ends_of_its_rates(january: Desk) -> None:
    sheet = built(january, "资金执行情况表")
    cells = totals(tables(sheet)[0])
    assert [str(v) for v in cells[4:9]] == [
        "9000000.00", "9000000.00", "8000000.00", "1113252.41", "6886747.59",
    ]  # fmt: skip
    shown = [value.text() for value in cells[9:] if isinstance(value, Rate)]
    assert shown == ["100.00%", "88.89%", "13.92%", "12.37%"]
    assert "支付率=支付÷下达" in sheet.notes[0]


def test_the_application_leaves_out_what_was_taken_back(january: Desk) -> None:
    (table, review) = tables(built(january, "拨付申请表"))
    assert len(data(table)) == 20
    assert str(totals(table)[9]) == "1113252.41"
    assert [column.head for column in review.columns] == ["申请单位", "教育局审核", "财政局审核"]


def test_heshan_as_printed(desk: Desk) -> None:
    """The finance bureau's check of one school in 2023: 803,750 - 355,581.95 = 448,168.05."""
    project = add_project(desk, "特殊教育", school="鹤山市特殊教育学校")
    document = paper(desk, "鹤财教〔2022〕1号", amount=Money.of(1_000_000), day=date(2025, 12, 1))
    allot(desk, document, project, 900_000, day=date(2025, 12, 2))
    arrive(desk, document, "355581.95", project_id=project, day=date(2026, 1, 4))
    pay(desk, document, project, "355581.95", day=date(2026, 1, 20))
    (school_id,) = settlements.school_names(desk)
    due = Money((94 * 11_500 + 27 * 19_500) * 100 // 2)
    reason = "临聘教师工资和社保不再由该项资金支付"
    before = built(desk, "学校资金核对表")
    assert data(tables(before)[0])[0].cells[8] == "（未说明）"
    typed = {"due": due, "basis": "（94人×11500元+27人×19500元）÷2", "reason": reason}
    spring = (date(2026, 1, 1), LAST)
    settling.enter(desk, [Typed(school_id, *spring, *cell) for cell in typed.items()])
    (row,) = data(tables(built(desk, "学校资金核对表"))[0])
    assert [str(v) for v in row.cells[2:6]] == [
        "803750.00", "355581.95", "448168.05", "355581.95",
    ]  # fmt: skip
    assert row.cells[8] == reason


def test_a_sheet_for_each_school_and_exact_numbers_in_the_workbook(
    january: Desk, tmp_path: Path
) -> None:
    made = producing.produce(january, "学校对账单", as_of=LAST, out=tmp_path / "对账单.pdf")
    assert [path.name for path in made.files] == ["对账单_城关镇中心小学.pdf"]
    with Preview(made.files[0].read_bytes()) as preview:
        assert len(preview) == 1
    producing.produce(january, "reconciliation", as_of=LAST, out=tmp_path / "a.xlsx")
    page = load_workbook(tmp_path / "a.xlsx").active
    assert page is not None
    found = [c.value for row in page.iter_rows() for c in row if c.value == -45600.5]
    assert len(found) >= 2


def test_the_sheet_with_open_items_is_signed_on_one_page(january: Desk, tmp_path: Path) -> None:
    """The three signatures never stand alone on a second page while smaller type helps."""
    made = producing.produce(january, "对账单", as_of=LAST, out=tmp_path / "对账单.pdf")
    with Preview(made.files[0].read_bytes()) as preview:
        assert len(preview) == 1
        assert "财政局（科教文股）" in preview.text(0).replace("\r\n", "")
