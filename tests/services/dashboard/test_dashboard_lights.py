"""Lights with reasons, the slowest ten, and rules that an officer may change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from facilitydesk.domain.lights import Light, LightRules
from facilitydesk.domain.problems import Refused
from facilitydesk.services.dashboard import Dashboard, dashboard, light_rules, set_light_rules
from facilitydesk.services.desk import Desk
from facilitydesk.services.figures import Scope
from facilitydesk.services.journal import undoing
from tests.services.dashboard.dashboard_story import TODAY, plan_days, report, weeks_ago

Make = Callable[..., int]


def look(desk: Desk, day: date = TODAY) -> Dashboard:
    return dashboard(desk, Scope(day))


def lights(found: Dashboard) -> dict[Light, int]:
    return {count.light: len(count.works) for count in found.lights}


def test_no_visible_progress_for_two_months_is_red_and_one_month_recounts_at_once(
    desk: Desk, make_work: Make
) -> None:
    still = make_work(project="停滞的楼")
    report(desk, still, weeks_ago(20), stage="structure", progress=30_00)
    report(desk, still, weeks_ago(6), stage="structure", progress=40_00)
    for week in range(5, 0, -1):
        report(desk, still, weeks_ago(week), stage="structure", progress=40_00, problem="缺料")
    found = look(desk)
    assert lights(found) == {Light.GREEN: 0, Light.YELLOW: 1, Light.RED: 0}
    assert found.warned[0].reasons == ("自2026-01-30起1个月无明显进展",)
    changes = set_light_rules(desk, replace(LightRules(), still_red_months=1))
    assert changes.label == "修改亮灯规则"
    assert lights(look(desk))[Light.RED] == 1
    undoing.undo_last(desk)
    assert light_rules(desk) == LightRules()
    assert lights(look(desk))[Light.RED] == 0


@pytest.mark.parametrize(
    "change",
    [{"stage": "decoration"}, {"progress": 41_00}, {"started_area": 5_00}, {"invested": 1_00}],
)
def test_each_of_the_four_figures_is_progress(
    desk: Desk, make_work: Make, change: dict[str, object]
) -> None:
    work = make_work()
    first = {"stage": "structure", "progress": 40_00, "started_area": 4_00, "invested": 0}
    report(desk, work, weeks_ago(12), **first)
    report(desk, work, weeks_ago(2), **{**first, **change})
    report(desk, work, weeks_ago(1), **{**first, **change}, problem="下雨")
    assert lights(look(desk))[Light.GREEN] == 1
    assert "2025-12-19" in look(desk, date(2026, 2, 20)).warned[0].reasons[0]


def test_points_behind_the_time_elapsed_decide_the_light(desk: Desk, make_work: Make) -> None:
    """On 11 March 2026, 70 days of 100 have passed."""
    works = [make_work(project=f"{points}点", school=f"{points}小学") for points in (5, 10, 30, 31)]
    for work, percent in zip(works, (65, 60, 40, 39), strict=True):
        plan_days(desk, work, "2026-01-01", "2026-04-10")
        report(desk, work, TODAY, stage="structure", progress=percent * 100)
    found = look(desk)
    assert lights(found) == {Light.GREEN: 1, Light.YELLOW: 2, Light.RED: 1}
    assert [work.name for work in found.slowest] == [
        "31小学 31点",
        "30小学 30点",
        "10小学 10点",
        "5小学 5点",
    ]
    assert found.slowest[0].reasons == ("比序时进度慢31.0个百分点",)
    assert found.slowest[0].behind == 31


def test_the_slowest_are_ten_and_completed_works_are_not_among_them(
    desk: Desk, make_work: Make
) -> None:
    for n in range(12):
        work = make_work(project=f"楼{n:02}")
        plan_days(desk, work, "2025-01", "2025-12")
        stage = "completed" if n == 0 else "structure"
        report(desk, work, TODAY, stage=stage, progress=100_00 if n == 0 else n * 5_00)
    slowest = look(desk).slowest
    assert len(slowest) == 10
    assert [work.behind for work in slowest] == [100 - n * 5 for n in range(1, 11)]


def test_a_work_that_should_have_begun_is_behind_although_it_reported_nothing(
    desk: Desk, make_work: Make
) -> None:
    work = make_work(project="未动工")
    plan_days(desk, work, "2025-11", "2026-03-31")
    found = look(desk)
    (late,) = found.slowest
    assert late.light is Light.RED
    assert late.reasons[0] == "计划2025-11-30开工，已超3个月未开工"
    assert late.behind is not None
    assert 80 < late.behind < 90


def test_a_rule_whose_red_lies_below_its_yellow_is_refused(desk: Desk) -> None:
    with pytest.raises(Refused) as refusal:
        set_light_rules(desk, replace(LightRules(), behind_red_points=5))
    assert "规则未修改" in str(refusal.value)
    assert light_rules(desk) == LightRules()
