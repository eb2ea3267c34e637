"""One operation: the only way rows are written.

Three verbs (insert, update, delete) write a row and note the change; when the block ends, the
operation and its changes are written to the journal in the same transaction. A block that raises
leaves nothing behind. A block that changed nothing writes no operation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Engine, RowMapping, Table, bindparam, select

from facilitydesk.domain.problems import Problem, Refused
from facilitydesk.store import journal
from facilitydesk.store.ids import new_id
from facilitydesk.store.journal import Change, Head
from facilitydesk.store.types import plain


@dataclass(frozen=True)
class Changes:
    """What an operation changed, for pages to refresh by: (table name, row id) pairs."""

    seq: int | None  # None: nothing was changed
    kind: str
    label: str
    touched: frozenset[tuple[str, int]] = frozenset()
    problems: tuple[Problem, ...] = ()
    takes_back: int | None = None  # the number of the operation that this one has undone

    @property
    def entities(self) -> frozenset[str]:
        return frozenset(name for name, _ in self.touched)

    @property
    def walked(self) -> bool:
        """Whether it took back or brought back a step: what was said of that step is past."""
        return self.kind in {"undo", "redo"}


class Unit:
    """A running operation. `connection` is for reading inside it; writing goes through the verbs."""

    def __init__(self, connection: Connection, head: Head) -> None:
        self.connection = connection
        self.head = head
        self.problems: tuple[Problem, ...] = ()
        self._changes: list[Change] = []

    @property
    def officer_id(self) -> int:
        return self.head.officer_id

    @property
    def at(self) -> datetime:
        return self.head.at

    @property
    def result(self) -> Changes:
        """What the operation changed; only after its block has ended."""
        if self.head.result is None:
            raise RuntimeError("the operation has not ended")
        return self.head.result

    @property
    def rows_changed(self) -> int:
        """How many rows the operation has changed so far."""
        return len({(change.entity, change.row_id) for change in self._changes})

    def row(self, table: Table, row_id: int) -> RowMapping:
        """The row as it is now. Raises Refused("gone") when somebody deleted it."""
        row = self.find(table, row_id)
        if row is None:
            raise Refused("gone")
        return row

    def find(self, table: Table, row_id: int) -> RowMapping | None:
        """The row as it is now, or None."""
        return self.connection.execute(_select_by_id(table), {"b_id": row_id}).mappings().first()

    def find_many(self, table: Table, ids: Sequence[int]) -> dict[int, RowMapping]:
        """Those of the rows that are there, by id."""
        found: dict[int, RowMapping] = {}
        for start in range(0, len(ids), _AT_ONCE):
            chunk = ids[start : start + _AT_ONCE]
            rows = self.connection.execute(select(table).where(table.c.id.in_(chunk))).mappings()
            found |= {row["id"]: row for row in rows}
        return found

    def insert(self, table: Table, values: Mapping[str, Any]) -> int:
        """Write a new row and return its id."""
        return self.insert_many(table, (values,))[0]

    def insert_many(self, table: Table, rows: Iterable[Mapping[str, Any]]) -> list[int]:
        """Write many new rows at once and return their ids; a row may bring its own `id`."""
        defaults = _defaults(table)
        complete = {*defaults, "id"}
        full = [
            row
            if row.keys() == complete and row["id"] and row["revision"] == 1
            else {**defaults, **row, "id": row.get("id") or new_id(), "revision": 1}
            for row in rows
        ]
        insert_rows(self.connection, table, full)
        name = str(table.name)  # plain: sqlite3 asks a subclass of str for its meaning each time
        self._changes.extend(Change.created(name, row["id"], _content(row)) for row in full)
        return [row["id"] for row in full]

    def update(
        self, table: Table, row_id: int, values: Mapping[str, Any], *, revision: int | None = None
    ) -> bool:
        """Change the given fields; False when all of them hold these values already.

        With `revision` another officer must not have changed these fields since that revision was
        read; else Refused("stale") names the officer, the field and its raw value.
        """
        row = self.row(table, row_id)
        changed = {key: value for key, value in values.items() if row[key] != value}
        if not changed:
            return False
        if revision is not None and row["revision"] != revision:
            self.refuse_stale(table, row_id, set(changed), revision)
        after = row["revision"] + 1
        self.connection.execute(
            table.update().where(table.c.id == bindparam("b_id")),
            {**changed, "revision": after, "b_id": row_id},
        )
        for key, value in changed.items():
            self._changes.append(
                Change.edited(str(table.name), row_id, key, plain(row[key]), plain(value), after)
            )
        return True

    def refuse_stale(self, table: Table, row_id: int, fields: set[str], revision: int) -> None:
        """Raises Refused("stale") when another officer changed one of the fields since."""
        last = journal.last_change(
            self.connection,
            table.name,
            row_id,
            fields,
            above_revision=revision,
            not_by=self.officer_id,
        )
        if last is not None:
            raise Refused("stale", officer=last.officer, field=last.field, value=last.value)

    def delete(self, table: Table, row_id: int) -> None:
        """Delete a row, keeping its whole content in the journal."""
        self.delete_many(table, (self.row(table, row_id),))

    def delete_many(self, table: Table, rows: Sequence[RowMapping]) -> None:
        """Delete rows as they were just read, in that order."""
        statement = table.delete().where(table.c.id == bindparam("b_id"))
        if rows:
            self.connection.execute(statement, [{"b_id": row["id"]} for row in rows])
        name = str(table.name)
        self._changes.extend(
            Change.deleted(name, row["id"], _content(row), row["revision"]) for row in rows
        )

    def finish(self) -> Changes:
        """Write the journal and say what was changed."""
        head = self.head
        if not self._changes:
            return Changes(None, head.kind, head.label, frozenset(), self.problems)
        seq = journal.write(self.connection, head, self._changes)
        touched = frozenset(map(itemgetter(0, 1), self._changes))  # entity and row
        undone = head.reverses if head.mode == "undo" else None
        return Changes(seq, head.kind, head.label, touched, self.problems, undone)


@contextmanager
def operation(
    engine: Engine, head: Head, seal: Callable[[Head, Connection], None] | None = None
) -> Iterator[Unit]:
    """A transaction around one operation: committed with its journal, or not at all.

    `seal` sees the head with its place in the chain before the commit; what it raises undoes all.
    """
    with engine.connect() as connection, connection.begin():
        unit = Unit(connection, head)
        yield unit
        unit.head.result = unit.finish()
        if seal is not None:
            seal(head, connection)


def insert_rows(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write complete rows. Many go to the driver as they are: half the time of a long import."""
    if len(rows) < _MANY:
        if rows:
            connection.execute(table.insert(), rows)
        return
    columns = list(table.columns)
    names = ", ".join(column.name for column in columns)
    mark = "?" if connection.dialect.paramstyle == "qmark" else "%s"
    marks = ", ".join([mark] * len(columns))
    pick = itemgetter(*(column.name for column in columns))
    typed = []
    for place, column in enumerate(columns):
        convert = column.type.bind_processor(connection.dialect)
        if convert is not None:  # days and flags: a few values in thousands of rows
            known = {value: convert(value) for value in {row[column.name] for row in rows}}
            typed.append((place, known))
    sql = f"INSERT INTO {table.name} ({names}) VALUES ({marks})"  # noqa: S608 - names of our own tables
    connection.exec_driver_sql(sql, [_bound(pick(row), typed) for row in rows])


def _bound(values: tuple[Any, ...], typed: list[tuple[int, dict[Any, Any]]]) -> tuple[Any, ...]:
    if not typed:
        return values
    bound = list(values)
    for place, known in typed:
        bound[place] = known[bound[place]]
    return tuple(bound)


def _content(row: Mapping[str, Any] | RowMapping) -> dict[str, Any]:
    content = dict(row)
    del content["revision"]
    return content


_MANY = 200  # rows from which on the driver gets them as they are
_AT_ONCE = 500  # ids asked for in one question


_DEFAULTS: dict[str, dict[str, Any]] = {}
_BY_ID: dict[str, Any] = {}


def _defaults(table: Table) -> dict[str, Any]:
    """Every column with its default: what the journal keeps must be the whole row."""
    if table.name not in _DEFAULTS:
        _DEFAULTS[table.name] = {
            column.name: None if column.default is None else getattr(column.default, "arg", None)
            for column in table.columns
            if column.name != "id"
        }
    return _DEFAULTS[table.name]


def _select_by_id(table: Table) -> Any:
    if table.name not in _BY_ID:
        _BY_ID[table.name] = select(table).where(table.c.id == bindparam("b_id"))
    return _BY_ID[table.name]
