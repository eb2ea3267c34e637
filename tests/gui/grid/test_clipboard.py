"""What Excel and WPS put on the clipboard arrives cell by cell, no cell more and none less."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitydesk.gui.grid.clipboard import read_block, read_html, read_text, write_text

# As Excel writes it: style classes, line breaks in the source, a fixed number of cells.
EXCEL = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><body>
<!--StartFragment-->
<table border=0 cellpadding=0 style='width:108pt'>
 <col width=72>
 <tr height=19>
  <td height=19 class=xl65 align=right>1,200.50</td>
  <td class=xl66>混凝土供应不足<br style='mso-data-placement:same-cell;'>
    停工待料</td>
 </tr>
 <tr><td rowspan=2>甲</td><td>&nbsp;</td></tr>
 <tr><td>乙 &amp; 丙</td></tr>
</table>
<!--EndFragment--></body></html>"""


def test_forty_rows_of_five_with_a_blank_line_behind_them_are_forty_rows() -> None:
    row = "\t".join("12345")
    for end in ("", "\r\n", "\r\n\r\n", "\n\n\n"):
        block = read_text("\r\n".join([row] * 40) + end)
        assert len(block) == 40
        assert all(cells == list("12345") for cells in block)


def test_five_cells_of_a_column_do_not_become_six() -> None:
    assert read_text("1\r\n2\r\n3\r\n4\r\n5\r\n\r\n") == [["1"], ["2"], ["3"], ["4"], ["5"]]


def test_a_blank_row_inside_a_block_is_kept() -> None:
    assert read_text("1\t2\r\n\t\r\n3\t4\r\n") == [["1", "2"], ["", ""], ["3", "4"]]
    assert read_text("1\r\n\r\n3\r\n") == [["1"], [""], ["3"]]


def test_a_remark_of_three_lines_is_one_cell() -> None:
    text = '甲校\t"第一行\n第二行\n第三行"\t60\r\n乙校\t无\t70\r\n'
    assert read_text(text) == [["甲校", "第一行\n第二行\n第三行", "60"], ["乙校", "无", "70"]]


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ('"a ""b"" c"\t1', ['a "b" c', "1"]),
        ('5" 管\t1', ['5" 管', "1"]),
        ('"未完', ['"未完']),
        ("", []),
        ("\t", ["", ""]),
    ],
)
def test_quotes_are_read_only_where_they_enclose_a_cell(text: str, cells: list[str]) -> None:
    assert read_text(text) == ([cells] if cells else [])


def test_an_excel_table_keeps_line_breaks_and_merged_cells() -> None:
    assert read_html(EXCEL) == [
        ["1,200.50", "混凝土供应不足\n停工待料"],
        ["甲", ""],
        ["", "乙 & 丙"],
    ]


def test_the_table_decides_where_quotes_leave_the_text_in_doubt() -> None:
    html = '<table><tr><td>"引号"</td><td>1</td></tr></table>'
    assert read_block('"引号"\t1\r\n', html) == [['"引号"', "1"]]


def test_the_table_knows_the_blank_cell_at_the_end_of_a_column() -> None:
    html = "<table><tr><td>1</td></tr><tr><td>2</td></tr><tr><td></td></tr></table>"
    assert read_block("1\r\n2\r\n\r\n", html) == [["1"], ["2"], [""]]
    assert read_block("1\r\n2\r\n\r\n") == [["1"], ["2"]]


_CELL = st.text(
    st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from('\n\t"'), max_size=12
)


@given(st.lists(st.lists(_CELL, min_size=2, max_size=4), min_size=1, max_size=5))
def test_what_is_copied_out_comes_back_cell_by_cell(rows: list[list[str]]) -> None:
    assert read_text(write_text(rows)) == rows
