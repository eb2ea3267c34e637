"""The chain from approval to audit: dates that run backwards, and days late."""

from __future__ import annotations

from datetime import date

import pytest

from facilitydesk.domain.milestones import Step, check_order, days_late
from facilitydesk.domain.periods import LooseDate
from facilitydesk.domain.problems import Severity

TODAY = date(2026, 3, 11)


def chain(**dates: str) -> dict[Step, LooseDate]:
    return {Step(name): LooseDate(text) for name, text in dates.items()}


def test_completion_before_start_is_refused_naming_both_dates() -> None:
    """Feature 6."""
    (problem,) = check_order(chain(start="2025-06-01", finish="2025-03-15"))
    assert problem.severity is Severity.RED
    assert problem.field == "finish"
    assert problem.message == "竣工（2025-03-15）早于开工（2025-06-01），请核对日期。"


@pytest.mark.parametrize(
    ("dates", "severity"),
    [
        ({"finish": "2025-06-01", "audit": "2025-05-01"}, Severity.RED),
        ({"start": "2025-06-01", "acceptance": "2025-05-01"}, Severity.RED),
        ({"contract": "2025-06-01", "start": "2025-05-01"}, Severity.YELLOW),
        ({"approval": "2025-06-01", "award": "2025-05-01"}, Severity.YELLOW),
    ],
)
def test_papers_made_afterwards_are_marked_not_refused(
    dates: dict[str, str], severity: Severity
) -> None:
    assert [problem.severity for problem in check_order(chain(**dates))] == [severity]


def test_a_chain_in_order_is_silent() -> None:
    assert check_order({}) == ()
    steps = {step: LooseDate(f"2025-{number:02}-01") for number, step in enumerate(Step, 1)}
    assert check_order(steps) == ()
    same_day = chain(contract="2025-06-01", start="2025-06-01", finish="2025-06-01")
    assert check_order(same_day) == ()


def test_a_month_counts_as_its_most_favourable_day() -> None:
    assert check_order(chain(start="2025-06-20", finish="2025-06")) == ()
    assert check_order(chain(start="2025-06", finish="2025-06-01")) == ()
    assert len(check_order(chain(start="2025-06", finish="2025-05-31"))) == 1


def test_a_completion_moved_by_14_days_is_14_days_late() -> None:
    """Feature 7."""
    assert days_late(LooseDate("2026-08-31"), LooseDate("2026-09-14"), TODAY) == 14


@pytest.mark.parametrize(
    ("frozen", "now", "days"),
    [
        ("2026-08-31", "2026-08-31", 0),
        ("2026-08-31", "2026-08-21", -10),
        ("2026-08", "2026-08-10", 0),
        ("2026-08-10", "2026-08", 0),
        ("2026-08", "2026-09-03", 3),
        ("2026-08-31", "2026-09", 1),
        ("2026-08", "2026-07-22", -10),
        ("2026-03-01", None, 10),
        ("2026-03", None, 0),
        ("2026-12-01", None, 0),
    ],
)
def test_days_late(frozen: str, now: str | None, days: int) -> None:
    assert days_late(LooseDate(frozen), LooseDate(now) if now else None, TODAY) == days


def test_without_a_frozen_plan_nothing_is_late() -> None:
    assert days_late(None, LooseDate("2026-09-14"), TODAY) is None


def test_the_official_names_of_the_steps() -> None:
    assert [step.term for step in Step] == (
        "立项批复 初设批复 财政评审 中标 签订合同 开工 竣工 竣工验收 交付使用 结算审计".split()  # noqa: SIM905 - one line as on the form
    )
