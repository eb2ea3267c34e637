"""What is going to be written: new rows and changed fields, gathered first, written at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Table

from facilitydesk.store import tables
from facilitydesk.store.ids import new_ids
from facilitydesk.store.unit import Unit

# Parents before children.
_ORDER: tuple[Table, ...] = (
    tables.region,
    tables.programme,
    tables.school,
    tables.school_alias,
    tables.school_year,
    tables.school_fact,
    tables.building,
    tables.area_opening,
    tables.area_movement,
    tables.plan_version,
    tables.plan_line,
    tables.project,
    tables.work,
    tables.milestone,
    tables.week_entry,
    tables.fund_document,
    tables.transfer,
    tables.allocation,
    tables.receipt,
    tables.statement,
    tables.statement_line,
    tables.equipment_item,
    tables.equipment_plan,
    tables.equipment_batch,
    tables.batch_item,
    tables.batch_line,
    tables.delivery,
    tables.delivery_line,
    tables.acceptance,
    tables.acceptance_line,
    tables.asset,
    tables.stock_take,
    tables.stock_take_line,
    tables.norm,
    tables.bottom_check,
    tables.import_record,
)


class Writes:
    """New rows by table, and changed fields by row; rows get their ids here."""

    def __init__(self) -> None:
        self._new: dict[Table, list[dict[str, Any]]] = defaultdict(list)
        self._new_ids: set[int] = set()
        self._ids: Iterator[int] = iter(())
        self._changed: dict[tuple[Table, int], dict[str, Any]] = defaultdict(dict)

    def insert(self, table: Table, values: Mapping[str, Any]) -> dict[str, Any]:
        """Plans a new row and returns it whole, with its id and every column."""
        row_id = next(self._ids, None)
        if row_id is None:
            self._ids = iter(new_ids(1000))
            row_id = next(self._ids)
        row: dict[str, Any] = {**_blank(table), **values, "id": row_id}
        self._new[table].append(row)
        self._new_ids.add(row_id)
        return row

    def update(self, table: Table, row: dict[str, Any], values: Mapping[str, Any]) -> None:
        """Plans new values of a known row, which shows them from now on; new rows just take them."""
        changed = {key: value for key, value in values.items() if row[key] != value}
        row.update(changed)
        if changed and row["id"] not in self._new_ids:
            self._changed[table, row["id"]].update(changed)

    def planned(self, table: Table) -> Sequence[dict[str, Any]]:
        """The new rows of a table so far, in the order they were planned."""
        return self._new.get(table, ())

    @property
    def empty(self) -> bool:
        """Whether nothing would be written."""
        return not self._changed and not any(self._new.values())

    def write(self, unit: Unit) -> None:
        """Writes everything within a running operation."""
        for table in _ORDER:
            rows = self._new.get(table)
            if rows:
                unit.insert_many(table, rows)
        for (table, row_id), values in self._changed.items():
            unit.update(table, row_id, values)


@cache
def _blank(table: Table) -> dict[str, Any]:
    """Every column of a table with its default."""
    return {
        column.name: None if column.default is None else getattr(column.default, "arg", None)
        for column in table.columns
    }
