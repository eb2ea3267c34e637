"""Undo and redo: walking back and forth through an officer's own operations.

A step is refused whole when one of its fields no longer holds what the step left there. An undo
is itself a new operation: nothing ever leaves the chain.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlalchemy import Connection, Table, select
from sqlalchemy.exc import IntegrityError

from facilitydesk.domain.problems import Refused
from facilitydesk.store import journal
from facilitydesk.store.base import metadata
from facilitydesk.store.journal import Change
from facilitydesk.store.tables import operation
from facilitydesk.store.types import plain, unplain
from facilitydesk.store.unit import Unit

DEPTH = 500  # steps looked back through
Told = Callable[[int, int], None]  # how many changes are made, of how many
_OFTEN = 250  # changes between two times that progress is told


@dataclass(frozen=True)
class Step:
    """One step an officer can take back (or bring back)."""

    seq: int
    label: str
    at: datetime


@dataclass(frozen=True)
class Steps:
    """What undo and redo would do, nearest first."""

    undo: tuple[Step, ...]
    redo: tuple[Step, ...]


def steps(connection: Connection, officer_id: int) -> Steps:
    """The officer's steps, also those of earlier days."""
    rows = connection.execute(
        select(
            operation.c.seq,
            operation.c.label,
            operation.c.at,
            operation.c.mode,
            operation.c.reverses,
        )
        .where(operation.c.officer_id == officer_id, operation.c.undoable.is_(True))
        .order_by(operation.c.seq.desc())
        .limit(DEPTH)
    ).all()
    done: list[Step] = []
    undone: list[Step] = []
    for row in reversed(rows):
        if row.mode == "do":
            done.append(Step(row.seq, row.label, row.at))
            undone.clear()
        elif row.mode == "undo" and done:
            undone.append(done.pop())
        elif row.mode == "redo" and undone:
            done.append(undone.pop())
    return Steps(tuple(reversed(done)), tuple(reversed(undone)))


def reverse(unit: Unit, step: Step, told: Told | None = None) -> None:
    """Put back what a step changed, newest change first. Raises Refused and changes nothing then.

    What `told` raises goes through: the unit is then taken back whole.
    """
    changes = journal.changes_of(unit.connection, step.seq)
    _walk(
        unit,
        step,
        [c._replace(before=c.after, after=c.before) for c in reversed(changes)],
        told,
    )


def repeat(unit: Unit, step: Step, told: Told | None = None) -> None:
    """Make the changes of an undone step again."""
    _walk(unit, step, journal.changes_of(unit.connection, step.seq), told)


def _walk(unit: Unit, step: Step, changes: list[Change], told: Told | None) -> None:
    """Make changes in their order; a run of whole rows of one table (an import) goes at once."""
    made = 0
    for (entity, whole, gone), group in groupby(changes, key=_sort):
        table, run = metadata.tables[entity], list(group)
        if not whole:
            for number, change in enumerate(run):
                _edit(unit, step, table, change)
                if told is not None and number % _OFTEN == _OFTEN - 1:
                    told(made + number, len(changes))
        elif gone:
            _remove(unit, step, table, run)
        else:
            _restore(unit, step, table, run)
        made += len(run)
        if told is not None:
            told(made, len(changes))


def _sort(change: Change) -> tuple[str, bool, bool]:
    return change.entity, change.field is None, change.after is None


def _edit(unit: Unit, step: Step, table: Table, change: Change) -> None:
    row = unit.find(table, change.row_id)
    field = change.field or ""
    if row is None or plain(row[field]) != json.loads(change.before or "null"):
        raise _refusal(unit, step, change)
    value = unplain(table.c[field], json.loads(change.after or "null"))
    unit.update(table, change.row_id, {field: value})


def _remove(unit: Unit, step: Step, table: Table, run: list[Change]) -> None:
    """Each row must still be what the step left."""
    there = unit.find_many(table, [change.row_id for change in run])
    for change in run:
        row = there.get(change.row_id)
        content = json.loads(change.before or "{}")
        if row is None or any(plain(row[key]) != value for key, value in content.items()):
            raise _refusal(unit, step, change)
    try:
        unit.delete_many(table, [there[change.row_id] for change in run])
    except IntegrityError as error:
        first = json.loads(run[0].before or "{}")
        what = (first.get("name") if len(run) == 1 else "") or "记录"
        raise Refused("undo.in_use", label=step.label, what=what) from error


def _restore(unit: Unit, step: Step, table: Table, run: list[Change]) -> None:
    there = unit.find_many(table, [change.row_id for change in run])
    for change in run:
        if change.row_id in there:
            raise _refusal(unit, step, change)
    rows = [json.loads(change.after or "{}") for change in run]
    unit.insert_many(
        table,
        [{key: unplain(table.c[key], value) for key, value in row.items()} for row in rows],
    )


def _refusal(unit: Unit, step: Step, change: Change) -> Refused:
    fields = {change.field} if change.field else set()
    last = journal.last_change(
        unit.connection, change.entity, change.row_id, fields, after=step.seq
    )
    return Refused(
        "undo.changed_since",
        label=step.label,
        what=_named(unit, change),
        officer=last.officer if last else "其他操作",
    )


def _named(unit: Unit, change: Change) -> str:
    """What the row is called, for the sentence that refuses."""
    row = unit.find(metadata.tables[change.entity], change.row_id)
    if row is not None:
        if row.get("name"):
            return f"“{row['name']}”"
        if "work_id" in row:
            work = unit.find(metadata.tables["work"], row["work_id"])
            project = unit.find(metadata.tables["project"], work["project_id"]) if work else None
            if project:
                return f"“{project['name']}”"
    return "该内容"
