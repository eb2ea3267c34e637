"""一校一档 on paper: everything of a school, nothing of an empty one, and long texts whole."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl

from facilitydesk.reports import catalogue, producing
from facilitydesk.reports.options import Options
from facilitydesk.reports.paper.preview import Preview
from facilitydesk.services import schools
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Edit
from facilitydesk.services.projects import attachments, notes
from tests.entering import added
from tests.reports.papers import plain
from tests.services.areas.a_school import TODAY, building, done_work, opening, school
from tests.services.school_file.test_school_file import photo, project_of


def pages(desk: Desk, school_id: int) -> tuple[list[str], bytes]:
    document = catalogue.report_named("school_file").build(
        desk, TODAY, Options(school_id=school_id)
    )
    pdf, count, _ = producing.drawn(document, ".pdf")
    with Preview(pdf) as preview:
        assert len(preview) == count
        return [plain(preview.text(n)) for n in range(count)], pdf


def test_everything_of_a_school_with_its_photos(desk: Desk, tmp_path: Path) -> None:
    opening(desk, "1500.25")
    building(desk, "主楼", "1000.25", number="01", danger_grade="A")
    building(desk, "旧楼", "500", number="02", danger_grade="D", danger_document="临鉴字7号")
    work = done_work(desk, "800", project="综合楼新建", nature="新建")
    added(notes.enter, desk, {"text": "资料不全"}, project_id=project_of(desk, work))
    attachments.add(desk, project_of(desk, work), [photo(tmp_path)])
    (text,), pdf = pages(desk, school(desk))
    for words in (
        "城关镇中心小学一校一档",
        "危房1栋500.00平方米",
        "临鉴字7号",
        "综合楼新建",
        "资料不全",
    ):
        assert words in text, words
    assert b"/DCTDecode" in pdf
    document = catalogue.report_named("school_file").build(
        desk, TODAY, Options(school_id=school(desk))
    )
    book, _, _ = producing.drawn(document, ".xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(book))["一校一档"]
    assert 1500.25 in [cell.value for row in sheet for cell in row]
    assert len(sheet._images) == 1  # type: ignore[attr-defined]  # openpyxl keeps no public list


def test_buildings_that_do_not_foot_with_the_balance_are_named(desk: Desk) -> None:
    opening(desk, "1500.25")
    building(desk, "主楼", "1000.25", number="01", danger_grade="A")
    building(desk, "旧楼", "512.50", number="02", danger_grade="A")
    (text,), _ = pages(desk, school(desk))
    assert "单体建筑合计1,512.75平方米，比期末面积1,500.25平方米多12.50平方米，请核对。" in text


def test_a_school_with_nothing_says_so_on_one_page(desk: Desk) -> None:
    (text,), _ = pages(desk, school(desk))
    assert "尚无登记的内容：校舍、项目与单项工程、设备、资金来源" in text


def test_forty_buildings_and_a_note_of_five_thousand_characters(desk: Desk) -> None:
    for number in range(40):
        building(desk, f"第{number + 1}号楼", "100", number=f"{number:02}")
    schools.enter(desk, [Edit(school(desk), "note", "墙" * 4_999 + "终")])
    texts, _ = pages(desk, school(desk))
    whole = "".join(texts)
    assert whole.count("墙") == 4_999
    for words in ("第1号楼", "第40号楼", "4,000.00"):
        assert words in whole
    for number, text in enumerate(texts, 1):
        assert f"第{number}页共{len(texts)}页" in text
        assert "城关镇中心小学一校一档" in text


def large_school(desk: Desk, folder: Path) -> int:
    """A boarding school: 45 buildings, 20 works, 8 photos, 12 open problems."""
    opening(desk, "54000")
    kinds = ("教学楼", "学生宿舍", "食堂", "厕所", "教师周转宿舍")
    for number in range(45):
        bad = "D" if number in (7, 8) else "C" if number == 20 else "A"
        building(
            desk, f"{number + 1}号{kinds[number % 5]}（含连廊、附属用房）", "1200",
            number=f"{number + 1:03}", room_kind=kinds[number % 5], danger_grade=bad,
            danger_document="临鉴字〔2024〕17号" if bad != "A" else "", built=f"{1985 + number % 30}",
        )  # fmt: skip
    works = [
        done_work(desk, "800", project=f"{number + 1}号楼抗震加固和维修改造", nature="新建")
        for number in range(20)
    ]
    for number in range(12):
        text = f"第{number + 1}处：竣工资料未移交档案室，质保金支付依据不足，需补充验收单。"
        added(notes.enter, desk, {"text": text}, project_id=project_of(desk, works[number]))
    for number in range(8):
        attachments.add(desk, project_of(desk, works[number]), [photo(folder, f"{number}.jpg")])
    return school(desk)


def test_a_large_school_keeps_to_two_sheets_with_its_sums_first(desk: Desk, tmp_path: Path) -> None:
    texts, _ = pages(desk, large_school(desk, tmp_path))
    assert len(texts) <= 4
    first = texts[0]
    assert "单体建筑45栋，清单见文末" in first
    assert "合计4554,000.0033,600.00" in first, "45 buildings, three of them dangerous"
    assert "临鉴字〔2024〕17号" not in first
    last = texts[-1]
    assert "合计（45栋）" in last
    whole = "".join(texts)
    for number in range(45):
        assert f"{number + 1}号" in whole
    assert "合计（20项）" in whole


def test_a_school_of_usual_size_is_one_sheet_of_paper(desk: Desk, tmp_path: Path) -> None:
    opening(desk, "5000")
    for number in range(10):
        building(desk, f"{number + 1}号楼", "500", number=f"{number + 1:02}", danger_grade="B")
    works = [done_work(desk, "300", project=f"{n + 1}号楼维修改造") for n in range(8)]
    for number in range(6):
        added(
            notes.enter,
            desk,
            {"text": "资料不全，需补验收单" * 3},
            project_id=project_of(desk, works[number]),
        )
        attachments.add(desk, project_of(desk, works[number]), [photo(tmp_path, f"{number}.jpg")])
    texts, _ = pages(desk, school(desk))
    assert len(texts) == 2, "both sides"
    assert "10号楼" in "".join(texts)


def test_a_lost_photo_does_not_stop_the_paper(desk: Desk, tmp_path: Path) -> None:
    work = done_work(desk, "800", project="综合楼新建")
    attachments.add(desk, project_of(desk, work), [photo(tmp_path)])
    (row,) = attachments.rows(desk, project_of(desk, work))
    (attachments.folder(desk) / row.sha256).unlink()
    (_,), pdf = pages(desk, school(desk))
    assert b"/DCTDecode" not in pdf


def test_a_file_for_every_school(desk: Desk, tmp_path: Path) -> None:
    school(desk), school(desk, "河西小学")
    made = producing.produce(desk, "school_file", as_of=TODAY, out=tmp_path / "一校一档.xlsx")
    assert {path.name for path in made.files} == {
        "一校一档_城关镇中心小学.xlsx",
        "一校一档_河西小学.xlsx",
    }
