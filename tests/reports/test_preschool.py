"""Shucheng's form of 32 coded columns: printed as published, and filled from the county's works."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal

import openpyxl

from facilitydesk.domain.quantities import Area, Money
from facilitydesk.domain.rates import Basis, Rate
from facilitydesk.domain.stages import Stage
from facilitydesk.reports import preschool
from facilitydesk.reports.options import Options
from facilitydesk.reports.paper import cells, pdf, xlsx
from facilitydesk.reports.paper.page import Document, Sheet, Table, Value
from facilitydesk.reports.paper.preview import Preview
from facilitydesk.services.desk import Desk
from facilitydesk.store import tables
from tests.cases import published
from tests.reports.county import WEEK, enter
from tests.reports.papers import BUNDLED
from tests.store_fixtures import add_work

DAY = date(2026, 3, 11)
(CASE,) = [case for case in published.CASES if case.id == "T07"]
FORM = CASE.tables["form"]


def typed(text: str, unit: str) -> Value:
    """A published cell as the form holds it."""
    if unit == "%":
        return Rate(int(text.rstrip("%")), 100, Basis.COUNT)
    if unit == "㎡":
        return Area.of(text)
    return Money.of(Decimal(text) * 10_000) if unit == "万元" else int(text)


def texts(found: Table) -> list[list[str]]:
    return [
        [
            cells.printed(value, column, found.style, found.empty).replace(",", "")
            for value, column in zip(row.cells, found.columns, strict=True)
        ]
        for row in found.rows
    ]


def template() -> Table:
    units = [column["unit"] for column in FORM["columns"]][1:]
    total, county = (
        [typed(text, unit) for text, unit in zip(row[1:], units, strict=True)]
        for row in FORM["rows_printed"]
    )
    return preschool.table([("舒城县", county)], total)


def test_the_published_form_comes_out_as_printed() -> None:
    found = template()
    assert [column.code for column in found.columns] == [
        "甲", *(f"{n:02d}" for n in range(1, 33)),
    ]  # fmt: skip
    units = ["", *(c["unit"].replace("㎡", "平方米") for c in FORM["columns"][1:])]
    assert [column.unit for column in found.columns] == units
    # The unit row says %, so the cells do not say it again.
    wanted = [[text.rstrip("%") for text in row] for row in FORM["rows_printed"]]
    assert texts(found) == wanted


def test_heads_units_and_codes_stand_on_the_paper_and_in_the_workbook() -> None:
    document = Document("舒城县", (Sheet("学前教育项目", (template(),), unit=""),))
    made = pdf.render(document, BUNDLED)
    with Preview(made.pdf) as preview:
        assert len(preview) == 1
        text = "".join(preview.text(0).split())
    for head in ("计划情况", "已开工（含完工）", "已完工", "投资完成情况", "奖补资金"):
        assert head in text
    assert "".join(f"{n:02d}" for n in range(1, 33)) in text
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx.render(document).xlsx)).worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(max_col=33)]
    codes = next(row for row in rows if row[0] == "甲")
    assert codes[1:] == [f"{n:02d}" for n in range(1, 33)]
    above = rows[rows.index(codes) - 1]
    assert above[1:8] == ["个"] * 5 + ["人", "平方米"]
    county = next(row for row in rows if row[0] == "舒城县")
    assert (county[7], Decimal(str(county[14]))) == (4760, Decimal("1222.9"))


def test_the_form_is_filled_from_the_works(desk: Desk) -> None:
    share = Money.of(12_229_000).raw
    areas = [680_00] * 7
    for n, area in enumerate(areas, 1):
        money = share // 7 + (share % 7 if n == 1 else 0)
        work = add_work(
            desk, school=f"第{n}幼儿园", township="城关镇", project=f"改扩建{n}", nature="改扩建",
            planned_area=area, planned_investment=money,
        )  # fmt: skip
        enter(desk, WEEK, work, Stage.COMPLETED, area, area, money)
    add_work(desk, school="甲小学", township="城关镇", project="教学楼")
    with desk.operation("test.facts", "学年数据") as unit:
        first = None
        for row in unit.connection.execute(tables.school.select()).mappings().all():
            if "幼儿园" in row["name"]:
                facts = {"year": 2025, "classes": 4, "students": 84 + (row["name"] == "第1幼儿园")}
                unit.insert(tables.school_year, {"school_id": row["id"], **facts})
        for row in unit.connection.execute(tables.project.select()).mappings().all():
            if row["name"] == "改扩建1":
                first = row["id"]
                unit.update(tables.project, row["id"], {"livelihood": True})
        paper = unit.insert(
            tables.fund_document,
            {"number": "皖财教〔2025〕1号", "level": "中央", "day": WEEK, "amount": share},
        )
        facts = {"document_id": paper, "project_id": first, "amount": share, "day": WEEK}
        unit.insert(tables.allocation, facts)
    (sheet,) = preschool.build(desk, DAY, Options()).parts
    assert isinstance(sheet, Sheet)
    (found,) = [block for block in sheet.blocks if isinstance(block, Table)]
    total, county = texts(found)
    assert total[1:] == county[1:]
    printed = dict(zip([c["key"] for c in FORM["columns"]], FORM["rows_printed"][1], strict=True))
    ours = dict(zip(printed, county, strict=True))
    apart = {"08", "09", "13", "20", "25", "27", "30", "31"}
    same = [f"{n:02d}" for n in range(1, 33) if f"{n:02d}" not in apart]
    assert {n: ours[f"c{n}"] for n in same} == {n: printed[f"c{n}"].rstrip("%") for n in same}
    # What the published line contradicts itself in comes out right: 1 of 1 is 100 %.
    assert (ours["c13"], ours["c20"], ours["c25"]) == ("1", "100", "100")
    assert (ours["c08"], ours["c09"]) == ("", ""), "the program does not keep these"
