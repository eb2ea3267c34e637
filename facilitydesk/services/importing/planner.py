"""What every planner of a kind of source works with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from facilitydesk.domain.problems import Problem, Severity
from facilitydesk.services.importing.known import Known
from facilitydesk.services.importing.lines import Line, Options, Outcome, Plan, Source
from facilitydesk.services.importing.merging import Merger
from facilitydesk.services.importing.schools import Schools
from facilitydesk.services.importing.writes import Writes


@dataclass(frozen=True)
class Ground:
    """The known rows, the writes that are gathered, the plan that is told, what was decided."""

    known: Known
    writes: Writes
    plan: Plan
    options: Options
    schools: Schools
    today: date


class Planner:
    """One import's planner of a kind of list, with the merging into known rows."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._known = ground.known
        self._writes = ground.writes
        self._plan = ground.plan
        self._options = ground.options
        self._schools = ground.schools
        self._today = ground.today
        self._merger = Merger(ground.writes, ground.plan, ground.options)
        self._merge = self._merger.merge

    def blank(self, source: Source, line: Line, key: str, code: str, /, **args: object) -> None:
        """A cell that is left blank and told; the line goes in."""
        problem = Problem(code, args=args)
        self._plan.note(source.sheet, line.row, key, problem, severity=Severity.YELLOW)

    def refused(self, source: Source, line: Line, entity: str) -> None:
        """A line that stays out, whatever said why."""
        self._plan.count(entity, "refused")
        name = str(line.values.get("school") or "")
        self._plan.outcomes.append(Outcome(source.sheet, line.row, "refused", name))
