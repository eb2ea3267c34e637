"""Ctrl+K: one box for schools, projects and programmes."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from facilitydesk.services import schools
from facilitydesk.services.desk import Desk
from facilitydesk.services.projects import programmes
from facilitydesk.services.projects import register as projects
from facilitydesk.services.search import find
from facilitydesk.store import tables
from tests.entering import added, also_named


@pytest.fixture
def desk(desk: Desk) -> Desk:
    added(programmes.enter, desk, {"name": "全面改薄", "short_name": "改薄"})
    first = added(schools.enter, desk, {"name": "城关镇中心小学", "code": "2151000001"}).row_id
    added(schools.enter, desk, {"name": "朝阳小学"})
    also_named(desk, first, "县一小")
    for name, school, document in (
        ("教学楼建设项目", "城关镇中心小学", "临发改〔2026〕3号"),
        ("食堂", "城关镇中心小学", ""),
        ("食堂", "朝阳小学", ""),
    ):
        added(
            projects.enter,
            desk,
            {
                "name": name,
                "school": school,
                "programme": "全面改薄",
                "approval_document": document,
            },
        )
    return desk


def titles(desk: Desk, words: str) -> list[str]:
    return [
        f"{hit.title}@{hit.place}" if hit.kind == "项目" else hit.title for hit in find(desk, words)
    ]


def test_schools_by_name_alias_initials_and_code(desk: Desk) -> None:
    assert titles(desk, "城关镇中心小学")[0] == "城关镇中心小学"
    assert titles(desk, "县一小")[0] == "城关镇中心小学"
    assert titles(desk, "2151000001") == ["城关镇中心小学"]
    assert titles(desk, "CGZZ")[0] == "城关镇中心小学"
    assert titles(desk, "cyxx")[0] == titles(desk, "zyxx")[0] == "朝阳小学"


def test_projects_by_name_school_initials_and_document(desk: Desk) -> None:
    assert titles(desk, "教学楼")[0] == "教学楼建设项目@城关镇中心小学"
    assert titles(desk, "食堂 朝阳") == ["食堂@朝阳小学"]
    assert titles(desk, "st cy") == ["食堂@朝阳小学"]
    assert titles(desk, "临发改[2026]3号") == ["教学楼建设项目@城关镇中心小学"]


def test_programmes_too_and_nothing_for_nothing(desk: Desk) -> None:
    assert titles(desk, "gb")[0] == "全面改薄"
    assert titles(desk, "") == titles(desk, "  ，") == []
    assert titles(desk, "不存在的学校") == []


def test_a_hit_says_where_to_go(desk: Desk) -> None:
    hit = find(desk, "教学楼")[0]
    assert (hit.page, hit.where["title"]) == ("projects", "教学楼建设项目")
    assert len(hit.where["projects"]) == 1


def test_500_schools_and_1000_projects_are_searched_at_once(
    file_desk: Desk, make_work: Callable[..., int]
) -> None:
    desk = file_desk
    programme = programmes.rows(desk)[0].id if programmes.rows(desk) else None
    programme = programme or added(programmes.enter, desk, {"name": "改薄"}).row_id
    with desk.operation("test", "test") as unit:
        names = [{"name": f"第{n}小学", "initials": f"d{n}xx"} for n in range(500)]
        ids = unit.insert_many(tables.school, names)
        found = unit.insert_many(
            tables.project,
            [
                {"name": f"教学楼{n}", "initials": f"jxl{n}", "programme_id": programme}
                for n in range(1000)
            ],
        )
        unit.insert_many(
            tables.work,
            [{"project_id": p, "school_id": ids[n % 500]} for n, p in enumerate(found)],
        )
    assert len(find(desk, "第499")) == 3
