"""Taking lists in: what would happen, and doing it in one operation that one undo takes back.

`plan` reads and judges, `take_in` plans again inside its own transaction and writes: the dry run
and the real run are the same code, and nothing can come between looking and doing.
"""

from __future__ import annotations

from facilitydesk.services.importing.lines import (
    STORED_KINDS,
    Difference,
    Line,
    Options,
    Outcome,
    Plan,
    PlannedProblem,
    Similar,
    Source,
    Sums,
)
from facilitydesk.services.importing.planning import plan, take_in
from facilitydesk.services.importing.records import (
    TakenIn,
    forget_mapping,
    mappings,
    remember_mapping,
    taken_in_before,
)

__all__ = [
    "STORED_KINDS",
    "Difference",
    "Line",
    "Options",
    "Outcome",
    "Plan",
    "PlannedProblem",
    "Similar",
    "Source",
    "Sums",
    "TakenIn",
    "forget_mapping",
    "mappings",
    "plan",
    "remember_mapping",
    "take_in",
    "taken_in_before",
]
