"""Plan sheets that name their versions: label, day of approval, document."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from facilitydesk.domain.quantities import Area
from facilitydesk.interchange.importing import run_import
from facilitydesk.services.desk import Desk
from facilitydesk.services.projects import programmes
from tests.interchange.books import table, write

HEAD = ["版本", "批准日期", "批准文号", "乡镇", "规划校舍面积", "规划投资", "规划项目数"]
TITLE = "义务教育薄弱环节改善与能力提升2021—2025年规划表"


def plan(path: Path, *lines: list[Any]) -> Path:
    return write(path, [[TITLE], ["单位：万元、平方米"], HEAD, *lines])


def test_a_sheet_names_its_versions(desk: Desk, tmp_path: Path) -> None:
    first = ["2021版", "2021-06-30", "川教函〔2021〕88号"]
    later = ["2023年调整版", "2023.9.1", "川教函〔2023〕12号"]
    path = plan(
        tmp_path / "a.xlsx",
        [*first, "城关镇", 12000, 2400, 10],
        [*first, "柳林镇", 8000, 1600, 6],
        [*later, "城关镇", 11000, 2300, 9],
        ["合计", None, None, None, 31000, 6300, 25],
    )
    result = run_import(desk, path)
    assert result.changed["plan_versions"]["created"] == 2
    assert result.changed["plan_lines"]["created"] == 3  # 合计 adds up two plans: no plan's total
    (programme,) = [r for r in programmes.rows(desk) if r.name == "义务教育薄弱环节改善与能力提升"]
    told = {v.label: (v.day, v.document, v.lines) for v in programmes.versions(desk, programme.id)}
    assert told == {
        "2021版": (date(2021, 6, 30), "川教函〔2021〕88号", 2),
        "2023年调整版": (date(2023, 9, 1), "川教函〔2023〕12号", 1),
    }
    again = run_import(desk, path)
    assert again.changed["plan_lines"]["unchanged"] == 3
    assert again.review.plan.differences == []


def test_the_total_of_one_version_is_its_total(desk: Desk, tmp_path: Path) -> None:
    named = ["2021版", "2021-06", "川教函〔2021〕88号"]
    path = plan(
        tmp_path / "a.xlsx",
        [*named, "城关镇", 12000, 2400, 10],
        ["合计", None, None, None, 12000, 2400, 10],
    )
    run_import(desk, path)
    (programme,) = [r for r in programmes.rows(desk) if r.name == "义务教育薄弱环节改善与能力提升"]
    (version,) = programmes.versions(desk, programme.id)
    assert (version.day, version.lines, version.area) == (date(2021, 6, 1), 2, Area.of(12000))
    changed = plan(tmp_path / "b.xlsx", ["2021版", "2021-07-15", None, "城关镇", 12000, 2400, 10])
    result = run_import(desk, changed)
    assert [(d.term, d.before, d.after) for d in result.review.plan.differences] == [
        ("批准日期", "2021-06-01", "2021-07-15")
    ]


def test_a_list_of_projects_keeps_its_approvals_apart(tmp_path: Path) -> None:
    rows = [["学校", "项目名称", "批复文号", "批复投资（万元）"], ["甲小学", "食堂", "临发改〔2024〕3号", 20]]  # fmt: skip
    found = table(write(tmp_path / "a.xlsx", rows))
    assert [c.key for c in found.columns] == ["school", "project", None, "planned_investment"]
