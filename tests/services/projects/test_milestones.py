"""The milestone chain: order, frozen plan, days late."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from facilitydesk.domain.milestones import Step
from facilitydesk.domain.periods import LooseDate
from facilitydesk.domain.problems import Refused
from facilitydesk.services import edits
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Edit, Edited
from facilitydesk.services.journal.undoing import undo_last
from facilitydesk.services.projects import milestones
from facilitydesk.services.projects import rows as project_rows
from facilitydesk.services.projects.milestones import MilestoneRow


@pytest.fixture
def project(desk: Desk, make_work: Callable[..., int]) -> int:
    make_work()
    return project_rows.rows(desk)[0].id


def type_in(desk: Desk, project: int, step: Step, field: str, value: object) -> Edited:
    cell = Edit(list(Step).index(step), field, value)
    edited = milestones.enter_cells(desk, project, [cell])
    edits.refuse(edited.rejected)
    return edited


def put(desk: Desk, project: int, step: Step, field: str, text: str) -> tuple[str, ...]:
    edited = type_in(desk, project, step, field, LooseDate(text))
    return tuple(problem.message for problem in edited.changes.problems)


def of(desk: Desk, project: int, step: Step) -> MilestoneRow:
    return next(row for row in milestones.rows(desk, project) if row.step is step)


def test_completion_before_start_is_refused_naming_both_dates(desk: Desk, project: int) -> None:
    put(desk, project, Step.START, "actual", "2026-02-10")
    with pytest.raises(Refused) as refusal:
        put(desk, project, Step.FINISH, "actual", "2026-01-05")
    assert str(refusal.value) == "竣工（2026-01-05）早于开工（2026-02-10），请核对日期。"
    assert of(desk, project, Step.FINISH).actual is None


def test_papers_made_up_afterwards_are_only_pointed_out(desk: Desk, project: int) -> None:
    put(desk, project, Step.APPROVAL, "actual", "2026-02-10")
    said = put(desk, project, Step.DESIGN, "actual", "2026-01")
    assert said == ("初设批复（2026-01）早于立项批复（2026-02-10），请核对日期。",)
    assert of(desk, project, Step.DESIGN).actual == LooseDate("2026-01")


def test_an_actual_date_in_the_future_is_pointed_out(desk: Desk, project: int) -> None:
    said = put(desk, project, Step.START, "actual", "2026-05-01")
    assert said == ("开工的实际日期2026-05-01在今天之后，请核对。",)


def test_a_plan_that_runs_backwards_is_pointed_out_not_refused(desk: Desk, project: int) -> None:
    put(desk, project, Step.START, "planned", "2026-06-01")
    assert len(put(desk, project, Step.FINISH, "planned", "2026-05-01")) == 1


def test_the_frozen_plan_stays_and_days_late_count(desk: Desk, project: int) -> None:
    put(desk, project, Step.START, "planned", "2026-04-01")
    put(desk, project, Step.FINISH, "planned", "2026-08-01")
    milestones.freeze(desk, [project])
    put(desk, project, Step.FINISH, "planned", "2026-08-15")
    row = of(desk, project, Step.FINISH)
    assert (row.late, row.frozen) == (14, LooseDate("2026-08-01"))
    assert project_rows.rows(desk)[0].late == 14
    undo_last(desk)
    assert of(desk, project, Step.FINISH).late == 0
    undo_last(desk)
    assert of(desk, project, Step.FINISH).frozen is None
    assert of(desk, project, Step.FINISH).planned == LooseDate("2026-08-01")


def test_a_step_overdue_today_is_late_without_a_date(desk: Desk, project: int) -> None:
    put(desk, project, Step.START, "planned", "2026-03-01")
    milestones.freeze(desk, [project])
    assert of(desk, project, Step.START).late == 10  # today is 11 March
    put(desk, project, Step.START, "actual", "2026-02-27")
    assert of(desk, project, Step.START).late == -2


def test_nothing_planned_is_nothing_to_freeze(desk: Desk, project: int) -> None:
    with pytest.raises(Refused, match="尚无计划日期"):
        milestones.freeze(desk, [project])


def test_document_numbers_are_kept_and_undone(desk: Desk, project: int) -> None:
    type_in(desk, project, Step.APPROVAL, "document", "临发改〔2026〕3号")
    assert of(desk, project, Step.APPROVAL).document == "临发改〔2026〕3号"
    undo_last(desk)
    assert of(desk, project, Step.APPROVAL).revision == 0
