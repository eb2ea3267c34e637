"""The papers of floor areas: one table explains both headline numbers of a county, to 0.01 ㎡."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from facilitydesk.domain.quantities import Area
from facilitydesk.domain.words.area_terms import Movement
from facilitydesk.reports import catalogue, producing
from facilitydesk.reports.options import Options
from facilitydesk.reports.paper.page import Document, RowKind, Sheet, Table
from facilitydesk.reports.paper.preview import Preview
from facilitydesk.services.areas import deeds
from facilitydesk.services.areas.deeds import Removal
from facilitydesk.services.desk import Desk
from tests.reports.papers import plain
from tests.reports.yuanyang_areas import AS_OF, county
from tests.services.areas.a_school import TODAY, building, opening


def built(desk: Desk, name: str, as_of: date, options: Options | None = None) -> Document:
    return catalogue.report_named(name).build(desk, as_of, options or Options())


def total(document: Document, sheet: int = 0) -> dict[str, str]:
    """The total row by head."""
    part = document.parts[sheet]
    assert isinstance(part, Sheet)
    (table,) = (block for block in part.blocks if isinstance(block, Table))
    (row,) = (row for row in table.rows if row.kind is RowKind.TOTAL)
    return {
        column.head: str(value)
        for column, value in zip(table.columns, row.cells, strict=True)
        if isinstance(value, Area)
    }


YUANYANG = {
    "期初面积": "458777.00",
    "竣工面积": "128195.00",
    "净增": "50446.21",
    "拆除重建": "39553.79",
    "维修加固": "31000.00",
    "非校舍": "7195.00",
    "未入账": "0.00",
    "新建竣工": "90000.00",
    "购置/接收": "0.00",
    "拆除": "-39553.79",
    "报废/移交": "0.00",
    "测量更正": "0.00",
    "期末面积": "509223.21",
    "增减": "50446.21",
}


def test_yuanyang_in_one_table(desk: Desk) -> None:
    county(desk)
    document = built(desk, "areas", AS_OF)
    assert total(document) == YUANYANG
    assert total(document, 1) == YUANYANG


def test_yuanyang_on_paper_and_as_a_workbook(desk: Desk, tmp_path: Path) -> None:
    county(desk)
    producing.produce(desk, "areas", as_of=AS_OF, out=tmp_path / "变动表.pdf")
    with Preview((tmp_path / "变动表.pdf").read_bytes()) as preview:
        text = plain(preview.text(0))
    for words in (
        "期初校舍面积458,777.00平方米，期末509,223.21平方米，增加50,446.21平方米。",
        "期内竣工128,195.00平方米，其中净增50,446.21平方米；其余77,748.79平方米未增加校舍面积：",
        "拆除重建39,553.79平方米、维修加固31,000.00平方米、非校舍7,195.00平方米。",
        "2=3+…+7",
        "13=1+8+…+12",
    ):
        assert words in text, words
    producing.produce(desk, "areas", as_of=AS_OF, out=tmp_path / "变动表.xlsx")
    book = openpyxl.load_workbook(io.BytesIO((tmp_path / "变动表.xlsx").read_bytes()))
    assert book.sheetnames == ["按乡镇", "按学校", "数据依据"]
    (line,) = (
        [cell.value for cell in row]
        for row in book["按乡镇"].iter_rows()
        if row[0].value == "城关镇"
    )
    assert line[1:4] == [458777, 128195, 50446.21]
    assert line[13:15] == [509223.21, 50446.21]


def test_a_school_on_one_sheet_line_by_line(desk: Desk, tmp_path: Path) -> None:
    county(desk)
    made = producing.produce(
        desk, "school_areas", as_of=AS_OF, out=tmp_path / "校.pdf", school="南沙小学"
    )
    assert len(made.files) == 1
    with Preview(made.files[0].read_bytes()) as preview:
        text = plain("".join(preview.text(page) for page in range(len(preview))))
    for words in (
        "期初面积158,777.00",
        "竣备〔2016〕1号",
        "-19,553.79",
        "期末面积30,446.21189,223.21",
    ):
        assert words in text, words


def test_the_year_alone_begins_with_its_first_day(desk: Desk) -> None:
    from facilitydesk.services.figures import PeriodScope

    county(desk)
    later = built(desk, "areas", date(2017, 6, 30), Options(period=PeriodScope.YEAR))
    told = total(later)
    assert (told["期初面积"], told["竣工面积"], told["增减"]) == ("509223.21", "0.00", "0.00")


@pytest.fixture
def with_danger(desk: Desk) -> Desk:
    opening(desk, "1380.50")
    bad = building(desk, "旧教学楼", "500.50", danger_grade="D", danger_document="鉴1号")
    building(desk, "平房", "80", danger_grade="C")
    building(desk, "主楼", "800", danger_grade="A")
    deeds.remove(desk, [Removal(bad)], Movement.DEMOLISHED, date(2026, 2, 2), document="拆1号")
    return desk


def test_dangerous_buildings_and_what_went(with_danger: Desk, tmp_path: Path) -> None:
    before = built(with_danger, "danger", date(2026, 1, 31))
    assert "B级0栋，C级1栋，D级1栋" in getattr(before.parts[0], "subtitle", "")
    made = producing.produce(with_danger, "danger", as_of=TODAY, out=tmp_path / "危房.pdf")
    with Preview(made.files[0].read_bytes()) as preview:
        text = plain(preview.text(0))
    assert "平房" in text
    assert "旧教学楼" not in text
    assert "2026年10.000.00500.50500.50" in text


def test_a_county_without_a_register_prints_an_empty_table(desk: Desk, tmp_path: Path) -> None:
    made = producing.produce(desk, "areas", as_of=TODAY, out=tmp_path / "空.pdf")
    assert made.pages == 1
