"""What does not agree in the register of areas, one sentence each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from facilitydesk.domain.problems import Problem, Severity
from facilitydesk.domain.quantities import Area
from facilitydesk.domain.rounding import amount
from facilitydesk.services.areas import balance, unentered
from facilitydesk.services.desk import Desk


@dataclass(frozen=True, slots=True)
class Found:
    """A finding and the school it is about (None: see the works waiting)."""

    problem: Problem
    school_id: int | None = None


def findings(desk: Desk, as_of: date | None = None) -> tuple[Found, ...]:
    """All findings of a day: changed completed areas, balances that disagree with buildings."""
    day = as_of or desk.today
    answer = [Found(problem) for problem in unentered.findings(desk, day)]
    answer += _balances(balance.ask(desk, day))
    return tuple(answer)


def _balances(found: balance.Answer) -> Iterator[Found]:
    for row in found.rows:
        if not row.begun:
            continue
        school = {"school": row.name}
        closing = row.balance.closing
        if closing < 0:
            args = {**school, "closing": amount(Area(closing))}
            yield Found(Problem("area.find.negative", Severity.RED, None, args), row.id)
        if row.difference is not None and row.buildings is not None:
            args = {
                **school,
                "closing": amount(Area(closing)),
                "buildings": amount(row.buildings),
                "difference": amount(row.difference),
            }
            yield Found(Problem("area.find.buildings", Severity.YELLOW, None, args), row.id)
        if row.balance.rebuilt_area > -row.balance.demolished:
            args = {
                **school,
                "rebuilt": amount(Area(row.balance.rebuilt_area)),
                "demolished": amount(Area(-row.balance.demolished)),
            }
            yield Found(Problem("area.find.rebuilt", Severity.YELLOW, None, args), row.id)
