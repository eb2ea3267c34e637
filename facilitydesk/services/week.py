"""Entering a week: cells, pasted blocks, "no change", and what became of each cell.

A call is one operation: one transaction, one undo step, be it one cell or 200. Cells that a rule
refuses stay out and come back with their findings; the others are stored.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from facilitydesk.domain.fields import term
from facilitydesk.domain.periods import week_end, week_label
from facilitydesk.domain.problems import Problem, Refused
from facilitydesk.domain.quantities import Area, Money, Percent, Quantity
from facilitydesk.domain.stages import Stage
from facilitydesk.domain.week_rules import Entry, Planned, check, refused
from facilitydesk.services.desk import Desk
from facilitydesk.services.locks import Lock, refuse_locked, week_lock
from facilitydesk.services.stale import telling_values
from facilitydesk.store import tables
from facilitydesk.store.reads import week as reads
from facilitydesk.store.reads.week import Around, SheetRow
from facilitydesk.store.unit import Changes, Unit

__all__ = ["CELLS", "Cell", "Entered", "Finding", "Sheet", "SheetRow", "Value"]
__all__ += ["clear", "enter", "mark_unchanged", "rows", "sheet", "stored"]

_AT_ONCE = 500  # ids in one question; engines limit their number
Value = Stage | Percent | Area | Money | str | date | None

CELLS: dict[str, type] = {
    "stage": Stage,
    "progress": Percent,
    "started_area": Area,
    "completed_area": Area,
    "invested": Money,
    "problem": str,
    "measure": str,
    "reason": str,
    "as_of": date,
}
"""The cells of an entry that can be typed, with what each holds."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One typed cell. `revision` is that of the entry it was typed over (0: no entry yet)."""

    work_id: int
    field: str
    value: Value
    revision: int | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule says about a cell; a red one was not stored."""

    work_id: int
    field: str | None
    problem: Problem


@dataclass(frozen=True, slots=True)
class Entered:
    """What became of the typed cells."""

    changes: Changes
    rejected: tuple[Finding, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A week as the grid shows it."""

    week: date
    lock: Lock | None
    rows: tuple[SheetRow, ...]


def sheet(desk: Desk, week: date, *, programme_id: int | None = None) -> Sheet:
    """All works with last week's and this week's entries."""
    with desk.read() as connection:
        lock = week_lock(connection, desk.home_id, week)
        return Sheet(week, lock, tuple(reads.sheet(connection, week, programme_id)))


def rows(desk: Desk, week: date, work_ids: Collection[int]) -> tuple[SheetRow, ...]:
    """The lines of some works, for repainting them after an edit."""
    with desk.read() as connection:
        found: list[SheetRow] = []
        wanted = list(work_ids)
        for start in range(0, len(wanted), _AT_ONCE):
            found += reads.sheet(connection, week, work_ids=wanted[start : start + _AT_ONCE])
        return tuple(found)


def enter(
    desk: Desk,
    week: date,
    cells: Sequence[Cell],
    *,
    label: Callable[[int], str] | None = None,
) -> Entered:
    """Store typed cells. Raises Refused when the week is locked or another officer was faster.

    `label` names the step by the number of cells that are stored; those refused do not count.

    The first cell of a week makes the full snapshot: the other fields are those of the last
    entry, so that every entry stands for itself.
    """
    by_work: dict[int, list[Cell]] = {}
    for cell in cells:
        if not isinstance(cell.value, CELLS[cell.field] | None):
            raise TypeError(f"{cell.field} does not take {cell.value!r}")
        by_work.setdefault(cell.work_id, []).append(cell)
    rejected: list[Finding] = []
    findings: list[Finding] = []
    with telling_values(CELLS), desk.operation("week.enter", "") as unit:
        refuse_locked(unit.connection, desk.home_id, week)
        for work_id, mine in by_work.items():
            _enter_work(desk, unit, week, work_id, mine, rejected, findings)
        out = {(finding.work_id, finding.field) for finding in rejected}
        kept = [cell for cell in cells if (cell.work_id, cell.field) not in out]
        unit.head.label = label(len(kept)) if label else _label(week, kept)
    return Entered(unit.result, tuple(rejected), tuple(findings))


def mark_unchanged(desk: Desk, week: date, work_ids: Iterable[int]) -> Changes:
    """Report "no change" for works without an entry this week: last week's figures again."""
    with desk.operation("week.unchanged", f"{week_label(week)}标记无变化") as unit:
        refuse_locked(unit.connection, desk.home_id, week)
        for work_id in work_ids:
            there = _around(unit, work_id, week)
            if there.now is None:
                entry = _fresh(desk, week, there.before)
                _write(unit, work_id, there, replace(entry, unchanged=True))
    return unit.result


