"""A known row beside a line of a table: blanks are filled, differences wait for the officer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Table

from facilitydesk.domain import rounding
from facilitydesk.domain.fields import FIELDS, Kind, term
from facilitydesk.domain.quantities import Area, Money
from facilitydesk.domain.words.terms import AreaCategory
from facilitydesk.services.importing.known import Facts
from facilitydesk.services.importing.lines import Difference, Line, Options, Plan, Source
from facilitydesk.services.importing.writes import Writes


class Merger:
    """Fills blanks; a different value is written only when the officer said so."""

    def __init__(self, writes: Writes, plan: Plan, options: Options) -> None:
        self._writes = writes
        self._plan = plan
        self._options = options

    def merge(
        self,
        source: Source,
        line: Line,
        table: Table,
        row: Facts,
        wanted: Mapping[str, Any],
        what: str,
        keys: Mapping[str, str] | None = None,
    ) -> bool:
        """Merges values by column into a row; whether that changes it.

        `keys` names the field of a column where the two differ; `what` names the row.
        """
        changed = False
        for column, value in wanted.items():
            before = row[column]
            if value is None or before == value:
                continue
            key = (keys or {}).get(column, column)
            if self.may_write(source, line, key, before, value, what):
                self._writes.update(table, row, {column: value})
                changed = True
        return changed

    def may_write(
        self, source: Source, line: Line, key: str, before: Any, after: Any, what: str
    ) -> bool:
        """Whether a value may be written over what stands there; a difference is noted."""
        if before is None or before == "":
            return True
        write = self._options.updates((source.sheet, line.row, key))
        self._plan.differences.append(
            Difference(
                source.sheet,
                line.row,
                key,
                what,
                term(key),
                _shown(key, before),
                _shown(key, after),
                write,
            )
        )
        return write


def _shown(key: str, value: Any) -> str:
    kind = FIELDS[key].kind
    if kind is Kind.MONEY and isinstance(value, int):
        return rounding.amount(Money(value))
    if kind is Kind.AREA and isinstance(value, int):
        return rounding.amount(Area(value))
    if key == "area_category":
        return AreaCategory(value).term
    return str(value)
