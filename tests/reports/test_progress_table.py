"""项目进度表 where a project has several works: its own sum stands below them, and is not counted twice."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from facilitydesk.domain.quantities import Area, Money
from facilitydesk.domain.words.terms import AreaCategory
from facilitydesk.interchange.importing import run_import
from facilitydesk.reports import catalogue, producing
from facilitydesk.reports.options import Options
from facilitydesk.reports.paper.page import RowKind, Sheet, Table
from facilitydesk.reports.paper.preview import Preview
from facilitydesk.services.desk import Desk
from facilitydesk.services.projects import works
from facilitydesk.store import tables
from tests.reports.papers import plain
from tests.reports.test_docx import Word, rows
from tests.store_fixtures import add_work

DAY = date(2026, 3, 11)
WAN = 1_000_000


def parted(desk: Desk, first: int, *parts: dict[str, object]) -> None:
    """Give the project of a work more works."""
    with desk.read() as connection:
        query = tables.work.select().where(tables.work.c.id == first)
        project = int(connection.execute(query).one().project_id)
    assert not works.enter(desk, project, (), parts).rejected


@pytest.fixture
def county(desk: Desk) -> Desk:
    """城关镇: a project of 100, 200 and 300 ㎡ at two schools, and one of 50 ㎡. 石桥镇: 1,000 ㎡."""
    first = add_work(desk, planned_area=100_00, planned_investment=20 * WAN)
    add_work(desk, project="围墙", planned_area=50_00, planned_investment=5 * WAN)
    add_work(desk, school="城关镇第二小学", project="厕所", planned_area=0, planned_investment=0)
    add_work(desk, school="石桥小学", township="石桥镇", project="宿舍楼")
    parted(
        desk,
        first,
        {"name": "食堂", "planned_area": Area.of(200)},
        {"name": "宿舍", "school": "城关镇第二小学", "planned_area": Area.of(300)},
        {
            "name": "运动场",
            "category": AreaCategory.SPORTS,
            "planned_area": Area.of(4000),
            "planned_investment": Money(30 * WAN),
        },
    )
    return desk


def table_of(desk: Desk, name: str = "progress_table", **options: Any) -> Table:
    document = catalogue.report_named(name).build(desk, DAY, Options(**options))
    (sheet,) = document.parts
    assert isinstance(sheet, Sheet)
    (table,) = sheet.blocks
    assert isinstance(table, Table)
    return table


def areas(table: Table, kind: RowKind = RowKind.SUBTOTAL) -> list[tuple[object, object]]:
    """The label and the planned area of each row of a kind."""
    place = [column.head for column in table.columns].index("规划面积")
    return [(row.cells[0], row.cells[place]) for row in table.rows if row.kind is kind]


def test_a_project_of_several_works_has_its_own_sum_below_them(county: Desk) -> None:
    table = table_of(county)
    assert areas(table) == [
        ("教学楼建设项目小计（4个单项）", Area.of(600)),  # the sports ground is no 校舍
        ("小计", Area.of(650)),
        ("小计", Area.of(1000)),
    ]
    assert areas(table, RowKind.TOTAL) == [("合计", Area.of(1650))]
    place = [column.head for column in table.columns].index("项目名称")
    names = [row.cells[place] for row in table.rows]
    at = names.index("教学楼建设项目（食堂）") - 1
    assert names[at : at + 5] == [
        "教学楼建设项目",
        "教学楼建设项目（食堂）",
        "教学楼建设项目（运动场）",
        "教学楼建设项目（宿舍）",
        None,
    ]
    money = [column.head for column in table.columns].index("计划投资")
    assert table.rows[at + 4].cells[money] == Money(50 * WAN)
    numbers = [row.cells[0] for row in table.rows if row.kind is RowKind.DATA]
    assert numbers == list(range(1, 8))


def test_the_plain_table_says_it_too(county: Desk) -> None:
    table = table_of(county, by_township=False)
    assert areas(table) == [("教学楼建设项目小计（4个单项）", Area.of(600))]
    assert areas(table, RowKind.TOTAL) == [("合计", Area.of(1650))]


def test_a_project_of_two_townships_is_summed_once_behind_them(county: Desk) -> None:
    first = add_work(
        county, school="石桥小学", township="石桥镇", project="供暖", planned_area=10_00
    )
    parted(county, first, {"name": "二期", "school": "城关镇第二小学", "planned_area": Area.of(20)})
    table = table_of(county)
    assert areas(table) == [
        ("教学楼建设项目小计（4个单项）", Area.of(600)),
        ("小计", Area.of(670)),
        ("小计", Area.of(1010)),
        ("供暖小计（2个单项）", Area.of(30)),
    ]
    assert areas(table, RowKind.TOTAL) == [("合计", Area.of(1680))]
    assert [label for label, _ in areas(table, RowKind.GROUP)][-1] == "跨乡镇项目"


def test_a_schools_paper_sums_the_works_of_the_school(county: Desk) -> None:
    with county.read() as connection:
        query = tables.school.select().where(tables.school.c.name == "城关镇中心小学")
        school = int(connection.execute(query).one().id)
    table = table_of(county, "school_progress", school_id=school)
    assert areas(table) == [("教学楼建设项目小计（本校3个单项）", Area.of(300))]
    assert areas(table, RowKind.TOTAL) == [("合计", Area.of(350))]


@pytest.mark.parametrize("total_first", [False, True])
def test_paper_workbook_and_word_file_say_600(
    county: Desk, tmp_path: Path, total_first: bool
) -> None:
    chosen = Options(total_first=total_first)
    for ending in ("pdf", "docx", "xlsx"):
        out = tmp_path / f"进度表.{ending}"
        producing.produce(county, "progress_table", as_of=DAY, out=out, options=chosen)
    with Preview((tmp_path / "进度表.pdf").read_bytes()) as preview:
        assert "教学楼建设项目小计（4个单项）600.00" in plain(preview.text(0))
    word = Word((tmp_path / "进度表.docx").read_bytes())
    (line,) = [row for row in rows(word.tables[0]) if row[0] == "教学楼建设项目小计（4个单项）"]
    assert line[1:3] == ["600.00", "50.00"]
    sheet = openpyxl.load_workbook(tmp_path / "进度表.xlsx").worksheets[0]
    shown = openpyxl.load_workbook(tmp_path / "进度表.xlsx", data_only=True).worksheets[0]
    at = {str(row[0].value): row[0].row for row in sheet.iter_rows() if row[0].value is not None}
    (column,) = {
        cell.column_letter for row in sheet.iter_rows() for cell in row if cell.value == "规划面积"
    }
    lines = {number: at[str(number)] for number in range(1, 8)}
    data = [shown[f"{column}{each}"].value for each in lines.values()]
    project = at["教学楼建设项目小计（4个单项）"]
    start = project - 4
    assert [shown[f"{column}{each}"].value for each in range(start, project)] == [
        100,
        200,
        "—",
        300,
    ]
    assert sheet[f"{column}{project}"].value == f"=SUM({column}{start}:{column}{project - 1})"
    assert shown[f"{column}{project}"].value == 600
    town = next(row[0].row for row in sheet.iter_rows() if row[0].value == "小计")
    assert sheet[f"{column}{town}"].value == (
        f"=SUM({column}{lines[1]}:{column}{project - 1},{column}{project + 1}:{column}{town - 1})"
    )
    assert shown[f"{column}{town}"].value == 650
    whole = sheet[f"{column}{at['合计']}"].value
    assert f"{column}{project}" not in whole.replace(f":{column}{project - 1}", "")
    assert shown[f"{column}{at['合计']}"].value == 1650
    assert sum(value for value in data if value != "—") == 1650


def test_the_workbook_reads_back_without_the_sums(county: Desk, tmp_path: Path) -> None:
    out = tmp_path / "进度表.xlsx"
    producing.produce(county, "progress_table", as_of=DAY, out=out)
    (found,) = run_import(county, out, dry_run=True).to_json()["tables"]
    assert found["read"] == 7
    skipped = [each["why"] for each in found["skipped"]]
    assert (skipped.count("subtotal"), skipped.count("total")) == (3, 1)
    assert not [each for each in found["totals"] if each["foots"] is False], found["totals"]
