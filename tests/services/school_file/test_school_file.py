"""一校一档: what is known about one school on a day, and nothing of any other."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest
from PIL import Image

from facilitydesk.domain.problems import Refused
from facilitydesk.domain.words.area_terms import Movement
from facilitydesk.services import school_file, schools, search
from facilitydesk.services.areas import deeds
from facilitydesk.services.areas.deeds import Removal
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Edit
from facilitydesk.services.projects import attachments, notes
from facilitydesk.services.projects.photos import thumbnail
from facilitydesk.store import tables
from tests.entering import added
from tests.services.areas.a_school import NEW_YEAR, TODAY, building, done_work, opening, school


def photo(folder: Path, name: str = "现场.jpg") -> Path:
    path = folder / name
    Image.new("RGB", (1200, 800), (40, 120, 60)).save(path)
    return path


def project_of(desk: Desk, work_id: int) -> int:
    with desk.read() as connection:
        table = tables.work
        query = table.select().where(table.c.id == work_id)
        return int(connection.execute(query).one().project_id)


def test_a_school_on_a_day(desk: Desk, tmp_path: Path) -> None:
    opening(desk, "1500.25")
    building(desk, "主楼", "1000.25", number="01", danger_grade="A")
    old = building(desk, "旧楼", "500", number="02", danger_grade="D")
    building(desk, "别校的楼", "900", where="河西小学")
    work = done_work(desk, "800", project="综合楼新建", nature="新建")
    added(notes.enter, desk, {"text": "资料不全"}, project_id=project_of(desk, work))
    if isinstance(desk.place, Path):
        attachments.add(desk, project_of(desk, work), [photo(tmp_path)])
    me = school(desk)
    schools.enter(desk, [Edit(me, "students", 100), Edit(me, "classes", 4)])
    found = school_file.read(desk, me, TODAY)
    assert [each.name for each in found.buildings] == ["主楼", "旧楼"]
    assert (str(found.area), str(found.per_student)) == ("1500.25", "15.00")
    assert [each.name for each in found.danger] == ["旧楼"]
    assert [(each.label, each.stage) for each in found.works] == [("综合楼新建", "已完工")]
    assert [each.text for each in found.notes] == ["资料不全"]
    if isinstance(desk.place, Path):
        assert [each.caption for each in found.photos] == ["综合楼新建"]
    deeds.remove(desk, [Removal(old)], Movement.DEMOLISHED, date(2026, 2, 1))
    (year,) = school_file.read(desk, me, TODAY).areas
    assert [str(each) for each in (year.opening, year.lost, year.closing)] == [
        "1500.25",
        "-500.00",
        "1000.25",
    ]
    before = school_file.read(desk, me, date(2026, 1, 31))
    assert [each.name for each in before.buildings] == ["主楼", "旧楼"]
    assert str(before.area) == "1500.25"
    assert [each.stage for each in before.works] == ["未开工"]


def test_a_school_with_nothing(desk: Desk) -> None:
    found = school_file.read(desk, school(desk), TODAY)
    assert (found.area, found.per_student, found.buildings, found.works) == (None, None, (), ())
    assert (found.money, found.equipment, found.photos, found.notes) == ((), (), (), ())
    assert found.order == (found.school.id,)


def test_an_opening_within_the_year_begins_its_own_line(desk: Desk) -> None:
    opening(desk, "300", day=date(2026, 3, 1))
    (year,) = school_file.read(desk, school(desk), TODAY).areas
    assert (year.year, str(year.opening), str(year.closing)) == (2026, "300.00", "300.00")
    assert school_file.read(desk, school(desk), NEW_YEAR).areas == ()


def test_a_school_that_is_gone(desk: Desk) -> None:
    with pytest.raises(Refused, match="已被删除"):
        school_file.read(desk, 1, TODAY)


def test_buildings_are_found_by_name_and_initials(desk: Desk) -> None:
    there = building(desk, "明德楼", "1000", number="07")
    for words in ("明德楼", "mdl", "城关 明德", "明德 cgzzxxx"):
        hits = [hit for hit in search.find(desk, words) if hit.kind == "单体建筑"]
        assert [(hit.page, hit.where["buildings"]) for hit in hits] == [("buildings", (there,))], (
            words
        )
    (hit,) = [hit for hit in search.find(desk, "城关镇中心小学") if hit.kind == "学校"]
    assert (hit.page, hit.where) == ("schools", {"file": school(desk)})


def test_a_thumbnail_is_upright_small_and_white_where_clear() -> None:
    clear = io.BytesIO()
    Image.new("RGBA", (900, 300), (0, 0, 0, 0)).save(clear, "PNG")
    with Image.open(io.BytesIO(thumbnail(clear.getvalue(), 300))) as made:
        assert (made.size, made.format, made.getpixel((5, 5))) == (
            (300, 100),
            "JPEG",
            (255, 255, 255),
        )
    with pytest.raises(Refused):
        thumbnail(b"no picture", 300)
