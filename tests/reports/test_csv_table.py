"""CSV for Excel and WPS: what comes back is what went out, and nothing becomes a formula."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitydesk.domain.fields import Kind
from facilitydesk.domain.quantities import Money
from facilitydesk.interchange.csvfile import read_csv
from facilitydesk.reports.paper import csv_table
from facilitydesk.reports.paper.page import Column, Row, RowKind, Table


def cell(text: str) -> str:
    table = Table((Column("名称"), Column("备注")), (Row((text, "完")),))
    read = csv.reader(io.StringIO(csv_table.render(table).decode("utf-8-sig"), newline=""))
    return list(read)[1][0]


@pytest.mark.parametrize("text", ["=1+1", "+86 0000", "-5", "@SUM(A1)", "\t=1", "\r=1"])
def test_nothing_becomes_a_formula(text: str) -> None:
    assert cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["0123456789", "510902200001011234"])
def test_no_digit_of_a_code_is_lost(text: str) -> None:
    assert cell(text) == f"\t{text}", "a text to Excel and WPS; the tab is not seen"
    assert cell("2151000007") == "2151000007"


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=40))
def test_any_text_comes_back(text: str) -> None:
    assert cell(text).removeprefix("'").removeprefix("\t") == text.removeprefix("'").removeprefix(
        "\t"
    )


def test_negative_amounts_stay_numbers_and_sums_stay_out() -> None:
    heads = (Column("项目"), Column("支付", Kind.MONEY, "元", sums=True))
    rows = (
        Row(("食堂", None), RowKind.GROUP),
        Row(("食堂，一期", Money(-123_456_789))),
        Row(("合计", Money(-123_456_789)), RowKind.TOTAL),
    )
    data = csv_table.render(Table(heads, rows))
    lines, encoding = read_csv(data, "表.csv")
    assert (lines, encoding) == (
        [["项目", "支付（元）"], ["食堂，一期", "-1234567.89"]],
        "utf-8-sig",
    )
