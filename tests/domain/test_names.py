"""One school, many spellings; and different schools that must not become one."""

from __future__ import annotations

import pytest

from facilitydesk.domain.names import project_key, school_key


@pytest.mark.parametrize(
    "other",
    [
        "城关镇中心校",
        "城关镇 中心小学",
        "城关镇中心小学校",
        "临溪县城关镇中心小学",
        "四川省临溪县城关镇中心学校",
        "城关镇中心小学　",
        "城关镇(中心)小学",
        "城关镇（中心）小学",
    ],
)
def test_spellings_of_one_school_share_a_key(other: str) -> None:
    assert school_key(other, "临溪县") == school_key("城关镇中心小学", "临溪县")


@pytest.mark.parametrize(
    ("one", "another"),
    [
        ("城关镇中心小学", "城关镇小学"),
        ("临溪中学", "中学"),
        ("临溪镇小学", "小学"),
        ("石桥初中", "石桥中学"),
        ("第一小学", "第二小学"),
        ("城关镇中心校区", "城关镇中心校"),
        ("石桥教学点", "石桥小学"),
    ],
)
def test_different_schools_keep_different_keys(one: str, another: str) -> None:
    assert school_key(one, "临溪县") != school_key(another, "临溪县")


def test_the_county_may_lead_with_or_without_its_last_word() -> None:
    keys = {school_key(name, "临溪县") for name in ("临溪县第一中学", "临溪第一中学", "第一中学")}
    assert len(keys) == 1
    assert school_key("临溪县中学", "临溪县") == school_key("临溪中学", "临溪县") == "临溪中学"


@pytest.mark.parametrize(
    "other",
    ["教学楼建设项目", "教学楼建设工程", "教学楼项目", "城关镇中心校教学楼工程", "教学楼建设"],
)
def test_a_project_is_known_without_its_school_and_ending(other: str) -> None:
    assert project_key(other, "城关镇中心小学") == "教学楼"


def test_kinds_of_building_work_stay_apart() -> None:
    keys = {project_key(name) for name in ("教学楼维修工程", "教学楼工程", "1#教学楼", "2号教学楼")}
    assert len(keys) == 4
    assert project_key("1#教学楼") == project_key("１号教学楼工程")


def test_a_name_that_is_only_an_ending_keeps_it() -> None:
    assert project_key("建设项目") == "建设项目"
    assert school_key("") == ""


def test_rare_characters_are_part_of_the_key() -> None:
    assert school_key("𣗋木镇小学") != school_key("木镇小学")
    assert school_key("𬭼西小学") != school_key("西小学")
