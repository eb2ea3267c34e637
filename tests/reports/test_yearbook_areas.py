"""The yearbook's table: categories × 城区, 镇区, 乡村, every column adding up to the hundredth."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from facilitydesk.domain.quantities import Area
from facilitydesk.domain.words.area_terms import Movement
from facilitydesk.reports import producing
from facilitydesk.reports.paper.preview import Preview
from facilitydesk.services import schools
from facilitydesk.services.areas import movements, uses, yearbook
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Edit
from tests.reports.papers import plain
from tests.services.areas.a_school import building, school

TODAY = date(2026, 3, 11)
# As large as a country's: 1,234,567,890.12 ㎡ and what makes it up.
BIG = ("1234567890.12", "700000000.05", "534567890.07")


@pytest.fixture
def county(desk: Desk) -> Desk:
    """A town's school in both versions, a country school with a danger building, one unplaced."""
    town, rural, bare = (school(desk, name) for name in ("甲小学", "乙小学", "丙小学"))
    schools.enter(desk, [Edit(town, "origin", "城区"), Edit(rural, "origin", "乡村")])
    big = building(desk, "主楼", BIG[0], "甲小学", danger_grade="A")
    uses.enter(desk, big, 2024, {"classroom": Area.of(BIG[1]), "pupil_dorm": Area.of(BIG[2])})
    old = building(desk, "旧楼", "300.25", "乙小学", danger_grade="C")
    uses.enter(desk, old, 2018, {"lab": Area.of("100.25"), "staff_dorm": Area.of("200")})
    building(desk, "平房", "80.10", "丙小学", danger_grade="D")
    row = {
        "school": rural, "kind": Movement.BUILT, "day": date(2026, 2, 1), "area": Area.of("300.25"),
    }  # fmt: skip
    earlier = {**row, "day": date(2025, 2, 1), "area": Area.of("50")}
    assert movements.enter(desk, new=[row, earlier]).rejected == ()
    del bare
    return desk


def cells(path: Path) -> dict[str, list[object]]:
    """Name of the row → number and figures."""
    sheet = openpyxl.load_workbook(path).worksheets[0]
    found: dict[str, list[object]] = {}
    for row in sheet.iter_rows(values_only=True):
        if isinstance(row[0], str) and isinstance(row[1], str) and row[1].isdigit():
            found[row[0].strip("　 ")] = list(row[1:7])
    return found


def test_every_column_adds_up_to_the_buildings(county: Desk, tmp_path: Path) -> None:
    producing.produce(county, "yearbook_areas", as_of=TODAY, out=tmp_path / "a.xlsx")
    told = cells(tmp_path / "a.xlsx")
    assert told["总计"] == ["01", 1234568270.47, 1234567890.12, 0, 300.25, 80.1]
    assert told["其中：危房"] == ["02", 380.35, 0, 0, 300.25, 80.1]
    assert told["其中：当年新增校舍"] == ["03", 300.25, 0, 0, 300.25, 0]
    assert told["一、教学及辅助用房"][1:3] == [700000100.3, 700000000.05]
    assert told["专用教室：理化生实验室"][1] == 100.25
    assert told["三、生活用房"][1] == 534567890.07
    assert told["五、另一口径中无对应类别"][1:] == [200, 0, 0, 200, 0]
    assert told["六、未分类"][1:] == [80.1, 0, 0, 0, 80.1]
    assert "四、其他用房" in told


def test_the_paper_says_its_basis_and_that_it_foots(county: Desk, tmp_path: Path) -> None:
    producing.produce(county, "yearbook_areas", as_of=TODAY, out=tmp_path / "a.pdf")
    with Preview((tmp_path / "a.pdf").read_bytes()) as preview:
        assert len(preview) == 1
        text = plain(preview.text(0))
    assert "1,234,568,270.47" in text
    for words in (
        "2021年起口径", "四大类及另列各项之和等于总计", "精确到0.01平方米",
        "1栋单体建筑没有填写用房分类", "教工宿舍（不含周转）", "1所学校没有填写城乡类型",
    ):  # fmt: skip
        assert words.replace(" ", "") in text.replace(" ", "").replace("\n", "")


def test_an_old_year_is_told_in_its_own_version_as_it_stood(county: Desk) -> None:
    later = building(county, "新楼", "500", "乙小学")
    row = {
        "school": school(county, "乙小学"), "kind": Movement.BUILT, "day": date(2026, 3, 1),
        "area": Area.of("500"),
    }  # fmt: skip
    movements.enter(county, new=[row])
    with county.operation("test.link", "") as unit:
        from facilitydesk.store import tables

        last = max(r.id for r in movements.rows(county) if r.area == Area.of("500"))
        unit.update(tables.area_movement, last, {"building_id": later})
    now = yearbook.ask(county, TODAY).total
    before = yearbook.ask(county, date(2026, 2, 28)).total
    assert now.of(yearbook.WHOLE) - before.of(yearbook.WHOLE) == Area.of("500").raw
    old = yearbook.ask(county, date(2020, 12, 31))
    assert old.edition.term == "旧口径（2020年及以前）"
    assert old.total.of("lab") == Area.of("100.25").raw
    assert old.total.foots(old.edition)


def test_a_split_that_is_not_the_building_is_named(county: Desk) -> None:
    odd = building(county, "怪楼", "100", "甲小学")
    uses.enter(county, odd, 2024, {"canteen": Area.of("90")})
    told = yearbook.ask(county, TODAY)
    assert told.differ == ("甲小学怪楼",)
    assert told.total.of(yearbook.UNSPLIT, "城区") == Area.of("10").raw
    assert told.total.foots(told.edition)
