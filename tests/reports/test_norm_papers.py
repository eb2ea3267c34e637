"""The papers of norms: both sheets of the bottom lines, the gaps, the list of advice."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest

from facilitydesk.reports import catalogue, producing
from facilitydesk.reports.options import Options
from facilitydesk.reports.paper.page import Document, Sheet, Table
from facilitydesk.services import settings
from facilitydesk.services.desk import Desk
from tests.services.norms.a_county import TODAY, all_met, found, pupils, typed


@pytest.fixture
def county(desk: Desk) -> Desk:
    """Two schools and a 教学点; one item is failed at one of them, one school is not checked."""
    one, two = pupils(desk, "甲小学", 100), pupils(desk, "乙教学点", 20, "教学点")
    pupils(desk, "丙小学", 50)
    all_met(desk, one)
    all_met(desk, two)
    found(desk, two, {11: "未达标"})
    typed(desk, one, books=1500)
    return desk


def built(desk: Desk, name: str) -> Document:
    return catalogue.report_named(name).build(desk, TODAY, Options())


def lines(document: Document, sheet: int) -> list[tuple[object, ...]]:
    part = document.parts[sheet]
    assert isinstance(part, Sheet)
    (table,) = (block for block in part.blocks if isinstance(block, Table))
    return [row.cells for row in table.rows]


def test_the_two_sheets_count_the_same_schools_and_say_so(county: Desk) -> None:
    document = built(county, "bottom_lines")
    total = lines(document, 0)[-1]
    assert total[1:] == ("合计", 3, 1, "33.33%", 1, 0, "0.00%", 1, 1, 1)
    eleventh = lines(document, 1)[10]
    assert eleventh[2:] == (1, 0, 1, 1, 0, 0, 1, 0)
    second = document.parts[1]
    assert isinstance(second, Sheet)
    assert second.notes[-1] == (
        "每条达标、未达标、不适用、未填之和均为3所，与分单位表学校总数一致。"
    )
    assert "空白为未核查" in second.notes[0]


def test_rates_are_printed_as_the_settings_say(county: Desk) -> None:
    settings.change(county, "bottom.places", 0)
    settings.change(county, "bottom.mode", "truncate")
    assert lines(built(county, "bottom_lines"), 0)[-1][4] == "33%"


def test_gaps_print_a_dash_and_what_is_missing(county: Desk) -> None:
    document = built(county, "norm_gaps")
    names = [part.name for part in document.parts if isinstance(part, Sheet)]
    books = lines(document, names.index("生均图书"))
    assert books[0] == (
        1,
        "甲小学",
        "城关镇",
        "小学",
        100,
        "≥20册/生",
        "15",
        "1,500",
        "500",
        "填报（2026年）",
    )
    assert books[1][6:] == ("—", "—", "—", "缺：图书")
    (sums,) = [row for row in lines(document, 0) if row[1] == "生均图书"]
    assert sums[2:] == (3, 0, 1, 2, "0.00%", "2,000", "1,500", "500", "册")


def test_the_list_of_advice_prints_its_reasons(county: Desk) -> None:
    (first, *_) = lines(built(county, "advice"), 0)
    assert first[1:7] == ("甲小学", "城关镇", "采购", "购置图书", "500", "册")
    assert str(first[8]).startswith("生均图书15，标准≥20册/生，缺500册（10分）")


@pytest.mark.parametrize("name", ["bottom_lines", "norm_gaps", "advice"])
@pytest.mark.parametrize("ending", [".pdf", ".xlsx"])
def test_each_becomes_a_file(county: Desk, tmp_path: Path, name: str, ending: str) -> None:
    out = tmp_path / f"{name}{ending}"
    producing.produce(county, name, as_of=TODAY, out=out)
    data = out.read_bytes()
    if ending == ".pdf":
        assert data.startswith(b"%PDF")
    else:
        book = openpyxl.load_workbook(io.BytesIO(data))
        assert "甲小学" in str([[c.value for c in row] for sheet in book for row in sheet]) or (
            name == "bottom_lines"
        )
