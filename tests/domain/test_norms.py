"""Norms: which one applies, what is needed, what is lacking, to the last digit."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from facilitydesk.domain.measures import Direction, Measure
from facilitydesk.domain.norm_defaults import default_items, default_norms
from facilitydesk.domain.norms import Norm, Share, Size, actual, needed, pick, short
from facilitydesk.domain.provinces import province_of


def norm(value: int | None, **facts: Any) -> Norm:
    given = {
        "id": 1, "measure": Measure.BOOKS, "stage": "小学", "size_by": "", "size_from": None,
        "size_to": None, "direction": Direction.LEAST, "place": "", "province": "", "year": None,
        "document": "", "note": "", "active": True,
    }  # fmt: skip
    return Norm(value=value, **{**given, **facts})


def size(**facts: Any) -> Size:
    return Size(**{"stage": "小学", "place": "农村", "classes": 12, "students": 500, **facts})


def picked(norms: list[Norm], **facts: Any) -> int | None:
    found = pick(norms, Measure.BOOKS, size(**facts), "甘肃", 2024).norm
    return found.value if found else None


def test_a_province_goes_before_the_country_and_a_later_year_before_an_earlier() -> None:
    country, older = norm(20_00), norm(15_00, year=2010)
    assert picked([older, country, norm(16_00, year=2019), norm(17_00, year=2025)]) == 16_00
    assert picked([country, norm(25_00, province="甘肃"), norm(40_00, province="四川")]) == 25_00
    assert picked([norm(20_00, active=False)]) is None


def test_the_size_chooses_and_is_missed_where_it_is_not_known() -> None:
    sized = [
        norm(660, size_by="classes", size_to=12),
        norm(580, size_by="classes", size_from=13, size_to=18),
        norm(520, size_by="classes", size_from=19),
    ]
    assert [picked(sized, classes=n) for n in (4, 12, 13, 30)] == [660, 660, 580, 520]
    assert pick(sized, Measure.BOOKS, size(classes=None), "", 2024).missing == "班数"
    assert sized[1].size == "13–18班"


def test_a_city_norm_needs_to_know_where_the_school_is() -> None:
    city = [norm(660, place="城市")]
    assert picked(city) is None
    assert pick(city, Measure.BOOKS, size(place=""), "", 2024).missing == "城乡类型"


def test_what_is_needed_is_exact_and_whole_things_are_rounded_up() -> None:
    rooms = norm(230, measure=Measure.MULTIMEDIA)
    need = needed([Share(rooms, 101)], None)
    assert need == Fraction(23230, 100)  # 2.323 rooms
    assert short(Measure.MULTIMEDIA, 2_00, need, Direction.LEAST) == 1_00
    assert short(Measure.MULTIMEDIA, 3_00, need, Direction.LEAST) == 0
    area = needed([Share(norm(450, measure=Measure.TEACHING_AREA), 765)], None)
    assert area == 3442_50
    assert short(Measure.TEACHING_AREA, 3442_49, area, Direction.LEAST) == 1


def test_pupils_per_computer_are_at_most() -> None:
    ratio = norm(16_00, measure=Measure.COMPUTERS, direction=Direction.MOST)
    need = needed([Share(ratio, 983)], None)
    assert need is not None
    assert short(Measure.COMPUTERS, 61_00, need, Direction.MOST) == 1_00  # 61.4375
    assert short(Measure.COMPUTERS, 62_00, need, Direction.MOST) == 0
    assert actual(Measure.COMPUTERS, 64_00, 983, None) == Fraction(983, 64)
    assert actual(Measure.COMPUTERS, 0, 983, None) is None


def test_two_stages_add_up_and_an_open_norm_asks_for_nothing() -> None:
    shares = [Share(norm(20_00), 100), Share(norm(30_00, stage="初中"), 50)]
    assert needed(shares, None) == 3500_00
    assert needed([*shares, Share(norm(None), 1)], None) is None


def test_the_defaults_stand_as_the_documents_say() -> None:
    rows = {(row["measure"], row["stage"], row["value"]) for row in default_norms()}
    for stage, *values in (("小学", 450, 750, 2000_00, 230), ("初中", 580, 1020, 2500_00, 240)):
        for measure, value in zip(Measure, values, strict=False):
            assert (measure.value, stage, value) in rows
    assert all(row["document"] for row in default_norms())
    assert any(row["value"] is None and "建标109" in row["document"] for row in default_norms())
    assert [row["number"] for row in default_items()] == list(range(1, 21))
    assert province_of("510999") == "四川"
