"""Papers of assets: labels that scan back, stock-takes, the ledger."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from PIL import Image

from facilitydesk.domain.problems import Refused
from facilitydesk.reports import producing
from facilitydesk.reports.options import Options
from facilitydesk.reports.paper import pdf
from facilitydesk.reports.paper.preview import Preview
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Edit
from facilitydesk.services.equipment import (
    assets,
    stock,
)
from tests.entering import added
from tests.reports.equipment_county import (
    DAY,
    SIGNED,
    build,
    computers,
    table,
)
from tests.reports.papers import BUNDLED
from tests.services.equipment.county import (
    schools,
)


def picture(preview: Preview, page: int, scale: float) -> Image.Image:
    """The page as a camera sees it."""
    drawn = preview.image(page, scale)
    size = (drawn.width, drawn.height)
    return Image.frombuffer("RGB", size, drawn.pixels, "raw", "BGRX", drawn.stride, 1)


def test_labels_scan_back(desk: Desk) -> None:
    import zxingcpp

    computers(desk, 30)
    made = pdf.render(build(desk, "labels", Options(start=5)), BUNDLED)
    scale = 3  # 216 dpi, what an office scanner does at least
    assert made.pages == 2, "24 places a sheet, the first four are used up"
    with Preview(made.pdf) as preview:
        found = [
            [
                (code.text, code.position.top_left.x, code.position.top_left.y)
                for code in zxingcpp.read_barcodes(picture(preview, page, scale))
            ]
            for page in range(2)
        ]
    assert [len(page) for page in found] == [20, 10]
    texts = sorted(text for page in found for text, *_ in page)
    assert texts == [f"2026-仪器-{n:04d}" for n in range(1, 31)]
    (first,) = [place for place in found[0] if place[0] == "2026-仪器-0001"]
    column, row = 210 / 3 * 72 / 25.4 * scale, 297 / 8 * 72 / 25.4 * scale
    assert (first[1] // column, first[2] // row) == (1, 1), "the fifth place"


def test_a_long_number_stands_whole_on_its_label(desk: Desk) -> None:
    (school,) = schools(desk, 1)
    number = "3136000012-2026-05-0001"
    assets.enter(desk, (), [
        {"school_id": school, "equipment_class": "计算机、教学仪器设备", "item": "学生计算机",
         "number": number, "state": "在用"},
    ])  # fmt: skip
    for grid in ("3×8", "2×7", "3×7"):
        made = pdf.render(build(desk, "labels", Options(grid=grid)), BUNDLED)
        with Preview(made.pdf) as preview:
            assert number in preview.text(0).split(), grid


def test_a_grid_of_labels_is_checked(desk: Desk) -> None:
    computers(desk, 1)
    assert pdf.render(build(desk, "labels", Options(grid="2x7", start=99)), BUNDLED).pages == 1
    with pytest.raises(Refused, match="3×8"):
        build(desk, "labels", Options(grid="viele"))


def test_labels_as_a_list(desk: Desk, tmp_path: Path) -> None:
    computers(desk, 2)
    made = producing.produce(desk, "labels", as_of=DAY, out=tmp_path / "标签.xlsx")
    sheet = openpyxl.load_workbook(made.files[0]).worksheets[0]
    values = [[cell.value for cell in row[:4]] for row in sheet.iter_rows()]
    assert ["2026-仪器-0002", "第1小学", "学生计算机", "2026-仪器-0002"] in values


def test_nine_of_ten_counted_shows_one_missing(desk: Desk) -> None:
    computers(desk)
    (card, *_) = assets.rows(desk)
    blank = table(build(desk, "stock_take"))
    assert [row[9] for row in blank] == [""] * 10, "a list to count by"
    taken = added(
        stock.enter, desk, {"school_id": card.school_id, "day": SIGNED, "people": "李梅"}
    ).row_id
    lines = stock.lines(desk, taken)
    stock.enter_lines(
        desk, [Edit(lines[3].id, "counted", 0, 0), Edit(lines[3].id, "reason", "外借", 0)]
    )
    stock.all_there(desk, taken)
    counted = table(build(desk, "stock_take"))
    assert [row[9] for row in counted].count("1") == 9
    assert [row[10] for row in counted] == [*[""] * 3, "1", *[""] * 6]
    gaps = build(desk, "stock_differences")
    assert table(gaps)[-1][-4:] == ["10", "0", "1", "0"]
    (gap,) = table(gaps, 1)
    assert gap[3] == "2026-仪器-0004"
    assert gap[-4:] == ["0", "1", "", "外借"]


def test_the_ledger_adds_up(desk: Desk) -> None:
    computers(desk)
    rows = table(build(desk, "assets"))
    assert len(rows) == 12
    assert rows[-1][8] == "35000.00"
    assert rows[0][2] == "2026-仪器-0001"