def clear(desk: Desk, week: date, work_ids: Iterable[int]) -> Changes:
    """Take this week's entries away, so that the works count as not reported."""
    with desk.operation("week.clear", f"清除{week_label(week)}填报") as unit:
        refuse_locked(unit.connection, desk.home_id, week)
        for work_id in work_ids:
            there = _around(unit, work_id, week)
            if there.row_id is not None:
                unit.delete(tables.week_entry, there.row_id)
    return unit.result


def _label(week: date, cells: Sequence[Cell]) -> str:
    what = f"{term(cells[0].field)}" if len(cells) == 1 and cells[0].field in _TERMS else "填报"
    count = f"（{len(cells)}格）" if len(cells) > 1 else ""
    return f"{week_label(week)}{what}{count}"


_TERMS = frozenset(CELLS) - {"reason", "as_of"}


def _around(unit: Unit, work_id: int, week: date) -> Around:
    there = reads.around(unit.connection, work_id, week)
    if there is None:
        raise Refused("gone")
    return there


def _enter_work(
    desk: Desk,
    unit: Unit,
    week: date,
    work_id: int,
    cells: list[Cell],
    rejected: list[Finding],
    findings: list[Finding],
) -> None:
    there = _around(unit, work_id, week)
    wanted: dict[str, Any] = {cell.field: cell.value for cell in cells}
    base = there.now or _fresh(desk, week, there.before)
    planned = Planned(
        None if there.planned_area is None else Area(there.planned_area),
        None if there.planned_investment is None else Money(there.planned_investment),
    )

    def judged(values: dict[str, Any]) -> tuple[Problem, ...]:
        entry = _with(base, values)
        return check(
            entry, before=there.before, after=there.after, planned=planned, today=desk.today
        )

    problems = judged(wanted)
    # A red finding keeps out the cells it speaks of (all of them when it speaks of none typed);
    # what is left is judged again, because a kept-out cell may have been another's excuse.
    while wanted and (red := refused(problems)):
        out = {p.field for p in red if p.field in wanted} or set(wanted)
        for name in out:
            why = next((p for p in red if p.field == name), red[0])
            rejected.append(Finding(work_id, name, why))
            del wanted[name]
        problems = judged(wanted)
    if not wanted:
        return
    findings.extend(Finding(work_id, problem.field, problem) for problem in problems)
    seen = min((c.revision for c in cells if c.revision is not None), default=None)
    entry = _with(base, wanted)
    if there.now is not None and there.row_id is not None and seen == 0:
        # Typed over an empty cell, while another officer made the week's entry.
        carried, now, mine = map(stored, (_fresh(desk, week, there.before), there.now, entry))
        taken = {name for name in wanted if now[name] not in (carried[name], mine[name])}
        if taken:
            unit.refuse_stale(tables.week_entry, there.row_id, taken, seen)
    _write(unit, work_id, there, entry, seen=seen)


def _with(base: Entry, values: dict[str, Any]) -> Entry:
    texts = {k: v or "" for k, v in values.items() if CELLS[k] is str}
    return replace(base, **{**values, **texts}, unchanged=False) if values else base


def _fresh(desk: Desk, week: date, before: Entry | None) -> Entry:
    as_of = min(week_end(week), max(week, desk.today))
    if before is None:
        return Entry(week, as_of)
    return replace(before, week=week, as_of=as_of, unchanged=False, reason="")


def _write(
    unit: Unit, work_id: int, there: Around, entry: Entry, *, seen: int | None = None
) -> None:
    values = stored(entry)
    if there.row_id is None:
        unit.insert(tables.week_entry, {"work_id": work_id, **values})
    else:
        unit.update(tables.week_entry, there.row_id, values, revision=seen or None)


def stored(entry: Entry) -> dict[str, Any]:
    """An entry as its row holds it."""

    def raw(quantity: Quantity | None) -> int | None:
        return None if quantity is None else quantity.raw

    return {
        "week_start": entry.week,
        "as_of": entry.as_of,
        "stage": None if entry.stage is None else entry.stage.key,
        "progress": raw(entry.progress),
        "started_area": raw(entry.started_area),
        "completed_area": raw(entry.completed_area),
        "invested": raw(entry.invested),
        "problem": entry.problem,
        "measure": entry.measure,
        "unchanged": entry.unchanged,
        "reason": entry.reason,
    }
