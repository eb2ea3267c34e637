"""A workbook reopened: real numbers, dates and sums, texts that stay texts, a sheet ready to print."""

from __future__ import annotations

import io
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from facilitydesk.domain.fields import Kind
from facilitydesk.domain.periods import LooseDate
from facilitydesk.domain.quantities import Area, Money
from facilitydesk.domain.rates import Basis, Rate
from facilitydesk.domain.rounding import Mode, Style
from facilitydesk.reports.paper import xlsx
from facilitydesk.reports.paper.charts import Bar, Bars
from facilitydesk.reports.paper.page import (
    Column,
    Document,
    Figure,
    Letter,
    Paper,
    Paragraph,
    Picture,
    Ranking,
    Row,
    RowKind,
    Setup,
    Sheet,
    Table,
    Value,
    column,
)
from tests.reports.papers import MARKUP, RARE, listing


def reopened(document: Document) -> Any:
    return openpyxl.load_workbook(io.BytesIO(xlsx.render(document).xlsx))


def one_cell(value: Value, col: Column, style: Style | None = None) -> Any:
    table = Table((col,), (Row((value,)),), style=style or Style())
    return reopened(Document("表", (Sheet("表", (table,), unit=""),)))["表"]["A3"]


def test_money_is_exact_in_ten_thousand_yuan_and_shows_as_printed() -> None:
    cell = one_cell(Money(191_500_001), column("planned_investment"))
    assert Decimal(repr(cell.value)) == Decimal("191.500001")
    assert cell.number_format == "#,##0.00"


@given(st.integers(-(10**15), 10**15))
def test_every_amount_is_written_to_the_last_fen(raw: int) -> None:
    data = xlsx.render(
        Document("表", (Sheet("表", (Table((column("amount"),), (Row((Money(raw),)),)),)),))
    ).xlsx
    cell = openpyxl.load_workbook(io.BytesIO(data))["表"]["A4"]
    assert round(Decimal(repr(cell.value)) * 1_000_000) == raw


def test_dates_are_dates_and_months_stay_as_written() -> None:
    cell = one_cell(date(2016, 12, 30), column("start_date"))
    assert cell.value == datetime(2016, 12, 30)  # noqa: DTZ001 - a workbook's date has no zone
    assert cell.number_format == "yyyy-mm-dd"
    assert one_cell(LooseDate("2024-03"), column("start_date")).value == "2024-03"


def test_rates_are_numbers_and_missing_plans_a_dash() -> None:
    rate = Rate(Area(2), Area(3), Basis.AREA)
    cell = one_cell(rate, Column("开工率", Kind.PERCENT))
    assert cell.value == pytest.approx(Fraction(2, 3))
    assert cell.number_format == "0.00%"
    nothing = Rate(Area(2), None, Basis.AREA)
    assert one_cell(nothing, Column("开工率", Kind.PERCENT)).value == "—"


def test_a_rate_that_is_cut_off_on_paper_is_cut_off_in_the_workbook() -> None:
    rate = Rate(9_983, 10_000, Basis.COUNT)
    style = Style(places=0, mode=Mode.TRUNCATE)
    assert one_cell(rate, Column("开工率", Kind.PERCENT), style).value == pytest.approx(0.99)


@pytest.mark.parametrize(
    "text", [*MARKUP, *RARE, "𠮷", "a\nb", " 前后空格 ", "_x0041_", "'", "\tx"]
)
def test_a_text_is_never_a_formula_and_never_changed(text: str) -> None:
    cell = one_cell(text, Column("名称"))
    assert cell.data_type == "s"
    assert str(cell.value).replace("_x005F_", "_") == text


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40))
def test_no_text_becomes_a_formula(text: str) -> None:
    assert one_cell(text, Column("名称")).data_type == "s"


def test_texts_that_look_like_formulas_stay_texts_after_an_edit() -> None:
    assert one_cell("=1+1", Column("名称")).quotePrefix
    assert not one_cell("一小", Column("名称")).quotePrefix


def test_control_characters_and_overlong_texts_are_marked_and_told() -> None:
    table = Table((Column("名称"),), (Row(("甲\x00乙",)), Row(("长" * 40_000,))))
    made = xlsx.render(Document("表", (Sheet("表", (table,)),)))
    assert [problem.code for problem in made.notices] == ["report.text_altered"]
    sheet = openpyxl.load_workbook(io.BytesIO(made.xlsx))["表"]
    assert sheet["A3"].value == "甲\ufffd乙"
    assert len(sheet["A4"].value) == 32_767
    assert sheet["A4"].value.endswith("…")


