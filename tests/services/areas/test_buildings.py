"""The register of buildings: cells, uses, history, danger, and what it does not let go."""

from __future__ import annotations

from datetime import date

import pytest

from facilitydesk.domain.problems import Refused
from facilitydesk.domain.quantities import Area
from facilitydesk.domain.words.area_terms import Movement
from facilitydesk.services import schools
from facilitydesk.services.areas import buildings, checks, danger, deeds, uses
from facilitydesk.services.areas.deeds import Removal
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Edit
from tests.services.areas.a_school import TODAY, building, school


def m2(text: str) -> Area:
    return Area.of(text)


def test_a_building_with_all_its_facts(desk: Desk) -> None:
    one = building(
        desk,
        "教学楼",
        "1529.58",
        number="01",
        structure="砖混",
        built="1998年9月",
        floors=3,
        seismic_class="重点设防类",
        seismic_intensity="7度",
        danger_grade="c级",
        danger_body="县房屋安全鉴定站",
        danger_day=date(2024, 6, 1),
        ownership="自有",
    )
    (row,) = buildings.rows(desk, ids=[one])
    assert (row.school, row.built, row.danger_grade, row.state) == (
        "城关镇中心小学",
        "1998-09",
        "C",
        "在用",
    )
    assert row.dangerous


def test_refused_cells_say_why_and_the_others_are_stored(desk: Desk) -> None:
    one, _ = building(desk, "甲楼", "10", number="01"), building(desk, "乙楼", "10", number="02")
    entered = buildings.enter(
        desk,
        [
            Edit(one, "built", "九十年代"),
            Edit(one, "danger_grade", "E"),
            Edit(one, "floors", 4),
            Edit(one, "number", "02"),
        ],
    )
    assert [each.problem.message for each in entered.rejected] == [
        "建成年月“九十年代”应写成 1998-09 或 1998，请核对。",
        "危房等级应为A、B、C、D之一，填写的是“E”。",
        "“城关镇中心小学”的建筑物号“02”已被“乙楼”使用，不能重复。",
    ]
    assert buildings.rows(desk, ids=[one])[0].floors == 4


def test_the_split_by_use_keeps_its_year_and_is_compared_with_the_whole(desk: Desk) -> None:
    one = building(desk, "教学楼", "100.02")
    agreed = uses.enter(desk, one, 2019, {"classroom": m2("80"), "lab": m2("20")})
    assert agreed.problems == ()  # 0.01 ㎡ for each of two parts
    differs = uses.enter(desk, one, 2019, {"lab": m2("19.99")})
    assert [problem.message for problem in differs.problems] == [
        "“教学楼”2019年口径各类用房之和99.99㎡与建筑面积100.02㎡相差0.03㎡，请核对。"
    ]
    uses.enter(desk, one, 2024, {"classroom": m2("80"), "science_lab": m2("20.02")})
    assert [(split.year, str(split.total)) for split in uses.of_building(desk, one)] == [
        (2024, "100.02"),
        (2019, "99.99"),
    ]
    with pytest.raises(Refused, match="2024年口径"):
        uses.enter(desk, one, 2024, {"computer_room": m2("1")})


def test_a_school_in_two_definitions_is_told_in_the_newer_one(desk: Desk) -> None:
    old, new = building(desk, "旧楼", "300"), building(desk, "新楼", "100")
    uses.enter(desk, old, 2018, {"lab": m2("200"), "staff_dorm": m2("100")})
    uses.enter(desk, new, 2024, {"science_lab": m2("100")})
    split = uses.by_school(desk)[school(desk)]
    assert split.year == 2024
    assert {key: str(area) for key, area in split.areas.items()} == {
        "science_lab": "300.00",
        "staff_dorm": "100.00",  # has no counterpart: stays what it was
    }


def test_a_newer_appraisal_becomes_the_grade_and_the_old_one_stays_known(desk: Desk) -> None:
    one = building(desk, "旧楼", "500", danger_grade="B", danger_day=date(2020, 5, 1))
    checks.enter(
        desk,
        one,
        (),
        [{"kind": "鉴定", "day": date(2026, 1, 15), "danger_grade": "D", "document": "鉴6号"}],
    )
    (row,) = buildings.rows(desk)
    assert (row.danger_grade, row.danger_document) == ("D", "鉴6号")
    assert [(c.day.year, c.danger_grade) for c in checks.rows(desk, one)] == [
        (2026, "D"),
        (2020, "B"),
    ]
    assert [r.danger_grade for r in danger.rows(desk, date(2025, 12, 31))] == ["B"]
    assert [r.danger_grade for r in danger.rows(desk, TODAY)] == ["D"]


def test_dangerous_area_and_its_removal_year_by_year(desk: Desk) -> None:
    bad = building(desk, "旧楼", "500.50", danger_grade="D")
    building(desk, "平房", "80", danger_grade="C")
    building(desk, "好楼", "900", danger_grade="A")
    assert {grade: str(area) for grade, area in danger.area(desk).items()} == {
        "B": "0.00",
        "C": "80.00",
        "D": "500.50",
    }
    deeds.remove(desk, [Removal(bad)], Movement.DEMOLISHED, date(2026, 2, 2), document="拆1号")
    assert [row.name for row in danger.rows(desk)] == ["平房"]
    assert sorted(row.name for row in danger.rows(desk, date(2026, 1, 1))) == ["平房", "旧楼"]
    (year,) = danger.removed(desk)
    assert (year.year, year.buildings, str(year.areas["D"])) == (2026, 1, "500.50")


def test_what_is_gone_is_not_removed_twice(desk: Desk) -> None:
    one = building(desk, "旧楼", "500")
    deeds.remove(desk, [Removal(one)], Movement.DISPOSED, TODAY, document="移1号")
    assert buildings.rows(desk)[0].state == "移交"
    with pytest.raises(Refused, match="使用状况已是“移交”"):
        deeds.remove(desk, [Removal(one)], Movement.DEMOLISHED, TODAY)


def test_buildings_in_a_balance_and_schools_with_buildings_are_not_deleted(desk: Desk) -> None:
    one, two = building(desk, "旧楼", "500"), building(desk, "新楼", "500")
    deeds.remove(desk, [Removal(one)], Movement.DISPOSED, TODAY)
    with pytest.raises(Refused, match="1笔面积变动"):
        buildings.delete(desk, [one])
    uses.enter(desk, two, 2024, {"classroom": m2("500")})
    buildings.delete(desk, [two])
    with pytest.raises(Refused, match="1栋单体建筑"):
        schools.delete(desk, [school(desk)])
