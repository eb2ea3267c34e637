"""Projects of several works, denominators, and what holds for the figures of any works."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitydesk.domain.figures import (
    PlanFigures,
    Sums,
    WorkState,
    elapsed_days,
    project_group,
)
from facilitydesk.domain.quantities import Area, Money
from facilitydesk.domain.rates import WORKS_PLAN, Basis
from facilitydesk.domain.rounding import Mode, Style
from facilitydesk.domain.stages import Stage, StageGroup
from tests.domain.figure_works import DAY, WORK, of, states, works


@pytest.mark.parametrize(
    ("stages", "group", "begun"),
    [
        ([Stage.COMPLETED, Stage.COMPLETED], StageGroup.COMPLETED, 1),
        ([Stage.COMPLETED, Stage.TENDERING], StageGroup.UNDER_WAY, 1),
        ([Stage.STRUCTURE, Stage.TENDERING], StageGroup.UNDER_WAY, 1),
        ([Stage.TENDERING, None], StageGroup.NOT_STARTED, 0),
        ([Stage.COMPLETED, Stage.CANCELLED], StageGroup.COMPLETED, 1),
        ([Stage.CANCELLED, Stage.ADJUSTED], StageGroup.DROPPED, 0),
        ([Stage.STOPPED, Stage.COMPLETED], StageGroup.STOPPED, 1),
        ([Stage.STOPPED, Stage.STRUCTURE], StageGroup.UNDER_WAY, 1),
    ],
)
def test_any_work_starts_a_project_and_all_complete_it(
    stages: list[Stage | None], group: StageGroup, begun: int
) -> None:
    project = [replace(WORK, work_id=n, stage=stage) for n, stage in enumerate(stages)]
    assert project_group(project) is group
    assert of(*project).started == begun
    assert sum(of(*project).groups.values()) == 1


def test_three_works_roll_up_to_one_project() -> None:
    """Feature 2: 100, 200 and 300 ㎡ make 600."""
    project = [
        replace(WORK, work_id=n, planned_area=area, stage=stage)
        for n, area, stage in (
            (1, 100_00, Stage.COMPLETED),
            (2, 200_00, Stage.STRUCTURE),
            (3, 300_00, Stage.TENDERING),
        )
    ]
    found = of(*project)
    assert (found.projects, found.started, found.completed) == (1, 1, 0)
    assert found.planned.area == Area.of(600)
    assert (found.started_area, found.completed_area) == (Area.of(300), Area.of(100))
    assert found.start_rate.text() == "50.00%"


# --- denominators


def test_a_plan_line_wins_and_what_it_leaves_open_comes_from_the_works() -> None:
    found = of(*works({"stage": Stage.STRUCTURE}), plan=PlanFigures("2017年调整", Area.of(800)))
    assert found.start_rate.text() == "125.00%"
    assert found.start_rate.plan == "2017年调整"
    assert found.investment_rate.plan == WORKS_PLAN
    assert found.planned.money == Money.of(2_000_000)


def test_no_works_and_no_plan_make_a_dash() -> None:
    nothing = of()
    assert nothing.start_rate.text() == nothing.procurement_rate.text() == "—"
    assert nothing.start_rate.plan == WORKS_PLAN
    assert of(*works({}), plan=PlanFigures("规划", Area(0))).start_rate.text() == "—"


def test_ten_of_twelve_by_count() -> None:
    """Huangshi 2023: 10/12 = 83.3 %."""
    states = works(*[{"stage": Stage.STRUCTURE}] * 4, *[{"stage": Stage.IN_USE}] * 6, {}, {})
    found = of(*states, basis=Basis.COUNT)
    assert found.start_rate.text(Style(1)) == "83.3%"
    assert found.completion_rate.text(Style(1)) == "50.0%"
    assert found.completion_rate.text(Style(0, Mode.TRUNCATE)) == "50%"


def test_drafts_and_reports_are_counted() -> None:
    found = of(*works({"as_of": DAY, "draft": True}, {"as_of": DAY}, {}))
    assert (found.drafts, found.reported) == (1, 2)


@given(st.lists(states), st.sampled_from(Basis))
def test_completion_never_exceeds_start_and_counts_add_up(
    group: list[WorkState], basis: Basis
) -> None:
    found = of(*group, basis=basis)
    assert found.completed_area <= found.started_area
    assert found.completed <= found.started <= found.projects
    assert found.projects + found.groups[StageGroup.DROPPED] == sum(found.groups.values())
    start, finish = found.start_rate.fraction, found.completion_rate.fraction
    assert (start is None) == (finish is None)
    assert start is None or finish is None or finish <= start
    if basis is not Basis.AREA and start is not None:
        assert start <= 1


@given(st.lists(states, max_size=20), st.integers(0, 20))
def test_groups_add_up_to_the_county(group: list[WorkState], cut: int) -> None:
    numbered = [replace(state, project_id=n) for n, state in enumerate(group)]
    whole, one, two = of(*numbered), of(*numbered[:cut]), of(*numbered[cut:])
    assert whole.started_area == one.started_area + two.started_area
    assert whole.completed_area == one.completed_area + two.completed_area
    assert whole.invested == one.invested + two.invested
    assert whole.started == one.started + two.started
    plans = [Sums.of(part).plan for part in (numbered, numbered[:cut], numbered[cut:])]
    assert plans[0].projects == (plans[1].projects or 0) + (plans[2].projects or 0)


def test_elapsed_days_count_both_ends() -> None:
    start, finish = date(2026, 3, 1), date(2026, 3, 10)

    def share(day: date) -> Fraction:
        return Fraction(*elapsed_days(start, finish, day))

    assert share(date(2026, 2, 28)) == 0
    assert share(start) == Fraction(1, 10)
    assert share(date(2026, 3, 5)) == Fraction(1, 2)
    assert share(finish) == share(DAY.replace(2027)) == 1