def test_sums_are_formulas_that_give_the_printed_total() -> None:
    data = xlsx.render(listing(20)).xlsx
    sheet = openpyxl.load_workbook(io.BytesIO(data))["附件1"]
    values: Any = openpyxl.load_workbook(io.BytesIO(data), data_only=True)["附件1"]
    last = sheet.max_row
    assert sheet.cell(last, 3).value == f"=SUM(C{last - 20}:C{last - 1})"
    assert values.cell(last, 3).value == 2000.2
    assert sum(values.cell(row, 3).value for row in range(last - 20, last)) == pytest.approx(2000.2)
    assert sheet.cell(last, 1).value == "合计"


def test_a_total_that_is_not_the_sum_of_its_rows_stays_a_number() -> None:
    rows = (
        Row(("合计", Area(99_999)), RowKind.TOTAL),
        Row(("一小", Area(100))),
        Row(("二小", Area(200))),
    )
    table = Table((column("school"), column("planned_area")), rows)
    sheet = reopened(Document("表", (Sheet("表", (table,), unit=""),)))["表"]
    assert sheet["B3"].value == 999.99


def test_subtotals_and_the_total_in_front_add_up_their_own_rows() -> None:
    rows = (
        Row(("合计", Area(700)), RowKind.TOTAL),
        Row(("甲镇", None), RowKind.GROUP),
        Row(("一小", Area(100))),
        Row(("二小", Area(200))),
        Row(("小计", Area(300)), RowKind.SUBTOTAL),
        Row(("乙镇", None), RowKind.GROUP),
        Row(("三小", Area(400))),
        Row(("小计", Area(400)), RowKind.SUBTOTAL),
    )
    table = Table((column("school"), column("planned_area")), rows)
    sheet = reopened(Document("表", (Sheet("表", (table,), unit=""),)))["表"]
    assert sheet["B3"].value == "=SUM(B5:B6,B9:B9)"
    assert sheet["B7"].value == "=SUM(B5:B6)"
    assert sheet["B10"].value == "=SUM(B9:B9)"


def test_heads_are_merged_repeated_and_frozen_and_the_page_is_set() -> None:
    sheet = reopened(listing(20))["附件1"]
    assert {str(merged) for merged in sheet.merged_cells.ranges} >= {"A4:A5", "C4:D4", "E4:G4"}
    assert sheet.print_title_rows == "$4:$5"
    assert sheet.freeze_panes == "A6"
    assert sheet.page_setup.orientation == "landscape"
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.oddFooter.center.text == "第&P页 共&N页"
    a3 = Document("表", (Sheet("表", (), setup=Setup(Paper.A3)),))
    assert str(reopened(a3)["表"].page_setup.paperSize) == "8"


def test_another_reader_finds_the_same_rows_and_the_values_of_sums() -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(xlsx.render(listing(3)).xlsx))
    rows = book.get_sheet_by_name("附件1").to_python()
    assert rows[5][:4] == [1.0, "第1小学", 100.01, 35.0001]
    assert rows[8][2:4] == [300.03, 105.0003]


def test_a_letter_becomes_rows_and_its_figures_name_their_basis() -> None:
    rate = Rate(3, 4, Basis.COUNT)
    letter = Letter(
        "通报",
        (
            Paragraph(("开工率", Figure("开工率", rate.text(), rate.explain(), rate), "。")),
            Ranking(("乡镇", "开工率", "排名"), (("甲镇", rate, 1), ("乙镇", rate, None))),
            Picture(Bars("开工率", (Bar("甲镇", Fraction(3, 4), "75%"),))),
        ),
    )
    book = reopened(Document("通报", (letter,)))
    assert book["正文"]["A2"].value == "　　开工率75.00%。"
    assert book["排名"]["B3"].value == 0.75
    assert book["开工率"]["A3"].value == "甲镇"
    basis = book["数据依据"]
    assert [basis.cell(3, n).value for n in (1, 2, 3)] == ["开工率", "75.00%", rate.explain()]


def test_names_of_sheets_are_legal_and_differ() -> None:
    parts = tuple(Sheet("一/二:[三]?*" + "很长的名字" * 9, ()) for _ in range(3))
    names = reopened(Document("表", parts)).sheetnames
    assert len({name.lower() for name in names}) == 3
    assert all(len(name) <= 31 and not set(name) & set("/:[]?*\\") for name in names)


def test_the_same_document_gives_the_same_bytes() -> None:
    assert xlsx.render(listing(5)).xlsx == xlsx.render(listing(5)).xlsx
