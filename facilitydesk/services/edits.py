"""Typed cells and pasted rows of the register: one call, one operation, one undo step.

A cell that its rule refuses stays out and comes back as Rejected; the others are stored. Each
table of the register says once, as a Kind, what its columns may hold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import Table

from facilitydesk.domain.problems import Problem, Refused, Severity
from facilitydesk.domain.words.register_terms import register_field
from facilitydesk.services.desk import Desk
from facilitydesk.services.stale import shown
from facilitydesk.store.unit import Changes, Unit

Rule = Callable[[Unit, int | None, Any], Any]
"""(unit, the row's id or None for a new row, the typed value) → what is stored; may raise Refused."""


class Column(NamedTuple):
    """Where a typed cell is stored and what it may hold."""

    name: str
    rule: Rule
    required: bool = False  # its refusal keeps a whole new row out
    kind: type | Table = str  # what it holds, for telling its value; a table: an id of its rows


def _nothing(_unit: Unit, _row: Mapping[str, Any]) -> Iterable[Problem]:
    return ()


def _no_more(_unit: Unit, _changed: Mapping[str, Any], _row: Mapping[str, Any]) -> dict[str, Any]:
    return {}


@dataclass(frozen=True)
class Kind:
    """A table of the register: its noun, its columns by field, and what hangs together in a row."""

    table: Table
    noun: str
    columns: Mapping[str, Column]
    title: str = "name"  # the column that names a row in labels, if any
    check: Callable[[Unit, Mapping[str, Any]], Iterable[Problem]] = _nothing
    derive: Callable[[Unit, Mapping[str, Any], Mapping[str, Any]], dict[str, Any]] = _no_more
    terms: Mapping[str, str] = field(default_factory=dict)

    def term(self, key: str) -> str:
        return self.terms.get(key) or register_field(key).term


@dataclass(frozen=True, slots=True)
class Edit:
    """One typed cell; `revision` is that of the row it was typed over."""

    row_id: int
    field: str
    value: object
    revision: int | None = None


@dataclass(frozen=True, slots=True)
class Rejected:
    """A cell (or whole row, field None) that was not stored; new rows have their position."""

    problem: Problem
    field: str | None = None
    row_id: int | None = None
    position: int | None = None


@dataclass(frozen=True, slots=True)
class Edited:
    """What became of typed cells and new rows; `added` are the new rows' ids, None: refused."""

    changes: Changes
    rejected: tuple[Rejected, ...] = ()
    added: tuple[int | None, ...] = ()

    @property
    def row_id(self) -> int:
        """The id of the one row that was added."""
        (row_id,) = self.added
        if row_id is None:
            raise RuntimeError("the row was refused")
        return row_id


def enter(
    desk: Desk,
    kind: Kind,
    edits: Sequence[Edit] = (),
    rows: Sequence[Mapping[str, object]] = (),
) -> Edited:
    """Store typed cells and add rows in one operation."""
    rejected: list[Rejected] = []
    with desk.operation(f"{kind.table.name}.enter", "") as unit:
        unit.head.label = label(unit, kind, edits, rows)
        rejected += apply(unit, kind, edits)
        added = tuple(insert(unit, kind, row, rejected, n) for n, row in enumerate(rows))
    return Edited(unit.result, tuple(rejected), added)


def add(desk: Desk, kind: Kind, values: Mapping[str, object]) -> Edited:
    """Add one row. Raises Refused with all problems when a value is refused."""
    with desk.operation(f"{kind.table.name}.add", "") as unit:
        unit.head.label = label(unit, kind, (), (values,))
        rejected: list[Rejected] = []
        row_id = insert(unit, kind, values, rejected, 0)
        refuse(rejected)
    return Edited(unit.result, (), (row_id,))


def refuse(rejected: Iterable[Rejected]) -> None:
    """Raises Refused for the first of the rejected cells, carrying all of them."""
    problems = tuple(item.problem for item in rejected)
    if problems:
        raise Refused(problems[0].code, problems, **problems[0].args)


def apply(unit: Unit, kind: Kind, edits: Sequence[Edit]) -> list[Rejected]:
    """Store typed cells within an operation and return those that were refused."""
    rejected: list[Rejected] = []
    by_row: dict[int, list[Edit]] = {}
    for edit in edits:
        by_row.setdefault(edit.row_id, []).append(edit)
    for row_id, mine in by_row.items():
        _apply_row(unit, kind, row_id, mine, rejected)
    return rejected


def _apply_row(
    unit: Unit, kind: Kind, row_id: int, edits: list[Edit], rejected: list[Rejected]
) -> None:
    row = unit.find(kind.table, row_id)
    if row is None:
        gone = Problem("gone")
        rejected.extend(Rejected(gone, edit.field, row_id) for edit in edits)
        return
    values: dict[str, Any] = {}
    owner: dict[str, str] = {}
    for edit in edits:
        column = kind.columns[edit.field]
        try:
            values[column.name] = column.rule(unit, row_id, edit.value)
            owner[column.name] = edit.field
        except Refused as refusal:
            rejected.append(Rejected(_problem(refusal, edit.field), edit.field, row_id))
    changed = {key: value for key, value in values.items() if row[key] != value}
    if not changed:
        return
    for problem in kind.check(unit, {**row, **changed}):
        if problem.severity is not Severity.RED:
            unit.problems += (problem,)
            continue
        # A red finding keeps out the cell it speaks of, or all that were typed into the row.
        out = [name for name in changed if owner[name] == problem.field] or list(changed)
        for name in out:
            rejected.append(Rejected(problem, owner[name], row_id))
            del changed[name]
    if not changed:
        return
    whole = {**row, **changed}
    revision = min((e.revision for e in edits if e.revision is not None), default=None)
    try:
        derived = kind.derive(unit, changed, whole)
        unit.update(kind.table, row_id, {**changed, **derived}, revision=revision)
    except Refused as refusal:
        problem = _problem(_told(unit, kind, refusal), "")
        rejected.extend(Rejected(problem, owner[name], row_id) for name in changed)


def insert(
    unit: Unit,
    kind: Kind,
    values: Mapping[str, object],
    rejected: list[Rejected],
    position: int,
    more: Mapping[str, Any] | None = None,
) -> int | None:
    """Add a row within an operation; None when it was refused.

    Without its required cells, or with a red finding about the whole row, a row is refused; any
    other refused cell is left blank.
    """
    stored: dict[str, Any] = dict(more or {})
    fatal = False
    for key, column in kind.columns.items():
        if key not in values and not column.required:
            continue
        try:
            stored[column.name] = column.rule(unit, None, values.get(key))
        except Refused as refusal:
            fatal = fatal or column.required
            rejected.append(Rejected(_problem(refusal, key), key, position=position))
    whole = {column.name: None for column in kind.table.columns} | stored
    if not fatal:
        for problem in kind.check(unit, whole):
            if problem.severity is Severity.RED:
                fatal = True
                rejected.append(Rejected(problem, problem.field, position=position))
            else:
                unit.problems += (problem,)
    if fatal:
        return None
    return unit.insert(kind.table, {**stored, **kind.derive(unit, stored, whole)})


def label(
    unit: Unit, kind: Kind, edits: Sequence[Edit], rows: Sequence[Mapping[str, object]]
) -> str:
    """What the list of steps calls this: 修改学校“城关小学”的学校类别, 新增项目（3行）."""
    if rows and not edits:
        if len(rows) > 1:
            return f"新增{kind.noun}（{len(rows)}行）"
        name = rows[0].get(kind.title)
        return f"新增{kind.noun}“{name}”" if name else f"新增{kind.noun}"
    if rows:
        return f"粘贴{kind.noun}（{len(edits)}格，新增{len(rows)}行）"
    if len({edit.row_id for edit in edits}) == 1:
        row = unit.find(kind.table, edits[0].row_id)
        name = f"“{row[kind.title]}”" if row is not None and row.get(kind.title) else ""
        terms = {kind.term(edit.field) for edit in edits}
        what = f"的{terms.pop()}" if len(terms) == 1 else f"（{len(edits)}格）"
        return f"修改{kind.noun}{name}{what}"
    return f"修改{kind.noun}（{len(edits)}格）"


def _told(unit: Unit, kind: Kind, refusal: Refused) -> Refused:
    """A refusal as stale tells what stands in the cell now as an officer reads it."""
    if refusal.code != "stale":
        return refusal
    args = refusal.args_
    value = args["value"]
    for column in kind.columns.values():
        if column.name == args["field"] and value is not None:
            if isinstance(column.kind, Table):
                row = unit.find(column.kind, value)
                value = "" if row is None else row.get("name", row.get("number", ""))
            else:
                value = shown(column.kind, value)
    return Refused("stale", **{**args, "value": "" if value is None else value})


def _problem(refusal: Refused, key: str) -> Problem:
    return Problem(refusal.code, Severity.RED, key, refusal.args_)
