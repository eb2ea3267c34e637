"""Works in short, for tests of figures."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import strategies as st

from facilitydesk.domain.figures import (
    Figures,
    PlanFigures,
    WorkState,
    figures,
)
from facilitydesk.domain.rates import Basis
from facilitydesk.domain.stages import Stage
from facilitydesk.domain.words.terms import EQUIPMENT_NATURE, AreaCategory

DAY = date(2016, 12, 30)


WORK = WorkState(
    work_id=1,
    project_id=1,
    school_id=1,
    township_id=None,
    programme_id=1,
    year=2016,
    nature="新建",
    pooled=False,
    category=AreaCategory.BUILDING,
    planned_area=1000_00,
    planned_investment=2_000_000_00,
)


def of(*works: WorkState, plan: PlanFigures | None = None, basis: Basis = Basis.AREA) -> Figures:
    return figures(works, as_of=DAY, basis=basis, plan=plan)


def works(*changes: dict[str, Any]) -> list[WorkState]:
    """One project with one work per change, numbered from 1."""
    return [
        replace(WORK, work_id=number, project_id=number, **change)
        for number, change in enumerate(changes, 1)
    ]


areas = st.none() | st.integers(0, 10**7)


states = st.builds(
    WorkState,
    work_id=st.just(1),
    project_id=st.integers(1, 6),
    school_id=st.just(1),
    township_id=st.none(),
    programme_id=st.just(1),
    year=st.none(),
    nature=st.sampled_from(["新建", EQUIPMENT_NATURE]),
    pooled=st.booleans(),
    category=st.sampled_from(AreaCategory),
    planned_area=areas,
    planned_investment=areas,
    stage=st.none() | st.sampled_from(Stage),
    started_area=areas,
    completed_area=areas,
    invested=areas,
    started_by_date=st.booleans(),
    finished_by_date=st.booleans(),
    once_under_way=st.booleans(),
)
