"""What every planner of a kind of source works with."""

from __future__ import annotations

from datetime import date

from facilitydesk.services.importing.known import Known
from facilitydesk.services.importing.lines import Options, Plan
from facilitydesk.services.importing.merging import Merger
from facilitydesk.services.importing.schools import Schools
from facilitydesk.services.importing.writes import Writes


class Planner:
    """The known rows, the writes that are gathered, the plan that is told, and the merging."""

    def __init__(
        self,
        known: Known,
        writes: Writes,
        plan: Plan,
        options: Options,
        schools: Schools,
        today: date,
    ) -> None:
        self._parts = known, writes, plan, options, schools, today  # for a planner of a part
        self._known = known
        self._writes = writes
        self._plan = plan
        self._options = options
        self._schools = schools
        self._today = today
        self._merger = Merger(writes, plan, options)
        self._merge = self._merger.merge
