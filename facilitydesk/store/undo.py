"""Undo and redo: walking back and forth through an officer's own operations.

A step is refused whole when one of its fields no longer holds what the step left there. An undo
is itself a new operation: nothing ever leaves the chain.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select
from sqlalchemy.exc import IntegrityError

from facilitydesk.domain.problems import Refused
from facilitydesk.store import journal
from facilitydesk.store.base import metadata
from facilitydesk.store.journal import Change
from facilitydesk.store.tables import operation
from facilitydesk.store.types import plain, unplain
from facilitydesk.store.unit import Unit

DEPTH = 500  # steps looked back through


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


def reverse(unit: Unit, step: Step) -> None:
    """Put back what a step changed, newest change first. Raises Refused and changes nothing then."""
    changes = journal.changes_of(unit.connection, step.seq)
    for change in reversed(changes):
        _apply(unit, step, change, before=change.after, after=change.before)


def repeat(unit: Unit, step: Step) -> None:
    """Make the changes of an undone step again."""
    for change in journal.changes_of(unit.connection, step.seq):
        _apply(unit, step, change, before=change.before, after=change.after)


def _apply(
    unit: Unit, step: Step, change: Change, *, before: str | None, after: str | None
) -> None:
    table = metadata.tables[change.entity]
    row = unit.find(table, change.row_id)
    if change.field is not None:
        if row is None or plain(row[change.field]) != json.loads(before or "null"):
            raise _refusal(unit, step, change)
        value = unplain(table.c[change.field], json.loads(after or "null"))
        unit.update(table, change.row_id, {change.field: value})
        return
    if before is not None:  # the row must still be what the step left, and goes away
        content = json.loads(before)
        if row is None or any(plain(row[key]) != value for key, value in content.items()):
            raise _refusal(unit, step, change)
        try:
            unit.delete(table, change.row_id)
        except IntegrityError as error:
            what = content.get("name") or "记录"
            raise Refused("undo.in_use", label=step.label, what=what) from error
    elif after is not None:
        if row is not None:
            raise _refusal(unit, step, change)
        content = json.loads(after)
        unit.insert(table, {key: unplain(table.c[key], val) for key, val in content.items()})


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
