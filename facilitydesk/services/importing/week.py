"""Progress of a list into the week of its as-of date, by the rules of a week's entry."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, select

from facilitydesk.domain import rounding
from facilitydesk.domain.cells import read_percent
from facilitydesk.domain.fields import term
from facilitydesk.domain.periods import week_start
from facilitydesk.domain.problems import Problem, Refused, Severity
from facilitydesk.domain.quantities import Quantity
from facilitydesk.domain.stages import Stage
from facilitydesk.domain.week_rules import Entry, refusals
from facilitydesk.services.importing.known import Facts
from facilitydesk.services.importing.lines import PROGRESS, Difference, Line, Options, Plan, Source
from facilitydesk.services.importing.writes import Writes
from facilitydesk.services.locks import refuse_locked
from facilitydesk.services.week import stored
from facilitydesk.store import tables
from facilitydesk.store.reads.week import entry_of

_E = tables.week_entry


class Progress:
    """Plans the week entries of one source. Without an as-of date it only says so."""

    def __init__(
        self,
        connection: Connection,
        home_id: int,
        source: Source,
        writes: Writes,
        plan: Plan,
        options: Options,
        today: date,
    ) -> None:
        self._writes = writes
        self._plan = plan
        self._options = options
        self._today = today
        self._fields = [key for key in PROGRESS if key in source.fields]
        self._as_of = source.as_of
        self._open = bool(self._fields) and self._may_enter(connection, home_id, source)
        self._stages: dict[str, Stage | None] = {}
        day = source.as_of or today
        self._blank = Entry(week_start(day), day)
        self._now: dict[int, Facts] = {}
        self._before: dict[int, Entry] = {}
        self._after: dict[int, Entry] = {}
        if self._open and source.as_of is not None:
            self._load(connection, week_start(source.as_of))

    def _may_enter(self, connection: Connection, home_id: int, source: Source) -> bool:
        """Whether there is a day, it is not to come, and its week is open; else says why not."""
        typed = any(
            line.values.get(key) is not None for line in source.lines for key in self._fields
        )
        if not typed:
            return False
        told: Problem | None = None
        if source.as_of is None:
            told = Problem("as_of_missing")
        elif source.as_of > self._today:
            told = Problem("import.as_of_future", args={"as_of": source.as_of})
        else:
            try:
                refuse_locked(connection, home_id, week_start(source.as_of))
            except Refused as refusal:
                told = Problem(refusal.code, args=refusal.args_)
        if told is not None:
            self._plan.note(source.sheet, source.head_row, None, told, severity=Severity.YELLOW)
        return told is None

    def _load(self, connection: Connection, week: date) -> None:
        """The entries of the week, the last ones before it and the first ones after it."""
        for row in connection.execute(select(_E).where(_E.c.week_start == week)).mappings():
            self._now[row["work_id"]] = dict(row)
        for into, picked, side in (
            (self._before, func.max(_E.c.week_start), _E.c.week_start < week),
            (self._after, func.min(_E.c.week_start), _E.c.week_start > week),
        ):
            inner = (
                select(_E.c.work_id, picked.label("week")).where(side).group_by(_E.c.work_id)
            ).subquery()
            query = select(_E).join(
                inner, (inner.c.work_id == _E.c.work_id) & (inner.c.week == _E.c.week_start)
            )
            for row in connection.execute(query).mappings():
                into[row["work_id"]] = entry_of(row)

    def enter(self, source: Source, line: Line, work: Facts, name: str, *, new: bool) -> bool:
        """Plans the entry of a work; whether it changes what was known."""
        if not self._open or self._as_of is None:
            return False
        wanted = self._wanted(line)
        if not wanted:
            return False
        work_id = work["id"]
        row = None if new else self._now.get(work_id)
        before = None if new else self._before.get(work_id)
        base = entry_of(row) if row else self._fresh(before) if before else self._blank
        if row is not None:
            wanted = dict(self._settled(source, line, name, base, wanted))
            if not wanted:
                self._plan.count("week_entries", "unchanged")
                return False
        entry = self._judged(source, line, work_id, base, before, wanted)
        if entry is None:
            return False
        values = stored(entry)
        if row is None:
            self._now[work_id] = self._writes.insert(_E, {"work_id": work_id, **values})
            self._plan.count("week_entries", "created")
        else:
            self._writes.update(_E, row, values)
            self._plan.count("week_entries", "updated")
        return not new

    def _wanted(self, line: Line) -> dict[str, Any]:
        wanted: dict[str, Any] = {}
        for key in self._fields:
            value = line.values.get(key)
            if value is None:
                continue
            if key == "stage":
                text = str(value)
                if text not in self._stages:
                    self._stages[text] = Stage.read(text)
                stage = self._stages[text]
                if stage is not None:
                    wanted["stage"] = stage
                elif line.values.get("progress") is None:
                    percent = read_percent(text).value  # 65% under 形象进度
                    if percent is not None:
                        wanted["progress"] = percent
            else:
                wanted[key] = value
        return wanted

    def _fresh(self, before: Entry) -> Entry:
        """A full snapshot: what the last entry said, until the table says otherwise."""
        day = self._blank
        return replace(before, week=day.week, as_of=day.as_of, unchanged=False, reason="")

    def _settled(
        self, source: Source, line: Line, name: str, base: Entry, wanted: dict[str, Any]
    ) -> Iterable[tuple[str, Any]]:
        """Of an entry that is there: blanks are filled, other values only when confirmed."""
        for key, value in wanted.items():
            before = getattr(base, key)
            if before == value:
                continue
            if before is None or before == "":
                yield key, value
                continue
            write = self._options.updates((source.sheet, line.row, key))
            texts = _shown(before), _shown(value)
            self._plan.differences.append(
                Difference(source.sheet, line.row, key, name, term(key), *texts, write)
            )
            if write:
                yield key, value

    def _judged(
        self,
        source: Source,
        line: Line,
        work_id: int,
        base: Entry,
        before: Entry | None,
        wanted: dict[str, Any],
    ) -> Entry | None:
        """The entry without the cells that a rule refuses; None when nothing is left."""
        after = self._after.get(work_id)
        dropped = False
        while wanted:
            if dropped and before and _nothing_new(before, wanted):
                return None  # better unreported than carried on as if it had been
            if base is self._blank:
                entry = Entry(base.week, base.as_of, **wanted)
            else:
                entry = replace(base, **wanted, unchanged=False)
            red = refusals(entry, before=before, after=after, today=self._today)
            if not red:
                return entry
            out = {p.field for p in red if p.field in wanted} or set(wanted)
            for problem in red:
                self._plan.note(
                    source.sheet, line.row, problem.field, problem, severity=Severity.YELLOW
                )
            wanted = {key: value for key, value in wanted.items() if key not in out}
            dropped = True
        return None


def _nothing_new(before: Entry, wanted: dict[str, Any]) -> bool:
    """Whether what is left of a row are figures that the last entry has already."""
    figures = ("started_area", "completed_area", "invested")
    return all(key in figures and getattr(before, key) == value for key, value in wanted.items())


def _shown(value: Any) -> str:
    if isinstance(value, Quantity):
        return rounding.amount(value)
    return value.term if isinstance(value, Stage) else str(value)
