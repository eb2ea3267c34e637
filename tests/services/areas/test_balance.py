"""The balance foots per school, township and county, for a year and as of any day."""

from __future__ import annotations

from datetime import date

import pytest

from facilitydesk.domain.problems import Refused
from facilitydesk.domain.quantities import Area
from facilitydesk.domain.words.area_terms import Movement
from facilitydesk.services.areas import balance, buildings, deeds, movements, openings
from facilitydesk.services.areas.balance import Level
from facilitydesk.services.areas.deeds import Removal
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Edit
from tests.services.areas.a_school import (
    NEW_YEAR,
    TODAY,
    building,
    closing,
    line,
    opening,
    school,
)


def m2(text: str) -> Area:
    return Area.of(text)


def test_every_kind_of_line_counts_as_its_name_says(desk: Desk) -> None:
    opening(desk, "5000.25")
    lines = [
        ("新建竣工", "800.10"),
        ("购置/接收", "120"),
        ("拆除", "300.05"),
        ("报废/移交", "60"),
        ("测量更正", "-0.30"),
    ]
    entered = movements.enter(
        desk,
        (),
        [
            {
                "school": "城关镇中心小学",
                "kind": kind,
                "day": date(2026, 2, 1),
                "area": m2(area),
                "document": f"文{number}号",
            }
            for number, (kind, area) in enumerate(lines)
        ],
    )
    assert entered.rejected == ()
    told = line(desk).balance
    assert (told.built, told.acquired, told.demolished) == (800_10, 120_00, -300_05)
    assert (told.disposed, told.measured) == (-60_00, -30)
    assert closing(desk) == "5560.00"


def test_a_year_begins_where_the_year_before_ended(desk: Desk) -> None:
    opening(desk, "1000", day=date(2023, 12, 31))
    for day, area in ((date(2024, 5, 1), "100"), (date(2025, 12, 31), "200"), (TODAY, "7")):
        fact = {"school": school(desk), "kind": "新建竣工", "day": day, "area": m2(area)}
        movements.enter(desk, (), [fact])
    year = line(desk, as_of=date(2025, 12, 31), since=date(2024, 12, 31)).balance
    assert (year.opening, year.built, year.closing) == (1100_00, 200_00, 1300_00)
    now = line(desk, since=NEW_YEAR).balance
    assert (now.opening, now.built, now.closing) == (1300_00, 7_00, 1307_00)
    assert line(desk).balance.opening == 1000_00  # from the very opening


def test_a_period_that_begins_before_the_opening_begins_with_it(desk: Desk) -> None:
    opening(desk, "1000", day=date(2026, 1, 1))
    fact = {"school": school(desk), "kind": "拆除", "day": TODAY, "area": m2("100")}
    movements.enter(desk, (), [fact])
    told = line(desk, since=NEW_YEAR).balance
    assert (told.opening, told.demolished, told.closing) == (1000_00, -100_00, 900_00)


def test_townships_and_county_are_the_sums_of_schools(desk: Desk) -> None:
    for name, area in (("甲小学", "100.01"), ("乙小学", "200.02"), ("丙小学", "300.03")):
        opening(desk, area, name)
    whole = balance.ask(desk, TODAY, level=Level.COUNTY)
    assert [row.balance.closing for row in whole.rows] == [600_06]
    assert whole.total.closing == 600_06
    assert whole.total.schools == 3


def test_a_school_without_an_opening_has_no_balance_and_is_named(desk: Desk) -> None:
    opening(desk, "100", "甲小学")
    entered = movements.enter(
        desk,
        (),
        [{"school": school(desk, "乙小学"), "kind": "拆除", "day": TODAY, "area": m2("30")}],
    )
    assert [p.code for p in entered.changes.problems] == ["area.no_opening"]
    found = balance.ask(desk, TODAY)
    assert (found.not_begun, str(found.left_out)) == (("乙小学",), "-30.00")
    assert found.total.closing == 100_00


