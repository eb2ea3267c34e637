"""What comes in (sources with lines) and what is planned (outcomes, differences, problems)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from facilitydesk.domain.list_kinds import LIST_KINDS
from facilitydesk.domain.periods import LooseDate
from facilitydesk.domain.problems import Problem, Severity
from facilitydesk.domain.quantities import Area, Money, Percent
from facilitydesk.store.unit import Changes

Value = Money | Area | Percent | LooseDate | int | str
Values = Mapping[str, Value | None]
Mark = tuple[str, int, str]  # sheet, row, field

# Kinds that are stored; the others are recognised and shown until their part exists.
STORED_KINDS = frozenset(LIST_KINDS)
PROGRESS = ("stage", "progress", "started_area", "completed_area", "invested", "problem", "measure")
UNSETTLED = "未定专项"


@dataclass(frozen=True, slots=True)
class Line:
    """One row that was read: its number on the sheet and its values by field key."""

    row: int
    values: Values
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Sums:
    """The figures of a printed 合计 row; of a plan it is the line of the total."""

    row: int
    values: Values


@dataclass(frozen=True, slots=True)
class Source:
    """One table to take in. `fields` are the keys of its columns, `hidden_fields` hidden ones."""

    sheet: str
    kind: str
    title: str
    lines: Sequence[Line]
    fields: frozenset[str]
    as_of: date | None = None
    head_row: int = 0
    total: Sums | None = None
    hidden_fields: frozenset[str] = frozenset()
    year: int | None = None  # that stands alone above the head


@dataclass(frozen=True)
class Options:
    """The officer's decisions about an import."""

    file_name: str = ""
    sha256: str = ""
    programme: str | None = None
    update: bool | Collection[Mark] = False  # differences to be written
    hidden: bool = False
    strict: bool = False
    same_school: Mapping[str, int | None] = field(default_factory=dict)  # None: a new school
    year: int | None = None

    def updates(self, mark: Mark) -> bool:
        return self.update if isinstance(self.update, bool) else mark in self.update


@dataclass(frozen=True, slots=True)
class Difference:
    """A stored value that the table contradicts."""

    sheet: str
    row: int
    key: str
    what: str  # the project or school
    term: str
    before: str
    after: str
    written: bool

    @property
    def mark(self) -> Mark:
        return self.sheet, self.row, self.key


@dataclass(frozen=True, slots=True)
class PlannedProblem:
    """A finding of planning; `key` names the column whose cell it is about."""

    sheet: str
    row: int
    key: str | None
    problem: Problem


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of one line: new, found (with blanks filled or not), refused, left_out."""

    sheet: str
    row: int
    what: str
    school: str = ""
    project: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Similar:
    """A new school whose name looks like one that is known; confirmed once, it becomes an alias."""

    name: str
    candidate_id: int
    candidate: str
    rows: int
    sheet: str
    row: int


@dataclass
class Plan:
    """What an import does. `changed` counts per entity: created, updated, unchanged, refused."""

    outcomes: list[Outcome] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    problems: list[PlannedProblem] = field(default_factory=list)
    similar: list[Similar] = field(default_factory=list)
    counts: dict[str, Counter[str]] = field(default_factory=dict)
    idle: bool = False  # nothing would be written
    changes: Changes | None = None  # after taking in

    def count(self, entity: str, what: str, number: int = 1) -> None:
        if entity not in self.counts:
            self.counts[entity] = Counter()
        self.counts[entity][what] += number

    @property
    def refused(self) -> frozenset[tuple[str, int]]:
        """Sheet and row of every line that stays out."""
        return frozenset((o.sheet, o.row) for o in self.outcomes if o.what == "refused")

    @property
    def changed(self) -> dict[str, dict[str, int]]:
        """The counts as JSON tells them."""
        names = ("created", "updated", "unchanged", "refused")
        return {
            entity: {name: counted[name] for name in names}
            for entity, counted in self.counts.items()
        }

    def refuse(self, sheet: str, row: int, key: str | None, code: str, /, **args: object) -> None:
        """Notes a red finding about a line."""
        problem = Problem(code, Severity.RED, key, args)
        self.problems.append(PlannedProblem(sheet, row, key, problem))

    def note(
        self, sheet: str, row: int, key: str | None, problem: Problem, *, severity: Severity
    ) -> None:
        """Notes a finding that leaves the line in."""
        told = Problem(problem.code, severity, key, problem.args)
        self.problems.append(PlannedProblem(sheet, row, key, told))
