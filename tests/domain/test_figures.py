"""The figures of Yuanyang, and what counts as started, completed or procured."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest

from facilitydesk.domain.figures import (
    PlanFigures,
    WorkState,
)
from facilitydesk.domain.quantities import WAN, Area, Money
from facilitydesk.domain.rates import Basis
from facilitydesk.domain.rounding import Style
from facilitydesk.domain.stages import Stage, StageGroup
from facilitydesk.domain.words.terms import EQUIPMENT_NATURE, AreaCategory
from tests.cases.published import CASES
from tests.domain.figure_works import DAY, WORK, of, works

WHOLE = Style(places=0)


def shares(total: int, parts: int) -> list[int]:
    """A total split into unequal whole parts that add up to it."""
    cuts = [total * number * (number + parts) // (2 * parts * parts) for number in range(parts + 1)]
    return [high - low for low, high in pairwise(cuts)]


def yuanyang() -> list[WorkState]:
    """181 started works with the printed areas, 128 195 ㎡ of it finished, and the equipment."""
    own = [(area, False) for area in shares(59_924_00, 71)]
    pooled = [(area, True) for area in shares(74_361_00, 110)]
    left = 128_195_00
    states = []
    for number, (area, is_pooled) in enumerate(own + pooled, 1):
        done = min(area, left)
        left -= done
        states.append(
            replace(
                WORK,
                work_id=number,
                project_id=number,
                pooled=is_pooled,
                planned_area=area,
                stage=Stage.COMPLETED if done == area else Stage.DECORATION,
                started_area=area,
                completed_area=done,
                as_of=DAY,
            )
        )
    for number, bought in enumerate(shares(11_903_000_00, 9), 201):
        states.append(
            replace(
                WORK,
                work_id=number,
                project_id=number,
                nature=EQUIPMENT_NATURE,
                planned_area=None,
                planned_investment=bought,
                invested=bought,
                stage=Stage.COMPLETED,
            )
        )
    return states


# Not printed; any plan within the ranges that the printed rates allow.
PLAN = PlanFigures(
    "2014年规划",
    area=Area.of("178600"),
    money=Money.of(45000, scale=WAN),
    equipment=Money.of(1112, scale=WAN),
    projects=240,
)


def test_yuanyang_prints_75_72_and_107_percent() -> None:
    found = of(*yuanyang(), plan=PLAN)
    assert (found.projects, found.started) == (181, 181)
    assert found.started_area == Area.of(134_285)
    assert found.completed_area == Area.of(128_195)
    assert found.procured == Money.of("1190.3", scale=WAN)
    assert found.start_rate.text(WHOLE) == "75%"
    assert found.completion_rate.text(WHOLE) == "72%"
    assert found.procurement_rate.text(WHOLE) == "107%"
    assert found.start_rate.explain(WHOLE) == (
        "75% = 134,285.00 / 178,600.00 ㎡，按面积，2014年规划，截至2016-12-30"
    )
    assert found.procurement_rate.explain() == (
        "107.04% = 1,190.3 / 1,112 万元，按投资，2014年规划，截至2016-12-30，以设备购置项目累计完成投资计"
    )


@pytest.mark.parametrize("end", ["low", "high"])
def test_yuanyang_prints_the_same_at_both_ends_of_the_possible_plans(end: str) -> None:
    case = next(case for case in CASES if case.id == "T01")
    area, equipment = (
        next(given[end] for given in case.checks if given.get("name") == name)
        for name in ("规划校舍面积", "规划采购资金")
    )
    # The ranges allow the printed inputs half a place of tolerance; ours are exact: a little inward.
    sign = {"low": 1, "high": -1}[end]
    plan = PlanFigures(
        "规划",
        area=Area.of(area) + Area.of(5 * sign),
        equipment=Money.of(equipment, scale=WAN) + Money.of(1000 * sign),
    )
    found = of(*yuanyang(), plan=plan)
    rates = (found.start_rate, found.completion_rate, found.procurement_rate)
    assert [rate.text(WHOLE) for rate in rates] == ["75%", "72%", "107%"]


def test_yuanyang_without_pooled_projects_and_by_count() -> None:
    own = [state for state in yuanyang() if not state.pooled]
    assert of(*own).started_area == Area.of(59_924)
    assert of(*own).started == 71
    counted = of(*yuanyang(), plan=PLAN, basis=Basis.COUNT)
    assert counted.start_rate.text() == "75.42%"
    assert counted.started_area == Area.of(134_285)  # there on every basis
    assert counted.planned.area == Area.of(178_600)


def test_every_project_is_in_exactly_one_state() -> None:
    """Feature 5."""
    changes: list[dict[str, Any]] = [
        {"stage": Stage.TENDERING},
        {"stage": Stage.STRUCTURE},
        {"stage": Stage.STOPPED, "once_under_way": True},
        {"stage": Stage.IN_USE},
        {},
        {"started_area": 5},
        {"stage": Stage.CANCELLED},
    ]
    found = of(*works(*changes))
    assert found.groups == {
        StageGroup.NOT_STARTED: 2,
        StageGroup.UNDER_WAY: 2,
        StageGroup.STOPPED: 1,
        StageGroup.COMPLETED: 1,
        StageGroup.DROPPED: 1,
    }
    counted = sum(n for group, n in found.groups.items() if group is not StageGroup.DROPPED)
    assert counted == found.projects == 6
    assert (found.started, found.completed) == (4, 1)


# --- when a work counts as started or completed


@pytest.mark.parametrize(
    ("change", "started", "completed"),
    [
        ({}, False, False),
        ({"stage": Stage.STRUCTURE}, True, False),
        ({"stage": Stage.STOPPED}, False, False),
        ({"stage": Stage.STOPPED, "started_area": 1}, True, False),
        ({"stage": Stage.STOPPED, "started_by_date": True}, True, False),
        ({"stage": Stage.STOPPED, "once_under_way": True}, True, False),
        ({"stage": Stage.COMPLETED}, True, True),
        ({"stage": Stage.SETTLED}, True, True),
        ({"stage": Stage.CANCELLED, "started_area": 1}, False, False),
        ({"started_area": 1}, True, False),
        ({"started_area": 0}, False, False),
        ({"completed_area": 1}, True, False),
        ({"completed_area": 1000_00}, True, True),
        ({"started_by_date": True}, True, False),
        ({"finished_by_date": True}, True, True),
        # the stage wins over areas and dates
        ({"stage": Stage.TENDERING, "started_area": 1, "finished_by_date": True}, False, False),
        ({"stage": Stage.STRUCTURE, "completed_area": 1000_00}, True, False),
    ],
)
def test_started_and_completed(change: dict[str, Any], started: bool, completed: bool) -> None:
    (state,) = works(change)
    assert (state.started, state.completed) == (started, completed)
    assert (of(state).started, of(state).completed) == (int(started), int(completed))


def test_a_blank_area_counts_as_planned_and_the_basis_says_how_many() -> None:
    found = of(
        *works(
            {"stage": Stage.COMPLETED},
            {"stage": Stage.STRUCTURE},
            {"stage": Stage.STRUCTURE, "started_area": 0},
            {"stage": Stage.STRUCTURE, "started_area": 400_00, "completed_area": 100_00},
        )
    )
    assert found.started_area == Area.of(1000 + 1000 + 0 + 400)
    assert found.completed_area == Area.of(1000 + 100)
    assert (found.assumed_started, found.assumed_completed) == (2, 1)
    assert "按规划面积推定2项" in found.start_rate.explain()
    assert "按规划面积推定1项" in found.completion_rate.explain()


def test_what_is_finished_was_started() -> None:
    stale = {"stage": Stage.COMPLETED, "started_area": 500_00}
    assert of(*works(stale)).started_area == Area.of(1000)
    larger = {"stage": Stage.COMPLETED, "completed_area": 1200_00}
    assert of(*works(larger)).started_area == Area.of(1200)
    assert of(*works(larger)).start_rate.text() == "120.00%"


def test_grounds_and_walls_are_no_building_area_but_are_projects() -> None:
    ground = {"category": AreaCategory.SPORTS, "stage": Stage.COMPLETED}
    found = of(*works({"stage": Stage.COMPLETED}, ground))
    assert found.started_area == found.planned.area == Area.of(1000)
    assert (found.projects, found.completed) == (2, 2)


def test_a_dropped_work_leaves_both_sides() -> None:
    found = of(*works({"stage": Stage.COMPLETED}, {"stage": Stage.ADJUSTED, "invested": 5}))
    assert found.completion_rate.text() == "100.00%"
    assert found.projects == 1
    assert found.invested == Money(0)
    assert found.investment_rate.denominator == Money.of(2_000_000)


def test_equipment_is_procurement_not_construction() -> None:
    bought = {
        "nature": EQUIPMENT_NATURE,
        "stage": Stage.COMPLETED,
        "planned_area": None,
        "planned_investment": 1_000_000_00,
        "invested": 1_314_000_00,
    }
    found = of(*works({"stage": Stage.COMPLETED, "invested": 2_000_000_00}, bought))
    assert (found.projects, found.equipment_projects) == (1, 1)
    assert found.procurement_rate.text(Style(1)) == "131.4%"  # feature 66: never clipped
    assert found.investment_rate.text() == "110.47%"
    by_money = of(*works({"stage": Stage.COMPLETED}, bought), basis=Basis.MONEY)
    assert by_money.completion_rate.text() == "100.00%"
    planned = PlanFigures("规划", money=Money.of(3_000_000), equipment=Money.of(1_000_000))
    half = of(*works({"stage": Stage.COMPLETED}), plan=planned, basis=Basis.MONEY)
    assert half.start_rate.explain() == ("100.00% = 200 / 200 万元，按投资，规划，截至2016-12-30")
