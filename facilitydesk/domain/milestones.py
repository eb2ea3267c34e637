"""The chain from approval to audit: its steps, their order, and how late a project is.

Feature of every county's ledger: planned, frozen and actual dates with document numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from facilitydesk.domain.periods import LooseDate
from facilitydesk.domain.problems import Problem, Severity


class Step(StrEnum):
    """One milestone, in the order of the work's life."""

    APPROVAL = "approval"
    DESIGN = "design"
    COST_REVIEW = "cost_review"
    AWARD = "award"
    CONTRACT = "contract"
    START = "start"
    FINISH = "finish"
    ACCEPTANCE = "acceptance"
    HANDOVER = "handover"
    AUDIT = "audit"

    @property
    def term(self) -> str:
        return _TERMS[self]


_TERMS = {
    Step.APPROVAL: "立项批复",
    Step.DESIGN: "初设批复",
    Step.COST_REVIEW: "财政评审",
    Step.AWARD: "中标",
    Step.CONTRACT: "签订合同",
    Step.START: "开工",
    Step.FINISH: "竣工",
    Step.ACCEPTANCE: "竣工验收",
    Step.HANDOVER: "交付使用",
    Step.AUDIT: "结算审计",
}

# Papers are often made up afterwards; only these pairs cannot be the other way round.
_HARD = {(Step.START, Step.FINISH), (Step.FINISH, Step.AUDIT), (Step.START, Step.ACCEPTANCE)}


def check_order(actual: Mapping[Step, LooseDate]) -> tuple[Problem, ...]:
    """Findings about dates that run backwards: red for 竣工 before 开工, yellow for the others.

    A date known only to the month is taken as its most favourable day.
    """
    found: list[Problem] = []
    steps = [step for step in Step if step in actual]
    for index, earlier in enumerate(steps):
        for later in steps[index + 1 :]:
            if actual[later].last < actual[earlier].first:
                hard = (earlier, later) in _HARD
                if not hard and steps.index(later) != index + 1:
                    continue
                args = {
                    "later": later.term,
                    "later_date": actual[later],
                    "earlier": earlier.term,
                    "earlier_date": actual[earlier],
                }
                severity = Severity.RED if hard else Severity.YELLOW
                found.append(Problem("milestone.order", severity, later.value, args))
    return tuple(found)


def days_late(frozen: LooseDate | None, now: LooseDate | None, today: date) -> int | None:
    """Days behind the frozen plan, negative when ahead; None without a frozen date.

    A step not yet done and overdue is late as of today. Of dates known only to the month the
    days count that are certain: done in the planned month is 0.
    """
    if frozen is None:
        return None
    if now is None:
        return max((today - frozen.last).days, 0)
    if now.first > frozen.last:
        return (now.first - frozen.last).days
    return min((now.last - frozen.first).days, 0)
