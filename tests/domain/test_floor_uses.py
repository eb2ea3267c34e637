"""用房分类: both versions of the yearbook, what links them, and what stays where it was."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from facilitydesk.domain import floor_uses
from facilitydesk.domain.floor_uses import NEW, OLD, Edition, by_group, converted, parts_differ


def test_2020_is_the_last_year_of_the_old_version() -> None:
    assert Edition.of_year(2020) is Edition.OLD
    assert Edition.of_year(2021) is Edition.NEW


def test_every_counterpart_exists_in_the_other_version() -> None:
    for own, other in ((OLD, NEW), (NEW, OLD)):
        keys = {use.key for use in other}
        assert len({use.key for use in own}) == len(own)
        assert all(use.counterpart in keys for use in own if use.counterpart)


def test_rooms_that_have_a_new_name_move_and_the_others_stay() -> None:
    told = converted(
        {"lab": 100, "computer_room": 20, "language_room": 3, "staff_dorm": 4000},
        Edition.OLD,
        Edition.NEW,
    )
    assert told.areas == {"science_lab": 100, "special_other": 23}
    assert told.left == {"staff_dorm": 4000}  # 教工宿舍 is no 教工值班宿舍


def test_what_the_new_version_lumps_together_is_not_taken_apart() -> None:
    told = converted({"special_other": 23, "reading_room": 5}, Edition.NEW, Edition.OLD)
    assert (told.areas, told.left) == ({"library": 5}, {"special_other": 23})


@given(st.dictionaries(st.sampled_from([use.key for use in OLD]), st.integers(0, 10**9)))
def test_nothing_is_lost_between_the_versions(areas: dict[str, int]) -> None:
    told = converted(areas, Edition.OLD, Edition.NEW)
    assert sum(told.areas.values()) + sum(told.left.values()) == sum(areas.values())


def test_the_four_groups_of_the_form() -> None:
    sums = by_group({"classroom": 5, "lab": 6, "canteen": 7, "other": 8}, Edition.OLD)
    assert sums == {"教学及辅助用房": 11, "行政办公用房": 0, "生活用房": 7, "其他用房": 8}


def test_parts_may_differ_by_a_hundredth_each() -> None:
    assert parts_differ(100_03, [50_00, 50_00, 0]) is None
    assert parts_differ(100_04, [50_00, 50_00, 0]) == 4
    assert parts_differ(99_96, [50_00, 50_00, 0]) == -4


def test_a_category_is_found_by_its_term_in_its_own_version_only() -> None:
    found = floor_uses.use_named(Edition.OLD, "微机室")
    assert found is not None
    assert found.key == "computer_room"
    assert floor_uses.use_named(Edition.NEW, "微机室") is None
