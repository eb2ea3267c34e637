"""Green, yellow, red: by the published rule, with the reason, and at once by a changed rule."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from facilitydesk.domain.figures import WorkState
from facilitydesk.domain.lights import Light, LightRules, Lit, Schedule, light
from facilitydesk.domain.stages import Stage
from facilitydesk.domain.words.terms import AreaCategory

DAY = date(2026, 3, 11)
RULES = LightRules()
WORK = WorkState(
    work_id=1,
    project_id=1,
    school_id=1,
    township_id=None,
    programme_id=1,
    year=2025,
    nature="新建",
    pooled=False,
    category=AreaCategory.BUILDING,
    planned_area=100_000,
    planned_investment=None,
    stage=Stage.STRUCTURE,
    progress=50_00,
)
NOT_BEGUN = replace(WORK, stage=Stage.TENDERING, progress=None)
LATELY = {"last_progress": DAY - timedelta(3), "last_entry": DAY - timedelta(3)}


def lit(state: WorkState, rules: LightRules = RULES, /, **dates: date) -> Lit:
    return light(state, Schedule(**{**LATELY, **dates}), rules, DAY)


def test_no_progress_for_two_months_is_red_and_a_changed_rule_counts_at_once() -> None:
    """Feature 8."""
    since = date(2026, 1, 11)
    red = lit(WORK, last_progress=since)
    assert (red.light, red.reasons) == (Light.RED, ("自2026-01-11起2个月无明显进展",))
    assert lit(WORK, last_progress=since + timedelta(1)).light is Light.YELLOW
    stricter = LightRules(still_red_months=1)
    assert lit(WORK, stricter, last_progress=since + timedelta(1)).light is Light.RED
    assert lit(WORK, last_progress=date(2026, 2, 12)).light is Light.GREEN


@pytest.mark.parametrize(
    ("progress", "expected"),
    [
        (40_01, Light.GREEN),
        (40_00, Light.YELLOW),  # exactly 10 points behind: both ends included
        (20_00, Light.YELLOW),  # exactly 30
        (19_99, Light.RED),
        (99_00, Light.GREEN),
    ],
)
def test_against_the_calendar_ten_to_thirty_points_are_yellow(
    progress: int, expected: Light
) -> None:
    half = {"planned_start": DAY - timedelta(49), "planned_finish": DAY + timedelta(50)}
    assert lit(replace(WORK, progress=progress), **half).light is expected


def test_the_reason_tells_how_far_behind() -> None:
    half = {"planned_start": DAY - timedelta(49), "planned_finish": DAY + timedelta(50)}
    assert lit(replace(WORK, progress=26_50), **half).reasons == ("比序时进度慢23.5个百分点",)


@pytest.mark.parametrize(
    ("due", "expected", "reason"),
    [
        (DAY + timedelta(1), Light.GREEN, None),
        (DAY, Light.YELLOW, "计划2026-03-11开工，尚未开工"),
        (date(2025, 12, 12), Light.YELLOW, "计划2025-12-12开工，尚未开工"),
        (date(2025, 12, 11), Light.RED, "计划2025-12-11开工，已超3个月未开工"),
    ],
)
def test_a_start_that_is_due(due: date, expected: Light, reason: str | None) -> None:
    found = lit(NOT_BEGUN, planned_start=due)
    assert found.light is expected
    assert found.reasons == ((reason,) if reason else ())


def test_a_silent_school_is_noticed_even_if_it_never_reported() -> None:
    silent = light(WORK, Schedule(last_entry=date(2026, 2, 11)), RULES, DAY)
    assert (silent.light, silent.reasons) == (Light.YELLOW, ("自2026-02-11起1个月未填报",))
    assert light(WORK, Schedule(last_entry=date(2026, 1, 11)), RULES, DAY).light is Light.RED
    never = light(NOT_BEGUN, Schedule(planned_start=date(2026, 1, 5)), RULES, DAY)
    assert never.light is Light.RED
    assert "计划2026-01-05开工，2个月从未填报" in never.reasons
    assert light(NOT_BEGUN, Schedule(), RULES, DAY) == Lit(Light.GREEN)


def test_the_worst_light_comes_first_with_all_reasons() -> None:
    both = lit(
        replace(WORK, progress=35_00),
        planned_start=DAY - timedelta(49),
        planned_finish=DAY + timedelta(50),
        last_progress=date(2025, 12, 1),
    )
    assert both.light is Light.RED
    assert both.reasons == ("自2025-12-01起3个月无明显进展", "比序时进度慢15.0个百分点")


@pytest.mark.parametrize("stage", [Stage.COMPLETED, Stage.SETTLED, Stage.CANCELLED])
def test_what_is_finished_or_dropped_is_green(stage: Stage) -> None:
    old = {"last_progress": date(2020, 1, 1), "planned_start": date(2019, 1, 1)}
    assert lit(replace(WORK, stage=stage), **old) == Lit(Light.GREEN)


def test_every_light_has_its_word() -> None:
    assert [one.term for one in Light] == ["正常", "滞后", "严重滞后"]
