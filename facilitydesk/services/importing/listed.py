"""Lists whose lines are rows of one register: assets, area changes, norms, batches.

A line is known by what its planner says makes it the same; of several that are alike the first
means the first, so that the same list again adds nothing.
"""

from __future__ import annotations

from abc import abstractmethod
from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from sqlalchemy import Table, select

from facilitydesk.domain.cells import clean_text
from facilitydesk.domain.fields import term
from facilitydesk.domain.names import folded_name
from facilitydesk.domain.periods import LooseDate
from facilitydesk.domain.quantities import Area, Money
from facilitydesk.services.importing.known import Facts
from facilitydesk.services.importing.lines import Line, Outcome, Source
from facilitydesk.services.importing.planner import Ground, Planner

ProgrammeOf = Callable[[Source, Line], tuple[int, bool]]


@dataclass(frozen=True, slots=True)
class Placed:
    """What names the row of a line: its key, the values that are in it, and what it is called."""

    key: Hashable
    values: Mapping[str, Any]
    title: str
    school: str = ""


class Listed(Planner):
    """A planner of such a list; each kind says how a line is placed and what it holds."""

    entity: ClassVar[str]  # in the counts
    table: ClassVar[Table]
    keys: ClassVar[Mapping[str, str]]  # column → field of the list

    def __init__(self, ground: Ground, programme_of: ProgrammeOf) -> None:
        super().__init__(ground)
        self.programme_of = programme_of
        self._rows: dict[Hashable, list[Facts]] = defaultdict(list)
        for row in ground.known.connection.execute(
            select(self.table).order_by(self.table.c.id)
        ).mappings():
            facts = dict(row)
            self._rows[self.key(facts)].append(facts)

    @abstractmethod
    def key(self, row: Mapping[str, Any]) -> Hashable:
        """What makes a stored row the one a line means."""

    @abstractmethod
    def placed(self, source: Source, line: Line) -> Placed | None:
        """Where a line belongs; None when it was refused."""

    @abstractmethod
    def wanted(self, source: Source, line: Line) -> dict[str, Any]:
        """The line's values by column; None where it says nothing."""

    def take(self, source: Source) -> None:
        """All lines of a list."""
        seen: dict[Hashable, int] = defaultdict(int)
        for line in source.lines:
            placed = self.placed(source, line)
            if placed is None:
                self.refused(source, line, self.entity)
                continue
            wanted = self.wanted(source, line)
            alike, at = self._rows[placed.key], seen[placed.key]
            seen[placed.key] += 1
            what = "found" if at < len(alike) else "new"
            if what == "found":
                args = (self.table, alike[at], wanted, placed.title, self.keys)
                changed = self._merge(source, line, *args)
                self._plan.count(self.entity, "updated" if changed else "unchanged")
            else:
                facts = {name: value for name, value in wanted.items() if value is not None}
                alike.append(self._writes.insert(self.table, {**placed.values, **facts}))
                self._plan.count(self.entity, "created")
            self._plan.outcomes.append(
                Outcome(source.sheet, line.row, what, placed.school, placed.title)
            )

    # --- cells -----------------------------------------------------------------------------------

    def text(self, line: Line, *keys: str) -> str:
        """The first of several columns that is filled, cleaned; "" for none."""
        found = (line.values.get(key) for key in keys)
        return next((clean_text(str(value)) for value in found if value is not None), "")

    def day(self, source: Source, line: Line, *keys: str) -> date | None:
        """An exact day; a month alone leaves the cell blank and is told."""
        for key in keys:
            value = line.values.get(key)
            if isinstance(value, LooseDate):
                if value.exact:
                    return value.first
                self.blank(source, line, key, "day_needed", term=term(key), value=value.text)
        return None

    def raw(self, line: Line, *keys: str) -> int | None:
        """Money or an area in 0.01, or a count."""
        for key in keys:
            value = line.values.get(key)
            if isinstance(value, Money | Area):
                return value.raw
            if isinstance(value, int):
                return value
        return None

    def word(self, source: Source, line: Line, key: str, words: Mapping[str, str]) -> str | None:
        """One of a closed list (by folded word); another one leaves the cell blank and is told."""
        text = self.text(line, key)
        if not text:
            return None
        kept = words.get(folded_name(text))
        if kept is None:
            known = "、".join(dict.fromkeys(words.values()))
            self.blank(
                source, line, key, "not_in_closed_list", term=term(key), value=text, known=known
            )
        return kept
