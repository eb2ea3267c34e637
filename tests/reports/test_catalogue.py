"""Reports by name: each prints from small data, files get their names, refusals are told."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import openpyxl
import pytest

from facilitydesk.domain.problems import Refused, Trouble
from facilitydesk.reports import catalogue, producing
from facilitydesk.reports.catalogue import REPORTS
from facilitydesk.reports.options import Options
from facilitydesk.reports.paper.page import Document, Row, Sheet, Table
from facilitydesk.reports.paper.preview import Preview
from facilitydesk.services import settings
from facilitydesk.services.desk import Desk
from facilitydesk.store import tables
from tests.reports.county import DAY, County, build, furnish


@pytest.fixture
def county(desk: Desk) -> County:
    return build(desk)


def rows(document: Document) -> tuple[Row, ...]:
    (sheet,) = document.parts
    assert isinstance(sheet, Sheet)
    (table,) = (block for block in sheet.blocks if isinstance(block, Table))
    return table.rows


def test_names_and_titles_are_unique() -> None:
    assert len({report.name for report in REPORTS}) == len(REPORTS)
    assert len({report.title for report in REPORTS}) == len(REPORTS)


def text_of(data: bytes) -> str:
    """The words of a Word file."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        document = ET.fromstring(package.read("word/document.xml"))
    return "".join(each.text or "" for each in document.iter() if each.tag.endswith("}t"))


@pytest.mark.parametrize("ending", [".pdf", ".xlsx", ".docx"])
@pytest.mark.parametrize("name", [report.name for report in REPORTS])
def test_each_report_can_be_made(county: County, tmp_path: Path, name: str, ending: str) -> None:
    furnish(county)
    made = producing.produce(county.desk, name, as_of=DAY, out=tmp_path / f"报表{ending}")
    assert made.files
    for path in made.files:
        data = path.read_bytes()
        if ending == ".pdf":
            with Preview(data) as preview:
                assert len(preview) >= 1
        elif ending == ".docx":
            assert "数据校验值" in text_of(data), "with the head of the journal, like every paper"
        else:
            assert openpyxl.load_workbook(io.BytesIO(data)).sheetnames
    answer = made.to_json()
    assert answer["report"] == name
    assert answer["files"] == [str(path) for path in made.files]
    assert made.report.title in made.summary()


@pytest.mark.parametrize("name", [r.name for r in REPORTS if not r.per_school])
def test_each_report_prints_from_an_empty_county(desk: Desk, tmp_path: Path, name: str) -> None:
    made = producing.produce(desk, name, as_of=DAY, out=tmp_path / "空.pdf")
    assert made.pages >= 1


def test_the_bureaus_name_changed_once_is_on_every_paper(county: County, tmp_path: Path) -> None:
    """Labels and a month that nobody has begun to reconcile name no bureau."""
    furnish(county)
    settings.change(county.desk, "bureau", "临溪县教育和体育局")
    without = set()
    for report in REPORTS:
        out = tmp_path / f"{report.name}.docx"
        made = producing.produce(county.desk, report.name, as_of=DAY, out=out)
        words = text_of(made.files[0].read_bytes())
        if report.name != "journal":  # it tells of the change itself
            assert "临溪县教育局" not in words, report.title
        if "临溪县教育和体育局" not in words:
            without.add(report.title)
    assert without == {"资产标签", "学校资产标签", "余额调节表"}


def test_one_file_for_each_school_named_after_it(county: County, tmp_path: Path) -> None:
    made = producing.produce(county.desk, "school_progress", as_of=DAY, out=tmp_path / "进度表.pdf")
    assert sorted(path.name for path in made.files) == [
        "进度表_丙镇中心小学.pdf",
        "进度表_乙镇中心小学.pdf",
        "进度表_甲镇中心小学.pdf",
    ]
    one = producing.produce(
        county.desk,
        "school_progress",
        as_of=DAY,
        out=tmp_path / "甲.pdf",
        school="甲镇中心小学",
    )
    assert [path.name for path in one.files] == ["甲.pdf"]
    with Preview((tmp_path / "甲.pdf").read_bytes()) as preview:
        assert "甲镇中心小学项目进度表" in preview.text(0)
        assert "乙镇" not in preview.text(0)


def test_the_chase_list_holds_exactly_the_missing_works(county: County) -> None:
    report = catalogue.report_named("missing")
    (row,) = rows(report.build(county.desk, DAY, Options()))
    assert row.cells[2] == "乙镇中心小学"
    assert row.cells[4] == date(2026, 2, 22)
    assert row.cells[6] == "0000-乙"


def test_the_schedule_shows_the_latest_project_first(county: County) -> None:
    with county.desk.operation("test.steps", "工期") as unit:
        for work, frozen, actual in (
            (county.half, "2026-03-01", None),
            (county.done, "2026-01-10", "2026-01-12"),
            (county.beyond, "2026-06", None),
        ):
            unit.insert(
                tables.milestone,
                {
                    "project_id": unit.row(tables.work, work)["project_id"],
                    "step": "finish",
                    "planned": "2026-04-01",
                    "frozen": frozen,
                    "actual": actual,
                },
            )
    found = rows(catalogue.report_named("倒排工期表").build(county.desk, DAY, Options()))
    assert [row.cells[2] for row in found] == ["乙镇中心小学", "甲镇中心小学", "丙镇中心小学"]
    assert [row.cells[-1] for row in found] == [31, 2, None]


def test_a_programme_is_chosen_by_name(county: County, tmp_path: Path) -> None:
    out = tmp_path / "a.pdf"
    made = producing.produce(county.desk, "ranking", as_of=DAY, out=out, programme="全面改薄")
    assert made.pages
    with pytest.raises(Refused, match="无此专项"):
        producing.produce(county.desk, "ranking", as_of=DAY, out=out, programme="无此专项")


@pytest.mark.parametrize(
    ("name", "out", "school", "words"),
    [
        ("nothing", "a.pdf", None, "没有名为“nothing”的报表"),
        ("bulletin", "a.odt", None, "扩展名应为"),
        ("school_progress", "a.pdf", "不存在的小学", "没有纳入统计的项目"),
    ],
)
def test_what_cannot_be_made_is_refused(
    county: County, tmp_path: Path, name: str, out: str, school: str | None, words: str
) -> None:
    with pytest.raises(Refused, match=words):
        producing.produce(county.desk, name, as_of=DAY, out=tmp_path / out, school=school)
    assert not list(tmp_path.glob("a.*"))


def test_a_folder_that_does_not_exist_is_told(county: County, tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="找不到文件夹"):
        producing.produce(county.desk, "missing", as_of=DAY, out=tmp_path / "无" / "a.pdf")