def test_a_line_before_the_opening_is_told_and_does_not_count(desk: Desk) -> None:
    opening(desk, "100")
    fact = {"school": school(desk), "kind": "拆除", "day": NEW_YEAR, "area": m2("30")}
    entered = movements.enter(desk, (), [fact])
    assert [p.code for p in entered.changes.problems] == ["area.before_opening"]
    assert closing(desk) == "100.00"


def test_buildings_are_rolled_back_to_any_day(desk: Desk) -> None:
    opening(desk, "1500")
    old, _ = building(desk, "旧楼", "500"), building(desk, "主楼", "1000")
    deeds.remove(desk, [Removal(old)], Movement.DEMOLISHED, date(2026, 2, 10), document="拆1号")
    deeds.take_over(desk, {"school": school(desk), "name": "接收楼", "area": m2("260.50")}, TODAY)
    assert [
        str(line(desk, as_of=day).buildings) for day in (NEW_YEAR, date(2026, 2, 28), TODAY)
    ] == [
        "1500.00",
        "1000.00",
        "1260.50",
    ]
    for day in (NEW_YEAR, date(2026, 2, 28), TODAY):
        assert line(desk, as_of=day).difference is None


def test_a_part_of_a_building_goes_and_the_rest_stays(desk: Desk) -> None:
    opening(desk, "1000")
    one = building(desk, "主楼", "1000")
    deeds.remove(desk, [Removal(one, m2("200"))], Movement.DEMOLISHED, TODAY)
    (row,) = buildings.rows(desk)
    assert (row.state, str(row.area), closing(desk)) == ("在用", "800.00", "800.00")
    with pytest.raises(Refused, match=r"大于“主楼”的建筑面积800\.00㎡"):
        deeds.remove(desk, [Removal(one, m2("801"))], Movement.DEMOLISHED, TODAY)


def test_measuring_anew_writes_the_difference(desk: Desk) -> None:
    opening(desk, "1000")
    one = building(desk, "主楼", "1000")
    deeds.correct(desk, one, m2("998.75"), TODAY, document="测绘报告1号")
    (moved,) = movements.rows(desk)
    assert (moved.kind, str(moved.area), moved.document) == (
        Movement.MEASURED,
        "-1.25",
        "测绘报告1号",
    )
    assert (closing(desk), line(desk).difference) == ("998.75", None)


def test_a_building_typed_as_gone_is_told_to_leave_the_balance_alone(desk: Desk) -> None:
    opening(desk, "1000")
    one = building(desk, "主楼", "1000")
    entered = buildings.enter(desk, [Edit(one, "state", "拆除")])
    assert [p.code for p in entered.changes.problems] == ["building.state_by_hand"]
    assert str(line(desk).difference) == "1000.00"


def test_openings_are_typed_pasted_and_taken_away(desk: Desk) -> None:
    first, second = school(desk, "甲小学"), school(desk, "乙小学")
    openings.enter(desk, [Edit(first, "area", m2("10")), Edit(second, "area", m2("20"))])
    rows = {row.school: row for row in openings.rows(desk)}
    assert (rows["甲小学"].day, rows["甲小学"].area) == (NEW_YEAR, m2("10"))
    openings.enter(desk, [Edit(first, "area", None), Edit(second, "document", "普查表")])
    rows = {row.school: row for row in openings.rows(desk)}
    assert (rows["甲小学"].area, rows["乙小学"].document) == (None, "普查表")


def test_openings_come_from_the_buildings_that_stood(desk: Desk) -> None:
    building(desk, "主楼", "1000.10")
    building(desk, "宿舍", "500.20")
    opening(desk, "7", "甲小学")
    openings.from_buildings(desk, NEW_YEAR)
    assert closing(desk) == "1500.30"
    assert closing(desk, "甲小学") == "7.00"


def test_a_future_day_and_no_area_are_refused(desk: Desk) -> None:
    base = {"school": school(desk), "kind": "拆除"}
    entered = movements.enter(
        desk,
        (),
        [
            {**base, "day": date(2026, 3, 12), "area": m2("1")},
            {**base, "day": TODAY, "area": m2("0")},
            {**base, "day": TODAY},
        ],
    )
    assert [each.problem.code for each in entered.rejected] == [
        "area.future",
        "area.zero",
        "required",
    ]
